"""True reports through every writer: a cell comes back the same or unread, never different."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.ingest import READERS, kind_of
from index.readers.limits import Limits
from index.recognition.recognize import recognize
from index.report import Report
from index.text import cell_value, squash
from tests.generator import TrueReport, generate
from tests.generator.writers import WRITERS, Style
from tests.sampled import slow_but

RUNS = ("one-a-line", "bare-fifteen", "pypdf-like")
"""Writers that lose where blanks stood."""
OF_PAGES = ("pdf", "ofd", "browser-pdf", "office-pdf", "scan", "picture", "bars")
"""Writers that modules of their own are about."""
GRIDS = tuple(name for name in WRITERS if name not in (*RUNS, *OF_PAGES))
ONE_ROW = "applications.other."
FEW, MANY = (
    settings(
        max_examples=n, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    for n in (4, 40)
)
"""How many reports of each writer the fast set tries, and the slow one."""

printed = st.sampled_from(
    ["", "/", "—", "0", "7", "12,345", "１２", "22（其中修订16件）", "减1", "3.5"]
)
styles = st.builds(
    Style,
    part_two=st.sampled_from(["joined", "separate"]),
    short_labels=st.booleans(),
    kangxi=st.booleans(),
    wide=st.booleans(),
    loose=st.booleans(),
    navigation=st.booleans(),
    split_digits=st.booleans(),
    label_columns=st.sampled_from([3, 2, 1]),
    disputes=st.sampled_from(["across", "rows", "turned", "stacked"]),
    date=st.sampled_from(["none", "header", "signature"]),
)


@st.composite
def reports(draw: st.DrawFn, *, damaged: bool = True) -> TrueReport:
    """A generated report, some of whose cells print something else than their true value."""
    form = draw(st.sampled_from(["2019", "2021"]))
    report = generate(draw(st.integers(0, 400)), form)
    report = replace(report, one_row_other=form == "2021" and draw(st.booleans()))
    keys = [key for key in report.printed if not key.startswith(ONE_ROW)]
    changes = st.dictionaries(st.sampled_from(keys), printed, max_size=25)
    return report.with_printed(draw(changes)) if damaged else report


def read(report: TrueReport, style: Style, writer: str, folder: Path) -> Report:
    suffix, write = WRITERS[writer]
    file = folder / f"report{suffix}"
    file.write_bytes(write(report, style))
    (found,) = recognize(READERS[kind_of(file)](file, Limits(), None))
    return found


def compared(report: TrueReport, found: Report) -> tuple[list[str], list[str]]:
    """Keys that came back different, and keys that came back unread."""
    keys = [k for k in report.printed if not (report.one_row_other and k.startswith(ONE_ROW))]
    unread = [k for k in keys if found.cell(k).state == "unread"]
    different = [
        k
        for k in keys
        if k not in unread
        and (found.cell(k).value, found.cell(k).state) != cell_value(report.printed[k])
    ]
    different += [
        k
        for k, cell in found.cells.items()
        if cell.state != "unread" and k not in keys and not k.startswith(ONE_ROW)
    ]
    return different, unread


@pytest.mark.parametrize("writer", GRIDS)
@FEW
@given(report=reports(), style=styles)
def test_where_blanks_are_kept_every_cell_is_read(
    writer: str, tmp_path: Path, report: TrueReport, style: Style
) -> None:
    read_whole(writer, tmp_path, report, style)


@pytest.mark.slow
@pytest.mark.parametrize("writer", GRIDS)
@MANY
@given(report=reports(), style=styles)
def test_where_blanks_are_kept_every_cell_of_many_is_read(
    writer: str, tmp_path: Path, report: TrueReport, style: Style
) -> None:
    read_whole(writer, tmp_path, report, style)


def read_whole(writer: str, folder: Path, report: TrueReport, style: Style) -> None:
    found = read(report, style, writer, folder)
    assert compared(report, found) == ([], [])
    assert found.format == ("mixed" if report.one_row_other else report.form)
    assert (found.agency, found.year) == (report.agency, report.year)


BLANK_ROWS = ("carried_over", "denied.state_secrets", "rejected.repeated", "carried_forward")


@pytest.mark.parametrize("labels", [1, 2, 3])
@pytest.mark.parametrize("writer", GRIDS)
def test_blank_rows_and_blank_edges_stay_in_their_columns(
    writer: str, labels: int, tmp_path: Path
) -> None:
    """Rows of blanks alone, and rows whose first and last figures are blank."""
    report = generate(7, "2021")
    rows = {key.removeprefix("applications.").rsplit(".", 1)[0] for key in report.printed}
    edges = [f"applications.{row}.{c}" for row in rows for c in ("natural_person", "total")]
    blank = {key: "" for key in edges if key in report.printed}
    blank |= {key: "" for row in BLANK_ROWS for key in report.printed if f".{row}." in key}
    found = read(report.with_printed(blank), Style(label_columns=labels), writer, tmp_path)
    assert compared(report.with_printed(blank), found) == ([], [])


@pytest.mark.parametrize("style", slow_but(["rows", "turned", "stacked", "across"], ["turned"]))
@pytest.mark.parametrize("writer", GRIDS)
def test_blank_edges_of_part_four_stay_in_their_columns(
    writer: str, style: Literal["rows", "turned", "stacked", "across"], tmp_path: Path
) -> None:
    for keys in (("reconsideration.total",), ("direct_suit.upheld", "reconsideration.upheld")):
        report = generate(7, "2021").with_printed({f"disputes.{key}": "" for key in keys})
        found = read(report, Style(disputes=style), writer, tmp_path)
        assert compared(report, found)[0] == []
        assert writer in ("tabbed", "pipes") or not compared(report, found)[1]


@pytest.mark.parametrize("writer", RUNS)
@FEW
@given(report=reports(), style=styles)
def test_where_blanks_are_lost_no_cell_is_wrong(
    writer: str, tmp_path: Path, report: TrueReport, style: Style
) -> None:
    nothing_wrong(writer, tmp_path, report, style)


@pytest.mark.slow
@pytest.mark.parametrize("writer", RUNS)
@MANY
@given(report=reports(), style=styles)
def test_where_blanks_are_lost_no_cell_of_many_is_wrong(
    writer: str, tmp_path: Path, report: TrueReport, style: Style
) -> None:
    nothing_wrong(writer, tmp_path, report, style)


def nothing_wrong(writer: str, folder: Path, report: TrueReport, style: Style) -> None:
    found = read(report, style, writer, folder)
    assert compared(report, found)[0] == []
    assert (found.agency, found.year) == (report.agency, report.year)


@pytest.mark.parametrize("writer", RUNS)
@pytest.mark.parametrize("form", ["2019", "2021"])
def test_runs_without_blanks_are_read_whole(writer: str, form: str, tmp_path: Path) -> None:
    report = generate(5, form)
    assert compared(report, read(report, Style(), writer, tmp_path)) == ([], [])


@pytest.mark.parametrize("writer", [w for w in (*GRIDS, *RUNS) if w != "xlsx"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_narrative_comes_back(writer: str, seed: int, tmp_path: Path) -> None:
    report = generate(seed)
    found = read(report, Style(date="header", navigation=True), writer, tmp_path)
    for section in report.sections:
        part = found.section(section.number)
        assert part is not None and part.printed_title == section.heading
        assert squash(part.text) == squash(section.text)
    assert squash("".join(p.text for p in found.preamble)) == squash("".join(report.preamble))
    assert found.published == report.published
