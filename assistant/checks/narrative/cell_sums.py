"""What a sum of cells is known to be, where some of them hold no number."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.statements.cell_meanings import Reading
from index.report import Report


@dataclass(frozen=True, slots=True)
class Sum:
    """`value` adds the numbers there are; `gaps` are blank or dashed cells, `unread` the others.

    `open_ended`: a cell that would be subtracted is unknown, so the sum may be anything.
    """

    value: int | float
    cells: int
    gaps: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    open_ended: bool = False

    @property
    def complete(self) -> bool:
        return not self.gaps and not self.unread

    @property
    def seen(self) -> bool:
        """Whether any cell of it holds a number."""
        return self.cells > len(self.gaps) + len(self.unread)


def sum_of(report: Report, reading: Reading) -> Sum:
    """What the report's cells make of a reading; a blank is never 0."""
    value: float = 0
    gaps, unread = [], []
    for sign, keys in ((1, reading.plus), (-1, reading.minus)):
        for key in keys:
            cell = report.cell(key)
            value += sign * (cell.value or 0)
            if cell.state in ("blank", "dash"):
                gaps.append(key)
            elif cell.value is None:
                unread.append(key)
    unknown = {*gaps, *unread}
    return Sum(
        round(value, 6),
        len(reading.keys),
        tuple(gaps),
        tuple(unread),
        bool(unknown & set(reading.minus)),
    )


def shown(total: Sum) -> str:
    """The sum in a message: 「12」, 「不少于 12」 where cells of it hold no number."""
    return f"{total.value:.10g}" if total.complete else f"不少于 {total.value:.10g}"
