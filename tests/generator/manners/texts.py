"""Copied texts that show the same report in other ways: marks, columns, escapes, programs' output."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby, zip_longest

from index.formats import labels
from index.recognition.wrapped_lines import wide

from ..truth import TrueReport
from ..writers import Style, to_csv, to_html, to_markdown, to_pdf, to_tabbed
from ..writers.grid import Grid
from ..writers.outline import outline
from ..writers.text import _full, _text


def _parted(mark: str) -> Callable[[TrueReport], bytes]:
    """Comma-separated values with another mark."""

    def write(report: TrueReport) -> bytes:
        rows = csv.reader(to_csv(report).decode().splitlines())
        out = io.StringIO()
        csv.writer(out, delimiter=mark).writerows(rows)
        return out.getvalue().encode("utf-8-sig")

    return write


def _escaped(report: TrueReport) -> bytes:
    """Markdown whose marks are escaped as converters do."""
    return re.sub(r"(?<=\S)([.|])(?=\S)", r"\\\1", to_markdown(report).decode()).encode()


def _drawn(report: TrueReport) -> bytes:
    """Tables drawn with a line between any two rows, long cells wrapped."""
    lines: list[str] = []
    for piece in outline(report, Style()):
        if piece.grid is None:
            lines += [piece.text, ""]
            continue
        frame = f"+{'------+' * piece.grid.columns}"
        lines.append(frame)
        for row in _full(piece.grid):
            cut = [[c[i : i + 6] for i in range(0, len(c), 6)] for c in row]
            lines += [f"| {' | '.join(parts)} |" for parts in zip_longest(*cut, fillvalue="")]
            lines += [frame] if any(cut) else [f"|{'  |' * len(row)}", frame]
        lines.append("")
    return "\n".join(lines).encode()


def _columned(fill: str, *, right: bool = False) -> Callable[[TrueReport], bytes]:
    """Tables in columns of characters, wide ones counted twice, their figures at one side."""

    def line(row: Sequence[str], widths: Sequence[int]) -> str:
        padding = [
            fill * ((w - wide(c)) // 2) + " " * ((w - wide(c)) % 2)
            for c, w in zip(row, widths, strict=True)
        ]
        parts = [p + c if right else c + p for c, p in zip(row, padding, strict=True)]
        return "".join(parts).rstrip()

    def write(report: TrueReport) -> bytes:
        lines: list[str] = []
        for piece in outline(report, Style(label_columns=1)):
            rows = _full(piece.grid) if piece.grid else []
            widths = [max(map(wide, column)) + 2 for column in zip(*rows, strict=True)]
            lines += [line(row, widths) for row in rows] or [piece.text]
        return "\n".join(lines).encode()

    return write


def _doubled(report: TrueReport) -> bytes:
    """Rows whose cells two bars part."""
    return _text(
        report, Style(), lambda g: ("||" + "||".join(c.text for c in r) + "||" for r in g.lines())
    )


def _wiki(report: TrueReport) -> bytes:
    """Heads in double bars, figures in single ones."""

    def table(grid: Grid) -> Iterator[str]:
        for i, row in enumerate(_full(grid)):
            bar = "||" if i < grid.header else "|"
            yield bar + bar.join(cell or " " for cell in row) + bar

    return _text(report, Style(), table)


def _converted(head: str, *, blank: str = "", broken: str = "") -> Callable[[TrueReport], bytes]:
    """Markdown of a converter: `head` names columns without one, `blank` stands for a blank cell,
    `broken` between the lines of a label."""

    def table(grid: Grid) -> Iterator[str]:
        for i, row in enumerate(_full(grid)):
            lines = [[c[k : k + 9] for k in range(0, len(c), 9)] or [blank] for c in row]
            cells = [broken.join(each) for each in lines] if broken else [c or blank for c in row]
            if i == 0:
                cells = [cell or head.format(n) for n, cell in enumerate(row)]
            yield f"|{'|'.join(cells)}|"
            if i == 0:
                yield f"|{'---|' * grid.columns}"

    return lambda report: _text(report, Style(), table, ("# ", "## "))


def _joined(mark: str) -> Callable[[TrueReport], bytes]:
    """Markdown whose tables have one head, the texts above a column joined by `mark`."""

    def table(grid: Grid) -> Iterator[str]:
        rows = _full(grid, filled=True)
        head = [
            mark.join(dict.fromkeys(row[c] for row in rows[: grid.header] if row[c]))
            for c in range(grid.columns)
        ]
        for i, row in enumerate([head, *rows[grid.header :]] if grid.header > 1 else rows):
            yield f"| {' | '.join(row)} |"
            if i == 0:
                yield f"|{'---|' * grid.columns}"

    return lambda report: _text(report, Style(), table, ("# ", "## "))


def _head_alone(report: TrueReport) -> bytes:
    """Markdown of a converter that begins part four's figures as another table, on the next page."""

    def table(grid: Grid) -> Iterator[str]:
        for i, row in enumerate(_full(grid)):
            if grid.part == 4 and i == grid.header:
                yield from ("", f"|{' |' * grid.columns}", f"|{'---|' * grid.columns}")
            yield f"| {' | '.join(row)} |"
            if i == 0:
                yield f"|{'---|' * grid.columns}"

    return _text(report, Style(), table, ("# ", "## "))


def _blocks(report: TrueReport) -> bytes:
    """JSON of a converter: texts, and tables as lists of rows."""
    blocks = [
        {"type": "table", "rows": _full(piece.grid)}
        if piece.grid
        else {"type": "text", "text": piece.text}
        for piece in outline(report, Style())
    ]
    return json.dumps({"title": report.title, "blocks": blocks}).encode()


def _numbers(report: TrueReport) -> bytes:
    """Characters as numbers of a page: `&#25919;`."""
    text = to_tabbed(report).decode()
    return "".join(f"&#{ord(c)};" if ord(c) > 127 else c for c in text).encode()


def _backslashed(report: TrueReport) -> bytes:
    """Characters as programs escape them: `\\u653f`."""
    text = to_tabbed(report).decode().encode("unicode_escape")
    return text.replace(b"\\n", b"\n").replace(b"\\t", b"\t")


def _laid_out(report: TrueReport) -> bytes:
    """What a program writes that keeps the layout of a PDF: a column for each character."""
    import pdfplumber

    with pdfplumber.open(io.BytesIO(to_pdf(report))) as pdf:
        return "\n".join(page.extract_text(layout=True) for page in pdf.pages).encode()


def _by_label(report: TrueReport) -> bytes:
    """A figure a line behind its column's label, below the label of its row."""

    def table(grid: Grid) -> Iterator[str]:
        row = ""
        for cell in grid.cells:
            if cell.key not in labels():
                continue
            said = labels()[cell.key]
            if said.row != row:
                row = said.row
                yield row.rpartition(" / ")[2]
            yield f"{said.column.rpartition(' / ')[2]}：{cell.text}"

    return _text(report, Style(), table)


def _by_path(mark: str, parting: str) -> Callable[[TrueReport], bytes]:
    """A figure a line behind the labels of its row and of its column."""

    def table(grid: Grid) -> Iterator[str]:
        for cell in grid.cells:
            if cell.key in labels():
                said = labels()[cell.key]
                yield f"{said.row} / {said.column}".replace(" / ", parting) + mark + cell.text

    return lambda report: _text(report, Style(), table)


def _written_out(report: TrueReport) -> bytes:
    """A row a line: its label, then each figure behind its column's label."""

    def table(grid: Grid) -> Iterator[str]:
        cells = [c for c in grid.cells if c.key in labels()]
        for row, group in groupby(cells, key=lambda c: labels()[c.key or ""].row):
            named = ((labels()[c.key or ""].column.rpartition(" / ")[2], c.text) for c in group)
            figures = "，".join(f"{column}：{text}" for column, text in named)
            yield f"{row.rpartition(' / ')[2]}：{figures}；"

    return _text(report, Style(), table)


def _lines_numbered(report: TrueReport) -> bytes:
    """A kept layout with the number of each line in the margin, anew on each page."""
    lines = _laid_out(report).decode().splitlines()
    return "\n".join(f"{i % 40 + 1:<4}{line}" for i, line in enumerate(lines)).encode()


def traditional(write: Callable[[TrueReport], bytes]) -> Callable[[TrueReport], bytes]:
    """The report in traditional characters."""

    def converted(report: TrueReport) -> bytes:
        from opencc import OpenCC

        text: str = OpenCC("s2t").convert(write(report).decode())
        return text.encode()

    return converted


TEXTS: dict[str, tuple[str, Callable[[TrueReport], bytes]]] = {
    "semicolons": ("a.csv", _parted(";")),
    "tabs": ("a.tsv", _parted("\t")),
    "bars": ("a.csv", _parted("|")),
    "marks escaped": ("a.md", _escaped),
    "columns of characters": ("a.txt", _columned("  ")),
    "columns to the right": ("a.txt", _columned("  ", right=True)),
    "columns of wide blanks": ("a.txt", _columned("\u3000")),
    "cells wrapped between lines": ("a.txt", _drawn),
    "two bars": ("a.txt", _doubled),
    "two bars in heads": ("a.txt", _wiki),
    "columns numbered": ("a.md", _converted("Col{}")),
    "columns numbered, labels broken": ("a.md", _converted("Col{}", broken="<br>")),
    "columns unnamed, blanks said": ("a.md", _converted("Unnamed: {}", blank="NaN")),
    "heads joined by dots": ("a.md", _joined(".")),
    "heads joined by blanks": ("a.md", _joined(" ")),
    "a head overleaf": ("a.md", _head_alone),
    "blocks in JSON": ("a.txt", _blocks),
    "text in JSON": ("a.txt", lambda r: json.dumps({"text": to_tabbed(r).decode()}).encode()),
    "Markdown in JSON": ("a.txt", lambda r: json.dumps({"text": to_markdown(r).decode()}).encode()),
    "characters as numbers": ("a.txt", _numbers),
    "characters escaped": ("a.txt", _backslashed),
    "layout kept": ("a.txt", _laid_out),
    "lines numbered": ("a.txt", _lines_numbered),
    "figures below their row's label": ("a.txt", _by_label),
    "figures behind a path of labels": ("a.txt", _by_path(": ", "-")),
    "figures and paths in tabs": ("a.txt", _by_path("\t", ">")),
    "rows written out": ("a.txt", _written_out),
    "traditional characters": ("a.txt", traditional(to_tabbed)),
    "traditional Markdown": ("a.md", traditional(to_markdown)),
    "a traditional page": ("a.html", traditional(to_html)),
}
