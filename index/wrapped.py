"""Printed lines to paragraphs: which line goes on with the next."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise

from index.lines import Line
from index.report import BBox, Paragraph

_ENDED = re.compile(r"[。！？!?；;：:…]['\"”’）)]*$")
_OPENER = re.compile(
    r"(?:[（(][一二三四五六七八九十]{1,3}[)）]|[一二三四五六七八九十]{1,3}、|[0-9]{1,2}[.．、](?![0-9])|[①-⑩]"
    r"|[（(][0-9]{1,2}[)）])"
)
_NEARLY = 0.85


def paragraphs_of(lines: Sequence[Line], *, hard_wrapped: bool) -> tuple[Paragraph, ...]:
    """Paragraphs of narrative lines; `hard_wrapped` says that they are printed lines."""
    if not lines:
        return ()
    width = _measure(lines) if hard_wrapped else None
    groups = [[lines[0]]]
    for last, line in pairwise(lines):
        if width is not None and _goes_on(last, line, width, lines):
            groups[-1].append(line)
        else:
            groups.append([line])
    return tuple(Paragraph(_joined(group), group[0].at) for group in groups)


def wide(text: str) -> int:
    """Columns that a text takes, two for a Chinese character."""
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)


def _measure(lines: Sequence[Line]) -> int | None:
    """The width of a full line, None where lines are whole paragraphs.

    Wrapped text has many lines of nearly the same, greatest width; whole paragraphs do not.
    """
    widths = sorted(wide(line.text) for line in lines)
    width = widths[-1 - len(widths) // 10]
    full = sum(w >= _NEARLY * width for w in widths)
    open_ended = sum(
        not _ENDED.search(line.text) and wide(line.text) >= _NEARLY * width for line in lines
    )
    return width if 20 <= width <= 180 and full >= 0.3 * len(widths) and open_ended else None


def _goes_on(last: Line, line: Line, width: int, lines: Sequence[Line]) -> bool:
    """Whether `line` continues the paragraph of `last`."""
    ended, opens = bool(_ENDED.search(last.text)), bool(_OPENER.match(line.text))
    if line.heading is not None or last.heading is not None or opens and ended:
        return False
    if last.at.bbox and line.at.bbox:
        return not _indented(line, lines) and not _short(last, lines)
    if line.indented and any(not other.indented for other in lines):
        return False
    gap = (line.at.line or 0) - (last.at.line or 0) > 1
    if wide(last.text) < _NEARLY * width or gap and ended:
        return False
    return not (opens and ended)


def _same_page(line: Line, lines: Sequence[Line]) -> list[BBox]:
    return [o.at.bbox for o in lines if o.at.bbox and o.at.page == line.at.page]


def _indented(line: Line, lines: Sequence[Line]) -> bool:
    """Whether a line starts a character or more to the right of the page's margin."""
    boxes, box = _same_page(line, lines), line.at.bbox
    return box is not None and box[0] - min(b[0] for b in boxes) > 1.2 * (box[3] - box[1])


def _short(line: Line, lines: Sequence[Line]) -> bool:
    """Whether a line stops well before the page's right margin."""
    boxes, box = _same_page(line, lines), line.at.bbox
    return box is not None and max(b[2] for b in boxes) - box[2] > 3.5 * (box[3] - box[1])


def _joined(group: Sequence[Line]) -> str:
    text = group[0].text
    for line in group[1:]:
        apart = re.search(r"[A-Za-z]$", text) and re.match(r"[A-Za-z]", line.text)
        text += f" {line.text}" if apart else line.text
    return text
