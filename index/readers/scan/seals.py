"""The red of seals taken off a scanned page, so that the print below it can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.readers.scan.tolerances import SCAN

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Picture = NDArray[np.uint8]

_EDGE, _REACH = 7, 41
"""Pixels: how wide its edges are, and its thin strokes with what lies between."""


def in_grey(picture: Picture) -> Picture:
    """A picture (H × W, or H × W × 3 for red, green and blue) in grey."""
    import cv2

    if picture.ndim == 2:
        return picture
    return cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)  # type: ignore[return-value]


def without_seals(picture: Picture) -> Picture | None:
    """The page in grey with black print alone where a seal is; None where none is.

    Through red light red ink is as bright as paper, and black ink is black.
    """
    import cv2
    import numpy as np

    if picture.ndim == 2:
        return None
    red, green, blue = cv2.split(picture)
    redness = cv2.subtract(red, cv2.max(green, blue))
    seal = (redness > SCAN.red).astype(np.uint8)
    if int(seal.sum()) < SCAN.least_seal:
        return None
    grey = in_grey(picture)
    near = cv2.dilate(seal, np.ones((_REACH, _REACH), np.uint8))
    thin = cv2.bitwise_and(near, (redness > SCAN.reddish).astype(np.uint8))
    inked = cv2.dilate(cv2.bitwise_or(seal, thin), np.ones((_EDGE, _EDGE), np.uint8))
    paper = float(np.percentile(grey[::4, ::4], 80))
    bright = float(np.percentile(red[seal > 0], 20))
    dark = bright / 3  # print below a seal is no deep black any more
    light = np.clip((red - dark) / (bright - dark), 0.0, 1.0) * paper
    return np.where(inked > 0, light, grey).astype(np.uint8)
