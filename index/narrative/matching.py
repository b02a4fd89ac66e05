"""Whether a sentence or an item speaks of what is asked: exactly, in other words, or nearly."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from index.narrative.likeness import NEAR, Likeness, Vectors
from index.search import thesaurus
from index.text import squash

Degree = Literal["exact", "same_meaning", "near"]
"""The surest first."""


class Matcher:
    """Holds texts against the asked words; a text speaks of them if it speaks of any.

    `exact`: the words stand in it.  `same_meaning`: a wording stands in it that the thesaurus
    takes for strictly the same.  `near`: the embedder finds it near, which is no proof; only
    with `vectors`.
    """

    def __init__(self, words: Sequence[str], vectors: Vectors | None = None) -> None:
        self._words = [w for w in dict.fromkeys(words) if w.strip()]
        self._exact = [squash(w).lower() for w in self._words]
        self._same = {s for w in self._words for s in thesaurus.same(w)}
        self._likeness = Likeness(vectors) if vectors else None

    def degree(self, text: str) -> Degree | None:
        """How surely one text speaks of the words; None where it does not."""
        return self.degrees([text])[0]

    def degrees(self, texts: Sequence[str]) -> list[Degree | None]:
        """`degree` of each text, the vectors fetched at once."""
        found = [self._by_words(text) for text in texts]
        open_ = [i for i, degree in enumerate(found) if degree is None and texts[i].strip()]
        if self._likeness and self._words and open_:
            scores = self._likeness.between([texts[i] for i in open_], self._words).max(axis=1)
            for i, score in zip(open_, scores, strict=True):
                found[i] = "near" if score >= NEAR else None
        return found

    def _by_words(self, text: str) -> Degree | None:
        plain = squash(text).lower()
        if any(w in plain for w in self._exact):
            return "exact"
        return "same_meaning" if any(w in plain for w in self._same) else None
