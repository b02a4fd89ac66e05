"""A text about a body's report of the library, checked with all that the library holds of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.claims.checking import check
from assistant.claims.claim import Checked, Ground
from assistant.claims.translation import translator
from index.bodies.names import called_by, kind_of, parent_name
from index.report import Cell, Report, Source, UsageError

if TYPE_CHECKING:
    from assistant.model import Model
    from index.library.library import Library
    from index.stores.values import Body, Fact

_YEARS_BACK = 5
"""How far back sums over years and “近三年” are looked up."""


def check_in_library(
    text: str,
    agency: str,
    year: int,
    library: Library,
    *,
    notes: Sequence[Ground] = (),
    model: Model | None = None,
) -> tuple[Checked, ...]:
    """Every sentence of the text with its verdict; a `model`, if any, only translates.

    Raises UsageError where the name fits no body or several, or there is no report of that year.
    """
    body = _body(agency, library)
    entries = library.reports(bodies=[body.id], years=range(year - _YEARS_BACK, year + 1))
    reports = {e.year: library.report(e.id) for e in entries if e.year is not None}
    if year not in reports:
        raise UsageError(f"资料库中没有{body.name}{year}年的报告，请先收入该报告再核对")
    report = reports.pop(year)
    translate = translator(model, report.agency, year) if model is not None else None
    return check(
        text,
        report,
        earlier=reports,
        peers=peers(body, year, library),
        named=_named(text, body, year, library),
        notes=notes,
        translate=translate,
    )


def _body(agency: str, library: Library) -> Body:
    found = library.named(agency)
    if not found:
        raise UsageError(f"资料库中没有“{agency}”，请写机关全称")
    if len(found) > 1:
        raise UsageError(f"“{agency}”可以是{'、'.join(b.name for b in found)}，请写全称")
    return found[0]


def peers(body: Body, year: int, library: Library) -> tuple[Report, ...]:
    """The cells of the bodies of the same place, level and kind, of that year and the one before."""
    like = [b.id for b in library.bodies() if b.id != body.id and _comparable(b, body)]
    if not like:
        return ()
    return tuple(_as_reports(library.cells(bodies=like, years=(year - 1, year))))


def _named(text: str, body: Body, year: int, library: Library) -> tuple[Report, ...]:
    """The cells of the other bodies that the text names, as far back as sums over years reach."""
    bodies = {b.name: b.id for b in library.bodies() if b.id != body.id}
    said = {agency for name, agency in called_by(bodies).items() if name in text}
    if not said:
        return ()
    years = range(year - _YEARS_BACK, year + 1)
    return tuple(_as_reports(library.cells(bodies=[bodies[s] for s in said], years=years)))


def _comparable(one: Body, other: Body) -> bool:
    if one.level != other.level:
        return False
    if one.level != "department" and _kind(one) != _kind(other):
        return False
    if one.parent is not None and other.parent is not None:
        return one.parent == other.parent
    return parent_name(one.name) == parent_name(other.name)


def _kind(body: Body) -> str:
    """Towns and streets stand side by side under one county."""
    kind = kind_of(body.name)
    return "town" if kind == "street" else kind


def _as_reports(facts: Sequence[Fact]) -> list[Report]:
    by_report: dict[str, list[Fact]] = {}
    for fact in facts:
        by_report.setdefault(fact.report, []).append(fact)
    return [_report(rows) for rows in by_report.values()]


def _report(rows: Sequence[Fact]) -> Report:
    first = rows[0]
    return Report(
        source=Source("", "", "text"),
        agency=first.agency,
        year=first.year,
        level="unknown",
        title="",
        format=first.format,
        cells={f.key: Cell(f.value, f.text, f.state) for f in rows},
    )
