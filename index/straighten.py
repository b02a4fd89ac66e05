"""A scanned page made fit to read: grey, upright within a few degrees, its noise softened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.report import BBox

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Picture = NDArray[np.uint8]

LIMIT = 5.0
"""Degrees: pages are straightened within this, no further."""


@dataclass(frozen=True, slots=True)
class Straightened:
    """A grey picture (H × W, 0 black) turned by `degrees` about its middle, counter-clockwise."""

    picture: Picture
    degrees: float

    def original(self, box: BBox) -> BBox:
        """A box of the straightened picture as a box of the picture as it came."""
        import numpy as np

        if not self.degrees:
            return box
        height, width = self.picture.shape
        x0, top, x1, bottom = box
        angle = np.deg2rad(self.degrees)
        corners = np.array([(x0, top), (x1, top), (x1, bottom), (x0, bottom)])
        centred = corners - (width / 2, height / 2)
        turn = np.array([(np.cos(angle), -np.sin(angle)), (np.sin(angle), np.cos(angle))])
        back = centred @ turn.T + (width / 2, height / 2)
        low, high = back.min(axis=0), back.max(axis=0)
        return (float(low[0]), float(low[1]), float(high[0]), float(high[1]))


def straighten(picture: Picture) -> Straightened:
    """The page upright: turned by the angle at which its lines of print stand out most."""
    import cv2

    degrees = tilt(picture)
    if abs(degrees) < 0.1:
        return Straightened(picture, 0.0)
    height, width = picture.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    turned = cv2.warpAffine(
        picture, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255,)
    )
    return Straightened(turned, degrees)  # type: ignore[arg-type]


def tilt(picture: Picture) -> float:
    """The degrees by which a page must be turned counter-clockwise to stand upright."""
    import cv2
    import numpy as np

    small = cv2.resize(picture, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    ys, xs = np.nonzero(ink_of(small))  # type: ignore[arg-type]
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
    for reach, step in ((LIMIT, 0.5), (0.5, 0.1), (0.1, 0.02)):
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
