"""DOCX to blocks and raw tables.

A place in a DOCX is the ordinal of the paragraph or table row: the file itself has no pages.
"""

from __future__ import annotations

import io
import re
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from index.document import Block, Document, RawCell, RawTable
from index.readers.encodings import decode, page_of
from index.readers.files import source_of
from index.readers.html.read_html import html_document
from index.readers.limits import Limits, Progress
from index.readers.merged_cells import Spanned, is_layout, mixed
from index.readers.office_conversion import opened
from index.readers.plain_text import text_document, with_rows
from index.readers.scan.pictures_in_text import Picture, with_pictures
from index.readers.word_numbering import Numbering, W
from index.readers.word_text import PASSED, shown_text, text_boxes
from index.report import Damaged, NoText, Place, Source

_RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_BLIP = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
_OUTLINE = re.compile(r"(?:heading|标题)\s*([1-6])$", re.I)


def read_docx(path: Path, limits: Limits, progress: Progress | None = None) -> Document:
    """Paragraphs, text boxes and tables of a Word file; .doc, .wps, .rtf and .odt are
    converted first.

    Raises `Damaged`, `Encrypted`, `NoText`, `ToolMissing`, `TooSlow`.
    """
    source = source_of(path, "docx")
    with tempfile.TemporaryDirectory(prefix="nianbao-", ignore_cleanup_errors=True) as folder:
        file = opened(path, "docx", Path(folder), limits)
        blocks, title, pictures = _docx_blocks(file, path)
    document = Document(source, tuple(with_rows(blocks)), title=title)
    document = with_pictures(document, pictures, limits, path, progress)
    if not document.blocks:
        raise NoText(f"文档里没有文字：{path.name}", path=str(path))
    return document


def _docx_blocks(file: Path | io.BytesIO, path: Path) -> tuple[list[Block], str, list[Picture]]:
    from docx import Document as open_docx
    from docx.opc.exceptions import PackageNotFoundError
    from lxml import etree

    try:
        document = open_docx(file if isinstance(file, io.BytesIO) else str(file))
        walk = _Walk(_numbering(document), *_styles(document), document.part.related_parts)
        blocks = list(walk.blocks(document.element.body))
        return blocks, document.core_properties.title or "", walk.pictures
    except (
        PackageNotFoundError,
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        AttributeError,
        TypeError,
        IndexError,
        OSError,
        EOFError,
        zlib.error,
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
    parts: Mapping[str, Any] = field(default_factory=dict)
    pictures: list[Picture] = field(default_factory=list)
    line: int = 0

    def blocks(self, parent: Any) -> Iterator[Block]:
        for child in parent:
            if child.tag == f"{W}p":
                yield from self._paragraph(child)
            elif child.tag == f"{W}tbl":
                yield from self._table(child)
            elif child.tag == f"{W}altChunk":
                yield from self._chunk(child)
            elif child.tag not in PASSED:
                yield from self.blocks(child)

    def _chunk(self, chunk: Any) -> Iterator[Block]:
        """What a part of another format holds that stands in the document's place."""
        part = self.parts.get(chunk.get(f"{_RELATIONS}id"))
        if part is None:
            return
        self.line += 1
        at = Place(line=self.line)
        if part.partname.ext == "docx":
            blocks, _, _ = _docx_blocks(io.BytesIO(part.blob), Path(part.partname))
        else:
            source = Source(str(part.partname), "", "docx")
            page = decode(page_of(part.blob))
            is_page = "htm" in part.content_type or part.content_type == "message/rfc822"
            document = (html_document if is_page else text_document)(page, source)
            blocks = list(document.blocks)
        yield from (block.placed(at) for block in blocks)

    def _paragraph(self, paragraph: Any) -> Iterator[Block]:
        self.line += 1
        at, level = Place(line=self.line), self._level(paragraph)
        text = self._number(paragraph) + shown_text(paragraph)
        for line in text.split("\n"):
            if line.strip():
                row = "\t" in line.lstrip()
                yield Block(line.strip(" \u3000") if row else line.strip(), at, heading=level)
        for blip in paragraph.iter(_BLIP):
            if (part := self.parts.get(blip.get(f"{_RELATIONS}embed"))) is not None:
                self.pictures.append(Picture(self.line, part.blob))
        for box in text_boxes(paragraph):
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
        return self.numbering.next(*numbered) if numbered and shown_text(paragraph).strip() else ""

    def _table(self, table: Any) -> Iterator[Block]:
        nested = any(len(inner.findall(f".//{W}tc")) > 1 for inner in table.iterfind(f".//{W}tbl"))
        rows = [list(_cells(row)) for row in _rows(table)]
        texts = [
            [Spanned("\n".join(map(shown_text, cell.iterfind(f".//{W}p")))) for cell in row]
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
            (self._number(paragraph) + shown_text(paragraph)).strip()
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
    """A table's rows without those that are marked as deleted."""
    for child in table:
        if child.tag == f"{W}tr":
            if child.find(f"{W}trPr/{W}del") is None:
                yield child
        elif child.tag in {f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml"}:
            yield from _rows(child)


def _cells(row: Any) -> Iterator[Any]:
    for child in row:
        if child.tag == f"{W}tc":
            if child.find(f"{W}tcPr/{W}cellDel") is None:
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
