"""Statements: what report prose says with numbers, by one grammar.

`extract` reads a whole report, `statements` any text.  The words are data in `lexicon`, numbers
are in `numbers`, `scan` walks sentences and lists, `absence` finds 未收到 and 无, and `meaning`
says what a number counts.  `readings` maps a measure to the cells that it may mean.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.statements.absence import absences
from assistant.statements.body import Body, body_of
from assistant.statements.readings import Reading, readings
from assistant.statements.scan import Setting, scan
from assistant.statements.statement import Statement
from index.report import Paragraph, Report

__all__ = ["Body", "Reading", "Statement", "extract", "readings", "statements"]


def extract(report: Report) -> tuple[Statement, ...]:
    """Every statement of the report's narrative in reading order, ids counting up.

    `section` is None for what stands before part one; `paragraph` counts within the part.
    """
    body, form = body_of(report), "2019" if report.format == "2019" else "2021"
    found: list[Statement] = []
    parts: list[tuple[int | None, Sequence[Paragraph]]] = [(None, report.preamble)]
    parts += [(s.number, s.paragraphs) for s in report.sections]
    for number, paragraphs in parts:
        setting = Setting(report.year, form, body, number)
        texts = [p.text for p in paragraphs]
        found += (
            replace(s, at=paragraphs[s.paragraph].at)
            for s in _shifted(_read(texts, setting), len(found))
        )
    return tuple(found)


def statements(
    text: str,
    *,
    year: int | None = None,
    form: str = "2021",
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


def _shifted(found: Sequence[Statement], by: int) -> list[Statement]:
    return [
        replace(s, id=s.id + by, of=None if s.of is None else s.of + by) for s in found
    ]
