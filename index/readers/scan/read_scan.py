"""Scans and pictures to blocks: ruled tables cell by cell, everything else line by line."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from index.document import Block, Document, RawCell, RawTable
from index.readers.deadline import Deadline
from index.readers.files import source_of
from index.readers.limits import Limits, Progress
from index.readers.page.page_layout import Glyph, in_order, line_blocks
from index.readers.page.unruled_column_labels import Head
from index.readers.scan.deskew import without_grain
from index.readers.scan.orientation import upright
from index.readers.scan.recogniser import find_lines, read_lines
from index.readers.scan.scanned_cells import in_scale, parted, raw_cell
from index.readers.scan.scanned_page import DPI, LONG_SIDE, SHORT_SIDE, Sheet, cell_lines, crop
from index.readers.scan.second_reading import second_look
from index.readers.scan.tolerances import SCAN
from index.readers.scan.unruled_scans import read_unruled
from index.report import BBox, Damaged, NoText, Place, TooLarge

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
    carried: Head | None = None
    for sheet in sheets:
        if progress:
            progress(sheet.page - 1, pages, f"正在识别第 {sheet.page} 页，共 {pages} 页")
        found, sheet, carried = _read_sheet(sheet, carried)
        blocks += found
        if sheet.ruled.grids:
            kept.append(sheet)
    return blocks, kept


def _read_sheet(sheet: Sheet, carried: Head | None) -> tuple[list[Block], Sheet, Head | None]:
    """The blocks of a page, the page with all its tables, and the head that may go on overleaf.

    `carried` is the head of a table without lines that began on an earlier page.
    """
    cells = [(c, cell_lines(sheet, c.bbox)) for g in sheet.ruled.grids for c in g.cells]
    free = _free_lines(sheet)
    boxes = [box for _, lines in cells for box in lines] + free
    readings = iter(read_lines([crop(sheet, box) for box in boxes]))
    each = [raw_cell(sheet, c, lines, readings) for c, lines in cells]
    read = iter(in_scale(each, [lines for _, lines in cells]))
    tables = [
        RawTable(
            _in_rows(r for c in grid.cells for r in parted(sheet, grid, c, next(read))),
            len(grid.ys) - 1,
            len(grid.xs) - 1,
            Place(sheet.page, grid.bbox),
        )
        for grid in sheet.ruled.grids
    ]
    lines = [Glyph(r.text, *box) for box, r in zip(free, readings, strict=True) if r.text]
    unruled = read_unruled(sheet, lines, carried)
    tables += unruled.tables
    blocks = in_order([*(Block(table=t) for t in tables), *line_blocks(sheet.page, unruled.lines)])
    ruled = replace(sheet.ruled, grids=(*sheet.ruled.grids, *unruled.grids))
    placed = [_placed(sheet, block) for block in blocks]
    return placed, replace(sheet, ruled=ruled), unruled.carried


def _placed(sheet: Sheet, block: Block) -> Block:
    """A block of the straightened sheet as it stands on the page.

    Lines of a turned page keep their page alone: what goes on with what is told by boxes that
    stand upright.
    """
    if block.table is not None and block.table.at.bbox:
        return replace(block, table=replace(block.table, at=sheet.place(block.table.at.bbox)))
    box = block.at.bbox if not sheet.straightened.quarters else None
    return replace(block, at=sheet.place(box) if box else Place(sheet.page))


def _in_rows(cells: Iterable[RawCell]) -> tuple[RawCell, ...]:
    """Cells in reading order."""
    return tuple(sorted(cells, key=lambda cell: (cell.row, cell.column)))


def _free_lines(sheet: Sheet) -> list[BBox]:
    """Boxes of the printed lines outside the tables, found strip by strip of the page."""
    import numpy as np

    masked = sheet.picture.copy()
    for grid in sheet.ruled.grids:
        x0, top, x1, bottom = (round(v) for v in grid.bbox)
        masked[max(0, top - 3) : bottom + 4, max(0, x0 - 3) : x1 + 4] = 255
    ink = sheet.ruled.ink.copy()
    ink[masked == 255] = 0
    printed = np.asarray(without_grain(ink).sum(axis=1) > 3 * 255)
    found: list[BBox] = []
    for start, end in strips(printed):
        lines = find_lines(masked[start:end])
        found += [(x0, top + start, x1, bottom + start) for x0, top, x1, bottom in lines]
    return found


def strips(printed: NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """Stretches of rows to search for print: blank stretches left out, none over `SCAN.tallest_strip` rows.

    The detector shrinks what is larger than it likes, and small print is lost with it.
    """
    import numpy as np

    rows = np.flatnonzero(printed)
    if not len(rows):
        return
    start = previous = int(rows[0])
    for row in (int(r) for r in rows[1:]):
        gap = row - previous
        if (
            gap > SCAN.blank_rows
            or (row - start > SCAN.tallest_strip - 200 and gap > 4)
            or row - start > SCAN.tallest_strip
        ):
            yield max(0, start - 12), previous + 13
            start = row
        previous = row
    yield max(0, start - 12), previous + 13


# ---------------------------------------------------------------- files


def read_image(path: Path, limits: Limits, progress: Progress | None = None) -> Document:
    """A picture of a report, all its frames. Raises `NoText`, `Damaged`."""
    deadline = Deadline(limits, path)
    deadline.allow_scans(1)  # pictures take memory before they are counted
    pictures = load_pictures(path, limits)
    deadline.allow_scans(len(pictures) - 1)
    blocks, tables = read_sheets(_sheets(pictures, deadline), len(pictures), progress)
    if not blocks:
        raise NoText(f"图片里没有可用的文字：{path.name}", path=str(path))
    source = source_of(path, "image", pages=len(pictures), ocr=True)
    document = Document(source, tuple(blocks), hard_wrapped=True)
    return second_look(document, tables)


def _sheets(pictures: Sequence[tuple[Picture, float]], deadline: Deadline) -> Iterator[Sheet]:
    for page, (picture, points) in enumerate(pictures, 1):
        deadline.check()
        yield upright(page, picture, points)


def load_pictures(source: Path | io.BytesIO, limits: Limits) -> list[tuple[Picture, float]]:
    """The pages of a picture file at about `DPI`, in grey or in colours, and a pixel's points.

    A page is as wide as A4; what is much taller than A4 is a page all the same (phones make
    such pictures of long documents).  Raises `Damaged`, `TooLarge`.
    """
    import numpy as np
    from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

    name = source.name if isinstance(source, Path) else "图片"
    try:
        with Image.open(source) as image:
            if getattr(image, "n_frames", 1) > limits.max_pages:
                raise TooLarge(f"超过上限 {limits.max_pages} 页：{name}", path=name)
            frames = [
                _a4(ImageOps.exif_transpose(frame.convert(_GREYS.get(frame.mode, "RGB"))))
                for frame in ImageSequence.Iterator(image)
            ]
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as error:
        raise Damaged(f"图片已损坏，无法打开：{name}", path=name) from error
    return [(np.asarray(frame), 72 / DPI) for frame in frames]


_GREYS = dict.fromkeys(("1", "L", "LA", "I", "I;16", "F"), "L")
"""Pillow's modes without colours."""


def _a4(image: Image.Image) -> Image.Image:
    """A picture brought to about the size of A4 at `DPI`, by its width where it is very tall."""
    from PIL import Image as PIL

    tall = image.height > 1.6 * image.width
    scale = (SHORT_SIDE / image.width) if tall else LONG_SIDE / max(image.size)
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    return image.resize(size, PIL.Resampling.LANCZOS) if abs(scale - 1) > 0.05 else image
