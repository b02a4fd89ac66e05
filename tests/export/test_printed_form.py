"""Drawn forms: every place covered once, every cell of the form drawn once, labels as printed."""

from __future__ import annotations

from collections import Counter

import pytest

from assistant.export.printed_form import Box, Grid, grid, grids, joined, shown
from index.formats import FORMS, Table
from index.report import UNREAD, Cell
from tests.checks.build import report

TABLES = [t for form in FORMS.values() for t in form.tables]


def places(box: Box) -> list[tuple[int, int]]:
    rows = range(box.row, box.row + box.row_span)
    return [(r, c) for r in rows for c in range(box.column, box.column + box.column_span)]


def text_at(drawn: Grid, row: int, column: int) -> str:
    return next(b.text for b in drawn.boxes if (row, column) in places(b))


@pytest.mark.parametrize("table", TABLES, ids=lambda t: f"{t.id}-{len(t.rows)}")
def test_every_place_is_covered_once(table: Table) -> None:
    drawn = grid(table)
    covered = Counter(p for box in drawn.boxes for p in places(box))
    assert set(covered.values()) == {1}
    assert len(covered) == drawn.rows * drawn.columns


@pytest.mark.parametrize("form", FORMS)
def test_a_form_draws_each_of_its_cells(form: str) -> None:
    keys = [k for t in FORMS[form].tables for k in grid(t).keys]
    assert Counter(keys) == Counter(FORMS[form].keys())


def test_labels_stand_where_the_form_prints_them() -> None:
    drawn = grid(FORMS["2021"].table("applications"))
    assert (drawn.head_rows, drawn.label_columns) == (3, 3)
    assert text_at(drawn, 0, 3) == "申请人情况"
    assert text_at(drawn, 1, 5) == "法人或其他组织"
    assert text_at(drawn, 2, 9) == "总计"
    assert text_at(drawn, 6, 0) == "三、本年度办理结果"
    assert text_at(drawn, 8, 1) == "（三）不予公开"
    assert text_at(drawn, 8, 2) == "2.其他法律行政法规禁止公开"
    assert text_at(drawn, 27, 0) == "四、结转下年度继续办理"


@pytest.mark.parametrize(("form", "blocks"), [("2021", 4), ("2019", 5)])
def test_part_two_is_one_table_of_blocks_of_one_width(form: str, blocks: int) -> None:
    tables = [t for t in FORMS[form].tables if t.part == 2]
    drawn = joined([grid(t) for t in tables])
    covered = Counter(p for box in drawn.boxes for p in places(box))
    assert set(covered.values()) == {1} and len(covered) == drawn.rows * drawn.columns
    assert drawn.columns == 4 and drawn.keys == tuple(k for t in tables for k in t.keys())
    heads = [b for b in drawn.boxes if b.text in {t.item for t in tables}]
    assert len(heads) == blocks and {b.column_span for b in heads} == {4}


def test_part_four_stands_side_by_side() -> None:
    drawn = grid(FORMS["2021"].table("disputes"))
    assert [text_at(drawn, 0, c) for c in (0, 5)] == ["行政复议", "行政诉讼"]
    assert [text_at(drawn, 1, c) for c in (5, 10)] == ["未经复议直接起诉", "复议后起诉"]
    assert [text_at(drawn, 2, c) for c in (0, 14)] == ["结果维持", "总计"]


def test_a_mixed_report_draws_the_rows_it_printed() -> None:
    drawn = grids(report({"format": "mixed", "one_row": True}))
    keys = {k for g in drawn for k in g.keys}
    assert "applications.other.total" in keys
    assert "applications.other.not_corrected.total" not in keys


def test_an_earlier_report_draws_nothing() -> None:
    assert grids(report({"format": "earlier", "year": 2016})) == ()


def test_unread_and_blank_are_told_apart() -> None:
    assert (shown(UNREAD), shown(Cell(None, "", "blank"))) == ("未读出", "")
