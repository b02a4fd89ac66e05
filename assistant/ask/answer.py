"""What an answer is made of: the values that chat gives to the command line and the desk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from assistant.ask.grammar.query import Query
from assistant.evidence import Evidence
from index.report import NOWHERE, Place

AnswerKind = Literal["figures", "passages", "both", "none", "clarify"]
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
    """The table behind an answer: its head and its rows, as text ready to show."""

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
class Answer:
    """An answer with everything it rests on.

    `notices` are for the reader, beside the answer (a model that failed, what was struck);
    `evidence` is what was given to a model, in the order of its `[1] [2]`.
    """

    question: str
    text: str
    kind: AnswerKind
    query: Query
    choices: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    derived: tuple[Derived, ...] = ()
    citations: tuple[Citation, ...] = ()
    unverified_numbers: tuple[str, ...] = ()
    model: str | None = None
    table: Table | None = None
    chart: Chart | None = None
    notices: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()

    def as_text(self) -> str:
        """As `ask` prints it: the answer, its table where it says more, where it is from."""
        lines = [self.text, *(f"注意：{n}" for n in self.notices)]
        if self.table and len(self.table.rows) > 1:
            lines += ["", *("\t".join(r) for r in (self.table.columns, *self.table.rows))]
        if self.citations:
            lines += ["", "出处："]
            lines += [f"[{i}] {c.origin}" for i, c in enumerate(self.citations, 1)]
        return "\n".join(lines)

    def as_json(self) -> dict[str, Any]:
        """As `ask --format json` prints it."""
        return {
            "schema": 1,
            "question": self.question,
            "answer": self.text,
            "kind": self.kind,
            "choices": list(self.choices),
            "query": self.query.as_json(),
            "figures": [_without(asdict(f), "at") for f in self.figures],
            "derived": [
                {"label": d.label, "value": d.value, "unit": d.unit, "from": list(d.cells)}
                for d in self.derived
            ],
            "citations": [_cited(c) for c in self.citations],
            "unverified_numbers": list(self.unverified_numbers),
            "model": self.model,
        }


def _without(values: dict[str, Any], name: str) -> dict[str, Any]:
    return {k: v for k, v in values.items() if k != name}


def _cited(citation: Citation) -> dict[str, Any]:
    at = citation.at
    place = {"page": at.page, "bbox": list(at.bbox) if at.bbox else None, "line": at.line}
    return {**asdict(citation), "at": place}


@dataclass(frozen=True, slots=True)
class Turn:
    """One question of a conversation with its answer."""

    question: str
    answer: Answer
    asked_at: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """One step of a streamed answer.

    `query` and `evidence` come first, then for a written answer `token` (grey, 未核对) and, for
    each finished sentence, `sentence` with its status and what was struck; `done` has the answer.
    """

    kind: Literal["query", "evidence", "token", "sentence", "notice", "done"]
    text: str = ""
    status: Literal["", "unchecked", "checked", "struck"] = ""
    struck: tuple[tuple[int, int], ...] = ()
    index: int = 0
    query: Query | None = None
    evidence: tuple[Evidence, ...] = ()
    answer: Answer | None = field(default=None)
