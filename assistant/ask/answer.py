"""What an answer is made of: the values that asking gives to the command line and the desk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from assistant.ask.plan.plan import Plan
from assistant.evidence import Evidence
from index.report import NOWHERE, Place

AnswerKind = Literal["figures", "passages", "both", "help", "none", "clarify"]
Refusal = Literal["not_understood", "not_held", "not_in_form", "not_said"]
Number = int | float


@dataclass(frozen=True, slots=True)
class Figure:
    """One stored cell that an answer rests on; `value` is None where the cell holds no number."""

    agency: str
    year: int
    cell: str
    value: Number | None
    report: str
    at: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Derived:
    """A number computed from cells: a sum, a share, a difference, an average, a count."""

    label: str
    value: Number
    unit: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Citation:
    """A quotation with its place; `quote` stands word for word in the report's part `section`."""

    report: str
    agency: str
    year: int | None
    section: int | None
    quote: str
    at: Place = NOWHERE

    @property
    def origin(self) -> str:
        """Whose report, of which year, which part and page: 河湾县教育局2023年 第5部分 第3页."""
        part = f" 第{self.section}部分" if self.section else ""
        page = f" 第{self.at.page}页" if self.at.page else ""
        return f"{self.agency}{f'{self.year}年' if self.year else ''}{part}{page}"


@dataclass(frozen=True, slots=True)
class Table:
    """The table behind an answer: its head and all its rows, as text ready to show."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """What a chart draws: `labels` along the axis and one series of values a name; None: no value."""

    form: Literal["line", "bar"]
    labels: tuple[str, ...]
    series: Mapping[str, tuple[Number | None, ...]]
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """The bodies, years, measure (keys joined by commas) and operation that a plan comes to."""

    agencies: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    measure: str | None = None
    operation: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer with everything it rests on.

    `plan` is what was executed and `understood` its read-back; `figures` are the cells of the
    numbers shown, `basis` those that choosing among them rests on; `searched` is how many reports
    a narrative answer looked at; `gaps` what was missing under it; `refusal` which of the four a
    `none` is.  `notices` are for the reader, beside the answer; `evidence` is what a model was
    given, in the order of its `[1] [2]`.  `carried` names what came from the conversation.
    """

    question: str
    text: str
    kind: AnswerKind
    plan: Plan | None = None
    asked: Asked = Asked()
    understood: str = ""
    choices: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    basis: tuple[Figure, ...] = ()
    derived: tuple[Derived, ...] = ()
    citations: tuple[Citation, ...] = ()
    searched: int = 0
    gaps: tuple[str, ...] = ()
    refusal: Refusal | None = None
    unverified_numbers: tuple[str, ...] = ()
    model: str | None = None
    table: Table | None = None
    chart: Chart | None = None
    notices: tuple[str, ...] = ()
    carried: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()

    def as_text(self) -> str:
        """As `ask` prints it: the answer, its table where it says more, where it is from."""
        lines = [self.text, *(f"注意：{n}" for n in self.notices)]
        if self.table and len(self.table.rows) > 1:
            lines += ["", *("\t".join(r) for r in (self.table.columns, *self.table.rows))]
        if self.citations:
            lines += ["", "出处："]
            lines += [f"[{i}] {c.origin}" for i, c in enumerate(self.citations, 1)]
        if self.gaps:
            lines += ["", *(f"缺：{g}" for g in self.gaps)]
        if self.understood:
            lines += ["", f"按这样理解：{self.understood}"]
        return "\n".join(lines)

    def as_json(self) -> dict[str, Any]:
        """As `ask --format json` prints it."""
        return {
            "schema": 1,
            "question": self.question,
            "answer": self.text,
            "kind": self.kind,
            "choices": list(self.choices),
            "query": {
                "agencies": list(self.asked.agencies),
                "years": list(self.asked.years),
                "measure": self.asked.measure,
                "operation": self.asked.operation,
            },
            "figures": [_without(asdict(f), "at") for f in self.figures],
            "basis": [_without(asdict(f), "at") for f in self.basis],
            "derived": [
                {"label": d.label, "value": d.value, "unit": d.unit, "from": list(d.cells)}
                for d in self.derived
            ],
            "citations": [_cited(c) for c in self.citations],
            "understood": self.understood,
            "plan": self.plan.as_json() if self.plan else None,
            "searched": self.searched,
            "table": {
                "columns": list(self.table.columns),
                "rows": [list(r) for r in self.table.rows],
            }
            if self.table
            else None,
            "gaps": list(self.gaps),
            "refusal": self.refusal,
            "unverified_numbers": list(self.unverified_numbers),
            "notices": list(self.notices),
            "model": self.model,
        }


def _without(values: dict[str, Any], name: str) -> dict[str, Any]:
    return {k: v for k, v in values.items() if k != name}


def _cited(citation: Citation) -> dict[str, Any]:
    at = citation.at
    place = {"page": at.page, "bbox": list(at.bbox) if at.bbox else None, "line": at.line}
    return {**asdict(citation), "at": place}


@dataclass(frozen=True, slots=True)
class Filters:
    """What the page or the command line sets: bodies and years that hold where a question names none.

    `sections` are the parts (1–6) that words are looked for in; they always hold.
    """

    agencies: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    sections: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """One question of a conversation with its answer."""

    question: str
    answer: Answer
    asked_at: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """One step of a streamed answer.

    `plan` and `evidence` come first, then for a written answer `token` (grey, 未核对) and, for
    each finished sentence, `sentence` with its status and what was struck; `restart` takes all of
    them back; `done` has the answer.
    """

    kind: Literal["plan", "evidence", "token", "sentence", "restart", "notice", "done"]
    text: str = ""
    status: Literal["", "unchecked", "checked", "struck"] = ""
    struck: tuple[tuple[int, int], ...] = ()
    index: int = 0
    plan: Plan | None = None
    evidence: tuple[Evidence, ...] = ()
    answer: Answer | None = field(default=None)
