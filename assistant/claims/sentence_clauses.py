"""A sentence's clauses: what stands between the separators, and what each claims by the grammar."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from assistant.claims.claim import OWN, Claim, Compare, Figure, Measure, Rather, Unbound, Value
from assistant.claims.context import Context
from assistant.claims.parts_and_wholes import ALL_RECEIVED, DISPUTES, sum_of
from assistant.claims.productions.clause import NOT_BOUND, ZERO, as_one
from assistant.claims.productions.say_listed import listed
from assistant.claims.productions.several import read_after, respectively, units
from assistant.claims.reading.drawn_items import Run
from assistant.claims.reading.item import Item
from assistant.claims.reading.item_rules import drawn_together, letters
from index.numerals import value_of
from index.text import fold

_BESIDE, _SO_MANY_TIMES = re.compile("[tHja]$"), re.compile("(?<==)b(?=Q?[TFP])")
"""比我局, and 是我局的两倍: the reporting body as what another is compared with."""
_SOMEONE = re.compile(r"[局委办厅镇乡县市区街村站所院校园司队处科室]|中心|其[他余]|另|某|外地|别")
_UNKNOWN_WORDS = "无法与表格或原文核对"
_PROMISE, _CAUSE = "这是承诺，须有出处", "这是原因，须有出处"


def clauses(run: Run, context: Context) -> Iterator[tuple[Item, ...]]:
    """The items between the separators; a bracket's inside is a clause of its own.

    A bracket that only says the same in other words is no part of any: it is kept as a gloss.
    """
    clause: list[Item] = []
    items = iter(enumerate(run))
    for at, item in items:
        if item.letter == "(" and (inside := _inside(run[at + 1 :])) is not None:
            context.glosses.append((tuple(clause), inside))
            for _ in range(len(inside) + 1):
                next(items)
            continue
        if item.letter not in ",;()":
            clause.append(item)
            continue
        yield tuple(clause)
        clause = []
        if item.letter == "(":
            context.open()
        elif item.letter == ")":
            context.close()
    yield tuple(clause)


def named_behind(found: Run) -> Run:
    """上年31件，今年36件，申请量增加5件: numbers of years before what they count are of it."""
    parts = _parted(found)
    bare = next((n for n, p in enumerate(parts) if not _YEARS_NUMBER.fullmatch(letters(p))), 0)
    if not bare or bare == len(parts) or not _CHANGES.match(letters(parts[bare])):
        return found
    measure = [i for i in parts[bare] if i.letter == "M"]
    told = [i for p in parts[:bare] for i in (p[0], *measure, *p[1:])]
    return [*told, *(i for p in parts[bare:] for i in p)]


_YEARS_NUMBER, _CHANGES = re.compile("[yY][=v]?Q,"), re.compile("b?M+A?(?:[tj]y)?[gl]*[DR]")


def _parted(found: Run) -> list[list[Item]]:
    """The items up to each comma and with it."""
    parts: list[list[Item]] = [[]]
    for item in found:
        parts[-1].append(item)
        if item.letter == ",":
            parts.append([])
    return [p for p in parts if p]


def _inside(run: Run) -> tuple[Item, ...] | None:
    """The bracket's items where they are but a year or measures; None for anything else."""
    end = letters(run).find(")")
    said = letters([i for i in run[: max(end, 0)] if i.letter != "b"])
    return tuple(run[:end]) if re.fullmatch("[Yy]|M(?:[pj]*[MxW])*", said) else None


def glossed(context: Context, text: str) -> list[Claim]:
    """What the clause's brackets claim: 去年（2023年）, 无法提供15件（甲、乙、丙三项合计）."""
    claims = [_gloss(before, inside, context, text) for before, inside in context.glosses]
    context.glosses.clear()
    return [c for c in claims if c is not None]


def _gloss(before: Run, inside: Run, context: Context, text: str) -> Claim | None:
    years = [i.years for i in before if i.letter in "yY"]
    if inside[0].letter in "yY":
        same = inside[0].years == (years[-1] if years else context.years)
        return None if same else Unbound(NOT_BOUND)
    spoken, named = context.focus, [i for i in before if i.letter == "M"]
    if named and not any(i.letter == "Q" for i in before):
        spoken = sum_of(found) if (found := context.copy().figures(as_one(named))) else None
    apart = context.copy()
    figures = [f for i in inside if i.letter == "M" for f in apart.figures(i)]
    together = sum_of(figures) if figures else None
    if together is None or spoken is None:
        return Unbound(NOT_BOUND)
    behind = text[inside[-1].end : inside[-1].end + 3]
    if behind.startswith("口径") and together.measure.single in _BASES:
        rows = {row for row, _ in spoken.measure.parts}
        return None if rows <= {*_OF_NEW, together.measure.parts[0][0]} else Unbound(NOT_BOUND)
    row, _, result = (spoken.measure.single or ("", ""))[0].partition(".")
    kinds = [part[0] for part in together.measure.parts]
    if row in DISPUTES and result and set(kinds) <= DISPUTES:  # 纠正（复议、诉讼合计）3件
        parts = tuple((f"{kind}.{result}", "total") for kind in kinds)
        together = replace(together, measure=Measure(parts))
    if re.search(r"[(（](?:其中)?(?:已|均)?(?:包)?含(?:有|了)?$", text[: inside[0].start]):
        if together.measure.single != ("carried_over", "total"):
            return Unbound(NOT_BOUND)
        together = replace(spoken, measure=ALL_RECEIVED)  # 收到申请63件（含上年结转）
    return Rather((Compare(together, spoken, 0), Unbound(NOT_BOUND)))


_OF_NEW = ("received", "accepted")
_BASES = tuple((row, "total") for row in ("new_received", *_OF_NEW))


def claims_in(clause: Run, context: Context, sentence: str) -> Iterator[Claim]:
    if not clause:
        return
    if (told := listed(clause, context, fold(sentence))) is not None:
        yield from told
        return
    marks = {"!": _PROMISE, "?": _CAUSE}
    for item in clause:
        if item.letter in marks:
            yield Unbound(marks[item.letter])
            context.lose()
            return
    clause = _so_many_kinds(clause)
    if any(i.letter == "X" for i in clause):
        spoken = any(i.letter in "MB" for i in clause)
        context.doubt |= spoken or any(_SOMEONE.search(i.text) for i in clause if i.letter == "X")
        context.lose()
        words = "”“".join(i.text for i in clause if i.letter == "X")
        yield Unbound(f"“{words}”{_UNKNOWN_WORDS}")
        return
    if (ending := _at_the_end(clause)) is not None:
        yield Unbound(f"“{ending.text}”{_UNKNOWN_WORDS}")
        return
    clause = _years_apart(clause)
    if taken_in := _taken_in_and_dealt_with(clause):
        yield from claims_in(taken_in, context, sentence)
        none_left = Figure(Measure((("carried_forward", "total"),)), context.years, context.body)
        yield Rather((Value(none_left, ZERO), Unbound(NOT_BOUND)))
        return
    _reset(clause, context)
    drawn = drawn_together(clause, fold(sentence))
    told = respectively(drawn, context)
    if told is not None:
        yield from told
        return
    numbers = sum(i.letter in "QPTO" for i in drawn)
    if numbers > 1 and any(i.letter == "J" and i.name != "each" for i in drawn):
        context.lose()
        yield Unbound(NOT_BOUND)  # 分别 that the grammar cannot hand out
        return
    before: Run = ()
    for unit in units([i for i in drawn if i.letter != "J" or i.name == "each"]):
        yield from read_after(before, unit, context)
        before = unit


def _so_many_kinds(clause: Run) -> Run:
    """行政许可、行政处罚、行政强制三项: as many as were named; else so many of what is not said."""
    said, kept = letters(clause), []
    for at, item in enumerate(clause):
        named = re.search(r"M+(?:[pj]M+)+$", said[:at]) if item.letter == "x" else None
        size = item.stated.value if item.stated else 0
        if named is None or len(re.split("[pj]", named[0])) != size:
            kept.append(replace(item, letter="X") if item.letter == "x" else item)
    return kept


_TAKEN_IN = frozenset({"carried_over", "new_received", "received", "application"})


def _taken_in_and_dealt_with(clause: Run) -> Run:
    """上年结转的1件连同新收的7件一并办结: all of them were, if none was left; () for anything else."""
    *before, last = clause
    if last.letter != "M" or {t.name for w in last.words for t in w} != {"processed"}:
        return ()
    if not re.fullmatch("[Ybv]*MM?QM?(?:[jp,]MM?QM?)*[Y]*", letters(before)):
        return ()
    names = {t.name for i in before for w in i.words for t in w}
    return before if names <= _TAKEN_IN and names != {"application"} else ()


_STOCKS = frozenset({"carried", "carried_forward", "open", "pending", "in_force", "processed"})


def _at_the_end(clause: Run) -> Item | None:
    """年底收到63件: a part of the year, unless it is of what was there at its end."""
    ending = next((i for i in clause if i.letter == "Y" and re.match("[年本当]", i.text)), None)
    names = {t.name for i in clause for w in i.words for t in w}
    bare = ending is not None and ending.name == "end" and not re.search("[至到止内]", ending.text)
    return ending if bare and names and not names & _STOCKS else None


def _years_apart(clause: Run) -> Run:
    """2023年31件、2024年36件: where another year is named, this one is as well.

    2022年一年: the year that is named, said twice.
    """
    if not any(i.letter in "ys" for i in clause):
        return clause
    before = (None, *clause)
    clause = [i for i, b in zip(clause, before, strict=False) if not _said_twice(i, b)]
    return [replace(i, letter="y") if i.letter == "Y" else i for i in clause]


def _said_twice(item: Item, before: Item | None) -> bool:
    behind = before is not None and before.letter == "y" and before.end == item.start
    return item.letter == "Y" and behind and item.text[0] in "一全整"


def _addends(text: str) -> int:
    """二者, 三项: how many are added up; 0 where it is not said."""
    return int(value_of(text[0]) or 0) if text[0] in "二两三四" else 0


def _reset(clause: Run, context: Context) -> None:
    """本年, 我局, 其中: whose and which year's is said anew, or a part of what came before."""
    context.years_named |= any(i.letter in "ys" for i in clause)
    sums = [i for i in clause if i.letter == "W"]
    context.dated = any(i.letter in "Yys" for i in clause)
    context.of_each = any(i.letter == "A" for i in clause)
    context.summed, context.addends = bool(sums), max((_addends(i.text) for i in sums), default=0)
    said = letters(clause)
    for at, item in enumerate(clause):
        match item.letter:
            case "Y":
                context.years = item.years
            case "b" if not _BESIDE.search(said, 0, at) and not _SO_MANY_TIMES.match(said, at):
                context.body, context.also = OWN, ()
            case "I":
                context.whole = context.including = context.focus
