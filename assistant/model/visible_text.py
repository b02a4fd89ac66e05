"""What of a model's output is its answer: no thinking, special tokens, or wrapping around it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

RESTART = "\f"
"""A piece of a stream that is no text: what came before it was no part of the answer; drop it.

Some endpoints print the thinking without its `<think>`; only the lone `</think>` after it tells.
"""

_TAG = re.compile(
    r"(?P<open><think(?:ing)?>)|(?P<close></think(?:ing)?>)"
    r"|<[|｜][^<>\s]{1,40}[|｜]>|</?s>|<eos>|<(?:start|end)_of_turn>"
)
_BEGUN = re.compile(r"<(?:[|｜/a-z][^<>\s]{0,42})?\Z")


def without_thinking(pieces: Iterable[str]) -> Iterator[str]:
    """The pieces without thinking and special tokens, tags cut anywhere.

    Text before a lone `</think>` has gone out when it comes: `RESTART` follows it.
    """
    held, inside, said = "", False, False
    for piece in pieces:
        held += piece.replace(RESTART, "\n")
        while tag := _TAG.search(held):
            if tag.start() and not inside:
                yield held[: tag.start()]
                said = True
            if tag["close"] and not inside and said:
                yield RESTART
                said = False
            held, inside = held[tag.end() :], bool(tag["open"]) or (inside and not tag["close"])
        begun = _BEGUN.search(held)
        ready, held = (held[: begun.start()], begun[0]) if begun else (held, "")
        if ready and not inside:
            yield ready
            said = True
    if held and not inside:
        yield held


def joined(pieces: Iterable[str]) -> str:
    """The text that stands at the end, what `RESTART` took back left out."""
    text = ""
    for piece in pieces:
        text = "" if piece == RESTART else text + piece
    return text


_FENCE_BEGUN = re.compile(r"`{0,2}\Z|```[^\n`]*\Z")
_FENCE = re.compile(r"```[^\n`]*\n\s*")
_FENCE_END = re.compile(r"\s*`{0,3}\s*\Z")


def unwrapped(pieces: Iterable[str]) -> Iterator[str]:
    """The pieces without a code fence around the whole, and without blanks before it.

    An answer that is a JSON object is held to its end: one with a single text is that text.
    """
    held, fenced, begun = "", False, False
    for piece in pieces:
        if piece == RESTART:
            held, fenced, begun = "", False, False
            yield piece
            continue
        held += piece
        if not begun:
            held = held.lstrip()
            if opening := _FENCE.match(held):
                held, fenced = held[opening.end() :], True
            if not held or held[0] == "{" or (not fenced and _FENCE_BEGUN.match(held)):
                continue
            begun = True
        tail = _FENCE_END.search(held) if fenced else None
        ready, held = (held[: tail.start()], tail[0]) if tail else (held, "")
        if ready:
            yield ready
    rest = _FENCE_END.sub("", held) if fenced else held
    if rest:
        yield rest if begun else _single_text(rest)


def _single_text(text: str) -> str:
    try:
        value = json.loads(text)
    except (json.JSONDecodeError, RecursionError):
        return text
    found = list(value.values()) if isinstance(value, dict) else []
    return found[0] if len(found) == 1 and isinstance(found[0], str) else text
