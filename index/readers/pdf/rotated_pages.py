"""Pages whose print is turned: read upright, their places kept as on the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import mode

from index.document import Block, RawTable
from index.readers.page.page_layout import Glyph
from index.readers.page.ruled_grids import Line
from index.readers.pdf.page_objects import Drawn
from index.report import BBox, Place


@dataclass(frozen=True, slots=True)
class Turn:
    """By how many quarters the print of a page of `width` × `height` is turned, 1 to 3.

    1 reads from bottom to top, 2 stands on its head.
    """

    width: float
    height: float
    quarters: int

    def upright(self, box: BBox) -> BBox:
        """A box of the page as it stands when the print is upright."""
        x0, top, x1, bottom = box
        if self.quarters == 2:
            return (self.width - x1, self.height - bottom, self.width - x0, self.height - top)
        if self.quarters == 1:
            return (self.height - bottom, x0, self.height - top, x1)
        return (top, self.width - x1, bottom, self.width - x0)

    def back(self, box: BBox) -> BBox:
        """An upright box as it stands on the page."""
        x0, top, x1, bottom = box
        if self.quarters == 2:
            return self.upright(box)
        if self.quarters == 1:
            return (top, self.height - x1, bottom, self.height - x0)
        return (self.width - bottom, x0, self.width - top, x1)

    def glyph(self, glyph: Glyph) -> Glyph:
        return Glyph(glyph.text, *self.upright(glyph.box))

    def lines(
        self, horizontal: Sequence[Line], vertical: Sequence[Line]
    ) -> tuple[list[Line], list[Line]]:
        """The horizontal and vertical lines of the page upright."""
        if self.quarters == 2:
            flat = [self.upright((line.start, line.at, line.end, line.at)) for line in horizontal]
            tall = [self.upright((line.at, line.start, line.at, line.end)) for line in vertical]
        else:
            flat = [self.upright((line.at, line.start, line.at, line.end)) for line in vertical]
            tall = [self.upright((line.start, line.at, line.end, line.at)) for line in horizontal]
        return (
            [Line(box[1], box[0], box[2]) for box in flat],
            [Line(box[0], box[1], box[3]) for box in tall],
        )

    def blocks(self, blocks: Sequence[Block]) -> list[Block]:
        """Upright blocks with the places of their cells as on the page, in the order given.

        Lines keep their page alone: what goes on with what is told by boxes that stand upright.
        """
        return [
            replace(block, at=Place(block.at.page), table=block.table and self._table(block.table))
            for block in blocks
        ]

    def _table(self, table: RawTable) -> RawTable:
        cells = tuple(replace(cell, at=self._place(cell.at)) for cell in table.cells)
        return replace(table, cells=cells, at=self._place(table.at))

    def _place(self, place: Place) -> Place:
        return replace(place, bbox=self.back(place.bbox)) if place.bbox else place


def turn_of(drawn: Drawn) -> Turn | None:
    """How most of a page's characters are turned, None where they stand upright."""
    turned = drawn.turned
    if len(turned) * 2 <= len(drawn.glyphs):
        return None
    return Turn(drawn.width, drawn.height, mode(turned))
