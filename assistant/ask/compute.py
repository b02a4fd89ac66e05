"""What is done with the amounts: one function an operation, each giving words and numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from assistant.ask.answer import Derived, Number
from assistant.ask.figures import REASONS, Amount, tidy
from assistant.ask.grammar.measures import Measure
from assistant.ask.grammar.operations import Condition
from assistant.ask.grammar.query import Query

_SHOWN = 8
"""How many bodies or years a sentence names before it points to the table."""


@dataclass(frozen=True, slots=True)
class Result:
    """What an operation says: a sentence, the amounts it rests on (in the order said), numbers."""

    text: str
    amounts: tuple[Amount, ...] = ()
    derived: tuple[Derived, ...] = ()
    answered: bool = True


def computed(query: Query, measure: Measure, amounts: Sequence[Amount]) -> Result:
    """The query's operation over `amounts`; what is missing is said after it."""
    known = [a for a in amounts if a.value is not None]
    if not known:
        return Result(_nothing(query, measure, amounts), tuple(amounts), answered=False)
    operation = _CHANGES.get(query.change) or _OPERATIONS[query.operation or "value"]
    result = operation(query, measure, known)
    return replace(result, text=result.text + missing(query, amounts))


# ---------------------------------------------------------------- words


def said(value: Number, unit: str) -> str:
    """A value with its unit: 1,234件, 12.5%."""
    number = f"{value:,}" if isinstance(value, int) else f"{value:,.4f}".rstrip("0").rstrip(".")
    return f"{number}{unit}"


def _name(a: Amount) -> str:
    return f"{a.agency}{a.year}年"


def _of(a: Amount) -> str:
    return f"{_name(a)}{said(a.value or 0, a.measure.unit)}"


def _list(amounts: Sequence[Amount], *, named: bool = False) -> str:
    """The amounts one by one; one body's are told by their years alone, unless `named`."""
    same = not named and len({a.body for a in amounts}) == 1
    each = [f"{a.year}年{said(a.value or 0, a.measure.unit)}" if same else _of(a) for a in amounts]
    more = f"等{len(each)}项（见表）" if len(each) > _SHOWN else ""
    return "、".join(each[:_SHOWN]) + more


def _years(query: Query) -> str:
    years = query.years
    if len(years) == 1:
        return f"{years[0]}年"
    run = list(range(years[0], years[-1] + 1)) == list(years)
    return f"{years[0]}—{years[-1]}年" if run else "、".join(f"{y}年" for y in years)


def _who(query: Query) -> str:
    if query.group:
        return query.group
    return "、".join(query.agencies[:_SHOWN]) + ("等" if len(query.agencies) > _SHOWN else "")


def missing(query: Query, amounts: Sequence[Amount]) -> str:
    """What had no number, by reason: 其中2个单位无该年报告：…; never silently left out."""
    gone = sorted((a for a in amounts if a.value is None), key=lambda a: a.missing)
    sentences = []
    for reason, group in groupby(gone, key=lambda a: a.missing):
        members = list(group)
        names = [_name(a) if len(query.years) > 1 else a.agency for a in members]
        counted = f"{len(names)}个单位" if len(query.years) == 1 else f"{len(names)}项"
        listed = "、".join(names[:_SHOWN]) + ("等" if len(names) > _SHOWN else "")
        sentences.append(f"其中{counted}{REASONS[reason]}，未计入：{listed}。")
    return "".join(sentences)


def _nothing(query: Query, measure: Measure, amounts: Sequence[Amount]) -> str:
    if all(a.missing == "no_report" for a in amounts):
        return f"库中没有{_who(query)}{_years(query)}的报告。"
    parts = []
    for reason, group in groupby(sorted(amounts, key=lambda a: a.missing), lambda a: a.missing):
        names = [_name(a) for a in group]
        listed = "、".join(names[:_SHOWN]) + ("等" if len(names) > _SHOWN else "")
        parts.append(f"{listed}：{REASONS[reason]}")
    return f"“{measure.label}”没有可用的数字。{'；'.join(parts)}。"


# ---------------------------------------------------------------- operations


def _cells(amounts: Iterable[Amount]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(f.key for a in amounts for f in a.facts))


def _derived(label: str, value: Number, unit: str, amounts: Sequence[Amount]) -> Derived:
    return Derived(label, tidy(value), unit, _cells(amounts))


def _value(query: Query, measure: Measure, known: list[Amount]) -> Result:
    if len(known) == 1:
        return Result(f"{_name(known[0])}{measure.label}{_is(known[0])}。", tuple(known))
    text = f"{_who(query)}{_years(query)}{measure.label}：{_list(known)}。"
    if measure.over is not None or (len(query.years) > 1 and _is_stock(measure)):
        return Result(text, tuple(known))
    number = _total(query, measure, known)
    return Result(f"{text}合计{said(number.value, measure.unit)}。", tuple(known), (number,))


def _total(query: Query, measure: Measure, known: list[Amount]) -> Derived:
    label = f"{_who(query)}{_years(query)}{measure.label}合计"
    return _derived(label, tidy(sum(a.value or 0 for a in known)), measure.unit, known)


def _is_stock(measure: Measure) -> bool:
    """Whether it says what there is at a year's end, which no one adds up over years."""
    return measure.key.endswith((".in_force", ".total_published"))


def _is(a: Amount) -> str:
    joint = "：" if a.measure.label[-1] in "）”" else ""
    return f"{joint or '为'}{said(a.value or 0, a.measure.unit)}"


def _sum(query: Query, measure: Measure, known: list[Amount]) -> Result:
    total = _total(query, measure, known)
    counted = f"（{len({a.body for a in known})}个单位）" if len(query.bodies) > 1 else ""
    text = f"{total.label}{said(total.value, measure.unit)}{counted}。"
    if len(query.years) < 2 or len(query.bodies) < 2:
        return Result(text, tuple(known), (total,))
    of_years = [
        _total(replace(query, years=(y,)), measure, [a for a in known if a.year == y])
        for y in query.years
    ]
    each = zip(query.years, of_years, strict=True)
    text += f"其中{'、'.join(f'{y}年{said(t.value, measure.unit)}' for y, t in each)}。"
    return Result(text, tuple(known), (total, *of_years))


def _average(query: Query, measure: Measure, known: list[Amount]) -> Result:
    mean = round(sum(a.value or 0 for a in known) / len(known), 2)
    over = f"{len(known)}个单位" if len(query.years) == 1 else f"{len(known)}项"
    label = f"{_who(query)}{_years(query)}{measure.label}平均"
    text = f"{label}{said(tidy(mean), measure.unit)}（按{over}计算）。"
    average = _derived(label, mean, measure.unit, known)
    if measure.over is not None:
        return Result(text, tuple(known), (average,))
    total = _total(query, measure, known)
    text = text.replace("计算）", f"计算，合计{said(total.value, measure.unit)}）")
    return Result(text, tuple(known), (average, total))


def _sorted(known: list[Amount], ascending: bool) -> list[Amount]:
    return sorted(known, key=lambda a: a.value or 0, reverse=not ascending)


def _extreme(query: Query, measure: Measure, known: list[Amount]) -> Result:
    lowest = query.operation == "min"
    ordered = _sorted(known, lowest)
    best = [a for a in ordered if a.value == ordered[0].value]
    word = "最少" if lowest else "最多"
    if measure.unit == "%":
        word = "最低" if lowest else "最高"
    joined = "并列" if len(best) > 1 else ""
    each = "、".join(_name(a) for a in best[:_SHOWN])
    more = f"等{len(best)}项" if len(best) > _SHOWN else ""
    text = (
        f"{_who(query)}{_years(query)}{measure.label}{word}的是{each}{more}"
        f"（{joined}{said(ordered[0].value or 0, measure.unit)}）。"
    )
    return Result(text, tuple(best))


def _rank(query: Query, measure: Measure, known: list[Amount]) -> Result:
    ordered = _sorted(known, query.ascending)
    if query.top and len(ordered) > query.top:
        last = ordered[query.top - 1].value
        ordered = [a for i, a in enumerate(ordered) if i < query.top or a.value == last]
    way = "从低到高" if query.ascending else "从高到低"
    listed = "；".join(f"{rank}. {_of(a)}" for rank, a in ranked(ordered)[:_SHOWN])
    more = "……（见表）" if len(ordered) > _SHOWN else ""
    text = f"{_who(query)}{_years(query)}{measure.label}{way}：{listed}{more}。"
    return Result(text, tuple(ordered))


def ranked(ordered: Sequence[Amount]) -> list[tuple[int, Amount]]:
    """Each with its rank; equal values share one."""
    ranks: list[tuple[int, Amount]] = []
    for i, a in enumerate(ordered, 1):
        same = ranks and ranks[-1][1].value == a.value
        ranks.append((ranks[-1][0] if same else i, a))
    return ranks


def _trend(query: Query, measure: Measure, known: list[Amount]) -> Result:
    texts, changes = [], []
    for _, group in groupby(known, key=lambda a: a.body):
        years = sorted(group, key=lambda a: a.year)
        line = f"{years[-1].agency}{measure.label}：{_list(years)}"
        if len(years) > 1:
            change, words = _change(years[0], years[-1])
            changes += change
            line += f"；{years[-1].year}年比{years[0].year}年{words}"
        texts.append(line + "。")
    shown = (
        texts
        if len(texts) <= _SHOWN
        else [*texts[:_SHOWN], f"其余{len(texts) - _SHOWN}个单位见表。"]
    )
    return Result("".join(shown), tuple(known), tuple(changes))


def _change(before: Amount, after: Amount) -> tuple[list[Derived], str]:
    """The difference and the growth from one amount to another, with the words for them."""
    unit = "个百分点" if after.measure.unit == "%" else after.measure.unit
    diff = tidy((after.value or 0) - (before.value or 0))
    label = f"{_name(after)}{after.measure.label}比{_name(before)}"
    found = [_derived(f"{label}增减", diff, unit, (after, before))]
    if diff == 0:
        return found, "持平"
    words = f"{'增加' if diff > 0 else '减少'}{said(abs(diff), unit)}"
    if unit == "个百分点":
        return found, words
    if not before.value:
        return found, f"{words}（基数为0，不计算增长率）"
    growth = round(100 * diff / before.value, 2)
    found.append(_derived(f"{label}增长率", growth, "%", (after, before)))
    return found, f"{words}，{'增长' if diff > 0 else '下降'}{said(abs(tidy(growth)), '%')}"


def _difference(query: Query, measure: Measure, known: list[Amount]) -> Result:
    bodies = list(dict.fromkeys(a.body for a in known))
    if len(query.years) == 2 and (
        len(bodies) > 1 or len(known) == 2 == len(query.years) * len(bodies)
    ):
        return _between_years(query, measure, known)
    if len(known) == 2:
        return _between_bodies(known[0], known[1])
    if len(bodies) == 1 and len(known) > 2:
        return _trend(query, measure, known)
    return _value(query, measure, known)


def _between_years(query: Query, measure: Measure, known: list[Amount]) -> Result:
    texts, derived = [], []
    by_body = [list(g) for _, g in groupby(known, key=lambda a: a.body)]
    pairs = [(min(g, key=_year), max(g, key=_year)) for g in by_body if len(g) == 2]
    for before, after in pairs:
        change, words = _change(before, after)
        derived += change
        texts.append(
            f"{_name(after)}{measure.label}{_is(after)}，{before.year}年{_is(before).lstrip('：')}，{words}。"
        )
    if len(pairs) > 1:
        text, total = _in_all(query, measure, pairs)
        return Result(text + "".join(texts[:_SHOWN]), tuple(known), (*total, *derived))
    return Result("".join(texts) or _list(known) + "。", tuple(known), tuple(derived))


def _year(a: Amount) -> int:
    return a.year


def _in_all(
    query: Query, measure: Measure, pairs: Sequence[tuple[Amount, Amount]]
) -> tuple[str, list[Derived]]:
    """The change of the group's sum, over the bodies that have both years; not of ratios."""
    if measure.over is not None:
        return "", []
    sums = []
    for side in (0, 1):
        members = [p[side] for p in pairs]
        facts = tuple(f for a in members for f in a.facts)
        total = tidy(sum(a.value or 0 for a in members))
        sums.append(Amount(0, _who(query), members[0].year, measure, total, "", facts))
    change, words = _change(sums[0], sums[1])
    text = (
        f"两年都有数字的{len(pairs)}个单位{measure.label}合计：{sums[1].year}年{said(sums[1].value or 0, measure.unit)}，"
        f"{sums[0].year}年{said(sums[0].value or 0, measure.unit)}，{words}。"
    )
    return text, change


def _between_bodies(first: Amount, second: Amount) -> Result:
    unit = "个百分点" if first.measure.unit == "%" else first.measure.unit
    diff = tidy((first.value or 0) - (second.value or 0))
    words = f"多{said(diff, unit)}" if diff > 0 else f"少{said(-diff, unit)}"
    if unit == "个百分点":
        words = words.replace("多", "高").replace("少", "低")
    text = (
        f"{_name(first)}{first.measure.label}{_is(first)}，{_name(second)}{_is(second).lstrip('：')}，"
        + (f"前者比后者{words}。" if diff else "两者相同。")
    )
    label = f"{_name(first)}与{_name(second)}{first.measure.label}之差"
    return Result(text, (first, second), (_derived(label, diff, unit, (first, second)),))


def apart(results: Sequence[Result]) -> Result:
    """The first measure's one amount less the second's; nothing where either has none."""
    amounts = [a for r in results if r.answered for a in r.amounts]
    if len(amounts) != 2 or amounts[0].measure.unit != amounts[1].measure.unit:
        return Result("", answered=False)
    first, second = amounts
    diff = tidy((first.value or 0) - (second.value or 0))
    more = f"前者比后者{'多' if diff > 0 else '少'}{said(abs(diff), first.measure.unit)}。"
    label = f"{_name(first)}{first.measure.label}与{second.measure.label}之差"
    number = _derived(label, diff, first.measure.unit, amounts)
    return Result(more if diff else "两者相同。", derived=(number,))


def _compare(query: Query, measure: Measure, known: list[Amount]) -> Result:
    if len(known) == 2:
        return _difference(query, measure, known)
    ordered = _sorted(known, False)
    first, last = ordered[0], ordered[-1]
    text = f"{_years(query)}{measure.label}：{_list(known)}。"
    if first.value != last.value:
        text += f"最多的是{_of(first)}，最少的是{_of(last)}。"
    return Result(text, tuple(known))


def _share(query: Query, measure: Measure, known: list[Amount]) -> Result:
    if not query.beside:
        return _value(query, measure, known)
    part = [a for a in known if a.body in query.beside]
    whole = sum(a.value or 0 for a in known)
    if not part or not whole:
        return _value(query, measure, known)
    own = tidy(sum(a.value or 0 for a in part))
    share = round(100 * own / whole, 2)
    names = "、".join(dict.fromkeys(a.agency for a in part))
    label = f"{names}{_years(query)}{measure.label}占{query.group}合计的比例"
    text = (
        f"{names}{_years(query)}{measure.label}为{said(own, measure.unit)}，占{query.group}合计"
        f"{said(tidy(whole), measure.unit)}的{said(tidy(share), '%')}。"
    )
    return Result(text, tuple(known), (_derived(label, share, "%", known),))


def _listed(query: Query, measure: Measure, known: list[Amount]) -> Result:
    if query.condition is None:
        ordered = _sorted(known, query.ascending)
        text = f"{_who(query)}{_years(query)}{measure.label}：{_list(ordered)}。"
        if measure.over is None and len(query.years) == 1:
            total = _total(query, measure, known)
            text += f"合计{said(total.value, measure.unit)}。"
            return Result(text, tuple(ordered), (total,))
        return Result(text, tuple(ordered))
    met = _meeting(query, known)
    what = f"{_who(query)}{_years(query)}中，{measure.label}{query.condition}{measure.unit}的"
    number = _number_met(query, what, met, known)
    if not met:
        return Result(f"{what}没有。", (), (number,))
    listed = _list(met, named=bool(query.group))
    return Result(f"{what}有{_counted(query, met)}：{listed}。", tuple(met), (number,))


def _meeting(query: Query, known: list[Amount]) -> list[Amount]:
    met = [a for a in known if query.condition is None or query.condition.holds(a.value or 0)]
    return _sorted(met, query.ascending)


def _of_years(query: Query) -> bool:
    """Whether it is one body's years that meet the condition, not bodies."""
    return not query.group and len(query.bodies) == 1 and len(query.years) > 1


def _number_met(query: Query, what: str, met: Sequence[Amount], known: Sequence[Amount]) -> Derived:
    if _of_years(query):
        return _derived(f"{what}年数", len(met), "年", known)
    return _derived(f"{what}单位数", len({a.body for a in met}), "个", known)


def _counted(query: Query, met: Sequence[Amount]) -> str:
    if _of_years(query):
        return f"{len(met)}年"
    bodies = len({a.body for a in met})
    times = f"、{len(met)}项" if len(query.years) > 1 else ""
    return f"{bodies}个单位{times}"


def _count(query: Query, measure: Measure, known: list[Amount]) -> Result:
    met = _meeting(query, known)
    condition = f"{query.condition}{measure.unit}" if query.condition else "有数字"
    what = f"{_who(query)}{_years(query)}中，{measure.label}{condition}的"
    number = _number_met(query, what, met, known)
    listed = f"：{_list(met)}" if met else ""
    return Result(f"{what}有{_counted(query, met)}{listed}。", tuple(met), (number,))


def meeting_all(
    query: Query, conditions: Sequence[Condition], amounts: Sequence[Sequence[Amount]]
) -> Result:
    """The bodies and years whose every amount is known and meets its condition."""
    each = list(zip(*amounts, strict=True))
    gone = [next(a for a in row if a.value is None) for row in each if _unknown(row)]
    known = [row for row in each if not _unknown(row)]
    if not known:
        return Result(_nothing(query, gone[0].measure, gone), tuple(gone), answered=False)
    met = [
        row
        for row in known
        if all(c.holds(a.value or 0) for a, c in zip(row, conditions, strict=True))
    ]
    asked = "且".join(
        f"{a.measure.label}{c}{a.measure.unit}" for a, c in zip(each[0], conditions, strict=True)
    )
    what = f"{_who(query)}{_years(query)}中，{asked}的"
    listed = "、".join(
        f"{_name(row[0])}（{'，'.join(said(a.value or 0, a.measure.unit) for a in row)}）"
        for row in met[:_SHOWN]
    )
    more = f"等{len(met)}项（见表）" if len(met) > _SHOWN else ""
    text = (
        f"{what}有{_counted(query, [r[0] for r in met])}：{listed}{more}。"
        if met
        else f"{what}没有。"
    )
    number = _number_met(query, what, [r[0] for r in met], [a for row in known for a in row])
    return Result(text + missing(query, gone), tuple(a for row in met for a in row), (number,))


def _unknown(row: Sequence[Amount]) -> bool:
    return any(a.value is None for a in row)


# ---------------------------------------------------------------- growth set in order


def _growth(query: Query, measure: Measure, known: list[Amount]) -> Result:
    """The bodies in the order of their change from the first year to the last; ratios in points."""
    pairs = _ends(known)
    rate = query.change == "rate" and measure.over is None
    grown = [(_grew(before, after, rate), before, after) for before, after in pairs]
    able = [g for g in grown if g[0] is not None]
    if not able:
        return Result(f"{_who(query)}没有两年都有数字、可以比较的单位。", tuple(known))
    if not _one_way(query, [g[0] or 0 for g in able]):
        moved = "减少" if query.ascending else "增加"
        text = f"{_who(query)}{_years(query)}{measure.label}没有{moved}的。"
        return Result(text, tuple(a for pair in pairs for a in pair))
    ordered = sorted(able, key=lambda g: g[0] or 0, reverse=not query.ascending)
    kept = _cut(query, [g[0] or 0 for g in ordered])
    chosen = [(before, after) for _, before, after in ordered[:kept]]
    derived, texts = [], []
    for before, after in chosen:
        change, words = _change(before, after)
        derived += change
        texts.append(
            f"{after.agency}（{before.year}年{said(before.value or 0, measure.unit)}，"
            f"{after.year}年{said(after.value or 0, measure.unit)}，{words}）"
        )
    lead = f"{_who(query)}{_years(query)}{measure.label}{_order(query, rate)}"
    text = f"{lead}：{'；'.join(texts[:_SHOWN])}。"
    if len(able) < len(pairs):
        text += f"另有{len(pairs) - len(able)}个单位上年为0，不计算增长率。"
    return Result(text, tuple(a for pair in chosen for a in pair), tuple(derived))


def _one_way(query: Query, grown: Sequence[Number]) -> bool:
    """Whether any went the way that is asked: none fell most where none fell."""
    if query.operation != "max":
        return True
    return any(g < 0 if query.ascending else g > 0 for g in grown)


_FURTHEST = {
    ("max", False): ("增加最多", "增长最快"),
    ("max", True): ("减少最多", "下降最快"),
    ("min", True): ("增加最少", "增长最慢"),
    ("min", False): ("减少最少", "下降最慢"),
}


def _order(query: Query, rate: bool) -> str:
    if query.operation == "rank":
        return f"{'增长率' if rate else '增减'}{'从低到高' if query.ascending else '从高到低'}"
    return f"{_FURTHEST[query.operation or 'max', query.ascending][rate]}的是"


def _ends(known: Sequence[Amount]) -> list[tuple[Amount, Amount]]:
    """Each body's amounts of the first and the last year, where it has both."""
    first, last = min(a.year for a in known), max(a.year for a in known)
    held = {(a.body, a.year): a for a in known}
    bodies = dict.fromkeys(a.body for a in known)
    return [
        (held[b, first], held[b, last])
        for b in bodies
        if first != last and (b, first) in held and (b, last) in held
    ]


def _grew(before: Amount, after: Amount, rate: bool) -> Number | None:
    diff = (after.value or 0) - (before.value or 0)
    if not rate:
        return diff
    return diff / before.value if before.value else None


def _cut(query: Query, values: Sequence[Number]) -> int:
    """How many of the ordered values are said: all, the top ones, or those level with the first."""
    if query.operation == "rank":
        if not query.top or query.top >= len(values):
            return len(values)
        return sum(1 for i, v in enumerate(values) if i < query.top or v == values[query.top - 1])
    return sum(v == values[0] for v in values)


def _gap(query: Query, measure: Measure, known: list[Amount]) -> Result:
    """The highest less the lowest, with those that have them."""
    ordered = _sorted(known, False)
    high, low = ordered[0], ordered[-1]
    unit = "个百分点" if measure.unit == "%" else measure.unit
    diff = tidy((high.value or 0) - (low.value or 0))
    tops = [a for a in known if a.value == high.value]
    lows = [a for a in known if a.value == low.value]
    text = (
        f"{_who(query)}{_years(query)}{measure.label}最多的是{_list(tops, named=bool(query.group))}，"
        f"最少的是{_list(lows, named=bool(query.group))}，相差{said(diff, unit)}。"
    )
    label = f"{_who(query)}{_years(query)}{measure.label}最高与最低之差"
    shown = (*tops, *(a for a in lows if a not in tops))
    return Result(text, shown, (_derived(label, diff, unit, shown),))


def _times(query: Query, measure: Measure, known: list[Amount]) -> Result:
    """One body or year as a multiple of another, with both numbers and the growth they come to."""
    if len(known) != 2:
        return _value(query, measure, known)
    of_years = known[0].body == known[1].body
    first, second = known if not of_years or query.ascending else known[::-1]
    names = f"{_name(first)}{measure.label}{_is(first)}，{_name(second)}{_is(second).lstrip('：')}"
    if not second.value:
        return Result(f"{names}，除数为0，不计算倍数。", (first, second))
    times = round((first.value or 0) / second.value, 2)
    label = f"{_name(first)}{measure.label}与{_name(second)}之比"
    text = f"{names}，前者是后者的{said(tidy(times), '倍')}。"
    return Result(text, (first, second), (_derived(label, times, "倍", (first, second)),))


_CHANGES: dict[str, Callable[[Query, Measure, list[Amount]], Result]] = {
    "amount": _growth,
    "rate": _growth,
    "gap": _gap,
    "times": _times,
}
_OPERATIONS: dict[str, Callable[[Query, Measure, list[Amount]], Result]] = {
    "value": _value,
    "sum": _sum,
    "average": _average,
    "max": _extreme,
    "min": _extreme,
    "rank": _rank,
    "trend": _trend,
    "compare": _compare,
    "difference": _difference,
    "share": _share,
    "list": _listed,
    "count": _count,
}
