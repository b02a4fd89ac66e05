"""A report in traditional characters as the rules read it, and what they quote as it is printed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from index.report import Paragraph, Report
from index.text import simplified


def in_simplified(report: Report) -> Report:
    """The report in simplified characters, one for one; itself where it has no others."""
    if all(text == simplified(text) for text in _texts(report)):
        return report
    return replace(
        report,
        title=simplified(report.title),
        agency=simplified(report.agency),
        preamble=_paragraphs(report.preamble),
        sections=tuple(
            replace(
                section,
                printed_title=simplified(section.printed_title),
                paragraphs=_paragraphs(section.paragraphs),
            )
            for section in report.sections
        ),
        headings=tuple(replace(one, text=simplified(one.text)) for one in report.headings),
        labels=tuple(replace(one, printed=simplified(one.printed)) for one in report.labels),
    )


def as_printed(quote: str, report: Report) -> str:
    """What `report` prints where its simplified text says `quote`."""
    for text in _texts(report):
        at = simplified(text).find(quote)
        if at >= 0:
            return text[at : at + len(quote)]
    return quote


def _paragraphs(paragraphs: tuple[Paragraph, ...]) -> tuple[Paragraph, ...]:
    return tuple(replace(one, text=simplified(one.text)) for one in paragraphs)


def _texts(report: Report) -> Iterator[str]:
    yield report.title
    yield from (one.text for one in report.preamble)
    for section in report.sections:
        yield section.printed_title
        yield from (one.text for one in section.paragraphs)
    yield from (one.text for one in report.headings)
    yield from (one.printed for one in report.labels)
