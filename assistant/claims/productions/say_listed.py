"""Productions of part five: that a report names a problem or a measure, still names it, no longer."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from assistant.claims.claim import Claim, Listed, Unbound
from assistant.claims.context import Context
from assistant.claims.productions.clause import NOT_BOUND
from assistant.claims.reading.drawn_items import Run
from assistant.claims.reading.item import Item
from assistant.claims.text_sentences import promises
from assistant.statements.wide_vocabulary import says_something
from index.numerals import ONE_TO_TEN, value_of

_SIZE = re.compile(
    rf"(?<![这此该第同另某每那])([{ONE_TO_TEN}两]|\d+)(?:个|项|条|点|大|类)?(?:方面)?(?:的)?(?=(问题|不足|短板)|(措施|举措|打算)|$|:)"
)


_PLACE = re.compile(rf"第([{ONE_TO_TEN}]|\d)(?:个|条|点|项|大)(?=问题|不足|短板)")
_PAUSE = re.compile("[,;:()]")


def listed(clause: Run, context: Context, text: str) -> Sequence[Claim] | None:
    """年报指出存在“甲”等不足; 针对甲，拟乙; 上年的“甲”本年不再列为问题. None where it is of none."""
    named = [i for i in clause if i.letter == "L"]
    at, end = _whole(clause, text)
    if not named:
        return _of_named_before(_Around(clause, at, end, context, text), context)
    claims: list[Claim] = []
    for item in named:
        before = _Around(clause, at, item.start, context, text)
        claims += _told(item, before, context)
        at = item.end
    claims += _behind(named[-1], _Around(clause, at, end, context, text), context)
    return claims


def _whole(clause: Run, text: str) -> tuple[int, int]:
    """Where the clause begins and ends with the words that are no item of it."""
    before = [m.end() for m in _PAUSE.finditer(text, 0, clause[0].start)]
    after = _PAUSE.search(text, clause[-1].end)
    return before[-1] if before else 0, after.start() if after else len(text)


class _Around:
    """The words on one side of what is named: their years, and what is left of them but for framing."""

    def __init__(self, clause: Run, start: int, end: int, context: Context, text: str) -> None:
        inside = [i for i in clause if start <= i.start and i.end <= end]
        self.words = text[start:end]
        new = [m.span() for m in _patterns()["newly"].finditer(text, start, end)]
        inside = [i for i in inside if not any(a <= i.start < b for a, b in new)]
        self.years = [i.years[0] for i in inside if i.letter in "yY" and len(i.years) == 1]
        self.size = _SIZE.search(self.words)
        rest = _SIZE.sub("", self.words) if self.size else self.words
        rest = _patterns()["newly"].sub("", rest)
        for item in inside:
            if item.letter in "yYb":
                rest = rest.replace(item.text, "", 1)
        place = _PLACE.search(self.words)
        self.place = int(value_of(place[1]) or 0) if place else None
        rest = _PLACE.sub("", rest)
        self.newly = bool(_patterns()["newly"].search(self.words))
        for name in ("newly", "no_more", "still", "frame"):
            rest = _patterns()[name].sub("", rest)
        done = _patterns()["done"].search(rest) and not _patterns()["tells"].search(self.words)
        self.silent = not (done or says_something(rest))
        self.promises = promises(self.words) or bool(_patterns()["to_come"].search(self.words))
        self.no_more = bool(_patterns()["no_more"].search(self.words))
        self.still = bool(_patterns()["still"].search(self.words))
        self.tells = bool(_patterns()["tells"].search(self.words))


def _told(item: Item, before: _Around, context: Context) -> list[Claim]:
    if not before.silent or before.no_more:
        return [Unbound(NOT_BOUND)]
    year = context.speaker.year
    if item.name == "problem":
        said = before.years[-1] if before.years else year
        context.entry = item
        new = [Listed("problem", item.text, said - 1, present=False)] if before.newly else []
        told = Listed("problem", item.text, said, place=before.place)
        return [told, *new, *_so_many(before, said)]
    if not (before.promises or context.to_come) and not any(y > year for y in before.years):
        return [Unbound(NOT_BOUND)]  # a measure that is told as done
    said = _reported(before, year)
    about = context.entry.text if context.entry is not None else ""
    context.measure = item
    return [Listed("measure", item.text, said, about=about), *_so_many(before, said)]


def _reported(before: _Around, year: int) -> int:
    """Of 2024年将… the report of the year before says it; of 2023年报告提出 that year's."""
    if not before.years:
        return year
    return before.years[0] if before.tells and before.years[0] <= year else before.years[-1] - 1


def _so_many(around: _Around, year: int) -> list[Claim]:
    if around.size is None:
        return []
    kind = "problem" if around.size[2] else "measure"
    return [Listed(kind, "", year, count=int(value_of(around.size[1]) or 0))]


def _behind(item: Item, after: _Around, context: Context) -> list[Claim]:
    if not after.words:
        return []
    if not after.silent:
        return [Unbound(NOT_BOUND)]
    year = after.years[-1] if after.years else context.speaker.year
    if after.no_more or after.still:
        return [Listed(item.name, item.text, year, present=not after.no_more)]
    told: list[Claim] = [Listed(item.name, item.text, year)] if after.years else []
    return told + _so_many(after, year)


def _of_named_before(around: _Around, context: Context) -> Sequence[Claim] | None:
    """…，本年仍未消除; …，属下一步计划: of what was named last."""
    if not around.silent:
        return None
    if context.naming and context.entry is None and context.measure is None and not around.no_more:
        context.to_come |= around.promises  # 下一步，甲; 一些不足仍然存在，如甲
        return _so_many(around, context.speaker.year)
    if context.measure is not None and around.promises:
        return []
    if context.entry is None or not (around.no_more or around.still):
        return None
    year = around.years[-1] if around.years else context.speaker.year
    return [Listed("problem", context.entry.text, year, present=not around.no_more)]


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    data = tomllib.loads(files("assistant.claims").joinpath("words.toml").read_text("utf-8"))
    return {name: re.compile(pattern) for name, pattern in data["listed"].items()}
