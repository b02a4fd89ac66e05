"""Figures to columns by where they stand, where no lines part them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from statistics import median

from index.readers.page.printed_words import Word
from index.readers.page.tolerances import PAGE
from index.readers.page.unruled_column_labels import Head
from index.text import cell_value

Edge = Callable[[Word], float]
_EDGES: tuple[Edge, ...] = (
    lambda word: word.middle,
    lambda word: word.box[2],
    lambda word: word.box[0],
)
"""What of its figures a column may be aligned by."""


def places_of(head: Head, rows: Sequence[Sequence[Word]]) -> list[tuple[int, ...] | None] | None:
    """For each row the column of each of its words, None for a row of which that is not certain.

    Rows that fill every column show where figures stand, else the labels do; None where the
    labels and the figures do not agree.
    """
    every = tuple(range(len(head.boxes)))
    full = [row for row in rows if len(row) == len(every)]
    if full and not any(_below(head, full, edge) for edge in _EDGES):
        return None
    words = [w for row in rows for w in row]
    if full:
        ways = [([median(edge(row[c]) for row in full) for c in every], edge) for edge in _EDGES]
    else:
        ways = [(_shifted(words, head, edge, by), edge) for edge in _EDGES for by in _EDGES]
    where, edge = min(ways, key=lambda way: _spread(words, *way))
    reach = PAGE.off_column * head.pitch
    loose = not full and _spread(words, where, edge) > reach
    if loose or not full and _strayed(words, where, edge, head):
        return None
    return [_placed(row, where, reach, edge) for row in rows]


def _below(head: Head, full: Sequence[Sequence[Word]], edge: Edge) -> bool:
    """Whether rows that fill every column stand below the labels, one edge of both compared."""
    where, every = _labels_at(head, edge), tuple(range(len(head.boxes)))
    return all(_columns(row, where, 0.5 * head.pitch, edge) == every for row in full)


def _labels_at(head: Head, edge: Edge) -> list[float]:
    """Where the column labels have an edge."""
    return [edge(Word("", box, ())) for box in head.boxes]


def _shifted(words: Sequence[Word], head: Head, edge: Edge, by: Edge) -> list[float]:
    """The labels' places, by one of their edges, moved to where most figures have their edge."""
    middles, places = _labels_at(head, _EDGES[0]), _labels_at(head, by)
    nearest = [min(range(len(middles)), key=lambda c: abs(middles[c] - w.middle)) for w in words]
    off = [edge(w) - places[c] for w, c in zip(words, nearest, strict=True)]
    return [at + (median(off) if off else 0.0) for at in places]


def _spread(words: Sequence[Word], where: Sequence[float], edge: Edge) -> float:
    return max((min(abs(edge(w) - x) for x in where) for w in words), default=0.0)


def _strayed(words: Sequence[Word], where: Sequence[float], edge: Edge, head: Head) -> bool:
    """Whether some figure would not stand below the label whose column it is given."""
    middles = _labels_at(head, _EDGES[0])
    for word in words:
        column = min(range(len(where)), key=lambda c: abs(edge(word) - where[c]))
        box = head.boxes[column]
        below = box[0] - 1 <= word.middle <= box[2] + 1
        near = min(range(len(middles)), key=lambda c: abs(word.middle - middles[c]))
        if not below and near != column:
            return True
    return False


def _placed(
    row: Sequence[Word], where: Sequence[float], reach: float, edge: Edge
) -> tuple[int, ...] | None:
    """The columns of a row's words; a lone dash may be meant for every column."""
    if len(row) == 1 < len(where) and cell_value(row[0].text)[1] != "number":
        return None
    return _columns(row, where, reach, edge)


def _columns(
    row: Sequence[Word], where: Sequence[float], reach: float, edge: Edge
) -> tuple[int, ...] | None:
    columns: list[int] = []
    for word in row:
        off, column = min((abs(edge(word) - x), c) for c, x in enumerate(where))
        if off > reach or columns and column <= columns[-1]:
            return None
        columns.append(column)
    return tuple(columns)
