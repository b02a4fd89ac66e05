"""Steps in the making, and what every builder starts from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from assistant.ask.grammar.operations import (
    NTH,
)
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
    if len(s.measures) > 1 and s.p.asked.has("sum") and not _each_by_itself(s):
        name = f"{'、'.join(s.names)}合计" if len(s.names) < 4 else "合计"
        return steps, _added(steps, id, s.names, name), [name]
    return steps, id, list(s.names)


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


def _each_by_itself(s: Settled) -> bool:
    return _EACH_SAID.search(s.text) is not None


TOTAL = re.compile(r"总[量数和额]|合计|一共|总共|加起来|总计")


LISTS = re.compile(r"哪些|名单|哪几[个家]|谁|的(?:单位|局|部门|乡镇|街道)")


def but(s: Settled, **changes: Any) -> Settled:
    from dataclasses import replace

    return replace(s, **changes)


PER_YEAR = re.compile(r"逐年|每一?年|各年|分年|按年|历年|年度间|各个年")


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
