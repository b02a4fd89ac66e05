"""How reports come into the library and leave it, in an order that a killed process cannot spoil.

The original is kept first; then one SQL transaction brings the report with its cells, chunks and
body, and notes in the outbox what is left to do outside SQL; then that is done and struck off.
Whoever writes next finishes what a killed process left in the outbox.
"""

from __future__ import annotations

import json
import logging
import math
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from index.library import identity, user_records
from index.report import Cell, Finding, LibraryError, Outcome, Report
from index.search.chunking import chunks
from index.search.embedders import CachedEmbedder, content_id
from index.stores import database, narrative_rows, schema
from index.stores.originals import Originals
from index.stores.values import Added, Chunk, Correction, Entry, Status
from index.stores.vectors import VectorFile, VectorStore
from index.stores.writer_lock import WriterLock
from index.text import cell_value

log = logging.getLogger(__name__)
EMBED, FORGET, DROP, CLEAR = "embed", "forget", "drop", "clear"
SPELL = 5.0
"""Seconds that a write gives to vectors which earlier ones left."""
OF_REPORT = (
    schema.cells,
    schema.sections,
    schema.findings,
    schema.derived,
    *narrative_rows.TABLES,
)


@dataclass
class Stores:
    """All that one library consists of."""

    home: Path
    engine: Engine
    lock: WriterLock
    originals: Originals
    vectors: VectorStore
    file: VectorFile
    embedder: CachedEmbedder
    identity: str
    healed: str | None = None

    @contextmanager
    def writing(self, wait: float | None = None) -> Iterator[None]:
        """The writer's lock; what an earlier writer left undone is done first."""
        with self.lock.held() if wait is None else self.lock.held(wait) as anew:
            try:
                if anew:
                    finish(self)
                yield
            finally:
                if anew:
                    self.vectors.close()


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


def add(stores: Stores, arrival: Arrival, original: bytes) -> Added:
    """Keep a report; see `Library.add`."""
    with stores.writing():
        sha256 = stores.originals.put(original, arrival.filename)
        report = replace(arrival.report, source=replace(arrival.report.source, sha256=sha256))
        with database.writing(stores.engine) as connection:
            added = enter(connection, replace(arrival, report=report))
        note = finish(stores)
        return replace(added, note="；".join(n for n in (added.note, note) if n))


def finish(stores: Stores) -> str:
    """Do the outbox, but for `SPELL` at most; what is left for later is said.

    Left is what a store or endpoint refuses, and vectors by the hundred after another embedder
    was chosen: who adds one report must not wait for all the others'.
    """
    try:
        left = drain(stores, SPELL)
    except LibraryError as error:
        log.warning("left for the next writer: %s", error.message)
        return f"向量尚未生成，下次写入时补做（{error.message}）"
    if not left:
        return ""
    return (
        f"另有{left}份报告的向量待生成（更换了向量模型或上次中断），其间只按文字检索；"
        "以后每次写入补做一批，运行 nianbao library rebuild 可一次做完"
    )


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
                "added_at": arrival.added_at or user_records.now(),
                "unread": 0,
                "errors": 0,
                "warnings": 0,
                "infos": 0,
                "content": b"",
            }
        ],
    )
    write_content(connection, id, r)
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


def write_content(connection: Connection, id: str, report: Report) -> None:
    """The report's cells, sections, narrative and whole content, in place of what was there.

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
    narrative_rows.write(connection, id, report)
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
    ask(connection, EMBED, id)


def unshelve(connection: Connection, id: str) -> None:
    """The report's chunks gone, their vectors to be forgotten."""
    table = schema.chunks
    seqs = connection.scalars(sa.select(table.c.seq).where(table.c.report_id == id)).all()
    if seqs:
        ask(connection, FORGET, json.dumps(list(seqs)))
    database.delete_report_rows(connection, id, table)


def _retire(connection: Connection, id: str) -> None:
    _update(connection, id, current=False)
    unshelve(connection, id)


def ask(connection: Connection, action: str, subject: str) -> None:
    """Note work to be done outside SQL once the transaction stands."""
    connection.execute(schema.outbox.insert().values(action=action, subject=subject))


# ---------------------------------------------------------------- out


def remove(connection: Connection, entry: Entry) -> None:
    """Take one report out; an earlier version of its body and year becomes the current one."""
    unshelve(connection, entry.id)
    database.delete_report_rows(connection, entry.id, *OF_REPORT)
    table = schema.reports
    connection.execute(table.delete().where(table.c.id == entry.id))
    if not connection.scalar(sa.select(table.c.id).where(table.c.sha256 == entry.sha256)):
        ask(connection, DROP, entry.sha256)
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


# ---------------------------------------------------------------- the outbox


def drain(stores: Stores, seconds: float = math.inf) -> int:
    """Do what committed transactions ask for outside SQL; how many reports' vectors are left.

    Vectors come last, the newest reports' first; after so many seconds no more are begun, beside
    the first.  An EMBED that waits behind a later FORGET of its chunks finds none and is done.
    """
    _follow_recipe(stores)
    table = schema.outbox
    with database.reading(stores.engine) as connection:
        rows = connection.execute(sa.select(table).order_by(table.c.id)).all()
    vectors = [row for row in reversed(rows) if row.action == EMBED]
    for row in (row for row in rows if row.action != EMBED):
        _do(stores, row)
    end = time.monotonic() + seconds
    for done, row in enumerate(vectors):
        if done and time.monotonic() >= end:
            return len(vectors) - done
        _do(stores, row)
    return 0


def _do(stores: Stores, row: Any) -> None:
    _WORK[row.action](stores, row.subject)
    with database.writing(stores.engine) as connection:
        connection.execute(schema.outbox.delete().where(schema.outbox.c.id == row.id))


def _follow_recipe(stores: Stores) -> None:
    """All vectors anew where they were made by another embedder or another composition."""
    recipe = stores.embedder.recipe
    with database.reading(stores.engine) as connection:
        made = database.known_fact(connection, "recipe")
    if made == recipe:
        return
    with database.writing(stores.engine) as connection:
        if made is not None:
            embed_all(connection)
        database.set_fact(connection, "recipe", recipe)


def embed_all(connection: Connection) -> None:
    """Ask for all vectors from the beginning."""
    pending = schema.outbox.c.action.in_((EMBED, FORGET))
    connection.execute(schema.outbox.delete().where(pending))
    ask(connection, CLEAR, "")
    reports = sa.select(schema.chunks.c.report_id).distinct()
    for id in sorted(connection.scalars(reports).all()):
        ask(connection, EMBED, id)


def _embed(stores: Stores, report_id: str) -> None:
    with database.reading(stores.engine) as connection:
        kept = stored_chunks(connection, report_id)
    if not kept:
        return
    seqs = [seq for seq, _ in kept]
    rows = stores.embedder.chunks([c for _, c in kept])
    metadatas = [{"report": c.report, "year": c.year or 0, "section": c.section} for _, c in kept]
    stores.vectors.put(seqs, rows, metadatas)
    known = set(stores.file.load()[0][-4096:].tolist())
    new = [i for i, seq in enumerate(seqs) if seq not in known]
    if new:
        stores.file.append([seqs[i] for i in new], rows[new])


def stored_chunks(connection: Connection, report_id: str) -> list[tuple[int, Chunk]]:
    """A report's chunks with their numbers, in reading order."""
    c, r = schema.chunks, schema.reports
    query = (
        sa.select(c, r.c.agency, r.c.year)
        .join(r, r.c.id == c.c.report_id)
        .where(c.c.report_id == report_id)
        .order_by(c.c.seq)
    )
    return [
        (
            row.seq,
            Chunk(
                row.report_id,
                row.agency,
                row.year,
                row.section,
                row.heading,
                row.text,
                database.place_of(row.at),
                row.ordinal,
            ),
        )
        for row in connection.execute(query)
    ]


def _forget(stores: Stores, seqs: str) -> None:
    stores.vectors.drop(json.loads(seqs))


def _drop(stores: Stores, sha256: str) -> None:
    table = schema.reports
    with database.reading(stores.engine) as connection:
        used = connection.scalar(sa.select(table.c.id).where(table.c.sha256 == sha256))
    if used is None:
        stores.originals.drop(sha256)


def _clear(stores: Stores, _subject: str) -> None:
    stores.vectors.clear()
    stores.file.clear()


_WORK = {EMBED: _embed, FORGET: _forget, DROP: _drop, CLEAR: _clear}


# ---------------------------------------------------------------- corrections


def correct(connection: Connection, id: str, said: Correction) -> Cell:
    """The cell as a person reads it, in the report and its facts; the first reading is kept."""
    table = schema.reports
    content = connection.scalar(sa.select(table.c.content).where(table.c.id == id))
    if content is None:
        raise LibraryError(f"资料库中没有编号为“{id}”的报告")
    report = database.unpacked(content)
    if said.key not in report.cells:
        raise LibraryError(f"该报告没有单元格“{said.key}”")
    corrected = corrected_report(report, [said])
    write_content(connection, id, corrected)
    return corrected.cells[said.key]


def corrected_report(report: Report, said: Sequence[Correction]) -> Report:
    """The report with a person's corrections applied."""
    cells = dict(report.cells)
    for c in said:
        if c.key in cells:
            value, state = cell_value(c.text)
            was = cells[c.key]
            first = was.first_text if was.how == "correction" else was.text
            cells[c.key] = Cell(value, c.text, state, was.at, first, "correction")
    return replace(report, cells=cells)
