"""The narrative: true to the tables, varied, with passages that can be asked for."""

import random
import re
from collections import defaultdict
from itertools import combinations

import pytest

from tests.generator import REALISTIC, TrueReport, generate, world
from tests.generator.bank import matters, speak, topics

COUNTY = world(bodies=40, years=range(2020, 2025), seed=9, gaps=0)


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


def test_paraphrases_share_no_four_characters_with_their_passage() -> None:
    rng = random.Random(2)
    asked = [(t.id, t.problems, t.paraphrase) for t in topics()]
    asked += [(m.id, (m.text,), m.paraphrase) for ms in matters().values() for m in ms]
    for name, templates, paraphrases in asked:
        for template in templates:
            for _ in range(20):
                passage = speak(template, rng, defaultdict(lambda: "某"))
                for question in paraphrases:
                    assert not fours(passage) & fours(question), (name, question)


def test_there_are_enough_topics() -> None:
    assert len(topics()) >= 25
    assert all(len(t.problems) >= 2 and len(t.measures) >= 2 for t in topics())


def test_a_form_may_be_used_in_the_wrong_year() -> None:
    report = generate(4, "2019", year=2023)
    assert (report.form, report.year) == ("2019", 2023)
    assert "第711号" in report.preamble[0]
