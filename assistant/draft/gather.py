"""All that a draft may rest on, each piece with its source, before a word is written.

A body's own part five of the same year is never evidence for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.draft import below
from assistant.draft import notes as said
from assistant.draft.amounts import number
from assistant.draft.below import Below, bodies_below
from assistant.draft.case_counts import as_report, differences
from assistant.draft.frames import fill
from assistant.draft.last_year_items import (
    answered,
    bare,
    followed_up,
    paired,
    promise,
    repeated_years,
)
from assistant.draft.notes import STAFF, Note, find_body
from assistant.draft.placing import with_notes
from assistant.draft.request import DraftRequest, Material, Origin, Past, Problem
from assistant.draft.style import style_of
from assistant.draft.worsened import CORRECTED, WORSE_WHERE_MORE, Shown, corrected, quiet, risen
from assistant.evidence import Evidence
from index.bodies.names import same_body, short_names
from index.report import NOWHERE, Finding, Report, UsageError
from index.stores.values import Item

if TYPE_CHECKING:
    from index.library.library import Body, Library
    from index.narrative.promises import FollowedUp

_YEARS_BACK = 5
_EQUATIONS = "T"
"""The family of rules on the tables' own sums."""


def gather(request: DraftRequest, library: Library) -> Material:
    """What is known of the body and year.

    Raises UsageError where the body's short name fits several, or the tables given are another
    body's or year's.
    """
    body = find_body(library, request.agency)
    agency = body.name if body else request.agency
    refuse_another(request, agency)
    reports, ids = _reports(library, body, request.year)
    held = reports.pop(request.year, None)
    report = request.tables or held
    agency = (report.agency if report else "") or agency
    disagreeing, report = _with_register(request, report, agency)
    desk = _Desk(library, body, agency, request.year, ids, [_subject(agency, request.year)])
    earlier = reports.get(request.year - 1)
    unbalanced = _broken(report, reports, library) if report else ()
    broken = (*((p, f"勾稽不平（{m}）") for p, m in unbalanced), *disagreeing)
    material = Material(
        agency,
        request.year,
        report,
        style_of(agency, reports),
        (),
        reports,
        _peers(library, body, request.year),
        broken=broken,
        quiet=report is not None and quiet(report),
        figures=_origin(request, held) if report else "",
        notices=(
            *(request.register.notices if request.register else ()),
            *_notices(report, earlier, request.year, broken),
        ),
    )
    if request.section == 5:
        material = desk.fill(material, request)
    elif request.section == 1:
        material = replace(material, loose=desk.staff(request))
    return replace(material, evidence=tuple(desk.evidence))


def refuse_another(request: DraftRequest, agency: str) -> None:
    """Raises UsageError where the tables given are of another body or another year."""
    given = request.tables
    if given is None:
        return
    others = given.agency and not (
        same_body(given.agency, agency) or agency in short_names(given.agency)
    )
    if others or (given.year and given.year != request.year):
        raise UsageError(
            f"给出的数据是{given.agency}{given.year or ''}年的，"
            f"不是{agency}{request.year}年的，没有起草"
        )


def _reports(
    library: Library, body: Body | None, year: int
) -> tuple[dict[int, Report], dict[int, str]]:
    """The body's reports of the year and those before it, and their ids, by year."""
    years = range(year - _YEARS_BACK, year + 1)
    entries = library.reports(bodies=(body.id,), years=years) if body else []
    ids = {e.year: e.id for e in entries if e.year is not None}
    return {y: library.report(id) for y, id in ids.items()}, ids


def _peers(library: Library, body: Body | None, year: int) -> tuple[Report, ...]:
    from assistant.claims.in_library import peers

    return peers(body, year, library) if body else ()


def _subject(agency: str, year: int) -> Evidence:
    text = f"起草对象：{agency}{year}年度报告；改进措施面向{year + 1}年。"
    return Evidence(1, "passage", text, agency=agency, year=year)


def _notices(
    report: Report | None, earlier: Report | None, year: int, broken: Sequence[tuple[int, str]]
) -> Iterator[str]:
    if report is None:
        yield f"没有{year}年的数据表，表中的情况没有写；可用 --from 或在页面上给出本年数据表"
    if earlier is None:
        yield f"资料库中没有{year - 1}年的报告，没有写上年问题的改进情况"
    for _, message in broken:
        yield f"{message}，核正前不据以成文"


def _with_register(
    request: DraftRequest, report: Report | None, agency: str
) -> tuple[list[tuple[int, str]], Report | None]:
    """Where register and tables disagree, and the tables: the register's where there are none."""
    counts = request.register
    if counts is None or counts.unknown:
        return [], report
    if report is None:
        return [], as_report(counts, agency, request.year)
    told = [(p, f"与台账不一致（{m}）") for p, m in differences(counts, report)]
    return told, report


def _origin(request: DraftRequest, held: Report | None) -> str:
    """Where the year's cells come from: what was given counts before what the library holds."""
    if request.tables is not None:
        return "导入的本年数据表"
    return f"资料库里的{request.year}年报告" if held else "依申请公开台账"


def _broken(
    report: Report, earlier: Mapping[int, Report], library: Library
) -> Iterator[tuple[int, str]]:
    """What does not balance in the year's tables and nobody has dismissed: part and message."""
    from assistant.checks import RULES
    from assistant.checks.rule import Context, run
    from assistant.review.compare_versions import identity
    from assistant.review.mends import to_mend, without_basis

    if not report.cells or report.year is None:
        return
    rules = {k: r for k, r in RULES.items() if k.startswith(_EQUATIONS)}
    found = run(report, Context(earlier=earlier.get(report.year - 1)), rules).findings
    failed = [f for f in found if f.outcome == "fail" and f.severity == "error"]
    if not failed:
        return
    kept = library.decisions(report.agency, report.year)
    dismissed = {(d.rule, d.place) for d in kept if d.verdict == "dismissed"}
    stands = [f for f in failed if identity(f) not in dismissed]
    for f in to_mend(stands, found):
        yield f.section or 3, without_basis(f)


# ---------------------------------------------------------------- part five


class _Desk:
    """Gathers what part five rests on; `evidence` grows, its ids counted from 1."""

    def __init__(
        self,
        library: Library,
        body: Body | None,
        agency: str,
        year: int,
        ids: Mapping[int, str],
        evidence: list[Evidence],
    ) -> None:
        self.library, self.body, self.agency, self.year = library, body, agency, year
        self.ids, self.evidence = ids, evidence
        self.below: Below | None = None

    def keep(self, evidence: Evidence) -> int:
        self.evidence.append(replace(evidence, id=len(self.evidence) + 1))
        return len(self.evidence)

    def staff(self, request: DraftRequest) -> tuple[tuple[Note, int], ...]:
        """The notes of who does the work."""
        return tuple((n, id) for n, id in self._notes(request) if n.about == STAFF)

    def fill(self, material: Material, request: DraftRequest) -> Material:
        problems = [*self._shown(material)]
        past = self._past() if request.year - 1 in material.earlier else ()
        problems += [
            Problem(
                "finding", e.text.split("：")[0], bare(e.text.split("：", 1)[1]), (self.keep(e),)
            )
            for e in self._findings(material)
        ]
        notes = self._notes(request)
        done = [pair for pair in notes if pair[0].kind == "done"]
        past, loose = answered(past, done, self.library)
        problems += self._unkept(past)
        told, unplaced = with_notes(
            problems, [p for p in notes if p[0].kind != "done"], self.library
        )
        return replace(
            material,
            past=past,
            problems=tuple(told),
            loose=(*loose, *unplaced),
            repeated=self._repeated(notes),
            notices=(*material.notices, *self._of_below(told)),
        )

    # ------------------------------------------------------------ the tables

    def _shown(self, material: Material) -> Iterator[Problem]:
        report, earlier = material.report, material.earlier.get(self.year - 1)
        if report is None:
            return
        broken = {part for part, _ in material.broken}
        keys = [k for row in (*CORRECTED, *WORSE_WHERE_MORE) for k in row.keys]
        self.below = bodies_below(self.library, self.body, report, keys)
        shown = corrected(report)
        if shown is not None and shown.row.part not in broken:
            yield self._problem("corrected", shown)
        for shown in risen(report, earlier) if earlier else ():
            if shown.row.part not in broken:
                yield self._problem("rise", shown)

    def _problem(self, origin: Origin, shown: Shown) -> Problem:
        evidence = Evidence(
            0,
            "figure",
            f"{self.year}年{shown.text}",
            report=self.ids.get(self.year, ""),
            agency=self.agency,
            year=self.year,
            cell=shown.row.keys[0],
            value=shown.now,
            unit="件",
            section=shown.row.part,
        )
        ids = [self.keep(e) for e in self._cells(evidence, shown)]
        if shown.before is not None:
            was = f"{self.year - 1}年{shown.row.name}{number(shown.before)}件"
            before = replace(
                evidence,
                text=was,
                year=self.year - 1,
                report=self.ids.get(self.year - 1, ""),
                value=shown.before,
            )
            ids.append(self.keep(before))
        counts = self.below.of(shown.row.keys) if self.below else ()
        ids += [self.keep(e) for e in below.evidence(counts)]
        whole = self.below is not None and self.below.whole
        named = below.said(counts) if self.below is not None and self.below.counted_in else ""
        return Problem(origin, shown.label, shown.text, tuple(ids), (), named, whole)

    def _cells(self, evidence: Evidence, shown: Shown) -> Iterator[Evidence]:
        """The count; of a sum each part with its own cell."""
        if not shown.parts:
            yield evidence
        for part in shown.parts:
            text = f"{self.year}年{part.row.name}{shown.row.name[-4:]}{number(part.now)}件"
            yield replace(evidence, text=text, cell=part.row.keys[0], value=part.now)

    def _of_below(self, problems: Sequence[Problem]) -> Iterator[str]:
        told = any(p.origin in ("corrected", "rise") for p in problems)
        if told and self.below is not None and not self.below.whole:
            yield self.below.notice

    def _findings(self, material: Material) -> Iterator[Evidence]:
        """What the check says of the year's report and nobody has dismissed: shown, not told."""
        from assistant.review.compare_versions import identity
        from assistant.review.mends import to_mend

        report_id = self.ids.get(self.year)
        if report_id is None or material.report is None:
            return
        found = self.library.review(report_id).findings
        kept = self.library.decisions(self.agency, self.year)
        dismissed = {(d.rule, d.place) for d in kept if d.verdict == "dismissed"}
        stands = [f for f in found if f.outcome == "fail" and identity(f) not in dismissed]
        for f in to_mend([f for f in stands if f.severity != "info"], stands):
            yield self._finding(f, report_id)

    def _finding(self, finding: Finding, report_id: str) -> Evidence:
        return Evidence(
            0,
            "finding",
            f"{finding.title}：{finding.message}",
            report=report_id,
            agency=self.agency,
            year=self.year,
            cell=finding.cells[0] if finding.cells else None,
            section=finding.section,
            at=finding.at,
        )

    # ------------------------------------------------------------ last year

    def _past(self) -> tuple[Past, ...]:
        assert self.body is not None
        followed = followed_up(self.library, self.body.id, self.year)
        items = [f.item for f in followed]
        before = self.library.items(
            bodies=[self.body.id], years=[self.year - 2], kinds=("problem", "measure")
        )
        years = repeated_years(self.library, [i for i in before if i.section == 5], items)
        told = {id(item): years.get(n, ()) for n, item in enumerate(items)}
        return tuple(
            Past(
                promise(subject, self._sources(subject), told[id(subject.item)]),
                tuple(promise(m, self._sources(m), told[id(m.item)]) for m in measures),
            )
            for subject, measures in paired(followed)
        )

    def _sources(self, followed: FollowedUp) -> tuple[int, Evidence | None]:
        item, sentence = followed.item, followed.sentence
        last = Evidence(
            0,
            "passage",
            item.text,
            report=item.report,
            agency=item.agency,
            year=item.year,
            section=item.section,
            at=item.at,
        )
        id = self.keep(last)
        if sentence is None:
            return id, None
        told = replace(
            last,
            text=sentence.text,
            report=sentence.report,
            year=sentence.year,
            section=sentence.section,
            at=sentence.at,
        )
        return id, self.evidence[self.keep(told) - 1]

    def _unkept(self, past: Sequence[Past]) -> Iterator[Problem]:
        for one in (p for entry in past for p in entry.promises):
            for note, id in one.answered:
                if note.answer == "未做":
                    name = "unsolved" if one.is_problem else "unkept"
                    text = fill("problem", name, last=self.year - 1, **{name: one.quoted})
                    yield Problem("promise", one.quoted, text, (one.evidence, id))

    # ------------------------------------------------------------ the drafter's notes

    def _notes(self, request: DraftRequest) -> list[tuple[Note, int]]:
        before = said.kept(self.library, self.agency, self.year)
        notes = said.merged(before, request.notes)
        return [(n, self.keep(self._of_note(n))) for n in notes]

    def _of_note(self, note: Note) -> Evidence:
        signed = "，".join(filter(None, (note.who, note.when)))
        words = "：".join(filter(None, (note.about, note.answer, note.text)))
        text = f"承办人填写{f'（{signed}）' if signed else ''}：{words}"
        return Evidence(0, "passage", text, agency=self.agency, year=self.year)

    def _repeated(self, notes: Sequence[tuple[Note, int]]) -> dict[str, tuple[int, ...]]:
        """This year's measures that the last two reports promised already."""
        measures = [n for n, _ in notes if n.kind == "measure"]
        if self.body is None or not measures:
            return {}
        years = (self.year - 2, self.year - 1)
        before = self.library.items(bodies=[self.body.id], years=years, kinds=("measure",))
        own = [
            Item("", self.agency, self.year, 0, 5, "measure", i, n.text, n.text, None, NOWHERE)
            for i, n in enumerate(measures)
        ]
        found = repeated_years(self.library, [i for i in before if i.section == 5], own)
        return {measures[i].text: told for i, told in found.items() if len(told) > 1}
