"""A backup of the whole office: accounts, settings without keys, desks and the rest come back."""

from __future__ import annotations

import hashlib
import io
import json
import os
import stat
import zipfile
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from assistant import desk_folders, office_backup
from assistant.certificates import VARIABLE, own
from assistant.desk.frame.user_state import People, Person
from assistant.settings import Settings
from assistant.workspace import Workspace
from index.report import LibraryError, NianbaoError
from tests.library.material import county, fill
from tests.stand_in import self_signed

GOOD = "a long password"
KEY = "sk-a-key-that-must-not-travel"
ID = "0" * 32


def office(home: Path) -> Workspace:
    return Workspace(Settings(home=home, embedder="hashing"))


def altered(path: Path, members: dict[str, bytes], without: Collection[str] = ()) -> None:
    """The backup as one who knows its form would write it with other members."""
    with zipfile.ZipFile(path) as archive:
        held = {n: archive.read(n) for n in archive.namelist() if n not in without} | members
    said = json.loads(held.pop("manifest.json"))
    said["files"] = {n: [len(c), hashlib.sha256(c).hexdigest()] for n, c in held.items()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in {**held, "manifest.json": json.dumps(said).encode()}.items():
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


def on_the_desk(workspace: Workspace, names: Sequence[str]) -> list[Person]:
    """People with a file under review and a conversation each."""
    people = [People(workspace.settings.home / "desk").signed_in(name) for name in names]
    for person in people:
        source = workspace.settings.home / "来件.html"
        source.write_text(f"<p>{person.name}", "utf-8")
        person.add_file(source, f"{person.name}的 报告?.html")
        person.put("chats", [{"id": "c1", "title": person.name}])
    return people


def files(folder: Path) -> dict[str, bytes]:
    """What lies below a folder, by path."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


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


def test_what_people_have_on_the_desk_comes_back(filled: Workspace, tmp_path: Path) -> None:
    here, other = filled.settings.home / "desk", office(tmp_path / "other")
    (person, _) = on_the_desk(filled, ["张三", "李四"])
    person.take_upload(io.BytesIO(b"on its way in"))
    strange = here / person.folder.name / "files" / ID[:12]
    strange.mkdir()
    (strange / os.fsdecode(b"\xff %2e.html")).write_bytes(b"x")  # whatever a file is called
    office_backup.backup(filled, tmp_path / "b.zip")
    before = {name: content for name, content in files(here).items() if "/uploads/" not in name}
    (stranger,) = on_the_desk(other, ["王五"])
    stranger.take_upload(io.BytesIO(b"the backup itself"))
    back = office_backup.restore(other, tmp_path / "b.zip")
    assert "各人的清单、问答和草稿 3 项" in back.beside  # the stranger's has only what comes in
    assert {
        n: c for n, c in files(other.settings.home / "desk").items() if "/uploads/" not in n
    } == before
    assert stranger.items() == [] and len([*stranger.folder.rglob("*")]) == 2
    (item,) = People(other.settings.home / "desk").signed_in("张三").items()
    assert item.filename == "张三的 报告?.html"
    assert list(other.settings.home.glob(".desk*")) == []
    other.library.close()


def test_a_backup_of_an_earlier_release_leaves_desks_and_certificates(
    filled: Workspace, tmp_path: Path
) -> None:
    office_backup.backup(filled, tmp_path / "b.zip")
    altered(tmp_path / "b.zip", {}, without=["beside/certificates.pem"])
    on_the_desk(filled, ["张三"])
    filled.trust(self_signed(tmp_path / "own.pem").read_bytes())
    before = files(filled.settings.home / "desk")
    office_backup.restore(filled, tmp_path / "b.zip")
    assert files(filled.settings.home / "desk") == before
    assert own(filled.settings.home)


def test_certificates_come_back_and_go(
    filled: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    office_backup.backup(filled, tmp_path / "none.zip")
    filled.trust(self_signed(tmp_path / "own.pem").read_bytes())
    office_backup.backup(filled, tmp_path / "one.zip")
    other = office(tmp_path / "other")
    assert "证书 1 项" in office_backup.restore(other, tmp_path / "one.zip").beside
    assert own(other.settings.home) and os.environ[VARIABLE].startswith(str(tmp_path / "other"))
    office_backup.restore(other, tmp_path / "none.zip")
    assert own(other.settings.home) is None and VARIABLE not in os.environ
    other.library.close()


@pytest.mark.parametrize("at", ["before", "between"])
def test_a_killed_restore_leaves_the_old_desks_or_the_new(tmp_path: Path, at: str) -> None:
    desk = tmp_path / "desk" / ID
    desk.mkdir(parents=True)
    (desk / "chats.json").write_text("[]")
    if at == "between":
        (tmp_path / "desk").replace(tmp_path / ".desk-before")
    desk_folders.mend(tmp_path)
    assert files(tmp_path) == {f"desk/{ID}/chats.json": b"[]"}


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
        {"folders/desk/x/chats.json": b"[]"},
        {f"folders/desk/{ID}/chats.json": b"[" * 100_000},
        {f"folders/desk/{ID}/chats.json": b"{"},
        {f"folders/desk/{ID}/chats.py": b"[]"},
        {f"folders/desk/{ID}/files/x": b"[]"},
        {f"folders/desk/{ID}/../chats.json": b"[]"},
        {f"folders/desk/{ID}/files/x/%2e%2e": b"[]"},
        {f"folders/desk/{ID}/files/x/%2fetc%2fx": b"[]"},
        {f"folders/desk/{ID}/files/x": b"", f"folders/desk/{ID}/files/x/y": b""},
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
