"""Row labels of the statutory tables, told from printed lines left of the figures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.formats import Axis
from index.readers.page.printed_words import Word, levels, word_of
from index.readers.page.tolerances import PAGE
from index.recognition.label_matching import best_likeness, likeness, without_group, wording
from index.text import squash

_NUMBERED = re.compile(r"[1-9][.,]")
_ASIDE = re.compile(r"\((?:件|单位[^()]*)\)")
"""The unit beside a label."""
_SHORTEST = 4
"""Characters of a group's label that is known wherever it stands."""


@dataclass(frozen=True, slots=True)
class Run:
    """The lines of one row's label, and how surely it is that row."""

    words: tuple[Word, ...]
    axis: Axis
    likely: float


def best_runs(labels: Sequence[Word], forms: Sequence[tuple[Axis, ...]]) -> list[Run]:
    """The runs of the form that explains most; a row that only one form has settles it."""
    best: list[Run] = []
    for axes in forms:
        runs = _runs(labels, axes)
        best = max(best, runs, key=_worth)
        others = [form for form in forms if form is not axes]
        if any(all(run.axis not in form for form in others) for run in runs):
            break
    return best


def is_group(text: str, forms: Sequence[tuple[Axis, ...]]) -> bool:
    """Whether text among the figures is a group's label, set across the table."""
    return len(wording(text).body) >= _SHORTEST and any(_of_group(text, axes) for axes in forms)


def _worth(runs: Sequence[Run]) -> float:
    return sum(run.likely for run in runs)


def _runs(labels: Sequence[Word], axes: tuple[Axis, ...]) -> list[Run]:
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
) -> tuple[list[Run], list[Word]]:
    """The runs along the best way, and the words that no run took and no group's head explains."""
    runs, strays = [], []
    i = r = 0
    while i < len(lines):
        _, length, axis = best[i][r]
        if length:
            words = tuple(lines[i : i + length])
            likely = dict(_likes(tuple(w.text for w in words), axes))[axis]
            runs.append(Run(words, axes[axis], likely))
            i, r = i + length, axis + 1
            continue
        if _strayed(lines[i], axes) > PAGE.head_cost:
            strays.append(lines[i])
        i += 1
    return runs, strays


def _strayed(word: Word, axes: tuple[Axis, ...]) -> float:
    """What it costs to give a word to no row: little if it is of a group's label."""
    return PAGE.head_cost if _of_group(word.text, axes) else 0.5


@lru_cache(maxsize=2048)
def _of_group(text: str, axes: tuple[Axis, ...]) -> bool:
    """Whether text is of a group's label: a line of it, the whole with words left out, its unit."""
    heads = _groups(axes)
    text = _ASIDE.sub("", squash(text))
    if not text:
        return True
    return any(likeness(text, head) >= PAGE.like_row or _is_piece(text, head) for head in heads)


def _is_piece(text: str, head: str) -> bool:
    """Whether text is a line of a label that is broken over lines, words before it left out or not."""
    piece, whole = wording(text), wording(head)
    inside = piece.number in ("", whole.number) and piece.body in whole.body
    return inside or squash(text) in squash(head)


@lru_cache(maxsize=16)
def _groups(axes: tuple[Axis, ...]) -> frozenset[str]:
    return frozenset(head for axis in axes for head in axis.above)


def _inner(labels: Sequence[Word], axes: tuple[Axis, ...]) -> list[Word]:
    """The words of row labels, a line each: not those of the groups' labels left of them."""
    numbered = [w.box[0] for w in labels if _NUMBERED.match(squash(w.text))]
    edge = min(numbered, default=0.0)
    lines = []
    for line in levels(labels):
        words = [*_parted(line[0], axes), *line[1:]]
        while words and _of_group(words[0].text, axes):
            if len(words) == 1 and words[0].box[2] > edge + 1:
                break
            words.pop(0)
        if words:
            lines.append(word_of([g for w in words for g in w.glyphs]))
    return lines


def _parted(word: Word, axes: tuple[Axis, ...]) -> list[Word]:
    """A word with a whole group's head at its beginning as two: the head touches the row's label."""
    said = ""
    for i, glyph in enumerate(word.glyphs[:-1], 1):
        said += squash(glyph.text)
        if any(said == squash(head) for head in _groups(axes)):
            return [word_of(word.glyphs[:i]), word_of(word.glyphs[i:])]
    return [word]


def _lengths(lines: Sequence[Word], start: int) -> Iterator[int]:
    """How many lines may belong together from `start` on."""
    for n in range(1, min(PAGE.tallest_label, len(lines) - start) + 1):
        last, line = lines[start + max(0, n - 2)], lines[start + n - 1]
        if n > 1 and line.level - last.level > 2.2 * line.height:
            return
        yield n


@lru_cache(maxsize=2048)
def _likes(texts: tuple[str, ...], axes: tuple[Axis, ...]) -> tuple[tuple[int, float], ...]:
    """The axes that a label may be, with how surely; several lines are not more than one label."""
    text = without_group("".join(texts), _groups(axes))
    body = wording(text).body
    near = [
        (a, axis)
        for a, axis in enumerate(axes)
        if any(body[:2] in label for label in _bodies(axis))
        and (len(texts) == 1 or len(body) <= len(wording(axis.label).body) + 2)
    ]
    likely = [(a, best_likeness(text, axis)) for a, axis in near]
    return tuple((a, value) for a, value in likely if value >= PAGE.like_row)


@lru_cache(maxsize=256)
def _bodies(axis: Axis) -> frozenset[str]:
    return frozenset(wording(label).body for label in (axis.label, *axis.aliases))
