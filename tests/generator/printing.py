"""Ways in which the same true cells are printed: blanks, dashes, notes, separators, wide digits."""

from __future__ import annotations

import random
from collections.abc import Callable

from index.formats import ORGANISATION_KEYS

from .truth import TrueReport

_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


def blank_zeros(report: TrueReport) -> TrueReport:
    """Zeros of the organisation columns of the application table left blank."""
    columns = set(ORGANISATION_KEYS)
    return report.with_printed(
        {
            k: ""
            for k, v in report.cells.items()
            if not v and k.startswith("applications.") and k.rsplit(".", 1)[1] in columns
        }
    )


def dashes(report: TrueReport) -> TrueReport:
    """规章 cells as `/`, other zeros of part two and part four as a dash."""
    marks = {"disclosure.regulations": "/", "disputes": "—", "disclosure": "-"}
    changed = {}
    for key, value in report.cells.items():
        mark = next((m for stem, m in marks.items() if key.startswith(stem)), None)
        if mark and not value:
            changed[key] = mark
    return report.with_printed(changed)


def notes(report: TrueReport, seed: int = 0) -> TrueReport:
    """Some cells with a note after the figure or a word in its place."""
    rng = random.Random(f"{seed}/{report.title}")
    keys = rng.sample([k for k in report.cells if k.startswith("disclosure.")], 3)
    texts = (
        f"{report.printed[keys[0]]}（其中修订16件）",
        "减1",
        "无",
    )
    return report.with_printed(dict(zip(keys, texts, strict=True)))


def separators(report: TrueReport) -> TrueReport:
    """Thousands separated: 12,345."""
    return report.with_printed(
        {k: f"{v:,}" for k, v in report.cells.items() if isinstance(v, int) and v >= 1000}
    )


def wide(report: TrueReport) -> TrueReport:
    """Full-width digits in every cell."""
    return report.with_printed({k: t.translate(_WIDE) for k, t in report.printed.items()})


PRINTINGS: dict[str, Callable[[TrueReport], TrueReport]] = {
    "plain": lambda report: report,
    "blank": blank_zeros,
    "dash": dashes,
    "note": notes,
    "separator": separators,
    "wide": wide,
}
