"""HTML, Markdown and copied text to blocks and raw tables.

The article is picked out of a page by where its chapters and tables stand, not by class names.
Every block and cell keeps its line in the source.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from index.files import Limits, Progress, source_of
from index.lines import MOST_LINES, check_length
from index.marks import CHAPTER, TABLE_MARK, TITLE, find_date, stands_alone
from index.report import Block, Document, EmptyFile, Place, RawCell, RawTable, Source
from index.spans import Spanned, is_layout, lay_out
from index.text import characters, squash

_DECLARED = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.I)
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def decode(data: bytes) -> str:
    """The text of `data`: by its mark, as UTF-8, as declared, and as GB 18030 in the end."""
    for mark, name in _BOMS:
        if data.startswith(mark):
            return data.decode(name, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    declared = _DECLARED.search(data[:4096])
    name = declared[1].decode("ascii").lower() if declared else "gb18030"
    name = "gb18030" if name.startswith("gb") or name == "x-gbk" else name
    try:
        return data.decode(name, errors="replace")
    except LookupError:
        return data.decode("gb18030", errors="replace")


def _content(path: Path) -> bytes:
    data = path.read_bytes()
    if not data.strip():
        raise EmptyFile("文件是空的，没有内容。", path=str(path))
    return data


# ---------------------------------------------------------------- HTML

_SKIPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "nav",
        "footer",
        "select",
        "option",
        "button",
        "iframe",
        "svg",
        "head",
        "object",
        "textarea",
        "input",
        "canvas",
        "audio",
        "video",
        "map",
    ]
)
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "label",
        "mark",
        "nobr",
        "o:p",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "tt",
        "u",
        "var",
        "wbr",
        "st1:chsdate",
        "st1:chmetcnv",
    ]
)
_SPACE = re.compile(r"[ \t\r\n\f]+")
_HIDDEN = re.compile(r"display\s*:\s*none", re.I)
_SPLIT_NUMBER = re.compile(r"[0-9０-９,，.]+(?: [0-9０-９,，.]+)+")
_DATE_NAMES = frozenset({"pubdate", "publishdate", "publish_date", "article:published_time"})


@dataclass(slots=True)
class _Met:
    """A block and the element it was found in."""

    block: Block
    element: Any


def read_html(path: Path, limits: Limits, progress: Progress | None = None) -> Document:
    """The blocks of an HTML page's article; raises `EmptyFile`."""
    data = _content(path)
    return html_document(decode(data), source_of(path, "html"))


def html_document(page: str, source: Source) -> Document:
    """The article of `page` as a Document."""
    from lxml import html

    parser = html.HTMLParser(encoding="utf-8", huge_tree=True)
    encoded = page.replace("\x00", "").encode("utf-8", errors="replace")
    root = html.document_fromstring(encoded or b"<p></p>", parser=parser)
    met = list(islice(_walk(root), MOST_LINES + 1))
    check_length(sum(m.block.table.rows if m.block.table else 1 for m in met), source.path)
    heading = root.findtext(".//title") or ""
    return Document(
        source,
        tuple(m.block for m in _article(met)),
        title=_SPACE.sub(" ", heading).strip(),
        published=_page_date(root, met),
    )


def _walk(root: Any) -> Iterator[_Met]:
    """Blocks in reading order; iterative, because pages may be nested thousands deep."""
    from lxml import etree

    walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    buffer: list[str] = []
    owner, line, level = root, None, None

    def flush() -> Iterator[_Met]:
        nonlocal level, line
        text = _SPACE.sub(" ", "".join(buffer)).strip(" ")
        buffer.clear()
        if text:
            yield _Met(Block(text, Place(line=line), heading=level), owner)
        line = None

    for event, element in walk:
        if event in {"comment", "pi"}:
            buffer.append(element.tail or "")
            continue
        tag = element.tag
        if event == "start":
            if tag in _SKIPPED or _hidden(element):
                walk.skip_subtree()
                continue
            if tag == "pre" and element.find(".//table") is None:
                yield from flush()
                first = (element.sourceline or 1) - 1
                for block in _text_blocks(element.text_content(), first):
                    yield _Met(block, element)
                walk.skip_subtree()
                continue
            if tag == "table":
                yield from flush()
                table = _table(element)
                if table is not None:
                    yield _Met(Block(at=table.at, table=table), element)
                    walk.skip_subtree()
                    continue
            if tag not in _INLINE:
                yield from flush()
                owner = element
                level = (
                    int(tag[1]) if len(tag) == 2 and tag[0] == "h" and tag[1] in "123456" else None
                )
            if element.text and element.text.strip():
                line = line or element.sourceline
            buffer.append(element.text or "")
        else:
            if tag not in _INLINE:
                if tag not in _SKIPPED and not (tag == "table" and not buffer):
                    yield from flush()
                owner, level = element.getparent(), None
            if element.tail and element.tail.strip():
                line = line or element.sourceline
            buffer.append(element.tail or "")
    yield from flush()


def _hidden(element: Any) -> bool:
    return "hidden" in element.attrib or bool(_HIDDEN.search(element.get("style", "")))


def _table(element: Any) -> RawTable | None:
    """The grid of a table of data; None where the table only lays out the page."""
    if any(len(inner.findall(".//td")) > 1 for inner in element.iterfind(".//table")):
        return None
    rows = [
        [_spanned(cell) for cell in row if cell.tag in {"td", "th"}]
        for row in islice(_rows(element), MOST_LINES + 1)
    ]
    return None if is_layout(rows) else lay_out(rows, Place(line=element.sourceline))


def _rows(table: Any) -> Iterator[Any]:
    """The table's own rows, not those of a table in one of its cells."""
    return (row for row in table.iter("tr") if next(row.iterancestors("table")) is table)


def _spanned(cell: Any) -> Spanned:
    return Spanned(
        _cell_text(cell),
        _span(cell.get("rowspan")),
        _span(cell.get("colspan")),
        Place(line=cell.sourceline),
    )


def _span(printed: str | None) -> int:
    digits = re.match(r"\s*(\d{1,4})", printed or "")
    return max(1, int(digits[1])) if digits else 1


def _cell_text(cell: Any) -> str:
    """A cell's text, lines of its blocks apart; a number split over tags is one number."""
    from lxml import etree

    pieces: list[str] = []
    walk = etree.iterwalk(cell, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        known = event in {"start", "end"}
        if known and element is not cell and element.tag not in _INLINE:
            pieces.append("\v")
        if event == "start":
            if element.tag in _SKIPPED or element is not cell and _hidden(element):
                walk.skip_subtree()
            else:
                pieces.append(element.text or "")
        elif element is not cell:
            pieces.append(element.tail or "")
    lines = (_SPACE.sub(" ", line).strip(" ") for line in "".join(pieces).split("\v"))
    text = "\n".join(line for line in lines if line)
    if _SPLIT_NUMBER.fullmatch(text) and any(e.tag in _INLINE for e in cell.iterdescendants()):
        return text.replace(" ", "")
    return text


def _article(met: list[_Met]) -> list[_Met]:
    """The blocks of the report: below the smallest element that holds its chapters and tables."""
    evidence = [m for m in met if _is_evidence(m)]
    if len(evidence) < 2:
        evidence = [m for m in met if len(m.block.text) >= 60 and not _linked(m.element)]
    if not evidence:
        return met
    root = _common(m.element for m in evidence)
    inside = [
        i for i, m in enumerate(met) if m.element is root or root in m.element.iterancestors()
    ]
    first = inside[0] if inside else 0
    return [*_before(met[:first], met[first].block if inside else None), *(met[i] for i in inside)]


def _is_evidence(met: _Met) -> bool:
    block = met.block
    if block.table is not None:
        return any(TABLE_MARK.search(squash(c.text or "")) for c in block.table.cells)
    return (
        len(block.text) <= 40
        and bool(CHAPTER.match(squash(block.text)))
        and not _linked(met.element)
    )


def _linked(element: Any) -> bool:
    return element.tag in {"a", "li"} and (element.tag == "a" or element.find(".//a") is not None)


def _common(elements: Iterable[Any]) -> Any:
    """The deepest common ancestor."""
    chain: list[Any] = []
    for number, element in enumerate(elements):
        path = [element, *element.iterancestors()][::-1]
        if not number:
            chain = path
            continue
        same = next(
            (i for i, (a, b) in enumerate(zip(chain, path, strict=False)) if a is not b), None
        )
        chain = chain[: min(len(chain), len(path)) if same is None else same]
    return chain[-1]


def _before(outer: list[_Met], first: Block | None) -> list[_Met]:
    """The title above the article, and an introduction that stands outside its element."""
    if first is not None and len(first.text) <= 60 and TITLE.search(squash(first.text)):
        return []
    titles = [i for i, m in enumerate(outer) if m.block.text and TITLE.search(squash(m.block.text))]
    titles = [i for i in titles if not _linked(outer[i].element) and len(outer[i].block.text) <= 60]
    if not titles:
        return []
    start = titles[-1]
    return [m for i, m in enumerate(outer) if i == start or i > start and len(m.block.text) >= 50]


def _page_date(root: Any, met: list[_Met]) -> date | None:
    for meta in root.iter("meta"):
        name = (meta.get("name") or meta.get("property") or "").lower()
        if name in _DATE_NAMES and (found := find_date(meta.get("content") or "", bare=True)):
            return found
    short = (m.block.text for m in met if m.block.text and len(m.block.text) <= 200)
    return next((found for text in short if (found := find_date(text))), None)


# ---------------------------------------------------------------- Markdown and copied text

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
_COMMA_ROW = re.compile(r"^[^,。\n]*(?:,[^,。\n]*){3,}$", re.MULTILINE)
_COMMA_ROWS = 15
"""So many lines of four pieces and more are the rows of tables."""


def read_text(path: Path, limits: Limits, progress: Progress | None = None) -> Document:
    """The lines of a text, Markdown or comma-separated file as blocks; raises `EmptyFile`."""
    text = decode(_content(path))
    if path.suffix.lower() == ".csv" or len(_COMMA_ROW.findall(text)) >= _COMMA_ROWS:
        text = _tabbed(text)
    return text_document(text, source_of(path, "text"))


def _tabbed(text: str) -> str:
    """Comma-separated rows with tabs between their cells.

    A row of one text is a line, but for a label inside a table: its figures are blank.
    """
    lines: list[str] = []
    for row in csv.reader(text.splitlines()):
        cells = [" ".join(cell.split()) for cell in row]
        inside = bool(lines) and "\t" in lines[-1]
        alone = not any(cells[1:]) and (not inside or stands_alone("".join(cells)))
        lines.append("".join(cells) if alone else "\t".join(cells))
    return "\n".join(lines)


def text_document(text: str, source: Source) -> Document:
    """Lines as blocks, runs of tab- or |-separated lines as raw tables.

    A tab- or |-separated table is `gridded`: its blanks are kept.  Its rows may be of different
    length, as merged cells are copied once.
    """
    check_length(sum(1 for line in text.splitlines() if line.strip()), source.path)
    return Document(source, tuple(_text_blocks(text)), hard_wrapped=True)


def _text_blocks(text: str, first: int = 0) -> Iterator[Block]:
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

    table = _table(html.fragment_fromstring(text))
    if table is None:
        yield from _line_blocks(_TAG.sub("\n", text), line)
        return
    at = Place(line=line)
    cells = tuple(replace(cell, at=at) for cell in table.cells)
    yield Block(at=at, table=replace(table, cells=cells, at=at))


def _line_blocks(text: str, first: int) -> Iterator[Block]:
    """Lines as blocks, runs of tab- or |-separated lines as raw tables."""
    rows: list[tuple[int, str]] = []
    for number, line in enumerate(text.replace("\f", "\n").splitlines(), start=first + 1):
        if _is_row(line, inside=bool(rows)):
            rows.append((number, _BAR.sub("|", line).rstrip("\r\n")))
            continue
        if _RULE_ROW.fullmatch(line) and "|" in line or _FRAME.fullmatch(line):
            continue
        if rows:
            yield _text_table(rows)
            rows = []
        if _ONLY_TAGS.sub("", line).strip():
            yield _line_block(line, number)
    if rows:
        yield _text_table(rows)


def _is_row(line: str, *, inside: bool) -> bool:
    """Whether a line's cells are parted by tabs or |.

    Tabs alone are a row of blanks where they stand `inside` a table.
    """
    if _RULE_ROW.fullmatch(line):
        return False
    if _BAR.search(line):
        return len(line.strip()) > 2
    return "\t" in line.lstrip() or inside and "\t\t" in line


def _cells(line: str, *, opened: bool, closed: bool) -> list[str]:
    """A row's cells; `opened` and `closed` say that the table's rows begin and end with a bar."""
    if "|" not in line:
        return [_plain(c) for c in line.split("\t")]
    bare = line.strip()
    bare = bare.removeprefix("|") if opened else bare
    return [_plain(c) for c in (bare.removesuffix("|") if closed else bare).split("|")]


def _plain(cell: str) -> str:
    return _BREAK.sub("\n", _EMPHASIS.sub(r"\2", cell.strip(" \u3000\u00a0"))).strip()


def _line_block(line: str, number: int) -> Block:
    heading = _MARKDOWN_HEADING.match(line)
    text = _EMPHASIS.sub(r"\2", (heading[2] if heading else line).rstrip(" \t\\"))
    return Block(characters(text), Place(line=number), heading=len(heading[1]) if heading else None)


def _text_table(lines: list[tuple[int, str]]) -> Block:
    """A run of lines as a table: a bar at the edge of some rows only parts off a blank cell."""
    barred = [line.strip() for _, line in lines if "|" in line]
    opened = all(line.startswith("|") for line in barred)
    closed = all(line.endswith("|") for line in barred)
    rows = [(number, _cells(line, opened=opened, closed=closed)) for number, line in lines]
    cells = tuple(
        RawCell(r, c, text, Place(line=number))
        for r, (number, texts) in enumerate(rows)
        for c, text in enumerate(texts)
    )
    width = max(len(texts) for _, texts in rows)
    return Block(at=cells[0].at, table=RawTable(cells, len(rows), width, cells[0].at))
