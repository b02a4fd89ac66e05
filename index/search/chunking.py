"""Narrative cut into chunks: by part, heading and item, 150–400 characters, whole sentences.

Tables are facts and are not here.  A report's chunks keep its agency, year, part and place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from index.numerals import ONE_TO_TEN
from index.report import Paragraph, Place, Report
from index.stores.values import Chunk

SHORTEST, LONGEST = 150, 400
_SENTENCE = re.compile(r"[^。！？；\n]*[。！？；]+[”’」』）〕》]*|[^。！？；\n]+")
_ITEM = re.compile(
    rf"^\s*(?:[{ONE_TO_TEN}]{{1,3}}是|首先|其次|再次|最后|第[{ONE_TO_TEN}]+[，、]|（[{ONE_TO_TEN}]{{1,3}}）|[1-9]\d?[.．、](?!\d))"
)
_HEADING = re.compile(
    rf"^\s*(（[{ONE_TO_TEN}]{{1,3}}）|[1-9]\d?[.．、](?!\d))\s*([^。；：，]{{2,30}})(?:[。：]|$)"
)


@dataclass(frozen=True, slots=True)
class _Sentence:
    text: str
    at: Place
    item: bool
    heading: str


def chunks(report: Report, id: str) -> tuple[Chunk, ...]:
    """The report's narrative in reading order, preamble first (section 0)."""
    pieces = [(0, "", report.preamble)]
    pieces += [(s.number, s.title, s.paragraphs) for s in report.sections]
    found: list[Chunk] = []
    for number, title, paragraphs in pieces:
        for heading, text, at in _grouped(list(_sentences(paragraphs))):
            full = " ".join(p for p in (title, heading) if p)
            place = (id, report.agency, report.year, number, full, text, at, len(found))
            found.append(Chunk(*place))
    return tuple(found)


def _sentences(paragraphs: tuple[Paragraph, ...]) -> Iterator[_Sentence]:
    heading = ""
    for paragraph in paragraphs:
        for text in _SENTENCE.findall(paragraph.text):
            if match := _HEADING.match(text):
                heading = match[2]
            if text.strip():
                yield _Sentence(text.strip(), paragraph.at, bool(_ITEM.match(text)), heading)


def _grouped(sentences: list[_Sentence]) -> Iterator[tuple[str, str, Place]]:
    """Sentences joined to chunks: each ends before a heading or an item where lengths allow."""
    while sentences:
        count = _cut(sentences)
        yield _joined(sentences[:count])
        sentences = sentences[count:]


def _cut(sentences: list[_Sentence]) -> int:
    """How many of the sentences make the first chunk."""
    ends = list(accumulate(len(s.text) for s in sentences))
    whole = ends[-1]
    allowed = [n for n, end in enumerate(ends, 1) if end <= LONGEST]
    good = [n for n in allowed if ends[n - 1] >= SHORTEST and whole - ends[n - 1] >= SHORTEST]
    headed = [n for n in good if sentences[n].heading != sentences[n - 1].heading]
    items = [n for n in good if sentences[n].item]
    if headed or items:
        return min(*headed, *items, len(sentences))
    if whole <= LONGEST:
        return len(sentences)
    return max(good or allowed or [1])


def _joined(group: list[_Sentence]) -> tuple[str, str, Place]:
    headings = dict.fromkeys(s.heading for s in group if s.heading)
    return "、".join(headings), "".join(s.text for s in group), group[0].at
