"""The narrative: six sections and what stands before them, wrapped lines joined."""

from __future__ import annotations

from collections.abc import Sequence

from index.chapters import Chapter
from index.formats import PARTS
from index.lines import Line
from index.report import Paragraph, Section
from index.tables import Reading


def sections_of(
    lines: Sequence[Line], chapters: Sequence[Chapter], reading: Reading, title: Sequence[int]
) -> tuple[tuple[Section, ...], tuple[Paragraph, ...]]:
    """The sections in printed order, and the paragraphs before the first."""
    sections = []
    ends = [c.line for c in chapters[1:]] + [len(lines)]
    for chapter, end in zip(chapters, ends, strict=True):
        if chapter.number is None:
            continue
        body = paragraphs(lines, range(chapter.line + 1, end), reading)
        part = PARTS[chapter.number - 1]
        at = lines[chapter.line].at
        sections.append(Section(part.number, part.title, chapter.text, body, at))
    first = chapters[0].line if chapters else len(lines)
    before = [i for i in range(first) if i not in title]
    return tuple(sections), paragraphs(lines, before, reading)


def paragraphs(
    lines: Sequence[Line], wanted: Sequence[int], reading: Reading
) -> tuple[Paragraph, ...]:
    return tuple(
        Paragraph(lines[i].text, lines[i].at)
        for i in wanted
        if i not in reading.lines and lines[i].table is None
    )
