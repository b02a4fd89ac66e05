"""What the review page shows of reviews: rows of the list, findings with decisions, drawn tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from assistant.export.printed_form import Box, Grid, grids
from assistant.export.review_sheet import ASSESSED, INFERRED, mark, place
from assistant.review import mends
from assistant.review.mends import Mend
from index.formats import FORMS, PARTS
from index.report import GRADES, BBox, Decision, Finding, Report, Review

TONES = {
    "fail": "error",
    "uncertain": "warning",
    "explained": "info",
    "not_assessable": "",
    "pass": "ok",
}
"""How a conclusion is coloured, the gravest first."""
_RANK = ("info", "warning", "error")
BESIDE = "beside"
_TONES = (BESIDE, *_RANK)


@dataclass(frozen=True, slots=True)
class Shown:
    """A thing to mend, named by its first finding's place in the review, and what was decided.

    `several` are its findings where they are more than one.
    """

    mend: Mend
    decision: Decision | None
    several: tuple[Finding, ...] = ()
    where: str = ""

    @property
    def index(self) -> int:
        return self.mend.parts[0]

    @property
    def finding(self) -> Finding:
        return self.mend.finding

    @property
    def verdict(self) -> str:
        return self.decision.verdict if self.decision else ""

    @property
    def mark(self) -> str:
        return mark(self.finding)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A statutory table for the page: its title, its boxes row by row, its first value's key."""

    title: str
    grid: Grid
    rows: tuple[tuple[Box, ...], ...]
    first: str


def decided(review: Review, decisions: Iterable[Decision]) -> list[Shown]:
    """What there is to mend with the decisions kept of it: the gravest first, else as printed."""
    report = review.report
    assert report is not None
    kept = {
        (d.rule, d.place): d
        for d in decisions
        if (d.agency, d.year) == (report.agency, report.year)
    }
    shown = [
        Shown(
            m,
            decision,
            tuple(review.findings[i] for i in m.listed) if m.listed[1:] else (),
            place(m, review),
        )
        for m, decision in mends.decided(review.findings, kept)
    ]
    return sorted(shown, key=lambda s: GRADES.index(s.finding.grade))


def draw(report: Report) -> list[Drawn]:
    """The report's statutory tables in printed order."""
    return [
        Drawn(
            _called(grid),
            grid,
            tuple(tuple(boxes) for _, boxes in groupby(_ordered(grid), key=lambda b: b.row)),
            grid.keys[0],
        )
        for grid in grids(report)
    ]


@dataclass(frozen=True, slots=True)
class Unread:
    """The cells of a report that were not read, in printed order, and where the known ones are."""

    keys: tuple[str, ...]
    tables: str
    boxes: tuple[tuple[int, BBox], ...]

    @property
    def page(self) -> int | None:
        return self.boxes[0][0] if self.boxes else None


def unread(report: Report) -> Unread:
    by_table = {
        _called(grid): [k for k in grid.keys if report.cell(k).state == "unread"]
        for grid in grids(report)
    }
    keys = tuple(key for found in by_table.values() for key in found)
    places = [report.cell(key).at for key in keys]
    boxes = tuple((at.page, at.bbox) for at in places if at.page and at.bbox)
    tables = "，".join(f"{title} {len(found)} 格" for title, found in by_table.items() if found)
    return Unread(keys, tables, boxes)


def _ordered(grid: Grid) -> Sequence[Box]:
    return sorted(grid.boxes, key=lambda b: (b.row, b.column))


def _called(grid: Grid) -> str:
    titles = {p.number: p.heading for p in PARTS}
    return titles[grid.part] + (f"　{_item(grid)}" if grid.part == 2 else "")


def _item(grid: Grid) -> str:
    return next((t.item for form in FORMS.values() for t in form.tables if t.id == grid.table), "")


def marks(shown: Iterable[Shown]) -> dict[str, str]:
    """Cells to colour: key → the worst severity that stands against it, `beside` for those that it
    was compared with alone; 不成立 colours nothing."""
    found: dict[str, str] = {}
    for entry in shown:
        if entry.verdict == "dismissed":
            continue
        for key in entry.finding.cells:
            tone = entry.finding.severity if key in entry.mend.wrong else BESIDE
            found[key] = max(found.get(key, BESIDE), tone, key=_TONES.index)
    return found


def tips(shown: Iterable[Shown], report: Report) -> dict[str, str]:
    """What to show over a cell: key → a short line a finding, which the list beside tells in full."""
    found: dict[str, list[str]] = {}
    for entry in shown:
        for key in entry.finding.cells:
            found.setdefault(key, []).append(_tip(entry, key))
    for key, cell in report.cells.items():
        if cell.state == "unread":
            found.setdefault(key, []).append("没有读出这一格，不等于空白。点开可按原件填写。")
    return {key: "\n".join(lines) for key, lines in found.items()}


def _tip(entry: Shown, key: str) -> str:
    told = f"{entry.mark} {'、'.join(entry.mend.rules)}：{entry.finding.title}"
    if key not in entry.mend.wrong:
        return f"{told}（本格与之相比，未必有错）"
    expected = entry.finding.expected if len(entry.mend.wrong) == 1 else ""
    return f"{told}，{INFERRED} {expected}" if expected else told


def assessed(
    review: Review, titles: Mapping[str, str], off: Mapping[str, str]
) -> list[tuple[str, str, str, str, str]]:
    """Every rule's conclusion, the gravest first: id, title, word, tone, why it is switched off."""
    order = list(TONES)
    found = sorted(review.assessed.items(), key=lambda kept: order.index(kept[1]))
    return [
        (
            rule,
            titles.get(rule, ""),
            "已停用" if rule in off else ASSESSED[outcome],
            "" if rule in off else TONES[outcome],
            off.get(rule, ""),
        )
        for rule, outcome in found
    ]


def rules_of(review: Review) -> list[tuple[str, str]]:
    """The rules that found something, by id."""
    return sorted({(f.rule, f.title) for f in review.findings})


def mend_at(review: Review, decisions: Iterable[Decision], index: int) -> Mend:
    """What there is to mend that the `index`th finding belongs to."""
    return next(s.mend for s in decided(review, decisions) if index in s.mend.parts)
