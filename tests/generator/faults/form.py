"""Faults of structure and form: F01–F15."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from index.formats import NOTICE_2019, NOTICE_2021, NOTICE_TITLES, PARTS, form_of_year

from ..truth import TrueReport, TrueSection
from ..world import generate
from .mutation import Beside, Change, Fault, retitled


def f01(report: TrueReport, beside: Beside) -> Iterator[Change]:
    for number in (1, 5, 6):
        rest = tuple(s for s in report.sections if s.number != number)
        yield replace(report, sections=rest), "part left out", PARTS[number - 1].heading
    one, two, three, four, five, six = report.sections
    swapped = (one, two, three, four, replace(six, heading="五、" + six.heading[2:]),
               replace(five, heading="六、" + five.heading[2:]))  # fmt: skip
    yield replace(report, sections=swapped), "parts five and six change places", six.heading


def f02(report: TrueReport, beside: Beside) -> Iterator[Change]:
    for number, heading in (
        (5, "五、存在的主要问题及整改措施"),
        (1, "一、工作概述"),
        (3, "三、依申请公开办理情况"),
        (6, "六、附则"),
    ):
        yield retitled(report, number, heading), "part renamed", heading


def f03(report: TrueReport, beside: Beside) -> Iterator[Change]:
    yield retitled(report, 5, PARTS[4].title), "number of a part missing", PARTS[4].title
    yield retitled(report, 6, f"五、{PARTS[5].title}"), "number of a part repeated", PARTS[5].title
    yield retitled(report, 4, f"4.{PARTS[3].title}"), "another system of numbers", PARTS[3].title
    yield retitled(report, 6, ""), "heading lost, content there", ""
    for text in report.preamble:
        if "六部分组成" in text:
            yield report.with_text("六部分组成", "五部分组成"), "five parts announced", "五部分组成"


def f04(report: TrueReport, beside: Beside) -> Iterator[Change]:
    title, year = report.title, str(report.year)
    for changed, what in (
        (title.replace("工作年度", "年度"), "工作 missing"),
        (title.replace(f"{year}年", f"{year}年度"), "年度 twice"),
        (title.replace(f"{year}年", ""), "year missing"),
        (title.replace(report.agency, ""), "body missing"),
        (title.replace(f"{year}年", f"{year}年{year}年"), "year twice"),
    ):
        yield replace(report, title=changed), what, changed


def f05(report: TrueReport, beside: Beside) -> Iterator[Change]:
    year = report.year
    start, end = f"{year}年1月1日", f"{year}年12月31日"
    for old, new in (
        (start, f"{year - 1}年1月1日"),
        (end, f"{year}年11月30日"),
        (end, f"{year - 1}年12月31日"),
        (start, f"{year}年2月1日"),
    ):
        if any(old in t for t in report.preamble):
            yield report.with_text(old, new), "period changed", new


def f06(report: TrueReport, beside: Beside) -> Iterator[Change]:
    other = "2019" if report.form != "2019" else "2021"
    form = form_of_year(report.year)
    if form and form.name == report.form:
        changed = generate(beside.rng.randrange(10**6), other, body=report.body, year=report.year)
        yield changed, f"form of {other} used", other


def f07(report: TrueReport, beside: Beside) -> Iterator[Change]:
    cut = "2.其他法律行政止公开"
    labels = {"applications.denied.prohibited_by_law": cut}
    yield replace(report, labels=labels), "characters missing in a label", cut
    if report.form != "2019":
        yield one_row(report), "one-row （六）", "applications.other"
        labels = {"disclosure.normative_documents": "规范性文件"}
        yield replace(report, labels=labels), "label of the other form", "规范性文件"


def one_row(report: TrueReport) -> TrueReport:
    """A 2021 report whose （六） is printed in one row, as in 2019: its figures are the sums."""
    columns = sorted({k.rsplit(".", 1)[1] for k in report.cells if k.startswith("applications.")})
    rows = ("not_corrected", "fee_unpaid", "other")
    sums = {
        f"applications.other.{c}": sum(report.cells[f"applications.other.{r}.{c}"] for r in rows)
        for c in columns
    }
    cells = {
        k: v for k, v in report.cells.items() if not k.startswith("applications.other.")
    } | sums
    printed = {k: report.printed.get(k, str(v)) for k, v in cells.items()}
    return replace(report, one_row_other=True, cells=cells, printed=printed)


def f08(report: TrueReport, beside: Beside) -> Iterator[Change]:
    for lost in ("disputes", "applications", "disclosure.1", "disclosure.6"):
        yield replace(report, lost_tables=frozenset({lost})), "table left out", lost


def f09(report: TrueReport, beside: Beside) -> Iterator[Change]:
    zero = [k for k, v in report.cells.items() if not v and not k.startswith("disclosure.reg")]
    for count in (1, 5, 40):
        if len(zero) >= count:
            keys = beside.rng.sample(zero, count)
            yield report.with_printed(dict.fromkeys(keys, "")), f"{count} cells blank", keys[0]


def f10(report: TrueReport, beside: Beside) -> Iterator[Change]:
    stem = "disclosure.normative_documents.in_force"
    if report.form != "2019" and report.cells[stem]:
        note = f"{report.printed[stem]}（其中修订1件）"
        yield report.with_printed({stem: note}), "a note in a cell", stem
    key = "disclosure.licensing.decisions"
    for text in ("无", "-3", "12.5", "约20", "未统计"):
        yield report.with_printed({key: text}), f"{text} for a number", key
    if report.form != "2019":
        yield report.with_printed({key: "减1"}), "减1 for a number", key


def f11(report: TrueReport, beside: Beside) -> Iterator[Change]:
    old = "（国务院令第711号）"
    if any(old in t for t in report.preamble):
        yield report.with_text(old, "（国务院令第492号）"), "the old Regulations", "492号"
    tail = "《国务院办公厅政府信息与政务公开办公室关于政府信息公开工作年度报告有关事项的通知》"
    basis = "《中华人民共和国政府信息公开条例》（国务院令第711号）"
    plain = replace(report, preamble=tuple(_only_regulations(t) for t in report.preamble))
    if report.year >= 2021 and any(basis in t for t in plain.preamble):
        for title, number, what in (
            (NOTICE_TITLES[NOTICE_2019], NOTICE_2019, "60号 for a year after 2020"),
            (tail, NOTICE_2021, "30号 with the title of 60号"),
        ):
            yield plain.with_text(basis, f"{basis}和{title}（{number}）"), what, number


def _only_regulations(text: str) -> str:
    for number, title in NOTICE_TITLES.items():
        text = text.replace(f"和{title}（{number}）", "")
    return text


def f12(report: TrueReport, beside: Beside) -> Iterator[Change]:
    heading = PARTS[4].heading
    for text, what in (
        ("存在问题不多，今后将继续改进。", "under 40 characters"),
        (
            "从全年情况看，存在的主要问题有三个方面：一是栏目更新不够及时，二是答复文书格式不统一，"
            "三是兼职人员多、业务不熟。",
            "only problems",
        ),
        (
            "下一步将继续改进工作：一是加强栏目巡检，按月通报更新情况；二是统一答复文书模板；"
            "三是组织全员培训，配强工作力量。",
            "only improvements",
        ),
    ):
        yield report.with_section(TrueSection(5, heading, (text,))), what, heading


def f13(report: TrueReport, beside: Beside) -> Iterator[Change]:
    part = report.section(1)
    assert part is not None
    paragraphs = tuple(t for t in part.paragraphs if "平台" not in t[:16])
    cut = [i for i, t in enumerate(part.paragraphs) if "平台" in t[:16]]
    if cut and not part.paragraphs[cut[0]].endswith("。"):  # a heading line: its text goes too
        paragraphs = (*part.paragraphs[: cut[0]], *part.paragraphs[cut[0] + 2 :])
    left = replace(part, paragraphs=paragraphs)
    if len(paragraphs) < len(part.paragraphs) and not re.search("平台|网站|新媒体", left.text):
        yield report.with_section(left), "平台建设 left out", "平台建设"
    if report.body.kind == "government":
        text = tuple(_without(t, ("责任追究", "社会评议")) for t in part.paragraphs)
        yield report.with_section(replace(part, paragraphs=text)), "责任追究 left out", "责任追究"


def _without(text: str, words: tuple[str, ...]) -> str:
    kept = [s for s in text.split("。") if not any(w in s for w in words)]
    return "。".join(kept)


def f14(report: TrueReport, beside: Beside) -> Iterator[Change]:
    if report.year < 2021:  # the rules on the fee are in force from 2021 on
        return
    for text in ("没有其他需要报告的事项。", "无。", "本机关无其他需要报告的情况。"):
        yield report.with_section(TrueSection(6, PARTS[5].heading, (text,))), "no fee told", text


def f15(report: TrueReport, beside: Beside) -> Iterator[Change]:
    rng: random.Random = beside.rng
    for month in (5, 8) if report.body.kind == "government" else (5, 7):
        day = date(report.year + 1, month, rng.randint(1, 28))
        yield replace(report, published=day), "published late", day.isoformat()


FAULTS: dict[str, Fault] = {
    "F01": f01, "F02": f02, "F03": f03, "F04": f04, "F05": f05, "F06": f06, "F07": f07, "F08": f08,
    "F09": f09, "F10": f10, "F11": f11, "F12": f12, "F13": f13, "F14": f14, "F15": f15,
}  # fmt: skip
