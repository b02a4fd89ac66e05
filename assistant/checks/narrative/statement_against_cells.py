"""A statement beside the sums of cells that it may mean, with the arithmetic shown.

A number that agrees with its first reading passes, with another one it is explained; what may
mean something else is never an error.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from assistant.checks.form_of_report import one_row_other
from assistant.checks.narrative.cell_sums import Sum, shown, sum_of
from assistant.checks.place_names import place_name
from assistant.checks.rule import NOT_ASSESSABLE, PASS, Verdict
from assistant.statements import Reading, Statement, readings, spoken
from index.formats import edition, labels
from index.report import Report

COUNTS = ("count", "absence")
RECEIVED = frozenset({"received", "accepted", "new_received"})
DONE = frozenset({"processed", "handled"})
DISPUTES = frozenset(
    {"reconsideration", "suit", "direct_suit", "suit_after_reconsideration", "disputes"}
)
SCOPES = {
    "narrower": "文字说的似是本级或个别单位的数，表格填的是本机关（本地区）的总数",
    "wider": "文字说的似是更大范围的数，表格填的是本机关（本地区）的数",
    "other": "文字说的似是另一机关的数，与表格口径不同",
}


@dataclass(frozen=True, slots=True)
class _Said:
    """A report's statements: all, by the span of their number, and the counts of one measure that
    a sentence gives side by side."""

    all: tuple[Statement, ...]
    at: Mapping[Hashable, Sequence[Statement]]
    beside: Mapping[Hashable, Sequence[Statement]]


@lru_cache(maxsize=8)
def _extracted(*parts: object) -> _Said:
    every = spoken(*parts)  # type: ignore[arg-type]
    counts = [s for s in every if s.kind == "count" and s.measure and s.list is None]
    return _Said(every, _grouped(every, _span), _grouped(counts, _same))


def _grouped(
    statements: Sequence[Statement], key: Callable[[Statement], Hashable]
) -> Mapping[Hashable, Sequence[Statement]]:
    groups: dict[Hashable, list[Statement]] = {}
    for statement in statements:
        groups.setdefault(key(statement), []).append(statement)
    return groups


def _span(s: Statement) -> Hashable:
    return s.section, s.paragraph, s.start


def _same(s: Statement) -> Hashable:
    return s.section, s.paragraph, s.sentence, s.measure, s.column, s.year


def _of(report: Report) -> _Said:
    form = edition(report.format, report.year)
    return _extracted(
        report.agency, report.level, report.year, form, report.preamble, report.sections
    )


def said(report: Report) -> tuple[Statement, ...]:
    """The report's statements; eleven rules of one run share one extraction."""
    return _of(report).all


def this_year(report: Report, statement: Statement) -> bool:
    return report.year is not None and statement.year == report.year


def against_cells(report: Report, statement: Statement) -> Verdict:
    """The statement beside every sum of cells that it may mean, the likeliest first."""
    sums = [(m, sum_of(report, m)) for m in _means(report, statement)]
    for reading, total in sums:
        if total.complete and agrees(statement, total.value):
            return (
                PASS if reading.strength == "pass" else _accounted(report, statement, reading, sums)
            )
    together = _together(report, statement)
    if together and any(t.complete and agrees(together, t.value) for _, t in sums):
        return PASS
    if not sums:
        return NOT_ASSESSABLE
    known = [(m, t) for m, t in sums if t.seen]
    if not known or not sums[0][1].seen:
        return NOT_ASSESSABLE
    for _, total in known:
        if total.gaps and not total.unread and agrees(statement, total.value):
            return PASS
    if any(_may_be(statement, total) for _, total in known):
        return _open(report, statement, known)
    if (twins := _twins(report, statement)) and (
        statement.id != max(t.id for t in twins) or any(_agreed(report, t) for t in twins)
    ):
        return NOT_ASSESSABLE
    if (beside := _completed(report, statement, known)) is not None:
        return beside
    return _differs(report, statement, known)


def _twins(report: Report, statement: Statement) -> Sequence[Statement]:
    """受理并办结 36 件: what the one number is said of, where it is said of several."""
    same = _of(report).at.get(_span(statement), ())
    taken, done = ({s.measure for s in same} & kinds for kinds in (RECEIVED, DONE))
    return same if taken and done else ()


def _completed(
    report: Report, statement: Statement, known: Sequence[tuple[Reading, Sum]]
) -> Verdict | None:
    """受理 43 件，不予受理 2 件: what the number leaves out is what stands right beside it."""
    for reading, total in known:
        rest = total.value - amount(statement)
        for other in _beside(report, statement) if total.complete and rest > 0 else ():
            if amount(other) == rest:
                message = (
                    f"{told(statement)}，表中{_name(reading)}为 {shown(total)}；"
                    f"与同句“{other.subject}{other.text}”之和相等"
                    f"（{plain(amount(statement))} + {plain(rest)} = {plain(total.value)}），"
                    "口径不同，可以解释"
                )
                return _verdict("explained", message, statement, reading, total)
    return None


def _beside(report: Report, statement: Statement) -> list[Statement]:
    """The counts right before and after in the sentence that no table holds and that are no part."""
    found = said(report)
    near = (found[i] for i in (statement.id - 1, statement.id + 1) if 0 <= i < len(found))
    return [
        s
        for s in near
        if (s.section, s.paragraph, s.sentence, s.unit, s.kind, s.measure, s.of, s.year)
        == (
            statement.section,
            statement.paragraph,
            statement.sentence,
            statement.unit,
            "count",
            "",
            statement.of,
            statement.year,
        )
    ]


def _together(report: Report, statement: Statement) -> Statement | None:
    """The numbers that a sentence gives of one measure side by side, added: 废止 7 件，失效 3 件."""
    same = _side_by_side(report, statement)
    if len(same) < 2:
        return None
    return replace(statement, value=sum(s.value for s in same))


def _side_by_side(report: Report, statement: Statement) -> Sequence[Statement]:
    return _of(report).beside.get(_same(statement), ())


def _means(report: Report, statement: Statement) -> tuple[Reading, ...]:
    """The readings, without those that the text itself rules out by naming the parts."""
    form = edition(report.format, report.year)
    means = readings(statement.measure, statement.column, form, one_row_other=one_row_other(report))
    if statement.value == 0:
        return means[:1]
    if statement.measure == "granted" and len(means) > 1:
        named = any(s.measure == "partially_granted" for s in said(report))
        return means[:1] if named else means
    if statement.column != "total" and statement.of is not None:
        whole = said(report)[statement.of]
        agreed = _agreed(report, whole) if whole.kind == "count" else None
        return means[:1] if means and agreed == means[0].words else means
    return means


def _agreed(report: Report, whole: Statement) -> str | None:
    """The words of the one reading that a total agrees with: its applicants are read alike."""
    if whole.column != "total":
        return None
    sums = [(m, sum_of(report, m)) for m in _means(report, whole)]
    agreed = [m.words for m, t in sums if t.complete and agrees(whole, t.value)]
    return agreed[0] if agreed else None


def agrees(statement: Statement, value: int | float) -> bool:
    """Whether the number said is `value`, within 余, 约 and the unit of money."""
    stated = amount(statement)
    if statement.approximation == "more":
        return stated <= value < stated + max(statement.step, 1)
    if statement.approximation == "less":
        return stated * 0.8 <= value <= stated
    if statement.approximation == "about":
        return abs(value - stated) <= max(stated * 0.1, 1)
    return abs(value - stated) <= _rounding(statement)


_MONEY = {"元": 1e-4, "万元": 1.0, "亿元": 1e4}


def amount(statement: Statement) -> float:
    return statement.value * _MONEY.get(statement.unit, 1)


def _rounding(statement: Statement) -> float:
    """Half of the last printed digit for money and for 1.2万件, nothing for other counts."""
    scale = _MONEY.get(statement.unit)
    if scale is None:
        return statement.step / 2 if statement.step > 1 else 1e-6
    return max(statement.step * scale / 2, 0.005)


def _may_be(statement: Statement, total: Sum) -> bool:
    """Whether cells that hold no number could hold what is missing; a cell is never negative."""
    if total.complete:
        return False
    return total.open_ended or agrees(statement, total.value) or amount(statement) > total.value


def _accounted(
    report: Report, statement: Statement, reading: Reading, sums: Sequence[tuple[Reading, Sum]]
) -> Verdict:
    first, total = sums[0]
    other = next(t for r, t in sums if r is reading)
    explained = reading.strength == "explained"
    outcome: Literal["explained", "uncertain"] = "explained" if explained else "uncertain"
    message = (
        f"{told(statement)}，表中{_name(first)}为 {shown(total)}；"
        f"与{_name(reading)}相等（{_sum_words(report, reading)} = {plain(other.value)}），"
        + ("口径不同，可以解释" if explained else "请核对所指是否为此数")
    )
    return _verdict(outcome, message, statement, first, total)


def _open(report: Report, statement: Statement, known: Sequence[tuple[Reading, Sum]]) -> Verdict:
    """Undecided because of cells without a number: blanks are uncertain, unread not assessable."""
    reading, total = known[0]
    if total.unread or not total.gaps:
        return NOT_ASSESSABLE
    message = (
        f"{told(statement)}，表中{_name(reading)}已填数合计 {plain(total.value)}，"
        f"另有 {len(total.gaps)} 处空白，须合计为 {plain(amount(statement) - total.value)} 才能相符"
    )
    return _verdict("uncertain", message, statement, reading, total)


def _differs(report: Report, statement: Statement, known: Sequence[tuple[Reading, Sum]]) -> Verdict:
    reading, total = known[0]
    others = "".join(
        f"，{_name(r)}为 {shown(t)}" for r, t in known[1:] if t.complete and t.value != total.value
    )
    message = f"{told(statement)}，表中{_name(reading)}为 {shown(total)}{others}，不一致"
    doubt = _doubt(report, statement)
    if statement.scope == "other" or statement.scope and not _first_of_scope(report, statement):
        return NOT_ASSESSABLE
    if doubt:
        return _verdict("uncertain", f"{message}；{doubt}", statement, reading, total)
    return _verdict("fail", message, statement, reading, total)


def _first_of_scope(report: Report, statement: Statement) -> bool:
    """Whether it is the paragraph's first number of another scope; one such is worth a word."""
    same = (statement.section, statement.paragraph, statement.scope)
    others = (s for s in said(report) if (s.section, s.paragraph, s.scope) == same and s.measure)
    return next(others, statement).id == statement.id


def _doubt(report: Report, statement: Statement) -> str:
    """Why a difference may be none; "" where the statement's meaning is certain."""
    if statement.scope:
        return SCOPES[statement.scope]
    if statement.approximate:
        return "文字说的是约数，请核对"
    if len(_side_by_side(report, statement)) > 1:
        return "同一句中有几个这样的数，请核对所指"
    return "" if statement.certain else "文字所指不能确定，请核对"


def _verdict(
    outcome: Literal["fail", "explained", "uncertain"],
    message: str,
    statement: Statement,
    reading: Reading,
    total: Sum,
) -> Verdict:
    return Verdict(
        outcome,
        message,
        section=statement.section,
        cells=reading.keys,
        expected=shown(total),
        found=statement.text,
        quote=statement.quote,
        at=statement.at,
    )


def told(statement: Statement) -> str:
    words = statement.subject
    if statement.kind == "absence":
        return f"{place_name(statement.section)}称“{statement.text.strip('。；，')}”"
    return f"{place_name(statement.section)}称“{words}{statement.text}”"


def _name(reading: Reading) -> str:
    """How a message calls a reading: its words, else its cell's."""
    if reading.words:
        return reading.words
    label = labels()[reading.plus[0]]
    row = label.row.rsplit(" / ", 1)[-1]
    return f"“{row}”" if label.table == "applications" else f"“{row}”{label.column}"


def _sum_words(report: Report, reading: Reading) -> str:
    """The arithmetic of a reading: 713 + 36, 170 − 36; zeros are left out."""
    plus = [c.value for k in reading.plus if (c := report.cell(k)).value] or [0]
    minus = [c.value for k in reading.minus if (c := report.cell(k)).value] or [0]
    words = " + ".join(plain(v) for v in plus)
    return words + (" − " + " − ".join(plain(v) for v in minus) if reading.minus else "")


def plain(value: int | float | None) -> str:
    return f"{value:.10g}"
