"""Every action of every page stands in the table, and the server asks it before anything is done."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from assistant.desk.ask.ask_page import AskDesk
from assistant.desk.draft.draft_page import DraftDesk
from assistant.desk.frame import permissions
from assistant.desk.frame.background_jobs import Jobs
from assistant.desk.frame.callers import Caller, Callers
from assistant.desk.frame.panel import Desk, Desks, perform
from assistant.desk.frame.permissions import NotAllowed, allowed, check, denied, logged
from assistant.desk.frame.shell import PAGES
from assistant.desk.frame.user_state import People
from assistant.desk.library.library_page import LibraryDesk
from assistant.desk.review.review_page import ReviewDesk
from assistant.desk.rules_page import RulesDesk
from assistant.desk.settings_page import SettingsDesk
from assistant.settings import Settings
from assistant.users import NOBODY, ROLES, Account
from assistant.workspace import Workspace

Maker = Callable[[Workspace, Callers, Jobs], Desk]
MAKERS: dict[str, Maker] = {
    "review": lambda w, c, j: ReviewDesk(w, j),
    "ask": lambda w, c, j: AskDesk(w, j),
    "draft": lambda w, c, j: DraftDesk(w),
    "library": lambda w, c, j: LibraryDesk(w, j),
    "rules": lambda w, c, j: RulesDesk(w, j),
    "settings": lambda w, c, j: SettingsDesk(w, c, j),
}
EVENTS = {"ask": {"answer", "end"}}
"""What Gradio's own events do, beside the panels."""
MANAGED = {
    "library": {"remove"},
    "rules": {"off", "on"},
    "settings": {"save", "probe", "backup", "restore", "rebuild", "save_letters", "take_template"}
    | {"save_account", "remove_account", "audit_log"},
}
"""Settings, removal, backup and rules are for who manages."""


class As(Callers):
    """Callers all of whom are one account."""

    who: Account

    def caller(self, request: Any) -> Caller:
        return Caller(self.people.signed_in(self.who.name), self.who)


def desks(home: Path, account: Account) -> tuple[As, dict[str, Desks[Desk]]]:
    workspace = Workspace(Settings(home=home, embedder="hashing"))
    workspace.users.add(account.name, "a long password", roles=account.roles)
    callers = As(workspace, People(home / "desk"))
    object.__setattr__(callers, "who", account)
    return callers, {name: desks_of(make, callers) for name, make in MAKERS.items()}


def desks_of(make: Maker, callers: Callers) -> Desks[Desk]:
    """A page's desks, one for each set of bodies that callers are held to."""
    jobs = Jobs(callers.workspace, callers.people, callers.workspace_of)
    return Desks(callers, lambda workspace: make(workspace, callers, jobs))


def test_the_table_names_every_action_and_no_other(tmp_path: Path) -> None:
    assert list(MAKERS) == list(PAGES)
    _, made = desks(tmp_path, Account("张三"))
    for page, desk in made.items():
        assert set(allowed()[page]) == {*desk.of(NOBODY).actions(), *EVENTS.get(page, ())}, page
    named = {(page, action) for page, actions in allowed().items() for action in actions}
    assert {role for p, a in named for role in allowed()[p][a]} <= set(ROLES)


def test_gradio_has_no_event_that_the_table_does_not_name(tmp_path: Path) -> None:
    from assistant.desk import build

    blocks = build(Workspace(Settings(home=tmp_path, embedder="hashing")))
    events = {d["api_name"] for d in blocks.config["dependencies"] if d["backend_fn"]}
    assert {e.rpartition("_")[0] if e[-1].isdigit() else e for e in events} == EVENTS["ask"]


@pytest.mark.parametrize("role", [r for r in ROLES if r != "管理"])
def test_only_who_manages_may_change_what_is_everybodys(role: str, tmp_path: Path) -> None:
    account = Account("李四", (role,))
    callers, made = desks(tmp_path, account)
    for page, actions in MANAGED.items():
        assert actions <= set(denied(account)[page])
        for action in actions:
            data = {"do": action, "llm_base_url": "http://127.0.0.1:9", "rule": "L01", "item": "x"}
            reply = perform(made[page], page, data, SimpleNamespace())
            assert "管理" in reply.error and not reply.parts and reply.file is None
    settings = Settings(home=tmp_path)
    assert not settings.file.exists()
    shown = perform(made["settings"], "settings", {"do": "show"}, SimpleNamespace())
    assert "llm_base_url" not in shown.parts["nb-settings"] and "李四" in shown.parts["nb-settings"]


@pytest.mark.parametrize(
    ("roles", "page", "action", "may"),
    [
        (("查看",), "ask", "answer", True),
        (("查看",), "library", "export", True),
        (("查看",), "library", "take", False),
        (("查看",), "review", "take", False),
        (("查看",), "draft", "show", False),
        (("审查",), "review", "decide", True),
        (("审查",), "library", "correct", True),
        (("审查",), "draft", "write", False),
        (("起草",), "draft", "export", True),
        (("起草",), "review", "take", True),
        (("起草",), "review", "decide", False),
        (("审查", "起草"), "draft", "write", True),
        (("审查", "起草"), "library", "remove", False),
        (("管理",), "library", "remove", True),
        (("管理",), "review", "no such action", False),
    ],
)
def test_the_roles(roles: tuple[str, ...], page: str, action: str, may: bool) -> None:
    if may:
        check(Account("某人", roles), page, action)
    else:
        with pytest.raises(NotAllowed):
            check(Account("某人", roles), page, action)


def test_what_is_done_is_logged_with_who_and_what(tmp_path: Path) -> None:
    callers, made = desks(tmp_path, Account("张三", ("管理",)))
    data = {"do": "off", "rule": "L05", "reason": "本单位不用"}
    assert not perform(made["rules"], "rules", data, SimpleNamespace()).error
    secret = {
        "do": "save",
        "llm_base_url": "http://127.0.0.1:9/v1",
        "llm_api_key": "sk-very-secret",
    }
    assert not perform(made["settings"], "settings", secret, SimpleNamespace()).error
    rule, settings = callers.audit.lines()
    assert (rule.who, rule.did) == ("张三", "停用规则") and "L05" in rule.said
    assert (settings.who, settings.did) == ("张三", "改设置")
    assert b"sk-very-secret" not in callers.audit.path.read_bytes()


def test_whatever_is_logged_is_an_action() -> None:
    for page, called in permissions._table()["logged"].items():
        assert set(called) <= set(allowed()[page])
    assert logged("library", "remove") == "移除报告" and not logged("library", "show")
