"""HTML tables to raw tables: what a cell shows, which rows are seen, tables made of boxes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from itertools import islice
from typing import Any

from index.document import Block, RawTable
from index.readers.merged_cells import Spanned, is_layout, lay_out, mixed
from index.recognition.document_lines import MOST_LINES
from index.report import Place

SKIPPED = frozenset(
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
        "del",
        "s",
        "strike",
    ]
)
"""Elements whose text is no part of a page: what is struck out, too."""
INLINE = frozenset(
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
        "input",
        "ins",
        "kbd",
        "label",
        "mark",
        "nobr",
        "o:p",
        "q",
        "s",
        "samp",
        "select",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "textarea",
        "tt",
        "u",
        "var",
        "wbr",
        "st1:chsdate",
        "st1:chmetcnv",
    ]
)
SPACE = re.compile(r"[ \t\r\n\f]+")
_HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))", re.I)
_STRUCK = re.compile(r"text-decoration[^;]*line-through", re.I)
_RAISED = re.compile(r"vertical-align\s*:\s*super", re.I)
_UNSEEN_RULE = re.compile(r"([^{}]+)\{[^{}]*display\s*:\s*none[^{}]*\}", re.I)
_CLASS = re.compile(r"[\w-]*\.([\w-]+)")
_PANELS = frozenset(["div", "section", "article"])
_FEWEST_PANELS = 3
_SPLIT_NUMBER = re.compile(r"[0-9０-９,，.]+(?: [0-9０-９,，.]+)+")
_TYPED = frozenset(["", "text", "number", "tel"])
"""The kinds of input whose value is shown."""


def is_hidden(element: Any) -> bool:
    """Whether an element says itself that it is not shown."""
    style = element.get("style")
    return "hidden" in element.attrib or style is not None and bool(_HIDDEN.search(style))


def is_panel(element: Any) -> bool:
    """Whether an element is one of several alike of which a page shows one at a time."""
    parent = element.getparent()
    if parent is None or element.tag not in _PANELS:
        return False
    alike = [e for e in parent if e.tag == element.tag and e.get("class") == element.get("class")]
    shown = sum(not is_hidden(panel) for panel in alike)
    return element.get("role") == "tabpanel" or shown == 1 and len(alike) >= _FEWEST_PANELS


def is_struck(element: Any) -> bool:
    """Whether an element's text is struck out."""
    style = element.get("style")
    return style is not None and bool(_STRUCK.search(style))


def is_raised(element: Any) -> bool:
    """Whether an element's text stands above the line, as the number of a note does."""
    return element.tag == "sup" or bool(_RAISED.search(element.get("style", "")))


def unseen_classes(root: Any) -> Set[str]:
    """The classes that the page's own style sheets hide."""
    sheets = (style.text or "" for style in root.iter("style"))
    lists = (rule[1] for sheet in sheets for rule in _UNSEEN_RULE.finditer(sheet))
    single = (selector.strip() for listed in lists for selector in listed.split(","))
    return {found[1] for selector in single if (found := _CLASS.fullmatch(selector))}


def table_of(element: Any, unseen: Set[str] = frozenset()) -> RawTable | None:
    """The grid of a table of data; None where the table only lays out the page.

    Rows and cells of the classes `unseen` are left out, as those that hide themselves are.
    """
    return _grid(element, _spanned_rows(element, unseen))


def table_blocks(element: Any, unseen: Set[str]) -> list[Block] | None:
    """A table of data, or the paragraphs and tables of one that frames a whole report; None where
    it only lays out the page."""
    rows = _spanned_rows(element, unseen)
    if framed := _framed(rows):
        return framed
    table = _grid(element, rows)
    return None if table is None else [Block(at=table.at, table=table)]


def _grid(element: Any, rows: list[list[Spanned]]) -> RawTable | None:
    return None if is_layout(rows) else lay_out(rows, Place(line=element.sourceline))


def _framed(rows: list[list[Spanned]]) -> list[Block]:
    """The paragraphs and tables among the rows; [] where they are one table."""
    blocks: list[Block] = []
    for is_data, part in mixed(rows):
        if is_data:
            table = lay_out(rows[part], rows[part][0][0].at)
            blocks.append(Block(at=table.at, table=table))
        else:
            cells = [cell for row in rows[part] for cell in row]
            blocks += [Block(text, cell.at) for cell in cells for text in cell.text.split("\n")]
    return [block for block in blocks if block.table or block.text]


def _spanned_rows(element: Any, unseen: Set[str]) -> list[list[Spanned]]:
    """The cells that are seen by row, none of a table around another's cells."""
    if any(len(inner.findall(".//td")) > 1 for inner in element.iterfind(".//table")):
        return []
    return [
        [spanned(cell) for cell in row if cell.tag in {"td", "th"} and _seen(cell, unseen)]
        for row in islice(_rows(element), MOST_LINES + 1)
        if _seen(row, unseen) and _seen(row.getparent(), unseen)
    ]


def _seen(element: Any, unseen: Set[str]) -> bool:
    return not is_hidden(element) and unseen.isdisjoint(element.get("class", "").split())


def _rows(table: Any) -> Iterator[Any]:
    """The table's own rows, not those of a table in one of its cells, as they are shown: its foot
    last, wherever it is written."""
    own = [row for row in table.iter("tr") if next(row.iterancestors("table")) is table]
    return iter(sorted(own, key=lambda row: row.getparent().tag == "tfoot"))


def spanned(cell: Any) -> Spanned:
    """A cell with its spans."""
    return Spanned(
        cell_text(cell),
        _span(cell.get("rowspan")),
        _span(cell.get("colspan")),
        Place(line=cell.sourceline),
    )


def _span(printed: str | None) -> int:
    digits = re.match(r"\s*(\d{1,4})", printed or "")
    return max(1, int(digits[1])) if digits else 1


def cell_text(cell: Any) -> str:
    """A cell's text, lines of its blocks apart; a number split over tags is one number.

    What a form's field shows is text, and the number of a note stands in brackets: 12[1].
    """
    from lxml import etree

    pieces: list[str] = []
    walk = etree.iterwalk(cell, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        known = event in {"start", "end"}
        inside = element is not cell
        if known and inside and element.tag not in INLINE:
            pieces.append("\v")
        if event == "start":
            if (field := _field(element)) is not None:
                pieces.append(field)
                walk.skip_subtree()
            elif element.tag in SKIPPED or inside and (is_hidden(element) or is_struck(element)):
                walk.skip_subtree()
            elif inside and is_raised(element) and after_figure(pieces):
                pieces.append(noted(element))
                walk.skip_subtree()
            else:
                pieces.append(element.text or "")
        elif inside:
            pieces.append(element.tail or "")
    lines = (SPACE.sub(" ", line).strip(" ") for line in "".join(pieces).split("\v"))
    text = "\n".join(line for line in lines if line)
    if _SPLIT_NUMBER.fullmatch(text) and any(e.tag in INLINE for e in cell.iterdescendants()):
        return text.replace(" ", "")
    return text


def _field(element: Any) -> str | None:
    """What a form's field shows; None for every other element."""
    if element.tag == "input":
        typed = element.get("type", "").lower() in _TYPED and not is_hidden(element)
        return element.get("value", "") if typed else None
    if element.tag == "textarea":
        return element.text or ""
    if element.tag == "select":
        chosen = [o for o in element.iter("option") if "selected" in o.attrib]
        return "".join(option.text_content() for option in chosen[:1])
    return None


def after_figure(pieces: Sequence[str]) -> bool:
    """Whether a digit is the last that `pieces` say."""
    return "".join(pieces[-3:]).rstrip()[-1:].isdigit()


def noted(element: Any) -> str:
    """The number of a note in brackets; "" where there is none."""
    text = element.text_content().strip()
    return text if not text or text[0] in "[［(（〔" else f"[{text}]"
