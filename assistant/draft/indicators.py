"""Telling figures of a report: what its tables say about how the work went.

An indicator is data: which cells it adds up, over which, and when it is worth speaking of.  A cell
that is blank or unread makes the indicator unknown, never 0.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal

from index.formats import group_rows
from index.report import Report

Amount = int | float


@dataclass(frozen=True, slots=True)
class Indicator:
    """A count, or a share in percent (`over` not empty), of a report's cells.

    `part` and `over` are names of sums (see `amount`).  `topic` is the problem it may point to;
    `worse` says which way is worse, so that a change or a distance from peers has a meaning.
    `floor` is the least count of `part` at which the indicator is worth a sentence; one of `none`
    is worth it only where there was none.
    """

    id: str
    name: str
    topic: str
    part: tuple[str, ...]
    over: tuple[str, ...] = ()
    worse: Literal["high", "low"] = "high"
    floor: int = 1
    weight: float = 1.0
    none: bool = False

    @property
    def unit(self) -> str:
        return "%" if self.over else "件"


def _none(id: str, name: str, topic: str, *cells: str) -> Indicator:
    """An indicator that there was none of something; it speaks only where the count is 0."""
    return Indicator(id, name, topic, cells, worse="low", floor=0, weight=0.4, none=True)


INDICATORS: tuple[Indicator, ...] = (
    Indicator(
        "lost_reconsideration",
        "行政复议结果纠正",
        "reply_quality",
        ("disputes.reconsideration.corrected",),
        weight=3.0,
    ),
    Indicator(
        "lost_suits",
        "行政诉讼结果纠正",
        "litigation",
        ("disputes.direct_suit.corrected", "disputes.suit_after_reconsideration.corrected"),
        weight=3.0,
    ),
    Indicator(
        "unavailable",
        "无法提供占办理结果的比重",
        "guidance",
        ("unavailable",),
        ("total",),
        floor=2,
        weight=1.6,
    ),
    Indicator(
        "not_held",
        "本机关不掌握相关政府信息",
        "guidance",
        ("applications.unavailable.not_held.total",),
        floor=2,
        weight=1.0,
    ),
    Indicator(
        "must_be_created",
        "没有现成信息需要另行制作",
        "information_management",
        ("applications.unavailable.must_be_created.total",),
        floor=2,
        weight=1.1,
    ),
    Indicator(
        "denied",
        "不予公开占办理结果的比重",
        "denial_reasons",
        ("denied",),
        ("total",),
        floor=2,
        weight=1.3,
    ),
    Indicator(
        "not_corrected",
        "逾期不补正",
        "correction_notice",
        ("applications.other.not_corrected.total",),
        floor=2,
        weight=1.4,
    ),
    Indicator(
        "still_unclear",
        "补正后申请内容仍不明确",
        "correction_notice",
        ("applications.unavailable.still_unclear.total",),
        floor=2,
        weight=1.2,
    ),
    Indicator(
        "carried_forward",
        "结转下年度继续办理",
        "timeliness",
        ("applications.carried_forward.total",),
        floor=2,
        weight=1.3,
    ),
    Indicator(
        "petition",
        "信访举报投诉类申请",
        "demand_diversion",
        ("applications.rejected.petition.total",),
        floor=2,
        weight=1.1,
    ),
    Indicator(
        "repeated",
        "重复申请和无正当理由大量反复申请",
        "communication",
        ("applications.rejected.repeated.total", "applications.rejected.excessive.total"),
        floor=2,
        weight=1.0,
    ),
    Indicator(
        "new_received",
        "新收政府信息公开申请",
        "capacity",
        ("applications.new_received.total",),
        floor=3,
        weight=0.9,
    ),
    Indicator(
        "disputes",
        "行政复议和行政诉讼总数",
        "prevention",
        (
            "disputes.reconsideration.total",
            "disputes.direct_suit.total",
            "disputes.suit_after_reconsideration.total",
        ),
        floor=2,
        weight=1.2,
    ),
    Indicator(
        "organisations",
        "法人或其他组织提出的申请占新收申请的比重",
        "business_service",
        ("organisations",),
        ("applications.new_received.total",),
        floor=2,
        weight=0.8,
    ),
    Indicator(
        "natural_persons",
        "自然人提出的申请占新收申请的比重",
        "public_service",
        ("applications.new_received.natural_person",),
        ("applications.new_received.total",),
        floor=3,
        weight=0.6,
    ),
    Indicator(
        "normative_documents",
        "现行有效行政规范性文件",
        "normative_documents",
        ("disclosure.normative_documents.in_force",),
        floor=1,
        weight=0.7,
    ),
    Indicator(
        "licensing",
        "行政许可处理决定",
        "licensing",
        ("disclosure.licensing.decisions",),
        floor=1,
        weight=0.5,
    ),
    Indicator(
        "penalties",
        "行政处罚和行政强制处理决定",
        "enforcement",
        ("disclosure.penalties.decisions", "disclosure.compulsion.decisions"),
        floor=1,
        weight=0.5,
    ),
    _none(
        "no_applications", "收到政府信息公开申请", "awareness", "applications.new_received.total"
    ),
    _none(
        "no_disputes",
        "因政府信息公开引发的行政复议、行政诉讼",
        "training",
        "disputes.reconsideration.total",
        "disputes.direct_suit.total",
        "disputes.suit_after_reconsideration.total",
    ),
    _none(
        "no_documents",
        "现行有效行政规范性文件",
        "content",
        "disclosure.normative_documents.in_force",
    ),
    _none(
        "no_published_documents",
        "对外公开的规范性文件",
        "content",
        "disclosure.normative_documents.total_published",
    ),
)


def amount(report: Report, name: str) -> Amount | None:
    """A cell's number, or one of the named sums; None where a cell it needs has no number.

    Named sums: `total` ((七) 总计), `organisations` (the five columns of 新收), and the groups of
    results that have several rows (`denied`, `unavailable`, `rejected`, `other`).
    """
    if name == "organisations":
        whole = amount(report, "applications.new_received.total")
        persons = amount(report, "applications.new_received.natural_person")
        return None if whole is None or persons is None else whole - persons
    if name == "total":
        return report.cell("applications.total.total").value
    if "." not in name:
        return _sum(report, _group_keys(report, name))
    return report.cell(name).value


def _group_keys(report: Report, group: str) -> tuple[str, ...]:
    one_row = "applications.other.total" in report.cells
    form = "2019" if report.format == "2019" else "2021"
    rows = group_rows(group, form, one_row_other=one_row)
    return tuple(f"applications.{row.key}.total" for row in rows)


def _sum(report: Report, names: Sequence[str]) -> Amount | None:
    values = [amount(report, name) for name in names]
    return None if None in values or not values else sum(v for v in values if v is not None)


def measure(report: Report, indicator: Indicator) -> Amount | None:
    """The indicator of this report: a count, or percent to one decimal; None where unknown."""
    part = _sum(report, indicator.part)
    if not indicator.over:
        return part
    over = _sum(report, indicator.over)
    return None if part is None or not over else round(100 * part / over, 1)


def count(report: Report, indicator: Indicator) -> Amount | None:
    """The count behind the indicator: its numerator."""
    return _sum(report, indicator.part)


def cells(report: Report, indicator: Indicator) -> tuple[str, ...]:
    """The keys of the cells that the indicator is made of, for their sources."""
    found: list[str] = []
    for name in (*indicator.part, *indicator.over):
        match name:
            case "total":
                found.append("applications.total.total")
            case "organisations":
                found += [
                    "applications.new_received.total",
                    "applications.new_received.natural_person",
                ]
            case _ if "." in name:
                found.append(name)
            case _:
                found += _group_keys(report, name)
    return tuple(dict.fromkeys(found))


def peers_median(
    peers: Sequence[Report],
    indicator: Indicator,
    of: Callable[[Report, Indicator], Amount | None] = measure,
) -> float | None:
    """The median over the peers that have the figure; None below three of them."""
    values = [v for peer in peers if (v := of(peer, indicator)) is not None]
    return round(float(median(values)), 1) if len(values) >= 3 else None
