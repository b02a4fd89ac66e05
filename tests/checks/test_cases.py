"""Every rule on its cases, and that there are enough of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from assistant.checks import RULES, run
from tests.checks.build import report
from tests.checks.cases import Case, context, load

CASES = load()
TRAPPED = (
    *("F01", "F02", "F07", "F09", "F10", "F11", "T01", "T02", "T05", "Y04", "Y05"),
    *("P02", "L01", "L02", "L03", "S01"),
)
"""Rules for which the catalogue or the facts name what looks wrong and is right."""
NEVER_SURE = {"F16"}
"""Rules that only tell what a person must look at."""
WITHOUT_PLACE = {*NEVER_SURE, "F15", "P01", "Y04"}


def cases() -> Iterator[Any]:
    for rule, found in CASES.items():
        for case in found:
            yield pytest.param(rule, case, id=f"{rule}-{case['name']}")


@pytest.mark.parametrize(("rule", "case"), cases())
def test_case(rule: str, case: Case) -> None:
    review = run(report(case), context(case), {rule: RULES[rule]})
    found = review.findings
    told = [(f.outcome, f.message) for f in found]
    assert not review.errors
    assert review.assessed[rule] == case["assessed"], told
    assert len(found) == case.get("count", len(found)), told
    if not found:
        return
    first = found[0]
    assert case.get("message", "") in first.message, told
    assert case.get("suggestion", "") in first.suggestion, first.suggestion
    assert case.get("expected", first.expected) == first.expected
    assert first.section == case.get("section", first.section)
    assert first.at.line == case.get("line", first.at.line), told
    assert list(first.cells) == case.get("cells_found", list(first.cells))


@pytest.mark.parametrize("rule", list(RULES))
def test_every_rule_has_its_cases(rule: str) -> None:
    outcomes = Counter(case["assessed"] for case in CASES.get(rule, []))
    assert outcomes["uncertain" if rule in NEVER_SURE else "fail"] >= 2
    assert outcomes["pass"] >= 2
    assert outcomes["not_assessable"] >= 1


@pytest.mark.parametrize("rule", TRAPPED)
def test_traps_are_sprung_by_a_case(rule: str) -> None:
    traps = [case for case in CASES.get(rule, []) if case.get("trap")]
    assert traps
    assert all(case["assessed"] != "fail" for case in traps)


@pytest.mark.parametrize("rule", sorted(r for r in set(RULES) - WITHOUT_PLACE if r[0] != "X"))
def test_places_are_seen_to(rule: str) -> None:
    failing = [case for case in CASES.get(rule, []) if case["assessed"] == "fail"]
    assert any("line" in case or "cells_found" in case or "section" in case for case in failing)
