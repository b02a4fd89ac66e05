"""From one library into another, beside what is there: originals, reports with what was said of
them, people's words.

Chunks and vectors are not in it: they are made again on arrival.  What arrived is compared with
what was sent, report by report; the whole of a library as it stands is a `backup`.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from index.library import archive, identity, write_reports
from index.library.archive import Archive
from index.library.finish_writes import drain, writing
from index.library.open_stores import Stores
from index.library.verify_rebuild import silent
from index.library.write_reports import Arrival
from index.report import LibraryError
from index.stores import database, schema
from index.stores.values import Added, Progress

KIND = {"nianbao": 1}
"""What the manifest calls an exported library, and the newest version that is understood."""
_TABLES = (schema.bodies, schema.aliases, schema.reports, schema.findings, *schema.PEOPLE)


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of an archive's reports, and how many of people's words came in."""

    reports: tuple[Added, ...]
    words: int

    def count(self, status: str) -> int:
        return sum(a.status == status for a in self.reports)


def export(stores: Stores, path: Path, progress: Progress = silent) -> int:
    """Write the archive; the number of reports in it.  What stood at `path` is replaced last."""
    with database.reading(stores.engine) as connection:
        tables = {t.name: connection.execute(sa.select(t)).mappings().all() for t in _TABLES}
    reports = tables["reports"]
    with archive.writing(path) as file:
        for name, rows in tables.items():
            lines = (json.dumps(_plain(row), ensure_ascii=False) for row in rows)
            file.add(f"{name}.jsonl", "\n".join(lines).encode())
        files = sorted({row["sha256"] for row in reports})
        for done, sha256 in enumerate(files):
            progress(done, len(files), "导出原件")
            filename, content = stores.originals.get(sha256)
            file.add(f"originals/{sha256}", content)
            file.add(f"originals/{sha256}.name", filename.encode())
        counts = {name: len(rows) for name, rows in tables.items()}
        file.close({**KIND, "schema": database.head(), "rows": counts})
    return len(reports)


def _plain(row: Mapping[Any, Any]) -> dict[str, Any]:
    return {
        str(k): base64.b64encode(v).decode() if isinstance(v, bytes) else v for k, v in row.items()
    }


def import_(stores: Stores, path: Path, progress: Progress = silent) -> Imported:
    """Bring an archive's reports and words into the library, beside what is there.

    Raises LibraryError where the file is no archive of ours, one of a newer release or altered,
    and where what arrived is not what was sent.
    """
    with archive.opened(path, stores.home, KIND) as file:
        file.check_all()
        return _imported(stores, file, progress)


def _imported(stores: Stores, file: Archive, progress: Progress) -> Imported:
    if file.manifest["schema"] > database.head():
        raise LibraryError("备份由更新版本的程序导出，请升级本程序后再导入")
    tables = {t.name: _rows(file, t) for t in _TABLES}
    counts = {name: len(rows) for name, rows in tables.items()}
    if file.manifest.get("rows", counts) != counts:
        raise file.damaged("行数与清单不符")
    said = _findings(tables["findings"])
    with writing(stores):
        with database.writing(stores.engine) as connection:
            moved = _bodies(connection, tables["bodies"], tables["aliases"])
        added: list[Added] = []
        rows = sorted(tables["reports"], key=lambda r: (r["version"], r["added_at"], r["id"]))
        for done, row in enumerate(rows):
            progress(done, len(rows), row["agency"])
            added.append(_report(stores, file, row, said.get(row["id"], ()), moved))
        with database.writing(stores.engine) as connection:
            words = _words(connection, tables)
        _compare(stores, rows, added)
        drain(stores)
    return Imported(tuple(added), words)


def _compare(stores: Stores, rows: list[dict[str, Any]], added: list[Added]) -> None:
    """Raises LibraryError unless every report that was sent is here, its content the same."""
    table = schema.reports
    with database.reading(stores.engine) as connection:
        for row, came in zip(rows, added, strict=True):
            query = sa.select(table.c.sha256, table.c.content).where(table.c.id == came.id)
            here = connection.execute(query).one_or_none()
            sent = database.unpacked(base64.b64decode(row["content"]))
            same = here and here.sha256 == row["sha256"] and stores.originals.has(here.sha256)
            whole = came.status == "unchanged" or (
                here and database.unpacked(here.content).cells == sent.cells
            )
            if not (same and whole):
                raise LibraryError(
                    f"导入后核对不符：{row['agency']}{row['year'] or ''}（{row['filename']}），"
                    "请运行 nianbao library verify"
                )


def _rows(archive: Archive, table: sa.Table) -> list[dict[str, Any]]:
    """A table's rows; of people's words none where the archive is older than the table."""
    name = f"{table.name}.jsonl"
    if table in schema.PEOPLE and name not in archive.names():
        return []
    text = archive.read(name).decode("utf-8")
    return [json.loads(line) for line in text.split("\n") if line]


def _findings(rows: list[dict[str, Any]]) -> dict[str, tuple[Any, ...]]:
    found: dict[str, tuple[Any, ...]] = {}
    for row in sorted(rows, key=lambda r: r["ordinal"]):
        finding = database.finding_of(row["content"])
        found[row["report_id"]] = (*found.get(row["report_id"], ()), finding)
    return found


def _bodies(
    connection: Connection, rows: list[dict[str, Any]], aliases: list[dict[str, Any]]
) -> dict[int, int]:
    """The archive's bodies' ids to this library's, known by their names or made."""
    known = identity.bodies(connection)
    moved: dict[int, int] = {}
    for row in rows:
        own = {row["name"], *(a["name"] for a in aliases if a["body_id"] == row["id"])}
        same = next((b.id for b in known if row["name"] in (b.name, *b.aliases)), None)
        moved[row["id"]] = same if same is not None else identity.insert(connection, row)
        for name in sorted(own):
            identity.add_alias(connection, moved[row["id"]], name)
    for row in rows:
        if row["parent_id"] is not None:
            identity.adopt(connection, moved[row["id"]], moved[row["parent_id"]])
    return moved


def _report(
    stores: Stores,
    archive: Archive,
    row: dict[str, Any],
    findings: tuple[Any, ...],
    moved: dict[int, int],
) -> Added:
    content = archive.read(f"originals/{row['sha256']}")
    if hashlib.sha256(content).hexdigest() != row["sha256"]:
        raise LibraryError(f"备份中的原件已损坏：{row['filename']}")
    name = archive.read(f"originals/{row['sha256']}.name").decode("utf-8")
    stores.originals.put(content, name)
    report = database.unpacked(base64.b64decode(row["content"]))
    arrival = Arrival(
        replace(report, source=replace(report.source, sha256=row["sha256"])),
        row["filename"],
        findings,
        json.loads(row["assessed"]),
        bool(row["current"]),
        row["added_at"],
        body=moved[row["body_id"]],
    )
    with database.writing(stores.engine) as connection:
        return write_reports.enter(connection, arrival)


def _words(connection: Connection, tables: dict[str, list[dict[str, Any]]]) -> int:
    """People's words that are not there yet; a setting that is there stays."""
    count = 0
    for table in schema.PEOPLE:
        key = (
            ("name",)
            if table is schema.settings
            else tuple(c.name for c in table.c if c.name != "id")
        )
        there = {tuple(row) for row in connection.execute(sa.select(*(table.c[k] for k in key)))}
        new = [r for r in tables[table.name] if tuple(r[k] for k in key) not in there]
        database.insert(connection, table, [{k: v for k, v in r.items() if k != "id"} for r in new])
        count += len(new)
    return count
