"""The narrative: true to the tables, varied, with passages that can be asked for."""

import random
import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import chain, combinations, product

import pytest

from tests.generator import REALISTIC, TrueReport, generate, world
from tests.generator.bank import Matter, Topic, matters, speak, topics

COUNTY = world(bodies=40, years=range(2020, 2025), seed=9, gaps=0)
ASKED = [s for s in (*topics(), *chain.from_iterable(matters().values())) if s.paraphrase]


def sentences(report: TrueReport) -> list[str]:
    """Sentences of the six parts with digits masked."""
    text = re.sub(r"\d+", "#", "\n".join(s.text for s in report.sections))
    return [s for s in re.split(r"[。；\n]", text) if len(s) >= 8]


def shared(report: TrueReport, other: TrueReport) -> float:
    """The share of a report's characters in sentences that stand in the other."""
    said, theirs = sentences(report), set(sentences(other))
    return sum(len(s) for s in said if s in theirs) / sum(map(len, said))


@pytest.mark.parametrize("report", COUNTY.reports[::7], ids=lambda r: r.title)
def test_what_is_said_of_the_tables_is_true(report: TrueReport) -> None:
    for fact in report.facts:
        assert fact.text in report.narrative
        for key, value in fact.figures.items():
            assert report.cells[key] == value
            alone = re.search(rf"(?<!\d){value}件", fact.text)
            assert value == 0 or alone or "诉讼" in fact.text, (key, value, fact.text)


def test_clean_reports_follow_the_form() -> None:
    for report in COUNTY.reports:
        assert [s.number for s in report.sections] == [1, 2, 3, 4, 5, 6]
        five, six, one = (report.section(n) for n in (5, 6, 1))
        assert five and six and one
        assert (
            len(five.text) >= 40 and re.search("问题|不足|短板", five.text) and "改进" in five.text
        )
        assert "信息处理费" in six.text
        assert all(
            w in one.text for w in ("主动公开", "依申请公开", "信息管理", "平台", "监督保障")
        )
        if report.body.kind == "government":
            assert all(w in one.text for w in ("考核", "社会评议", "责任追究"))
        assert report.published and report.published.year == report.year + 1


def test_no_template_leaves_its_marks() -> None:
    assert not [r.title for r in COUNTY if re.search(r"[\[\]{}|]|。。|，，|，。|：。", r.narrative)]


def test_bodies_and_years_have_their_own_words() -> None:
    years = [
        shared(now, before)
        for body in COUNTY.bodies
        for year in range(2021, 2025)
        if (now := COUNTY.report(body, year)) and (before := COUNTY.report(body, year - 1))
    ]
    assert max(years) < 0.45
    last = [r for r in COUNTY if r.year == 2024]
    assert max(shared(a, b) for a, b in combinations(last, 2)) < 0.4


def test_repetition_can_be_turned_up() -> None:
    often = world(bodies=10, years=(2023, 2024), seed=9, gaps=0, mix=REALISTIC)
    shares = [
        shared(now, before)
        for b in often.bodies
        if (now := often.report(b, 2024)) and (before := often.report(b, 2023))
    ]
    assert sum(shares) / len(shares) > 0.25


def fours(text: str) -> set[str]:
    return {text[i : i + 4] for i in range(len(text) - 3)}


def spoken_ways(template: str) -> Iterator[str]:
    """Everything a template can say, its fields apart."""
    parts = re.split(r"\[([^\[\]]*)\]", template)
    choices = [p.split("|") if i % 2 else [p] for i, p in enumerate(parts)]
    for chosen in product(*choices):
        yield speak("".join(chosen), random.Random(0), defaultdict(lambda: "某"))


@pytest.mark.parametrize("source", ASKED, ids=lambda s: s.id)
def test_other_words_share_no_four_characters_with_any_passage(source: Topic | Matter) -> None:
    templates = (source.text,) if isinstance(source, Matter) else source.problems + source.measures
    said = {four for t in templates for passage in spoken_ways(t) for four in fours(passage)}
    assert not [q for q in source.paraphrase + source.reworded if said & fours(q)]


def test_offices_ask_in_their_own_other_words() -> None:
    questions = [q for s in ASKED for q in s.reworded]
    assert all(len(s.reworded) == 4 for s in ASKED)
    assert len(set(questions)) == len(questions)
    assert all(8 <= len(q) <= 30 and not re.search(r"[\[\]{}|]", q) for q in questions)


def test_facts_carry_the_questions_of_their_topic() -> None:
    sources = {s.id: s for s in ASKED}
    for fact in (f for r in COUNTY for f in r.facts if f.kind in ("problem", "matter")):
        source = sources[fact.topic]
        assert (fact.paraphrase, fact.reworded) == (source.paraphrase, source.reworded)


def test_there_are_enough_topics() -> None:
    assert len(topics()) >= 25
    assert all(len(t.problems) >= 2 and len(t.measures) >= 2 for t in topics())


def test_a_form_may_be_used_in_the_wrong_year() -> None:
    report = generate(4, "2019", year=2023)
    assert (report.form, report.year) == ("2019", 2023)
    assert "第711号" in report.preamble[0]
