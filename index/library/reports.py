"""Reports in, out and as they are kept."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

from index.library import finish_writes, write_reports
from index.library.body_table import Bodies
from index.library.opened import narrowed
from index.readers.limits import CHECKING
from index.reading_process import done_apart
from index.report import Finding, LibraryError, Outcome, Report, Review
from index.search.chunking import chunks
from index.stores import database, schema
from index.stores.values import Added, Entry

if TYPE_CHECKING:
    from index.narrative.read_narrative import Told


class Reports(Bodies):
    """Part of `Library`."""

    def add(
        self,
        report: Report,
        original: bytes,
        *,
        filename: str,
        findings: Sequence[Finding] = (),
        assessed: Mapping[str, Outcome] | None = None,
        replace: bool = False,
    ) -> Added:
        """Keep a report with its original and findings; safe against a kill at any moment.

        The same file again is `unchanged`.  Another file of the same body and year is `replaced`
        in, where it has the same name (a changed report), fewer unread cells, or `replace` says
        so; else it is kept as a `version`.  `note` says why.  Raises `ReadError` where the
        narrative passes the limits of what may be done with one report.
        """
        told = told_apart(report, filename)
        arrival = write_reports.Arrival(
            report, filename, tuple(findings), assessed, replace, told=told
        )
        return write_reports.add(self._stores, arrival, original)

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Keeps the writer's lock over many `add`s: quicker, not needed."""
        with finish_writes.writing(self._stores):
            yield

    def embed_ahead(self, reports: Sequence[Report]) -> None:
        """Embed what reports about to be kept say, all in one go: quicker, not needed."""
        with suppress(LibraryError):  # an endpoint's refusal is told when the report is kept
            self._stores.embedder.prepare([c for report in reports for c in chunks(report, "")])

    def known(self, sha256: str) -> bool:
        """Whether a report of this very file is kept."""
        table = schema.reports
        with self._read() as connection:
            query = sa.select(table.c.id).where(table.c.sha256 == sha256)
            return connection.scalar(query) is not None

    def remove(self, report_id: str) -> None:
        """Take a report out; an earlier version of it, if any, becomes the current one."""
        entry = self.entry(report_id)
        with self._write() as connection:
            write_reports.remove(connection, entry)

    def reports(
        self,
        *,
        bodies: Iterable[int] = (),
        years: Iterable[int] = (),
        levels: Iterable[str] = (),
        agency: str = "",
        current: bool = True,
    ) -> list[Entry]:
        """Entries by agency and year; `agency` is a part of a name; without `current` all versions."""
        table = schema.reports
        query = database.entries_query().order_by(table.c.agency, table.c.year, table.c.version)
        if current:
            query = query.where(table.c.current)
        if agency:
            query = query.where(table.c.agency.contains(agency, autoescape=True))
        query = narrowed(query, bodies, years, levels)
        with self._read() as connection:
            return [database.entry_of(row) for row in connection.execute(query)]

    def entry(self, report_id: str) -> Entry:
        """One report's entry, by its id or the unmistakable start of it.  Raises LibraryError."""
        table = schema.reports
        query = database.entries_query().where(table.c.id.startswith(report_id, autoescape=True))
        with self._read() as connection:
            rows = connection.execute(query).all()
        exact = [r for r in rows if r.id == report_id] or rows
        if not report_id or len(exact) != 1:
            found = "不止一份" if len(exact) > 1 else "没有"
            raise LibraryError(f"资料库中{found}编号为“{report_id}”的报告")
        return database.entry_of(exact[0])

    def versions(self, report_id: str) -> list[Entry]:
        """All versions of the report's body and year, the first first."""
        entry = self.entry(report_id)
        if entry.year is None:
            return [entry]
        return self.reports(bodies=[entry.body], years=[entry.year], current=False)

    def report(self, report_id: str) -> Report:
        """The report as it was read, with people's corrections.  Raises LibraryError."""
        return self.review(report_id).report or _impossible(report_id)

    def review(self, report_id: str) -> Review:
        """The report with what the rules said of it.  Raises LibraryError."""
        id = self.entry(report_id).id
        reports, findings = schema.reports, schema.findings
        said = sa.select(findings.c.content).where(findings.c.report_id == id)
        with self._read() as connection:
            query = sa.select(reports.c.content, reports.c.assessed).where(reports.c.id == id)
            row = connection.execute(query).one()
            contents = connection.scalars(said.order_by(findings.c.ordinal)).all()
        report = database.unpacked(row.content)
        found = tuple(database.finding_of(c) for c in contents)
        return Review(report.source, report, found, json.loads(row.assessed))

    def set_review(
        self, report_id: str, findings: Sequence[Finding], assessed: Mapping[str, Outcome]
    ) -> None:
        """What the rules say of a kept report now."""
        id = self.entry(report_id).id
        with self._note() as connection:
            write_reports.write_findings(connection, id, findings, assessed)

    def original(self, report_id: str) -> tuple[str, bytes]:
        """The file's name and bytes.  Raises LibraryError where it is missing or altered."""
        return self._stores.originals.get(self.entry(report_id).sha256)

    def original_path(self, report_id: str) -> Path:
        """Where the kept file lies; only to be read."""
        return self._stores.originals.path(self.entry(report_id).sha256)

    def earlier(self, agency: str, year: int) -> Report | None:
        """The current report of `year` of the body that goes by the name `agency`, if any."""
        ids = [b.id for b in self.named(agency)]
        found = self.reports(bodies=ids, years=[year]) if len(ids) == 1 else []
        return self.report(found[0].id) if found else None


def told_apart(report: Report, filename: str) -> Told:
    """What a report's narrative tells, read in another process.  Raises `ReadError`."""
    read: Told = done_apart(partial(_told, report), Path(filename), CHECKING, "核对")
    return read


def _told(report: Report, _: Path) -> Told:
    from index.narrative.read_narrative import told

    return told(report)


def _impossible(report_id: str) -> Report:
    raise LibraryError(f"报告“{report_id}”的内容缺失，请运行 nianbao library rebuild")
