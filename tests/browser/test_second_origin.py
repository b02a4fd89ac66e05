"""A page of another origin in a real browser: what it sends changes nothing, what it asks it cannot read.

The other page is on another port of the same machine, where cookies of this one are sent along,
and under another name of the same address, as a page that has its name point at us would be.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from assistant.users import Users
from tests.browser.conftest import Server, Watched, free_port, start
from tests.browser.test_users import sign_in

PASSWORD = "the first password"
CALLS = "/gradio_api/component_server"
READABLE = (
    *("/", "/config", "/me", "/theme.css", "/gradio_api/startup-events", "/signin", "/health"),
    *("/gradio_api/queue/data?session_hash=s", "/gradio_api/heartbeat/s"),
)


class Elsewhere(BaseHTTPRequestHandler):
    """Another site: an empty page."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write("<!doctype html><title>别的网站</title><body></body>".encode())

    def log_message(self, *_: Any) -> None:
        """Nothing."""


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[int]:
    """The port of another site on this machine."""
    site = ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere)
    threading.Thread(target=site.serve_forever, daemon=True).start()
    yield site.server_port
    site.shutdown()


@pytest.fixture(scope="module", params=["with accounts", "without"])
def office(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    home = tmp_path_factory.mktemp("office")
    if request.param == "with accounts":
        Users(home / "users.json").add("张三", PASSWORD)
    port = free_port()
    process, seconds = start(home, port)
    yield Server(f"http://127.0.0.1:{port}", home, seconds)
    process.terminate()
    process.wait(10)


@pytest.fixture
def visitor(browser: Any, office: Server) -> Iterator[Any]:
    """A browser that is at home in the office, and can go anywhere."""
    context = browser.new_context(locale="zh-CN")
    context.set_default_timeout(20_000)
    desk = Watched(context, office.url)
    page = (
        sign_in(desk, "张三", PASSWORD)
        if Users(office.home / "users.json").names()
        else desk.page()
    )
    page.wait_for_selector("#nb-review .nb-drop")
    yield page
    context.close()


def change(page: Any, panel: str, **data: Any) -> str:
    """The body of a call that would change something, were it taken."""
    components = page.evaluate("fetch('./config').then(r => r.json())")["components"]
    component = next(c["id"] for c in components if c["props"].get("elem_id") == f"panel-{panel}")
    call = {"component_id": component, "fn_name": "call", "session_hash": "s", "data": data}
    return json.dumps(call)


def settings(office: Server) -> str:
    file = office.home / "settings.json"
    return file.read_text("utf-8") if file.exists() else ""


SEND = """async ([address, body, type, mode]) => {
  try {
    const reply = await fetch(address, {method: "POST", body, mode, credentials: "include",
                                        headers: type ? {"content-type": type} : {}});
    return {status: reply.status, text: await reply.text()};
  } catch (error) { return {status: 0, text: ""}; }
}"""
READ = """async address => {
  try { const reply = await fetch(address, {credentials: "include"}); return await reply.text(); }
  catch (error) { return null; }
}"""


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost"])
def test_another_site_changes_nothing_and_reads_nothing(
    visitor: Any, office: Server, elsewhere: int, name: str
) -> None:
    body = change(
        visitor, "settings", do="save", llm_base_url="http://evil.example/v1", llm_model="x"
    )
    off = change(visitor, "rules", do="off", rule="L05", reason="x")
    other = visitor.context.new_page()
    other.goto(f"http://{name}:{elsewhere}/")
    for sent in (body, off):
        for kind in ("text/plain", "application/json", "application/x-www-form-urlencoded", ""):
            for mode in ("cors", "no-cors"):
                got = other.evaluate(SEND, [f"{office.url}{CALLS}", sent, kind, mode])
                assert got["status"] == 0 and got["text"] == ""  # refused, or not to be seen
    for path in READABLE:
        assert other.evaluate(READ, f"{office.url}{path}") is None
    assert settings(office) == ""
    rules = visitor.evaluate("nianbao.call('rules', 'show', {}).then(r => r.parts['nb-rules'])")
    assert 'data-do="off"' in rules and 'data-do="on"' not in rules


def test_a_form_of_another_site_changes_nothing(
    visitor: Any, office: Server, elsewhere: int
) -> None:
    body = change(visitor, "settings", do="save", llm_model="x")
    for address, fields in (
        (CALLS, {body[:-1] + ', "a": "': '"}'}),  # a form in text/plain is JSON, read closely
        ("/signout", {"a": "b"}),
        ("/signin", {"name": "李四", "password": "somebody else's"}),
        ("/password", {"old": PASSWORD, "new": "a new password", "again": "a new password"}),
    ):
        other = visitor.context.new_page()
        other.goto(f"http://127.0.0.1:{elsewhere}/")
        with other.expect_navigation():
            other.evaluate(
                """([address, fields]) => {
                  const form = document.createElement("form");
                  Object.assign(form, {method: "post", action: address, enctype: "text/plain"});
                  for (const [name, value] of Object.entries(fields)) {
                    const input = document.createElement("input");
                    Object.assign(input, {name, value});
                    form.append(input);
                  }
                  document.body.append(form);
                  form.submit();
                }""",
                [f"{office.url}{address}", fields],
            )
        assert "没有处理" in other.content()
        other.close()
    assert settings(office) == ""
    visitor.reload()
    visitor.wait_for_selector("#nb-review .nb-drop")  # still signed in, with the same password
    users = Users(office.home / "users.json")
    assert not users.names() or users.verify("张三", PASSWORD)


def test_another_site_neither_frames_nor_loads_anything(
    visitor: Any, office: Server, elsewhere: int
) -> None:
    other = visitor.context.new_page()
    other.goto(f"http://127.0.0.1:{elsewhere}/")
    loaded = other.evaluate(
        """async address => {
          const tried = [];
          for (const [tag, key] of [["script", "src"], ["img", "src"], ["link", "href"]]) {
            const e = document.createElement(tag);
            if (tag === "link") e.rel = "stylesheet";
            tried.push(new Promise(done => { e.onload = () => done(tag); e.onerror = () => done(""); }));
            e[key] = address + {script: "/config", img: "/favicon.ico", link: "/theme.css"}[tag];
            document.body.append(e);
          }
          return (await Promise.all(tried)).join("");
        }""",
        office.url,
    )
    assert loaded == ""
    other.evaluate(
        "address => { const f = document.createElement('iframe'); f.src = address; document.body.append(f); }",
        office.url,
    )
    other.wait_for_timeout(3000)
    frames = [frame for frame in other.frames if frame.url.startswith(office.url)]
    assert not any(frame.locator("#nb-review, form").count() for frame in frames)


def test_a_name_that_points_here_is_not_taken(office: Server) -> None:
    """As after a rebinding of another site's name to this address."""
    port = office.url.rpartition(":")[2]
    request = Request(f"{office.url}/config", headers={"Host": f"evil.example:{port}"})
    with pytest.raises(HTTPError) as refused:
        urlopen(request, timeout=20)
    assert refused.value.code == 400


def test_the_same_call_from_the_own_page_is_taken(visitor: Any, office: Server) -> None:
    body = change(visitor, "settings", do="save", llm_model="named-from-here")
    got = visitor.evaluate(SEND, [f"{office.url}{CALLS}", body, "application/json", "cors"])
    assert got["status"] == 200
    assert "named-from-here" in settings(office)
