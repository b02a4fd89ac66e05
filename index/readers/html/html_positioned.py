"""Pages whose every piece of text is set at a place of its own, as programs write that turn PDFs
into HTML: they are read as printed pages are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from index.document import Block
from index.readers.page.page_layout import Glyph
from index.readers.page.unruled_column_labels import Head
from index.readers.pdf.page_blocks import page_blocks
from index.readers.pdf.page_objects import Drawn
from index.readers.pdf.running_titles import without_running
from index.recognition.wrapped_lines import wide
from index.report import Place

_FEWEST = 60
"""So many pieces at places of their own are a page, and no page's decoration."""
_PLACED = re.compile(r"position\s*:\s*absolute", re.I)
_SIZED = re.compile(r"\.([\w-]+)\s*\{[^{}]*?font-size\s*:\s*([0-9.]+)(?:px|pt)", re.I)
_SIZE, _LINE = 12.0, 1.3
"""The size of print where none is said, and how far a piece's own lines are apart."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """Text whose upper left corner is at a place of its page, and its line in the source."""

    text: str
    left: float
    top: float
    size: float
    line: int | None


def positioned_blocks(root: Any) -> list[Block]:
    """The blocks of a page whose text is set piece by piece; [] of every other page."""
    pages: dict[Any, list[_Piece]] = {}
    sizes = _sizes(root)
    for element in root.iter():
        piece = _piece(element, sizes) if isinstance(element.tag, str) else None
        if piece is not None:
            pages.setdefault(element.getparent(), []).append(piece)
    if sum(map(len, pages.values())) < _FEWEST:
        return []
    blocks: list[Block] = []
    heights: dict[int, float] = {}
    carried: Head | None = None
    for number, pieces in enumerate(pages.values(), 1):
        drawn = _drawn(pieces)
        heights[number] = drawn.height
        found, carried = page_blocks(number, drawn, carried)
        blocks += found
    lines = dict(enumerate(pages.values(), 1))
    return [_at_line(block, lines) for block in without_running(blocks, heights)]


def _sizes(root: Any) -> dict[str, float]:
    """The size of print that the page's style sheets give each class."""
    sheets = (style.text_content() for style in root.iter("style"))
    return {name: float(size) for sheet in sheets for name, size in _SIZED.findall(sheet)}


def _piece(element: Any, sizes: Mapping[str, float]) -> _Piece | None:
    style = element.get("style") or ""
    left, top = _length(style, "left"), _length(style, "top")
    text = "\n".join("".join(part) for part in _lines(element))
    if not _PLACED.search(style) or left is None or top is None or not text.strip():
        return None
    named = next((sizes[c] for c in element.get("class", "").split() if c in sizes), _SIZE)
    return _Piece(text, left, top, _length(style, "font-size") or named, element.sourceline)


def _length(style: str, name: str) -> float | None:
    found = re.search(rf"(?:^|[;\s]){name}\s*:\s*(-?[0-9.]+)(?:px|pt)", style, re.I)
    return float(found[1]) if found else None


def _lines(element: Any) -> Iterator[list[str]]:
    """What an element says, line by line."""
    line = [element.text or ""]
    for child in element.iterdescendants():
        if child.tag == "br":
            yield line
            line = []
        elif isinstance(child.tag, str):
            line.append(child.text or "")
        line.append(child.tail or "")
    yield line


def _drawn(pieces: Sequence[_Piece]) -> Drawn:
    glyphs = [glyph for piece in pieces for glyph in _glyphs(piece)]
    width = max((g.x1 for g in glyphs), default=0.0)
    height = max((g.bottom for g in glyphs), default=0.0)
    return Drawn(min(width, height), height, glyphs, (), (), ())


def _glyphs(piece: _Piece) -> Iterator[Glyph]:
    for i, line in enumerate(piece.text.split("\n")):
        at, top = piece.left, piece.top + i * _LINE * piece.size
        for character in line:
            across = piece.size * wide(character) / 2
            yield Glyph(character, at, top, at + across, top + piece.size)
            at += across


def _at_line(block: Block, pages: Mapping[int, Sequence[_Piece]]) -> Block:
    """The block with its piece's line in the source for its place on the page."""
    at = block.table.at if block.table else block.at
    left, top = (at.bbox or (0.0, 0.0))[:2]
    pieces = pages[at.page or 1]
    nearest = min(pieces, key=lambda p: (abs(p.top - top), abs(p.left - left)))
    return block.placed(Place(line=nearest.line))
