"""The ledger's columns by sheet: what each is called, how wide it is, what it shows of a row.

What is there to filter by and not to print stands last.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Generic, TypeVar

from assistant.checks import RULES
from assistant.export.review_sheet import (
    FORMATS,
    INFERRED,
    LEVELS,
    MARKS,
    OUTCOMES,
    SEVERITIES,
    VERDICTS,
    WHOLE,
    Entry,
    Sheet,
    passage,
)
from assistant.review.mends import EXPLAINS, without_basis
from index.formats import PARTS, labels
from index.report import Decision, Finding, Report
from index.stores.values import Correction, Letter

Of = TypeVar("Of")

Value = str | int | float | date | None


@dataclass(frozen=True, slots=True)
class Column(Generic[Of]):
    """A column of a sheet of the ledger: its heading, its width in characters, what it shows.

    What is not `printed` stands after what is; short texts are `centred`, as numbers are; what is
    `summed` has its total below the last row.
    """

    heading: str
    width: int
    shows: Callable[[Of], Value]
    printed: bool = True
    centred: bool = False
    summed: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """One row of 问题: what one rule leaves to verify in a report is one, else a row an entry."""

    sheet: Sheet
    entries: tuple[Entry, ...]

    @property
    def entry(self) -> Entry:
        return self.entries[0]

    @property
    def finding(self) -> Finding:
        return self.entry.finding


@dataclass(frozen=True, slots=True)
class Tally:
    """One row of 规则: how many reports came out how under the rule."""

    rule: str
    counts: Counter[str | None]


def _of_report(show: Callable[[Report], Value], without: Value = None) -> Callable[[Sheet], Value]:
    """What `show` gives of a sheet's report; `without` where the file gave none."""
    return lambda sheet: show(sheet.review.report) if sheet.review.report else without


def _of_letter(show: Callable[[Letter], Value]) -> Callable[[Sheet], Value]:
    return lambda sheet: show(sheet.letter) if sheet.letter else None


def _decided(show: Callable[[Decision], Value]) -> Callable[[Found], Value]:
    return lambda found: show(found.entry.decision) if found.entry.decision else None


def _marked(word: str) -> Callable[[Sheet], Value]:
    return lambda sheet: sum(e.mark == word for e in sheet.entries) if sheet.judged else None


def _day(moment: str) -> date | None:
    """A moment's day; None for none, and for what is no date."""
    try:
        return date.fromisoformat(moment[:10])
    except ValueError:
        return None


def _unjudged(sheet: Sheet) -> str:
    return "、".join(r for r, o in sheet.review.assessed.items() if o == "not_assessable")


def _read(sheet: Sheet) -> str:
    """How a file was read: whole, all but some cells, or why it was not."""
    if sheet.problems:
        said = "；".join(sheet.problems)
        return said if sheet.judged else f"未审：{said}"
    report = sheet.review.report
    unread = sum(c.state == "unread" for c in report.cells.values()) if report else 0
    return f"未读出 {unread} 格" if unread else "完整读取"


def _place(found: Found) -> str:
    """The cell or the paragraph, which say the part where they name a table; else the part."""
    part = next((f"第{p.numeral}部分" for p in PARTS if p.number == found.finding.section), WHOLE)
    place = found.entry.place
    return place if place.startswith("表") else "，".join(filter(None, (part, place)))


def _broken(rules: Sequence[str]) -> Sequence[str]:
    """The rules that were broken: what only names their cause is none, and has no row in 规则."""
    return [r for r in rules if r != EXPLAINS] or rules


def _told(found: Found) -> str:
    said = [without_basis(e.finding) for e in found.entries]
    return "；".join(f"（{n}）{s}" for n, s in enumerate(said, 1)) if said[1:] else said[0]


def _cells(found: Found) -> str:
    return "；".join(str(labels().get(key, key)) for key in found.finding.cells)


def _beside(found: Found) -> str:
    return "\n".join(passage(p) for e in found.entries for p in e.finding.passages)


YEAR, BESIDE_THE_FORM = "年度", "not_applicable"
"""The column that a ledger of one year has in its title; how a rule that is not for a report's
form came out."""
_agency = _of_report(lambda r: r.agency, "")
_year = _of_report(lambda r: r.year)

REPORTS: tuple[Column[Sheet], ...] = (
    Column("机关", 22, _agency),
    Column(YEAR, 6, _year),
    Column("层级", 9, _of_report(lambda r: LEVELS[r.level], "")),
    Column("文件", 16, lambda s: Path(s.path).name),
    Column("读取情况", 14, _read),
    *(Column(w, 2 * len(w) + 2, _marked(w), summed=True) for w in MARKS.values()),
    Column("更正", 6, lambda s: len(s.corrections) if s.judged else None, summed=True),
    Column("退改", 8, lambda s: s.sent_back),
    Column("发函", 11, _of_letter(lambda x: _day(x.sent))),
    Column("限期", 11, _of_letter(lambda x: _day(x.due) if x.sent else None)),
    Column("重报", 11, _of_letter(lambda x: _day(x.answered))),
    Column("文号", 24, _of_letter(lambda x: x.number), printed=False),
    Column("公布日期", 11, _of_report(lambda r: r.published), printed=False),
    Column("格式", 14, _of_report(lambda r: FORMATS[r.format], ""), printed=False),
    Column("无法判断的规则", 30, _unjudged, printed=False),
    Column("文件位置", 40, lambda s: s.path, printed=False),
)
FINDINGS: tuple[Column[Found], ...] = (
    Column("机关", 16, lambda f: _agency(f.sheet)),
    Column(YEAR, 6, lambda f: _year(f.sheet)),
    Column("位置", 18, _place),
    Column("级别", 8, lambda f: f.entry.mark, centred=True),
    Column("规则", 7, lambda f: "\n".join(_broken(f.entry.mend.rules)), centred=True),
    Column("说明", 42, _told),
    Column("填报", 8, lambda f: f.finding.found, centred=True),
    Column(
        INFERRED,
        8,
        lambda f: f.finding.expected if f.finding.outcome != "explained" else "",
        centred=True,
    ),
    Column("依据", 17, lambda f: f.finding.basis),
    Column("处理", 8, _decided(lambda d: VERDICTS[d.verdict])),
    Column("备注", 8, _decided(lambda d: d.note)),
    Column("处理人", 10, _decided(lambda d: d.who), printed=False),
    Column("处理日期", 11, _decided(lambda d: _day(d.when)), printed=False),
    Column("条号", 8, lambda f: "、".join(str(e.number) for e in f.entries), printed=False),
    Column("名称", 22, lambda f: f.finding.title, printed=False),
    Column("严重程度", 10, lambda f: SEVERITIES[f.finding.severity], printed=False),
    Column("结论", 8, lambda f: OUTCOMES[f.finding.outcome], printed=False),
    Column("建议", 30, lambda f: f.finding.suggestion, printed=False),
    Column("原文", 50, lambda f: f.finding.quote, printed=False),
    Column("相关格", 40, _cells, printed=False),
    Column("对照", 40, _beside, printed=False),
    Column("文件", 30, lambda f: f.sheet.path, printed=False),
)
CORRECTIONS: tuple[Column[Correction], ...] = (
    Column("机关", 22, lambda c: c.agency),
    Column(YEAR, 6, lambda c: c.year),
    Column("表格位置", 44, lambda c: str(labels().get(c.key, c.key))),
    Column("程序原读数", 14, lambda c: c.was or "（空）"),
    Column("更正为", 14, lambda c: c.text or "（空）"),
    Column("更正人", 12, lambda c: c.who),
    Column("更正日期", 12, lambda c: _day(c.when)),
    Column("备注", 20, lambda c: c.note),
)
NUMBER: Column[Any] = Column("序号", 6, lambda _: None)
"""The first column of every sheet: rows are counted from 1."""
COUNTS: tuple[Column[Tally], ...] = (
    Column("规则", 8, lambda t: t.rule),
    Column("核查内容", 66, lambda t: RULES[t.rule].what if t.rule in RULES else ""),
    Column("不符", 8, lambda t: t.counts["fail"]),
    Column("待核", 8, lambda t: t.counts["uncertain"]),
    Column("已解释", 10, lambda t: t.counts["explained"]),
    Column("通过", 8, lambda t: t.counts["pass"]),
    Column("无法判断", 10, lambda t: t.counts["not_assessable"]),
    Column("不适用", 10, lambda t: t.counts[BESIDE_THE_FORM]),
)
