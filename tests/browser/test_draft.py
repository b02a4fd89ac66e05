"""起草 in a browser: evidence, ticking, drafting, editing, versions, Word."""

from __future__ import annotations

from pathlib import Path

from docx import Document

from tests.browser.conftest import Watched, shot


def test_draft_tick_edit_and_export(desk: Watched, county: Path, tmp_path: Path) -> None:
    agency = next(p.stem for p in sorted(county.iterdir()) if "局2024" in p.name)[:-4]
    page = desk.page("#draft")
    page.fill("#nb-draft input[name=agency]", agency)
    page.fill("#nb-draft input[name=year]", "2024")
    page.click("text=收集依据")
    page.wait_for_selector(".nb-tick")
    assert "起草对象" in page.locator("#draft-subject").inner_text()
    assert page.locator("label.nb-tick", has_text="起草对象").count() == 0
    page.wait_for_selector("#nb-references legend")
    page.locator(".nb-tick input:checked").last.uncheck()
    page.fill("#nb-draft textarea[name=points]", "老年人查询不便")
    page.locator('#nb-draft button[type=submit]:text-is("起草")').click()
    page.wait_for_selector(".nb-draft-text")
    assert page.locator(".nb-sure").count() > 0
    assert "老年人" in page.locator(".nb-draft-text").inner_text()
    shot(page, "draft")
    page.click("summary:has-text('修改')")
    text = page.locator("#draft-text").input_value()
    page.fill("#draft-text", text + "全年共培训777次。")
    page.click("text=存为新版本")
    page.wait_for_selector(".nb-doubt")
    with_doubt = page.locator('#nb-draft [data-do="export"]')
    with_doubt.click()
    page.wait_for_selector(".nb-toast.error")
    page.locator('[data-change="accept"]').first.check()
    while page.locator('[data-change="accept"]:not(:checked)').count():
        page.locator('[data-change="accept"]:not(:checked)').first.check()
        page.wait_for_timeout(300)
    page.wait_for_timeout(300)
    with page.expect_download() as download:
        page.locator('#nb-draft [data-do="export"]').click()
    path = tmp_path / "draft.docx"
    download.value.save_as(path)
    assert any("777" in p.text for p in Document(str(path)).paragraphs)
    assert page.locator('[data-do="pick"]').count() == 2
    page.reload()
    page.wait_for_selector(".nb-draft-text")
    assert "777" in page.locator(".nb-draft-text").inner_text()
    page.click("#nb-draft summary >> text=修改")
    page.locator("#draft-text").fill("写到一半的文字")
    page.evaluate("nianbao.call('draft', 'show', {})")  # as any other step on the page does
    page.wait_for_timeout(500)
    assert page.locator("#draft-text").input_value() == "写到一半的文字"
    page.locator("#draft-text").fill(page.locator("#draft-text").evaluate("e => e.defaultValue"))
    page.click('#nb-draft [data-do="compare"]')
    page.wait_for_selector("dialog[open] ins")
    assert "777" in page.locator("dialog[open] ins").all_inner_texts()[0]
