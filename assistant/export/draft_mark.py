"""The word 草稿 at the head of every page, as long as something is still to be filled in."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from assistant.export.official_document import HEADING, add_run
from index.formats import PARTS

if TYPE_CHECKING:
    from assistant.draft.request import Draft

_GAP = re.compile(r"〔待补充[^〔〕]*〕")
_INK = "A03030"
_SIZE = 12
"""Points of the mark (小四)."""


def unsettled(drafts: Iterable[Draft], *, tables: bool = True) -> str:
    """What the mark says is open: how many places of which parts, whether the tables have no
    figures; "" where nothing is.

    Sentences that nobody answers for need no word: they are not let out at all.
    """
    found = [(d.section, len(_GAP.findall(d.text))) for d in drafts]
    numerals = {p.number: p.numeral for p in PARTS}
    told = [f"第{numerals[n]}部分 {count} 处" for n, count in sorted(found) if count]
    told += [] if tables else ["三张表"]
    return f"草稿（待补充：{'、'.join(told)}）" if told else ""


def mark(content: bytes, words: str) -> bytes:
    """The Word file with `words` over every page, whatever the template's own headers hold."""
    if not words:
        return content
    from docx import Document

    document = Document(io.BytesIO(content))
    both = bool(document.settings.odd_and_even_pages_header_footer)
    for section in document.sections:
        for header in _headers(section, both=both):
            _put_on_top(header, words)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _headers(section: Any, *, both: bool) -> Iterator[Any]:
    yield section.header
    if section.different_first_page_header_footer:
        yield section.first_page_header
    if both:
        yield section.even_page_header


def _put_on_top(header: Any, words: str) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import RGBColor

    header.is_linked_to_previous = False
    own = header.paragraphs[0]
    line = own.insert_paragraph_before() if own.text or own._p.xpath(".//w:drawing") else own
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    add_run(line, words, HEADING, _SIZE).font.color.rgb = RGBColor.from_string(_INK)
