"""How messages call a part, a cell, and the words about a fault."""

from __future__ import annotations

from index.formats import labels


def place_name(section: int | None) -> str:
    """How a message calls a part of the report: 「第五部分」, 「开头」."""
    return f"第{'〇一二三四五六'[section]}部分" if section else "开头"


def cell_name(key: str) -> str:
    """How a message calls a cell: 「表三“一、本年新收政府信息公开申请数量”行“自然人”列」."""
    label = labels()[key]
    row = label.row.rsplit(" / ", 1)[-1]
    if label.table == "disputes":
        return f"表四“{row}”的“{label.column}”"
    where = label.item if label.table == "applications" else f"{label.item}表"
    column = label.column.rsplit(" / ", 1)[-1]
    return f"{where}“{row}”行“{column}”列"


def excerpt(text: str, start: int, end: int, around: int = 12) -> str:
    """The words about a span, cut with … where the text goes on."""
    first, last = max(0, start - around), min(len(text), end + around)
    return f"{'…' if first else ''}{text[first:last]}{'…' if last < len(text) else ''}"
