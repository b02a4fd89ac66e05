"""Whose reports and which years a plan means, against what the library holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.ask.plan.body_names import Known, Roster
from assistant.ask.plan.plan import Group, When, Who
from assistant.ask.plan.rows import BODY, YEAR, Rows

Likeness = Callable[[Sequence[str], Sequence[str]], Any]
Texts = Callable[[Sequence[int], Sequence[int]], Sequence[str]]


@dataclass(frozen=True)
class Holdings:
    """What the library holds, as far as a question needs it: its bodies and their years."""

    roster: Roster
    years_of: Callable[[Sequence[int]], tuple[int, ...]]
    """The years that any of the bodies has a report of, oldest first; () for all."""
    likeness: Likeness | None = None
    """How near wordings are in meaning, in standard deviations above chance.

    A row for each of the first, a column for each of the second; None: nothing is placed by meaning.
    """
    vectors: Callable[[Sequence[str]], Any] | None = None
    """The vectors of wordings, a row each; None as above."""
    this_year: int | None = None
    """What 去年 counts from by the calendar; None for the year after the newest report."""
    texts: Texts | None = None
    """The sentences of the narrative of these bodies and years, () for all.

    Without spaces, in small letters; None where what is sought is taken as it is said.
    """


@dataclass(frozen=True, slots=True)
class Members:
    """What a group's name takes in: levels and kinds of bodies, () for any; and how it is said."""

    label: str
    levels: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()

    def take(self, body: Known) -> bool:
        return (not self.levels or body.level in self.levels) and (
            not self.kinds or body.kind in self.kinds
        )


GROUPS: Mapping[Group, Members] = {
    "全部": Members("全部单位"),
    "局": Members("各局（部门）", ("department",)),
    "乡镇街道": Members("各乡镇街道", ("township",)),
    "乡镇": Members("各乡镇", ("township",), ("town",)),
    "街道": Members("各街道", ("township",), ("street",)),
    "政府": Members("各级政府", ("province", "prefecture", "county"), ("government",)),
    "县区": Members("各县（市、区）", ("county",)),
    "地市": Members("各市", ("prefecture",)),
}


def called(name: str, roster: Roster) -> tuple[int, ...]:
    """The bodies that go by `name`, exactly: by full name first, else by any of its short forms."""
    exact = tuple(b.id for b in roster.bodies.values() if b.name == name)
    return exact or tuple(sorted(roster.called.get(name, ())))


def nearest(name: str, roster: Roster, most: int = 5) -> tuple[str, ...]:
    """The bodies whose names and short forms are most like `name`, the likest first."""
    from rapidfuzz import fuzz, process

    found = process.extract(
        name, list(roster.called), scorer=fuzz.WRatio, limit=most * 8, score_cutoff=60
    )
    ids = (i for way, _, _ in found for i in sorted(roster.called[way]))
    return roster.named(tuple(dict.fromkeys(ids))[:most])


def bodies_of(who: Who, holdings: Holdings, done: Mapping[str, Rows]) -> tuple[int, ...]:
    """The bodies' ids in the order said; a validated `who` only."""
    roster = holdings.roster
    if who.of:
        names = dict.fromkeys(row[BODY].words for row in done[who.of].rows)
        ids = [i for n in names for i in called(n, roster)[:1]]
    elif who.group:
        ids = [b.id for b in roster.bodies.values() if GROUPS[who.group].take(b)]
    else:
        ids = [i for n in who.names for i in called(n, roster)[:1]]
    if who.under:
        below = {j for i in called(who.under, roster) for j in (i, *roster.under(i))}
        ids = [i for i in ids if i in below]
    gone = {i for n in who.but for i in called(n, roster)}
    return tuple(i for i in dict.fromkeys(ids) if i not in gone)


def years_of(
    when: When, bodies: Sequence[int], holdings: Holdings, done: Mapping[str, Rows]
) -> tuple[int, ...]:
    """The years meant, oldest first; `recent` counts back from the newest that the bodies have."""
    if when.of:
        held = {int(row[YEAR].number or 0) for row in done[when.of].rows if YEAR in row}
        return tuple(sorted(y + when.shift for y in held if y))
    if when.years:
        return tuple(sorted(when.years))
    known = holdings.years_of(bodies)
    if when.recent:
        newest = max(known, default=0)
        return tuple(y for y in range(newest - when.recent + 1, newest + 1) if newest)
    if when.first or when.last:
        first = when.first or min(known, default=0)
        last = when.last or max(known, default=0)
        return tuple(range(first, last + 1))
    return known
