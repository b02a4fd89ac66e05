"""The official forms of 2019 and 2021 as data: parts, tables, rows, columns, keys.

Every statutory label of the project stands here and nowhere else.  The module is a long one because
it is one table: what a form holds is found in one place, in printed order.

Source: 2021 form, 国办公开办函〔2021〕30号 (reports of 2021 and later); 2019 form,
国办公开办函〔2019〕60号 (reports of 2019 and 2020); 《政府信息公开条例》第二十条、第五十条.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

REGULATIONS = "《中华人民共和国政府信息公开条例》（国务院令第711号）"
NOTICE_2019 = "国办公开办函〔2019〕60号"
NOTICE_2021 = "国办公开办函〔2021〕30号"
NOTICE_TITLES = {
    NOTICE_2019: "《国务院办公厅政府信息与政务公开办公室关于政府信息公开工作年度报告有关事项的通知》",
    NOTICE_2021: (
        "《国务院办公厅政府信息与政务公开办公室关于印发"
        "〈中华人民共和国政府信息公开工作年度报告格式〉的通知》"
    ),
}
REPORT_NAME = "政府信息公开工作年度报告"
Edition = Literal["2019", "2021"]
"""The editions of the form, by the year whose reports were the first to use it."""


@dataclass(frozen=True, slots=True)
class Part:
    """One of the six chapters: number and title as the form prints it."""

    number: int
    numeral: str
    title: str

    @property
    def heading(self) -> str:
        return f"{self.numeral}、{self.title}"


PARTS: tuple[Part, ...] = (
    Part(1, "一", "总体情况"),
    Part(2, "二", "主动公开政府信息情况"),
    Part(3, "三", "收到和处理政府信息公开申请情况"),
    Part(4, "四", "政府信息公开行政复议、行政诉讼情况"),
    Part(5, "五", "存在的主要问题及改进情况"),
    Part(6, "六", "其他需要报告的事项"),
)


@dataclass(frozen=True, slots=True)
class Axis:
    """A row or a column: the key's piece, the printed label, the labels above it, other labels.

    `above` are the labels of enclosing groups, outermost first; `aliases` are shorter or older
    wordings that mean the same line (a merely shortened label is not a fault).
    """

    key: str
    label: str
    above: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A statutory table: `id` and every cell's key `<prefix>.<row>.<column>`.

    `part` is the chapter it belongs to; `item` the line above it in part two.
    Part four prints one row of 15 numbers: its rows here are the three kinds of case, set side
    by side, `across` True.
    """

    id: str
    part: int
    item: str
    prefix: str
    rows: tuple[Axis, ...]
    columns: tuple[Axis, ...]
    across: bool = False

    def key(self, row: Axis, column: Axis) -> str:
        return ".".join(p for p in (self.prefix, row.key, column.key) if p)

    def keys(self) -> tuple[str, ...]:
        return tuple(self.key(r, c) for r in self.rows for c in self.columns)


def _a(key: str, label: str, *aliases: str, above: tuple[str, ...] = ()) -> Axis:
    return Axis(key, label, above, aliases)


# ---------------------------------------------------------------- 第二十条, part two

_REGULATIONS_ROW = _a("regulations", "规章")
_LICENSING = _a("licensing", "行政许可")
_PENALTIES = _a("penalties", "行政处罚")
_COMPULSION = _a("compulsion", "行政强制")
_FEES = _a("fees", "行政事业性收费")
_DECISIONS_2021 = (_a("decisions", "本年处理决定数量", "处理决定数量"),)
_ITEMS_2019 = (
    _a("previous_items", "上一年项目数量"),
    _a("change", "本年增/减", "本年增减"),
    _a("decisions", "处理决定数量", "本年处理决定数量"),
)
_ITEM = "第二十条第（{}）项"


def _disclosure(number: str, item: str, rows: tuple[Axis, ...], columns: tuple[Axis, ...]) -> Table:
    return Table(f"disclosure.{number}", 2, _ITEM.format(item), "disclosure", rows, columns)


DISCLOSURE_2021: tuple[Table, ...] = (
    _disclosure(
        "1",
        "一",
        (_REGULATIONS_ROW, _a("normative_documents", "行政规范性文件", "规范性文件")),
        (
            _a("issued", "本年制发件数", "本年制发数"),
            _a("repealed", "本年废止件数", "本年废止数"),
            _a("in_force", "现行有效件数", "现行有效数"),
        ),
    ),
    _disclosure("5", "五", (_LICENSING,), _DECISIONS_2021),
    _disclosure("6", "六", (_PENALTIES, _COMPULSION), _DECISIONS_2021),
    _disclosure("8", "八", (_FEES,), (_a("amount", "本年收费金额（单位：万元）", "本年收费金额"),)),
)

DISCLOSURE_2019: tuple[Table, ...] = (
    _disclosure(
        "1",
        "一",
        (_REGULATIONS_ROW, _a("normative_documents", "规范性文件", "行政规范性文件")),
        (
            _a("made", "本年新制作数量"),
            _a("published", "本年新公开数量"),
            _a("total_published", "对外公开总数量"),
        ),
    ),
    _disclosure("5", "五", (_LICENSING, _a("other_services", "其他对外管理服务事项")), _ITEMS_2019),
    _disclosure("6", "六", (_PENALTIES, _COMPULSION), _ITEMS_2019),
    _disclosure("8", "八", (_FEES,), _ITEMS_2019[:2]),
    _disclosure(
        "9",
        "九",
        (_a("procurement", "政府集中采购"),),
        (_a("projects", "采购项目数量"), _a("amount", "采购总金额")),
    ),
)


# ---------------------------------------------------------------- part three

_ORGANISATIONS = "法人或其他组织"
APPLICANTS: tuple[Axis, ...] = (
    _a("natural_person", "自然人"),
    _a("enterprise", "商业企业", above=(_ORGANISATIONS,)),
    _a("research", "科研机构", above=(_ORGANISATIONS,)),
    _a("charity", "社会公益组织", above=(_ORGANISATIONS,)),
    _a("legal_service", "法律服务机构", above=(_ORGANISATIONS,)),
    _a("other_org", "其他", above=(_ORGANISATIONS,)),
    _a("total", "总计", "合计"),
)

RESULTS = "三、本年度办理结果"
_DENIED = "（三）不予公开"
_UNAVAILABLE = "（四）无法提供"
_REJECTED = "（五）不予处理"
OTHER = "（六）其他处理"

NEW_RECEIVED = _a("new_received", "一、本年新收政府信息公开申请数量")
CARRIED_OVER = _a("carried_over", "二、上年结转政府信息公开申请数量")
CARRIED_FORWARD = _a("carried_forward", "四、结转下年度继续办理")
RESULT_TOTAL = _a("total", "（七）总计", "（七）合计", above=(RESULTS,))
ONE_ROW_OTHER = _a("other", OTHER, above=(RESULTS,))


def _group(prefix: str, head: str, *labels: tuple[str, ...]) -> tuple[Axis, ...]:
    return tuple(
        _a(f"{prefix}.{key}", label, *aliases, above=(RESULTS, head))
        for key, label, *aliases in labels
    )


_COMMON_RESULTS: tuple[Axis, ...] = (
    _a("granted", "（一）予以公开", above=(RESULTS,)),
    _a(
        "partially_granted",
        "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
        "（二）部分公开",
        above=(RESULTS,),
    ),
    *_group(
        "denied",
        _DENIED,
        ("state_secrets", "1.属于国家秘密"),
        ("prohibited_by_law", "2.其他法律行政法规禁止公开"),
        ("security_and_stability", "3.危及“三安全一稳定”"),
        ("third_party_rights", "4.保护第三方合法权益"),
        ("internal_affairs", "5.属于三类内部事务信息"),
        ("process_information", "6.属于四类过程性信息"),
        ("enforcement_files", "7.属于行政执法案卷"),
        ("administrative_query", "8.属于行政查询事项"),
    ),
    *_group(
        "unavailable",
        _UNAVAILABLE,
        ("not_held", "1.本机关不掌握相关政府信息"),
        ("must_be_created", "2.没有现成信息需要另行制作"),
        ("still_unclear", "3.补正后申请内容仍不明确"),
    ),
    *_group(
        "rejected",
        _REJECTED,
        ("petition", "1.信访举报投诉类申请"),
        ("repeated", "2.重复申请"),
        ("publication", "3.要求提供公开出版物"),
        ("excessive", "4.无正当理由大量反复申请"),
        ("confirmation", "5.要求行政机关确认或重新出具已获取信息"),
    ),
)

OTHER_2021: tuple[Axis, ...] = _group(
    "other",
    OTHER,
    (
        "not_corrected",
        "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
        "1.逾期不补正",
    ),
    (
        "fee_unpaid",
        "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
        "2.逾期不缴费",
        "2.逾期未缴费",
    ),
    ("other", "3.其他"),
)


def _applications(other: tuple[Axis, ...]) -> Table:
    rows = (
        NEW_RECEIVED,
        CARRIED_OVER,
        *_COMMON_RESULTS,
        *other,
        RESULT_TOTAL,
        CARRIED_FORWARD,
    )
    return Table("applications", 3, "", "applications", rows, APPLICANTS)


APPLICATIONS_2021 = _applications(OTHER_2021)
APPLICATIONS_2019 = _applications((ONE_ROW_OTHER,))


# ---------------------------------------------------------------- part four

_SUIT = "行政诉讼"
DISPUTE_KINDS: tuple[Axis, ...] = (
    _a("reconsideration", "行政复议"),
    _a("direct_suit", "未经复议直接起诉", f"{_SUIT}（未经复议直接起诉）", above=(_SUIT,)),
    _a(
        "suit_after_reconsideration",
        "复议后起诉",
        f"{_SUIT}（复议后起诉）",
        "行政复议后起诉",
        above=(_SUIT,),
    ),
)
DISPUTE_RESULTS: tuple[Axis, ...] = (
    _a("upheld", "结果维持", "维持"),
    _a("corrected", "结果纠正", "纠正"),
    _a("other", "其他结果"),
    _a("pending", "尚未审结"),
    _a("total", "总计", "合计"),
)
DISPUTES = Table("disputes", 4, "", "disputes", DISPUTE_KINDS, DISPUTE_RESULTS, across=True)


# ---------------------------------------------------------------- the forms


@dataclass(frozen=True, slots=True)
class Form:
    """An edition of the form: its tables in printed order and the notice that set it.

    `items` is what the notice calls its items on the parts of a report, `{}` their numbers; "" where
    it goes through none.
    """

    name: Edition
    notice: str
    first_year: int
    last_year: int | None
    tables: tuple[Table, ...]
    items: str = ""

    def keys(self) -> tuple[str, ...]:
        """Every cell's key in printed order: 198 of 2019, 200 of 2021."""
        return tuple(key for table in self.tables for key in table.keys())

    def table(self, id: str) -> Table:
        return next(t for t in self.tables if t.id == id)

    def clause(self, parts: Collection[int]) -> str:
        """The notice down to its items on these parts of a report."""
        named = "、".join(f"（{part.numeral}）" for part in PARTS if part.number in parts)
        return self.notice + (self.items.format(named) if named else "")

    def holds_for(self, year: int) -> bool:
        return self.first_year <= year and (self.last_year is None or year <= self.last_year)


FORMS: dict[str, Form] = {
    "2019": Form("2019", NOTICE_2019, 2019, 2020, (*DISCLOSURE_2019, APPLICATIONS_2019, DISPUTES)),
    "2021": Form(
        "2021",
        NOTICE_2021,
        2021,
        None,
        (*DISCLOSURE_2021, APPLICATIONS_2021, DISPUTES),
        "“报告内容”第{}项",
    ),
}


LATEST: Edition = list(FORMS.values())[-1].name


def form_of_year(year: int) -> Form | None:
    """The form that holds for reports of `year`; None before 2019 (older, looser outlines)."""
    return next((f for f in FORMS.values() if f.holds_for(year)), None)


def edition(format: str, year: int | None) -> Edition:
    """The form whose rows a report prints: its own; of one that prints two, or none, its year's."""
    of_year = form_of_year(year) if year else None
    return FORMS[format].name if format in FORMS else of_year.name if of_year else LATEST


@dataclass(frozen=True, slots=True)
class CellLabel:
    """How a cell is called: `item` the table or chapter, `row` with its groups, `column`."""

    table: str
    part: int
    item: str
    row: str
    column: str

    def __str__(self) -> str:
        return " / ".join(p for p in (self.item, self.row, self.column) if p)


_TABLE_NAMES = {"applications": "表三", "disputes": "表四"}


def full_label(axis: Axis) -> str:
    """A row's or column's label with the groups it stands under."""
    return " / ".join((*axis.above, axis.label))


@cache
def labels() -> Mapping[str, CellLabel]:
    """Every key of both forms with its printed labels (2021's wording where both have it)."""
    found: dict[str, CellLabel] = {}
    for form in FORMS.values():
        for table in form.tables:
            for row in table.rows:
                for column in table.columns:
                    item = table.item or _TABLE_NAMES[table.id]
                    found[table.key(row, column)] = CellLabel(
                        table.id, table.part, item, full_label(row), full_label(column)
                    )
    return found


# ---------------------------------------------------------------- columns, groups and rows

COLUMN_KEYS: tuple[str, ...] = tuple(c.key for c in APPLICANTS)
ORGANISATION_KEYS: tuple[str, ...] = COLUMN_KEYS[1:6]
GROUPS: dict[str, str] = {
    "granted": "予以公开",
    "partially_granted": "部分公开",
    "denied": "不予公开",
    "unavailable": "无法提供",
    "rejected": "不予处理",
    "other": "其他处理",
}
"""The six results of handling an application; the last four but `other` of 2019 are sums."""
