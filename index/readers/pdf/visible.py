"""Which characters of a page are seen: those where its drawing shows ink.

What is written invisibly, white on white, without opacity, under a box, clipped away, outside the
page or on a layer that is switched off stands in a page's text all the same; only a drawing tells
them all from what a person sees.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from index.readers.page.page_layout import Glyph
from index.readers.pdf.tolerances import PDF

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from pypdfium2 import PdfPage

    Picture = NDArray[np.uint8]
    Boxes = NDArray[np.float64]
    Edges = NDArray[np.bool_]


def seen_on(page: PdfPage, glyphs: Sequence[Glyph], left: float, top: float) -> list[bool]:
    """Of each glyph whether it is seen; `left` and `top` are where the drawing begins.

    A font may lie about how high it stands, so that its characters' boxes miss their ink: where a
    box shows none, the outline that is drawn there is looked at.
    """
    import numpy as np

    if not glyphs:
        return []
    picture = page.render(scale=PDF.drawing_scale, grayscale=True).to_numpy()
    marks = _edges(picture.reshape(picture.shape[0], picture.shape[1]))
    boxes = np.array([g.box for g in glyphs], dtype=float) - (left, top, left, top)
    blank = [bool(not g.text.strip()) for g in glyphs]
    seen = [s or b for s, b in zip(_marked(marks, boxes), blank, strict=True)]
    if not all(seen) and not page.get_rotation():
        _look_at_outlines(page, glyphs, boxes, seen, marks)
    _below_watermarks(boxes, seen)
    high = (boxes[:, 3] - boxes[:, 1] >= PDF.smallest_print).tolist()
    return [s and (h or b) for s, h, b in zip(seen, high, blank, strict=True)]


def _below_watermarks(boxes: Boxes, seen: list[bool]) -> None:
    """Note as seen what stands within a much larger character: its ink is lost in that one's."""
    import numpy as np

    heights = boxes[:, 3] - boxes[:, 1]
    large = boxes[heights > PDF.much_larger * np.median(heights)]
    for i in (i for i, is_seen in enumerate(seen) if not is_seen and len(large)):
        x, y = (boxes[i, 0] + boxes[i, 2]) / 2, (boxes[i, 1] + boxes[i, 3]) / 2
        within = (large[:, 0] < x) & (x < large[:, 2]) & (large[:, 1] < y) & (y < large[:, 3])
        seen[i] = bool(within.any())


def _look_at_outlines(
    page: PdfPage, glyphs: Sequence[Glyph], boxes: Boxes, seen: list[bool], marks: Edges
) -> None:
    """Note as seen those glyphs whose outline, as the font draws it, shows ink."""
    import numpy as np

    x0, _, _, y1 = page.get_bbox()
    text = page.get_textpage()
    for i in (i for i, is_seen in enumerate(seen) if not is_seen):
        left, top, right, bottom = boxes[i].tolist()
        reach = (right - left) / 4, (bottom - top) / 2
        index = text.get_index((left + right) / 2 + x0, y1 - (top + bottom) / 2, *reach)
        if index is not None and text.get_text_range(index, 1) == glyphs[i].text[:1]:
            a, b, c, d = text.get_charbox(index)
            seen[i] = _marked(marks, np.array([[a - x0, y1 - d, c - x0, y1 - b]]))[0]


def _edges(picture: Picture) -> Edges:
    """Which pixels differ from their neighbours above or left of them, as print does."""
    import numpy as np

    edge = np.zeros(picture.shape, dtype=bool)
    edge[:, 1:] = _differ(picture[:, 1:], picture[:, :-1])
    edge[1:] |= _differ(picture[1:], picture[:-1])
    return edge


def _differ(one: Picture, other: Picture) -> NDArray[np.bool_]:
    import numpy as np

    return np.maximum(one, other) - np.minimum(one, other) > PDF.least_contrast


def _marked(edges: Edges, boxes: Boxes) -> list[bool]:
    """Whether something differs within each box, a hair inside its edges."""
    import numpy as np

    height, width = edges.shape
    inner = boxes * PDF.drawing_scale
    margin = np.minimum(1.0, 0.2 * (inner[:, 2:] - inner[:, :2]))
    x0, y0 = np.floor(inner[:, 0] + margin[:, 0]), np.floor(inner[:, 1] + margin[:, 1])
    x1, y1 = np.ceil(inner[:, 2] - margin[:, 0]), np.ceil(inner[:, 3] - margin[:, 1])
    across = (np.clip(v, 0, width).astype(int).tolist() for v in (x0, x1))
    down = (np.clip(v, 0, height).astype(int).tolist() for v in (y0, y1))
    places = zip(*across, *down, strict=True)
    return [bool(edges[top:bottom, left:right].any()) for left, right, top, bottom in places]
