"""Cells as a person reads them: the reader's own reading stays beside the person's."""

from __future__ import annotations

from dataclasses import replace

from index.report import Cell
from index.text import cell_value


def corrected(cell: Cell, text: str) -> Cell:
    """The cell in which a person reads `text`; `first_text` keeps what the reader saw, None for
    a cell that it did not read."""
    value, state = cell_value(text)
    seen = as_seen(cell)
    first = None if seen.state == "unread" else seen.text
    return replace(cell, value=value, text=text, state=state, first_text=first, how="correction")


def as_seen(cell: Cell) -> Cell:
    """The cell as the reader saw it, whatever a person has set it to since."""
    if cell.how != "correction":
        return cell
    value, state = cell_value(cell.first_text)
    return Cell(value, cell.first_text or "", state, cell.at)


def shown(cell: Cell) -> str:
    """A cell's text for people; what was not read is not blank."""
    return "未读出" if cell.state == "unread" else cell.text
