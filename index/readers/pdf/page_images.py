"""A page as a picture with a frame around a place, and where a page says something."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from index.readers.limits import Limits
from index.readers.ofd.page_image import page_image
from index.report import BBox, Damaged, Kind, UnsupportedKind
from index.text import squash

if TYPE_CHECKING:
    from PIL.Image import Image

FRAME = (214, 48, 49)
"""The frame's colour."""


def page_picture(
    source: Path | bytes, kind: Kind, page: int = 1, scale: float = 1.5, box: BBox | None = None
) -> bytes:
    """PNG of a page (from 1) of a PDF, an OFD or a picture, `scale` pixels a point, `box` framed.

    `box` is in points as in `Place.bbox`.  Raises `UnsupportedKind` for what has no pages to
    show, `Damaged` where the page cannot be drawn.
    """
    if kind == "pdf":
        image = _pdf_page(source, page, scale)
    elif kind == "ofd":
        image = page_image(source, page, scale)
    elif kind == "image":
        image = _frame(source, page, scale)
    else:
        raise UnsupportedKind("只有 PDF、OFD 和图片可以显示页面")
    if box:
        _framed(image, [v * scale for v in box])
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=1)
    return out.getvalue()


def _pdf_page(source: Path | bytes, page: int, scale: float) -> Image:
    import pypdfium2

    from index.readers.pdf.pdfium_lock import PDFIUM

    try:
        with PDFIUM, pypdfium2.PdfDocument(source) as pdf:
            return pdf[page - 1].render(scale=scale).to_pil().convert("RGB")
    except (pypdfium2.PdfiumError, IndexError) as error:
        raise Damaged(f"无法显示第 {page} 页") from error


def quote_boxes(source: Path | bytes, page: int, quote: str, below: float = 0) -> list[BBox]:
    """Where a PDF page (from 1) says `quote`: a box a line, in points from the top left.

    Of several places the first that begins at `below` or lower, else the first.  [] where the
    page does not say it in characters: a scan, a turned page, a quote that runs over the page.
    """
    import pypdfium2

    from index.readers.pdf.pdfium_lock import PDFIUM

    try:
        with PDFIUM, pypdfium2.PdfDocument(source) as pdf:
            sheet = pdf[page - 1]
            if sheet.get_rotation():
                return []
            left, _, _, top = sheet.get_bbox()
            text = sheet.get_textpage()
            found = [
                [_from_top(text.get_charbox(i), left, top) for i in places]
                for places in _places(text.get_text_range(), quote)
            ]
    except (pypdfium2.PdfiumError, IndexError):
        return []
    chosen = next((boxes for boxes in found if boxes[0][1] >= below - _SLACK), None)
    return _by_line(chosen or next(iter(found), []))


_SLACK = 4.0
"""Points by which a line's box may begin above the place that was kept for it."""


def _places(text: str, quote: str) -> Iterator[list[int]]:
    """The characters of `text` that say `quote`, place by place; spaces and widths do not count."""
    folded = [(i, one) for i, char in enumerate(text) for one in squash(char)]
    page, wanted = "".join(one for _, one in folded), squash(quote)
    at = page.find(wanted) if wanted else -1
    while at >= 0:
        yield [i for i, _ in folded[at : at + len(wanted)]]
        at = page.find(wanted, at + 1)


def _from_top(box: tuple[float, float, float, float], left: float, top: float) -> BBox:
    x0, bottom, x1, upper = box
    return x0 - left, top - upper, x1 - left, top - bottom


def _by_line(boxes: Sequence[BBox]) -> list[BBox]:
    """Characters' boxes joined while each stands right of the last one, level with it."""
    lines: list[BBox] = []
    for box in boxes:
        if lines and box[0] >= lines[-1][0] and box[1] < lines[-1][3] and box[3] > lines[-1][1]:
            last = lines.pop()
            box = (last[0], min(last[1], box[1]), max(last[2], box[2]), max(last[3], box[3]))
        lines.append(box)
    return lines


def _frame(source: Path | bytes, page: int, scale: float) -> Image:
    """A picture's frame at the size at which its places were measured."""
    from PIL import Image

    from index.readers.scan.read_scan import load_pictures

    stream = source if isinstance(source, Path) else io.BytesIO(source)
    pictures = load_pictures(stream, Limits())
    if not 0 < page <= len(pictures):
        raise Damaged(f"无法显示第 {page} 页")
    picture, points = pictures[page - 1]
    frame = Image.fromarray(picture)
    size = (round(frame.width * points * scale), round(frame.height * points * scale))
    return frame.resize(size).convert("RGB")


def _framed(image: Image, box: list[float]) -> None:
    from PIL import ImageDraw

    margin = 3
    outline = (box[0] - margin, box[1] - margin, box[2] + margin, box[3] + margin)
    ImageDraw.Draw(image).rectangle(outline, outline=FRAME, width=3)
