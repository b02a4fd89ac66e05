"""Column labels of the statutory tables, known among printed words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from index.form_rows import application_rows
from index.formats import APPLICANTS, DISPUTE_KINDS, DISPUTE_RESULTS, FORMS, Axis
from index.readers.page.printed_words import Word, around, stacked, text_of
from index.readers.page.tolerances import PAGE
from index.recognition.label_matching import best_likeness
from index.report import BBox
from index.text import squash


@dataclass(frozen=True, slots=True)
class Head:
    """Column labels from left to right with the extents of each, and the rows that go below.

    `forms` are the row labels that the table may have; `single` says that it may have one row
    without label.
    """

    labels: tuple[str, ...]
    boxes: tuple[BBox, ...]
    words: tuple[Word, ...]
    forms: tuple[tuple[Axis, ...], ...]
    corner: str = ""
    single: bool = False

    @property
    def bottom(self) -> float:
        return max(box[3] for box in self.boxes)

    @property
    def pitch(self) -> float:
        """The least distance between columns; of a single one, a generous width."""
        middles = [(b[0] + b[2]) / 2 for b in self.boxes]
        least = min((b - a for a, b in pairwise(middles)), default=0.0)
        return least or 2 * (self.boxes[0][2] - self.boxes[0][0])

    @property
    def left(self) -> float:
        """Where the row labels end."""
        first = self.boxes[0]
        return min((first[0] + first[2]) / 2 - self.pitch / 2, first[0])


def find_heads(words: Sequence[Word]) -> Iterator[Head]:
    """Every row of column labels of a statutory table."""
    for word in words:
        text = squash(word.text)
        if text == "信息内容":
            yield from _disclosure_head(word, words)
        elif len(text) > 1 and "自然人".startswith(text):
            yield from _applicants_head(word, words)
    yield from _disputes_head(words)


def _disclosure_head(first: Word, words: Sequence[Word]) -> Iterator[Head]:
    beside = [
        w for w in words if w.box[0] > first.box[2] and abs(w.level - first.level) < first.height
    ]
    columns = stacked(beside)
    tables = [table for form in FORMS.values() for table in form.tables if table.part == 2]
    if any(_are(columns, table.columns) for table in tables):
        yield _head(columns, (_DISCLOSURE_ROWS,), first)


def _applicants_head(person: Word, words: Sequence[Word]) -> Iterator[Head]:
    reach = 4.5 * person.height
    beside = [w for w in words if abs(w.level - person.level) < reach]
    near = stacked(w for w in beside if _is_part(w, APPLICANTS))
    named = [c for c in near if _named(text_of(c), APPLICANTS)]
    columns = named if _are(named, APPLICANTS) else _by_place(named, beside)
    if columns:
        yield _head(columns, tuple(application_rows(name) for name in reversed(FORMS)))


def _by_place(columns: Sequence[list[Word]], words: Sequence[Word]) -> list[list[Word]]:
    """The applicants' columns with those that are called otherwise, told by the form's order.

    Such a label is the only one between the labels of the columns beside it; [] where one is not.
    """
    keys = [_named(text_of(column), APPLICANTS) for column in columns]
    order = [axis.key for axis in APPLICANTS]
    if 2 * len(keys) <= len(order) or keys != [key for key in order if key in keys]:
        return []
    known = dict(zip(keys, columns, strict=True))
    found: list[list[Word]] = []
    for i, key in enumerate(order):
        beside = [known.get(order[j]) for j in (i - 1, i + 1) if 0 <= j < len(order)]
        column = known.get(key) or _between([c for c in beside if c], words)
        if not column:
            return []
        found.append(column)
    return found


def _between(ends: Sequence[Sequence[Word]], words: Sequence[Word]) -> list[Word]:
    """The label that stands between two others, no higher than both; [] where not one does."""
    if len(ends) < 2:
        return []
    start, end = (around(w.box for w in column) for column in ends)
    top, bottom = max(start[1], end[1]), max(start[3], end[3])
    inside = [w for w in words if start[2] <= w.box[0] and w.box[2] <= end[0]]
    labels = stacked(w for w in inside if top <= w.level <= bottom)
    return labels[0] if len(labels) == 1 else []


def _disputes_head(words: Sequence[Word]) -> Iterator[Head]:
    """Part four's column labels: fifteen in a row, else those of each table of five or of three."""
    found = list(_fifteen(words))
    found = found or list(_on_a_line(words, DISPUTE_RESULTS, DISPUTE_KINDS, 0.8))
    yield from found or _on_a_line(words, DISPUTE_KINDS, DISPUTE_RESULTS, 2.0)


def _fifteen(words: Sequence[Word]) -> Iterator[Head]:
    five = len(DISPUTE_RESULTS)
    for first in (w for w in words if _is_part(w, DISPUTE_RESULTS[:1])):
        near = [w for w in words if -2 < (w.level - first.level) / first.height < 6]
        columns = stacked(w for w in near if _is_part(w, DISPUTE_RESULTS))
        groups = [columns[i : i + five] for i in range(0, len(columns), five)]
        if len(groups) == len(DISPUTE_KINDS) and all(_are(g, DISPUTE_RESULTS) for g in groups):
            yield replace(_head(columns, ()), single=True)
            return


def _on_a_line(
    words: Sequence[Word], axes: Sequence[Axis], rows: tuple[Axis, ...], reach: float
) -> Iterator[Head]:
    """Every line that names all of `axes`, with what stands within `reach` heights of it."""
    heads = {head for axis in axes for head in axis.above}
    own = [w for w in words if _is_part(w, axes) and squash(w.text) not in heads]
    for first in (w for w in own if _named(w.text, axes[:1])):
        columns = stacked(w for w in own if abs(w.level - first.level) < reach * first.height)
        if _are(columns, axes):
            yield replace(_head(columns, (rows,)), single=axes is DISPUTE_RESULTS)


def names_dispute(text: str) -> bool:
    """Whether text names a kind of case, as stands above a small table of it."""
    heads = {head for axis in DISPUTE_KINDS for head in axis.above}
    return squash(text) in heads or _named(text, DISPUTE_KINDS) is not None


def _is_part(word: Word, axes: Sequence[Axis]) -> bool:
    text = squash(word.text)
    parts = any(text in squash(label) for axis in axes for label in (axis.label, *axis.aliases))
    return parts or _named(text, axes) is not None


def _named(text: str, axes: Sequence[Axis]) -> str | None:
    """The axis whose label `text` is, perhaps with a character too many or misread."""
    likely, key = max((best_likeness(text, axis), axis.key) for axis in axes)
    return key if likely >= PAGE.like_column else None


def _are(columns: Sequence[Sequence[Word]], axes: Sequence[Axis]) -> bool:
    """Whether the columns' labels are those of `axes`, each once, in any order."""
    keys = [_named(text_of(column), axes) for column in columns]
    return len(keys) == len(axes) and set(keys) == {axis.key for axis in axes}


def _head(
    columns: Sequence[Sequence[Word]],
    forms: tuple[tuple[Axis, ...], ...],
    corner: Word | None = None,
) -> Head:
    words = tuple(word for column in columns for word in column)
    return Head(
        tuple(map(text_of, columns)),
        tuple(around(w.box for w in column) for column in columns),
        (*words, corner) if corner else words,
        forms,
        corner.text if corner else "",
    )


_DISCLOSURE_ROWS: tuple[Axis, ...] = tuple(
    {
        row.key: row
        for form in FORMS.values()
        for table in form.tables
        if table.part == 2
        for row in table.rows
    }.values()
)
