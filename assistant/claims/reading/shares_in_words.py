"""Shares in words as numbers: 三成, 四分之一, 绝大多数, 近半."""

from __future__ import annotations

import re
from collections.abc import Mapping

from assistant.claims.claim import Stated
from assistant.statements.lexicon import Token
from index.numerals import ONE_TO_TEN, value_of

_WORDS: Mapping[str, tuple[float, str, float]] = {
    "most": (80.0, "mostly", 1.0),
    "large_part": (50.0, "more", 1.0),
    "majority": (50.0, "more", 1.0),
    "minority": (50.0, "few", 1.0),
    "nearly_half": (50.0, "near", 1.0),
    "half": (50.0, "around", 10.0),
    "mainly": (50.0, "more", 1.0),
}


_ROUGHLY = {"近": "near", "不到": "less", "超过": "more", "多": "odd"}


def fraction(token: Token) -> Stated:
    if token.name == "tenths":
        tens = 10.0 * float(value_of(token.text[0]) or 0) + _odd_tenth(token.text[2:3])
        return Stated(tens, "percent", token.text, _bound(token.text, "around"), 10.0)  # type: ignore[arg-type]
    if token.name == "parts":
        below, above = re.findall(rf"[{ONE_TO_TEN}]", token.text)[:2]
        percent = 100.0 * float(value_of(above) or 0) / float(value_of(below) or 1)
        return Stated(percent, "percent", token.text, _bound(token.text, "around"), 5.0)  # type: ignore[arg-type]
    if token.name == "per_ten":  # 每10件申请中近6件
        said = re.findall(r"[\d一二两三四五六七八九]", token.text.partition("每")[2][2:])[-1]
        bound = next((b for w, b in _ROUGHLY.items() if w in token.text), "around")
        times = float(value_of(said) or 0)
        return Stated(10.0 * times, "percent", token.text, bound, 10.0)  # type: ignore[arg-type]
    value, bound, step = _WORDS[token.name]
    if token.name == "nearly_half" and token.text[0] in "不未":
        bound = "less"
    return Stated(value, "percent", token.text, bound, step)  # type: ignore[arg-type]


def _odd_tenth(character: str) -> float:
    """一成半, 一成五: what stands behind the tenths."""
    return 5.0 if character == "半" else float(value_of(character) or 0 if character else 0)


def _bound(text: str, otherwise: str) -> str:
    if text.endswith(("以上", "强", "有余")):
        return "least"
    if text.endswith("弱"):
        return "near"
    return "odd" if text.endswith("多") else otherwise
