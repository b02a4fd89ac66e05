"""What is printed over and over a page, as watermarks are: no part of its text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from index.readers.page.page_layout import Glyph
from index.readers.pdf.tolerances import PDF


def without_watermark(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """The glyphs without runs of words that are printed many times; they come as written."""
    runs = list(_runs(glyphs))
    texts = ["".join(glyph.text for glyph in run).strip() for run in runs]
    counts = Counter(texts)
    return [
        glyph
        for run, text in zip(runs, texts, strict=True)
        if counts[text] < PDF.watermark_times
        or len(text) < PDF.watermark_shortest
        or not _says_words(text)
        for glyph in run
    ]


def _says_words(text: str) -> bool:
    return sum(c.isalpha() for c in text) > 1


def _runs(glyphs: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    """Glyphs written one after the other along a line."""
    run: list[Glyph] = []
    for glyph in glyphs:
        if run and not _follows(run[-1], glyph):
            yield run
            run = []
        run.append(glyph)
    if run:
        yield run


def _follows(last: Glyph, glyph: Glyph) -> bool:
    height = glyph.bottom - glyph.top
    level = abs(last.bottom - glyph.bottom) < 0.2 * height
    return level and -0.1 * height < glyph.x0 - last.x1 < PDF.watermark_gap * height
