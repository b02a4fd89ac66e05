"""What a question says stands in its plan, or is asked back: parts, places, years, odd words."""

import re

import pytest

from assistant.ask.answer import Turn
from assistant.ask.asking import answer, holdings
from assistant.ask.grammar.reading import parse
from assistant.ask.grammar.understand import understand
from assistant.ask.grammar.words import operation_words, quantifier_words
from assistant.ask.placing.carried_out import unplaced
from assistant.ask.placing.roles import classifier, wording
from assistant.ask.plan.plan import Plan
from tests.ask.conftest import County

_NEW, _DONE = "applications.new_received.total", "applications.total.total"
_CASES = "disputes.reconsideration.total"


_LOST = "临溪县枫林镇人民政府"
"""Whose report of one year the library lacks."""


def _cells(county: County, key: str, year: int, kind: str = "") -> dict[str, float]:
    found = {}
    for body in county.truth.bodies:
        sort = "street" if "街道" in body.name else body.level
        if (not kind or sort == kind) and (report := county.truth.report(body, year)):
            found[report.agency] = report.cells[key]
    return found


def _two(county: County) -> tuple[str, str]:
    return county.truth.bodies[1].name, county.truth.bodies[2].name


def test_an_operation_placed_is_put_in_words_that_its_pattern_has() -> None:
    patterns = {n: w.pattern for n, w in {**operation_words(), **quantifier_words()}.items()}
    put = {r: wording(r, "5件") for r in classifier().classes if r in patterns}
    assert len([w for w in put.values() if w]) > 12
    assert not [r for r, words in put.items() if words and not re.search(patterns[r], words)]


@pytest.mark.parametrize("words", ["{a}比{b}2023年多收了几件申请", "2023年{a}比{b}少接了多少件"])
def test_one_body_against_another_is_a_difference(county: County, words: str) -> None:
    a, b = _two(county)
    got = answer(words.format(a=a, b=b), county.library)
    new = _cells(county, _NEW, 2023)
    assert abs(new[a] - new[b]) in [d.value for d in got.derived]


def test_each_body_has_the_measure_that_is_said_after_it(county: County) -> None:
    a, b = _two(county)
    got = answer(f"2023年{a}新收和{b}办结差多少", county.library)
    new, done = _cells(county, _NEW, 2023), _cells(county, _DONE, 2023)
    assert abs(new[a] - done[b]) in [d.value for d in got.derived]
    assert {(f.agency, f.cell) for f in got.figures} == {(a, _NEW), (b, _DONE)}


@pytest.mark.parametrize(
    "words", ["各部门合计和各乡镇合计各是多少", "各部门和各乡镇分别一共多少件"]
)
def test_each_group_has_its_own_sum(county: County, words: str) -> None:
    got = answer(f"2023年新收{words}", county.library)
    sums = {sum(_cells(county, _NEW, 2023, kind).values()) for kind in ("department", "township")}
    assert sums <= {d.value for d in got.derived}


def test_the_first_less_the_second(county: County) -> None:
    got = answer("2023年各单位新收第一名比第二名多几件", county.library)
    first, second, *_ = sorted(_cells(county, _NEW, 2023).values(), reverse=True)
    assert first - second in [d.value for d in got.derived]


def _never(county: County) -> set[str]:
    """Those without reconsiderations in any report, so far as they bear one name in all years."""
    years = [_cells(county, _CASES, y) for y in range(2019, 2024)]
    had = {n for year in years for n, v in year.items() if v}
    lost = {n for year in years for n in year if n == _LOST}
    return ({n for n in years[0] if all(n in year for year in years)} | lost) - had


@pytest.mark.parametrize("words", ["历年都没有行政复议的", "从来没有过行政复议的"])
def test_never_is_in_none_of_the_years(county: County, words: str) -> None:
    got = answer(f"{words}单位有哪些", county.library)
    assert {f.agency for f in got.figures} == _never(county)
    assert got.kind == "figures"
    assert ("缺2022年" in got.text) is (_LOST in _never(county))


@pytest.mark.parametrize("words", ["五年里一次行政复议都没有的", "2019到2023从没有行政复议的"])
def test_where_years_are_named_a_missing_one_proves_nothing(county: County, words: str) -> None:
    got = answer(f"{words}单位有哪些", county.library)
    assert {f.agency for f in got.figures} == _never(county) - {_LOST}
    doubtful = any(_LOST in gap and "不能断定" in gap for gap in got.gaps)
    assert doubtful is (_LOST in _never(county))


def test_every_year_is_each_of_the_years(county: County) -> None:
    each = [_cells(county, _NEW, y) for y in range(2021, 2024)]
    met = {n for n in each[0] if all(n in e and e[n] > 5 for e in each)}
    got = answer("2021到2023年每年新收都过5件的单位有哪些", county.library)
    assert {f.agency for f in got.figures} == met


def test_the_second_half_may_have_a_year_of_its_own(county: County) -> None:
    new = _cells(county, _NEW, 2021, "department")
    most = [n for n, v in new.items() if v == max(new.values())]
    got = answer("2021年新收最多的部门2023年收了多少件", county.library)
    later = {(f.agency, f.year): f.value for f in got.figures if f.year == 2023}
    assert {n for n, _ in later} == set(most)


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("{a}2023年新收多少件", ()),
        ("{a}2023年新收是上年的几倍", ("几倍", "2022年")),
        ("{a}2021到2023年新收的中位数", ("中位数",)),
    ],
)
def test_what_a_plan_leaves_out_is_named(
    county: County, question: str, left: tuple[str, ...]
) -> None:
    held = holdings(county.library)
    asked = question.format(a=_two(county)[0])
    whole = understand(asked, held).plan
    assert not unplaced(parse(asked, held), whole, held)
    cells = Plan(steps=whole.steps[:1], show=tuple(f"s1.{n}" for n in ("单位", "年")))
    assert unplaced(parse(asked, held), cells, held) == left


@pytest.mark.parametrize("aside", ["领导要看，{}", "{}，别的不要", "好奇问一句，{}"])
def test_an_aside_changes_no_figure_and_is_said(county: County, aside: str) -> None:
    name = _two(county)[0]
    got = answer(aside.format(f"{name}2023年新收多少件"), county.library)
    assert [f.value for f in got.figures] == [_cells(county, _NEW, 2023)[name]]


@pytest.mark.parametrize("narrow", ["女性", "上半年", "邮寄的"])
def test_what_narrows_is_no_aside(county: County, narrow: str) -> None:
    got = answer(f"{_two(county)[0]}2023年{narrow}新收多少件", county.library)
    assert got.kind == "none" and not got.figures


def test_what_is_offered_instead_is_answered_by_one_click(county: County) -> None:
    asked = f"{_two(county)[0]}2023年稀奇新收多少件"
    first = answer(asked, county.library)
    assert first.kind == "none" and first.choices and not first.figures
    for choice in first.choices:
        got = answer(choice, county.library, history=(Turn(asked, first),))
        assert got.kind == "figures" and got.figures


def test_the_first_few_may_be_summed(county: County) -> None:
    got = answer("2023年新收前三名加起来多少件", county.library)
    first = sorted(_cells(county, _NEW, 2023).values(), reverse=True)[:3]
    assert sum(first) in [d.value for d in got.derived]


def test_a_group_has_its_share_of_a_wider_one(county: County) -> None:
    got = answer("2023年各乡镇新收占全部单位的百分之几", county.library)
    part = sum(_cells(county, _NEW, 2023, "township").values())
    whole = sum(_cells(county, _NEW, 2023).values())
    assert any(abs(d.value - 100 * part / whole) < 0.02 for d in got.derived)


@pytest.mark.parametrize(
    "question",
    [
        "2023年新收次多的部门",
        "2021年有行政复议、2022年没有行政复议的单位有哪些",
        "2023年哪些单位的问题和上一年一模一样",
    ],
)
def test_what_no_plan_says_is_asked_back(county: County, question: str) -> None:
    got = answer(question, county.library)
    assert got.kind == "clarify" and not got.figures and not got.citations


def test_that_nobody_left_it_out_is_said_so(county: County) -> None:
    got = answer("2023年谁没提到行政复议", county.library)
    assert "每个单位都写到过" in got.text


def test_what_was_found_is_counted_in_words(county: County) -> None:
    first = answer("2023年新收最多的部门是哪个", county.library)
    got = answer("它当年培训几次", county.library, history=(Turn("", first),))
    assert got.plan is not None and first.plan is not None
    assert got.plan.steps[: len(first.plan.steps)] == first.plan.steps
    assert got.plan.steps[-1].op == "sentences"
