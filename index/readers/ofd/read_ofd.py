"""OFD to a Document: its objects laid out as those of a printed page, its scans read by OCR."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from index.document import Document
from index.readers.deadline import Deadline
from index.readers.files import source_of
from index.readers.limits import Limits, Progress
from index.readers.ofd.package import Opened, open_ofd
from index.readers.ofd.page_content import drawn, pictured
from index.readers.pdf.page_objects import is_scan
from index.readers.pdf.paged_document import PrintedPage, paged_document
from index.report import NoText

if TYPE_CHECKING:
    from index.readers.scan.scanned_page import Sheet


def read_ofd(path: Path, limits: Limits, progress: Progress | None = None) -> Document:
    """An OFD's lines and tables, page by page.

    Raises `Encrypted`, `Damaged`, `TooLarge` (pages) and `NoText`.
    """
    deadline = Deadline(limits, path)
    opened = open_ofd(path, limits)
    document = paged_document(
        source_of(path, "ofd"),
        _pages(opened),
        partial(_sheets, opened=opened, deadline=deadline),
        deadline,
        progress,
        title=opened.title,
    )
    if not document.blocks:
        raise NoText(f"没有可用的文字：{path.name}", path=str(path))
    return document


def _pages(opened: Opened) -> Iterator[PrintedPage]:
    for number, content in enumerate(opened.pages, 1):
        page, _ = drawn(content, opened.resources)
        yield PrintedPage(number, page.height, None if is_scan(page) else page)


def _sheets(numbers: Sequence[int], opened: Opened, deadline: Deadline) -> Iterator[Sheet]:
    """The pictures of pages ready to be read, one page at a time."""
    import numpy as np

    from index.readers.scan.orientation import upright
    from index.readers.scan.scanned_page import DPI

    for number in numbers:
        deadline.check()
        page, pictures = drawn(opened.pages[number - 1], opened.resources)
        yield upright(number, np.asarray(pictured(page, pictures, DPI / 72)), 72 / DPI)
