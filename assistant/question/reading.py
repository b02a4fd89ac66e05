"""From the words of a question to a `Query`: each step takes its words, the rest is looked at."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.question import topics
from assistant.question.bodies import Bodies, Roster, blanked, bodies
from assistant.question.measures import (
    HARMLESS,
    Measure,
    Reading,
    Said,
    measures,
    of_whole,
    ratio,
    said,
    together,
    wholeness,
)
from assistant.question.operations import Asked, Condition, Operation, change, existence, operations
from assistant.question.query import Filters, Query
from assistant.question.words import ASKING_WORDS, PARTICLES, STOP_WORDS
from assistant.question.years import Years, years


@dataclass(frozen=True)
class Holdings:
    """What the library holds, as far as a question needs it: its bodies and their years.

    `years_of` gives the years that any of the bodies has a report of, oldest first; () for all.
    """

    roster: Roster
    years_of: Callable[[Sequence[int]], tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Parse:
    """What each step read in the question, and the words that none of them knows."""

    text: str
    bodies: Bodies
    said: tuple[Said, ...]
    reading: Reading
    rate: bool
    years: Years
    asked: Asked
    residue: tuple[str, ...]
    content: str


# ---------------------------------------------------------------- reading the words


def parse(question: str, holdings: Holdings, base: int | None = None) -> Parse:
    """Every step's reading of `question`; `base` is the year that 上年 counts from."""
    text = folded(question)
    who = bodies(text, holdings.roster, lambda t: _spans(_strong(said(t))))
    named = [s for s in who.spans if s not in who.group_spans]
    masked = blanked(text, who.spans)
    words, reading = _measures(masked)
    taken = _spans(words)
    rates = [(s.end, s.end + 1) for s in words if masked[s.end : s.end + 1] == "率"]
    latest = max(holdings.years_of(()), default=None)
    when = years(blanked(masked, [*_spans(_strong(words)), *rates]), latest, base)
    rest = blanked(text, [*named, *taken, *rates, *when.spans])
    asked = _with_existence(operations(rest), rest, bool(reading.measures))
    unused = [s for s in words if s in reading.unused]
    explained = [*who.spans, *taken, *rates, *when.spans, *asked.spans]
    residue = (*_content(blanked(text, explained)), *(text[s.start : s.end] for s in unused))
    content = blanked(text, [*who.spans, *when.spans])
    return Parse(text, who, words, reading, bool(rates), when, asked, residue, content)


_JOINTS = re.compile(r"[，；;、？?。]|以及|并且?|还有|和|及|与")
_ASKS_WORDS = re.compile(r"问题|不足|短板|改进|整改|措施|做法|打算|经验")
_TELLING = re.compile(
    r"问题|不足|短板|困难|难点|薄弱|差距|改进|整改|措施|举措|做法|打算|计划|经验|亮点"
    r"|怎么|如何|怎样|为什么|原因|提到|说到|讲到|写到"
)


def _halves(p: Parse, holdings: Holdings, base: int | None) -> tuple[str, str] | None:
    """A question that asks for a figure and for words, as two questions of the same body and year.

    新收多少件，存在什么问题: the half with a measure must be wholly understood by itself.
    """
    if not p.reading.measures or not _TELLING.search(p.text):
        return None
    kept = sorted({*p.bodies.spans, *p.years.spans})
    for joint in _JOINTS.finditer(p.text):
        parts = [p.text[: joint.start()], p.text[joint.end() :]]
        names = [
            "".join(p.text[a:b] for a, b in kept if b <= joint.start()),
            "".join(p.text[a:b] for a, b in kept if a >= joint.end()),
        ]
        for i in (0, 1):
            figure, words = names[1 - i] + parts[i], names[i] + parts[1 - i]
            told = parse(words, holdings, base)
            if not _TELLING.search(told.content) or told.reading.measures:
                continue
            counted = parse(figure, holdings, base)
            if counted.reading.measures and not counted.residue and not counted.reading.choices:
                return figure, words
    return None


def _of_both(
    question: str,
    halves: tuple[str, str],
    holdings: Holdings,
    before: Query | None,
    filters: Filters | None,
) -> Query:
    figure, words = (resolve(half, holdings, before, filters) for half in halves)
    if figure.intent != "figures" or words.intent != "passages":
        return replace(figure if figure.intent != "figures" else words, question=question)
    return replace(figure, question=question, intent="both", text=words.text)


_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}


def folded(question: str) -> str:
    """The question in half-width, without spaces and courtesies at its ends."""
    return re.sub(r"\s+", "", question.translate(_FULL_WIDTH)).replace(",", "，").replace("?", "？")


def _strong(words: Sequence[Said]) -> list[Said]:
    return [s for s in words if not s.weak]


def _spans(words: Sequence[Said]) -> list[tuple[int, int]]:
    return [(s.start, s.end) for s in words]


_CLAUSE = re.compile(r"(?<=[多少几件])[，；;、]|[？。！]")


def _measures(masked: str) -> tuple[tuple[Said, ...], Reading]:
    """The measure words and what they come to, clause by clause where each asks its own 多少."""
    words = said(masked)
    cuts = [0, *(m.end() for m in _CLAUSE.finditer(masked)), len(masked)]
    parts = [
        tuple(s for s in words if start <= s.start < end)
        for start, end in zip(cuts, cuts[1:], strict=False)
    ]
    readings = [measures(p) for p in parts if _strong(p)] or [measures(words)]
    crossed = tuple(s for p in parts for s in _crossed(p, masked))
    return words, Reading(
        tuple(dict.fromkeys(m for r in readings for m in r.measures)),
        next((r.choices for r in readings if r.choices), ()),
        (*(s for r in readings for s in r.unused), *crossed),
    )


_TABLES = {"row": 3, "column": 3, "kind": 4, "result": 4, "item": 2, "count": 2}
_JOINED = re.compile(r"[和与及、，；;+加跟同]|以及|还有|或|占|比|除")


def _crossed(words: Sequence[Said], masked: str) -> Iterator[Said]:
    """Words of another table than the word before, with nothing that joins them: 重复申请的复议.

    No cell counts what is in two tables at once, so one of them narrows what the form cannot.
    """
    strong = [s for s in _strong(words) if s.value not in HARMLESS]
    for before, after in zip(strong, strong[1:], strict=False):
        apart = _JOINED.search(masked[before.end : after.start])
        if _TABLES[before.facet] != _TABLES[after.facet] and not apart:
            yield after


def _with_existence(asked: Asked, rest: str, measured: bool) -> Asked:
    """哪些单位没有收到申请: a condition in words, where bodies are listed or counted."""
    if asked.condition or not measured or not asked.has("list", "count"):
        return asked
    if (found := existence(rest)) is None:
        return asked
    return replace(asked, condition=found[0], spans=(*asked.spans, found[1]))


_COUNTERS = re.compile(r"(?:几|多少)(?:件次|[件个条次场起宗桩份项例趟回笔部])?")


def _content(masked: str) -> tuple[str, ...]:
    """The words of the text that say something beyond the asking itself."""
    import rjieba

    pieces = re.findall(r"[一-龥A-Za-z0-9.%]+", _COUNTERS.sub("_", masked))
    words = [w for piece in pieces for w in rjieba.cut(piece)]
    return tuple(w for w in words if w not in STOP_WORDS and not _glued(w))


def _glued(word: str) -> bool:
    """Whether the cut has joined stop words to one (数是, 还有几)."""
    reached = {0}
    for end in range(1, len(word) + 1):
        parts = (word[start:end] for start in reached)
        if any(p in STOP_WORDS and (len(p) > 1 or p in PARTICLES) for p in parts):
            reached.add(end)
    return len(word) in reached


# ---------------------------------------------------------------- settling the query


def resolve(
    question: str,
    holdings: Holdings,
    before: Query | None = None,
    filters: Filters | None = None,
) -> Query:
    """The query that `question` means after `before` (the conversation's last) under `filters`."""
    base = before.years[0] if before and len(before.years) == 1 else None
    p = parse(question, holdings, base)
    asks_words = p.residue or _ASKS_WORDS.search(p.text)
    if asks_words and (halves := _halves(p, holdings, base)):
        return _of_both(question, halves, holdings, before, filters)
    query = Query(question, "passages", text=p.content, notes=_notes(p))
    if topics.asks_draft(p.text):
        return _about_bodies(replace(query, intent="draft"), p, holdings, before, filters)
    if (rules := topics.rules_named(p.text)) and not p.bodies.ids:
        return replace(query, intent="rule", rules=rules)
    query = _about_bodies(query, p, holdings, before, filters)
    if query.intent in ("none", "clarify"):
        return query
    if topics.asks_findings(p.text):
        about = topics.rules_named(p.text) or topics.rules_about(p.text)
        return replace(query, intent="findings", rules=about, operation="list")
    if topics.asks_inventory(blanked(p.text, p.years.spans)):
        return replace(query, intent="inventory", operation=_counted(p.asked))
    return _measured(query, p, holdings, before)


def _notes(p: Parse) -> tuple[str, ...]:
    return (p.years.note,) if p.years.note else ()


def _counted(asked: Asked) -> Operation:
    return "count" if asked.has("count") and not asked.has("list") else "list"


def _about_bodies(
    query: Query, p: Parse, holdings: Holdings, before: Query | None, filters: Filters | None
) -> Query:
    """The query with its bodies and years, or the `none` or `clarify` that they come to."""
    who = p.bodies
    roster = holdings.roster
    if who.too_wide:
        return replace(
            query,
            intent="none",
            reply=f"库中没有“{who.too_wide}”范围的报告，只收录了其中一部分单位，不能作为{who.too_wide}的数字。",
        )
    if who.unknown:
        names = "、".join(f"“{n}”" for n in who.unknown)
        return replace(query, intent="none", reply=f"库中没有{names}的报告。")
    if who.ambiguous:
        name, ids = who.ambiguous[0]
        return replace(
            query,
            intent="clarify",
            reply=f"库中有{len(ids)}个单位可以称作“{name}”，请选择要问的是哪一个：",
            choices=roster.named(ids)[:_MOST_CHOICES],
        )
    ids, group, carried = _bodies_meant(p, roster, before, filters)
    query = replace(query, bodies=ids, agencies=roster.named(ids), group=group, beside=who.beside)
    query = replace(query, carried=("agencies",) if carried else ())
    return _about_years(query, p, before, filters)


_MOST_CHOICES = 20


def _bodies_meant(
    p: Parse, roster: Roster, before: Query | None, filters: Filters | None
) -> tuple[tuple[int, ...], str, bool]:
    """The bodies' ids, the group's label, and whether the conversation supplied them."""
    who = p.bodies
    if who.ids or who.group:
        if before and p.asked.has("compare", "difference") and _joins(p) and not who.group:
            return tuple(dict.fromkeys((*before.bodies, *who.ids))), "", True
        return who.ids, who.group, False
    if who.whole:
        return (), "", False
    if filters and filters.agencies:
        ids = [i for n in filters.agencies for i in sorted(roster.called.get(n, ()))]
        return tuple(dict.fromkeys(ids)), "", False
    if before and before.bodies:
        return before.bodies, before.group, True
    return (), "", False


_JOINS = re.compile(r"^(?:那么?|如果)?(?:和|与|跟|同|比|相比|对比)")


def _joins(p: Parse) -> bool:
    """和教育局比呢: the body said is set beside the one spoken of."""
    return len(p.bodies.ids) == 1 and _JOINS.match(p.text) is not None


def _about_years(query: Query, p: Parse, before: Query | None, filters: Filters | None) -> Query:
    if p.years.years:
        return replace(query, years=p.years.years)
    if p.years.every:
        return query
    if filters and filters.years:
        return replace(query, years=tuple(sorted(filters.years)))
    if before and before.years and not p.asked.has("trend"):
        return replace(query, years=before.years, carried=(*query.carried, "years"))
    return query


# ---------------------------------------------------------------- figures


def _measured(query: Query, p: Parse, holdings: Holdings, before: Query | None) -> Query:
    """A figures query where the question names a measure and nothing is left unexplained."""
    follows = before is not None and not p.reading.measures and not p.reading.choices
    if p.residue:
        half = bool(p.reading.measures) and _HOW_MANY.search(p.text) is not None
        return replace(query, intent="passages", unresolved=half, must=_must(p) if half else ())
    if p.reading.choices:
        return _choose(query, "要问的是哪一项？", [m.label for m in p.reading.choices])
    found = p.reading.measures
    if follows and before is not None and before.measures:
        found = before.measures
        query = replace(query, carried=(*query.carried, "measure"))
    if not found:
        return _unmeasured(query, p, before)
    query = replace(query, intent="figures", measures=found)
    query = _operated(query, p, before if follows else None)
    return query if query.intent == "clarify" else _settled(query, p, holdings)


def _must(p: Parse) -> tuple[str, ...]:
    """What a sentence has to say to stand in for a figure: the odd words and the measure's own."""
    said = _strong(p.said) or [s for s in p.said if s.weak > 1]
    named = (p.text[s.start : s.end] for s in said)
    odd = (w for w in p.residue if w not in ASKING_WORDS)
    return tuple(dict.fromkeys((*odd, *named)))


def _unmeasured(query: Query, p: Parse, before: Query | None) -> Query:
    if before is not None and before.intent in ("passages", "both", "findings") and before.text:
        return replace(query, intent=before.intent, text=before.text, rules=before.rules)
    if query.bodies or query.years:
        return replace(
            query,
            intent="clarify",
            reply="要问什么？可以问一项数字，也可以问报告里写了什么，例如：",
            choices=(
                "新收政府信息公开申请多少件",
                "行政复议多少件",
                "存在什么问题",
                "报告有什么错误",
            ),
            unresolved=True,
        )
    return replace(query, intent="none", reply=_NOT_UNDERSTOOD, unresolved=True)


_NOT_UNDERSTOOD = (
    "没有看懂这个问题，或者它不在年度报告的范围之内。可以问某单位某年的数字，或报告里写了什么。"
)


def _choose(query: Query, reply: str, choices: Sequence[str]) -> Query:
    return replace(query, intent="clarify", reply=reply, choices=tuple(choices)[:_MOST_CHOICES])


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


def _operated(query: Query, p: Parse, before: Query | None) -> Query:
    """The query with its operation, and its measures as ratios where a rate or share is asked."""
    asked = p.asked
    if (growth := _grown(query, p)) is not None:
        return growth
    operation = next((o for o in _PRIORITY if asked.has(o)), None)
    condition = asked.condition or _existing(operation, p)
    if operation == "count" and asked.has("sum") and not condition and _HOW_MANY.search(p.text):
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
    query = replace(
        query,
        operation=operation,
        condition=condition or query.condition,
        top=asked.top or query.top,
        ascending=asked.ascending or query.ascending or operation == "min",
    )
    grows_by = asked.has("difference") and not _OF_WHOLE.search(p.text)
    if p.rate or (asked.has("share") and not grows_by):
        return _as_ratio(query, p)
    if operation == "sum" and len(query.measures) > 1 and (one := together(query.measures)):
        return replace(query, measures=(one,))
    return query


def _grown(query: Query, p: Parse) -> Query | None:
    """Who grew or fell most (增长最多, 同比排名), the highest less the lowest; None: neither."""
    asked = p.asked
    most, least = asked.has("max"), asked.has("min")
    if most and least and asked.has("difference"):
        return replace(query, operation="difference", change="gap")
    grows = asked.has("difference") or p.years.before
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


_OF_WHOLE = re.compile(r"占|比例|比重|份额")
"""Without these, 百分之几 beside 增长 is the growth's own and not a share."""
_WHICH = re.compile(r"哪些|哪几[个家]|名单|几个|几家|多少[个家]")
_HOW_MANY = re.compile(r"多少(?![个家])|几[件起条项]|分别|各自|各(?:是|有)|数量|件数")


def _existing(operation: Operation | None, p: Parse) -> Condition | None:
    """哪些单位有行政诉讼, 哪些单位被起诉: those that have any, where no number is asked for."""
    several = p.bodies.group or len(p.bodies.ids) != 1
    which = several and operation in ("list", "count") and _WHICH.search(p.text)
    return Condition(">", 0) if which and not _HOW_MANY.search(p.text) else None


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
    if len(found) == 2 and p.asked.has("share"):
        pair = _ordered(found, p)
        return replace(query, measures=(ratio(*pair),), operation=operation, beside=())
    ratios = tuple(r for m in found if (r := _whole_of(m, p)) is not None)
    if len(ratios) < len(found):
        return _choose(
            query, f"“{found[0].label}”占什么的比例？", ("占办理结果总计的比例", "占新收申请的比例")
        )
    return replace(query, measures=ratios, operation=operation)


def _whole_of(measure: Measure, p: Parse) -> Measure | None:
    name = f"{_short(measure)}率" if p.rate else ""
    return of_whole(measure, name)


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
    both_before = at >= 0 and all(s.start < at for s in _strong(p.said))
    return (second, first) if both_before else (first, second)


def _settled(query: Query, p: Parse, holdings: Holdings) -> Query:
    """Bodies and years filled in by the defaults, or the question that they leave open."""
    query = _who(query, p, holdings)
    if query.intent in ("clarify", "none"):
        return query
    held = holdings.years_of(query.bodies)
    if not held:
        return replace(query, intent="none", reply="库中没有这些单位的报告。")
    query = _when(query, p, held)
    if query.intent == "clarify":
        return query
    several = len(query.bodies) > 1 or len(query.years) > 1
    operation = query.operation
    if p.years.every and operation is None and not query.group:
        operation = "trend"
    if query.group and operation == "compare":
        operation = "list"
    if operation is None or (operation in ("sum", "compare") and not several):
        operation = "list" if query.group else "value"
    if operation in ("list", "count") and not query.group and not query.condition:
        operation = "value"
    return replace(query, operation=operation)


_OVER_ALL = ("average", "max", "min", "rank", "list", "count")


def _who(query: Query, p: Parse, holdings: Holdings) -> Query:
    roster = holdings.roster
    if query.bodies:
        return query
    if query.group:
        return replace(query, intent="none", reply=f"库中没有属于“{query.group}”的单位。")
    every = tuple(roster.bodies)
    if len(every) == 1:
        return replace(query, bodies=every, agencies=roster.named(every))
    if p.bodies.whole and query.operation not in _OVER_ALL:
        area, tops = p.bodies.whole
        choices = (*roster.named(tops), f"{area}各单位合计", f"{area}各乡镇（街道）合计")
        return _choose(query, f"“{area}”是指政府本级年报的数字，还是各单位的合计？", choices)
    if query.operation in _OVER_ALL and not (query.operation == "max" and p.years.every):
        scope = p.bodies.scope
        ids = tuple(i for i in every if scope is None or i in roster.under(scope) or i == scope)
        note = f"按库中全部{len(ids)}个单位计算"
        return replace(
            query,
            bodies=ids,
            agencies=roster.named(ids),
            group="全部单位",
            notes=(*query.notes, note),
        )
    return _choose(
        query,
        "请问是哪个单位？库中有：",
        [*roster.named(every)[: _MOST_CHOICES - 2], "各乡镇", "全部单位"],
    )


def _when(query: Query, p: Parse, held: tuple[int, ...]) -> Query:
    if query.change in ("amount", "rate"):
        return _with_year_before(query, held)
    both_years = query.operation == "difference" and not query.change and _one_by_one(query)
    if p.years.before or both_years:
        return _with_year_before(query, held)
    if query.years:
        return query
    if p.years.every or query.operation == "trend":
        return replace(query, years=held)
    if len(held) == 1:
        note = f"库中只有{held[0]}年的报告，按{held[0]}年回答"
        return replace(query, years=held, notes=(*query.notes, note))
    return _choose(query, "请问是哪一年？库中有：", [f"{y}年" for y in reversed(held)])


def _one_by_one(query: Query) -> bool:
    """增长了多少 of one body with one year or none: the year before is the other side."""
    return len(query.years) == 1 and (len(query.bodies) == 1 or bool(query.group))


def _with_year_before(query: Query, held: tuple[int, ...]) -> Query:
    if not query.years:
        note = f"按库中最新年度{held[-1]}年计"
        query = replace(query, years=held[-1:], notes=(*query.notes, note))
    if len(query.years) > 1:
        return query
    operation = query.operation if query.change else "difference"
    return replace(query, years=(query.years[0] - 1, query.years[0]), operation=operation)
