"""A question for what the reports say, as a plan; or asked back where it names nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.ask.answer import Filters
from assistant.ask.building.alternatives import listed
from assistant.ask.building.narrative import (
    BRIEF,
    WHAT_IT_SAYS,
    about,
    narrative_plan,
    part_said,
)
from assistant.ask.building.told import Told
from assistant.ask.building.topic import (
    COMMON,
    COUNTED,
    DONE_YET,
    LATER,
    PROMISED,
    UNITS,
    WHICH,
    tagged,
    topic,
    undone,
)
from assistant.ask.building.two_sides import KEPT
from assistant.ask.grammar.asks_figures import HOW_MANY
from assistant.ask.grammar.facets import strong
from assistant.ask.grammar.groups import blanked
from assistant.ask.grammar.reading import Parse
from assistant.ask.grammar.understood import Understood, only, scope_meant, years_meant
from assistant.ask.grammar.who_when import when_meant
from assistant.ask.placing.nearness import asks_only
from assistant.ask.placing.sought import Word, sought
from assistant.ask.plan.catalogue import name_of
from assistant.ask.plan.plan import About, Ask, Plan, Refuse, When
from assistant.ask.plan.scope import Holdings
from index.narrative.wording import kinds
from index.search import thesaurus

# ---------------------------------------------------------------- words


def words_asked(
    p: Parse, holdings: Holdings, filters: Filters, *, closely: bool = False
) -> Understood:
    """What reports say; where a measure is named beside words it does not know, that is said too.

    `closely`: only what the reports bear out is looked for, the rest of the words is named.
    """
    borne = _borne_out(p, holdings, filters) if closely else None
    if borne is not None:
        p = borne.p
    words = _words(p, borne)
    if _BEST.search(p.text) and not p.reading.measures:
        about_what = "“最”是按哪一项指标说的？年报里没有好坏的排名，可以问："
        return replace(only(Ask(id="s1", about=about_what, options=_WHAT[:2])), complete=False)
    kind = _kind(p, words)
    if kind == "原文" and borne is not None and borne.wanting:
        kind = "问题"
    if kind in ("问题", "措施") and words:
        idle = {*asks_only(words, holdings), *(w for w in words if _only_tells(w, p.text))}
        words = tuple(w for w in words if w not in idle)
    words = tuple(w for w in words if part_said(w) is None)
    if kind == "原文" and (DONE_YET.search(p.text) or LATER.search(p.text)):
        words = undone(words)
    if kind == "原文" and words and _MONEY.search(p.text):
        words = (*words, "元")
    members = listed(p, holdings) if kind in ("原文", "问题") else ()
    part = part_said(p.text) or next(iter(filters.sections), None)
    if not (words or members) and kind == "原文" and part is None and not _asks_all(p.text):
        return _unclear(p, holdings)
    scope = scope_meant(p, holdings, filters, of_all=True)
    if isinstance(scope, Ask | Refuse):
        return only(scope)
    who, ids = scope
    over = len(ids) > 1 or bool(words) or COMMON.search(p.text) is not None
    when = years_meant(p, ids, holdings, filters, trend=over)
    if isinstance(when, Ask | Refuse):
        return only(when)
    when = _of_reports(p, when, holdings.years_of(ids))
    told = Told(
        who=who,
        when=when[0],
        p=p,
        text=blanked(p.text, [*p.bodies.spans, *p.years.spans]),
        about=kind,
        words=words,
        years=when[1],
        names=holdings.roster.named(ids) if len(ids) < 3 else (),
        many=len(ids) > 1,
        part=part,
        listed=members,
    )
    return _understood(told, holdings, (when[2],) if when[2] else (), borne)


_When = tuple[When, tuple[int, ...], str]


def _of_reports(p: Parse, when: _When, held: Sequence[int]) -> _When:
    """The reports that tell it: what is planned for a year the one before, what came of it later ones."""
    year = next(iter(when[1]), 0) if len(when[1]) == 1 else 0
    if year and year not in held and year - 1 in held and PROMISED.search(p.text):
        note = f"{year}年的打算写在{year - 1}年的报告里"
        return When(years=(year - 1,)), (year - 1,), note
    after = DONE_YET.search(p.text) and PROMISED.search(p.text)
    later = tuple(y for y in held if y >= year) if year else ()
    if len(later) > 1 and year in held and (LATER.search(p.text) or after):
        return when_meant(later), later, when[2]
    return when


def _words(p: Parse, borne: _Borne | None) -> tuple[str, ...]:
    words = topic(p) if borne is None else borne.words
    if p.reading.measures and HOW_MANY.search(p.text):
        # the words that no measure is known by: without them the sentence answers something else
        return tuple(
            dict.fromkeys(
                (*words, *(w for w in p.residue if w.strip("_") and not _MONEY.fullmatch(w)))
            )
        )
    return words


_MONEY = re.compile("多少(?:钱|[千百十万亿]*元)|几[百千万亿]*元")
"""Only a sentence with a sum of money answers what it cost."""


def _only_tells(word: str, text: str) -> bool:
    """Whether a verb before 的问题 only says that there are some (查摆的问题), and names no matter."""
    told = re.search(f"{re.escape(word)}[出到过了]*的?(?:问题|不足|短板|措施)", text)
    verb = all(tag[0] == "v" and tag != "vn" for _, tag in tagged(word))
    return bool(told) and verb and not (kinds.lacks(word) or thesaurus.concepts(word))


def _kind(p: Parse, words: Sequence[str]) -> About:
    """What of the narrative is asked for: problems, measures, counts, or the text itself."""
    text = blanked(p.text, p.bodies.spans)
    kind = about(text)
    if kind == "数" and not words:
        kind = about(COUNTED.sub("", text))  # 写了几条措施
    return kind


def _asks_all(text: str) -> bool:
    return any(said.search(text) for said in (_OVERVIEW, BRIEF, WHAT_IT_SAYS))


def _understood(
    told: Told, holdings: Holdings, notes: tuple[str, ...], borne: _Borne | None
) -> Understood:
    p = told.p
    plan = narrative_plan(told)
    if plan is None:
        return _unclear(p, holdings)
    if not told.listed and (unused := _unused(p, plan, told.words)) is not None:
        return only(unused)
    measures = tuple(name_of(m) for m in p.reading.measures)
    odd = p.residue if measures else ()
    read = Understood(
        plan, notes, not measures, odd, any_year=_of_any_year(told), any_body=_of_any_body(told)
    )
    if borne is None:
        return read
    return replace(read, notices=(*notes, *borne.notes), absent=borne.absent)


def _of_any_year(told: Told) -> bool:
    """教体局培训几次: one body's count, and nothing that says of which years or over them."""
    p = told.p
    plain = not (p.asked.operations or p.asked.words or p.asked.condition)
    return told.about == "数" and not told.many and told.when.every and plain and not p.years.every


def _of_any_body(told: Told) -> bool:
    """培训几次: nobody's count, of no year, and nothing that says over whom."""
    p = told.p
    said = p.bodies.said or p.years.years or p.years.every or p.asked.operations
    return told.about == "数" and told.many and not (said or told.which)


# ---------------------------------------------------------------- what the reports bear out


@dataclass(frozen=True, slots=True)
class _Borne:
    """The question without what no report bears out; a note of it; what is asked for and absent.

    `wanting`: what fell away says that something is wanting (没人会用), which only problems tell.
    """

    p: Parse
    notes: tuple[str, ...]
    words: tuple[str, ...]
    absent: tuple[str, ...] = ()
    wanting: bool = False


def _borne_out(p: Parse, holdings: Holdings, filters: Filters) -> _Borne | None:
    """The question with what only asks fallen away; None where that cannot be told from the reports.

    Of what is asked with yes or no the matter may be absent, if other reports have it.
    """
    whole = p
    counted = about(p.text) == "数" or UNITS.search(p.text)
    amount = HOW_MANY.search(p.text) and not counted  # 多少钱 is answered by no sentence
    measured = p.reading.measures and strong(p.said) and not _OPENLY.search(p.text)
    if holdings.texts is None or measured or amount or _WHY.search(p.text):
        return None
    scope = scope_meant(p, holdings, filters, of_all=True)
    if isinstance(scope, Ask | Refuse):
        return None
    when = years_meant(p, scope[1], holdings, filters, trend=True)
    if isinstance(when, Ask | Refuse):
        return None
    found = sought(p, holdings.texts(scope[1], when[1]), holdings)
    if found is not None and not found.missing:
        p = _without(p, found.idle)
        words = tuple(_stretches(p.text, found.borne))
        lost = any(map(kinds.lacks, topic(whole))) and not any(map(kinds.lacks, words))
        wants = lost or kinds.lacks(whole.text)
        if wants and found.idle and WHICH.search(whole.text) and sum(map(len, words)) < 3:
            return None  # 谁的老文件没理清: all that speak of 文件 do not
        return _Borne(p, _unused_words(whole, found.idle), words, wanting=lost)
    if not _YES_OR_NO.search(p.text) or KEPT.search(p.text):
        return None  # what came of a promise may be told in any words
    anywhere = sought(p, holdings.texts((), ()), holdings)
    if anywhere is None or {*anywhere.borne} <= ({*found.borne} if found else set()):
        return None  # what nobody says is not known to be absent here
    gone = [(w.start, w.end) for w in found.missing] if found else []
    of_these = found or anywhere
    absent = tuple(_stretches(p.text, of_these.missing if found else of_these.borne))
    p = _without(p, [*of_these.idle, *gone])
    words = tuple(_stretches(p.text, of_these.borne))
    return _Borne(p, _unused_words(whole, of_these.idle), words, absent)


_OPENLY = re.compile("怎|咋|什么|啥|如何")
"""What is asked so is told in words, whatever measures are named beside it."""
_WHY = re.compile(r"为什么|为何|为啥|原因|缘由")
"""A reason is sought whole: what is said of the matter alone is none."""
_YES_OR_NO = re.compile(r"有没有|有无|是否|是不是|吗|说没说|真的假的|不[？?。]?$")


def _stretches(text: str, words: Sequence[Word]) -> Iterator[str]:
    """The words as they stand in the question, those with nothing but a denial between them as one."""
    start = end = None
    for word in words:
        if end is not None and not _DENIAL.fullmatch(text[end : word.start]):
            yield text[start:end]
            start = None
        start, end = word.start if start is None else start, word.end
    if end is not None:
        yield text[start:end]


_DENIAL = re.compile(r"[不未没无欠难]?")


def _without(p: Parse, spans: Sequence[tuple[int, int]]) -> Parse:
    return replace(p, text=blanked(p.text, spans)) if spans else p


def _unused_words(p: Parse, idle: Sequence[tuple[int, int]]) -> tuple[str, ...]:
    words = "、".join(f"“{p.text[a:b]}”" for a, b in idle)
    return (f"没有用上：{words}",) if words else ()


# ---------------------------------------------------------------- what is no narrative question


def _unused(p: Parse, plan: Plan, words: Sequence[str]) -> Ask | None:
    """A question back where a condition was said that the plan does not have: none is dropped."""
    condition = p.asked.condition
    kept = any(s.op == "keep" and s.where for s in plan.steps)
    if condition is None or not condition.number or kept or any(re.search(r"\d", w) for w in words):
        return None
    return Ask(
        id="s1",
        about=f"“{condition}”是对哪一项说的？请写出指标，例如：",
        options=("行政复议超过5件的单位", "培训5次以上的单位"),
    )


_BEST = re.compile(r"最(?:好|差|优秀?|强|弱|积极|认真|规范|糟糕?|先进|落后|给力|棒)")


_OVERVIEW = re.compile(r"总体情况|概况|基本情况|整体情况|总的情况")


_WHAT = (
    "新收政府信息公开申请多少件",
    "行政复议多少件",
    "存在什么问题",
    "报告有什么错误",
)


def _unclear(p: Parse, holdings: Holdings) -> Understood:
    """Neither a measure nor words to look for: asked back, or not understood at all."""
    if p.bodies.said or p.years.years or p.asked.operations:
        about = "要问什么？可以问一项数字，也可以问报告里写了什么，例如："
        return replace(only(Ask(id="s1", about=about, options=_WHAT)), complete=False)
    reason = (
        "没有看懂这个问题，或者它不在年度报告的范围之内。可以问某单位某年的数字，或报告里写了什么。"
    )
    step = Refuse(id="s1", kind="not_understood", reason=reason, options=_WHAT)
    return replace(only(step), complete=False)
