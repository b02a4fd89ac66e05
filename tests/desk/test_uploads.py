"""What the browser uploads, and what it only says it did."""

from __future__ import annotations

import io
import os
import time
from pathlib import Path

import pytest

from assistant.desk.frame.uploads import received
from assistant.desk.frame.user_state import UPLOADS_KEPT, People, Person
from index.ingest import Limits

TEXT = "2024年政府信息公开工作年度报告".encode()


@pytest.fixture
def people(tmp_path: Path) -> People:
    return People(tmp_path / "desk")


def room(tmp_path: Path, name: str) -> Path:
    made = tmp_path / name
    made.mkdir()
    return made


def given(person: Person, token: str, name: str, room: Path) -> list[tuple[Path, str]]:
    return list(received(person, [{"path": token, "name": name}], room, Limits()))


def test_two_users_may_give_the_same_file(tmp_path: Path, people: People) -> None:
    for user in ("one", "other"):
        person = people.person(user)
        token = person.take_upload(io.BytesIO(TEXT))
        ((path, name),) = given(person, token, f"{user}.txt", room(tmp_path, user))
        assert name == f"{user}.txt"
        assert path.read_bytes() == TEXT


def test_an_upload_is_its_owners_alone(tmp_path: Path, people: People) -> None:
    one, other = people.person("one"), people.person("other")
    token = one.take_upload(io.BytesIO(TEXT))
    kept = one.upload(token)
    assert kept and kept.stat().st_mode & 0o077 == 0
    assert other.upload(token) is None
    assert given(other, token, "a.txt", room(tmp_path, "room")) == []


def test_a_path_outside_the_upload_folder_is_passed_over(tmp_path: Path, people: People) -> None:
    person = people.person("one")
    person.put("profile", {"name": "张三"})
    elsewhere = tmp_path / "secret.txt"
    elsewhere.write_text("not uploaded", "utf-8")
    for n, named in enumerate((str(elsewhere), "../profile.json", "", "a" * 32, "../" * 9 + "etc")):
        assert given(person, named, "a.txt", room(tmp_path, f"room{n}")) == []


def test_what_nobody_used_is_removed(people: People) -> None:
    person = people.person("one")
    old = person.upload(person.take_upload(io.BytesIO(TEXT)))
    assert old
    long_ago = time.time() - UPLOADS_KEPT - 1
    os.utime(old, (long_ago, long_ago))
    person.take_upload(io.BytesIO(TEXT))
    assert not old.exists()
