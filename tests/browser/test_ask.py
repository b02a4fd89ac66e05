"""问答 in a browser: ask, follow up, open a source, rate, export."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.browser.conftest import Watched, shot


def ask(page: Any, question: str) -> Any:
    """The answer's element, once it is there."""
    number = page.locator(".nb-turn").count()
    page.fill("#ask-box textarea", question)
    page.keyboard.press("Enter")
    page.wait_for_selector(f'.nb-turn[data-turn="{number}"]')
    return page.locator(f'.nb-turn[data-turn="{number}"]')


def test_ask_follow_up_and_open_the_source(desk: Watched) -> None:
    page = desk.page("#ask")
    page.wait_for_selector("#ask-empty")
    first = ask(page, "2024年各乡镇一共新收多少件？")
    assert "2024年" in first.inner_text() and "件" in first.inner_text()
    assert first.locator("svg[role=img]").count() == 1
    second = ask(page, "那2023年呢？")
    assert "2023年" in second.locator(".nb-words").inner_text()
    shot(page, "ask")
    second.locator("details", has_text="数字出处").evaluate("d => { d.open = true }")
    second.locator('[data-do="cite"]').first.click()
    page.wait_for_selector("dialog[open] td.hit")
    shot(page, "ask-source")


def test_an_example_asks_itself(desk: Watched) -> None:
    page = desk.page("#ask")
    page.locator("#ask-empty button").first.click()
    page.wait_for_selector('.nb-turn[data-turn="0"]')


def test_what_the_library_does_not_hold(desk: Watched) -> None:
    page = desk.page("#ask")
    page.wait_for_selector("#ask-empty")
    answer = ask(page, "火星镇2024年新收多少件？")
    assert answer.locator(".nb-answer.none, .nb-answer.clarify").count() == 1


def test_history_rating_and_export(desk: Watched, tmp_path: Path) -> None:
    page = desk.page("#ask")
    page.wait_for_selector("#ask-empty")
    answer = ask(page, "T02是什么意思？")
    answer.locator('[data-rating="1"]').click()
    page.wait_for_selector('[data-rating="1"][aria-pressed="true"]')
    with page.expect_download() as download:
        page.click("#nb-ask >> text=导出 Word")
    path = tmp_path / "out.docx"
    download.value.save_as(path)
    from docx import Document

    assert any("T02是什么意思" in p.text for p in Document(str(path)).paragraphs)
    page.click("text=新对话")
    page.wait_for_selector("#ask-empty")
    page.click("text=/^历史/")
    page.locator('#ask-history [data-do="pick"]').first.click()
    page.wait_for_selector('.nb-turn[data-turn="0"]')


def test_words_are_looked_for_in_one_part(desk: Watched) -> None:
    page = desk.page("#ask")
    page.wait_for_selector("#ask-empty")
    page.select_option("#ask-part", "6")
    page.wait_for_selector('.nb-chip[data-kind="sections"]')
    answer = ask(page, "哪些单位提到收费？")
    sources = answer.locator(".nb-source").all_inner_texts()
    assert sources and all("第6部分" in s for s in sources)
    shot(page, "ask-part")
