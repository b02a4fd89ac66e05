"""What is drawn on a page of a PDF: its characters, its ruled lines, its pictures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal

from index.readers.page.page_layout import Glyph
from index.readers.page.ruled_grids import Line, merge_lines
from index.readers.pdf.page_device import layout_of
from index.readers.pdf.tolerances import PDF
from index.report import BBox

if TYPE_CHECKING:
    from pdfminer.layout import LTChar, LTContainer, LTItem
    from pdfplumber.page import Page


@dataclass(frozen=True, slots=True)
class Shape:
    """A line, rectangle or other path; `corners` are those of the path, `stroked` says that its
    outline is drawn."""

    kind: Literal["line", "rect", "curve"]
    box: BBox
    stroked: bool = False
    corners: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page of `width` × `height` points; `turned` says of each character that does not stand
    upright by how many quarters it is turned, 1 where it reads from bottom to top; `images` are
    the boxes of pictures.
    """

    width: float
    height: float
    glyphs: Sequence[Glyph]
    turned: Sequence[int]
    shapes: Sequence[Shape]
    images: Sequence[BBox]


def drawn_on(page: Page) -> Drawn:
    """What pdfplumber's page draws.

    All is taken from under it: what it says of each object beyond text and box takes a third of
    the time of a page.
    """
    from pdfminer.layout import LTChar, LTCurve, LTImage, LTLine, LTRect

    glyphs: list[Glyph] = []
    turned: list[int] = []
    shapes: list[Shape] = []
    images: list[BBox] = []
    left, above = page.mediabox[:2]
    foot = page.height + above
    for item in _items(layout_of(page)):
        if not isinstance(item, LTChar | LTCurve | LTImage):
            continue
        box = (item.x0 + left, foot - item.y1, item.x1 + left, foot - item.y0)
        if isinstance(item, LTChar):
            if _runs_aslant(item):
                continue
            glyphs.append(Glyph(item.get_text(), *box))
            if quarters := _quarters(item):
                turned.append(quarters)
        elif isinstance(item, LTImage):
            images.append(box)
        elif isinstance(item, LTLine | LTRect):
            shapes.append(Shape("line" if isinstance(item, LTLine) else "rect", box, item.stroke))
        else:
            corners = tuple((x + left, foot - y) for x, y in item.pts)
            shapes.append(Shape("curve", box, item.stroke, corners))
    return Drawn(float(page.width), float(page.height), glyphs, turned, shapes, images)


def _quarters(char: LTChar) -> int:
    """By how many quarters a character is turned; a computed turn leaves noise where 0 is meant."""
    along, up = char.matrix[0], char.matrix[1]
    if abs(up) > abs(along):
        return 1 if up > 0 else 3
    return 2 if along < 0 else 0


def _runs_aslant(char: LTChar) -> bool:
    """Whether a character's line runs aslant, as a watermark's does: it is no part of the text."""
    along, up = abs(char.matrix[0]), abs(char.matrix[1])
    return bool(min(along, up) > PDF.aslant * max(along, up))


def _items(container: LTContainer[Any]) -> Iterator[LTItem]:
    """Everything in a page or a figure, at any depth."""
    from pdfminer.layout import LTContainer

    for item in container:
        if isinstance(item, LTContainer):
            yield from _items(item)
        else:
            yield item


def is_scan(drawn: Drawn) -> bool:
    """Whether a page has no usable text: none, characters of no known meaning, or text laid
    invisibly under a picture of the page, whose table lines are in the picture."""
    characters = [g.text for g in drawn.glyphs if g.text.strip()]
    unknown = sum(c.startswith("(cid:") or "\ue000" <= c <= "\uf8ff" for c in characters)
    kinds = [shape.kind for shape in drawn.shapes]
    if len(characters) - unknown < 10 or unknown > 0.2 * len(characters):
        return bool(drawn.images or kinds.count("curve") > 50 or unknown)
    area = max((_covered(image, drawn) for image in drawn.images), default=0.0)
    return area > 0.7 and kinds.count("curve") == len(kinds)


def shows_picture(drawn: Drawn) -> bool:
    """Whether a picture beside the page's text is large enough to show a table."""
    return any(_covered(image, drawn) > PDF.least_picture for image in drawn.images)


def _covered(image: BBox, drawn: Drawn) -> float:
    """The share of the page that an image covers."""
    width = min(image[2], drawn.width) - max(image[0], 0)
    height = min(image[3], drawn.height) - max(image[1], 0)
    return float(max(0.0, width) * max(0.0, height) / (drawn.width * drawn.height))


def ruled_lines(drawn: Drawn) -> tuple[list[Line], list[Line]]:
    """What is drawn as lines: strokes, and filled rectangles too thin to be anything else,
    dotted and dashed ones made whole.

    Other filled rectangles are backgrounds: word processors shade each printed line with one.
    """
    horizontal: list[Line] = []
    vertical: list[Line] = []
    dots: tuple[list[Line], list[Line]] = ([], [])
    for shape in drawn.shapes:
        x0, top, x1, bottom = shape.box
        width, height = x1 - x0, bottom - top
        if min(width, height) < PDF.thin:
            small = max(width, height) < PDF.thin
            if width >= height or small and width >= PDF.round * height:
                flat = Line(top + height / 2, x0, x1)
                (dots[0] if small else horizontal).append(flat)
            if height > width or small and height >= PDF.round * width:
                upright = Line(x0 + width / 2, top, bottom)
                (dots[1] if small else vertical).append(upright)
        elif shape.stroked:
            for a, b in pairwise(_outline(shape)):
                if a[1] == b[1]:
                    horizontal.append(Line(a[1], min(a[0], b[0]), max(a[0], b[0])))
                elif a[0] == b[0]:
                    vertical.append(Line(a[0], min(a[1], b[1]), max(a[1], b[1])))
    return horizontal + _dotted(dots[0]), vertical + _dotted(dots[1])


def _outline(shape: Shape) -> Sequence[tuple[float, float]]:
    """The corners of a shape from one to the next."""
    x0, top, x1, bottom = shape.box
    around = ((x0, top), (x1, top), (x1, bottom), (x0, bottom), (x0, top))
    return around if shape.kind == "rect" else shape.corners


def _dotted(dots: Sequence[Line]) -> list[Line]:
    """The lines that rows of dots or dashes make."""
    return [
        line
        for line in merge_lines(dots, PDF.thin, PDF.round)
        if line.end - line.start > 3 * PDF.thin
    ]
