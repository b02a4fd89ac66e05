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
    """Every sentence of the six parts in reading order; ； ends one as 。 does."""
    for section in report.sections:
        for paragraph in section.paragraphs:
            for start, end in outline.sentences(paragraph.text):
                yield Said(section.number, paragraph.text[start:end], paragraph.at)
