"""Printed labels to the form's: how alike two are, and which row of numbers is which row.

Rows come in the form's order, so a table's rows are matched all at once: the ordered matching
with the highest sum of likenesses, accepted for a row only where no other matching comes near.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from index.formats import Axis
from index.numerals import ONE_TO_TEN
from index.text import squash

_NUMBERING = re.compile(
    rf"\(?(?:[{ONE_TO_TEN}]{{1,2}}|[0-9]{{1,2}})(?:\)|[,.:])|[①-⑩]|第[{ONE_TO_TEN}]项[,.:]?"
)
_SUB_NUMBER = re.compile(r"(?<=[\u3400-\u9fff])\s*(?=[1-9][.．、,，]|[（(][一二三四五六七][)）])")
_UNIT = re.compile(r"\((?:件|单位[^()]*)\)$")
_MARKS = re.compile(r"[^\w]+")
LEAST = 0.55
MARGIN = 0.12


@dataclass(frozen=True, slots=True)
class Wording:
    """A label squashed: its innermost numbering (`4` of `（三）4.保护…`) and the rest."""

    number: str
    body: str


@lru_cache(maxsize=4096)
def wording(text: str) -> Wording:
    number, body = "", squash(text)
    while (found := _NUMBERING.match(body)) and found.end() < len(body):
        number, body = re.sub(rf"[^{ONE_TO_TEN}0-9①-⑩]", "", found[0]), body[found.end() :]
    return Wording(number, body)


@lru_cache(maxsize=4096)
def words(text: str) -> str:
    """What a label says without its numbering, marks and unit."""
    return _MARKS.sub("", _UNIT.sub("", wording(text).body))


def numbering(text: str) -> str:
    """The number that a label begins with, "" where it has none."""
    return wording(text).number


def _shortened(text: str, label: str) -> bool:
    """Whether `text` is `label` with words left out: 本年新收申请数量."""
    rest = iter(label)
    return 2 * len(text) >= len(label) and all(character in rest for character in text)


@lru_cache(maxsize=65536)
def likeness(text: str, label: str) -> float:
    """How surely `text` is `label`, printed whole, cut off, or with characters lost: 0 to 1."""
    if squash(text) == squash(label):
        return 1.0
    printed, formal = wording(text), wording(label)
    numbers = {printed.number, formal.number} - {""}
    penalty = 0.1 if len(numbers) == 2 else 0.0
    a, b = words(text), words(label)
    if not a:
        return 0.0
    if a == b:
        return 0.97 - penalty
    if min(len(a), len(b)) < 4:
        cut = len(a) == 3 and printed.number and printed.number == formal.number
        return 0.85 if cut and b.startswith(a) else 0.0
    if b.startswith(a):
        return 0.9 - 2 * penalty
    if a.startswith(b) or a.endswith(b) or _shortened(a, b):
        return 0.85 - 2 * penalty
    if len(set(a) & set(b)) * 2 < min(len(set(a)), len(set(b))):
        return 0.0
    ratio = SequenceMatcher(None, a, b, autojunk=False).ratio()
    least = 0.6 if len(b) >= 8 else 0.75 if len(b) >= 6 else 0.85
    return max(0.0, 0.9 * ratio - penalty) if ratio >= least else 0.0


def best_likeness(text: str, axis: Axis) -> float:
    """`likeness` to the axis' label or to any of its other wordings."""
    return max(likeness(text, label) for label in (axis.label, *axis.aliases))


def named_columns(texts: Sequence[str], axes: Sequence[Axis], least: float) -> list[str] | None:
    """The axes' keys that columns' labels name, each once; None where they do not.

    In the form's order a label that is known by no wording is known by its place among the others.
    """
    likely = [max((best_likeness(text, axis), axis.key) for axis in axes) for text in texts]
    keys = [key if value >= least else None for value, key in likely]
    placed = [axis.key for axis in axes]
    if len(keys) != len(placed):
        return None
    known = [key for key in keys if key is not None]
    if len(known) < len(keys):
        alike = all(key in (None, due) for key, due in zip(keys, placed, strict=True))
        return placed if alike and 2 * len(known) > len(placed) else None
    return known if len(set(known)) == len(known) else None


@dataclass(frozen=True, slots=True)
class Match:
    """Run `run` is row `row`, by the words `text`."""

    run: int
    row: int
    text: str


def match_in_order(
    candidates: Sequence[Iterable[str]], axes: Sequence[Axis], handicap: Sequence[float]
) -> list[Match]:
    """Which run of numbers stands for which axis, in the axes' order.

    `candidates[i]` are the wordings that run i may be labelled by, `handicap[i]` what is taken
    off its likeness.  A run whose second best matching comes within `MARGIN` is left out.
    """
    scored = [_scores(texts, axes) for texts in candidates]
    score = [
        [max(0.0, s - handicap[i]) if s >= LEAST else 0.0 for s, _ in row]
        for i, row in enumerate(scored)
    ]
    before, after = _prefix(score), _suffix(score)
    total = before[-1][-1] if score else 0.0
    found = []
    for i, row in enumerate(score):
        for r, s in enumerate(row):
            if s and before[i][r] + s + after[i + 1][r + 1] > total - 1e-9:
                rival = max(_without(score, before, after, i, r), 0.0)
                if rival < total - MARGIN:
                    found.append(Match(i, r, scored[i][r][1]))
    return found


def _scores(texts: Iterable[str], axes: Sequence[Axis]) -> list[tuple[float, str]]:
    """For each axis the best likeness and its text; a text that is rather a group's head has none."""
    groups = {head for axis in axes for head in axis.above}
    heads = groups - {axis.label for axis in axes}
    best = [(0.0, "")] * len(axes)
    for text in dict.fromkeys(without_group(text, groups) for text in texts):
        head = max((likeness(text, h) for h in heads), default=0.0)
        for r, axis in enumerate(axes):
            likely = best_likeness(text, axis)
            if likely > max(best[r][0], head):
                best[r] = (likely, text)
    return best


def without_group(text: str, groups: Iterable[str]) -> str:
    """`text` without groups' heads printed before the row's own number: `（三）不予公开1.属于…`."""
    for found in reversed(list(_SUB_NUMBER.finditer(text))):
        before = squash(text[: found.start()])
        if any(wording(group).body in before for group in groups):
            return text[found.end() :]
    return text


def _prefix(score: Sequence[Sequence[float]]) -> list[list[float]]:
    """`[i][r]`: the best matching of the first i runs with the first r axes."""
    width = len(score[0]) if score else 0
    table = [[0.0] * (width + 1)]
    for row in score:
        last, now = table[-1], [0.0]
        for r, s in enumerate(row):
            now.append(max(now[r], last[r + 1], last[r] + s if s else 0.0))
        table.append(now)
    return table


def _suffix(score: Sequence[Sequence[float]]) -> list[list[float]]:
    """`[i][r]`: the best matching of the runs from i with the axes from r."""
    turned = _prefix([list(row)[::-1] for row in reversed(score)])
    return [line[::-1] for line in reversed(turned)]


def _without(
    score: Sequence[Sequence[float]],
    before: Sequence[Sequence[float]],
    after: Sequence[Sequence[float]],
    run: int,
    row: int,
) -> float:
    """The best matching that gives run another axis, or the axis another run."""
    others = [
        before[run][r] + s + after[run + 1][r + 1]
        for r, s in enumerate(score[run])
        if s and r != row
    ]
    others += [
        before[i][row] + line[row] + after[i + 1][row + 1]
        for i, line in enumerate(score)
        if line[row] and i != run
    ]
    return max(others, default=0.0)
