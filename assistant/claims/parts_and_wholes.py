"""Figures among each other: sums of several, the totals that one is a part of, the lines beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.claims.claim import Figure, Measure
from assistant.claims.told.narrated import is_narrated, whole_of
from index.form_rows import group_rows
from index.formats import COLUMN_KEYS, GROUPS

BASES = frozenset({"new_received", "received", "accepted", "handled", "processed", "carried_over"})
SUITS = ("direct_suit", "suit_after_reconsideration")
DISPUTES = frozenset({"reconsideration", "suit", "disputes", *SUITS})
DECISIONS = tuple(
    f"disclosure.{kind}.decisions" for kind in ("licensing", "penalties", "compulsion")
)
ALL_RECEIVED = Measure((("new_received", "total"), ("carried_over", "total")))
PROCESSED = Measure((("processed", "total"),))


def is_base(figure: Figure) -> bool:
    return figure.measure.single is not None and figure.measure.single[0] in BASES


def sum_of(figures: Sequence[Figure]) -> Figure | None:
    """共计 behind several numbers: of all of them together; None where they do not add up."""
    first = figures[0]
    if any(f.body != first.body for f in figures):
        return _of_bodies(figures)
    if all(f.measure == first.measure for f in figures):
        years = tuple(y for f in figures for y in f.years)
        return replace(first, years=years) if len(set(years)) == len(years) else first
    if any(f.years != first.years for f in figures):
        return None
    parts = tuple(p for f in figures for p in f.measure.parts)
    return replace(first, measure=Measure(parts, all(f.measure.certain for f in figures)))


def _of_bodies(figures: Sequence[Figure]) -> Figure | None:
    """县水利局33件，县教育局13件，两家共46件: the same of several bodies."""
    first, bodies = figures[0], [b for f in figures for b in (f.body, *f.also)]
    alike = all((f.measure, f.years) == (first.measure, first.years) for f in figures)
    if not alike or len(set(bodies)) < len(bodies):
        return None
    return replace(first, body=bodies[0], also=tuple(bodies[1:]))


def other_of(figure: Figure) -> tuple[Figure, ...]:
    """自然人8件、企业2件、其他1件: the line 其他 of the lines that were told."""
    row, column = figure.measure.single or ("", "")
    head, _, result = row.partition(".")
    if column not in ("", "total"):
        other = (row, "other_org")
    elif head in DISPUTES and result:
        other = (f"{head}.other", column)
    elif head == "other" and result:
        other = ("other.other", column)
    elif row in GROUPS:
        other = ("other", column)
    else:
        return ()
    return (replace(figure, measure=Measure((other,), figure.measure.certain)),)


# ---------------------------------------------------------------- of what whole


def wholes_of(figure: Figure) -> tuple[Figure, ...]:
    """The totals that the figure is by the form a part of, the nearest first."""
    single = figure.measure.single
    if single is not None and is_narrated(single[0]):
        whole = whole_of(single[0])
        made = (Measure(((whole, "total"),), certain=False),) if whole else ()
        return tuple(Figure(m, figure.years, figure.body) for m in made)
    if single is None:
        columns = {column for _, column in figure.measure.parts}
        rows = {row.partition(".")[0] for row, _ in figure.measure.parts}
        made = (PROCESSED,) if columns == {"total"} and rows <= set(GROUPS) else ()
        return tuple(Figure(m, figure.years, figure.body) for m in made)
    return tuple(Figure(m, figure.years, figure.body) for m in _wholes(*single))


def _wholes(row: str, column: str) -> tuple[Measure, ...]:
    head, _, result = row.partition(".")
    if column != "total":
        return (Measure(((row, "total"),)),)
    if head in DISPUTES:
        if result:
            return (Measure(((head, "total"),)),)
        above = ("suit", "disputes") if head in SUITS else ("disputes",)
        return tuple(Measure(((a, "total"),)) for a in above)
    if row in ("new_received", "carried_over", "open", "carried_forward"):
        return (ALL_RECEIVED,)
    if head in GROUPS:
        group = (Measure(((head, "total"),)),) if result else ()
        return (PROCESSED, *group)
    return (ALL_RECEIVED,) if row == "processed" else ()


def siblings(
    figure: Figure, form: str, within: Figure | None = None, told: Sequence[str] = ()
) -> tuple[Figure, ...]:
    """The other lines that the figure stands beside in its table, or `within` a total named;
    () where none are meant.  `told` are the rows that the text counts.
    """
    single = figure.measure.single
    if single is None:
        return ()
    if whole := whole_of(single[0]):
        beside = [row for row in told if row != single[0] and whole_of(row) == whole]
        measures = (Measure(((row, "total"),), certain=False) for row in beside)
        return tuple(Figure(m, figure.years, figure.body) for m in measures)
    row, column = single
    if column != "total":
        names = [c for c in COLUMN_KEYS if c not in (column, "total")]
        if column == "organisations":
            names = ["natural_person"]
        elif within is not None and within.measure.parts[0][1] == "organisations":
            names = [n for n in names if n != "natural_person"]
        return tuple(Figure(Measure(((row, c),)), figure.years, figure.body) for c in names)
    if row in GROUPS:
        return tuple(
            Figure(Measure(((g, "total"),)), figure.years, figure.body) for g in GROUPS if g != row
        )
    if row in DECISIONS:
        decided = (Measure(((d, "total"),)) for d in DECISIONS if d != row)
        return tuple(Figure(m, figure.years, figure.body) for m in decided)
    head, _, result = row.partition(".")
    if head in GROUPS and result:
        lines = (r.key for r in group_rows(head, form) if "." in r.key and r.key != row)
        return tuple(
            Figure(Measure(((line, "total"),)), figure.years, figure.body) for line in lines
        )
    if head in DISPUTES and result:
        others = tuple(r for r in ("upheld", "corrected", "other", "pending") if r != result)
        return tuple(
            Figure(Measure(((f"{head}.{r}", "total"),)), figure.years, figure.body) for r in others
        )
    return ()
