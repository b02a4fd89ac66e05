"""PDF to a Document: pypdf opens and decrypts, pdfplumber gives characters and ruled lines."""

from __future__ import annotations

import io
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.files import Limits, Progress, source_of
from index.grid import Line, find_grids
from index.layout import Glyph, page_blocks
from index.report import Block, Damaged, Document, Encrypted, NoText, TooLarge

if TYPE_CHECKING:
    from pdfplumber.page import Page

_THIN = 3.0
"""Points: a filled rectangle thinner than this is a ruled line."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What pypdf says of a file; `content` is a repaired copy where the file itself is broken."""

    pages: int
    title: str
    content: bytes | None = None


def read_pdf(path: Path, limits: Limits, progress: Progress | None = None) -> Document:
    """A PDF's lines and ruled tables, page by page.

    Raises `Encrypted`, `Damaged`, `TooLarge` (pages) and `NoText`.
    """
    import pdfplumber

    logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it warns of every font it dislikes
    opened = open_pdf(path, limits)
    stream = io.BytesIO(opened.content) if opened.content else path
    blocks: list[Block] = []
    with pdfplumber.open(stream) as pdf:
        for number, page in enumerate(pdf.pages, 1):
            blocks += _page(number, page)
            page.close()
    if not blocks:
        raise NoText(f"没有可用的文字：{path.name}", path=str(path))
    source = source_of(path, "pdf", pages=opened.pages)
    return Document(source, tuple(blocks), hard_wrapped=True, title=opened.title)


def open_pdf(path: Path, limits: Limits) -> Opened:
    """Pages and title, checked against the limits; a broken file is repaired by pdfium if it can.

    Raises `Encrypted`, `Damaged`, `TooLarge`.
    """
    import pypdf
    from pypdf.errors import PyPdfError

    content: bytes | None = None
    try:
        reader = pypdf.PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            raise Encrypted(f"文件设有打开密码，请去掉密码后再用：{path.name}", path=str(path))
        pages = len(reader.pages)
        title = (reader.metadata.title if reader.metadata else "") or ""
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        content = _repaired(path)
        pages, title = len(pypdf.PdfReader(io.BytesIO(content)).pages), ""
    if pages > limits.max_pages:
        raise TooLarge(
            f"共 {pages} 页，超过上限 {limits.max_pages} 页：{path.name}", path=str(path)
        )
    if pages == 0:
        raise Damaged(f"文件里没有页面：{path.name}", path=str(path))
    return Opened(pages, title, content)


def _repaired(path: Path) -> bytes:
    """The file as pdfium rebuilds it."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise Damaged(f"文件已损坏，无法打开：{path.name}", path=str(path)) from error
    buffer = io.BytesIO()
    document.save(buffer)
    document.close()
    return buffer.getvalue()


def _page(number: int, page: Page) -> list[Block]:
    grids = find_grids(*ruled_lines(page))
    return page_blocks(number, [_glyph(c) for c in page.chars], grids)


def _glyph(char: dict[str, Any]) -> Glyph:
    return Glyph(char["text"], char["x0"], char["top"], char["x1"], char["bottom"])


def ruled_lines(page: Page) -> tuple[list[Line], list[Line]]:
    """What is drawn as lines: strokes, and filled rectangles too thin to be anything else.

    Other filled rectangles are backgrounds: word processors shade each printed line with one.
    """
    from pdfplumber.utils import obj_to_edges

    horizontal, vertical = [], []
    for drawn in (*page.lines, *page.rects, *page.curves):
        width, height = drawn["x1"] - drawn["x0"], drawn["bottom"] - drawn["top"]
        if min(width, height) < _THIN:
            if width >= height:
                horizontal.append(Line(drawn["top"] + height / 2, drawn["x0"], drawn["x1"]))
            else:
                vertical.append(Line(drawn["x0"] + width / 2, drawn["top"], drawn["bottom"]))
        elif drawn["stroke"]:
            for edge in obj_to_edges(drawn):
                if edge["orientation"] == "h":
                    horizontal.append(Line(edge["top"], edge["x0"], edge["x1"]))
                elif edge["orientation"] == "v":
                    vertical.append(Line(edge["x0"], edge["top"], edge["bottom"]))
    return horizontal, vertical
