"""The roster, spreadsheets and an area's sums."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from index.library.library import Library
from index.library.roster import deadline
from index.report import Cell, UsageError

from .material import keep, small

KEY = "applications.new_received.total"
TOWNS = ("东山镇", "西山镇", "南山镇")


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """河湾县 with three towns in 2022; in 2023 one is late, one missing, one blank and unread."""
    cells = {KEY: Cell(None, "", "blank"), "applications.total.total": Cell(None, "", "unread")}
    east, west, _ = (f"河湾县{town}人民政府" for town in TOWNS)
    with Library.open(tmp_path_factory.mktemp("county"), embedder="hashing") as library:
        keep(library, small("河湾县人民政府", 2022))
        for town in TOWNS:
            keep(library, small(f"河湾县{town}人民政府", 2022, cells={KEY: 5}))
        keep(library, small(east, 2023, cells={KEY: 7}, published=date(2024, 2, 9)))
        keep(library, small(west, 2023, cells=cells, published=date(2024, 1, 20)))
        yield library


@pytest.mark.parametrize(
    ("name", "limit"),
    [("河湾县人民政府", date(2024, 3, 31)), ("河湾县教育局", date(2024, 1, 31))]
    + [("云岭市人民政府", date(2024, 3, 31)), ("河湾县人民政府办公室", date(2024, 1, 31))],
)
def test_the_deadline_is_the_law_s(name: str, limit: date) -> None:
    assert deadline(name, 2023) == limit


def test_last_year_s_bodies_are_due(county: Library) -> None:
    found = county.roster(2023)
    assert {d.name: d.status for d in found.due} == {
        "河湾县人民政府": "missing",
        "河湾县东山镇人民政府": "late",
        "河湾县西山镇人民政府": "received",
        "河湾县南山镇人民政府": "missing",
    }
    assert found.unlisted == ()


def test_a_list_in_a_workbook_says_who_is_due(county: Library, tmp_path: Path) -> None:
    book = Workbook()
    for row in (["2023年度应报送单位"], ["序号", "单位名称"], [1, "东山镇"], [2, "河湾县教育局"]):
        book.active.append(row)
    book.save(tmp_path / "名单.xlsx")
    found = county.roster(2023, tmp_path / "名单.xlsx")
    assert [(d.name, d.status) for d in found.due] == [
        ("东山镇", "late"),
        ("河湾县教育局", "missing"),
    ]
    assert found.unlisted == ("河湾县西山镇人民政府",)


def test_a_list_that_is_no_workbook_is_refused(county: Library, tmp_path: Path) -> None:
    (tmp_path / "x.xlsx").write_text("no")
    with pytest.raises(UsageError, match="名单"):
        county.roster(2023, tmp_path / "x.xlsx")


def test_the_reminder_list_names_the_missing_and_the_late(county: Library) -> None:
    book = load_workbook(io.BytesIO(county.roster_table(2023)))
    rows = list(book["催报名单"].iter_rows(min_row=2, values_only=True))
    assert {(r[1], r[4]) for r in rows} == {
        ("河湾县人民政府", "未收到"),
        ("河湾县南山镇人民政府", "未收到"),
        ("河湾县东山镇人民政府", "逾期发布"),
    }


def test_cells_go_out_with_value_state_and_source(county: Library) -> None:
    text = county.cells_table("csv", years=[2023], keys=[KEY]).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(r["机关"], r["数值"], r["状态"]) for r in rows] == [
        ("河湾县东山镇人民政府", "7", "数值"),
        ("河湾县西山镇人民政府", "", "空白"),
    ]
    assert rows[0]["行"] == "一、本年新收政府信息公开申请数量"
    book = load_workbook(io.BytesIO(county.cells_table("xlsx", years=[2023])))
    assert book.active.max_row == 401
    with pytest.raises(UsageError, match="格式"):
        county.cells_table("pdf")


def test_a_text_that_looks_like_a_formula_stays_a_text(plain_library: Library) -> None:
    keep(plain_library, small("河湾县人民政府", cells={KEY: Cell(None, "=1+1", "text")}))
    book = load_workbook(io.BytesIO(plain_library.cells_table("xlsx", keys=[KEY])))
    cells = [c for c in book.active[2] if c.value == "=1+1"]
    assert [c.data_type for c in cells] == ["s"]
    assert b"'=1+1" in plain_library.cells_table("csv", keys=[KEY])


def test_an_area_s_sums_leave_nothing_unsaid(county: Library) -> None:
    found = county.sums("河湾县", 2023)
    assert (found.values[KEY], found.counted[KEY]) == (7, 1)
    assert {(g.body, g.key, g.state) for g in found.gaps if g.key in (None, KEY)} == {
        ("河湾县南山镇人民政府", None, "缺报"),
        ("河湾县西山镇人民政府", KEY, "空白"),
    }
    assert ("河湾县西山镇人民政府", "applications.total.total", "未读出") in {
        (g.body, g.key, g.state) for g in found.gaps
    }
    assert county.sums("河湾县人民政府", 2022).values[KEY] == 15
    book = load_workbook(io.BytesIO(county.sums_table("河湾县", 2023)))
    assert book["说明"]["B3"].value == 1
    assert "河湾县南山镇人民政府" in {row[0].value for row in book["未计入"].iter_rows()}
    rows = {row[0].value: row for row in book["三、申请"].iter_rows()}
    assert rows["一、本年新收政府信息公开申请数量"][7].value == 7


@pytest.mark.parametrize("area", ["临溪县", "河湾县东山镇人民政府"])
def test_sums_of_an_area_without_bodies_are_refused(county: Library, area: str) -> None:
    with pytest.raises(UsageError):
        county.sums(area, 2023)
