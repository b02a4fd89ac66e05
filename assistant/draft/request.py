"""What is asked of a draft, what it is made from, and what comes back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from assistant.draft.verify_text import Check
from assistant.evidence import Evidence
from index.report import Finding, Report

Numbering = Literal["一是", "（一）"]
TYPED = 10.0
"""The weight of the drafter's own points, above all that is gathered."""


@dataclass(frozen=True, slots=True)
class DraftRequest:
    """One part of one body's report.

    `tables` are the year's own figures where the library has no report of that year (its part
    five is never used).  `points` are the drafter's own; `chosen` the ids of the evidence ticked,
    None for all.  `length` is in characters; another `variant` gives another wording.
    """

    agency: str
    year: int
    section: int = 5
    tables: Report | None = None
    points: tuple[str, ...] = ()
    chosen: tuple[int, ...] | None = None
    length: tuple[int, int] = (300, 800)
    numbering: Numbering = "一是"
    variant: int = 0
    left_out: tuple[str, ...] = ()
    """Topics that the drafter struck from an earlier version."""


@dataclass(frozen=True, slots=True)
class Basis:
    """A piece of evidence as a draft uses it.

    `topic` is the problem it speaks for ("" for what is only shown), `clauses` are ways to state
    it, every number in them from the evidence; `weight` orders the problems, 0 is never used
    unasked.
    """

    evidence: Evidence
    topic: str = ""
    weight: float = 0.0
    clauses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Material:
    """All that was gathered for one draft, before a word is written."""

    agency: str
    we: str
    year: int
    report: Report | None
    earlier: Report | None
    peers: tuple[Report, ...]
    bases: tuple[Basis, ...]
    notices: tuple[str, ...] = ()

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        return tuple(b.evidence for b in self.bases)


@dataclass(frozen=True, slots=True)
class Item:
    """A problem and the measure that answers it, resting on the same evidence."""

    topic: str
    problem: str
    measure: str
    evidence: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft with what it rests on.

    `numbers` is every checkable statement of the text; `findings` what the project's own rules
    still say of it; `empty` the share of its characters in empty phrases; `model` the model that
    wrote it, None where it was composed from the evidence.
    """

    agency: str
    year: int
    section: int
    text: str
    evidence: tuple[Evidence, ...] = ()
    items: tuple[Item, ...] = ()
    numbers: tuple[Check, ...] = ()
    findings: tuple[Finding, ...] = ()
    empty: float = 0.0
    model: str | None = None
    notices: tuple[str, ...] = ()
    known: bool = True

    @property
    def unverified(self) -> tuple[Check, ...]:
        return tuple(c for c in self.numbers if c.status == "unverified")

    def as_text(self) -> str:
        notes = [f"〔提示〕{n}" for n in self.notices]
        doubts = [f"〔未核对〕{c.text}" for c in self.unverified]
        return "\n".join([self.text, *notes, *doubts])

    def as_json(self) -> dict[str, Any]:
        """The interface's `draft --format json`; `items`, `notices` and `empty` extend it."""
        return {
            "schema": 1,
            "agency": self.agency,
            "year": self.year,
            "section": self.section,
            "text": self.text,
            "evidence": [_evidence(e) for e in self.evidence],
            "numbers": [
                {"text": c.text, "status": c.status, "evidence": c.evidence} for c in self.numbers
            ],
            "findings": [_finding(f) for f in self.findings],
            "model": self.model,
            "items": [
                {
                    "topic": i.topic,
                    "problem": i.problem,
                    "measure": i.measure,
                    "evidence": list(i.evidence),
                }
                for i in self.items
            ],
            "notices": list(self.notices),
            "empty_share": round(self.empty, 4),
        }


def _evidence(e: Evidence) -> Mapping[str, Any]:
    return {
        "id": e.id,
        "kind": "figure" if e.kind == "derived" else e.kind,
        "text": e.text,
        "report": e.report,
        "cell": e.cell,
        "section": e.section,
    }


def _finding(f: Finding) -> Mapping[str, Any]:
    from assistant.export.writers import finding_json

    return finding_json(f)
