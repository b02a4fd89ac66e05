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
NAMED = 3
"""So many cells are named with what stands in them."""
_PLAIN = re.compile(WHOLE)
_DECIMAL = re.compile(rf"{WHOLE}(\.\d+)?")
_SIGN = re.compile(r"[+\-－﹣−＋]?\d+")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．，", "0123456789.,")


def plain_numbers(report: Report, context: Context) -> Iterator[Verdict]:
    """Each cell that was read and is not blank: a plain non-negative whole number, or not."""
    power = may_make_regulations(report)
    for table, part, cells in cells_by_table(report):
        faults = [(key, cell, _fault(key, cell, power)) for key, cell in cells]
        yield from (PASS for _, _, fault in faults if fault == "")
        if wrong := [(key, cell, fault) for key, cell, fault in faults if fault]:
            yield _not_plain(table, part, wrong)


RULE = Rule(
    id="F10",
    title="单元格不是非负整数",
    severity="warning",
    basis=FORMS_NOTICES,
    what="法定表格的格内只填非负整数，每表合为一条：金额可有小数，2019 年表式“本年增/减”可带正负号，"
    "没有规章制定权的机关“规章”行可填“/”。",
    good="现行有效件数：22",
    bad="现行有效件数：22（其中修订16件）",
    check=plain_numbers,
)


def _fault(key: str, cell: Cell, power: bool | None) -> str | None:
    """What is wrong with the cell, "" where nothing is, None where it holds nothing to judge."""
    if cell.state == "dash":
        return "没有的应填 0" if power or ".regulations." not in key else None
    if cell.state not in ("number", "text"):
        return None
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


def _not_plain(table: str, part: int, wrong: list[tuple[str, Cell, str]]) -> Verdict:
    """One finding a table, with the count, the first places and what stands there."""
    where = "；".join(
        f"{cell_name(key)}填“{cell.text.strip()}”，{fault}" for key, cell, fault in wrong[:NAMED]
    )
    more = f"；另有 {len(wrong) - NAMED} 格" if wrong[NAMED:] else ""
    _, first, _ = wrong[0]
    return Verdict(
        "fail",
        f"{table}有 {len(wrong)} 格不是非负整数：{where}{more}",
        section=part,
        cells=tuple(key for key, _, _ in wrong),
        expected="非负整数",
        found=first.text.strip(),
        at=first.at,
    )
