"""What is to be done with the figures: the words for it, the n of a ranking, the condition."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from assistant.ask.grammar.words import Operation, operation_words, quantifier_words
from index.numerals import value_of

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Condition:
    """A value's relation to a number: 超过100件, 为0, 有 (above 0), 10到20件 (up to `most`).

    `money` says that the number is one of 元, as it is said (5万元 is 50,000), `ten_thousands` that
    it was said with 万 and without 元 (金额700万以上).
    """

    sign: Literal[">", ">=", "<", "<=", "="]
    number: float
    most: float | None = None
    money: bool = False
    ten_thousands: bool = False

    def counted_in(self, unit: str) -> Condition | None:
        """The same of numbers in `unit`; None where money is set against what is none."""
        if self.ten_thousands and unit == "万元":
            most = None if self.most is None else self.most / 10000
            return Condition(self.sign, self.number / 10000, most)
        if not self.money:
            return self
        if unit != "万元":
            return None
        most = None if self.most is None else self.most / 10000
        return Condition(self.sign, self.number / 10000, most)

    def holds(self, value: float) -> bool:
        return _SIGNS[self.sign](value, self.number) and (self.most is None or value <= self.most)

    def __str__(self) -> str:
        words = {">": "大于", ">=": "不少于", "<": "小于", "<=": "不超过", "=": "等于"}
        bound = "" if self.most is None else f"、不超过{self.most:g}"
        return f"{words[self.sign]}{self.number:g}{bound}"


_SIGNS: dict[str, Callable[[float, float], bool]] = {
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    "=": lambda a, b: a == b,
}


@dataclass(frozen=True, slots=True)
class Asked:
    """The operations a question's words name, in the order of `_WORDS`, and where they stand.

    `times` says that one number is wanted as a multiple of another (几倍).
    """

    operations: tuple[Operation, ...] = ()
    spans: tuple[Span, ...] = ()
    condition: Condition | None = None
    top: int | None = None
    ascending: bool = False
    times: bool = False
    """几倍."""
    words: Mapping[str, str] = field(default_factory=dict)
    """What was said of each operation and quantifier, by its name in `operations.toml`."""

    @property
    def condition_said(self) -> bool:
        """Whether a condition with a number was said, not only 有 or 没有."""
        return self.condition is not None and self.condition.number != 0

    def has(self, *operations: Operation) -> bool:
        return any(o in self.operations for o in operations)


_NUMBER = r"\d[\d,]*(?:\.\d+)?[万]?|[零〇一二两三四五六七八九十百千万]+"
_N = rf"(?P<n>{_NUMBER})"
_COUNTED = (
    r"(?:\s*(?:件次|人次|场次|次|场|期|篇|人|万元|百分点|件|条|个|项|宗|起|份|部|元|家|%|％))?"
)
_ENDS = rf"(?:[(，]?(?:均|都|其中)?(?:包?含|包括)(?:本数|首尾|两端|(?:{_NUMBER}){_COUNTED}(?:[和与及、](?:{_NUMBER}){_COUNTED})?)(?:在内)?[)]?)?"
"""The bounds said to be among them: 2件到5件（含2件和5件）."""
_NOT_ONE = r"(?:一|半|任何一?)(?:件|个|起|宗|次|例|条|份|部|项)(?:[_的]|申请|案件|案子)*(?:都|也)(?:没有?|未|无)(?:过|被|发生|收到过?)*(?!办|审|结|补|缴|交|掌|经|正|法)"
_CONDITIONS: tuple[tuple[Literal[">", ">=", "<", "<=", "="], str], ...] = (
    ("=", _NOT_ONE),
    (
        "=",
        r"(?:没有?|未|无)[_收交缴罚办]{0,2}(?:过|到|任何)*[一半](?:件|个|起|宗|次|例|条|[分毛]_?|元_?)",
    ),
    (">", r"(?:不为|不是|不等于|非)(?:零|0)"),
    (
        ">=",
        rf"(?:介于|处于|处在|在|从)?{_N}{_COUNTED}(?:到|至|[-—–~～]+|和|与)(?P<m>{_NUMBER})(?=件|条|项|个|家|万|之间|%)"
        rf"{_COUNTED}(?:之间|区间|以内|范围内?)?{_ENDS}",
    ),
    (
        ">=",
        rf"不(?:少|低|小)于{_N}{_COUNTED}[，、]?(?:也|且|并且|同时|而且|又|但)?"
        rf"不(?:超过|多于|高于|大于)(?P<m>{_NUMBER}){_COUNTED}",
    ),
    (">", rf"{_N}{_COUNTED}以上[(]?不(?:含|包括)(?:本数|\d+)?{_COUNTED}[)]?"),
    (">", r"[过破](?P<n>[百千万])(?!元)(?:件|个|大关)?"),
    (">", rf"(?<=[都均没不_])[过破超]{_N}{_COUNTED}"),
    (">=", rf"(?<=[都均_])上{_N}{_COUNTED}"),
    (">=", rf"(?<![\d万从不没未达])到过?(?!一[起块处堆]){_N}{_COUNTED}(?![一-龥]{{0,2}}[到至])"),
    (">=", r"(?<![一二两三四五六七八九十])[上超](?P<n>[百千万])(?!元)(?:件|个|大关)?"),
    (
        ">=",
        rf"(?:大于等于|大于或等于|≥|>=|不少于|不低于){_N}{_COUNTED}[，、且并和而]*"
        rf"(?:小于等于|小于或等于|≤|<=|不超过|不多于|不高于)(?P<m>{_NUMBER}){_COUNTED}",
    ),
    ("<", rf"[不未没]满{_N}{_COUNTED}"),
    (
        ">=",
        rf"(?:不少于|不低于|不小于|至少有?|大于等于|大于或等于|>=|≥|达到|达|满){_N}{_COUNTED}(?:及以上|或以上|以上|或更多)?{_ENDS}",
    ),
    (
        "<=",
        rf"(?:(?:不|没有?|未)(?:超过|多于|高于|大于)|至多|最多不过|小于等于|<=|≤){_N}{_COUNTED}(?:以[内下])?{_ENDS}",
    ),
    (">", rf"(?:超过了?|大于|多于|高于|突破|超出|超|>){_N}{_COUNTED}(?:的?多)?"),
    ("<", rf"(?:低于|少于|小于|不到|不足|未达到?|没达到|没到|<){_N}{_COUNTED}(?:以下)?"),
    (">=", rf"{_N}{_COUNTED}(?:及以上|以上|起步|或以上|或更多){_ENDS}"),
    ("<=", rf"{_N}{_COUNTED}(?:及以下|以下|以内|或以下){_ENDS}"),
    (
        "=",
        rf"(?<![但可不])(?:等于|正好|恰好|刚好|为|是|都是){_N}(?!年|分之)(?:(?<=[\d万]){_COUNTED}|{_COUNTED[:-1]}|(?![一-龥]))(?!多|少)",
    ),
    ("=", r"(?:为|是|等于|都是|均为)(?:零|0)|零(?:申请|复议|诉讼|收件|_)|挂零|零蛋|(?<=[^\d])0件"),
)
_NONE = re.compile(
    r"(?:一件|一个|一起|一宗|半件)?[_的]*(?:都|也)?(?<!有)(?:没人(?:来|提|找)*|没有|没|未|无)(?:过|收到过?|有|发生|产生|出现|任何|被)?(?!办|审|结|补|缴|交|掌|经|正|法)"
)
_SOME = re.compile(
    r"(?<![没只所])有(?!多少|几|无|效|没|关|哪|什)(?:过|被)?|存在|被(?=_)|被(?:人家?|别人)?提(?:起|出)?(?:过|了)?(?!供)|发生过?|出现过?|涉及到?"
)

_WORDS: tuple[tuple[Operation, re.Pattern[str]], ...] = tuple(
    (name, re.compile(spoken.pattern)) for name, spoken in operation_words().items()
)
_QUANTIFIERS = {name: re.compile(spoken.pattern) for name, spoken in quantifier_words().items()}
MEDIAN = _QUANTIFIERS["median"]
WHICH_PLACE = _QUANTIFIERS["place"]
NTH = _QUANTIFIERS["nth"]
EVERY_YEAR = _QUANTIFIERS["every"]
NEVER = _QUANTIFIERS["never"]
HALF = _QUANTIFIERS["half"]
BY_AVERAGE = _QUANTIFIERS["beyond_average"]
_GAP = _QUANTIFIERS["gap"]
_TIMES = _QUANTIFIERS["times"]
_RATE = re.compile(r"率|幅|增速|快|慢|百分|比例")
_GROWING = re.compile(r"增|升|涨|多了|攀")
_FALLING = re.compile(
    r"减|降|跌|下滑|回落|少[了得办收发开作批罚]|变少|缩|掉|[比较]上?[一]?年[^，。]{0,6}少"
)


def change(text: str) -> tuple[bool, bool]:
    """Of a question about growth: whether its rate is meant, and whether falling is."""
    plain = text.replace("增减", "")
    falling = _FALLING.search(plain) is not None and _GROWING.search(plain) is None
    return _RATE.search(text) is not None, falling


_TOP = re.compile(
    r"哪(?P<n3>\d{1,3}|[两三四五六七八九十]{1,3})(?:个|家)(?!年)|(?:排名?在?|[位数]?居|[位名]?列)?(?P<last>倒数|末尾|最后|后)?(?:前|top|TOP|Top|(?<=倒数)|(?<=后)|(?<=最后)|(?<=末尾))\s*(?P<n>\d{1,3}|[一二两三四五六七八九十]{1,3})(?:名|位|个|家|甲|的)?(?!年|季|期|个?数)|(?:最多|最少|最高|最低|最大|最小|(?P<last2>垫底|靠后)|靠前|领先)的?(?P<n2>\d{1,3}|[两三四五六七八九十]{1,3})(?:名|位|个|家)"
)
_LOW_FIRST = re.compile(
    r"(?:从|由)(?:低|少|小)|[少低小]的?(?:排|放|列|摆)?在?(?:最)?前|升序|倒数|最少|最低|最小|末|垫底|靠后"
)


_HIGH_FIRST = re.compile(r"(?:从|由|按)?(?:高|多|大)(?:到|至|往)")


def operations(text: str) -> Asked:
    """The operations `text` names; names, years and measures are already blanked out in it."""
    found: list[Operation] = []
    spans: list[Span] = []
    words: dict[str, str] = {}
    never = NEVER.search(text)
    condition, where = _condition(_without(text, [never.span()] if never else []))
    if where:
        spans.append(where)
    for name in (
        "same",
        "times",
        "beyond_average",
        "median",
        "place",
        "nth",
        "every",
        "never",
        "half",
    ):
        for match in _QUANTIFIERS[name].finditer(_without(text, spans)):
            words.setdefault(name, match[0])
            spans.append(match.span())
    rest = _without(text, spans)
    if (gap := _GAP.search(rest)) is not None:
        found += ["max", "min", "difference"]
        spans.append(gap.span())
    top = _TOP.search(_without(rest, spans))
    if top:
        spans.append(top.span())
        found.append("rank")
    for operation, pattern in _WORDS:
        for match in pattern.finditer(_without(rest, spans)):
            if operation not in found:
                found.append(operation)
            words.setdefault(operation, match[0])
            spans.append(match.span())
    if _of_several(words.get("count", ""), text):
        found.remove("count")
        del words["count"]
    n = value_of(top["n"] or top["n2"] or top["n3"] or "") if top else None
    return Asked(
        tuple(found),
        tuple(spans),
        condition,
        int(n) if n else None,
        (_LOW_FIRST.search(rest) is not None and not _HIGH_FIRST.search(rest))
        or bool(top and (top["last"] or top["last2"])),
        "times" in words,
        words,
    )


def _glosses(text: str) -> list[Span]:
    return [m.span() for m in re.finditer(r"[（(][^（）()]*[）)]", text)]


_ASKS_ITS_OWN = re.compile(r"(?:多少|几)(?![个家]|年)")


def _of_several(counted: str, text: str) -> bool:
    """Whether 几个局 only says of whom a number is asked (几个局各多少件), and asks for none itself."""
    return (
        counted.startswith("几个") and _ASKS_ITS_OWN.search(text.replace(counted, "_")) is not None
    )


def _condition(text: str) -> tuple[Condition | None, Span | None]:
    for sign, pattern in _CONDITIONS:
        for match in re.finditer(pattern, text):
            if _SO_MANY_BODIES.match(text, match.end()):
                continue
            if sign == "=" and (unwanted := _NOT_LISTED.match(text, match.end())):
                return Condition(">", 0), (match.start(), unwanted.end())
            low, most = (_bound(match, name) for name in ("n", "m"))
            if "n" not in match.re.groupindex:
                return Condition(sign, 0), match.span()
            if low is not None and ("m" not in match.re.groupindex or most is not None):
                money = "元" in match[0]
                return Condition(
                    sign, low, most, money, "万" in match[0] and not money
                ), match.span()
    return None, None


_SO_MANY_BODIES = re.compile("(?:局|部门|单位|乡镇|镇街|镇|街道|区|县)(?!_)")
"""没到六|局平均线: a number of bodies bounds no cell."""
_NOT_LISTED = re.compile(
    r"的?(?:就|都)?(?:不用|不要|不必|无需|别|不)(?:列|写|报|给|显示|要)(?:出来|了)?"
)
"""为0的不用列: what has any is wanted."""


def _bound(match: re.Match[str], name: str) -> float | None:
    text = match[name] if name in match.re.groupindex else ""
    number = value_of("一万" if text == "万" else text) if text else None
    return None if number is None else float(number)


_OR_NOT = re.compile(
    r"(?:(?<=[_一-龥])没有?|[，？?]?还是(?:压根|根本|从来|一直|就|都|也)*没有?过?)(?=[？?。，；！]|$)"
)
"""有过…没有, 还是压根没有: the question's own 是 or 否."""


def existence(text: str) -> tuple[Condition, Span] | None:
    """没有收到 as `= 0`, 有 as `> 0`: what 哪些, 几个 are asked of where no number is said."""
    tag = _OR_NOT.search(text)
    if tag and (match := _SOME.search(text[: tag.start()])):
        return Condition(">", 0), match.span()
    if match := _NONE.search(text):
        return Condition("=", 0), match.span()
    if match := _SOME.search(text):
        return Condition(">", 0), match.span()
    return None


_WHICH_YEARS = re.compile(r"哪些年|哪几年|哪一?年|有(?:几|多少)个?年")


def with_years(asked: Asked, text: str, denied: list[tuple[int, int]]) -> Asked:
    """每年都, 从没有: said with words that say which years, too, so read before those are taken."""
    every = None if denied else EVERY_YEAR.search(text)
    said = dict(asked.words)
    spans = [*denied]
    if denied:
        said["never"] = text[slice(*denied[0])]
    elif every:
        said["every"] = every[0]
        own = _OF_EVERY.finditer(text, every.start(), every.end())
        spans += [m.span() for m in own]
    return replace(asked, words=said, spans=(*asked.spans, *spans))


_OF_EVERY = re.compile(
    r"连续|连着|连年|始终|一直|持续|(?<!\d)[两二三四五六七八九十\d]年[中里间来]?|每一?年|年年|历年|都|均"
)
"""The words of 每年都 themselves; what stands between them is said of something else."""


def with_existence(asked: Asked, rest: str, text: str, *, never: bool) -> Asked:
    """哪些单位没有收到申请: a condition in words, where bodies are listed or counted."""
    if never and asked.condition and _condition(_without(rest, _glosses(rest)))[0] is None:
        return replace(asked, condition=Condition(">", 0))  # 从没有（历年都是零）: a gloss
    which = asked.has("list", "count") or _WHICH_YEARS.search(text) or _ANY_OF_THEM.search(text)
    if asked.condition or not which or asked.has("rank", "max", "min"):
        return asked
    if never:  # 从没做过行政强制: there is no year in which it has any
        return replace(asked, condition=Condition(">", 0))
    if (found := existence(rest)) is None:
        return asked
    tags = [m.span() for m in _OR_NOT.finditer(rest)] if found[0].sign == ">" else []
    return replace(asked, condition=found[0], spans=(*asked.spans, found[1], *tags))


_ANY_OF_THEM = re.compile(r"有没有哪[一个家]|(?:是否|有没有)(?:[哪那]个?|单位|部门|乡镇|街道)")
"""有没有哪个乡镇…: a list, which may be empty."""


def _without(text: str, spans: list[Span]) -> str:
    marks = list(text)
    for start, end in spans:
        marks[start:end] = "_" * (end - start)
    return "".join(marks)
