"""占比 and 率: which measure is the part, which the whole, where the words leave one of them out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.ask.grammar.facets import strong
from assistant.ask.grammar.reading import Parse
from assistant.ask.measures import Measure, application, of_whole, wholeness
from assistant.ask.plan.catalogue import name_of


@dataclass(frozen=True, slots=True)
class Share:
    """`parts` (their sum is called `part`) as a percentage of `whole`, under `name`."""

    parts: tuple[str, ...]
    whole: str
    name: str
    fn: Literal["百分比"] = "百分比"

    @property
    def part(self) -> str:
        return self.parts[0] if len(self.parts) == 1 else "、".join(self.parts) + "之和"


_GROWS = re.compile(r"占|比例|比重|份额|率")
_OF_WHAT = re.compile(r"占(?!比(?!例)|多少|几|百分|比例|比重)|除以")
_ADDED = re.compile(r"合计|加|之和|总和|总共|一共|合起来|两[项者类]")


def share_of(measures: Sequence[Measure], p: Parse) -> tuple[Share, ...]:
    """The shares asked for; () where none is, or where the whole of one is not plain."""
    grows = p.asked.has("difference", "trend") or p.years.before
    if not (p.rate or (p.asked.has("share") and (not grows or _GROWS.search(p.text)))):
        return ()
    found = tuple(measures)
    if len(found) == 1:
        whole = _group_said(found[0], p) or _natural(found[0])
        return (share(found, whole, _rate_name(found[0], p)),) if whole else ()
    if joint := _parts_of_one(found, p):
        return joint
    if len(found) == 2:
        part, whole = _ordered(found, p)
        return (share((part,), whole),)
    each = [(m, _natural(m)) for m in found]
    return tuple(share((m,), w) for m, w in each if w is not None)


def undecided(measures: Sequence[Measure], p: Parse) -> bool:
    """Whether a share is asked for and what it is of cannot be told."""
    asks = p.rate or (p.asked.has("share") and _GROWS.search(p.text) is not None)
    return asks and bool(measures) and not share_of(measures, p)


def share(parts: Sequence[Measure], whole: Measure, name: str = "") -> Share:
    """The parts, or their sum, as a percentage of the whole."""
    names = tuple(name_of(m) for m in parts)
    return Share(names, name_of(whole), name or f"{'、'.join(names)}占{name_of(whole)}的比例")


def _natural(measure: Measure) -> Measure | None:
    ratio = of_whole(measure)
    return ratio.over if ratio else None


def _rate_name(measure: Measure, p: Parse) -> str:
    plain = re.sub(r".*·", "", name_of(measure))
    return f"{plain}率" if p.rate else ""


def _parts_of_one(found: tuple[Measure, ...], p: Parse) -> tuple[Share, ...]:
    """Parts of the same whole (予以公开和部分公开合计占总计): their sum's share, or each one's."""
    natural = {m.key: w for m in found if (w := _natural(m)) is not None}
    keys = {m.key for m in found}
    named = {w.key for key, w in natural.items() if w.key in keys and w.key != key}
    parts = tuple(m for m in found if m.key not in named)
    wholes = {natural[m.key].key if m.key in natural else "" for m in parts}
    at = _OF_WHAT.search(p.text)
    if len(parts) < 2 or len(wholes) != 1 or "" in wholes or (named and named != wholes):
        return ()
    if at and any(_place(m, p) > at.start() for m in parts):
        return ()
    whole = natural[parts[0].key]
    if _ADDED.search(p.text) or (named and not p.asked.has("compare")):
        return (share(parts, whole),)
    return tuple(share((m,), whole) for m in parts)


def _place(measure: Measure, p: Parse) -> int:
    """Where the last word of the measure's own row or result stands."""
    key = f"{measure.key.removesuffix('.total')}."
    return max((s.start for s in strong(p.said) if f".{s.value}." in key), default=0)


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


def _ordered(found: tuple[Measure, ...], p: Parse) -> tuple[Measure, Measure]:
    """Part and whole: what the form makes a part of the other, else as the sentence puts them.

    Before 占 stands the part (不予公开占办结的…); where both do, the nearer (办结里不予公开占…).
    """
    first, second = found
    for part, whole in ((first, second), (second, first)):
        if (over := _natural(part)) is not None and over.key == whole.key:
            return part, whole
    if (wide := wholeness(first)) != wholeness(second):
        return (second, first) if wide > wholeness(second) else (first, second)
    at = p.text.find("占")
    both_before = at >= 0 and all(s.start < at for s in strong(p.said))
    return (second, first) if both_before else (first, second)
