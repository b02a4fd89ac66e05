"""Table lines on a picture: found as thin ink that runs from line to line, made into grids.

Print has strokes as dark as lines, and soft or noisy scans have lines as faint as dirt.  What
tells them apart: a vertical line is dark all the way from one horizontal line to the next, while
a stroke leaves the margin above and below the print; the same holds across.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from index.readers.page.ruled_grids import Grid, grid_of
from index.readers.scan.deskew import ink_of
from index.readers.scan.tolerances import SCAN

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Picture = NDArray[np.uint8]
    Strength = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Ruled:
    """A page's grids in pixels, and its ink (255 on 0) with the grids' lines wiped off."""

    grids: tuple[Grid, ...]
    ink: Picture


def find_ruled(picture: Picture) -> Ruled:
    """The ruled tables of a straightened grey page."""
    across, down = _strength(picture, horizontal=True), _strength(picture, horizontal=False)
    least = _threshold(picture)
    ys = _candidates(across, least)
    grids = []
    for group in _tables(ys, down, least):
        group = _reaching(group, down, least)
        grid = _grid(group, across, down, least)
        if grid is not None:
            grids.append(grid)
    return Ruled(tuple(grids), _wiped(ink_of(picture), across, down, grids, least))


def _strength(picture: Picture, *, horizontal: bool) -> Strength:
    """How much darker each pixel is than what lies on both sides of a thin line through it."""
    import cv2
    import numpy as np

    size, side = ((9, 1), (1, SCAN.widest_line)) if horizontal else ((1, 7), (SCAN.widest_line, 1))
    along = cv2.blur(picture.astype(np.float32), size)
    kernel = cv2.getStructuringElement(cv2.MORPH_RECT, side)
    return cv2.morphologyEx(along, cv2.MORPH_BLACKHAT, kernel)  # type: ignore[return-value]


def _threshold(picture: Picture) -> float:
    """The least strength of a line: a share of the page's contrast, and well above its noise."""
    import cv2
    import numpy as np

    paper, black = np.percentile(picture[::4, ::4], (80, 1))
    grain = float(np.median(cv2.absdiff(picture, cv2.medianBlur(picture, 3))))
    return float(max(6.0, 0.1 * (paper - black), 1.2 * grain))


def _candidates(across: Strength, least: float) -> list[int]:
    """The heights at which something runs on like a horizontal line."""
    import cv2
    import numpy as np

    mask = (across > least).astype(np.uint8)
    runs = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((1, SCAN.shortest_line), np.uint8))
    weight = (runs * across).sum(axis=1)
    return _peaks(weight, 1.0, SCAN.lowest_row)


def _peaks(profile: NDArray[np.float32], least: float, near: int = SCAN.near) -> list[int]:
    """Places of the profile's maxima above `least`, no two within `near`."""
    import numpy as np

    found: list[int] = []
    for place in np.argsort(-profile):
        if profile[place] <= least:
            break
        if all(abs(place - other) > near for other in found):
            found.append(int(place))
    return sorted(found)


def _through(down: Strength, top: int, bottom: int) -> NDArray[np.float32]:
    """For each x, the weakest strength of a vertical line on its way from `top` to `bottom`.

    A pixel of wobble to either side is allowed.
    """
    import cv2
    import numpy as np

    margin = min(5, max(1, (bottom - top) // 5))
    band = cv2.dilate(down[top + margin : bottom - margin], np.ones((1, 5), np.uint8))
    return band.min(axis=0)


def _tables(ys: Sequence[int], down: Strength, least: float) -> list[list[int]]:
    """Runs of neighbouring heights between which vertical lines stand."""
    groups: list[list[int]] = []
    joined = False
    for top, bottom in pairwise(ys):
        stands = bottom - top > 12 and len(_peaks(_through(down, top, bottom), least)) >= 2
        if stands and joined:
            groups[-1].append(bottom)
        elif stands:
            groups.append([top, bottom])
        joined = stands
    return groups


def _reaching(ys: list[int], down: Strength, least: float) -> list[int]:
    """`ys` with the ends of the vertical lines where a page break cut the table's outer line off."""
    first = _through(down, ys[0], ys[1])
    last = _through(down, ys[-2], ys[-1])
    above = [_reach(down, x, ys[0], -1, least) for x in _peaks(first, least)]
    below = [_reach(down, x, ys[-1], 1, least) for x in _peaks(last, least)]
    top, bottom = sorted(above)[len(above) // 2], sorted(below)[len(below) // 2]
    return [*([ys[0] - top] if top > 20 else []), *ys, *([ys[-1] + bottom] if bottom > 20 else [])]


def _reach(down: Strength, x: int, y: int, step: int, least: float) -> int:
    """How far a vertical line goes on from `y` upwards (-1) or downwards (1)."""
    import numpy as np

    column = down[:, max(0, x - 2) : x + 3].max(axis=1)
    column = column[y + 8 :] if step > 0 else column[: max(0, y - 8)][::-1]
    weak = np.flatnonzero(column <= least)
    return int(weak[0] if len(weak) else len(column)) + (8 if len(column) else 0)


def _grid(ys: list[int], across: Strength, down: Strength, least: float) -> Grid | None:
    """The grid between the heights `ys`, without boundaries that no line draws."""
    import numpy as np

    for _ in range(3):
        through = np.stack([_through(down, top, bottom) for top, bottom in pairwise(ys)])
        strong = max(least, 0.45 * _usual(through, least))
        xs = _merged([x for row in through for x in _peaks(row, strong)])
        below = [_drawn(across, y, xs, least) for y in ys]
        reached = np.flatnonzero(np.any(below, axis=0))
        if len(reached) < 2:
            return None
        # The edges of the paper may stand beside a table, but no line of it runs to them.
        xs = xs[reached[0] : reached[-1] + 2]
        below = [row[reached[0] : reached[-1] + 1] for row in below]
        kept = [
            y
            for i, (y, row) in enumerate(zip(ys, below, strict=True))
            if any(row) or i in (0, len(ys) - 1)
        ]
        if len(kept) < 2:
            return None
        if kept == ys:
            break
        ys = kept
    right = np.stack([_stands(through, x, strong) for x in xs[1:-1]], axis=1).tolist()
    return grid_of([float(x) for x in xs], [float(y) for y in ys], right, below[1:-1])


def _stands(through: Strength, x: int, least: float) -> NDArray[np.bool_]:
    """In which rows the line at `x` stands, judged by its own strength where it does."""
    import numpy as np

    strength = np.array(
        [max((row[p] for p in _peaks(row, least) if abs(p - x) <= 4), default=0) for row in through]
    )
    stands = strength > 0
    return stands & (strength > 0.6 * np.median(strength[stands])) if stands.any() else stands


def _usual(through: Strength, least: float) -> float:
    """The strength that vertical lines of this table have; strokes of print have less than half."""
    import numpy as np

    strengths = [float(row[x]) for row in through for x in _peaks(row, least)]
    return float(np.median(strengths)) if strengths else least


def _merged(places: Sequence[int]) -> list[int]:
    """Places seen in several rows made one, at their middle."""
    groups: list[list[int]] = []
    for place in sorted(places):
        if groups and place - groups[-1][-1] <= SCAN.near:
            groups[-1].append(place)
        else:
            groups.append([place])
    return [sorted(g)[len(g) // 2] for g in groups]


def _drawn(across: Strength, y: int, xs: Sequence[int], least: float) -> list[bool]:
    """In which columns the line at `y` runs all the way, judged by its own strength elsewhere."""
    import numpy as np

    strength = []
    near = across[max(0, y - 2) : y + 3].max(axis=0)
    for left, right in pairwise(xs):
        margin = min(8, max(1, (right - left) // 5))
        strength.append(float(np.percentile(near[left + margin : right - margin], 5)))
    drawn = [s for s in strength if s > least]
    usual = float(np.median(drawn)) if drawn else least
    return [s > max(least, 0.6 * usual) for s in strength]


def _wiped(
    ink: Picture, across: Strength, down: Strength, grids: Sequence[Grid], least: float
) -> Picture:
    """The ink without the lines of the grids; long strokes elsewhere stay, they are print."""
    import cv2
    import numpy as np

    lines = np.zeros_like(ink)
    for grid in grids:
        for cell in grid.cells:
            x0, y0, x1, y1 = (round(v) for v in cell.bbox)
            cv2.rectangle(lines, (x0, y0), (x1, y1), (255,), 7)
    wiped = ink.copy()
    wiped[(lines > 0) & (cv2.dilate(np.maximum(across, down), np.ones((3, 3))) > least)] = 0
    return wiped
