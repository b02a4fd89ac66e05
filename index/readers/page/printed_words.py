"""Printed words with their places, for tables that no lines part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from index.readers.page.page_layout import Glyph
from index.readers.page.tolerances import PAGE
from index.report import BBox


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
        if word and glyph.x0 - word[-1].x1 > PAGE.word_gap * (glyph.bottom - glyph.top):
            yield word_of(word)
            word = []
        word.append(glyph)
    if word:
        yield word_of(word)


def word_of(glyphs: Sequence[Glyph]) -> Word:
    """Glyphs as one word, whatever the gaps between them."""
    return Word("".join(g.text for g in glyphs), around(g.box for g in glyphs), tuple(glyphs))


def around(boxes: Iterable[BBox]) -> BBox:
    """The box that holds all of them."""
    x0, top, x1, bottom = zip(*boxes, strict=True)
    return (min(x0), min(top), max(x1), max(bottom))


def text_of(words: Sequence[Word]) -> str:
    """Their text without a gap."""
    return "".join(word.text for word in words)


def stacked(words: Iterable[Word]) -> list[list[Word]]:
    """Words that stand above each other, from left to right, each column from the top."""
    columns: list[list[Word]] = []
    for word in sorted(words, key=lambda w: w.box[0]):
        if columns and word.box[0] < max(w.box[2] for w in columns[-1]) - 1:
            columns[-1].append(word)
        else:
            columns.append([word])
    return [sorted(column, key=lambda w: (w.box[1], w.box[0])) for column in columns]


def levels(words: Iterable[Word]) -> list[list[Word]]:
    """Words by printed line, top down."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda w: (w.level, w.box[0])):
        if lines and word.level - lines[-1][0].level < 0.4 * word.height:
            lines[-1].append(word)
        else:
            lines.append([word])
    return [sorted(line, key=lambda w: w.box[0]) for line in lines]
