"""Whole texts to reports: what is one, of which form, with which sections."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from index.formats import FORMS
from index.readers.html.read_html import html_document
from index.readers.plain_text import text_document
from index.recognition.recognize import recognize
from index.report import NotAReport, Report, Source

CASES = yaml.safe_load(Path(__file__).with_name("reports.yaml").read_text("utf-8"))
SOURCE = Source("a.txt", "0" * 64, "text")


def _table(part: int) -> str:
    """The 2021 form's tables of a part as tabbed text, every figure its own."""
    lines, figure = [], 0
    for table in (t for t in FORMS["2021"].tables if t.part == part):
        if table.across:
            lines.append("\t".join(str(n) for n in range(15)))
            continue
        lines.append(table.item or "申请人情况")
        lines.append("\t".join(["信息内容", *(c.label for c in table.columns)]))
        for row in table.rows:
            figures = range(figure, figure + len(table.columns))
            lines.append("\t".join([row.label, *map(str, figures)]))
            figure += len(table.columns)
    return "\n".join(lines)


def _read(text: str) -> tuple[Report, ...]:
    for word, part in (("TWO", 2), ("THREE", 3), ("FOUR", 4)):
        text = text.replace(word, _table(part))
    return recognize(text_document(text, SOURCE))


@pytest.mark.parametrize("case", [c for c in CASES if "format" in c], ids=lambda c: c["name"])
def test_report(case: dict[str, Any]) -> None:
    (report,) = _read(case["text"])
    assert report.format == case["format"]
    assert [s.printed_title for s in report.sections] == case["titles"]
    five = report.section(5)
    assert five is not None and five.text == case["five"]
    if report.format == "2021":
        assert report.cell("applications.total.total").value is not None
        assert not any(cell.state == "unread" for cell in report.cells.values())
        assert all(table.state == "read" for table in report.tables)
        assert not any(s.text for s in report.sections if s.number in (2, 3, 4))
    else:
        assert not report.cells


@pytest.mark.parametrize("case", [c for c in CASES if "format" not in c], ids=lambda c: c["name"])
def test_not_a_report(case: dict[str, Any]) -> None:
    with pytest.raises(NotAReport):
        _read(case["text"])


def test_several_reports_in_one_file() -> None:
    whole = next(c for c in CASES if c["name"].startswith("every part"))["text"]
    first, second = _read(whole + whole.replace("河湾县民政局", "河湾县水利局"))
    assert (first.agency, second.agency) == ("河湾县民政局", "河湾县水利局")
    assert "2 份报告" in first.notices[0]
    assert len(first.sections) == len(second.sections) == 6
    assert second.cells.keys() == first.cells.keys()


def test_every_key_once_and_nothing_invented() -> None:
    whole = next(c for c in CASES if c["name"].startswith("every part"))["text"]
    (report,) = recognize(text_document(whole.replace("THREE", ""), SOURCE))
    assert set(report.cells) == set(FORMS["2021"].keys())
    assert all(cell.state == "unread" for cell in report.cells.values())


def test_a_long_run_of_bare_figures_is_no_row() -> None:
    """Figures that lost their labels, column by column: any fifteen of them mean nothing."""
    whole = next(c for c in CASES if c["name"].startswith("every part"))["text"]
    figures = "\n".join([*(str(n) for n in range(15)), "15 16", "17 18"])
    (report,) = recognize(text_document(whole.replace("FOUR", figures), SOURCE))
    assert not any(cell.state == "number" for cell in report.cells.values())


def test_a_missing_figure_leaves_the_others_below_their_labels() -> None:
    """Fourteen figures after a blank column are not the fifteen of the form."""
    whole = next(c for c in CASES if c["name"].startswith("every part"))["text"]
    kinds = ["行政复议"] * 5 + ["未经复议直接起诉"] * 5 + ["复议后起诉"] * 5
    results = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"] * 3
    lost = 12
    rows = ["\t".join(["x", *row[:lost], *row[lost + 1 :]]) for row in (kinds, results)]
    rows.append("\t".join(["", *(str(n) for n in range(15) if n != lost)]))
    (report,) = recognize(text_document(whole.replace("FOUR", "\n".join(rows)), SOURCE))
    values = [report.cells[key].value for key in FORMS["2021"].table("disputes").keys()]
    assert values == [None if n == lost else n for n in range(15)]


def test_a_blank_row_of_a_table_is_no_heading() -> None:
    whole = next(c for c in CASES if c["name"].startswith("every part"))["text"]
    text = whole.replace("THREE", _table(3)).replace(
        "四、结转下年度继续办理", "四、结转下年继续办理"
    )
    last = next(line for line in text.splitlines() if line.startswith("四、结转"))
    (report,) = _read(text.replace(last, last.split("\t")[0] + "\t" * 7))
    assert [h.number for h in report.headings] == [1, 2, 3, 4, 5, 6]
    assert report.cell("applications.carried_forward.total").state == "blank"


def test_a_title_beside_an_article_that_cites_the_notice() -> None:
    whole = next(c for c in CASES if c["name"].startswith("every part"))["text"]
    title, intro, *lines = whole.splitlines()
    intro += "按照《政府信息公开工作年度报告格式》要求，本报告所列数据的统计期限为全年。" * 2
    article = "".join(f"<p>{line}</p>" for line in (intro, *lines))
    page = (
        f"<table><tr><td>{title}</td></tr><tr><td>日期</td></tr><tr><td>{article}</td></tr></table>"
    )
    (report,) = recognize(html_document(page, Source("a.html", "0" * 64, "html")))
    assert report.agency == "河湾县民政局"


def test_preformatted_text_keeps_its_lines_and_a_blank_row_is_one() -> None:
    whole = next(c for c in CASES if c["name"].startswith("every part"))["text"]
    results = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"] * 3
    four = "\n".join(["行政复议\t行政诉讼", "\t".join(results), "\t" * 14])
    text = whole.replace("FOUR", four).replace("TWO", _table(2)).replace("THREE", _table(3))
    page = f"<html><body><pre>{text}</pre></body></html>"
    (report,) = recognize(html_document(page, Source("a.html", "0" * 64, "html")))
    (bare,) = recognize(text_document(text, SOURCE))
    for found in (report, bare):
        assert [s.number for s in found.sections] == [1, 2, 3, 4, 5, 6]
        blank = {k for k, cell in found.cells.items() if cell.state == "blank"}
        assert blank == set(FORMS["2021"].table("disputes").keys())


def test_tables_beside_each_other_share_no_figures() -> None:
    text = "甲县民政局2023年政府信息公开工作年度报告\n二、主动公开政府信息情况\n" + "\n".join(
        [
            "信息内容  本年制发件数  本年废止件数  现行有效件数  类别  结果维持  结果纠正  其他结果  尚未审结  总计",
            "规章  0  0  0  行政复议  1  2  0  1  4",
            "行政规范性文件  5  1  9  未经复议直接起诉  3  0  0  0  3",
            "                        复议后起诉  0  1  0  0  1",
            "三、收到和处理政府信息公开申请情况",
        ]
    )
    (report,) = _read(text + "\nTHREE\n五、存在的主要问题及改进情况\n无。")
    assert [
        report.cell(f"disclosure.normative_documents.{c}").value for c in ("issued", "in_force")
    ] == [5, 9]
    assert report.cell("disputes.direct_suit.upheld").value == 3


def test_a_run_of_fifteen_figures_far_from_part_four_is_none_of_it() -> None:
    lines = [
        "甲县民政局2023年政府信息公开工作年度报告",
        "三、收到和处理政府信息公开申请情况",
        "THREE",
    ]
    lines += [
        "单位",
        "  ".join(str(n) for n in range(3, 18)),
        "五、存在的主要问题及改进情况",
        "无。",
    ]
    (report,) = _read("\n".join(lines))
    assert report.cell("disputes.reconsideration.total").state == "unread"


def test_column_labels_that_only_a_blank_parts_may_be_shortened() -> None:
    two = "第二十条第（一）项\n信息内容 本年制发数 本年废止数 现行有效数\n规章 0 0 0\n行政规范性文件 2 0 21"
    (report,) = _read(
        f"甲县民政局2023年政府信息公开工作年度报告\n二、主动公开政府信息情况\n{two}\n"
        "三、收到和处理政府信息公开申请情况\nTHREE\n五、存在的主要问题及改进情况\n无。"
    )
    assert report.cell("disclosure.normative_documents.in_force").value == 21


def test_a_wrapped_label_does_not_run_into_the_next_group() -> None:
    rows = _table(3).replace("\t", " ")
    label = "5.要求行政机关确认或重新出具已获取信息"
    broken = rows.replace(label, "5.要求行政机关确认\n或者重新出具已获取信息")
    broken = broken.replace("1.申请人无正当", "（六）其他处理\n1.申请人无正当")
    assert broken != rows
    (report,) = _read(
        "甲县民政局2023年政府信息公开工作年度报告\n三、收到和处理政府信息公开申请情况\n"
        f"{broken}\n五、存在的主要问题及改进情况\n无。"
    )
    assert report.cell("applications.rejected.confirmation.total").state == "number"
