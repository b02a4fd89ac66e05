"""One item cut out of a part's text, with what it says first."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.narrative.outline import trimmed

_LEFT_OVER = "；;，,。.、：: \n\t"
_HEADLINE = re.compile(r"[^。；;：:！？\n]+")
_LONG_HEADLINE = 40


@dataclass(frozen=True, slots=True)
class Found:
    """One item within its part's text; `about` is the place in the list of what it answers."""

    kind: str
    start: int
    end: int
    text: str
    headline: str
    about: int | None = None


def found(kind: str, text: str, start: int, end: int, about: int | None = None) -> Found:
    start, end = trimmed(text, start, end)
    while end > start and text[end - 1] in _LEFT_OVER:
        end -= 1
    while start < end and text[start] in _LEFT_OVER:
        start += 1
    if kind == "problem":
        end = start + len(text[start:end].rstrip("等"))
    words = text[start:end]
    return Found(kind, start, end, words, headline(words), about)


def headline(text: str) -> str:
    """What an item says first: its heading or first sentence, cut at a comma where it is long."""
    match = _HEADLINE.search(text)
    first = (match[0] if match else text).strip(_LEFT_OVER)
    while len(first) > _LONG_HEADLINE and (cut := max(first.rfind("，"), first.rfind(","))) > 4:
        first = first[:cut]
    return first
