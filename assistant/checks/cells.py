"""F09, F10 and T05: what stands in single cells."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.checks.rule import PASS, Context, Rule, Verdict, cell_name
from index.formats import NOTICE_2019, NOTICE_2021, labels
from index.report import Cell, Report

MONEY = ("disclosure.fees.amount", "disclosure.procurement.amount")
SIGNED = tuple(
    f"disclosure.{row}.change"
    for row in ("licensing", "other_services", "penalties", "compulsion", "fees")
)
WITHOUT_POWER = ("county", "township")
_PLAIN = re.compile(r"\d+|\d{1,3}([,，]\d{3})+")
_DECIMAL = re.compile(r"(\d+|\d{1,3}([,，]\d{3})+)(\.\d+)?")
_SIGN = re.compile(r"[+\-－﹣−＋]?\d+")
_MINISTRY = re.compile(r"(中华人民共和国|国家|中国|国务院).*|\S{2,6}部")
_BELOW = re.compile(r"[省市县区州盟旗镇乡]")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．，", "0123456789.,")


def may_make_regulations(report: Report) -> bool | None:
    """Whether the body has the power to make 规章; None where its level does not tell.

    Source: 《立法法》（2023年修正）第九十一条、第九十三条.
    """
    if report.level in ("province", "prefecture"):
        return None if re.search(r"行署|行政公署|管委会|管理委员会", report.agency) else True
    if report.level in WITHOUT_POWER:
        return False
    if report.level == "department":
        if _MINISTRY.fullmatch(report.agency) and not _BELOW.search(report.agency):
            return True
        return False if _BELOW.search(report.agency) else None
    return None


def _by_table(report: Report) -> Iterator[tuple[str, int, list[tuple[str, Cell]]]]:
    """Each statutory table with its printed name, its part and its cells."""
    tables: dict[str, list[tuple[str, Cell]]] = {}
    known = labels()
    for key, cell in report.cells.items():
        tables.setdefault(known[key].table, []).append((key, cell))
    for cells in tables.values():
        label = known[cells[0][0]]
        yield label.item, label.part, cells


# ---------------------------------------------------------------- F09


def blanks(report: Report, context: Context) -> Iterator[Verdict]:
    """One verdict a table: its blank cells, counted, with their places."""
    for table, part, cells in _by_table(report):
        if all(cell.state == "unread" for _, cell in cells):
            continue
        blank = [(key, cell) for key, cell in cells if cell.state == "blank"]
        if not blank:
            yield PASS
            continue
        where = "、".join(cell_name(key) for key, _ in blank[:3])
        yield Verdict(
            "fail",
            f"{table}有 {len(blank)} 个空白格：{where}{'等' if blank[3:] else ''}；没有的应填 0",
            section=part,
            cells=tuple(key for key, _ in blank),
            expected="数字",
            found=f"{len(blank)} 个空白格",
            at=blank[0][1].at,
        )


# ---------------------------------------------------------------- F10


def plain_numbers(report: Report, context: Context) -> Iterator[Verdict]:
    """Each cell that was read and is not blank: a plain non-negative whole number, or not."""
    power = may_make_regulations(report)
    for table, part, cells in _by_table(report):
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


# ---------------------------------------------------------------- T05


def regulations(report: Report, context: Context) -> Iterator[Verdict]:
    """Each 规章 cell with a number: 0 but for a body with the power to make 规章."""
    power = may_make_regulations(report)
    for key, cell in report.cells.items():
        if ".regulations." not in key or cell.value is None:
            continue
        if cell.value == 0 or power:
            yield PASS
            continue
        yield Verdict(
            "uncertain" if power is None else "fail",
            f"{cell_name(key)}：填了 {cell.text.strip()}，"
            + (
                "无法判断本机关是否有规章制定权"
                if power is None
                else "本机关没有规章制定权，应为 0"
            ),
            section=2,
            cells=(key,),
            expected="0",
            found=cell.text.strip(),
            at=cell.at,
        )


FORMS_NOTICES = f"{NOTICE_2021}；{NOTICE_2019}"
RULES: tuple[Rule, ...] = (
    Rule(
        "F09",
        "应填数字处空白",
        "warning",
        FORMS_NOTICES,
        "法定表格中应填数字的格不留空白，没有的填 0；空白不当作 0。每张表一条，写明个数和位置。",
        "行政强制：0",
        "行政强制：（空白）",
        blanks,
    ),
    Rule(
        "F10",
        "单元格不是非负整数",
        "warning",
        FORMS_NOTICES,
        "法定表格的格内只填非负整数：金额可有小数，2019 年表式“本年增/减”可带正负号，"
        "没有规章制定权的机关“规章”行可填“/”。",
        "现行有效件数：22",
        "现行有效件数：22（其中修订16件）",
        plain_numbers,
    ),
    Rule(
        "T05",
        "无权机关填报规章",
        "warning",
        "《中华人民共和国立法法》（2023年修正）第九十一条、第九十三条",
        "县、乡镇和地方政府部门没有规章制定权，“规章”行应为 0；层级不明的待核。",
        "河湾县人民政府：规章 0、0、0",
        "青石镇人民政府：规章现行有效件数 3",
        regulations,
    ),
)
