"""Which problem, or which item of last year, a drafter's note speaks of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from index.text import squash

if TYPE_CHECKING:
    from index.library.library import Library

_SHARED = 0.5
"""Least share of the shorter text's pairs of characters that must be common."""


def place(about: str, candidates: Sequence[Sequence[str]], library: Library) -> int | None:
    """Where in `candidates` (each under several wordings) `about` belongs; None where nowhere.

    By words first; by meaning only where no words tell.
    """
    if not about.strip() or not candidates:
        return None
    shares = [max((_shared(about, text) for text in texts), default=0.0) for texts in candidates]
    best = max(range(len(shares)), key=lambda i: shares[i])
    if shares[best] >= _SHARED:
        return best
    matcher = library.matcher([about])
    degrees = [any(d is not None for d in matcher.degrees(list(texts))) for texts in candidates]
    near = [i for i, is_near in enumerate(degrees) if is_near]
    return max(near, key=lambda i: shares[i]) if near else None


def _shared(one: str, other: str) -> float:
    a, b = squash(one), squash(other)
    if a and b and (a in b or b in a):
        return 1.0
    here, there = _pairs(a), _pairs(b)
    least = min(len(here), len(there))
    return len(here & there) / least if least else 0.0


def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[i : i + 2] for i in range(len(text) - 1))
