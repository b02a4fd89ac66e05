"""One report in several files: the same body, year, figures and words, in Word and as a PDF.

What differs in a figure or a word is another version, which must not be hidden; what only resembles
is another body's, and P01 speaks.  A scan's reading may differ a little.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from index.bodies.names import same_body
from index.report import Report
from index.text import squash

ALIKE = 0.9
"""How much of the narrative two readings must share where one of them is of a scan."""
_MISREAD = 0.05
"""The share of figures that may differ there."""
ENOUGH = 60
"""Characters of narrative without which files of nobody knows whom are not held to be one."""


def same_reports(reports: Sequence[Report]) -> list[list[int]]:
    """The positions of each report's readings, the best read first; every position stands once."""
    words = [_words(report) for report in reports]
    groups: list[list[int]] = []
    by_words: dict[str, list[list[int]]] = {}
    for at, report in enumerate(reports):
        scans = (g for g in groups if report.source.ocr or reports[g[0]].source.ocr)
        twins = (
            g
            for g in (*by_words.get(words[at], ()), *scans)
            if _same(reports[g[0]], report) and _alike(words[g[0]], words[at])
        )
        group = next(twins, None)
        if group is None:
            group = []
            groups.append(group)
        group.append(at)
        by_words.setdefault(words[at], []).append(group)
    return [sorted(group, key=lambda at: _how_badly_read(reports[at])) for group in groups]


def content(report: Report) -> str:
    """A digest (SHA-256, hex) of a report's figures and words: the same in Word and as a PDF."""
    figures = sorted((k, c.value) for k, c in report.cells.items() if c.value is not None)
    return sha256(f"{figures}{_words(report)}".encode()).hexdigest()


def _words(report: Report) -> str:
    return squash("".join(section.text for section in report.sections))


def _alike(one: str, other: str) -> bool:
    from rapidfuzz.fuzz import ratio

    return one == other or ratio(one, other) >= 100 * ALIKE


def _same(one: Report, other: Report) -> bool:
    """Whether two readings may be of one report, their words apart."""
    if one.agency and other.agency:
        whose = same_body(one.agency, other.agency)
    else:
        whose = len(_words(other)) >= ENOUGH
    scanned = one.source.ocr or other.source.ocr
    figures = _same_figures(one, other, _MISREAD if scanned else 0.0)
    return whose and one.year == other.year and figures


def _same_figures(one: Report, other: Report, apart: float) -> bool:
    """Whether the cells that both readings have agree but for a share, and some are numbers."""
    pairs = [
        (cell.value, other.cells[key].value)
        for key, cell in one.cells.items()
        if key in other.cells and "unread" not in (cell.state, other.cells[key].state)
    ]
    differ = sum(a != b for a, b in pairs)
    return any(a is not None for a, _ in pairs) and differ <= apart * len(pairs)


def _how_badly_read(report: Report) -> tuple[bool, int, bool]:
    unread = sum(cell.state == "unread" for cell in report.cells.values())
    return not (report.agency and report.year), unread, report.source.ocr
