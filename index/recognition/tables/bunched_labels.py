"""Labels printed together and their rows of figures after them, in the same order.

So some converters give a group whose labels wrap.  The rows of a bunch are read where the labels
before them name, in the form's order, just as many rows as there are; else none of them is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from index.formats import Axis
from index.recognition.document_lines import Line
from index.recognition.label_matching import Match, wording
from index.recognition.tables.table_rows import Row
from index.text import squash

_LIKE = 85
"""How like the form's own a label is among the words before a bunch, 0 to 100."""
_SHORTEST = 4
"""Characters: a shorter label is known with its number alone."""


def bunches(lines: Sequence[Line], rows: Sequence[Row]) -> list[range]:
    """The runs of rows without labels of their own of which two have no words between them."""
    found = []
    for bare, run in groupby(range(len(rows)), key=lambda i: is_bare(rows[i])):
        places = list(run)
        together = any(_touch(lines, rows[a], rows[b]) for a, b in pairwise(places))
        if bare and together:
            found.append(range(places[0], places[-1] + 1))
    return found


def texts_beside(rows: Sequence[Row], bunched: Sequence[range]) -> list[tuple[str, ...]]:
    """What may label each row: nothing those of a bunch, its own words alone a row beside one."""
    within = {i for bunch in bunched for i in bunch}
    beside = {i for bunch in bunched for i in (bunch.start - 1, bunch.stop)}
    own = [tuple(cell.text or "" for cell in row.labels[-1:]) for row in rows]
    return [
        () if i in within else own[i] if i in beside else row.texts for i, row in enumerate(rows)
    ]


def is_bare(row: Row) -> bool:
    """Whether a row of figures has no words on its own line."""
    return not row.labels and len(row.values) > 1


def _touch(lines: Sequence[Line], above: Row, below: Row) -> bool:
    between = lines[above.lines[-1] + 1 : below.lines[0]]
    return not any(_says_words(line.text) for line in between)


def _says_words(text: str) -> bool:
    return any("\u3400" <= c <= "\u9fff" for c in text)


def matches_in(
    bunch: range,
    lines: Sequence[Line],
    rows: Sequence[Row],
    axes: Sequence[Axis],
    matches: Sequence[Match],
    forms: Sequence[Sequence[Axis]],
) -> list[Match]:
    """The rows of a bunch by the labels before them, [] where these do not name as many.

    `axes` are the rows that `matches` speak of, each of `forms` those that one form prints.
    """
    above = max((m for m in matches if m.run < bunch.start), key=lambda m: m.run, default=None)
    below = min((m for m in matches if m.run >= bunch.stop), key=lambda m: m.run, default=None)
    start = rows[above.run].lines[-1] + 1 if above else 0
    end = rows[below.run].lines[0] if below else rows[bunch[-1]].lines[-1] + 1
    words = squash("".join(line.text for line in lines[start:end]))
    between = axes[above.row + 1 if above else 0 : below.row if below else len(axes)]
    for form in forms:
        due = [axis for axis in between if axis in form]
        printed = list(_printed(words, due))
        if len(due) == len(bunch) == len(printed):
            return [
                Match(run, axes.index(axis), text)
                for run, axis, text in zip(bunch, due, printed, strict=True)
            ]
    return []


def _printed(words: str, due: Sequence[Axis]) -> Iterator[str]:
    """What `words` print of each label, one after the other, up to the first that is missing."""
    from rapidfuzz.fuzz import partial_ratio_alignment

    at = 0
    for axis in due:
        body = wording(axis.label).body
        label = body if len(body) >= _SHORTEST else squash(axis.label)
        found = partial_ratio_alignment(label, words[at:], score_cutoff=_LIKE)
        if found is None or len(words) - at < len(label):
            return
        yield words[at + found.dest_start : at + found.dest_end]
        at += found.dest_end
