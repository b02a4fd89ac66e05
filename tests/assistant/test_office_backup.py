"""A backup of the whole office: accounts, settings without keys, templates and log come back."""

from __future__ import annotations

import hashlib
import json
import os
import stat
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant import office_backup
from assistant.settings import Settings
from assistant.workspace import Workspace
from index.report import LibraryError, NianbaoError
from tests.library.material import county, fill

GOOD = "a long password"
KEY = "sk-a-key-that-must-not-travel"


def office(home: Path) -> Workspace:
    return Workspace(Settings(home=home, embedder="hashing"))


def altered(path: Path, members: dict[str, bytes]) -> None:
    """The backup as one who knows its form would write it with other members."""
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()} | members
    said = json.loads(files.pop("manifest.json"))
    said["files"] = {n: [len(c), hashlib.sha256(c).hexdigest()] for n, c in files.items()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in {**files, "manifest.json": json.dumps(said).encode()}.items():
            archive.writestr(name, content)


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[Workspace]:
    made = office(tmp_path / "home")
    fill(made.library, county(2))
    made.save_settings(
        llm_base_url="http://127.0.0.1:9/v1", llm_model="m", llm_api_key=KEY, embedder="hashing"
    )
    made.save_settings(office_name="临溪县人民政府办公室", max_pages=77)
    made.users.add("张三", GOOD)
    made.users.add("李四", GOOD, roles=["审查"], bodies=["甲镇"])
    made.templates.keep("letter", made.templates.content("letter"))
    made.audit.add("张三", "登录", address="10.0.0.1")
    yield made
    made.library.close()


def test_an_office_comes_back_on_another_machine(filled: Workspace, tmp_path: Path) -> None:
    office_backup.backup(filled, tmp_path / "b.zip")
    other = office(tmp_path / "other")
    back = office_backup.restore(other, tmp_path / "b.zip")
    assert back.counted.reports == 4 and back.counted.problems == ()
    assert back.beside == "设置 5 项、模板 1 项、账号 2 项、操作日志 1 项"
    assert len(other.library.reports()) == 4
    assert other.users.accounts() == filled.users.accounts()
    assert other.users.verify("李四", GOOD)
    assert (other.settings.office_name, other.settings.max_pages) == ("临溪县人民政府办公室", 77)
    assert other.settings.llm_base_url == "http://127.0.0.1:9/v1"
    assert other.settings.llm_api_key.get_secret_value() == ""
    assert other.templates.own("letter") and not other.templates.own("report")
    (line,) = other.audit.lines()
    assert (line.who, line.did, line.address) == ("张三", "登录", "10.0.0.1（取自备份）")
    other.library.close()


def test_no_key_and_nothing_of_the_place_travels(filled: Workspace, tmp_path: Path) -> None:
    kept = json.loads(filled.settings.file.read_text("utf-8"))
    kept |= {"trusted_proxy": "0.0.0.0/0", "database_url": "", "rerank_url": "http://u:p@h/r"}
    filled.settings.file.write_text(json.dumps(kept), "utf-8")
    office_backup.backup(filled, tmp_path / "b.zip")
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    assert not [name for name, content in members.items() if KEY.encode() in content]
    carried = json.loads(members["beside/settings.json"])
    assert carried.keys() & {"trusted_proxy", "database_url", "llm_api_key", "rerank_url"} == set()
    stranger = office(tmp_path / "other")
    evil = {**carried, "trusted_proxy": "0.0.0.0/0", "home": "/", "llm_api_key": "sk-x"}
    altered(tmp_path / "b.zip", {"beside/settings.json": json.dumps(evil).encode()})
    office_backup.restore(stranger, tmp_path / "b.zip")
    assert stranger.settings.trusted_proxy == "" and stranger.settings.home == tmp_path / "other"
    assert stranger.settings.llm_api_key.get_secret_value() == ""
    stranger.library.close()


def test_what_is_here_gives_way_but_for_keys_own_account_and_log(
    filled: Workspace, tmp_path: Path
) -> None:
    office_backup.backup(filled, tmp_path / "b.zip")
    filled.users.add("王五", GOOD, roles=["管理"])
    filled.users.remove("李四")
    filled.templates.keep("report", filled.templates.content("report"))
    filled.save_settings(office_phone="0571", max_pages=5)
    filled.audit.add("王五", "改设置")
    for _ in range(2):
        office_backup.restore(filled, tmp_path / "b.zip", own="王五")
        assert filled.users.names() == ["张三", "李四", "王五"]
        assert (filled.settings.office_phone, filled.settings.max_pages) == ("", 77)
        assert filled.settings.llm_api_key.get_secret_value() == KEY  # the address is the same
        assert filled.templates.own("letter") and not filled.templates.own("report")
        assert [line.did for line in filled.audit.lines()] == ["登录", "改设置"]
    filled.save_settings(llm_base_url="http://127.0.0.1:10/v1", llm_api_key=KEY)
    office_backup.restore(filled, tmp_path / "b.zip")
    assert filled.settings.llm_api_key.get_secret_value() == ""


def test_a_backup_without_accounts_opens_no_door(filled: Workspace, tmp_path: Path) -> None:
    open_office = office(tmp_path / "other")
    fill(open_office.library, county(1))
    office_backup.backup(open_office, tmp_path / "b.zip")
    open_office.library.close()
    office_backup.restore(filled, tmp_path / "b.zip")
    assert filled.users.names() == ["张三", "李四"]


@pytest.mark.parametrize(
    "member",
    [
        {"beside/users.json": b"[1, 2]"},
        {"beside/users.json": b'{"x": 3}'},
        {"beside/settings.json": b"[]"},
        {"beside/audit.json": b'[{"who": "x"}]'},
        {"beside/audit.json": b"[" * 100_000},
        {"beside/../../x.json": b"{}"},
        {"beside/settings.json": b"\xff\xfe"},
    ],
)
def test_a_backup_whose_office_is_damaged_changes_nothing(
    filled: Workspace, tmp_path: Path, member: dict[str, bytes]
) -> None:
    office_backup.backup(filled, tmp_path / "b.zip")
    altered(tmp_path / "b.zip", member)
    filled.users.add("王五", GOOD)
    fill(filled.library, county(3))
    with pytest.raises(LibraryError, match="没有使用"):
        office_backup.restore(filled, tmp_path / "b.zip")
    assert "王五" in filled.users.names()
    assert len(filled.library.reports()) == 6


@pytest.mark.parametrize(
    ("member", "said"),
    [
        ({"beside/settings.json": b'{"max_pages": -1}'}, "设置没有恢复"),
        ({"beside/settings.json": b'{"llm_base_url": "file:///etc"}'}, "设置没有恢复"),
        ({"beside/letter.docx": b"PK"}, "模板没有恢复"),
    ],
)
def test_what_cannot_be_taken_up_is_said_and_the_rest_comes(
    filled: Workspace, tmp_path: Path, member: dict[str, bytes], said: str
) -> None:
    office_backup.backup(filled, tmp_path / "b.zip")
    altered(tmp_path / "b.zip", member)
    back = office_backup.restore(filled, tmp_path / "b.zip")
    assert any(said in problem for problem in back.counted.problems)
    assert len(filled.library.reports()) == 4
    assert filled.settings.max_pages == 77 and filled.templates.own("letter")


def test_the_last_few_of_the_page_s_backups_stay(
    filled: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, made = filled.settings.home, []
    for hour in (9, 8, 7, 12, 6):  # the clock is set back again and again
        monkeypatch.setattr("time.strftime", lambda _form, hour=hour: f"2026-01-01 {hour:02}0000")
        made.append(office_backup.made(filled).name)
        assert office_backup.found(home, made[-1])
    assert len([*(home / "backups").glob("*.zip")]) == 3
    assert office_backup.found(home, "../settings.json") is None


def test_all_that_a_library_keeps_is_its_owner_s_alone(
    filled: Workspace, every_mask: Callable[[], None], tmp_path: Path
) -> None:
    every_mask()
    other = office(tmp_path / "other")
    fill(other.library, county(2))
    assert other.library.search("政务公开培训") and other.library.verify().ok
    office_backup.made(other)
    kept: list[Any] = [*(tmp_path / "other").rglob("*")]
    assert len(kept) > 15
    assert [p for p in kept if stat.S_IMODE(p.stat().st_mode) & 0o077] == []
    other.library.close()


@pytest.fixture
def every_mask() -> Iterator[Callable[[], None]]:
    """Has the process make files that everybody may read and write."""
    before: list[int] = []
    yield lambda: before.append(os.umask(0))
    if before:
        os.umask(before[0])


def test_errors_are_the_program_s_own(filled: Workspace, tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(b"PK")
    with pytest.raises(NianbaoError):
        office_backup.restore(filled, tmp_path / "x.zip")
