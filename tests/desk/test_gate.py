"""The gate alone, before a page that tells who it is told calls: which calls come through."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import anyio
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.testclient import TestClient
from starlette.types import ASGIApp

from assistant.audit import AuditLog
from assistant.desk.frame.callers import ACCOUNT, Callers
from assistant.desk.frame.user_state import People
from assistant.desk.web import browser_rules, sessions, signing_in
from assistant.desk.web.door import COOKIE, Door
from assistant.desk.web.gate import Gate
from assistant.desk.web.gradio_routes import closed
from assistant.desk.web.proxies_before import ProxiesBefore
from assistant.desk.web.sessions import Sessions
from assistant.desk.web.signing_in import SigningIn
from assistant.desk.web.ways_in import WaysIn, ways_in
from assistant.settings import Settings
from assistant.users import Users
from assistant.workspace import Workspace
from index.report import UsageError

GOOD = "a long password"
HERE = "http://127.0.0.1:7860"
CALL = "/gradio_api/component_server"
PAGE = {"sec-fetch-mode": "navigate", "sec-fetch-dest": "document", "accept": "text/html"}


async def tells(scope: Any, receive: Any, send: Any) -> None:
    """A page that says what the gate told it, and would let any site read it."""
    request = Request(scope, receive)
    told = {
        "account": unquote(request.headers.get(ACCOUNT, "")),
        "client": request.client.host if request.client else "",
        "scheme": request.url.scheme,
        "host": request.headers.get("host"),
        "path": scope["path"],
        "forwarded": sorted(n for n in request.headers if "forward" in n),
    }
    reply: Response = JSONResponse(told)
    if scope["path"].endswith("/theme.css"):
        reply = HTMLResponse("<script>one()</script><script src='x.js'></script>")
    reply.headers["access-control-allow-origin"] = request.headers.get("origin", "*")
    reply.headers["access-control-allow-credentials"] = "true"
    await reply(scope, receive, send)


class Office:
    """Accounts and sessions of one home, and the gate over them."""

    def __init__(self, home: Path) -> None:
        self.users = Users(home / "users.json")
        self.audit = AuditLog(home / "audit.sqlite")
        self.sessions = Sessions(home / "sessions.sqlite", self.users)
        workspace = Workspace(Settings(home=home))
        self.callers = Callers(workspace, People(home / "desk"))

    def client(
        self,
        ways: WaysIn | None = None,
        *,
        app: ASGIApp = tells,
        peer: str = "127.0.0.1",
        **given: Any,
    ) -> TestClient:
        ways = ways or WaysIn("127.0.0.1", frozenset({"localhost"}))
        gate = ProxiesBefore(Gate(app, ways, self.users, self.sessions), ways)
        return TestClient(
            gate, given.pop("url", HERE), client=(peer, 4000), follow_redirects=False, **given
        )

    def signed_in(self, name: str, **given: Any) -> TestClient:
        account = self.users.account(name)
        assert account
        client = self.client(**given)
        client.cookies.set(COOKIE, self.sessions.begin(account))
        return client


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


# ---------------------------------------------------------------- hosts


@pytest.mark.parametrize(
    ("listens", "host", "known"),
    [
        ("127.0.0.1", "127.0.0.1:7860", True),
        ("127.0.0.1", "localhost:7860", True),
        ("127.0.0.1", "[::1]:7860", True),
        ("127.0.0.1", "nianbao.example", True),
        ("127.0.0.1", "NIANBAO.example:7860", True),
        ("127.0.0.1", "evil.example:7860", False),
        ("127.0.0.1", "127.0.0.1.evil.example", False),
        ("127.0.0.1", "10.0.0.8:7860", False),
        ("127.0.0.1", "", False),
        ("0.0.0.0", "10.0.0.8:7860", True),
        ("0.0.0.0", "[fe80::1]:7860", True),
        ("0.0.0.0", "evil.example", False),
        ("0.0.0.0", "10.0.0.8.evil.example", False),
    ],
)
def test_a_page_elsewhere_cannot_give_our_address_its_own_name(
    office: Office, listens: str, host: str, known: bool
) -> None:
    office.users.add("张三", GOOD)
    ways = WaysIn(listens, frozenset({"localhost", "nianbao.example"}))
    reply = office.client(ways).get("/health", headers={"host": host})
    assert reply.status_code == (200 if known else 400)


# ---------------------------------------------------------------- other sites

JSON = {"content-type": "application/json"}


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        ("POST", CALL, {**JSON, "origin": HERE}, 200),
        ("POST", CALL, {**JSON, "origin": HERE, "sec-fetch-site": "same-origin"}, 200),
        ("POST", CALL, JSON, 200),
        ("POST", CALL, {**JSON, "origin": "http://127.0.0.1:7861"}, 403),
        ("POST", CALL, {**JSON, "origin": "http://evil.example"}, 403),
        ("POST", CALL, {**JSON, "origin": "null"}, 403),
        ("POST", CALL, {**JSON, "origin": ""}, 403),
        ("POST", CALL, {**JSON, "origin": "http://["}, 403),
        ("POST", CALL, {**JSON, "sec-fetch-site": "same-site"}, 403),
        ("POST", CALL, {**JSON, "sec-fetch-site": "cross-site"}, 403),
        ("POST", CALL, {"content-type": "text/plain", "origin": HERE}, 415),
        ("POST", CALL, {"content-type": "application/x-www-form-urlencoded"}, 415),
        ("POST", CALL, {}, 415),
        ("POST", "/gradio_api/upload", {"origin": "http://127.0.0.1:7861"}, 403),
        ("POST", "/signin", {"origin": "http://127.0.0.1:7861"}, 403),
        ("POST", "/signout", {"sec-fetch-site": "same-site"}, 403),
        ("OPTIONS", CALL, {"origin": "http://evil.example"}, 403),
        ("OPTIONS", CALL, {"origin": HERE}, 404),
        ("PUT", CALL, {**JSON, "origin": HERE}, 404),
        ("GET", "/config", {"origin": "http://evil.example"}, 403),
        ("GET", "/config", {"sec-fetch-site": "same-site", "sec-fetch-mode": "no-cors"}, 403),
        ("GET", "/", {**PAGE, "sec-fetch-site": "cross-site"}, 200),
        ("GET", "/", {**PAGE, "sec-fetch-site": "cross-site", "sec-fetch-dest": "iframe"}, 403),
        ("POST", "/signin", {**PAGE, "sec-fetch-site": "cross-site"}, 403),
        ("GET", "/", {**PAGE, "sec-fetch-site": "none"}, 200),
    ],
)
def test_no_other_site_changes_or_reads_anything(
    office: Office, method: str, path: str, headers: dict[str, str], status: int
) -> None:
    reply = office.client().request(method, path, headers=headers, content=b"{}")
    assert reply.status_code == status
    assert not [name for name in reply.headers if name.startswith("access-control")]


# ---------------------------------------------------------------- what the browser is told


def test_every_answer_says_what_runs_and_who_may_frame_it(office: Office) -> None:
    client = office.client()
    for path, headers in (("/", {}), ("/nothing", {}), ("/", {"origin": "http://evil.example"})):
        told = client.get(path, headers=headers).headers
        assert told["x-content-type-options"] == "nosniff"
        assert told["referrer-policy"] == "same-origin"
        assert told["x-frame-options"] == "DENY"
        policy = told["content-security-policy"]
        assert "frame-ancestors 'none'" in policy and "default-src 'self'" in policy
        scripts = policy.partition("script-src")[2]
        assert "unsafe-inline" not in scripts and "*" not in policy


def test_the_scripts_of_a_page_run_and_no_others(office: Office) -> None:
    page = office.client().get("/theme.css")
    allowed = browser_rules.policy([b"one()"])
    assert page.headers["content-security-policy"] == allowed
    assert page.text == "<script>one()</script><script src='x.js'></script>"
    assert browser_rules.policy([b"other()"]) != allowed


# ---------------------------------------------------------------- which addresses there are


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/info",
        "/gradio_api/file=/etc/hostname",
        "/file=/etc/hostname",
        "/gradio_api/proxy=http://127.0.0.1/",
        "/gradio_api/upload_progress",
        "/gradio_api/login_check",
        "/gradio_api/run/answer",
        "/gradio_api/call/answer",
        "/monitoring",
        "/openapi.json",
        "/docs",
        "/login",
    ],
)
def test_what_the_pages_do_not_use_is_closed(office: Office, path: str) -> None:
    assert office.client().get(path).status_code == 404
    assert closed(path, "POST")


def test_every_address_of_gradio_is_open_by_name_or_closed(tmp_path: Path) -> None:
    """What a newer Gradio adds is closed until somebody names it."""
    from gradio.routes import App

    from assistant.desk import build

    blocks = build(Workspace(Settings(home=tmp_path, embedder="hashing")))
    paths = App.create_app(blocks).openapi()["paths"]
    assert len(paths) > 50
    opened = {
        re.sub(r"\{\w+\}", "x", path).removeprefix("/gradio_api")
        for path, methods in paths.items()
        if not all(closed(re.sub(r"\{\w+\}", "x", path), m.upper()) for m in methods)
    }
    assert opened == {
        *("/", "/config", "/config/", "/theme.css", "/favicon.ico", "/manifest.json"),
        *("/robots.txt", "/assets/x", "/static/x", "/svelte/x", "/queue/data", "/queue/join"),
        *("/heartbeat/x", "/startup-events", "/component_server", "/component_server/"),
        *("/reset", "/reset/", "/cancel", "/upload"),
    }


# ---------------------------------------------------------------- who calls


def test_at_home_nobody_is_asked_and_a_browser_is_known_again(office: Office) -> None:
    client = office.client()
    first = client.get("/")
    cookie = first.headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=strict" in cookie and "secure" not in cookie
    assert first.json()["account"] == ""
    assert "set-cookie" not in client.get("/").headers


def test_with_the_first_account_everyone_has_to_sign_in(office: Office) -> None:
    client = office.client()
    assert client.get("/config").status_code == 200
    office.users.add("张三", GOOD)
    assert client.get("/config").status_code == 401
    to_the_door = client.get("/", headers=PAGE)
    assert (to_the_door.status_code, to_the_door.headers["location"]) == (303, "/signin")
    assert office.signed_in("张三").get("/config").json()["account"] == "张三"


def test_an_open_site_never_opens_because_its_accounts_are_gone(office: Office) -> None:
    ways = WaysIn("0.0.0.0")
    assert office.client(ways).get("/config").status_code == 401


@pytest.mark.parametrize("header", [ACCOUNT, "X-Nianbao-Account", "remote-user"])
def test_nobody_names_himself(office: Office, header: str) -> None:
    office.users.add("张三", GOOD)
    ways = WaysIn("127.0.0.1", frozenset({"localhost"}), user_header="remote-user")
    client = office.client(ways)
    assert client.get("/config", headers={header: "张三".encode()}).status_code == 401
    office.users.add("李四", GOOD)
    mine = office.signed_in("李四", ways=ways).get("/config", headers={header: "张三".encode()})
    assert mine.json()["account"] == "李四"


@pytest.mark.parametrize("end", ["remove", "password", "sign out", "idle", "whole"])
def test_a_session_ends(office: Office, end: str, monkeypatch: pytest.MonkeyPatch) -> None:
    office.users.add("张三", GOOD)
    office.users.add("李四", GOOD)
    client, other = office.signed_in("张三"), office.signed_in("李四")
    assert client.get("/config").status_code == 200
    now = sessions.time.time()
    if end == "remove":
        office.users.remove("张三")
        office.users.add("张三", GOOD)
    elif end == "password":
        office.users.add("张三", "another password")
    elif end == "sign out":
        office.sessions.end(client.cookies[COOKIE])
    else:
        later = now + (sessions.IDLE if end == "idle" else sessions.WHOLE) + 1
        monkeypatch.setattr(sessions.time, "time", lambda: later)
    assert client.get("/config").status_code == 401
    if end in ("remove", "password", "sign out"):
        assert other.get("/config").json()["account"] == "李四"


def test_a_role_that_changes_holds_at_once_and_signs_nobody_out(office: Office) -> None:
    office.users.add("张三", GOOD)
    client = office.signed_in("张三")
    office.users.add("张三", roles=["查看"])
    assert client.get("/config").status_code == 200
    account = office.users.account("张三")
    assert account and account.roles == ("查看",)


def test_sessions_are_kept_as_digests_by_their_owner_alone(office: Office) -> None:
    account = office.users.add("张三", GOOD)
    token = office.sessions.begin(account)
    assert token.encode() not in office.sessions.path.read_bytes()
    assert office.sessions.path.stat().st_mode & 0o077 == 0
    assert office.sessions.account(token) == account
    assert office.sessions.account(token[:-1]) is None


# ---------------------------------------------------------------- proxies


def proxied(**given: Any) -> WaysIn:
    import ipaddress

    networks = (ipaddress.ip_network("10.0.0.5"), ipaddress.ip_network("10.1.0.0/16"))
    hosts = frozenset({"localhost", "nianbao.example"})
    return WaysIn("0.0.0.0", hosts, networks, **given)


SAID = {
    "x-forwarded-for": "203.0.113.9",
    "x-forwarded-proto": "https",
    "x-forwarded-host": "nianbao.example",
    "remote-user": "%E5%BC%A0%E4%B8%89",
}


@pytest.mark.parametrize("peer", ["10.0.0.5", "10.1.2.3"])
def test_a_trusted_proxy_is_believed(office: Office, peer: str) -> None:
    client = office.client(proxied(user_header="remote-user"), peer=peer)
    told = client.get("/config", headers=SAID).json()
    assert (told["account"], told["client"]) == ("张三", "203.0.113.9")
    assert (told["scheme"], told["host"]) == ("https", "nianbao.example")
    utf8 = {**SAID, "remote-user": "张三".encode()}
    assert client.get("/config", headers=utf8).json()["account"] == "张三"
    unnamed = {k: v for k, v in SAID.items() if k != "remote-user"}
    assert client.get("/config", headers=unnamed).status_code == 401


@pytest.mark.parametrize("peer", ["10.0.0.6", "203.0.113.9", "testclient"])
def test_anyone_else_is_not(office: Office, peer: str) -> None:
    ways = proxied(user_header="remote-user")
    assert office.client(ways, peer=peer).get("/config", headers=SAID).status_code == 401
    office.users.add("李四", GOOD)
    told = office.signed_in("李四", ways=ways, peer=peer).get("/config", headers=SAID).json()
    assert (told["account"], told["client"], told["scheme"]) == ("李四", peer, "http")
    assert told["forwarded"] == [] and told["host"] == "127.0.0.1:7860"


@pytest.mark.parametrize("asked", ["/config", "/nianbao/config"])
def test_below_a_path_whether_the_proxy_cuts_it_off_or_not(office: Office, asked: str) -> None:
    ways = WaysIn("127.0.0.1", frozenset({"localhost"}), root_path="/nianbao")
    assert office.client(ways).get(asked).json()["path"] == "/nianbao/config"
    assert office.client(ways).get("/nianbao").headers["location"] == "/nianbao/"
    office.users.add("张三", GOOD)
    to_the_door = office.client(ways).get("/nianbao/", headers=PAGE)
    assert to_the_door.headers["location"] == "/nianbao/signin"


# ---------------------------------------------------------------- how it may be started


def started(tmp_path: Path, host: str, **given: str) -> WaysIn:
    return ways_in(Settings(home=tmp_path, **given), host, Users(tmp_path / "users.json"))


@pytest.mark.parametrize(
    ("host", "given", "said"),
    [
        ("0.0.0.0", {}, "users add"),
        ("10.0.0.8", {}, "users add"),
        ("::", {"allowed_host": "nianbao.example"}, "users add"),
        ("127.0.0.1", {"allowed_host": "nianbao.example"}, "users add"),
        ("0.0.0.0", {"trusted_proxy": "10.0.0.5"}, "users add"),
        ("127.0.0.1", {"user_header": "remote-user"}, "--trusted-proxy"),
        ("127.0.0.1", {"trusted_proxy": "the proxy"}, "--trusted-proxy"),
        ("127.0.0.1", {"root_path": "/a/../b"}, "--root-path"),
    ],
)
def test_what_would_let_others_in_does_not_start(
    tmp_path: Path, host: str, given: dict[str, str], said: str
) -> None:
    with pytest.raises(UsageError, match=said):
        started(tmp_path, host, **given)


def test_what_starts(tmp_path: Path) -> None:
    assert started(tmp_path, "127.0.0.1").local
    believed = {"trusted_proxy": "10.0.0.5, 10.1.0.0/16", "user_header": "Remote-User"}
    ways = started(tmp_path, "0.0.0.0", **believed, root_path="nianbao/")
    assert (ways.user_header, ways.root_path, len(ways.proxies)) == ("remote-user", "/nianbao", 2)
    Users(tmp_path / "users.json").add("张三", GOOD)
    assert started(tmp_path, "0.0.0.0", allowed_host="a.example，B.example:8443").knows("b.example")


# ---------------------------------------------------------------- the door


@pytest.fixture
def pages(office: Office) -> ASGIApp:
    office.users.add("张三", GOOD)
    trials = SigningIn(office.users, office.audit, wait=0)
    return Starlette(routes=Door(office.callers, office.sessions, trials).routes())


@pytest.fixture
def door(office: Office, pages: ASGIApp) -> TestClient:
    return office.client(app=pages)


def test_signing_in_and_out(office: Office, door: TestClient) -> None:
    assert door.get("/me").status_code == 401
    assert "登录" in door.get("/signin").text
    wrong = door.post("/signin", data={"name": "张三", "password": "wrong"})
    assert wrong.status_code == 401 and "不正确" in wrong.text and COOKIE not in door.cookies
    right = door.post("/signin", data={"name": "张三", "password": GOOD})
    cookie = right.headers["set-cookie"].lower()
    assert (right.status_code, right.headers["location"]) == (303, "./")
    assert "httponly" in cookie and "samesite=strict" in cookie
    me = door.get("/me").json()
    assert (me["name"], me["roles"], me["session"]) == ("张三", "管理", True)
    token = door.cookies[COOKIE]
    assert door.post("/signout").status_code == 303
    assert office.sessions.account(token) is None
    assert [line.did for line in office.audit.lines()] == ["登录失败", "登录", "退出"]


def test_the_cookie_is_secure_behind_https(office: Office, pages: ASGIApp) -> None:
    secure = office.client(proxied(), app=pages, peer="10.0.0.5")
    headers = {k: v for k, v in SAID.items() if k != "remote-user"}
    reply = secure.post("/signin", data={"name": "张三", "password": GOOD}, headers=headers)
    assert "; secure" in reply.headers["set-cookie"].lower()
    assert office.audit.lines()[-1].address == "203.0.113.9"


def test_a_name_is_locked_after_failures_even_for_the_right_password(
    office: Office, door: TestClient
) -> None:
    office.users.add("李四", GOOD)
    tried = [door.post("/signin", data={"name": "张三", "password": str(n)}) for n in range(12)]
    assert [t.status_code for t in tried] == [401] * 10 + [429] * 2
    locked = door.post("/signin", data={"name": "张三", "password": GOOD})
    assert locked.status_code == 429 and "15 分钟" in locked.text
    assert door.post("/signin", data={"name": "李四", "password": GOOD}).status_code == 303
    assert [line.did for line in office.audit.lines()].count("登录被锁") == 1


def test_failures_are_answered_ever_slower(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    monkeypatch.setattr(signing_in.anyio, "sleep", sleep)

    async def fail() -> None:
        trials = SigningIn(office.users, office.audit)
        for _ in range(6):
            assert await trials.check("张三", "wrong", "10.0.0.1") == "wrong"

    anyio.run(fail)
    assert waits == [0.5, 1, 2, 4, 4, 4]


@pytest.mark.parametrize(
    ("old", "new", "again", "status", "said"),
    [
        ("wrong", "another password", "another password", 401, "原密码不正确"),
        (GOOD, "short", "short", 400, "至少"),
        (GOOD, "another password", "a different one", 400, "两遍"),
        (GOOD, "another password", "another password", 303, ""),
    ],
)
def test_another_password(
    office: Office, door: TestClient, old: str, new: str, again: str, status: int, said: str
) -> None:
    account = office.users.account("张三")
    assert account
    elsewhere = office.sessions.begin(account)
    assert door.post("/signin", data={"name": "张三", "password": GOOD}).status_code == 303
    reply = door.post("/password", data={"old": old, "new": new, "again": again})
    assert reply.status_code == status and said in reply.text
    changed = status == 303
    assert office.users.verify("张三", new) is changed
    assert (office.sessions.account(elsewhere) is None) is changed
    assert door.get("/me").json()["session"]  # who changed it stays signed in
    assert json.dumps([line.did for line in office.audit.lines()], ensure_ascii=False).count(
        "改密码"
    ) == int(changed)


def test_a_form_without_end_is_not_read(door: TestClient) -> None:
    assert door.post("/signin", content=b"name=" + b"x" * 100_000).status_code == 401
