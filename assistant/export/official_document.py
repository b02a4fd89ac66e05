"""Paper: Word documents in the layout of official documents, drawn with python-docx.

Source: GB/T 9704—2012: title 2号小标宋, body 3号仿宋, “一、” 黑体, “（一）” 楷体; 22 lines a page of
28 characters; margins top 37 mm, left 28 mm, type area 156 × 225 mm; page numbers 4号宋体 at the
outer edge.  A machine without these fonts falls back as the document's font table says.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.document import Document

TITLE, BODY, HEADING, SUBHEADING = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312"
FALLBACKS: Mapping[str, str] = {
    TITLE: "方正小标宋_GBK,华文中宋,STZhongsong,宋体,SimSun,Noto Serif CJK SC",
    BODY: "仿宋,FangSong,华文仿宋,STFangsong,Noto Serif CJK SC",
    HEADING: "SimHei,Noto Sans CJK SC",
    SUBHEADING: "楷体,KaiTi,华文楷体,STKaiti,Noto Serif CJK SC",
}
NUMBERS = "宋体"
SIZE_2, SIZE_3, SIZE_4, SIZE_5 = 22, 16, 14, 10.5
"""Points of 2号, 3号, 4号 and 5号 type."""
TITLE_CHARACTERS = 20
"""Characters of a title on a line of the type area."""
_LINE = 28
"""Points a line, as offices set it for 22 lines on the 225 mm of the type area."""
TYPE_WIDTH = 156
"""Millimetres of the type area."""
_FOOT = 23
"""Millimetres from the page's lower edge to the number’s: its top is 7 mm under the type area."""


def new_document(*, first_page_number: bool = True) -> Document:
    """An empty document; in the letter form of the standard the first page has no number."""
    import docx
    from docx.shared import Mm

    document = docx.Document()
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin, page.bottom_margin = Mm(37), Mm(35)
    page.left_margin, page.right_margin = Mm(28), Mm(26)
    page.footer_distance = Mm(_FOOT)
    document.settings.odd_and_even_pages_header_footer = True
    _page_number(page.footer, right=True)
    _page_number(page.even_page_footer, right=False)
    page.different_first_page_header_footer = not first_page_number
    _state_fallbacks(document)
    _in_chinese(document)
    _within_the_type_area(document)
    properties = document.core_properties._element
    for told in list(properties):  # of the library's own sample: its author, a day in 2013
        properties.remove(told)
    return document


def title_lines(pieces: Sequence[str], most: float = TITLE_CHARACTERS) -> tuple[str, ...]:
    """A title on as few lines of `most` characters as hold it, as even as can be.

    No piece is broken; of three lines the middle one is not the shortest.
    """
    return min(_ways(tuple(pieces)), key=lambda lines: _raggedness(lines, most))


def _ways(pieces: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Every way to put pieces on lines in their order."""
    if not pieces:
        yield ()
    for end in range(1, len(pieces) + 1):
        for rest in _ways(pieces[end:]):
            yield ("".join(pieces[:end]), *rest)


def _raggedness(lines: tuple[str, ...], most: float) -> tuple[float, ...]:
    widths = [width(line) for line in lines]
    over = sum(max(0.0, w - most) for w in widths)
    waist = len(lines) > 2 and min(widths[1:-1]) < min(widths[0], widths[-1])
    return (over, len(lines), waist, max(widths) - min(widths))


def width(text: str) -> float:
    """How many Chinese characters wide a text is; digits and Latin letters are half."""
    return sum(0.5 if c.isascii() else 1.0 for c in text)


def add_command(place: Any, command: str) -> None:
    """A paragraph of a template that says what is done with those after it: if, for, their ends."""
    place.add_paragraph(f"{{%p {command} %}}")


def add_paragraph(
    document: Document,
    text: str,
    font: str,
    *,
    size: float = SIZE_3,
    centred: bool = False,
    indent: bool = False,
) -> Any:
    from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
    from docx.shared import Pt

    paragraph = document.add_paragraph()
    layout = paragraph.paragraph_format
    layout.space_before = layout.space_after = Pt(0)
    layout.line_spacing_rule, layout.line_spacing = (
        WD_LINE_SPACING.EXACTLY,
        Pt(max(_LINE, size * 1.5)),
    )
    if indent:
        layout.first_line_indent = Pt(2 * SIZE_3)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.JUSTIFY
    if text:
        add_run(paragraph, text, font, size)
    return paragraph


def add_run(paragraph: Any, text: str, font: str, size: float) -> Any:
    from docx.oxml.ns import qn
    from docx.shared import Pt

    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    run.font.name = font
    for script in ("w:eastAsia", "w:hAnsi", "w:ascii", "w:cs"):
        run._element.rPr.rFonts.set(qn(script), font)
    return run


def _page_number(footer: Any, *, right: bool) -> None:
    """“— 1 —” at the outer edge of odd pages (right) or of even ones, a character in."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    footer.is_linked_to_previous = False
    paragraph = footer.paragraphs[0]
    edge = WD_ALIGN_PARAGRAPH.RIGHT if right else WD_ALIGN_PARAGRAPH.LEFT
    paragraph.alignment = edge
    layout = paragraph.paragraph_format
    layout.right_indent, layout.left_indent = (Pt(SIZE_4), None) if right else (None, Pt(SIZE_4))
    add_run(paragraph, "— ", NUMBERS, SIZE_4)
    _page_field(add_run(paragraph, "", NUMBERS, SIZE_4))
    add_run(paragraph, " —", NUMBERS, SIZE_4)


def _page_field(run: Any) -> None:
    """The number of the page it stands on, set as the run is."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for kind in ("begin", "separate", "end"):
        mark = OxmlElement("w:fldChar")
        mark.set(qn("w:fldCharType"), kind)
        run._r.append(mark)
        if kind == "begin":
            asked = OxmlElement("w:instrText")
            asked.text = "PAGE"
            run._r.append(asked)


def _in_chinese(document: Document) -> None:
    """Say that the text is Chinese, so that lines break by its rules."""
    from docx.oxml.ns import qn

    for lang in document.styles.element.iter(qn("w:lang")):
        lang.set(qn("w:eastAsia"), "zh-CN")


def _within_the_type_area(document: Document) -> None:
    """No mark of punctuation hangs out of the line at its end."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    off = OxmlElement("w:overflowPunct")
    off.set(qn("w:val"), "0")
    document.styles["Normal"]._element.get_or_add_pPr().append(off)


def _state_fallbacks(document: Document) -> None:
    """Name each font's stand-ins in the document's font table (`w:altName`)."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls
    from lxml import etree

    part = next(p for p in document.part.package.iter_parts() if "fontTable" in p.partname)
    fonts = etree.fromstring(part.blob)
    for name, others in FALLBACKS.items():
        fonts.append(
            parse_xml(
                f'<w:font {nsdecls("w")} w:name="{name}"><w:altName w:val="{others}"/>'
                '<w:charset w:val="86"/></w:font>'
            )
        )
    part._blob = etree.tostring(fonts, xml_declaration=True, encoding="UTF-8", standalone=True)


def to_bytes(document: Document) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()
