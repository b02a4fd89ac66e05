"""Many findings decided at once: of a rule, of a report, of the very same words.

Only what nobody has decided yet is touched, so that what was done at once is undone at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Literal

from assistant.desk.frame.user_state import Person, now
from assistant.review.brief import Brief, Said
from assistant.review.letters import Key
from assistant.workspace import Workspace
from index.report import GRADES, Decision, Grade

LAST = "last-at-once"
"""The name under which a person's folder keeps what was last decided at once, thing by thing."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A thing to mend of which `parts` are not decided yet, and whose report it is about."""

    whose: Key
    said: Said
    parts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Heap:
    """Findings to be decided together: what they are, in how many places of how many reports."""

    rule: str
    message: str
    title: str
    grade: Grade
    places: int
    reports: int


def waiting(workspace: Workspace, shorts: Iterable[Brief]) -> list[Waiting]:
    """What nobody has decided in reports whose body and year are known."""
    known = [(short.key, short) for short in shorts if short.key]
    made = workspace.decisions(key for key, _ in known)
    decided = {(d.agency, d.year, d.rule, d.place) for d in made}
    return [
        Waiting(key, said, parts)
        for key, short in known
        for said in short.findings
        if (parts := tuple(p for p in said.parts if (*key, *p) not in decided))
    ]


def heaps(found: Iterable[Waiting], titles: Mapping[str, str]) -> list[Heap]:
    """By rule, the gravest first; below a rule the words that it says more than once."""
    piles: list[Heap] = []
    for rule, several in groupby(sorted(found, key=lambda w: w.said.rule), lambda w: w.said.rule):
        whole = list(several)
        piles.append(_heap(rule, "", titles.get(rule, rule), whole))
        by_words = sorted(whole, key=lambda w: w.said.message)
        for message, same in groupby(by_words, lambda w: w.said.message):
            alike = list(same)
            if 1 < len(alike) < len(whole):
                piles.append(_heap(rule, message, message, alike))
    rank = {h.rule: (GRADES.index(h.grade), -h.places, h.rule) for h in piles if not h.message}
    return sorted(piles, key=lambda h: (rank[h.rule], bool(h.message), -h.places))


def _heap(rule: str, message: str, title: str, found: Sequence[Waiting]) -> Heap:
    gravest = min((w.said.grade for w in found), key=GRADES.index)
    return Heap(rule, message, title, gravest, len(found), len({w.whose for w in found}))


def decide(
    workspace: Workspace, person: Person, found: Iterable[Waiting], data: Mapping[str, Any]
) -> int:
    """Decide what of `found` the data name (a rule, its words, or all); gives how many."""
    rule, message = data.get("rule") or "", data.get("message") or ""
    verdict: Literal["confirmed", "dismissed"] = (
        "dismissed" if data["verdict"] == "dismissed" else "confirmed"
    )
    note, moment = str(data.get("note") or "").strip(), now()
    chosen = dict.fromkeys(
        tuple((*w.whose, *part) for part in w.parts)
        for w in found
        if rule in ("", w.said.rule) and message in ("", w.said.message)
    )
    if chosen:
        keys = dict.fromkeys(key for parts in chosen for key in parts)
        workspace.decide(*(Decision(*key, verdict, note, person.name, moment) for key in keys))
        person.put(LAST, [[list(key) for key in parts] for parts in chosen])
    return len(chosen)


def undo(workspace: Workspace, person: Person) -> int:
    """Take back what was last decided at once; gives how many."""
    last = person.get(LAST, [])
    keys = [(str(a), int(y), str(r), str(p)) for parts in last for a, y, r, p in parts]
    workspace.withdraw_decisions(keys)
    person.put(LAST, [])
    return len(last)
