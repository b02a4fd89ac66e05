"""Several things said in one clause: numbers handed out to measures, years and bodies."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.claims.claim import Claim, Either, Unbound
from assistant.claims.context import Context
from assistant.claims.productions.clause import NOT_BOUND, as_one
from assistant.claims.productions.grammar import read
from assistant.claims.reading.item import Item
from assistant.claims.reading.item_rules import Run, letters


def respectively(unit: Run, context: Context) -> tuple[Claim, ...] | None:
    """行政复议、行政诉讼分别为3件、1件; None where the unit hands out no numbers."""
    if (bodies := _bodies(unit, context)) is not None:
        return bodies
    if (yearly := _yearly(unit, context)) is not None:
        return yearly
    if (shares := _share_of_each(unit, context)) is not None:
        return shares
    if (told_before := _of_those_told(unit, context)) is not None:
        return told_before
    if (alike := _alike(unit, context)) is not None:
        return alike
    match = re.fullmatch(r"(?P<lead>[ysBCM]*M[ysBC]*)J(?P<told>C?.+)", letters(unit))
    if match is None:
        return None
    cut = match.end("lead")
    told = _parted([i for i in unit[cut + 1 :] if i.letter != "C"])
    shapes = {letters(t) for t in told}
    measure = as_one([i for i in unit[:cut] if i.letter == "M"])
    rest = [i for i in unit[:cut] if i.letter != "M"]
    rest += [i for i in unit[cut + 1 :] if i.letter == "C"]
    if len(told) < 2 or len(told) != len(measure.words) or len(shapes) > 1:
        return None
    claims: list[Claim] = []
    for words, number in zip(measure.words, told, strict=True):
        claims += read([*rest, replace(measure, words=(words,)), *number], context)
    return tuple(claims)


def _share_of_each(unit: Run, context: Context) -> tuple[Claim, ...] | None:
    """其他结果和尚未审结各占一半: so much for each of several."""
    match = re.fullmatch(r"[ysB]*M(?P<told>JS?[FP])", letters(unit))
    if match is None or unit[match.start("told")].name != "each":
        return None
    measure = unit[match.start("told") - 1]
    rest = [*unit[: match.start("told") - 1]]
    claims: list[Claim] = []
    for words in measure.words:
        claims += read([*rest, replace(measure, words=(words,)), unit[-1]], context)
    return tuple(claims) if len(measure.words) > 1 else None


def _of_those_told(unit: Run, context: Context) -> tuple[Claim, ...] | None:
    """不予公开25件、无法提供15件，分别占39.7%、23.8%: of the figures told last, one by one."""
    match = re.fullmatch(r"[ysC]*JC?(?P<told>[^M]+)", letters(unit))
    if match is None:
        return None
    told = _parted(unit[match.start("told") :])
    moved = next((i for i in told[0] if i.letter == "D"), None) if told else None
    if moved is not None:  # 分别增加1件、20件
        told = [part if "D" in letters(part) else [moved, *part] for part in told]
    rest = [i for i in unit[: match.start("told")] if i.letter != "J"]
    figures = context.listed[-len(told) :]
    if len(context.several) == len(told):
        figures = list(context.several)
    if len(told) < 2 or len(figures) != len(told):
        return None
    context.abreast = 0
    claims: list[Claim] = []
    for figure, number in zip(figures, told, strict=True):
        context.speak(figure)
        claims += read([*rest, *number], context)
    return tuple(claims)


def _alike(unit: Run, context: Context) -> tuple[Claim, ...] | None:
    """复议由17件增至21件，诉讼由11件增至15件，各增加4件: of each that was told."""
    if not re.fullmatch(r"C?JC?D[QP]", letters(unit)) or len(context.listed) < 2:
        return None
    rest = [i for i in unit if i.letter != "J"]
    claims: list[Claim] = []
    for figure in tuple(context.listed):
        context.speak(figure)
        claims += read(rest, context)
    return tuple(claims)


def _yearly(unit: Run, context: Context) -> tuple[Claim, ...] | None:
    """2022年、2023年申请量分别为28件、31件."""
    match = re.fullmatch(r"(?P<lead>M?s?M?)J(?P<told>[QP](?:[pj][QP])+)", letters(unit))
    if match is None:
        return None
    lead, told = unit[: match.end("lead")], _parted(unit[match.end("lead") + 1 :])
    open_span = Item("s", 0, 0, "", years=context.years)
    span = next((i for i in lead if i.letter == "s"), open_span)
    if len(span.years) < 2:
        return None
    rest = [i for i in lead if i.letter != "s"]
    if len(told) != len(span.years):
        return (Unbound(NOT_BOUND),)
    claims: list[Claim] = []
    for year, number in zip(span.years, told, strict=True):
        claims += read([replace(span, letter="y", years=(year,)), *rest, *number], context)
    context.span = span.years
    return tuple(claims)


def _bodies(unit: Run, context: Context) -> tuple[Claim, ...] | None:
    """县水利局、县教育局分别收到申请33件、13件; None where not several bodies are named."""
    match = re.match(r"[ysC]*(?P<bodies>B(?:[pj]B)+)", letters(unit))
    if match is None:
        return None
    bodies = [i for i in unit[: match.end()] if i.letter == "B"]
    rest = unit[match.end() :]
    if re.search("[CE]", letters(rest)) and "J" not in letters(rest):
        return tuple(c for body in bodies for c in read([body, *rest], context))
    told = re.fullmatch(r"(?P<before>M?)J(?P<after>M?)(?P<told>Q(?:[pj]Q)+)", letters(rest))
    numbers = [i for i in rest if i.letter == "Q"]
    measures = [i for i in rest if i.letter == "M"]
    if told is None or len(numbers) != len(bodies) or len(measures) > 1:
        context.doubt = True
        return (Unbound(NOT_BOUND),)
    claims: list[Claim] = []
    for body, number in zip(bodies, numbers, strict=True):
        claims += read([body, *measures, number], context)
    return tuple(claims)


def _parted(run: Run) -> list[list[Item]]:
    parts: list[list[Item]] = [[]]
    for item in run:
        if item.letter in "pj":
            parts.append([])
        else:
            parts[-1].append(item)
    return [p for p in parts if p]


def read_after(before: Run, unit: Run, context: Context) -> tuple[Claim, ...]:
    """尚未审结的复议2件、诉讼6件: what is said of the first dispute may hold for the next as well."""
    shared = _shared_result(before, unit)
    if shared is None:
        return read(unit, context)
    apart = read(unit, context.copy())
    alike = read([shared, *unit], context)
    if len(alike) != 1 or len(apart) != 1:
        return alike
    return (Either((*alike, *apart)),)


def _shared_result(before: Run, unit: Run) -> Item | None:
    first, own = ([t for i in run for w in i.words for t in w] for run in (before, unit))
    leads = first and first[0].kind == "result" and any(t.kind == "dispute" for t in first[1:])
    if not leads or {t.kind for t in own} != {"dispute"}:
        return None
    return next(replace(i, words=((first[0],),)) for i in before if i.letter == "M")


def units(clause: Run) -> list[list[Item]]:
    """The clause's units: what stands between 、 and between 和 of whole predicates."""
    return _parted(clause)
