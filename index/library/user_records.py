"""People's words: decisions, corrections, feedback, what means the same, settings.

Rows are added and seldom changed; none of it can be made again from the originals.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING, Any, TypeVar

import sqlalchemy as sa

from index.corrected_cells import shown
from index.library import corrections, letter_records
from index.library.reports import Reports
from index.report import Cell, Decision
from index.stores import database, schema
from index.stores.database import now
from index.stores.values import Correction, Feedback, Letter
from index.text import squash

if TYPE_CHECKING:
    from index.narrative.grouping import Told

Value = TypeVar("Value")


class UserRecords(Reports):
    """Part of `Library`."""

    # ------------------------------------------------------------ on findings and cells

    def decide(self, *said: Decision) -> None:
        """Keep what a person said of findings, all or none; the last word on a place counts."""
        self._keep(schema.decisions, said)

    def withdraw_decisions(self, said: Iterable[tuple[str, int, str, str]]) -> None:
        """Take back all that was said of these findings: agency (by any of its names), year, rule,
        place."""
        table = schema.decisions
        queries = [
            table.delete().where(
                table.c.agency.in_(self.called(agency)),
                table.c.year == year,
                table.c.rule == rule,
                table.c.place == place,
            )
            for agency, year, rule, place in said
        ]
        with self._note() as connection:
            for query in queries:
                connection.execute(query)

    def decisions(self, agency: str | None = None, year: int | None = None) -> list[Decision]:
        """The last word on every finding of that body (under any of its names) and year."""
        table = schema.decisions
        query = sa.select(table).order_by(table.c.id)
        if year is not None:
            query = query.where(table.c.year == year)
        if agency is not None:
            query = query.where(table.c.agency.in_(self.called(agency)))
        last: dict[tuple[Any, ...], Decision] = {}
        for made in self._kept(query, Decision):
            key = (made.agency if agency is None else "", made.year, made.rule, made.place)
            last.pop(key, None)
            last[key] = made
        return list(last.values())

    def decisions_on(self, whose: Collection[tuple[str, int]]) -> list[Decision]:
        """The last word on every finding of these bodies' years, under the names asked for."""
        table = schema.decisions
        years = {year for _, year in whose}
        made = self._kept(
            sa.select(table).where(table.c.year.in_(years)).order_by(table.c.id), Decision
        )
        asked = {(agency, year) for agency, year in whose}
        called = self.all_called({agency for agency, _ in asked}) if made else {}
        by_name: dict[tuple[str, int], list[str]] = {}
        for agency, year in sorted(asked) if made else ():
            for name in called[agency]:
                by_name.setdefault((name, year), []).append(agency)
        last = {
            (agency, d.year, d.rule, d.place): replace(d, agency=agency)
            for d in made
            for agency in by_name.get((d.agency, d.year), ())
        }
        return list(last.values())

    def correct(
        self, report_id: str, key: str, text: str, *, who: str = "", note: str = ""
    ) -> Cell:
        """Set a cell to what a person reads in it; the first reading is kept beside it."""
        entry = self.entry(report_id)
        was = shown(self.report(report_id).cell(key))
        said = Correction(entry.id, entry.agency, entry.year, key, text, was, note, who, now())
        with self._note() as connection:
            return corrections.correct(connection, entry.id, said)

    def withdraw_correction(self, report_id: str, key: str) -> Cell | None:
        """Take back the last correction of a cell; gives the cell as it is again."""
        id = self.entry(report_id).id
        with self._note() as connection:
            return corrections.withdraw(connection, id, key)

    def corrections(self, report_id: str | None = None) -> list[Correction]:
        with self._read() as connection:
            return corrections.corrections(connection, report_id)

    def letters(self, years: Iterable[int] | None = None) -> list[Letter]:
        """Every letter that sent a report back, as it stands; a body's rounds in order."""
        with self._read() as connection:
            return letter_records.letters(connection, years)

    def keep_letters(self, steps: Sequence[Letter]) -> list[Letter]:
        """The letters' next steps, all or none; a new one is numbered among the year's."""
        with self._note() as connection:
            return [letter_records.keep(connection, letter) for letter in steps]

    # ------------------------------------------------------------ on answers

    def add_feedback(self, said: Feedback) -> None:
        self._keep(schema.feedback, [said])

    def feedback(self) -> list[Feedback]:
        return self._kept(sa.select(schema.feedback).order_by(schema.feedback.c.id), Feedback)

    # ------------------------------------------------------------ what items mean the same

    def join_items(self, headlines: Sequence[str], *, who: str = "") -> None:
        """Keep a person's word that items with these headlines mean the same."""
        self._group(headlines, who, joined=True)

    def part_items(self, headlines: Sequence[str], *, who: str = "") -> None:
        """Keep a person's word that no two items with these headlines mean the same."""
        self._group(headlines, who, joined=False)

    def _group(self, headlines: Sequence[str], who: str, *, joined: bool) -> None:
        pairs = combinations(sorted({squash(h) for h in headlines}), 2)
        said = {"joined": joined, "who": who, "when": now()}
        with self._note() as connection:
            rows = ({"one": one, "other": other, **said} for one, other in pairs)
            database.insert(connection, schema.groupings, rows)

    def groupings(self) -> Told:
        """The last word on every pair of headlines."""
        from index.narrative.grouping import Told

        table = schema.groupings
        with self._read() as connection:
            rows = connection.execute(sa.select(table).order_by(table.c.id))
            last = {(row.one, row.other): row.joined for row in rows}
        return Told(
            frozenset(pair for pair, joined in last.items() if joined),
            frozenset(pair for pair, joined in last.items() if not joined),
        )

    # ------------------------------------------------------------ settings

    def setting(self, name: str, default: Any = None) -> Any:
        """A kept JSON value."""
        table = schema.settings
        with self._read() as connection:
            text = connection.scalar(sa.select(table.c.value).where(table.c.name == name))
        return default if text is None else json.loads(text)

    def put_setting(self, name: str, value: Any) -> None:
        """Keep a JSON value; None takes it away."""
        table = schema.settings
        with self._note() as connection:
            connection.execute(table.delete().where(table.c.name == name))
            if value is not None:
                text = json.dumps(value, ensure_ascii=False)
                connection.execute(table.insert().values(name=name, value=text))

    def switched_off(self) -> dict[str, str]:
        """Rules that the office has switched off, with the reasons given."""
        return dict(self.setting("rules_off", {}))

    def switch_rule(self, rule: str, *, off: bool, reason: str = "") -> None:
        """Switch a rule off, with a reason, or on again."""
        switched = {k: v for k, v in self.switched_off().items() if k != rule}
        self.put_setting("rules_off", {**switched, rule: reason} if off else switched)

    # ------------------------------------------------------------ values and rows

    def _keep(self, table: sa.Table, said: Sequence[Any]) -> None:
        """Values as rows, said now where they do not say when."""
        rows = [{**_row(one), "when": one.when or now()} for one in said]
        with self._note() as connection:
            database.insert(connection, table, rows)

    def _kept(self, query: sa.Select[Any], value: type[Value]) -> list[Value]:
        """The rows as values, whose columns go by their fields' names."""
        with self._read() as connection:
            return [_value(row, value) for row in connection.execute(query)]


def _row(value: Any) -> dict[str, Any]:
    """A value's fields as a row's columns."""
    return {name: getattr(value, name) for name in type(value).__slots__}


def _value(row: Any, value: type[Value]) -> Value:
    return value(**{name: getattr(row, name) for name in value.__slots__})  # type: ignore[attr-defined]
