"""All that a library keeps of a narrative: its items, its counts, its sentences."""

from __future__ import annotations

from dataclasses import dataclass

from index.narrative.counts import Counted, counts
from index.narrative.items import Placed, items
from index.narrative.narrative_sentences import Said, sentences
from index.report import Report


@dataclass(frozen=True, slots=True)
class Told:
    """What a report's narrative tells, each in reading order."""

    items: tuple[Placed, ...]
    counts: tuple[Counted, ...]
    sentences: tuple[Said, ...]


def told(report: Report) -> Told:
    """What the report's narrative tells."""
    return Told(items(report), tuple(counts(report)), tuple(sentences(report)))
