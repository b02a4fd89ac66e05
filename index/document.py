"""What a reader saw in a file: paragraphs and tables with their places, nothing understood yet."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from index.report import NOWHERE, Place, Source


@dataclass(frozen=True, slots=True)
class RawCell:
    """One cell of a table as it stands in the file.

    `text` is None where ink could not be read, `confidence` OCR's own (else 1); a second look sets
    `first_text` or confirms (`seen_again`).
    """

    row: int
    column: int
    text: str | None
    at: Place = NOWHERE
    row_span: int = 1
    column_span: int = 1
    confidence: float = 1.0
    first_text: str | None = None
    seen_again: bool = False


@dataclass(frozen=True, slots=True)
class RawTable:
    """Cells in reading order on a grid of `rows` × `columns`.

    `gridded` says that a cell's column is known (ruled lines, HTML, tabs).  Where it is False the
    text gave only a run of numbers a row, and a lost blank may have shifted them.
    """

    cells: tuple[RawCell, ...]
    rows: int
    columns: int
    at: Place = NOWHERE
    gridded: bool = True


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph or one table, in reading order.

    `heading` is the outline level the file itself gives (HTML h1–h6, Word styles, Markdown #),
    None where it gives none.  Exactly one of `text` and `table` says something.
    """

    text: str = ""
    at: Place = NOWHERE
    table: RawTable | None = None
    heading: int | None = None

    def placed(self, at: Place) -> Block:
        """The block and its table's cells at a place of the file that holds them."""
        table = self.table
        if table is not None:
            table = replace(table, at=at, cells=tuple(replace(cell, at=at) for cell in table.cells))
        return replace(self, at=at, table=table)


@dataclass(frozen=True, slots=True)
class Document:
    """A file as blocks with their places.

    `hard_wrapped` says that blocks are printed lines (PDF, copied text), not paragraphs, so
    recognition must join them.  `title` and `published` are what the file's metadata say,
    `pictured` that pictures in the text may show tables.
    """

    source: Source
    blocks: tuple[Block, ...]
    hard_wrapped: bool = False
    title: str = ""
    published: date | None = None
    pictured: bool = False
