"""L04: dates and numbers as they are written."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator

from assistant.checks.paragraph_scan import Hit, Scan, hit_verdict
from assistant.checks.paragraphs import narrative
from assistant.checks.rule import ANY, Context, Rule, Verdict
from index.report import Report


def writing(report: Report, context: Context) -> Iterator[Verdict]:
    """L04: dates and numbers; of a scan not the widths, which its reader settles, not its author."""
    yield from Scan(malformed)(report, context)
    if not report.source.ocr:
        yield from Scan(widths)(report, context)
        yield from mixed_marks(report)


NUMBER_STANDARD = "《出版物上数字用法》（GB/T 15835—2011）"
RULE = Rule(
    id="L04",
    title="日期、数字的写法",
    severity="info",
    basis=NUMBER_STANDARD,
    what="日期、数字写得完整，全角、半角不混用。",
    good="2024年1月1日",
    bad="20241月1日",
    check=writing,
    formats=ANY,
    by_letter=True,
)
_DATE_FAULTS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"20(?<!\d20)\d{2}(?:1[0-2]|0?[1-9])月(?:\d{1,2}日)?"), "年份后缺“年”字"),
    (re.compile(r"(?<!\d)20\d{2}\s?\d{2,4}日"), "日期缺“年”“月”字"),
    (re.compile(r"(?<=[至到—－~～-])\s?(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])日"), "日期缺“月”字"),
    (re.compile(r"20\d{2}年\s?\d{2,4}日(?!内)"), "日期缺“月”字"),
    (re.compile(r"(?<!\d)\d{5}年"), "年份多了数字"),
    (re.compile(r"20(?<!\d20)\d年(?!\d)"), "年份少了数字"),
    (re.compile(r"\d[OoＯl][OoＯl\d]*年|[OoＯl]\d{2,3}年"), "年份中有字母"),
    (re.compile(r"(?:年|[至到—－~～-]\s?)\d{1,2}月\d{1,2}(?=[，。；、至到起止])"), "日期缺“日”字"),
    (
        re.compile(r"年\d{1,2}月\d{1,2}(?=\s?[—－~～-]+\s?(?:20\d{2}年)?\d{1,2}月)"),
        "日期缺“日”字",
    ),
    (re.compile(r"(?<!\d)\d+\.\d+\.\d+(?=[%％件条万亿])"), "数字中有两个小数点"),
    (re.compile(r"(?<!\d)\d+(?:\.\.|．．|,,)\d+"), "数字中的标点重复"),
)
_DAY = re.compile(r"(\d{1,2})(?<!\d\d\d)月(?:(\d{1,2})日)?")
_YEAR_BEFORE = re.compile(r"(20\d\d)\s*年$")


def malformed(text: str) -> Iterator[Hit]:
    """Dates and numbers that are none."""
    for pattern, why in _DATE_FAULTS:
        for found in pattern.finditer(text):
            yield Hit(found.start(), found.end(), why)
    for found in _DAY.finditer(text):
        year = _YEAR_BEFORE.search(text[max(0, found.start() - 8) : found.start()])
        if not _is_date(year[1] if year else None, int(found[1]), found[2]):
            yield Hit(found.start(), found.end(), "没有这一天")


def _is_date(year: str | None, month: int, day: str | None) -> bool:
    if not 1 <= month <= 12:
        return False
    return day is None or 1 <= int(day) <= monthrange(int(year or 2024), month)[1]


_WIDTHS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"[0-9][０-９]+[0-9０-９]*|[０-９][0-9][0-9０-９]*"), "同一个数字全角、半角混用"),
    (re.compile(r"[0-9]，[0-9]{3}(?![0-9])|[0-9]．[0-9]+"), "数字中用了全角标点"),
    (re.compile(r"（[^（）()\n]{0,60}\)|\([^（）()\n]{0,60}）"), "括号一半全角、一半半角"),
)


def widths(text: str) -> Iterator[Hit]:
    """Two widths within one number or one pair of brackets."""
    for pattern, why in _WIDTHS:
        for found in pattern.finditer(text):
            yield Hit(found.start(), found.end(), why)


_HALF = re.compile(r"(?<=[一-鿿])[,;:?!](?=[一-鿿])")
_FULL = re.compile(r"[一-鿿][，；：？！]")


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
