"""Exports: the public JSON to the byte, sheets that open, text of reports that stays text.

`NIANBAO_REGENERATE=1 pytest tests/export/test_sheets.py` writes the golden files anew.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
from dataclasses import replace
from datetime import date, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from assistant.checks import RULES, run
from assistant.export import ledger_columns
from assistant.export.review_sheet import NOTHING_SAID, Said, sheets
from assistant.export.writers import WRITERS, finding_json
from assistant.review.compare_versions import compare, place_of
from assistant.review.mends import EXPLAINS, mends
from index.formats import FORMS
from index.report import Decision, Finding, Place, Problem, Review, Source
from index.stores.values import Correction, Letter
from tests.checks.build import report

GOLDEN = Path(__file__).parent / "golden"
REGENERATE = os.environ.get("NIANBAO_REGENERATE") == "1"
NEW = "applications.new_received.total"
BLANK, UNREAD = "applications.granted.enterprise", "applications.granted.research"
EVIL = "<script>alert('甲')</script>&<b>"


def faulty(**more: Any) -> Review:
    return run(
        report(
            {
                "cells": {NEW: 9, BLANK: "", UNREAD: "unread"},
                "text": {1: f"全年收到政府信息公开申请5件{EVIL}。"},
                **more,
            }
        )
    )


def unreadable() -> Review:
    source = Source("=cmd|' /C calc'!A0.pdf", "1" * 64, "pdf")
    return Review(source, None, errors=(Problem("encrypted", "文件已加密，请先解除密码"),))


def decisions(review: Review) -> tuple[Decision, ...]:
    finding = review.findings[0]
    place = place_of(finding)
    return (
        Decision(
            "河湾县人民政府",
            2024,
            finding.rule,
            place,
            "dismissed",
            "口径不同",
            "张三",
            "2025-02-03",
        ),
    )


def said(good: Review, bad: Review) -> Said:
    """All that may be kept beside the bad review."""
    set_by_hand = Correction(
        "", "河湾县人民政府", 2024, NEW, "=8", "9", "", "李四", "2025-02-04T08:00:00"
    )
    letter = Letter(
        agency="河湾县人民政府", year=2024, sha256="0", made="2025-02-05T08:00:00", made_by="李四",
        due="2025-02-19", findings=(), number="临政函〔2025〕3号", round=1, ordinal=3,
        sent="2025-02-06T08:00:00", sent_by="李四",
    )  # fmt: skip
    return Said(
        decisions=decisions(bad),
        corrections=(set_by_hand,),
        letters={("河湾县人民政府", 2024): letter},
        comparisons=(compare(good, bad),),
        today=date(2025, 2, 20),
    )


QUOTED = {1: f"全年办结政府信息公开申请5件{EVIL}。"}
"""Words that stand as an entry of their own, with their quotation: no cell beside them is in doubt."""


def everything(format_: str, **more: Any) -> Any:
    bad, good = faulty(**more), run(report({}))
    return WRITERS[format_]((bad, unreadable()), said(good, bad))


def told() -> Review:
    """A review by hand: the golden files are of the form, not of the rules' wording."""
    source, given = Source("年报.txt", "0" * 64, "text"), faulty().report
    assert given is not None
    of = replace(given, source=source, sections=given.sections[:1])
    stated = Finding(
        "X01", "error", "fail", "收到申请数", "正文 5 件，表中 9 件", 1, (NEW,), "9", "5件",
        "收到申请5件", Place(line=101), "算术关系", "请核对",
    )  # fmt: skip
    whole = Finding(
        "F04", "warning", "uncertain", "标题", "标题没有年份", at=Place(1, (1, 2, 3, 4.5))
    )
    return Review(source, of, (whole, stated), {"F04": "uncertain", "X01": "fail"})


@pytest.mark.parametrize(("name", "format_"), [("review.json", "json"), ("review.txt", "text")])
def test_golden(name: str, format_: str) -> None:
    written = WRITERS[format_]((told(), unreadable()), NOTHING_SAID)
    if REGENERATE:
        (GOLDEN / name).write_text(str(written), encoding="utf-8")
    assert written == (GOLDEN / name).read_text(encoding="utf-8")


def test_the_switch_is_off_where_all_tests_run() -> None:
    assert os.environ.get("CI") != "true" or not REGENERATE


def test_json_is_what_the_interface_says() -> None:
    document = json.loads(str(WRITERS["json"]((faulty(), unreadable()), NOTHING_SAID)))
    assert list(document) == ["schema", "reviews"]
    entry, broken = document["reviews"]
    assert list(entry) == ["source", "report", "cells", "findings", "assessed", "read", "errors"]
    assert list(entry["read"]) == ["disclosure", "applications", "disputes"]
    assert list(entry["source"]) == ["path", "sha256", "kind", "pages", "ocr"]
    assert list(entry["report"]) == ["agency", "year", "level", "title", "format", "sections"]
    assert list(entry["report"]["sections"][0]) == ["number", "title", "printed_title", "text"]
    assert set(entry["cells"]) == set(FORMS["2021"].keys())
    assert entry["cells"][UNREAD] == {
        "value": None,
        "text": "",
        "state": "unread",
        "at": {"page": None, "bbox": None, "line": None},
    }
    assert list(entry["findings"][0]) == [
        "rule", "severity", "outcome", "title", "message", "section", "cells", "expected",
        "found", "quote", "at", "basis", "suggestion",
    ]  # fmt: skip
    assert set(entry["assessed"]) == set(RULES)
    assert broken["errors"] == [{"code": "encrypted", "message": "文件已加密，请先解除密码"}]
    assert (broken["report"], broken["cells"], broken["findings"]) == (None, {}, [])


def test_a_box_is_four_numbers() -> None:
    at = Place(3, (1.5, 2, 3, 4), None)
    review = Review(report({}).source, None)
    finding = replace(faulty().findings[0], at=at)
    assert finding_json(finding)["at"] == {"page": 3, "bbox": [1.5, 2, 3, 4], "line": None}
    assert json.loads(str(WRITERS["json"]((review,), NOTHING_SAID)))["reviews"][0]["findings"] == []


@pytest.mark.parametrize("format_", ["json", "text", "html"])
def test_the_same_reviews_give_the_same_bytes(format_: str) -> None:
    assert everything(format_) == everything(format_)


def test_decisions_and_comparison_are_shown_in_every_export_for_people() -> None:
    for format_ in ("text", "html"):
        written = str(everything(format_))
        assert "不成立（张三，2025-02-03）：口径不同" in written
        assert "新出现" in written and "数据改动" in written


# ---------------------------------------------------------------- html


class Seen(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def seen() -> Seen:
    page = Seen()
    page.feed(str(everything("html", text=QUOTED)))
    return page


def test_html_escapes_the_report_and_loads_nothing() -> None:
    page = seen()
    assert not {"script", "b", "img", "link", "iframe"} & {tag for tag, _ in page.tags}
    assert EVIL in "".join(page.text)
    links = [a["href"] for tag, a in page.tags if tag == "a"]
    assert links and all(str(href).startswith("#f") for href in links)
    ids = {a["id"] for _, a in page.tags if "id" in a}
    assert {str(href)[1:] for href in links} <= ids


def test_html_tells_unread_from_blank() -> None:
    classes = [str(a.get("class")).split() for tag, a in seen().tags if tag == "td"]
    assert sum("unread" in c for c in classes) == 1
    assert sum("blank" in c for c in classes) == 1
    assert any("marked" in c for c in classes)


# ---------------------------------------------------------------- docx


def test_docx_opens_and_says_it_all() -> None:
    import docx

    document = docx.Document(io.BytesIO(everything("docx", text=QUOTED)))
    text = "\n".join(p.text for p in document.paragraphs)
    assert "政府信息公开工作年度报告内部核查单" in text
    assert "河湾县人民政府2024年政府信息公开工作年度报告" in text
    assert "文件已加密" in text and "口径不同" in text and "与前一稿对照" in text
    assert EVIL in text
    tables = [c.text for t in document.tables for r in t.rows for c in r.cells]
    assert len(document.tables) == 6
    assert "未读出" in tables and any(c.startswith("9") for c in tables)


@pytest.mark.slow
def test_docx_becomes_pages_in_an_office_suite(tmp_path: Path) -> None:
    office(tmp_path, "sheet.docx", everything("docx"))
    import pdfplumber

    with pdfplumber.open(tmp_path / "sheet.pdf") as pdf:
        text = "".join(page.extract_text() for page in pdf.pages)
    assert "内部核查单" in text and "结转下年度" in text


def office(folder: Path, name: str, content: bytes) -> None:
    """A file as PDF beside it, as an office suite prints it."""
    if not shutil.which("soffice"):
        if os.environ.get("CI") == "true":
            pytest.fail("soffice is missing")
        pytest.skip("soffice is not installed")
    (folder / name).write_bytes(content)
    home = f"-env:UserInstallation=file://{folder}/home"
    command = ["soffice", home, "--headless", "--convert-to", "pdf", name]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=120)
    if not (folder / name).with_suffix(".pdf").is_file() and os.environ.get("CI") != "true":
        pytest.skip("soffice has no part for this kind of file")


# ---------------------------------------------------------------- xlsx


def workbook() -> Any:
    return openpyxl.load_workbook(io.BytesIO(everything("xlsx")))


def test_xlsx_has_a_row_a_report_and_a_row_a_finding() -> None:
    book, bad = workbook(), faulty()
    assert book.sheetnames == ["报告", "问题", "更正", "规则"]
    assert book["报告"].max_row == 4
    assert book["问题"].max_row == 1 + len(mends(bad.findings)) < 1 + len(bad.findings)
    assert book["规则"].max_row == len(RULES)  # the head, and every rule but the hint of causes
    for sheet in book:
        told = [row for row in rows_of(sheet) if row["序号"] != "合计"]
        assert [row["序号"] for row in told] == [*range(1, len(told) + 1)]
    to_mend = [m.finding for m in mends(bad.findings)]
    errors = [f for f in to_mend if (f.severity, f.outcome) == ("error", "fail")]
    read, broken, total = rows_of(book["报告"])
    assert total["错误"] == read["错误"] and total["年度"] is None
    assert read["错误"] == len(errors) and read["读取情况"] == "未读出 1 格"
    assert broken["读取情况"] == "未审：文件已加密，请先解除密码" and broken["错误"] is None
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref.startswith("A1:")


def rows_of(sheet: Any) -> list[dict[str, Any]]:
    """A sheet's rows by heading."""
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_xlsx_says_a_basis_once() -> None:
    review = run(report({"cells": {"disputes.reconsideration.total": 9}}))
    made = openpyxl.load_workbook(io.BytesIO(bytes(WRITERS["xlsx"]((review,), NOTHING_SAID))))  # type: ignore[arg-type]
    (row,) = [row for row in rows_of(made["问题"]) if "总计为 9" in row["说明"]]
    assert row["依据"].startswith("国办") and row["说明"].endswith("各项之和为 0")


def test_xlsx_says_who_set_what_and_how_the_letter_stands() -> None:
    book = workbook()
    report, *_ = rows_of(book["报告"])
    assert (report["更正"], report["退改"], report["文号"]) == (
        1,
        "逾期1天",
        "临政函〔2025〕3号",
    )
    assert (report["发函"], report["限期"]) == (datetime(2025, 2, 6), datetime(2025, 2, 19))
    (set_by_hand,) = rows_of(book["更正"])
    assert set_by_hand["表格位置"].startswith("表三") and "." not in set_by_hand["表格位置"]
    assert (set_by_hand["程序原读数"], set_by_hand["更正为"], set_by_hand["更正人"]) == (
        "9",
        "=8",
        "李四",
    )
    assert set_by_hand["更正日期"] == datetime(2025, 2, 4)
    dismissed = next(r for r in rows_of(book["问题"]) if r["处理"])
    assert (dismissed["处理"], dismissed["备注"]) == ("不成立", "口径不同")
    assert dismissed["处理日期"] == datetime(2025, 2, 3)


def test_xlsx_prints_across_one_page_wide_with_its_head() -> None:
    for sheet in workbook():
        setup = sheet.page_setup
        assert (setup.orientation, setup.fitToWidth, setup.fitToHeight) == ("landscape", 1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.print_title_rows == "$1:$1"


SHEETS: dict[str, Any] = {
    "报告": ledger_columns.REPORTS,
    "问题": ledger_columns.FINDINGS,
    "更正": ledger_columns.CORRECTIONS,
    "规则": ledger_columns.COUNTS,
}


@pytest.mark.parametrize("columns", SHEETS.values(), ids=SHEETS)
def test_what_is_printed_can_be_read_and_stands_first(columns: Any) -> None:
    printed = [c.printed for c in columns]
    assert printed == sorted(printed, reverse=True)
    # A4 across holds some 130 characters of 10 points: of 150 each is some 9 points.
    assert sum(c.width for c in columns if c.printed and c.heading != "年度") <= 150
    assert all(c.width >= 2 * len(c.heading) + 2 for c in columns if c.printed)


@pytest.mark.slow
def test_xlsx_is_one_page_wide_in_an_office_suite(tmp_path: Path) -> None:
    office(tmp_path, "ledger.xlsx", many())
    import pdfplumber

    with pdfplumber.open(tmp_path / "ledger.pdf") as pdf:
        pages = [(p.width > p.height, p.extract_text()) for p in pdf.pages]
    assert all(across for across, _ in pages)
    for title, columns in SHEETS.items():
        own = [text for _, text in pages if f"（{title}）" in text]
        last = [c.heading for c in columns if c.printed][-1]
        assert own and all(last in text for text in own), title
    assert len([t for _, t in pages if "（问题）" in t]) > 1
    assert len(pages) == sum(f"（{title}）" in text for title in SHEETS for _, text in pages)


def many() -> bytes:
    """A ledger of several pages."""
    bad = faulty()
    return bytes(WRITERS["xlsx"]((*[bad] * 9, unreadable()), said(bad, bad)))  # type: ignore[arg-type]


def test_xlsx_holds_no_formula() -> None:
    cells = [c for sheet in workbook() for row in sheet for c in row]
    assert all(c.data_type != "f" for c in cells)
    risky = [c for c in cells if str(c.value).startswith("=cmd")]
    assert risky and all(c.data_type == "s" and c.quotePrefix for c in risky)


def test_xlsx_counts_by_rule() -> None:
    sheet, assessed = workbook()["规则"], faulty().assessed
    rows = {r[1]: r[3:] for r in sheet.iter_rows(min_row=2, values_only=True)}
    order = ("fail", "uncertain", "explained", "pass", "not_assessable")
    assert all(
        rows[rule] == (*(int(o == outcome) for o in order), 0)
        for rule, outcome in assessed.items()
        if rule != EXPLAINS
    )
    assert EXPLAINS not in rows and "单位：份" in sheet.oddHeader.right.text


def test_xlsx_is_in_order_and_says_who_made_it_and_when() -> None:
    given = (
        {"agency": "河湾县教育局", "level": "department"},
        {"agency": "河湾县青石镇人民政府", "level": "township"},
        {"agency": "河湾县人民政府", "level": "county"},
        {"agency": "河湾县教育局", "level": "department", "year": 2023},
    )
    reviews = [unreadable(), *(run(report(case)) for case in given)]
    told = Said(office="河湾县人民政府办公室", today=date(2025, 2, 20))
    book = openpyxl.load_workbook(io.BytesIO(WRITERS["xlsx"](reviews, told)))  # type: ignore[arg-type]
    assert book.sheetnames == ["报告", "问题", "规则"]
    assert [(r["机关"], r["年度"]) for r in rows_of(book["报告"])] == [
        ("河湾县人民政府", 2024), ("河湾县青石镇人民政府", 2024),
        ("河湾县教育局", 2023), ("河湾县教育局", 2024), (None, None), (None, None),
    ]  # fmt: skip
    foot = book["报告"].oddFooter
    assert foot.left.text == "制表单位：河湾县人民政府办公室"
    assert foot.right.text == "制表日期：2025年2月20日"


def test_the_gravest_come_first_and_what_one_rule_leaves_to_verify_is_one_row() -> None:
    given = report({})
    open_ = [Finding("Y06", "info", "uncertain", "", f"上年的第{n}个问题", 5) for n in (1, 2)]
    wrong = Finding("T05", "error", "fail", "", "甲", 3, (NEW,))
    review = Review(given.source, given, (*open_, wrong), {"Y06": "uncertain", "T05": "fail"})
    book = openpyxl.load_workbook(io.BytesIO(WRITERS["xlsx"]((review, review), NOTHING_SAID)))  # type: ignore[arg-type]
    rows = [(r["级别"], r["规则"], r["说明"]) for r in rows_of(book["问题"])]
    both = "（1）上年的第1个问题；（2）上年的第2个问题"
    assert rows == [("错误", "T05", "甲")] * 2 + [("待核", "Y06", both)] * 2
    assert rows_of(book["报告"])[-1]["待核"] == 4  # things to mend are counted one by one
    title = book["问题"].oddHeader.center.text
    assert title.startswith("2024年") and [*rows_of(book["问题"])[0]].index("年度") > 9


def test_the_rules_say_what_is_checked_and_what_is_not_for_a_form() -> None:
    review = run(report({"format": "2019", "year": 2020}))
    name = review.source.path
    broken = Review(Source(name, "", "pdf"), None, errors=(Problem("damaged", f"坏了：{name}"),))
    book = openpyxl.load_workbook(io.BytesIO(WRITERS["xlsx"]((review, broken), NOTHING_SAID)))  # type: ignore[arg-type]
    rows = {r["规则"]: r for r in rows_of(book["规则"])}
    assert all(rows[rule]["核查内容"] == RULES[rule].what for rule in rows)
    other = {k for k in rows if "2019" not in RULES[k].formats}
    assert other and {k for k, r in rows.items() if r["不适用"]} == other
    assert book["规则"].oddHeader.left.text == "共 1 份，另 1 份未读出"
    assert rows_of(book["报告"])[1]["读取情况"] == "未审：坏了"


def test_a_place_is_a_cell_or_a_paragraph() -> None:
    case = {"cells": {NEW: 9}, "text": {1: "总的情况。\n全年做了做了大量工作。"}}
    (sheet,) = sheets([run(report(case))])
    places = {e.finding.rule: e.place for e in sheet.entries}
    assert places["T01"] == "表三“一、本年新收政府信息公开申请数量”行“总计”列"
    assert places["L01"] == "第2段"
