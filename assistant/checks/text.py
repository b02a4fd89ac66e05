"""X: the narrative against the tables, and against itself.

What the prose says comes from `assistant.statements`; here it is compared with the sums of cells
that it may mean.  A number that agrees with its first reading passes, with another one it is
explained with the arithmetic; what may mean something else is never an error.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from assistant.checks.rule import (
    ANY,
    ARITHMETIC,
    NOT_ASSESSABLE,
    PASS,
    Context,
    Rule,
    Verdict,
    place_name,
)
from assistant.checks.sums import Sum, shown, sum_of
from assistant.checks.tables import one_row_other
from assistant.statements import Reading, Statement, readings, spoken
from index.formats import GROUPS, NOTICE_2019, NOTICE_2021, labels, result_rows
from index.report import Report

Picks = Callable[[Statement], bool]
COUNTS = ("count", "absence")
RECEIVED = frozenset({"received", "accepted", "new_received"})
DISPUTES = frozenset(
    {"reconsideration", "suit", "direct_suit", "suit_after_reconsideration", "disputes"}
)
RESULT_ROWS = frozenset({*GROUPS, *(r.key for f in ("2019", "2021") for r in result_rows(f))})
SCOPES = {
    "narrower": "文字说的似是本级或个别单位的数，表格填的是本机关（本地区）的总数",
    "wider": "文字说的似是更大范围的数，表格填的是本机关（本地区）的数",
    "other": "文字说的似是另一机关的数，与表格口径不同",
}


@lru_cache(maxsize=8)
def _extracted(*parts: object) -> tuple[Statement, ...]:
    return spoken(*parts)  # type: ignore[arg-type]


def said(report: Report) -> tuple[Statement, ...]:
    """The report's statements; eleven rules of one run share one extraction."""
    form = "2019" if report.format == "2019" else "2021"
    return _extracted(
        report.agency, report.level, report.year, form, report.preamble, report.sections
    )


def this_year(report: Report, statement: Statement) -> bool:
    return report.year is not None and statement.year == report.year


# ---------------------------------------------------------------- a statement against cells


@dataclass(frozen=True, slots=True)
class Stated:
    """The form of rule for X01–X06 and X08: each statement that `picks` takes is an instance."""

    picks: Picks

    def __call__(self, report: Report, context: Context) -> Iterator[Verdict]:
        for statement in said(report):
            if this_year(report, statement) and statement.kind in COUNTS and self.picks(statement):
                yield against_cells(report, statement)


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
    return _differs(report, statement, known)


def _together(report: Report, statement: Statement) -> Statement | None:
    """The numbers that a sentence gives of one measure side by side, added: 废止 7 件，失效 3 件."""
    same = _side_by_side(report, statement)
    if len(same) < 2:
        return None
    return replace(statement, value=sum(s.value for s in same))


def _side_by_side(report: Report, statement: Statement) -> list[Statement]:
    key = (statement.section, statement.paragraph, statement.sentence)
    return [
        s
        for s in said(report)
        if (s.section, s.paragraph, s.sentence) == key
        and (s.measure, s.column, s.kind, s.year)
        == (statement.measure, statement.column, "count", statement.year)
        and statement.measure
        and s.list is None
    ]


def _means(report: Report, statement: Statement) -> tuple[Reading, ...]:
    """The readings, without those that the text itself rules out by naming the parts."""
    form = "2019" if report.format == "2019" else "2021"
    means = readings(statement.measure, statement.column, form, one_row_other=one_row_other(report))
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
    stated = _amount(statement)
    if statement.approximation == "more":
        return stated <= value < stated + max(statement.step, 1)
    if statement.approximation == "less":
        return stated * 0.8 <= value <= stated
    if statement.approximation == "about":
        return abs(value - stated) <= max(stated * 0.1, 1)
    return abs(value - stated) <= _rounding(statement)


_MONEY = {"元": 1e-4, "万元": 1.0, "亿元": 1e4}


def _amount(statement: Statement) -> float:
    return statement.value * _MONEY.get(statement.unit, 1)


def _rounding(statement: Statement) -> float:
    """Half of the last printed digit for money, nothing for counts."""
    scale = _MONEY.get(statement.unit)
    return 1e-6 if scale is None else max(statement.step * scale / 2, 0.005)


def _may_be(statement: Statement, total: Sum) -> bool:
    """Whether cells that hold no number could hold what is missing; a cell is never negative."""
    if total.complete:
        return False
    return total.open_ended or agrees(statement, total.value) or _amount(statement) > total.value


def _accounted(
    report: Report, statement: Statement, reading: Reading, sums: Sequence[tuple[Reading, Sum]]
) -> Verdict:
    first, total = sums[0]
    other = next(t for r, t in sums if r is reading)
    explained = reading.strength == "explained"
    outcome: Literal["explained", "uncertain"] = "explained" if explained else "uncertain"
    message = (
        f"{_told(statement)}，表中{_name(first)}为 {shown(total)}；"
        f"与{_name(reading)}相等（{_sum_words(report, reading)} = {_plain(other.value)}），"
        + ("口径不同，可以解释" if explained else "请核对所指是否为此数")
    )
    return _verdict(outcome, message, statement, first, total)


def _open(report: Report, statement: Statement, known: Sequence[tuple[Reading, Sum]]) -> Verdict:
    """Undecided because of cells without a number: blanks are uncertain, unread not assessable."""
    reading, total = known[0]
    if total.unread or not total.gaps:
        return NOT_ASSESSABLE
    message = (
        f"{_told(statement)}，表中{_name(reading)}已填数合计 {_plain(total.value)}，"
        f"另有 {len(total.gaps)} 处空白，须合计为 {_plain(_amount(statement) - total.value)} 才能相符"
    )
    return _verdict("uncertain", message, statement, reading, total)


def _differs(report: Report, statement: Statement, known: Sequence[tuple[Reading, Sum]]) -> Verdict:
    reading, total = known[0]
    others = "".join(
        f"，{_name(r)}为 {shown(t)}" for r, t in known[1:] if t.complete and t.value != total.value
    )
    message = f"{_told(statement)}，表中{_name(reading)}为 {shown(total)}{others}，不一致"
    doubt = _doubt(report, statement)
    if doubt:
        return _verdict("uncertain", f"{message}；{doubt}", statement, reading, total)
    return _verdict("fail", message, statement, reading, total)


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


def _told(statement: Statement) -> str:
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
    words = " + ".join(_plain(v) for v in plus)
    return words + (" − " + " − ".join(_plain(v) for v in minus) if reading.minus else "")


def _plain(value: int | float | None) -> str:
    return f"{value:.10g}"


# ---------------------------------------------------------------- which statement is whose


def _of_received(s: Statement) -> bool:
    return s.kind == "count" and s.measure in RECEIVED and s.column == "total"


def _carried(s: Statement) -> bool:
    return s.measure in ("carried_over", "carried_forward", "open") and s.column == "total"


def _handled(s: Statement) -> bool:
    return s.measure in ("processed", "handled") and s.column == "total"


def _results(s: Statement) -> bool:
    return s.measure in RESULT_ROWS and s.column == "total"


def _applicants(s: Statement) -> bool:
    return s.column != "total"


def _disputes(s: Statement) -> bool:
    head, _, result = s.measure.partition(".")
    return head in DISPUTES and (s.kind == "count" or bool(result))


def _disclosure(s: Statement) -> bool:
    return s.measure.startswith("disclosure.")


# ---------------------------------------------------------------- X07


def nothing(report: Report, context: Context) -> Iterator[Verdict]:
    """未收到, 无, 0 件 against a table that holds some; some against a table that is all 0."""
    for statement in said(report):
        head = statement.measure.partition(".")[0]
        about = statement.measure in RECEIVED or head in DISPUTES
        if not about or statement.kind not in COUNTS or not this_year(report, statement):
            continue
        verdict = against_cells(report, statement)
        differs = verdict.outcome in ("fail", "uncertain")
        if statement.value == 0 or (differs and _all_zero(report, head)):
            yield verdict
        elif verdict.outcome != "not_assessable":
            yield PASS


def _all_zero(report: Report, head: str) -> bool:
    prefix = "disputes." if head in DISPUTES else "applications."
    cells = [c for k, c in report.cells.items() if k.startswith(prefix)]
    return all(c.state == "number" and c.value == 0 for c in cells)


# ---------------------------------------------------------------- X09


def percentages(report: Report, context: Context) -> Iterator[Verdict]:
    """占…% and 同比…% that can be worked out from the figures beside them or the tables."""
    found = said(report)
    for statement in found:
        if statement.year != report.year or statement.kind not in ("share", "growth"):
            continue
        if statement.kind == "share":
            yield from _share(report, found, statement)
        else:
            yield from _growth(report, context, found, statement)


def _share(report: Report, found: Sequence[Statement], statement: Statement) -> Iterator[Verdict]:
    part = found[statement.of] if statement.of is not None else None
    if part is None and statement.column != "total":
        yield from _share_of_applicants(report, statement)
    if part is None or part.approximate or part.unit in ("%", ""):
        return
    wholes = _wholes(found, statement, part)
    if any(_percent_is(statement, part.value / w.value * 100) for w in wholes):
        yield PASS
        return
    sums = [s for r in readings("received") if (s := sum_of(report, r)).complete]
    tabled = [t.value for t in sums if t.value] if _is_application(part) else []
    if any(_percent_is(statement, part.value / value * 100) for value in tabled):
        yield PASS
    elif len(wholes) == 1 and part.of == wholes[0].id:
        whole = wholes[0].value
        yield _percent_wrong(
            statement, part.value / whole * 100, f"{_plain(part.value)} ÷ {_plain(whole)}"
        )


def _share_of_applicants(report: Report, statement: Statement) -> Iterator[Verdict]:
    """自然人申请占 53.5% without the number: by the table's rows that it may be of."""
    form = "2019" if report.format == "2019" else "2021"
    shares = []
    for of, whole in zip(
        readings("", statement.column, form), readings("", "total", form), strict=True
    ):
        part, total = sum_of(report, of), sum_of(report, whole)
        if part.complete and total.complete and total.value:
            shares.append((part.value / total.value * 100, part.value, total.value))
    if any(_percent_is(statement, value) for value, _, _ in shares):
        yield PASS
    elif shares:
        value, part_value, whole_value = shares[0]
        wrong = f"表中 {_plain(part_value)} ÷ {_plain(whole_value)}"
        yield replace(_percent_wrong(statement, value, wrong), outcome="uncertain")


def _wholes(found: Sequence[Statement], statement: Statement, part: Statement) -> list[Statement]:
    """Counts that the share may be of: earlier in the paragraph, larger, of the part's unit."""
    same = [
        s
        for s in found[: statement.id]
        if (s.section, s.paragraph, s.unit, s.kind)
        == (part.section, part.paragraph, part.unit, "count")
        and s.id != part.id
        and s.value >= part.value
        and s.value
        and not s.approximate
    ]
    own = [s for s in same if s.id == part.of]
    return own if own and not any(_percent_of(statement, part, s) for s in same) else same


def _percent_of(statement: Statement, part: Statement, whole: Statement) -> bool:
    return _percent_is(statement, part.value / whole.value * 100)


def _is_application(statement: Statement) -> bool:
    return bool(statement.measure) and not statement.measure.startswith(("disclosure", "dispute"))


def _percent_is(statement: Statement, value: float) -> bool:
    """Equal when rounded, or cut, to the digits printed; 约 and 近 allow a point."""
    if statement.approximate:
        return abs(abs(statement.value) - abs(value)) <= max(1, abs(value) * 0.1)
    step = _percent_step(statement.text)
    return abs(abs(statement.value) - abs(value)) < step * 1.000001 and (
        statement.value * value >= 0
    )


def _percent_step(text: str) -> float:
    digits = text.rstrip("%％").partition(".")[2]
    return 0.1 ** len(digits) if digits else 1.0


def _percent_wrong(statement: Statement, value: float, sum_words: str) -> Verdict:
    digits = len(statement.text.rstrip("%％").partition(".")[2])
    right = f"{abs(value):.{max(digits, 1)}f}%"
    return Verdict(
        "fail" if not statement.scope else "uncertain",
        f"{place_name(statement.section)}称“{statement.subject}{statement.text}”，"
        f"按文中数字计算应为 {right}（{sum_words}）",
        section=statement.section,
        expected=right,
        found=statement.text,
        quote=statement.quote,
        at=statement.at,
    )


def _growth(
    report: Report, context: Context, found: Sequence[Statement], statement: Statement
) -> Iterator[Verdict]:
    now = found[statement.of] if statement.of is not None else None
    if now is None or now.kind != "count" or now.approximate:
        return
    before = [*_before_in_text(found, now, statement), *_before_in_tables(report, context, now)]
    before = [(v, words) for v, words in before if v]
    if any(_percent_is(statement, (now.value - v) / v * 100) for v, _ in before):
        yield PASS
    elif before and len({v for v, _ in before}) == 1:
        value, words = before[0]
        yield _percent_wrong(
            statement,
            (now.value - value) / value * 100,
            f"{_plain(now.value)} 比{words} {_plain(value)}",
        )


def _before_in_text(
    found: Sequence[Statement], now: Statement, statement: Statement
) -> Iterator[tuple[float, str]]:
    """Last year's value as the sentence gives it, outright or by a difference."""
    for other in found:
        if (other.section, other.paragraph, other.sentence) != (
            now.section,
            now.paragraph,
            now.sentence,
        ):
            continue
        if other.kind == "change" and other.of == now.id:
            yield now.value - other.value, "上年"
        last = now.year is not None and other.year == now.year - 1
        if other.kind == "count" and last and other.unit == now.unit and other.id < statement.id:
            same = (other.measure, other.column) == (now.measure, now.column)
            if same and now.measure:
                yield other.value, "文中上年"


def _before_in_tables(
    report: Report, context: Context, now: Statement
) -> Iterator[tuple[float, str]]:
    """Last year's value of what is meant, under the reading that holds this year."""
    earlier = context.earlier
    if earlier is None or not now.measure or now.scope:
        return
    for reading in readings(now.measure, now.column, one_row_other=one_row_other(report)):
        total = sum_of(report, reading)
        if total.complete and agrees(now, total.value):
            form = "2019" if earlier.format == "2019" else "2021"
            then = readings(now.measure, now.column, form, one_row_other=one_row_other(earlier))
            for other in then:
                last = sum_of(earlier, other)
                if other.words == reading.words and last.complete:
                    yield last.value, "上年报告"


# ---------------------------------------------------------------- X10

APPLICANTS = (frozenset({"natural_person", "organisations"}),)
INTAKE = frozenset({"new_received", "carried_over"})


def lists(report: Report, context: Context) -> Iterator[Verdict]:
    """Exhaustive lists, and lists that name every applicant or every result, add up."""
    found = said(report)
    for parts in _lists_of(found):
        total = found[parts[0].of or 0]
        if total.approximate or any(p.approximate or p.year != total.year for p in parts):
            continue
        verdict = _adds_up(report, found, total, parts)
        if verdict is not None:
            yield verdict


def _lists_of(found: Sequence[Statement]) -> Iterator[list[Statement]]:
    groups: dict[tuple[int | None, int], list[Statement]] = {}
    for statement in found:
        if statement.list is not None and statement.kind == "count":
            groups.setdefault((statement.section, statement.list), []).append(statement)
    yield from groups.values()


def _adds_up(
    report: Report, found: Sequence[Statement], total: Statement, parts: list[Statement]
) -> Verdict | None:
    by_kind: dict[str, list[Statement]] = {}
    for part in parts:
        by_kind.setdefault(_dimension(part), []).append(part)
    for kind, members in by_kind.items():
        whole = parts[0].membership == "exhaustive" and len(by_kind) == 1 and len(members) > 1
        if not (whole or _names_all(kind, members)):
            continue
        totals = [total, *_other_totals(found, total)] if kind != "plain" else [total]
        added = sum(m.value for m in members)
        kept = sum(m.value for m in members if m.measure != "carried_forward")
        values = {t.value for t in totals}
        if added in values or kept in values or _with_children(found, members) in values:
            return PASS
        return _not_added(total, members, added)
    return None


def _dimension(statement: Statement) -> str:
    if statement.column != "total":
        return "applicants"
    if statement.measure in GROUPS or statement.measure == "carried_forward":
        return "results"
    if statement.measure in INTAKE:
        return "intake"
    return "plain" if not statement.measure or statement.scope else statement.measure


def _names_all(kind: str, members: Iterable[Statement]) -> bool:
    """Whether the parts are by their names all there can be: both kinds of applicant, all results."""
    if kind == "applicants":
        return {m.column for m in members} == {"natural_person", "organisations"}
    measures = {m.measure for m in members}
    return (kind == "results" and measures >= set(GROUPS)) or (
        kind == "intake" and measures >= INTAKE
    )


def _other_totals(found: Sequence[Statement], total: Statement) -> list[Statement]:
    """Other totals of applications in the paragraph: 受理 and 办结 before one list of results."""
    return [
        s
        for s in found
        if (s.section, s.paragraph) == (total.section, total.paragraph)
        and s.kind == "count"
        and s.column == "total"
        and s.measure in (*RECEIVED, "processed", "handled")
    ]


def _with_children(found: Sequence[Statement], members: Sequence[Statement]) -> float:
    """The sum without parts that are themselves a part of the one before (60，本地40，…)."""
    parents = {m.of for m in members}
    return sum(m.value for m in members if m.id not in parents)


def _not_added(total: Statement, members: Sequence[Statement], added: float) -> Verdict:
    words = " + ".join(_plain(m.value) for m in members)
    return Verdict(
        "fail",
        f"{place_name(total.section)}称“{total.subject}{total.text}”，"
        f"所列各项之和为 {_plain(added)}（{words}），与总数不符",
        section=total.section,
        expected=_plain(added),
        found=total.text,
        quote=total.quote,
        at=total.at,
    )


# ---------------------------------------------------------------- X11


def contradictions(report: Report, context: Context) -> Iterator[Verdict]:
    """The same quantity said twice: equal values pass, different ones contradict each other."""
    groups: dict[tuple[object, ...], list[Statement]] = {}
    found = said(report)
    for s in found:
        if this_year(report, s) and _comparable(s):
            groups.setdefault((s.measure, s.column, _base(found, s)), []).append(s)
    for same in groups.values():
        first = same[0]
        for other in (s for s in same[1:] if s.quote != first.quote):
            yield (
                PASS
                if abs(_amount(other) - _amount(first)) < 0.005
                else _twice(report, first, other)
            )


def _comparable(s: Statement) -> bool:
    plain = s.certain and not s.scope and not s.approximate and s.kind in COUNTS
    return plain and s.measure not in ("", "open", "handled")


def _base(found: Sequence[Statement], statement: Statement) -> str:
    """What a number of applicants is a part of: received 30 and answered 28 do not contradict."""
    if statement.column == "total" or statement.of is None:
        return ""
    return found[statement.of].measure


def _twice(report: Report, first: Statement, other: Statement) -> Verdict:
    """Two values: none is wrong where the tables account for both (新收 and 新收加结转)."""
    both = [against_cells(report, s).outcome for s in (first, other)]
    if all(o in ("pass", "explained") for o in both):
        return PASS
    return Verdict(
        "fail",
        f"同一数量前后不一致：{_told(first)}，{_told(other)}",
        section=other.section,
        expected=first.text,
        found=other.text,
        quote=other.quote,
        at=other.at,
    )


# ---------------------------------------------------------------- the rules

_FORM = f"{NOTICE_2021}；{NOTICE_2019}"
_AGAINST = "正文与表格应当一致。"


RULES: tuple[Rule, ...] = (
    Rule(
        "X01",
        "正文与表三：收到申请数",
        "error",
        _FORM,
        "正文所称收到、受理、新收、收办申请数，等于表三“本年新收”总计；等于新收加上年结转的，说明口径。",
        "“共收到政府信息公开申请 12 件”，表三新收总计 12",
        "“共收到政府信息公开申请 15 件”，表三新收总计 12、上年结转 1",
        Stated(_of_received),
    ),
    Rule(
        "X02",
        "正文与表三：结转数",
        "error",
        _FORM,
        "正文所称上年结转、结转下年度件数，等于表三相应总计。",
        "“结转下年度继续办理 2 件”，表三结转下年度总计 2",
        "“结转下年度继续办理 3 件”，表三结转下年度总计 2",
        Stated(_carried),
    ),
    Rule(
        "X03",
        "正文与表三：办结数",
        "error",
        _FORM,
        "正文所称办结、答复、办理件数，等于表三（七）总计；不含其他处理等口径不同的，说明算法。",
        "“办结 11 件”，表三（七）总计 11",
        "“办结 13 件”，表三（七）总计 11",
        Stated(_handled),
    ),
    Rule(
        "X04",
        "正文与表三：办理结果",
        "error",
        _FORM,
        "正文所称予以公开、部分公开、不予公开、无法提供、不予处理、其他处理件数，等于表三该项各行总计之和。",
        "“不予公开 3 件”，表三（三）各行总计之和 3",
        "“不予公开 5 件”，表三（三）各行总计之和 3",
        Stated(_results),
    ),
    Rule(
        "X05",
        "正文与表三：申请人",
        "error",
        _FORM,
        "正文所称自然人、法人或其他组织件数，等于表三相应各列。",
        "“其中自然人申请 10 件”，表三新收自然人 10",
        "“其中自然人申请 9 件”，表三新收自然人 10",
        Stated(_applicants),
    ),
    Rule(
        "X06",
        "正文与表四：复议诉讼数",
        "error",
        _FORM,
        "正文所称行政复议、行政诉讼件数，等于表四总计；诉讼为两类起诉之和；不含尚未审结的，说明算法。",
        "“被申请行政复议 6 件”，表四行政复议总计 6",
        "“被申请行政复议 8 件”，表四行政复议总计 6",
        Stated(_disputes),
    ),
    Rule(
        "X07",
        "正文称有无与表格不符",
        "error",
        _FORM,
        "正文称未收到申请、无行政复议或行政诉讼的，表格应为 0；表格全为 0 的，正文不应称有。",
        "“未收到政府信息公开申请”，表三新收总计 0",
        "“未收到政府信息公开申请”，表三新收总计 3",
        nothing,
    ),
    Rule(
        "X08",
        "正文与第二部分表格",
        "error",
        _FORM,
        "正文所称规范性文件制发、废止、现行有效件数，行政许可、处罚、强制件数，行政事业性收费，等于第二部分表格。"
        "信息处理费不是行政事业性收费，不在此列。",
        "“制发行政规范性文件 3 件”，表中本年制发件数 3",
        "“制发行政规范性文件 5 件”，表中本年制发件数 3",
        Stated(_disclosure),
    ),
    Rule(
        "X09",
        "百分比与数字不符",
        "warning",
        ARITHMETIC,
        "正文所称占比、同比增减，与旁边的数字（或表格、上年报告）算得的一致，允许四舍五入。",
        "“共 40 件，其中自然人 30 件，占 75%”",
        "“共 40 件，其中自然人 30 件，占 70%”",
        percentages,
        ANY,
    ),
    Rule(
        "X10",
        "分项之和与总数不符",
        "warning",
        ARITHMETIC,
        "正文逐项列出的数字，合计等于总数；“其中”“等”之后不求列全，但申请人、办理结果各类列全的仍应相等。",
        "“共 10 件（甲镇 6 件、乙镇 4 件）”",
        "“共 10 件（甲镇 6 件、乙镇 3 件）”",
        lists,
        ANY,
    ),
    Rule(
        "X11",
        "同一数量前后不一致",
        "warning",
        ARITHMETIC,
        "正文两处说同一数量的，应当相同。",
        "第一部分与第三部分都称收到申请 12 件",
        "第一部分称收到申请 12 件，第三部分称收到申请 15 件",
        contradictions,
        ANY,
    ),
)
