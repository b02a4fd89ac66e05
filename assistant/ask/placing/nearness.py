"""Words that no list has, placed by what they lie nearest to: an operation, an aside, or neither.

A stretch of a question that nothing explains is held against wordings that are known: those of the
operations, asides that ask for nothing, and words that narrow what the form counts.  Where one
meaning is nearer than every other by `CLEAR`, the stretch is read so, which is said; otherwise the
readings are offered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.ask.grammar.facets import strong
from assistant.ask.grammar.groups import blanked
from assistant.ask.grammar.reading import Parse, parse
from assistant.ask.grammar.words import (
    asides,
    asking_words,
    narrowing,
    operation_words,
    quantifier_words,
)
from assistant.ask.plan.scope import Holdings
from index.search import thesaurus

CLEAR = 1.2
"""By how many standard deviations one meaning must be nearer than any other."""
SURE = 5.5
"""How near a wording must be; chance is 0, the same words are 9 and more."""
OFFERED = 2
NEAR_ENOUGH = 3.5
"""How near a wording must be to be offered."""
_MOST = 3
"""How many stretches of one question may be placed so."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Near:
    """A reading with a stretch placed by nearness: the text put so, what was taken as what, how sure."""

    text: str
    note: str
    degree: float
    sure: bool


def placed(p: Parse, holdings: Holdings) -> tuple[Parse, tuple[str, ...]]:
    """The reading with every stretch placed that surely can be, and a note of each."""
    notes: list[str] = []
    for _ in range(_MOST):
        found = next((n for n in readings(p, holdings) if n.sure), None)
        if found is None:
            break
        again = parse(found.text, holdings)
        if len(again.residue) >= len(p.residue):
            break
        p = again
        notes.append(found.note)
    return p, tuple(notes)


def readings(p: Parse, holdings: Holdings) -> list[Near]:
    """The readings of the question with its first unexplained stretch put as a known wording.

    The nearest first; one that leaves as much unexplained as before is none.
    """
    if holdings.likeness is None:
        return []
    for span in stretches(p):
        said = p.text[slice(*span)]
        ranked = _ranked(said, holdings)
        alone = _alone(p.text, span)
        found = [
            Near(text, note, degree, sure)
            for text, note, degree, sure in _put(p.text, span, ranked, alone=alone)
            if len(parse(text, holdings).residue) < len(p.residue)
        ]
        if found:
            return found
    return []


def _ranked(said: str, holdings: Holdings) -> list[tuple[str, str, float]]:
    """Each meaning's nearest wording: (meaning, wording, degree), the nearest first."""
    assert holdings.likeness is not None
    known = [*_wordings()]
    degrees = holdings.likeness([said], [w for _, w in known])[0]
    best: dict[str, tuple[str, float]] = {}
    for (meaning, wording), degree in zip(known, degrees, strict=True):
        if degree > best.get(meaning, ("", -9.0))[1]:
            best[meaning] = (wording, float(degree))
    ranked = ((meaning, *rest) for meaning, rest in best.items())
    return sorted(ranked, key=lambda r: -r[2])


def _wordings() -> Iterator[tuple[str, str]]:
    for words in (operation_words(), quantifier_words()):
        for name, spoken in words.items():
            yield from ((name, w) for w in spoken.wordings)
    yield from (("", w) for w in asides())
    yield from (("narrows", w) for w in narrowing())


def _put(
    text: str, span: Span, ranked: Sequence[tuple[str, str, float]], *, alone: bool
) -> Iterator[tuple[str, str, float, bool]]:
    said = text[slice(*span)]
    for i, (meaning, wording, degree) in enumerate(ranked[: OFFERED + 1]):
        if meaning == "narrows" or degree < NEAR_ENOUGH:
            return
        if meaning and alone and len(said) > len(wording) + 3:
            continue  # a clause says more than an operation does
        others = [d for m, _, d in ranked if m != meaning]
        clear = i == 0 and degree >= SURE and degree - max(others, default=0.0) >= CLEAR
        sure = clear and (_alike(said, wording) if meaning else alone)
        put = "" if not meaning else wording
        note = f"“{said}”按“{wording}”理解" if meaning else f"“{said}”没有算进问题里"
        yield f"{text[: span[0]]}{put}{text[span[1] :]}".strip("，：:、 "), note, degree, sure


def _alike(said: str, wording: str) -> bool:
    """Whether the words share a character: meaning alone, of two characters, is too weak a ground."""
    return not set(said).isdisjoint(wording)


def _alone(text: str, span: Span) -> bool:
    """Whether the stretch is a whole clause, as only an aside is that asks for nothing."""
    before, after = text[: span[0]], text[span[1] :]
    return not (before and before[-1] not in _STOPS) and not (after and after[0] not in _STOPS)


_STOPS = "，。；：:？！()（） "


def stretches(p: Parse) -> list[Span]:
    """Where the unexplained words stand: whole clauses of which nothing else is explained, else runs."""
    spans: list[Span] = []
    measured = [(s.start, s.end) for s in strong(p.said)]
    firm = [*p.bodies.spans, *p.years.spans, *measured, *p.asked.spans]
    for clause in re.finditer(r"[^，。；：:？！()（）]+", p.text):
        inside = [w for w in p.residue if w.strip("_") and w in clause[0]]
        if not inside:
            continue
        idle = not any(a < clause.end() and clause.start() < b for a, b in firm)
        if idle and not _ASKS.search(clause[0]):
            spans.append(clause.span())
            continue
        spans += _runs(clause[0], inside, clause.start())
    return spans


_ASKS = re.compile(r"多少|几|谁|哪|什么|怎")
"""What asks for something is no aside."""


def asks_only(words: Sequence[str], holdings: Holdings) -> tuple[str, ...]:
    """Of these words those that lie nearer to words of asking than to what reports are about."""
    if holdings.likeness is None or not words:
        return ()
    asking = sorted(w for w in asking_words() if len(w) > 1)
    ask = holdings.likeness(words, asking)
    about = holdings.likeness(words, thesaurus.names())
    degrees = ((w, max(a), max(b)) for w, a, b in zip(words, ask, about, strict=True))
    return tuple(
        w
        for w, a, b in degrees
        if a - b >= (CLEARLY if a < ALMOST_THE_SAME else -0.1) and a >= ASKING
    )


ASKING = 4.5
CLEARLY = 0.5
ALMOST_THE_SAME = 8.0
"""Nearness to a word of asking from which on it may also be a subject's (整改措施)."""


def _runs(clause: str, words: Sequence[str], start: int) -> Iterator[Span]:
    """Unexplained words that stand side by side, as one stretch."""
    marked = blanked(clause, [m.span() for w in words for m in re.finditer(re.escape(w), clause)])
    for run in re.finditer(r"_+", marked):
        yield start + run.start(), start + run.end()
