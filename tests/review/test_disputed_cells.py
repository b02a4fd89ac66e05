"""A cell that is wrong is one thing to mend with what rests on it: words, carry-overs."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.checks import run
from assistant.checks.rule import Context
from assistant.export.letter import letter_fields
from assistant.review.brief import brief
from assistant.review.letters import Office, key, written
from assistant.review.mends import Mend, mends
from index.report import Review
from tests.checks.build import report

IN_FORCE = "disclosure.normative_documents.in_force"
MADE, KEPT = "disclosure.regulations.issued", "disclosure.regulations.in_force"
RECEIVED = "applications.new_received.total"
RECONSIDERED = "disputes.reconsideration.total"
NONE = "全年没有发生因政府信息公开引起的行政复议。"


def reviewed(cells: dict[str, Any], text: str = "", before: dict[str, Any] | None = None) -> Review:
    said = {"text": {1: text}} if text else {}
    earlier = None if before is None else report({"cells": before, "year": 2023})
    return run(report({"cells": cells, **said}), Context(earlier=earlier))


def of(review: Review, rule: str) -> Mend:
    (found,) = [m for m in mends(review.findings) if rule in m.rules]
    return found


@pytest.mark.parametrize(
    ("stated", "before", "expected", "words"),
    [
        (7, 7, "7", "件数”列似应为 7，请核实更正"),
        (7, 4, "", "文、表不一致，请核实后统一"),
    ],
)
def test_words_and_last_year_against_a_cell(
    stated: int, before: int, expected: str, words: str
) -> None:
    text = f"年末现行有效行政规范性文件{stated}件。"
    review = reviewed({IN_FORCE: 70}, text, {IN_FORCE: before})
    found = of(review, "Y02")
    assert set(found.rules) == {"X08", "Y02"} and found.wrong == {IN_FORCE}
    assert (found.finding.found, found.finding.expected) == ("70", expected)
    assert found.finding.message.startswith("（1）") and found.finding.message.endswith(words)
    assert found.finding.severity == "error" and len(found.decided) == 2


def test_words_of_nothing_and_the_results_agree_that_there_is_none() -> None:
    found = of(reviewed({RECONSIDERED: 6}, NONE), "T04")
    assert any(rule.startswith("X") for rule in found.rules)
    assert (found.finding.expected, found.wrong) == ("0", {RECONSIDERED})


def test_words_of_nothing_agree_with_the_cause_that_says_there_is_none() -> None:
    found = of(reviewed({RECEIVED: 9}, "本年度没有收到政府信息公开申请。"), "T06")
    assert "X07" in found.rules and found.finding.expected == "0"
    assert found.finding.message.endswith("似应为 0，请核实更正")


def test_what_is_reckoned_from_a_cell_that_no_power_allows_goes_with_it() -> None:
    found = of(reviewed({MADE: 2}, before={}), "Y02")
    assert set(found.rules) == {"T05", "Y02"} and found.wrong == {MADE}
    assert found.finding.expected == "0" and found.finding.severity == "error"


def test_a_cell_that_nothing_else_questions_stays_what_words_are_held_to() -> None:
    found = of(reviewed({IN_FORCE: 70}, "年末现行有效行政规范性文件7件。", {IN_FORCE: 70}), "X08")
    assert found.rules == ("X08",) and found.finding.expected == "70"


def test_it_is_counted_once_in_lists_and_letters_and_is_to_be_mended() -> None:
    review = reviewed({IN_FORCE: 70}, "年末现行有效行政规范性文件7件。", {IN_FORCE: 7})
    short, whose = brief(0, review), key(review)
    assert short and whose
    assert sum(said.rule in ("X08", "Y02") for said in short.findings) == 1
    letter = written(review, whose, (), None, Office("某办"), "2025-02-28T10:00:00", "李四")
    assert letter
    fields = letter_fields(letter, Office("某办"))
    entries = [e for e in (*fields["问题"], *fields["请核实"]) if e["填报"] == "70"]
    assert [e["应为"] for e in entries] == ["7"] and entries[0] in fields["问题"]
