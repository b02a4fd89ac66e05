"""From a read question to its `Query`: which bodies, which years, figures or words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import assistant.ask.grammar.topics as topics
from assistant.ask.grammar.bodies import blanked
from assistant.ask.grammar.body_names import Roster
from assistant.ask.grammar.measures import Measure, ratio, strong
from assistant.ask.grammar.operations import Asked, Condition, Operation
from assistant.ask.grammar.query import MOST_CHOICES, Filters, Query, choose
from assistant.ask.grammar.reading import Holdings, Parse, parse
from assistant.ask.grammar.reckoning import (
    AGAINST,
    HOW_MANY,
    conditions,
    operated,
    several_conditions,
)
from assistant.ask.grammar.words import ASKING_WORDS

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
    asks_words = p.residue or _ASKS_WORDS.search(p.text) or _WORDING.search(p.text)
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
    if topics.asks_particulars(p.text):
        return replace(query, intent="none", reply="年度报告不记载申请人的个人情况。")
    if topics.asks_findings(p.text):
        about = topics.rules_named(p.text) or topics.rules_about(p.text)
        return replace(query, intent="findings", rules=about, operation="list")
    if topics.asks_inventory(blanked(p.text, p.years.spans)):
        return replace(query, intent="inventory", operation=_counted(p.asked))
    return _measured(query, p, holdings, before)


def _notes(p: Parse) -> tuple[str, ...]:
    return tuple(note for note in (p.years.note, p.note) if note)


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
    if who.ambiguous and not (who.own and filters and filters.agencies):
        name, ids = who.ambiguous[0]
        return replace(
            query,
            intent="clarify",
            reply=_whose(name, len(ids), own=who.own),
            choices=roster.named(ids)[:MOST_CHOICES],
        )
    ids, group, carried = _bodies_meant(p, roster, before, filters)
    beside = who.beside
    if group and not beside and before and not before.group and _of_that(p):
        ids, beside, carried = tuple(dict.fromkeys((*ids, *before.bodies))), before.bodies, True
    query = replace(query, bodies=ids, agencies=roster.named(ids), group=group, beside=beside)
    query = replace(query, carried=("agencies",) if carried else ())
    return _about_years(query, p, before, filters)


def _whose(name: str, number: int, *, own: bool) -> str:
    if own:
        return f"“{name}”是哪一个？请写出单位名称，或在页面上选定单位。库中有："
    return f"库中有{number}个单位可以称作“{name}”，请选择要问的是哪一个："


def _bodies_meant(
    p: Parse, roster: Roster, before: Query | None, filters: Filters | None
) -> tuple[tuple[int, ...], str, bool]:
    """The bodies' ids, the group's label, and whether the conversation supplied them."""
    who = p.bodies
    if who.anyone and before and before.group:
        return before.bodies, before.group, True  # 那最少的是谁: of those just spoken of
    if who.ids or who.group:
        if before and not p.reading.measures and _joins(p) and not who.group:
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


_OF_THAT = re.compile(
    r"^(?:那么?|这些?|其|它们?|大[概约]|约)*(?:(?:在?[^占]*(?:里|中|内|当中|里面))?占"
    r"|在[^占]*(?:里|中|内|当中|里面)的?(?:比例|比重|份额))"
)


def _of_that(p: Parse) -> bool:
    """占办结总数的几成, 在各乡镇里占比多少: the part is what was just spoken of."""
    return p.asked.has("share") and _OF_THAT.match(p.text) is not None


_JOINS = re.compile(
    r"^(?:那么?|如果|再|请)?(?:它|他们|其|这家|该(?:局|镇|乡|街道|单位))?(?:和|与|跟|同(?!一?年|期|样|时)|比|相比|对比)"
)


def _joins(p: Parse) -> bool:
    """和教育局比呢: the body said is set beside the one spoken of."""
    return len(p.bodies.ids) == 1 and _JOINS.match(p.text) is not None


def _about_years(query: Query, p: Parse, before: Query | None, filters: Filters | None) -> Query:
    if p.years.years:
        return replace(query, years=_set_against(p, before))
    if p.years.every:
        return query
    if filters and filters.years:
        return replace(query, years=tuple(sorted(filters.years)))
    if before and before.years and (p.years.before or not p.asked.has("trend")):
        return replace(query, years=before.years, carried=(*query.carried, "years"))
    return query


_AGAINST = re.compile(rf"^(?:那么?|如果|要是)?{AGAINST}_")


def _set_against(p: Parse, before: Query | None) -> tuple[int, ...]:
    """较2022年增减多少: the year said is set beside the one year spoken of, where no more is said."""
    said = p.years.years
    follows = before is not None and len(before.years) == 1 and not p.reading.measures
    if before is None or not follows or len(said) != 1 or p.bodies.said:
        return said
    if not _AGAINST.match(blanked(p.text, p.years.spans)):
        return said
    return tuple(sorted({*said, *before.years}))


# ---------------------------------------------------------------- a figure and words at once


_JOINTS = re.compile(r"[，；;、？?。]|以及|并且?|还有|和|及|与|加上|连同|外加|另外|同时")
_ASKS_WORDS = re.compile(r"问题|不足|短板|改进|整改|措施|做法|打算|经验")
_WORDING = re.compile(r"怎么[说写讲]|如何表述|咋[说写讲]|表述|原文|原话|文字|[那这]段")
_TELLING = re.compile(
    r"问题|不足|短板|困难|难点|薄弱|差距|改进|整改|措施|举措|做法|打算|计划|经验|亮点"
    r"|怎么|如何|怎样|为什么|原因|提到|说到|讲到|写到"
    r"|[做写说讲干]了?(?:什么|啥|哪些)|哪些工作|什么内容|哪些内容"
    rf"|{_WORDING.pattern}"
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
            if not _TELLING.search(told.content) or strong(told.said):
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


# ---------------------------------------------------------------- figures


def _measured(query: Query, p: Parse, holdings: Holdings, before: Query | None) -> Query:
    """A figures query where the question names a measure and nothing is left unexplained."""
    if (both := conditions(p)) and (p.bodies.group or p.asked.has("list", "count")):
        return _meeting_both(query, both, p, holdings)
    follows = before is not None and not p.reading.measures and not p.reading.choices
    if p.residue:
        named = p.reading.measures or p.reading.unused
        one = len(query.bodies) == len(query.years) == 1 and not _TELLING.search(p.text)
        counts = HOW_MANY.search(p.text) or _COUNTS.search(p.text)
        half = bool(named) and (one or counts is not None)
        if not half:
            return query
        odd, labels = _odd(p), tuple(m.label for m in p.reading.measures)
        return replace(query, unresolved=True, must=_must(p), odd=odd, choices=labels)
    if _WORDING.search(p.text) and not strong(p.said):
        return query  # 关于依申请公开的表述: a topic, not the number of applications
    found = p.reading.measures
    if p.reading.choices:
        found = _of_the_same(p.reading.choices, before)
        if not found:
            return choose(query, "要问的是哪一项？", [m.label for m in p.reading.choices])
    if follows and before is not None and before.measures:
        found = before.measures
        query = replace(query, carried=(*query.carried, "measure"))
    elif before is not None and (part := _part_before(found, p, before)) is not None:
        found = (ratio(part, found[0]),)
        query = replace(query, carried=(*query.carried, "measure"))
        return _settled(
            replace(query, intent="figures", measures=found, operation="share"), p, holdings
        )
    if not found:
        return _unmeasured(query, p, before)
    query = replace(query, intent="figures", measures=found)
    query = operated(query, p, before if follows else None)
    if query.condition and query.operation in ("list", "count") and several_conditions(p):
        return choose(
            query, "条件不止一个，没有全看懂。请一个条件问一次，或说成“甲超过几件且乙为几件”。", ()
        )
    return query if query.intent != "figures" else _settled(query, p, holdings)


def _of_the_same(choices: Sequence[Measure], before: Query | None) -> tuple[Measure, ...]:
    """结果维持的呢 after 行政复议多少件: the one choice in the row that was spoken of, if one is."""
    rows = {m.key.rpartition(".")[0] for m in before.measures} if before else set()
    near = tuple(m for m in choices if m.key.rpartition(".")[0] in rows)
    return near if len(near) == 1 else ()


def _part_before(found: Sequence[Measure], p: Parse, before: Query) -> Measure | None:
    """What was spoken of, where the question says only the whole that it is part of."""
    if p.bodies.group or not _of_that(p) or not len(found) == len(before.measures) == 1:
        return None
    part = before.measures[0]
    return part if part.over is None and part.key != found[0].key else None


_COUNTS = re.compile(
    r"最[多少高低大小]|(?:超过|不足|少于|多于)[\d一二三四五六七八九十两]|[\d十百][件个家]?以上|排名|平均"
    r"|合计|总数|占比|收到过|收过|提过?的申请|申请数|案件数|决定数"
)
"""Words that ask for a figure as surely as 多少 does: 学生提的申请哪家最多."""


def _meeting_both(
    query: Query, both: Sequence[tuple[Measure, Condition]], p: Parse, holdings: Holdings
) -> Query:
    """The bodies that meet two conditions at once, listed or counted."""
    (measure, condition), *also = both
    counts = p.asked.has("count") and not p.asked.has("list")
    query = replace(query, intent="figures", measures=(measure,), condition=condition)
    query = replace(query, also=tuple(also), operation="count" if counts else "list")
    return _settled(query, p, holdings)


def _odd(p: Parse) -> tuple[str, ...]:
    """The words that no figure of the forms is known by."""
    return tuple(dict.fromkeys(w for w in p.residue if w not in ASKING_WORDS))


def _must(p: Parse) -> tuple[str, ...]:
    """What a sentence has to say to stand in for a figure: the odd words and the measure's own."""
    said = strong(p.said) or [s for s in p.said if s.weak > 1]
    return tuple(dict.fromkeys((*_odd(p), *(p.text[s.start : s.end] for s in said))))


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
    if p.asked.operations and not p.asked.condition:
        return choose(replace(query, unresolved=True), _WHAT, ())
    return replace(query, intent="none", reply=_NOT_UNDERSTOOD, unresolved=True)


_WHAT = "请说明要问哪个单位、哪一年的哪一项数字，例如“某局2023年新收申请占比”。"


_NOT_UNDERSTOOD = (
    "没有看懂这个问题，或者它不在年度报告的范围之内。可以问某单位某年的数字，或报告里写了什么。"
)


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
    notes = (*query.notes, *_counted_twice(query, operation, holdings.roster))
    return replace(query, operation=operation, notes=notes)


def _counted_twice(query: Query, operation: Operation, roster: Roster) -> tuple[str, ...]:
    """A sum over bodies and the government above them: its table may hold theirs already."""
    if operation != "sum" or not query.group:
        return ()
    above = [i for i in query.bodies if roster.under(i) & set(query.bodies)]
    names = "、".join(roster.named(above))
    return (f"含{names}的年报，其数字如已汇总下属单位，合计会重复",) if above else ()


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
        return choose(query, f"“{area}”是指政府本级年报的数字，还是各单位的合计？", choices)
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
    return choose(
        query,
        "请问是哪个单位？库中有：",
        [*roster.named(every)[: MOST_CHOICES - 2], "各乡镇", "全部单位"],
    )


def _when(query: Query, p: Parse, held: tuple[int, ...]) -> Query:
    if query.change in ("amount", "rate") or (query.change == "times" and len(query.bodies) == 1):
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
    return choose(query, "请问是哪一年？库中有：", [f"{y}年" for y in reversed(held)])


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
