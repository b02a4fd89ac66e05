"""A sentence as items, each a letter with what it holds: the alphabet of the claim grammar."""

# | letter | holds | letter | holds |
# |---|---|---|---|
# | M | a measure's words | Q P T O | a count or sum of money, %, 倍, 百分点 |
# | y s | another year, several years | B G | a peer by name, the peers (with `pool`) |
# | t C | 比, 较; with what is compared | D R E | direction, 增至, 高于… with what |
# | S F | 占, a share in words | A N z o | all, none, 为零, 归零 |
# | K r | rank, among what | I i W J | 其中, …中, 共, 分别 |
# | f j p = | 由, 和, 、, 是 | ! ? X | promise, cause, unknown words |

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.claims.claim import OWN, Pool, Stated
from assistant.claims.stated import stated
from assistant.statements.body import Body
from assistant.statements.lexicon import Token
from assistant.statements.numbers_in_prose import Quantity, quantities
from assistant.statements.wide_vocabulary import spoken_tokens, unknown
from index.numerals import value_of
from index.text import fold


@dataclass(frozen=True, slots=True)
class Item:
    """One thing a clause says, at `start`–`end` of the sentence.

    `words` are the terms of a measure, one run for each of several joined by 和; `target` is what
    stands behind 比 or 高于; `value` a number said of it in passing (较上年的31件).
    """

    letter: str
    start: int
    end: int
    text: str
    name: str = ""
    sign: int = 0
    degree: str = ""
    negated: bool = False
    stated: Stated | None = None
    words: tuple[tuple[Token, ...], ...] = ()
    years: tuple[int, ...] = ()
    body: str = OWN
    pool: Pool = "all"
    size: int | None = None
    target: Item | None = None
    value: Stated | None = None


@dataclass(frozen=True, slots=True)
class Names:
    """What bodies are called in the text: the reporting one's words, and the peers'.

    `heads` are the reporting body where a clause begins with them (街道收到申请36件).
    """

    own: tuple[str, ...]
    peers: Mapping[str, str]
    heads: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Speaker:
    """Under what a text is read: the year, the body, who is named."""

    year: int
    body: Body
    names: Names


_HEADS = frozenset({"row", "action", "column", "dispute", "result", "disclosure", "made", "object"})
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
    "streak": "l",
    "copula": "=",
    "rest": "h",
    "settled": "u",
    "existence": "v",
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
_BODIES = re.compile(
    r"(?:[^,;:()、]{0,16}的)?(?:县直|市直|同级|其[他它])?(?:部门|单位|机关|局|县区|区县|县市区|县市|县|区|乡镇|镇街|街道|镇|乡)"
)
_DIMENSIONS = {"count": "Q", "money": "Q", "percent": "P", "times": "T", "points": "O"}
_TIMES: Mapping[str, tuple[int, Stated]] = {
    "double": (1, Stated(1.0, "times", "翻一番", "around", 0.2)),
    "quadruple": (1, Stated(3.0, "times", "翻两番", "around", 0.4)),
    "halve": (-1, Stated(50.0, "percent", "减半", "around", 5.0)),
}


def items(sentence: str, speaker: Speaker) -> tuple[Item, ...]:
    """The items of a sentence in order, words that say nothing left out."""
    text = fold(sentence)
    named = list(_names(text, speaker.names))
    blank = _blanked(text, named)
    terms = spoken_tokens(blank)
    numbers = list(quantities(blank, worded=True))
    found = list(named)
    spans = [(i.start, i.end) for i in named]
    for start, end, what in _leftmost(terms, numbers, blank):
        spans.append((start, end))
        item = _number(what, blank) if isinstance(what, Quantity) else _term(what, speaker)
        if item is not None:
            found.append(item)
    spans.sort()
    found += [Item("X", a, b, text[a:b]) for a, b in unknown(blank, iter(spans))]
    return tuple(_causes(sorted(found, key=lambda i: i.start)))


def _causes(found: Sequence[Item]) -> Iterator[Item]:
    """因 before a label of the form (因本机关不掌握信息) is part of it, else it gives a cause."""
    for index, item in enumerate(found):
        if item.letter != "c":
            yield item
            continue
        after = next((i for i in found[index + 1 :] if i.letter != "b"), None)
        if after is None or after.letter != "M" or "." not in after.name:
            yield replace(item, letter="?")


def _leftmost(
    terms: Sequence[Token], numbers: Sequence[Quantity], text: str
) -> Iterator[tuple[int, int, Token | Quantity]]:
    """Terms and numbers by place; of two that overlap the one that begins first, else the longer."""
    both: list[tuple[int, int, Token | Quantity]] = [(q.start, q.end, q) for q in numbers]
    both += [(t.start, t.end, t) for t in terms]
    at = 0
    for start, end, what in sorted(both, key=lambda b: (b[0], -b[1])):
        if start >= at:
            yield start, end, what
            at = end
        elif end > at and isinstance(what, Quantity):  # 未超过40件: 超过 belongs to 未
            for rest in quantities(text[at:end], worded=True):
                rest = replace(rest, start=rest.start + at, end=rest.end + at)
                yield rest.start, rest.end, rest
                at = rest.end


# ---------------------------------------------------------------- names


def _names(text: str, names: Names) -> Iterator[Item]:
    taken: list[tuple[int, int]] = []
    known = [(re.escape(n), OWN) for n in names.own]
    known += [(re.escape(n), body) for n, body in names.peers.items()]
    known += [(rf"(?<![^,;:]){re.escape(n)}(?![办各内])", OWN) for n in names.heads]
    for name, body in sorted(known, key=lambda k: -len(k[0])):
        for match in re.finditer(name, text):
            if all(match.end() <= a or b <= match.start() for a, b in taken):
                taken.append(match.span())
                letter = "b" if body == OWN else "B"
                yield Item(letter, match.start(), match.end(), match[0], body=body)


_BLANK = "\ue000"


def _blanked(text: str, named: Sequence[Item]) -> str:
    for item in named:
        text = text[: item.start] + _BLANK * (item.end - item.start) + text[item.end :]
    return text


# ---------------------------------------------------------------- terms and numbers


def _number(quantity: Quantity, text: str) -> Item | None:
    said = stated(quantity)
    letter = _DIMENSIONS[said.dimension] if said else "X"
    if quantity.unit == "项" and not quantity.text[0].isdigit():
        letter = "X"  # 三项执法决定: so many kinds, not so many cases
    if quantity.unit == "家" or (quantity.unit == "个" and _BODIES.match(text, quantity.end)):
        letter = "q"
    return Item(letter, quantity.start, quantity.end, quantity.text, stated=said)


def _term(token: Token, speaker: Speaker) -> Item | None:
    if token.kind in _SILENT:
        return None
    if token.kind in _HEADS:
        return _item("M", token, words=((token,),))
    if token.kind in _UNKNOWN:
        return _item("X", token)
    if (letter := _PLAIN.get(token.kind)) is not None:
        return _plain(letter, token)
    return _OTHERS[token.kind](token, speaker)


def _item(letter: str, token: Token, **more: object) -> Item:
    return Item(letter, token.start, token.end, token.text, token.name, **more)  # type: ignore[arg-type]


def _plain(letter: str, token: Token) -> Item:
    if letter == "l":
        yearly = token.name == "yearly"
        return _item("l", token, size=2 if yearly else _count(token.text))
    if letter == "F":
        return _item("F", token, stated=_fraction(token))
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
    return _item("X", token) if token.name == "rates" or quoted else None


def _list(token: Token, speaker: Speaker) -> Item | None:
    return _item("X", token) if token.text.startswith(("除", "不含")) else None


def _scope(token: Token, speaker: Speaker) -> Item | None:
    own = speaker.body.level == "department" and token.text == "全局"
    return _item("X", token) if not own and speaker.body.scope(token) else None


def _mixed(token: Token, speaker: Speaker) -> Item | None:
    return _item("D", token, sign=_SIGNS[token.name])


def _direction(token: Token, speaker: Speaker) -> Item | None:
    if token.name in _TIMES:
        sign, times = _TIMES[token.name]
        if token.text.endswith(("多", "余")):
            times = replace(times, bound="more")
        return _item("D", token, sign=sign, value=times)
    return _item("D", token, sign=_SIGNS[token.name], degree=_DEGREES.get(token.text[0], ""))


def _reach(token: Token, speaker: Speaker) -> Item | None:
    return _item("R", token, sign=_SIGNS.get(token.name, 0))


def _than(token: Token, speaker: Speaker) -> Item | None:
    negated = token.name.startswith("not")
    return _item("H", token, sign=_SIGNS[token.name], negated=negated, degree=_degree(token.text))


_DEGREES = {"远": "large", "大": "large", "明": "large", "略": "small", "稍": "small"}


def _degree(text: str) -> str:
    """远高于, 略低于: how far is in the word itself."""
    return _DEGREES.get(text[0], "") if len(text) > 2 else ""


def _same_time(token: Token, speaker: Speaker) -> Item | None:
    if token.name != "year_on_year":
        return _item("X", token)
    return _item("C", token, target=_item("y", token, years=(speaker.year - 1,)))


def _rank(token: Token, speaker: Speaker) -> Item | None:
    numeral = re.search(r"第([一二三四五六七八九十]+|\d+)", token.text)
    place = int(value_of(numeral[1]) or 0) if numeral else (2 if token.name == "nth" else 1)
    if not place:
        return _item("X", token)
    last = token.name in ("bottom", "nth_last")
    return _item("K", token, sign=-place if last else place)


def _period(token: Token, speaker: Speaker) -> Item | None:
    years = _years(token, speaker.year)
    if years is None:
        return _item("X", token)
    if years == (speaker.year,):
        return _item("Y", token, years=years)
    return _item("y" if len(years) == 1 else "s", token, years=years)


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
    "direction": _direction,
    "reach": _reach,
    "than": _than,
    "same_time": _same_time,
    "rank": _rank,
    "period": _period,
}


# ---------------------------------------------------------------- shares in words

_WORDS: Mapping[str, tuple[float, str, float]] = {
    "most": (80.0, "mostly", 1.0),
    "large_part": (50.0, "more", 1.0),
    "majority": (50.0, "more", 1.0),
    "minority": (50.0, "few", 1.0),
    "nearly_half": (50.0, "near", 1.0),
    "half": (50.0, "around", 10.0),
    "mainly": (50.0, "more", 1.0),
}


def _fraction(token: Token) -> Stated:
    if token.name == "tenths":
        tens = 10.0 * float(value_of(token.text[0]) or 0) + _odd_tenth(token.text[2:3])
        return Stated(tens, "percent", token.text, _bound(token.text, "around"), 10.0)  # type: ignore[arg-type]
    if token.name == "parts":
        below, above = re.findall(r"[一二三四五六七八九十]", token.text)[:2]
        percent = 100.0 * float(value_of(above) or 0) / float(value_of(below) or 1)
        return Stated(percent, "percent", token.text, _bound(token.text, "around"), 5.0)  # type: ignore[arg-type]
    value, bound, step = _WORDS[token.name]
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
