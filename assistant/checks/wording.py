"""L01–L05: the wording: doubled words, punctuation, residue of templates, numbers, typos.

False alarms cost more than misses here: what may be right in some sentence passes.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from assistant.checks.rule import (
    ANY,
    PASS,
    PLAIN_LANGUAGE,
    Context,
    Hit,
    Rule,
    Scan,
    Verdict,
    hit_verdict,
    narrative,
)
from assistant.checks.wordlists import ALONE, BROKEN_TERMS, DOUBLES, NUMERALS, TYPOS, UNFINISHED
from index.report import Paragraph, Report, Section

PUNCTUATION_STANDARD = "《标点符号用法》（GB/T 15834—2011）"
NUMBER_STANDARD = "《出版物上数字用法》（GB/T 15835—2011）"

# ---------------------------------------------------------------- L01

_TWICE = re.compile(r"(?=(([一-鿿]{1,12})\2))")
_OF_EACH = re.compile(r"(?:各|每个|所属|直属|本|该)(?:部门|单位|街道|机关|企业|学校|社区)$")
"""各部门部门预算, 各单位单位负责人: the body, and what is called after it."""
_BY_TURNS = re.compile(r"[一逐很再越每多全各]")


def doubled(text: str) -> Iterator[Hit]:
    """Words printed twice over: 的的, 资金资金; not 常常, 方方面面, 工作作出."""
    end = 0
    for found in _TWICE.finditer(text):
        start, unit = found.start(), found[2]
        if start < end or not _wrong(text, start, unit):
            continue
        end = start + 2 * len(unit)
        yield Hit(start, end, f"“{unit}”重复", unit)


def _wrong(text: str, start: int, unit: str) -> bool:
    if any(c in NUMERALS for c in unit):
        return False
    if len(unit) > 1 and _OF_EACH.search(text[max(0, start - 2) : start + len(unit)]):
        return False
    if len(unit) > 1:
        return not _BY_TURNS.match(unit) and not _in_one_word(text, start, 2 * len(unit))
    if unit in DOUBLES or _in_pattern(text, start):
        return False
    return _repeated_character(text, start)


def _in_pattern(text: str, start: int) -> bool:
    """方方面面: two doublings side by side."""
    before, after = text[max(0, start - 2) : start], text[start + 2 : start + 4]
    return any(len(pair) == 2 and pair[0] == pair[1] for pair in (before, after))


def _words(text: str, start: int) -> tuple[list[str], int]:
    """The words of the clause about `start`, and where the clause starts."""
    import rjieba

    left = max(text.rfind(mark, 0, start) for mark in "，。；、：\n") + 1
    right = min((i for m in "，。；、：\n" if (i := text.find(m, start)) > 0), default=len(text))
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
            return not (alone and text[start] in ALONE)
        at = end
    return False


# ---------------------------------------------------------------- L02

_MARKS = re.compile(r"[，、；：。！？,;:][，、；：。！？,;:]+|。{2,}")
_FINE_MARKS = ("？！", "！？", "！！", "！！！", "？？", "::")
_PAIRS: dict[str, tuple[str, str]] = {
    "双引号": ("“", "”"),
    "单引号": ("‘", "’"),
    "括号": ("（(", "）)"),
    "方括号": ("〔[【", "〕]】"),
    "书名号": ("《", "》"),
    "单书名号": ("〈", "〉"),
    "直角引号": ("「『", "」』"),
}
_HALVES = {
    mark: (name, side == 0)
    for name, pair in _PAIRS.items()
    for side in (0, 1)
    for mark in pair[side]
}
_ANY_HALF = re.compile(f"[{re.escape(''.join(_HALVES))}]")
_LIST_ITEM = re.compile(
    r"(?:(?<=^)|(?<=[。；;，,：:、\s]))[\dA-Za-z一二三四五六七八九十]{1,3}[)）]"
)


def repeated_marks(text: str) -> Iterator[Hit]:
    """Marks that cannot follow one another: `：。`, `。。`, `，、`."""
    for found in _MARKS.finditer(text):
        if found[0] not in _FINE_MARKS and not re.search(r"\d[:：]$", text[: found.start() + 1]):
            yield Hit(found.start(), found.end(), f"标点“{found[0]}”连用", found[0][-1])


_OF_TABLE = re.compile(r"勾稽关系|第三项加第四项")
"""The note in the head of the application table, that copied text leaves among paragraphs."""


def punctuation(report: Report, context: Context) -> Iterator[Verdict]:
    """Marks in a row, pairs that are not closed, paragraphs that break off."""
    parts: list[tuple[int | None, tuple[Paragraph, ...]]] = [(None, report.preamble)]
    parts += [
        (s.number, tuple(p for p in s.paragraphs if not _OF_TABLE.search(p.text)))
        for s in report.sections
    ]
    for number, paragraphs in parts:
        for paragraph in paragraphs:
            yield PASS
            for hit in repeated_marks(paragraph.text):
                yield hit_verdict(number, paragraph, hit)
        for paragraph, hit in unpaired(paragraphs):
            yield hit_verdict(number, paragraph, hit)
        for paragraph, hit in broken_off(number, paragraphs):
            yield hit_verdict(number, paragraph, hit)


_RUNS_ON = re.compile(r"[^。！？：；…”）》\s]\s*$")
"""Ends in the middle of a sentence: a printed line whose paragraph goes on."""


def unpaired(paragraphs: tuple[Paragraph, ...]) -> Iterator[tuple[Paragraph, Hit]]:
    """Brackets, quotes and 书名号 without their other half.

    A pair that opens in one paragraph and closes in the next is whole: readers may have split it.
    """
    before: list[Half] = []
    for paragraph in paragraphs:
        opened, closed = _halves(paragraph)
        for half in closed:
            match = next((o for o in reversed(before) if o.name == half.name), None)
            if match:
                before.remove(match)
            else:
                yield paragraph, half.hit("前一半")
        if not _RUNS_ON.search(paragraph.text):
            yield from ((o.paragraph, o.hit("另一半")) for o in before)
            before = []
        before += opened
    yield from ((o.paragraph, o.hit("另一半")) for o in before)


@dataclass(frozen=True, slots=True)
class Half:
    """One half of a pair of marks, without the other in its paragraph."""

    name: str
    paragraph: Paragraph
    at: int

    def hit(self, missing: str) -> Hit:
        return Hit(self.at, self.at + 1, f"{self.name}没有配对的{missing}")


def _halves(paragraph: Paragraph) -> tuple[list[Half], list[Half]]:
    """The halves that open and that close nothing within the paragraph."""
    items = {m.end() - 1 for m in _LIST_ITEM.finditer(paragraph.text)}
    opened: list[Half] = []
    closed: list[Half] = []
    for found in _ANY_HALF.finditer(paragraph.text):
        name, opens = _HALVES[found[0]]
        half = Half(name, paragraph, found.start())
        match = next((o for o in reversed(opened) if o.name == name), None)
        if opens:
            opened.append(half)
        elif match:
            opened.remove(match)
        elif found.start() not in items:
            closed.append(half)
    return opened, closed


_MARKED = re.compile(
    r"^\s*(?:[（(][一二三四五六七八九十\d]{1,3}[）)]|[一二三四五六七八九十\d]{1,2}[、.．)）](?!\d)"
    r"|[一二三四五六七八九十]是|第[一二三四五六])"
)
_ADDRESS = re.compile(r"(?:地址|电话|邮箱|网址|附件|单位)[:：]|邮编|联系(?:人|电话|方式)|http|www")


def broken_off(
    number: int | None, paragraphs: tuple[Paragraph, ...]
) -> Iterator[tuple[Paragraph, Hit]]:
    """Paragraphs of running text that end without a full stop, where none goes on."""
    if number in (2, 3, 4):
        return
    for paragraph, after in zip(paragraphs, (*paragraphs[1:], None), strict=False):
        text = paragraph.text.rstrip()
        if after is not None and not _MARKED.match(after.text):
            continue
        if _ADDRESS.search(text) or not re.search(r"[一-鿿，、]$", text):
            continue
        running = "。" in text or "；" in text or (len(text) >= 20 and not _MARKED.match(text))
        if len(text) >= 12 and running and re.search(r"[，。；]", text[:-1]):
            yield paragraph, Hit(max(0, len(text) - 6), len(text), "段末没有句号")


# ---------------------------------------------------------------- L03

_PLACEHOLDERS = re.compile(
    r"(?<![A-Za-z0-9])[XxＸｘ×]{2,}(?![A-Za-z])|某某|[_＿]{2,}|[○〇□]{2,}(?![一二三四五六七八九])"
    r"|[（(【\[](?:此处|请填写|填写|机关名称|单位名称|具体数字|待补充)[^）)】\]]{0,12}[）)】\]]|待补充|(?<!申)请填写"
)
_RESIDUE = re.compile(r"以表格(?:的)?形式(?:报告|呈现|填报)|以下为模板|模板示例")
_NO_DATE = re.compile(r"(?<!\d)年月日?(?=[，。至起止）)]|$)|(?<=年)月日(?!\d)|(?<=\d年)\s*月\s*日")
_NO_PERCENT = re.compile(
    r"(?:增长|下降|上升|降低|提高|减少|占比?|达到?|率为?|同比|完成|比例为?)[%％](?!\d)"
    r"|(?:增长|下降|上升|提高)个百分点"
)
_CLASSIFIERS = frozenset(
    ("条", "件", "次", "篇", "份", "期", "场", "人次", "余条", "余件", "万元", "个", "项")
)
_COUNTED = frozenset(("公开", "发布", "收到", "受理", "信息", "申请", "办结", "答复", "政府信息"))
_TOTALS = re.compile(r"共|累计|总计|合计")
_HAS_NUMBER = re.compile(
    r"[\d０-９〇零一二三四五六七八九十百千万亿两几多数若干余各每该本某首末同逐整半]"
)
_YEAR_GIVEN = re.compile(r"20\d\d年度?")
_COUNT_ENDS = re.compile(r"[条件次篇份期场元个项](?=[，。；、：！？\n（）()]|$)")
_CLAUSE_BEFORE = re.compile(r"[^，。；、：！？\n（）()]+$")
_LEADS_TO = re.compile(
    r"(?:如下|如下表|下表|表格如下|如下所示|以下(?:几个)?(?:方面|问题|措施|几点))[:：]?$|[:：]$"
)


def residue(text: str) -> Iterator[Hit]:
    """Words of the template, and places where a number or a name was never filled in."""
    for pattern, why in (
        (_PLACEHOLDERS, "像是没有填写的空位"),
        (_RESIDUE, "像是模板里的说明文字"),
        (_NO_DATE, "日期没有填数字"),
        (_NO_PERCENT, "百分比没有填数字"),
    ):
        for found in pattern.finditer(text):
            yield Hit(found.start(), found.end(), why)
    yield from _uncounted(text)


def _uncounted(text: str) -> Iterator[Hit]:
    """“共主动公开条”: a count without its number."""
    for last in _COUNT_ENDS.finditer(text):
        clause = _CLAUSE_BEFORE.search(text, 0, last.end())
        if clause is None:
            continue
        words = clause[0]
        if _HAS_NUMBER.search(_YEAR_GIVEN.sub("", words)) or not _leaves_gap(words):
            continue
        start = clause.end() - min(8, len(words))
        yield Hit(start, clause.end(), "数量处没有数字")


def _leaves_gap(clause: str) -> bool:
    import rjieba

    words = rjieba.cut(clause)
    if len(words) < 2 or words[-1] not in _CLASSIFIERS:
        return False
    total = bool(_TOTALS.search(clause))
    return total or (words[-2] in _COUNTED and not (words[-1] == "件" and "申请公开" in clause))


def template(report: Report, context: Context) -> Iterator[Verdict]:
    """Residue in each paragraph, and parts that end on “如下：” with nothing after."""
    yield from Scan(residue)(report, context)
    for section in report.sections:
        yield from _nothing_follows(report, section)


def _nothing_follows(report: Report, section: Section) -> Iterator[Verdict]:
    if not section.paragraphs:
        return
    last = section.paragraphs[-1]
    found = _LEADS_TO.search(last.text.strip())
    tables = any(t.state != "missing" for t in report.tables) and section.number in (2, 3, 4)
    if found and not tables:
        text = last.text.rstrip()
        start = max(0, len(text) - max(6, len(found[0])))
        yield hit_verdict(section.number, last, Hit(start, len(text), "之后没有内容"))


# ---------------------------------------------------------------- L04

_DATE_FAULTS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"20(?<!\d20)\d{2}(?:1[0-2]|0?[1-9])月(?:\d{1,2}日)?"), "年份后缺“年”字"),
    (re.compile(r"(?<!\d)\d{5}年"), "年份多了数字"),
    (re.compile(r"20(?<!\d20)\d年(?!\d)"), "年份少了数字"),
    (re.compile(r"\d[OoＯl][OoＯl\d]*年|[OoＯl]\d{2,3}年"), "年份中有字母"),
    (re.compile(r"年\d{1,2}月\d{1,2}(?=[，。；、至到起止])"), "日期缺“日”字"),
    (re.compile(r"\d+\.\d+\.\d+(?=[%％件条万亿])"), "数字中有两个小数点"),
    (re.compile(r"\d+(?:\.\.|．．|,,)\d+"), "数字中的标点重复"),
)
_DAY = re.compile(r"(\d{1,2})(?<!\d\d\d)月(?:(\d{1,2})日)?")
_YEAR_BEFORE = re.compile(r"(20\d\d)\s*年$")
_WIDTHS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"[0-9][０-９]+[0-9０-９]*|[０-９][0-9][0-9０-９]*"), "同一个数字全角、半角混用"),
    (re.compile(r"[0-9]，[0-9]{3}(?![0-9])|[0-9]．[0-9]+"), "数字中用了全角标点"),
    (re.compile(r"（[^（）()\n]{0,60}\)|\([^（）()\n]{0,60}）"), "括号一半全角、一半半角"),
)
_HALF = re.compile(r"(?<=[一-鿿])[,;:?!](?=[一-鿿])")
_FULL = re.compile(r"[一-鿿][，；：？！]")


def malformed(text: str) -> Iterator[Hit]:
    """Dates and numbers that are none."""
    for pattern, why in _DATE_FAULTS:
        for found in pattern.finditer(text):
            yield Hit(found.start(), found.end(), why)
    for found in _DAY.finditer(text):
        year = _YEAR_BEFORE.search(text[max(0, found.start() - 8) : found.start()])
        if not _is_date(year[1] if year else None, int(found[1]), found[2]):
            yield Hit(found.start(), found.end(), "没有这一天")


def widths(text: str) -> Iterator[Hit]:
    """Two widths within one number or one pair of brackets."""
    for pattern, why in _WIDTHS:
        for found in pattern.finditer(text):
            yield Hit(found.start(), found.end(), why)


def mixed_marks(report: Report) -> Iterator[Verdict]:
    """Two widths of marks in one paragraph: said once a report, of the first."""
    both = [
        (section, paragraph, half)
        for section, paragraph in narrative(report)
        if (half := _HALF.search(paragraph.text)) and _FULL.search(paragraph.text)
    ]
    if both:
        section, paragraph, half = both[0]
        why = "标点全角、半角混用" + (f"（共 {len(both)} 段如此）" if both[1:] else "")
        yield hit_verdict(section, paragraph, Hit(half.start(), half.end(), why))


def writing(report: Report, context: Context) -> Iterator[Verdict]:
    """L04: dates and numbers; of a scan not the widths, which its reader settles, not its author."""
    yield from Scan(malformed)(report, context)
    if not report.source.ocr:
        yield from Scan(widths)(report, context)
        yield from mixed_marks(report)


def _is_date(year: str | None, month: int, day: str | None) -> bool:
    if not 1 <= month <= 12:
        return False
    return day is None or 1 <= int(day) <= monthrange(int(year or 2024), month)[1]


# ---------------------------------------------------------------- L05

_UNTIL = re.compile(r"截止(?:到|至)?(?=(?:20\d\d年|目前|\d{1,2}月|年底))(?<!截止至)")


@cache
def _typo_pattern() -> re.Pattern[str]:
    words = sorted((*TYPOS, *BROKEN_TERMS), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)))


@cache
def _missing_pattern() -> re.Pattern[str]:
    return re.compile("|".join(f"{said}(?![{fine}])" for said, fine in UNFINISHED.items()))


def typos(text: str) -> Iterator[Hit]:
    """Likely typos and missing characters of the list."""
    for found in _typo_pattern().finditer(text):
        meant = TYPOS.get(found[0]) or BROKEN_TERMS[found[0]]
        at = meant.find(found[0])
        if at >= 0 and text[found.start() - at : found.end() + len(meant)].startswith(meant):
            continue
        yield Hit(found.start(), found.end(), f"可能应为“{meant}”", meant)
    for found in _missing_pattern().finditer(text):
        meant = f"{found[0]}{UNFINISHED[found[0]][0]}"
        yield Hit(found.start(), found.end(), f"可能漏了字，应为“{meant}”", meant)
    for found in _UNTIL.finditer(text):
        yield Hit(found.start(), found.end(), "“截止”后接时间可能应为“截至”", "截至")


RULES: tuple[Rule, ...] = (
    Rule(
        "L01",
        "字词重复",
        "warning",
        PLAIN_LANGUAGE,
        "没有多打的字词；本可重叠的词（常常、方方面面）和两词相接处的同字（工作作出）不算。",
        "为工作作出贡献",
        "公开了财政资金资金的的使用情况",
        Scan(doubled),
        ANY,
        by_letter=True,
    ),
    Rule(
        "L02",
        "标点",
        "warning",
        PUNCTUATION_STANDARD,
        "标点不误连，引号、括号、书名号成对，段末有句号。",
        "现将有关情况报告如下：",
        "现将有关情况报告如下：。",
        punctuation,
        ANY,
        by_letter=True,
    ),
    Rule(
        "L03",
        "模板残留和空缺",
        "warning",
        PLAIN_LANGUAGE,
        "没有模板里的说明文字，没有未填的数字、名称。",
        "共主动公开信息 120 条",
        "共主动公开条；XX局",
        template,
        ANY,
        by_letter=True,
    ),
    Rule(
        "L04",
        "日期、数字的写法",
        "info",
        NUMBER_STANDARD,
        "日期、数字写得完整，全角、半角不混用。",
        "2024年1月1日",
        "20241月1日",
        writing,
        ANY,
        by_letter=True,
    ),
    Rule(
        "L05",
        "疑似错别字、漏字",
        "info",
        PLAIN_LANGUAGE,
        "没有常见的错别字和漏字；只提示，由人判断。",
        "拓宽受理渠道。",
        "拓宽受理渠。",
        Scan(typos),
        ANY,
        by_letter=True,
    ),
)
