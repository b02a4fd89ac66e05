"""设置 · 退改函 in a browser: whose letters they are, a template of the office's own."""

from __future__ import annotations

from pathlib import Path

from docx import Document

from tests.browser.conftest import Watched, shot


def test_an_office_sets_its_letters_and_gives_a_template(desk: Watched, tmp_path: Path) -> None:
    page = desk.page("#settings")
    page.fill("#nb-settings input[name=office_name]", "临溪县人民政府办公室")
    page.fill("#nb-settings input[name=office_number]", "临政公开函〔{年}〕{号}号")
    page.fill("#nb-settings input[name=office_days]", "7")
    page.locator('#nb-settings form[data-do="save_letters"] button[type=submit]').click()
    page.wait_for_selector(".nb-toast >> text=退改函的设置已保存")
    assert page.locator("#nb-settings input[name=office_days]").input_value() == "7"

    with page.expect_download() as download:
        page.locator('[data-do="template"][data-kind="letter"]').click()
    download.value.save_as(tmp_path / "模板.docx")
    chosen = '.nb-drop[data-kind="letter"] input[type=file]'
    document = Document(str(tmp_path / "模板.docx"))
    document.add_paragraph("抄送：{{ 抄送机关 }}")
    document.save(str(tmp_path / "坏模板.docx"))
    page.set_input_files(chosen, str(tmp_path / "坏模板.docx"))
    page.wait_for_selector(".nb-toast.error >> text=不认识的字段：抄送机关")
    page.set_input_files(chosen, str(tmp_path / "模板.docx"))
    page.wait_for_selector("text=正在用本单位自己的模板")
    shot(page, "settings-letters")
    page.locator('[data-do="forget_template"][data-kind="letter"]').click()
    page.click("dialog[open] >> text=确定")
    page.wait_for_selector('[data-do="forget_template"][data-kind="letter"]', state="detached")
