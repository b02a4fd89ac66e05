"""The objects of an OFD page to what is drawn on it: characters, lines, pictures, in points."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import atan2, cos, degrees, radians, sin
from typing import TYPE_CHECKING

from index.readers.ofd.package import Content, Resources, box_of, numbers
from index.readers.ofd.tolerances import OFD
from index.readers.page.page_layout import Glyph
from index.readers.pdf.page_objects import Drawn, Shape
from index.report import BBox, TooLarge

if TYPE_CHECKING:
    from lxml.etree import _Element
    from PIL.Image import Image

POINT = 72 / 25.4
"""Points of a millimetre."""
_TAKES = {"M": 2, "S": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
"""Numbers that each step of a path takes."""
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Matrix:
    """x' = a·x + c·y + e, y' = b·x + d·y + f; y grows downwards."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def at(self, x: float, y: float) -> Point:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def after(self, first: Matrix) -> Matrix:
        """What `first` and then this one do."""
        a, b = self.a * first.a + self.c * first.b, self.b * first.a + self.d * first.b
        c, d = self.a * first.c + self.c * first.d, self.b * first.c + self.d * first.d
        return Matrix(a, b, c, d, *self.at(first.e, first.f))


@dataclass(slots=True)
class _Page:
    """A page being drawn: `grounds` are filled areas and how light they are, in their order."""

    resources: Resources
    glyphs: list[tuple[Glyph, int]] = field(default_factory=list)
    shapes: list[Shape] = field(default_factory=list)
    images: list[BBox] = field(default_factory=list)
    pictures: list[bytes] = field(default_factory=list)
    grounds: list[tuple[BBox, float]] = field(default_factory=list)
    objects: int = 0

    def draw(self, holder: _Element, matrix: Matrix, depth: int = 0) -> None:
        """Everything in a layer, a block, a note or a composite object.

        Raises `TooLarge` where composite objects unfold into more than any page has.
        """
        for one in holder:
            self.objects += 1
            if self.objects > OFD.most_objects:
                raise TooLarge("页面内容过于复杂")
            if not isinstance(one.tag, str) or not _is_shown(one):
                continue
            if one.tag in ("PageBlock", "Layer", "Content") and depth < OFD.deepest:
                self.draw(one, matrix, depth + 1)
            elif one.tag == "CompositeObject" and depth < OFD.deepest:
                content = self.resources.composites.get(one.get("ResourceID", ""))
                if content is not None:
                    self.draw(content, matrix.after(_own(one)), depth + 1)
            elif one.tag == "TextObject":
                self._text(one, matrix.after(_own(one)))
            elif one.tag == "PathObject":
                self._path(one, matrix.after(_own(one)))
            elif one.tag == "ImageObject":
                self._image(one, matrix)

    def _text(self, one: _Element, matrix: Matrix) -> None:
        size = _number(one.get("Size"), 0.0)
        if one.get("Fill") == "false" and one.get("Stroke", "false") == "false":
            return
        light = _lightness(one.find("FillColor"), 0.0)
        for glyph, quarters in _glyphs(one, matrix, size):
            if not self._is_lost(glyph, light):
                self.glyphs.append((glyph, quarters))

    def _is_lost(self, glyph: Glyph, light: float) -> bool:
        """Whether a character is too low to read or as light as what it stands on."""
        ground = next((g for box, g in reversed(self.grounds) if _within(glyph, box)), 1.0)
        low = min(glyph.x1 - glyph.x0, glyph.bottom - glyph.top) < OFD.smallest_print
        return low and bool(glyph.text.strip()) or abs(ground - light) < OFD.least_contrast

    def _path(self, one: _Element, matrix: Matrix) -> None:
        strokes = one.get("Stroke", "true") != "false"
        fills = one.get("Fill", "false") == "true"
        for points, straight in _lines(one.findtext("AbbreviatedData") or ""):
            turned = [matrix.at(*point) for point in points]
            if not straight:
                self.shapes.append(Shape("curve", _around(turned)))
            elif strokes:
                self.shapes += [Shape("line", _around(ends), True) for ends in pairwise(turned)]
            if fills and straight:
                self._filled(_around(turned), _lightness(one.find("FillColor"), 0.0))

    def _filled(self, box: BBox, light: float) -> None:
        """A filled area: a line where it is thin, else it hides what it is drawn upon."""
        if min(box[2] - box[0], box[3] - box[1]) < OFD.thin:
            self.shapes.append(Shape("rect", box))
            return
        self.glyphs = [(g, turn) for g, turn in self.glyphs if not _within(g, box)]
        self.grounds.append((box, light))

    def _image(self, one: _Element, matrix: Matrix) -> None:
        data = self.resources.pictures.get(one.get("ResourceID", ""))
        if data is None:
            return
        x, y, width, height = box_of(one.get("Boundary"))
        self.images.append(_around([matrix.at(x, y), matrix.at(x + width, y + height)]))
        self.pictures.append(data)


def drawn(content: Content, resources: Resources) -> tuple[Drawn, tuple[bytes, ...]]:
    """What a page draws, and the bytes of its images."""
    left, top, width, height = content.box
    page = _Page(resources)
    whole = Matrix(POINT, 0, 0, POINT, -left * POINT, -top * POINT)
    for layer in content.layers:
        page.draw(layer, whole.after(_own(layer)) if layer.get("Boundary") else whole)
    shown = Drawn(
        width * POINT,
        height * POINT,
        [glyph for glyph, _ in page.glyphs],
        [quarters for _, quarters in page.glyphs if quarters],
        page.shapes,
        page.images,
    )
    return shown, tuple(page.pictures)


def pictured(page: Drawn, pictures: Sequence[bytes], scale: float) -> Image:
    """The pictures of a page in their places on white paper, `scale` pixels a point.

    What Pillow cannot open is left out.
    """
    from PIL import Image

    paper = Image.new("RGB", (round(page.width * scale), round(page.height * scale)), "white")
    for box, data in zip(page.images, pictures, strict=True):
        x0, top, x1, bottom = (round(edge * scale) for edge in box)
        try:
            with Image.open(io.BytesIO(data)) as found:
                shown = found.convert("RGB").resize((max(1, x1 - x0), max(1, bottom - top)))
        except (OSError, ValueError, Image.DecompressionBombError):
            continue
        paper.paste(shown, (x0, top))
    return paper


def _is_shown(one: _Element) -> bool:
    return one.get("Visible", "true") != "false" and one.get("Alpha", "255") != "0"


def _own(one: _Element) -> Matrix:
    """From an object's own space, which begins at the corner of its boundary, to the page's."""
    x, y, _, _ = box_of(one.get("Boundary"), (0.0, 0.0, 0.0, 0.0))
    own = numbers(one.get("CTM"))
    return Matrix(1, 0, 0, 1, x, y).after(Matrix(*own) if len(own) == 6 else Matrix())


# ---------------------------------------------------------------- text


def _glyphs(one: _Element, matrix: Matrix, size: float) -> Iterator[tuple[Glyph, int]]:
    """The characters of a text object, each with the quarters by which it is turned.

    What runs aslant, as watermarks do, is no part of the text.
    """
    turned = _number(one.get("CharDirection"), 0.0)
    angle = (degrees(atan2(matrix.b, matrix.a)) + turned) / 90
    if abs(angle - round(angle)) * 90 > OFD.aslant:
        return
    along = Matrix(
        cos(radians(turned)), sin(radians(turned)), -sin(radians(turned)), cos(radians(turned))
    )
    for char, x, y, width in _placed(one, size):
        pen = Matrix(1, 0, 0, 1, x, y).after(along)
        corners = [pen.at(0, -OFD.ascent * size), pen.at(width, (1 - OFD.ascent) * size)]
        box = _around([matrix.at(*corner) for corner in corners])
        yield Glyph(char, *box), -round(angle) % 4


def _placed(one: _Element, size: float) -> Iterator[tuple[str, float, float, float]]:
    """Each character with its pen's place and its width, in the object's own space."""
    stretch = _number(one.get("HScale"), 1.0)
    x = y = 0.0
    for code in one.iter("TextCode"):
        text = code.text or ""
        text = text.strip() if "\n" in text else text
        x, y = _number(code.get("X"), x), _number(code.get("Y"), y)
        across, down = (_steps(code.get(name), len(text)) for name in ("DeltaX", "DeltaY"))
        for i, char in enumerate(text):
            width = size * stretch * (0.5 if char.isascii() else 1.0)
            step = across[i] if i < len(across) else 0.0 if down else width
            yield char, x, y, min(width, step) if step > 0 else width
            x, y = x + step, y + (down[i] if i < len(down) else 0.0)


def _steps(text: str | None, most: int) -> list[float]:
    """Distances between characters, `g 3 2.5` written out as three times 2.5; no more than `most`."""
    words = iter((text or "").split())
    steps: list[float] = []
    for word in words:
        times = _number(next(words, ""), 0.0) if word == "g" else 1.0
        step = _number(next(words, "") if word == "g" else word, 0.0)
        steps += [step] * int(min(times, most - len(steps)))
        if len(steps) >= most:
            break
    return steps


def _number(text: str | None, otherwise: float) -> float:
    """The number that an attribute says."""
    return (numbers(text) or [otherwise])[0]


# ---------------------------------------------------------------- paths


def _lines(path: str) -> Iterator[tuple[list[Point], bool]]:
    """The points of each line that a path draws, and whether it is straight between them.

    Of a curve only the ends of its pieces are kept.
    """
    words = path.split()
    points: list[Point] = []
    straight, i = True, 0
    while i < len(words):
        takes = _TAKES.get(words[i])
        said = numbers(" ".join(words[i + 1 : i + 1 + (takes or 0)]))
        if takes is None or len(said) < takes:
            i += 1
            continue
        if words[i] in "MS":
            yield from [(points, straight)] if len(points) > 1 else []
            points, straight = [], True
        if words[i] == "C":
            points = [*points, points[0]] if points else points
        else:
            points = [*points, (said[-2], said[-1])]
            straight = straight and words[i] in "MSL"
        i += 1 + takes
    if len(points) > 1:
        yield points, straight


def _around(points: Iterable[Point]) -> BBox:
    xs, ys = zip(*points, strict=True)
    return (min(xs), min(ys), max(xs), max(ys))


def _within(glyph: Glyph, box: BBox) -> bool:
    """Whether the middle of a character is in a box."""
    x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _lightness(colour: _Element | None, otherwise: float) -> float:
    """How light a colour is, 0 to 1: grey, RGB, or CMYK by how many values it has."""
    said = numbers(colour.get("Value")) if colour is not None else []
    if len(said) == 4:
        return (1 - said[3] / 255) * (1 - sum(said[:3]) / 765)
    return sum(said) / (255 * len(said)) if said else otherwise
