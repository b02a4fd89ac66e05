"""Who has signed in: a random token in the browser's cookie, its digest here.

They lie in `<home>/sessions.sqlite`, so that a restart signs nobody out.
"""

from __future__ import annotations

import hashlib
import secrets
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from assistant.users import Account, Users

IDLE = 8 * 3600
"""Seconds after its last use at which a session ends."""
WHOLE = 3 * 24 * 3600
"""Seconds after its beginning at which a session ends in any case."""
_NOTED = 60
"""Seconds within which another use of a session is not written down again."""
_SCHEMA = """
CREATE TABLE IF NOT EXISTS sessions (
  digest TEXT PRIMARY KEY, name TEXT NOT NULL, key TEXT NOT NULL,
  began REAL NOT NULL, used REAL NOT NULL) WITHOUT ROWID
"""


@dataclass(frozen=True, slots=True)
class Sessions:
    """The sessions kept in `path`, of the accounts in `users`."""

    path: Path
    users: Users

    def begin(self, account: Account) -> str:
        """A new session's token; those that have ended meanwhile are forgotten."""
        token, now = secrets.token_urlsafe(32), time.time()
        with self._opened() as connection:
            connection.execute(
                "DELETE FROM sessions WHERE used < ? OR began < ?", (now - IDLE, now - WHOLE)
            )
            connection.execute(
                "INSERT INTO sessions VALUES (?, ?, ?, ?, ?)",
                (_digest(token), account.name, account.key, now, now),
            )
        return token

    def account(self, token: str) -> Account | None:
        """Whose session it is; None once it, the account or the account's password has ended."""
        if not token:
            return None
        now = time.time()
        with self._opened() as connection:
            row = connection.execute(
                "SELECT name, key, began, used FROM sessions WHERE digest = ?", (_digest(token),)
            ).fetchone()
            if row is None:
                return None
            name, key, began, used = row
            if not (now - IDLE <= used and now - WHOLE <= began):
                return None
            if began > now or used > now + _NOTED:  # the clock was set back: counted from here
                connection.execute(
                    "UPDATE sessions SET began = ?, used = ? WHERE digest = ?",
                    (min(began, now), now, _digest(token)),
                )
            elif now - used > _NOTED:
                with suppress(sqlite3.OperationalError):  # a full disk signs nobody out at once
                    connection.execute(
                        "UPDATE sessions SET used = ? WHERE digest = ?", (now, _digest(token))
                    )
        account = self.users.account(name)
        return account if account and account.hash and account.key == key else None

    def end(self, token: str) -> None:
        with self._opened() as connection:
            connection.execute("DELETE FROM sessions WHERE digest = ?", (_digest(token),))

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.touch(mode=0o600)
        connection = sqlite3.connect(self.path, timeout=30)
        try:
            with connection:
                connection.execute(_SCHEMA)
                yield connection
        finally:
            connection.close()


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
