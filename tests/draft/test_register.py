"""A register of applications: its columns found, its rows counted into tables three and four."""

from __future__ import annotations

import csv
import random
import time
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
from openpyxl import Workbook

from assistant.draft import DraftRequest, draft
from assistant.draft.case_counts import Counts, counted
from assistant.draft.case_register import read_register
from index.report import UsageError
from tests.draft.conftest import LibraryOf, told

HEADER = ("序号", "申请人类别", "收到申请日期", "申请内容", "答复时间", "答复结果", "行政复议结果")
ROWS = (
    (1, "自然人", "2024-02-01", "甲", "2024-02-20", "予以公开", ""),
    (2, "公民", "2024年3月5日", "乙", "2024年3月25日", "信息不存在", "维持"),
    (3, "商业企业", "2024/4/1", "丙", "2024/4/18", "部分公开", "纠正"),
    (4, "自然人", "2023-12-20", "丁", "2024-01-10", "属于行政查询事项", ""),
    (5, "自然人", "2024-12-28", "戊", "", "", ""),
    (6, "律师事务所", "2023-05-01", "己", "2023-05-20", "予以公开", ""),
)
TRUE = {
    "applications.new_received.total": 4,
    "applications.new_received.natural_person": 3,
    "applications.new_received.enterprise": 1,
    "applications.carried_over.total": 1,
    "applications.granted.total": 1,
    "applications.partially_granted.enterprise": 1,
    "applications.unavailable.not_held.total": 1,
    "applications.denied.administrative_query.total": 1,
    "applications.total.total": 4,
    "applications.carried_forward.total": 1,
    "disputes.reconsideration.upheld": 1,
    "disputes.reconsideration.corrected": 1,
    "disputes.reconsideration.total": 2,
}


def workbook(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    book = Workbook()
    for row in rows:
        book.active.append(list(row))  # type: ignore[union-attr]
    book.save(path)
    return path


def counts(path: Path, **given: str) -> Counts:
    return counted(read_register(path, given), 2024, given)


def test_a_workbook_with_a_title_above_its_own_column_names(tmp_path: Path) -> None:
    path = workbook(tmp_path / "台账.xlsx", [("2024年依申请公开台账",), HEADER, *ROWS])
    found = counts(path)
    assert {k: found.cells[k] for k in TRUE} == TRUE
    assert found.unknown == () and ("申请人类别", "申请人类型") in found.understood


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_csv_in_either_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "台账.csv"
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows([HEADER, *ROWS])
    assert {k: counts(path).cells[k] for k in TRUE} == TRUE


def test_a_column_that_is_not_known_is_asked_for_and_said_by_the_person(tmp_path: Path) -> None:
    header = ["来件人", *HEADER[2:]]
    path = workbook(tmp_path / "台账.xlsx", [header, *(r[1:] for r in ROWS)])
    with pytest.raises(UsageError, match="认不出申请人类型列.*--map"):
        counts(path)
    assert counts(path, 来件人="申请人类型").cells["applications.new_received.total"] == 4


def test_a_value_that_is_not_known_fills_nothing_until_the_person_says_it(
    tmp_path: Path, library_of: LibraryOf
) -> None:
    odd = (7, "自然人", "2024-06-01", "庚", "2024-06-20", "ABCD", "")
    path = workbook(tmp_path / "台账.xlsx", [HEADER, *ROWS, odd])
    found = counts(path)
    assert found.unknown == (("ABCD", 1),) and "ABCD" in found.notices[-1]
    asked = DraftRequest("河湾县教育局", 2024, section=1, register=found)
    opened = library_of(told(2023))
    assert "新收政府信息公开申请〔待补充" in draft(asked, opened).text
    assert counts(path, ABCD="予以公开").cells["applications.granted.total"] == 2


def test_without_tables_the_register_fills_them(tmp_path: Path, library_of: LibraryOf) -> None:
    found = counts(workbook(tmp_path / "台账.xlsx", [HEADER, *ROWS]))
    opened = library_of(told(2023))
    asked = DraftRequest("河湾县教育局", 2024, register=found)
    assert "行政复议案件中结果纠正1件" in draft(asked, opened).text
    one = draft(DraftRequest("河湾县教育局", 2024, section=1, register=found), opened)
    assert "全年新收政府信息公开申请4件" in one.text


def test_tables_that_say_otherwise_are_told(tmp_path: Path, library_of: LibraryOf) -> None:
    found = counts(workbook(tmp_path / "台账.xlsx", [HEADER, *ROWS]))
    cells = {"disputes.reconsideration.corrected": 3}
    made = draft(
        DraftRequest("河湾县教育局", 2024, register=found), library_of(told(2024, cells=cells))
    )
    assert "结果纠正：台账1件，表中3件" in "".join(made.notices)
    assert "结果纠正3件。" not in made.text


def test_five_thousand_rows_are_counted_in_time(tmp_path: Path) -> None:
    draw = random.Random(5)
    who = ("自然人", "商业企业", "科研机构")
    rows = [
        (
            i,
            draw.choice(who),
            date(2024, 1, 1) + timedelta(draw.randint(0, 300)),
            "略",
            "",
            "公开",
            "",
        )
        for i in range(5000)
    ]
    path = workbook(tmp_path / "台账.xlsx", [HEADER, *rows])
    begun = time.process_time()
    found = counts(path)
    assert time.process_time() - begun < 5
    each = Counter(r[1] for r in rows)
    assert found.cells["applications.granted.natural_person"] == each["自然人"]
    assert found.cells["applications.granted.total"] == 5000
