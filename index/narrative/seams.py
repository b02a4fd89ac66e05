"""Where one sentence tells several things: each place between clauses has its weight, and of all
ways to cut the sentence the likeliest is taken.

Problems and measures that a report tells in one breath each are as many more often than not:
`together` weighs that beside what the clauses themselves say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

_MOST = 12
"""More items than this no sentence tells."""
_CLAUSES = 80
"""A sentence of more clauses than this is no list that anybody wrote: it is not cut."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Weights:
    """What speaks for a cut, against one if below 0, or against leaving clauses uncut.

    Fitted together on part fives of our own making: what counts is how they stand to one another.
    """

    equal: float = 1.0
    """Each cut where there are as many problems as measures."""
    length: float = 1.1
    """A long clause behind the cut; less for a shorter one."""
    lacks: float = 0.5
    """The words of the clause behind say that something is wanting."""
    lacks_not: float = -0.2
    lacks_not_last: float = -0.3
    """Nor does any clause behind that."""
    before_leans: float = -0.9
    """The clause before says by how it leans alone that something is wanting."""
    before_tells_not: float = -0.5
    few: float = -2.0
    """So few clauses that no list is likely."""
    anew: float = 0.5
    """The clause behind leans to the head of a problem as much as `usual`, or the more."""
    usual: float = 0.6
    parallel: float = 3.0
    """The clause behind is worded as the first one is."""
    pause: float = -0.2
    """A cut at 、."""
    pause_listed: float = 0.2
    """One where a lead or 等问题 says that a list is told."""
    empty: float = -2.0
    """An item that says nothing is wanting."""
    leans: float = -0.6
    """One that says so only by how it leans."""
    empty_listed: float = -0.3
    apart: float = -1.0
    """A 、 between clauses within one item."""
    acts: float = -2.3
    """The clause behind begins with what is to be done."""
    acts_not: float = -2.6
    own: float = 1.17
    """A long clause before or behind, each; less for a shorter one."""


WEIGHTS = Weights()


@dataclass(frozen=True, slots=True)
class Way:
    """One way to cut a sentence: how likely, and the items' spans."""

    weight: float
    spans: tuple[Span, ...]

    def moved(self, by: int) -> Way:
        """The same cut of a sentence that begins `by` characters further on."""
        return Way(self.weight, tuple((a + by, b + by) for a, b in self.spans))

    def trimmed(self, behind: Callable[[int], int]) -> Way:
        """Each item but the first from behind the word that joins it to the one before."""
        first, *others = self.spans
        return Way(self.weight, (first, *((behind(a), b) for a, b in others)))


def ways(
    clauses: Sequence[Span], seams: Sequence[float], whole: Callable[[int, int], float]
) -> list[Way]:
    """The likeliest way for each number of items.

    `seams[n]`: the weight of a cut before clause n+1.  `whole(a, b)`: that of clauses a to b as one item.
    """
    size = len(clauses)
    if size > _CLAUSES:
        return [Way(whole(0, size), ((clauses[0][0], clauses[-1][1]),))]
    best: list[list[Way]] = [[] for _ in range(size + 1)]
    best[0] = [Way(0.0, ())]
    for end in range(1, size + 1):
        found: dict[int, Way] = {}
        for start in range(end):
            own = whole(start, end) + (seams[start - 1] if start else 0.0)
            for way in best[start]:
                if len(way.spans) < _MOST and (start or not way.spans):
                    span = (clauses[start][0], clauses[end - 1][1])
                    _keep(found, Way(way.weight + own, (*way.spans, span)))
        best[end] = list(found.values())
    return best[size]


def _keep(found: dict[int, Way], way: Way) -> None:
    known = found.get(len(way.spans))
    if known is None or way.weight > known.weight:
        found[len(way.spans)] = way


def likeliest(*several: Iterable[Way]) -> list[Way]:
    """For each number of items the likeliest of several sets of ways."""
    found: dict[int, Way] = {}
    for some in several:
        for way in some:
            _keep(found, way)
    return list(found.values())


def together(problems: Sequence[Way], measures: Sequence[Way]) -> tuple[Way, Way]:
    """The likeliest way to cut the problems and that to cut the measures, as many of both preferred."""

    def weight(pair: tuple[Way, Way]) -> tuple[float, int]:
        one, other = pair
        number = len(one.spans)
        equal = WEIGHTS.equal * (number - 1) if number == len(other.spans) else 0.0
        return one.weight + other.weight + equal, -number - len(other.spans)

    return max(((p, m) for p in problems for m in measures), key=weight)
