"""X09: percentages that can be worked out from the figures beside them, the tables, last year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.checks.form_of_report import one_row_other
from assistant.checks.narrative.cell_sums import sum_of
from assistant.checks.narrative.statement_against_cells import agrees, plain, said
from assistant.checks.place_names import place_name
from assistant.checks.rule import ANY, PASS, WITHIN_REPORT, Context, Rule, Verdict
from assistant.statements import Statement, readings
from index.formats import GROUPS, edition
from index.report import Report


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


RULE = Rule(
    id="X09",
    title="百分比与数字不符",
    severity="warning",
    basis=WITHIN_REPORT,
    what="正文所称占比、同比增减，与旁边的数字（或表格、上年报告）算得的一致，允许四舍五入。",
    good="“共 40 件，其中自然人 30 件，占 75%”",
    bad="“共 40 件，其中自然人 30 件，占 70%”",
    check=percentages,
    formats=ANY,
)


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
    tabled = _tabled(report, part)
    if any(_percent_is(statement, part.value / value * 100) for value in tabled):
        yield PASS
    elif len(wholes) == 1 and part.of == wholes[0].id:
        yield _share_wrong(statement, part, wholes[0].value)
    elif tabled and part.certain and (part.measure in GROUPS or part.column != "total"):
        yield _share_wrong(statement, part, tabled[0])


def _tabled(report: Report, part: Statement) -> list[int | float]:
    """The totals of the table that an application count may be a share of, the likeliest first."""
    if not _is_application(part):
        return []
    first, second = (
        ("processed", "received") if part.measure in GROUPS else ("received", "processed")
    )
    sums = (sum_of(report, r) for name in (first, second) for r in readings(name))
    return [s.value for s in sums if s.complete and s.value]


def _share_wrong(statement: Statement, part: Statement, whole: int | float) -> Verdict:
    words = f"{plain(part.value)} ÷ {plain(whole)}"
    return _percent_wrong(statement, part.value / whole * 100, words)


def _share_of_applicants(report: Report, statement: Statement) -> Iterator[Verdict]:
    """自然人申请占 53.5% without the number: by the table's rows that it may be of."""
    form = edition(report.format, report.year)
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
        wrong = f"表中 {plain(part_value)} ÷ {plain(whole_value)}"
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
    now = found[statement.of] if statement.of is not None else _told_after(found, statement)
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
            f"{plain(now.value)} 比{words} {plain(value)}",
        )


def _told_after(found: Sequence[Statement], growth: Statement) -> Statement | None:
    """新收申请下降 11.5%，由 26 件降至 23 件: what has grown is told behind its growth."""
    said = (growth.section, growth.paragraph, growth.sentence, growth.measure, growth.column)
    for s in found[growth.id + 1 :] if growth.measure else ():
        this = (s.section, s.paragraph, s.sentence, s.measure, s.column) == said
        if this and s.kind == "count" and s.year == growth.year:
            return s
    return None


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
        if (
            other.kind == "count"
            and last
            and other.unit == now.unit
            and other.id < max(statement.id, now.id)
        ):
            same = (other.measure, other.column) == (now.measure, now.column)
            if (same and now.measure) or (not other.measure and other.id == now.id + 1):
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
            form = edition(earlier.format, earlier.year)
            then = readings(now.measure, now.column, form, one_row_other=one_row_other(earlier))
            for other in then:
                last = sum_of(earlier, other)
                if other.words == reading.words and last.complete:
                    yield last.value, "上年报告"
