"""Answers from a generated county: figures from cells, words from their place, or none."""

import pytest

from assistant.ask.answer import Answer, Turn
from assistant.ask.asking import answer
from assistant.ask.records import conversation_docx
from tests.ask.conftest import County


def ask(county: County, question: str, *before: Answer) -> Answer:
    turns = [Turn(a.question, a) for a in before]
    return answer(question, county.library, history=turns)


def test_a_value_is_the_cell(county: County) -> None:
    report = county.truth.reports[0]
    found = ask(county, f"{report.agency}{report.year}年新收政府信息公开申请多少件？")
    assert found.kind == "figures"
    assert [f.value for f in found.figures] == [report.cells["applications.new_received.total"]]
    assert found.asked.operation == "value"


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("东湖镇2023年新收多少件", "none"),
        ("县政府2015年新收多少件", "none"),
        ("全省2023年新收多少件", "none"),
        ("县教育局2023年区块链试点做了几次", "none"),
        ("县政府新收多少件", "clarify"),
        ("2023年新收多少件", "clarify"),
        ("县政府2023年规范性文件多少件", "clarify"),
        ("T02是什么意思", "passages"),
    ],
)
def test_what_is_not_there_is_said_and_what_is_open_asked(
    county: County, question: str, kind: str
) -> None:
    found = ask(county, question)
    assert found.kind == kind
    assert bool(found.choices) == (kind == "clarify")


def test_follow_ups_carry_body_year_and_measure(county: County) -> None:
    first = ask(county, "县教育局2023年新收多少件")
    second = ask(county, "那2021年呢？", first)
    assert second.asked.years == (2021,)
    assert second.asked.measure == first.asked.measure
    assert second.asked.agencies == first.asked.agencies
    third = ask(county, "和县住建局比呢？", second)
    assert len(third.asked.agencies) == 2
    assert third.asked.years == (2021,)
    assert third.asked.operation in ("compare", "difference")


def test_a_body_without_a_report_is_named(county: County) -> None:
    missing = county.truth.bodies[-1].name
    found = ask(county, "2022年全部单位一共新收多少件")
    rest = [r for r in county.truth if r.year == 2022 and r.agency != missing]
    assert found.derived[0].value == sum(r.cells["applications.new_received.total"] for r in rest)
    assert missing in found.as_text()


def test_citations_stand_word_for_word_in_their_part(county: County) -> None:
    found = ask(county, "各单位2023年有哪些政策解读方面的问题")
    assert found.kind == "passages"
    for c in found.citations:
        part = county.library.report(c.report).section(c.section or 0)
        assert part is not None
        assert c.quote in part.text


def test_a_conversation_becomes_a_word_file(county: County) -> None:
    first = ask(county, "全部单位2023年新收多少件")
    content = conversation_docx([Turn(first.question, first)])
    assert content.startswith(b"PK")
