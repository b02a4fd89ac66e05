"""资料库, 规则 and 设置 in a browser."""

from __future__ import annotations

from pathlib import Path

from tests.browser.conftest import Watched, shot


def test_search_and_open_a_report(desk: Watched) -> None:
    page = desk.page("#library")
    page.wait_for_selector("#nb-entries tbody tr")
    every = page.locator("#nb-entries tbody tr").count()
    page.select_option("#library-year", "2024")
    page.wait_for_function(f"document.querySelectorAll('#nb-entries tbody tr').length < {every}")
    shot(page, "library")
    page.locator("#nb-entries button.link").first.click()
    page.wait_for_selector("#nb-library [data-report]")
    assert page.locator("#nb-library .nb-line").count() > 10


def test_the_roster_and_the_board(desk: Watched, tmp_path: Path) -> None:
    page = desk.page("#library/roster/2025")
    page.wait_for_selector("text=未收到")
    assert page.locator('tr[data-status="missing"]').count() > 0
    with page.expect_download() as download:
        page.click("text=下载催报名单")
    assert download.value.suggested_filename.endswith(".xlsx")
    page.goto(f"{desk.url}/#library/board")
    page.wait_for_selector("#nb-library figure svg")
    shot(page, "board")
    with page.expect_download() as picture:
        page.click("text=存为图片 >> nth=0")
    path = tmp_path / "chart.png"
    picture.value.save_as(path)
    assert path.read_bytes().startswith(b"\x89PNG")
    with page.expect_download() as data:
        page.click("text=数据 CSV >> nth=0")
    assert data.value.suggested_filename.endswith(".csv")


def test_problems_are_joined_and_parted(desk: Watched) -> None:
    page = desk.page("#library/groups")
    page.wait_for_selector("#nb-library tbody input[name=said]")
    shot(page, "groups")
    groups = page.locator("#nb-library tbody")
    before = groups.count()
    boxes = [groups.nth(n).locator("input[name=said]").first for n in (0, 1)]
    for box in boxes:
        box.check()
    page.click("text=合并勾选的")
    page.wait_for_selector("text=已合并 2 条")
    page.wait_for_function(f"document.querySelectorAll('#nb-library tbody').length < {before}")


def test_a_report_goes_in_and_out(desk: Watched, faulty_html: Path) -> None:
    page = desk.page("#library")
    page.wait_for_selector("#nb-entries")
    before = page.locator("#nb-entries tbody tr").count()
    page.set_input_files("#panel-library input[data-kind=files]", str(faulty_html))
    page.wait_for_selector("text=上一批入库", timeout=60_000)
    assert page.locator("#nb-entries tbody tr").count() == before + 1
    page.locator("#nb-entries tr", has_text="有错的报告.html").locator("button.link").click()
    page.wait_for_selector("#nb-library [data-report]")
    page.click("#nb-library >> text=/^移除$/")
    page.click("dialog[open] >> text=确定")
    page.wait_for_selector("#nb-entries")
    assert page.locator("#nb-entries tbody tr").count() == before


def test_a_rule_is_switched_off_with_a_reason(desk: Watched) -> None:
    page = desk.page("#rules")
    page.fill("#rules-text", "L04")
    card = page.locator("#nb-rules article:visible")
    assert card.count() == 1
    card.locator("text=停用…").click()
    card.locator("input[name=reason]").fill("本单位另有规定")
    page.keyboard.press("Enter")
    page.wait_for_selector("article[data-state=off] >> text=本单位另有规定")
    page.click("article[data-state=off] >> text=恢复")
    page.wait_for_selector("article[data-state=off]", state="detached")


def test_a_secret_is_never_shown_again(desk: Watched) -> None:
    page = desk.page("#settings")
    page.fill("#nb-settings input[name=llm_api_key]", "sk-secret-value")
    page.locator("#nb-settings form", has=page.locator("input[name=llm_api_key]")).locator(
        "button[type=submit]"
    ).click()
    page.wait_for_selector("text=已保存，不再显示")
    page.reload()
    page.wait_for_selector("text=已保存，不再显示")
    assert "sk-secret-value" not in page.content()
    assert page.locator("input[name=llm_api_key]").input_value() == ""
    page.check("input[name=forget_llm_api_key]")
    page.locator("#nb-settings form", has=page.locator("input[name=llm_api_key]")).locator(
        "button[type=submit]"
    ).click()
    page.wait_for_selector("text=已保存，不再显示", state="detached")
