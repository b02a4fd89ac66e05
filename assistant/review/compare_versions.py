"""A resubmitted report against its first version: findings mended, standing, new; cells changed.

A finding's identity is its rule and its place: the cells it names, or the part and the words it
quotes with digits masked, so that moved lines and a second wrong number stay the same finding.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.bodies.names import same_body
from index.formats import FORMS
from index.report import UNREAD, Cell, Finding, Review

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_LOOSE = re.compile(r"[\s\W_]+")


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell that reads differently in the second version."""

    key: str
    before: Cell
    after: Cell


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a second version changed.

    `unassessed` are findings of the first version whose rule could not be judged in the second:
    neither mended nor standing.  `standing` holds the second version's findings.
    """

    before: Review
    after: Review
    mended: tuple[Finding, ...] = ()
    standing: tuple[Finding, ...] = ()
    new: tuple[Finding, ...] = ()
    unassessed: tuple[Finding, ...] = ()
    cells: tuple[CellChange, ...] = ()


def place_of(finding: Finding) -> str:
    """The finding's place as a stable string: cells and section, then the masked quotation.

    The same place in another reading of the report gives the same string; page, line and the
    numbers printed do not enter it.
    """
    quote = _LOOSE.sub("", _NUMBER.sub("N", finding.quote))
    section = "" if finding.section is None else str(finding.section)
    return "|".join((section, ",".join(sorted(finding.cells)), quote))


def identity(finding: Finding) -> tuple[str, str]:
    """Rule and place: what decisions and comparisons are kept by."""
    return finding.rule, place_of(finding)


def pairs(before: Sequence[Finding], after: Sequence[Finding]) -> dict[int, int]:
    """Positions in `after` → positions in `before` of the same finding, each used once.

    Equal places first; then, for what is left, the same rule over some of the same cells (an
    equation names other cells once one of them is filled in).
    """
    found: dict[int, int] = {}
    for same in (_same_place, _same_cells):
        for i, new in enumerate(after):
            taken = set(found.values())
            free = (j for j, old in enumerate(before) if j not in taken and same(old, new))
            match = next(free, None)
            if i not in found and match is not None:
                found[i] = match
    return found


def _same_place(old: Finding, new: Finding) -> bool:
    return identity(old) == identity(new)


def _same_cells(old: Finding, new: Finding) -> bool:
    return old.rule == new.rule and bool(set(old.cells) & set(new.cells))


def compare(before: Review, after: Review) -> Comparison:
    """The second version `after` against the first, `before`; findings keep their order."""
    same = pairs(before.findings, after.findings)
    standing = tuple(f for i, f in enumerate(after.findings) if i in same)
    new = tuple(f for i, f in enumerate(after.findings) if i not in same)
    gone = [f for j, f in enumerate(before.findings) if j not in same.values()]
    unjudged = tuple(f for f in gone if after.assessed.get(f.rule) in (None, "not_assessable"))
    mended = tuple(f for f in gone if f not in unjudged)
    return Comparison(before, after, mended, standing, new, unjudged, _changes(before, after))


def _changes(before: Review, after: Review) -> tuple[CellChange, ...]:
    first = before.report.cells if before.report else {}
    second = after.report.cells if after.report else {}
    order = {key: i for form in FORMS.values() for i, key in enumerate(form.keys())}
    keys = sorted(first.keys() | second.keys(), key=lambda k: (order.get(k, len(order)), k))
    both = ((k, first.get(k, UNREAD), second.get(k, UNREAD)) for k in keys)
    return tuple(
        CellChange(k, a, b) for k, a, b in both if (a.value, a.state) != (b.value, b.state)
    )


def beside(earlier: Sequence[Review], after: Sequence[Review]) -> list[Comparison]:
    """Each review against the earlier one of its body and year, where there is one."""
    found = ((next((e for e in earlier if _same_report(e, r)), None), r) for r in after)
    return [compare(match, review) for match, review in found if match]


def _same_report(one: Review, other: Review) -> bool:
    a, b = one.report, other.report
    return bool(a and b and a.year == b.year and same_body(a.agency, b.agency))
