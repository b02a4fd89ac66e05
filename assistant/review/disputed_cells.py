"""Cells of which one finding says that they are wrong while others rest on them.

What the words are compared with, and what a carry-over is reckoned from, is then itself in doubt:
it is one thing to mend, with the value that all agree on, where they do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.checks.tables.t05_regulations import RULE as POWER
from assistant.checks.years.y01_y02_carried_over import RECKONED_FROM
from assistant.checks.years.y01_y02_carried_over import RULES as CARRIED
from index.numerals import CHARACTERS, WHOLE, value_of
from index.report import Finding

_BALANCES = ("T01", "T02", "T03", "T04")
_CARRIED = tuple(rule.id for rule in CARRIED)
HOLDING = (POWER.id, *_BALANCES, *_CARRIED)
"""Rules whose findings hold one cell wrong: by the body's power, by a sum, by last year's report."""
_NUMBER = re.compile(rf"{WHOLE}(?:\.\d+)?[万亿]?|[{CHARACTERS}]+")
_AGAINST_TABLES = "X"
"""The family that compares words with cells."""


@dataclass(frozen=True, slots=True)
class Disputed:
    """A cell, the places of the findings about it, and what it should be; "" where they differ."""

    cell: str
    parts: tuple[int, ...]
    value: str


def disputed(findings: Sequence[Finding], places: Sequence[int]) -> Iterator[Disputed]:
    """The cells that findings at these places dispute, those of no power to fill them first."""
    left = list(places)
    holding = sorted(left, key=lambda i: findings[i].rule != POWER.id)
    for cell in dict.fromkeys(filter(None, (held(findings[i]) for i in holding))):
        by = [i for i in left if held(findings[i]) == cell]
        parts = rest_on(findings, cell, left, by)
        if by and len({findings[i].rule for i in parts}) > 1:
            yield Disputed(cell, tuple(parts), agreed([findings[i] for i in parts], cell))
            left = [i for i in left if i not in parts]


def rest_on(
    findings: Sequence[Finding], cell: str, places: Sequence[int], by: Sequence[int]
) -> list[int]:
    """Those of the findings at these places that are about a cell which others hold wrong."""
    return [
        i
        for i in places
        if held(findings[i]) == cell or _rests_on(findings[i], cell, [findings[j] for j in by])
    ]


def held(finding: Finding) -> str:
    """The one cell that a finding holds wrong; "" for none."""
    holds = finding.rule in HOLDING and finding.outcome == "fail"
    return finding.cells[0] if holds and finding.cells else ""


def is_of_words(finding: Finding) -> bool:
    """Whether a finding compares words with cells."""
    return finding.rule.startswith(_AGAINST_TABLES) and bool(finding.cells)


def agreed(about: Sequence[Finding], cell: str) -> str:
    """The value that all findings give the cell; what a body has no power to do is none at all."""
    by = [f for f in about if held(f) == cell]
    if power := next((f.expected for f in by if f.rule == POWER.id), ""):
        return power
    given = {f.expected for f in by}
    given |= {stated(f, by[0].found) for f in about if is_of_words(f)}
    return given.pop() if len(given) == 1 else ""


def _rests_on(finding: Finding, cell: str, by: Sequence[Finding]) -> bool:
    """Words about a sum rest on one of its cells where the sum would be right with it."""
    if finding.outcome == "explained":
        return False
    if finding.rule in _CARRIED:
        return cell in RECKONED_FROM.get(finding.cells[0], ())
    if not is_of_words(finding) or cell not in finding.cells:
        return False
    return finding.cells == (cell,) or any(stated(finding, f.found) == f.expected for f in by)


def stated(finding: Finding, printed: str) -> str:
    """What a cell that prints this would be by the words, which may say that there is none; "" where that is not to be told."""
    told = [_number(text) for text in (printed, finding.found, finding.expected)]
    known = [number for number in told if number is not None]
    return f"{known[0] + known[1] - known[2]:.10g}" if len(known) == len(told) else ""


def _number(text: str) -> float | None:
    """The number of a text, 0 of one without any; None of one with several."""
    numbers = [value_of(found) for found in _NUMBER.findall(text)]
    return next(iter(numbers), 0) if len(numbers) < 2 else None
