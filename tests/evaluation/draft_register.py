"""The office's register of applications: read in time, its cells against the truth."""

from __future__ import annotations

import csv
import random
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from assistant.draft.case_counts import Counts, as_report, counted, differences
from assistant.draft.case_register import read_register
from index.report import Cell
from tests.evaluation.figures import Figure

ROWS, YEAR = 5000, 2024
HEADERS = (
    ("序号", "申请人类别", "收到申请日期", "答复时间", "答复结果", "行政复议结果", "行政诉讼结果"),
    ("编号", "申请主体", "登记日期", "办结日期", "办理结果", "复议结果", "诉讼结果"),
    (
        "流水号",
        "申请人性质",
        "收件日期",
        "作出答复日期",
        "答复类型",
        "行政复议情况",
        "行政诉讼情况",
    ),
)
"""Offices' own column names; a title stands above some of them."""
WHO = {"自然人": "natural_person", "公民": "natural_person", "商业企业": "enterprise", "公司": "enterprise",
       "科研机构": "research", "社会公益组织": "charity", "律师事务所": "legal_service", "其他组织": "other_org"}  # fmt: skip
RESULTS = {"予以公开": "granted", "部分公开": "partially_granted", "本机关不掌握": "unavailable.not_held",
           "信息不存在": "unavailable.not_held", "属于国家秘密": "denied.state_secrets",
           "属于行政查询事项": "denied.administrative_query", "申请人逾期不补正": "other.not_corrected"}  # fmt: skip
OUTCOMES = {"维持": "upheld", "纠正": "corrected", "其他结果": "other", "尚未审结": "pending"}


def measured() -> list[Figure]:
    draw = random.Random(5)
    seconds, wrong, unfilled, untold = [], 0, 0, 0
    with tempfile.TemporaryDirectory() as folder:
        for number, header in enumerate(HEADERS):
            rows, truth = _register(draw)
            for kind in ("xlsx", "csv"):
                path = _written(Path(folder) / f"台账{number}.{kind}", header, rows)
                begun = time.process_time()
                counts = counted(read_register(path), YEAR)
                seconds.append(time.process_time() - begun)
                wrong += sum(counts.cells.get(k, 0) != n for k, n in truth.items())
                unfilled += bool(counts.unknown)
                untold += not _told(counts)
    return [
        Figure(f"{ROWS}行台账用时（处理器秒，最长）", max(seconds), 5),
        Figure("由台账填出的单元格有错", wrong, 0),
        Figure("列名或写法没有认全", unfilled, 0),
        Figure("表中数与台账不符而未提示", untold, 0),
    ]


def _register(draw: random.Random) -> tuple[list[Sequence[object]], Mapping[str, int]]:
    rows: list[Sequence[object]] = []
    truth: Counter[str] = Counter()
    for number in range(ROWS):
        who, result = draw.choice(list(WHO)), draw.choice(list(RESULTS))
        received = date(YEAR - 1, 12, 1) + timedelta(draw.randint(0, 396))
        answered = received + timedelta(draw.randint(5, 20))
        open_ = answered.year > YEAR
        reviewed = draw.choice(list(OUTCOMES)) if draw.random() < 0.05 else ""
        sued = draw.choice(list(OUTCOMES)) if draw.random() < 0.03 else ""
        rows.append((number, who, received.isoformat(), "" if open_ else answered.isoformat(),
                     "" if open_ else result, reviewed, sued))  # fmt: skip
        if not open_ and answered.year < YEAR:
            continue
        key = "new_received" if received.year == YEAR else "carried_over"
        done = "carried_forward" if open_ else RESULTS[result]
        for row in (key, done):
            truth[f"applications.{row}.{WHO[who]}"] += 1
            truth[f"applications.{row}.total"] += 1
        if reviewed:
            truth[f"disputes.reconsideration.{OUTCOMES[reviewed]}"] += 1
        if sued:
            kind = "suit_after_reconsideration" if reviewed else "direct_suit"
            truth[f"disputes.{kind}.{OUTCOMES[sued]}"] += 1
    return rows, truth


def _written(path: Path, header: Sequence[str], rows: Sequence[Sequence[object]]) -> Path:
    lines = [(f"{YEAR}年依申请公开台账",), header, *rows]
    if path.suffix == ".csv":
        with path.open("w", encoding="gb18030", newline="") as file:
            csv.writer(file).writerows(lines)
        return path
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for line in lines:
        sheet.append(list(line))
    book.save(path)
    return path


def _told(counts: Counts) -> bool:
    """Whether a report with another number in one cell is told of, and one with the same is not."""
    key = "applications.granted.total"
    report = as_report(counts, "某局", YEAR)
    wrong = Cell(counts.cells[key] + 1, str(counts.cells[key] + 1), "number")
    other = replace(report, cells={**report.cells, key: wrong})
    return len(list(differences(counts, other))) == 1 and not list(differences(counts, report))
