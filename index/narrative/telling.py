"""Which problems tell of what is asked for, in whatever words: by likeness, topic and shared concepts.

Likeness alone cannot tell 栏目空着 from a register that is not kept; the topics that recur, and the
thesaurus' concepts, part those as near.  What stays in doubt is left out: a body named that does
not say so is worse than one left out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from index.narrative.likeness import Matrix
from index.narrative.topics import topics
from index.search import thesaurus

SURE = 6.8
"""From this likeness on a problem tells of it, whichever topic either seems to be of."""
NEAR = 5.4
"""From here on, unless the two are clearly of different topics."""
OF_ONE_TOPIC = 4.0
"""From here on, where both are of one topic and share two concepts."""
_SHARED = 2


def tell_of(
    words: Sequence[str], problems: Sequence[str], likeness: Callable[..., Matrix]
) -> list[bool]:
    """For each problem whether it tells of one of the words."""
    asked = [*words, "、".join(words)]
    degrees = likeness(words, problems).max(axis=0)
    between = _Between(likeness)
    wanted = {t for t in topics(asked, between) if t}
    concepts = {c for w in words for c in thesaurus.concepts(w)}
    found = []
    for text, degree, topic in zip(problems, degrees, topics(problems, between), strict=True):
        near = degree >= NEAR and not (topic and wanted and topic not in wanted)
        shares = len(concepts.intersection(thesaurus.concepts(text))) >= _SHARED
        same = degree >= OF_ONE_TOPIC and shares and (topic is None or topic in wanted)
        found.append(bool(degree >= SURE or near or same))
    return found


class _Between:
    """`Likeness` by the function that a library has of it."""

    def __init__(self, likeness: Callable[..., Matrix]) -> None:
        self._likeness = likeness

    def between(self, some: Sequence[str], others: Sequence[str]) -> Matrix:
        return self._likeness(some, others)
