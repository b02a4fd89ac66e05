"""起草 in a browser: interview, evidence, draft, hand edits, one paragraph revised, both exports."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docx import Document
from docx.oxml.ns import qn

from tests.browser.conftest import Watched, shot

PROBLEM = "县政府办第三季度通报我局专栏链接失效3处"
MINE = "全年共组织培训77次。"


def drafted(page: Any, agency: str) -> None:
    page.fill("#nb-draft input[name=agency]", agency)
    page.fill("#nb-draft input[name=year]", "2024")
    page.click("text=收集依据")
    page.wait_for_selector(".nb-ask")
    assert "起草对象" in page.locator("#draft-subject").inner_text()


def paragraphs(page: Any, action: str, path: Path) -> list[str]:
    """What an export holds."""
    with page.expect_download() as download:
        page.locator(f'#nb-draft [data-do="{action}"]').click()
    download.value.save_as(path)
    return [p.text for p in Document(str(path)).paragraphs if p.text]


def test_what_is_on_the_screen_is_what_is_exported(
    desk: Watched, county: Path, tmp_path: Path
) -> None:
    agency = next(p.stem for p in sorted(county.iterdir()) if "局2024" in p.name)[:-4]
    page = desk.page("#draft")
    drafted(page, agency)
    page.locator(".nb-ask", has_text="检查、通报、考核").locator("textarea").fill(PROBLEM)
    page.click("text=记下答复")
    page.wait_for_selector(".nb-ask >> text=撤回")
    left = page.locator(".nb-ask textarea").evaluate_all("all => all.map(t => t.value).join('')")
    assert left == ""  # what was taken no longer stands in the field
    page.locator('#nb-draft button[type=submit]:text-is("起草")').click()
    page.wait_for_selector(".nb-draft-text")
    assert page.locator(".nb-sure", has_text=PROBLEM).count() == 1
    assert page.locator(".nb-doubt").count() == 0
    gap = page.locator(".nb-gap", has_text="针对“我局专栏链接失效3处”")
    gap.locator("input").fill("由办公室于5月底前逐条复核链接")
    gap.locator("button").click()
    page.wait_for_selector(".nb-sure >> text=逐条复核链接")
    shot(page, "draft")

    # by hand, unsaved: what stands in the field is what counts
    page.click("#nb-draft summary >> text=修改")
    text = page.locator("#draft-text").input_value()
    page.fill("#draft-text", text + "\n" + MINE)
    page.fill("#draft-told", "删去第1段")
    page.locator('#nb-draft [data-do="revise"]').click()
    page.wait_for_selector(f".nb-doubt >> text={MINE[:6]}")
    shown = page.locator("#draft-text").input_value()
    assert shown.endswith(MINE) and shown.splitlines() == text.splitlines()[1:] + [MINE]

    # an unproved sentence holds the export back until somebody answers for it
    page.locator('#nb-draft [data-do="export"]').click()
    page.wait_for_selector(".nb-toast.error")
    page.locator('[data-change="accept"]').check()
    page.wait_for_selector(".nb-answered")
    part = paragraphs(page, "export", tmp_path / "part.docx")
    assert part[0] == agency and part[3:] == shown.splitlines()
    whole = paragraphs(page, "whole", tmp_path / "whole.docx")
    assert [line for line in shown.splitlines() if line not in whole] == []

    # the same with its changes as Word revisions
    page.check("text=带修订痕迹")
    paragraphs(page, "export", tmp_path / "revised.docx")
    body = Document(str(tmp_path / "revised.docx")).element.body
    gone = "".join(t.text or "" for t in body.iter(qn("w:delText")))
    assert gone == text.splitlines()[0]

    # versions, after a reload too
    assert page.locator('[data-do="pick"]').count() == 4
    page.reload()
    page.wait_for_selector(".nb-draft-text")
    assert MINE[:-1] in page.locator(".nb-draft-text").inner_text()
    page.locator('#nb-draft [data-do="compare"]').last.click()
    page.wait_for_selector("dialog[open] ins")
    assert "组织培训77次" in "".join(page.locator("dialog[open] ins").all_inner_texts())


def test_a_false_sentence_is_red_and_never_exported(desk: Watched, county: Path) -> None:
    agency = next(p.stem for p in sorted(county.iterdir()) if "局2024" in p.name)[:-4]
    page = desk.page("#draft")
    drafted(page, agency)
    page.locator('#nb-draft button[type=submit]:text-is("起草")').click()
    page.wait_for_selector(".nb-draft-text")
    page.click("#nb-draft summary >> text=修改")
    text = page.locator("#draft-text").input_value()
    page.fill("#draft-text", text + "\n全年新收政府信息公开申请98765件。")
    page.click("text=存为新版本")
    page.wait_for_selector(".nb-false")
    assert "98765" in page.locator(".nb-false").inner_text()
    page.locator('#nb-draft [data-do="export"]').click()
    page.wait_for_selector(".nb-toast.error >> text=与数据不符")
