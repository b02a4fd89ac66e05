"""Scans and pictures to blocks: ruled tables cell by cell, everything else line by line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from index.characters import Reading, find_lines, read_lines
from index.doubt import as_value, is_doubtful, joined, second_look, settle, shape_of
from index.files import Limits, Progress, source_of
from index.grid import GridCell
from index.layout import Glyph, in_order, page_blocks
from index.report import BBox, Block, Damaged, Document, NoText, RawCell, RawTable, TooLarge
from index.sheet import DPI, LONG_SIDE, Sheet, cell_lines, crop, prepare

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL import Image

    Picture = NDArray[np.uint8]


def read_sheets(
    sheets: Iterable[Sheet], pages: int, progress: Progress | None
) -> tuple[list[Block], list[Sheet]]:
    """The blocks of pages, and those of the pages that have tables, for a second look."""
    blocks: list[Block] = []
    kept: list[Sheet] = []
    for sheet in sheets:
        if progress:
            progress(sheet.page - 1, pages, f"正在识别第 {sheet.page} 页，共 {pages} 页")
        blocks += read_sheet(sheet)
        if sheet.ruled.grids:
            kept.append(sheet)
    return blocks, kept


def read_sheet(sheet: Sheet) -> list[Block]:
    """The blocks of a page."""
    cells = [(c, cell_lines(sheet, c.bbox)) for g in sheet.ruled.grids for c in g.cells]
    free = _free_lines(sheet)
    boxes = [box for _, lines in cells for box in lines] + free
    readings = iter(read_lines([crop(sheet, box) for box in boxes]))
    read = iter([_raw_cell(sheet, c, lines, readings) for c, lines in cells])
    tables = [
        RawTable(
            tuple(next(read) for _ in grid.cells),
            len(grid.ys) - 1,
            len(grid.xs) - 1,
            sheet.place(grid.bbox),
        )
        for grid in sheet.ruled.grids
    ]
    lines = [
        Glyph(r.text, *(sheet.place(box).bbox or box))
        for box, r in zip(free, readings, strict=True)
        if r.text
    ]
    return in_order([*(Block(table=t) for t in tables), *page_blocks(sheet.page, lines, ())])


def _raw_cell(
    sheet: Sheet, cell: GridCell, lines: Sequence[BBox], readings: Iterator[Reading]
) -> RawCell:
    """A cell from the readings of its lines; a doubtful one is looked at again."""
    place = sheet.place(cell.bbox)
    at = (cell.row, cell.column, "", place, cell.row_span, cell.column_span)
    first = joined([next(readings) for _ in lines])
    if first is None:
        return RawCell(*at)
    first = as_value(first, shape_of(lines))
    last = settle(sheet, lines, first) if is_doubtful(first, sheet, lines) else first
    return replace(
        RawCell(*at),
        text=last.text or None,
        confidence=last.confidence,
        first_text=first.text if last.text != first.text else None,
    )


def _free_lines(sheet: Sheet) -> list[BBox]:
    """Boxes of the printed lines outside the tables."""
    masked = sheet.picture.copy()
    for grid in sheet.ruled.grids:
        x0, top, x1, bottom = (round(v) for v in grid.bbox)
        masked[max(0, top - 3) : bottom + 4, max(0, x0 - 3) : x1 + 4] = 255
    return find_lines(masked)


# ---------------------------------------------------------------- files


def read_image(path: Path, limits: Limits, progress: Progress | None = None) -> Document:
    """A picture of a report, all its frames. Raises `NoText`, `Damaged`."""
    pictures = load_pictures(path, limits)
    sheets = (prepare(n, p, points) for n, (p, points) in enumerate(pictures, 1))
    blocks, tables = read_sheets(sheets, len(pictures), progress)
    if not blocks:
        raise NoText(f"图片里没有可用的文字：{path.name}", path=str(path))
    source = source_of(path, "image", pages=len(pictures), ocr=True)
    document = Document(source, tuple(blocks), hard_wrapped=True)
    return second_look(document, tables)


def load_pictures(path: Path, limits: Limits) -> list[tuple[Picture, float]]:
    """The frames of a picture file in grey at about `DPI`, and the size of a pixel in points.

    A point is here 1/842 of an A4 page's longer side. Raises `Damaged`, `TooLarge`.
    """
    import numpy as np
    from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

    try:
        with Image.open(path) as image:
            frames = [
                _a4(ImageOps.exif_transpose(frame.convert("L")))
                for frame in ImageSequence.Iterator(image)
            ]
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as error:
        raise Damaged(f"图片已损坏，无法打开：{path.name}", path=str(path)) from error
    if len(frames) > limits.max_pages:
        raise TooLarge(
            f"共 {len(frames)} 页，超过上限 {limits.max_pages} 页：{path.name}", path=str(path)
        )
    return [(np.asarray(frame), 72 / DPI) for frame in frames]


def _a4(image: Image.Image) -> Image.Image:
    """A picture whose longer side is about that of A4 at `DPI`."""
    from PIL import Image as PIL

    scale = LONG_SIDE / max(image.size)
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    return image.resize(size, PIL.Resampling.LANCZOS) if abs(scale - 1) > 0.05 else image
