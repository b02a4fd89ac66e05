"""The writers: every cell of the truth stands in the file, in every format and dress."""

import io
import re
from html import unescape

import pytest

from tests.generator import (
    Style,
    TrueReport,
    as_report,
    generate,
    to_docx,
    to_html,
    to_pdf,
    to_scan,
    to_tabbed,
)
from tests.generator.writers import WRITERS, Paper, to_markdown, to_one_a_line, to_xlsx
from tests.generator.writers.grid import grids
from tests.generator.writers.pdf import browser, office
from tests.generator.writers.scan import fonts

REPORTS = [generate(seed, form) for form in ("2019", "2021") for seed in (1, 2)]
SLOW = {"browser-pdf": browser, "office-pdf": office, "scan": fonts, "picture": fonts}


@pytest.mark.parametrize("report", REPORTS, ids=lambda r: r.title)
def test_the_grids_hold_every_key_once(report: TrueReport) -> None:
    keys = [
        c.key for g in grids(report) for c in g.cells if c.key and not c.key.startswith("label:")
    ]
    assert sorted(keys) == sorted(report.cells)


@pytest.mark.parametrize("report", REPORTS, ids=lambda r: r.title)
def test_spans_cover_each_square_once(report: TrueReport) -> None:
    for style in (Style(), Style(part_two="separate")):
        for grid in grids(report, style):
            covered = [
                (r, c)
                for cell in grid.cells
                for r in range(cell.row, cell.row + cell.row_span)
                for c in range(cell.column, cell.column + cell.column_span)
            ]
            assert len(covered) == len(set(covered)) == grid.rows * grid.columns


@pytest.mark.parametrize("name", [n for n in WRITERS if n not in SLOW])
def test_the_same_report_gives_the_same_bytes(name: str) -> None:
    _, write = WRITERS[name]
    first = write(REPORTS[0])
    assert first
    assert first == write(REPORTS[0])


def numbers(report: TrueReport) -> list[str]:
    return [c.text for g in grids(report) for c in g.cells if c.key in report.cells]


def test_html_in_gbk_with_split_digits_keeps_every_number() -> None:
    style = Style(encoding="gbk", split_digits=True, navigation=True, date="header")
    page = unescape(to_html(REPORTS[2], style).decode("gbk"))
    cells = [re.sub("<[^>]+>", "", c) for c in re.findall(r"<td[^>]*>(.*?)</td>", page)]
    found = [c for c in cells if re.fullmatch(r"\d+(\.\d+)?", c)]
    assert found == numbers(REPORTS[2])


def test_copied_text_keeps_every_number() -> None:
    for write in (to_tabbed, to_markdown, to_one_a_line):
        text = write(REPORTS[0]).decode()
        assert text.count("本年新收政府信息公开申请数量") == 1
        assert all(n in text for n in numbers(REPORTS[0]))


def test_word_and_workbook_keep_every_number() -> None:
    import docx
    from openpyxl import load_workbook

    document = docx.Document(io.BytesIO(to_docx(REPORTS[1])))
    words = {c.text for t in document.tables for row in t.rows for c in row.cells}
    book = load_workbook(io.BytesIO(to_xlsx(REPORTS[1])))
    sheets = {str(v) for sheet in book for row in sheet.values for v in row if v is not None}
    assert set(numbers(REPORTS[1])) <= words & sheets


@pytest.mark.parametrize(
    "style",
    [
        Style(),
        Style(ruled=False, landscape=True),
        Style(break_after=9, repeat_header=True),
        Style(break_after=9, kangxi=True, size=7.5),
    ],
)
def test_pdf_keeps_every_number_in_every_dress(style: Style) -> None:
    from pypdf import PdfReader

    text = "\n".join(
        p.extract_text() for p in PdfReader(io.BytesIO(to_pdf(REPORTS[3], style))).pages
    )
    found = re.findall(r"\d+(?:\.\d+)?", text)
    assert all(n in found for n in numbers(REPORTS[3]))


@pytest.mark.skipif(not fonts(), reason="the Noto CJK fonts are not installed")
@pytest.mark.parametrize("paper", [Paper(dpi=60), Paper(dpi=60, tilt=1.5, noise=20, blur=1)])
def test_a_scan_holds_no_text(paper: Paper) -> None:
    from pypdf import PdfReader

    data = to_scan(REPORTS[0], Style(), paper)
    pages = PdfReader(io.BytesIO(data)).pages
    assert len(pages) >= 2 and not "".join(p.extract_text() for p in pages).strip()
    assert data == to_scan(REPORTS[0], Style(), paper)


@pytest.mark.slow
@pytest.mark.parametrize("name", [n for n in SLOW if n.endswith("-pdf")])
def test_installed_programs_make_pdfs(name: str) -> None:
    if not SLOW[name]():
        pytest.skip(f"the program for {name} is not installed")
    assert WRITERS[name][1](REPORTS[0]).startswith(b"%PDF")


def test_perfect_reading_gives_the_truth_back() -> None:
    for report in REPORTS:
        read = as_report(report)
        assert {k: c.value for k, c in read.cells.items()} == report.cells
        assert (read.agency, read.year, read.format) == (report.agency, report.year, report.form)
        assert [t.state for t in read.tables] == ["read"] * len(read.tables)
