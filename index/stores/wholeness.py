"""Whether SQLite's file is whole: looked at when a library is opened and has changed since.

SQLite finds a damaged page only when it comes upon it: an answer from the others would look as
sound as ever.  The look takes about a second for a gigabyte, so that a large library has it once
a day, by whoever opens it first.
"""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path

from sqlalchemy.engine import Engine

from index.stores import database

_SMALL = 64 * 2**20
_DAY = 86_400.0


def check(engine: Engine, home: Path) -> None:
    """Raises Corrupt where the file changed since the last look and is damaged."""
    file = Path(engine.url.database or "") if engine.dialect.name == "sqlite" else None
    if file is None or not file.is_file():
        return
    stat, looked = file.stat(), home / "facts.whole"
    seen = f"{stat.st_size} {stat.st_mtime_ns}"
    with suppress(OSError):
        if looked.read_text("ascii") == seen:
            return
        fresh = 0 <= time.time() - looked.stat().st_mtime < _DAY  # the clock may be set back
        if fresh and stat.st_size > _SMALL:
            return
    with database.reading(engine) as connection:
        database.check_whole(connection)
    with suppress(OSError):  # a library that may only be read is looked at every time
        looked.write_text(seen, "ascii")


def set_aside(home: Path) -> Path | None:
    """Give a damaged database another name, so that a new one can be made; None without one."""
    file = home / "facts.db"
    if not file.is_file():
        return None
    kept = home / f"facts.damaged-{time.strftime('%Y%m%d-%H%M%S')}.db"
    for suffix in ("", "-wal", "-shm"):
        with suppress(FileNotFoundError):
            file.with_name(f"facts.db{suffix}").rename(kept.with_name(f"{kept.name}{suffix}"))
    (home / "facts.whole").unlink(missing_ok=True)
    return kept
