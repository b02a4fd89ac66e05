"""A conversation as a Word file: questions, answers, their tables and where they are from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assistant.ask.answer import Answer, Turn


def conversation_docx(turns: Sequence[Turn], title: str = "问答记录") -> bytes:
    """The conversation with how each question was understood."""
    from io import BytesIO

    from docx import Document

    document = Document()
    document.add_heading(title, level=1)
    for turn in turns:
        document.add_heading(f"问：{turn.question}", level=2)
        if turn.asked_at:
            document.add_paragraph(turn.asked_at)
        if turn.answer.understood:
            document.add_paragraph(f"按这样理解：{turn.answer.understood}")
        for line in turn.answer.text.split("\n"):
            document.add_paragraph(line)
        _add_table(document, turn.answer)
        for i, c in enumerate(turn.answer.citations, 1):
            document.add_paragraph(f"[{i}] {c.origin}：“{c.quote}”")
        for notice in turn.answer.notices:
            document.add_paragraph(f"注意：{notice}")
        for gap in turn.answer.gaps:
            document.add_paragraph(f"缺：{gap}")
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _add_table(document: Any, found: Answer) -> None:
    if found.table is None or len(found.table.rows) < 2:
        return
    rows = (found.table.columns, *found.table.rows)
    grid = document.add_table(rows=len(rows), cols=len(found.table.columns), style="Table Grid")
    for cells, row in zip(grid.rows, rows, strict=True):
        for cell, text in zip(cells.cells, row, strict=True):
            cell.text = text
