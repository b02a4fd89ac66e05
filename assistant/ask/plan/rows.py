"""What a step gives: rows whose every value carries the cells and sentences that it rests on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from assistant.ask.answer import Citation, Figure, Number

Kind = Literal["body", "year", "number", "text"]
BODY, YEAR, POINT, COUNT, SENTENCE = "单位", "年", "要点", "数", "句"


STEP = re.compile(r"s\d+")
_OWNED = re.compile(rf"((?:{STEP.pattern}\.)*)(.*)", re.DOTALL)


def owner(name: str) -> tuple[str, str]:
    """The step that a column side by side is of ("" of none), and its name there: s4.s1.新收申请."""
    steps, plain = _OWNED.fullmatch(name).groups()  # type: ignore[union-attr]
    return steps.rstrip(".").rpartition(".")[2], plain


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its name; `unit` is what its numbers count.

    `derived` says that its numbers come from several cells, `made` that a step of the plan made and
    named it (not a measure of the form, nor words of the reports).
    """

    name: str
    kind: Kind
    unit: str = ""
    derived: bool = False
    made: bool = False


@dataclass(frozen=True, slots=True)
class Value:
    """One value with its provenance; None with `missing` saying in Chinese why there is none."""

    value: Number | str | None
    cells: tuple[Figure, ...] = ()
    cited: tuple[Citation, ...] = ()
    missing: str = ""

    @property
    def number(self) -> Number | None:
        return self.value if isinstance(self.value, int | float) else None

    @property
    def words(self) -> str:
        return "" if self.value is None else str(self.value)


NOTHING = Value(None, missing="没有数")
Row = dict[str, Value]


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows under named columns.

    `scope` is every body and year asked for, `held` those of them that have a report that could be
    looked at (whether or not it gave a row); `open` says that no years were named, so that those
    held are all there are; `basis` the
    cells that a selection among them rests on; `gaps` say in Chinese what was missing.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...] = ()
    scope: tuple[tuple[str, int], ...] = ()
    held: frozenset[tuple[str, int]] = field(default_factory=frozenset)
    basis: tuple[Figure, ...] = ()
    gaps: tuple[str, ...] = ()
    searched: frozenset[str] = field(default_factory=frozenset)
    open: bool = False

    def column(self, name: str) -> Column:
        """The column called `name`.  Raises KeyError."""
        return {c.name: c for c in self.columns}[name]

    def has(self, name: str) -> bool:
        return any(c.name == name for c in self.columns)

    def only(self, rows: Iterable[Row], *, on: Sequence[str] = ()) -> Rows:
        """Some of the rows; what all of them hold in the columns `on` is what the choice rests on."""
        cells = (c for row in self.rows for name in on if name in row for c in row[name].cells)
        basis = tuple(dict.fromkeys((*self.basis, *cells)))
        return replace(self, rows=tuple(rows), basis=basis)


def tidy(number: Number) -> Number:
    """The number without the dust of floating point: 12.0 as 12, shares and money to four decimals."""
    rounded = round(number, 4)
    return int(rounded) if rounded == int(rounded) else rounded


def joined(values: Iterable[Value]) -> tuple[tuple[Figure, ...], tuple[Citation, ...]]:
    """The cells and citations of several values, each once."""
    held = list(values)
    return (
        tuple(dict.fromkeys(c for v in held for c in v.cells)),
        tuple(dict.fromkeys(c for v in held for c in v.cited)),
    )
