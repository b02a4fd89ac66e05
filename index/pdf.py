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
    horizontal, vertical = ruled_lines(page.edges)
    return page_blocks(number, [_glyph(c) for c in page.chars], find_grids(horizontal, vertical))


def _glyph(char: dict[str, Any]) -> Glyph:
    return Glyph(char["text"], char["x0"], char["top"], char["x1"], char["bottom"])


def ruled_lines(edges: list[dict[str, Any]]) -> tuple[list[Line], list[Line]]:
    """pdfplumber's edges as horizontal and vertical lines."""
    horizontal = [Line(e["top"], e["x0"], e["x1"]) for e in edges if e["orientation"] == "h"]
    vertical = [Line(e["x0"], e["top"], e["bottom"]) for e in edges if e["orientation"] == "v"]
    return horizontal, vertical
