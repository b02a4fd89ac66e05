"""One thing the prose says with a number, or says there was none of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assistant.statements.numbers_in_prose import Approximation
from index.report import NOWHERE, Place

StatementKind = Literal["count", "absence", "share", "growth", "change", "rate"]
Membership = Literal["", "exhaustive", "open"]
Scope = Literal["", "narrower", "wider", "other"]


@dataclass(frozen=True, slots=True)
class Statement:
    """A number of the narrative and what it counts.

    `measure` is what is counted, "" where the grammar does not know it: `received`, `accepted`,
    `handled`, `processed`, `open`, a row of table three (`granted`, `denied.petition`), a kind of
    dispute with or without a result (`suit`, `reconsideration.upheld`), a cell of part two
    (`disclosure.penalties.decisions`), `proactive` (all information made public).  `column` is who applied, "total" where nobody is singled
    out.  `certain` is False where the words may mean something else.

    `kind`: a count; `absence` (value 0); `share` (in %), `growth` (signed %) and
    `change` (signed difference) refer to the statement `of`; `rate` is any other percentage.
    `year` is the year spoken of, None where it is not one whole year.  `scope` is against what
    the tables cover: "" the same, a part of it, more than it, another body.

    `of` is the total this is a part of, or the count this is a share or the growth of;
    `membership` says whether the parts of that list are all of it.  Spans are of the paragraph.
    """

    id: int
    measure: str
    column: str
    value: int | float
    unit: str
    text: str
    kind: StatementKind
    certain: bool
    approximation: Approximation
    step: float
    year: int | None
    scope: Scope
    subject: str
    of: int | None = None
    list: int | None = None
    membership: Membership = ""
    section: int | None = None
    paragraph: int = 0
    start: int = 0
    end: int = 0
    sentence: tuple[int, int] = (0, 0)
    quote: str = ""
    at: Place = NOWHERE

    @property
    def approximate(self) -> bool:
        return bool(self.approximation)
