"""Counts that a report's own text tells: what no line of the form has, with its words and unit.

A count is known where one clause says the same words with that unit, no second number with it, and
no other such clause another number.  Words of holding and publishing add nothing.  It bears out and
never speaks against.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files

from assistant.claims.claim import Ground
from assistant.claims.reading.item_of_term import QUALITY
from assistant.claims.text_sentences import kind_of, sentences
from assistant.statements.lexicon import Token
from assistant.statements.numbers_in_prose import Quantity, quantities
from assistant.statements.wide_vocabulary import bare, spoken_tokens, unknown
from index.report import Report
from index.text import fold

MARK = "text:"
_UNIT, _WHOLE, _JOIN = "|", "<", " "
_CLAUSES = re.compile(r"[,;:。!?()\n]")
_PAUSE = "、"
_HAN = re.compile(r"[\u4e00-\u9fff]")
_TURNING = re.compile(r"[不未无非没较比增减升降同上去另各均每]")
"""What makes a clause of the text speak of something else than its bare words and number."""
_WHOSE = re.compile(
    r"(?<![我本])(?<!全(?=[局委办镇乡]))[局委办厅镇乡县市区街村站所院校园司队处科室]"
)
_OTHER_YEAR = re.compile(r"20\d\d(?=年)")
_PERSONS = ("人次", "人", "名")
_NOT_COUNTS = ("元", "%", "倍", "百分点")
TERMS = frozenset({"row", "column", "dispute", "result", "disclosure", "made", "object"})
BY_CHARACTER = frozenset({"foreign", "restrict", "noise"})
SILENT = frozenset({"harmless", "opening", "sep", "action", "existence", "copula"})
_PARTS = frozenset({"including", "respectively"})
_ASIDE = "beside:"
_PUBLISHED = "made.published"
_PUT_OUT = f"{_ASIDE}published"
"""发布政策解读14篇 are so many 政策解读; 公开合同14份 need not be all there are."""
_QUOTED = re.compile("“[^“”]{2,20}”")
_LEAST = 2
"""Fewer words and characters than this do not say what was counted."""
_LEFT_OUT = 2
"""So many characters, one word, of the text may be left out before the head."""


@dataclass(frozen=True, slots=True)
class Thing:
    """One count of the text: what its clause is of, in what unit, how many, and of what count a part."""

    content: tuple[str, ...]
    unit: str
    value: float
    passage: str
    section: int
    whole: tuple[str, ...] = ()
    words: str = ""
    """The words right before the number, where they name it and nothing else does."""

    @property
    def name(self) -> str:
        """What a measure of it is called: the row of its `Measure`."""
        said = [c for c in self.content if not c.startswith(_ASIDE) or "“" in c]
        whole = f"{_WHOLE}{_JOIN.join(self.whole)}" if self.whole else ""
        return f"{MARK}{_JOIN.join(said)}{_UNIT}{self.unit}{whole}"


def is_narrated(row: str) -> bool:
    return row.startswith(MARK)


def unit_of(row: str) -> str:
    return row.rpartition(_UNIT)[2].partition(_WHOLE)[0]


def units_of(rows: Sequence[str], known: Sequence[Thing]) -> frozenset[str]:
    """The units in which any of the rows is counted."""
    own = {row.partition(_UNIT)[0] for row in rows}
    return frozenset(t.unit for t in known if t.name.partition(_UNIT)[0] in own)


def in_unit(row: str, unit: str) -> str:
    """The row of the same thing counted in another unit (培训4次, 120人次)."""
    return f"{row.partition(_UNIT)[0]}{_UNIT}{unit}"


def whole_of(row: str) -> str:
    """The row of the count that this one is told to be a part of; "" where it is of none."""
    whole = row.partition(_WHOLE)[2]
    return f"{MARK}{whole}{_UNIT}{unit_of(row)}" if whole else ""


def amounts_of(row: str, report: Report) -> tuple[tuple[float, Ground], ...]:
    """What the report's text tells of the measure, once; () where nothing or different things."""
    sought = row.removeprefix(MARK).partition(_UNIT)[0].split(_JOIN)
    alike = [t for t in things(report) if t.unit == unit_of(row) and says_the_same(sought, t)]
    if len({t.value for t in alike}) != 1:
        return ()
    first = alike[0]
    ground = Ground("passage", first.passage, report.agency, report.year, section=first.section)
    return ((first.value, ground),)


# ---------------------------------------------------------------- the report's text


def things(report: Report) -> tuple[Thing, ...]:
    """Every count of the report's narrative."""
    texts = tuple((s.number, p.text) for s in report.sections for p in s.paragraphs)
    return _things(texts, report.year)


@lru_cache(maxsize=64)
def _things(texts: tuple[tuple[int, str], ...], year: int | None) -> tuple[Thing, ...]:
    found: list[Thing] = []
    for section, text in texts:
        for start, end in sentences(text):
            if kind_of(fold(text[start:end])) != "measure":
                found += _of_sentence(text[start:end].strip(), section, year)
    return tuple(found)


def _of_sentence(passage: str, section: int, year: int | None) -> Iterator[Thing]:
    """The sentence's counts; those behind 其中 or 分别为 are parts of the count before them."""
    last: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()
    before: Thing | None = None
    for clause, opens in _clauses(fold(passage)):
        if opens:
            whole = ()
        held, before = before, None
        if held is not None and (there := _who_was_there(clause, held)) is not None:
            yield there
        if any(t.kind in _PARTS for t in spoken_tokens(clause)):
            whole = last
        if (counted := _counted(clause, year)) is None:
            continue
        content, number = counted
        said = tuple(c for c in content if not c.startswith(_ASIDE))
        part_of = whole if whole != said else ()
        words = _right_before(clause, number)
        named = words if content_of(words) == said else ""
        before = Thing(content, number.unit, float(number.value), passage, section, part_of, named)
        yield before
        if not whole:
            last = said


def _who_was_there(clause: str, held: Thing) -> Thing | None:
    """培训4次，参训120人次: who came is counted of the same thing, in a unit of its own."""
    numbers = quantities(clause, worded=True)
    if len(numbers) != 1 or numbers[0].approximate or numbers[0].unit not in _PERSONS:
        return None
    if not only_attendance(clause[: numbers[0].start] + clause[numbers[0].end :]):
        return None
    return replace(held, unit=numbers[0].unit, value=float(numbers[0].value), whole=(), words="")


def _clauses(sentence: str) -> Iterator[tuple[str, bool]]:
    """The sentence's clauses, and whether a new one begins that is no part of a list.

    培训4次、现场会2次 are two where each has its number.
    """
    for clause in _CLAUSES.split(sentence):
        parts = clause.split(_PAUSE)
        each = parts if all(quantities(p, worded=True) for p in parts) else [clause]
        for at, part in enumerate(each):
            yield part, at == 0


def _counted(clause: str, year: int | None) -> tuple[tuple[str, ...], Quantity] | None:
    """What the clause is of and its only number; None where it tells no count of the year."""
    numbers = quantities(clause, worded=True)
    if len(numbers) != 1 or not numbers[0].unit or numbers[0].approximate:
        return None
    if numbers[0].unit.endswith(_NOT_COUNTS):
        return None
    if any(int(y) != year for y in _OTHER_YEAR.findall(clause)):
        return None
    content = content_of(clause, numbers)
    outside = _light().sub("", _without_channels(clause))
    own = {c for said in content if not said.startswith(_ASIDE) for c in said}
    if any(set(p.findall(outside)) - own for p in (_TURNING, _WHOSE)):
        return None
    return (content, numbers[0]) if own else None


def _right_before(clause: str, number: Quantity) -> str:
    """What stands between the number and the last term before it that is no part of a name."""
    before = clause[: number.start]
    ends = [t.end for t in spoken_tokens(before) if t.kind not in TERMS | BY_CHARACTER | SILENT]
    return _light().sub("", before[max(ends, default=0) :])


def _without_channels(clause: str) -> str:
    """网站 is where it was, no 站 whose it was."""
    for token in reversed(spoken_tokens(clause)):
        if token.kind == "channel":
            clause = clause[: token.start] + clause[token.end :]
    return clause


def content_of(clause: str, numbers: Sequence[Quantity] = ()) -> tuple[str, ...]:
    """What the clause is of, in order: terms by name, other words by character.

    A name in quotation marks (“石桥之声”推送图文96篇) stands beside, where the rest says what it is.
    """
    names = [m[0] for m in _QUOTED.finditer(clause)]
    unnamed = _content(_QUOTED.sub(lambda m: " " * len(m[0]), clause), numbers) if names else ()
    if names and len(_own(unnamed)) >= _LEAST:
        return (*(f"{_ASIDE}{name}" for name in names), *unnamed)
    content = _content(clause, numbers)
    if len(_own(content)) >= _LEAST:
        return content
    return tuple(_PUBLISHED if c == _PUT_OUT else c for c in content)


def _own(content: Sequence[str]) -> list[str]:
    return [c for c in content if not c.startswith(_ASIDE)]


def _content(clause: str, numbers: Sequence[Quantity]) -> tuple[str, ...]:
    terms = spoken_tokens(clause)
    spans = sorted([(t.start, t.end) for t in terms] + [(n.start, n.end) for n in numbers])
    said = [(t.start, (_named(t),)) for t in terms if t.kind not in BY_CHARACTER | SILENT]
    words = [(t.start, t.text) for t in terms if t.kind in BY_CHARACTER]
    words += [(a, clause[a:b]) for a, b in unknown(clause, iter(spans))]
    said += [(at, tuple(_HAN.findall(bare(_light().sub("", w))))) for at, w in words]
    return tuple(content for _, contents in sorted(said) for content in contents)


def _named(token: Token) -> str:
    """Terms of the form by name; those of place and time with their words."""
    if token.kind == "made" and token.text == "发布":
        return _PUT_OUT
    if token.kind in TERMS and not QUALITY.search(token.text):
        return f"{token.kind}.{token.name}"
    return f"{_ASIDE}{token.text}"


# ---------------------------------------------------------------- the same words


def says_the_same(sought: Sequence[str], thing: Thing) -> bool:
    """Whether nothing is added, and at most one word before something that is said is left out.

    Where it was published and of when it is (门户网站, 全年) the sentence may leave out, not add; what
    was done may stand behind (网站栏目优化).
    """
    said = thing.content
    sought = _published_as(sought, said)
    if len(sought) > 2 and not {_PUBLISHED, _PUT_OUT} & set(said):  # 公开工作动态705条
        sought = [s for s in sought if s != _PUBLISHED]
    if sum(map(len, sought)) < 2 or not outside_the_form(sought):
        return False
    if any(c not in sought for c in said if _TURNING.fullmatch(c) or _WHOSE.fullmatch(c)):
        return False
    said = tuple(s for s in said if s in sought or not s.startswith(_ASIDE))
    return _within(sought, said) or _within([*sought[-_LEFT_OUT:], *sought[:-_LEFT_OUT]], said)


def _published_as(sought: Sequence[str], said: Sequence[str]) -> list[str]:
    """发布, 公开: either for the other."""
    kept = _PUT_OUT if _PUT_OUT in said else _PUBLISHED
    return [kept if s in (_PUBLISHED, _PUT_OUT) else s for s in sought]


def _within(sought: Sequence[str], said: Sequence[str]) -> bool:
    """甲所向乙所移交 is not 乙所向甲所移交; of one word before the head nothing need be said."""
    rest = iter(said)
    if not all(s in rest for s in sought):
        return False
    missing = Counter(said) - Counter(sought)
    if sum(missing.values()) > _LEFT_OUT or any(len(m) > 1 for m in missing):
        return False
    places = [n for n, content in enumerate(said) if missing[content]]
    behind = places[-1] + 1 if places else 0
    in_one = not places or places[-1] - places[0] < _LEFT_OUT
    return in_one and (not places or (behind < len(said) and said[behind] in sought))


def outside_the_form(content: Sequence[str]) -> bool:
    """Whether it is of more than what the form's own lines are called."""
    kinds = [c.partition(".")[0] for c in content]
    return "made" in kinds or any(len(c) == 1 for c in content)


def _light() -> re.Pattern[str]:
    """Words of holding and doing: they say no more than that there was so much of it."""
    return _patterns()["light"]


def without_attendance(text: str) -> str:
    """The text with blanks for words that say no more than that so many came, where it says how many."""
    clauses = re.split(f"({_CLAUSES.pattern})", text)
    return "".join(_of_persons(c) if _persons(c) else c for c in clauses)


def only_attendance(words: str) -> bool:
    return not _patterns()["so_many"].sub("", _of_persons(words).replace(" ", ""))


def _persons(clause: str) -> bool:
    return any(q.unit in _PERSONS for q in quantities(clause, worded=True))


def _of_persons(clause: str) -> str:
    return _patterns()["attended"].sub(lambda m: " " * len(m[0]), clause)


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    data = tomllib.loads(files("assistant.claims").joinpath("words.toml").read_text("utf-8"))
    return {name: re.compile(pattern) for name, pattern in data["narrated"].items()}
