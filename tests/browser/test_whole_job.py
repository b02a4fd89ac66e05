"""The whole job of a review: thirty mixed files to all letters and the ledger, few clicks."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.browser.conftest import Watched, _written, shot
from tests.browser.test_review import FILES
from tests.generator import generate, to_docx, to_html, to_pdf, to_scan, to_tabbed
from tests.generator.truth import TrueReport

NEW = "applications.new_received.total"
NOTE = "只给科里看的备注"
CLICKS = 12


def mixed(folder: Path) -> list[Path]:
    """Thirty files: twenty-six reports in four formats, a scan, one of them twice, two broken."""
    writers = ((".html", to_html), (".docx", to_docx), (".pdf", to_pdf), (".txt", to_tabbed))
    paths = []
    for n in range(26):
        suffix, write = writers[n % 4]
        paths.append(_written(folder / f"{n:02}{suffix}", write(_report(n))))
    paths.append(_written(folder / "扫描.pdf", to_scan(generate(seed=700, form="2021"))))
    paths.append(_written(folder / "再报一遍.html", paths[0].read_bytes()))
    paths.append(_written(folder / "坏.pdf", b"%PDF-1.7\n" + b"\x00broken" * 40))
    return [*paths, _written(folder / "空.docx", b"")]


def _report(n: int) -> TrueReport:
    """Every third report has a sum that is wrong."""
    made = generate(seed=600 + n, form="2021")
    return made if n % 3 else made.with_printed({NEW: "999"})


def words(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return re.sub(r"<[^>]+>", "", archive.read("word/document.xml").decode("utf-8"))


@pytest.mark.timeout(900)
def test_from_upload_to_letters_and_ledger(desk: Watched, tmp_path: Path) -> None:
    page = desk.page()
    page.wait_for_selector("#nb-review .nb-drop")
    clicks: list[str] = []

    def click(what: Any) -> None:
        clicks.append(str(what))
        (page.locator(what) if isinstance(what, str) else what).click()

    clicks.append("选择文件")
    page.set_input_files(FILES, [str(p) for p in mixed(tmp_path)])
    page.wait_for_selector("#nb-rows")
    page.reload()
    page.wait_for_selector("#nb-rows")
    page.wait_for_selector("#nb-progress .nb-card", state="detached", timeout=600_000)
    rows = page.locator("#nb-rows tbody tr")
    assert rows.count() == 29 and page.locator("#nb-rows tr.open").count() == 27
    assert page.locator("#nb-rows tr", has_text="2 个文件").count() == 1

    # one finding of the first report is none, with a note
    click(page.locator("#nb-rows tr", has_text="03.txt").locator("button.link"))
    finding = page.locator('.nb-finding[data-rule~="T01"]').first
    click(finding.locator(".pick"))
    message = finding.locator("p").first.inner_text()
    page.keyboard.press("2")
    page.wait_for_selector('.nb-finding[data-rule~="T01"][data-state="dismissed"]')
    click(finding.locator(".pick"))
    page.keyboard.press("n")
    page.keyboard.type(NOTE)
    page.keyboard.press("Enter")
    page.wait_for_selector(f".nb-finding >> text={NOTE}")
    click("text=← 清单")

    with page.expect_download() as download:
        click("text=全部退改函")
    download.value.save_as(tmp_path / "letters.zip")
    with zipfile.ZipFile(tmp_path / "letters.zip") as archive:
        letters = {n: words(archive.read(n)) for n in archive.namelist() if n.endswith(".docx")}
        (ledger,) = [n for n in archive.namelist() if n.endswith(".xlsx")]
        book = openpyxl.load_workbook(io.BytesIO(archive.read(ledger)))
    shot(page, "review-letters")
    assert len(letters) >= 8
    assert all(NOTE not in said and "条规则" not in said for said in letters.values())
    agency = generate(seed=603, form="2021").agency
    own = [said for name, said in letters.items() if name.startswith(agency)]
    assert all(message.split("（国办")[0] not in said for said in own)
    assert sum("999" in said for said in letters.values()) >= 6
    head, *kept, total = book["报告"].iter_rows(values_only=True)
    assert len(kept) == 30 and total[0] == "合计"
    why = [row[head.index("读取情况")] for row in kept if row[head.index("机关")] in ("", None)]
    assert len(why) == 3 and all(why)
    assert any(NOTE in str(row) for row in book["问题"].iter_rows(values_only=True))
    click(f"text=标为已发出 {len(letters)}")
    click("dialog[open] >> text=确定")
    page.wait_for_selector("#nb-rows >> text=日前")
    print(f"{len(clicks)} clicks: {clicks}")
    assert len(clicks) <= CLICKS
