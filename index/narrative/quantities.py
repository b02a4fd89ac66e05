"""Numbers with a measure word in prose: 1,200条, 两次, 10余篇, 1.2万人次.

Never a year, a date, an ordinal, the number of a paper, a percentage, a span of time or a range.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.numerals import LONGEST, value_of
from index.text import fold

_HAN = "零〇一二两三四五六七八九十百千万亿"
_EVENTS = "次|场次|场|期|轮|届次"
_THINGS = (
    "人次|件次|条次|批次|班次|户次|家次|篇次|期次|车次|件[(]次[)]|次[(]件[)]|万元|亿元|元|堂课|学时|课时|"
    "件|宗|起|条|份|篇|部|家|名|人(?![民大员群])|户|册|页|封|则|幅|张|套|款|块|处|台|辆|座|所|间|本|卷|首|道"
    "|节|课|堂|讲|例|只|支|栋|段|句|版|屏|帧|集|枚|位(?!于)|组|字|门|份次|批|例次|篇幅"
)
_ABSTRACT = "个|大项|小项|项|大类|小类|类|种|方面"
_UNIT = f"(?P<unit>{_THINGS}|{_EVENTS}|{_ABSTRACT})"
_BEFORE = "(?:(?P<before>约为|大约|约|将近|接近|近|超过|超|逾|不少于|不低于|不足|不到|上|达到|多达|达)[ ]*)?"
_DIGITS = r"(?<![\d./〔\[A-Za-z+-])(?<!\d,)(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)[ ]*(?P<scale>(?:[百千万亿]{1,2}(?!元))?)(?P<odd>余|多|几)?"
_WORDS = f"(?<![{_HAN}\\d每这某逐同几数])(?P<han>[{_HAN}]+)(?P<han_odd>余|多|几)?"
_QUANTITY = re.compile(
    f"{_BEFORE}(?:{_DIGITS}|{_WORDS})[ ]*(?:余)?{_UNIT}(?P<after>以上|左右|余|多)?"
)
_NO_COUNT_BEFORE = re.compile(
    r"(?:第|前|每|逢|至少|最多|不超过|[-—~～至到]\s*|之|专班|〔\d+〕)\s*$"
)
_RANGE_AFTER = re.compile(r"\s*(?:[-—~～]\s*\d|(?:至|到)\s*\d)")
_SPAN_OF_TIME = re.compile(
    r"\s*(?:多|余)?(?:工作日|自然日|月|小时|季度|年度|年|学期|星期|周|百分点|分钟|点)"
)
_NO_UNIT = {
    "次": re.compile(r"性|办[好成]|生|元|要|日|数|序"),
    "件": re.compile(r"事|套"),
    "名": re.compile(r"单|录|称|义"),
    "人": re.compile(r"[才口力均事工大员民群物]|以上规模"),
    "个": re.compile(r"人信息|别|体|方面|维度|层面"),
    "项": re.compile(r"目"),
    "期": re.compile(r"[间限内货]"),
    "家": re.compile(r"庭"),
    "部": re.compile(r"[门委分署]"),
    "条": re.compile(r"[例件]|龙"),
    "本": re.compile(r"级|地|单位|机关|年|科"),
    "户": re.compile(r"籍|外"),
    "处": re.compile(r"[理罚室长]"),
    "位": re.compile(r"一体"),
    "所": re.compile(r"有|属|在"),
    "组": re.compile(r"织"),
    "版": re.compile(r"块|本|面"),
    "页": re.compile(r"面"),
    "段": re.compile(r"落"),
    "道": re.compile(r"路"),
    "课": re.compile(r"题"),
    "门": re.compile(r"户"),
    "台": re.compile(r"账"),
    "册": re.compile(r"子"),
    "元": re.compile(r"件|素|化|旦"),
    "场": re.compile(r"[所地景合]"),
}
"""What may not follow a measure word, which is then part of another word."""
_ONE, _ORDINAL = "一", "二"
_AT_END = re.compile(r"\s*(?:$|[,，。;；、:：)）(（\n])")
_CREATED = re.compile(
    r"(?:新增|新设|增设|开设|开通|设立|设置|建成|新建|关停|注销|撤销|共有|共|新建立|配备|增加)(?:了)?\s*$"
)
_TWO_DIGITS = re.compile("[零〇一二两三四五六七八九]{2}")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its measure word at `start`–`end`; `number` is where its own digits begin."""

    start: int
    end: int
    value: int | float
    unit: str
    approximate: bool


def quantities(text: str) -> list[Quantity]:
    """Every counting number of `text`, in order; what stands in titles and quotes is passed over."""
    plain = _TITLES.sub(lambda m: "□" * len(m[0]), fold(text))
    found = (_quantity(match, plain) for match in _QUANTITY.finditer(plain))
    return [q for q in found if q is not None]


_TITLES = re.compile(r"《[^《》\n]*》|“[^“”\n]*”|‘[^‘’\n]*’|〔\d+〕\d*号?|\"[^\"\n]*\"")


def _quantity(match: re.Match[str], text: str) -> Quantity | None:
    before, after = text[: match.start()].rstrip(" "), text[match.end() :]
    unit = match["unit"]
    if _NO_COUNT_BEFORE.search(before) or _RANGE_AFTER.match(after):
        return None
    if _SPAN_OF_TIME.match(after) and unit in ("个", "多"):
        return None
    if unit in _NO_UNIT and not match["after"] and _NO_UNIT[unit].match(after):
        return None
    if match["han"] and not _worded_counts(match, before, after):
        return None
    value = _value(match)
    if value is None:
        return None
    start = (
        match.start("before")
        if match["before"]
        else match.start("digits" if match["digits"] else "han")
    )
    return Quantity(
        start,
        match.end(),
        value,
        unit.partition("(")[0],
        _is_about(match),
    )


def _worded_counts(match: re.Match[str], before: str, after: str) -> bool:
    """Whether a number in words counts: 两次, 召开一次会议, 专栏三个; not 一项工作, 四个方面."""
    words, unit = match["han"], match["unit"]
    at_end = bool(_AT_END.match(after))
    if (
        _TWO_DIGITS.search(words)
        or words in ("万", "亿", "百", "千")
        and not match["han_odd"]
        and not match["before"]
    ):
        return False
    if words == _ORDINAL and not at_end:
        return False
    if re.fullmatch(_ABSTRACT, unit):
        return at_end and words != _ONE and unit != "方面" or bool(_CREATED.search(before))
    if words == _ONE:
        return (
            bool(re.fullmatch(_EVENTS, unit))
            and bool(re.search(r"[\u4e00-\u9fff]$", before))
            and not re.search(r"(?:新|又|进|跑|这|同|另|任何|首|再|最后|有|上|下)$", before)
        )
    return not re.search(r"[届]$", unit)


def _value(match: re.Match[str]) -> int | float | None:
    if len(match["digits"] or "") > LONGEST:
        return None
    if match["digits"]:
        return value_of_scaled(match["digits"].replace(",", ""), match["scale"])
    return value_of(match["han"])


def value_of_scaled(digits: str, scale: str) -> int | float:
    """12.5 and 万 → 125000."""
    value = float(digits)
    for word in scale:
        value *= {"百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}[word]
    value = round(value, 6)
    return int(value) if value == int(value) else value


def _is_about(match: re.Match[str]) -> bool:
    loose = match["before"] not in (None, "达到", "达", "多达")
    return loose or bool(match["odd"] or match["han_odd"] or match["after"])
