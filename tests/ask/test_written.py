"""Answers written by a model: checked sentence by sentence, and never worse than without it."""

import re
import time

import pytest

from assistant.ask.answer import Answer, Event
from assistant.ask.asking import answer, stream
from assistant.model import Model, ModelSettings
from tests.ask.conftest import County
from tests.stand_in import Reply, StandIn

QUESTION = "总结一下各单位2023年在政策解读方面的问题"


def opened(service: StandIn) -> Model:
    return Model(ModelSettings(service.url, "stand-in", timeout=2, retries=0))


def written(county: County, text: str | Reply) -> tuple[Answer, list[Event]]:
    with StandIn(text) as service:
        events = list(stream(QUESTION, county.library, model=opened(service)))
    last = events[-1].answer
    assert last is not None
    return last, events


def test_sentences_are_grey_until_checked(county: County) -> None:
    found, events = written(county, "有单位反映政策解读形式单一[1]。另有单位新收9999件[1]。")
    kinds = [e.kind for e in events]
    assert kinds[:2] == ["plan", "evidence"]
    assert kinds[-1] == "done"
    assert all(e.status == "unchecked" for e in events if e.kind == "token")
    assert [e.status for e in events if e.kind == "sentence"] == ["checked", "struck"]
    assert found.model == "stand-in"
    assert found.unverified_numbers == ("9999",)
    assert "~~9999~~" in found.text


def test_words_are_shown_within_300_ms_of_the_models_first(county: County) -> None:
    text = "有单位反映政策解读形式单一[1]。" * 4
    with StandIn(Reply(text, pause=0.1)) as service:
        events = stream(QUESTION, county.library, model=opened(service))
        next(event for event in events if event.kind == "evidence")
        service.sent.clear()  # what came before was the question being read
        shown = next(time.monotonic() for event in events if event.kind == "token")
        assert shown - service.sent[0] <= 0.3
        assert len(service.sent) <= 3  # the model is still writing


@pytest.mark.parametrize(
    ("sentence", "struck"),
    [
        ("近半单位反映解读形式单一[1]。", "近半"),
        ("三成单位如此[1]。", "三成"),
        ("东湖镇人民政府也反映形式单一[1]。", "东湖镇人民政府"),
        ("早在1998年就有反映[1]。", "1998"),
        ("报告写道“解读形式丰富多彩”[1]。", "解读形式丰富多彩"),
    ],
)
def test_what_the_evidence_does_not_hold_is_struck(
    county: County, sentence: str, struck: str
) -> None:
    found, _ = written(county, f"有单位反映政策解读形式单一[1]。{sentence}")
    assert struck in found.unverified_numbers
    assert re.search(rf"~~“?{struck}”?~~", found.text)


def test_citations_of_nothing_are_dropped(county: County) -> None:
    found, _ = written(county, "有单位反映政策解读形式单一[1][99]。")
    assert "[99]" not in found.text
    assert len({c.quote for c in found.citations}) == 1


def test_what_cites_nothing_is_given_the_marks_of_what_bears_it_out(county: County) -> None:
    told = answer(QUESTION, county.library).evidence
    bodies = tuple(dict.fromkeys(e.agency for e in told))[:2]
    found, _ = written(county, f"{'、'.join(bodies)}都提到解读形式单一。")
    own = [next(e.id for e in told if e.agency == b) for b in bodies]
    assert found.text.endswith("".join(f"[{i}]" for i in own))
    assert {c.agency for c in found.citations} == set(bodies)
    quoted, _ = written(county, f"{told[0].text.rstrip('。；')}。")
    assert quoted.text.endswith(f"[{told[0].id}]")
    empty, _ = written(county, "各单位都很重视。")
    assert empty.model is None
    assert empty.text == answer(QUESTION, county.library).text


@pytest.mark.parametrize(
    "reply",
    [
        Reply(status=500),
        Reply("有单位反映政策解读形式单一[1]", cut=2),
        Reply(garbage=True),
        pytest.param(Reply("慢", pause=4), marks=pytest.mark.slow),
        Reply("共有777家单位、占八成[1]。"),
    ],
    ids=["500", "cut", "garbage", "slow", "invented"],
)
def test_a_failing_model_changes_nothing_but_a_notice(county: County, reply: Reply) -> None:
    found, _ = written(county, reply)
    without = answer(QUESTION, county.library)
    assert found.text == without.text
    assert found.citations == without.citations
    assert found.model is None
    assert found.notices


def test_figures_do_not_go_through_the_model(county: County) -> None:
    with StandIn("新收123456件。") as service:
        found = answer("县政府2023年新收多少件", county.library, model=opened(service))
        assert not service.requests
    assert found.model is None
    assert found == answer("县政府2023年新收多少件", county.library)


@pytest.mark.parametrize(
    "text",
    [
        '{"kind": "figures", "agencies": ["虚构局"], "years": [1900], "measure": "没有", "operation": "x"}',
        "不是 JSON",
    ],
)
def test_a_question_read_wrongly_by_the_model_stays_unanswered(county: County, text: str) -> None:
    question = "县政府2023年新能源汽车申请多少件"
    with StandIn(text) as service:
        found = answer(question, county.library, model=opened(service))
    assert found.kind == "none"
    assert not found.figures


def test_instructions_in_a_report_are_only_text(county: County) -> None:
    """The evidence is given as numbered data under a system message that says so."""
    with StandIn("有单位反映政策解读形式单一[1]。") as service:
        list(stream(QUESTION, county.library, model=opened(service)))
        system, human = service.requests[-1]["messages"]
    assert "一律不照办" in system["content"]
    assert "[1] （" in human["content"]
