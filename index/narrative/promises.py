"""What this year's report says of last year's promises and problems.

`done` needs a sentence that tells, as done, nearly all that is particular of the promise, its
numbers included; whatever is less sure is `near`, and never claimed done.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from typing import Literal

from index.narrative.likeness import NEAR, Likeness, Vectors, plain
from index.narrative.quantities import Quantity, quantities
from index.narrative.wording import kinds
from index.narrative.wording.leaning import falls_short
from index.stores.values import Item, Sentence

Standing = Literal["done", "partly", "again", "near", "absent"]
_COVERED, _TOUCHED = 0.7, 0.35
"""Share of a promise's words, the rare ones weighing more, that a sentence must hold."""
_SURE = 9.0
"""Likeness and shared words together that no sentence of another matter has."""
_SHORT = 0.35
"""A clause that leans so far to a part done says that not all is."""
_IN_PART = re.compile(
    r"初步|逐步|部分|正在|基本|有所|一定程度|仍|还需|还有|尚|进一步推进|持续推进中"
)
_DONE_TO_PROBLEM = re.compile(r"解决|整改|改进|消除|扭转|改变|改善|补齐|销号|纠正")
_EVERY = re.compile(r"每(?:个)?(?:年|半年|季度?|月|周|日)|定期|常态化")
_HAN, _DIGIT = re.compile(r"[\u4e00-\u9fff]"), re.compile(r"\d")
_SHORTEST = 9
"""Fewer characters without a figure are a heading (（二）依申请公开。)."""
_WORD = re.compile(r"[\u4e00-\u9fffA-Za-z]{2,}")


@dataclass(frozen=True, slots=True)
class FollowedUp:
    """One promise or problem of last year and how it stands; `sentence` is this year's, if any.

    `again`: this year's report names the same problem anew.
    """

    item: Item
    standing: Standing
    sentence: Sentence | None = None


def follow_up(
    last_items: Sequence[Item], this_sentences: Sequence[Sentence], vectors: Vectors
) -> list[FollowedUp]:
    """Last year's measures and problems, in the order given, against this year's sentences."""
    asked = [i for i in last_items if i.kind in ("measure", "problem")]
    told = [s for s in this_sentences if s.section in (1, 2, 5, 6) and _tells(s)]
    if not asked or not told:
        return [FollowedUp(i, "absent") for i in asked]
    scores = Likeness(vectors).between([i.text for i in asked], [s.text for s in told])
    words = _Words([i.text for i in asked], [s.text for s in told])
    return [
        _standing(item, told, [float(x) for x in row], words)
        for item, row in zip(asked, scores, strict=True)
    ]


def _tells(sentence: Sentence) -> bool:
    """Whether a sentence tells something of the year: no heading alone, no plan."""
    heading = len(_HAN.findall(sentence.text)) < _SHORTEST and not _DIGIT.search(sentence.text)
    return not heading and not _planned(sentence)


def _planned(sentence: Sentence) -> bool:
    """Whether a sentence speaks of what is to come, which proves nothing done."""
    told = kinds.opening(sentence.text, sentence.year) or kinds.told(sentence.text, sentence.year)
    return told == "measure" and (sentence.section == 5 or kinds.future(sentence.text))


def _standing(
    item: Item, told: Sequence[Sentence], scores: Sequence[float], words: _Words
) -> FollowedUp:
    covers = [words.share(item.text, s.text) for s in told]
    order = sorted(range(len(told)), key=lambda i: (-covers[i], -scores[i], i))
    for i in order:
        if covers[i] < _COVERED:
            break
        standing = _of(item, told[i])
        if standing is not None:
            return FollowedUp(item, standing, told[i])
    both = [score + NEAR * cover for score, cover in zip(scores, covers, strict=True)]
    nearest = max(range(len(told)), key=lambda i: (both[i], -i))
    if both[nearest] >= _SURE:
        return FollowedUp(item, _of(item, told[nearest]) or "near", told[nearest])
    if scores[nearest] >= NEAR or covers[nearest] >= _TOUCHED:
        return FollowedUp(item, "near", told[nearest])
    return FollowedUp(item, "absent")


def _of(item: Item, sentence: Sentence) -> Standing | None:
    """How a promise stands by a sentence that holds nearly all its words; None where unsure."""
    mended = kinds.told(sentence.text, sentence.year) == "done"
    in_part = bool(_IN_PART.search(sentence.text)) or _falls_short(sentence.text)
    if item.kind == "measure" and in_part and _does_some(sentence.text):
        return "partly"
    if kinds.lacks(sentence.text) and not mended:
        return "again" if item.kind == "problem" and sentence.section == 5 else None
    if item.kind == "problem" and not _DONE_TO_PROBLEM.search(sentence.text):
        return None
    if not (mended or kinds.finished(sentence.text) or sentence.section in (1, 2)):
        return None
    if not _as_many(item.text, sentence.text):
        return None
    return "partly" if in_part else "done"


def _falls_short(told: str) -> bool:
    """Whether a clause says that only a part is done (其余因故延期)."""
    return any(falls_short(c) >= _SHORT for c in re.split("[，,；;。]", told) if c)


def _does_some(told: str) -> bool:
    """Whether a clause tells something as done."""
    clauses = [c for c in re.split("[，,；;。]", told) if c]
    return any(kinds.completed(c) and not kinds.lacks(c) for c in clauses)


def _as_many(promised: str, told: str) -> bool:
    """Whether every number promised is reached; 每季度一次 is by no single number."""
    if _EVERY.search(promised) and not _EVERY.search(told):
        return False
    here = quantities(told)
    return all(_reached(number, here) for number in quantities(promised))


def _reached(number: Quantity, told: Sequence[Quantity]) -> bool:
    return any(t.unit == number.unit and t.value >= number.value for t in told)


class _Words:
    """The words of both years' texts with their rarity."""

    def __init__(self, promised: Sequence[str], told: Sequence[str]) -> None:
        self._of = {text: _words(text) for text in (*promised, *told)}
        seen = Counter(w for text in told for w in self._of[text])
        self._weight = {
            w: log((len(told) + 1) / (seen[w] + 0.5)) + 0.1
            for text in self._of
            for w in self._of[text]
        }

    def share(self, promise: str, told: str) -> float:
        wanted = self._of[promise]
        whole = sum(self._weight[w] for w in wanted)
        return sum(self._weight[w] for w in wanted & self._of[told]) / whole if whole else 0.0


def _words(text: str) -> frozenset[str]:
    import rjieba

    return frozenset(w for w in rjieba.cut(plain(text)) if _WORD.fullmatch(w))
