"""Which problem, or which item of last year, a drafter's note speaks of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.draft.notes import Note
from assistant.draft.request import Problem
from index.text import squash

if TYPE_CHECKING:
    from index.library.library import Library

_SHARED = 0.5
"""Least share of the shorter text's pairs of characters that must be common."""


_SAID_BY = re.compile(r"^.{0,20}?(?:指出|通报(?:指出)?|反映|发现|点名)(?:了)?[，：]?")
"""Who says that it is a problem is no part of what it is called."""
_SHORTEST = 6


def with_notes(
    problems: Sequence[Problem], notes: Sequence[tuple[Note, int]], library: Library
) -> tuple[list[Problem], list[tuple[Note, int]]]:
    """The problems with the notes that belong to each; those of no problem are left over."""
    told = list(problems)
    explained = [n.about for n, _ in notes if n.kind == "cause" and n.about]
    notes = [(_explained(n, explained), id) for n, id in notes]
    told += [_own(n, id) for n, id in notes if n.kind == "problem"]
    loose = []
    for note, id in (pair for pair in notes if pair[0].kind != "problem"):
        at = place(note.about, [_called(p) for p in told], library)
        if at is None and note.kind == "cause" and note.about:
            told.append(Problem("note", note.about, note.about, (id,)))
            at = len(told) - 1
        if at is None and note.kind in ("cause", "measure") and not note.about and len(told) == 1:
            at = 0  # there is nothing else that it could be of
        if at is None:
            loose.append((note, id))
        else:
            told[at] = replace(told[at], notes=(*told[at].notes, (note, id)))
    return told, loose


def _explained(note: Note, explained: Sequence[str]) -> Note:
    """A plain fact of which the drafter tells the cause is told as a problem."""
    named = any(squash(about) in squash(note.text) for about in explained)
    return replace(note, kind="problem") if note.kind == "fact" and named else note


def _own(note: Note, id: int) -> Problem:
    first = note.text.strip().rstrip("。；;").split("，")[0]
    named = _SAID_BY.sub("", first)
    label = named if len(named) >= _SHORTEST else first
    return Problem("note", label, note.text, (id,), ((note, id),))


def _called(problem: Problem) -> tuple[str, ...]:
    abouts = [n.about for n, _ in problem.notes if n.kind == "problem" and n.about]
    return (problem.label, problem.text, *abouts)


def place(about: str, candidates: Sequence[Sequence[str]], library: Library) -> int | None:
    """Where in `candidates` (each under several wordings) `about` belongs; None where nowhere.

    By words first; by meaning only where no words tell.
    """
    if not about.strip() or not candidates:
        return None
    shares = [max((_shared(about, text) for text in texts), default=0.0) for texts in candidates]
    best = max(range(len(shares)), key=lambda i: shares[i])
    if shares[best] >= _SHARED:
        return best
    matcher = library.matcher([about])
    degrees = [any(d is not None for d in matcher.degrees(list(texts))) for texts in candidates]
    near = [i for i, is_near in enumerate(degrees) if is_near]
    return max(near, key=lambda i: shares[i]) if near else None


def _shared(one: str, other: str) -> float:
    a, b = squash(one), squash(other)
    if a and b and (a in b or b in a):
        return 1.0
    here, there = _pairs(a), _pairs(b)
    least = min(len(here), len(there))
    return len(here & there) / least if least else 0.0


def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[i : i + 2] for i in range(len(text) - 1))
