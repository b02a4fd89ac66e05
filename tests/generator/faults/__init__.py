"""Planted faults for every rule of the book, and traps that are none.

for m in mutations(report, random.Random(1), earlier, peers): ...   # m.rule must fail
for t in traps(report, random.Random(1)): ...                       # nothing may fail
"""

from __future__ import annotations

import random
from collections.abc import Sequence

from ..truth import TrueReport
from . import form, narrative, tables, wording
from .mutation import Beside, Fault, Mutation
from .traps import Trap
from .traps import traps as _traps

FAULTS: dict[str, Fault] = {
    **form.FAULTS,
    **tables.FAULTS,
    **narrative.FAULTS,
    **wording.FAULTS,
}
"""Rule id → every way to break it."""


def mutations(
    report: TrueReport,
    rng: random.Random,
    earlier: TrueReport | None = None,
    peers: Sequence[TrueReport] = (),
) -> list[Mutation]:
    """Each fault that the report has a place for, planted alone.

    Without `earlier` (the same body's report of the year before) there are none for the rules
    that need it, without `peers` none for P01.
    """
    beside = Beside(rng, earlier, peers)
    return [
        change if isinstance(change, Mutation) else Mutation(change[0], rule, *change[1:])
        for rule, fault in FAULTS.items()
        for change in fault(report, beside)
    ]


def traps(report: TrueReport, rng: random.Random) -> list[Trap]:
    """Each trap of the facts about reports that this one has a place for."""
    return _traps(report, Beside(rng))


__all__ = ["FAULTS", "Mutation", "Trap", "mutations", "traps"]
