"""Characters: what a printed text is made comparable by, and what stands in a table cell.

`normalise` is for text that is kept and shown, `fold` for matching with spans that map back,
`squash` for comparing labels.  `cell_value` is the one place that turns a cell into a value.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from index.numerals import ONE_TO_NINE
from index.report import State

if TYPE_CHECKING:
    from opencc import OpenCC

Value = int | float | None

# Radicals without (or with a traditional) compatibility mapping that stand for a simplified
# character in fonts whose glyphs are shared; NFKC knows the others.
_RADICALS = {
    "⼾": "户", "⺠": "民", "⻁": "虎", "⻄": "西", "⻅": "见", "⻆": "角", "⻉": "贝",
    "⻋": "车", "⻓": "长", "⻔": "门", "⻘": "青", "⻙": "韦", "⻚": "页", "⻛": "风",
    "⻜": "飞", "⻝": "食", "⻢": "马", "⻣": "骨", "⻤": "鬼", "⻥": "鱼", "⻦": "鸟",
    "⻧": "卤", "⻨": "麦", "⻩": "黄", "⻬": "齐", "⻮": "齿", "⻰": "龙", "⻳": "龟",
    "⺁": "厂", "⺇": "几", "⺌": "小", "⺎": "兀", "⺏": "尣", "⺐": "尢", "⺒": "巳",
    "⺓": "幺", "⺛": "旡", "⺝": "月", "⺧": "牛", "⺩": "王", "⺫": "目", "⺮": "竹",
    "⺯": "糸", "⺰": "纟", "⺱": "网", "⺲": "罒", "⺶": "羊", "⺷": "羊", "⺼": "肉",
    "⺿": "艹", "⻃": "襾", "⻊": "足", "⻌": "辶", "⻍": "辶", "⻏": "阝", "⻐": "钅",
    "⻒": "镸", "⻖": "阝", "⻗": "雨",
}  # fmt: skip


_IDEOGRAPHS = str.maketrans(
    {
        **{
            chr(code): unicodedata.normalize("NFKC", chr(code))
            for low, high in ((0x2E80, 0x2FDF), (0xF900, 0xFAFF))
            for code in range(low, high + 1)
        },
        **_RADICALS,
    }
)
_INVISIBLE = dict.fromkeys(
    [0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF, 0xFFFC, *range(0x202A, 0x202F)]
    # what no text holds and no store takes: control characters, halves of a surrogate pair
    + [*range(0x09), *range(0x0E, 0x20), *range(0x7F, 0x85), *range(0x2066, 0x206A)]
    + [*range(0xD800, 0xE000)]
)
_SPACES = str.maketrans(dict.fromkeys("\u00a0\u2002\u2003\u2007\u2009\u200a\u202f\u3000", " "))


class _Folding(dict[int, int | str]):
    """Full-width ASCII to half-width, and characters that simplified text has not to those it has."""

    def __missing__(self, code: int) -> int | str:
        self[code] = _simplified(chr(code)) if 0x3400 <= code <= 0x9FFF else code
        return self[code]


def _simplified(character: str) -> str:
    """The simplified form of a character that is traditional alone: 报 of 報, but 著 stays 著."""
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        simple = _converter().convert(character)
        return simple if len(simple) == 1 else character
    return character


@cache
def _converter() -> OpenCC:
    from opencc import OpenCC

    return OpenCC("t2s")


_FOLD = _Folding({code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20})

_SIMPLE = _Folding()

# Ideographs and the punctuation that is set as wide as they are.
CJK = "\u3400-\u9fff\U00020000-\U0003ffff\u3001-\u303f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff5e“”‘’…—"
_BETWEEN_CJK = re.compile(
    rf"(?<=[{CJK}])[ \t]+(?=[{CJK}0-9０-９%％])|(?<=[0-9０-９%％])[ \t]+(?=[{CJK}])"
)
_SPACED_YEAR = re.compile(
    r"(?<![0-9０-９])([12１２]) +([0-9０-９]) +([0-9０-９]) +([0-9０-９])(?= *年)"
)
_SPACED_CHINESE_YEAR = re.compile(
    rf"([二一]) +([〇○零Ｏ0九]) +([〇○零{ONE_TO_NINE}]) +([〇○零{ONE_TO_NINE}])(?= *年)"
)


def characters(text: str) -> str:
    """`text` with usual code points and plain spaces; spaces and line breaks stay."""
    return text.translate(_INVISIBLE).translate(_IDEOGRAPHS).translate(_SPACES)


def normalise(text: str) -> str:
    """`text` as it is kept: usual code points, stray spaces inside words, years, numbers gone.

    Width of digits and punctuation stays as printed, line breaks stay.
    """
    text = _SPACED_YEAR.sub(r"\1\2\3\4", characters(text))
    text = _SPACED_CHINESE_YEAR.sub(r"\1\2\3\4", text)
    return _BETWEEN_CJK.sub("", text).strip(" \t")


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """`text` with full-width ASCII made half-width and traditional characters simplified, one
    character for one: spans map back."""
    return text.translate(_FOLD)


def simplified(text: str) -> str:
    """`text` simplified, one character for one; itself where none of it is traditional alone.

    Beside such characters those are simplified too that both have: 於 beside 屬.
    """
    plain = text.translate(_SIMPLE)
    if plain == text:
        return text
    whole = _converter().convert(text)
    return whole if len(whole) == len(text) else plain


_UNLIKE = str.maketrans(
    {"“": '"', "”": '"', "‘": '"', "’": '"', "'": '"', "、": ",", "。": ".", "．": ".", "〔": "(",
     "〕": ")", "[": "(", "]": ")", "【": "(", "】": ")", "﹙": "(", "﹚": ")", "〈": "<", "〉": ">"}
)  # fmt: skip
_WHITE = re.compile(r"\s+")


@lru_cache(maxsize=8192)
def squash(text: str) -> str:
    """`text` for comparing labels: no spaces, half width, one kind of quote, comma and bracket."""
    return _WHITE.sub("", fold(characters(text)).translate(_UNLIKE))


# ---------------------------------------------------------------- a cell's text

_DASHES = re.compile(r"[-/—–―─−－﹣]+")
_SPACE_BESIDE_WORD = re.compile(r"(?<![0-9])\s+|\s+(?![0-9])")
_NUMBER = re.compile(
    r"(?P<sign>[-+−]?)(?P<digits>[0-9]{1,15}|[0-9]{1,3}(?:,[0-9]{3})+)(?P<fraction>\.[0-9]{1,9})?"
    r"(?P<unit>件|项|宗|个|条|起|次|份|万元)?"
    r"(?P<note>[*※]|[(\[【〔{].*[)\]】〕}]|[,;]?(?:其中|含|包括|包含).*)?"
)


@lru_cache(maxsize=8192)
def cell_value(text: str | None) -> tuple[Value, State]:
    """The value and state of a cell's text; the value is None but for `number`.

    >>> cell_value("22（其中修订16件）"), cell_value("减1"), cell_value("／"), cell_value(" ")
    ((22, 'number'), (None, 'text'), (None, 'dash'), (None, 'blank'))
    """
    if text is None:
        return None, "unread"
    plain = _SPACE_BESIDE_WORD.sub("", fold(characters(text.replace("&nbsp;", " "))))
    if not plain:
        return None, "blank"
    if _DASHES.fullmatch(plain):
        return None, "dash"
    number = _NUMBER.fullmatch(plain)
    return (_value(number), "number") if number else (None, "text")


def _value(number: re.Match[str]) -> int | float:
    digits = number["digits"].replace(",", "")
    value = float(digits + number["fraction"]) if number["fraction"] else int(digits)
    return -value if number["sign"] in {"-", "−"} else value
