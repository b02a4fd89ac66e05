"""The letter's own template, for an office that has given none: the letter form of the standard.

Source: GB/T 9704—2012, 10.1 信函格式: the issuing office's name in red 小标宋 30 mm from the upper
edge, under it a double red line of 170 mm (thick over thin), one at 20 mm from the lower edge
(thin over thick), number under the first line at the right; no page number on the first page.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from assistant.export.document_tables import add_cells
from assistant.export.official_document import (
    BODY,
    HEADING,
    SIZE_2,
    SIZE_3,
    SIZE_5,
    SUBHEADING,
    TITLE,
    TYPE_WIDTH,
    add_command,
    add_paragraph,
    add_run,
    new_document,
    to_bytes,
    width,
)
from index.formats import REPORT_NAME

if TYPE_CHECKING:
    from docx.document import Document

RED = "FF0000"
_MARK, _SMALLEST = 36, 16
"""Points of the office's name at the top: at most, and where it is long at least."""
_NOTE = 18
"""Points a line of the note under the list."""
_SMALL, _LINE = 12, 20
"""Points of the type of what is to be verified (小四), and of a line of it."""
_ABOVE = 2
"""Empty lines over the title, and over the name and, one less, under the date: room for the seal."""
_DATE = 7.5
"""Characters a date is wide with the space about its numbers: 2025年12月14日."""
_COLUMNS = (
    ("序号", 12, ("{{ 条.序号 }}",)),
    ("位置", 23, ("{{ 条.位置 }}",)),
    (
        "问题和依据",
        73,
        (
            "{{ 条.说明 }}",
            "{%p if 条.建议 %}",
            "建议：{{ 条.建议 }}",
            "{%p endif %}",
            "{{ 条.依据名称 }}：{{ 条.依据 }}",
        ),
    ),
    ("填报情况", 21, ("{{ 条.填报 }}",)),
    ("应填（核算）", 27, ("{{ 条.应为 }}",)),
)
"""The list's columns: heading, millimetres, what stands in a row, a paragraph each."""
_TEXT = (
    "{{ 称谓 }}{% if 再次 %}重新{% endif %}报送的《{{ 报告名称 }}》收悉。"
    "依据《中华人民共和国政府信息公开条例》第四十七条、第五十条，对照{{ 格式 }}，"
    "发现{% if 更正数 %}需要更正的问题{{ 更正数 }}处{% endif %}"
    "{% if 更正数 and 核实数 %}、{% endif %}"
    "{% if 核实数 %}需要核实的问题{{ 核实数 }}处{% endif %}（见附件）。",
    "请{{ 称谓 }}{% if 多处 %}逐条{% else %}认真{% endif %}核对，有误的，予以更正；"
    "经核实无误的，书面说明情况{% if 补充 %}；未写上年问题改进情况的，予以补充{% endif %}。",
    "请于{{ 限期 }}（含当日）前，将修改后的年度报告"
    "{% if 更正数 and 核实数 %}，连同核实情况的书面说明，{% else %}（或书面说明）{% endif %}"
    "{% if 报送方式 %}通过{{ 报送方式 }}{% endif %}报送{{ 自称 }}；网站上已公布的文本请同步更正。",
    "{{ 结语 }}",
)


_LIST = (
    "需要{% if 更正数 %}更正{% endif %}{% if 更正数 and 核实数 %}和{% endif %}"
    "{% if 核实数 %}核实{% endif %}的问题清单"
)
_VERIFY = (
    "{{ 条.序号 }}.{{ 条.位置 }}：{{ 条.说明 }}。"
    "{% if 条.建议 %}建议：{{ 条.建议 }}。{% endif %}{{ 条.依据名称 }}：{{ 条.依据 }}。"
)
"""An entry of what is to be verified: a line, no table, for nothing is known to be wrong."""


@lru_cache(maxsize=8)
def letter_template(office: str) -> bytes:
    """The template; it is drawn for the office's name, whose length says how large it is set."""
    document = new_document(first_page_number=False)
    _letterhead(document, office)
    _opening(document)
    for text in _TEXT:
        add_paragraph(document, text, BODY, indent=True)
    _closing(document, office)
    _list(document)
    return to_bytes(document)


def _letterhead(document: Document, office: str) -> None:
    """The name and the upper line in the first page's header, the lower line in its footer."""
    from docx.shared import Mm

    section = document.sections[0]
    section.header_distance = Mm(30)
    size = max(_SMALLEST, min(_MARK, TYPE_WIDTH / 0.353 / max(1.0, width(office))))
    header, footer = section.first_page_header, section.first_page_footer
    _only_if_red(header, lambda: _mark(header, size))
    _only_if_red(footer, lambda: _rule(footer, "thinThickSmallGap"))


def _only_if_red(place: Any, draw: Any) -> None:
    """What `draw` adds to a header or footer, printed only where the office asks for red."""
    from docx.shared import Pt

    place.paragraphs[0].text = "{%p if 红头 %}"
    draw()
    add_command(place, "endif")
    last = place.add_paragraph().paragraph_format
    last.space_before = last.space_after = Pt(0)
    last.line_spacing = Pt(1)


def _mark(header: Any, size: float) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt, RGBColor

    paragraph = header.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_after = Pt(0)
    run = add_run(paragraph, "{{ 署名机关 }}", TITLE, size)
    run.font.color.rgb = RGBColor.from_string(RED)
    _rule(header, "thickThinSmallGap")


def _rule(place: Any, kind: str) -> None:
    """A double red line of 170 mm, centred on the page: the type area's margins are uneven."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls
    from docx.shared import Mm, Pt

    paragraph = place.add_paragraph()
    layout = paragraph.paragraph_format
    layout.left_indent, layout.right_indent = Mm(20 - 28), Mm(20 - 26)
    layout.space_before = layout.space_after = Pt(0)
    layout.line_spacing = Pt(11)
    paragraph._p.get_or_add_pPr().insert_element_before(
        parse_xml(
            f'<w:pBdr {nsdecls("w")}><w:bottom w:val="{kind}" w:sz="24" w:space="0" '
            f'w:color="{RED}"/></w:pBdr>'
        ),
        *("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc"),
    )


def _opening(document: Document) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    add_command(document, "if 文号")
    add_paragraph(document, "{{ 文号 }}", BODY).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    add_command(document, "endif")
    for _ in range(_ABOVE):
        add_paragraph(document, "", BODY)
    add_paragraph(document, "{{ 标题 }}", TITLE, size=SIZE_2, centred=True)
    add_paragraph(document, "", BODY)
    add_paragraph(document, "{{ 主送机关 }}：", BODY)


def _closing(document: Document, office: str) -> None:
    """What is annexed, the name over the date, whom to call; on a page with the last paragraph.

    The date ends four characters from the edge, more where the name over its middle is long.
    """
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm, Pt

    said = document.paragraphs[-2:]
    add_paragraph(document, "", BODY).paragraph_format.keep_with_next = True
    lines = [add_paragraph(document, f"附件：{_LIST}", BODY, indent=True)]
    lines += [add_paragraph(document, "", BODY) for _ in range(_ABOVE)]
    middle = max(4 + _DATE / 2, width(office) / 2)
    for words in ("{{ 署名机关 }}", "{{ 成文日期 }}"):
        line = add_paragraph(document, words, BODY)
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        line.paragraph_format.left_indent = Mm(TYPE_WIDTH) - Pt(2 * middle * SIZE_3)
        lines.append(line)
    for line in (*said, *lines):
        line.paragraph_format.keep_with_next = True
    add_command(document, "if 联系人")
    for _ in range(_ABOVE - 1):
        add_paragraph(document, "", BODY).paragraph_format.keep_with_next = True
    call = "（联系人：{{ 联系人 }}{% if 电话 %}，联系电话：{{ 电话 }}{% endif %}）"
    add_paragraph(document, call, BODY, indent=True)
    add_command(document, "endif")


def _list(document: Document) -> None:
    """The annex on a page of its own: a table of what is to be mended, a row each; under it in a
    few lines what is to be verified.  Each has a heading where there are both."""
    from docx.shared import Pt

    add_paragraph(document, "附件", HEADING).paragraph_format.page_break_before = True
    add_paragraph(document, "", BODY)
    add_paragraph(document, _LIST, TITLE, size=SIZE_2, centred=True)
    add_paragraph(document, "{{ 主送机关 }}", SUBHEADING, centred=True)
    named = add_paragraph(document, f"{{{{ 年度 }}}}年{REPORT_NAME}", SUBHEADING, centred=True)
    named.paragraph_format.space_after = Pt(SIZE_3 / 2)
    add_command(document, "if 更正数")
    _part_heading(document, "一、需要更正的问题")
    add_cells(
        document,
        [w for _, w, _ in _COLUMNS],
        [
            [(heading,) for heading, _, _ in _COLUMNS],
            [("{%tr for 条 in 问题 %}",), *[("",)] * (len(_COLUMNS) - 1)],
            [texts for _, _, texts in _COLUMNS],
            [("{%tr endfor %}",), *[("",)] * (len(_COLUMNS) - 1)],
        ],
    )
    note = "注：“应填（核算）”按报告的其他部分、上年报告或勾稽关系推算，与原始数据不符的，以原始数据为准。"
    add_paragraph(document, note, BODY, size=SIZE_5).paragraph_format.line_spacing = Pt(_NOTE)
    add_command(document, "endif")
    add_command(document, "if 核实数")
    _part_heading(document, "二、需要核实的问题")
    add_command(document, "for 条 in 请核实")
    add_paragraph(
        document, _VERIFY, BODY, size=_SMALL, indent=True
    ).paragraph_format.line_spacing = Pt(_LINE)
    add_command(document, "endfor")
    add_command(document, "endif")


def _part_heading(document: Document, text: str) -> None:
    """The heading of a part of the annex, where it has two."""
    from docx.shared import Pt

    add_command(document, "if 更正数 and 核实数")
    heading = add_paragraph(document, text, HEADING, indent=True)
    heading.paragraph_format.keep_with_next = True
    heading.paragraph_format.space_before = Pt(SIZE_3 / 2)
    add_command(document, "endif")
