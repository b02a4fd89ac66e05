"""Accounts of the web interface: who may sign in, in which roles, for which bodies.

They lie in `<home>/users.json`.  Without the file nobody is asked for a name.  Passwords are kept
as argon2 hashes only.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.report import UsageError

if TYPE_CHECKING:
    from argon2 import PasswordHasher

LEAST = 8
"""Characters of the shortest password."""
LOOK, REVIEW, DRAFT, MANAGE = "查看", "审查", "起草", "管理"
ROLES = {
    LOOK: "看资料库、提问、导出",
    REVIEW: "查看，并且审查、收入资料库、更正、制函",
    DRAFT: "查看，并且起草；也能先自己审一遍",
    MANAGE: "全部，并且管设置、账号、规则、移除与备份",
}
"""The roles with what each may do; an account has one or several."""
STAFF = (REVIEW, DRAFT)
"""The roles of an account for which none is said."""
_NAME = re.compile(r"[^\s\x00-\x1f\x7f](?:[^\x00-\x1f\x7f]{0,38}[^\s\x00-\x1f\x7f])?")


@dataclass(frozen=True, slots=True)
class Account:
    """One account.  With `bodies` it sees these bodies alone; `key` changes with the password.

    An account without a `hash` is for those whom a proxy signs in.
    """

    name: str
    roles: tuple[str, ...] = (LOOK,)
    bodies: tuple[str, ...] = ()
    hash: str = ""
    key: str = ""

    @property
    def manages(self) -> bool:
        return MANAGE in self.roles

    @property
    def title(self) -> str:
        """The roles as a person reads them."""
        return "、".join(self.roles)

    def may(self, allowed: Collection[str]) -> bool:
        """Whether one of the `allowed` roles is the account's; who manages may everything."""
        return self.manages or LOOK in allowed or any(role in allowed for role in self.roles)


NOBODY = Account("", (MANAGE,))
"""Whoever sits at a machine that asks nobody for a name: everything is allowed."""


@dataclass(frozen=True, slots=True)
class Users:
    """The accounts kept in `path`; each call reads the file, so that a change holds at once."""

    path: Path

    def names(self) -> list[str]:
        """Everyone who has an account; [] where nobody has to sign in."""
        return sorted(self._read())

    def accounts(self) -> list[Account]:
        """All accounts, by name."""
        return sorted(self._read().values(), key=lambda account: account.name)

    def account(self, name: str) -> Account | None:
        return self._read().get(name)

    def add(
        self,
        name: str,
        password: str | None = None,
        *,
        roles: Collection[str] | None = None,
        bodies: Collection[str] | None = None,
    ) -> Account:
        """Make or change an account; None leaves what is there.  Raises UsageError.

        The first account manages, later ones review and draft, where no roles are said.
        """
        if not _NAME.fullmatch(name):
            raise UsageError("姓名要有 1 到 40 个字，两头没有空格")
        with self._changing() as kept:
            account = kept.get(name) or Account(name, STAFF if kept else (MANAGE,))
            if roles is not None:
                account = replace(account, roles=_roles(roles))
            if bodies is not None:
                account = replace(account, bodies=tuple(dict.fromkeys(bodies)))
            if account.manages and account.bodies:
                raise UsageError(f"角色是“{MANAGE}”的账号不能只限于几个机关")
            if password is not None:
                hashed = _hasher().hash(checked_password(password))
                account = replace(account, hash=hashed, key=secrets.token_hex(16))
            kept[name] = account
        return account

    def add_first(self, name: str, secret: Path) -> Account | None:
        """The first account, who manages, with the password in the file `secret`.

        None where there are accounts already: then the file is not even read.  Raises UsageError.
        """
        if self.names():
            return None
        try:
            password = secret.read_text("utf-8").rstrip("\r\n")
        except (OSError, ValueError) as error:
            raise UsageError(f"第一个账号的密码文件读不出：{secret}") from error
        return self.add(name, password, roles=[MANAGE])

    def remove(self, name: str) -> None:
        """Let a person in no longer.  Raises UsageError."""
        with self._changing() as kept:
            if kept.pop(name, None) is None:
                raise UsageError(f"没有用户“{name}”")

    def carried(self) -> dict[str, Any]:
        """The accounts as a backup carries them."""
        return {name: _fields(account) for name, account in sorted(self._read().items())}

    def take_carried(self, carried: Mapping[str, Any], own: str = "") -> int:
        """A backup's accounts in place of those here; how many.

        The account of who brings them in (`own`) stays as it is, and where the backup has none all
        stay: nobody locks himself out or opens the door.
        """
        came = accounts_of(carried)
        if not came:
            return 0
        with self._changing() as kept:
            mine = {own: kept[own]} if own in kept else {}
            kept.clear()
            kept.update({**came, **mine})
        return len(came)

    def verify(self, name: str, password: str) -> bool:
        """Whether the password is that person's; a wrong name takes as long as a wrong password."""
        from argon2.exceptions import InvalidHashError, VerificationError

        account = self.account(name)
        known = account is not None and bool(account.hash)
        try:
            return _hasher().verify(account.hash if account and known else _never(), password)
        except (VerificationError, InvalidHashError):
            return False

    @contextmanager
    def _changing(self) -> Iterator[dict[str, Account]]:
        """The accounts read, changed and written while no other process changes them."""
        from filelock import FileLock

        self.path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(self.path.with_suffix(".lock"), mode=0o600):
            kept = self._read()
            yield kept
            self._write(kept)

    def _read(self) -> dict[str, Account]:
        try:
            return accounts_of(json.loads(self.path.read_text("utf-8")))
        except FileNotFoundError:
            return {}
        except ValueError as error:
            raise UsageError(f"用户文件已损坏，请修复：{self.path}") from error

    def _write(self, accounts: Mapping[str, Account]) -> None:
        """Readable by its owner alone; a crash leaves the old file or the new one."""
        kept = {name: _fields(account) for name, account in sorted(accounts.items())}
        fresh = self.path.with_suffix(".partial")
        fresh.touch(mode=0o600)
        fresh.write_text(json.dumps(kept, ensure_ascii=False, indent=1), "utf-8")
        fresh.replace(self.path)


def accounts_of(kept: Mapping[str, Any]) -> dict[str, Account]:
    """Accounts as they are kept.  Raises ValueError for what are none."""
    try:
        return {name: _account(name, fields) for name, fields in kept.items()}
    except (AttributeError, TypeError) as error:
        raise ValueError("no accounts") from error


def checked_password(password: str) -> str:
    """A password that may be taken.  Raises UsageError."""
    if len(password) < LEAST:
        raise UsageError(f"密码至少 {LEAST} 个字符")
    if len(password) > 1000:
        raise UsageError("密码太长")
    return password


def _roles(roles: Collection[str]) -> tuple[str, ...]:
    if not roles or not set(roles) <= set(ROLES):
        raise UsageError(f"角色只有：{'、'.join(ROLES)}")
    return tuple(role for role in ROLES if role in roles)


def _account(name: str, fields: Mapping[str, Any]) -> Account:
    """An account as it is kept; one of an earlier release has a hash that no password fits."""
    return Account(
        name,
        tuple(fields.get("roles", (LOOK,))),
        tuple(fields.get("bodies", ())),
        str(fields.get("hash", "")),
        str(fields.get("key", "")),
    )


def _fields(account: Account) -> dict[str, Any]:
    return {field: value for field, value in asdict(account).items() if field != "name"}


@cache
def _hasher() -> PasswordHasher:
    """Source: OWASP Password Storage Cheat Sheet, Argon2id with 19 MiB, 2 rounds, 1 lane."""
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


@cache
def _never() -> str:
    """A hash that no password fits, which takes as long as any to be tried."""
    return _hasher().hash(secrets.token_hex(16))
