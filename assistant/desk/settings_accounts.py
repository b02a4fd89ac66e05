"""设置 · 账号: who may sign in, in which roles, for which bodies; the audit log as a file."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any

from markupsafe import Markup

from assistant.audit import as_csv
from assistant.desk.frame.panel import Action, Download, Reply
from assistant.desk.frame.render import render
from assistant.desk.frame.user_state import Person
from assistant.users import LEAST, MANAGE, ROLES
from assistant.workspace import Workspace
from index.report import UsageError

Data = dict[str, Any]
Show = Callable[[Person, Data, str], Reply]
_BETWEEN = re.compile(r"[\s、，,；;]+")


class AccountSettings:
    """The card's actions; `show` draws the page that it stands on, with a notice."""

    def __init__(self, workspace: Workspace, show: Show) -> None:
        self.workspace = workspace
        self.show = show

    def actions(self) -> dict[str, Action]:
        return {
            "save_account": self.save,
            "remove_account": self.remove,
            "audit_log": self.log,
        }

    def html(self) -> Markup:
        return Markup(
            render(
                "settings_accounts",
                accounts=self.workspace.users.accounts(),
                roles=ROLES,
                least=LEAST,
            )
        )

    def save(self, person: Person, data: Data) -> Reply:
        """An account made or changed; an empty password leaves the one that is there."""
        name, users = str(data.get("account") or "").strip(), self.workspace.users
        roles = data.get("roles") or []
        roles = [roles] if isinstance(roles, str) else list(roles)
        password = str(data.get("password") or "") or None
        if password is None and users.account(name) is None:
            raise UsageError("新账号要有密码")
        if self._is_own(person, name) and MANAGE not in roles:
            raise UsageError("不能去掉自己的“管理”，请另一位管理来改")
        first = not users.names()
        if first and MANAGE not in roles:
            raise UsageError(f"第一个账号要有“{MANAGE}”，否则没有人能管账号")
        bodies = [b for b in _BETWEEN.split(str(data.get("bodies") or "")) if b]
        account = users.add(name, password, roles=roles, bodies=bodies)
        limited = f"，限于{'、'.join(bodies)}" if bodies else ""
        then = "此后须登录才能使用，请刷新页面。" if first else ""
        return self.show(person, {}, f"已保存账号：{name}（{account.title}{limited}）。{then}")

    def remove(self, person: Person, data: Data) -> Reply:
        """An account taken away; who is signed in with it is so no longer."""
        name = str(data.get("account") or "")
        if self._is_own(person, name):
            raise UsageError("不能删除自己的账号，请另一位管理来删")
        self.workspace.users.remove(name)
        return self.show(person, {}, f"已删除账号：{name}，已登录的随即退出。")

    def log(self, person: Person, data: Data) -> Reply:
        """The whole audit log, for a spreadsheet."""
        name = f"操作日志 {time.strftime('%Y-%m-%d')}.csv"
        return Reply(file=Download(name, as_csv(self.workspace.audit.lines()), "text/csv"))

    @staticmethod
    def _is_own(person: Person, name: str) -> bool:
        return person.account and person.name == name
