"""Numbers as Chinese writes them: 一百二十三, 两千, 十二点五, 3万, 二〇二三.

The one home of what a number looks like: patterns elsewhere are put together from these.
"""

from __future__ import annotations

ONE_TO_NINE = "一二三四五六七八九"
ONE_TO_TEN = f"{ONE_TO_NINE}十"
"""What numbers a part, a heading, an item: 第五部分, （十一）, 三是."""
WHOLE = r"(?:\d{1,3}(?:[,，]\d{3})+|\d+)"
"""A whole number in digits, its thousands set apart by commas or not."""

LONGEST = 24
"""Characters of the longest number that counts anything."""
_DIGITS = {c: i for i, c in enumerate(f"零{ONE_TO_NINE}")} | {"〇": 0, "两": 2, "俩": 2}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10_000, "亿": 100_000_000}
CHARACTERS = "零〇一二两三四五六七八九十百千万亿"


def value_of(text: str) -> int | float | None:
    """The number `text` writes, in digits, in words or mixed (1.2万); None where it is none, or
    where it is longer than any that counts."""
    if len(text) > LONGEST:
        return None
    text = text.replace(",", "").replace("，", "")
    whole, point, decimals = text.partition("点")
    if point:
        return _with_decimals(whole, decimals)
    if text and text[-1] in _LARGE and (number := _plain(text[:-1])) is not None:
        return _tidy(number * _LARGE[text[-1]])
    plain = _plain(text)
    return plain if plain is not None else _worded(text)


def _plain(text: str) -> int | float | None:
    if not text.isascii() or text.strip() != text:
        return None
    try:
        return _tidy(float(text)) if "." in text else int(text)
    except ValueError:
        return None


def _tidy(number: float) -> int | float:
    return int(number) if number == int(number) else round(number, 6)


def _with_decimals(whole: str, decimals: str) -> float | None:
    head = _worded(whole)
    if head is None or not decimals or any(c not in _DIGITS for c in decimals):
        return None
    return float(f"{head}.{''.join(str(_DIGITS[c]) for c in decimals)}")


def _worded(text: str) -> int | None:
    if not text or any(c not in CHARACTERS for c in text):
        return None
    if all(c in _DIGITS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    total, section, digit = 0, 0, 0
    for c in text:
        if c in _DIGITS:
            digit = _DIGITS[c]
        elif c in _SMALL:
            section, digit = section + (digit or 1) * _SMALL[c], 0
        else:
            total, section, digit = (total + section + digit) * _LARGE[c], 0, 0
    return total + section + digit
