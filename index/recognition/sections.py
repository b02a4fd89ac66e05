"""The narrative: six sections and what stands before them.

Tables' lines, page furniture and what a web page adds are left out.  A section whose heading was
lost is found by its content and has an empty `printed_title`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from index.document import RawTable
from index.formats import APPLICANTS, DISPUTE_RESULTS, FORMS, PARTS
from index.recognition.chapters import Chapter
from index.recognition.document_lines import Line
from index.recognition.heading_marks import TABLE_MARK, is_page_number, is_published_line
from index.recognition.wrapped_lines import paragraphs_of
from index.report import Paragraph, Section
from index.text import squash

_BARE_NUMBER = re.compile(r"[0-9]{1,3}")
_DATE_LINE = re.compile(r"20[0-9]{2}年[0-9]{1,2}月[0-9]{1,2}日|二[〇○零]..年.{1,3}月.{1,3}日")
_WEB = re.compile(
    r"(?:【?(?:打印|关闭|字体|字号|返回|收藏|分享|扫一扫|浏览次数|阅读次数|访问量|点击数|上一篇|下一篇|责任编辑|信息来源"
    r"|来源|作者|当前位置|您当前的位置|首页|索引号|发布机构|主办单位|版权所有|附件下载|相关链接))"
)
_PROSE = re.compile(r"[。；]|^.{21,}$")
_LABEL = re.compile(r"[^。；]{2,8}[:：】]")
_INTRODUCTION = re.compile(
    r"编制|统计期限|电子版|联系|疑问|邮编|条例|格式|(?:报告|公布|通报|公开)如下|由.{0,80}(?:部分|方面)组成"
)
_FIVE = re.compile(r"问题|不足|改进|整改|短板|下一步|薄弱")
_SIX = re.compile(r"信息处理费|其他(?:需要)?(?:报告|说明)?的?事项|其他需要")
_COUNTED = re.compile(r"[0-9０-９]\s*[件条项份次]")
_MARKS = '-/.,()|;:"'
_HEADS = (
    "信息内容", "申请人情况", "法人或其他组织", "行政复议", "行政诉讼", "政府信息公开",
    "本列数据的勾稽关系为:第一项加第二项之和,等于第三项加第四项之和",
    "单位:件", "单位:万元", "三,本年度办理结果",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Start:
    """Where a section begins: its part, the first line of its body, its heading if there is one."""

    part: int
    line: int
    chapter: Chapter | None = None


def sections_of(
    lines: Sequence[Line],
    chapters: Sequence[Chapter],
    tables: Mapping[int, int],
    title: Sequence[int],
    *,
    hard_wrapped: bool,
    keep_tables: bool = False,
) -> tuple[tuple[Section, ...], tuple[Paragraph, ...]]:
    """The sections in printed order, and the paragraphs before the first.

    `tables` gives the part of each line whose figures were read, `title` the title's lines;
    `keep_tables` takes rows of other tables as text, as reports before 2019 have them.
    Tables alone are no sections.
    """
    story = _Story(lines, chapters, tables, hard_wrapped, _dropped(lines, keep_tables))
    starts = sorted([*_printed(chapters), *_tables_without_heading(chapters, tables)], key=_place)
    first = min((c.line for c in chapters), default=len(lines))
    first = min([first, *(s.line for s in starts)])
    before = story.paragraphs([i for i in range(first) if i not in title])
    sections = []
    for start, end in zip(starts, [*_ends(starts), len(lines)], strict=False):
        sections.append(story.section(start, end))
    found, preamble = _complete(_merged(sections), before)
    bare = not chapters and not any(section.paragraphs for section in found)
    return () if bare else found, preamble


def _place(start: _Start) -> int:
    return start.chapter.line if start.chapter else start.line


def _ends(starts: Sequence[_Start]) -> Iterator[int]:
    return (_place(start) for start in starts[1:])


def _printed(chapters: Sequence[Chapter]) -> Iterator[_Start]:
    """Headings; a chapter of no part belongs to the section before it."""
    for chapter in chapters:
        if chapter.number is not None:
            yield _Start(chapter.number, chapter.line + chapter.count, chapter)


def _tables_without_heading(
    chapters: Sequence[Chapter], tables: Mapping[int, int]
) -> Iterator[_Start]:
    """Parts two to four whose table stands without the chapter's heading."""
    printed = {c.number for c in chapters}
    for part in (2, 3, 4):
        found = [i for i, p in tables.items() if p == part]
        if found and part not in printed:
            yield _Start(part, min(found))


@dataclass(frozen=True, slots=True)
class _Story:
    """A document's lines, and which of them are narrative."""

    lines: Sequence[Line]
    chapters: Sequence[Chapter]
    tables: Mapping[int, int]
    hard_wrapped: bool
    dropped: frozenset[int]

    def section(self, start: _Start, end: int) -> Section:
        part, chapter = PARTS[start.part - 1], start.chapter
        found = self.paragraphs(range(start.line, end))
        if chapter is not None and chapter.rest:
            found = (Paragraph(chapter.rest, self.lines[chapter.line].at), *found)
        printed = chapter.text if chapter else ""
        return Section(part.number, part.title, printed, found, self.lines[_place(start)].at)

    def paragraphs(self, wanted: Sequence[int]) -> tuple[Paragraph, ...]:
        kept = [self.lines[i] for i in wanted if self._is_narrative(i)]
        return paragraphs_of(_unsigned(kept), hard_wrapped=self.hard_wrapped)

    def _is_narrative(self, i: int) -> bool:
        line = self.lines[i]
        if i in self.tables or i in self.dropped:
            return False
        among = line.table is not None or self._among_tables(i)
        return not (among and _is_material(line.text))

    def _among_tables(self, i: int) -> bool:
        """Whether a line stands in parts two to four."""
        numbered = [c for c in self.chapters if c.number]
        above = bisect_left(numbered, i, key=lambda c: c.line)
        return numbered[above - 1].number in {2, 3, 4} if above else bool(self.tables)


def _dropped(lines: Sequence[Line], keep_tables: bool) -> frozenset[int]:
    """Page furniture, what web pages add, and every row of the form's tables."""
    running = _running_heads(lines)
    tables = {id(line.table): line.table for line in lines if line.table is not None}
    statutory = {key for key, table in tables.items() if is_statutory(table)}
    return frozenset(
        i
        for i, line in enumerate(lines)
        if line.text in running
        or id(line.table) in statutory
        or _is_furniture(line)
        or line.table is not None
        and not (keep_tables or _is_prose(line))
    )


def _is_prose(line: Line) -> bool:
    """Whether a table's row holds a sentence: a text box or a frame around paragraphs."""
    return any(len(cell.text or "") > 30 or "。" in (cell.text or "") for cell in line.cells)


def _running_heads(lines: Sequence[Line]) -> frozenset[str]:
    """Texts that head or foot at least three pages."""
    pages: dict[int, list[Line]] = {}
    for line in lines:
        if line.at.page:
            pages.setdefault(line.at.page, []).append(line)
    edges = Counter(text for page in pages.values() for text in {page[0].text, page[-1].text})
    return frozenset(text for text, count in edges.items() if count >= 3)


def _is_furniture(line: Line) -> bool:
    text = line.text.strip()
    return bool(
        is_page_number(text)
        or _BARE_NUMBER.fullmatch(text)
        or len(text) <= 60
        and (_is_web(text) or is_published_line(text))
    )


def _is_web(text: str) -> bool:
    """Whether a line is a web page's own: such a word with a colon, or hardly anything else.

    A wrapped line of prose may begin with one, too (主办单位；二是对照公开事项标准目录……).
    """
    return bool(_WEB.match(text) and (_LABEL.match(text) or not _PROSE.search(text)))


def _unsigned(lines: list[Line]) -> list[Line]:
    """The lines without the signature below them: the body's name and the day."""
    while lines and (_DATE_LINE.fullmatch(squash(lines[-1].text))):
        lines = lines[:-1]
        if lines and len(lines[-1].text) <= 30 and not re.search(r"[。；，,：:]", lines[-1].text):
            lines = lines[:-1]
    return lines


def is_statutory(table: RawTable) -> bool:
    """Whether a raw table is one of the form's, read or not."""
    return any(TABLE_MARK.search(squash(cell.text or "")) for cell in table.cells) or all(
        _is_material(cell.text or "") for cell in table.cells
    )


@cache
def _vocabulary() -> str:
    """Every word of the form's tables, squashed, one after the other."""
    words = list(_HEADS)
    for form in FORMS.values():
        for table in form.tables:
            words.append(table.item)
            for axis in (*table.rows, *table.columns):
                words += [axis.label, *axis.above, *axis.aliases]
    words += [axis.label for axis in (*APPLICANTS, *DISPUTE_RESULTS)]
    return "|".join(dict.fromkeys(squash(word) for word in words if word))


@cache
def _is_material(text: str) -> bool:
    """Whether a line's words all come from the form's tables: labels, pieces of them, figures.

    Characters of labels one by one are what narrow columns leave of a wrapped header.
    """
    if "。" in text or _COUNTED.search(text):
        return False
    rest, vocabulary = squash(text), _vocabulary()
    odd, unknown = 0, 0
    while rest:
        size = next((n for n in range(len(rest), 0, -1) if rest[:n] in vocabulary), 0)
        odd += size <= 1 and not (rest[0].isdigit() or rest[0] in _MARKS)
        unknown += size == 0 and rest[0] not in _MARKS
        rest = rest[max(size, 1) :]
    length = len(squash(text))
    return odd <= max(2, length // 8) or not unknown and odd >= max(3, 0.4 * length)


# ---------------------------------------------------------------- headings that were lost


def _merged(sections: Sequence[Section]) -> list[Section]:
    """A part printed in two chapters is one section; the second heading becomes a paragraph."""
    found: dict[int, Section] = {}
    for section in sections:
        first = found.get(section.number)
        if first is None:
            found[section.number] = section
            continue
        heading = (Paragraph(section.printed_title, section.at),) if section.printed_title else ()
        found[section.number] = replace(
            first, paragraphs=(*first.paragraphs, *heading, *section.paragraphs)
        )
    return list(found.values())


def _complete(
    sections: list[Section], before: tuple[Paragraph, ...]
) -> tuple[tuple[Section, ...], tuple[Paragraph, ...]]:
    """Part one taken out of the preamble, parts five and six out of the part before them."""
    numbers = {s.number for s in sections}
    if 1 not in numbers and sections and min(numbers) > 1:
        cut = max((i + 1 for i, p in enumerate(before) if _INTRODUCTION.search(p.text)), default=0)
        if sum(len(p.text) for p in before[cut:]) >= 60:
            sections.insert(0, _lost(1, before[cut:]))
            before = before[:cut]
    for number, words in ((5, _FIVE), (6, _SIX)):
        if number not in numbers and sections:
            _split_off(sections, number, words)
    return tuple(sections), before


def _split_off(sections: list[Section], number: int, words: re.Pattern[str]) -> None:
    """Move paragraphs of part `number` out of the section before it, where its heading was lost."""
    earlier = [i for i, s in enumerate(sections) if s.number < number]
    if not earlier:
        return
    at = earlier[-1]
    found = sections[at].paragraphs
    cut = next((i for i, p in enumerate(found) if words.search(p.text)), None)
    if cut is None or sections[at].number <= 1 or sections[at].number == 5 and cut == 0:
        return
    sections[at] = replace(sections[at], paragraphs=found[:cut])
    sections.insert(at + 1, _lost(number, found[cut:]))


def _lost(number: int, found: tuple[Paragraph, ...]) -> Section:
    return Section(number, PARTS[number - 1].title, "", found, found[0].at)
