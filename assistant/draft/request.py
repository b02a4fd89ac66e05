"""What is asked of a draft, what it is made from, and what comes back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from assistant.draft.case_counts import Counts
from assistant.draft.notes import Note, NoteKind
from assistant.draft.verify_text import Check
from assistant.evidence import Evidence
from index.report import Finding, Report

_INNER = str.maketrans("〔〕", "［］")
"""Brackets inside a question: its own are the only ones of their kind."""
Numbering = Literal["一是", "（一）", "1."]
ClaimKind = Literal["done", "problem", "comparison", "cause", "measure", "frame"]
Origin = Literal["corrected", "rise", "promise", "note", "finding"]
Status = Literal["proved", "contradicted", "unproved"]


@dataclass(frozen=True, slots=True)
class DraftRequest:
    """One part of one body's report.

    `tables` are the year's own figures where the library has no report of that year (its part
    five is never used).  `notes` are the drafter's, beside those kept before; `chosen` the ids of
    the evidence ticked, None for what is ticked by itself.  `length` (characters) and `numbering`
    are the office's own where None.  `register` is what the year's register of applications
    comes to: it fills the tables where there are none, else it is held against them.
    """

    agency: str
    year: int
    section: int = 5
    tables: Report | None = None
    notes: tuple[Note, ...] = ()
    chosen: tuple[int, ...] | None = None
    length: tuple[int, int] | None = None
    numbering: Numbering | None = None
    register: Counts | None = None


@dataclass(frozen=True, slots=True)
class Style:
    """How an office writes its part five: taken from its own last reports."""

    we: str
    numbering: Numbering
    headed: bool
    length: tuple[int, int]


# ---------------------------------------------------------------- what is known


@dataclass(frozen=True, slots=True)
class Promise:
    """One sentence of last year's part five: a problem or a measure, and what became of it.

    `told` is this year's own sentence, `answered` the drafter's note; `sure` that the sentence
    says it is done.  `years` are those whose reports had it, where it is more than last year's.
    """

    quoted: str
    evidence: int
    told: Evidence | None = None
    sure: bool = False
    answered: tuple[tuple[Note, int], ...] = ()
    years: tuple[int, ...] = ()
    is_problem: bool = False


@dataclass(frozen=True, slots=True)
class Past:
    """A problem of last year's with the measures that were to answer it, or a measure alone."""

    subject: Promise
    measures: tuple[Promise, ...] = ()

    @property
    def promises(self) -> tuple[Promise, ...]:
        return (self.subject, *self.measures)


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem of the year with the notes that belong to it, each with its evidence's id.

    `text` states it, `label` names it where a measure answers it; `origin` says what it rests on;
    `below` names a government's bodies that it comes from, with `below_whole` where all are held.
    """

    origin: Origin
    label: str
    text: str
    evidence: tuple[int, ...]
    notes: tuple[tuple[Note, int], ...] = ()
    below: str = ""
    below_whole: bool = False

    def said(self, kind: NoteKind) -> tuple[tuple[Note, int], ...]:
        return tuple((n, e) for n, e in self.notes if n.kind == kind)


@dataclass(frozen=True, slots=True)
class Material:
    """All that is known for one draft, before a word is written.

    `earlier` are the body's reports by year, `peers` the cells of comparable bodies, `loose` the
    notes that belong to no problem, `broken` what does not balance: part and message.
    `repeated` are the notes' measures that stood in earlier reports too: text and years;
    `figures` is where the year's cells come from, "" where there are none.
    """

    agency: str
    year: int
    report: Report | None
    style: Style
    evidence: tuple[Evidence, ...]
    earlier: Mapping[int, Report] = field(default_factory=dict)
    peers: tuple[Report, ...] = ()
    past: tuple[Past, ...] = ()
    problems: tuple[Problem, ...] = ()
    loose: tuple[tuple[Note, int], ...] = ()
    repeated: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    broken: tuple[tuple[int, str], ...] = ()
    quiet: bool = False
    figures: str = ""
    notices: tuple[str, ...] = ()

    @property
    def we(self) -> str:
        return self.style.we

    @property
    def known(self) -> bool:
        return self.report is not None or bool(self.earlier)

    @property
    def unticked(self) -> frozenset[int]:
        """The evidence that is only offered: what the check found."""
        return frozenset(e for p in self.problems if p.origin == "finding" for e in p.evidence)


# ---------------------------------------------------------------- what comes back


@dataclass(frozen=True, slots=True)
class Gap:
    """A question that the text leaves open: `〔待补充：question〕`, and the note that answers it.

    `frame` is what an answer about last year is put into.
    """

    question: str
    kind: NoteKind = "fact"
    about: str = ""
    frame: str = "about"

    @property
    def text(self) -> str:
        return f"〔待补充：{self.question.translate(_INNER)}〕"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A measure that might answer a problem: never in the text unless the drafter takes it."""

    text: str
    about: str


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence of the draft as checked; `span` is of the draft's text."""

    text: str
    kind: ClaimKind
    status: Status
    evidence: tuple[int, ...] = ()
    why: str = ""
    span: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft with what it rests on.

    `claims` are its sentences as checked, `gaps` what it asks, `suggestions` measures to take or
    leave; `numbers` every checkable statement of the text; `locked` the words that a person wrote
    into it; `model` the model that wrote it, None where it was composed from the evidence.
    """

    agency: str
    year: int
    section: int
    text: str
    evidence: tuple[Evidence, ...] = ()
    claims: tuple[Claim, ...] = ()
    gaps: tuple[Gap, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    numbers: tuple[Check, ...] = ()
    findings: tuple[Finding, ...] = ()
    empty: float = 0.0
    locked: tuple[str, ...] = ()
    model: str | None = None
    notices: tuple[str, ...] = ()
    known: bool = True

    @property
    def unverified(self) -> tuple[Check, ...]:
        return tuple(c for c in self.numbers if c.status == "unverified")

    def of_status(self, status: Status) -> tuple[Claim, ...]:
        return tuple(c for c in self.claims if c.status == status)

    def as_text(self) -> str:
        notes = [f"〔提示〕{n}" for n in self.notices]
        notes += [f"〔不实〕{c.text}（{c.why}）" for c in self.of_status("contradicted")]
        notes += [f"〔待核〕{c.text}" for c in self.of_status("unproved")]
        notes += [f"〔可选建议〕{s.text}" for s in self.suggestions]
        return "\n".join([self.text, *notes])

    def as_json(self) -> dict[str, Any]:
        """The interface's `draft --format json`; `suggestions` and `empty_share` extend it."""
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
            "claims": [_claim(c) for c in self.claims],
            "gaps": [g.question for g in self.gaps],
            "notices": list(self.notices),
            "suggestions": [{"text": s.text, "about": s.about} for s in self.suggestions],
            "empty_share": round(self.empty, 4),
        }


def _claim(claim: Claim) -> Mapping[str, Any]:
    return {
        "text": claim.text,
        "kind": claim.kind,
        "status": claim.status,
        "evidence": list(claim.evidence),
        "why": claim.why,
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
