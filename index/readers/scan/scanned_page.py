"""A scanned page ready to be read: straightened, its tables' cells and their lines of print."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from index.readers.scan.deskew import Straightened, straighten
from index.readers.scan.ruled_lines import Ruled, find_ruled
from index.readers.scan.seals import in_grey, without_seals
from index.readers.scan.tolerances import SCAN
from index.report import BBox, Place

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Picture = NDArray[np.uint8]

DPI = 200
"""Pages are read at this resolution; thresholds in pixels mean pixels of it."""
LONG_SIDE = 2339
"""Pixels of the longer side of A4 at `DPI`: pictures of unknown size are brought to it."""
SHORT_SIDE = 1654
"""Pixels of its shorter side."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page ready to be read: straightened picture, its grids, its ink without their lines.

    `points` is the size of a pixel in points; `sealed` marks where the red of a seal was.
    """

    page: int
    straightened: Straightened
    ruled: Ruled
    points: float
    sealed: NDArray[np.bool_] | None = None

    @property
    def picture(self) -> Picture:
        return self.straightened.picture

    def place(self, box: BBox) -> Place:
        """A box of the sheet in points of the page as it came."""
        x0, top, x1, bottom = (v * self.points for v in self.straightened.original(box))
        return Place(self.page, (x0, top, x1, bottom))


def prepare(page: int, picture: Picture, points: float = 72 / DPI, quarters: int = 0) -> Sheet:
    """A page turned by `quarters` counter-clockwise, straightened, its table lines found.

    `picture` is grey or in colours; of seals the tables are freed, for elsewhere red is print.
    """
    straightened = straighten(in_grey(picture), quarters)
    unsealed = without_seals(picture)
    if unsealed is None:
        return Sheet(page, straightened, find_ruled(straightened.picture), points)
    plain = straightened.alike(unsealed)
    ruled = find_ruled(plain)
    sealed = plain > straightened.picture
    for grid in ruled.grids:
        x0, top, x1, bottom = (max(0, round(v)) for v in grid.bbox)
        straightened.picture[top:bottom, x0:x1] = plain[top:bottom, x0:x1]
    return Sheet(page, straightened, ruled, points, sealed)


def crop(sheet: Sheet, box: BBox, margin: int = 4) -> Picture:
    """The picture of a line of print with a little paper around it."""
    x0, top, x1, bottom = (round(v) for v in box)
    height, width = sheet.picture.shape
    rows = slice(max(0, top - margin), min(height, bottom + margin))
    return sheet.picture[rows, max(0, x0 - margin) : min(width, x1 + margin)]


def is_sealed(sheet: Sheet, box: BBox) -> bool:
    """Whether the red that was taken off a cell may have been more than a touch of a seal."""
    if sheet.sealed is None:
        return False
    x0, top, x1, bottom = (round(v) for v in box)
    return int(sheet.sealed[top + 2 : bottom - 1, x0 + 2 : x1 - 1].sum()) > SCAN.seal_touch


def cell_lines(sheet: Sheet, box: BBox) -> list[BBox]:
    """The boxes of the printed lines inside a cell, in pixels; none where there is no ink."""
    import numpy as np

    x0, top, x1, bottom = (round(v) for v in box)
    ink = without_specks(sheet.ruled.ink[top + 2 : bottom - 1, x0 + 2 : x1 - 1])
    lines = []
    runs = _runs(np.asarray(ink.any(axis=1)), gap=3)
    for start, end in (part for run in runs for part in _parted(ink, *run)):
        columns = np.flatnonzero(ink[start:end].any(axis=0))
        left, right = int(columns[0]), int(columns[-1]) + 1
        lines.append((x0 + 2 + left, top + 2 + start, x0 + 2 + right, top + 2 + end))
    return _whole_lines(lines)


def without_specks(ink: Picture, area: int = 12, side: int = 6) -> Picture:
    """Ink without pieces of less than `area` pixels, or not `side` long: too small for a dash."""
    import cv2
    import numpy as np

    if not ink.size:
        return ink
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    big = [
        i
        for i in range(1, count)
        if stats[i, cv2.CC_STAT_AREA] >= area
        and max(stats[i, cv2.CC_STAT_WIDTH], stats[i, cv2.CC_STAT_HEIGHT]) >= side
    ]
    return np.isin(labels, big).astype(np.uint8)


def _runs(marked: NDArray[np.bool_], gap: int) -> Iterable[tuple[int, int]]:
    """Stretches of True, those nearer than `gap` made one."""
    import numpy as np

    places = np.flatnonzero(marked)
    if not len(places):
        return
    breaks = np.flatnonzero(np.diff(places) > gap)
    starts = [places[0], *(places[i + 1] for i in breaks)]
    ends = [*(places[i] for i in breaks), places[-1]]
    yield from ((int(a), int(b) + 1) for a, b in zip(starts, ends, strict=True))


def _parted(ink: Picture, start: int, end: int) -> Iterable[tuple[int, int]]:
    """A run of rows as printed lines: bare rows, which a comma or a bracket crosses, part them."""
    import numpy as np

    rows = ink[start:end].sum(axis=1)
    lines = list(_runs(np.asarray(rows > SCAN.bare * rows.mean()), gap=1))
    wide = int(ink[start:end].any(axis=0).sum())
    if (
        len(lines) < 2
        or min(b - a for a, b in lines) < SCAN.lowest_line
        or wide < 2 * SCAN.lowest_line
    ):
        return [(start, end)]
    borders = [0, *((b + a) // 2 for (_, b), (a, _) in pairwise(lines)), end - start]
    return [(start + a, start + b) for a, b in pairwise(borders)]


def _whole_lines(lines: Sequence[tuple[int, int, int, int]]) -> list[BBox]:
    """Printed lines from runs of ink: a run much lower than the highest belongs to its neighbour.

    二 and 三 fall apart into strokes, a full stop stands below its line.
    """
    if not lines:
        return []
    height = max(b - t for _, t, _, b in lines)
    whole: list[tuple[int, int, int, int]] = []
    for line in lines:
        low = line[3] - line[1] < 0.5 * height
        if whole and (low or whole[-1][3] - whole[-1][1] < 0.5 * height):
            last = whole[-1]
            if line[3] - last[1] < 1.25 * height:
                whole[-1] = (min(last[0], line[0]), last[1], max(last[2], line[2]), line[3])
                continue
        whole.append(line)
    return [(float(a), float(b), float(c), float(d)) for a, b, c, d in whole]
