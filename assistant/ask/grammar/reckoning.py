"""What is to be done with a question's measures: the operation, ratios, growth, conditions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.ask.grammar.bodies import blanked
from assistant.ask.grammar.measures import (
    Measure,
    Said,
    application,
    broken_down,
    kinds_apart,
    multiple,
    of_whole,
    ratio,
    said,
    strong,
    together,
    wholeness,
)
from assistant.ask.grammar.operations import Condition, Operation, change, existence, operations
from assistant.ask.grammar.query import Query, choose
from assistant.ask.grammar.reading import Parse, content_words, either_side, read_measures
from assistant.ask.grammar.words import AMOUNT

_PRIORITY: tuple[Operation, ...] = (
    "average",
    "rank",
    "max",
    "min",
    "count",
    "list",
    "trend",
    "difference",
    "compare",
    "sum",
)


def operated(query: Query, p: Parse, before: Query | None) -> Query:
    """The query with its operation, and its measures as ratios where a rate or share is asked."""
    asked = p.asked
    if len(query.measures) == 1 and _in_parts(p) and (parts := broken_down(query.measures[0])):
        return replace(query, measures=parts, operation="value")
    if len(query.measures) == 1 and asked.has("compare"):
        query = replace(query, measures=kinds_apart(query.measures[0]))
    if asked.times:
        return _times(query, p)
    if (growth := _grown(query, p)) is not None:
        return growth
    if before is not None and before.change == "amount" and asked.has("share"):
        return replace(
            query, operation=before.operation, change="rate", ascending=before.ascending
        )  # 按百分比呢, after who grew most
    if _two_apart(query, p):
        return replace(query, operation="value", change="apart")
    operation = next((o for o in _PRIORITY if asked.has(o)), None)
    condition = asked.condition or _of_those(operation, before) or _existing(operation, p)
    if operation == "count" and asked.has("sum") and not condition and HOW_MANY.search(p.text):
        operation = "sum"  # 几个街道一共办结多少件: the cases are counted, not the offices
    if condition and operation != "count":
        operation = "list"
    if p.years.before and operation in (None, "compare", "trend", "sum"):
        operation = "difference"
    if before is not None and operation is None and not asked.has("share"):
        operation = before.operation if _fits(before.operation, query) else None
        query = replace(
            query, top=before.top, condition=before.condition, ascending=before.ascending
        )
    if doubt := _beyond(query, p, operation):
        return choose(query, doubt, ())
    if operation in ("difference", "compare") and "、" in query.group and len(query.years) < 2:
        return choose(query, "一次只能算一类单位的数，请分别问：", query.group.split("、"))
    if condition and any(condition.counted_in(m.unit) is None for m in query.measures):
        return replace(query, intent="passages", measures=())
    condition = condition and condition.counted_in(query.measures[0].unit)
    if condition and len(query.measures) > 1:
        return choose(query, "条件是对哪一项说的？", [m.label for m in query.measures])
    query = replace(
        query,
        operation=operation,
        condition=condition or query.condition,
        top=asked.top or query.top,
        ascending=asked.ascending or query.ascending or operation == "min",
    )
    grows_by = (asked.has("difference", "trend") or p.years.before) and not _OF_WHOLE.search(p.text)
    if p.rate or (asked.has("share") and not grows_by):
        return _as_ratio(query, p)
    if operation == "sum" and len(query.measures) > 1 and (one := together(query.measures)):
        return replace(query, measures=(one,))
    return query


_SUMMED = re.compile(r"合计|累计|加起来|总和|共计|相加|累加")
_NTH = re.compile(r"第[二两三四五六七八九十\d]+[多少高低大小快慢]")
_THAN = re.compile(r"(?:比|较|超过|高于|多于|少于|低于|不如|不及)_")


def _beyond(query: Query, p: Parse, operation: Operation | None) -> str:
    """What is asked that is not computed: sums set in order, bodies that exceed another."""
    over_years = len(query.years) > 1 or p.years.every
    ordered = query.group and over_years and operation in ("max", "min", "rank")
    if ordered and _SUMMED.search(p.text):
        return "多年合计的排序不能一次算出，请逐年问，或分别问各单位的合计。"
    if _NTH.search(p.text):
        return "只能给出最多、最少、前几名或完整的排名，请改问排名。"
    named = blanked(p.text, [s for s in p.bodies.spans if s not in p.bodies.group_spans])
    if query.beside and operation in ("list", "count") and _THAN.search(named):
        return "与某个单位相比的名单不能直接列出，请先问该单位的数字，再按“超过多少件”来问。"
    return ""


_SORTS = re.compile(
    r"(?:分|按|各|每|逐|[一两二三四五六七八九十]|什么)(?:个|一)?(?:种|类|项|条|大类)?(?:处理)?(?:的)?(?:原因|理由|情形|情况|结果|类型|种类|类别|项目?|类|种|条)|分项|逐项|明细|构成|分布|组成|结构"
)
_ONE_BY_ONE = re.compile(
    r"分别|各(?:是|有|占|为)?(?:多少|几)|分布|构成|组成|结构|明细|分项|逐项|各自|各(?:是|有|占|为)"
)


_WHICH_SORT = re.compile(
    r"(?:哪|什么|何)(?:一|个|些|几)?(?:个|种|类|项|条)?(?:原因|理由|情形|情况|结果|类|种|项)"
)


def _in_parts(p: Parse) -> bool:
    """不予公开按原因分别多少: each part that the form has is asked for by itself."""
    text = blanked(p.text, [*p.bodies.spans, *((s.start, s.end) for s in strong(p.said))])
    plain = p.bodies.group or p.years.every or len(p.years.years) > 1 or p.asked.has("share")
    most = p.asked.has("max", "min", "rank")
    asked = _WHICH_SORT.search(text) if most else _SORTS.search(text) and _ONE_BY_ONE.search(text)
    return not plain and bool(asked) and not p.asked.has("sum", "average", "count")


_APART = re.compile(
    r"相差|差(?:了)?(?:多少|几|值|额|距)|差(?=[？?。]?$)|之差|减去|[多少](?:多少|几|出)"
)


def _two_apart(query: Query, p: Parse) -> bool:
    """处罚比许可多几件: two measures of one body and year, the one less the other."""
    one = len(query.bodies) == 1 and not query.group and len(query.years) < 2
    return one and len(query.measures) == 2 and not p.years.before and bool(_APART.search(p.text))


def _times(query: Query, p: Parse) -> Query:
    """几倍: of two measures, two bodies or two years the one said first over the other."""
    found = query.measures
    if len(found) > 1 and not query.group and len(query.bodies) < 2 and len(query.years) < 2:
        joint = _IS.search(blanked(p.text, p.years.spans))
        if joint and (pair := either_side(p.said, joint.start())) is not None:
            return replace(query, measures=(multiple(*pair),), operation="share")
        if len(found) == 2 and _TO_EACH_OTHER.search(p.text):
            return replace(query, measures=(multiple(*found),), operation="share")
    sides = len(query.bodies), len(query.years)
    if order := _MUTUAL.search(p.text):
        backward = order["first"].startswith("后")
        if len(found) == 2 and sides <= (1, 1) and not query.group:
            part, whole = found[::-1] if backward else found
            return replace(query, measures=(multiple(part, whole),), operation="share")
        if len(query.bodies) == 2 and backward:
            query = replace(query, bodies=query.bodies[::-1], agencies=query.agencies[::-1])
    if len(found) == 1 and not query.group and (sides in ((2, 1), (1, 2)) or p.years.before):
        earlier_over_later = sides[1] == 2 and _earlier_counted(query, p.text)
        return replace(query, operation="compare", change="times", ascending=earlier_over_later)
    return choose(query, "几倍要有两个数相比，请说明是哪两个：", _TWO_NUMBERS)


_MUTUAL = re.compile(r"(?P<first>前者|前一?个|后者|后一?个)数?(?:是|为|相当于|除以).*(?:前|后)")
AGAINST = r"(?:和|与|跟|同|比|较|对比|相比于?|相较于?)"


def _earlier_counted(query: Query, text: str) -> bool:
    """Of two years, whether the earlier is counted in the later: it is said first, or 较 the other."""
    dates = [
        re.search(rf"(?P<base>{AGAINST})?(?<!\d)(?:20)?{y % 100:02}(?!\d)", text)
        for y in query.years
    ]
    if None in dates:
        return False
    earlier, later = (m for m in dates if m is not None)
    if bool(earlier["base"]) != bool(later["base"]):
        return bool(later["base"])
    return earlier.start() < later.start()


_TO_EACH_OTHER = re.compile(r"之比|比值|倍数")
_IS = re.compile(r"除以|[是为]|相当于|等于|达到?")


def conditions(p: Parse) -> tuple[tuple[Measure, Condition], ...]:
    """新收大于10件且没有复议: each measure with its condition; () where there are not several."""
    alike = p.asked.condition
    if alike and not p.residue and _ALIKE.search(p.text):
        each = tuple(m for asked in p.reading.measures for m in kinds_apart(asked))
        if len(each) > 1:
            return tuple((m, alike) for m in each)
    masked = blanked(p.text, [*p.bodies.spans, *p.years.spans])
    plain = _plain(masked)
    if _EITHER.search(plain):
        return ()
    every = [m.span() for m in _BOTH.finditer(plain)]
    weak = [m.span() for m in _AND.finditer(plain)]
    any_of = _AS_WELL.search(p.text) is not None
    for joints in (every, *([j] for j in (*every, *weak))):
        ends = [0, *(at for joint in joints for at in joint), len(masked)]
        parts = [masked[a:b] for a, b in zip(ends[::2], ends[1::2], strict=True)]
        found = [_conditioned(part, heads, any_of) for part, heads in _with_what_is_before(parts)]
        if len(found) > 1 and None not in found:
            return tuple(f for f in found if f is not None)
    return ()


def _with_what_is_before(parts: Sequence[str]) -> Iterator[tuple[str, tuple[Said, ...]]]:
    """The parts that say something, each with the measure words of the one before it."""
    before: tuple[Said, ...] = ()
    for part in parts:
        words = said(part)
        if words or content_words(part):
            yield part, before
            before = tuple(strong(words)) or before


def several_conditions(p: Parse) -> bool:
    """Whether more than one part of the question sets a measure a condition (有复议但没有纠正)."""
    masked = blanked(p.text, [*p.bodies.spans, *p.years.spans])
    ends = [0, *(at for m in _BOTH.finditer(_plain(masked)) for at in m.span()), len(masked)]
    parts = (masked[a:b] for a, b in zip(ends[::2], ends[1::2], strict=True))
    return sum(_sets_one(part) for part in parts) > 1 or _EITHER.search(_plain(masked)) is not None


def _plain(masked: str) -> str:
    """The text without its measure words, whose own 又 and 和 join nothing (复议后又起诉)."""
    return blanked(masked, [(s.start, s.end) for s in said(masked)])


def _sets_one(part: str) -> bool:
    words = said(part)
    rest = blanked(part, [(s.start, s.end) for s in words])
    return bool(words) and (operations(rest).condition or existence(rest)) is not None


_ALIKE = re.compile(r"都|均")
"""新收和办结都超过10件: the one condition holds of each."""
_BOTH = re.compile(
    r"并且|而且|同时|但是|可是|不过|但|却|而|且|又|也|、|，|(?<=_)(?=没|无(?!法)|未)"
)
_AND = re.compile(r"以及|[和与]|及(?!以[上下内])")
_EITHER = re.compile(r"或(?!以[上下]|更[多少]|等于)|要么|任一|之一")
_AS_WELL = re.compile(r"既.*[又也还]")
"""既被复议又被起诉: of both it has any."""
_DONE = re.compile(r"(?<=_)[了过]")
"""收到了申请, 收过申请: it has any."""


def _conditioned(
    side: str, before: tuple[Said, ...], any_of: bool = False
) -> tuple[Measure, Condition] | None:
    """The one measure of half a question and its condition, where that is all it says.

    `before` are the other half's words, which it may speak of (有复议，但没有纠正); `any_of` says
    that to name a measure is to ask for those that have any.
    """
    words, reading = read_measures(side, before)
    rest = blanked(side, [(s.start, s.end) for s in words])
    asked = operations(rest)
    condition, spans = asked.condition, asked.spans
    if condition is None and (some := existence(rest)) is not None:
        condition, spans = some[0], (*spans, some[1])
    if condition is None and (done := _DONE.search(rest)) is not None:
        condition, spans = Condition(">", 0), (*spans, done.span())
    if condition is None and any_of:
        condition = Condition(">", 0)
    left = content_words(blanked(rest, spans))
    if len(reading.measures) != 1 or reading.choices or reading.unused or left or not condition:
        return None
    (measure,) = reading.measures
    same = condition.counted_in(measure.unit)
    return (measure, same) if same else None


_TWO_NUMBERS = (
    "某单位某年的一项是另一项的几倍",
    "某单位某一年是另一年的几倍",
    "某年一个单位是另一个单位的几倍",
)


def _grown(query: Query, p: Parse) -> Query | None:
    """Who grew or fell most (增长最多, 同比排名), the highest less the lowest; None: neither."""
    asked = p.asked
    most, least = asked.has("max"), asked.has("min")
    if most and least and (asked.has("difference") or _ENDS_OF_ALL.search(p.text)):
        return replace(query, operation="difference", change="gap")
    against = len(query.years) == 2 and _YEARS_SET.search(blanked(p.text, p.years.spans))
    grows = asked.has("difference") or p.years.before or against
    if not (most or least or asked.has("rank")) or not grows:
        return None
    by_rate, falling = change(p.text)
    return replace(
        query,
        operation="rank" if asked.has("rank") else "max" if most else "min",
        change="rate" if by_rate else "amount",
        top=asked.top,
        ascending=falling != (least or asked.ascending and not falling),
    )


_ENDS_OF_ALL = re.compile(
    r"最[多高大][^，。]{0,6}(?:和|与|及|、)[^，。]{0,6}最[少低小]|最[少低小][^，。]{0,6}(?:和|与|及|、)[^，。]{0,6}最[多高大]"
)
_YEARS_SET = re.compile(r"_(?:比|较|相比于?|相较于?|对比)_|(?:与|和|跟|同)_+(?:相比|对比|比较?)")
"""2023年比2022年: what is looked at is the change from one to the other."""
_OF_WHOLE = re.compile(r"占|比例|比重|份额")
"""Without these, 百分之几 beside 增长 is the growth's own and not a share."""
_WHICH = re.compile(r"哪些|哪几[个家]|名单|几个|几家|多少[个家]")
HOW_MANY = re.compile(rf"多少(?![个家])|几[件起条项]|分别|各自|各(?:是|有)|{AMOUNT}")


def _existing(operation: Operation | None, p: Parse) -> Condition | None:
    """哪些单位有行政诉讼, 哪些单位被起诉: those that have any, where no number is asked for."""
    several = p.bodies.group or len(p.bodies.ids) != 1
    which = _WHICH.search(p.text) or operation == "list" and _ends_with_those(p)
    meant = several and operation in ("list", "count") and which
    return Condition(">", 0) if meant and not HOW_MANY.search(p.text) else None


def _ends_with_those(p: Parse) -> bool:
    """列出作过处罚的部门: the clause before the group's name says which of it are meant."""
    spans = p.bodies.group_spans
    return any("的" in p.text[max(a - 1, 0) : a + 1] and _END.match(p.text, b) for a, b in spans)


_END = re.compile(
    r"(?:的?(?:名单|清单|列表)|都|有|是|谁|来|一下|出来|列一?下|列|个|报一?下)*(?:[？?。！，]|$)"
)


def _of_those(operation: Operation | None, before: Query | None) -> Condition | None:
    """一共几家 after 哪些部门超过10件: those that met the condition."""
    return before.condition if before and operation in ("count", "list") else None


def _fits(operation: Operation | None, query: Query) -> bool:
    """Whether the last question's operation can be the next one's with its bodies and years."""
    several = len(query.bodies) > 1 or len(query.years) > 1
    return operation in ("trend", "difference", "share") or several


def _as_ratio(query: Query, p: Parse) -> Query:
    """占比 and 率: of the whole that is said, of the group, or of what the cell is part of."""
    found = query.measures
    operation = query.operation or "share"
    if p.asked.has("share") and query.group and query.beside and not p.rate:
        return replace(query, operation="share")
    if len(found) > 1 and p.asked.has("share") and (joint := _part_of_one(found, p)):
        return replace(query, measures=joint, operation=operation, beside=())
    if len(found) == 2 and p.asked.has("share"):
        pair = _ordered(found, p)
        return replace(query, measures=(ratio(*pair),), operation=operation, beside=())
    ratios = tuple(r for m in found if (r := _whole_of(m, p)) is not None)
    wholes = {r.over.key for r in ratios if r.over}
    if len(ratios) < len(found) or (p.asked.has("share") and wholes & {m.key for m in found}):
        return choose(
            query, f"“{found[0].label}”占什么的比例？", ("占办理结果总计的比例", "占新收申请的比例")
        )
    return replace(query, measures=ratios, operation=operation)


_OF_WHAT = re.compile(r"占(?!比(?!例)|多少|几|百分|比例|比重)|除以")
_ADDED = re.compile(r"合计|加|之和|总和|总共|一共|合起来|两[项者类]")


def _part_of_one(found: tuple[Measure, ...], p: Parse) -> tuple[Measure, ...]:
    """Parts of the same whole (予以公开和部分公开合计占总计): their sum's share, or each one's.

    () where the measures said are not that.
    """
    natural = {m.key: r.over for m in found if (r := of_whole(m)) is not None and r.over}
    keys = {m.key for m in found}
    named = {w.key for key, w in natural.items() if w.key in keys and w.key != key}
    parts = tuple(m for m in found if m.key not in named)
    wholes = {natural[m.key].key if m.key in natural else "" for m in parts}
    at = _OF_WHAT.search(p.text)
    if len(parts) < 2 or len(wholes) != 1 or "" in wholes or (named and named != wholes):
        return ()
    if at and any(_places(m, p) > at.start() for m in parts):
        return ()
    whole = natural[parts[0].key]
    if named or _ADDED.search(p.text):
        each = not _ADDED.search(p.text) and p.asked.has("compare")
        one = None if each else together(parts)
        return (ratio(one, whole),) if one else tuple(ratio(m, whole) for m in parts)
    return tuple(ratio(m, whole) for m in parts)


def _places(measure: Measure, p: Parse) -> int:
    """Where the last word of the measure's own row or result stands."""
    key = f"{measure.key.removesuffix('.total')}."
    return max((s.start for s in strong(p.said) if f".{s.value}." in key), default=0)


def _whole_of(measure: Measure, p: Parse) -> Measure | None:
    if (group := _group_said(measure, p)) is not None:
        return ratio(measure, group)
    name = f"{_short(measure)}率" if p.rate else ""
    return of_whole(measure, name)


def _group_said(measure: Measure, p: Parse) -> Measure | None:
    """The group that a reason's share is of, where it is said: 信访占不予处理的, 不予公开中国家秘密占."""
    table, top, *rest = measure.key.split(".")
    if table != "applications" or len(rest) < 2:
        return None
    places = {s.value: s for s in strong(p.said) if s.facet == "row"}
    group, own = places.get(top), places.get(f"{top}.{rest[0]}")
    if group is None or own is None:
        return None
    joint = p.text[group.end : own.start] if group.end <= own.start else ""
    after = re.search(r"占|除以", p.text)
    if (after and own.end <= after.start() <= group.start) or re.search(r"里|中|内", joint):
        return application(top, rest[-1])
    return None


def _short(measure: Measure) -> str:
    return re.sub(r"[“”]|的申请|（.*?）", "", measure.label)


def _ordered(found: tuple[Measure, ...], p: Parse) -> tuple[Measure, Measure]:
    """Part and whole: what the form makes a part of the other, else as the sentence puts them.

    Before 占 stands the part (不予公开占办结的…); where both do, the nearer (办结里不予公开占…).
    """
    first, second = found
    natural = {m.key: of_whole(m) for m in found}
    for part, whole in ((first, second), (second, first)):
        over = natural[part.key]
        if over is not None and over.over is not None and over.over.key == whole.key:
            return part, whole
    if (wide := wholeness(first)) != wholeness(second):
        return (second, first) if wide > wholeness(second) else (first, second)
    at = p.text.find("占")
    both_before = at >= 0 and all(s.start < at for s in strong(p.said))
    return (second, first) if both_before else (first, second)
