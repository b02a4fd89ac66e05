"""Words of a question about the narrative that only ask, by what is nearest."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.ask.grammar.words import asking_words
from assistant.ask.plan.scope import Holdings
from index.search import thesaurus


def asks_only(words: Sequence[str], holdings: Holdings) -> tuple[str, ...]:
    """Of these words those that lie nearer to words of asking than to what reports are about."""
    if holdings.likeness is None or not words:
        return ()
    asking = sorted(w for w in asking_words() if len(w) > 1)
    ask = holdings.likeness(words, asking)
    about = holdings.likeness(words, thesaurus.names())
    degrees = ((w, max(a), max(b)) for w, a, b in zip(words, ask, about, strict=True))
    return tuple(
        w
        for w, a, b in degrees
        if a - b >= (CLEARLY if a < ALMOST_THE_SAME else -0.1) and a >= ASKING
    )


ASKING = 4.5
CLEARLY = 0.5
ALMOST_THE_SAME = 8.0
"""Nearness to a word of asking from which on it may also be a subject's (整改措施)."""
