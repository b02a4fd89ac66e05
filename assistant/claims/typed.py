"""Typed claims from a translation: each of its fields read by the vocabulary, none by a guess.

What a model gives is put into claims only where every field is read whole: the measure as terms of
the form (or a count that the report's text tells), the number as one number, what it is compared
with as a year, a body, the peers or a measure.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from assistant.claims.claim import (
    OWN,
    Claim,
    Compare,
    Figure,
    Measure,
    Multiple,
    Rank,
    Share,
    ShareChange,
    Stated,
    Statistic,
    Value,
    Whole,
)
from assistant.claims.context import Context
from assistant.claims.parts_and_wholes import siblings, sum_of, wholes_of
from assistant.claims.productions.clause import ZERO
from assistant.claims.reading.clause_items import items
from assistant.claims.reading.item import Item
from assistant.claims.reading.item_rules import drawn_together
from assistant.claims.reading.told_measures import thing_of
from assistant.claims.told.narrated import things
from assistant.statements.numbers_in_prose import quantities
from index.report import Report
from index.text import fold

SIGNS: Mapping[str, int] = {
    "增加": 1,
    "减少": -1,
    "持平": 0,
    "高于": 1,
    "低于": -1,
    "等于": 0,
}


@dataclass(frozen=True, slots=True)
class Translated:
    """One claim as a model words it: `says` names its kind, the others are words of the sentence."""

    says: str
    years: tuple[int, ...]
    measure: str
    body: str = ""
    direction: str = ""
    number: str = ""
    against: str = ""


@dataclass(frozen=True)
class Reading:
    """What the fields are read under, and the items that were read, for comparison."""

    context: Context
    report: Report
    read: list[Item] = field(default_factory=list)

    def items(self, words: str) -> tuple[Item, ...]:
        found = items(words, self.context.speaker)
        self.read.extend(found)
        return tuple(i for i in drawn_together(found, words) if i.letter not in "Yb")

    def number(self, words: str) -> Stated | None:
        found = self.items(words)
        return found[0].stated if len(found) == 1 and found[0].letter in "QPTOF" else None

    def figure(self, said: Translated, words: str) -> Figure | None:
        """The measure's figure; of several joined by 和 their sum."""
        context = Context(self.context.speaker, self.context.form)
        context.begin()
        context.years = said.years
        if (bodies := self._bodies(said.body)) is None:
            return None
        context.body, context.also = bodies[0], bodies[1:]
        found = self.items(words)
        if found and all(i.letter == "M" for i in found) and len(found) == 1:
            figures = context.figures(found[0])
            return sum_of(figures) if figures else None
        units = {q.unit for q in quantities(fold(said.number), worded=True)}
        told = thing_of(fold(words), units, things(self.report))
        if told is None or not found:
            return None
        measure = Measure(((told.name, "total"),), certain=False)
        return Figure(measure, said.years, context.body, context.also)

    def _bodies(self, words: str) -> tuple[str, ...] | None:
        """The bodies that the words name, one or several joined; None where they say more."""
        if not words:
            return (OWN,)
        found = items(words, self.context.speaker)
        self.read.extend(found)
        bodies = tuple(i.body for i in found if i.letter in "bB")
        return bodies if bodies and {i.letter for i in found} <= set("bBpj") else None


def typed(said: Translated, reading: Reading) -> Claim | None:
    """The claim, None where a field is not read."""
    make = _MAKERS.get(said.says)
    return make(said, reading) if make is not None and said.years else None


def _value(said: Translated, reading: Reading) -> Claim | None:
    figure, number = reading.figure(said, said.measure), reading.number(said.number)
    return Value(figure, number) if figure is not None and number is not None else None


def _mean(said: Translated, reading: Reading) -> Claim | None:
    found = _value(said, reading)
    if not isinstance(found, Value) or len(said.years) < 2:
        return None
    return replace(found, figure=replace(found.figure, mean=True))


def _none(said: Translated, reading: Reading) -> Claim | None:
    figure = reading.figure(said, said.measure)
    return Value(figure, ZERO) if figure is not None and not said.number else None


def _compare(said: Translated, reading: Reading) -> Claim | None:
    figure, sign = reading.figure(said, said.measure), SIGNS.get(said.direction)
    if figure is None or sign is None or len(said.years) > 1:
        return None
    by = reading.number(said.number) if said.number else None
    right = _against(said, figure, reading)
    if right is None or (said.number and by is None):
        return None
    return Compare(figure, right, sign, by)


def _times(said: Translated, reading: Reading) -> Claim | None:
    figure, number = reading.figure(said, said.measure), reading.number(said.number)
    if figure is None or number is None:
        return None
    right = _against(said, figure, reading)
    return Multiple(figure, right, number) if right is not None else None


def _against(said: Translated, figure: Figure, reading: Reading) -> Figure | Statistic | None:
    found = reading.items(said.against)
    if len(found) != 1:
        return None
    item = found[0]
    match item.letter:
        case "y":
            return replace(figure, years=item.years)
        case "B":
            return replace(figure, body=item.body)
        case "G" if item.size is None:
            return Statistic(figure, item.pool)
        case "M":
            return reading.figure(said, said.against)
    return None


def _share(said: Translated, reading: Reading) -> Claim | None:
    parts, number = _part_and_wholes(said, reading), reading.number(said.number)
    return Share(*parts, number) if parts is not None and number is not None else None


def _share_change(said: Translated, reading: Reading) -> Claim | None:
    parts, sign = _part_and_wholes(replace(said, against=""), reading), SIGNS.get(said.direction)
    then = [i.years for i in reading.items(said.against) if i.letter == "y"]
    points = reading.number(said.number) if said.number else None
    if parts is None or sign is None or then != [(said.years[0] - 1,)]:
        return None
    if said.number and (points is None or points.dimension != "points"):
        return None
    return ShareChange(*parts, sign, points)


def _all(said: Translated, reading: Reading) -> Claim | None:
    parts = _part_and_wholes(said, reading)
    return Whole(*parts) if parts is not None and not said.number else None


def _part_and_wholes(
    said: Translated, reading: Reading
) -> tuple[Figure, tuple[Figure, ...]] | None:
    part = reading.figure(said, said.measure)
    if part is None:
        return None
    if not said.against:
        return (part, wholes) if (wholes := wholes_of(part)) else None
    whole = reading.figure(said, said.against)
    return (part, (whole,)) if whole is not None else None


def _rank(said: Translated, reading: Reading) -> Claim | None:
    """`against` names years, bodies or 同级; nothing: the lines beside it."""
    figure = reading.figure(said, said.measure)
    place = [i.sign for i in reading.items(said.direction) if i.letter == "K"]
    if figure is None or len(place) != 1 or len(said.years) > 1:
        return None
    found = [i for i in items(said.against, reading.context.speaker) if i.letter not in "pjqi"]
    reading.read.extend(found)
    kinds = {i.letter for i in found}
    if not found:
        others = siblings(figure, reading.context.form)
        return Rank(figure, place[0], others) if others else None
    if kinds <= set("ysY"):
        years = {y for i in found for y in i.years} - set(figure.years)
        return Rank(figure, place[0], tuple(replace(figure, years=(y,)) for y in sorted(years)))
    if kinds <= set("Bb"):
        bodies = dict.fromkeys(i.body for i in found if i.body != figure.body)
        return Rank(figure, place[0], tuple(replace(figure, body=b) for b in bodies))
    return Rank(figure, place[0]) if kinds == {"G"} else None


_MAKERS: Mapping[str, Callable[[Translated, Reading], Claim | None]] = {
    "数值": _value,
    "合计": _value,
    "年均": _mean,
    "没有": _none,
    "增减": _compare,
    "比较": _compare,
    "倍数": _times,
    "占比": _share,
    "占比增减": _share_change,
    "全部": _all,
    "排名": _rank,
}


def signs_of(said: Sequence[Translated]) -> set[int]:
    """Which ways the translation says that something went or stands."""
    return {SIGNS[t.direction] for t in said if t.direction in SIGNS}
