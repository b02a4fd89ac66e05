"""Chunks: whole sentences, of the right size, every word of the narrative in one of them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.report import Paragraph, Place, Report, Section, Source
from index.search.chunking import LONGEST, SHORTEST, chunks
from index.search.embedders import units

from .material import county, small

_SENTENCES = st.lists(
    st.builds(
        lambda head, text, end: f"{head}{text}{end}",
        st.sampled_from(["", "", "一是", "二是", "（一）", "2."]),
        st.text("公开政府信息工作制度", min_size=1, max_size=450),
        st.sampled_from("。；！"),
    ),
    min_size=1,
    max_size=30,
)


def report_of(text: str) -> Report:
    section = Section(1, "总体情况", "", (Paragraph(text, Place(line=4)),))
    return Report(
        source=Source("x", "", "text"),
        agency="河湾县人民政府",
        year=2023,
        level="county",
        title="",
        format="2021",
        sections=(section,),
    )


@given(_SENTENCES)
def test_no_chunk_cuts_a_sentence_or_loses_a_word(sentences: list[str]) -> None:
    found = chunks(report_of("".join(sentences)), "r")
    assert "".join(c.text for c in found) == "".join(sentences)
    for chunk in found:
        assert chunk.text[-1] in "。；！"
        alone = len(re.findall("[。；！]", chunk.text)) == 1
        assert len(chunk.text) <= LONGEST or alone


@pytest.mark.parametrize("item", range(4))
def test_generated_narratives_give_chunks_of_the_size_asked_for(item: int) -> None:
    report = county()[item][0]
    for section in report.sections:
        sizes = [len(c.text) for c in chunks(report, "r") if c.section == section.number]
        total = len(section.text.replace("\n", ""))
        assert all(s <= LONGEST for s in sizes)
        assert total < SHORTEST or all(s >= SHORTEST for s in sizes)


def test_an_item_or_heading_begins_a_chunk_where_lengths_allow() -> None:
    part = "强化组织领导，把政务公开摆上重要位置。" * 10
    found = chunks(report_of(f"一是{part}二是{part}（三）监督保障。{part}"), "r")
    assert [c.text[:2] for c in found] == ["一是", "二是", "（三"]
    assert [c.heading for c in found] == ["总体情况", "总体情况", "总体情况 监督保障"]


def test_a_chunk_says_whose_it_is_and_where() -> None:
    chunk = chunks(small("河湾县人民政府"), "r")[0]
    assert chunk.embedded.startswith("河湾县人民政府 2023年 总体情况\n")
    assert chunk.at == Place(1, None, 3)
    assert (chunk.report, chunk.section, chunk.ordinal) == ("r", 1, 0)


def test_tables_are_not_in_chunks() -> None:
    report = county()[0][0]
    text = "".join(c.text for c in chunks(report, "r"))
    assert "结果维持" not in text


def test_what_is_embedded_leaves_out_own_name_years_and_numbers() -> None:
    report = report_of("2023年，河湾县人民政府公开政府信息1234条。县政府举办培训2次，取得实效。")
    assert units(chunks(report, "r")[0]) == ["，公开政府信息0条。", "举办培训0次，取得实效。"]
