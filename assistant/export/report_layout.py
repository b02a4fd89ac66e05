"""The template of reports, for an office that has given none: title, parts, tables as they come.

Source: GB/T 9704—2012: a heading stands with what follows it, “（一）” in 楷体.
"""

from __future__ import annotations

from functools import lru_cache

from assistant.export.official_document import (
    BODY,
    HEADING,
    SIZE_2,
    SIZE_3,
    SUBHEADING,
    TITLE,
    add_command,
    add_paragraph,
    add_run,
    new_document,
    to_bytes,
)
from index.formats import REPORT_NAME


@lru_cache(maxsize=1)
def report_template(office: str) -> bytes:
    """The template; `office` says nothing to it.  A part alone has whose it is and the year over it."""
    from docx.shared import Pt

    document = new_document()
    add_command(document, "if 标题")
    add_paragraph(document, "{{ 标题 }}", TITLE, size=SIZE_2, centred=True)
    add_paragraph(document, "", BODY)
    add_paragraph(document, "{{ 引言 }}", BODY, indent=True)
    add_command(document, "else")
    add_paragraph(document, "{{ 机关 }}", SUBHEADING, centred=True)
    named = add_paragraph(document, f"{{{{ 年度 }}}}年{REPORT_NAME}", SUBHEADING, centred=True)
    named.paragraph_format.space_after = Pt(SIZE_3 / 2)
    add_command(document, "endif")
    add_command(document, "for 部分 in 各部分")
    for command, breaks in (("if 部分.另起页", True), ("else", False)):
        add_command(document, command)
        heading = add_paragraph(document, "{{ 部分.标题 }}", HEADING, indent=True)
        heading.paragraph_format.keep_with_next = True
        heading.paragraph_format.page_break_before = breaks
    add_command(document, "endif")
    add_command(document, "for 表 in 部分.表格")
    add_paragraph(document, "{{ 表 }}", BODY)
    add_command(document, "endfor")
    add_command(document, "for 段 in 部分.段落")
    for command, leads in (("if 段.引领", True), ("else", False)):
        add_command(document, command)
        paragraph = add_paragraph(document, "{{ 段.题 }}", SUBHEADING, indent=True)
        add_run(paragraph, "{{ 段.文 }}", BODY, SIZE_3)
        paragraph.paragraph_format.keep_with_next = leads
    for end in ("endif", "endfor", "endfor"):
        add_command(document, end)
    return to_bytes(document)
