"""The narrative's sentences with their places: what “who speaks of it” is asked of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from index.narrative import outline
from index.report import Place, Report


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence of a part."""

    section: int
    text: str
    at: Place


def sentences(report: Report) -> Iterator[Said]:
    """Every sentence in reading order; ； ends one as 。 does.  What stands before part one is of
    section 0: its basis, its period, whom to ask.
    """
    parts = [(0, report.preamble), *((s.number, s.paragraphs) for s in report.sections)]
    for number, paragraphs in parts:
        for paragraph in paragraphs:
            for start, end in outline.sentences(paragraph.text):
                yield Said(number, paragraph.text[start:end], paragraph.at)
