"""Questions in the manner of clerks, asked of a small county: growth, gaps, both, what narrows."""

import pytest

from assistant.chat import answer
from tests.ask.conftest import County


def test_growth_names_the_body_that_grew_most(county: County) -> None:
    got = answer("2023年哪个部门新收同比增加最多", county.library)
    key = "applications.new_received.total"
    grown = {}
    for body in county.truth.bodies:
        before, after = county.truth.report(body, 2022), county.truth.report(body, 2023)
        if body.kind == "bureau" and before and after:
            grown[after.agency] = after.cells[key] - before.cells[key]
    best = {name for name, by in grown.items() if by == max(grown.values())}
    assert {f.agency for f in got.figures} == best
    assert max(grown.values()) in [d.value for d in got.derived]


def test_highest_less_lowest(county: County) -> None:
    got = answer("2023年各部门新收最高和最低差多少", county.library)
    values = [
        r.cells["applications.new_received.total"]
        for b in county.truth.bodies
        if b.kind == "bureau" and (r := county.truth.report(b, 2023))
    ]
    assert got.derived[0].value == max(values) - min(values)


def test_a_figure_and_words_in_one_question(county: County) -> None:
    name = county.truth.bodies[1].name
    got = answer(f"{name}2023年新收多少件，存在什么问题？", county.library)
    report = county.truth.report(name, 2023)
    assert got.kind == "both" and report is not None
    assert got.figures[0].value == report.cells["applications.new_received.total"]
    assert {(c.agency, c.year) for c in got.citations} == {(report.agency, 2023)}


@pytest.mark.parametrize(
    "narrowed",
    [
        "企业提起的行政复议有几件",
        "重复申请的复议几件",
        "上半年收到申请多少件",
        "女性申请人提了几件申请",
    ],
)
def test_a_word_that_narrows_never_yields_the_wider_figure(county: County, narrowed: str) -> None:
    got = answer(f"{county.truth.bodies[1].name}2023年{narrowed}", county.library)
    assert got.kind == "none" and not got.figures


def test_a_draft_is_made_where_it_is_asked_for(county: County) -> None:
    name = county.truth.bodies[1].name
    got = answer(f"帮我起草{name}2023年的存在问题及改进情况", county.library)
    assert got.evidence and len(got.text) > 100 and "起草" in got.text


def test_a_draft_without_a_year_asks_for_it(county: County) -> None:
    got = answer(f"帮我起草{county.truth.bodies[1].name}的存在问题", county.library)
    assert got.kind == "clarify" and got.choices
