"""PDF to a Document: pdfplumber gives characters and ruled lines, a drawing what of them is seen."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from index.document import Block, Document
from index.readers.deadline import Deadline
from index.readers.files import source_of
from index.readers.limits import Limits, Progress
from index.readers.page.page_layout import Glyph, has_figures, in_order, line_blocks, ruled_tables
from index.readers.page.printed_words import words_of
from index.readers.page.ruled_grids import Grid, Line, find_grids
from index.readers.page.unruled_column_labels import Head
from index.readers.page.unruled_tables import find_unruled
from index.readers.pdf.page_objects import Drawn, drawn_on, is_scan, ruled_lines, shows_picture
from index.readers.pdf.pdfium_lock import PDFIUM
from index.readers.pdf.rotated_pages import turn_of
from index.readers.pdf.running_titles import without_running
from index.readers.pdf.structure import Opened, open_pdf
from index.readers.pdf.two_columns import gutter
from index.readers.pdf.visible import seen_on
from index.readers.pdf.watermark import without_watermark
from index.readers.scan.pictures_in_text import lacks_tables
from index.readers.scan.tolerances import SCAN
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
    import pdfplumber
    from pdfplumber.utils.exceptions import PdfminerException

    logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it warns of every font it dislikes
    deadline = Deadline(limits, path)
    opened = open_pdf(path, limits)
    blocks: list[Block] = []
    scans: list[int] = []
    pictured: list[int] = []
    heights: dict[int, float] = {}
    carried: Head | None = None
    try:
        with pdfplumber.open(opened.stream(path)) as pdf:
            for number, page in enumerate(pdf.pages, 1):
                deadline.check()
                heights[number] = float(page.height)
                drawn = drawn_on(page)
                if is_scan(drawn):
                    scans.append(number)
                else:
                    if shows_picture(drawn):
                        pictured.append(number)
                    drawn = _as_seen(number, page, drawn, opened, path)
                    found, carried = _page(number, drawn, carried)
                    blocks += found
                page.close()
    except PdfminerException as error:
        raise Damaged(f"文件已损坏，无法读取：{path.name}", path=str(path)) from error
    document = Document(
        source_of(path, "pdf", pages=opened.pages, ocr=bool(scans)),
        tuple(without_running(blocks, heights)),
        hard_wrapped=True,
        title=opened.title,
    )
    pictured = pictured[: SCAN.most_pictures]
    if pictured and lacks_tables(document):
        scans += pictured
        others = (block for block in document.blocks if _page_of(block) not in pictured)
        source = replace(document.source, ocr=True)
        document = replace(document, source=source, blocks=tuple(others), pictured=True)
    if scans:
        scans.sort()
        deadline.allow_scans(len(scans))
        sheets = _sheets(scans, opened.stream(path), deadline)
        document = _with_scans(document, sheets, len(scans), progress)
    if not document.blocks:
        raise NoText(f"没有可用的文字：{path.name}", path=str(path))
    return document


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


def _page(number: int, drawn: Drawn, carried: Head | None) -> tuple[list[Block], Head | None]:
    """The page's blocks, and the head of a table without lines that may go on overleaf."""
    lines = ruled_lines(drawn)
    turn = turn_of(drawn)
    if turn is None:
        return _columns(number, drawn, lines, carried)
    glyphs, lines = [turn.glyph(glyph) for glyph in drawn.glyphs], turn.lines(*lines)
    blocks, carried = _upright(number, glyphs, find_grids(*lines), carried)
    return turn.blocks(blocks), carried


def _columns(
    number: int, drawn: Drawn, lines: tuple[list[Line], list[Line]], carried: Head | None
) -> tuple[list[Block], Head | None]:
    """The blocks of a page, of each of its columns one after the other where it has two."""
    glyphs = without_watermark(drawn.glyphs)
    middle = gutter(drawn.width, glyphs, lines[0]) if drawn.width > drawn.height else None
    grids = find_grids(*lines)
    if middle is None:
        return _upright(number, glyphs, grids, carried)
    blocks: list[Block] = []
    for left in (True, False):
        column = [g for g in glyphs if (g.x0 < middle) == left]
        beside = [grid for grid in grids if (grid.xs[0] < middle) == left]
        found, carried = _upright(number, column, beside, carried)
        blocks += found
    return blocks, carried


def _upright(
    number: int, glyphs: Sequence[Glyph], grids: Sequence[Grid], carried: Head | None
) -> tuple[list[Block], Head | None]:
    """The blocks of a page whose print is upright, and the head that may go on overleaf."""
    tables, rest = ruled_tables(number, glyphs, grids)
    boxed = [(table, members) for table, members in tables if not has_figures(table)]
    words = words_of([*rest, *(glyph for _, members in boxed for glyph in members)])
    found, carried = find_unruled(number, words, carried)
    taken = {id(glyph) for table in found for word in table.words for glyph in word.glyphs}
    for table, members in boxed:
        if any(id(glyph) in taken for glyph in members):
            tables.remove((table, members))
            rest += members
    blocks = [Block(table=table) for table in (*(t for t, _ in tables), *(f.table for f in found))]
    lines = line_blocks(number, [glyph for glyph in rest if id(glyph) not in taken])
    return in_order([*blocks, *lines]), carried
