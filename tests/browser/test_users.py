"""With accounts: nothing without signing in, each account's work its own, decisions in its name."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from assistant.users import Users
from tests.browser.conftest import Server, Watched, free_port, shot, start, watched
from tests.browser.test_pages import serious
from tests.browser.test_review import given

PASSWORDS = {"张三": "the first password", "李四": "the second password"}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A desk whose users have to sign in."""
    home = tmp_path_factory.mktemp("office")
    for name, password in PASSWORDS.items():
        Users(home / "users.json").add(name, password)
    port = free_port()
    process, seconds = start(home, port)
    yield Server(f"http://127.0.0.1:{port}", home, seconds)
    process.terminate()
    process.wait(10)


def sign_in(desk: Watched, name: str, password: str = "") -> Any:
    page = desk.page()
    page.locator("input[type=text]").fill(name)
    page.locator("input[type=password]").fill(password or PASSWORDS[name])
    page.keyboard.press("Enter")
    return page


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("config", None),
        ("gradio_api/info", None),
        ("gradio_api/file=/etc/hostname", None),
        ("gradio_api/upload", {}),
        ("gradio_api/queue/join", {"data": [], "fn_index": 0, "session_hash": "x"}),
        (
            "gradio_api/component_server",
            {"component_id": 3, "fn_name": "call", "data": {"do": "show"}, "session_hash": "x"},
        ),
    ],
)
def test_nothing_answers_who_has_not_signed_in(
    office: Server, path: str, data: dict[str, Any] | None
) -> None:
    body = json.dumps(data).encode() if data is not None else None
    headers = {
        "Content-Type": "application/json",
        "Cookie": "nianbao=somebody",
    }
    with pytest.raises(HTTPError) as refused:
        urlopen(Request(f"{office.url}/{path}", body, headers), timeout=20)
    assert refused.value.code == 401


def test_two_accounts_share_nothing_and_sign_what_they_decide(
    browser: Any, office: Server, faulty_html: Path
) -> None:
    one, other, again = (watched(browser, office) for _ in range(3))
    page = sign_in(one, "张三")
    page.wait_for_selector("#nb-review .nb-drop")
    assert "张三" in page.locator("#nb-user").inner_text()
    page = given(one, [faulty_html])
    page.click("#nb-rows button.link")
    page.wait_for_selector(".nb-finding")
    page.keyboard.press("1")
    page.wait_for_selector('.nb-finding[data-state="confirmed"]')
    page.locator('.nb-finding[data-state="confirmed"] .pick').first.click()
    assert "张三" in page.locator('.nb-finding[data-state="confirmed"] dl').first.inner_text()

    second = sign_in(other, "李四")
    second.wait_for_selector("#nb-review .nb-drop")
    assert second.locator("#nb-rows").count() == 0
    second.goto(f"{office.url}/#settings")
    second.wait_for_selector("text=已登录：李四")
    refused = second.evaluate("nianbao.panels.settings.server.call({do: 'sign', name: '张三'})")
    assert refused["error"]

    elsewhere = sign_in(again, "张三")  # the same account in another browser: its work is there
    elsewhere.wait_for_selector("#nb-rows tr.open")
    elsewhere.click("text=退出")
    elsewhere.wait_for_selector("input[type=password]")
    for desk in (one, other, again):
        assert desk.outside == []
        assert desk.complaints == []
        desk.context.close()


def test_a_wrong_password_is_told_and_the_page_is_legible(browser: Any, office: Server) -> None:
    desk = watched(browser, office)
    page = sign_in(desk, "张三", PASSWORDS["李四"])
    page.wait_for_selector("text=姓名或密码不正确")
    shot(page, "login")
    assert [v for v in serious(page) if v[0] == "color-contrast"] == []
    assert page.locator("#nb-review").count() == 0
    desk.context.close()


def test_a_restart_signs_nobody_out_and_a_new_password_everybody(
    browser: Any, tmp_path: Path
) -> None:
    users = Users(tmp_path / "users.json")
    users.add("张三", PASSWORDS["张三"])
    port = free_port()
    process, _ = start(tmp_path, port)
    desk = watched(browser, Server(f"http://127.0.0.1:{port}", tmp_path, 0))
    page = sign_in(desk, "张三")
    page.wait_for_selector("#nb-review .nb-drop")
    process.terminate()
    process.wait(10)
    process, _ = start(tmp_path, port)
    page.reload()
    page.wait_for_selector("#nb-review .nb-drop")
    users.add("张三", PASSWORDS["李四"])
    page.click("text=设置")
    page.wait_for_selector("input[type=password]")
    desk.context.close()
    process.terminate()
    process.wait(10)


def test_the_password_is_changed_on_the_page(browser: Any, office: Server) -> None:
    users = Users(office.home / "users.json")
    users.add("王五", "an old password")
    desk = watched(browser, office)
    page = sign_in(desk, "王五", "an old password")
    page.click("text=改密码")
    for name, text in (("old", "an old password"), ("new", "a new password"), ("again", "a new")):
        page.locator(f"input[name={name}]").fill(text)
    page.locator("input[name=again]").fill("a new password")
    shot(page, "password")
    assert [v for v in serious(page) if v[0] == "color-contrast"] == []
    page.keyboard.press("Enter")
    page.wait_for_selector("#nb-review .nb-drop")
    assert users.verify("王五", "a new password")
    assert desk.complaints == []
    desk.context.close()


def test_who_may_only_look_is_shown_no_more(browser: Any, office: Server) -> None:
    Users(office.home / "users.json").add("赵六", "a password of his own", roles=["查看"])
    desk = watched(browser, office)
    page = sign_in(desk, "赵六", "a password of his own")
    page.wait_for_selector("#nb-ask")  # the first page that is his
    assert page.locator(".nb-nav:visible").all_inner_texts() == ["问答", "资料库", "规则", "设置"]
    page.click("text=设置")
    page.wait_for_selector("text=已登录：赵六")
    assert page.locator("text=语言模型").count() == 0
    for panel, action in (("settings", "save"), ("rules", "off"), ("library", "remove")):
        call = f"nianbao.panels.{panel}.server.call({{do: '{action}', rule: 'L01', item: 'x'}})"
        assert "管理" in page.evaluate(call)["error"]
    assert desk.complaints == []
    desk.context.close()


def test_who_manages_makes_an_account_that_sees_its_body_alone(
    browser: Any, server: Server, tmp_path: Path
) -> None:
    shutil.copytree(server.home / "library", tmp_path / "library")
    Users(tmp_path / "users.json").add("张三", PASSWORDS["张三"])
    port = free_port()
    process, seconds = start(tmp_path, port)
    office = Server(f"http://127.0.0.1:{port}", tmp_path, seconds)
    desk, other = watched(browser, office), watched(browser, office)
    page = sign_in(desk, "张三")
    page.wait_for_selector("#nb-review .nb-drop")
    page.goto(f"{office.url}/#library")
    page.wait_for_selector("#nb-entries tbody tr")
    own = page.locator("#nb-entries tbody button.link").first.inner_text()
    page.goto(f"{office.url}/#settings")
    card = page.locator("#nb-accounts")
    card.locator("summary", has_text="增加账号").click()
    form = card.locator("form").last
    form.locator("input[name=account]").fill("孙七")
    form.locator("input[value=查看]").check()
    form.locator("input[name=bodies]").fill(own)
    form.locator("input[name=password]").fill("the seventh password")
    shot(page, "accounts")
    form.locator("button[type=submit]").click()
    page.wait_for_selector("text=已保存账号：孙七")
    limited = sign_in(other, "孙七", "the seventh password")
    limited.wait_for_selector("#nb-ask")
    limited.click("text=资料库")
    limited.wait_for_selector("#nb-entries tbody tr")
    rows = limited.locator("#nb-entries tbody tr").all_inner_texts()
    assert rows and all(own in row for row in rows)
    for found in (desk, other):
        assert found.complaints == []
        found.context.close()
    process.terminate()
    process.wait(10)
