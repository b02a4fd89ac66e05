"""PDF to a Document: pdfplumber gives characters and ruled lines, a drawing what of them is seen."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from index.document import Document
from index.readers.deadline import Deadline
from index.readers.files import source_of
from index.readers.limits import Limits, Progress
from index.readers.page.page_layout import Glyph
from index.readers.pdf.page_objects import Drawn, drawn_on, is_scan
from index.readers.pdf.paged_document import PrintedPage, paged_document
from index.readers.pdf.pdfium_lock import PDFIUM
from index.readers.pdf.structure import Opened, open_pdf
from index.readers.pdf.visible import seen_on
from index.report import Damaged, NoText

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from pdfplumber.page import Page
    from pypdfium2 import PdfPage

    from index.readers.scan.scanned_page import Sheet

    Picture = NDArray[np.uint8]


def read_pdf(path: Path, limits: Limits, progress: Progress | None = None) -> Document:
    """A PDF's lines and ruled tables, page by page.

    Raises `Encrypted`, `Damaged`, `TooLarge` (pages) and `NoText`.
    """
    from pdfplumber.utils.exceptions import PdfminerException
    from pypdfium2 import PdfiumError

    logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it warns of every font it dislikes
    deadline = Deadline(limits, path)
    opened = open_pdf(path, limits)
    try:
        document = paged_document(
            source_of(path, "pdf"),
            _pages(opened, path),
            partial(_sheets, stream=opened.stream(path), deadline=deadline),
            deadline,
            progress,
            title=opened.title,
        )
    except (PdfminerException, PdfiumError) as error:
        raise Damaged(f"文件已损坏，无法读取：{path.name}", path=str(path)) from error
    if not document.blocks:
        raise NoText(f"没有可用的文字：{path.name}", path=str(path))
    return document


def _pages(opened: Opened, path: Path) -> Iterator[PrintedPage]:
    import pdfplumber

    pdf = pdfplumber.open(opened.stream(path))
    try:
        pages = pdf.pages
    except (TypeError, ValueError, KeyError, AttributeError) as error:  # a page without its box
        pdf.stream.close()
        raise Damaged(f"文件已损坏，无法读取：{path.name}", path=str(path)) from error
    with pdf:
        for number, page in enumerate(pages, 1):
            drawn = drawn_on(page)
            seen = None if is_scan(drawn) else _as_seen(number, page, drawn, opened, path)
            yield PrintedPage(number, float(page.height), seen)
            page.close()


def _as_seen(number: int, page: Page, drawn: Drawn, opened: Opened, path: Path) -> Drawn:
    """What a person sees of a page: its characters without those that no ink shows, and its notes."""
    import pypdfium2

    media, crop = page.mediabox, page.cropbox
    glyphs = list(drawn.glyphs)
    if not page.rotation or media == crop:
        with PDFIUM, pypdfium2.PdfDocument(opened.stream(path)) as pdf:
            left, top = crop[0], media[1] + media[3] - crop[3]
            seen = seen_on(pdf[number - 1], glyphs, left, top)
        glyphs = [glyph for glyph, is_seen in zip(glyphs, seen, strict=True) if is_seen]
    notes = [Glyph(n.text, *n.box) for n in opened.notes if n.page == number]
    return replace(drawn, glyphs=[*glyphs, *notes])


def _sheets(
    numbers: Sequence[int], stream: Path | io.BytesIO, deadline: Deadline
) -> Iterator[Sheet]:
    """Pages as pictures ready to be read, one at a time."""
    import pypdfium2

    from index.readers.scan.orientation import upright

    for number in numbers:
        deadline.check()
        with PDFIUM, pypdfium2.PdfDocument(stream) as pdf:
            picture, points = page_colours(pdf[number - 1])
        yield upright(number, picture, points)


def page_colours(page: PdfPage) -> tuple[Picture, float]:
    """A page as a picture in colours for OCR, and how many points a pixel is.

    A4 and its neighbours at 200 dpi; a page of another size (some scanners write a pixel for a
    point) as if it were A4.
    """
    from index.readers.scan.scanned_page import DPI, LONG_SIDE

    longer = max(page.get_size())
    scale = DPI / 72 if 500 < longer < 1300 else LONG_SIDE / longer
    rendered = page.render(scale=scale, rev_byteorder=True)
    return rendered.to_numpy(), 1 / scale
