"""Printed lines to paragraphs: which line goes on with the next."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.numerals import ONE_TO_TEN
from index.recognition.document_lines import Line
from index.report import BBox, Paragraph

_ENDED = re.compile(r"[。！？!?；;：:…]['\"”’）)]*$")
_OPENER = re.compile(
    rf"(?:[（(][{ONE_TO_TEN}]{{1,3}}[)）]|[{ONE_TO_TEN}]{{1,3}}、|[0-9]{{1,2}}[.．、](?![0-9])|[①-⑩]"
    r"|[（(][0-9]{1,2}[)）])"
)
_NEARLY = 0.85


@dataclass(frozen=True, slots=True)
class _Measure:
    """How a text is set: columns of a full line, margins of each page, whether it is indented."""

    width: int
    margins: Mapping[int | None, tuple[float, float]]
    indented: bool


def paragraphs_of(lines: Sequence[Line], *, hard_wrapped: bool) -> tuple[Paragraph, ...]:
    """Paragraphs of narrative lines; `hard_wrapped` says that they are printed lines."""
    if not lines:
        return ()
    measure = _measure(lines) if hard_wrapped else None
    groups = [[lines[0]]]
    for last, line in pairwise(lines):
        if measure is not None and _goes_on(last, line, measure):
            groups[-1].append(line)
        else:
            groups.append([line])
    return tuple(Paragraph(_joined(group), group[0].at) for group in groups)


def wide(text: str) -> int:
    """Columns that a text takes, two for a Chinese character."""
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)


def _measure(lines: Sequence[Line]) -> _Measure | None:
    """How the lines are set, None where they are whole paragraphs.

    Wrapped text has many lines of nearly the same, greatest width; whole paragraphs do not.
    """
    widths = sorted(wide(line.text) for line in lines)
    width = widths[-1 - len(widths) // 10]
    full = [line for line in lines if wide(line.text) >= _NEARLY * width]
    open_ended = any(not _ENDED.search(line.text) for line in full)
    if not (20 <= width <= 180 and len(full) >= 0.3 * len(widths) and open_ended):
        return None
    boxes: dict[int | None, list[BBox]] = {}
    for line in lines:
        if line.at.bbox:
            boxes.setdefault(line.at.page, []).append(line.at.bbox)
    margins = {
        page: (min(b[0] for b in met), max(b[2] for b in met)) for page, met in boxes.items()
    }
    return _Measure(width, margins, any(not line.indented for line in lines))


def _goes_on(last: Line, line: Line, measure: _Measure) -> bool:
    """Whether `line` continues the paragraph of `last`."""
    ended, opens = bool(_ENDED.search(last.text)), bool(_OPENER.match(line.text))
    if line.heading is not None or last.heading is not None or opens and ended:
        return False
    if last.at.bbox and line.at.bbox:
        return not _starts_inside(line, measure) and not _stops_short(last, measure)
    if line.indented and measure.indented:
        return False
    gap = (line.at.line or 0) - (last.at.line or 0) > 1
    return wide(last.text) >= _NEARLY * measure.width and not (gap and ended)


def _starts_inside(line: Line, measure: _Measure) -> bool:
    """Whether a line starts a character or more to the right of the page's margin."""
    box = line.at.bbox
    return box is not None and box[0] - measure.margins[line.at.page][0] > 1.2 * (box[3] - box[1])


def _stops_short(line: Line, measure: _Measure) -> bool:
    """Whether a line stops well before the page's right margin."""
    box = line.at.bbox
    return box is not None and measure.margins[line.at.page][1] - box[2] > 3.5 * (box[3] - box[1])


def _joined(group: Sequence[Line]) -> str:
    text = group[0].text
    for line in group[1:]:
        apart = re.search(r"[A-Za-z]$", text) and re.match(r"[A-Za-z]", line.text)
        text += f" {line.text}" if apart else line.text
    return text
