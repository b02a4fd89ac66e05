"""What current reports say: cells, findings, texts, and what callers derive from them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import sqlalchemy as sa

from index.library.opened import Opened, narrowed
from index.report import Finding, Report
from index.stores import database, derived_values, schema
from index.stores.values import Fact


class Facts(Opened):
    """Part of `Library`."""

    def cells(
        self,
        *,
        bodies: Iterable[int] = (),
        years: Iterable[int] = (),
        keys: Iterable[str] = (),
        levels: Iterable[str] = (),
    ) -> list[Fact]:
        """Cells of current reports by agency, year and key; () asks for all."""
        table = schema.reports
        query = database.facts_query().where(table.c.current)
        if keys := list(keys):
            query = query.where(schema.cells.c.key.in_(keys))
        query = narrowed(query, bodies, years, levels)
        query = query.order_by(table.c.agency, table.c.year, schema.cells.c.key)
        with self._read() as connection:
            return [database.fact_of(row) for row in connection.execute(query)]

    def years(self, bodies: Iterable[int] = ()) -> tuple[int, ...]:
        """The years that the bodies have current reports of, oldest first; () asks for all."""
        table = schema.reports
        query = sa.select(table.c.year).where(table.c.current, table.c.year.is_not(None))
        query = narrowed(query, bodies).distinct().order_by(table.c.year)
        with self._read() as connection:
            return tuple(connection.scalars(query))

    def findings(
        self,
        *,
        rules: Iterable[str] = (),
        bodies: Iterable[int] = (),
        years: Iterable[int] = (),
        outcomes: Iterable[str] = ("fail",),
    ) -> list[tuple[str, Finding]]:
        """What the rules said of current reports, with the report's id, by agency and year.

        `rules` are ids or their beginnings (`T02`, `T`); () asks for all.
        """
        found, table = schema.findings, schema.reports
        query = sa.select(table.c.id, found.c.content).join(table, table.c.id == found.c.report_id)
        query = query.where(table.c.current, found.c.outcome.in_(list(outcomes)))
        if named := [found.c.rule.startswith(r, autoescape=True) for r in rules]:
            query = query.where(sa.or_(*named))
        query = narrowed(query, bodies, years)
        query = query.order_by(table.c.agency, table.c.year, found.c.ordinal)
        with self._read() as connection:
            return [(row[0], database.finding_of(row[1])) for row in connection.execute(query)]

    def finding_counts(self) -> list[tuple[str, int]]:
        """Each rule with the current reports in which it failed, the most frequent first."""
        found, reports = schema.findings, schema.reports
        count = sa.func.count(found.c.report_id.distinct())
        query = (
            sa.select(found.c.rule, count)
            .join(reports, reports.c.id == found.c.report_id)
            .where(reports.c.current, found.c.outcome == "fail")
            .group_by(found.c.rule)
            .order_by(count.desc(), found.c.rule)
        )
        with self._read() as connection:
            return [(rule, n) for rule, n in connection.execute(query)]

    def section_texts(self, report_ids: Iterable[str]) -> dict[tuple[str, int], str]:
        """The narrative of the reports' parts, by report and part number."""
        table = schema.sections
        query = sa.select(table.c.report_id, table.c.number, table.c.text)
        with self._read() as connection:
            rows = connection.execute(query.where(table.c.report_id.in_(list(report_ids))))
            return {(row[0], row[1]): row[2] for row in rows}

    def derived(
        self, name: str, make: Callable[[Report, str], str], report_ids: Iterable[str]
    ) -> dict[str, str]:
        """What `make` gives for each of these reports, by id: of its content and its id.

        It is made once and kept under `name` until the content changes; a new way of making it
        needs a new name.  A library opened to be read has the missing ones made every time.
        """
        ids = list(report_ids)
        with self._read() as connection:
            found = derived_values.kept(connection, name, ids)
        missing = [id for id in ids if id not in found]
        for start in range(0, len(missing), derived_values.STEP):
            some = missing[start : start + derived_values.STEP]
            if self._read_only:
                with self._read() as connection:
                    found |= derived_values.made(connection, make, some)
            else:
                with self._note() as connection:
                    found |= derived_values.keep(connection, name, make, some)
        return found
