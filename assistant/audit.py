"""The audit log: who did what, when, with which report; nothing in it is changed or taken away.

It lies in `<home>/audit.sqlite`, readable by its owner alone.  The database itself refuses to
change or remove a line.
"""

from __future__ import annotations

import sqlite3
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, astuple, dataclass
from pathlib import Path

from index.csv_files import csv_bytes
from index.machine import database_lacks
from index.report import MachineError

_SCHEMA = """
CREATE TABLE IF NOT EXISTS log (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  "when" TEXT NOT NULL, who TEXT NOT NULL, did TEXT NOT NULL,
  about TEXT NOT NULL, said TEXT NOT NULL, address TEXT NOT NULL);
CREATE TRIGGER IF NOT EXISTS log_is_never_changed BEFORE UPDATE ON log
  BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER IF NOT EXISTS log_is_never_shortened BEFORE DELETE ON log
  BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
"""
_MOST = 500
"""Characters of a line's longest field."""
_TAKEN = "（取自备份）"
HEADINGS = ("时间", "人", "做了什么", "报告", "详情", "来自")


@dataclass(frozen=True, slots=True)
class Line:
    """One thing done; `about` names the report, `said` what came of it, `address` from where."""

    when: str
    who: str
    did: str
    about: str = ""
    said: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class AuditLog:
    """The log kept in `path`, made with its first line."""

    path: Path

    def add(self, who: str, did: str, about: str = "", said: str = "", address: str = "") -> None:
        """One more line, now.  Raises MachineError where it cannot be kept."""
        self._append([Line(time.strftime("%Y-%m-%dT%H:%M:%S"), who, did, about, said, address)])

    def take(self, carried: Iterable[Line]) -> int:
        """A backup's lines that are not here yet, marked as coming from it; how many."""
        marked = [line if _is_taken(line) else _taken(line) for line in carried]
        here = Counter(line if _is_taken(line) else _taken(line) for line in self.lines())
        missing = list((Counter(marked) - here).elements())
        if missing:
            self._append(missing)
        return len(missing)

    def _append(self, lines: Iterable[Line]) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.touch(mode=0o600)
        with self._opened() as connection:
            connection.executescript(_SCHEMA)
            connection.executemany(
                'INSERT INTO log ("when", who, did, about, said, address) VALUES (?, ?, ?, ?, ?, ?)',
                [tuple(field[:_MOST] for field in astuple(line)) for line in lines],
            )

    def lines(self, last: int | None = None) -> list[Line]:
        """All lines, oldest first, or the `last` of them."""
        if not self.path.is_file():
            return []
        with self._opened() as connection:
            found = connection.execute(
                'SELECT "when", who, did, about, said, address FROM log ORDER BY id DESC LIMIT ?',
                (-1 if last is None else last,),
            )
            return [Line(*row) for row in reversed(found.fetchall())]

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        """A transaction of its own."""
        try:
            connection = sqlite3.connect(self.path, timeout=30)
            try:
                with connection:
                    yield connection
            finally:
                connection.close()
        except sqlite3.Error as error:
            said = database_lacks(str(error)) or f"操作日志不能读写（{error}）：{self.path}"
            raise MachineError(said) from error


def _is_taken(line: Line) -> bool:
    return line.address.endswith(_TAKEN)


def _taken(line: Line) -> Line:
    cut = {name: value[:_MOST] for name, value in asdict(line).items()}
    return Line(**{**cut, "address": f"{line.address}{_TAKEN}"})


def as_csv(lines: Iterable[Line]) -> bytes:
    """Lines of the log as a file for a spreadsheet."""
    return csv_bytes([HEADINGS, *(astuple(line) for line in lines)])
