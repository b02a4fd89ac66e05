"""设置 · 账号: who manages makes, changes and takes away accounts, never his own rights."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.desk.frame.background_jobs import Jobs
from assistant.desk.frame.callers import Callers
from assistant.desk.frame.user_state import People, Person
from assistant.desk.settings_page import SettingsDesk
from assistant.settings import Settings
from assistant.workspace import Workspace
from index.report import UsageError

GOOD = "a long password"


@pytest.fixture
def desk(tmp_path: Path) -> SettingsDesk:
    workspace = Workspace(Settings(home=tmp_path, embedder="hashing"))
    people = People(tmp_path / "desk")
    return SettingsDesk(workspace, Callers(workspace, people), Jobs(workspace, people))


@pytest.fixture
def manager(desk: SettingsDesk) -> Person:
    desk.workspace.users.add("张三", GOOD)
    return desk.callers.people.signed_in("张三")


def test_an_account_is_made_changed_and_taken_away(desk: SettingsDesk, manager: Person) -> None:
    users, accounts = desk.workspace.users, desk.accounts
    form = {
        "account": " 李四 ",
        "password": GOOD,
        "roles": ["审查", "起草"],
        "bodies": "甲镇、乙局",
    }
    said = accounts.save(manager, form)
    assert "李四（审查、起草，限于甲镇、乙局）" in said.notice and GOOD not in str(said.parts)
    made = users.account("李四")
    assert made and made.bodies == ("甲镇", "乙局") and users.verify("李四", GOOD)
    accounts.save(manager, {"account": "李四", "roles": "查看", "password": "", "bodies": ""})
    changed = users.account("李四")
    assert changed and (changed.roles, changed.bodies, changed.key) == (("查看",), (), made.key)
    accounts.remove(manager, {"account": "李四"})
    assert users.names() == ["张三"]


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"account": "李四", "roles": "查看"}, "密码"),
        ({"account": "李四", "roles": [], "password": GOOD}, "角色"),
        ({"account": "", "roles": "查看", "password": GOOD}, "姓名"),
        ({"account": "李四", "roles": "查看", "password": "short"}, "至少"),
        ({"account": "李四", "roles": "管理", "password": GOOD, "bodies": "甲镇"}, "管理"),
        ({"account": "张三", "roles": ["审查"]}, "自己"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_kept(
    desk: SettingsDesk, manager: Person, form: dict[str, object], said: str
) -> None:
    before = desk.workspace.users.path.read_bytes()
    with pytest.raises(UsageError, match=said):
        desk.accounts.save(manager, form)
    assert desk.workspace.users.path.read_bytes() == before


def test_nobody_removes_himself(desk: SettingsDesk, manager: Person) -> None:
    with pytest.raises(UsageError, match="自己"):
        desk.accounts.remove(manager, {"account": "张三"})


def test_the_first_account_made_on_the_page_manages(desk: SettingsDesk) -> None:
    whoever = desk.callers.people.person("token")
    with pytest.raises(UsageError, match="第一个账号"):
        desk.accounts.save(whoever, {"account": "张三", "password": GOOD, "roles": "审查"})
    said = desk.accounts.save(whoever, {"account": "张三", "password": GOOD, "roles": "管理"})
    assert "须登录" in said.notice


def test_the_card_is_for_who_manages_alone(desk: SettingsDesk, manager: Person) -> None:
    desk.workspace.users.add("李四", GOOD, roles=["审查"])
    card = desk.show(manager, {}).parts["nb-settings"]
    assert 'id="nb-accounts"' in card and "李四" in card
    other = desk.callers.people.signed_in("李四")
    assert "nb-accounts" not in desk.show(other, {}).parts["nb-settings"]


def test_the_log_is_a_file(desk: SettingsDesk, manager: Person) -> None:
    desk.workspace.audit.add("=1+1", "登录失败")
    file = desk.accounts.log(manager, {}).file
    assert file and file.name.endswith(".csv") and "'=1+1" in file.content.decode("utf-8-sig")
