"""How alike two wordings are: by their vectors and the pairs of characters that they share.

A likeness is counted in standard deviations above what wordings of different meaning have by
chance, which is measured on the names of the thesaurus' concepts; so one threshold holds for
every embedder, the hashing one included.  Measured on invented problems of part five, a phrase
against sentences and sentences against each other (`tests/narrative/test_likeness.py`): nine in ten pairs
above `NEAR` and `ALIKE` mean the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

from index.search import thesaurus
from index.text import fold

Matrix = npt.NDArray[np.float32]
Vectors = Callable[[set[str]], Mapping[str, Matrix]]
"""Texts to their vectors of length 1."""

NEAR = 5.7
"""A phrase and a sentence as near as this speak of one thing, nine times in ten."""
ALIKE = 6.3
"""Two sentences as near as this mean the same, nine times in ten."""
_OVERLAP = 4.0
"""What all pairs of characters shared are worth beside the vectors."""
_EVERY = 4
"""Every fourth of the thesaurus' concepts is enough to measure chance."""
_OWN = re.compile(
    r"20\d\d年(?:度)?|[我本全](?:局|委|办|厅|镇|乡|县|市|区|省|街道|单位|机关|中心)(?:办公室|机关)?|下一步|今后"
)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_SIGN = re.compile(r"\W+")


def plain(text: str) -> str:
    """The text without years, own body and figures, which say nothing of its meaning."""
    bare = _NUMBER.sub("0", _OWN.sub("", fold(text)))
    return bare.strip(" ，,。；;：:、\n") or text


class Likeness:
    """Compares wordings under one embedder; `vectors` gives and keeps their vectors."""

    def __init__(self, vectors: Vectors) -> None:
        self._vectors = vectors

    def between(self, some: Sequence[str], others: Sequence[str]) -> Matrix:
        """One row for each of `some`, one column for each of `others`."""
        here, there = [plain(t) for t in some], [plain(t) for t in others]
        known = self._vectors({*here, *there})
        _, mean, deviation = self._chance
        cosines = self._centred(known, here) @ self._centred(known, there).T
        return np.asarray(
            (cosines - mean) / deviation + _OVERLAP * _overlaps(here, there), np.float32
        )

    def _centred(self, known: Mapping[str, Matrix], texts: Sequence[str]) -> Matrix:
        rows = np.stack([known[t] for t in texts]) - self._chance[0]
        return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9))

    @cached_property
    def _chance(self) -> tuple[Matrix, float, float]:
        """The centre of wordings of the field, and the cosine's mean and deviation between them."""
        names = thesaurus.names()[::_EVERY]
        known = self._vectors(set(names))
        rows = np.stack([known[n] for n in names])
        centre = rows.mean(axis=0)
        rows = rows - centre
        rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
        cosines = (rows @ rows.T)[np.triu_indices(len(names), 1)]
        return centre, float(cosines.mean()), float(cosines.std()) or 1.0


def _overlaps(some: Sequence[str], others: Sequence[str]) -> Matrix:
    """The share of the shorter text's pairs of characters that the other has, 0 to 1."""
    here, there = [_pairs(t) for t in some], [_pairs(t) for t in others]
    known = {pair: i for i, pair in enumerate({p for pairs in (*here, *there) for p in pairs})}
    a, b = _table(here, len(known), known), _table(there, len(known), known)
    sizes = np.minimum.outer(a.sum(axis=1), b.sum(axis=1))
    return np.asarray(a @ b.T / np.maximum(sizes, 1), np.float32)


def _table(pairs: Sequence[frozenset[str]], width: int, known: Mapping[str, int]) -> Matrix:
    rows = np.zeros((len(pairs), width), np.float32)
    for row, some in zip(rows, pairs, strict=True):
        row[[known[p] for p in some]] = 1
    return rows


def _pairs(text: str) -> frozenset[str]:
    signs = _SIGN.sub("", text)
    return frozenset(signs[i : i + 2] for i in range(len(signs) - 1))
