"""What may speak against a text: a derived statement only where its operands are certain."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import permutations

from assistant.claims.claim import (
    Both,
    Claim,
    Compare,
    Either,
    Figure,
    Multiple,
    Rather,
    Share,
    ShareChange,
    Stated,
    Value,
    Verdict,
    Whole,
)
from assistant.claims.reading.item import Item
from assistant.claims.stated import agrees


def unsure_operands(
    claim: Claim, told: Sequence[tuple[Claim, Verdict]], found: Sequence[Item]
) -> bool:
    """Whether what the claim was reckoned from may not be what the sentence speaks of.

    A count that the sentence gives and the figure does not bear out is of something else; a ratio
    that two counts of the sentence give is of these.
    """
    operands = {figure for simple in _simple(claim) for figure in _operands(simple)}
    if not operands:
        return False
    if any(figure in operands for c, v in told if v.status != "proved" for figure in _counted(c)):
        return True
    counts = [i.stated for i in found if i.letter == "Q" and i.stated is not None]
    return any(_ratio_of(simple, counts) for simple in _simple(claim))


def _simple(claim: Claim) -> Iterator[Claim]:
    if isinstance(claim, Either | Rather | Both):
        for inner in claim.claims:
            yield from _simple(inner)
    else:
        yield claim


def _counted(claim: Claim) -> Iterator[Figure]:
    return (c.figure for c in _simple(claim) if isinstance(c, Value))


def _operands(claim: Claim) -> tuple[Figure, ...]:
    match claim:
        case Share() | ShareChange() | Whole():
            return (claim.part, *claim.wholes)
        case Compare() | Multiple():
            right = (claim.right,) if isinstance(claim.right, Figure) else ()
            return (claim.left, *right)
    return ()


def _ratio_of(claim: Claim, counts: Sequence[Stated]) -> bool:
    """11件中有3件，占27%: the sentence's own counts bear the ratio out."""
    said = claim.by if isinstance(claim, Compare) else None
    if isinstance(claim, Share | Multiple):
        said = claim.stated
    if said is None or said.dimension not in ("percent", "times"):
        return False
    scale = 100.0 if said.dimension == "percent" else 1.0
    less = 1.0 if isinstance(claim, Compare) else 0.0
    pairs = permutations([c.value for c in counts if c.value], 2)
    return any(agrees(said, scale * abs(one / other - less)) == "proved" for one, other in pairs)
