"""Tables printed without lines between their columns: words to cells by where they stand.

A statutory table is known by its column labels.  What stands below them is put under the label
whose place it shares, and beside the row label whose height it shares; a row of which that is not
certain is not read, and where the row labels do not come out nothing is changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.document import RawCell, RawTable
from index.readers.page.printed_words import Word, around, levels, text_of
from index.readers.page.tolerances import PAGE
from index.readers.page.unruled_column_labels import Head, find_heads, names_dispute
from index.readers.page.unruled_columns import places_of
from index.readers.page.unruled_row_labels import Run, best_runs, is_group
from index.recognition.heading_marks import CHAPTER
from index.recognition.label_matching import likeness
from index.report import BBox, Place
from index.text import cell_value, squash


@dataclass(frozen=True, slots=True)
class Found:
    """A table, the words that are in it, and the row and column from which it has figures."""

    table: RawTable
    words: tuple[Word, ...]
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class _Row:
    """A row's label, the words of its groups' labels beside it, and its figures; where a row is of
    which nothing is printed."""

    run: Run | None
    groups: tuple[Word, ...]
    values: tuple[Word, ...]
    blank_at: BBox | None = None

    @property
    def labels(self) -> tuple[Word, ...]:
        return self.run.words if self.run else ()

    @property
    def words(self) -> tuple[Word, ...]:
        return (*self.groups, *self.labels, *self.values)

    @property
    def box(self) -> BBox:
        return self.blank_at or around(w.box for w in (*self.labels, *self.values))


def find_unruled(
    page: int, words: Sequence[Word], carried: Head | None = None
) -> tuple[list[Found], Head | None]:
    """The tables that stand among `words`, and the head of the last if it may go on overleaf.

    `carried` is the head of a table that began on an earlier page.
    """
    heads = sorted(find_heads(words), key=lambda h: h.bottom)
    stops = [w.box[1] for w in words if CHAPTER.match(squash(w.text))]
    found: list[Found] = []
    starts: list[tuple[float, Head | None]] = [(0.0, carried), *((h.bottom, h) for h in heads)]
    for (start, head), after in zip(starts, [*heads, None], strict=True):
        top = min(b[1] for b in after.boxes) if after else float("inf")
        end = min([top, *(stop for stop in stops if stop > start)])
        if head is None:
            continue
        below = [w for w in words if w.box[1] >= start - 1 and w.level < end]
        table = _table(page, head, below, headed=head is not carried, ended=end < float("inf"))
        goes_on = end == float("inf") and bool(head.forms)
        if goes_on and not table and head is not carried:
            table = [_found(page, head, [], [], headed=True, ended=False)]
        found += table
        carried = head if goes_on and table else None
    return found, carried


def _table(
    page: int, head: Head, words: Sequence[Word], *, headed: bool, ended: bool
) -> list[Found]:
    """The table below `head`, if its rows and the places of its figures come out.

    `headed` says that it begins on this page, `ended` that it does not go on overleaf.
    """
    left = head.left
    labels = [w for w in words if w.middle <= left or is_group(w.text, head.forms)]
    figures = levels([w for w in words if w not in labels])
    rows = _single(head, figures, labels, ended=ended) if head.single else []
    if not rows and head.forms:
        rows = _labelled(head, labels, figures)
    if not rows:
        return []
    places = places_of(head, [row.values for row in rows])
    if places is None:
        return []
    return [_found(page, head, rows, places, headed, ended)]


def _single(
    head: Head, lines: Sequence[Sequence[Word]], labels: Sequence[Word], *, ended: bool
) -> list[_Row]:
    """A table of one row without label: the line of figures below the head, or none up to its end.

    Below it stands at most what names the kind of case of the next such table.
    """
    figures = [line for line in lines if all(cell_value(w.text)[1] != "text" for w in line)]
    others = [*labels, *(word for line in lines if line not in figures for word in line)]
    if len(figures) > 1 or not all(names_dispute(w.text) for w in others):
        return []
    if figures:
        below = all(w.box[1] >= figures[0][0].box[3] for w in others)
        return [_Row(None, (), tuple(figures[0]))] if below else []
    if others:
        return []
    left, _, right, bottom = around(head.boxes)
    return [_Row(None, (), (), (left, bottom, right, bottom + 1))] if ended else []


def _labelled(head: Head, labels: Sequence[Word], figures: Sequence[Sequence[Word]]) -> list[_Row]:
    """The rows whose labels are told, each with its figures; [] where some figure has no row."""
    runs = best_runs(labels, head.forms)
    if not runs:
        return []
    spans = [around(w.box for w in run.words) for run in runs]
    rows: list[list[Word]] = [[] for _ in runs]
    for line in figures:
        level, slack = line[0].level, 0.3 * line[0].height
        if level < spans[0][1] - slack or level > spans[-1][3] + slack:
            if head.single:
                return []
            continue
        at = [i for i, box in enumerate(spans) if box[1] - slack <= level <= box[3] + slack]
        if len(at) > 1:
            at = [i for i, box in enumerate(spans) if box[1] <= level <= box[3]]
        if len(at) != 1:
            return []
        rows[at[0]] += line
    if any(_is_figure(word, spans) for word in labels):
        return []
    groups = _beside(runs, spans, labels)
    return [
        _Row(run, tuple(beside), tuple(values))
        for run, beside, values in zip(runs, groups, rows, strict=True)
    ]


def _is_figure(word: Word, spans: Sequence[BBox]) -> bool:
    """Whether a word among the labels is a figure right of a row's label, out of its column."""
    beside = any(box[1] <= word.level <= box[3] and word.box[0] > box[2] for box in spans)
    return beside and cell_value(word.text)[1] == "number"


def _beside(runs: Sequence[Run], spans: Sequence[BBox], labels: Sequence[Word]) -> list[list[Word]]:
    """The words of groups' labels, each with the row that it stands nearest to."""
    taken = {id(glyph) for run in runs for word in run.words for glyph in word.glyphs}
    groups: list[list[Word]] = [[] for _ in runs]
    for word in labels:
        if id(word.glyphs[0]) not in taken and spans[0][1] < word.level < spans[-1][3]:
            off = [abs(word.level - (box[1] + box[3]) / 2) for box in spans]
            groups[off.index(min(off))].append(word)
    return groups


def _found(
    page: int,
    head: Head,
    rows: Sequence[_Row],
    places: Sequence[tuple[int, ...] | None],
    headed: bool,
    ended: bool,
) -> Found:
    """A table with two columns for the rows' labels, if it has any, then one for each label."""
    texts: list[tuple[BBox, list[str | None]]] = []
    if headed:
        texts.append((around(w.box for w in head.words), ["", head.corner, *head.labels]))
    for i, (row, columns) in enumerate(zip(rows, places, strict=True)):
        inside = (headed or i > 0) and (ended or i < len(rows) - 1) or _is_whole(row)
        labels = [text_of(row.groups), text_of(row.labels)]
        texts.append((row.box, [*labels, *_texts(row, columns, len(head.labels), inside)]))
    edges = _borders(head, rows)
    skip = 2 if not head.forms else 0 if any(row.groups for row in rows) else 1
    cells = tuple(
        RawCell(r, c - skip, line[c], Place(page, (edges[c], box[1], edges[c + 1], box[3])))
        for r, (box, line) in enumerate(texts)
        for c in range(skip, len(line))
    )
    boxes = [cell.at.bbox for cell in cells if cell.at.bbox]
    table = RawTable(cells, len(texts), len(edges) - 1 - skip, Place(page, around(boxes)))
    used = [word for row in rows for word in row.words]
    used += head.words if headed else ()
    return Found(table, tuple(used), int(headed), 2 - skip)


def _is_whole(row: _Row) -> bool:
    """Whether a row's label is the form's own, or ends as that does: none of it is overleaf."""
    exact = row.run is not None and likeness(text_of(row.labels), row.run.axis.label) > PAGE.exact
    return exact or _ends_alike(row)


def _ends_alike(row: _Row) -> bool:
    """Whether a row's label ends as the form's own does, so that nothing of it was cut off."""
    if row.run is None:
        return False
    ends = {squash(label)[-2:] for label in (row.run.axis.label, *row.run.axis.aliases)}
    return squash(text_of(row.labels))[-2:] in ends


def _texts(
    row: _Row, columns: tuple[int, ...] | None, width: int, inside: bool
) -> list[str | None]:
    """A row's cells; an empty row is one only where its label is whole and not at a page's end.

    A label cut by the end of the page has its figures overleaf.
    """
    whole = row.run is None or row.run.likely > PAGE.exact or _ends_alike(row)
    if columns is None or not row.values and not (whole and inside):
        return [None] * width
    at = dict(zip(columns, (w.text for w in row.values), strict=True))
    return [at.get(column, "") for column in range(width)]


def _borders(head: Head, rows: Sequence[_Row]) -> list[float]:
    """The borders of the columns, those of the figures midway between their labels."""
    middles = [(b[0] + b[2]) / 2 for b in head.boxes]
    far = max([middles[-1] + head.pitch / 2, *(w.box[2] for row in rows for w in row.words)])
    labels = min((w.box[0] for row in rows for w in row.labels), default=head.left)
    groups = min((w.box[0] for row in rows for w in row.groups), default=labels)
    between = [(a + b) / 2 for a, b in pairwise(middles)]
    return [min(groups, labels), min(labels, head.left), head.left, *between, far]
