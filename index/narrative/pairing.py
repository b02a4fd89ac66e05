"""Which measure answers which problem, where its place does not say: by order and by topic."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from index.text import squash

_IN_ORDER = 0.2
"""What standing at the same place of equally long lists is worth beside shared words."""
_SHARED = 0.18
"""Least share of shared words by which a measure is taken to answer a problem out of order."""
_AHEAD = 1.3
"""How far the best must be ahead of the second best."""


def answers(problems: Sequence[str], measures: Sequence[str]) -> list[int | None]:
    """For each measure the problem that it answers, None where nothing tells."""
    if len(problems) == 1:
        return [0] * len(measures)
    scores = _scores(problems, measures)
    if len(problems) == len(measures):
        return _one_to_one(scores)
    return [_best(row) for row in scores]


def _one_to_one(scores: list[list[float]]) -> list[int | None]:
    """Each measure with its own problem: the strongest pairs first, order before weak overlap."""
    size = len(scores)
    pairs = sorted(
        (
            (scores[m][p] + _IN_ORDER * (m == p), -abs(m - p), m, p)
            for m in range(size)
            for p in range(size)
        ),
        reverse=True,
    )
    found: list[int | None] = [None] * size
    for _, _, m, p in pairs:
        if found[m] is None and p not in found:
            found[m] = p
    return found


def _best(row: list[float]) -> int | None:
    if not row:
        return None
    first = max(range(len(row)), key=row.__getitem__)
    second = max((s for i, s in enumerate(row) if i != first), default=0.0)
    return first if row[first] >= _SHARED and row[first] >= _AHEAD * second else None


def _scores(problems: Sequence[str], measures: Sequence[str]) -> list[list[float]]:
    """The share of a measure's and a problem's pairs of characters, the rare ones weighing more."""
    said = [_pairs(t) for t in (*problems, *measures)]
    seen = Counter(pair for pairs in said for pair in pairs)
    weight = {pair: 1 / count**1.5 for pair, count in seen.items()}
    there, here = said[: len(problems)], said[len(problems) :]
    return [[_shared(m, p, weight) for p in there] for m in here]


def _shared(a: frozenset[str], b: frozenset[str], weight: dict[str, float]) -> float:
    both = sum(weight[x] for x in a & b)
    least = min(sum(weight[x] for x in a), sum(weight[x] for x in b))
    return both / least if least else 0.0


def _pairs(text: str) -> frozenset[str]:
    plain = squash(text)
    return frozenset(pair for i in range(len(plain) - 1) if (pair := plain[i : i + 2]).isalpha())
