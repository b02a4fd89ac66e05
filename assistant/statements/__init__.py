"""Statements: what report prose says with numbers, by one grammar.

`extract` reads a whole report, `statements` any text.  The words are data in `words`, tried in the
order of `lexicon` (of `wide_vocabulary` where sentences are checked one by one), numbers are in `numbers`,
`walk` goes through sentences and lists, `scan` says what each number is about, `absence` finds
what is said not to be, and `meaning` says what a number counts.  `readings` maps a measure to the cells that it may mean.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.statements.absence import absences
from assistant.statements.body import Body, body_of
from assistant.statements.cell_meanings import Reading, readings
from assistant.statements.scan import scan
from assistant.statements.setting import Setting
from assistant.statements.statement import Statement
from index.formats import LATEST, edition
from index.report import Level, Paragraph, Report, Section

__all__ = ["Body", "Reading", "Statement", "extract", "readings", "spoken", "statements"]


def extract(report: Report) -> tuple[Statement, ...]:
    """Every statement of the report's narrative in reading order, ids counting up.

    `section` is None for what stands before part one; `paragraph` counts within the part.
    """
    form, parts = edition(report.format, report.year), (report.preamble, report.sections)
    return spoken(report.agency, report.level, report.year, form, *parts)


def spoken(
    agency: str,
    level: Level,
    year: int | None,
    form: str,
    preamble: tuple[Paragraph, ...],
    sections: tuple[Section, ...],
) -> tuple[Statement, ...]:
    """`extract` by the parts of a report that it depends on, all of them hashable."""
    body = body_of(agency, level)
    found: list[Statement] = []
    parts: list[tuple[int | None, Sequence[Paragraph]]] = [(None, preamble)]
    parts += [(s.number, s.paragraphs) for s in sections]
    for number, paragraphs in parts:
        setting = Setting(year, form, body, number)
        read = _read([p.text for p in paragraphs], setting)
        found += _placed(read, paragraphs, len(found))
    return tuple(found)


def statements(
    text: str,
    *,
    year: int | None = None,
    form: str = LATEST,
    body: Body | None = None,
    section: int | None = None,
) -> tuple[Statement, ...]:
    """The statements of a text by itself; its lines are paragraphs of part `section`."""
    setting = Setting(year, form, body or Body(), section)
    return tuple(_read(text.split("\n"), setting))


def _read(texts: Sequence[str], setting: Setting) -> list[Statement]:
    counted = list(scan(texts, setting))
    none = absences(texts, setting, counted)
    return counted + [replace(s, id=len(counted) + i) for i, s in enumerate(none)]


def _placed(
    found: Sequence[Statement], paragraphs: Sequence[Paragraph], by: int
) -> Iterator[Statement]:
    """The statements of one part with their places, ids counted on from `by`."""
    for s in found:
        of = None if s.of is None else s.of + by
        yield replace(s, id=s.id + by, of=of, at=paragraphs[s.paragraph].at)
