"""What each word of a question says: every step takes its words, the rest is looked at."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.question.bodies import Bodies, Roster, blanked, bodies
from assistant.question.measures import HARMLESS, Measure, Reading, Said, measures, said, strong
from assistant.question.operations import Asked, existence, operations
from assistant.question.words import PARTICLES, STOP_WORDS, Facet
from assistant.question.years import Years, in_digits, years


@dataclass(frozen=True)
class Holdings:
    """What the library holds, as far as a question needs it: its bodies and their years.

    `years_of` gives the years that any of the bodies has a report of, oldest first; () for all.
    """

    roster: Roster
    years_of: Callable[[Sequence[int]], tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Parse:
    """What each step read in the question, and the words that none of them knows."""

    text: str
    bodies: Bodies
    said: tuple[Said, ...]
    reading: Reading
    rate: bool
    years: Years
    asked: Asked
    residue: tuple[str, ...]
    content: str


def parse(question: str, holdings: Holdings, base: int | None = None) -> Parse:
    """Every step's reading of `question`; `base` is the year that 上年 counts from."""
    text = folded(question)
    who = bodies(text, holdings.roster, lambda t: _spans(strong(said(t))))
    named = [s for s in who.spans if s not in who.group_spans]
    masked = blanked(text, who.spans)
    words, reading = read_measures(masked)
    taken = _spans(words)
    rates = [(s.end, s.end + 1) for s in words if masked[s.end : s.end + 1] == "率"]
    latest = max(holdings.years_of(()), default=None)
    when = years(blanked(masked, [*_spans(strong(words)), *rates]), latest, base)
    rest = blanked(text, [*named, *taken, *rates, *when.spans])
    asked = _with_existence(operations(rest), rest)
    unused = [s for s in words if s in reading.unused]
    explained = [*who.spans, *taken, *rates, *when.spans, *asked.spans]
    residue = (*content_words(blanked(text, explained)), *(text[s.start : s.end] for s in unused))
    content = blanked(text, [*who.spans, *when.spans])
    return Parse(text, who, words, reading, bool(rates), when, asked, residue, content)


_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}


_PREAMBLE = re.compile(
    r"^(?:领导|主任|局长|县长|书记|记者|科室|[开上]会|写|做|汇报|急|明天|上午|下午|今天|马上|材料|总结|简报|讲话|发言|稿子?|要|用|需要|想|一下|的|个|份|数据?|"
    r"帮忙?|麻烦|来|我们?|这边|在|等着?|查|问|请教|给)+[，：:。！!]"
)
"""What the number is for (领导要数，…): a clause before the question."""


_SPACE_FOR_COMMA = re.compile(r"(?:(?<=多少)|(?<=[几少][件个起家次])|(?<=[呀吗呢]))\s+(?=[一-龥])")
"""新收多少件 主要问题是什么: as they type who use no commas."""


def folded(question: str) -> str:
    """The question in half-width, without spaces, its years in digits, what it is for left out."""
    text = _SPACE_FOR_COMMA.sub("，", question.translate(_FULL_WIDTH))
    text = re.sub(r"\s+", "", text)
    return in_digits(_PREAMBLE.sub("", text.replace(",", "，").replace("?", "？")))


def _spans(words: Sequence[Said]) -> list[tuple[int, int]]:
    return [(s.start, s.end) for s in words]


_CLAUSE = re.compile(r"(?:(?<=[多少几])|(?<=(?<![案文])件))[，；;、]|[？。！]")


def read_measures(masked: str, heads: tuple[Said, ...] = ()) -> tuple[tuple[Said, ...], Reading]:
    """The measure words and what they come to, clause by clause where each asks its own 多少.

    `heads` are words of the text before, of which the first clause may speak.
    """
    words = said(masked)
    parts = _parts(words, [*(m.end() for m in _CLAUSE.finditer(masked)), *_turns(words, masked)])
    headed = list(_with_heads([heads, *parts]))[1:]
    readings = [measures(p) for p in headed if strong(p)] or [measures((*heads, *words))]
    crossed = tuple(s for p in parts for s in _crossed(p, masked))
    return words, Reading(
        tuple(dict.fromkeys(m for r in readings for m in r.measures)),
        next((r.choices for r in readings if r.choices), ()),
        tuple(dict.fromkeys((*(s for r in readings for s in r.unused), *crossed))),
    )


def either_side(words: Sequence[Said], at: int) -> tuple[Measure, Measure] | None:
    """The one measure said before `at` and the one after it (A是B的几倍), if each side has one."""
    left, right = (measures(p).measures for p in _with_heads(_parts(words, [at])))
    return (left[0], right[0]) if len(left) == len(right) == 1 else None


def _parts(words: Sequence[Said], cuts: Iterable[int]) -> list[tuple[Said, ...]]:
    bounds = [0, *sorted(set(cuts)), sys.maxsize]
    return [
        tuple(s for s in words if start <= s.start < end)
        for start, end in zip(bounds, bounds[1:], strict=False)
    ]


def _turns(words: Sequence[Said], masked: str) -> Iterator[int]:
    """Where a modifier has closed its head and 和 begins another: 复议维持|和诉讼各几件."""
    firm = strong(words)
    for i, (before, after) in enumerate(zip(firm, firm[1:], strict=False), 1):
        head = _HEADS.get(before.facet)
        closed = any(s.facet == head for s in firm[:i])
        if closed and after.facet == head and _AND.match(masked[before.end : after.start]):
            yield after.start


_AND = re.compile(r"(?:的|数|数量|件数|总数|申请|_)*(?:[和与及、跟]|以及|还有)")
_HEADS: dict[Facet, Facet] = {"column": "row", "result": "kind", "count": "item"}


def _with_heads(parts: Sequence[tuple[Said, ...]]) -> Iterator[tuple[Said, ...]]:
    """Each clause with what it speaks of from the clause before: 复议维持几件，纠正几件."""
    last: dict[Facet, tuple[Said, ...]] = {}
    for part in parts:
        firm = strong(part)
        own = {s.facet for s in firm}
        lacking = {h for m, h in _HEADS.items() if m in own and h not in own}
        heads = _HEADS.values() if own.isdisjoint(_HEADS.values()) else ()
        yield (*(s for h in heads if h in lacking for s in last.get(h, ())), *part)
        last |= {h: tuple(s for s in firm if s.facet == h) for h in own & set(_HEADS.values())}


_TABLES = {"row": 3, "column": 3, "kind": 4, "result": 4, "item": 2, "count": 2}
_JOINED = re.compile(r"[和与及、，；;+加跟同]|以及|还有|或|占|比|除")


def _crossed(words: Sequence[Said], masked: str) -> Iterator[Said]:
    """Words of another table than the word before, with nothing that joins them: 重复申请的复议.

    No cell counts what is in two tables at once, so one of them narrows what the form cannot.
    """
    firm = [s for s in strong(words) if s.value not in HARMLESS]
    for before, after in zip(firm, firm[1:], strict=False):
        apart = _JOINED.search(masked[before.end : after.start])
        if _TABLES[before.facet] != _TABLES[after.facet] and not apart:
            yield after


def _with_existence(asked: Asked, rest: str) -> Asked:
    """哪些单位没有收到申请: a condition in words, where bodies are listed or counted."""
    if asked.condition or not asked.has("list", "count") or asked.has("rank", "max", "min"):
        return asked
    if (found := existence(rest)) is None:
        return asked
    return replace(asked, condition=found[0], spans=(*asked.spans, found[1]))


_COUNTERS = re.compile(
    r"[(][一二三四五六七八九十]+[)]|被人(?=提|申请)|(?:几|多少)(?:件次|[件个条次场起宗桩份项例趟回笔部])?"
)


_DENIED = re.compile(r"(?<!有)[没未](?!有|找|看|查|搞|弄|错)[一-龥]")
"""Common words may deny together what no word of theirs says: 还没打完."""


def content_words(masked: str) -> tuple[str, ...]:
    """The words of the text that say something beyond the asking itself."""
    import rjieba

    pieces = re.findall(r"[一-龥A-Za-z0-9.%]+", _COUNTERS.sub("_", masked))
    words = [w for piece in pieces for w in rjieba.cut(piece)]
    told = [w for w in words if w not in STOP_WORDS and not _glued(w)]
    return (*told, *(m[0] for piece in pieces for m in _DENIED.finditer(piece)))


def _glued(word: str) -> bool:
    """Whether the cut has joined stop words to one (数是, 还有几)."""
    reached = {0}
    for end in range(1, len(word) + 1):
        parts = (word[start:end] for start in reached)
        if any(p in STOP_WORDS and (len(p) > 1 or p in PARTICLES) for p in parts):
            reached.add(end)
    return len(word) in reached
