"""Files of text, whatever it is written in: Markdown, rows of values, JSON, an escaped page."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from index.document import Document
from index.readers.encodings import content, decode
from index.readers.escaped_text import is_page, unescaped
from index.readers.files import source_of
from index.readers.html.read_html import html_document
from index.readers.limits import Limits, Progress
from index.readers.plain_text import text_document
from index.recognition.heading_marks import stands_alone
from index.report import Place

_PARTED = {
    mark: re.compile(rf"^[^{mark}。\n]*(?:{mark}[^{mark}。\n]*){{3,}}$", re.MULTILINE)
    for mark in (",", ";", "\t", "[|]")
}
_PARTED_ROWS = 15
"""So many lines of four pieces and more are the rows of tables."""
_SHEETS = (".csv", ".tsv")


def read_text(path: Path, limits: Limits, progress: Progress | None = None) -> Document:
    """The lines of a text, Markdown, comma-separated or JSON file as blocks; raises `EmptyFile`.

    What an escaped text says has no lines of its own in the file: all of it is at its first.
    """
    written = decode(content(path))
    text, source = unescaped(written), source_of(path, "text")
    if text == written:
        return text_document(_with_tabs(text, path.suffix.lower() in _SHEETS), source)
    document = (html_document if is_page(text) else text_document)(text, source)
    blocks = tuple(block.placed(Place(line=1)) for block in document.blocks)
    return replace(document, blocks=blocks)


def _with_tabs(text: str, sheet: bool) -> str:
    mark = _parting(text, _PARTED if sheet else [",", ";"], 1 if sheet else _PARTED_ROWS)
    return _tabbed(text, mark) if mark else text


def _parting(text: str, marks: Iterable[str], least: int) -> str | None:
    """The mark that parts the cells of the most lines; None where fewer than `least` have it."""
    counted = {mark: len(_PARTED[mark].findall(text)) for mark in marks}
    mark = max(counted, key=lambda m: counted[m])
    return mark.strip("[]") if counted[mark] >= least else None


def _tabbed(text: str, mark: str) -> str:
    """Rows whose cells `mark` parts with tabs between them.

    A row of one text is a line, but for a label inside a table: its figures are blank.
    """
    lines: list[str] = []
    for row in csv.reader(text.splitlines(), delimiter=mark):
        cells = [" ".join(cell.split()) for cell in row]
        inside = bool(lines) and "\t" in lines[-1]
        alone = not any(cells[1:]) and (not inside or stands_alone("".join(cells)))
        lines.append("".join(cells) if alone else "\t".join(cells))
    return "\n".join(lines)
