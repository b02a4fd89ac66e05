"""A reading proves itself by the form's equations, or it is none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.checks import RULES, Context, run
from index.formats import APPLICANTS
from index.ingest import read
from index.recognition.tables.confirmation import confirmed
from index.report import Cell, Report
from tests.generator import Style, TrueReport, generate
from tests.generator.writers import to_html
from tests.generator.writers.grid import Grid
from tests.generator.writers.outline import outline

COLUMNS = [column.key for column in APPLICANTS]


def _read(path: Path, data: bytes) -> Report:
    path.write_bytes(data)
    (found,) = read(path)
    return found


def _with_columns_mixed(report: TrueReport) -> bytes:
    """Part three without column labels, its figures in an order that no form has."""

    def table(grid: Grid) -> Iterator[str]:
        for row in grid.lines():
            texts = [cell.text for cell in row]
            if grid.part != 3:
                yield "\t".join(texts)
            elif len(texts) >= 8:
                a, b, c, d, e, f, total = texts[-7:]
                yield "\t".join((texts[-8], a, b, total, c, d, e, f))

    lines: list[str] = []
    for piece in outline(report, Style(label_columns=1)):
        lines += table(piece.grid) if piece.grid else [piece.text]
    return "\n".join(lines).encode()


def _busy(seed: int) -> TrueReport:
    """A report with applications of many kinds."""
    reports = (generate(n, "2021") for n in range(seed, seed + 40))
    return next(
        r
        for r in reports
        if sum((r.cells[f"applications.{row}.total"] or 0) > 0 for row in ROWS) > 4
    )


ROWS = ("new_received", "carried_over", "granted", "partially_granted", "total", "carried_forward")


def test_a_reading_that_no_equation_bears_out_accuses_nobody(tmp_path: Path) -> None:
    found = _read(tmp_path / "a.txt", _with_columns_mixed(_busy(3)))
    figures = [c for k, c in found.cells.items() if k.startswith("applications.")]
    assert all(cell.state == "unread" for cell in figures)
    assert run(found, Context(), RULES).assessed["T01"] == "not_assessable"
    assert run(found, Context(), RULES).assessed["F16"] == "uncertain"


def _seen_once(report: Report, *, wrong: dict[str, int]) -> Report:
    """The report as a picture gives it at one look, with some cells read wrongly."""
    cells = {k: replace(c, how="unconfirmed") for k, c in report.cells.items() if c.text}
    cells |= {k: replace(cells[k], value=v, text=str(v)) for k, v in wrong.items()}
    told = confirmed({**report.cells, **cells}, report.format, set())
    return replace(report, cells=told)


def test_sums_confirm_what_a_picture_shows(tmp_path: Path) -> None:
    found = _seen_once(_read(tmp_path / "a.html", to_html(generate(4, "2021"))), wrong={})
    summed = [k for k, c in found.cells.items() if k.split(".")[0] in {"applications", "disputes"}]
    assert {found.cells[k].how for k in summed if found.cells[k].text} == {"sums"}


@pytest.mark.parametrize("column", ["natural_person", "total"])
def test_an_error_on_a_cell_seen_once_is_uncertain(column: str, tmp_path: Path) -> None:
    report = _read(tmp_path / "a.html", to_html(_busy(4)))
    key = f"applications.granted.{column}"
    once = _seen_once(report, wrong={key: 977})
    assert once.cells[key].how == "unconfirmed"
    assert run(once, Context(), RULES).assessed["T01"] == "uncertain"
    twice = replace(once.cells[key], how="second reading")
    cells = {k: replace(c, how="sums") if c.how else c for k, c in once.cells.items()}
    sure = replace(once, cells={**cells, key: twice})
    assert run(sure, Context(), RULES).assessed["T01"] == "fail"


def test_a_picture_under_which_most_rows_break_is_not_read(tmp_path: Path) -> None:
    report = _read(tmp_path / "a.html", to_html(_busy(5)))
    keys = [key for key in report.cells if key.startswith("applications.")]
    wrong = {key: 500 + n for n, key in enumerate(keys)}
    once = _seen_once(report, wrong=wrong)
    figures = [c for k, c in once.cells.items() if k.startswith("applications.")]
    assert all(cell.state == "unread" for cell in figures)


def test_an_honest_report_of_wrong_totals_stays_as_printed(tmp_path: Path) -> None:
    report = _busy(6)
    totals = {f"applications.{row}.total": "0" for row in ROWS}
    found = _read(tmp_path / "a.html", to_html(report.with_printed(totals)))
    assert all(found.cell(key) == Cell(0, "0", "number", found.cell(key).at) for key in totals)
    assert run(found, Context(), RULES).assessed["T01"] == "fail"
