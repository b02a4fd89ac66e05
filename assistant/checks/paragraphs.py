"""The narrative of a report, paragraph by paragraph."""

from __future__ import annotations

from collections.abc import Iterator

from index.report import Paragraph, Report


def narrative(report: Report) -> Iterator[tuple[int | None, Paragraph]]:
    """Every paragraph with its part's number (None before part one), in reading order."""
    for paragraph in report.preamble:
        yield None, paragraph
    for section in report.sections:
        for paragraph in section.paragraphs:
            yield section.number, paragraph
