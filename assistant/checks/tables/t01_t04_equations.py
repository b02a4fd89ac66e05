"""T01–T04: the equations that the forms print.

A blank is never counted as 0: an equation with blanks passes where the printed numbers already
balance (F09 counts the blanks), fails where no number in the blanks could mend it, and is
uncertain between the two.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.checks.form_of_report import equations_of, notice_of
from assistant.checks.place_names import cell_name
from assistant.checks.rule import (
    NOT_ASSESSABLE,
    PASS,
    WITHIN_TABLES,
    Context,
    Rule,
    Verdict,
)
from index.equations import Equation
from index.report import Report

BLANKS = "；空白处"
"""What a message goes on with where blanks might mend the equation."""


@dataclass(frozen=True, slots=True)
class Wording:
    """How an equation's message calls its line and its two sides; what of the form it rests on."""

    line: str
    left: str
    right: str
    part: int
    rests_on: str


WORDINGS: dict[str, Wording] = {
    "T01": Wording("表三“{}”行", "各列之和", "总计", 3, "第三部分表格：总计列为同行各列之和"),
    "T02": Wording(
        "表三“{}”列",
        "本年新收与上年结转之和",
        "（七）总计与结转下年度之和",
        3,
        "第三部分表格：本列数据的勾稽关系",
    ),
    "T03": Wording(
        "表三“{}”列", "各办理结果之和", "（七）总计", 3, "第三部分表格：（七）总计为同列各项之和"
    ),
    "T04": Wording("表四“{}”", "各项之和", "总计", 4, "第四部分表格：总计为同类案件各项之和"),
}


@dataclass(frozen=True, slots=True)
class Balances:
    """The form of rule for the printed equations: each of `rule`'s equations is an instance."""

    rule: str

    def __call__(self, report: Report, context: Context) -> Iterator[Verdict]:
        for equation in equations_of(report):
            if equation.rule == self.rule:
                yield balance(report, equation)


RULES: tuple[Rule, ...] = (
    Rule(
        id="T01",
        title="申请情况表：行总计",
        severity="error",
        basis=WITHIN_TABLES,
        what="表三每一行的“总计”等于本行六列之和。",
        good="本年新收：自然人 10、商业企业 2，其余 0，总计 12",
        bad="本年新收：自然人 10、商业企业 2，其余 0，总计 13",
        check=Balances("T01"),
    ),
    Rule(
        id="T02",
        title="申请情况表：收办平衡",
        severity="error",
        basis=WITHIN_TABLES,
        what="表三每一列：本年新收加上年结转，等于（七）总计加结转下年度继续办理。",
        good="新收 12、上年结转 1，（七）总计 11、结转下年度 2",
        bad="新收 12、上年结转 1，（七）总计 11、结转下年度 0",
        check=Balances("T02"),
    ),
    Rule(
        id="T03",
        title="申请情况表：办理结果合计",
        severity="error",
        basis=WITHIN_TABLES,
        what="表三每一列：（七）总计等于各办理结果之和。",
        good="予以公开 8、部分公开 2、信访举报投诉类申请 1，（七）总计 11",
        bad="予以公开 8、部分公开 2、信访举报投诉类申请 1，（七）总计 12",
        check=Balances("T03"),
    ),
    Rule(
        id="T04",
        title="复议诉讼表：总计",
        severity="error",
        basis=WITHIN_TABLES,
        what="表四三类案件：总计等于结果维持、结果纠正、其他结果、尚未审结之和。",
        good="行政复议：维持 10、纠正 1、其他 0、尚未审结 2，总计 13",
        bad="行政复议：维持 10、纠正 1、其他 0、尚未审结 0，总计 0",
        check=Balances("T04"),
    ),
)


def balance(report: Report, equation: Equation) -> Verdict:
    """Whether one equation holds over the printed cells."""
    sides = [[report.cell(key) for key in keys] for keys in (equation.left, equation.right)]
    states = {cell.state for side in sides for cell in side}
    if states & {"unread", "text"} or "number" not in states:
        return NOT_ASSESSABLE
    left, right = (sum([cell.value or 0 for cell in side]) for side in sides)
    if left == right:
        return PASS
    short = equation.left if left < right else equation.right
    gaps = tuple(key for key in short if report.cell(key).value is None)
    return _unbalanced(report, equation, left, right, gaps)


def _unbalanced(
    report: Report, equation: Equation, left: int | float, right: int | float, gaps: tuple[str, ...]
) -> Verdict:
    words = WORDINGS[equation.rule]
    line = words.line.format(equation.name.rsplit(" / ", 1)[-1])
    stated = f"{line}：{words.right}为 {right:g}，{words.left}为 {left:g}"
    if gaps:
        where = "、".join(cell_name(key) for key in gaps[:3])
        more = f"等 {len(gaps)} 处" if len(gaps) > 3 else ""
        stated += f"{BLANKS}（{where}{more}）{'合计' if gaps[1:] else ''}须为 {abs(left - right):g} 才能相等"
    basis = f"{notice_of(report)}附件{words.rests_on}"
    keys = gaps or equation.right + tuple(k for k in equation.left if report.cell(k).value)
    anchor = report.cell(gaps[0] if gaps else equation.right[0])
    return Verdict(
        "uncertain" if gaps else "fail",
        f"{stated}（{basis}）",
        section=words.part,
        cells=keys,
        expected=f"{left:g}",
        found=f"{right:g}",
        at=anchor.at,
        basis=basis,
    )
