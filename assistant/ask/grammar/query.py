"""The typed query that a question becomes, and what else there may be to say of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from assistant.ask.grammar.measures import Measure
from assistant.ask.grammar.operations import Condition, Operation

Intent = Literal[
    "figures", "passages", "both", "findings", "rule", "inventory", "draft", "clarify", "none"
]


Change = Literal["", "amount", "rate", "gap", "times", "apart"]
"""What an operation looks at: the amounts, their change on the year before, high less low, one
measure less the other (apart), or one as a multiple of the other (the first of the years or bodies
over the second, unless `ascending` puts the earlier year over the later)."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked, settled.

    `bodies` are ids, `agencies` their names in the same order, `group` the label where a group
    was meant; `text` is what is left to search for, in `sections` only (all where there are none).
    `operation` is None where only text is asked for.  `also` are further conditions that the
    bodies listed meet.  `change` says what of the amounts is looked at.
    `beside` are bodies whose share of the group is asked.  `notes` say what was taken
    for granted; `carried` which of agencies, years and measure came from the conversation;
    `reply` and `choices` are what a `clarify` or a `none` has to say.
    `unresolved` says that a figure was asked for whose words were not all understood: `odd` are
    those, `choices` the measures understood, `must` what a sentence in its stead has to say.
    """

    question: str
    intent: Intent
    bodies: tuple[int, ...] = ()
    agencies: tuple[str, ...] = ()
    group: str = ""
    years: tuple[int, ...] = ()
    measures: tuple[Measure, ...] = ()
    operation: Operation | None = None
    condition: Condition | None = None
    also: tuple[tuple[Measure, Condition], ...] = ()
    top: int | None = None
    ascending: bool = False
    change: Change = ""
    beside: tuple[int, ...] = ()
    text: str = ""
    sections: tuple[int, ...] = ()
    rules: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    carried: tuple[str, ...] = ()
    reply: str = ""
    choices: tuple[str, ...] = ()
    unresolved: bool = False
    must: tuple[str, ...] = ()
    odd: tuple[str, ...] = ()

    @property
    def measure(self) -> str | None:
        """The measure's key; of several, their keys joined by a comma."""
        return ",".join(m.key for m in self.measures) or None

    def as_json(self) -> dict[str, object]:
        """As `ask --format json` prints it."""
        return {
            "agencies": list(self.agencies),
            "years": list(self.years),
            "measure": self.measure,
            "operation": self.operation,
        }


MOST_CHOICES = 20


def choose(query: Query, reply: str, choices: Sequence[str]) -> Query:
    """The query as a question back."""
    return replace(query, intent="clarify", reply=reply, choices=tuple(choices)[:MOST_CHOICES])


@dataclass(frozen=True, slots=True)
class Filters:
    """What the page or the command line sets: bodies and years that hold where a question names none.

    `sections` are the parts (1–6) that words are looked for in; they always hold.
    """

    agencies: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    sections: tuple[int, ...] = ()
