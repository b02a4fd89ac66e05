"""Words of the form typed with characters that sound the same: 复意 for 复议, 自燃人 for 自然人."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from assistant.ask.grammar.words import phrases, weak_phrases
from assistant.ask.typed.alike import near_sounds
from index.formats import APPLICANTS


def respelled(text: str, odd: Sequence[str]) -> tuple[str, str]:
    """`text` with what sounds like a word of the form put as that word, and a note of it.

    Only what is no word itself, has one of the unexplained words `odd` in it, and sounds the same
    (tones and what many do not tell apart left out) is taken so.  ("", "") where there is none.
    """
    import rjieba

    unexplained = set("".join(odd))
    notes = []
    for run in re.findall(r"[一-龥]{2,}", text):
        for size in (4, 3, 2):
            for start in range(len(run) - size + 1):
                typed = run[start : start + size]
                meant = _meant(typed) if unexplained & set(typed) else None
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


@cache
def _sounding() -> dict[str, str]:
    """Each word of two to four characters by its sound; of words that sound alike none."""
    known = {
        phrase
        for words in (phrases(), *weak_phrases())
        for values in words.values()
        for said in values.values()
        for phrase in said.split()
        if re.fullmatch(r"[一-龥]{2,4}", phrase)
    }
    found: dict[str, str] = {}
    alike: set[str] = set()
    for phrase in sorted(known):
        for sound in near_sounds(phrase):
            if found.setdefault(sound, phrase) != phrase:
                alike.add(sound)
    return {sound: phrase for sound, phrase in found.items() if sound not in alike}


def _meant(typed: str) -> str | None:
    """The one word of the form that `typed` sounds like."""
    words = {_sounding().get(sound) for sound in near_sounds(typed)} - {None}
    return words.pop() if len(words) == 1 else None
