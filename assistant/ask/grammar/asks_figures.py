"""A question for numbers of the tables, as a plan: measures, conditions, what is taken for granted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import reduce

from assistant.ask.answer import Filters
from assistant.ask.building.figures import figures_plan, in_parts
from assistant.ask.building.kept import conditioned, direction
from assistant.ask.building.steps import Settled
from assistant.ask.building.topic import UNITLESS, UNITS, count_asked
from assistant.ask.grammar.conditions import Bounds, conditions, over_another, several
from assistant.ask.grammar.facets import strong
from assistant.ask.grammar.groups import blanked
from assistant.ask.grammar.operations import (
    BY_AVERAGE,
    HALF,
    NTH,
)
from assistant.ask.grammar.operations import Condition as Bound
from assistant.ask.grammar.ratios import undecided
from assistant.ask.grammar.reading import Parse
from assistant.ask.grammar.understood import OF_ALL, Understood, only, scope_meant, years_meant
from assistant.ask.grammar.who_when import (
    MOST_CHOICES,
)
from assistant.ask.grammar.words import UNCOUNTED
from assistant.ask.measures import Measure, application
from assistant.ask.placing.several_parts import (
    difference_between,
    each_group,
    each_pair,
    part_of_group,
    part_of_years,
    share_of_wider,
    share_of_years,
)
from assistant.ask.placing.side_by_side import side_by_side
from assistant.ask.plan.catalogue import name_of
from assistant.ask.plan.plan import Ask, Refuse, When, Who
from assistant.ask.plan.scope import Holdings, bodies_of
from index.bodies import counted_twice

# ---------------------------------------------------------------- figures

_ASKS_WORDS = re.compile(
    r"怎[么样][说写讲]|如何表述|咋[说写讲]|表述|原文|原话|文字|[那这]段|涉及(?:到|了|的)*(?:是)?(?:哪|什么|啥)(?![^，。？]{0,3}(?:原因|理由|情形))|(?:存在|有)(?:什么|哪些|啥)?[^，。]{0,4}(?:问题|不足)"
    r"|措施|举措|打算|计划|提到|说到|写到|讲到|原因是|为什么|为何|(?:什么|啥|何)原因(?:造成|导致|引起|所致)"
)


def asks_figures(p: Parse) -> bool:
    """Whether a number of the tables is asked for: a measure is named, and not its wording."""
    if not (p.reading.measures or p.reading.choices):
        return False
    if _ABOUT_WHAT.search(p.text):
        return False
    if conditions(p):
        return True
    if _counts_otherwise(p):
        return False
    if p.residue and _only_verbs(p) and not _ASKS_WORDS.search(_unmeasured(p)):
        return True
    if not p.residue:
        return not (_ASKS_WORDS.search(_unmeasured(p)) and not p.asked.operations)
    return False


_ABOUT_WHAT = re.compile(r"(?:哪|什么)[些个几]?(?:方面|领域|主题)")
"""申请涉及哪些方面: the form counts by none."""


def _counts_otherwise(p: Parse) -> bool:
    """Whether a count is asked in what no measure is counted in (得了几分), or of what none counts.

    Where the measures explain every word it is theirs all the same (打了几场官司, 几家企业申请).
    """
    asked = count_asked(p.text) if p.residue else None
    other = bool(asked and asked["unit"] not in _FORM_UNITS)
    rate = "率" in p.residue and any(m["rate"] for m in UNITS.finditer(p.text))
    return other or rate or UNCOUNTED.search(p.text) is not None


_FORM_UNITS = frozenset(("次", "回", "条", "份", "个", "项", "部", "人", "名", "笔"))
"""What applications, cases and documents are counted in when one speaks of them."""


def _unmeasured(p: Parse) -> str:
    """The text without its measure words and names, which ask for no wording themselves
    (行政强制措施, 卫生和计划生育局)."""
    return blanked(p.text, [*_names(p), *((s.start, s.end) for s in strong(p.said))])


def counts_cells(p: Parse) -> bool:
    """Whether a number of the tables is asked for, and not what the reports say of it."""
    told = _ASKS_WORDS.search(_unmeasured(p)) or _SAYS.search(p.text) or count_asked(p.text)
    told = told or UNITLESS.search(_unmeasured(p))
    counts = (
        HOW_MANY.search(p.text) or _NUMBER.search(p.text) or not _COMPUTED.isdisjoint(p.asked.words)
    )
    return bool(p.reading.measures and counts) and not (told or _counts_otherwise(p))


def asks_a_cell(p: Parse) -> bool:
    """Whether whose, when and which number are all said: then nothing is looked for in the words."""
    firm = {s.facet for s in strong(p.said)} & {"row", "kind", "item"}
    scope = p.bodies.ids and (p.years.years or p.years.every)
    plain = not (_OPEN.search(_unmeasured(p)) or narrows(p))
    return bool(firm and scope and (counts_cells(p) or plain)) and not _counts_otherwise(p)


_OPEN = re.compile(
    rf"什么|怎|如何|哪|啥|为何|是否|是不是|有没有|吗|情况|介绍|概括|总结|内容|{_ASKS_WORDS.pattern}"
)


def narrows(p: Parse) -> bool:
    """Whether an odd word says of which part of a measure (邮寄的新收), where the form counts none."""
    import rjieba

    nouns = (rjieba.tag(word)[-1][1][0] in "nme" for word in _beside_measures(p, after=True))
    return bool(p.reading.unused) or any(_beside_measures(p)) or any(nouns)


def _beside_measures(p: Parse, *, after: bool = False) -> Iterator[str]:
    """The odd words that stand right before a measure, or after one."""
    firm = strong(p.said)
    for word in (w.strip("_") for w in p.residue):
        for match in re.finditer(re.escape(word), p.text) if word else ():
            end = match.end() + p.text[match.end() :].startswith("的")
            if any(s.end == match.start() if after else end == s.start for s in firm):
                yield word


_NUMBER = re.compile(r"(?:数|数量|金额|总额|总量)[。？?]?$")
_COMPUTED = frozenset(
    ("sum", "average", "max", "min", "share", "difference", "median", "nth", "times", "rank")
)


_SAYS = re.compile(r"[提说写讲谈]|反映|承认|承诺|打算|开展|[哪什]么?些?(?:问题|情况)")


def _only_verbs(p: Parse) -> bool:
    """Whether a measure of one row of reasons is meant, and what is left are verbs.

    怕危及三安全一稳定没公开的: a verb about a reason narrows nothing that the form counts apart; about
    新收 or 复议 it might (邮寄的新收申请).  What follows a reason at once makes it another word (第三方|评估).
    """
    import rjieba

    narrow = {s.facet for s in strong(p.said)} & {"row", "result"}
    specific = len(p.reading.measures) == 1 and bool(narrow)
    key = p.reading.measures[0].key if p.reading.measures else ""
    deep = key.startswith("applications.") and key.count(".") > 2
    verbs = all(
        w.strip("_") and rjieba.tag(w)[0][1][0] in "vz" and not _DENIES.search(w) for w in p.residue
    )
    return specific and deep and verbs and not any(_beside_measures(p, after=True))


_DENIES = re.compile(r"[不没未无非]")


def figures_asked(p: Parse, holdings: Holdings, filters: Filters) -> Understood:
    if p.reading.choices and not conditions(p):
        options = tuple(m.label for m in p.reading.choices)
        return only(Ask(id="s1", about="要问的是哪一项？", options=options[:MOST_CHOICES]))
    bounds = _bounds(p)
    if isinstance(bounds, Ask):
        return only(bounds)
    if (shares := share_of_wider(p, holdings)) is not None:
        return _shared(p, shares, holdings, filters)
    if (of_years := share_of_years(p, holdings)) is not None:
        return _share_of_years(p, of_years, holdings, filters)
    for apart in (each_group, each_pair):
        if parts := apart(p, holdings):
            return _apart(p, parts, holdings, filters)
    measures = _with_new(p.reading.measures)
    of_group = bool(p.bodies.group and p.bodies.beside)
    if not of_group and undecided(measures, p):
        about = f"“{name_of(measures[0])}”占什么的比例？"
        options = ("占办理结果总计的比例", "占新收申请的比例")
        return only(Ask(id="s1", about=about, options=options))
    of_all = bool(bounds) or p.asked.has(*OF_ALL) or "nth" in p.asked.words
    if p.asked.has("max") and p.years.every and not p.bodies.said:
        of_all = False
    scope = scope_meant(p, holdings, filters, of_all=of_all)
    if isinstance(scope, Ask | Refuse):
        return only(scope)
    who, ids = scope
    trend = p.asked.has("trend")
    when = years_meant(p, ids, holdings, filters, trend=trend)
    if isinstance(when, Ask | Refuse):
        return only(when)
    settled = in_parts(
        Settled(
            who=who,
            when=when[0],
            measures=measures,
            p=p,
            many=len(ids) > 1 or bool(who.group),
            years=when[1],
            beside=holdings.roster.named(p.bodies.beside),
            text=blanked(p.text, _names(p)),
        )
    )
    plan = conditioned(settled, bounds) if bounds else figures_plan(settled)
    notes = (when[2],) if when[2] else ()
    return Understood(plan, (*notes, *_taken(p, holdings, who), *_accepted(measures)))


def _shared(p: Parse, sides: tuple[Who, Who], holdings: Holdings, filters: Filters) -> Understood:
    """What the bodies of one side have, of what those of the wider side have together."""
    part, whole = sides
    ids = bodies_of(whole, holdings, {})
    when = years_meant(p, ids, holdings, filters, trend=False)
    if isinstance(when, Ask | Refuse):
        return only(when)
    names = holdings.roster.named(bodies_of(part, holdings, {}))
    plan = part_of_group(p.reading.measures[0], when[0], names, whole)
    return Understood(plan, (when[2],) if when[2] else ())


def _share_of_years(
    p: Parse, of_years: tuple[When, int], holdings: Holdings, filters: Filters
) -> Understood:
    scope = scope_meant(p, holdings, filters, of_all=False)
    if isinstance(scope, Ask | Refuse):
        return only(scope)
    return Understood(part_of_years(p.reading.measures[0], scope[0], *of_years))


def _apart(p: Parse, parts: Sequence[Parse], holdings: Holdings, filters: Filters) -> Understood:
    """Each part's own number, one beside the other, and how far they are apart where that is asked."""
    told = [figures_asked(part, holdings, filters) for part in parts]
    first = next((t for t in told if not t.plan.show), None)
    if first is not None:
        return first
    if p.asked.has("difference") and len(told) == 2:
        return replace(told[0], plan=difference_between(told[0].plan, told[1].plan))
    return reduce(side_by_side, told)


def _names(p: Parse) -> list[tuple[int, int]]:
    return [s for s in p.bodies.spans if s not in p.bodies.group_spans]


def _taken(p: Parse, holdings: Holdings, who: Who) -> tuple[str, ...]:
    """Everyone where nobody was said; a sum that counts a government's own bodies twice."""
    if not p.bodies.said and who.group == "全部":
        return (f"按库中全部{len(holdings.roster.bodies)}个单位计算",)
    if not p.asked.has("sum") or not p.bodies.group:
        return ()
    parents = {body.id: body.parent for body in holdings.roster.bodies.values()}
    above = counted_twice.above_others(p.bodies.ids, parents)
    note = counted_twice.said(holdings.roster.named(above))
    return (note,) if note else ()


def _with_new(measures: Sequence[Measure]) -> tuple[Measure, ...]:
    """受理 is asked with both of its sums: 新收 alone stands before 新收 and 上年结转 together."""
    found: list[Measure] = []
    for m in measures:
        if m.key.startswith("applications.accepted."):
            found.append(application("new_received", m.key.rpartition(".")[2]))
        found.append(m)
    return tuple(dict.fromkeys(found))


def _accepted(measures: Sequence[Measure]) -> tuple[str, ...]:
    if any(m.key.startswith("applications.accepted.") for m in measures):
        return ("各报告所说“受理”口径不一，分别按“新收”和“新收＋上年结转”两种口径列出",)
    return ()


_WHICH = re.compile(
    r"有没有(?=单位|部门|乡镇|街道|局)|哪些|哪几[个家年]|名单|几个|几家|多少[个家]|哪家|哪个|谁|列|的(?:单位|局|部门|乡镇|街道)"
)


HOW_MANY = re.compile(r"多少(?![个家])|几[件起条项]|分别|各自|各(?:是|有)")


def _bounds(p: Parse) -> Bounds | Ask:
    """The conditions that rows must meet; () for none; a question where they are not all clear."""
    masked = blanked(p.text, [*p.years.spans, *p.bodies.spans])
    compared = re.search(r"比_", masked) and not p.asked.condition_said
    ordered = p.asked.has("max", "min", "rank") or NTH.search(p.text)
    if over_another(p) and not p.asked.condition_said:
        return ()
    if compared or "same" in p.asked.words or HALF.search(p.text) or BY_AVERAGE.search(p.text):
        return ()
    changes = direction(p.text) is not None and (p.years.before or len(p.years.years) > 1)
    if (ordered or changes) and not p.asked.condition_said:
        return ()
    several_bodies = bool(p.bodies.group) or len(p.bodies.ids) != 1
    lists = p.asked.has("list", "count") or (several_bodies and _WHICH.search(p.text))
    of_group = bool(p.bodies.group) and not HOW_MANY.search(p.text)
    if (both := conditions(p)) and (lists or p.years.every or of_group):
        if len({m.key for m, _ in both}) < len(both) and len(p.years.years) > 1:
            about = "几个年份各有各的条件，请一次问一年："
            return Ask(id="s1", about=about, options=tuple(f"{y}年" for y in p.years.years))
        return both
    one = p.asked.condition or (_any(p) if lists and several_bodies else None)
    each = {"every", "never"} & p.asked.words.keys() and not p.asked.has("difference", "trend")
    if one is None and lists and several_bodies and each:
        one = Bound(">", 0)  # 每年都制发了: each year has any
    if one is None or not p.reading.measures:
        return ()
    if several(p) or len(p.reading.measures) > 1:
        about = "条件不止一个，没有全看懂。请一个条件问一次，或说成“甲超过几件且乙为几件”。"
        return Ask(id="s1", about=about, options=tuple(name_of(m) for m in p.reading.measures))
    measure = p.reading.measures[0]
    bound = one.counted_in(measure.unit)
    if bound is None:
        return Ask(id="s1", about=f"“{name_of(measure)}”不以元计，要问的条件是什么？")
    return ((measure, bound),)


def _any(p: Parse) -> Bound | None:
    """哪些单位有行政诉讼: those that have any, where no number is asked for."""
    counts = HOW_MANY.search(p.text) or p.asked.has("sum", "average", "difference", "share")
    ends = re.search(r"的(?:单位|局|部门|乡镇|街道|镇|机关)[有是]?[？?。]?$", p.text)
    listed = p.asked.has("list", "count") and _WHICH.search(p.text)
    counted = p.asked.has("count") and re.search(r"被|[了过]?[？?。]?$", p.text)
    counts = counts and not (counted and _HAS.search(p.text) and p.bodies.group)
    if counts or p.years.before or not (listed or ends or counted):
        return None
    return Bound(">", 0) if _HAS.search(p.text) or ends else None


_HAS = re.compile(r"(?<!所)有|被|过|存在|发生|涉")
