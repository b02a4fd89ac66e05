"""A reading proves itself: the form's equations hold in rows and columns of an honest report.

Cells of an equation that holds are confirmed by it.  A reading of the application table that no
column labels or only a picture told, under which most rows and most columns break, is none: its
figures are left unread, never numbers that accuse.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import replace

from index.equations import Equation, equations
from index.formats import ONE_ROW_OTHER, Edition
from index.report import UNREAD, Cell

_FEWEST = 3
"""Rows that say something: of fewer a table's reading is not judged."""
_ROWS, _COLUMNS = ("T01",), ("T02", "T03")


def confirmed(cells: Mapping[str, Cell], form: Edition, in_order: Set[str]) -> dict[str, Cell]:
    """The cells with those that sums confirm marked, and without a table that proves to be misread.

    `in_order` are the rows of the application table whose columns no labels told apart.
    """
    if not cells:
        return {}
    one_row = cells.get(f"applications.{ONE_ROW_OTHER.key}.total", UNREAD).state != "unread"
    held = equations(form, one_row_other=one_row)
    doubtful = {key for key, cell in cells.items() if _is_doubtful(key, cell, in_order)}
    if doubtful and _is_misread(cells, [e for e in held if doubtful & {*e.left, *e.right}]):
        cells = {k: UNREAD if k in doubtful else cell for k, cell in cells.items()}
    summed = {
        key
        for equation in held
        if _holds(equation, cells)
        for key in (*equation.left, *equation.right)
    }
    return {
        key: replace(cell, how="sums") if key in summed and cell.how == "unconfirmed" else cell
        for key, cell in cells.items()
    }


def _is_doubtful(key: str, cell: Cell, in_order: Set[str]) -> bool:
    if not key.startswith("applications.") or cell.state == "unread":
        return False
    return cell.how == "unconfirmed" or key.split(".", 1)[1].rpartition(".")[0] in in_order


def _is_misread(cells: Mapping[str, Cell], held: Iterable[Equation]) -> bool:
    """Whether most rows that say something break, and columns do not speak for the reading."""
    judged = [e for e in held if _says_something(e, cells)]
    rows = [e for e in judged if e.rule in _ROWS]
    columns = [_holds(e, cells) for e in judged if e.rule in _COLUMNS]
    if len(rows) < _FEWEST or 2 * sum(_holds(e, cells) for e in rows) >= len(rows):
        return False
    return 2 * sum(columns) <= len(columns) or _another_is_total(rows, cells)


def _another_is_total(rows: Sequence[Equation], cells: Mapping[str, Cell]) -> bool:
    """Whether in most rows a column that is not the total's is the sum of all others."""
    figures = [[cells[key].value or 0 for key in (*e.left, *e.right)] for e in rows]
    return any(
        2 * sum(abs(2 * row[column] - sum(row)) < 1e-6 for row in figures) > len(rows)
        for column in range(len(figures[0]) - 1)
    )


def _says_something(equation: Equation, cells: Mapping[str, Cell]) -> bool:
    """Whether an equation that breaks would speak against the reading: a blank may be forgotten."""
    found = [cells.get(key, UNREAD) for key in (*equation.left, *equation.right)]
    return all(c.state in {"number", "dash"} for c in found) and any(c.value for c in found)


def _holds(equation: Equation, cells: Mapping[str, Cell]) -> bool:
    """Whether an equation of cells that were all read holds, blanks counting nothing."""
    sides = []
    for keys in (equation.left, equation.right):
        found = [cells.get(key, UNREAD) for key in keys]
        if any(cell.state == "unread" for cell in found):
            return False
        sides.append(sum(cell.value or 0 for cell in found))
    return abs(sides[0] - sides[1]) < 1e-6
