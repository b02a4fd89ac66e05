"""F10: each cell is a plain non-negative whole number."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.checks.place_names import cell_name
from assistant.checks.regulation_power import may_make_regulations
from assistant.checks.rule import FORMS_NOTICES, PASS, Context, Rule, Verdict
from assistant.checks.structure.cells_by_table import cells_by_table
from index.numerals import WHOLE
from index.report import Cell, Report

MONEY = ("disclosure.fees.amount", "disclosure.procurement.amount")
SIGNED = tuple(
    f"disclosure.{row}.change"
    for row in ("licensing", "other_services", "penalties", "compulsion", "fees")
)
_PLAIN = re.compile(WHOLE)
_DECIMAL = re.compile(rf"{WHOLE}(\.\d+)?")
_SIGN = re.compile(r"[+\-－﹣−＋]?\d+")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．，", "0123456789.,")


def plain_numbers(report: Report, context: Context) -> Iterator[Verdict]:
    """Each cell that was read and is not blank: a plain non-negative whole number, or not."""
    power = may_make_regulations(report)
    for table, part, cells in cells_by_table(report):
        dashes = [
            (key, cell)
            for key, cell in cells
            if cell.state == "dash" and (power or ".regulations." not in key)
        ]
        if dashes:
            yield _dashes(table, part, dashes)
        for key, cell in cells:
            if cell.state in ("number", "text"):
                fault = _fault(key, cell)
                yield _not_plain(key, cell, part, fault) if fault else PASS


RULE = Rule(
    id="F10",
    title="单元格不是非负整数",
    severity="warning",
    basis=FORMS_NOTICES,
    what="法定表格的格内只填非负整数：金额可有小数，2019 年表式“本年增/减”可带正负号，"
    "没有规章制定权的机关“规章”行可填“/”。",
    good="现行有效件数：22",
    bad="现行有效件数：22（其中修订16件）",
    check=plain_numbers,
)


def _fault(key: str, cell: Cell) -> str:
    if cell.text.isascii() and cell.text.isdigit():
        return ""
    text = re.sub(r"\s", "", cell.text).translate(_FULL_WIDTH)
    if _PLAIN.fullmatch(text):
        return ""
    if key in MONEY and _DECIMAL.fullmatch(text):
        return ""
    if key in SIGNED and _SIGN.fullmatch(text):
        return ""
    if cell.state == "text":
        return "不是数字"
    if cell.value is not None and cell.value < 0:
        return "是负数"
    return "是小数" if _DECIMAL.fullmatch(text) else "数字之外还有文字"


def _not_plain(key: str, cell: Cell, part: int, fault: str) -> Verdict:
    return Verdict(
        "fail",
        f"{cell_name(key)}：填的是“{cell.text.strip()}”，{fault}，此处应为非负整数"
        + ("（金额可有小数）" if key in MONEY else ""),
        section=part,
        cells=(key,),
        expected="非负整数",
        found=cell.text.strip(),
        at=cell.at,
    )


def _dashes(table: str, part: int, dashes: list[tuple[str, Cell]]) -> Verdict:
    where = "、".join(cell_name(key) for key, _ in dashes[:3])
    return Verdict(
        "fail",
        f"{table}有 {len(dashes)} 格填“{dashes[0][1].text.strip()}”："
        f"{where}{'等' if dashes[3:] else ''}；没有的应填 0",
        section=part,
        cells=tuple(key for key, _ in dashes),
        expected="非负整数",
        found=dashes[0][1].text.strip(),
        at=dashes[0][1].at,
    )
