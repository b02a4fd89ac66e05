"""Libraries of an invented county and of single reports, for the draft tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from index.formats import PARTS, labels
from index.library.library import Library
from index.report import Cell, Paragraph, Report, Section, Source
from tests.generator import world
from tests.generator.bridge import as_report

LibraryOf = Callable[..., Library]


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """A small county, never written to."""
    folder: Path = tmp_path_factory.mktemp("drafts")
    with Library.open(folder, embedder="hashing") as opened:
        for number, report in enumerate(world(bodies=10, years=range(2022, 2025), seed=3).reports):
            opened.add(as_report(report), f"{number}".encode(), filename=f"{number}.txt")
        yield opened


@pytest.fixture
def library_of(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LibraryOf]:
    """Makes a library of the reports given."""
    opened: list[Library] = []

    def make(*reports: Report) -> Library:
        made = Library.open(tmp_path_factory.mktemp("one"), embedder="hashing")
        for number, report in enumerate(reports):
            made.add(report, f"{number}".encode(), filename=f"{number}.txt")
        opened.append(made)
        return made

    yield make
    for one in opened:
        one.close()


def told(
    year: int,
    parts: Mapping[int, Sequence[str]] | None = None,
    cells: Mapping[str, int | None] | None = None,
    *,
    agency: str = "河湾县教育局",
) -> Report:
    """A report of the 2021 form that says `parts` and whose cells are blank but for `cells`."""
    keys = [k for k in labels() if not k.endswith(("other.total",)) or "disputes" in k]
    values = cells or {}
    return Report(
        source=Source("", "", "text"),
        agency=agency,
        year=year,
        level="department",
        title=f"{agency}{year}年政府信息公开工作年度报告",
        format="2021",
        sections=tuple(
            Section(
                p.number, p.title, p.heading, tuple(map(Paragraph, (parts or {}).get(p.number, ())))
            )
            for p in PARTS
        ),
        cells={k: _cell(values.get(k)) for k in keys},
    )


def _cell(value: int | None) -> Cell:
    return Cell(None, "", "blank") if value is None else Cell(value, str(value), "number")
