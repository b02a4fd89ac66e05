"""Tables printed without lines between their columns: words to cells by where they stand.

A statutory table is known by its column labels.  What stands below them is put under the label
whose place it shares, and beside the row label whose height it shares; a row of which that is not
certain is not read, and where the row labels do not come out nothing is changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from statistics import median

from index.formats import (
    APPLICANTS,
    APPLICATIONS_2019,
    APPLICATIONS_2021,
    DISPUTE_KINDS,
    DISPUTE_RESULTS,
    FORMS,
    Axis,
)
from index.labels import best_likeness, likeness, wording
from index.layout import Glyph
from index.marks import CHAPTER
from index.report import BBox, Place, RawCell, RawTable
from index.text import cell_value, squash

_GAP = 0.3
"""Heights of a character: a wider gap parts words."""
_LIKE = 0.84
_EXACT = 0.95
_TALLEST = 6
"""Over how many lines a row's label may run."""
_SHARE = 0.25
"""How far from its place under the label a figure may stand, of the distance between columns."""


@dataclass(frozen=True, slots=True)
class Word:
    """Glyphs of a line that no gap parts."""

    text: str
    box: BBox
    glyphs: tuple[Glyph, ...]

    @property
    def middle(self) -> float:
        return (self.box[0] + self.box[2]) / 2

    @property
    def level(self) -> float:
        return (self.box[1] + self.box[3]) / 2

    @property
    def height(self) -> float:
        return self.box[3] - self.box[1]


@dataclass(frozen=True, slots=True)
class Head:
    """Column labels from left to right with the extents of each, and the rows that go below.

    `forms` are the row labels that the table may have; none for a table of one row without label.
    """

    labels: tuple[str, ...]
    boxes: tuple[BBox, ...]
    words: tuple[Word, ...]
    forms: tuple[tuple[Axis, ...], ...]
    corner: str = ""

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
        return (self.boxes[0][0] + self.boxes[0][2]) / 2 - self.pitch / 2


@dataclass(frozen=True, slots=True)
class Found:
    """A table and the words that are in it."""

    table: RawTable
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class _Run:
    """The lines of one row's label, and how surely it is that row."""

    words: tuple[Word, ...]
    axis: Axis
    likely: float


@dataclass(frozen=True, slots=True)
class _Row:
    """A row's label, the words of its groups' labels beside it, and its figures."""

    run: _Run | None
    groups: tuple[Word, ...]
    values: tuple[Word, ...]

    @property
    def labels(self) -> tuple[Word, ...]:
        return self.run.words if self.run else ()

    @property
    def words(self) -> tuple[Word, ...]:
        return (*self.groups, *self.labels, *self.values)

    @property
    def box(self) -> BBox:
        return _around(w.box for w in (*self.labels, *self.values))


def find_unruled(
    page: int, words: Sequence[Word], carried: Head | None = None
) -> tuple[list[Found], Head | None]:
    """The tables that stand among `words`, and the head of the last if it may go on overleaf.

    `carried` is the head of a table that began on an earlier page.
    """
    heads = sorted(_heads(words), key=lambda h: h.bottom)
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
            table = [Found(_raw(page, head, [], [], headed=True, ended=False), head.words)]
        found += table
        carried = head if goes_on and table else None
    return found, carried


def words_of(glyphs: Iterable[Glyph]) -> list[Word]:
    """Glyphs as words, line by line."""
    inked = sorted((g for g in glyphs if g.text.strip()), key=lambda g: (g.top + g.bottom, g.x0))
    lines: list[list[Glyph]] = []
    for glyph in inked:
        level = (glyph.top + glyph.bottom) / 2
        if lines:
            first = lines[-1][0]
            if level - (first.top + first.bottom) / 2 < 0.15 * (first.bottom - first.top):
                lines[-1].append(glyph)
                continue
        lines.append([glyph])
    return [word for line in lines for word in _words(sorted(line, key=lambda g: g.x0))]


def _words(line: Sequence[Glyph]) -> Iterator[Word]:
    word: list[Glyph] = []
    for glyph in line:
        if word and glyph.x0 - word[-1].x1 > _GAP * (glyph.bottom - glyph.top):
            yield _word(word)
            word = []
        word.append(glyph)
    if word:
        yield _word(word)


def _word(glyphs: Sequence[Glyph]) -> Word:
    return Word("".join(g.text for g in glyphs), _around(g.box for g in glyphs), tuple(glyphs))


def _around(boxes: Iterable[BBox]) -> BBox:
    x0, top, x1, bottom = zip(*boxes, strict=True)
    return (min(x0), min(top), max(x1), max(bottom))


# ---------------------------------------------------------------- column labels


def _heads(words: Sequence[Word]) -> Iterator[Head]:
    """Every row of column labels of a statutory table."""
    for word in words:
        text = squash(word.text)
        if text == "信息内容":
            yield from _disclosure_head(word, words)
        elif text == "自然人":
            yield from _applicants_head(word, words)
    yield from _disputes_head(words)


def _disclosure_head(first: Word, words: Sequence[Word]) -> Iterator[Head]:
    beside = [
        w for w in words if w.box[0] > first.box[2] and abs(w.level - first.level) < first.height
    ]
    columns = _stacked(beside)
    tables = [table for form in FORMS.values() for table in form.tables if table.part == 2]
    if any(_are(columns, table.columns) for table in tables):
        yield _head(columns, (_DISCLOSURE_ROWS,), first)


def _applicants_head(person: Word, words: Sequence[Word]) -> Iterator[Head]:
    reach = 4.5 * person.height
    near = [w for w in words if abs(w.level - person.level) < reach and _is_part(w, APPLICANTS)]
    columns = [c for c in _stacked(near) if _named(_text(c), APPLICANTS)]
    if _are(columns, APPLICANTS):
        yield _head(columns, (APPLICATIONS_2021.rows, APPLICATIONS_2019.rows))


def _disputes_head(words: Sequence[Word]) -> Iterator[Head]:
    five = len(DISPUTE_RESULTS)
    for first in (w for w in words if squash(w.text).startswith("结果")):
        near = [w for w in words if -0.5 < (w.level - first.level) / first.height < 6]
        columns = _stacked(w for w in near if _is_part(w, DISPUTE_RESULTS))
        groups = [columns[i : i + five] for i in range(0, len(columns), five)]
        if len(groups) == len(DISPUTE_KINDS) and all(_are(g, DISPUTE_RESULTS) for g in groups):
            yield _head(columns, ())
            return


def _is_part(word: Word, axes: Sequence[Axis]) -> bool:
    text = squash(word.text)
    return any(text in squash(label) for axis in axes for label in (axis.label, *axis.aliases))


def _named(text: str, axes: Sequence[Axis]) -> str | None:
    return next((a.key for a in axes if squash(text) in map(squash, (a.label, *a.aliases))), None)


def _are(columns: Sequence[Sequence[Word]], axes: Sequence[Axis]) -> bool:
    """Whether the columns' labels are those of `axes`, each once, in any order."""
    keys = [_named(_text(column), axes) for column in columns]
    return len(keys) == len(axes) and set(keys) == {axis.key for axis in axes}


def _text(column: Sequence[Word]) -> str:
    return "".join(word.text for word in column)


def _stacked(words: Iterable[Word]) -> list[list[Word]]:
    """Words that stand above each other, from left to right, each column from the top."""
    columns: list[list[Word]] = []
    for word in sorted(words, key=lambda w: w.box[0]):
        if columns and word.box[0] < max(w.box[2] for w in columns[-1]) - 1:
            columns[-1].append(word)
        else:
            columns.append([word])
    return [sorted(column, key=lambda w: (w.box[1], w.box[0])) for column in columns]


def _head(
    columns: Sequence[Sequence[Word]],
    forms: tuple[tuple[Axis, ...], ...],
    corner: Word | None = None,
) -> Head:
    words = tuple(word for column in columns for word in column)
    return Head(
        tuple(map(_text, columns)),
        tuple(_around(w.box for w in column) for column in columns),
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


# ---------------------------------------------------------------- rows


def _table(
    page: int, head: Head, words: Sequence[Word], *, headed: bool, ended: bool
) -> list[Found]:
    """The table below `head`, if its rows and the places of its figures come out.

    `headed` says that it begins on this page, `ended` that it does not go on overleaf.
    """
    left = head.left
    figures = _levels([w for w in words if w.middle > left])
    if not head.forms:
        rows = _single(figures)
    else:
        rows = _labelled(head, [w for w in words if w.middle <= left], figures)
    if not rows:
        return []
    places = _places(head, [row.values for row in rows])
    if places is None:
        return []
    used = [word for row in rows for word in row.words]
    used += head.words if headed else ()
    return [Found(_raw(page, head, rows, places, headed, ended), tuple(used))]


def _levels(words: Iterable[Word]) -> list[list[Word]]:
    """Words by printed line, top down."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda w: (w.level, w.box[0])):
        if lines and word.level - lines[-1][0].level < 0.4 * word.height:
            lines[-1].append(word)
        else:
            lines.append([word])
    return [sorted(line, key=lambda w: w.box[0]) for line in lines]


def _single(lines: Sequence[Sequence[Word]]) -> list[_Row]:
    """A table of one row: the line of figures below the head."""
    if len(lines) != 1 or any(cell_value(w.text)[1] == "text" for w in lines[0]):
        return []
    return [_Row(None, (), tuple(lines[0]))]


def _labelled(head: Head, labels: Sequence[Word], figures: Sequence[Sequence[Word]]) -> list[_Row]:
    """The rows whose labels are told, each with its figures; [] where some figure has no row."""
    runs = _best_runs(labels, head.forms)
    if not runs:
        return []
    spans = [_around(w.box for w in run.words) for run in runs]
    rows: list[list[Word]] = [[] for _ in runs]
    for line in figures:
        level, slack = line[0].level, 0.3 * line[0].height
        if level < spans[0][1] - slack or level > spans[-1][3] + slack:
            continue
        at = [i for i, box in enumerate(spans) if box[1] - slack <= level <= box[3] + slack]
        if len(at) > 1:
            at = [i for i, box in enumerate(spans) if box[1] <= level <= box[3]]
        if len(at) != 1:
            return []
        rows[at[0]] += line
    groups = _beside(runs, spans, labels)
    return [
        _Row(run, tuple(beside), tuple(values))
        for run, beside, values in zip(runs, groups, rows, strict=True)
    ]


def _beside(
    runs: Sequence[_Run], spans: Sequence[BBox], labels: Sequence[Word]
) -> list[list[Word]]:
    """The words of groups' labels, each with the row that it stands nearest to."""
    taken = {id(glyph) for run in runs for word in run.words for glyph in word.glyphs}
    groups: list[list[Word]] = [[] for _ in runs]
    for word in labels:
        if id(word.glyphs[0]) not in taken and spans[0][1] < word.level < spans[-1][3]:
            off = [abs(word.level - (box[1] + box[3]) / 2) for box in spans]
            groups[off.index(min(off))].append(word)
    return groups


def _best_runs(labels: Sequence[Word], forms: Sequence[tuple[Axis, ...]]) -> list[_Run]:
    """The runs of the form that explains most; a row that only one form has settles it."""
    best: list[_Run] = []
    for axes in forms:
        runs = _runs(labels, axes)
        best = max(best, runs, key=_worth)
        others = [form for form in forms if form is not axes]
        if any(all(run.axis not in form for form in others) for run in runs):
            break
    return best


def _worth(runs: Sequence[_Run]) -> float:
    return sum(run.likely for run in runs)


def _runs(labels: Sequence[Word], axes: tuple[Axis, ...]) -> list[_Run]:
    """Label words in runs that each name a row, in the form's order; [] where some word is left.

    What stands above the first row or below the last is left out freely.
    """
    lines = _inner(labels, axes)
    count, width = len(lines), len(axes)
    none = (0.0, -1, -1)
    # best[i][r]: worth of lines i.. given to axes r.., the run's length and axis taken at i
    best = [[none] * (width + 1) for _ in range(count + 1)]
    for i in range(count - 1, -1, -1):
        likes = [_likes(tuple(w.text for w in lines[i : i + n]), axes) for n in _lengths(lines, i)]
        cost = _strayed(lines[i], axes)
        for r in range(width, -1, -1):
            options = [(best[i + 1][r][0] - cost, 0, r)]
            for n, likely in enumerate(likes, start=1):
                options += [(best[i + n][a + 1][0] + value, n, a) for a, value in likely if a >= r]
            best[i][r] = max(options, key=lambda o: o[0])
    runs, strays = _followed(lines, axes, best)
    if not runs:
        return []
    first, last = runs[0].words[0].level, runs[-1].words[-1].level
    return [] if any(first < w.level < last for w in strays) else runs


def _followed(
    lines: Sequence[Word], axes: tuple[Axis, ...], best: Sequence[Sequence[tuple[float, int, int]]]
) -> tuple[list[_Run], list[Word]]:
    """The runs along the best way, and the words that no run took and no group's head explains."""
    runs, strays = [], []
    i = r = 0
    while i < len(lines):
        _, length, axis = best[i][r]
        if length:
            words = tuple(lines[i : i + length])
            likely = dict(_likes(tuple(w.text for w in words), axes))[axis]
            runs.append(_Run(words, axes[axis], likely))
            i, r = i + length, axis + 1
            continue
        if _strayed(lines[i], axes) > _HEAD_COST:
            strays.append(lines[i])
        i += 1
    return runs, strays


_HEAD_COST = 0.05


def _strayed(word: Word, axes: tuple[Axis, ...]) -> float:
    """What it costs to give a word to no row: little if it is of a group's label."""
    return _HEAD_COST if _of_group(word.text, axes) else 0.5


@lru_cache(maxsize=2048)
def _of_group(text: str, axes: tuple[Axis, ...]) -> bool:
    return any(squash(text) in squash(head) for head in _groups(axes))


@lru_cache(maxsize=16)
def _groups(axes: tuple[Axis, ...]) -> frozenset[str]:
    return frozenset(head for axis in axes for head in axis.above)


def _inner(labels: Sequence[Word], axes: tuple[Axis, ...]) -> list[Word]:
    """The words of row labels, a line each: not those of the groups' labels left of them."""
    numbered = [w.box[0] for w in labels if squash(w.text)[:1].isdigit() and "." in w.text[:3]]
    edge = min(numbered, default=0.0)
    lines = []
    for line in _levels(labels):
        words = list(line)
        while words and _of_group(words[0].text, axes):
            if len(words) == 1 and words[0].box[2] > edge + 1:
                break
            words.pop(0)
        if words:
            lines.append(_word([g for w in words for g in w.glyphs]))
    return lines


def _lengths(lines: Sequence[Word], start: int) -> Iterator[int]:
    """How many lines may belong together from `start` on."""
    for n in range(1, min(_TALLEST, len(lines) - start) + 1):
        last, line = lines[start + max(0, n - 2)], lines[start + n - 1]
        if n > 1 and line.level - last.level > 2.2 * line.height:
            return
        yield n


@lru_cache(maxsize=2048)
def _likes(texts: tuple[str, ...], axes: tuple[Axis, ...]) -> tuple[tuple[int, float], ...]:
    """The axes that a label may be, with how surely; several lines are not more than one label."""
    text = "".join(texts)
    body = wording(text).body
    near = [
        (a, axis)
        for a, axis in enumerate(axes)
        if body[:2] in _starts(axis)
        and (len(texts) == 1 or len(body) <= len(wording(axis.label).body) + 2)
    ]
    likely = [(a, best_likeness(text, axis)) for a, axis in near]
    return tuple((a, value) for a, value in likely if value >= _LIKE)


@lru_cache(maxsize=256)
def _starts(axis: Axis) -> frozenset[str]:
    return frozenset(wording(label).body[:2] for label in (axis.label, *axis.aliases))


# ---------------------------------------------------------------- columns

Edge = Callable[[Word], float]
_EDGES: tuple[Edge, ...] = (
    lambda word: word.middle,
    lambda word: word.box[2],
    lambda word: word.box[0],
)
"""What of its figures a column may be aligned by."""


def _places(head: Head, rows: Sequence[Sequence[Word]]) -> list[tuple[int, ...] | None] | None:
    """For each row the column of each of its words, None for a row of which that is not certain.

    Rows that fill every column show where figures stand, else the labels do; None where the
    labels and the figures do not agree.
    """
    middles = [(b[0] + b[2]) / 2 for b in head.boxes]
    every = tuple(range(len(middles)))
    full = [row for row in rows if len(row) == len(every)]
    if any(_columns(row, middles, 0.5 * head.pitch, _EDGES[0]) != every for row in full):
        return None
    words = [w for row in rows for w in row]
    if full:
        ways = [([median(edge(row[c]) for row in full) for c in every], edge) for edge in _EDGES]
    else:
        ways = [(_shifted(words, middles, edge), edge) for edge in _EDGES]
    where, edge = min(ways, key=lambda way: _spread(words, *way))
    reach = _SHARE * head.pitch
    if not full and words:
        shift = abs(where[0] - middles[0])
        if shift > 0.45 * head.pitch or _spread(words, where, edge) > reach:
            return None
    return [_placed(row, where, reach, edge) for row in rows]


def _shifted(words: Sequence[Word], middles: Sequence[float], edge: Edge) -> list[float]:
    """The labels' middles moved to where most figures have their edge."""
    off = [edge(w) - min(middles, key=lambda m: abs(m - w.middle)) for w in words]
    return [m + (median(off) if off else 0.0) for m in middles]


def _spread(words: Sequence[Word], where: Sequence[float], edge: Edge) -> float:
    return max((min(abs(edge(w) - x) for x in where) for w in words), default=0.0)


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


# ---------------------------------------------------------------- the table


def _raw(
    page: int,
    head: Head,
    rows: Sequence[_Row],
    places: Sequence[tuple[int, ...] | None],
    headed: bool,
    ended: bool,
) -> RawTable:
    """A table with two columns for the rows' labels, if it has any, then one for each label."""
    texts: list[tuple[BBox, list[str | None]]] = []
    if headed:
        texts.append((_around(w.box for w in head.words), ["", head.corner, *head.labels]))
    for i, (row, columns) in enumerate(zip(rows, places, strict=True)):
        inside = (headed or i > 0) and (ended or i < len(rows) - 1) or _is_whole(row)
        labels = [_text(row.groups), _text(row.labels)]
        texts.append((row.box, [*labels, *_texts(row, columns, len(head.labels), inside)]))
    edges = _borders(head, rows)
    skip = 2 if not head.forms else 0 if any(row.groups for row in rows) else 1
    cells = tuple(
        RawCell(r, c - skip, line[c], Place(page, (edges[c], box[1], edges[c + 1], box[3])))
        for r, (box, line) in enumerate(texts)
        for c in range(skip, len(line))
    )
    boxes = [cell.at.bbox for cell in cells if cell.at.bbox]
    return RawTable(cells, len(texts), len(edges) - 1 - skip, Place(page, _around(boxes)))


def _is_whole(row: _Row) -> bool:
    """Whether a row's label is the form's own to its last character."""
    return row.run is not None and likeness(_text(row.labels), row.run.axis.label) > _EXACT


def _texts(
    row: _Row, columns: tuple[int, ...] | None, width: int, inside: bool
) -> list[str | None]:
    """A row's cells; an empty row is one only where its label is whole and not at a page's end.

    A label cut by the end of the page has its figures overleaf.
    """
    whole = row.run is None or row.run.likely > _EXACT
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
