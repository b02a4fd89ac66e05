"""PDFs whose tables have no lines, or only some: every figure in its cell, or unread."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest

from index.ingest import read
from index.report import Report
from tests.generator import Style, TrueReport, generate
from tests.generator.bridge import true_cell
from tests.generator.manners.unruled import UNRULED, Manner, drawn
from tests.sampled import slow_but


def blanked(report: TrueReport, share: float, seed: int) -> TrueReport:
    """Some cells left blank, any of parts two to four."""
    rng = random.Random(seed)
    return report.with_printed({k: "" for k in report.cells if rng.random() < share})


def judged(report: TrueReport, manner: Manner, folder: Path) -> tuple[Report, list[str], list[str]]:
    """The report as read, the keys read wrong and those not read."""
    path = folder / "unruled.pdf"
    path.write_bytes(drawn(report, manner))
    (found,) = read(path)
    wrong, unread = [], []
    for key, text in report.printed.items():
        cell, true = found.cell(key), true_cell(text)
        if cell.state == "unread":
            unread.append(key)
        elif (cell.state, cell.value) != (true.state, true.value):
            wrong.append(f"{key}: {cell.text!r} for {true.text!r}")
    return found, wrong, unread


@pytest.mark.parametrize("shift", slow_but(range(0, 400, 80), [160]))
def test_tables_may_break_at_any_row(shift: int, tmp_path: Path) -> None:
    """Also between the column labels and the first row."""
    report = blanked(generate(seed=4, form="2019"), 0.2, shift)
    manner = Manner(style=Style(ruled=False, part_two="separate", landscape=True), shift=shift)
    _, wrong, unread = judged(report, manner, tmp_path)
    assert not wrong
    assert len(unread) <= 15


def test_places_of_turned_print_are_on_the_page(tmp_path: Path) -> None:
    report = generate(seed=3, form="2021")
    found, _, _ = judged(report, Manner(turned=180), tmp_path)
    upright, _, _ = judged(report, Manner(), tmp_path)
    x0, top, x1, bottom = found.cell("applications.total.total").at.bbox or (0, 0, 0, 0)
    box = upright.cell("applications.total.total").at.bbox or (0, 0, 0, 0)
    assert (top, bottom) == pytest.approx((595 - box[2], 595 - box[0]), abs=1)
    assert (x0, x1) == pytest.approx((box[1], box[3]), abs=1)


FAST = (
    "middle",
    "head boxed",
    "framed",
    "small, broken over pages",
    "total first",
    "disputes one below the other",
)


@pytest.mark.parametrize("share", [0.0, 0.3], ids=["filled", "blanks"])
@pytest.mark.parametrize("manner", slow_but(UNRULED, FAST))
def test_every_figure_is_read_whatever_lines_are_missing(
    manner: str, share: float, tmp_path: Path
) -> None:
    report = generate(seed=len(manner), form="2021" if len(manner) % 2 else "2019")
    report = blanked(report, share, len(manner))
    found, wrong, unread = judged(report, UNRULED[manner], tmp_path)
    assert (found.agency, found.year, found.format) == (report.agency, report.year, report.form)
    assert not wrong
    assert len(unread) <= (len(report.printed) // 10 if share else 0)


@pytest.mark.parametrize("manner", ["disputes in rows", "disputes turned"])
def test_blanks_of_part_four_are_kept_without_lines(manner: str, tmp_path: Path) -> None:
    report = generate(seed=9, form="2021")
    keys = ("reconsideration.other", "direct_suit.upheld", "suit_after_reconsideration.total")
    report = report.with_printed({f"disputes.{key}": "" for key in keys})
    found, wrong, unread = judged(report, UNRULED[manner], tmp_path)
    assert not wrong and not unread
    assert [found.cell(f"disputes.{key}").state for key in keys] == ["blank"] * 3


def test_labels_called_otherwise_are_told_by_their_place_without_lines(tmp_path: Path) -> None:
    labels = {
        "column:applications.enterprise": "企业",
        "column:applications.other_org": "其他组织",
        "applications.denied.internal_affairs": "5、三类内部事务信息",
        "applications.rejected.petition": "1、信访、举报、投诉类申请",
    }
    report = blanked(replace(generate(seed=9, form="2021"), labels=labels), 0.3, 9)
    _, wrong, unread = judged(report, UNRULED["landscape"], tmp_path)
    assert not wrong and not unread


def test_running_titles_and_page_numbers_are_in_no_part(tmp_path: Path) -> None:
    report = generate(seed=5, form="2021")
    for style in (Style(), Style(ruled=False, break_after=5, repeat_header=True)):
        running, _, unread = judged(report, Manner(running="河湾县年报汇编", style=style), tmp_path)
        bare, _, _ = judged(report, Manner(style=style), tmp_path)
        assert not unread
        assert [s.text for s in running.sections] == [s.text for s in bare.sections]
        assert running.preamble == bare.preamble
