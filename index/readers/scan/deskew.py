"""A scanned page made fit to read: its lines level and upright, whichever way it lay."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from index.readers.scan.tolerances import SCAN
from index.report import BBox

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Picture = NDArray[np.uint8]
    Matrix = NDArray[np.floating[Any]]
    Points = NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True)
class Straightened:
    """A grey picture (H × W, 0 black) made from one of `shape`: turned by `quarters`
    counter-clockwise, then seen through the homography `view`, None where that was enough."""

    picture: Picture
    shape: tuple[int, int]
    quarters: int = 0
    view: Matrix | None = None

    def original(self, box: BBox) -> BBox:
        """A box of the straightened picture as a box of the picture as it came."""
        import numpy as np

        x0, top, x1, bottom = box
        corners = np.array([(x0, top), (x1, top), (x1, bottom), (x0, bottom)])
        if self.view is not None:
            corners = _moved(np.linalg.inv(self.view), corners)
        moved = _moved(_quarter(self.shape, self.quarters), corners)
        low, high = moved.min(axis=0), moved.max(axis=0)
        return (float(low[0]), float(low[1]), float(high[0]), float(high[1]))

    def alike(self, picture: Picture) -> Picture:
        """Another picture of the same page, straightened in the same way."""
        import numpy as np

        turned = np.ascontiguousarray(np.rot90(picture, self.quarters))
        return turned if self.view is None else _seen(turned, self.view)


def straighten(picture: Picture, quarters: int = 0) -> Straightened:
    """The page turned by `quarters` counter-clockwise, then upright and flat.

    It is turned by the angle at which its lines of print stand out most; where its ruled lines
    then still run together, as on a photograph, they are made parallel.
    """
    import cv2
    import numpy as np

    shape = (picture.shape[0], picture.shape[1])
    picture = np.ascontiguousarray(np.rot90(picture, quarters))
    height, width = picture.shape
    small = cv2.resize(picture, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    degrees = tilt(small)  # type: ignore[arg-type]
    degrees = degrees if abs(degrees) >= SCAN.straight else 0.0
    turn = np.vstack([cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0), (0, 0, 1)])
    view = _flattened(turn, 2 * _segments(small), width, height)  # type: ignore[arg-type]
    if view is turn and not degrees:
        return Straightened(picture, shape, quarters)
    return Straightened(_seen(picture, view), shape, quarters, view)


def _seen(picture: Picture, view: Matrix) -> Picture:
    """The picture through a homography, what lies around it like its edges."""
    import cv2
    import numpy as np

    edges = np.concatenate([picture[0], picture[-1], picture[:, 0], picture[:, -1]])
    return cv2.warpPerspective(  # type: ignore[return-value]
        picture,
        view,
        (picture.shape[1], picture.shape[0]),
        flags=cv2.INTER_CUBIC,
        borderValue=(float(np.median(edges)),),
    )


def _quarter(shape: tuple[int, int], quarters: int) -> Matrix:
    """Points of a picture turned by quarters counter-clockwise to points as it came."""
    import numpy as np

    height, width = shape
    return np.array(
        (
            ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
            ((0, -1, width), (1, 0, 0), (0, 0, 1)),
            ((-1, 0, width), (0, -1, height), (0, 0, 1)),
            ((0, 1, 0), (-1, 0, height), (0, 0, 1)),
        )[quarters % 4],
        float,
    )


def _moved(matrix: Matrix, points: Points) -> Points:
    """Points (N × 2) through a homography."""
    import numpy as np

    there = np.column_stack([points, np.ones(len(points))]) @ matrix.T
    return there[:, :2] / there[:, 2:]


def _segments(small: Picture) -> Points:
    """The long straight strokes of a picture, N × 4: their ends' x and y."""
    import cv2
    import numpy as np

    found = cv2.createLineSegmentDetector().detect(small)[0]
    if found is None:
        return np.empty((0, 4))
    ends = np.asarray(found, float).reshape(-1, 4)
    return ends[np.hypot(ends[:, 2] - ends[:, 0], ends[:, 3] - ends[:, 1]) > SCAN.long_stroke]


def _flattened(turn: Matrix, segments: Points, width: int, height: int) -> Matrix:
    """`turn`, or what beside it makes the page's ruled lines level and upright.

    Lines that run together have slopes that change across the page: those of level lines are
    a + b·y, those of upright ones d + e·x, which is a homography near to none; a few steps of it
    leave nothing to mend.
    """
    import numpy as np

    if len(segments) < 8:
        return turn
    centre = np.array([(1, 0, -width / 2), (0, 1, -height / 2), (0, 0, 1)])
    view = centre @ turn
    for _ in range(5):
        a, b, d, e = _slopes(_moved(view, segments.reshape(-1, 2)), width, height)
        view = np.linalg.inv(np.array([(1, d, 0), (a, 1, 0), (-b, -e, 1)])) @ view
    view = np.linalg.inv(centre) @ view
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], float)
    off = np.abs(_moved(view, corners) - _moved(turn, corners)).max()
    return view if SCAN.flat < off < SCAN.steep * width else turn


def _slopes(ends: Points, width: int, height: int) -> tuple[float, float, float, float]:
    """How the slopes of level and of upright lines change across a page (see `_flattened`).

    Where little speaks for a change there is none, and without upright lines they stand square.
    """
    import numpy as np

    first, last = ends[::2], ends[1::2]
    run, middle = last - first, (first + last) / 2
    level = np.abs(run[:, 1]) < SCAN.slant * np.abs(run[:, 0])
    upright = np.abs(run[:, 0]) < SCAN.slant * np.abs(run[:, 1])
    none, one = np.zeros(len(run)), np.ones(len(run))
    rows = np.concatenate(
        [
            np.column_stack([one, middle[:, 1], none, none])[level],
            np.column_stack([none, none, one, middle[:, 0]])[upright],
            [(0, height / 2, 0, 0), (0, 0, 0, width / 2), (1, 0, 1, 0)],
        ]
    )
    slopes = np.concatenate(
        [run[level, 1] / run[level, 0], run[upright, 0] / run[upright, 1], (0, 0, 0)]
    )
    lengths = np.concatenate([np.abs(run[level, 0]), np.abs(run[upright, 1])])
    weights = np.append(
        np.minimum(lengths, SCAN.long_enough), (SCAN.long_stroke, SCAN.long_stroke, 1)
    )
    for _ in range(4):
        answer = np.linalg.lstsq(rows * weights[:, None], slopes * weights, rcond=None)[0]
        off = np.abs(rows @ answer - slopes) * weights  # pixels by which a line's ends are off
        off[-3:] = 0  # what is asked for without evidence
        weights = np.where(off > max(SCAN.off_straight, 3 * float(np.median(off))), 0.0, weights)
    a, b, d, e = answer
    return float(a), float(b), float(d), float(e)


def tilt(picture: Picture) -> float:
    """The degrees by which a page must be turned counter-clockwise to stand upright."""
    import numpy as np

    ys, xs = np.nonzero(ink_of(picture))
    if len(xs) < 200:
        return 0.0
    every = max(1, len(xs) // 60_000)
    xs, ys = xs[::every].astype(np.float32), ys[::every].astype(np.float32)

    def sharpness(degrees: float) -> float:
        slope = np.tan(np.deg2rad(degrees))
        rows = (ys - xs * slope).astype(np.int32)
        counts = np.bincount(rows - rows.min()).astype(np.float64)
        return float((counts**2).sum())

    best = 0.0
    for reach, step in ((SCAN.most_tilt, 0.5), (0.5, 0.1), (0.1, 0.02)):
        angles = np.arange(best - reach, best + reach + step / 2, step)
        best = float(max(angles, key=sharpness))
    return best


def ink_of(picture: Picture) -> Picture:
    """What is printed (255) on what is paper (0), under uneven light."""
    import cv2

    side = max(31, (min(picture.shape) // 30) | 1)
    return cv2.adaptiveThreshold(  # type: ignore[return-value]
        picture, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, side, 20
    )


def without_grain(ink: Picture) -> Picture:
    """Ink without single pixels, if many of them stand alone as noise leaves them.

    Where there is no noise it stays as it is: thin strokes would go too.
    """
    import cv2
    import numpy as np

    marked = (ink > 0).astype(np.uint8)
    around = cv2.filter2D(marked, -1, np.ones((3, 3)), borderType=cv2.BORDER_CONSTANT)
    alone = int(((around == 1) & (marked == 1)).sum())
    if alone <= SCAN.grainy * int(marked.sum()):
        return ink
    return cv2.medianBlur(ink, 3)  # type: ignore[return-value]
