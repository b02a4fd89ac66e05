"""Word files as offices make them: text boxes, automatic numbers, tables inside tables, old kinds."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from index.readers.docx import read_docx
from index.readers.limits import Limits
from index.readers.word_numbering import chinese
from index.readers.xlsx import read_xlsx
from index.recognition.recognize import recognize
from index.report import Damaged, Report, ToolMissing
from tests.generator import generate
from tests.generator.writers import WRITERS, to_docx, to_html, to_xlsx
from tests.index.test_roundtrip import compared

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TITLE = "河湾县民政局2023年政府信息公开工作年度报告"
_BOX = (
    "<w:txbxContent><w:p><w:r><w:t>河湾县民政局2023年政府信息公开工作年度报告</w:t></w:r></w:p>"
    "</w:txbxContent>"
)
_BOXED = (
    f'<w:p xmlns:w="{_W}" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:r>'
    f'<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{_BOX}</wps:txbx>'
    f"</w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{_BOX}</v:textbox></w:pict>"
    "</mc:Fallback></mc:AlternateContent></w:r></w:p>"
)
_LIST = (
    f'<w:abstractNum xmlns:w="{_W}" w:abstractNumId="77"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
    '<w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum>'
)
_NUMBER = f'<w:num xmlns:w="{_W}" w:numId="77"><w:abstractNumId w:val="77"/></w:num>'
_NUMBERED = f'<w:numPr xmlns:w="{_W}"><w:ilvl w:val="0"/><w:numId w:val="77"/></w:numPr>'
_ROWS = (
    ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"),
    ("规章", "0", "0", "0"),
    ("行政规范性文件", "5", "1", "9"),
)


def _office_made(path: Path) -> None:
    from docx import Document
    from docx.oxml import parse_xml

    document: Any = Document()
    document.element.body.insert(0, parse_xml(_BOXED))
    numbering = document.part.numbering_part.element
    numbering.insert(0, parse_xml(_LIST))
    numbering.append(parse_xml(_NUMBER))
    for text in ("总体情况", "主动公开政府信息情况"):
        document.add_paragraph(text)._p.get_or_add_pPr().append(parse_xml(_NUMBERED))
        if text == "总体情况":
            document.add_paragraph("2023年，我局公开信息十二条。")
    inner = document.add_table(1, 1).cell(0, 0).add_table(3, 4)
    for r, row in enumerate(_ROWS):
        for c, text in enumerate(row):
            inner.cell(r, c).text = text
    document.add_paragraph("五、存在的主要问题及改进情况")
    document.add_paragraph("公开不够及时。")
    document.save(str(path))


def _read(path: Path) -> Report:
    (report,) = recognize(read_docx(path, Limits()))
    return report


def test_text_box_numbers_and_nested_table(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    _office_made(path)
    report = _read(path)
    assert (report.title, report.agency) == (_TITLE, "河湾县民政局")
    assert [h.text for h in report.headings][:2] == ["一、总体情况", "二、主动公开政府信息情况"]
    row = "disclosure.normative_documents"
    assert [report.cell(f"{row}.{c}").value for c in ("issued", "repealed", "in_force")] == [
        5,
        1,
        9,
    ]


def test_a_broken_file_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(b"PK\x03\x04 not a document")
    with pytest.raises(Damaged, match="损坏"):
        read_docx(path, Limits())


def test_without_libreoffice_the_message_names_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.doc"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(ToolMissing, match="LibreOffice"):
        read_docx(path, Limits())


@pytest.mark.slow
def test_old_word_file_reads_as_the_new_one(tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        assert os.environ.get("CI") != "true", "LibreOffice must be installed in CI"
        pytest.skip("LibreOffice is not installed")
    new = tmp_path / "a.docx"
    new.write_bytes(to_docx(generate(3, "2021")))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "doc", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(new)], check=True, capture_output=True, timeout=120)
    values = [{k: c.value for k, c in _read(p).cells.items()} for p in (new, tmp_path / "a.doc")]
    assert values[0] == values[1]


def test_row_numbers_that_word_counts_are_read(tmp_path: Path) -> None:
    """`1.` `2.` before the rows of each group, counted anew for each by an override."""
    from docx import Document
    from docx.oxml import parse_xml

    space = f'xmlns:w="{_W}"'
    path = tmp_path / "a.docx"
    path.write_bytes(to_docx(generate(3, "2021")))
    document: Any = Document(str(path))
    numbering = document.part.numbering_part.element
    numbering.insert(
        0,
        parse_xml(
            f'<w:abstractNum {space} w:abstractNumId="88"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
            '<w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
        ),
    )
    group = 100
    for cell in dict.fromkeys(c for t in document.tables for row in t.rows for c in row.cells):
        if cell.text[1:2] == "." and cell.text[:1].isdigit() and not cell.text[2:3].isdigit():
            group += cell.text.startswith("1.")
            if cell.text.startswith("1."):
                numbering.append(
                    parse_xml(
                        f'<w:num {space} w:numId="{group}"><w:abstractNumId w:val="88"/>'
                        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
                    )
                )
            cell.text = cell.text[2:]
            numbered = f'<w:numPr {space}><w:ilvl w:val="0"/><w:numId w:val="{group}"/></w:numPr>'
            cell.paragraphs[0]._p.get_or_add_pPr().append(parse_xml(numbered))
    assert group == 104
    document.save(str(path))
    report = _read(path)
    assert {k: c.text for k, c in report.cells.items()} == generate(3, "2021").printed
    assert "1.属于国家秘密" in {label.printed for label in report.labels}


def _workbook(path: Path, change: Callable[[Any], None]) -> Report:
    import openpyxl

    path.write_bytes(to_xlsx(generate(3, "2021")))
    book = openpyxl.load_workbook(path)
    for sheet in book.worksheets:
        change(sheet)
    book.save(path)
    (report,) = recognize(read_xlsx(path, Limits()))
    return report


def test_hidden_rows_and_columns_of_a_sheet_are_not_read(tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        for row in sheet.iter_rows():
            if "予以公开" in str(row[1].value):
                for cell in row[3:10]:
                    cell.value = 99
                sheet.row_dimensions[row[0].row].hidden = True
        sheet.cell(1, sheet.max_column + 1).value = 7
        sheet.column_dimensions[sheet.cell(1, sheet.max_column).column_letter].hidden = True

    report = _workbook(tmp_path / "a.xlsx", change)
    unread = {key.rsplit(".", 1)[0] for key, c in report.cells.items() if c.state == "unread"}
    assert unread == {"applications.granted"}


def test_a_formula_that_was_never_worked_out_is_unread(tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        for row in sheet.iter_rows():
            if "（七）总计" in str(row[1].value):
                row[9].value = f"=SUM(D{row[0].row}:I{row[0].row})"

    report = _workbook(tmp_path / "a.xlsx", change)
    unread = [key for key, cell in report.cells.items() if cell.state == "unread"]
    assert unread == ["applications.total.total"]


def test_chinese_numerals() -> None:
    assert [chinese(n) for n in (1, 10, 11, 20, 42)] == ["一", "十", "十一", "二十", "四十二"]


_STRICT = {
    b"http://schemas.openxmlformats.org/officeDocument/2006/": (
        b"http://purl.oclc.org/ooxml/officeDocument/"
    ),
    b"http://schemas.openxmlformats.org/wordprocessingml/2006/": (
        b"http://purl.oclc.org/ooxml/wordprocessingml/"
    ),
    b"http://schemas.openxmlformats.org/spreadsheetml/2006/": (
        b"http://purl.oclc.org/ooxml/spreadsheetml/"
    ),
}


def _repacked(written: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(written)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return out.getvalue()


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_strict_open_xml_is_read_as_any_other(kind: str, tmp_path: Path) -> None:
    def strict(_: str, data: bytes) -> bytes:
        for old, new in _STRICT.items():
            data = data.replace(old, new)
        return data

    report = generate(8, "2021")
    path = tmp_path / f"a.{kind}"
    path.write_bytes(_repacked(WRITERS[kind][1](report), strict))
    (found,) = recognize((read_docx if kind == "docx" else read_xlsx)(path, Limits()))
    assert compared(report, found) == ([], [])


def test_a_chunk_of_another_format_stands_in_its_place(tmp_path: Path) -> None:
    report = generate(8, "2021")
    written = _repacked(to_docx(report), _as_chunk)
    path = tmp_path / "a.docx"
    path.write_bytes(written)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("word/chunk.html", to_html(report))
    (found,) = recognize(read_docx(path, Limits()))
    assert compared(report, found) == ([], [])
    assert (found.agency, found.year) == (report.agency, report.year)


def _as_chunk(name: str, data: bytes) -> bytes:
    """A document whose body is one chunk of HTML."""
    if name == "word/document.xml":
        relation = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        chunk = b'<w:body><w:altChunk xmlns:r="' + relation + b'" r:id="rIdChunk"/></w:body>'
        return re.sub(rb"<w:body>.*</w:body>", chunk, data, flags=re.DOTALL)
    if name == "word/_rels/document.xml.rels":
        kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/aFChunk"
        added = b'<Relationship Id="rIdChunk" Type="' + kind + b'" Target="chunk.html"/>'
        return data.replace(b"</Relationships>", added + b"</Relationships>")
    if name == "[Content_Types].xml":
        return data.replace(
            b"</Types>", b'<Default Extension="html" ContentType="text/html"/></Types>'
        )
    return data
