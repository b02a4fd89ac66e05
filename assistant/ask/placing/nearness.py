"""Words of a question about the narrative that only ask, or ask for a kind of item, by what is nearest."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.ask.grammar.words import asking_words, kinds_asked
from assistant.ask.plan.plan import About
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


def asked_for(text: str, holdings: Holdings) -> About | None:
    """What of part five the words ask for (检讨了哪几条), by the likeliest example; None in doubt."""
    if holdings.likeness is None:
        return None
    examples = [(kind, line) for kind, lines in kinds_asked().items() for line in lines]
    clauses = [c for c in re.findall(r"[^_，。；：:？！()（）]{4,}", text) if _ASKS.search(c)]
    if not clauses:
        return None
    degrees = holdings.likeness(clauses, [line for _, line in examples]).max(axis=0)
    best: dict[About, float] = {}
    for (kind, _), degree in zip(examples, degrees, strict=True):
        best[kind] = max(best.get(kind, 0.0), float(degree))
    (kind, first), (_, second), *_ = sorted(best.items(), key=lambda b: -b[1])
    return kind if first >= SURE and first - second >= CLEAR else None


_ASKS = re.compile(r"多少|几|谁|哪|什么|怎")
SURE = 5.5
"""How near a wording must be; chance is 0, the same words are 9 and more."""
CLEAR = 1.2
"""By how much one meaning must be nearer than the other."""
ASKING = 4.5
CLEARLY = 0.5
ALMOST_THE_SAME = 8.0
"""Nearness to a word of asking from which on it may also be a subject's (整改措施)."""
