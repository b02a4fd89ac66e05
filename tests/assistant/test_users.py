"""Accounts: only the right name with the right password; nothing readable is kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from assistant.commands.main import cli
from assistant.desk.frame.user_state import People
from assistant.users import Users
from index.report import UsageError

GOOD = "a long password"


@pytest.fixture
def users(tmp_path: Path) -> Users:
    return Users(tmp_path / "home" / "users.json")


@pytest.mark.parametrize(
    ("name", "password", "right"),
    [
        ("张三", GOOD, True),
        ("张三", GOOD + " ", False),
        ("张三", "", False),
        ("张 三", GOOD, False),
        ("李四", GOOD, False),
        ("", "", False),
    ],
)
def test_verify(users: Users, name: str, password: str, right: bool) -> None:
    users.add("张三", GOOD)
    assert users.verify(name, password) is right


def test_a_new_password_replaces_the_old(users: Users) -> None:
    users.add("张三", GOOD)
    users.add("张三", "another password")
    assert not users.verify("张三", GOOD)
    assert users.verify("张三", "another password")
    users.remove("张三")
    assert users.names() == []
    assert not users.verify("张三", "another password")


def test_the_file_tells_no_password_and_is_its_owners(users: Users) -> None:
    users.add("张三", GOOD)
    users.add("李四", GOOD)
    kept = users.path.read_text("utf-8")
    assert GOOD not in kept
    assert len({line for line in kept.splitlines() if '"hash"' in line}) == 2  # salted
    assert users.path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("name", ["", " ", " 张三", "张三 ", "张\0三", "张\n三", "长" * 41])
def test_a_name_that_cannot_be_told_apart_is_refused(users: Users, name: str) -> None:
    with pytest.raises(UsageError):
        users.add(name, GOOD)


def test_from_the_command_line(tmp_path: Path) -> None:
    def run(*arguments: str, given: str = "") -> tuple[int, str]:
        done = CliRunner().invoke(cli, ["--home", str(tmp_path), "users", *arguments], input=given)
        return (1 if done.exception else 0), done.stdout

    assert run("add", "张三", given=f"{GOOD}\n") == (0, "")
    assert run("add", "李四", given="short\n")[0] == 1
    assert run("list") == (0, "张三\n")
    assert Users(tmp_path / "users.json").verify("张三", GOOD)
    assert run("remove", "李四")[0] == 1
    assert run("remove", "张三")[0] == 0
    assert run("list") == (0, "")


def test_an_account_signs_with_its_name_and_no_cookie_leads_to_it(tmp_path: Path) -> None:
    people = People(tmp_path)
    account = people.signed_in("张三")
    assert (account.name, account.account) == ("张三", True)
    assert People(tmp_path).signed_in("张三").folder == account.folder
    assert all(people.person(t).folder != account.folder for t in ("张三", "\0张三"))
    assert not people.person("张三").account


# ---------------------------------------------------------------- roles and bodies


def test_the_first_account_manages_and_later_ones_review_and_draft(users: Users) -> None:
    assert users.add("张三", GOOD).manages
    later = users.add("李四", GOOD)
    assert later.roles == ("审查", "起草") and not later.manages
    assert users.add("王五", GOOD, roles=["查看"], bodies=["青石镇人民政府"]).roles == ("查看",)
    assert [a.bodies for a in users.accounts() if a.bodies] == [("青石镇人民政府",)]


def test_what_is_not_said_stays(users: Users) -> None:
    before = users.add("张三", GOOD, roles=["审查"], bodies=["青石镇人民政府"])
    same = users.add("张三", roles=["查看"])
    assert (same.bodies, same.hash, same.key) == (before.bodies, before.hash, before.key)
    assert users.verify("张三", GOOD)
    other = users.add("张三", "another password")
    assert other.roles == ("查看",) and other.key != before.key


@pytest.mark.parametrize(
    "given",
    [
        {"roles": ["局长"]},
        {"roles": []},
        {"roles": ["管理"], "bodies": ["青石镇人民政府"]},
        {"password": "short"},
    ],
)
def test_what_makes_no_account_is_refused_and_nothing_kept(users: Users, given: dict) -> None:
    with pytest.raises(UsageError):
        users.add("张三", **{"password": GOOD, **given})
    assert users.names() == []


def test_an_account_without_a_password_lets_no_password_in(users: Users) -> None:
    users.add("张三", roles=["管理"])
    assert not users.verify("张三", "") and not users.verify("张三", GOOD)


def test_an_account_of_an_earlier_release_stays_and_asks_for_a_new_password(users: Users) -> None:
    users.path.parent.mkdir()
    users.path.write_text('{"张三": {"salt": "00", "hash": "00"}}', "utf-8")
    assert users.names() == ["张三"] and not users.verify("张三", GOOD)
    users.add("张三", GOOD)
    assert users.verify("张三", GOOD)


def test_a_broken_file_lets_nobody_in(users: Users) -> None:
    users.path.parent.mkdir()
    for broken in ("{", "[]", '{"张三": 3}'):
        users.path.write_text(broken, "utf-8")
        with pytest.raises(UsageError, match="损坏"):
            users.names()


def test_the_first_account_has_its_password_from_a_file(users: Users, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    with pytest.raises(UsageError, match="读不出"):
        users.add_first("张三", secret)
    secret.write_text("short\n", "utf-8")
    with pytest.raises(UsageError, match="至少"):
        users.add_first("张三", secret)
    assert users.names() == []
    secret.write_text(f"{GOOD}\n", "utf-8")
    made = users.add_first("张三", secret)
    assert made and made.manages and users.verify("张三", GOOD)
    secret.unlink()
    assert users.add_first("李四", secret) is None  # not even read
    assert users.names() == ["张三"]
