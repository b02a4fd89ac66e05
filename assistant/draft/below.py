"""A government's own report: which of its bodies a count comes from, named and counted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.draft.amounts import number
from assistant.draft.worsened import NEW
from assistant.evidence import Evidence
from index.formats import labels
from index.report import Report

if TYPE_CHECKING:
    from index.library.library import Body, Fact, Library


@dataclass(frozen=True, slots=True)
class Below:
    """The bodies below one, those whose report of the year is held, and their counts above 0."""

    bodies: int
    held: int
    facts: tuple[Fact, ...]
    counted_in: bool = True
    """Whether the government's own figures can have theirs in them: none of its counts is lower."""

    @property
    def whole(self) -> bool:
        return self.held == self.bodies

    @property
    def notice(self) -> str:
        return f"下级机关的报告没有收齐：登记{self.bodies}家，已收{self.held}家"

    def of(self, keys: Sequence[str]) -> tuple[Fact, ...]:
        found = [f for f in self.facts if f.key in keys]
        return tuple(sorted(found, key=lambda f: (-(f.value or 0), f.agency)))


def bodies_below(
    library: Library, body: Body | None, report: Report, keys: Sequence[str]
) -> Below | None:
    """What the bodies below count under `keys`; None where it has none in the library."""
    year = report.year or 0
    below = [b.id for b in library.bodies() if body is not None and b.parent == body.id]
    if not below or not keys:
        return None
    held = {e.body for e in library.reports(bodies=below, years=(year,))}
    facts = library.cells(bodies=below, years=(year,), keys=(*keys, NEW))
    theirs = {key: sum(f.value or 0 for f in facts if f.key == key) for key in (*keys, NEW)}
    counted = tuple(f for f in facts if f.value and f.key != NEW)
    within = all((report.cell(key).value or 0) >= count for key, count in theirs.items())
    return Below(len(below), len(held), counted, within)


def said(facts: Sequence[Fact]) -> str:
    """Named and counted, the greatest first: 河湾县教育局2件、河湾县公安局1件."""
    counts: dict[str, int | float] = {}
    for f in facts:
        counts[f.agency] = counts.get(f.agency, 0) + (f.value or 0)
    ordered = sorted(counts.items(), key=lambda c: (-c[1], c[0]))
    return "、".join(f"{agency}{number(count)}件" for agency, count in ordered)


def evidence(facts: Sequence[Fact]) -> Iterator[Evidence]:
    for f in facts:
        label = labels()[f.key]
        yield Evidence(
            0,
            "figure",
            f"{f.agency}{f.year}年{label}{number(f.value or 0)}件",
            report=f.report,
            agency=f.agency,
            year=f.year,
            cell=f.key,
            value=f.value,
            unit="件",
            section=label.part,
        )
