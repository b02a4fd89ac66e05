"""Steps in the making, and what every builder starts from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from assistant.ask.grammar.facets import strong
from assistant.ask.grammar.groups import blanked
from assistant.ask.grammar.operations import NTH
from assistant.ask.grammar.ratios import Share, share_of
from assistant.ask.grammar.reading import Parse
from assistant.ask.measures import Measure
from assistant.ask.plan.catalogue import name_of
from assistant.ask.plan.plan import (
    Compute,
    Figures,
    Plan,
    Step,
    When,
    Who,
)
from index.numerals import value_of


@dataclass(frozen=True, slots=True)
class Settled:
    """What a builder starts from: whose, when, which measures, and what the words said.

    `many` says that more than one body is meant, `years` are the single years where they were
    said, `beside` the bodies named next to a group, `text` the question without names of bodies.
    """

    who: Who
    when: When
    measures: tuple[Measure, ...]
    p: Parse
    many: bool
    years: tuple[int, ...]
    beside: tuple[str, ...]
    text: str

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(name_of(m) for m in self.measures)

    @property
    def several_years(self) -> bool:
        return len(self.years) > 1 or self.when.every


@dataclass
class Steps:
    """Steps in the making; `add` gives the new step's id."""

    made: list[Step] = field(default_factory=list)

    def add(self, kind: type[Any], **fields: Any) -> str:
        id = f"s{len(self.made) + 1}"
        self.made.append(kind(id=id, **fields))
        return id

    def plan(self, id: str, *names: str, form: str = "句子") -> Plan:
        shown = tuple(f"{id}.{n}" for n in names)
        return Plan.model_validate({"steps": tuple(self.made), "show": shown, "form": form})


def cells(s: Settled, steps: Steps, names: Sequence[str] | None = None, **more: Any) -> str:
    fields = {"who": s.who, "when": s.when, "measures": tuple(names or s.names), **more}
    return steps.add(Figures, **fields)


# ---------------------------------------------------------------- what is shown of each row


def _wanted(s: Settled) -> tuple[tuple[Share, ...], list[str]]:
    """The shares asked for, if any, and every cell that is needed."""
    shares = share_of(s.measures, s.p)
    needed = [n for sh in shares for n in (*sh.parts, sh.whole)] or list(s.names)
    return shares, list(dict.fromkeys(needed))


def base(s: Settled, when: When | None = None) -> tuple[Steps, str, list[str]]:
    """The cells with the shares computed: the steps, the last id, the columns of interest."""
    steps = Steps()
    shares, needed = _wanted(s)
    id = cells(s, steps, needed, **({"when": when} if when else {}))
    for share in shares:
        if len(share.parts) > 1:
            id = _added(steps, id, share.parts, share.part)
        id = steps.add(Compute, of=id, fn=share.fn, a=share.part, b=share.whole, name=share.name)
    if shares:
        return steps, id, [sh.name for sh in shares]
    parts = _addends(s.measures) if s.p.asked.has("sum") and added_up(s.p) else ()
    if len(parts) > 1:
        name = f"{'、'.join(parts)}合计" if len(parts) < 4 else "合计"
        return steps, _added(steps, id, parts, name), [name]
    return steps, id, list(s.names)


def _addends(measures: Sequence[Measure]) -> tuple[str, ...]:
    """The names of what can be added: a whole beside all its parts is left out; () where cells are shared."""
    cells = [frozenset(m.cells) for m in measures]
    parts = [m for m, own in zip(measures, cells, strict=True) if not any(c < own for c in cells)]
    held = [c for m in parts for c in m.cells]
    alone = len(held) == len(set(held)) and set(held) == set().union(*cells)
    return tuple(name_of(m) for m in parts) if alone else ()


def _added(steps: Steps, of: str, names: Sequence[str], name: str) -> str:
    """One column that is the sum of several."""
    total = names[0]
    for i, n in enumerate(names[1:], 2):
        last = i == len(names)
        column = name if last else f"前{i}项之和"
        of = steps.add(Compute, of=of, fn="和", a=total, b=n, name=column)
        total = column
    return of


_EACH_SAID = re.compile(r"各自?(?:是|有)?(?:多少|几)|分别|各是|各有")
_TOGETHER = re.compile(
    r"一共|加起来|总共|相加|之和|的和|加总|合(?:在|到)?一起|合起来|共计|总和|累计|合计|加上|共(?!同)"
)
_HOW_MANY = re.compile(r"(?<=_)[^_，。、]{0,4}(?:几|多少)[件个条项起]?")
_GLOSS = re.compile(r"[(（][^()（）]*[)）]")


def added_up(p: Parse) -> bool:
    """Whether several measures are to be added: 复议和诉讼一共几件; not 复议总数、处罚总数, each its own.

    Nor where each is asked for by itself (复议几件、诉讼几件), or only a gloss in brackets says so.
    """
    if _EACH_SAID.search(p.text):
        return False
    plain = _GLOSS.sub(lambda m: "，" * len(m[0]), blanked(p.text, [*_words(p)]))
    if len(_HOW_MANY.findall(plain)) > 1:
        return False
    return any(
        not (
            plain[: m.start()].endswith("_")
            and re.match(r"数?[、，和与及][^_]{0,4}_", plain[m.end() :])
        )
        for m in _TOGETHER.finditer(plain)
    )


def _words(p: Parse) -> list[tuple[int, int]]:
    return [(s.start, s.end) for s in strong(p.said)]


TOTAL = re.compile(r"总[量数和额]|合计|一共|总共|加起来|总计")


LISTS = re.compile(r"哪些|名单|哪几[个家]|谁|的(?:单位|局|部门|乡镇|街道)")


def but(s: Settled, **changes: Any) -> Settled:
    from dataclasses import replace

    return replace(s, **changes)


BY_YEAR = re.compile(r"逐年|分年|[按分](?:照)?各?年|[按分](?=(?:19|20)\d{2})|每一?年的")
"""分2022、2023年统计, 按年份汇总: the years are what is counted by."""
PER_YEAR = re.compile(rf"{BY_YEAR.pattern}|每一?年|各年|历年|年度间|各个年")


def each_year(s: Settled) -> bool:
    return s.several_years and PER_YEAR.search(s.text) is not None


def nth_said(s: Settled) -> int | None:
    return nth_in(s.text)


def nth_in(text: str) -> int | None:
    """The place that is asked for: 2 of 第二名."""
    match = NTH.search(text)
    n = value_of(match["n"]) if match else None
    return int(n) if n else None


ONE_BY_ONE = re.compile(
    r"分别|各(?:是|有|占|为)?(?:多少|几)|分布|构成|组成|结构|明细|分项|逐项|各自|列(?:出|一下|清)"
)
