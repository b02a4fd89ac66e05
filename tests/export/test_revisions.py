"""Word revisions: rejecting all gives the earlier text, accepting all the later one."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.export.official_document import (
    BODY,
    SIZE_3,
    add_paragraph,
    add_run,
    new_document,
    to_bytes,
)
from assistant.export.revisions import revised

WHEN = "2025-03-03T10:00:00"


def paper(lines: Sequence[str]) -> bytes:
    """Paragraphs, those that begin with （ in two types."""
    document = new_document()
    for line in lines:
        head, mark, rest = line.partition("。") if line.startswith("（") else ("", "", line)
        paragraph = add_paragraph(document, head + mark, "楷体_GB2312", indent=True)
        add_run(paragraph, rest, BODY, SIZE_3)
    return to_bytes(document)


def body(content: bytes) -> Any:
    return docx.Document(io.BytesIO(content)).element.body


def accepted(content: bytes) -> list[str]:
    return _lines(content, gone="w:del", kept="w:ins", text="w:t")


def rejected(content: bytes) -> list[str]:
    return _lines(content, gone="w:ins", kept="w:del", text="w:delText")


def _lines(content: bytes, *, gone: str, kept: str, text: str) -> list[str]:
    """The paragraphs that are left when the marks of one kind are dropped, the others taken."""
    found: list[str] = []
    for paragraph in body(content).iter(qn("w:p")):
        ends = paragraph.find(f"{qn('w:pPr')}/{qn('w:rPr')}/{qn(gone)}")
        if ends is not None:
            continue
        for mark in paragraph.findall(qn(gone)):
            paragraph.remove(mark)
        words = (e.text or "" for e in paragraph.iter(qn("w:t"), qn("w:delText")))
        found += ["".join(words)]
    return [line for line in found if line]


CASES: dict[str, tuple[list[str], list[str]]] = {
    "nothing": (["甲。", "乙。"], ["甲。", "乙。"]),
    "a word": (["公开栏目更新不及时，群众查找不便。"], ["公开专栏更新不够及时，群众查找不便。"]),
    "a paragraph put in": (["第一段。", "第三段。"], ["第一段。", "新来的一段话。", "第三段。"]),
    "a paragraph taken out": (
        ["第一段。", "多出来的一段话。", "第三段。"],
        ["第一段。", "第三段。"],
    ),
    "the last one taken out": (["第一段。", "最后说的一句话。"], ["第一段。"]),
    "several taken out": (["甲段内容。", "乙处说法。", "丙地情况。", "结尾。"], ["结尾。"]),
    "all new": (["旧的说法完全不用。"], ["另写一篇，与此无关！", "再来一段。"]),
    "a headline": (["（一）培训不足。全年只办1期。"], ["（一）培训偏少。全年只办了2期。"]),
    "moved": (["甲事办妥了。", "乙事正在办。"], ["乙事正在办。", "甲事办妥了。"]),
}


@pytest.mark.parametrize("name", CASES)
def test_accepting_gives_the_later_and_rejecting_the_earlier(name: str) -> None:
    before, after = CASES[name]
    made = revised(paper(before), paper(after), "张三", WHEN)
    assert (rejected(made), accepted(made)) == (before, after)


def test_only_the_words_that_changed_are_marked_and_keep_their_type() -> None:
    before, after = CASES["a headline"]
    made = body(revised(paper(before), paper(after), "张三", WHEN))
    put_in = ["".join(t.text or "" for t in m.iter(qn("w:t"))) for m in made.iter(qn("w:ins"))]
    assert "".join(put_in) in "偏少了2" and len("".join(put_in)) <= 4
    fonts = {r.rPr.rFonts.get(qn("w:eastAsia")) for m in made.iter(qn("w:ins")) for r in m}
    assert fonts == {"楷体_GB2312", BODY}


def test_every_mark_says_who_and_when_and_has_its_own_number() -> None:
    before, after = CASES["all new"]
    made = body(revised(paper(before), paper(after), "张三", WHEN))
    marks = [*made.iter(qn("w:ins")), *made.iter(qn("w:del"))]
    assert {m.get(qn("w:author")) for m in marks} == {"张三"}
    assert {m.get(qn("w:date")) for m in marks} == {f"{WHEN}Z"}
    numbers = [m.get(qn("w:id")) for m in marks]
    assert len(numbers) == len(set(numbers)) > 0


LINES = st.lists(
    st.text("一二三公开培训更新及时不够，。1（）", min_size=1, max_size=14), max_size=6
)


@settings(max_examples=20, deadline=None)
@given(LINES, LINES)
def test_whatever_the_two_texts(before: list[str], after: list[str]) -> None:
    made = revised(paper(before), paper(after), "张三", WHEN)
    assert (rejected(made), accepted(made)) == (before, after)
