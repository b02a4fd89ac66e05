"""The letter that sends a report back, read out of its DOCX; templates that offices upload."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pytest

from assistant.checks import run
from assistant.export.letter import (
    FINDING,
    LETTER_FIELDS,
    NO_NAME,
    letter_docx,
    letter_fields,
)
from assistant.export.letter_layout import letter_template
from assistant.export.office_templates import KINDS, OfficeTemplates
from assistant.export.official_document import title_lines
from assistant.export.sending_back import Letters
from assistant.export.template_check import check
from assistant.export.word_template import fill
from assistant.review.compare_versions import identity
from assistant.review.letters import Office, standing, written
from assistant.review.mends import with_causes
from index.formats import NOTICE_2019, NOTICE_2021
from index.report import Decision, Finding, Place, Review, UsageError
from index.stores.values import Letter
from tests.checks.build import report

NEW = "applications.new_received.total"
OFFICE = Office(
    "临溪县人民政府办公室", "张三", "0000-1234567", "临政函〔{年}〕3号", channel="县政务邮箱"
)
SAMPLE = {field.name: field.example for field in LETTER_FIELDS}
EVIL = "{{ 7*7 }}{% for x in 问题 %}<w:p>&\x07\x00{#"


def text_of(content: bytes) -> str:
    """Every word of a Word file: body, tables, headers, footers."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = [n for n in archive.namelist() if re.match(r"word/(document|header|footer)", n)]
        xml = "\n".join(archive.read(n).decode("utf-8") for n in parts)
    return re.sub(r"<[^>]+>", "", xml.replace("</w:p>", "\n"))


def finding(n: int, **more: Any) -> Finding:
    given: dict[str, Any] = {
        "rule": "T01", "severity": "error", "outcome": "fail", "title": "行总计",
        "message": f"表三第{n}行：总计为 9，各列之和为 8（国办公开办函〔2021〕30号）", "section": 3,
        "expected": f"应{n}", "found": f"印{n}", "at": Place(2), "suggestion": f"请查第{n}行",
        "basis": "国办公开办函〔2021〕30号", "cells": (f"k{n}",),
        **more,
    }  # fmt: skip
    return Finding(**given)


def sent_back(findings: tuple[Finding, ...], decided: tuple[Decision, ...] = ()) -> Letter:
    review = replace(run(report({})), findings=findings)
    letter = written(
        review, ("河湾县人民政府", 2024), decided, None, OFFICE, "2025-02-28T10:00:00", "李四"
    )
    assert letter
    return letter


def paper(letter: Letter, office: Office = OFFICE) -> str:
    return text_of(letter_docx(letter, office, letter_template(office.name)))


# ---------------------------------------------------------------- what the letter says


def test_the_letter_says_to_whom_what_by_when_and_from_whom() -> None:
    said = paper(sent_back((finding(1), finding(2, outcome="uncertain", severity="warning"))))
    for words in (
        "河湾县人民政府：", "临政函〔2025〕3号", "临溪县人民政府办公室关于退回修改", "2024年政府信息公开工作年度报告的函",
        "第四十七条、第五十条，对照《中华人民共和国政府信息公开工作年度报告格式》（国办公开办函〔2021〕30号），"
        "发现需要更正的问题1处、需要核实的问题1处（见附件）",
        "请你县逐条核对，有误的，予以更正；经核实无误的，书面说明情况。",
        "请于2025年3月14日（含当日）前，将修改后的年度报告，连同核实情况的书面说明，通过县政务邮箱报送我办；",
        "特此函告。", "2025年2月28日",
        "（联系人：张三，联系电话：0000-1234567）", "你县报送的",
        "第三部分，第2页", "印1", "应1", "请查第1行", "一、需要更正的问题\n",
        "二、需要核实的问题\n2.第三部分，第2页：表三第2行：总计为 9，各列之和为 8。"
        "建议：请查第2行。依据：国办公开办函〔2021〕30号“报告内容”第（三）项。",
    ):  # fmt: skip
        assert words in said, words
    assert said.count("临溪县人民政府办公室") == 3  # at the top, in the title, under the text


def test_the_letter_holds_only_what_stands() -> None:
    kept, hint = finding(1), finding(2, severity="info", message="一个提示")
    explained = finding(3, outcome="explained", severity="info", message="说得清的")
    dropped = finding(4, message="不成立的一条")
    rule, place = identity(dropped)
    noted = Decision(
        "河湾县人民政府", 2024, rule, place, "dismissed", "内部备注", "张三", "2025-02-03"
    )
    rule, place = identity(kept)
    also = Decision(
        "河湾县人民政府", 2024, rule, place, "confirmed", "只给自己看", "张三", "2025-02-03"
    )
    said = paper(sent_back((kept, hint, explained, dropped), (noted, also)))
    assert "表三第1行" in said
    for words in (
        "一个提示",
        "说得清的",
        "不成立的一条",
        "内部备注",
        "只给自己看",
        "张三，",
        "T01",
        "条规则",
        "未能判断",
    ):
        assert words not in said.replace("联系人：张三，", ""), words


def test_a_basis_is_said_once() -> None:
    said = paper(sent_back((finding(1),)))
    assert "依据：国办公开办函〔2021〕30号“报告内容”第（三）项\n" in said
    assert "各列之和为 8\n" in said


@pytest.mark.parametrize(
    ("year", "section", "cells", "basis", "said"),
    [
        (2023, 1, (NEW,), NOTICE_2021, f"{NOTICE_2021}“报告内容”第（一）、（三）项"),
        (2023, None, (), NOTICE_2021, NOTICE_2021),
        (2020, 3, (NEW,), NOTICE_2019, NOTICE_2019),  # goes through no items
        (2018, 3, (), "通用语言文字规范", "通用语言文字规范"),
        (2023, 5, (), f"{NOTICE_2021}“明确责任”", f"{NOTICE_2021}“明确责任”"),
        (2023, 3, (), "甲表：行的和；甲表：列的和；乙：差", "甲表：行的和；列的和；乙：差"),
        (2023, 2, (), f"甲办法；{NOTICE_2021}", f"甲办法；{NOTICE_2021}“报告内容”第（二）项"),
    ],
)
def test_a_basis_goes_down_to_the_clause_where_the_notice_has_one(
    year: int, section: int | None, cells: tuple[str, ...], basis: str, said: str
) -> None:
    letter = sent_back((finding(1, section=section, cells=cells, basis=basis),))
    assert letter_fields(replace(letter, year=year), OFFICE)["问题"][0]["依据"] == said


def test_one_thing_has_no_headings_and_is_not_gone_through_one_by_one() -> None:
    said = paper(sent_back((finding(1),)))
    assert "请你县认真核对" in said and "一、需要" not in said
    unsure = paper(sent_back((finding(1, outcome="uncertain", severity="warning"),)))
    assert "发现需要核实的问题1处（见附件）" in unsure and "二、需要" not in unsure


def test_what_does_not_follow_from_last_year_is_to_be_verified() -> None:
    basis = "与本机关上年年度报告衔接：上年现行有效件数＋本年制发－本年废止"
    fields = letter_fields(sent_back((finding(1, rule="Y02", basis=basis), finding(2))), OFFICE)
    assert (fields["更正数"], fields["核实数"]) == (1, 1)
    assert fields["请核实"][0]["序号"] == 2 and fields["请核实"][0]["依据"] == basis


def silent(n: int) -> Finding:
    return finding(
        n, rule="Y06", outcome="uncertain", severity="warning", cells=(), suggestion="请补写",
        message=f"上年的问题{n}未见改进情况", found="", expected="",
    )  # fmt: skip


def test_what_was_not_answered_for_is_asked_to_be_added() -> None:
    assert "；未写上年问题改进情况的，予以补充。" in paper(sent_back((silent(1),)))


def test_last_years_problems_are_one_entry_with_one_advice() -> None:
    letter = sent_back((silent(1), silent(2), finding(3)))
    fields = letter_fields(letter, OFFICE)
    (entry,) = fields["请核实"]
    assert entry["说明"] == "（1）上年的问题1未见改进情况；（2）上年的问题2未见改进情况"
    assert fields["核实数"] == 1 and paper(letter).count("请补写") == 1


def test_the_place_is_said_once() -> None:
    cell = "表三“一、本年新收政府信息公开申请数量”行“总计”列"
    unsure = finding(1, cells=(NEW,), message=f"{cell}：填报 5", outcome="uncertain")
    said = paper(sent_back((unsure,)))
    assert said.count(cell) == 1 and f"{cell}，第2页：填报 5。" in said


@pytest.mark.parametrize(
    ("basis", "name"),
    [
        ("与本机关上年年度报告衔接：本年＝上年", "核算方法"),
        ("表内各行、各列的勾稽关系", "核算方法"),
        (f"{NOTICE_2021}；与本机关上年年度报告衔接：本年＝上年", "依据"),
    ],
)
def test_a_formula_is_no_basis(basis: str, name: str) -> None:
    letter = sent_back((finding(1, basis=basis),))
    fields = letter_fields(letter, OFFICE)
    (entry,) = (*fields["问题"], *fields["请核实"])
    assert entry["依据名称"] == name and f"{name}：" in paper(letter)


def test_the_closing_travels_with_the_last_paragraph() -> None:
    document = docx.Document(
        io.BytesIO(letter_docx(sent_back((finding(1),)), OFFICE, letter_template(OFFICE.name)))
    )
    texts = [p.text for p in document.paragraphs]
    first = next(n for n, text in enumerate(texts) if text.startswith("请于"))
    last = next(n for n, text in enumerate(texts) if text.startswith("（联系人"))
    between = document.paragraphs[first:last]
    assert all(p.paragraph_format.keep_with_next for p in between)
    name, day = (
        next(p for p in between[2:] if p.text == text) for text in (OFFICE.name, "2025年2月28日")
    )
    assert (name.alignment, name.paragraph_format.left_indent) == (
        day.alignment,
        day.paragraph_format.left_indent,
    )


def test_no_punctuation_hangs_out_of_the_type_area() -> None:
    with zipfile.ZipFile(io.BytesIO(letter_template(OFFICE.name))) as archive:
        assert '<w:overflowPunct w:val="0"/>' in archive.read("word/styles.xml").decode("utf-8")


def test_a_cell_is_named_as_the_place() -> None:
    fields = letter_fields(
        sent_back((finding(1, cells=(NEW, "applications.granted.total")),)), OFFICE
    )
    assert fields["问题"][0]["位置"] == "第三部分，表三，第2页"
    fields = letter_fields(sent_back((finding(1, cells=(NEW,), at=Place(line=3)),)), OFFICE)
    row = "表三“一、本年新收政府信息公开申请数量”行“总计”列"
    assert fields["问题"][0]["位置"] == f"第三部分，{row}"


@pytest.mark.parametrize(
    ("agency", "year", "fields"),
    [
        ("临溪县人民政府新华街道办事处", 2022, {"称谓": "你办事处"}),
        ("临溪县教育局", 2018, {"称谓": "你局", "格式": "国务院办公厅规定的年度报告格式"}),
        (
            "临溪县青石镇人民政府",
            2020,
            {"格式": "《国务院办公厅政府信息与政务公开办公室关于政府信息公开工作年度报告有关事项的通知》"
            "（国办公开办函〔2019〕60号）"},
        ),
    ],
)  # fmt: skip
def test_the_body_and_the_form_of_the_year_are_called_by_their_names(
    agency: str, year: int, fields: dict[str, str]
) -> None:
    made = letter_fields(replace(sent_back((finding(1),)), agency=agency, year=year), OFFICE)
    assert {name: made[name] for name in fields} == fields


def test_what_would_read_the_same_stands_once() -> None:
    fields = letter_fields(sent_back((finding(1), finding(1), finding(2))), OFFICE)
    assert [entry["序号"] for entry in fields["问题"]] == [1, 2]
    assert fields["问题数"] == fields["更正数"] == 2


def test_text_of_a_report_is_never_a_template() -> None:
    said = paper(sent_back((finding(1, message=EVIL, found=EVIL),)))
    assert "{{ 7*7 }}{% for x in 问题 %}" in said and "49" not in said
    assert "&lt;w:p&gt;&amp;" in said


def test_an_office_without_a_name_is_told_so_on_the_paper_and_beside_it() -> None:
    said = paper(sent_back((finding(1),)), Office())
    assert said.count(NO_NAME) == 1 and "报送我单位" in said
    lacks = [Letters(lambda: None, False, o, None).missing for o in (Office(), OFFICE)]  # type: ignore[arg-type,return-value]
    assert all(word in lacks[0] for word in (NO_NAME, "文号", "联系人", "联系电话"))
    assert not lacks[1]


def test_an_office_without_number_contact_and_letterhead() -> None:
    plain = Office(OFFICE.name, head=False)
    said = paper(replace(sent_back((finding(1),)), number=""), plain)
    assert said.count(OFFICE.name) == 2  # no head
    assert "联系人" not in said and "{" not in said
    assert "年度报告（或书面说明）报送我办；" in said  # by no channel that nobody named


def test_the_file_names_no_program_and_no_other_day() -> None:
    content = letter_docx(sent_back((finding(1),)), OFFICE, letter_template(OFFICE.name))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        told = archive.read("docProps/core.xml").decode("utf-8")
    assert "python" not in told and "2013" not in told


def test_the_fields_are_those_that_are_told() -> None:
    fields = letter_fields(sent_back((finding(1),)), OFFICE)
    assert list(fields) == [f.name for f in LETTER_FIELDS]
    assert set(fields["问题"][0]) == set(FINDING)


@pytest.mark.parametrize(
    ("pieces", "lines"),
    [
        (
            ("河湾县人民政府", "2024年", "政府信息公开", "工作", "年度报告"),
            ("河湾县人民政府2024年", "政府信息公开工作年度报告"),
        ),
        (("青石镇", "2024年", "政府信息公开", "年报"), ("青石镇2024年政府信息公开年报",)),
        (
            ("临溪市滨江新区管理委员会行政审批局", "2024年", "政府信息公开", "工作", "年度报告"),
            ("临溪市滨江新区管理委员会行政审批局", "2024年政府信息公开工作年度报告"),
        ),
    ],
)
def test_a_title_breaks_between_its_pieces(pieces: tuple[str, ...], lines: tuple[str, ...]) -> None:
    assert title_lines(pieces) == lines


# ---------------------------------------------------------------- templates of offices


def template(*paragraphs: str, properties: str = "") -> bytes:
    import docx

    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    document.core_properties.title = properties
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def with_part(name: str, content: bytes, of: bytes | None = None) -> bytes:
    """A Word file with one more part, or one part changed."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(of or template("{{ 标题 }}"))) as old,
        zipfile.ZipFile(stream, "w") as new,
    ):
        for info in old.infolist():
            if info.filename != name:
                new.writestr(info, old.read(info.filename))
        new.writestr(name, content)
    return stream.getvalue()


def linked(kind: str, target: str) -> bytes:
    """A Word file whose body (or settings) refers to something outside."""
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    name = "settings" if kind == "attachedTemplate" else "document"
    path = f"word/_rels/{name}.xml.rels"
    with zipfile.ZipFile(io.BytesIO(template("{{ 标题 }}"))) as archive:
        names = archive.namelist()
        old = archive.read(path).decode() if path in names else (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
        )  # fmt: skip
    added = (
        f'<Relationship Id="rX" Type="{office}/{kind}" Target="{target}" TargetMode="External"/>'
    )
    return with_part(path, old.replace("</Relationships>", added + "</Relationships>").encode())


def test_the_own_template_passes_and_can_be_changed() -> None:
    used = check(letter_template(OFFICE.name), SAMPLE)
    assert {"标题", "主送机关", "限期", "问题", "署名机关", "成文日期"} <= used
    own = template(
        "{{ 标题 }}", "{%p for 条 in 问题 %}", "{{ 条.说明 }}（{{ loop.index }}）", "{%p endfor %}"
    )
    assert check(own, SAMPLE) == {"标题", "问题"}
    said = text_of(fill(own, letter_fields(sent_back((finding(1), finding(2))), OFFICE)))
    assert "各列之和为 8（1）" in said and "各列之和为 8（2）" in said


UNKNOWN = "模板里有不认识的字段：{}。"
HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "an unknown field": (lambda: template("{{ 收文单位 }}{{ 标题 }}"), UNKNOWN.format("收文单位")),
    "unknown fields, each once": (
        lambda: template("{{ 甲 }}{{ 乙 }}{{ 甲 }}", "{%p for 条 in 问题 %}", "{{ 条.丙 }}", "{%p endfor %}"),
        UNKNOWN.format("甲、乙、条.丙"),
    ),
    "an unknown field in a branch not taken": (
        lambda: template("{% if 红头 %}{{ 标题 }}{% else %}{{ 丁 }}{% endif %}"), UNKNOWN.format("丁"),
    ),
    "a field of the file's properties": (lambda: template(properties="{{ 戊 }}"), UNKNOWN.format("戊")),
    "a class reached through a text": (
        lambda: template("{{ 标题.__class__.__mro__[1].__subclasses__() }}"), "只能写字段",
    ),
    "an attribute of a text": (lambda: template("{{ 标题.__class__ }}"), UNKNOWN.format("标题.__class__")),
    "a call": (lambda: template("{{ 标题.upper() }}"), "只能写字段"),
    "a function": (lambda: template("{{ range(10) }}"), "只能写字段"),
    "a filter": (lambda: template("{{ 标题|safe }}"), "只能写字段"),
    "an assignment": (lambda: template("{% set x = 标题 %}{{ 标题 }}"), "只能写字段"),
    "another template": (lambda: template('{% include "/etc/passwd" %}'), "只能写字段"),
    "an import": (lambda: template('{% import "os" as os %}'), "只能写字段"),
    "arithmetic that fills the memory": (lambda: template("{{ 'a' * 999999999 }}"), "只能写字段"),
    "loops in loops": (
        lambda: template("{% for a in 问题 %}{% for b in 问题 %}{{ 标题 }}{% endfor %}{% endfor %}"), "循环中的循环",
    ),
    "a loop over a text": (lambda: template("{% for a in 标题 %}{{ a }}{% endfor %}"), "只能用在列表上"),
    "braces that are not closed": (lambda: template("{{ 标题", "{{ 年度 }}"), "没有配对"),
    "a loop that is not closed": (lambda: template("{% for 条 in 问题 %}{{ 条.说明 }}"), "没有写完整"),
    "text put in as markup": (lambda: template("{{r 标题 }}"), "不加 r、p"),
    "a macro": (lambda: with_part("word/vbaProject.bin", b"x"), "宏"),
    "an object to run": (lambda: with_part("word/embeddings/oleObject1.bin", b"x"), "宏"),
    "a picture from elsewhere": (lambda: linked("image", "http://198.51.100.7/x.png"), "文件以外"),
    "no zip": (lambda: b"not a zip", "Word 文档"),
    "a zip of something else": (lambda: with_part("a.txt", b"x", _bare_zip()), "完好的 Word"),
    "a broken document": (lambda: with_part("word/document.xml", b"<w:document"), "完好的 Word"),
    "a bomb": (lambda: _bomb(), "过大"),
}  # fmt: skip


def _bare_zip() -> bytes:
    stream = io.BytesIO()
    zipfile.ZipFile(stream, "w").close()
    return stream.getvalue()


def _bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"\0" * (61 * 2**20))
    return stream.getvalue()


@pytest.mark.parametrize("name", list(HOSTILE))
def test_a_template_that_will_not_do_is_refused_in_a_line(name: str, tmp_path: Path) -> None:
    made, said = HOSTILE[name]
    templates = OfficeTemplates(tmp_path, OFFICE.name)
    with pytest.raises(UsageError) as refused:
        templates.keep("letter", made())
    assert said in refused.value.message and "\n" not in refused.value.message
    assert not templates.own("letter")


def test_a_template_of_a_template_is_taken_out(tmp_path: Path) -> None:
    own = linked("attachedTemplate", "http://198.51.100.7/x.dotm")
    OfficeTemplates(tmp_path).keep("letter", own)
    filled = fill(own, SAMPLE)
    with zipfile.ZipFile(io.BytesIO(filled)) as archive:
        assert not any(b"198.51.100.7" in archive.read(n) for n in archive.namelist())


def test_a_template_is_kept_told_of_and_given_up(tmp_path: Path) -> None:
    templates = OfficeTemplates(tmp_path, OFFICE.name)
    drawn = templates.content("letter")
    missing = templates.keep("letter", template("{{ 标题 }}{{ 限期 }}"))
    assert templates.own("letter") and "主送机关" in missing and "标题" not in missing
    assert templates.content("letter") != drawn
    templates.forget("letter")
    assert not templates.own("letter") and templates.content("letter") == drawn


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_template_drawn_here_is_one_that_would_be_let_in(kind: str, tmp_path: Path) -> None:
    templates = OfficeTemplates(tmp_path, OFFICE.name)
    templates.keep(kind, templates.content(kind))
    assert templates.own(kind)


def test_what_stands_and_the_letter_agree() -> None:
    review: Review = run(report({"cells": {"applications.new_received.total": 9}}))
    found = standing(review, ())
    assert found and sent_back(review.findings).findings == with_causes(found, review.findings)
