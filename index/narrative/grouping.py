"""Items that mean the same, grouped: average linkage over their likeness, a person's word first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

import numpy as np

from index.narrative.likeness import ALIKE, Likeness, Matrix, Vectors
from index.narrative.topics import topics
from index.text import squash

_SLACK = 0.01
"""Keeps a mean of what is just alike from falling below by rounding."""


class Headed(Protocol):
    """What can be grouped: it says first what it is about."""

    @property
    def headline(self) -> str: ...


T = TypeVar("T", bound=Headed)


@dataclass(frozen=True, slots=True)
class Group(Generic[T]):
    """Items of one meaning in the order given; `label` is the most central headline."""

    label: str
    members: tuple[T, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """Pairs of headlines that a person joined, and pairs that one parted."""

    joined: frozenset[tuple[str, str]] = frozenset()
    parted: frozenset[tuple[str, str]] = frozenset()


def groups(
    items: Sequence[T], vectors: Vectors, told: Told | None = None, *, by_topic: bool = False
) -> list[Group[T]]:
    """The items grouped, the largest group first, groups of a size in the items' order.

    `by_topic`: problems of one topic too (人员不足), whatever each says of it.
    """
    by_text: dict[str, list[T]] = {}
    for item in items:
        by_text.setdefault(squash(item.headline), []).append(item)
    texts = list(by_text)
    if not texts:
        return []
    labels = [by_text[t][0].headline for t in texts]
    said, alike = told or Told(), Likeness(vectors)
    likeness = alike.between(labels, labels)
    if by_topic:
        likeness = _of_one_topic(likeness, topics(labels, alike))
    place = {text: i for i, text in enumerate(texts)}
    joined, parted = (_pairs(pairs, place) for pairs in (said.joined, said.parted))
    for a, b in parted:
        likeness[a, b] = likeness[b, a] = -np.inf
    weights = np.asarray([len(by_text[t]) for t in texts], np.float32)
    order = {id(item): n for n, item in enumerate(items)}
    found = []
    for cluster in _joined(_clusters(likeness), joined, parted):
        members = sorted(
            (m for i in cluster for m in by_text[texts[i]]), key=lambda m: order[id(m)]
        )
        found.append(Group(labels[_central(cluster, likeness, weights, labels)], tuple(members)))
    return sorted(found, key=lambda g: (-len(g.members), order[id(g.members[0])]))


def _of_one_topic(likeness: Matrix, topics: Sequence[str | None]) -> Matrix:
    """Texts of one topic are alike enough, those of two never."""
    names = np.asarray([t or "" for t in topics])
    known = (names != "")[:, None] & (names != "")[None, :]
    same = names[:, None] == names[None, :]
    together = np.where(known & same, np.maximum(likeness, ALIKE + _SLACK), likeness)
    return np.where(known & ~same, np.minimum(likeness, 0.0), together)


def _pairs(said: Iterable[tuple[str, str]], place: Mapping[str, int]) -> list[tuple[int, int]]:
    """The places of the pairs of headlines of which both are there."""
    found = {(place.get(squash(one)), place.get(squash(other))) for one, other in said}
    return sorted((a, b) for a, b in found if a is not None and b is not None and a != b)


def _joined(
    clusters: list[list[int]], joined: Sequence[tuple[int, int]], parted: Sequence[tuple[int, int]]
) -> list[list[int]]:
    """What a person joined brings its groups together; where a person parted others of these, one
    of the two goes over to the other alone.  What one parted stays apart.
    """
    sets = [set(c) for c in clusters]
    for a, b in joined:
        one, other = (next(s for s in sets if x in s) for x in (a, b))
        if one is other:
            continue
        for here, there, moved in ((one, other, set(other)), (one, other, {b}), (other, one, {a})):
            if not any({x, y} <= here | moved for x, y in parted):
                here |= moved
                there -= moved
                break
    return [sorted(s) for s in sets if s]


def _clusters(likeness: Matrix) -> list[list[int]]:
    """Average linkage, within the texts that some pair as like as `ALIKE` connects."""
    return [c for part in _connected(likeness >= ALIKE) for c in _linked(part, likeness)]


def _connected(alike: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> list[list[int]]:
    left, parts = set(range(len(alike))), []
    while left:
        part, edge = set(), {min(left)}
        while edge:
            part |= edge
            edge = {int(j) for i in edge for j in np.flatnonzero(alike[i])} - part
        left -= part
        parts.append(sorted(part))
    return parts


def _linked(part: list[int], likeness: Matrix) -> list[list[int]]:
    """Merge the two clusters that are most alike on average, until none are alike enough."""
    table = likeness[np.ix_(part, part)].astype(np.float64)
    np.fill_diagonal(table, -np.inf)
    clusters = [[i] for i in part]
    while len(part) > 1:
        a, b = divmod(int(table.argmax()), len(part))
        if not table[a, b] >= ALIKE:
            break
        here, there = len(clusters[a]), len(clusters[b])
        both = (here * table[a] + there * table[b]) / (here + there)
        both[[a, b]] = -np.inf
        table[a] = table[:, a] = both
        table[b] = table[:, b] = -np.inf
        clusters[a], clusters[b] = clusters[a] + clusters[b], []
    return [sorted(c) for c in clusters if c]


def _central(cluster: list[int], likeness: Matrix, weights: Matrix, labels: Sequence[str]) -> int:
    """The headline most like the others, the more frequent and the shorter first where alike."""
    finite = np.nan_to_num(likeness[np.ix_(cluster, cluster)], neginf=0.0)
    scores = finite @ weights[cluster]
    return min(
        zip(cluster, scores, strict=True),
        key=lambda c: (
            -round(float(c[1]), 3),
            -float(weights[c[0]]),
            len(labels[c[0]]),
            labels[c[0]],
        ),
    )[0]
