"""Who may do what on the pages, and what of it the audit log tells: `permissions.toml` asked."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from assistant.users import ROLES, Account
from index.report import NianbaoError


class NotAllowed(NianbaoError):
    """What an account's roles do not let it do."""

    code = "not_allowed"


@cache
def allowed() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Page → action → the roles that may perform it."""
    return {
        page: {action: tuple(roles.split()) for roles, actions in by.items() for action in actions}
        for page, by in _table()["pages"].items()
    }


def check(account: Account, page: str, action: str) -> None:
    """Raises NotAllowed where the account may not perform the page's action."""
    roles = allowed()[page].get(action, ())
    if not (roles and account.may(roles)):
        needed = "、".join(r for r in ROLES if r in roles) or "没有人"
        said = f"您的角色是“{account.title}”，这一步要有“{needed}”；请找管理账号的人。"
        raise NotAllowed(said)


def denied(account: Account) -> dict[str, list[str]]:
    """Page → the actions that the account may not perform, for the browser to hide."""
    return {
        page: [action for action, roles in actions.items() if not account.may(roles)]
        for page, actions in allowed().items()
    }


def logged(page: str, action: str) -> str:
    """What the audit log calls the page's action; "" where it tells nothing of it."""
    called: str = _table()["logged"].get(page, {}).get(action, "")
    return called


@cache
def _table() -> dict[str, dict[str, dict[str, str]]]:
    text = files(__package__).joinpath("permissions.toml").read_text("utf-8")
    return tomllib.loads(text)
