"""What a text states (numbers, years, bodies, quotations) and whether the evidence bears it out.

Nothing here knows who wrote the text: an answer streamed by a model and a draft edited by a
person are checked alike.  A statement that the evidence does not hold is `unverified`: callers
strike it or list it, never let it stand as fact.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from assistant.claims.text_sentences import sentences
from assistant.evidence import Evidence
from index.numerals import CHARACTERS, ONE_TO_NINE, ONE_TO_TEN, value_of

MentionKind = Literal["number", "percent", "times", "year", "document", "body", "quotation"]


@dataclass(frozen=True, slots=True)
class Mention:
    """A checkable statement at `start`–`end` of a text.

    `value` is a percentage as 12.5, a fraction (三成, 一半) as its percentage; `loose` says that
    the words themselves only claim the neighbourhood (近半, 约三成, 逾百件).
    """

    kind: MentionKind
    text: str
    start: int
    end: int
    value: int | float | None = None
    decimals: int = 0
    scale: int = 1
    loose: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """One mention with what the evidence says of it: the id of what bears it out, or None."""

    mention: Mention
    status: Literal["verified", "unverified"]
    evidence: int | None = None

    @property
    def text(self) -> str:
        return self.mention.text


# ---------------------------------------------------------------- mentions

_N = rf"(?:\d[\d,，]*(?:\.\d+)?[万亿]?|[{CHARACTERS}]+(?:点[零〇{ONE_TO_NINE}]+)?)"
_ABOUT = r"(?P<about>大约|约|接近|将近|近|逾|超过|超|不足|不到|高达)?"
_UNIT = (
    r"(?:余|多)?(?:件次|人次|万元|亿元|件|条|次|项|份|家|期|场|篇|元|起|宗|部|类|例|名|位|人|天|日|月"
    r"|个|处|批|轮|倍|页|字|所|户|辆|套|台|年)"
)
_PATTERNS: tuple[tuple[MentionKind, str], ...] = (
    ("quotation", r"“(?P<in>[^“”]{2,})”|「(?P<in2>[^「」]{2,})」|『(?P<in3>[^『』]{2,})』"),
    ("document", r"〔\d{4}〕\s*\d+\s*号|[\(\[（]\d{4}[\)\]）]\s*\d+\s*号"),
    ("year", rf"(?<![\d.])(?P<y>(?:19|20)\d{{2}}|[一二][九〇零][〇零{ONE_TO_NINE}]{{2}})(?=\s*年)"),
    ("year", r"(?<![\d.,])(?P<y2>20\d{2})(?=\s*(?:[-—–~～至到、和及与]\s*20\d{2})+\s*年)"),
    ("percent", rf"{_ABOUT}(?P<p>\d[\d,]*(?:\.\d+)?)\s*(?:个百分点|[%％])"),
    ("percent", rf"{_ABOUT}百分之(?P<p2>{_N})"),
    (
        "percent",
        rf"{_ABOUT}(?P<part>[{ONE_TO_NINE}])成(?P<half>半)?(?![立为员功果本就年长绩熟效交品人])",
    ),
    ("percent", rf"{_ABOUT}(?P<below>{_N})分之(?P<above>{_N})"),
    (
        "percent",
        r"(?P<about>近|过|超|多|大|约)?(?P<halves>一半|半数|半)(?=以上|左右|的|为|是|都|[，。、；,;]|$)",
    ),
    ("percent", r"(?P<about>近|过|超)(?P<halves>半)"),
    ("times", rf"{_ABOUT}(?P<t>{_N})倍"),
    ("times", r"翻了?(?P<t2>[一两二三四])?番"),
    ("number", rf"第(?P<o>{_N})(?=条|项|号|起|件|宗|例)"),
    ("number", rf"(?<![\d.]){_ABOUT}(?P<d>\d[\d,]*(?:\.\d+)?[万亿]?)(?:余|多)?"),
    (
        "number",
        rf"(?<!第){_ABOUT}(?P<w>(?:[{CHARACTERS}]+)(?:点[零〇{ONE_TO_NINE}]+)?)(?={_UNIT})",
    ),
)
_ALTERNATIVES = tuple((kind, re.compile(p)) for kind, p in _PATTERNS)
_NOT_COUNTS = re.compile(
    r"一(?:个|种|项|些|类|方面|次性|年一度|条龙|件事|部分|位|体|日|月|处|起|批|天)"
    r"|两(?:个方面|类情形|套系统|级)|十分|万一|一[一二三四五]"
)
"""Words that have a numeral in them and count nothing (一个, 一些, 一次性)."""
_MORE = re.compile(r"(?<=[余多])|余|多(?!少)")
_CITATION = re.compile(r"\[\d+\]|［\d+］")
_ORDER = re.compile(rf"^\s*(?:[（(]?[\d{ONE_TO_TEN}]+[）)]|\d+[.．、])(?!\d)", re.MULTILINE)


def mentions(text: str, bodies: Iterable[str] = ()) -> tuple[Mention, ...]:
    """Every number (in digits or words), percentage, year, document number, quotation and body.

    `bodies` are names to look for; names with an unmistakable ending are found without.  Citation
    marks `[1]`, ordinals (一是, 第一) and list numbers are not statements.  In order of place.
    """
    taken = [m.span() for p in (_CITATION, _ORDER) for m in p.finditer(text)]
    found: list[Mention] = []
    for kind, pattern in _ALTERNATIVES:
        for match in pattern.finditer(text):
            if _free(match.span(), taken) and (m := _mention(kind, match)) is not None:
                taken.append(match.span())
                found.append(m)
    found += [b for b in _bodies(text, tuple(bodies)) if _free((b.start, b.end), _spans(found))]
    return tuple(sorted(found, key=lambda m: (m.start, -m.end)))


def _spans(found: Iterable[Mention]) -> list[tuple[int, int]]:
    return [(m.start, m.end) for m in found]


def _free(span: tuple[int, int], taken: Sequence[tuple[int, int]]) -> bool:
    return all(span[1] <= start or span[0] >= end for start, end in taken)


def _mention(kind: MentionKind, match: re.Match[str]) -> Mention | None:
    groups = {k: v for k, v in match.groupdict().items() if v is not None}
    loose = bool(groups.pop("about", "")) or _MORE.match(match.string, match.end()) is not None
    if kind in ("quotation", "document"):
        inner = next(iter(groups.values()), match[0])
        return Mention(kind, inner, match.start(), match.end())
    value, loose_word = _value(kind, groups)
    if value is None or (kind == "number" and _counts_nothing(match)):
        return None
    digits = next(iter(groups.values()), "")
    decimals = len(digits.rstrip("万亿").partition(".")[2])
    scale = {"万": 10_000, "亿": 100_000_000}.get(digits[-1:], 1)
    return Mention(
        kind, match[0], match.start(), match.end(), value, decimals, scale, loose or loose_word
    )


def _counts_nothing(match: re.Match[str]) -> bool:
    return "w" in match.groupdict() and bool(
        match.groupdict().get("w") and _NOT_COUNTS.match(match.string, match.start())
    )


def _value(kind: MentionKind, groups: dict[str, str]) -> tuple[int | float | None, bool]:
    if "halves" in groups:
        return 50, True
    if "part" in groups:
        tens = value_of(groups["part"])
        return (None if tens is None else tens * 10 + (5 if "half" in groups else 0)), True
    if "below" in groups:
        below, above = value_of(groups["below"]), value_of(groups["above"])
        return (
            (round(100 * above / below, 4), True) if below and above is not None else (None, False)
        )
    if kind == "times" and "t" not in groups:
        return 2 ** int(value_of(groups.get("t2", "一")) or 1), True
    return value_of(next(iter(groups.values()))), False


# ---------------------------------------------------------------- bodies

_BODY = re.compile(
    r"[一-龥]{2,14}?(?:人民政府|街道办事处|管理局|管理委员会|管委会|委员会|街道|局|厅|[县镇乡])(?![一-龥]{0,1}(?:面|限|部|势|民|村|域))"
)
_LEADING = re.compile(
    r"^.*(?:[和与及由对在比向被把让给据按从于是为的了中如自各该本我其某等年月日])(?=[一-龥]{2,})"
)
_GENERAL = re.compile(
    rf"(?:各|该|本|我|其|某|两|全|上级|有关|相关|所有|部分|多个|一些|[{ONE_TO_TEN}\d]+个?).*|.*(?:乡镇|县镇|城镇|市县|布局|格局|结局|大局|政局|当局)|(?:省|市|县|区|镇|乡)?(?:委员会|管理局|人民政府|街道|局|厅)"
)


def _telling(name: str) -> bool:
    """Whether a name says by itself whose it is: 镇人民政府, 县教育局 may end any other's."""
    return len(name) >= 2 and name[0] not in "省市县区镇乡" and not _GENERAL.fullmatch(name)


def _bodies(text: str, names: tuple[str, ...]) -> Iterator[Mention]:
    taken: list[tuple[int, int]] = []
    for name in sorted({n for n in names if _telling(n)}, key=len, reverse=True):
        for match in re.finditer(re.escape(name), text):
            if _free(match.span(), taken):
                taken.append(match.span())
                yield Mention("body", match[0], match.start(), match.end())
    for match in _BODY.finditer(text):
        lead = _LEADING.match(match[0])
        start = match.start() + (lead.end() if lead else 0)
        name = text[start : match.end()]
        if len(name) < 3 or _GENERAL.fullmatch(name) or not _free((start, match.end()), taken):
            continue
        taken.append((start, match.end()))
        yield Mention("body", name, start, match.end())


@lru_cache(maxsize=4096)
def called(agency: str) -> tuple[str, ...]:
    """Every usual way to name `agency`, from its full name to 住建局."""
    from index.bodies.names import short_names

    names = [n for n in short_names(agency) if not _ANY_GOVERNMENT.fullmatch(n)] if agency else []
    return (agency, *names) if agency else ()


_ANY_GOVERNMENT = re.compile(r"[省市县区镇乡旗州]?(?:人民)?政府|街道办事处|办事处")
"""What a body's own people call it and a text about others may not: 镇政府 is any town's."""


# ---------------------------------------------------------------- checks


def verify(
    text: str, evidence: Sequence[Evidence], bodies: Iterable[str] = ()
) -> tuple[Check, ...]:
    """Every mention of `text` with what bears it out.

    A number counts as borne out only by evidence of a body and a year that its own sentence
    names, where it names any: last year's figure given for this year's does not hold.
    """
    names = {*bodies, *(n for e in evidence for n in called(e.agency))}
    held = [_Held(e, mentions(e.text, names)) for e in evidence]
    checks: list[Check] = []
    for start, end in sentences(text):
        found = mentions(text[start:end], names)
        years = {int(m.value) for m in found if m.kind == "year" and m.value is not None}
        named = {m.text for m in found if m.kind == "body"}
        for mention in found:
            by = next((h.evidence.id for h in held if h.bears(mention, years, named)), None)
            checks.append(
                Check(_moved(mention, start), "verified" if by is not None else "unverified", by)
            )
    return tuple(checks)


def _moved(m: Mention, by: int) -> Mention:
    from dataclasses import replace

    return replace(m, start=m.start + by, end=m.end + by)


@dataclass(frozen=True, slots=True)
class _Held:
    """One piece of evidence with the mentions of its own text."""

    evidence: Evidence
    mentions: tuple[Mention, ...]

    def bears(self, m: Mention, years: set[int], named: set[str]) -> bool:
        match m.kind:
            case "quotation" | "document":
                return _squeezed(m.text) in _squeezed(self.evidence.text)
            case "year":
                return self.evidence.year == m.value or m.value in self._values("year")
            case "body":
                return m.text in called(self.evidence.agency) or m.text in self.evidence.text
        return self._speaks_of(years, named) and any(_same(m, v) for v in self._numbers(m.kind))

    def _speaks_of(self, years: set[int], named: set[str]) -> bool:
        own = {self.evidence.year, *self._values("year")} - {None}
        if years and own and not years & own:
            return False
        mine = called(self.evidence.agency)
        return not named or not mine or any(n in mine or n in self.evidence.text for n in named)

    def _values(self, kind: str) -> set[int | float | None]:
        return {m.value for m in self.mentions if m.kind == kind}

    def _numbers(self, kind: str) -> Iterator[int | float]:
        if self.evidence.value is not None and _dimension(self.evidence.unit) == kind:
            yield self.evidence.value
        yield from (v for v in self._values(kind) if v is not None)


def _dimension(unit: str) -> str:
    return {"%": "percent", "个百分点": "percent", "倍": "times"}.get(unit, "number")


_LOOSE = 0.1
"""近半, 约三成: what the words claim is the neighbourhood, a tenth of the value to either side."""


def _same(m: Mention, value: int | float) -> bool:
    stated = abs(float(m.value or 0))
    if m.loose:
        return abs(abs(value) - stated) <= _LOOSE * stated
    return round(abs(value) / m.scale, m.decimals) == round(stated / m.scale, m.decimals)


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)
