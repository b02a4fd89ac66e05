"""A page as a picture with a frame around a place, for showing where a finding stands."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

from index.files import Limits
from index.report import BBox, Damaged, Kind, UnsupportedKind

if TYPE_CHECKING:
    from PIL.Image import Image

FRAME = (214, 48, 49)
"""The frame's colour."""


def page_picture(
    source: Path | bytes, kind: Kind, page: int = 1, scale: float = 1.5, box: BBox | None = None
) -> bytes:
    """PNG of a page (from 1) of a PDF or picture, `scale` pixels a point, `box` framed.

    `box` is in points as in `Place.bbox`.  Raises `UnsupportedKind` for what has no pages to
    show, `Damaged` where the page cannot be drawn.
    """
    if kind == "pdf":
        image = _pdf_page(source, page, scale)
    elif kind == "image":
        image = _frame(source, page, scale)
    else:
        raise UnsupportedKind("只有 PDF 和图片可以显示页面")
    if box:
        _framed(image, [v * scale for v in box])
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=1)
    return out.getvalue()


def _pdf_page(source: Path | bytes, page: int, scale: float) -> Image:
    import pypdfium2

    from index.pdfium import PDFIUM

    try:
        with PDFIUM, pypdfium2.PdfDocument(source) as pdf:
            return pdf[page - 1].render(scale=scale).to_pil().convert("RGB")
    except (pypdfium2.PdfiumError, IndexError) as error:
        raise Damaged(f"无法显示第 {page} 页") from error


def _frame(source: Path | bytes, page: int, scale: float) -> Image:
    """A picture's frame at the size at which its places were measured."""
    from PIL import Image

    from index.ocr import load_pictures

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
