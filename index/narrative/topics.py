"""Which of the matters that recur in part fives a problem is of, by its likeness to examples.

Measured on 110 problems that other people wrote and put into groups: three in four of the pairs
that stand together here do there, and two in five of those that do there; by likeness alone it
was one in sixty.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Protocol

import numpy as np

from index.narrative.likeness import Matrix

_FILE = Path(__file__).parent / "wording" / "topics.toml"
_NEAREST = 2
"""The mean likeness to so many of a topic's examples is its own."""
_AHEAD = 0.6
"""How far the likeliest topic must be ahead of the next: in doubt a problem is of none."""


class Compares(Protocol):
    """What compares wordings as `Likeness` does."""

    def between(self, some: Sequence[str], others: Sequence[str]) -> Matrix: ...


def topics(problems: Sequence[str], likeness: Compares) -> list[str | None]:
    """The topic of each problem; None where no one is clearly the likeliest."""
    if not problems:
        return []
    examples = _examples()
    lines = [line for some in examples.values() for line in some]
    edges = [0, *accumulate(len(some) for some in examples.values())]
    usual = _scores(likeness.between(lines, lines), edges)
    others = np.repeat(np.arange(len(examples)), np.diff(edges))[:, None] != np.arange(
        len(examples)
    )
    scores = _scores(likeness.between(problems, lines), edges)
    scores = scores - np.where(others, usual, 0).sum(axis=0) / others.sum(axis=0)
    ordered = np.sort(scores, axis=1)
    ahead = ordered[:, -1] - ordered[:, -2] >= _AHEAD
    names = list(examples)
    return [
        names[i] if sure else None for i, sure in zip(scores.argmax(axis=1), ahead, strict=True)
    ]


def _scores(table: Matrix, edges: Sequence[int]) -> Matrix:
    """The mean likeness to the nearest examples of each topic, a column a topic."""
    spans = zip(edges, edges[1:], strict=False)
    nearest = [np.sort(table[:, a:b], axis=1)[:, -_NEAREST:].mean(axis=1) for a, b in spans]
    return np.stack(nearest, axis=1)


@cache
def _examples() -> dict[str, tuple[str, ...]]:
    read = tomllib.loads(_FILE.read_text("utf-8"))
    return {name: tuple(lines.split()) for name, lines in read.items()}
