"""What converters and copying make of a report's tables: read whole, or left unread, never wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from index.ingest import read
from index.report import Report
from tests.generator import Style, TrueReport, generate
from tests.generator.printing import blank_zeros
from tests.generator.writers.grid import Grid
from tests.generator.writers.outline import outline
from tests.index.test_roundtrip import compared

Rows = Sequence[Sequence[str]]
PLAIN = Style(label_columns=1)


def _written(report: TrueReport, table: Callable[[Grid], Iterator[str]], heading: str = "") -> str:
    lines: list[str] = []
    for piece in outline(report, PLAIN):
        lines += table(piece.grid) if piece.grid else [_headed(piece.kind, piece.text, heading)]
    return "\n".join(lines) + "\n"


def _headed(kind: str, text: str, heading: str) -> str:
    return f"{heading} {text}" if heading and kind in {"title", "heading"} else text


def _read(path: Path, text: str) -> Report:
    path.write_text(text, "utf-8")
    (found,) = read(path)
    return found


STREAMS: dict[str, Callable[[list[str]], Iterator[str]]] = {
    "a bar behind each cell": lambda cells: (f"{cell} |" for cell in cells),
    "a bar before each cell": lambda cells: (f"| {cell}" for cell in cells),
    "a bar on both sides": lambda cells: (f"| {cell} |" for cell in cells),
    "a bar between two cells": lambda cells: (
        line for i, cell in enumerate(cells) for line in ([cell] if not i else ["|", cell])
    ),
    "no bar, blank lines for blanks": iter,
}


@pytest.mark.parametrize("form", ["2019", "2021"])
@pytest.mark.parametrize("stream", STREAMS)
def test_a_cell_a_line_with_bars_keeps_its_blanks(stream: str, form: str, tmp_path: Path) -> None:
    report = blank_zeros(generate(len(stream), form))

    def table(grid: Grid) -> Iterator[str]:
        return STREAMS[stream]([cell.text for row in grid.lines() for cell in row])

    found = _read(tmp_path / "a.txt", _written(report, table))
    assert compared(report, found) == ([], [])
    assert [bool(s.text) for s in found.sections] == [bool(s.text) for s in report.sections]


def _bunched(group: Sequence[int], *, labels: int | None = None) -> Callable[[Grid], Iterator[str]]:
    """Rows of part three by their place in the table: those of `group` have their labels first.

    `labels` is how many of them are still printed.
    """

    def table(grid: Grid) -> Iterator[str]:
        rows = [[cell.text for cell in row] for row in grid.lines()]
        if grid.part != 3:
            yield from (f"| {' | '.join(row)} |" for row in rows)
            return
        figures = [i for i, row in enumerate(rows) if len(row) >= 8]
        bunch = [figures[i] for i in group]
        for i, row in enumerate(rows):
            if i == bunch[0]:
                yield from (rows[j][-8] for j in bunch[:labels])
                yield from (f"| {' | '.join(rows[j][-7:])} |\n|{'---|' * 7}" for j in bunch)
            elif i not in bunch:
                yield f"| {' | '.join(row)} |"

    return table


@pytest.mark.parametrize("group", [(12, 13, 14), (4, 5), (15, 16, 17, 18, 19), (20, 21)])
def test_labels_in_a_bunch_name_their_rows_in_order(group: tuple[int, ...], tmp_path: Path) -> None:
    report = generate(sum(group), "2021")
    found = _read(tmp_path / "a.md", _written(report, _bunched(group)))
    assert compared(report, found) == ([], [])


@pytest.mark.parametrize("group", [(12, 13, 14), (15, 16, 17, 18, 19)])
def test_a_bunch_that_lacks_a_label_is_left_unread(group: tuple[int, ...], tmp_path: Path) -> None:
    report = generate(sum(group), "2021")
    found = _read(tmp_path / "a.md", _written(report, _bunched(group, labels=len(group) - 1)))
    wrong, unread = compared(report, found)
    assert not wrong
    assert len(unread) == 7 * len(group)


def _grouped(grid: Grid) -> Iterator[str]:
    """Every row group a table of its own, below its own heading, with columns named anew."""
    rows = [[cell.text for cell in row] for row in grid.lines()]
    if grid.part != 3:
        yield from (f"| {' | '.join(row)} |" for row in rows)
        return
    head = ["类别", *(f"数据{n}" for n in range(1, 7)), "总计"]
    for row in (r for r in rows if len(r) >= 8):
        yield f"### {row[-8]}"
        yield f"| {' | '.join(head)} |"
        yield f"|{'---|' * 8}"
        yield f"| {row[-8].partition('、')[2] or row[-8]} | {' | '.join(row[-7:])} |"


def test_tables_below_headings_of_their_own_leave_the_chapters_alone(tmp_path: Path) -> None:
    report = generate(3, "2021")
    found = _read(tmp_path / "a.md", _written(report, _grouped, "##"))
    assert compared(report, found) == ([], [])
    assert [s.printed_title for s in found.sections] == [s.heading for s in report.sections]
    assert [h.number for h in found.headings] == [s.number for s in report.sections]
