"""What the tables themselves show: cases that were corrected, figures that rose beyond chance.

A figure is told as a problem only where it rose by more than 2·√(a+b) while about as many
applications came in; flat, fallen and chance figures are not, nor any where none came in, nor what
applicants alone do (逾期不补正).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import sqrt

from assistant.draft.amounts import Amount, added, amount, number
from index.formats import labels
from index.report import Report

NEW = "applications.new_received.total"
_COMPARABLE = 0.2
"""How far the number of applications may differ from last year's (a share of it)."""


@dataclass(frozen=True, slots=True)
class Row:
    """A count of the tables and what its cases are called; several keys are added."""

    name: str
    keys: tuple[str, ...]

    @property
    def part(self) -> int:
        return labels()[self.keys[0]].part


CORRECTED = (
    Row("行政复议", ("disputes.reconsideration.corrected",)),
    Row("未经复议直接起诉", ("disputes.direct_suit.corrected",)),
    Row("复议后起诉", ("disputes.suit_after_reconsideration.corrected",)),
)
_LOST = "结果纠正"
WORSE_WHERE_MORE = (
    Row("本机关不掌握相关政府信息的", ("applications.unavailable.not_held.total",)),
    Row("没有现成信息需要另行制作的", ("applications.unavailable.must_be_created.total",)),
    Row("补正后申请内容仍不明确的", ("applications.unavailable.still_unclear.total",)),
    Row("结转下年度继续办理", ("applications.carried_forward.total",)),
    Row("行政复议", ("disputes.reconsideration.total",)),
    Row("行政诉讼", ("disputes.direct_suit.total", "disputes.suit_after_reconsideration.total")),
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A row with its count this year and, for a rise, last year; `label` names it.

    `parts` are what the count is the sum of, each with its own cell, where it is one.
    """

    row: Row
    now: Amount
    before: Amount | None = None
    parts: tuple[Shown, ...] = ()

    @property
    def of_which(self) -> str:
        named = "、".join(f"{p.row.name}{number(p.now)}件" for p in self.parts)
        return f"，其中{named}" if named else ""

    @property
    def text(self) -> str:
        if self.before is None:
            name = self.row.name.removesuffix(_LOST)
            return f"{name}案件中{_LOST}{number(self.now)}件{self.of_which}"
        return f"{self.row.name}由上年的{number(self.before)}件增至{number(self.now)}件"

    @property
    def label(self) -> str:
        if self.before is None:
            return f"{self.row.name}的{number(self.now)}件"
        return f"{self.row.name.removesuffix('的')}增至{number(self.now)}件"


def corrected(report: Report) -> Shown | None:
    """The cases that came out 结果纠正, of one kind or together; None where there is none."""
    shown = [Shown(r, now) for r in CORRECTED if (now := added(report, r.keys)) and now > 0]
    if not shown:
        return None
    if len(shown) == 1:
        row = shown[0].row
        return Shown(Row(f"{row.name}{_LOST}", row.keys), shown[0].now)
    suits = all(s.row is not CORRECTED[0] for s in shown)
    name = "行政诉讼" if suits else "行政复议和行政诉讼"
    row = Row(f"{name}{_LOST}", tuple(k for s in shown for k in s.row.keys))
    return Shown(row, sum(s.now for s in shown), None, tuple(shown))


def risen(report: Report, earlier: Report) -> Iterator[Shown]:
    """Rows that rose beyond chance, where the number of applications allows the comparison."""
    if not comparable(report, earlier):
        return
    for row in WORSE_WHERE_MORE:
        now, before = added(report, row.keys), added(earlier, row.keys)
        if now is not None and before is not None and beyond_chance(before, now):
            yield Shown(row, now, before)


def comparable(report: Report, earlier: Report) -> bool:
    now, before = amount(report, NEW), amount(earlier, NEW)
    return bool(now and before and abs(now - before) <= _COMPARABLE * before)


def beyond_chance(before: Amount, now: Amount) -> bool:
    return now - before > 2 * sqrt(max(before + now, 0))


def quiet(report: Report) -> bool:
    """Whether nobody applied and nobody went to law: a body whose year was without cases."""
    keys = (
        NEW,
        "applications.carried_over.total",
        *(k for r in WORSE_WHERE_MORE[-2:] for k in r.keys),
    )
    return added(report, keys) == 0
