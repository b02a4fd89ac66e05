"""A true report as copied text: tabs, bars, Markdown, a number a line, what pypdf gives."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable, Iterator

from index.formats import DISPUTES

from ..truth import TrueReport
from .grid import Grid, GridCell
from .html import html_table
from .outline import outline
from .style import PLAIN, Style

Lines = Iterator[str]


def _text(
    report: TrueReport,
    style: Style,
    table: Callable[[Grid], Lines],
    marks: tuple[str, str] = ("", ""),
) -> bytes:
    """Every piece a line; `marks` stand before title and headings."""
    title, heading = marks
    prefix = {"title": title, "heading": heading, "item": heading and f"#{heading}"}
    lines: list[str] = []
    for piece in outline(report, style):
        if piece.grid:
            lines += table(piece.grid)
        else:
            lines.append(prefix.get(piece.kind, "") + piece.text)
        if title:
            lines.append("")
    return ("\n".join(lines) + "\n").encode(style.encoding, "ignore")


def to_tabbed(report: TrueReport, style: Style = PLAIN) -> bytes:
    """Text as copied from a page: cells parted by tabs, spanned cells given once."""
    return _text(report, style, lambda g: ("\t".join(c.text for c in line) for line in g.lines()))


def to_pipes(report: TrueReport, style: Style = PLAIN) -> bytes:
    """Text whose table rows are `|` lines, spanned cells given once."""
    return _text(
        report, style, lambda g: ("|" + "|".join(c.text for c in line) + "|" for line in g.lines())
    )


def to_bars(report: TrueReport, style: Style = PLAIN) -> bytes:
    """Text whose cells are parted by bars, none at the edges: a row may begin or end in a blank."""
    return _text(report, style, lambda g: (" | ".join(row) for row in _full(g)))


def _full(grid: Grid, *, filled: bool = False) -> list[list[str]]:
    """The grid with a spanned cell's text in its first place, in the rest too where `filled`."""
    rows = [[""] * grid.columns for _ in range(grid.rows)]
    for cell in grid.cells:
        for r in range(cell.row, cell.row + cell.row_span):
            for c in range(cell.column, cell.column + cell.column_span):
                first = (r, c) == (cell.row, cell.column)
                rows[r][c] = cell.text if first or filled else ""
    return rows


def to_markdown(report: TrueReport, style: Style = PLAIN, *, filled: bool = False) -> bytes:
    """Markdown: `#` headings and full-width pipe tables."""

    def table(grid: Grid) -> Lines:
        for index, row in enumerate(_full(grid, filled=filled)):
            yield f"| {' | '.join(row)} |"
            if index == 0:
                yield f"|{' --- |' * grid.columns}"

    return _text(report, style, table, ("# ", "## "))


def to_filled(report: TrueReport, style: Style = PLAIN) -> bytes:
    """Markdown as programs make it of web tables: a spanned cell's text in each of its places."""
    return to_markdown(report, style, filled=True)


def to_markdown_html(report: TrueReport, style: Style = PLAIN) -> bytes:
    """Markdown as converters of documents write it: each table as HTML on one line."""

    def table(grid: Grid) -> Lines:
        yield f"<html><body>{html_table(grid, style)}</body></html>"

    return _text(report, style, table, ("# ", "## "))


def to_boxed(report: TrueReport, style: Style = PLAIN) -> bytes:
    """Text whose tables are drawn with characters."""

    def table(grid: Grid) -> Lines:
        for row in _full(grid):
            yield f"├{'─────┼' * (grid.columns - 1)}─────┤"
            yield f"│{'│'.join(row)}│"

    return _text(report, style, table)


def to_csv(report: TrueReport, style: Style = PLAIN) -> bytes:
    """A sheet saved as comma-separated values: full rows, a text in the first cell of its own."""
    out = io.StringIO()
    rows = csv.writer(out)
    for piece in outline(report, style):
        rows.writerows(_full(piece.grid) if piece.grid else [[piece.text, "", "", ""]])
    return out.getvalue().encode(style.encoding, "ignore")


def to_one_a_line(report: TrueReport, style: Style = PLAIN) -> bytes:
    """Every cell on a line of its own; a blank cell leaves nothing."""
    return _text(report, style, lambda g: (c.text for line in g.lines() for c in line if c.text))


def to_bare_fifteen(report: TrueReport, style: Style = PLAIN) -> bytes:
    """Tabbed, but part four is one line of 15 numbers without any label."""

    def table(grid: Grid) -> Lines:
        lines = list(grid.lines())
        if grid.part == 4:
            figures = {c.key: c.text for c in grid.cells}
            return iter([" ".join(figures[key] for key in DISPUTES.keys())])
        return ("\t".join(c.text for c in line) for line in lines)

    return _text(report, style, table)


def to_pypdf_like(report: TrueReport, style: Style = PLAIN, *, seed: int = 0) -> bytes:
    """Text as pypdf's plain mode gives it.

    Paragraphs break every 40-odd characters, long labels wrap inside the table, cells are parted
    by one blank, header labels are glued, and blank cells vanish without a trace.
    """
    rng = random.Random(f"{seed}/{report.agency}/{report.year}")
    lines: list[str] = []
    for piece in outline(report, style):
        if piece.grid:
            for row in piece.grid.lines():
                lines += _pypdf_row(row, piece.grid, rng)
        else:
            lines += _wrapped(piece.text, 24 if piece.kind == "title" else 48)
    return ("\n".join(lines) + "\n").encode("utf-8")


def _wrapped(text: str, width: int) -> list[str]:
    return [text[i : i + width] for i in range(0, len(text), width)] or [""]


def _pypdf_row(row: tuple[GridCell, ...], grid: Grid, rng: random.Random) -> Lines:
    values = [c.text for c in row if _is_value(c) and c.text]
    labels = [c for c in row if not _is_value(c)]
    if not any(_is_value(c) for c in row):
        glue = rng.choice(("", " "))
        yield from (
            [c.text for c in labels] if grid.part == 3 else [glue.join(c.text for c in labels)]
        )
        return
    for group in labels[:-1]:
        yield from _wrapped(group.text, 5 if group.column < 2 else 15)
    name = _wrapped(labels[-1].text, 18) if labels else [""]
    yield from name[:-1]
    yield f"{name[-1]} {' '.join(values)}".strip()


def _is_value(cell: GridCell) -> bool:
    return bool(cell.key) and not str(cell.key).startswith("label:")
