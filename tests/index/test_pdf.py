"""PDFs with text: lines, cells, merged cells, shading, wrapped numbers, broken files."""

from __future__ import annotations

import io
from pathlib import Path

import pypdf
import pytest
from reportlab.lib import colors
from reportlab.pdfgen.canvas import Canvas

from index.document import Document, RawTable
from index.ingest import read
from index.readers.limits import Limits
from index.readers.page.page_layout import Glyph, cell_text, text_lines
from index.readers.pdf.page_images import page_picture
from index.readers.pdf.read_pdf import read_pdf
from tests.generator import Style, generate, to_pdf
from tests.generator.bridge import true_cell
from tests.sampled import slow_but

STYLES = {
    "plain": Style(),
    "sans, page break": Style(font="sans", break_after=7, kangxi=True, part_two="separate"),
    "landscape": Style(font="cid", landscape=True, repeat_header=True, break_after=12),
    "unruled": Style(ruled=False, break_after=10),
    "unruled, groups in the labels": Style(ruled=False, label_columns=1),
    "two label columns": Style(label_columns=2, disputes="rows"),
    "loose": Style(size=10.5, loose=True, short_labels=True),
}


FAST = ("plain", "landscape", "unruled", "two label columns")


@pytest.mark.parametrize("form", slow_but(["2019", "2021"], ["2021"]))
@pytest.mark.parametrize("style", slow_but(STYLES, FAST))
def test_every_cell_of_a_drawn_report_is_read(style: str, form: str, tmp_path: Path) -> None:
    report = generate(seed=len(style), form=form)
    path = tmp_path / "report.pdf"
    path.write_bytes(to_pdf(report, STYLES[style]))
    (found,) = read(path)
    assert (found.agency, found.year, found.format) == (report.agency, report.year, form)
    wanted = {key: true_cell(text) for key, text in report.printed.items()}
    wrong = {
        key: (found.cell(key).text, cell.text)
        for key, cell in wanted.items()
        if (found.cell(key).state, found.cell(key).value) != (cell.state, cell.value)
    }
    assert not wrong
    assert all(found.cell(key).at.bbox and found.cell(key).at.page for key in wanted)


def drawn(path: Path, draw: object) -> Document:
    canvas = Canvas(str(path), pagesize=(400, 400))
    draw(canvas)  # type: ignore[operator]
    canvas.save()
    return read_pdf(path, Limits())


def tables(document: Document) -> list[RawTable]:
    return [block.table for block in document.blocks if block.table]


def test_shaded_lines_of_text_are_text(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for i in range(8):
            canvas.setFillColor(colors.lightyellow)
            canvas.rect(50, 300 - 20 * i, 300, 18, fill=1, stroke=0)
            canvas.setFillColor(colors.black)
            canvas.drawString(55, 305 - 20 * i, f"line {i} of some narrative text")

    document = drawn(tmp_path / "shaded.pdf", draw)
    assert not tables(document)
    assert [b.text for b in document.blocks][0] == "line 0 of some narrative text"
    assert len(document.blocks) == 8


def test_cells_know_their_spans_boxes_and_blanks(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for y in (300, 280, 260):
            canvas.line(50, y, 200, y)
        for x in (50, 150, 200):
            canvas.line(x, 260, x, 300)
        canvas.line(100, 260, 100, 280)
        canvas.drawString(60, 285, "a head")
        canvas.drawString(60, 265, "12")
        canvas.drawString(160, 265, "7")
        canvas.drawString(55, 200, "text below the table")

    document = drawn(tmp_path / "cells.pdf", draw)
    (table,) = tables(document)
    texts = {(c.row, c.column): (c.text, c.column_span) for c in table.cells}
    assert texts == {
        (0, 0): ("a head", 2),
        (0, 2): ("", 1),
        (1, 0): ("12", 1),
        (1, 1): ("", 1),
        (1, 2): ("7", 1),
    }
    seven = next(c for c in table.cells if c.text == "7")
    assert seven.at.page == 1
    assert seven.at.bbox == pytest.approx((150, 120, 200, 140), abs=1)


def test_dotted_lines_are_lines(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for step in range(101):
            for y in (300, 280, 260):
                canvas.rect(50 + 1.5 * step, y, 0.75, 0.7499, fill=1, stroke=0)
        for step in range(27):
            for x in (50, 100, 150, 200):
                canvas.rect(x, 260 + 1.5 * step, 0.75, 0.7499, fill=1, stroke=0)
        for i, text in enumerate(("3", "13", "", "7", "12", "")):
            canvas.drawString(60 + 50 * (i % 3), 285 - 20 * (i // 3), text)

    (table,) = tables(drawn(tmp_path / "dotted.pdf", draw))
    assert [c.text for c in table.cells] == ["3", "13", "", "7", "12", ""]


def glyphs(text: str, x: float, top: float) -> list[Glyph]:
    return [Glyph(c, x + 6 * i, top, x + 6 * i + 6, top + 10) for i, c in enumerate(text)]


def test_a_number_broken_over_a_narrow_cells_lines_is_one_number() -> None:
    assert cell_text(glyphs("12", 2, 0) + glyphs("34", 2, 12), (0, 0, 16, 24)) == "1234"
    assert cell_text(glyphs("12", 2, 0) + glyphs("34", 2, 12), (0, 0, 60, 24)) == "12 34"
    assert cell_text(glyphs("(cid:7)", 2, 0), (0, 0, 60, 24)) is None
    noted = (
        glyphs("2", 2, 0) + glyphs("2（其", 2, 12) + glyphs("中1件", 2, 24) + glyphs("）", 2, 36)
    )
    assert cell_text(noted, (0, 0, 36, 48)) == "22（其中1件）"
    wide = glyphs("2", 2, 0) + glyphs("2（其中1件）", 2, 12)
    assert cell_text(wide, (0, 0, 60, 24)) == "2 2（其中1件）"


def test_a_watermark_aslant_is_no_text(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for i in range(4):
            canvas.drawString(50, 300 - 30 * i, f"line {i} of some narrative text")
        canvas.translate(60, 150)
        canvas.rotate(45)
        canvas.setFont("Helvetica", 40)
        canvas.drawString(0, 0, "WATERMARK")

    document = drawn(tmp_path / "marked.pdf", draw)
    assert [b.text for b in document.blocks] == [
        f"line {i} of some narrative text" for i in range(4)
    ]


def test_imitated_bold_is_read_once() -> None:
    twice = [
        g for a, b in zip(glyphs("机关", 0, 0), glyphs("机关", 0.4, 0), strict=True) for g in (a, b)
    ]
    assert [line.text for line in text_lines(twice)] == ["机关"]


def test_a_broken_xref_is_repaired_and_an_empty_password_opens(tmp_path: Path) -> None:
    whole = to_pdf(generate(seed=3, form="2021"))
    cut = whole[: whole.rfind(b"xref\n")] + b"xref\n0 1\ntrailer\n<<>>\nstartxref\n9\n%%EOF"
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(whole))
    writer.encrypt("", owner_password="owner", algorithm="AES-128")
    out = io.BytesIO()
    writer.write(out)
    for name, content in {"broken.pdf": cut, "owned.pdf": out.getvalue()}.items():
        (tmp_path / name).write_bytes(content)
        (report,) = read(tmp_path / name)
        assert report.cell("applications.total.total").state == "number"


def test_a_page_is_drawn_with_a_frame_around_the_place(tmp_path: Path) -> None:
    from PIL import Image

    from index.readers.pdf.page_images import FRAME

    path = tmp_path / "page.pdf"
    path.write_bytes(to_pdf(generate(seed=3, form="2021")))
    plain = Image.open(io.BytesIO(page_picture(path, "pdf", 1, 1.0)))
    framed = Image.open(
        io.BytesIO(page_picture(path.read_bytes(), "pdf", 1, 1.0, (50, 60, 90, 80)))
    )
    assert plain.size == framed.size
    assert framed.getpixel((70, 57)) == FRAME
    assert plain.getpixel((70, 57)) != FRAME


def test_characters_stand_where_pdfplumber_has_them(tmp_path: Path) -> None:
    import pdfplumber

    from index.readers.pdf.page_objects import drawn_on

    path = tmp_path / "shifted.pdf"
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(to_pdf(generate(seed=3, form="2021"))))
    for page in writer.pages:
        page.mediabox.lower_left = (-30, 12)
    writer.write(path)
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            wanted = [(c["text"], c["x0"], c["top"], c["x1"], c["bottom"]) for c in page.chars]
            assert wanted
            assert [(g.text, *g.box) for g in drawn_on(page).glyphs] == [
                (text, *map(pytest.approx, box)) for text, *box in wanted
            ]
