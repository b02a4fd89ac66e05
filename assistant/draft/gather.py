"""Evidence for a draft, each piece with its source: figures, findings, last year's words, points.

A body's own part five of the same year is never evidence for it; how peers put the same problem
is shown for reference and never copied.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.draft.indicators import INDICATORS, Indicator, cells
from assistant.draft.lastyear import last_year
from assistant.draft.phrases import topic_of, topics
from assistant.draft.request import TYPED, Basis, DraftRequest, Material
from assistant.draft.telling import figures
from assistant.evidence import Evidence
from index.bodies.names import same_body, self_words, short_names
from index.report import Cell, FormName, Report, Source, UsageError

if TYPE_CHECKING:
    from index.library.library import Body, Fact, Library

PEERS_AT_MOST = 400
"""A median over more bodies than this says nothing more, and costs reading their cells."""


def gather(request: DraftRequest, library: Library, *, references: bool = False) -> Material:
    """All that a draft of `request` may rest on, the weightiest first within each kind.

    With `references`, passages of peers on the same problems are added (they cost a search).
    Raises UsageError where the body's short name fits several.
    """
    body = find_body(library, request.agency)
    agency = body.name if body else (request.tables.agency if request.tables else request.agency)
    ids = _ids(library, body, (request.year, request.year - 1))
    years = {year: library.report(id) for year, id in ids.items()}
    report = request.tables or years.get(request.year)
    earlier = years.get(request.year - 1)
    agency = (report.agency if report else "") or agency
    peers = _peers(library, body, request.year)
    material = Material(agency, _we(agency), request.year, report, earlier, peers, ())
    bases = [
        _subject(agency, request.year),
        *figures(material, ids.get(request.year, "")),
        *_findings(material),
        *last_year(material, ids.get(request.year - 1, "")),
        *_points(request),  # last, so that what was ticked before they were typed keeps its id
    ]
    if references:
        bases += _references(material, library, {b.topic for b in bases if b.weight})
    numbered = tuple(replace(b, evidence=replace(b.evidence, id=i)) for i, b in enumerate(bases, 1))
    return replace(material, bases=numbered)


def find_body(library: Library, name: str) -> Body | None:
    """The body that `name` (full, or a usual short form) means; None where there is none.

    Raises UsageError, naming them, where several fit.
    """
    bodies = library.bodies()
    exact = [b for b in bodies if name == b.name or name in b.aliases]
    found = exact or [b for b in bodies if same_body(b.name, name)]
    found = found or [b for b in bodies if name in short_names(b.name)]
    if len(found) > 1:
        raise UsageError(f"“{name}”可以是{'、'.join(b.name for b in found)}，请写全称")
    return found[0] if found else None


def _we(agency: str) -> str:
    return next(iter(self_words(agency)), "本机关")


def _ids(library: Library, body: Body | None, years: Sequence[int]) -> dict[int, str]:
    """The ids of the body's current reports, by year."""
    entries = library.reports(bodies=(body.id,), years=tuple(years)) if body else []
    return {e.year: e.id for e in entries if e.year}


def _peers(library: Library, body: Body | None, year: int) -> tuple[Report, ...]:
    """Reports (cells alone) of the same level in that year, or in the last year that has three."""
    if body is None:
        return ()
    keys = tuple(sorted({k for i in INDICATORS for k in _both_forms(i)}))
    for candidate in (year, year - 1):
        entries = library.reports(years=(candidate,), levels=(body.level,))
        bodies = tuple(e.body for e in entries if e.body != body.id)[:PEERS_AT_MOST]
        if len(bodies) >= 3:
            facts = library.cells(bodies=bodies, years=(candidate,), keys=keys)
            return _as_reports(facts)
    return ()


def _both_forms(indicator: Indicator) -> set[str]:
    """The cells that the indicator may need, whichever form a peer used."""
    forms: tuple[FormName, ...] = ("2019", "2021")
    blanks = (
        Report(
            source=Source("", "", "text"), agency="", year=None, level="unknown", title="", format=f
        )
        for f in forms
    )
    return {k for blank in blanks for k in cells(blank, indicator)} | {"applications.other.total"}


def _as_reports(facts: Sequence[Fact]) -> tuple[Report, ...]:
    by_report: dict[str, list[Fact]] = {}
    for fact in facts:
        by_report.setdefault(fact.report, []).append(fact)
    return tuple(
        Report(
            source=Source("", "", "text"),
            agency=rows[0].agency,
            year=rows[0].year,
            level="unknown",
            title="",
            format=rows[0].format,
            cells={f.key: Cell(f.value, f.text, f.state) for f in rows},
        )
        for rows in by_report.values()
    )


# ---------------------------------------------------------------- the kinds of evidence


def _subject(agency: str, year: int) -> Basis:
    text = f"起草对象：{agency}{year}年度报告；改进措施面向{year + 1}年。"
    return Basis(Evidence(0, "passage", text, agency=agency, year=year))


def _points(request: DraftRequest) -> Iterator[Basis]:
    for point in request.points:
        topic = topic_of(point)
        text = point.strip().rstrip("。；;，,")
        evidence = Evidence(
            0, "passage", f"起草人要点：{text}", agency=request.agency, year=request.year
        )
        yield Basis(evidence, topic.id if topic else "content", TYPED, (text,))


def _findings(material: Material) -> Iterator[Basis]:
    """What the check found wrong in the year's tables and narrative: one basis for all."""
    if material.report is None or not material.report.cells:
        return
    from assistant.checks import RULES
    from assistant.checks.rule import Context, run

    tables = {k: r for k, r in RULES.items() if k[0] in "TX"}
    review = run(material.report, Context(earlier=material.earlier), tables)
    failed = [f for f in review.findings if f.outcome == "fail" and f.severity == "error"]
    if not failed:
        return
    n = len(failed)
    text = f"{material.year}年度报告核对发现{n}处数据不符：{failed[0].message}"
    evidence = Evidence(
        0,
        "finding",
        text,
        agency=material.agency,
        year=material.year,
        cell=failed[0].cells[0] if failed[0].cells else None,
        value=n,
        unit="处",
        section=failed[0].section,
        at=failed[0].at,
    )
    clauses = (
        f"年度报告初稿核对时发现{n}处数据不符",
        f"对年度报告的数据核对中查出{n}处不一致",
        f"报告编制过程中发现{n}处数字前后对不上",
    )
    yield Basis(evidence, "report_quality", 1.5, clauses)


def _references(material: Material, library: Library, wanted: set[str]) -> Iterator[Basis]:
    """How peers put and tackled the same problems: shown with their source, weight 0."""
    from index.search.search import Filter

    book = topics()
    years = (material.year, material.year - 1)
    quoted: set[str] = set()
    for topic in [t for t in book.values() if t.id in wanted][:5]:
        hits = library.search(" ".join(topic.words), Filter(years=years, sections=(5,)), k=3)
        for hit in hits:
            if hit.agency != material.agency and hit.text not in quoted:
                quoted.add(hit.text)
                yield Basis(
                    Evidence(
                        0,
                        "passage",
                        f"同行参考（{topic.name}）：“{hit.text}”",
                        report=hit.report,
                        agency=hit.agency,
                        year=hit.year,
                        section=hit.section,
                        at=hit.at,
                    )
                )
                break
