"""谁审哪几份: reports of a list given to people to look at."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from assistant.desk.frame.panel import Action, Reply
from assistant.desk.frame.render import render
from assistant.desk.frame.user_state import People, Person
from assistant.workspace import Workspace
from index.report import UsageError

Data = dict[str, Any]
_BETWEEN = re.compile(r"[\s、，,；;]+")


class Assigning:
    """The dialog's actions; `home` draws the list with a notice."""

    def __init__(
        self, workspace: Workspace, people: People, home: Callable[[Person, str], Reply]
    ) -> None:
        self.workspace = workspace
        self.people = people
        self.home = home

    def actions(self) -> dict[str, Action]:
        return {"assigning": self.assigning, "assign": self.assign}

    def assigning(self, person: Person, data: Data) -> Reply:
        """The dialog: whom to give the reports that the list shows."""
        accounts = self.workspace.users.names()
        known = accounts or sorted({i.reviewer for i in person.items() if i.reviewer})
        html = render("review_assign", names=known, accounts=bool(accounts))
        return Reply({"review-nb-dialog": html})

    def assign(self, person: Person, data: Data) -> Reply:
        """The reports that the list shows among these people, in even runs; "" takes them back."""
        names = [n for n in _BETWEEN.split(str(data.get("who") or "")) if n][:50]
        accounts = self.workspace.users.names()
        if unknown := [n for n in names if accounts and n not in accounts]:
            raise UsageError(f"没有这个账号：{'、'.join(unknown)}")
        shown = str(data.get("items") or "").split()
        free_only = data.get("which") == "free"
        chosen = [
            item.id
            for item in person.items()
            if item.id in shown and not (free_only and item.reviewer)
        ]
        if not chosen:
            return Reply(error="清单里眼前没有可以分派的、自己送审的报告。")
        person.assign(dict(zip(chosen, _even(names or [""], len(chosen)), strict=True)))
        said = f"已分派 {len(chosen)} 份。" if names else f"已取消 {len(chosen)} 份的分派。"
        return self.home(person, said)


def _even(names: list[str], count: int) -> list[str]:
    """`count` names in runs as even as can be, in the order given."""
    return [names[n * len(names) // count] for n in range(count)]
