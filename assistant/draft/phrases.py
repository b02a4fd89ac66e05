"""The phrase book and the list of empty phrases, as data; and which topic a text belongs to."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Topic:
    """One kind of problem: its name, the words it is known by, and ways to say it and its answer."""

    id: str
    name: str
    words: tuple[str, ...]
    leads: tuple[str, ...]
    causes: tuple[str, ...]
    actions: tuple[str, ...]
    details: tuple[str, ...]


@cache
def topics() -> dict[str, Topic]:
    """Every topic by id, in the book's order."""
    with (_FOLDER / "phrasebook.toml").open("rb") as file:
        book = tomllib.load(file)
    return {
        key: Topic(key, entry["name"], *(tuple(entry[f]) for f in Topic.__slots__[2:]))
        for key, entry in book.items()
    }


def topic_of(text: str) -> Topic | None:
    """The topic whose words stand in `text` most (by characters); None where none does."""
    scored = [(sum(len(w) for w in t.words if w in text), t) for t in topics().values()]
    best = max(scored, key=lambda pair: pair[0])
    return best[1] if best[0] else None


@cache
def _empty() -> re.Pattern[str]:
    with (_FOLDER / "emptiness.toml").open("rb") as file:
        phrases = tomllib.load(file)["phrases"]
    return re.compile("|".join(map(re.escape, sorted(phrases, key=len, reverse=True))))


def empty_phrases(text: str) -> tuple[str, ...]:
    """The phrases of `text` that would fit any office, in order, as often as they stand."""
    return tuple(_empty().findall(text))


def emptiness(text: str) -> float:
    """The share (0–1) of the text's characters that stand in empty phrases; 0 for no text."""
    solid = re.sub(r"\s", "", text)
    return sum(map(len, empty_phrases(solid))) / len(solid) if solid else 0.0
