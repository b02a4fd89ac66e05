"""How messages call a part, a cell, and the words about a fault."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from index.formats import labels


def place_name(section: int | None) -> str:
    """How a message calls a part of the report: 「第五部分」, 「开头」."""
    return f"第{'〇一二三四五六'[section]}部分" if section else "开头"


def cell_name(key: str) -> str:
    """How a message calls a cell: 「表三“一、本年新收政府信息公开申请数量”行“自然人”列」."""
    label, table = labels()[key], table_name(key)
    if label.table == "disputes":
        return f"{table}“{_row(key)}”的“{label.column}”"
    return f"{table}“{_row(key)}”行“{_column(key)}”列"


def table_place(keys: Collection[str]) -> str:
    """Where cells stand: the cell of one, the table of several; "" for no cells of a form."""
    known = [key for key in keys if key in labels()]
    if len(known) == 1:
        return cell_name(known[0])
    tables = {table_name(key) for key in known}
    return tables.pop() if len(tables) == 1 else ""


def table_name(key: str) -> str:
    """How a message calls the table of a cell: 表三."""
    label = labels()[key]
    return label.item if label.table in ("applications", "disputes") else f"{label.item}表"


def cells_named(keys: Sequence[str], among: Sequence[str], at_most: int = 6) -> str:
    """Where these cells of one table stand: whole columns and rows first, then row by row.

    `among` are the table's cells; of more than `at_most` places the rest is 等.
    """
    left, said = list(keys), []
    for way, word in ((_column, "列"), (_row, "行")):
        whole = [
            name
            for name, line in _lines(among, way).items()
            if len(line) > 1 and set(line) <= set(left)
        ]
        left = [key for key in left if way(key) not in whole]
        if whole:
            said.append(f"“{'、'.join(whole)}”{word}全部")
    for name, line in _lines(left, _row).items():
        said.append(f"“{name}”行的“{'、'.join(map(_column, line))}”列")
    return "；".join(said[:at_most]) + ("等" if said[at_most:] else "")


def _lines(keys: Sequence[str], way: Callable[[str], str]) -> dict[str, list[str]]:
    """The cells by what `way` calls their column or row, in the form's order."""
    found: dict[str, list[str]] = {}
    for key in keys:
        found.setdefault(way(key), []).append(key)
    return found


def _row(key: str) -> str:
    return labels()[key].row.rsplit(" / ", 1)[-1]


def _column(key: str) -> str:
    return labels()[key].column.rsplit(" / ", 1)[-1]


def excerpt(text: str, start: int, end: int, around: int = 12) -> str:
    """The words about a span, cut with … where the text goes on."""
    first, last = max(0, start - around), min(len(text), end + around)
    return f"{'…' if first else ''}{text[first:last]}{'…' if last < len(text) else ''}"
