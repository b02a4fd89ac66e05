"""Which way up a scanned page is: its print tells."""

from __future__ import annotations

from statistics import fmean
from typing import TYPE_CHECKING

from index.readers.scan.deskew import without_grain
from index.readers.scan.recogniser import read_lines
from index.readers.scan.scanned_page import DPI, Sheet, crop, prepare
from index.readers.scan.tolerances import SCAN
from index.report import BBox

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Picture = NDArray[np.uint8]


def upright(page: int, picture: Picture, points: float = 72 / DPI) -> Sheet:
    """The page ready to be read, turned by a quarter or by a half where its print asks for it.

    Print has gaps between its lines and hardly any between its characters, which tells lines that
    run up or down; upside down the characters of the longest lines are not known.
    """
    sheet = prepare(page, picture, points)
    lines, turned = _print_lines(sheet.ruled.ink), _print_lines(_turned(sheet.ruled.ink))
    sideways = _extent(turned) > 2 * _extent(lines)
    if sideways:
        sheet = prepare(page, picture, points, quarters=1)
        lines = _print_lines(sheet.ruled.ink)
    clear = _clearness(sheet, lines)
    if not lines or clear >= SCAN.upright_surely:
        return sheet
    other = prepare(page, picture, points, quarters=3 if sideways else 2)
    return (
        other if _clearness(other, _print_lines(other.ruled.ink)) >= SCAN.upright_surely else sheet
    )


def _turned(ink: Picture) -> Picture:
    import numpy as np

    return np.ascontiguousarray(np.rot90(ink))


def _print_lines(ink: Picture) -> list[BBox]:
    """What looks like a line of print, the longest first: pieces of ink close to each other.

    Grain is left out, for it would join a line with the next.
    """
    import cv2
    import numpy as np

    closed = cv2.morphologyEx(without_grain(ink), cv2.MORPH_CLOSE, np.ones((1, 25), np.uint8))
    pieces = cv2.connectedComponentsWithStats(closed, connectivity=8)[2][1:].tolist()
    lines = [
        (width, (x, y, x + width, y + height))
        for x, y, width, height, area in pieces
        if 16 <= height <= 70 and width > 5 * height and area > 0.35 * width * height
    ]
    return [box for _, box in sorted(lines, reverse=True)]


def _extent(lines: list[BBox]) -> float:
    return sum(box[2] - box[0] for box in lines)


def _clearness(sheet: Sheet, lines: list[BBox]) -> float:
    """How sure the recogniser is of the longest lines, 0 to 1."""
    starts = [
        (x0, y0, min(x1, x0 + SCAN.longest_looked_at), y1)
        for x0, y0, x1, y1 in lines[: SCAN.lines_looked_at]
    ]
    readings = read_lines([crop(sheet, box) for box in starts])
    return fmean(reading.confidence for reading in readings) if readings else 0.0
