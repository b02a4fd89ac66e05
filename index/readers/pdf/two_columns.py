"""Pages that hold two columns of text, as booklets do: each column is a page of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from index.readers.page.page_layout import Glyph, text_lines
from index.readers.page.ruled_grids import Line
from index.readers.pdf.tolerances import PDF


def gutter(width: float, glyphs: Sequence[Glyph], horizontal: Iterable[Line]) -> float | None:
    """Where the paper between two columns of text is; None on a page that has none."""
    inked = [g for g in glyphs if g.text.strip()]
    spans = [(g.x0, g.x1) for g in inked] + [(line.start, line.end) for line in horizontal]
    low, high = 0.45 * width, 0.55 * width
    edge = low
    widest, middle = 0.0, 0.0
    for start, end in sorted([*spans, (high, high)]):
        if start > edge and min(start, high) - edge > widest:
            widest, middle = min(start, high) - edge, (edge + min(start, high)) / 2
        edge = max(edge, end)
        if edge >= high:
            break
    if widest < PDF.narrowest_gutter:
        return None
    sides = [[g for g in inked if (g.x0 < middle) == left] for left in (True, False)]
    return middle if all(len(s) > 50 for s in sides) and any(map(_is_set, sides)) else None


def _is_set(glyphs: Sequence[Glyph]) -> bool:
    """Whether glyphs make lines of running text that end at one margin: no label and figures."""
    lines = (line for line in text_lines(glyphs) if len(line.pieces) == 1)
    long = [line.box[2] for line in lines if _words(line.text) > PDF.longest_label]
    return any(
        sum(abs(end - margin) < PDF.same_margin for end in long) >= PDF.fewest_lines
        for margin in long
    )


def _words(text: str) -> int:
    """Chinese characters after the last blank."""
    return sum(c >= "\u2e80" for c in text.rsplit(" ", 1)[-1])
