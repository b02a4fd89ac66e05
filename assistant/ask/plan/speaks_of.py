"""Whether a text speaks of something, and which items mean the same, as the library's own matching says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from index.narrative.matching import Matcher
from index.narrative.wording import kinds

if TYPE_CHECKING:
    from index.library.library import Library
    from index.stores.values import Item

FEW = 400
"""Up to so many texts nearness is asked of the embedder, where no words say it."""


def spoken(
    words: Sequence[str], texts: Sequence[str], library: Library, *, near: bool = False
) -> list[bool]:
    """For each text whether it says every one of the words, or what means strictly the same.

    With `near`, where no text says them so, those that the embedder finds near to them together.
    """
    exact = [all(s) for s in zip(*(_said(w, texts) for w in words), strict=True)]
    if any(exact) or not near or len(texts) > FEW:
        return exact
    degrees = library.matcher(["，".join(words)]).degrees(texts)
    return [d is not None for d in degrees]


def _said(word: str, texts: Sequence[str]) -> list[bool]:
    """Whether the word, all of its parts, or a wording strictly the same stands in each text."""
    whole = Matcher([word]).degrees(texts)
    held = parts(word)
    if len(held) < 2:
        return [d is not None for d in whole]
    each = [Matcher([p]).degrees(texts) for p in held]
    wanting = kinds.lacks(word)  # 更新不及时 is not said by 更新及时
    return [
        d is not None
        or (
            all(e is not None for e in some)
            and not (wanting and not kinds.lacks(t))
            and (len(t) <= _LONG or _together(held, t))
        )
        for t, d, some in zip(texts, whole, zip(*each, strict=True), strict=True)
    ]


_CLAUSE = re.compile("[^，；。！]+")
_DENIAL = re.compile(
    r"[未没]|(?<![有毫])无(?![障偿线])|不(?:曾|予)|为零|(?<![\d.,])0(?:\.0+)?(?=万?元|[一-龥])"
)


def denies(words: Sequence[str], text: str, library: Library) -> bool:
    """Whether the clauses that say the words say that there is none of it (未收取, 没有, 0元)."""
    clauses = _CLAUSE.findall(text)
    says = spoken(words, clauses, library)
    told = [c for c, ok in zip(clauses, says, strict=True) if ok]
    return bool(told) and all(_DENIAL.search(c) for c in told)


_LONG = 60
"""Parts of a compound that stand further apart in a sentence than this make no compound."""


def _together(held: Sequence[str], text: str) -> bool:
    """Whether clauses side by side hold all the parts."""
    clauses = re.split("[，,；;。：:]", text)
    pairs = ["，".join(pair) for pair in zip(clauses, [*clauses[1:], ""], strict=True)]
    found = [Matcher([p]).degrees(pairs) for p in held]
    return any(all(d is not None for d in some) for some in zip(*found, strict=True))


def parts(word: str) -> tuple[str, ...]:
    """The words of two characters or more that a compound is made of, in order."""
    import rjieba

    return tuple(p for p in rjieba.cut(word) if len(p) > 1)


def nouns(word: str) -> tuple[str, ...]:
    """The nouns among those words: what a phrase is about, whatever is said to be done with it."""
    import rjieba

    return tuple(p for p, tag in rjieba.tag(word) if len(p) > 1 and tag[0] == "n")


def points(items: Sequence[Item], library: Library) -> list[str]:
    """For each item the label of the group of those that mean the same, or of one topic if problems."""
    by_topic = all(i.kind == "problem" for i in items)
    labels = {
        (i.report, i.ordinal): group.label
        for group in library.grouped(items, by_topic=by_topic)
        for i in group.members
    }
    return [labels[i.report, i.ordinal] for i in items]
