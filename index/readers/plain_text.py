"""Markdown, comma-separated and copied text to blocks and raw tables.

Every block and cell keeps its line in the source.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, zip_longest

from index.document import Block, Document, RawCell, RawTable
from index.readers.cell_a_line import bare_runs, cell_runs, cell_table
from index.readers.fixed_width_tables import with_columns
from index.readers.html.html_tables import table_of
from index.readers.line_numbers import without_numbers
from index.recognition.document_lines import check_length
from index.recognition.heading_marks import stands_alone
from index.report import Place, Source
from index.text import cell_value, characters

Row = tuple[int, list[str]]
"""A row's line in the source and its cells."""

_MARKDOWN_HEADING = re.compile(r"\s{0,3}(#{1,6})\s*(.*?)\s*#*\s*$")
_RULE_ROW = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?\s*")
_EMPHASIS = re.compile(r"(\*\*|__)(.+?)\1")
_BREAK = re.compile(r"<br\s*/?>", re.I)
_BAR = re.compile(r"[|｜│┃║]")
_FRAME = re.compile(r"(?=.*[+─-╿])[\s|+=:─-╿-]{3,}")
"""The lines of a table drawn with characters."""
_HTML_TABLE = re.compile(r"<table\b.*?</table\s*>", re.I | re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")
_ONLY_TAGS = re.compile(r"^\s*(?:</?(?:html|body|div|center|p|br)\b[^<>]*>\s*)+$", re.I)
_BARS = re.compile(r"\|+")
_APART = re.compile(r"(?<!\\)\|")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!|<>~&$-])")
_NOTHING = frozenset({"NaN", "nan", "None", "null", "NULL"})
"""What programs write for a blank cell."""
_FEWEST_TABS = 3
_MOST_WRAPPED = 3
"""A table drawn with so many lines between its rows may have its cells wrapped."""


def text_document(text: str, source: Source) -> Document:
    """Lines as blocks, runs of tab- or |-separated lines as raw tables.

    A tab- or |-separated table is `gridded`: its blanks are kept.  Its rows may be of different
    length, as merged cells are copied once.
    """
    check_length(sum(1 for line in text.splitlines() if line.strip()), source.path)
    text = without_numbers(text)
    printed = text.replace("\f", "\n").splitlines()
    blocks = with_columns(list(text_blocks(text)), printed)
    return Document(source, tuple(blocks), hard_wrapped=True)


def text_blocks(text: str, first: int = 0) -> Iterator[Block]:
    """The blocks of a text whose first line is line `first` + 1 of the source."""
    end = 0
    for drawn in _HTML_TABLE.finditer(text):
        yield from _line_blocks(text[end : drawn.start()], first + text.count("\n", 0, end))
        yield from _html_table(drawn[0], first + text.count("\n", 0, drawn.start()) + 1)
        end = drawn.end()
    yield from _line_blocks(text[end:], first + text.count("\n", 0, end))


def _html_table(text: str, line: int) -> Iterator[Block]:
    """A table that a Markdown text holds as HTML, all its places the line where it begins."""
    from lxml import html

    table = table_of(html.fragment_fromstring(text))
    if table is None:
        yield from _line_blocks(_TAG.sub("\n", text), line)
        return
    at = Place(line=line)
    cells = tuple(replace(cell, at=at) for cell in table.cells)
    yield Block(at=at, table=replace(table, cells=cells, at=at))


def _line_blocks(text: str, first: int) -> Iterator[Block]:
    """Lines as blocks, runs of tab- or |-separated lines as raw tables."""
    lines = list(enumerate(text.replace("\f", "\n").splitlines(), start=first + 1))
    barred = [(number, _BAR.sub("|", line)) for number, line in lines]
    bare = [] if _BAR.search(text) else bare_runs(lines)
    barred = [(number, line + "|" if bare else line) for number, line in barred]
    end = 0
    for start, stop in bare or (cell_runs(barred) if _BAR.search(text) else ()):
        yield from _row_blocks(lines[end:start])
        yield cell_table(barred[start:stop])
        end = stop
    yield from _row_blocks(lines[end:])


def _row_blocks(lines: Sequence[tuple[int, str]]) -> Iterator[Block]:
    rows: list[tuple[int, str]] = []
    frames: list[int] = []
    for number, line in lines:
        if _is_row(line, inside=bool(rows)):
            rows.append((number, _BAR.sub("|", line).rstrip("\r\n")))
            continue
        if _RULE_ROW.fullmatch(line) and "|" in line or _FRAME.fullmatch(line):
            frames.append(len(rows))
            continue
        if rows:
            yield _text_table(_rows(rows), frames)
        rows, frames = [], []
        if _ONLY_TAGS.sub("", line).strip():
            yield _line_block(line, number)
    if rows:
        yield _text_table(_rows(rows), frames)


def with_rows(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks with runs of paragraphs whose cells tabs part as raw tables."""
    run: list[Block] = []
    for block in blocks:
        if block.table is None and _is_row(block.text, inside=bool(run)):
            run.append(block)
            continue
        yield from _run(run)
        run = []
        yield block
    yield from _run(run)


def _run(run: list[Block]) -> Iterator[Block]:
    if any(block.text.count("\t") >= _FEWEST_TABS for block in run):
        yield _text_table(_rows([(block.at.line or 0, block.text) for block in run]))
    else:
        yield from run


def _is_row(line: str, *, inside: bool) -> bool:
    """Whether a line's cells are parted by tabs or |.

    Tabs alone are a row of blanks where they stand `inside` a table.
    """
    if _RULE_ROW.fullmatch(line) or _is_lone(line):
        return False
    if _BAR.search(line):
        return len(line.strip()) > 2
    return "\t" in line.lstrip() or inside and "\t\t" in line


def _is_lone(line: str) -> bool:
    """Whether a line is a paragraph or a heading with the marks of blank cells around it."""
    text = _unbarred(line)
    marked = "\t" in line or bool(_BAR.search(line))
    return marked and "\t" not in text and not _BAR.search(text) and stands_alone(text)


def _unbarred(line: str) -> str:
    return line.strip(" \t|｜│┃║")


def _cells(line: str, *, opened: bool, closed: bool) -> list[str]:
    """A row's cells; `opened` and `closed` say that the table's rows begin and end with a bar."""
    if "|" not in line:
        return [_plain(c) for c in line.split("\t")]
    bare = line.strip()
    bare = bare.removeprefix("|") if opened else bare
    return [_plain(c) for c in _APART.split(bare.removesuffix("|") if closed else bare)]


def _plain(cell: str) -> str:
    bare = _EMPHASIS.sub(r"\2", cell.strip(" \u3000\u00a0"))
    bare = "" if bare in _NOTHING else bare
    return _ESCAPED.sub(r"\1", _BREAK.sub("\n", bare)).strip()


def _line_block(line: str, number: int) -> Block:
    line = _unbarred(line) if _is_lone(line) else line
    heading = _MARKDOWN_HEADING.match(line)
    text = _EMPHASIS.sub(r"\2", (heading[2] if heading else line).rstrip(" \t\\"))
    text = _ESCAPED.sub(r"\1", text)
    return Block(characters(text), Place(line=number), heading=len(heading[1]) if heading else None)


def _rows(lines: Sequence[tuple[int, str]]) -> list[Row]:
    """Lines as rows: a bar at the edge of some only parts off a blank cell."""
    lines = _single(lines)
    barred = [line.strip() for _, line in lines if "|" in line]
    opened = all(line.startswith("|") for line in barred)
    closed = all(line.endswith("|") for line in barred)
    return [(number, _cells(line, opened=opened, closed=closed)) for number, line in lines]


def _single(lines: Sequence[tuple[int, str]]) -> Sequence[tuple[int, str]]:
    """The lines with one bar between cells where two stand between any."""
    if any(len(bars) % 2 for _, line in lines for bars in _BARS.findall(line)):
        return lines
    return [(number, line.replace("||", "|")) for number, line in lines]


def _text_table(rows: Sequence[Row], frames: Sequence[int] = ()) -> Block:
    """Rows as a table; `frames` are the numbers of rows above each line drawn between them."""
    rows = _unwrapped(rows, frames)
    cells = tuple(
        RawCell(r, c, text, Place(line=number))
        for r, (number, texts) in enumerate(rows)
        for c, text in enumerate(texts)
    )
    width = max(len(texts) for _, texts in rows)
    return Block(at=cells[0].at, table=RawTable(cells, len(rows), width, cells[0].at))


def _unwrapped(rows: Sequence[Row], frames: Sequence[int]) -> Sequence[Row]:
    """The rows with those that no line parts made one, where a line parts all others.

    Not where one would hold two figures in a cell: then lines part groups of rows.
    """
    ends = sorted({0, *frames, len(rows)})
    groups = [rows[start:end] for start, end in pairwise(ends)]
    if len(groups) <= _MOST_WRAPPED or len(groups) == len(rows):
        return rows
    whole = [(g[0][0], list(zip_longest(*(texts for _, texts in g), fillvalue=""))) for g in groups]
    figures = (sum(map(_is_figure, cell)) for _, row in whole for cell in row)
    if max(figures, default=0) > 1:
        return rows
    return [(number, ["".join(cell) for cell in row]) for number, row in whole]


def _is_figure(text: str) -> bool:
    return cell_value(text)[1] in {"number", "dash"}
