"""Every page: quick, complete without a network, accessible, its users apart."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import SECONDS_TO_START, Server, Watched, shot, watched
from tests.browser.test_review import given, opened
from tests.generator import generate, to_html

PAGES = [
    "review",
    "ask",
    "draft",
    "library",
    "library/roster",
    "library/groups",
    "library/board",
    "rules",
    "settings",
]
SECONDS_TO_USE = 3
LONG_LIST = 500
MS_TO_FILTER = 200
FILTERED = """async () => {
  const drawn = () => new Promise(r => requestAnimationFrame(() => requestAnimationFrame(r)));
  const list = document.querySelector("#nb-rows"), box = document.querySelector("#review-text");
  let began = performance.now();
  list.scrollTop = list.scrollHeight / 2;
  await drawn();
  const scroll = performance.now() - began;
  began = performance.now();
  box.value = "第321中心";
  box.dispatchEvent(new Event("input", { bubbles: true }));
  await drawn();
  return { scroll, filter: performance.now() - began };
}"""
"""Milliseconds until a list is drawn again after it was scrolled, and after it was filtered."""

MS_TO_FRAME = 300
FRAMED = """async () => {
  const took = [];
  for (const pick of document.querySelectorAll(".nb-finding[data-bbox] .pick")) {
    document.querySelectorAll(".nb-frame").forEach(f => f.remove());
    const began = performance.now();
    pick.click();
    while (!document.querySelector(".nb-sheet .nb-frame")) await new Promise(requestAnimationFrame);
    took.push(performance.now() - began);
  }
  return took;
}"""
"""Milliseconds from each finding with a place on a page until it is framed there."""


def ready(page: Any, address: str) -> None:
    """Go to a page of the desk and wait until it is drawn."""
    name = address.split("/")[0]
    page.evaluate("a => { location.hash = a }", address)
    page.wait_for_selector(f'body[data-page="{name}"] #nb-{name} .nb-head')
    page.wait_for_timeout(500)


def serious(page: Any) -> list[tuple[str, str]]:
    """What axe-core calls serious or critical on the page as it is."""
    from axe_playwright_python.sync_playwright import Axe

    return [
        (violation["id"], node["html"][:160])
        for violation in Axe().run(page).response["violations"]
        if violation["impact"] in ("serious", "critical")
        for node in violation["nodes"]
    ]


@pytest.mark.alone
def test_the_server_is_up_and_the_page_usable_in_time(server: Server, desk: Watched) -> None:
    began = time.monotonic()
    page = desk.page()
    page.wait_for_selector("#nb-review .nb-drop")
    seconds = time.monotonic() - began
    weight = page.evaluate(
        "performance.getEntriesByType('resource').reduce((n, r) => n + r.encodedBodySize, 0)"
    )
    print(f"up {server.seconds:.1f} s, usable {seconds:.2f} s, {weight / 1024:.0f} KB")
    assert server.seconds <= SECONDS_TO_START
    assert seconds <= SECONDS_TO_USE


@pytest.mark.alone
def test_a_finding_is_framed_at_once(desk: Watched, faulty_pdf: Path) -> None:
    page = opened(desk, faulty_pdf)
    page.wait_for_selector(".nb-sheet img")
    took = page.evaluate(FRAMED)
    print(f"frames after {', '.join(f'{ms:.0f}' for ms in took)} ms")
    assert len(took) > 1 and max(took) <= MS_TO_FRAME


@pytest.mark.parametrize("width", [390, 1280, 1920])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_serious_violation(
    browser: Any, server: Server, faulty_pdf: Path, scheme: str, width: int
) -> None:
    desk = watched(browser, server, color_scheme=scheme, viewport={"width": width, "height": 844})
    page = desk.page()
    found = {}
    for address in PAGES:
        ready(page, address)
        shot(page, f"{address.replace('/', '-')}-{scheme}-{width}")
        found[address] = serious(page)
    ready(page, "ask")
    page.fill("#ask-box textarea", "2024年各乡镇一共新收多少件申请？")
    page.keyboard.press("Enter")
    page.locator(".nb-turn summary").first.click()
    shot(page, f"answer-{scheme}-{width}")
    found["answer"] = serious(page)
    page = given(desk, [faulty_pdf])
    found["list"] = serious(page)
    page.click("#nb-rows button.link")
    page.wait_for_selector(".nb-sheet img")
    for view in ("source", "forms", "rules"):
        page.locator(f'#nb-review [role=tab][data-view="{view}"]').click()
        shot(page, f"report-{view}-{scheme}-{width}")
        found[f"report {view}"] = serious(page)
    page.locator("td[data-key].error, td[data-key].warning").first.evaluate("td => td.click()")
    page.wait_for_selector("dialog[open]")
    found["cell"] = serious(page)
    desk.context.close()
    assert {address: v for address, v in found.items() if v} == {}
    assert desk.outside == [] and desk.complaints == []


@pytest.mark.parametrize("width", [390, 1280, 1920])
def test_no_page_is_wider_than_the_screen(browser: Any, server: Server, width: int) -> None:
    desk = watched(browser, server, viewport={"width": width, "height": 844})
    page = desk.page()
    wide = {}
    for address in PAGES:
        ready(page, address)
        shot(page, f"{address.replace('/', '-')}-{width}")
        wide[address] = page.evaluate("document.documentElement.scrollWidth")
    desk.context.close()
    assert {address: w for address, w in wide.items() if w > width} == {}


@pytest.mark.alone
@pytest.mark.timeout(600)
def test_a_list_of_five_hundred_reports_is_filtered_and_scrolled_at_once(
    desk: Watched, tmp_path: Path
) -> None:
    content = to_html(generate(seed=3, form="2021"))
    agency = generate(seed=3, form="2021").agency
    paths = []
    for n in range(LONG_LIST):
        paths.append(tmp_path / f"{n:03}.html")
        named = content.decode().replace(agency, f"临溪县第{n:03}中心")
        paths[-1].write_text(named, encoding="utf-8")
    page = given(desk, paths, seconds=400)
    assert page.locator("#nb-rows tr.open").count() == LONG_LIST
    took = page.evaluate(FILTERED)
    print(f"filter {took['filter']:.0f} ms, scroll {took['scroll']:.0f} ms")
    assert page.locator("#nb-rows tr.open:visible").count() == 1
    assert took["filter"] <= MS_TO_FILTER and took["scroll"] <= MS_TO_FILTER


def test_two_browsers_share_nothing(desk: Watched, second_desk: Watched, faulty_html: Path) -> None:
    one = given(desk, [faulty_html])
    assert one.locator("#nb-rows tr.open").count() == 1
    item = one.locator("#nb-rows button.link").first.get_attribute("data-item")
    one.goto(f"{desk.url}/#ask")
    one.fill("#ask-box textarea", "T01是什么意思？")
    one.keyboard.press("Enter")
    one.wait_for_selector(".nb-turn")

    other = second_desk.page()
    other.wait_for_selector("#nb-review .nb-drop")
    assert other.locator("#nb-rows").count() == 0
    stolen = other.evaluate(
        "id => nianbao.panels.review.server.call({do: 'picture', item: id, page: 1})", item
    )
    assert stolen["error"] and not stolen["data"]
    other.goto(f"{desk.url}/#ask")
    other.wait_for_selector("#ask-empty")
    assert other.locator(".nb-turn").count() == 0
    ready(other, "draft")
    assert other.locator(".nb-draft-text").count() == 0


def test_uploads_outside_the_upload_folder_are_refused(desk: Watched) -> None:
    page = desk.page()
    page.wait_for_selector("#nb-review .nb-drop")
    reply = page.evaluate(
        "nianbao.panels.review.server.call("
        "{do: 'take', files: [{path: '/etc/hostname', name: 'a.txt'}]})"
    )
    assert reply["error"]


def test_work_goes_on_after_the_server_restarts(
    browser: Any, tmp_path: Path, faulty_html: Path
) -> None:
    from tests.browser.conftest import free_port, start

    port = free_port()
    process, _ = start(tmp_path, port)
    desk = watched(browser, Server(f"http://127.0.0.1:{port}", tmp_path, 0))
    page = given(desk, [faulty_html])
    page.click("#nb-rows button.link")
    page.wait_for_selector("#nb-review [data-report]")
    process.terminate()
    process.wait(10)
    process, _ = start(tmp_path, port)
    page.reload()
    page.wait_for_selector("#nb-review [data-report] .nb-finding")
    desk.context.close()
    process.terminate()
    process.wait(10)
