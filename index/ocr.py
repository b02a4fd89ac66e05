"""Scans and pictures to blocks: ruled tables cell by cell, everything else line by line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from index.characters import Reading, find_lines, read_lines
from index.files import Limits, Progress, source_of
from index.grid import Grid
from index.layout import Glyph, page_blocks
from index.report import BBox, Block, Damaged, Document, NoText, Place, RawCell, RawTable
from index.scan_lines import Ruled, find_ruled
from index.straighten import Straightened, straighten

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL import Image

    Picture = NDArray[np.uint8]

DPI = 200
"""Pages are read at this resolution; thresholds in pixels mean pixels of it."""
POINTS = 72 / DPI
SURE = 0.9
"""Below this confidence a reading is not taken for a value."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page ready to be read: straightened picture, its grids and its ink without their lines."""

    page: int
    straightened: Straightened
    ruled: Ruled

    @property
    def picture(self) -> Picture:
        return self.straightened.picture

    def place(self, box: BBox) -> Place:
        """A box of the sheet in points of the page as it came."""
        x0, top, x1, bottom = (v * POINTS for v in self.straightened.original(box))
        return Place(self.page, (x0, top, x1, bottom))


def read_page(page: int, picture: Picture) -> list[Block]:
    """The blocks of a page's grey picture at `DPI`."""
    sheet = prepare(page, picture)
    cells = [(g, c, cell_lines(sheet, c.bbox)) for g in sheet.ruled.grids for c in g.cells]
    free = _free_lines(sheet)
    readings = iter(
        read_lines(
            [_crop(sheet, box) for _, _, boxes in cells for box in boxes]
            + [_crop(sheet, box) for box in free]
        )
    )
    tables: dict[int, list[RawCell]] = {}
    for grid, cell, boxes in cells:
        text, confidence = cell_reading([next(readings) for _ in boxes])
        tables.setdefault(id(grid), []).append(
            RawCell(
                cell.row,
                cell.column,
                text,
                sheet.place(cell.bbox),
                cell.row_span,
                cell.column_span,
                confidence,
            )
        )
    blocks = [
        Block(table=_table(sheet, grid, tables[id(grid)])) for grid in sheet.ruled.grids
    ]
    lines = [
        Glyph(r.text, *_points(box)) for box, r in zip(free, readings, strict=True) if r.text
    ]
    return sorted(blocks + page_blocks(page, lines, ()), key=_top)


def _top(block: Block) -> float:
    box = (block.table.at if block.table else block.at).bbox
    return box[1] if box else 0.0


def _points(box: BBox) -> BBox:
    return (box[0] * POINTS, box[1] * POINTS, box[2] * POINTS, box[3] * POINTS)


def _table(sheet: Sheet, grid: Grid, cells: Sequence[RawCell]) -> RawTable:
    return RawTable(tuple(cells), len(grid.ys) - 1, len(grid.xs) - 1, sheet.place(grid.bbox))


def prepare(page: int, picture: Picture) -> Sheet:
    """A page straightened, its table lines found."""
    straightened = straighten(picture)
    return Sheet(page, straightened, find_ruled(straightened.picture))


def cell_reading(lines: Sequence[Reading]) -> tuple[str | None, float]:
    """A cell's text and confidence from its lines: "" without ink, None where ink says nothing."""
    if not lines:
        return "", 1.0
    text = "".join(line.text for line in lines)
    confidence = min(line.confidence for line in lines)
    return (text or None), confidence


def cell_lines(sheet: Sheet, box: BBox) -> list[BBox]:
    """The boxes of the printed lines inside a cell, in pixels; none where there is no ink."""
    import numpy as np

    x0, top, x1, bottom = (round(v) for v in box)
    ink = _inked(sheet.ruled.ink[top + 2 : bottom - 1, x0 + 2 : x1 - 1])
    lines = []
    for start, end in _runs(ink.any(axis=1), gap=3):
        columns = np.flatnonzero(ink[start:end].any(axis=0))
        left, right = int(columns[0]), int(columns[-1]) + 1
        lines.append((x0 + 2 + left, top + 2 + start, x0 + 2 + right, top + 2 + end))
    return _whole_lines(lines)


def _inked(ink: Picture) -> Picture:
    """Ink without specks: pieces too small to be a digit or a dash."""
    import cv2
    import numpy as np

    if not ink.size:
        return ink
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    big = [
        i
        for i in range(1, count)
        if stats[i, cv2.CC_STAT_AREA] >= 12
        and max(stats[i, cv2.CC_STAT_WIDTH], stats[i, cv2.CC_STAT_HEIGHT]) >= 6
    ]
    return np.isin(labels, big).astype(np.uint8)


def _runs(marked: NDArray[np.bool_], gap: int) -> Iterable[tuple[int, int]]:
    """Stretches of True, those nearer than `gap` made one."""
    import numpy as np

    places = np.flatnonzero(marked)
    if not len(places):
        return
    breaks = np.flatnonzero(np.diff(places) > gap)
    starts = [places[0], *(places[i + 1] for i in breaks)]
    ends = [*(places[i] for i in breaks), places[-1]]
    yield from ((int(a), int(b) + 1) for a, b in zip(starts, ends, strict=True))


def _whole_lines(lines: Sequence[tuple[int, int, int, int]]) -> list[BBox]:
    """Printed lines from runs of ink: a run much lower than the highest belongs to its neighbour.

    二 and 三 fall apart into strokes, a full stop stands below its line.
    """
    if not lines:
        return []
    height = max(b - t for _, t, _, b in lines)
    whole: list[tuple[int, int, int, int]] = []
    for line in lines:
        low = line[3] - line[1] < 0.5 * height
        if whole and (low or whole[-1][3] - whole[-1][1] < 0.5 * height):
            last = whole[-1]
            if line[3] - last[1] < 1.25 * height:
                whole[-1] = (min(last[0], line[0]), last[1], max(last[2], line[2]), line[3])
                continue
        whole.append(line)
    return [(float(a), float(b), float(c), float(d)) for a, b, c, d in whole]


def _crop(sheet: Sheet, box: BBox, margin: int = 4) -> Picture:
    """The picture of a line with a little paper around it, table lines painted over."""
    x0, top, x1, bottom = (round(v) for v in box)
    height, width = sheet.picture.shape
    area = (
        slice(max(0, top - margin), min(height, bottom + margin)),
        slice(max(0, x0 - margin), min(width, x1 + margin)),
    )
    return sheet.picture[area].copy()


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
    blocks: list[Block] = []
    for number, picture in enumerate(pictures, 1):
        if progress:
            progress(number - 1, len(pictures), f"识别第 {number} 页，共 {len(pictures)} 页")
        blocks += read_page(number, picture)
    if not blocks:
        raise NoText(f"图片里没有可用的文字：{path.name}", path=str(path))
    source = source_of(path, "image", pages=len(pictures), ocr=True)
    return Document(source, tuple(blocks), hard_wrapped=True)


def load_pictures(path: Path, limits: Limits) -> list[Picture]:
    """The frames of a picture file, grey, scaled to an A4 page at `DPI`. Raises `Damaged`."""
    import numpy as np
    from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

    try:
        with Image.open(path) as image:
            frames = [
                ImageOps.exif_transpose(frame).convert("L") for frame in ImageSequence.Iterator(image)
            ][: limits.max_pages]
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError) as error:
        raise Damaged(f"图片已损坏，无法打开：{path.name}", path=str(path)) from error
    return [np.asarray(_a4(frame)) for frame in frames]


def _a4(image: Image.Image) -> Image.Image:
    """A picture whose longer side is that of A4 at `DPI`."""
    scale = 2339 / max(image.size)
    if 0.8 < scale < 1.25:
        return image
    from PIL import Image as PIL

    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    return image.resize(size, PIL.Resampling.LANCZOS)
