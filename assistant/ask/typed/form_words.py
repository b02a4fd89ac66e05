"""Words of the form typed with characters that sound the same: 复意 for 复议, 自燃人 for 自然人."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from assistant.ask.grammar.words import phrases, weak_phrases
from assistant.ask.typed.alike import near_sounds, one_off
from index.formats import APPLICANTS


def respelled(text: str, odd: Sequence[str], masked: str = "") -> tuple[str, str]:
    """`text` with what sounds or looks like a word of the form put as that word, and a note of it.

    Only what is no word itself, has one of the unexplained words `odd` in it, and sounds the same
    (tones and what many do not tell apart left out) or has one character that looks the same is
    taken so.  ("", "") where there is none.  `masked` is the text without what is understood.
    """
    import rjieba

    unexplained = set("".join(odd))
    notes = []
    for run in re.findall(r"[一-龥]{2,}", masked or text):
        for size in _SIZES:
            for start in range(len(run) - size + 1):
                typed = run[start : start + size]
                odd_one = unexplained & set(typed) and typed[-1] not in "了过着的呢吗"
                meant = _meant(typed) if odd_one else None
                if meant is None or meant == typed or rjieba.has_word(typed):
                    continue
                if typed in text:
                    text = text.replace(typed, meant)
                    notes.append(f"“{typed}”按“{meant}”理解")
    return (text, "；".join(notes)) if notes else ("", "")


def completed(text: str, odd: Sequence[str]) -> str:
    """`text` with columns of the form that were cut short (科研, 公益) written out; "" for none.

    Only what stands in the label of one column alone.
    """
    found = text
    for word in odd:
        labels = [c.label for c in APPLICANTS if len(word) > 1 and word in c.label]
        if len(labels) == 1 and labels[0] not in found:
            found = re.sub(f"{word}(?=[、，和与及]|$|各|分别|几|多少)", labels[0], found)
    return found if found != text else ""


_SIZES = (6, 5, 4, 3, 2)
"""How many characters words of the form have that may be mistyped."""


@cache
def _known() -> frozenset[str]:
    return frozenset(
        phrase
        for words in (phrases(), *weak_phrases())
        for values in words.values()
        for said in values.values()
        for phrase in said.split()
        if re.fullmatch(r"[一-龥]+", phrase) and len(phrase) in _SIZES
    )


@cache
def _sounding() -> dict[str, str]:
    """Each word by its sound; of words that sound alike none."""
    found: dict[str, str] = {}
    alike: set[str] = set()
    for phrase in sorted(_known()):
        for sound in near_sounds(phrase):
            if found.setdefault(sound, phrase) != phrase:
                alike.add(sound)
    return {sound: phrase for sound, phrase in found.items() if sound not in alike}


def _meant(typed: str) -> str | None:
    """The one word of the form that `typed` sounds like, or has one other character than."""
    words = {_sounding().get(sound) for sound in near_sounds(typed)} - {None}
    if not words and len(typed) > _SIZES[-1]:
        words = {known for known in _known() if one_off(typed, known)}
    return words.pop() if len(words) == 1 else None
