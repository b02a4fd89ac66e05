"""Where blanks were lost: the placements of a row's figures that the equations allow.

A placement keeps the figures' order and fills the rest with blanks, which count as nothing.  It
is accepted only where every other placement of its row contradicts an equation, so a row that
two placements fit stays unread.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, islice
from typing import Any

Slots = tuple[int, ...]
"""The column of each figure, in the figures' order."""
Number = int | float

_PROBES = 20


@dataclass(frozen=True, slots=True)
class Balance:
    """For each column, the sum of the rows `plus` equals the sum of the rows `minus`."""

    plus: tuple[str, ...]
    minus: tuple[str, ...]


def placements(figures: Sequence[Number], width: int, total: int) -> Iterator[Slots]:
    """The ways to set figures into `width` columns whose column `total` sums the others."""
    for slots in combinations(range(width), len(figures)):
        filled = dict(zip(slots, figures, strict=True))
        if _same(filled.pop(total, 0), sum(filled.values())):
            yield slots


def _same(a: Number, b: Number) -> bool:
    return abs(a - b) < 1e-6


def solve_rows(
    known: Mapping[str, Sequence[Number]],
    lost: Mapping[str, Sequence[Number]],
    balances: Sequence[Balance],
    total: int,
) -> dict[str, Slots]:
    """The rows of `lost` that the equations leave one placement; {} where they contradict.

    `known` are whole rows, blanks as 0.  A balance counts only where all its rows are there.
    """
    import numpy as np

    width = max((len(row) for row in known.values()), default=7)
    slots = {key: list(placements(figures, width, total)) for key, figures in lost.items()}
    if not all(slots.values()) or not lost:
        return {}
    domains = {
        key: np.array([_spread(figures, s, width) for s in slots[key]], dtype=float)
        for key, figures in lost.items()
    }
    rows = {key: np.array([row], dtype=float) for key, row in known.items()} | domains
    usable = [b for b in balances if all(key in rows for key in (*b.plus, *b.minus))]
    alive = {key: np.ones(len(domain), dtype=bool) for key, domain in rows.items()}
    if not _narrow(rows, alive, usable):
        return {}
    _probe(rows, alive, usable)
    return {key: slots[key][int(alive[key].argmax())] for key in lost if alive[key].sum() == 1}


def _spread(figures: Sequence[Number], slots: Slots, width: int) -> list[Number]:
    filled = dict(zip(slots, figures, strict=True))
    return [filled.get(i, 0) for i in range(width)]


def _narrow(rows: dict[str, Any], alive: dict[str, Any], balances: Sequence[Balance]) -> bool:
    """Strike placements that no choice of the other rows can balance; False on contradiction."""
    changed = True
    while changed:
        changed = False
        for balance in balances:
            signs = [(k, 1) for k in balance.plus] + [(k, -1) for k in balance.minus]
            lows, highs = _bounds(rows, alive, signs)
            low, high = sum(lows), sum(highs)
            for (key, sign), own_low, own_high in zip(signs, lows, highs, strict=True):
                value = sign * rows[key]
                fits = (value <= own_low - low + 1e-6) & (value >= own_high - high - 1e-6)
                left = alive[key] & fits.all(axis=1)
                if not left.any():
                    return False
                if left.sum() < alive[key].sum():
                    alive[key], changed = left, True
                    break
    return True


def _bounds(
    rows: dict[str, Any], alive: dict[str, Any], signs: Sequence[tuple[str, int]]
) -> tuple[list[Any], list[Any]]:
    """For each row the least and the greatest that it may add to each column."""
    values = [sign * rows[key][alive[key]] for key, sign in signs]
    return [v.min(axis=0) for v in values], [v.max(axis=0) for v in values]


def _probe(rows: dict[str, Any], alive: dict[str, Any], balances: Sequence[Balance]) -> None:
    """Try placements one by one and strike those from which a contradiction follows."""
    left = _PROBES
    again = True
    while again and left:
        again = False
        for key in sorted(alive, key=lambda k: int(alive[k].sum())):
            for i in alive[key].nonzero()[0]:
                if alive[key].sum() < 2 or not left:
                    break
                left -= 1
                trial = {k: v.copy() for k, v in alive.items()}
                trial[key][:] = False
                trial[key][i] = True
                if not _narrow(rows, trial, balances):
                    alive[key][i] = False
                    again = _narrow(rows, alive, balances)


def solve_groups(figures: Sequence[Number], groups: int, width: int) -> Slots | None:
    """The one way to set figures into `groups` groups whose last column sums the others."""
    found = list(islice(_fillings(tuple(figures), groups, width, 0), 2))
    return found[0] if len(found) == 1 else None


def _fillings(figures: tuple[Number, ...], groups: int, width: int, offset: int) -> Iterator[Slots]:
    if not groups:
        yield from [()] if not figures else []
        return
    for count in range(min(width, len(figures)) + 1):
        for slots in placements(figures[:count], width, width - 1):
            first = tuple(offset + s for s in slots)
            rest = _fillings(figures[count:], groups - 1, width, offset + width)
            yield from (first + others for others in rest)
