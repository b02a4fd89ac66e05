"""The whole site with Gradio's pages in it: signed in, upload, a call; nothing without."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from assistant.audit import AuditLog
from assistant.desk.frame.user_state import People
from assistant.desk.web.receiving import Receiving
from assistant.desk.web.site import site
from assistant.desk.web.ways_in import ways_in
from assistant.settings import Settings
from assistant.workspace import Workspace
from index.report import MachineError
from tests.library.material import county, fill

ROOT = Path(__file__).parents[2]
GOOD = "a long password"
HERE = "http://127.0.0.1:7860"
REPORT = "2024年政府信息公开工作年度报告".encode()


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = Workspace(Settings(home=tmp_path, embedder="hashing"))
    made.users.add("张三", GOOD)
    made.users.add("李四", GOOD, roles=["查看"])
    return made


@pytest.fixture
def served(workspace: Workspace) -> Iterator[Any]:
    """Makes a browser that has signed in as somebody; "" for nobody."""
    app = site(workspace, ways_in(workspace.settings, "127.0.0.1", workspace.users))
    with TestClient(app, HERE, client=("127.0.0.1", 4000)):

        def browser(name: str) -> TestClient:
            client = TestClient(app, HERE, client=("127.0.0.1", 4000))
            if name:
                reply = client.post("/signin", data={"name": name, "password": GOOD})
                assert reply.url.path == "/" and reply.status_code == 200
            return client

        yield browser


def panel(client: TestClient, name: str) -> int:
    components = client.get("/config").json()["components"]
    return next(c["id"] for c in components if c["props"].get("elem_id") == f"panel-{name}")


def call(client: TestClient, page: str, action: str, **data: Any) -> dict[str, Any]:
    body = {"component_id": panel(client, page), "fn_name": "call", "session_hash": "s"}
    body["data"] = {"do": action, **data}
    reply = client.post("/gradio_api/component_server", json=body)
    assert reply.status_code == 200
    found: dict[str, Any] = reply.json()
    return found


def uploaded(client: TestClient, content: bytes = REPORT) -> str:
    files = {"files": ("report.txt", content, "text/plain")}
    reply = client.post("/gradio_api/upload", files=files)
    assert reply.status_code == 200
    (name,) = reply.json()
    return str(name)


def test_pages_uploads_and_calls_know_who_is_there(served: Any, workspace: Workspace) -> None:
    client = served("张三")
    name = uploaded(client)
    (kept,) = workspace.settings.home.glob(f"desk/*/uploads/{name}")
    assert kept.stat().st_mode & 0o077 == 0 and kept.read_bytes() == REPORT
    taken = call(client, "review", "take", files=[{"path": name, "name": "report.txt"}])
    assert "开始审查" in taken["notice"] and not kept.exists()
    assert "已登录：<b>张三</b>" in call(client, "settings", "show")["parts"]["nb-settings"]
    lines = workspace.audit.lines()
    assert [(line.who, line.did, line.about) for line in lines] == [
        ("张三", "登录", ""),
        ("张三", "送审", "report.txt"),
    ]


def test_nobody_takes_what_another_uploaded(served: Any, workspace: Workspace) -> None:
    workspace.users.add("李四", roles=["审查"])
    name = uploaded(served("张三"))
    other = served("李四")
    refused = call(other, "review", "take", files=[{"path": name, "name": "report.txt"}])
    assert refused["error"]
    for path in (f"/gradio_api/file={name}", f"/file={name}", f"/gradio_api/upload/{name}"):
        assert other.get(path).status_code == 404


def test_roles_hold_on_the_wire(served: Any, workspace: Workspace) -> None:
    client = served("李四")
    refused = call(client, "settings", "save", llm_base_url="http://127.0.0.1:9/v1")
    assert "管理" in refused["error"] and not workspace.settings.file.exists()
    assert "llm_base_url" not in call(client, "settings", "show")["parts"]["nb-settings"]
    assert call(client, "review", "show")["error"]


def test_a_call_as_plain_text_or_from_elsewhere_changes_nothing(
    served: Any, workspace: Workspace
) -> None:
    client = served("张三")
    body = {"component_id": panel(client, "settings"), "fn_name": "call", "session_hash": "s"}
    body["data"] = {"do": "save", "llm_model": "changed"}
    for headers in (
        {"content-type": "text/plain"},
        {"content-type": "application/json", "origin": "http://127.0.0.1:8000"},
    ):
        reply = client.post(
            "/gradio_api/component_server", content=json.dumps(body), headers=headers
        )
        assert reply.status_code in (403, 415)
    assert workspace.settings.llm_model == ""
    assert not call(client, "settings", "save", llm_model="changed")["error"]
    assert workspace.settings.llm_model == "changed"


def test_no_key_is_ever_on_the_wire(served: Any, workspace: Workspace) -> None:
    client = served("张三")
    given = {
        "llm_base_url": "http://127.0.0.1:9/v1",
        "llm_model": "m",
        "llm_api_key": "sk-secret-1",
    }
    said = [call(client, "settings", "save", **given), call(client, "settings", "show")]
    said += [call(client, "settings", "probe"), client.get("/config").json()]
    assert "sk-secret-1" not in str(said)
    backup = client.get(f"/backup/{worked(client, 'backup')}").content
    with zipfile.ZipFile(io.BytesIO(backup)) as archive:
        assert not [n for n in archive.namelist() if b"sk-secret-1" in archive.read(n)]
    moved = call(client, "settings", "save", llm_base_url="http://127.0.0.1:10/v1")
    assert "密钥" in moved["notice"]
    assert workspace.settings.llm_api_key.get_secret_value() == ""
    kept = [p for p in workspace.settings.home.rglob("*") if p.is_file()]
    assert not [p for p in kept if b"sk-secret-1" in p.read_bytes()]


def worked(client: TestClient, action: str, **data: Any) -> str:
    """A long work of the settings page done; the name of the file that it gives."""
    reply = call(client, "settings", action, **data)
    while reply["poll"]:
        time.sleep(0.05)
        reply = call(client, "settings", reply["poll"][0])
    (html,) = reply["parts"].values()
    assert "nb-alert info" in html, html
    return html.partition('download="')[2].partition('"')[0]


def test_an_office_is_backed_up_and_restored_on_the_page(served: Any, workspace: Workspace) -> None:
    client = served("张三")
    fill(workspace.library, county(1))
    people = People(workspace.settings.home / "desk")
    people.signed_in("张三").put("chats", [{"id": "c1", "title": "一", "when": ""}])
    name = worked(client, "backup")
    people.signed_in("张三").put("chats", [])
    there = client.get(f"/backup/{name}")
    assert there.status_code == 200 and "attachment" in there.headers["content-disposition"]
    fill(workspace.library, county(2))
    workspace.users.add("王五", GOOD)
    files = [{"path": uploaded(client, there.content), "name": name}]
    before = worked(client, "restore", files=files)
    assert len(workspace.library.reports()) == 2
    assert [c["id"] for c in people.signed_in("张三").get("chats", [])] == ["c1"]
    assert workspace.users.names() == ["张三", "李四"]
    assert "恢复前" in before and client.get(f"/backup/{before}").status_code == 200
    assert len([*(workspace.settings.home / "backups").iterdir()]) == 2
    did = [line.did for line in workspace.audit.lines()]
    assert did[:4] == ["登录", "备份", "下载备份", "从备份恢复"]
    assert did.count("登录") == 1  # the log here had those of the backup
    assert client.get("/backup/none.zip").status_code == 404
    assert client.get("/backup/..%2Fusers.json").status_code == 404


def test_a_backup_is_for_who_manages(served: Any, workspace: Workspace) -> None:
    manager = served("张三")
    fill(workspace.library, county(1))
    name = worked(manager, "backup")
    assert served("").get(f"/backup/{name}").status_code == 401
    assert served("李四").get(f"/backup/{name}").status_code == 403
    elsewhere = {"sec-fetch-site": "cross-site"}
    assert manager.get(f"/backup/{name}", headers=elsewhere).status_code == 403
    for action in ("backup", "restore", "working"):
        assert "管理" in call(served("李四"), "settings", action)["error"]
    broken = [{"path": uploaded(manager, b"PK nothing"), "name": "b.zip"}]
    reply = call(manager, "settings", "restore", files=broken)
    while reply["poll"]:
        time.sleep(0.05)
        reply = call(manager, "settings", "working")
    assert "nb-alert error" in str(reply["parts"]) and len(workspace.library.reports()) == 2


def test_an_upload_that_is_too_large_is_refused_and_not_kept(
    served: Any, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = served("张三")
    init = Receiving.__init__
    monkeypatch.setattr(Receiving, "__init__", lambda self, callers: init(self, callers, 1000))
    app = site(workspace, ways_in(workspace.settings, "127.0.0.1", workspace.users))
    small = TestClient(app, HERE, client=("127.0.0.1", 4000), cookies=client.cookies)
    assert small.post("/gradio_api/upload", files={"files": ("a", b"x" * 100)}).status_code == 200
    large = small.post("/gradio_api/upload", files={"files": ("a", b"x" * 2000)})
    assert large.status_code == 413 and "500 MB" in large.text
    streamed = small.post(
        "/gradio_api/upload",
        content=(b"x" * 500 for _ in range(4)),
        headers={"content-type": "multipart/form-data; boundary=b"},
    )
    assert streamed.status_code == 413
    assert len(list(workspace.settings.home.glob("desk/*/uploads/*"))) == 1


def test_what_the_machine_lacks_is_said_at_the_door(
    served: Any, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = served("张三")

    def full(*_: object, **__: object) -> None:
        raise MachineError("磁盘已满：请清出空间")

    monkeypatch.setattr(AuditLog, "add", full)
    form = {"name": "张三", "password": "wrong"}
    refused = client.post("/signin", data=form)
    assert (refused.status_code, refused.text) == (503, "磁盘已满：请清出空间")
    kept = call(client, "rules", "off", rule="L05", reason="x")
    assert kept["error"] == "磁盘已满：请清出空间"
    assert call(client, "rules", "show")["error"] == ""


def test_below_a_path_behind_a_proxy(workspace: Workspace) -> None:
    believed = {"root_path": "/nianbao", "trusted_proxy": "10.0.0.5", "allowed_host": "a.example"}
    workspace.settings = workspace.settings.model_copy(update=believed)
    app = site(workspace, ways_in(workspace.settings, "127.0.0.1", workspace.users))
    headers = {"x-forwarded-proto": "https", "x-forwarded-for": "203.0.113.9"}
    with TestClient(app, "https://a.example", client=("10.0.0.5", 1), headers=headers) as client:
        form = {"name": "张三", "password": GOOD}
        came = client.post("/nianbao/signin", data=form, follow_redirects=False)
        cookie = came.headers["set-cookie"].lower()
        assert came.headers["location"] == "./"
        assert "path=/nianbao" in cookie and "secure" in cookie
        assert client.get("/nianbao/").status_code == 200
        config = client.get("/nianbao/config").json()
        assert config["root"] == "https://a.example/nianbao"
        assert client.get("/nianbao/me").json()["name"] == "张三"
        assert client.get("/nianbao/assets/nothing.js").status_code == 404
    assert workspace.audit.lines()[-1].address == "203.0.113.9"


@pytest.mark.slow
@pytest.mark.parametrize(
    "arguments", [["--host", "0.0.0.0"], ["--host", "::"], ["--allowed-host", "nianbao.example"]]
)
def test_it_does_not_start_for_others_without_accounts(
    tmp_path: Path, arguments: list[str]
) -> None:
    command = [sys.executable, "-m", "assistant.commands.main", "--home", str(tmp_path), "serve"]
    done = subprocess.run(
        [*command, *arguments], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 2 and "users add" in done.stderr and done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
