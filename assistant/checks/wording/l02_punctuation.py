"""L02: marks in a row, pairs that are not closed, paragraphs that break off."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.checks.paragraph_scan import Hit, hit_verdict
from assistant.checks.rule import ANY, PASS, Context, Rule, Verdict
from index.numerals import ONE_TO_TEN
from index.report import Paragraph, Report


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


PUNCTUATION_STANDARD = "《标点符号用法》（GB/T 15834—2011）"
RULE = Rule(
    id="L02",
    title="标点",
    severity="warning",
    basis=PUNCTUATION_STANDARD,
    what="标点不误连，引号、括号、书名号成对，段末有句号。",
    good="现将有关情况报告如下：",
    bad="现将有关情况报告如下：。",
    check=punctuation,
    formats=ANY,
    by_letter=True,
)
_MARKS = re.compile(r"[，、；：。！？,;:][，、；：。！？,;:]+|。{2,}")
_FINE_MARKS = ("？！", "！？", "！！", "！！！", "？？", "::")


def repeated_marks(text: str) -> Iterator[Hit]:
    """Marks that cannot follow one another: `：。`, `。。`, `，、`."""
    for found in _MARKS.finditer(text):
        if found[0] not in _FINE_MARKS and not re.search(r"\d[:：]$", text[: found.start() + 1]):
            yield Hit(found.start(), found.end(), f"标点“{found[0]}”连用", found[0][-1])


_OF_TABLE = re.compile(r"勾稽关系|第三项加第四项")
"""The note in the head of the application table, that copied text leaves among paragraphs."""
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
_LIST_ITEM = re.compile(rf"(?:(?<=^)|(?<=[。；;，,：:、\s]))[\dA-Za-z{ONE_TO_TEN}]{{1,3}}[)）]")
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
    rf"^\s*(?:[（(][{ONE_TO_TEN}\d]{{1,3}}[）)]|[{ONE_TO_TEN}\d]{{1,2}}[、.．)）](?!\d)"
    rf"|[{ONE_TO_TEN}]是|第[一二三四五六])"
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
