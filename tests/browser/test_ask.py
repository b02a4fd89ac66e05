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
    second.locator("details.nb-basis").evaluate("d => { d.open = true }")
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
    answer.locator(".nb-basis summary").click()
    sources = answer.locator(".nb-source").all_inner_texts()
    assert sources and all("第6部分" in s for s in sources)
    shot(page, "ask-part")


def change(page: Any, answer: Any, sort: str) -> Any:
    """The small picker of an answer's chip, open."""
    answer.locator(f'.nb-part[data-sort="{sort}"]').first.click()
    page.wait_for_selector("dialog[open]")
    return page.locator("dialog[open]")


def submit(page: Any) -> Any:
    """What is open sent; the answer that follows."""
    number = page.locator(".nb-turn").count()
    page.click("dialog[open] button[type=submit]")
    page.wait_for_selector(f'.nb-turn[data-turn="{number}"]')
    return page.locator(f'.nb-turn[data-turn="{number}"]')


def test_a_median_without_typing_then_a_chip_a_cell_and_a_follow_up(desk: Watched) -> None:
    page = desk.page("#ask")
    page.wait_for_selector("#ask-empty")
    page.click("#ask-pick")
    page.wait_for_selector("dialog[open]")
    shot(page, "ask-picker")
    page.select_option("dialog[open] [name=made]", "中位数")
    median = submit(page)
    assert "中位数" in median.locator(".nb-words").inner_text()
    picker = change(page, median, "年度")
    picker.locator('[name=years][value="2024"]').uncheck()
    picker.locator('[name=years][value="2023"]').check()
    earlier = submit(page)
    assert "2023年" in earlier.locator(".nb-read").inner_text()
    assert earlier.locator(".nb-question").inner_text() == "年度改为“2023年”"
    assert median.locator(".nb-question").inner_text() == "选着问"
    picker = change(page, earlier, "怎么算")
    picker.locator('[name=fn][value="和"]').check()
    total = submit(page)
    assert "合计" in total.locator(".nb-words").inner_text()
    shot(page, "ask-changed")
    total.locator("details.nb-basis").evaluate("d => { d.open = true }")
    total.locator('[data-do="cite"]').first.click()
    page.wait_for_selector("dialog[open] td.hit")
    page.locator('dialog[open] >> text="关闭"').click()
    followed = ask(page, "那2022年呢？")
    assert "2022年" in followed.locator(".nb-read").inner_text()
    assert followed.locator(".nb-from").count() == 1


def test_asked_again_a_chosen_plan_stays_what_was_chosen(desk: Watched) -> None:
    page = desk.page("#ask")
    page.wait_for_selector("#ask-empty")
    page.click("#ask-pick")
    page.wait_for_selector("dialog[open]")
    page.select_option("dialog[open] [name=made]", "place")
    first = submit(page)
    told = first.locator(".nb-words").inner_text()
    page.click('[data-do="again"]')
    page.wait_for_selector(".nb-turn", state="detached")
    page.wait_for_selector('.nb-turn[data-turn="0"]')
    assert page.locator(".nb-words").inner_text() == told
    picker = change(page, page.locator('.nb-turn[data-turn="0"]'), "年度")
    picker.locator('[name=years][value="2024"]').uncheck()
    picker.locator('[name=years][value="2023"]').check()
    changed = submit(page).locator(".nb-words").inner_text()
    page.click('[data-do="again"]')
    page.wait_for_selector('.nb-turn[data-turn="1"]', state="detached")
    page.wait_for_selector('.nb-turn[data-turn="1"]')
    assert page.locator('.nb-turn[data-turn="1"] .nb-words').inner_text() == changed != told


def test_the_picker_says_what_is_missing_and_stays_open(desk: Watched) -> None:
    page = desk.page("#ask")
    page.wait_for_selector("#ask-empty")
    page.click("#ask-pick")
    page.wait_for_selector("dialog[open]")
    page.locator("dialog[open] [name=who][value=names]").check()
    page.click("dialog[open] button[type=submit]")
    page.wait_for_selector("#ask-errors:not(:empty)")
    page.locator("dialog[open] [name=sort][value=words]").check()
    page.locator("dialog[open] [name=names]").first.check()
    answer = submit(page)
    assert "第五部分的问题" in answer.locator(".nb-read").inner_text()


def test_a_table_has_its_rows_its_total_and_a_file(desk: Watched, tmp_path: Path) -> None:
    page = desk.page("#ask")
    page.wait_for_selector("#ask-empty")
    answer = ask(page, "2024年各单位新收申请的表格")
    rows = answer.locator("tbody tr").count()
    assert rows == 7
    numbers = [int(t) for t in answer.locator("tbody td:last-child").all_inner_texts()]
    assert int(answer.locator("tfoot td:last-child").inner_text()) == sum(numbers)
    with page.expect_download() as download:
        answer.locator('[data-do="table"]').click()
    path = tmp_path / "table.csv"
    download.value.save_as(path)
    assert len(path.read_text("utf-8-sig").splitlines()) == rows + 1
    shot(page, "ask-table")
