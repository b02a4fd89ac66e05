"""What looks wrong and is right: reports that must raise no `fail` of error or warning."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from index.formats import GROUPS

from ..figures import group_total, percent
from ..truth import TrueReport, TrueSection
from .mutation import Beside, added, retitled
from .tables import family


@dataclass(frozen=True, slots=True)
class Trap:
    """A right report that a hasty checker faults; `rule` is the rule it is set for."""

    report: TrueReport
    rule: str
    description: str
    where: str
    children: tuple[TrueReport, ...] = ()


Found = Iterator[tuple[str, TrueReport, str, str]]


def _applications(report: TrueReport) -> Found:
    def cell(row: str) -> int:
        return int(report.cells[f"applications.{row}.total"])

    new, over, done, forward = (
        cell(r) for r in ("new_received", "carried_over", "total", "carried_forward")
    )
    if over and new:
        for text in (
            f"全年受理政府信息公开申请{new + over}件。",
            f"全年共受理申请{new + over}件，其中新收{new}件、上年结转{over}件。",
            f"全年收办政府信息公开申请案件{new + over}件。",
        ):
            yield "X01", added(report, text), "受理 = 新收 + 上年结转", text
    groups = [(g, n) for g in GROUPS if (n := group_total(report.cells, g, report.form))]
    if len(groups) > 2:
        listed = "、".join(f"{GROUPS[g]}{n}件" for g, n in groups[:2])
        text = f"全年办结{done}件，其中{listed}等。"
        yield "X10", added(report, text), "a list that ends in 等", text
        (top, n), *_ = groups
        for places in (0, 1, 2):
            text = f"{GROUPS[top]}{n}件，占办结总数{done}件的{percent(n, done, places)}%。"
            yield "X09", added(report, text), f"a share rounded to {places} places", text
        rest = [
            *(f"{GROUPS[g]}{n}件" for g, n in groups),
            *([f"转下年度办理{forward}件"] * (forward > 0)),
        ]
        text = f"收到申请（含上年结转）{new + over}件，{'、'.join(rest)}。"
        yield "X10", added(report, text), "a list that goes on to next year's", text
    parts = (report.year % 40 + 7, 12)
    text = f"全年开展督查{sum(parts) + 30}次，其中专项督查{parts[0]}次、交叉检查{parts[1]}次。"
    yield "X10", added(report, text), "其中 need not be exhaustive", text


def _disputes(report: TrueReport) -> Found:
    total = int(report.cells["disputes.reconsideration.total"])
    pending = int(report.cells["disputes.reconsideration.pending"])
    if pending and total > pending:
        text = f"已审结政府信息公开行政复议{total - pending}件。"
        yield "X06", added(report, text), "尚未审结 left out", text
        text = f"全年因政府信息公开引发的行政复议{total - pending}件（不含尚未审结）。"
        yield "X06", added(report, text), "尚未审结 left out", text


def _disclosure(report: TrueReport) -> Found:
    if report.form != "2019" and (n := int(report.cells["disclosure.normative_documents.issued"])):
        text = f"全年制发行政规范性文件{n}件（其中修订{max(n - 1, 1)}件）。"
        yield "X08", added(report, text), "a number that includes another", text
    if not report.body.makes_regulations:
        keys = [k for k in report.cells if k.startswith("disclosure.regulations.")]
        yield "F10", report.with_printed(dict.fromkeys(keys, "/")), "/ for 规章", keys[0]
    if report.form == "2019":
        key = "disclosure.licensing.change"
        for text in ("-1", "+2", "-12"):
            yield "F10", report.with_printed({key: text}), "a sign in 本年增/减", key


def _government(report: TrueReport) -> Found:
    if report.body.kind != "government":
        return
    place = report.body.place[-1]
    new = int(report.cells["applications.new_received.total"])
    if new > 20:
        text = f"{place}政府本级收到政府信息公开申请{new // 5}件。"
        yield "X01", added(report, text), "its own figure beside a table of the whole area", text


def _names(report: TrueReport) -> Found:
    place = report.body.place
    if place.endswith(("县", "区")):
        for text in (
            "积极融入我市一体化发展大局，及时转发市级政策。",
            "市政府办公室对各县区开展了集中评估。",
        ):
            yield "P02", added(report, text), "the city above", text
    text = f"配合{place}政务服务中心做好窗口公开。"
    yield "P02", added(report, text), "another body named, not as subject", text


SENTENCES: tuple[tuple[str, str], ...] = (
    ("L01", "各科室纷纷行动，人人参与、处处留心，群众办事频频点赞。"),
    ("L01", "围绕公开工作作出专门部署，按计划划分阶段推进。"),
    ("L01", "对照清单一一核对，时时更新，天天巡检。"),
    ("L01", "扎扎实实抓好落实，清清楚楚公布结果。"),
    ("L01", "推行特种设备安全全流程公开，就就业补贴等事项逐项说明。"),
    ("L02", "重点解决“看不到、看不懂”的问题（含老年群体）。"),
    ("L04", "年度要点于3月1日印发，6月30日前完成中期自查。"),
    ("S01", "咨询电话：0577-86543210，传真：0577-86543211。"),
    ("S01", "监督举报电话12345，网站标识码3300000012。"),
    ("S01", "项目编号为202300110456789012，已在网站公示。"),
    ("Y05", "深入落实“十四五”规划和《法治政府建设实施纲要（2021—2025年）》。"),
    ("Y05", "严格执行2019年修订的《中华人民共和国政府信息公开条例》。"),
    ("X01", "全年收到群众来信56件，均转有关科室办理。"),
    ("X03", "全年办结12345热线工单830件。"),
    ("X08", "配合开展行政处罚案卷评查30件。"),
    ("X11", "第一季度组织培训1次，第三季度组织培训2次。"),
)


def _sentences(report: TrueReport) -> Found:
    for rule, text in SENTENCES:
        yield rule, added(report, text), "rightly worded", text


def _form(report: TrueReport) -> Found:
    if report.form != "2019":
        labels = {
            "applications.partially_granted": "（二）部分公开",
            "applications.other.not_corrected": "1.逾期不补正",
            "applications.other.fee_unpaid": "2.逾期不缴费",
        }
        yield "F07", replace(report, labels=labels), "labels merely shortened", "（二）部分公开"
    for number, heading in (
        (3, "三、收到及处理政府信息公开申请情况"),
        (4, "四、政府信息公开行政复议和行政诉讼情况"),
        (5, "五、存在的主要问题和改进情况"),
    ):
        yield "F02", retitled(report, number, heading), "及 and 和 for one another", heading
    text = ("存在的主要问题：一是少数栏目更新偏慢；二是答复文书说理不透。改进措施：一是定期巡检；"
            "二是统一模板并组织评查。")  # fmt: skip
    five = TrueSection(5, "五、存在的主要问题及改进情况", (text,))
    yield "F12", report.with_section(five), "short and complete", text


TRAPS: tuple[Callable[[TrueReport], Found], ...] = (
    _applications, _disputes, _disclosure, _government, _names, _sentences, _form,
)  # fmt: skip


def traps(report: TrueReport, beside: Beside) -> list[Trap]:
    """Every trap that this report has a place for."""
    found = [Trap(r, rule, what, where) for trap in TRAPS for rule, r, what, where in trap(report)]
    if report.body.kind == "government":
        children, parent = family(report, beside)
        found.append(Trap(parent, "P03", "exactly the sum of its children", "", children))
    return found
