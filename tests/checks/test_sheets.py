"""The order of a workbook's sheets is not that of the report."""

from pathlib import Path

from openpyxl import Workbook

from assistant.checks import run
from index.formats import PARTS
from index.ingest import read
from tests.generator import Style, generate
from tests.generator.writers.grid import grids
from tests.generator.writers.text import _full


def test_tables_on_sheets_of_their_own_are_in_no_wrong_order(tmp_path: Path) -> None:
    report = generate(3, "2021")
    book = Workbook()
    text = book.active
    text.append([report.title])
    for part in (1, 5, 6):
        text.append([PARTS[part - 1].heading])
        text.append([f"{report.year}年，本机关按照要求做好政府信息公开的各项工作，情况如下。"])
    for grid in grids(report, Style()):
        sheet = book.create_sheet()
        sheet.append([PARTS[grid.part - 1].heading])
        for row in _full(grid):
            sheet.append([int(cell) if cell.isdigit() else cell or None for cell in row])
    book.save(tmp_path / "a.xlsx")
    (found,) = read(tmp_path / "a.xlsx")
    assert run(found).assessed["F01"] == "pass"
