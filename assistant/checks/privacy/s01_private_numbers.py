"""S01: what must not be published: identity-card numbers, private mobiles, bank cards.

Findings show such a number only in part.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from assistant.checks.paragraphs import narrative
from assistant.checks.place_names import place_name
from assistant.checks.rule import ANY, PASS, Context, Rule, Verdict
from index.report import Report


def private_numbers(report: Report, context: Context) -> Iterator[Verdict]:
    """Each long number of the text, judged by its own check digits."""
    for section, paragraph in narrative(report):
        yield PASS
        for found in _LONG.finditer(paragraph.text):
            around = paragraph.text[max(0, found.start() - 12) : found.start()]
            if _CODE.search(around) or _UNIT.match(paragraph.text, found.end()):
                continue
            number = re.sub(r"[ -]", "", found[0]).upper()
            if kind := kind_of_number(number):
                shown = f"{number[:4]}{'*' * (len(number) - 7)}{number[-3:]}"
                yield Verdict(
                    "fail",
                    f"{place_name(section)}有{kind}：{shown}，公开前应删去或隐去",
                    section=section,
                    found=shown,
                    quote=around,
                    at=paragraph.at,
                )


RULE = Rule(
    id="S01",
    title="不应公开的个人信息",
    severity="error",
    basis="《中华人民共和国政府信息公开条例》（国务院令第711号）第十五条；《中华人民共和国个人信息保护法》第二十八条",
    what="正文中没有居民身份证号码、个人手机号码、银行卡号；办公电话不算。",
    good="办公电话：0900-1234567",
    bad="联系人手机：13×××××××××（十一位号码全印出）",
    check=private_numbers,
    formats=ANY,
)
_LONG = re.compile(r"(?<![0-9A-Za-z.])\d(?:[ -]?\d){10,18}[Xx]?(?![0-9A-Za-z]|\.\d)")
_ID_CARD = re.compile(r"(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])\d{15}[\dX]")
_MOBILE = re.compile(r"(?:86)?1[3-9]\d{9}")
_CARD = re.compile(r"62\d{14,17}|[45]\d{15}")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CODE = re.compile(r"信用代码|组织机构代码|索引号|文号|编号|备案号|许可证号")
_UNIT = re.compile(r"\s*(?:元|件|条|人次|次|万|亿|个|项|平方|吨)")


def kind_of_number(number: str) -> str:
    """What a number without separators is: 居民身份证号码, 手机号码, 银行卡号, or "" for none."""
    if _ID_CARD.fullmatch(number) and _is_id(number):
        return "居民身份证号码"
    if _MOBILE.fullmatch(number):
        return "手机号码"
    return "银行卡号" if _CARD.fullmatch(number) and luhn(number) else ""


def _is_id(number: str) -> bool:
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    total = sum(int(d) * w for d, w in zip(number, _WEIGHTS, strict=False))
    return born.year >= 1900 and "10X98765432"[total % 11] == number[-1]


def luhn(number: str) -> bool:
    """Whether the last digit is the check digit of those before it."""
    digits = [int(d) for d in reversed(number)]
    return (sum(digits[::2]) + sum(sum(divmod(2 * d, 10)) for d in digits[1::2])) % 10 == 0
