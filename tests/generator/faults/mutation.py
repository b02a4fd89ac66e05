"""One planted fault: the report that has it, the rule it belongs to, where it stands."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from ..truth import TrueReport, TrueSection

Change = tuple[TrueReport, str, str]
"""The changed report, what was changed (English), where (a cell key, or the planted text)."""


@dataclass(frozen=True, slots=True)
class Mutation:
    """A report with one planted fault, and what it is to be checked beside.

    `rule` is the rule that must fail; `also` are rules that the same fault rightly breaks.
    `earlier`, `peers`, `children` are set where the rule needs them.
    """

    report: TrueReport
    rule: str
    description: str
    where: str
    earlier: TrueReport | None = None
    peers: tuple[TrueReport, ...] = ()
    children: tuple[TrueReport, ...] = ()
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside the report: its earlier year, other bodies' reports, an own chance."""

    rng: random.Random
    earlier: TrueReport | None = None
    peers: Sequence[TrueReport] = ()


Fault = Callable[[TrueReport, Beside], Iterator[Change | Mutation]]
"""Every way to plant one kind of fault in this report; nothing where it has no place for it."""


def added(report: TrueReport, sentence: str, section: int = 1) -> TrueReport:
    """The report with a sentence more: in the middle paragraph of part one, the last of others."""
    part = report.section(section)
    if part is None or not part.paragraphs:
        return report.with_section(TrueSection(section, part.heading if part else "", (sentence,)))
    texts = list(part.paragraphs)
    long = [i for i, t in enumerate(texts) if t.endswith("。") and len(t) > 20] or [len(texts) - 1]
    at = long[len(long) // 2] if section == 1 else long[-1]
    texts[at] += sentence
    return report.with_section(replace(part, paragraphs=tuple(texts)))


def retitled(report: TrueReport, number: int, heading: str) -> TrueReport:
    """The report with another heading over part `number`."""
    part = report.section(number)
    assert part is not None
    return report.with_section(replace(part, heading=heading))
