"""A term of the vocabulary as an item of its clause: its letter, sign, years, place or share."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from assistant.claims.claim import Stated
from assistant.claims.reading.item import Item, Speaker
from assistant.claims.reading.shares_in_words import fraction
from assistant.statements.lexicon import Token
from assistant.statements.wide_vocabulary import spoken_tokens, unknown
from index.numerals import ONE_TO_TEN, value_of

HEADS = frozenset(
    {"row", "action", "column", "dispute", "result", "disclosure", "made", "object", "order"}
)
QUALITY = re.compile("按期|按时|及时|^有效申请|^书面")
"""What no table counts, inside a term of the form: 按期答复, 有效申请."""
_SILENT = frozenset({"opening", "harmless"})
_UNKNOWN = frozenset({"foreign", "restrict", "channel"})
_PLAIN: Mapping[str, str] = {
    "compared": "t",
    "from": "f",
    "to_zero": "o",
    "degree": "g",
    "negation": "n",
    "bound": "a",
    "share": "S",
    "fraction": "F",
    "all": "A",
    "none": "N",
    "zero": "z",
    "among": "r",
    "statistic": "V",
    "group": "G",
    "joint": "j",
    "sum": "W",
    "including": "I",
    "respectively": "J",
    "within": "i",
    "ratio": "m",
    "future": "!",
    "cause": "?",
    "because": "c",
    "run": "l",
    "streak": "l",
    "copula": "=",
    "rest": "h",
    "settled": "u",
    "existence": "v",
    "between": "e",
    "swing": "~",
    "yearly_mean": "d",
}
_SIGNS: Mapping[str, int] = {
    "up": 1,
    "down": -1,
    "more": 1,
    "less": -1,
    "not_more": 1,
    "not_less": -1,
    "equal": 0,
}
_TIMES: Mapping[str, tuple[int, Stated]] = {
    "double": (1, Stated(1.0, "times", "翻一番", "around", 0.2)),
    "manifold": (1, Stated(1.0, "times", "成倍", "least")),
    "quadruple": (1, Stated(3.0, "times", "翻两番", "around", 0.4)),
    "octuple": (1, Stated(7.0, "times", "翻三番", "around", 0.8)),
    "halve": (-1, Stated(50.0, "percent", "减半", "around", 5.0)),
}


def of_term(token: Token, speaker: Speaker) -> Item | None:
    if token.kind in _SILENT:
        return None
    if token.kind in HEADS and QUALITY.search(token.text):
        return _item("X", token)
    if token.kind in HEADS:
        return _item("M", token, words=((token,),))
    if token.kind in _UNKNOWN:
        return _item("X", token)
    if (letter := _PLAIN.get(token.kind)) is not None:
        return _plain(letter, token, speaker.year)
    return _OTHERS[token.kind](token, speaker)


def _item(letter: str, token: Token, **more: object) -> Item:
    return Item(letter, token.start, token.end, token.text, token.name, **more)  # type: ignore[arg-type]


def _plain(letter: str, token: Token, year: int) -> Item:
    if letter == "l" and token.name in _SIGNS:  # 连增两年
        return _item("l", token, size=_count(token.text), sign=_SIGNS[token.name], degree="run")
    if letter == "l":
        size = 2 if token.name in ("yearly", "again") else _count(token.text)
        years = tuple(range(year - size + 1, year + 1))
        return _item("l", token, size=size, degree=token.name, years=years)
    if letter == "F":
        return _item("F", token, stated=fraction(token))
    if letter == "V":
        return _item("V", token, pool=token.name)
    return _item(letter, token)


def _sep(token: Token, speaker: Speaker) -> Item | None:
    marks = {"comma": ",", "semicolon": ";", "colon": ",", "open": "(", "close": ")", "pause": "p"}
    if token.name == "open" and len(token.text) > 1:
        return None
    return _item(marks[token.name], token)


def _noise(token: Token, speaker: Speaker) -> Item | None:
    if token.name == "reconsideration_body" and not token.text.endswith(("率", "权利", "风险")):
        return _item("M", token, words=((replace(token, kind="dispute", name="reconsideration"),),))
    quoted = token.name == "titles" and token.text.startswith("“")
    if quoted and (words := _label(token)):
        return _item("M", token, words=(words,))
    return _item("X", token) if token.name == "rates" or quoted else None


def _label(token: Token) -> tuple[Token, ...]:
    """“属于行政执法案卷”: the terms of a label in quotation marks, () where it is anything else."""
    words = [replace(t, start=t.start + token.start + 1) for t in spoken_tokens(token.text[1:-1])]
    spans = iter([(t.start - token.start, t.end + 1) for t in words])
    strange = any(t.kind not in HEADS | _SILENT for t in words)
    if strange or any(unknown(token.text.replace("“", " ").replace("”", " "), spans)):
        return ()
    return tuple(replace(t, end=t.end + token.start + 1) for t in words if t.kind in HEADS)


def _list(token: Token, speaker: Speaker) -> Item | None:
    if token.name == "etc" and token.text.startswith("等"):
        return _item("k", token)
    return _item("X", token) if token.text.startswith(("除", "不含")) else None


def _scope(token: Token, speaker: Speaker) -> Item | None:
    own = speaker.body.level == "department" and token.text == "全局"
    return _item("X", token) if not own and speaker.body.scope(token) else None


def _mixed(token: Token, speaker: Speaker) -> Item | None:
    return _item("D", token, sign=_SIGNS[token.name])


def _direction(token: Token, speaker: Speaker) -> Item | None:
    if token.name in _TIMES:
        sign, times = _TIMES[token.name]
        if token.text.endswith(("多", "余", "强", "头")):
            times = replace(times, bound="more")
        elif "近" in token.text:
            times = replace(times, bound="near")
        return _item("D", token, sign=sign, value=times)
    if token.name == "unequal":
        return _item("D", token, negated=True)
    return _item("D", token, sign=_SIGNS[token.name], degree=_DEGREES.get(token.text[0], ""))


def _proportion(token: Token, speaker: Speaker) -> Item | None:
    one, other = (float(n) for n in re.findall(r"\d+(?:\.\d+)?", token.text))
    times = Stated(one / other, "times", token.text, step=0.01) if other else None
    return _item("&", token, stated=times)


def _shape(token: Token, speaker: Speaker) -> Item | None:
    return _item("Z", token, sign=_SIGNS[token.name])


def _reach(token: Token, speaker: Speaker) -> Item | None:
    return _item("R", token, sign=_SIGNS.get(token.name, 0))


def _than(token: Token, speaker: Speaker) -> Item | None:
    negated = token.name.startswith("not")
    return _item("H", token, sign=_SIGNS[token.name], negated=negated, degree=_degree(token.text))


_DEGREES = {"远": "large", "大": "large", "明": "clear", "略": "small", "稍": "small"}


def _degree(text: str) -> str:
    """远高于, 略低于: how far is in the word itself."""
    return _DEGREES.get(text[0], "") if len(text) > 2 else ""


def _same_time(token: Token, speaker: Speaker) -> Item | None:
    if token.name != "year_on_year":
        return _item("X", token)
    return _item("C", token, target=_item("y", token, years=(speaker.year - 1,)))


_PEAK = re.compile("新[高低]|峰值|顶点|高峰|高点|谷底|低谷|低点|一年")
"""What only years have: 创新高 is no place among the lines of one year's table."""


def _rank(token: Token, speaker: Speaker) -> Item | None:
    numeral = re.search(rf"第([{ONE_TO_TEN}]+|\d+)", token.text)
    place = int(value_of(numeral[1]) or 0) if numeral else (2 if token.name == "nth" else 1)
    if not place:
        return _item("X", token)
    last = token.name in ("bottom", "nth_last")
    peak = "peak" if _PEAK.search(token.text) else ""
    return _item("K", token, sign=-place if last else place, degree=peak)


def _period(token: Token, speaker: Speaker) -> Item | None:
    years = _lately(speaker) if token.name == "lately" else _years(token, speaker.year)
    if years is None:
        return _item("X", token)
    if years == (speaker.year,):
        return _item("Y", token, years=years)
    return _item("y" if len(years) == 1 else "s", token, years=years)


_LATELY, _FEWEST = 4, 3


def _lately(speaker: Speaker) -> tuple[int, ...] | None:
    """近年最高: of the last four years, three where no more are known."""
    first = max(speaker.since, speaker.year - _LATELY + 1)
    years = tuple(range(first, speaker.year + 1))
    return years if len(years) >= _FEWEST else None


def _years(token: Token, year: int) -> tuple[int, ...] | None:
    said = [int(y) for y in re.findall(r"20\d\d", token.text)]
    match token.name:
        case "this" | "whole_span" | "end":
            return (said[0],) if said else (year,)
        case "previous":
            return (year - 1,)
        case "before_last":
            return (year - 2,)
        case "year":
            return (said[0],)
        case "digits_year":
            return (int(value_of(token.text[:4]) or 0),)
        case "since":
            return tuple(range(said[0], year + 1)) if said[0] < year else None
        case "both_years":
            return (year - 1, year)
        case "recent":
            return tuple(range(year - _count(token.text) + 1, year + 1))
        case "span":
            joined = re.search(r"[、和及与]", token.text)
            return (said[0], said[1]) if joined else tuple(range(said[0], said[1] + 1))
    return None


def _count(text: str) -> int:
    found = re.search(r"[一二两三四五六七八九十]|\d", text)
    return int(value_of(found[0]) or 1) if found else 1


_OTHERS = {
    "sep": _sep,
    "noise": _noise,
    "list": _list,
    "scope": _scope,
    "mixed": _mixed,
    "shape": _shape,
    "proportion": _proportion,
    "direction": _direction,
    "reach": _reach,
    "than": _than,
    "same_time": _same_time,
    "rank": _rank,
    "period": _period,
}
