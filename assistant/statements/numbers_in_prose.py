"""Quantities in prose: 1,204件, 18万余条, 三十五件, 近百分之十; never dates, ordinals or numbers of papers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from index.numerals import LONGEST, value_of
from index.text import fold

Approximation = Literal["", "more", "about", "less"]

_CHINESE = "〇零一二两三四五六七八九十百千万"
_TENS = {"十": 10, "百": 100, "千": 1000}
_SCALE = {"百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}

COUNTS = r"件\(次\)|件次|人次|件|宗|起|例|份|条次|条"
_UNITS = rf"{COUNTS}|万元|亿元|元|个百分点|百分点|%|批次|批|项|期|篇|部门|部|场次|场|次|家|名|人|户|册|个|倍|页|字"
_MORE_UNITS = (
    r"封|讲|节|则|款|集(?![中体])|卷(?!宗)|笔(?!试)|台(?![账风])|辆|艘|处(?![室级理罚置])|所(?![属有在])|座|"
    r"张|本(?![级年市县区局机镇单])|枚|块|幅|套|组(?!织)|轮(?![训换])|版|课时|门(?!户)|支(?![持出])|趟|位(?![于置])"
)
"""Units of what the narrative alone counts: sentences are checked with them, rules do without."""
_BEFORE = r"(?:(?P<before>约为|大约|约|将近|接近|近|超过|超|逾|不少于|不足|不到|达到)\s*)?"
_AFTER = r"(?P<after>以上|左右|余)?"
_NUMBER = (
    _BEFORE
    + r"(?:(?<![\d.第〔\[])(?<!\d,)(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s*"
    + r"(?P<scale>(?:[百千万亿]{1,2}(?!元))?)(?P<odd>余|多|几)?"
    + r"|百分之(?P<percent>[〇零一二两三四五六七八九十百点]+|\d+(?:\.\d+)?)"
    + rf"|(?<![第每这某逐同〇零一二两三四五六七八九十百千万])(?P<chinese>[{_CHINESE}]+)(?P<chinese_odd>余|多|几)?)"
    + r"\s*"
)
_QUANTITY = re.compile(rf"{_NUMBER}(?P<unit>{_UNITS})?{_AFTER}")
_WORDED = re.compile(rf"{_NUMBER}(?P<unit>{_UNITS}|{_MORE_UNITS})?{_AFTER}")
_NOT_COUNTED = re.compile(
    r"\s*(?:工作日|月|日|小时|年|事(?!项)|人民|号|方面|维度|度|以来|关(?!口))"
)
_BARE_BEFORE = re.compile(
    r"(?:数|量|总数|数量|件数)(?:共|共计|总计|合计)?(?:均|都)?(?:为|是|:)?\s*$"
)
_NOTHING_BEFORE = re.compile(r"(?:未|没|无)[^，,。；;、]{0,6}$")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit, at `start`–`end` of the text.

    `unit` is "" for a bare number; 件次 and 件(次) are 件.  A percentage has the unit "%".
    `step` is the value of one in the last printed digit.
    """

    start: int
    end: int
    value: int | float
    unit: str
    text: str
    approximation: Approximation = ""
    step: float = 1

    @property
    def approximate(self) -> bool:
        return bool(self.approximation)


def quantities(text: str, *, worded: bool = False, at: int = 0) -> tuple[Quantity, ...]:
    """Every quantity of `text` in order; spans are of `text` as given, whose first character is
    the one `at` of what it was cut from.

    A number in words counts only with a unit of cases, with `worded` with any unit (两倍, 五万元).
    """
    folded = fold(text)
    pattern = _WORDED if worded else _QUANTITY
    found = (_quantity(m, folded, worded, at) for m in pattern.finditer(folded))
    return tuple(q for q in found if q is not None)


def _quantity(match: re.Match[str], text: str, worded: bool, at: int) -> Quantity | None:
    unit = match["unit"] or ""
    if match["percent"]:
        unit = "%"
    elif not unit:
        if not match["digits"] or match["scale"] or not _is_bare(match, text):
            return None
    elif _NOT_COUNTED.match(text, match.end()) or _is_none(match, text):
        return None
    if _is_together(match, text) or len(_printed(match)) > LONGEST:
        return None
    if match["chinese"] and not (worded or re.fullmatch(COUNTS, unit)):
        return None
    value, step = _value(match)
    start = match.start("before") if match["before"] not in (None, "达到") else _first(match)
    return Quantity(
        start + at,
        match.end() + at,
        value,
        {"件次": "件", "件(次)": "件"}.get(unit, unit),
        text[start : match.end()],
        _approximation(match),
        step,
    )


def _first(match: re.Match[str]) -> int:
    return next(
        match.start(g) - (3 if g == "percent" else 0)
        for g in ("digits", "chinese", "percent")
        if match[g]
    )


def _printed(match: re.Match[str]) -> str:
    """The number alone, without its unit and what is said about it."""
    return match["digits"] or match["chinese"] or match["percent"]


def _is_none(match: re.Match[str], text: str) -> bool:
    """未发生一起, 无一件: the one is none."""
    return match["chinese"] == "一" and bool(_NOTHING_BEFORE.search(text[: match.start()].rstrip()))


def _is_together(match: re.Match[str], text: str) -> bool:
    """放在一起: no case."""
    before = text[: match.start()].rstrip()
    return match["chinese"] == "一" and match["unit"] == "起" and before.endswith("在")


def _is_bare(match: re.Match[str], text: str) -> bool:
    """A number without a unit counts only after 数, 量 and before the end of its clause."""
    after = text[match.end() : match.end() + 1]
    return bool(_BARE_BEFORE.search(text, 0, match.start())) and after in ("", *"。,，;；、.)）")


def _approximation(match: re.Match[str]) -> Approximation:
    before, after = match["before"] or "", match["after"] or ""
    if match["odd"] or match["chinese_odd"] or after in ("余", "以上") or before in _MORE:
        return "more"
    if before in ("不足", "不到"):
        return "less"
    return "about" if after == "左右" or before.startswith(_ABOUT) else ""


_MORE = ("超过", "超", "逾", "不少于")
_ABOUT = ("约", "大约", "近", "将近", "接近")


def _value(match: re.Match[str]) -> tuple[int | float, float]:
    if match["digits"]:
        return _of_digits(match)
    if match["percent"] and match["percent"][0].isdigit():
        return _whole(float(match["percent"])), 1
    words = match["chinese"] or match["percent"]
    value = value_of(words) or 0
    return value, _TENS.get(words[-1], 1)


def _of_digits(match: re.Match[str]) -> tuple[int | float, float]:
    digits = match["digits"].replace(",", "")
    scale = 1
    for character in match["scale"]:
        scale *= _SCALE[character]
    fraction = digits.partition(".")[2]
    if fraction:
        step = scale / 10 ** len(fraction)
    else:
        step = scale * 10 ** (len(digits) - len(digits.rstrip("0") or "0"))
    loose = bool(match["odd"] or match["before"] or match["after"])
    if not loose and not fraction:
        step = scale
    if match["before"] in _MORE or match["after"] == "以上":
        step = max(step, float(digits) * scale)  # 超过100件: no upper bound worth the name
    return _whole(float(digits) * scale), step


def _whole(value: float) -> int | float:
    value = round(value, 6)
    return int(value) if value == int(value) else value
