"""What each word of a question says: every step takes its words, the rest is looked at."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.ask.grammar.bodies import Bodies, bodies
from assistant.ask.grammar.facets import HARMLESS, Reading, Said, measures, said, strong
from assistant.ask.grammar.groups import blanked
from assistant.ask.grammar.left_out import asides
from assistant.ask.grammar.operations import (
    NEVER,
    Asked,
    operations,
    with_existence,
    with_years,
)
from assistant.ask.grammar.scaffold import is_light, is_scaffold, purposes, told_numbers
from assistant.ask.grammar.told_facts import Told, told_facts
from assistant.ask.grammar.words import COUNTED_TWICE, UNCOUNTED, Facet
from assistant.ask.grammar.years import Years, in_digits, years
from assistant.ask.measures import KINDS, Measure, broken_down
from assistant.ask.plan.scope import Holdings
from assistant.ask.typed.form_words import completed, respelled
from index.numerals import ONE_TO_TEN


@dataclass(frozen=True, slots=True)
class Parse:
    """What each step read in the question, and the words that none of them knows.

    `note` says which words were taken as others that sound the same, `placed` is where the words
    stand that some step has read.
    """

    text: str
    bodies: Bodies
    said: tuple[Said, ...]
    reading: Reading
    rate: bool
    years: Years
    asked: Asked
    residue: tuple[str, ...]
    content: str
    note: str = ""
    placed: tuple[tuple[int, int], ...] = ()


def parse(question: str, holdings: Holdings, base: int | None = None) -> Parse:
    """Every step's reading of `question`; `base` is the year that 上年 counts from.

    Where spaces part its words, they are left out, and kept only if it is not understood so.
    """
    text = folded(question)
    p = _parsed(text.replace(" ", ""), holdings, base)
    if " " in text and (p.residue or p.bodies.unknown):
        parted = _parsed(text, holdings, base)
        if _understood(parted):
            return parted
    if p.residue and len(p.reading.measures) > 1 and (whole := completed(text, p.residue)):
        again = _parsed(whole.replace(" ", ""), holdings, base)
        if _understood(again):
            return again
    named = p.reading.measures or p.reading.choices
    odd = p.residue or (() if named or not _HOW_MANY.search(text) else (p.content,))
    if odd and not p.bodies.unknown:
        masked = "" if " " in text else blanked(text, p.asked.spans)
        spelt, note = respelled(text, odd, masked)
        for way in (spelt.replace(" ", ""), spelt) if spelt else ():
            if _understood(again := _parsed(way, holdings, base)):
                return replace(again, note=note)
    return p


def _understood(p: Parse) -> bool:
    return bool(p.reading.measures) and not (p.residue or p.bodies.unknown)


def _parsed(text: str, holdings: Holdings, base: int | None) -> Parse:
    who = bodies(text, holdings.roster, lambda t: _spans(strong(said(t))))
    named = [s for s in who.spans if s not in who.group_spans]
    beside = asides(
        blanked(text, who.spans),
        lambda clause: (_spans(said(clause)), read_measures(clause)[1]),
        content_words,
        lambda rest: read_measures(rest)[1],
    )
    masked = blanked(text, [*who.spans, *beside])
    told = told_facts(masked, said(masked)) if who.by_name and len(who.ids) == 1 else Told()
    masked = blanked(masked, told.stated)
    words, reading = read_measures(masked)
    taken = _spans(words)
    rates = [(s.end, s.end + 1) for s in words if masked[s.end : s.end + 1] == "率"]
    latest = max(holdings.years_of(()), default=None)
    held = holdings.years_of(who.ids)
    unmeasured = blanked(masked, [*_spans(strong(words)), *rates])
    when = years(unmeasured, latest, base, held, holdings.this_year, told.clauses)
    if _RUN.search(masked) and not reading.measures:
        when = replace(when, years=(), every=True, note="")
    never = NEVER.search(blanked(text, [*named, *beside]))
    denied = [never.span()] if never else []
    rest = blanked(text, [*named, *beside, *told.stated, *taken, *rates, *when.spans, *denied])
    asked = with_existence(operations(rest), rest, text, never=never is not None)
    asked = with_years(asked, blanked(text, [*named, *beside]), denied)
    if who.group and not asked.operations and _ALL_TOLD.search(text) and not _APART.search(text):
        asked = replace(asked, operations=("sum",))
    unused = [s for s in words if s in reading.unused]
    explained = [*who.spans, *beside, *told.stated, *taken, *rates, *when.spans, *asked.spans]
    listed = {len(reading.measures), len(who.ids), len(_values_said(words))}
    listed |= {len(keys) for m in reading.measures for keys in m.alternatives if len(keys) > 1}
    explained += told_numbers(blanked(text, explained), listed, len(when.years))
    left = content_words(blanked(text, explained))
    if any(s.value == "carried_over" for s in words):
        left = tuple(w for w in left if w != "年初")
    if len(reading.measures) == 1 and len({s.facet for s in strong(words)}) == 2:
        left = tuple(w for w in left if w != "且")  # 申请人为自然人且结果为予以公开: one cell
    left = (*left, *(m[0] for m in _TELLS.finditer(text)))
    if len(reading.measures) == 1 and broken_down(reading.measures[0]):
        parts = [m.span() for m in SORTS.finditer(text)]
        unparted = content_words(blanked(text, [*explained, *parts]))
        left = tuple(w for w in left if w in unparted)
    left = tuple(w for w in left if not is_light(w, text, {s.start for s in strong(words)}))
    labels = "".join(m.label for m in reading.measures)
    left = tuple(w for w in left if w not in labels)  # it names what is asked for anyway
    residue = (*left, *(text[s.start : s.end] for s in unused))
    content = blanked(text, [*who.spans, *when.spans])
    return Parse(
        text,
        who,
        words,
        reading,
        bool(rates),
        when,
        asked,
        residue,
        content,
        placed=tuple(explained),
    )


_RUN = re.compile("(?:连着|连续|接连)(?:[两几三四五六]年|了?好几年)")
"""连着两年 of what is told: any years that follow one another, not the last two."""
_TELLS = re.compile(
    r"(?<=单位|部门|乡镇|街道|哪家)(?:都|也|自己)*(?:说|讲|称|承认|坦言|写到?|提到)(?![明清下])|许可(?:证|事项)?的?申请"
    r"|(?:依申请公开|信息公开|信息处理)的?收费"
)
"""哪些单位说…: words are asked for.  行政许可申请: what is applied for is not yet decided."""
SORTS = re.compile(
    r"(?:分|按|各|每|逐|[一两二三四五六七八九十]|什么)(?:个|一)?(?:种|类|项|条|大类)?(?:处理)?(?:的)?"
    r"(?:原因|理由|情形|情况|结果|类型|种类|类别|项目?|类|种|条)"
    r"|(?:下面|其中)?各(?:个)?小?项|分项|逐项|明细|构成|分布|组成|结构"
)
"""They ask for the parts of what has parts."""
_DIALECT = (("几多", "多少"), (r"顶(?=[多少高低大小](?!\d|[一二两三四五六七八九十]))", "最"))
"""How the south says 多少 and 最."""
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}


_PREAMBLE = re.compile(
    r"^(?:领导|主任|局长|县长|书记|记者|科室|[开上]会|写|做|汇报|急|明天|上午|下午|今天|马上|材料|总结|简报|讲话|发言|稿子?|要|用|需要|想|一下|的|个|份|数据?|"
    r"[小老][一-龥](?=[，：])|帮忙?|麻烦|来|我们?|这边|在|等着?|查|问|请教|给)+[，：:。！!]"
)
"""What the number is for (领导要数，…): a clause before the question."""


_SPACE_FOR_COMMA = re.compile(r"(?:(?<=多少)|(?<=[几少][件个起家次])|(?<=[呀吗呢]))\s+(?=[一-龥])")
"""新收多少件 主要问题是什么: as they type who use no commas."""


_YES_OR_NO = re.compile(r"(?P<v>(?!有)[一-龥])没(?P=v)")
"""收没收过: 有没有收过."""
_ENDS_IN_NOT = re.compile(r"(?<=[一-龥])(?<![是能可会要])不(?=[？?。]?$)")
"""对得上不: 吗."""
_NEEDLESS_SPACE = re.compile(
    r"\s+(?=[^一-龥]|[到至和与跟及、]|$)|(?<=[^一-龥])\s+|(?<=[到至和与跟及])\s+|^\s+"
)
_ITEM_NUMBER = re.compile(r"(?<![\d.])\d{1,2}[.．](?=[一-龥])|(?:^|(?<=[，；。 年度]))[一二三四]、")
"""The number of a line that is copied with it: 5.要求提供公开出版物."""


def folded(question: str) -> str:
    """The question in half-width, its years in digits, without line numbers and what it is for.

    One space is left where there were any between two words.
    """
    text = _SPACE_FOR_COMMA.sub("，", question.translate(_FULL_WIDTH))
    text = re.sub(r"\s+", " ", _NEEDLESS_SPACE.sub("", text))
    for spoken, meant in _DIALECT:
        text = re.sub(spoken, meant, text)
    text = COUNTED_TWICE.sub("", _ENDS_IN_NOT.sub("吗", text))
    text = _YES_OR_NO.sub(lambda m: f"有没有{m['v']}", text)
    text = _ITEM_NUMBER.sub("", text.replace(",", "，").replace("?", "？"))
    for start, end in reversed([*purposes(text, lambda clause: bool(strong(said(clause))))]):
        text = text[:start] + text[end:]
    return in_digits(_PREAMBLE.sub("", text))


def _values_said(words: Iterable[Said]) -> set[tuple[Facet, str]]:
    """The kinds of row, column, result … named, without what they are of."""
    return {(s.facet, s.value) for s in strong(words) if s.facet not in ("kind", "item")}


def _spans(words: Sequence[Said]) -> list[tuple[int, int]]:
    return [(s.start, s.end) for s in words]


_CLAUSE = re.compile(
    r"(?:(?<=[多少几])|(?<=(?<![案文])件)|(?<=[几少]件申请)|(?<=多少申请)|(?<=[几少]件案[件子]))[，；;、]|[？。！]"
)


def read_measures(masked: str, heads: tuple[Said, ...] = ()) -> tuple[tuple[Said, ...], Reading]:
    """The measure words and what they come to, clause by clause where each asks its own 多少.

    `heads` are words of the text before, of which the first clause may speak.
    """
    words = said(masked)
    around = set(_contained(words, masked))
    parts = _parts(
        [s for s in words if s not in around],
        [*(m.end() for m in _CLAUSE.finditer(masked)), *_turns(words, masked)],
    )
    headed = list(_with_heads([heads, *parts]))[1:]
    asked = _asking(parts, masked)
    told = [p for p, asks in zip(headed, asked, strict=True) if strong(p) or asks]
    readings = [measures(p) for p in told] or [measures((*heads, *words))]
    crossed = tuple(s for p in parts for s in (*_crossed(p, masked), *_of_two(p, masked)))
    return words, Reading(
        tuple(dict.fromkeys(m for r in readings for m in r.measures)),
        next((r.choices for r in readings if r.choices), ()),
        tuple(dict.fromkeys((*(s for r in readings for s in r.unused), *crossed))),
    )


def _contained(words: Sequence[Said], masked: str) -> Iterator[Said]:
    """新收的申请中 before a result: where it was found, no number of its own; not of a share."""
    if _OF_WHOLE.search(masked):
        return
    firm = [s for s in strong(words) if s.facet == "row"]
    for before, after in zip(firm, firm[1:], strict=False):
        between = masked[before.end : after.start]
        result = after.value.split(".")[0] in _RESULTS
        if result and before.value in _EVERYTHING and _WITHIN.match(between):
            yield before
    kinds = [s for s in strong(words) if s.facet == "kind"]
    for before, after in zip(kinds, kinds[1:], strict=False):
        whole, part = set(KINDS[before.value][0]), set(KINDS[after.value][0])
        between = masked[before.end : after.start]
        if part < whole and (_WITHIN.match(between) or not between.strip(_PATH)):
            yield before


_PATH = " /／·-—（(：:"
"""What stands between a heading and what is under it: 行政诉讼/复议后起诉."""
_EVERYTHING = ("new_received", "accepted", "total")
_OF_WHOLE = re.compile(r"占|率|比例|比重|百分|几成|倍|份额|之比")


def _asking(parts: Sequence[tuple[Said, ...]], masked: str) -> list[bool]:
    """Of each clause whether it asks its own number where another does too (收到几件，公开几件，再说办结)."""
    ends = [p[-1].end if p else 0 for p in parts]
    starts = [*(p[0].start if p else 0 for p in parts)]
    bounds = [*starts[1:], len(masked)]
    own = [
        bool(p) and _HOW_MANY.search(masked[max(0, a - 4) : max(b, e)]) is not None
        for p, a, e, b in zip(parts, starts, ends, bounds, strict=True)
    ]
    named = sum(asks or bool(strong(p)) for asks, p in zip(own, parts, strict=True))
    return [asks and named > 1 for asks in own]


_HOW_MANY = re.compile(r"(?:几|多少)(?:件|个|条|宗|份|项)?(?![家年])")


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
_JOINED = re.compile(r"[和与及、，；;+加跟同]|以及|还有|或|占|比|除|[多少高低大小]于|超过")


def _crossed(words: Sequence[Said], masked: str) -> Iterator[Said]:
    """Words of another table than the word before, with nothing that joins them: 重复申请的复议.

    No cell counts what is in two tables at once, so one of them narrows what the form cannot.
    """
    firm = [s for s in strong(words) if s.value not in HARMLESS]
    for before, after in zip(firm, firm[1:], strict=False):
        apart = _JOINED.search(masked[before.end : after.start])
        if _TABLES[before.facet] != _TABLES[after.facet] and not apart:
            yield after
        elif before.end == after.start and before.facet == "item" and _of_fees(before, after):
            yield before  # 许可收费: what is charged for one thing only


def _of_fees(before: Said, after: Said) -> bool:
    return after.value == "fees" and before.value != "fees"


def _of_two(words: Sequence[Said], masked: str) -> Iterator[Said]:
    """A result within another (部分公开里因国家秘密的): no cell counts what has both."""
    firm = [s for s in strong(words) if s.facet == "row"]
    for before, after in zip(firm, firm[1:], strict=False):
        tops = {before.value.split(".")[0], after.value.split(".")[0]}
        if len(tops) == 2 and tops <= _RESULTS and _WITHIN.match(masked[before.end : after.start]):
            yield after


_RESULTS = {"granted", "partially_granted", "denied", "unavailable", "rejected", "other"}
_WITHIN = re.compile(r"(?:的|申请|案件|_)*(?:里面?|中|当中|之中|内)(?:的|，|因为?|属于|有)*")


_ALL_TOLD = re.compile(r"合计|总数|总量|总额|总和|汇总")
_APART = re.compile(r"分别|各自|每[个家]|逐|排|列|哪|谁")
"""乡镇新收申请总数: over a group the measure's own word for all is a sum."""


_COUNTERS = re.compile(
    rf"第[{ONE_TO_TEN}]+条(?:第?[(（]?[{ONE_TO_TEN}]+[)）]?项)?|"
    r"[（(，]?(?:均|都|两者)?(?:含|包括|包含)(?:两端|两头|首尾|本数|端点|\d+[件个](?:[和、及与]\d+[件个])?)(?:在内)?[）)]?|"
    r"[（(，]?两[头端]都?(?:算|含|包括)(?:在内)?[）)]?|"
    rf"[(][{ONE_TO_TEN}]+[)]|(?<![一-龥])[一二三四五六七八](?=、)|[(（]%[)）]"
    r"|\d(?:至|到|[-—~]|、)\d(?:、\d)*(?=各?项|_|各)|被人(?=提|申请|_)"
    r"|(?<=_)(?:阶段|环节|程序)(?:中|里|上)?(?=_|被|的)|[那这][两三四五六]年|[两三四五六]年(?=加|合计|累计|总|一共|共|平均|_)|[前后]一个数?|(?<=[列说报讲数查看算理过])一[遍番通圈轮]|(?<=再[查问算看列])一次|虽然?说?[不多少高低大小]+|算不算(?:在内|进去)?|(?:几|多少)(?:件次|[件个条次场起宗桩份项例趟回笔部元钱])?|[%％]"
)


_NARROWED = re.compile(
    r"(?<!有)[没未](?!有|找|看|查|搞|弄|错)[一-龥_]|(?<=_)年[中初]|月[底初中]|[上中下]旬"
)
"""Common words may deny or narrow together what no word of theirs says: 还没打完, 年中."""


def content_words(masked: str) -> tuple[str, ...]:
    """The words of the text that say something beyond the asking itself."""
    pieces = re.findall(r"[一-龥A-Za-z0-9.%]+", _COUNTERS.sub("_", masked))
    words = [w for piece in pieces if not is_scaffold(piece) for w in _cut(piece)]
    told = [w for w in words if not (is_scaffold(w) or is_function_word(w))]
    return (*told, *(m[0] for m in _NARROWED.finditer(masked)))


def _cut(piece: str) -> Sequence[str]:
    if len(piece) == 1:
        return [piece]
    import rjieba  # whose dictionary takes a tenth of a second to load

    parts = (p for p in UNCOUNTED.split(piece) if p)
    return [w for p in parts for w in ([p] if UNCOUNTED.fullmatch(p) else rjieba.cut(p))]


_NARROWS = re.compile(r"[不没未无非勿莫别仅单另余外某首初除倍]|^再次$|及时|当场|逐步")


def is_function_word(word: str) -> bool:
    """Whether the tagger takes it for a particle, a pronoun or an adverb, and it denies nothing."""
    import rjieba

    tag = rjieba.tag(word)[0][1]
    return tag[0] in "ruypceod" and _NARROWS.search(word) is None
