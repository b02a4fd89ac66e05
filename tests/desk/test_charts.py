"""Charts: whole units from 0, whom a sum takes in, what is counted twice or left out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.ask import answer
from assistant.desk.ask.ask_view import drawn
from assistant.desk.frame.charts import Chart, ticks
from assistant.desk.library.board import charts
from assistant.settings import Settings
from assistant.workspace import Workspace
from index.bodies.counted_twice import above_others, said
from tests.generator import to_html, world

NEW = "applications.new_received.total"


@given(st.floats(0, 1e7))
def test_an_axis_has_few_whole_marks_from_nought_to_past_the_top(top: float) -> None:
    marks = ticks(top)
    assert marks[0] == 0 and marks[-1] >= top and 2 <= len(marks) <= 6
    assert len({b - a for a, b in zip(marks, marks[1:], strict=False)}) == 1


@pytest.mark.parametrize("kind", ["bars", "stacked", "line", "rows"])
def test_type_is_no_smaller_than_a_slide_needs(kind: str) -> None:
    chart = Chart("a", "各年度", ("甲", "乙"), (("数", (3.0, None)),), kind, whom="两个机关")
    sizes = [int(size) for size in re.findall(r'font-size="(\d+)"', chart.svg)]
    assert min(sizes) >= 14 and "两个机关" in chart.svg


def test_whom_it_sums_is_cut_where_it_is_wider_than_the_picture() -> None:
    chart = Chart("a", "各年度", ("甲", "乙"), (("数", (3.0, 1.0)),), whom="各乡镇" * 30)
    (told,) = re.findall(r">(各乡镇[^<]*)<", chart.svg)
    assert told.endswith("…") and len(told) <= 45


def test_an_answers_chart_says_whose_numbers_it_draws() -> None:
    bars = answer.Chart("bar", ("甲镇", "乙镇"), {"新收申请": (3, 1)}, "件")
    read = "各乡镇，2023年，新收申请"
    given = answer.Answer(question="各镇呢", text="", kind="figures", chart=bars, understood=read)
    chart = drawn(answer.Turn("各镇呢", given))
    assert chart and chart.title == "各镇呢" and f">{read}<" in chart.svg


def test_a_government_over_others_of_a_sum_is_named() -> None:
    parents = {1: None, 2: 1, 3: 2, 4: None}
    assert above_others([3, 1, 4], parents) == [1]
    assert above_others([2, 4], parents) == []
    assert said([]) == "" and "合计会重复" in said(["某县人民政府"])


def test_the_board_says_whom_it_sums_and_what_it_leaves_out(tmp_path: Path) -> None:
    workspace = Workspace(Settings(home=tmp_path / "home", embedder="hashing"))
    paths = []
    for n, true in enumerate(world(bodies=3, years=range(2023, 2025), seed=5, gaps=0).reports):
        blank = true.with_printed({NEW: ""}) if n == 3 else true
        path = tmp_path / f"{n}.html"
        path.write_bytes(to_html(blank))
        paths.append(path)
    workspace.index(paths)
    board = {chart.name: chart for chart in charts(workspace.library, {})}
    chart = board["applications"]
    assert chart.whom.startswith("3 个机关相加：")
    assert sorted(chart.under) == ["2 个机关", "3 个机关"]
    bodies = workspace.library.bodies()
    (county,) = [b for b in bodies if b.parent is None]
    assert said([county.name]) in chart.note
    values = [v for v in chart.series[0][1] if v is not None]
    facts = workspace.library.cells(keys={NEW})
    assert sum(values) == sum(f.value or 0 for f in facts)
    blank = sum(f.value is None for f in facts)
    assert f"{blank} 份报告有空白或没有读出的格" in chart.note


def test_a_rate_of_few_cases_says_how_many_they_are(tmp_path: Path) -> None:
    workspace = Workspace(Settings(home=tmp_path / "home", embedder="hashing"))
    few = {"upheld": "2", "corrected": "1", "other": "0", "pending": "0", "total": "3"}
    many = {**few, "upheld": "29", "total": "30"}
    reports = world(1, range(2023, 2025), seed=5, gaps=0).reports
    for true, results in zip(reports, (few, many), strict=True):
        printed = {f"disputes.reconsideration.{key}": text for key, text in results.items()}
        path = tmp_path / f"{true.year}.html"
        path.write_bytes(to_html(true.with_printed(printed)))
        workspace.index([path])
    (rate,) = [c for c in charts(workspace.library, {}) if c.name == "corrected"]
    assert rate.under == ("1/3 件", "1/30 件") and rate.weak == (0,)
    (drawn,) = re.findall(r'points="([^"]*)"', rate.svg)
    assert rate.svg.count("<circle") == 2 and drawn.count(",") == 1  # the weak one is not joined
    assert "2023年（空心点，不连线）审结的不足 20 件，一件之差就是 5 个百分点以上" in rate.note
    assert "2024年" not in rate.note
