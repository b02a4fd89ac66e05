"""Words that no list has, placed by what they do in the question: an operation, an aside, or neither.

Of every stretch that nothing explains a trained classifier (`roles`) says what it does.  Where it is
sure, the stretch is read so, which is said; otherwise the readings are offered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.ask.grammar.facets import strong
from assistant.ask.grammar.groups import blanked
from assistant.ask.grammar.reading import Parse, parse
from assistant.ask.placing.roles import (
    STOPS,
    Stretch,
    classifier,
    cut,
    features,
    ignored,
    wording,
)
from assistant.ask.plan.scope import Holdings

SURE_IDLE = 0.9
"""From which degree on a stretch is left out; `evaluate roles` says what is lost so."""
SURE = 0.65
"""From which degree on it is put as an operation: the plan must carry that out, and the read-back
says it, so that a wrong one is seen."""
OFFERED = 0.3
"""From which degree on a reading is offered."""
_MOST = 4
"""How many stretches of one question may be placed so."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Placed:
    """The question with a stretch put as a known wording or left out, what was taken as what, and
    to which degree (0 to 1); `idle` where it is left out."""

    text: str
    note: str
    degree: float
    idle: bool

    @property
    def sure(self) -> bool:
        return self.degree >= (SURE_IDLE if self.idle else SURE)


def placed(p: Parse, holdings: Holdings) -> tuple[Parse, tuple[str, ...]]:
    """The reading with every stretch placed that surely can be, and a note of each."""
    notes: list[str] = []
    for _ in range(_MOST):
        found = next((n for n in readings(p, holdings) if n.sure), None)
        if found is None:
            break
        p = parse(found.text, holdings)
        notes.append(found.note)
    return p, tuple(notes)


def readings(p: Parse, holdings: Holdings) -> list[Placed]:
    """The readings of the question with one unexplained stretch placed, the likeliest first.

    One that leaves as much unexplained as before is none.
    """
    spans = list(dict.fromkeys(s for core in stretches(p) for s in (core, _widened(p, core))))
    if not spans:
        return []
    found: dict[str, Placed] = {}
    cut = [_cut(p, span) for span in spans]
    for span, degrees in zip(spans, _degrees(cut, holdings), strict=True):
        for one in _put(p.text, span, degrees):
            if one.text not in found or found[one.text].degree < one.degree:
                found[one.text] = one
    ranked = sorted(found.values(), key=lambda one: -one.degree)
    return [one for one in ranked if len(parse(one.text, holdings).residue) < len(p.residue)]


def asks_for_nothing(p: Parse, span: Span, holdings: Holdings) -> float:
    """To which degree the stretch is one that asks for nothing."""
    [degrees] = _degrees([_cut(p, span)], holdings)
    return sum(degrees[role] for role in ignored())


def _degrees(some: Sequence[Stretch], holdings: Holdings) -> list[dict[str, float]]:
    """Of each stretch how likely it is in each role."""
    if not some:
        return []
    vectors = holdings.vectors([s.core for s in some]) if holdings.vectors else None
    known = classifier()
    rows = known.degrees([features(s) for s in some], vectors)
    return [dict(zip(known.classes, map(float, row), strict=True)) for row in rows]


def _put(text: str, span: Span, degrees: dict[str, float]) -> Iterator[Placed]:
    """The text with the stretch left out, and with it put as each operation that it may be."""
    said = text[slice(*span)]
    idle = sum(degrees.pop(role) for role in ignored())
    after = text[span[1] :]
    counts = _takes_the_number(said, after) or (
        _COUNTS.search(text[: span[0]]) and not _NUMBER.match(after)
    )
    idle = 0.0 if counts or _BECAUSE.match(said) else idle
    ways = [("", idle), *((wording(role, said), degree) for role, degree in degrees.items())]
    for put, degree in ways:
        if put is None or degree < OFFERED:
            continue
        words = said.strip(STOPS)
        note = f"“{words}”按“{put}”理解" if put else f"“{words}”没有算进问题里"
        again = f"{text[: span[0]]}{put}{text[span[1] :]}".strip(STOPS)
        yield Placed(again, note, degree, not put)


_NUMBER = re.compile(r"[了过到]?(?:几|多少)(?![年月])")
_COUNTS = re.compile("(?:几|多少)$")
"""多少|封: what a number is asked in is no aside."""


_BECAUSE = re.compile("因(?!此)|由于")
"""因为手里没有|无法提供: the form counts by such reasons, so that they narrow what is counted."""


def _takes_the_number(said: str, after: str) -> bool:
    """Whether the stretch ends in a verb whose object is what is asked for: 走访了|几家企业."""
    import rjieba

    verb = said.rstrip("了过到")
    return bool(verb and _NUMBER.match(after)) and rjieba.tag(verb)[-1][1].startswith("v")


def _cut(p: Parse, span: Span) -> Stretch:
    """The stretch as the classifier knows it."""
    text = marked(p)
    return cut(text[: span[0]], p.text[slice(*span)], text[span[1] :])


def marked(p: Parse) -> str:
    """The question with B for every character of a body's name, G of a group's, Y (P of several
    years) of a year, M of a measure."""
    marks = list(p.text)
    several = "P" if len(p.years.years) > 1 or p.years.every else "Y"
    named = [s for s in p.bodies.spans if s not in p.bodies.group_spans]
    measured = [(s.start, s.end) for s in strong(p.said)]
    places = ((named, "B"), (p.bodies.group_spans, "G"), (p.years.spans, several), (measured, "M"))
    for spans, name in places:
        for start, end in spans:
            marks[start:end] = name * (end - start)
    return "".join(marks)


def _widened(p: Parse, core: Span) -> Span:
    """The stretch with the small words about it that no step has read, within its clause."""
    taken = blanked(p.text, [*p.placed, *p.bodies.group_spans])
    start, end = core
    while start and taken[start - 1] not in f"_{STOPS}":
        start -= 1
    while end < len(taken) and taken[end] not in f"_{STOPS}":
        end += 1
    return start, end


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


def _runs(clause: str, words: Sequence[str], start: int) -> Iterator[Span]:
    """Unexplained words that stand side by side, as one stretch."""
    marked = blanked(clause, [m.span() for w in words for m in re.finditer(re.escape(w), clause)])
    for run in re.finditer(r"_+", marked):
        yield start + run.start(), start + run.end()
