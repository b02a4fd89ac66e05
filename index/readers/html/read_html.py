"""HTML to blocks and raw tables.

The article is picked out of a page by where its chapters and tables stand, not by class names.
Every block and cell keeps its line in the source.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Iterator, Set
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from index.document import Block, Document
from index.readers.encodings import content, decode
from index.readers.escaped_text import is_page, unescaped
from index.readers.files import source_of
from index.readers.html.html_boxes import boxed_table
from index.readers.html.html_positioned import positioned_blocks
from index.readers.html.html_tables import (
    INLINE,
    SKIPPED,
    SPACE,
    after_figure,
    is_hidden,
    is_panel,
    is_raised,
    is_struck,
    noted,
    table_blocks,
    unseen_classes,
)
from index.readers.limits import Limits, Progress
from index.readers.plain_text import text_blocks, text_document
from index.readers.scan.pictures_in_text import Picture, with_pictures
from index.recognition.document_lines import MOST_LINES, check_length
from index.recognition.heading_marks import CHAPTER, TABLE_MARK, TITLE, find_date
from index.report import NoText, Place, Source
from index.text import squash

_DATE_NAMES = frozenset({"pubdate", "publishdate", "publish_date", "article:published_time"})


@dataclass(slots=True)
class _Met:
    """A block and the element it was found in."""

    block: Block
    element: Any


def read_html(path: Path, limits: Limits, progress: Progress | None = None) -> Document:
    """The blocks of an HTML page's article; raises `EmptyFile`."""
    page = unescaped(decode(content(path)))
    document = (html_document if is_page(page) else text_document)(page, source_of(path, "html"))
    pictures = _pictures(page, path) if "<img" in page.lower() else []
    return with_pictures(document, pictures, limits, path, progress)


def _pictures(page: str, path: Path) -> list[Picture]:
    """The pictures that a page holds itself or that lie in a folder below it."""
    from lxml import html

    found = []
    for image in html.document_fromstring(page.encode("utf-8", "replace")).iter("img"):
        data = _data(image.get("src") or "", path)
        if data:
            found.append(Picture(image.sourceline or 0, data))
    return found


def _data(source: str, path: Path) -> bytes:
    """The bytes of a picture named in a page; nothing is ever fetched."""
    if source.startswith("data:image/") and ";base64," in source[:80]:
        with suppress(binascii.Error):
            return base64.b64decode(source.partition(",")[2])
        return b""
    folder = path.resolve().parent
    try:
        file = (folder / unquote(source)).resolve()
        inside = folder in file.parents and file.is_file() and file.parent != folder
        return file.read_bytes() if inside else b""
    except (OSError, ValueError):
        return b""


def html_document(page: str, source: Source) -> Document:
    """The article of `page` as a Document."""
    from lxml import etree, html

    parser = html.HTMLParser(encoding="utf-8", huge_tree=True)
    encoded = page.replace("\x00", "").encode("utf-8", errors="replace")
    try:
        root = html.document_fromstring(encoded or b"<p></p>", parser=parser)
    except etree.ParserError as error:
        raise NoText("网页里没有内容。", path=source.path) from error
    heading = SPACE.sub(" ", root.findtext(".//title") or "").strip()
    if set_apart := positioned_blocks(root):
        return Document(source, tuple(set_apart), hard_wrapped=True, title=heading)
    met = list(islice(_walk(root), MOST_LINES + 1))
    check_length(sum(m.block.table.rows if m.block.table else 1 for m in met), source.path)
    return Document(
        source,
        tuple(m.block for m in _article(met)),
        title=heading,
        published=_page_date(root, met),
    )


def _walk(root: Any) -> Iterator[_Met]:
    """Blocks in reading order; iterative, because pages may be nested thousands deep."""
    from lxml import etree

    events = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    walk = _Walk(root, events, unseen_classes(root))
    for event, element in events:
        if event in {"comment", "pi"}:
            walk.buffer.append(element.tail or "")
        elif event == "start":
            yield from walk.start(element)
        else:
            yield from walk.end(element)
    yield from walk.flush()


@dataclass(slots=True)
class _Walk:
    """One pass over a page: the text gathered since the last block, whose it is, where it began."""

    owner: Any
    events: Any
    unseen: Set[str]
    buffer: list[str] = field(default_factory=list)
    line: int | None = None
    level: int | None = None

    def flush(self) -> Iterator[_Met]:
        """The block of the text gathered, if it says something."""
        text = SPACE.sub(" ", "".join(self.buffer)).strip(" ")
        self.buffer.clear()
        if text:
            yield _Met(Block(text, Place(line=self.line), heading=self.level), self.owner)
        self.line = None

    def start(self, element: Any) -> Iterator[_Met]:
        tag = element.tag
        if tag in SKIPPED or is_struck(element) or is_hidden(element) and not is_panel(element):
            self.events.skip_subtree()
        elif tag in INLINE and is_raised(element) and after_figure(self.buffer):
            self.buffer.append(noted(element))
            self.events.skip_subtree()
        elif (blocks := self._blocks(element)) is not None:
            yield from self.flush()
            yield from (_Met(block, element) for block in blocks)
            self.events.skip_subtree()
        else:
            if tag not in INLINE:
                yield from self.flush()
                self.owner, self.level = element, _level(tag)
            self._gather(element.text, element)

    def end(self, element: Any) -> Iterator[_Met]:
        tag = element.tag
        if tag not in INLINE:
            if tag not in SKIPPED and not (tag == "table" and not self.buffer):
                yield from self.flush()
            self.owner, self.level = element.getparent(), None
        self._gather(element.tail, element)

    def _gather(self, text: str | None, element: Any) -> None:
        if text and text.strip():
            self.line = self.line or element.sourceline
        self.buffer.append(text or "")

    def _blocks(self, element: Any) -> list[Block] | None:
        """The blocks of an element that is taken whole: a table, preformatted text."""
        if element.tag == "pre" and element.find(".//table") is None:
            return list(text_blocks(element.text_content(), (element.sourceline or 1) - 1))
        if element.tag == "table":
            return table_blocks(element, self.unseen)
        table = boxed_table(element)
        return None if table is None else [Block(at=table.at, table=table)]


def _level(tag: str) -> int | None:
    """The outline level that a tag gives."""
    return int(tag[1]) if len(tag) == 2 and tag[0] == "h" and tag[1] in "123456" else None


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
