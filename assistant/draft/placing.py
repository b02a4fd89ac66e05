"""Which problem, or which item of last year, a drafter's note speaks of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.draft.frames import fill
from assistant.draft.notes import Note
from assistant.draft.request import Problem
from assistant.statements.wide_vocabulary import spoken_tokens
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
        if at is None and note.kind == "cause" and _is_a_figure(note.about):
            loose.append((_of_a_figure(note), id))
            continue
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


_COUNTED = re.compile(r"\d+(?:\.\d+)?(?=[万亿]?(?:件|起|宗|元|次|条|项|人))")


_OF_TABLES = frozenset({"row", "action", "result", "dispute", "object", "column", "disclosure"})


def _is_a_figure(about: str) -> bool:
    """新收申请27件，上年13件: a line of the tables; what worsened beyond chance is a problem already."""
    kinds = {t.kind for t in spoken_tokens(about)}
    return bool(kinds & _OF_TABLES) and (
        bool(kinds & {"zero", "none"}) or bool(_COUNTED.search(about))
    )


def _of_a_figure(note: Note) -> Note:
    """Why a figure is as it is, where it is no problem: a fact, told with its figure."""
    return replace(note, kind="fact", text=because(note.text, note.about.rstrip("。；;，")))


_CAUSED = re.compile(
    r"^(?:其中|均|都|有?\d+[件起宗])?[^，]{0,6}?(?:主要)?(?:原因|因|由于|系|缘于|源于|是)"
)
"""Words that say themselves that they tell a cause: 其中4件是…, 5件因…."""


def because(cause: str, of: str = "") -> str:
    """A cause in words that say that it is one, and `of` what."""
    said = bool(_CAUSED.match(cause))
    if of:
        return fill("cause", "of" if said else "of_about", heading=of, cause=cause)
    return cause if said else fill("cause", "about", cause=cause)


def headed(note: Note) -> str:
    """What a note tells under the name that the drafter gave it."""
    return fill("problem", "headed", heading=note.about.rstrip("。；;，："), problem=note.text)


def _own(note: Note, id: int) -> Problem:
    if note.about and _shared(note.about, note.text) < _SHARED:
        return Problem("note", note.about, headed(note), (id,), ((note, id),))
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
    candidates = [() if _other(about, "；".join(texts)) else texts for texts in candidates]
    shares = [max((_shared(about, text) for text in texts), default=0.0) for texts in candidates]
    best = max(range(len(shares)), key=lambda i: shares[i])
    if shares[best] >= _SHARED:
        return best
    matcher = library.matcher([about])
    degrees = [any(d is not None for d in matcher.degrees(list(texts))) for texts in candidates]
    near = [i for i, is_near in enumerate(degrees) if is_near]
    return max(near, key=lambda i: shares[i]) if near else None


def _other(about: str, text: str) -> bool:
    """Whether the two count differently, or tell of other results: 其他结果1件 is not 纠正1件."""
    here, there = _counts(about), _counts(text)
    if here and there and not here & there:
        return True
    results, others = _results(about), _results(text)
    return bool(results and others and not results & others)


def _counts(text: str) -> frozenset[str]:
    return frozenset(_COUNTED.findall(text))


def _results(text: str) -> frozenset[str]:
    return frozenset(t.name for t in spoken_tokens(text) if t.kind == "result")


def _shared(one: str, other: str) -> float:
    a, b = squash(one), squash(other)
    if a and b and (a in b or b in a):
        return 1.0
    here, there = _pairs(a), _pairs(b)
    least = min(len(here), len(there))
    return len(here & there) / least if least else 0.0


def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[i : i + 2] for i in range(len(text) - 1))
