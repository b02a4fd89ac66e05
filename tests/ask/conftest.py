"""A small library of a generated county, kept for the session."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import pytest

from index.library.library import Library
from index.report import Paragraph, Report
from tests.generator.bridge import as_report
from tests.generator.world import World, world
from tests.library.conftest import chroma_server, postgres  # noqa: F401 - fixtures


@dataclass(frozen=True)
class County:
    """A library with the truth it was made of."""

    library: Library
    truth: World


def shelved(library: Library, report: Report) -> None:
    library.add(report, report.source.sha256.encode(), filename=report.source.path)


def telling(report: Report, parts: Mapping[int, Sequence[str]]) -> Report:
    """The report with these paragraphs in its parts, and none in the others."""
    at = report.sections[0].paragraphs[0].at
    sections = tuple(
        replace(s, paragraphs=tuple(Paragraph(t, at) for t in parts.get(s.number, ())))
        for s in report.sections
    )
    return replace(report, sections=sections)


@pytest.fixture(scope="session")
def county(tmp_path_factory: pytest.TempPathFactory) -> Iterator[County]:
    """Ten bodies over 2019–2023, one gap made: no report of 石门镇 for 2022 or of any after 2023."""
    truth = world(10, years=range(2019, 2024), seed=7, gaps=0.0)
    with Library.open(tmp_path_factory.mktemp("county"), embedder="hashing") as library:
        with library.batch():
            for report in truth:
                if (report.agency, report.year) != (truth.bodies[-1].name, 2022):
                    shelved(library, as_report(report))
        yield County(library, truth)
