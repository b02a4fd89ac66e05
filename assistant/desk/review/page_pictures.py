"""The pages of an original as pictures for the browser, and its lines where it has no pages."""

from __future__ import annotations

import base64
import struct
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from index.report import NOWHERE, BBox, Kind, Place, Report

SCALE = 1.6
"""Pixels a point: sharp at the width a page is shown, and drawn within a few tenths of a second."""


_ABOUT = (340.0, 110.0)
"""Points across and down that are shown about a cell."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an original without pages; `number` as `Place.line` counts, None for none."""

    number: int | None
    text: str
    head: bool = False


def pages(report: Report) -> list[int]:
    """The pages that can be shown as pictures; [] for text, Word, Excel and web pages."""
    source = report.source
    return list(range(1, (source.pages or 1) + 1)) if source.kind in ("pdf", "ofd", "image") else []


def picture(path: Path, kind: Kind, page: int) -> dict[str, Any]:
    """A page as a data address with its width and height in points."""
    png = _draw(str(path), path.stat().st_mtime_ns, kind, page)
    width, height = struct.unpack(">II", png[16:24])
    return {
        "src": f"data:image/png;base64,{base64.b64encode(png).decode()}",
        "width": width / SCALE,
        "height": height / SCALE,
        "page": page,
    }


def around(path: Path, kind: Kind, page: int, bbox: BBox) -> dict[str, Any]:
    """What stands about a box on a page: the picture and, in shares of it, where the box is."""
    import io

    from PIL import Image

    whole = Image.open(io.BytesIO(_draw(str(path), path.stat().st_mtime_ns, kind, page)))
    box = [edge * SCALE for edge in bbox]
    left = max(0, round((box[0] + box[2]) / 2 - _ABOUT[0] * SCALE / 2))
    top = max(0, round((box[1] + box[3]) / 2 - _ABOUT[1] * SCALE / 2))
    width = min(whole.width - left, round(max(_ABOUT[0] * SCALE, box[2] - box[0] + 20)))
    height = min(whole.height - top, round(max(_ABOUT[1] * SCALE, box[3] - box[1] + 20)))
    stream = io.BytesIO()
    whole.crop((left, top, left + width, top + height)).save(stream, "PNG")
    x0, y0, x1, y1 = box
    return {
        "src": f"data:image/png;base64,{base64.b64encode(stream.getvalue()).decode()}",
        "left": (x0 - left) / width,
        "top": (y0 - top) / height,
        "width": (x1 - x0) / width,
        "height": (y1 - y0) / height,
    }


def said(path: Path, report: Report, page: int, quote: str, below: float) -> list[BBox]:
    """The boxes of a quote's lines on a page; [] where they are not known."""
    from index.readers.pdf.page_images import quote_boxes

    known = report.source.kind == "pdf" and page in pages(report)
    return quote_boxes(path, page, quote, below) if known else []


@lru_cache(maxsize=64)
def _draw(path: str, stamp: int, kind: Kind, page: int) -> bytes:
    from index.readers.pdf.page_images import page_picture

    return page_picture(Path(path), kind, page, SCALE)


def lines(path: Path, report: Report) -> list[Line]:
    """An original's lines: of a text file as they stand, else its title and paragraphs in order."""
    if report.source.kind == "text" and path.is_file():
        text = _decode(path.read_bytes())
        return [Line(i, line) for i, line in enumerate(text.splitlines(), 1)]
    found = [_line(report.title_at, report.title, head=True)] if report.title else []
    found += [_line(p.at, p.text) for p in report.preamble]
    for section in report.sections:
        if section.printed_title:
            found.append(_line(section.at, section.printed_title, head=True))
        found += [_line(p.at, p.text) for p in section.paragraphs]
    return found


def _line(at: Place = NOWHERE, text: str = "", head: bool = False) -> Line:
    return Line(at.line, text, head)


def _decode(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("utf-8", "replace")
