"""Readings that may be wrong, looked at again: never a guess for a value, rather none.

Two things raise a doubt: the recogniser's own, and an equation of the form that does not hold.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from index.document import Document, RawCell
from index.equations import Equation, equations
from index.formats import FORMS, edition
from index.readers.scan.recogniser import Reading, read_lines
from index.readers.scan.scanned_page import Sheet, cell_lines, crop
from index.readers.scan.tolerances import SCAN
from index.report import BBox, NotAReport, Place, Report
from index.text import cell_value

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Picture = NDArray[np.uint8]

_TICKS = "√✓✔"
"""A pen's, beside the print."""
_BLURRED, _LONG = 0.6, 6
"""A reading not above this confidence is not taken for words unless it is so long: an 11 that lost
strokes is read as two characters, and a row's label is known by those that are left."""
_LOOKALIKES = str.maketrans(
    {"O": "0", "o": "0", "〇": "0", "。": "0", "l": "1", "I": "1", "|": "1"} | dict.fromkeys(_TICKS)
)
_WORDS = re.compile(r"[\u4e00-\u9fff]{2}")
_WORDLESS = re.compile(r"无|[增减][0-9]+")
"""What a cell may hold that is neither words of two characters nor a value."""
_BESIDE = re.compile(r"[\u4e00-\u9fff]{0,3}[0-9]+[\u4e00-\u9fff]{1,3}|[\u4e00-\u9fff]{1,3}[0-9]+")
"""A figure with something beside it: its unit, or what a seal or a pen left there."""
_MARKS = frozenset("/-—")
_UPRIGHT = frozenset(["", *"1lI|!/丿ノJ"])
_FIGURES = re.compile(r"[-+/—–.,，0-9]{2}")
_APART = re.compile(r"[^\u4e00-\u9fff]*[-+/—–.,，0-9] [-+/—–.,，0-9]")
"""Two figures with a blank between them before any word."""
_DASH = re.compile(r"[-—–－一_]+")


def joined(lines: Sequence[Reading]) -> Reading | None:
    """A cell's reading from those of its lines, None where there is no ink.

    Figures that meet at a line's end are kept apart by a blank: `3` over `13` may be two rows.
    """
    if not lines:
        return None
    text = lines[0].text
    for line in lines[1:]:
        meet = _FIGURES.fullmatch((text[-1:] + line.text[:1]).translate(_LOOKALIKES))
        text += f" {line.text}" if meet else line.text
    return Reading(text, min(line.confidence for line in lines))


@dataclass(frozen=True, slots=True)
class Stroke:
    """The look of a cell's print: width over height, and how far it leans right per row upwards."""

    shape: float
    lean: float
    pieces: int


def as_value(reading: Reading, stroke: Stroke) -> Reading:
    """A short reading with letters that look like digits made digits, a lone stroke a dash.

    A slash is read as 1 more often than not; what leans as far as it is none.
    """
    if stroke.pieces == 1 and reading.text in _UPRIGHT and stroke.lean > SCAN.slash:
        return Reading("/", 1.0)
    lone = stroke.pieces == 1 and len(reading.text) <= 1
    if stroke.shape > SCAN.flat_stroke and (lone or _DASH.fullmatch(reading.text)):
        return Reading("-" if reading.text == "-" else "—", 1.0)
    return Reading(as_digits(reading.text), reading.confidence)


def as_digits(text: str) -> str:
    """`text` with letters that look like digits made digits, if it is nothing else then."""
    digits = text.translate(_LOOKALIKES)
    return digits if digits.isdecimal() else text


def is_told(text: str, confidence: float = 1.0) -> bool:
    """Whether a cell's reading is something that a cell may say.

    A digit beside a stroke of a pen, or characters of a seal, are neither value nor words.
    """
    if _APART.match(text.translate(_LOOKALIKES)):
        return False
    if _WORDLESS.fullmatch(text) or _WORDS.search(text) and not _BESIDE.fullmatch(text):
        return confidence > _BLURRED or len(text) >= _LONG
    padded = len(text) > 1 and text.isdecimal() and text.startswith("0")
    return not padded and cell_value(text)[1] in {"number", "dash"}


def stroke_of(sheet: Sheet, lines: Sequence[BBox]) -> Stroke:
    """The look of a cell's first line of print."""
    import numpy as np

    x0, top, x1, bottom = (int(v) for v in lines[0])
    ys, xs = np.nonzero(sheet.ruled.ink[top:bottom, x0:x1])
    shape = (x1 - x0) / max(1, bottom - top)
    spread = float(ys.var()) if len(ys) else 0.0
    lean = -float(((xs - xs.mean()) * (ys - ys.mean())).mean()) / spread if spread > 1 else 0.0
    return Stroke(shape, lean, _pieces(sheet, lines))


def is_doubtful(reading: Reading, sheet: Sheet, lines: Sequence[BBox]) -> bool:
    """Whether a cell that may hold a value needs a second look.

    Sure digits are counted against the pieces of ink: 11 is easily read as 1, and a digit that
    touches a table line is easily lost.
    """
    if _WORDS.search(reading.text):
        return False
    if reading.confidence < SCAN.sure or not reading.text:
        return True
    if reading.text in _MARKS:
        return False
    if reading.text.isdecimal():
        return _pieces(sheet, lines) != len(reading.text)
    return True


def _pieces(sheet: Sheet, lines: Sequence[BBox]) -> int:
    """How many pieces of ink, side by side, a cell's print has."""
    import numpy as np

    count = 0
    for x0, top, x1, bottom in lines:
        ink = sheet.ruled.ink[int(top) : int(bottom), int(x0) : int(x1)]
        marked = ink.any(axis=0).astype(np.int8)
        count += int((np.diff(marked, prepend=0) > 0).sum())
    return count


def may_be_negative(reading: Reading, sheet: Sheet, lines: Sequence[BBox]) -> bool:
    """Whether a speck stands where a number's minus sign would, its ends eaten away: no higher
    than wide, left of the first figure at half its height."""
    import cv2

    if not reading.text.strip("0").isdecimal():
        return False
    x0, top, x1, bottom = (int(v) for v in lines[0])
    rows = slice(top + 2 * (bottom - top) // 5, bottom - (bottom - top) // 4)
    ink = sheet.ruled.ink[rows, max(0, x0 - 4 * (bottom - top) // 5) : max(0, x0 - 1)]
    if not ink.any():
        return False
    pieces = cv2.connectedComponentsWithStats(ink, connectivity=8)[2][1:].tolist()
    return any(width >= SCAN.minus and width >= high for _, _, width, high, _ in pieces)


def may_be_seal(reading: Reading) -> bool:
    """Whether what is read in a cell below a seal may be what is left of the seal."""
    return cell_value(reading.text)[1] != "number" and not (
        _WORDS.search(reading.text) and reading.confidence >= SCAN.sure
    )


def is_parted(reading: Reading, sheet: Sheet, lines: Sequence[BBox]) -> bool:
    """Whether a value's print, as first read, has a gap as wide as between columns."""
    import numpy as np

    if _WORDS.search(reading.text) or any(tick in reading.text for tick in _TICKS):
        return False
    for x0, top, x1, bottom in lines:
        marked = sheet.ruled.ink[int(top) : int(bottom), int(x0) : int(x1)].any(axis=0)
        gaps = np.diff(np.flatnonzero(marked))
        if len(gaps) and gaps.max() > SCAN.figures_apart * (bottom - top):
            return True
    return False


def settle(sheet: Sheet, lines: Sequence[BBox], first: Reading) -> Reading:
    """What several other pictures of the same print say together; text "" where they disagree."""
    stroke = stroke_of(sheet, lines)
    votes = [as_value(r, stroke) for r in (first, *variants(sheet, lines))]
    sure = [v for v in votes if v.confidence >= SCAN.sure and v.text]
    counts = Counter(v.text for v in sure)
    if not counts:
        return Reading("", max(v.confidence for v in votes))
    (text, most), *others = counts.most_common()
    if most < 2 or (others and others[0][1] * 3 > most):
        return Reading("", max(v.confidence for v in votes))
    return Reading(text, max(v.confidence for v in sure if v.text == text))


def variants(sheet: Sheet, lines: Sequence[BBox]) -> list[Reading]:
    """Readings of a cell's print from pictures made otherwise: wider, larger, cleaned, stretched."""
    box = (
        min(b[0] for b in lines),
        min(b[1] for b in lines),
        max(b[2] for b in lines),
        max(b[3] for b in lines),
    )
    boxes = [box] if len(lines) == 1 else list(lines)
    pictures = [picture for b in boxes for picture in _pictures(sheet, b)]
    readings = read_lines(pictures)
    each = len(pictures) // len(boxes)
    return [r for i in range(each) if (r := joined(readings[i::each])) is not None]


def _pictures(sheet: Sheet, box: BBox) -> list[Picture]:
    import cv2
    import numpy as np

    tight = crop(sheet, box, 3)
    x0, top, x1, bottom = (round(v) for v in box)
    ink = sheet.ruled.ink[max(0, top - 2) : bottom + 2, max(0, x0 - 2) : x1 + 2]
    paper = int(np.percentile(tight, 90))
    clean = np.where(cv2.dilate(ink, np.ones((3, 3), np.uint8)) > 0, _same(sheet, box, ink), paper)
    framed = cv2.copyMakeBorder(
        clean.astype(np.uint8), 6, 6, 14, 14, cv2.BORDER_CONSTANT, value=(paper,)
    )
    made = (
        framed,
        cv2.resize(tight, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC),
        cv2.resize(framed, None, fx=1.4, fy=1, interpolation=cv2.INTER_CUBIC),
        cv2.GaussianBlur(framed, (3, 3), 0),
    )
    return [np.asarray(picture, np.uint8) for picture in made]


def _same(sheet: Sheet, box: BBox, ink: Picture) -> Picture:
    """The grey picture of the same pixels as `ink`."""
    x0, top = max(0, round(box[0]) - 2), max(0, round(box[1]) - 2)
    return sheet.picture[top : top + ink.shape[0], x0 : x0 + ink.shape[1]]


# ---------------------------------------------------------------- equations


def second_look(document: Document, sheets: Sequence[Sheet]) -> Document:
    """The document with the cells of equations that do not hold read again.

    A cell is changed only where its print, read again, says another number and that number makes
    the equations hold; a fault of the report itself stays as it is printed.
    """
    from index.recognition.recognize import recognize

    try:
        report = recognize(document)[0]
    except NotAReport:
        return document
    suspects = _suspects(report)
    drawn = {
        sheet.place(cell.bbox): (sheet, cell.bbox)
        for sheet in (sheets if suspects else ())
        for grid in sheet.ruled.grids
        for cell in grid.cells
    }
    changed: dict[Place, RawCell] = {}
    by_place = {
        cell.at: cell for block in document.blocks if block.table for cell in block.table.cells
    }
    for key in suspects:
        cell = by_place.get(report.cell(key).at)
        if cell is None or cell.at in changed or cell.at not in drawn or not cell.confidence:
            continue
        readings = list(_readings(*drawn[cell.at]))
        again = _again(report, key, cell, readings)
        if again is not None and again != cell.text:
            changed[cell.at] = replace(cell, text=again or None, first_text=cell.text)
        elif _is_confirmed(cell, readings):
            changed[cell.at] = replace(cell, seen_again=True)
    return _with_cells(document, changed)


def _suspects(report: Report) -> list[str]:
    """Cells of equations that fail, those in two failing equations first.

    Where a single cell is not read, it alone can make its equation hold; of several, none can.
    """
    counts: Counter[str] = Counter()
    for equation in equations_of(report):
        keys = (*equation.left, *equation.right)
        unread = [key for key in keys if report.cell(key).state == "unread"]
        if not unread and not holds(equation, report):
            counts.update(keys)
        elif len(unread) == 1:
            counts.update(unread)
    return [key for key, _ in counts.most_common(40)]


def equations_of(report: Report) -> Iterable[Equation]:
    """T01–T04 of the report's form."""
    if report.format not in (*FORMS, "mixed"):
        return ()
    one_row = any(key.startswith("applications.other.total") for key in report.cells)
    return equations(edition(report.format, report.year), one_row_other=one_row)


def holds(
    equation: Equation, report: Report, instead: Mapping[str, float | None] | None = None
) -> bool:
    """Whether an equation holds, blanks counting nothing; an unread cell makes it fail."""
    sides = []
    for keys in (equation.left, equation.right):
        total = 0.0
        for key in keys:
            cell = report.cell(key)
            value = (instead or {}).get(key, cell.value)
            if value is None and cell.state == "unread":
                return False
            total += value or 0
        sides.append(total)
    return sides[0] == sides[1]


def _is_confirmed(cell: RawCell, readings: Sequence[Reading]) -> bool:
    """Whether other pictures of the same print say the same, and none surely something else."""
    sure = [reading.text for reading in readings if reading.confidence >= SCAN.sure]
    return len(sure) > 1 and set(sure) == {cell.text}


def _again(report: Report, key: str, cell: RawCell, readings: Sequence[Reading]) -> str | None:
    """Another reading of a cell that makes its equations hold; None where the first stands."""
    mine = [e for e in equations_of(report) if key in e.left or key in e.right]
    for reading in readings:
        if reading.text.isdecimal() and reading.text != cell.text:
            value = {key: float(reading.text)}
            if sum(holds(e, report, value) for e in mine) > sum(holds(e, report) for e in mine):
                return reading.text
    return None


def _readings(sheet: Sheet, box: BBox) -> Iterator[Reading]:
    lines = cell_lines(sheet, box)
    if lines:
        stroke = stroke_of(sheet, lines)
        yield from (as_value(r, stroke) for r in variants(sheet, lines))


def _with_cells(document: Document, changed: Mapping[Place, RawCell]) -> Document:
    if not changed:
        return document
    blocks = tuple(
        replace(
            block,
            table=replace(
                block.table, cells=tuple(changed.get(c.at, c) for c in block.table.cells)
            ),
        )
        if block.table
        else block
        for block in document.blocks
    )
    return replace(document, blocks=blocks)
