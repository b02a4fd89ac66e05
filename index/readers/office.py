"""DOCX and XLSX to blocks and raw tables; older formats through LibreOffice where it is installed.

A place in a DOCX is the ordinal of the paragraph or table row: the file itself has no pages.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
import zipfile
from bisect import bisect_left
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from index.readers.files import Limits, Progress, source_of
from index.readers.merged_cells import Spanned, is_layout, mixed
from index.readers.plain_text import with_rows
from index.readers.word_numbering import Numbering, W
from index.recognition.heading_marks import stands_alone
from index.report import (
    Block,
    Damaged,
    Document,
    Encrypted,
    NoText,
    Place,
    RawCell,
    RawTable,
    ToolMissing,
    TooSlow,
)

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_TEXT_BOX = f"{W}txbxContent"
_PASSED = frozenset(
    {f"{W}del", f"{W}moveFrom", f"{_MC}Fallback", f"{W}instrText", f"{W}delText", f"{W}pPr"}
)
_OUTLINE = re.compile(r"(?:heading|标题)\s*([1-6])$", re.I)
_ZIP = b"PK\x03\x04"


def read_docx(path: Path, limits: Limits, progress: Progress | None = None) -> Document:
    """Paragraphs, text boxes and tables of a Word file; .doc, .wps, .rtf and .odt are
    converted first.

    Raises `Damaged`, `Encrypted`, `NoText`, `ToolMissing`, `TooSlow`.
    """
    source = source_of(path, "docx")
    with tempfile.TemporaryDirectory(prefix="nianbao-") as folder:
        file = path if _is_open_xml(path) else _converted(path, "docx", Path(folder), limits)
        blocks, title = _docx_blocks(file, path)
    if not blocks:
        raise NoText(f"文档里没有文字：{path.name}", path=str(path))
    return Document(source, tuple(with_rows(blocks)), title=title)


def _is_open_xml(path: Path) -> bool:
    """Whether a file is to be opened as it is, broken ones too; .odt and .ods are zips as well."""
    with path.open("rb") as file:
        if file.read(4) != _ZIP:
            return False
    try:
        with zipfile.ZipFile(path) as archive:
            return "[Content_Types].xml" in archive.namelist()
    except zipfile.BadZipFile:
        return True


def _docx_blocks(file: Path, path: Path) -> tuple[list[Block], str]:
    from docx import Document as open_docx
    from docx.opc.exceptions import PackageNotFoundError
    from lxml import etree

    try:
        document = open_docx(str(file))
        walk = _Walk(_numbering(document), *_styles(document))
        return list(walk.blocks(document.element.body)), document.core_properties.title or ""
    except (
        PackageNotFoundError,
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        etree.LxmlError,
    ) as error:
        raise Damaged(f"文件已损坏，无法打开：{path.name}", path=str(path)) from error


def _numbering(document: Any) -> Numbering:
    from docx.opc.constants import RELATIONSHIP_TYPE as RT

    related = (r for r in document.part.rels.values() if r.reltype == RT.NUMBERING)
    part = next((r.target_part for r in related if not r.is_external), None)
    return Numbering.of(None if part is None else part.element)


def _styles(document: Any) -> tuple[dict[str, int], dict[str, tuple[str, int]]]:
    """By style id: the outline level of headings, and the list that numbers its paragraphs."""
    headings, lists = {}, {}
    for style in document.styles.element.iterfind(f"{W}style"):
        name, key = style.find(f"{W}name"), style.get(f"{W}styleId")
        match = _OUTLINE.match(name.get(f"{W}val") or "") if name is not None else None
        if match:
            headings[key] = int(match[1])
        numbered = _list_of(style.find(f"{W}pPr"))
        if numbered:
            lists[key] = numbered
    return headings, lists


def _list_of(properties: Any | None) -> tuple[str, int] | None:
    """The list and depth of `w:numPr`; list "0" says that a style's numbering is off."""
    numbered = None if properties is None else properties.find(f"{W}numPr")
    if numbered is None:
        return None
    number, depth = numbered.find(f"{W}numId"), numbered.find(f"{W}ilvl")
    if number is None:
        return None
    return number.get(f"{W}val"), int(depth.get(f"{W}val")) if depth is not None else 0


@dataclass(slots=True)
class _Walk:
    """One pass over a document's body, counting paragraphs and lists."""

    numbering: Numbering
    headings: dict[str, int]
    lists: dict[str, tuple[str, int]]
    line: int = 0

    def blocks(self, parent: Any) -> Iterator[Block]:
        for child in parent:
            if child.tag == f"{W}p":
                yield from self._paragraph(child)
            elif child.tag == f"{W}tbl":
                yield from self._table(child)
            elif child.tag not in _PASSED:
                yield from self.blocks(child)

    def _paragraph(self, paragraph: Any) -> Iterator[Block]:
        self.line += 1
        at, level = Place(line=self.line), self._level(paragraph)
        text = self._number(paragraph) + _text(paragraph)
        for line in text.split("\n"):
            if line.strip():
                row = "\t" in line.strip()
                yield Block(line.strip(" \u3000") if row else line.strip(), at, heading=level)
        for box in _boxes(paragraph):
            yield from self.blocks(box)

    def _style(self, paragraph: Any) -> str:
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        return "" if style is None else style.get(f"{W}val") or ""

    def _level(self, paragraph: Any) -> int | None:
        outline = paragraph.find(f"{W}pPr/{W}outlineLvl")
        if outline is not None and (outline.get(f"{W}val") or "9") in "012345":
            return int(outline.get(f"{W}val")) + 1
        return self.headings.get(self._style(paragraph))

    def _number(self, paragraph: Any) -> str:
        numbered = _list_of(paragraph.find(f"{W}pPr")) or self.lists.get(self._style(paragraph))
        return self.numbering.next(*numbered) if numbered and _text(paragraph).strip() else ""

    def _table(self, table: Any) -> Iterator[Block]:
        nested = any(len(inner.findall(f".//{W}tc")) > 1 for inner in table.iterfind(f".//{W}tbl"))
        rows = [list(_cells(row)) for row in _rows(table)]
        texts = [
            [Spanned("\n".join(map(_text, cell.iterfind(f".//{W}p")))) for cell in row]
            for row in rows
        ]
        if not nested and (parts := mixed(texts)):
            for is_data, part in parts:
                if is_data:
                    yield self._grid(rows[part])
                for cell in [] if is_data else [cell for row in rows[part] for cell in row]:
                    yield from self.blocks(cell)
            return
        if nested or is_layout(texts):
            for row in rows:
                for cell in row:
                    yield from self.blocks(cell)
            return
        yield self._grid(rows)

    def _cell_text(self, cell: Any) -> str:
        texts = (
            (self._number(paragraph) + _text(paragraph)).strip()
            for paragraph in cell.iterfind(f".//{W}p")
        )
        return "\n".join(text for text in texts if text)

    def _grid(self, rows: list[list[Any]]) -> Block:
        grid = _Grid()
        for number, row in enumerate(rows):
            self.line += 1
            column = _skipped(row)
            for cell in row:
                text = self._cell_text(cell)
                column += grid.add(cell, text, number, column, Place(line=self.line))
        cells = grid.cells()
        width = max((c.column + c.column_span for c in cells), default=0)
        at = cells[0].at if cells else Place()
        return Block(at=at, table=RawTable(cells, len(rows), width, at))


@dataclass(slots=True)
class _Open:
    """A cell that rows below may still be merged into."""

    row: int
    column: int
    width: int
    text: str
    at: Place
    height: int = 1


@dataclass(slots=True)
class _Grid:
    """Cells of a Word table with vertical merges resolved."""

    found: list[_Open] = field(default_factory=list)
    above: dict[int, _Open] = field(default_factory=dict)

    def add(self, cell: Any, text: str, row: int, column: int, at: Place) -> int:
        """Take a cell at its grid column; gives how many columns it covers."""
        width = _span(cell)
        merge = cell.find(f"{W}tcPr/{W}vMerge")
        upper = self.above.get(column)
        if merge is not None and merge.get(f"{W}val") != "restart" and upper is not None:
            upper.height = row - upper.row + 1
        else:
            self.above[column] = _Open(row, column, width, text, at)
            self.found.append(self.above[column])
        return width

    def cells(self) -> tuple[RawCell, ...]:
        return tuple(RawCell(o.row, o.column, o.text, o.at, o.height, o.width) for o in self.found)


def _rows(table: Any) -> Iterator[Any]:
    for child in table:
        if child.tag == f"{W}tr":
            yield child
        elif child.tag in {f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml"}:
            yield from _rows(child)


def _cells(row: Any) -> Iterator[Any]:
    for child in row:
        if child.tag == f"{W}tc":
            yield child
        elif child.tag in {f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml"}:
            yield from _cells(child)


def _skipped(row: list[Any]) -> int:
    """Grid columns that the row leaves out on its left."""
    before = row[0].getparent().find(f"{W}trPr/{W}gridBefore") if row else None
    return int(before.get(f"{W}val")) if before is not None else 0


def _span(cell: Any) -> int:
    span = cell.find(f"{W}tcPr/{W}gridSpan")
    return max(1, int(span.get(f"{W}val") or 1)) if span is not None else 1


def _text(element: Any) -> str:
    """Text of a paragraph as it is shown: without deletions, what is struck out or hidden, text
    boxes and what stands for text to be filled in; the number of a note in brackets."""
    pieces: list[str] = []
    _collect(element, pieces)
    return "".join(pieces)


def _collect(element: Any, pieces: list[str]) -> None:
    for child in element:
        tag = child.tag
        if tag in _PASSED or tag == _TEXT_BOX or tag == f"{W}r" and _unseen(child):
            continue
        if tag == f"{W}t":
            pieces.append(child.text or "")
        elif tag == f"{W}tab":
            pieces.append("\t")
        elif tag in {f"{W}br", f"{W}cr"}:
            pieces.append("\n" if child.get(f"{W}type") in {None, "textWrapping"} else "")
        elif tag == f"{W}noBreakHyphen":
            pieces.append("-")
        elif tag == f"{W}r" and _raised(child) and "".join(pieces[-3:])[-1:].isdigit():
            note = _text_of_run(child)
            pieces.append(note if not note or note[0] in "[［(（" else f"[{note}]")
        elif isinstance(tag, str) and not _to_be_filled(child):
            _collect(child, pieces)


def _text_of_run(run: Any) -> str:
    return "".join(t.text or "" for t in run.iterfind(f"{W}t")).strip()


def _unseen(run: Any) -> bool:
    """Whether a run is hidden or struck out."""
    return any(_is_on(run, name) for name in ("vanish", "strike", "dstrike"))


def _is_on(run: Any, name: str) -> bool:
    switch = run.find(f"{W}rPr/{W}{name}")
    return switch is not None and switch.get(f"{W}val") not in {"0", "false", "off"}


def _raised(run: Any) -> bool:
    raised = run.find(f"{W}rPr/{W}vertAlign")
    return raised is not None and raised.get(f"{W}val") == "superscript"


def _to_be_filled(element: Any) -> bool:
    """Whether a content control still shows what asks for its content."""
    if element.tag != f"{W}sdt":
        return False
    showing = element.find(f"{W}sdtPr/{W}showingPlcHdr")
    return showing is not None and showing.get(f"{W}val") not in {"0", "false", "off"}


def _boxes(paragraph: Any) -> Iterator[Any]:
    """The outermost text boxes anchored in a paragraph, each once."""
    for child in paragraph:
        if child.tag == _TEXT_BOX:
            yield child
        elif child.tag not in _PASSED:
            yield from _boxes(child)


# ---------------------------------------------------------------- XLSX


def read_xlsx(path: Path, limits: Limits, progress: Progress | None = None) -> Document:
    """Visible sheets as tables; a row with one long text is a paragraph.

    Raises `Damaged`, `NoText`, `ToolMissing`, `TooSlow`.
    """
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    with tempfile.TemporaryDirectory(prefix="nianbao-") as folder:
        file = path if _is_open_xml(path) else _converted(path, "xlsx", Path(folder), limits)
        try:
            book = openpyxl.load_workbook(file, data_only=True)
        except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, TypeError) as error:
            raise Damaged(f"文件已损坏，无法打开：{path.name}", path=str(path)) from error
        uncounted = _uncounted(file, book)
        blocks = [
            block
            for sheet in book.worksheets
            if sheet.sheet_state == "visible"
            for block in _sheet(sheet, uncounted.get(sheet.title, frozenset()))
        ]
    if not blocks:
        raise NoText(f"工作簿里没有文字：{path.name}", path=str(path))
    return Document(source_of(path, "xlsx"), tuple(blocks))


def _uncounted(file: Path, book: Any) -> dict[str, frozenset[str]]:
    """By sheet the cells whose formula was never worked out: what they show is not known."""
    import openpyxl

    formulas = openpyxl.load_workbook(file)
    return {
        sheet.title: frozenset(
            cell.coordinate
            for row in sheet.iter_rows()
            for cell in row
            if cell.data_type == "f" and book[sheet.title][cell.coordinate].value is None
        )
        for sheet in formulas.worksheets
    }


def _sheet(sheet: Any, uncounted: Set[str]) -> Iterator[Block]:
    """Runs of rows as tables, rows that say one thing across the sheet as paragraphs.

    Hidden rows and columns are left out; what is merged over them begins at the first seen.
    """
    seen_rows = [r for r in range(1, sheet.max_row + 1) if not sheet.row_dimensions[r].hidden]
    unseen = {
        column
        for letters in sheet.column_dimensions.values()
        if letters.hidden
        for column in range(letters.min or 0, (letters.max or 0) + 1)
    }
    columns = [c for c in range(1, sheet.max_column + 1) if c not in unseen]
    merged = [_merged(m, seen_rows, columns) for m in sheet.merged_cells.ranges]
    heads = {
        (rows[0], across[0]): (m, rows, across) for m, rows, across in merged if rows and across
    }
    covered = {(r, c) for _, rows, across in merged for r in rows for c in across} - heads.keys()
    rows: list[list[RawCell]] = []
    for index, r in enumerate(seen_rows):
        cells = []
        for place, c in enumerate(columns):
            if (r, c) in covered:
                continue
            m, down, across = heads.get((r, c), (None, [r], [c]))
            cell = sheet.cell(m.min_row, m.min_col) if m else sheet.cell(r, c)
            text = None if cell.coordinate in uncounted else _printed(cell.value)
            cells.append(RawCell(index, place, text, Place(line=r), len(down), len(across)))
        filled = [c for c in cells if (c.text or "").strip()]
        wide = len(columns)
        alone = len(filled) == 1 and (
            not rows or filled[0].column_span >= wide > 1 or stands_alone(filled[0].text or "")
        )
        if not filled or alone:
            yield from _taken(rows)
            rows = []
            yield from (Block(c.text or "", c.at) for c in filled)
        else:
            rows.append(cells)
    yield from _taken(rows)


def _merged(
    merged: Any, rows: Sequence[int], columns: Sequence[int]
) -> tuple[Any, list[int], list[int]]:
    """A merged range with those of its rows and columns that are seen."""
    down = [r for r in rows[bisect_left(rows, merged.min_row) :] if r <= merged.max_row]
    return merged, down, [c for c in columns if merged.min_col <= c <= merged.max_col]


def _taken(rows: list[list[RawCell]]) -> Iterator[Block]:
    if not rows:
        return
    top = rows[0][0].row
    cells = tuple(
        RawCell(
            c.row - top,
            c.column,
            c.text,
            c.at,
            min(c.row_span, top + len(rows) - c.row),
            c.column_span,
        )
        for row in rows
        for c in row
    )
    width = max(c.column + c.column_span for c in cells)
    yield Block(at=cells[0].at, table=RawTable(cells, len(rows), width, cells[0].at))


def _printed(value: object) -> str:
    """A sheet's value as it is shown: a whole number without `.0`."""
    if value is None:
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else f"{value:.10g}"
    return str(value)


# ---------------------------------------------------------------- older formats


def _converted(path: Path, to: str, folder: Path, limits: Limits) -> Path:
    """The file as LibreOffice converts it, in `folder`."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        raise ToolMissing(
            f"读取 {path.suffix} 文件需要安装 LibreOffice，或请另存为 .{to} 后再用：{path.name}",
            path=str(path),
        )
    suffix = {".wps": ".doc", ".et": ".xls"}.get(path.suffix.lower(), path.suffix.lower() or ".doc")
    copy = folder / f"in{suffix}"
    shutil.copyfile(path, copy)
    command = [
        office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore",
        "--convert-to", to, "--outdir", str(folder / "out"), str(copy),
    ]  # fmt: skip
    try:
        done = subprocess.run(command, capture_output=True, timeout=limits.max_seconds, check=False)
    except subprocess.TimeoutExpired as error:
        raise TooSlow(
            f"转换超过 {limits.max_seconds:.0f} 秒，已停止：{path.name}", path=str(path)
        ) from error
    found = folder / "out" / f"in.{to}"
    if not found.exists():
        said = (done.stdout + done.stderr).decode("utf-8", "replace").lower()
        if "password" in said:
            raise Encrypted(f"文件设有打开密码，请去掉密码后再用：{path.name}", path=str(path))
        raise Damaged(f"文件已损坏，无法打开：{path.name}", path=str(path))
    return found
