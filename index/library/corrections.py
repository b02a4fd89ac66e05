"""What a person reads in a cell, put over what the reader had seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from index.corrected_cells import as_seen, corrected
from index.library.write_reports import write_content
from index.report import Cell, LibraryError, Report
from index.stores import database, schema
from index.stores.values import Correction


def corrections(connection: Connection, report: str | None = None) -> list[Correction]:
    """What people have set, oldest first; of all reports without `report`."""
    table = schema.corrections
    query = sa.select(table).order_by(table.c.id)
    if report is not None:
        query = query.where(table.c.report_id == report)
    return [
        Correction(r.report_id, r.agency, r.year, r.key, r.text, r.was, r.note, r.who, r.when)
        for r in connection.execute(query)
    ]


def correct(connection: Connection, id: str, said: Correction) -> Cell:
    """The cell as a person reads it, in the report and its facts, and who said so; the first
    reading is kept."""
    table = schema.reports
    content = connection.scalar(sa.select(table.c.content).where(table.c.id == id))
    if content is None:
        raise LibraryError(f"资料库中没有编号为“{id}”的报告")
    report = database.unpacked(content)
    if said.key not in report.cells:
        raise LibraryError(f"该报告没有单元格“{said.key}”")
    corrected = corrected_report(report, [said])
    write_content(connection, id, corrected)
    values = {name: getattr(said, name) for name in Correction.__slots__ if name != "report"}
    connection.execute(schema.corrections.insert().values(report_id=id, **values))
    return corrected.cells[said.key]


def withdraw(connection: Connection, id: str, key: str) -> Cell | None:
    """The cell as it was before the last correction; None where there was none."""
    table = schema.corrections
    mine = [c for c in corrections(connection, id) if c.key == key]
    if not mine:
        return None
    last = sa.select(sa.func.max(table.c.id)).where(table.c.report_id == id, table.c.key == key)
    connection.execute(table.delete().where(table.c.id == last.scalar_subquery()))
    content = connection.scalar(
        sa.select(schema.reports.c.content).where(schema.reports.c.id == id)
    )
    if content is None:
        return None
    report = database.unpacked(content)
    seen = as_seen(report.cells[key])
    cell = corrected(seen, mine[-2].text) if len(mine) > 1 else seen
    write_content(connection, id, replace(report, cells={**report.cells, key: cell}))
    return cell


def corrected_report(report: Report, said: Sequence[Correction]) -> Report:
    """The report with a person's corrections applied."""
    cells = dict(report.cells)
    for c in said:
        if c.key in cells:
            cells[c.key] = corrected(cells[c.key], c.text)
    return replace(report, cells=cells)
