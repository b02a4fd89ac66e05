"""Tables that a text document shows as pictures: read as pages are, where the text lacks a table."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from index.document import Block, Document
from index.readers.deadline import Deadline
from index.readers.limits import Limits, Progress
from index.readers.scan.read_scan import load_pictures, read_sheets
from index.readers.scan.tolerances import SCAN
from index.recognition.heading_marks import TITLE
from index.report import Damaged, NotAReport, Place, TooLarge
from index.text import squash

if TYPE_CHECKING:
    from index.readers.scan.scanned_page import Sheet


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture's bytes and the line of the document after which it stands."""

    line: int
    data: bytes


def lacks_tables(document: Document) -> bool:
    """Whether a document that seems to be a report has statutory tables that are not in its text."""
    from index.recognition.recognize import recognize

    try:
        reports = recognize(document)
    except NotAReport:
        text = "".join(block.text for block in document.blocks[:60])
        return bool(TITLE.search(squash(text)))
    return any(table.state != "read" for report in reports for table in report.tables)


def with_pictures(
    document: Document,
    pictures: Sequence[Picture],
    limits: Limits,
    path: Path,
    progress: Progress | None,
) -> Document:
    """The document with what its pictures show in their places, where it lacks tables.

    Pictures too small for a table, or past the first few, are left out.
    """
    large = [p for p in pictures if _is_large(p.data)][: SCAN.most_pictures]
    if not large or not lacks_tables(document):
        return document
    deadline = Deadline(limits, path)
    deadline.allow_scans(len(large))
    blocks = list(document.blocks)
    for picture in reversed(large):
        deadline.check()
        at = next((i for i, b in enumerate(blocks) if _line(b) > picture.line), len(blocks))
        blocks[at:at] = _shown(picture, limits, progress)
    source = replace(document.source, ocr=True)
    return replace(document, source=source, blocks=tuple(blocks), pictured=True)


def _line(block: Block) -> int:
    return (block.table.at if block.table else block.at).line or 0


def _is_large(data: bytes) -> bool:
    """Whether a picture may hold a table: a photo of any size may, a logo or a line not."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data)) as image:
            return min(image.size) >= SCAN.lowest_picture and max(image.size) >= SCAN.widest_logo
    except (OSError, ValueError, Image.DecompressionBombError):
        return False


def _shown(picture: Picture, limits: Limits, progress: Progress | None) -> list[Block]:
    """The blocks of a picture, all at its place in the document."""
    try:
        pages = load_pictures(io.BytesIO(picture.data), limits)
    except (Damaged, TooLarge):
        return []
    blocks, _ = read_sheets(_sheets(pages), len(pages), progress)
    return [block.placed(Place(line=picture.line)) for block in blocks]


def _sheets(pages: Sequence[tuple[object, float]]) -> Iterator[Sheet]:
    from index.readers.scan.orientation import upright

    for number, (picture, points) in enumerate(pages, 1):
        yield upright(number, picture, points)  # type: ignore[arg-type]
