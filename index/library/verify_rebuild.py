"""Whether the stores agree, and making again what can be made: verify and rebuild."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from index.library import finish_writes, write_reports
from index.library.corrections import corrected_report, corrections
from index.library.open_stores import Stores
from index.library.write_reports import Arrival
from index.report import LibraryError, ReadError, Report, Review
from index.search.chunking import chunks
from index.stores import database, narrative_rows, outbox, schema
from index.stores.chroma_client import VectorsDamaged, VectorsUnreachable
from index.stores.values import Progress, VerifyResult

Read = Callable[[Path], tuple[Report, ...]]
Check = Callable[[Report], Review]


def silent(_done: int, _total: int, _what: str) -> None:
    """Progress that nobody watches."""


# ---------------------------------------------------------------- verify


def verify(stores: Stores, progress: Progress = silent) -> VerifyResult:
    """Every store against the others; writes nothing, and waits for who is writing."""
    with stores.lock.held():
        with database.reading(stores.engine) as connection:
            rows = connection.execute(sa.select(schema.reports)).all()
            problems = [
                *_originals(stores, rows),
                *_reports(connection, rows, progress),
                *_orphans(connection),
                *_unfinished(connection),
            ]
            due = finish_writes.metadata(connection)
        vectors, wrong = _vectors(stores, due) if due else (0, [])
        originals = sum(1 for _ in stores.originals.all())
        return VerifyResult(len(rows), len(due), vectors, originals, (*problems, *wrong))


def _originals(stores: Stores, rows: Sequence[Any]) -> Iterator[str]:
    kept = set(stores.originals.all())
    for row in rows:
        if row.sha256 in kept:
            try:
                stores.originals.get(row.sha256)
            except LibraryError as error:
                yield f"{row.agency}{row.year or ''}：{error.message}"
        else:
            yield f"{row.agency}{row.year or ''}：原件缺失（{row.filename}）"
    known = {row.sha256 for row in rows}
    for sha256 in sorted(kept - known):
        yield f"原件“{stores.originals.filename(sha256)}”尚未收入（上次收入中断），重建时收入"


def _reports(connection: Connection, rows: Sequence[Any], progress: Progress) -> Iterator[str]:
    """Each report's content against its cells, its findings' counts and its chunks."""
    current: set[tuple[int, int]] = set()
    for done, row in enumerate(rows):
        progress(done, len(rows), row.agency)
        name = f"{row.agency}{row.year or ''}（{row.id}）"
        try:
            report = database.unpacked(row.content)
        except LibraryError:
            yield f"{name}：报告内容损坏"
            continue
        if _cells(connection, row.id) != {
            (k, None if c.value is None else float(c.value), c.state, c.text)
            for k, c in report.cells.items()
        }:
            yield f"{name}：单元格与报告内容不一致"
        if narrative_rows.differ(connection, row.id, report):
            yield f"{name}：条目、计数或句子与报告内容不一致"
        due = [c.text for c in chunks(report, row.id)] if row.current else []
        if [c.text for _, c in finish_writes.stored_chunks(connection, row.id)] != due:
            yield f"{name}：检索用的段落与报告内容不一致"
        key = (row.body_id, row.year)
        if row.current and row.year is not None and row.agency and key in current:
            yield f"{name}：同一机关同一年度有两份现行报告"
        if row.current:
            current.add(key)


def _cells(connection: Connection, id: str) -> set[tuple[str, float | None, str, str]]:
    c = schema.cells.c
    query = sa.select(c.key, c.value, c.state, c.text).where(c.report_id == id)
    return {(r.key, r.value, r.state, r.text) for r in connection.execute(query)}


def _orphans(connection: Connection) -> Iterator[str]:
    """Rows whose report is not there."""
    known = sa.select(schema.reports.c.id)
    for table in (*write_reports.OF_REPORT, schema.chunks):
        lost = sa.select(sa.func.count()).where(table.c.report_id.not_in(known))
        if count := connection.scalar(lost.select_from(table)):
            yield f"{table.name} 中有 {count} 行不属于任何报告"


def _unfinished(connection: Connection) -> Iterator[str]:
    count = connection.scalar(sa.select(sa.func.count()).select_from(schema.outbox))
    if count:
        yield f"有 {count} 项写入尚未完成，下次写入或重建时补做"


def _vectors(stores: Stores, due: Mapping[int, Mapping[str, int]]) -> tuple[int, list[str]]:
    """How many vectors Chroma has, and what of them does not fit the chunks."""
    there: dict[int, Mapping[str, Any]] = {}
    try:
        for page in stores.vectors.pages():
            there |= page
    except (VectorsDamaged, VectorsUnreachable) as error:
        return 0, [f"{error.message}；损坏的会在下次检索或写入时用缓存的向量重做"]
    both = due.keys() & there.keys()
    counts = (
        (len(due.keys() - there.keys()), "个段落没有向量"),
        (len(there.keys() - due.keys()), "个向量不属于任何段落"),
        (sum(due[seq] != there[seq] for seq in both), "个向量的机关、年度或部分与段落不一致"),
    )
    return len(there), [f"有 {count} {text}" for count, text in counts if count]


# ---------------------------------------------------------------- rebuild


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """How many reports were made again, and in Chinese what could not be."""

    reports: int
    kept: tuple[str, ...] = ()


def rebuild(
    stores: Stores,
    progress: Progress = silent,
    *,
    read: Read | None = None,
    check: Check | None = None,
) -> Rebuilt:
    """Make facts, text, vectors and copies again from the originals, in place.

    `read` turns a file into its reports (`index.ingest.read` by default); `check` gives the
    findings, which stay as they were without it.  Corrections by people hold on.  A report whose
    original cannot be read any more keeps its stored content, and that is said.
    """
    with stores.lock.held():
        return _rebuilt(stores, progress, read or _ingest, check)


def _ingest(path: Path) -> tuple[Report, ...]:
    from index.ingest import read

    return read(path)


def _rebuilt(stores: Stores, progress: Progress, read: Read, check: Check | None) -> Rebuilt:
    with database.reading(stores.engine) as connection:
        rows = connection.execute(database.entries_query()).all()
        said = corrections(connection)
    by_file: dict[str, list[Any]] = {sha256: [] for sha256 in stores.originals.all()}
    for row in rows:
        by_file.setdefault(row.sha256, []).append(row)
    kept: list[str] = []
    for done, (sha256, stored) in enumerate(by_file.items()):
        progress(done, len(by_file), stored[0].filename if stored else sha256[:12])
        try:
            reports = _read_again(stores, sha256, read)
        except (ReadError, LibraryError) as error:
            kept.append(f"{stores.originals.filename(sha256)}：{error.message}")
            if not stored:
                stores.originals.drop(sha256)
            continue
        with database.writing(stores.engine) as connection:
            _put_again(connection, stores, reports, stored, said, check)
    with database.writing(stores.engine) as connection:
        shelve_all(connection)
    progress(len(by_file), len(by_file), "生成向量")
    finish_writes.drain(stores)
    return Rebuilt(len(rows), tuple(kept))


def _read_again(stores: Stores, sha256: str, read: Read) -> tuple[Report, ...]:
    """The reports of a kept original, read under the name that it came with."""
    filename, content = stores.originals.get(sha256)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / (Path(filename).name or "file")
        path.write_bytes(content)
        reports = read(path)
    return tuple(
        replace(r, source=replace(r.source, path=filename, sha256=sha256)) for r in reports
    )


def _put_again(
    connection: Connection,
    stores: Stores,
    reports: tuple[Report, ...],
    stored: list[Any],
    said: list[Any],
    check: Check | None,
) -> None:
    """A file's reports in place of what was stored of them; one that was not, as a new one."""
    left = list(stored)
    for report in reports:
        same = (report.agency, report.year)
        row = next((r for r in left if (r.agency, r.year) == same), left[0] if left else None)
        if row is None:
            filename = stores.originals.filename(report.source.sha256)
            write_reports.enter(connection, _arrival(report, filename, check))
            continue
        left.remove(row)
        corrected = corrected_report(report, [c for c in said if c.report == row.id])
        if (row.agency, row.year) != same:
            write_reports.remove(connection, database.entry_of(row))
            write_reports.enter(
                connection, replace(_arrival(corrected, row.filename, check), id=row.id)
            )
            continue
        write_reports.write_content(connection, row.id, corrected)
        write_reports.write_head(connection, row.id, corrected)
        review = check(corrected) if check is not None else None
        if review is not None and review.report is not None:
            write_reports.write_findings(connection, row.id, review.findings, review.assessed)


def _arrival(report: Report, filename: str, check: Check | None) -> Arrival:
    if check is None:
        return Arrival(report, filename)
    review = check(report)
    return Arrival(report, filename, review.findings, review.assessed)


def shelve_all(connection: Connection) -> None:
    """Every current report's chunks anew, and all vectors from the beginning."""
    connection.execute(schema.chunks.delete())
    table = schema.reports
    query = sa.select(table.c.id, table.c.content).where(table.c.current).order_by(table.c.id)
    for row in connection.execute(query).all():
        write_reports.shelve(connection, row.id, database.unpacked(row.content))
    outbox.ask_for_all_vectors(connection)
