"""审查 in a browser: upload, find, decide, correct, export, go on after a reload."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from index.report import GRADES
from tests.browser.conftest import Server, Watched, _written, shot, watched
from tests.generator import generate, to_html, to_pdf, to_tabbed

FILES = "#panel-review input[data-kind=files]"


def given(desk: Watched, paths: list[Path], seconds: int = 90) -> Any:
    """The review page once these files are reviewed."""
    page = desk.page()
    page.wait_for_selector("#nb-review .nb-drop")
    page.set_input_files(FILES, [str(p) for p in paths])
    page.wait_for_selector("#nb-rows", timeout=seconds * 1000)
    page.wait_for_selector("#nb-progress .nb-card", state="detached", timeout=seconds * 1000)
    return page


def opened(desk: Watched, path: Path) -> Any:
    """The review page with the one report of `path` open."""
    page = given(desk, [path])
    page.click("#nb-rows button.link")
    page.wait_for_selector("#nb-review [data-report]")
    return page


def test_a_finding_is_framed_on_the_page(desk: Watched, faulty_pdf: Path) -> None:
    page = opened(desk, faulty_pdf)
    finding = page.locator('.nb-finding[data-rule~="T01"]').first
    finding.locator(".pick").click()
    page.wait_for_selector(".nb-sheet .nb-frame")
    shot(page, "review-framed")
    frame = page.locator(".nb-frame").bounding_box()
    pane = page.locator("#review-view-source").bounding_box()
    assert pane["y"] <= frame["y"] <= pane["y"] + pane["height"]
    sheet = page.locator(f'.nb-sheet[data-page="{finding.get_attribute("data-page")}"]')
    assert sheet.locator("img").evaluate("i => i.naturalWidth") > 600


def test_the_sentence_itself_is_framed(desk: Watched, faulty_pdf: Path) -> None:
    page = opened(desk, faulty_pdf)
    whole = page.locator('.nb-finding[data-rule~="X01"]').first
    finding = whole.locator('.several [data-rule="X01"][data-quote]')
    finding.click()
    assert whole.get_attribute("aria-current") == "true"
    page.wait_for_selector(".nb-frame")
    said = page.evaluate(
        "at => nianbao.panels.review.server.call({ ...at, do: 'said' })",
        {
            **page.locator("#nb-review [data-report]").evaluate("r => ({ ...r.dataset })"),
            **finding.evaluate("f => ({ ...f.dataset })"),
        },
    )["data"]
    assert page.locator(".nb-frame").count() == len(said["boxes"])
    sheet = page.locator(f'.nb-sheet[data-page="{said["page"]}"]')
    left = said["boxes"][0][0] / float(sheet.get_attribute("data-width")) * 100
    style = page.locator(".nb-frame").first.evaluate("f => parseFloat(f.style.left)")
    assert abs(style - left) < 1


def test_the_forms_tables_show_what_is_wrong(desk: Watched, faulty_pdf: Path) -> None:
    page = opened(desk, faulty_pdf)
    page.keyboard.press("t")
    bad = page.locator('td[data-key="applications.new_received.total"]')
    assert "error" in bad.get_attribute("class")
    bad.hover()
    assert "T01" in page.locator(".nb-tip").inner_text()
    blank = page.locator('td[data-key="applications.denied.state_secrets.natural_person"]')
    assert "blank" in blank.get_attribute("class")
    shot(page, "review-forms")


def test_decisions_by_keyboard_stay_after_a_reload(desk: Watched, faulty_pdf: Path) -> None:
    page = opened(desk, faulty_pdf)
    first, second = (page.locator(".nb-finding").nth(n) for n in (0, 1))
    first.locator(".pick").click()
    page.keyboard.press("1")
    expect(first).to_have_attribute("data-state", "confirmed")
    page.wait_for_selector(".nb-toast >> text=未署名")  # said once: who decides has given no name
    expect(second).to_have_attribute("aria-current", "true")  # the next one that waits
    page.keyboard.press("n")
    page.keyboard.type("机关已说明")
    page.keyboard.press("Enter")
    expect(second).to_contain_text("机关已说明")
    page.keyboard.press("2")
    expect(second).to_have_attribute("data-state", "dismissed")
    page.reload()
    expect(first).to_have_attribute("data-state", "confirmed")
    expect(second).to_have_attribute("data-state", "dismissed")
    second.locator(".pick").click()
    expect(second).to_contain_text("机关已说明")  # a verdict leaves the note as it was


def test_the_gravest_come_first_and_a_filter_outlasts_a_decision(
    desk: Watched, faulty_pdf: Path
) -> None:
    page = opened(desk, faulty_pdf)
    grades = page.locator(".nb-finding").evaluate_all("f => f.map(x => x.dataset.grade)")
    assert grades == sorted(grades, key=GRADES.index)
    page.locator('[data-of="grade"][data-value="error"]').click()
    errors = page.locator(".nb-finding:visible").count()
    waiting = page.locator('.nb-finding[data-grade="error"][data-state="open"]')
    page.reload()  # what was decided stands, and the first that waits is in hand
    page.locator('[data-of="grade"][data-value="error"]').click()
    while left := waiting.count():
        page.keyboard.press("1")
        expect(waiting).to_have_count(left - 1)
    assert page.locator(".nb-finding:visible").count() == errors


def test_at_a_narrow_window_a_tapped_finding_scrolls_to_its_frame(
    browser: Any, server: Server, faulty_pdf: Path
) -> None:
    desk = watched(browser, server, viewport={"width": 390, "height": 844})
    page = given(desk, [faulty_pdf])
    assert page.locator("#nb-rows tr.open .nb-badge.error").is_visible()
    shot(page, "review-list-390")
    page.locator("#nb-rows button.link").click()
    page.wait_for_selector("#nb-review [data-report]")
    finding = page.locator('.nb-finding[data-rule~="T01"]').first
    assert finding.locator(".nb-badge.error").is_visible()
    finding.locator(".pick").click()
    page.wait_for_selector(".nb-frame")
    page.wait_for_timeout(300)
    frame = page.locator(".nb-frame").first.bounding_box()
    assert frame["y"] >= 0 and frame["y"] + frame["height"] <= 844
    shot(page, "review-framed-390")
    desk.context.close()
    assert desk.complaints == []


def test_filters_show_less(desk: Watched, faulty_pdf: Path) -> None:
    page = opened(desk, faulty_pdf)
    everything = page.locator(".nb-finding:visible").count()
    page.locator('[data-of="grade"][data-value="error"]').click()
    errors = page.locator(".nb-finding:visible").count()
    assert 0 < errors < everything
    page.locator('[data-of="grade"][data-value="error"]').click()
    page.select_option("#review-finding-rule", "T01")
    assert page.locator(".nb-finding:visible").count() == 1


def test_a_misread_cell_is_corrected_and_checked_again(desk: Watched, faulty_pdf: Path) -> None:
    page = opened(desk, faulty_pdf)
    total = page.locator('.nb-finding[data-rule~="T01"] dd', has_text="999").first
    right = page.locator('.nb-finding[data-rule~="T01"]').first.inner_text()
    assert total.count() and "999" in right
    page.keyboard.press("t")
    page.locator('td[data-key="applications.new_received.total"]').click()
    page.wait_for_selector("dialog[open]")
    expected = page.locator('.nb-finding[data-rule~="T01"] dl').first.inner_text()
    value = expected.split("似应为")[1].split()[0]
    page.fill("dialog[open] input[name=text]", value)
    page.keyboard.press("Enter")
    page.wait_for_selector('.nb-finding[data-rule~="T01"]', state="detached")
    cell = page.locator('td[data-key="applications.new_received.total"]')
    assert "corrected" in cell.get_attribute("class") and cell.inner_text() == value
    cell.click()
    dialog = page.locator("dialog[open]")
    assert "999" in dialog.locator("dt:text-is('原件印的') + dd").inner_text()
    page.keyboard.press("Escape")
    page.keyboard.press("z")
    page.wait_for_selector('.nb-finding[data-rule~="T01"]')
    assert cell.inner_text() == "999"


def test_the_page_stands_beside_the_cell_that_is_corrected(desk: Watched, faulty_pdf: Path) -> None:
    page = opened(desk, faulty_pdf)
    page.keyboard.press("t")
    page.locator('td[data-key="applications.new_received.total"]').click()
    crop = page.locator("dialog[open] .nb-crop")
    assert crop.locator("img").evaluate("i => i.naturalWidth") > 300
    frame, field = crop.locator("i").bounding_box(), page.locator("dialog[open] input[name=text]")
    picture = crop.bounding_box()
    assert (
        picture["x"] <= frame["x"]
        and frame["y"] + frame["height"] <= picture["y"] + picture["height"]
    )
    assert field.is_visible() and field.input_value() == "999"
    shot(page, "review-cell")


def test_the_worst_come_first_and_fifteen_are_seen(desk: Watched, batch: list[Path]) -> None:
    page = given(desk, batch)
    page.click("#nb-rows th >> text=错误")
    rows = page.locator("#nb-rows tbody tr")
    assert "读不出" in rows.first.inner_text()
    counts = [int(t or 0) for t in page.locator("#nb-rows td.error:not(.state)").all_inner_texts()]
    assert counts == sorted(counts, reverse=True)
    assert rows.nth(14).is_visible()
    box = rows.nth(14).bounding_box()
    assert box["y"] + box["height"] <= 800


def test_unread_cells_are_a_state_of_their_own_and_are_asked_about_before_they_are_kept(
    fresh: Watched, tmp_path: Path
) -> None:
    lines = to_tabbed(generate(seed=9, form="2021")).decode().splitlines()
    lost = "\n".join(line for line in lines if "3.危及" not in line)
    page = fresh.page("#ask")
    page.wait_for_selector("#nb-ask .nb-head")
    page.goto(f"{fresh.url}/#review")
    page = given(fresh, [_written(tmp_path / "缺一行.txt", lost)])
    row = page.locator("#nb-rows tr.open")
    assert row.locator("text=有未读").is_visible()
    assert page.locator("#nb-tally >> text=有未读的 1").is_visible()
    row.locator("[data-first=unread]").click()
    page.wait_for_selector('.nb-finding.unread[aria-current="true"]')
    assert page.locator("#nb-review td.unread").count() == 7
    assert page.locator("#nb-review td.unread").first.is_visible()
    shot(page, "review-unread")
    page.click("text=← 清单")
    page.click("text=全部入库")
    expect(page.locator("dialog[open]")).to_contain_text("1 份共 7 格没有读出")
    page.click("dialog[open] >> text=确定")
    page.wait_for_selector("#nb-rows tr.open >> text=库")
    for address, said in (("ask", "1 份报告"), ("library", "1 份")):
        page.evaluate("a => { location.hash = a }", address)
        page.wait_for_selector(f"#nb-{address} .nb-head >> text={said}")


def test_decisions_in_bulk_and_back(desk: Watched, faulty_html: Path, faulty_pdf: Path) -> None:
    page = given(desk, [faulty_html, faulty_pdf])
    page.click("text=成批处理")
    pile = page.locator("dialog[open] tr", has_text="T01").first
    page.fill("dialog[open] input[name=note]", "口径不同")
    pile.locator("text=不成立").click()
    page.wait_for_selector("dialog[open] >> text=撤回上一次")
    assert page.locator("dialog[open] tr", has_text="T01").count() == 0
    shot(page, "review-bulk")
    page.click("dialog[open] >> text=关闭")
    page.locator("#nb-rows button.link").first.click()
    decided = page.locator('.nb-finding[data-rule~="T01"][data-state="dismissed"]').first
    decided.locator(".pick").click()
    expect(decided).to_contain_text("口径不同")
    page.keyboard.press("b")
    page.click("dialog[open] >> text=撤回上一次")
    page.wait_for_selector('.nb-finding[data-rule~="T01"][data-state="open"]')


def test_reports_are_assigned_and_each_persons_progress_is_seen(
    desk: Watched, batch: list[Path]
) -> None:
    page = given(desk, batch[:4])
    page.click("text=分派")
    page.fill("dialog[open] input[name=who]", "张三、李四")
    page.keyboard.press("Enter")
    page.wait_for_selector("#nb-tally >> text=/张三 \\d\\/2/")
    page.click("#nb-tally .share >> text=李四")
    assert page.locator("#nb-rows tbody tr:visible").count() == 2
    page.reload()
    page.wait_for_selector("#nb-tally .share >> text=李四")


@pytest.mark.parametrize("form", ["letter", "docx", "xlsx", "html", "json"])
def test_exports_in_one_click(desk: Watched, faulty_html: Path, form: str, tmp_path: Path) -> None:
    page = opened(desk, faulty_html)
    if form != "letter":
        page.click("#nb-review .nb-menu summary")
    with page.expect_download() as download:
        page.locator(f'#nb-review [data-do="export"][data-format="{form}"]').first.click()
    path = tmp_path / f"out.{form}"
    download.value.save_as(path)
    ending = {"letter": "退改函.docx", "docx": "核查单.docx"}.get(form, f".{form}")
    assert download.value.suggested_filename.endswith(ending)
    if form in ("letter", "docx", "xlsx"):
        assert zipfile.is_zipfile(path)
    elif form == "json":
        review = json.loads(path.read_text("utf-8"))["reviews"][0]
        assert review["assessed"]["T01"] == "fail"
    else:
        assert "999" in path.read_text("utf-8")


def test_twenty_files_with_one_broken(desk: Watched, batch: list[Path]) -> None:
    page = given(desk, batch)
    shot(page, "review-list")
    assert page.locator("#nb-rows tr.open").count() == 19
    broken = page.locator("#nb-rows tr", has_text="坏文件.pdf")
    assert "读不出" in broken.inner_text()
    assert broken.inner_text().count("坏文件.pdf") == 1  # its name is not said again in why
    page.click("#nb-tally >> text=读不出的 1")
    assert page.locator("#nb-rows tbody tr:visible").count() == 1
    page.reload()
    page.wait_for_selector("#nb-rows")
    assert page.locator("#nb-rows tr.open").count() == 19


def test_the_list_is_found_again_as_it_was_left(desk: Watched, batch: list[Path]) -> None:
    page = given(desk, batch)
    visible = page.locator("#nb-rows tbody tr:visible")
    page.fill("#review-text", "县")
    page.click("#nb-rows th >> text=机关 / 文件")
    page.click("#nb-rows th >> text=机关 / 文件")
    page.locator("#nb-rows").evaluate("e => { e.scrollTop = 40 }")
    names = visible.locator("button.link").all_inner_texts()
    assert 2 < len(names) < 20
    page.evaluate("nianbao.call('review', 'progress', {})")  # as while files are being read
    page.wait_for_timeout(500)
    expect(visible.locator("button.link")).to_have_text(names)
    page.locator("#nb-rows button.link:visible").nth(1).evaluate("b => b.click()")
    page.wait_for_selector("#nb-review [data-report]")
    assert page.locator("[data-nth]").inner_text() == f"2 / {len(names)}"
    page.keyboard.press("]")
    expect(page.locator("#nb-review h1")).to_contain_text(names[2])
    page.keyboard.press("[")
    expect(page.locator("#nb-review h1")).to_contain_text(names[1])
    page.click("text=← 清单")
    page.wait_for_selector("#nb-rows")
    expect(visible.locator("button.link")).to_have_text(names)
    page.wait_for_function("document.querySelector('#nb-rows').scrollTop == 40")
    for key in ("j", "j", "k", "j", "Enter"):
        page.keyboard.press(key)
    expect(page.locator("#nb-review h1")).to_contain_text(names[1])


def test_a_click_is_not_lost_while_the_list_is_drawn_anew(desk: Watched, faulty_html: Path) -> None:
    page = given(desk, [faulty_html])
    page.locator("#nb-rows button.link").hover()
    page.mouse.down()
    page.evaluate("nianbao.panels.review.call('progress', {}, true)")  # as every second of a batch
    page.mouse.up()
    page.wait_for_selector("#nb-review [data-report]")


def test_a_stopped_batch_goes_on_with_one_click(desk: Watched, tmp_path: Path) -> None:
    many = [generate(seed=300 + n, form="2021") for n in range(15)]  # none is read already
    batch = [_written(tmp_path / f"{n}.pdf", to_pdf(true)) for n, true in enumerate(many)]
    page = desk.page()
    page.wait_for_selector("#nb-review .nb-drop")
    page.set_input_files(FILES, [str(p) for p in batch])
    page.click("#nb-progress >> text=停止")
    page.wait_for_selector("text=继续审查")
    assert page.locator("#nb-rows tr", has_text="已停止").count() > 0
    page.reload()
    page.click("text=继续审查")
    page.wait_for_selector("#nb-progress .nb-card", state="detached", timeout=90_000)
    assert page.locator("#nb-rows tr.open").count() == 15


def test_a_letter_for_each_report_that_goes_back(
    desk: Watched, faulty_html: Path, batch: list[Path], tmp_path: Path
) -> None:
    page = given(desk, [faulty_html, faulty_html, batch[0]])
    back = page.locator("#nb-rows tr.open").filter(has=page.locator(".nb-badge.error:not(.zero)"))
    back = back.or_(
        page.locator("#nb-rows tr.open").filter(has=page.locator(".nb-badge.warning:not(.zero)"))
    )
    expected = back.count()
    assert expected >= 1
    with page.expect_download() as download:
        page.click("text=全部退改函")
    download.value.save_as(tmp_path / "letters.zip")
    with zipfile.ZipFile(tmp_path / "letters.zip") as archive:
        letters = [n for n in archive.namelist() if n.endswith("退改函.docx")]
        assert len(letters) == len(set(letters)) == expected  # of one report given twice one
        assert [n for n in archive.namelist() if n not in letters] == ["3份报告台账.xlsx"]
    page.wait_for_selector("#nb-rows >> text=函待发")
    page.click(f"text=标为已发出 {expected}")
    page.click("dialog[open] >> text=确定")
    page.wait_for_selector("#nb-rows >> text=日前")
    assert page.locator("#nb-rows >> text=函待发").count() == 0
    page.click("#nb-tally >> text=等重报的")
    shot(page, "review-sent")
    page.click("#nb-tally >> text=等重报的")
    mended = _written(tmp_path / "改好的.html", to_html(generate(seed=6, form="2021")))
    page.set_input_files(FILES, [str(mended)])
    page.wait_for_selector("#nb-rows >> text=已重报", timeout=60_000)
    page.locator("#nb-rows tr", has_text="改好的").locator("button.link").click()
    page.wait_for_selector("text=这是重报的一稿")
    page.click("text=这是重报的一稿")
    assert page.locator("#nb-review details li >> text=已改").count() > 0
    shot(page, "review-answered")


def test_a_folder_dropped_beside_the_box(desk: Watched, batch: list[Path], tmp_path: Path) -> None:
    folder = tmp_path / "报送" / "乡镇"
    folder.mkdir(parents=True)
    for file in batch[:3]:
        (folder / file.name).write_bytes(file.read_bytes())
    page = desk.page()
    page.wait_for_selector("#nb-review .nb-drop")
    session = page.context.new_cdp_session(page)
    for kind in ("dragEnter", "dragOver", "drop"):
        data = {"items": [], "files": [str(tmp_path / "报送")], "dragOperationsMask": 1}
        session.send("Input.dispatchDragEvent", {"type": kind, "x": 700, "y": 600, "data": data})
    page.wait_for_selector("#nb-rows")
    page.wait_for_selector("#nb-progress .nb-card", state="detached", timeout=90_000)
    assert page.locator("#nb-rows tr.open").count() == 3


def test_a_batch_goes_on_without_the_page(desk: Watched, batch: list[Path]) -> None:
    page = desk.page()
    page.wait_for_selector("#nb-review .nb-drop")
    page.set_input_files(FILES, [str(p) for p in batch])
    page.wait_for_selector("#nb-rows")
    page.goto("about:blank")
    page.goto(desk.url)
    page.wait_for_selector("#nb-rows")
    page.wait_for_selector("#nb-progress .nb-card", state="detached", timeout=90_000)
    assert page.locator("#nb-rows tr.open").count() == 19


def test_a_zip_is_opened(desk: Watched, batch: list[Path], tmp_path: Path) -> None:
    path = tmp_path / "报告.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for file in batch[:3]:
            archive.write(file, f"某县/{file.name}")
    page = given(desk, [path])
    assert page.locator("#nb-rows tr.open").count() == 3


def test_a_pasted_report(desk: Watched, faulty_html: Path) -> None:
    page = desk.page()
    page.click("text=粘贴文字或表格")
    body = faulty_html.read_bytes().decode("utf-8")
    page.locator("#nb-pasted").evaluate("(box, html) => { box.innerHTML = html }", body)
    page.click("text=审查这段文字")
    page.wait_for_selector("#nb-rows tr.open", timeout=60_000)
    assert page.locator("#nb-rows tr.open .nb-badge.error").first.inner_text() != "0"


def test_two_versions_side_by_side(desk: Watched, faulty_html: Path, tmp_path: Path) -> None:
    mended = _written(tmp_path / "改过的报告.html", to_html(generate(seed=6, form="2021")))
    page = given(desk, [faulty_html, mended])
    page.locator("#nb-rows tr", has_text="改过的报告").locator("button.link").click()
    page.wait_for_selector("#nb-review [data-report]")
    page.click("#nb-review >> text=与旧版比较")
    page.click("dialog[open] >> text=审查清单：有错的报告.html")
    page.wait_for_selector("dialog[open] >> text=改动的数据")
    assert "已改正" in page.locator("dialog[open]").inner_text()
    shot(page, "review-compare")
