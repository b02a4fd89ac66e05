"""Pages to a Document: printed ones laid out, scanned ones and pictures of tables read by OCR."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from index.document import Block, Document
from index.readers.deadline import Deadline
from index.readers.limits import Progress
from index.readers.page.unruled_column_labels import Head
from index.readers.pdf.page_blocks import page_blocks
from index.readers.pdf.page_objects import Drawn, shows_picture
from index.readers.pdf.running_titles import without_running
from index.readers.scan.pictures_in_text import lacks_tables
from index.readers.scan.tolerances import SCAN
from index.report import Source

if TYPE_CHECKING:
    from index.readers.scan.scanned_page import Sheet

Sheets = Callable[[Sequence[int]], "Iterator[Sheet]"]
"""Gives the pages of these numbers as pictures ready to be read, one at a time."""


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """A page (from 1) of `height` points; `seen` is what a person sees of it, None of a scan."""

    number: int
    height: float
    seen: Drawn | None


def paged_document(
    source: Source,
    pages: Iterable[PrintedPage],
    sheets: Sheets,
    deadline: Deadline,
    progress: Progress | None,
    *,
    title: str = "",
) -> Document:
    """The document that pages make; without blocks where nothing can be read of them.

    Pages that show pictures are read as scans where the text lacks a statutory table.
    """
    blocks: list[Block] = []
    scans: list[int] = []
    pictured: list[int] = []
    heights: dict[int, float] = {}
    carried: Head | None = None
    for page in pages:
        deadline.check()
        heights[page.number] = page.height
        if page.seen is None:
            scans.append(page.number)
            continue
        if shows_picture(page.seen):
            pictured.append(page.number)
        found, carried = page_blocks(page.number, page.seen, carried)
        blocks += found
    document = Document(
        replace(source, pages=len(heights), ocr=bool(scans)),
        tuple(without_running(blocks, heights)),
        hard_wrapped=True,
        title=title,
    )
    pictured = pictured[: SCAN.most_pictures]
    if pictured and lacks_tables(document):
        scans += pictured
        others = (block for block in document.blocks if _page_of(block) not in pictured)
        source = replace(document.source, ocr=True)
        document = replace(document, source=source, blocks=tuple(others), pictured=True)
    if not scans:
        return document
    deadline.allow_scans(len(scans))
    return _with_scans(document, sheets(sorted(scans)), len(scans), progress)


def _with_scans(
    document: Document, scans: Iterator[Sheet], count: int, progress: Progress | None
) -> Document:
    """The document with what OCR reads on its scanned pages put where it belongs."""
    from index.readers.scan.read_scan import read_sheets
    from index.readers.scan.second_reading import second_look

    blocks, sheets = read_sheets(scans, count, progress)
    together = sorted((*document.blocks, *blocks), key=_page_of)
    return second_look(replace(document, blocks=tuple(together)), sheets)


def _page_of(block: Block) -> int:
    return (block.table.at if block.table else block.at).page or 0
