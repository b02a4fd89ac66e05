"""The frame sentences: connectives with slots, to write with and to know them again by.

A sentence that is a frame whose slots hold the words of evidence of that kind has its source.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assistant.draft.request import ClaimKind
from index.text import squash

_FILE = Path(__file__).with_name("frames.toml")
_SLOT = re.compile(r"\{(\w+)\}")
_GROUPS: Mapping[str, ClaimKind] = {
    "done": "done",
    "problem": "problem",
    "cause": "cause",
    "measure": "measure",
    "heads": "frame",
}


_OURS = ("done", "problem", "cause", "measure", "fact")


@cache
def frames() -> Mapping[str, Mapping[str, str]]:
    """Every frame by group and name."""
    found: Mapping[str, Mapping[str, str]] = tomllib.loads(_FILE.read_text("utf-8"))
    return found


def fill(group: str, name: str, **fields: object) -> str:
    return frames()[group][name].format(**fields)


def opening(year: int) -> str:
    """What leads in a whole report."""
    return fill("heads", "opening", year=year)


@cache
def leads_in() -> re.Pattern[str]:
    """Sentences that lead in a whole report."""
    return re.compile(frames()["leads"]["report"])


@dataclass(frozen=True, slots=True)
class Known:
    """Words that may stand in a slot, with the evidence that bears them out."""

    slot: str
    words: str
    evidence: int


class Recogniser:
    """Knows a frame sentence again; `known` are the words that its slots may hold."""

    def __init__(self, known: Iterator[Known], fixed: Mapping[str, str]) -> None:
        self._known: dict[str, dict[str, int]] = {}
        for k in known:
            if squash(k.words):
                self._known.setdefault(k.slot, {}).setdefault(squash(k.words), k.evidence)
        self._fixed = {name: squash(value) for name, value in fixed.items()}
        self._patterns = [
            (kind, pattern)
            for group, kind in _GROUPS.items()
            for frame in frames()[group].values()
            if (pattern := self._pattern(frame)) is not None
        ]

    def _pattern(self, frame: str) -> re.Pattern[str] | None:
        """The frame as a pattern; None where a slot has nothing to hold.

        针对“…”的问题，我局…: a writer may say that it is a problem, and who speaks.
        """
        out, at = "", 0
        for match in _SLOT.finditer(frame):
            slot = match[1]
            out += re.escape(squash(frame[at : match.start()]))
            at = match.end()
            if slot in self._fixed:
                out += re.escape(self._fixed[slot])
            elif slot in self._known:
                words = sorted(self._known[slot], key=len, reverse=True)
                who = f"(?:{self._fixed['we']})?" if slot in _OURS and "we" in self._fixed else ""
                out += f"{who}(?P<{slot}>{'|'.join(map(re.escape, words))})"
            else:
                return None
        out += re.escape(squash(frame[at:]))
        return re.compile(out.replace('",', '"(?:的?问题)?,'))

    def known(self, sentence: str) -> tuple[ClaimKind, tuple[int, ...]] | None:
        """The kind of a frame sentence and what bears it out; None where it is no frame."""
        words = squash(sentence)
        for kind, pattern in self._patterns:
            if match := pattern.fullmatch(words):
                ids = (self._known[slot][held] for slot, held in match.groupdict().items())
                return kind, tuple(dict.fromkeys(ids))
        return None
