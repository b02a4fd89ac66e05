"""Who may use the web interface: names with salted password hashes, in `<home>/users.json`.

Without the file nobody is asked for a name.  Passwords are kept as scrypt hashes only.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import re
from dataclasses import dataclass
from pathlib import Path

from index.report import UsageError

LEAST = 8
"""Characters of the shortest password."""
_NAME = re.compile(r"[^\s\x00-\x1f\x7f](?:[^\x00-\x1f\x7f]{0,38}[^\s\x00-\x1f\x7f])?")
_COST = {"n": 2**14, "r": 8, "p": 1}


@dataclass(frozen=True, slots=True)
class Users:
    """The users kept in `path`; each call reads the file, so that a change holds at once."""

    path: Path

    def names(self) -> list[str]:
        """Everyone who may sign in; [] where nobody has to."""
        return sorted(self._read())

    def add(self, name: str, password: str) -> None:
        """Let a person in, or give a new password.  Raises UsageError."""
        if not _NAME.fullmatch(name):
            raise UsageError("姓名要有 1 到 40 个字，两头没有空格")
        if len(password) < LEAST:
            raise UsageError(f"密码至少 {LEAST} 个字符")
        salt = os.urandom(16)
        kept = {"salt": salt.hex(), "hash": _hash(password, salt).hex()}
        self._write({**self._read(), name: kept})

    def remove(self, name: str) -> None:
        """Let a person in no longer.  Raises UsageError."""
        kept = self._read()
        if name not in kept:
            raise UsageError(f"没有用户“{name}”")
        self._write({n: user for n, user in kept.items() if n != name})

    def verify(self, name: str, password: str) -> bool:
        """Whether the password is that person's; a wrong name takes as long as a wrong password."""
        kept = self._read().get(name, {"salt": "00" * 16, "hash": ""})
        made = _hash(password, bytes.fromhex(kept["salt"]))
        return hmac.compare_digest(made.hex(), kept["hash"])

    def _read(self) -> dict[str, dict[str, str]]:
        try:
            kept: dict[str, dict[str, str]] = json.loads(self.path.read_text("utf-8"))
        except FileNotFoundError:
            return {}
        except json.JSONDecodeError as error:
            raise UsageError(f"用户文件已损坏，请修复：{self.path}") from error
        return kept

    def _write(self, users: dict[str, dict[str, str]]) -> None:
        """Readable by its owner alone; a crash leaves the old file or the new one."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self.path.with_suffix(".partial")
        fresh.touch(mode=0o600)
        fresh.write_text(json.dumps(users, ensure_ascii=False, indent=1), "utf-8")
        fresh.replace(self.path)


def _hash(password: str, salt: bytes) -> bytes:
    return hashlib.scrypt(password.encode(), salt=salt, **_COST)
