"""Manners in which pages and sheets show the same report: every cell is read, none is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from index.ingest import read
from index.report import Report
from tests.generator import Style, TrueReport, generate
from tests.generator.manners.texts import TEXTS
from tests.generator.manners.turned import STACKED, TURNED, page_with, set_apart
from tests.generator.manners.web import CHARACTERS, ESCAPED, WEB, page_of
from tests.generator.manners.word import WORD, written
from tests.generator.printing import blank_zeros
from tests.generator.writers.grid import grids
from tests.generator.writers.text import _full
from tests.index.test_roundtrip import compared


def _read(path: Path, data: bytes) -> Report:
    path.write_bytes(data)
    (found,) = read(path)
    return found


def _is_whole(report: TrueReport, found: Report) -> None:
    assert compared(report, found) == ([], [])
    assert (found.agency, found.year, found.format) == (report.agency, report.year, report.form)


@pytest.mark.parametrize("form", ["2019", "2021"])
@pytest.mark.parametrize("manner", WEB)
def test_pages_show_figures_in_many_manners(manner: str, form: str, tmp_path: Path) -> None:
    report = generate(len(manner), form)
    page = page_of(report)
    changed = WEB[manner](page)
    assert changed != page
    found = _read(tmp_path / "page.html", changed.encode())
    _is_whole(report, found)
    assert [bool(s.text) for s in found.sections] == [bool(s.text) for s in report.sections]


@pytest.mark.parametrize("form", ["2019", "2021"])
@pytest.mark.parametrize("manner", TURNED)
def test_grids_are_set_in_many_manners(manner: str, form: str, tmp_path: Path) -> None:
    report = blank_zeros(generate(len(manner), form))
    _is_whole(report, _read(tmp_path / "page.html", page_with(report, *TURNED[manner])))


@pytest.mark.parametrize("form", ["2019", "2021"])
def test_rows_set_into_one_are_parted_by_their_lines(form: str, tmp_path: Path) -> None:
    report = generate(5, form)
    _is_whole(report, _read(tmp_path / "page.html", page_with(report, *STACKED)))


@pytest.mark.parametrize("form", ["2019", "2021"])
def test_text_set_piece_by_piece_is_a_printed_page(form: str, tmp_path: Path) -> None:
    report = blank_zeros(generate(6, form))
    found = _read(tmp_path / "page.html", set_apart(report))
    _is_whole(report, found)
    assert found.cell("applications.total.total").at.line is not None


@pytest.mark.parametrize("manner", CHARACTERS)
def test_characters_are_told_by_what_they_make(manner: str, tmp_path: Path) -> None:
    report = generate(len(manner), "2021")
    page = page_of(report)
    _is_whole(report, _read(tmp_path / "page.html", CHARACTERS[manner](page)))


@pytest.mark.parametrize("manner", ESCAPED)
@pytest.mark.parametrize("suffix", [".html", ".txt"])
def test_pages_written_in_other_marks_are_read(manner: str, suffix: str, tmp_path: Path) -> None:
    report = blank_zeros(generate(len(manner), "2021"))
    found = _read(tmp_path / f"page{suffix}", ESCAPED[manner](report).encode())
    _is_whole(report, found)


@pytest.mark.parametrize("form", ["2019", "2021"])
@pytest.mark.parametrize("manner", WORD)
def test_word_files_show_figures_in_many_manners(manner: str, form: str, tmp_path: Path) -> None:
    report = blank_zeros(generate(len(manner), form))
    _is_whole(report, _read(tmp_path / "a.docx", written(report, WORD[manner])))


def test_rows_of_tabs_keep_blanks_behind_their_label(tmp_path: Path) -> None:
    report = generate(5, "2021")
    keys = [k for k in report.printed if ".carried_over." in k or ".denied.state_secrets." in k]
    report = report.with_printed(dict.fromkeys(keys, ""))
    data = written(report, WORD["tabs in place of tables"])
    _is_whole(report, _read(tmp_path / "a.docx", data))


@pytest.mark.parametrize("form", ["2019", "2021"])
@pytest.mark.parametrize("manner", TEXTS)
def test_texts_part_their_cells_in_many_manners(manner: str, form: str, tmp_path: Path) -> None:
    report = blank_zeros(generate(len(manner), form))
    name, write = TEXTS[manner]
    found = _read(tmp_path / name, write(report))
    _is_whole(report, found)
    assert [bool(s.text) for s in found.sections] == [bool(s.text) for s in report.sections]


def _sheet(report: TrueReport, places: Sequence[tuple[int, int]], style: Style) -> Any:
    """A sheet with the tables at rows and columns, the title above them."""
    book = Workbook()
    sheet = book.active
    sheet.cell(1, 1, report.title)
    for grid, (top, left) in zip(grids(report, style), places, strict=True):
        for row, texts in enumerate(_full(grid), top):
            for column, text in enumerate(texts, left):
                sheet.cell(row, column, int(text) if text.isdigit() else text or None)
    return sheet


SHEETS = {
    "one below the other": [(3, 1), (25, 1), (60, 1)],
    "one beside the other": [(3, 1), (3, 6), (60, 1)],
    "with a column between": [(3, 1), (3, 8), (40, 2)],
    "all in a row": [(3, 1), (3, 7), (3, 18)],
}


@pytest.mark.parametrize("form", ["2019", "2021"])
@pytest.mark.parametrize("manner", SHEETS)
def test_tables_stand_anywhere_on_a_sheet(manner: str, form: str, tmp_path: Path) -> None:
    report = generate(len(manner), form)
    _sheet(report, SHEETS[manner], Style()).parent.save(tmp_path / "a.xlsx")
    found = _read(tmp_path / "a.xlsx", (tmp_path / "a.xlsx").read_bytes())
    _is_whole(report, found)
    assert found.sections == ()


def test_a_cover_names_the_body_and_the_year(tmp_path: Path) -> None:
    report = generate(4, "2021")
    sheet = _sheet(report, [(8, 1), (30, 1), (70, 1)], Style())
    sheet.cell(1, 1, "政府信息公开工作年度报告统计表")
    for row, texts in enumerate((("填报单位：", report.agency), ("年度：", f"{report.year}年")), 3):
        for column, text in enumerate(texts, 1):
            sheet.cell(row, column, text)
    sheet.parent.save(tmp_path / "a.xlsx")
    _is_whole(report, _read(tmp_path / "a.xlsx", (tmp_path / "a.xlsx").read_bytes()))


def test_a_column_of_ordinals_is_no_figure(tmp_path: Path) -> None:
    report = generate(4, "2021")
    sheet = _sheet(report, [(3, 2), (25, 2), (65, 2)], Style())
    for top, rows in ((3, 16), (25, 28), (65, 4)):
        for row in range(rows):
            sheet.cell(top + row, 1, row or "序号")
    sheet.parent.save(tmp_path / "a.xlsx")
    _is_whole(report, _read(tmp_path / "a.xlsx", (tmp_path / "a.xlsx").read_bytes()))
