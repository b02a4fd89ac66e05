"""L01: words printed twice over."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.checks.paragraph_scan import Hit, Scan
from assistant.checks.rule import ANY, PLAIN_LANGUAGE, Rule
from assistant.checks.word_lists import words_beside
from index.numerals import CHARACTERS


def doubled(text: str) -> Iterator[Hit]:
    """Words printed twice over: 的的, 资金资金; not 常常, 方方面面, 工作作出."""
    end = 0
    for found in _TWICE.finditer(text):
        start, unit = found.start(), found[2]
        if start < end or not _wrong(text, start, unit):
            continue
        end = start + 2 * len(unit)
        yield Hit(start, end, f"“{unit}”重复", unit)


RULE = Rule(
    id="L01",
    title="字词重复",
    severity="warning",
    basis=PLAIN_LANGUAGE,
    what="没有多打的字词；本可重叠的词（常常、方方面面）和两词相接处的同字（工作作出）不算。",
    good="为工作作出贡献",
    bad="公开了财政资金资金的的使用情况",
    check=Scan(doubled),
    formats=ANY,
    by_letter=True,
)
_TWICE = re.compile(r"(?=(([一-鿿]{1,12})\2))")
_OF_EACH = re.compile(r"(?:各|每个|所属|直属|本|该)(?:部门|单位|街道|机关|企业|学校|社区)$")
"""各部门部门预算, 各单位单位负责人: the body, and what is called after it."""
_BY_TURNS = re.compile(r"[一逐很再越每多全各]")


_MARKS = "，。；、：\n"
_NEAR = 100
"""Characters of a clause on either side; what has no stop for so long is cut there."""


def _characters(name: str) -> str:
    found: str = words_beside(__file__)[name]
    return found


def _wrong(text: str, start: int, unit: str) -> bool:
    if any(c in CHARACTERS or c == "○" for c in unit):
        return False
    if len(unit) > 1 and _OF_EACH.search(text[max(0, start - 2) : start + len(unit)]):
        return False
    if len(unit) > 1:
        return not _BY_TURNS.match(unit) and not _in_one_word(text, start, 2 * len(unit))
    if unit in _characters("doubles") or _in_pattern(text, start):
        return False
    return _repeated_character(text, start)


def _in_pattern(text: str, start: int) -> bool:
    """方方面面: two doublings side by side."""
    before, after = text[max(0, start - 2) : start], text[start + 2 : start + 4]
    return any(len(pair) == 2 and pair[0] == pair[1] for pair in (before, after))


def _words(text: str, start: int) -> tuple[list[str], int]:
    """The words of the clause about `start`, and where the clause starts."""
    import rjieba

    first, last = max(0, start - _NEAR), start + _NEAR
    left = max(first, *(text.rfind(mark, first, start) + 1 for mark in _MARKS))
    right = min((i for m in _MARKS if (i := text.find(m, start, last)) > 0), default=last)
    return rjieba.cut(text[left:right]), left


def _in_one_word(text: str, start: int, length: int) -> bool:
    words, at = _words(text, start)
    for word in words:
        if at <= start and start + length <= at + len(word):
            return True
        at += len(word)
    return False


def _repeated_character(text: str, start: int) -> bool:
    """Whether the two characters at `start` are no word and no meeting of two words."""
    words, at = _words(text, start)
    for word, following in zip([*words, ""], [*words[1:], "", ""], strict=False):
        end = at + len(word)
        if at <= start and start + 2 <= end:
            return False
        if end == start + 1:
            if len(word) > 1 and len(following) > 1:
                return False
            alone = len(word) > 1 or len(following) > 1
            return not (alone and text[start] in _characters("alone"))
        at = end
    return False
