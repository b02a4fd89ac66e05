"""How reports come into the library and leave it, in an order that a killed process cannot spoil.

The original is kept first; then one SQL transaction brings the report with its cells, chunks and
body, and notes in the outbox what is left to do outside SQL; then that is done and struck off.
Whoever writes next finishes what a killed process left in the outbox.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from index.library import identity
from index.library.finish_writes import finish, writing
from index.library.open_stores import Stores
from index.report import Finding, Outcome, Report
from index.search.chunking import chunks
from index.search.embedders import content_id
from index.stores import database, narrative_rows, outbox, schema
from index.stores.values import Added, Entry, Status

if TYPE_CHECKING:
    from index.narrative.read_narrative import Told

OF_REPORT = (
    schema.cells,
    schema.sections,
    schema.findings,
    schema.derived,
    *narrative_rows.TABLES,
)


# ---------------------------------------------------------------- in


@dataclass(frozen=True, slots=True)
class Arrival:
    """A report with all that is to be kept of it."""

    report: Report
    filename: str
    findings: tuple[Finding, ...] = ()
    assessed: Mapping[str, Outcome] | None = None
    replace: bool = False
    added_at: str = ""
    id: str = ""
    body: int | None = None
    told: Told | None = None


def add(stores: Stores, arrival: Arrival, original: bytes) -> Added:
    """Keep a report; see `Library.add`."""
    with writing(stores):
        sha256 = stores.originals.put(original, arrival.filename)
        report = replace(arrival.report, source=replace(arrival.report.source, sha256=sha256))
        added = database.once_more(lambda: _entered(stores, replace(arrival, report=report)))
        note = finish(stores)
        return replace(added, note="；".join(n for n in (added.note, note) if n))


def _entered(stores: Stores, arrival: Arrival) -> Added:
    with database.writing(stores.engine) as connection:
        return enter(connection, arrival)


def enter(connection: Connection, arrival: Arrival) -> Added:
    """One report into SQL, all of it, in the caller's transaction."""
    report = arrival.report
    if (twin := _same_file(connection, report)) is not None:
        return Added("unchanged", twin)
    given = identity.Resolved(arrival.body) if arrival.body is not None else None
    resolved = given or identity.resolve(connection, report)
    rivals = _versions(connection, resolved.id, report)
    current = next((r for r in rivals if r.current), None)
    wins, why = _wins(arrival, current)
    id = arrival.id or _free_id(connection, report.source.sha256)
    version = max((r.version for r in rivals), default=0) + 1
    _insert(connection, id, resolved.id, version, wins, arrival)
    if current is not None and wins:
        _retire(connection, current.id)
    if wins:
        shelve(connection, id, report)
    status: Status = "added" if current is None else "replaced" if wins else "version"
    return Added(status, id, "；".join(n for n in (resolved.note, why) if n))


def _same_file(connection: Connection, report: Report) -> str | None:
    table = schema.reports
    query = sa.select(table.c.id).where(
        (table.c.sha256 == report.source.sha256)
        & (table.c.agency == report.agency)
        & (table.c.year.is_(None) if report.year is None else table.c.year == report.year)
    )
    return connection.scalar(query)


def _versions(connection: Connection, body: int, report: Report) -> list[Any]:
    """The reports of the same body and year; none where either is not known."""
    if not report.agency or report.year is None:
        return []
    table = schema.reports
    query = database.entries_query().where(
        (table.c.body_id == body) & (table.c.year == report.year)
    )
    return list(connection.execute(query).all())


def _wins(arrival: Arrival, current: Any) -> tuple[bool, str]:
    """Whether a report becomes the current one of its body and year, and why in Chinese."""
    if current is None:
        return True, ""
    if arrival.replace:
        return True, f"按要求替换了原有报告“{current.filename}”，原报告留作第{current.version}版"
    if arrival.filename == current.filename:
        return True, f"文件有变动，原报告留作第{current.version}版"
    unread = unread_cells(arrival.report)
    better = (arrival.report.format != "unknown") and unread < current.unread
    if better:
        return True, (
            f"未读出的单元格更少（{unread}个，原为{current.unread}个），"
            f"替换了“{current.filename}”，原报告留作第{current.version}版"
        )
    return False, (
        f"同一机关同一年度已有“{current.filename}”，"
        f"本文件未读出的单元格不更少（{unread}个，已有{current.unread}个），留作另一版本"
    )


def unread_cells(report: Report) -> int:
    return sum(c.state == "unread" for c in report.cells.values())


def _free_id(connection: Connection, sha256: str) -> str:
    """The hash's first twelve digits; a file's second report has “-2” after them."""
    table = schema.reports
    taken = set(connection.scalars(sa.select(table.c.id).where(table.c.sha256 == sha256)).all())
    first = sha256[:12]
    return next(i for i in (first, *(f"{first}-{n}" for n in range(2, 999))) if i not in taken)


def _insert(
    connection: Connection, id: str, body: int, version: int, current: bool, arrival: Arrival
) -> None:
    r = arrival.report
    database.insert(
        connection,
        schema.reports,
        [
            {
                "id": id,
                "body_id": body,
                **_head(r),
                "filename": arrival.filename,
                "kind": r.source.kind,
                "sha256": r.source.sha256,
                "version": version,
                "current": current,
                "added_at": arrival.added_at or database.now(),
                "unread": 0,
                "errors": 0,
                "warnings": 0,
                "infos": 0,
                "content": b"",
            }
        ],
    )
    write_content(connection, id, r, arrival.told)
    write_findings(connection, id, arrival.findings, arrival.assessed or {})


def _head(report: Report) -> dict[str, Any]:
    return {
        "agency": report.agency,
        "year": report.year,
        "level": report.level,
        "format": report.format,
        "title": report.title,
        "published": report.published.isoformat() if report.published else None,
    }


def write_head(connection: Connection, id: str, report: Report) -> None:
    """What lists show of the report, in place of what was there."""
    _update(connection, id, **_head(report))


def write_content(
    connection: Connection, id: str, report: Report, told: Told | None = None
) -> None:
    """The report's cells, sections, narrative and whole content, in place of what was there.

    `told` is what the narrative tells, where that is known already.

    What callers had derived from the old content goes with it.
    """
    database.delete_report_rows(connection, id, schema.cells, schema.sections, schema.derived)
    database.insert(connection, schema.cells, database.cell_rows(id, report.cells))
    sections = [
        {
            "report_id": id,
            "number": s.number,
            "title": s.title,
            "printed_title": s.printed_title,
            "text": s.text,
        }
        for s in {s.number: s for s in report.sections}.values()
    ]
    database.insert(connection, schema.sections, sections)
    narrative_rows.write(connection, id, report, told)
    _update(connection, id, content=database.packed(report), unread=unread_cells(report))


def write_findings(
    connection: Connection, id: str, findings: Sequence[Finding], assessed: Mapping[str, Outcome]
) -> None:
    """What the rules say of the report, in place of what they said."""
    database.delete_report_rows(connection, id, schema.findings)
    rows = [
        {
            "report_id": id,
            "ordinal": number,
            "rule": f.rule,
            "severity": f.severity,
            "outcome": f.outcome,
            "content": database.finding_json(f),
        }
        for number, f in enumerate(findings)
    ]
    database.insert(connection, schema.findings, rows)
    counts = {
        name: sum(f.severity == severity for f in findings)
        for name, severity in (("errors", "error"), ("warnings", "warning"), ("infos", "info"))
    }
    _update(connection, id, assessed=json.dumps(dict(assessed)), **counts)


def _update(connection: Connection, id: str, **values: Any) -> None:
    table = schema.reports
    connection.execute(table.update().where(table.c.id == id).values(**values))


def shelve(connection: Connection, id: str, report: Report) -> None:
    """The report's chunks, to be embedded when the transaction stands."""
    database.insert(
        connection,
        schema.chunks,
        [
            {
                "report_id": id,
                "section": c.section,
                "heading": c.heading,
                "text": c.text,
                "at": database.place_json(c.at),
                "ordinal": c.ordinal,
                "content": content_id(c.text),
            }
            for c in chunks(report, id)
        ],
    )
    outbox.ask(connection, outbox.EMBED, id)


def unshelve(connection: Connection, id: str) -> None:
    """The report's chunks gone, their vectors to be forgotten."""
    table = schema.chunks
    seqs = connection.scalars(sa.select(table.c.seq).where(table.c.report_id == id)).all()
    outbox.ask_to_forget(connection, seqs)
    database.delete_report_rows(connection, id, table)


def _retire(connection: Connection, id: str) -> None:
    _update(connection, id, current=False)
    unshelve(connection, id)


# ---------------------------------------------------------------- out


def remove(connection: Connection, entry: Entry) -> None:
    """Take one report out; an earlier version of its body and year becomes the current one."""
    unshelve(connection, entry.id)
    database.delete_report_rows(connection, entry.id, *OF_REPORT)
    table = schema.reports
    connection.execute(table.delete().where(table.c.id == entry.id))
    if not connection.scalar(sa.select(table.c.id).where(table.c.sha256 == entry.sha256)):
        outbox.ask(connection, outbox.DROP, entry.sha256)
    if entry.current and entry.year is not None:
        _promote(connection, entry.body, entry.year)
    _drop_empty_body(connection, entry.body)


def _promote(connection: Connection, body: int, year: int) -> None:
    table = schema.reports
    query = sa.select(table.c.id, table.c.content).where(
        (table.c.body_id == body) & (table.c.year == year)
    )
    last = connection.execute(query.order_by(table.c.version.desc())).first()
    if last is not None:
        _update(connection, last.id, current=True)
        shelve(connection, last.id, database.unpacked(last.content))


def _drop_empty_body(connection: Connection, body: int) -> None:
    """A body without reports goes, unless a person has edited it or others belong to it."""
    b = schema.bodies
    reports = sa.select(schema.reports.c.id).where(schema.reports.c.body_id == body)
    children = sa.select(b.c.id).where(b.c.parent_id == body)
    edited = connection.scalar(sa.select(b.c.edited).where(b.c.id == body))
    if edited or connection.scalar(reports) is not None or connection.scalar(children) is not None:
        return
    connection.execute(schema.aliases.delete().where(schema.aliases.c.body_id == body))
    connection.execute(b.delete().where(b.c.id == body))


def settle(connection: Connection, body: int) -> None:
    """One current report a year for a body that took in another's."""
    table = schema.reports
    query = (
        database.entries_query()
        .where(table.c.body_id == body)
        .order_by(table.c.version, table.c.id)
    )
    by_year: dict[int | None, list[Any]] = {}
    for row in connection.execute(query).all():
        by_year.setdefault(row.year, []).append(row)
    for year, rows in by_year.items():
        if year is not None:
            for number, row in enumerate(rows, 1):
                _update(connection, row.id, version=number)
            for row in [r for r in rows if r.current][1:]:
                _retire(connection, row.id)
