"""A report's part five as items: problems, measures, things done; part one's matters as points.

Position and headings say what an item is; its language only where they do not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.narrative.found import Found
from index.narrative.found import found as cut
from index.narrative.outline import Point, outline
from index.narrative.part_five import problems_and_measures
from index.report import NOWHERE, Place, Report, Section

_LINE = re.compile(r"[^\n]*\S[^\n]*")
_FORWARD = re.compile(r"如下[：:。]?$|[：:]$")


@dataclass(frozen=True, slots=True)
class Placed:
    """An item with its part and place; `ordinal` counts through the report from 1."""

    section: int
    ordinal: int
    kind: str
    text: str
    headline: str
    about: int | None
    at: Place


def items(report: Report) -> tuple[Placed, ...]:
    """The report's points (part one) and problems, measures and things done (part five)."""
    found: list[Placed] = []
    for number, read in ((1, points), (5, problems_and_measures)):
        section = report.section(number)
        if section is None or not section.text.strip():
            continue
        first = len(found) + 1
        for n, item in enumerate(read(section.text, report.year)):
            about = None if item.about is None else item.about + first
            place = place_of(section, item.start)
            found.append(
                Placed(number, first + n, item.kind, item.text, item.headline, about, place)
            )
    return tuple(found)


def place_of(section: Section, offset: int) -> Place:
    """The place of the paragraph in which a position of the section's text lies."""
    end = 0
    for paragraph in section.paragraphs:
        end += len(paragraph.text) + 1
        if offset < end:
            return paragraph.at
    return section.paragraphs[-1].at if section.paragraphs else NOWHERE


# ---------------------------------------------------------------- part one


def points(text: str, year: int | None = None) -> list[Found]:
    """The matters of part one: its points; where none opens a paragraph, the paragraphs."""
    marked = [p for p in outline(text) if isinstance(p, Point)]
    lines = _paragraphs(text)
    if len(lines) > 1 and not any(p.mark.opens for p in marked):
        marked = []
    spans = [(p.start, p.end) for p in marked] or lines
    found = [cut("point", text, *span) for span in spans]
    return [f for f in found if f.text]


def _paragraphs(text: str) -> list[tuple[int, int]]:
    """The paragraphs' spans, the first left out where it only leads in to the others."""
    spans = [m.span() for m in _LINE.finditer(text)]
    leads = len(spans) > 1 and _FORWARD.search(text[slice(*spans[0])].strip())
    return spans[1:] if leads else spans
