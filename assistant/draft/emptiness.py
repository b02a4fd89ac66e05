"""How much of a text is empty phrases: what would fit any office and says nothing of this one."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("emptiness.toml")


@cache
def _empty() -> re.Pattern[str]:
    phrases = tomllib.loads(_FILE.read_text("utf-8"))["phrases"]
    return re.compile("|".join(map(re.escape, sorted(phrases, key=len, reverse=True))))


def empty_phrases(text: str) -> tuple[str, ...]:
    """The phrases of `text` that would fit any office, in order, as often as they stand."""
    return tuple(_empty().findall(text))


def emptiness(text: str) -> float:
    """The share (0–1) of the text's characters that stand in empty phrases; 0 for no text."""
    solid = re.sub(r"\s", "", text)
    return sum(map(len, empty_phrases(solid))) / len(solid) if solid else 0.0
