"""Whether a text speaks of something, and which items mean the same, as the library's own matching says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from index.library.library import Library
    from index.stores.values import Item

FEW = 400
"""Up to so many texts nearness is asked of the embedder, where no words say it."""


def spoken(
    words: Sequence[str], texts: Sequence[str], library: Library, *, near: bool = False
) -> list[bool]:
    """For each text whether it says every one of the words, or what means strictly the same.

    With `near`, where no text says them so, those that the embedder finds near all of them.
    """
    exact = [all(s) for s in zip(*(_said(w, texts, library) for w in words), strict=True)]
    if any(exact) or not near or len(texts) > FEW:
        return exact
    degrees = [library.matcher([w]).degrees(texts) for w in words]
    return [all(d is not None for d in held) for held in zip(*degrees, strict=True)]


def _said(word: str, texts: Sequence[str], library: Library) -> list[bool]:
    """Whether the word, all of its parts, or a wording strictly the same stands in each text."""
    from index.narrative.matching import Matcher

    whole = Matcher([word]).degrees(texts)
    parts = _parts(word)
    if len(parts) < 2:
        return [d is not None for d in whole]
    each = [Matcher([p]).degrees(texts) for p in parts]
    return [
        d is not None or all(e is not None for e in held)
        for d, held in zip(whole, zip(*each, strict=True), strict=True)
    ]


def _parts(word: str) -> tuple[str, ...]:
    import rjieba

    return tuple(p for p in rjieba.cut(word) if len(p) > 1)


def points(items: Sequence[Item], library: Library) -> list[str]:
    """For each item the label of the group of those that mean the same."""
    labels = {
        (i.report, i.ordinal): group.label
        for group in library.grouped(items)
        for i in group.members
    }
    return [labels[i.report, i.ordinal] for i in items]
