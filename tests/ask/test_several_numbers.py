"""Several numbers in one question, sums that are sums, years of one body, and what is asked back."""

import re
from pathlib import Path

import pytest

from assistant.ask.answer import Turn
from assistant.ask.asking import answer, holdings
from assistant.ask.grammar.reading import parse
from index.formats import FORMS, LATEST
from index.library.library import Library
from tests.ask.conftest import County, shelved
from tests.generator.bridge import as_report
from tests.generator.world import world

_NEW = "applications.new_received.total"
_YEARS = range(2019, 2024)


def _body(county: County) -> str:
    return county.truth.bodies[2].name


def _cell(county: County, key: str, year: int = 2023, body: str = "") -> float:
    report = county.truth.report(body or _body(county), year)
    assert report is not None
    return float(report.cells[key])


def _new(county: County) -> dict[int, float]:
    return {y: _cell(county, _NEW, y) for y in _YEARS}


@pytest.mark.parametrize(
    "words",
    [
        "新收申请几件、复议几件、诉讼几件（诉讼两类合计）",
        "新收申请总数、行政复议总数、行政诉讼总数",
        "新收、复议、诉讼各多少件",
    ],
)
def test_each_measure_asked_for_is_its_own_number(county: County, words: str) -> None:
    got = answer(f"{_body(county)}2023年{words}", county.library)
    suits = sum(
        _cell(county, f"disputes.{k}.total") for k in ("direct_suit", "suit_after_reconsideration")
    )
    wanted = {_cell(county, _NEW), _cell(county, "disputes.reconsideration.total"), suits}
    assert got.kind == "figures"
    assert wanted <= {float(n) for n in re.findall(r"(?<=\D)\d+(?=件)", got.text)}
    assert "合计" not in got.text


def test_a_whole_is_not_added_to_its_parts(county: County) -> None:
    words = "行政诉讼、直接起诉和复议后起诉一共几件"
    got = answer(f"{_body(county)}2023年{words}", county.library)
    parts = [
        _cell(county, f"disputes.{k}.total") for k in ("direct_suit", "suit_after_reconsideration")
    ]
    assert [d.value for d in got.derived] == [sum(parts)]


def test_a_group_is_summed_year_by_year_where_that_is_said(county: County) -> None:
    got = answer("按年列出各部门新收申请的合计数，2021、2022、2023", county.library)
    held = [b.name for b in county.truth.bodies if b.level == "department"]
    sums = [sum(_cell(county, _NEW, y, b) for b in held) for y in (2021, 2022, 2023)]
    assert [d.value for d in got.derived] == sums


@pytest.mark.parametrize(
    "words",
    ["五年新收申请加起来，2022年那一年占百分之多少", "2019到2023年新收，2022年一年占总数多少"],
)
def test_one_year_as_a_share_of_several(county: County, words: str) -> None:
    got = answer(f"{_body(county)}{words}", county.library)
    share = 100 * _new(county)[2022] / sum(_new(county).values())
    assert any(abs(d.value - share) < 0.01 for d in got.derived)


@pytest.mark.parametrize(("words", "most"), [("最多的一年是", max), ("最少的年份", min)])
def test_the_year_of_the_most_needs_no_year(county: County, words: str, most: object) -> None:
    got = answer(f"{_body(county)}新收申请{words}", county.library)
    held = _new(county)
    assert callable(most)
    wanted = most(held.values())
    assert got.kind == "figures"
    assert {f.value for f in got.figures if str(f.year) in got.text} >= {wanted}


@pytest.mark.parametrize(
    "words", ["新收申请是不是逐年上升的", "新收申请有没有降过？各年的数一并给我"]
)
def test_whether_numbers_rose_tells_every_year(county: County, words: str) -> None:
    got = answer(f"{_body(county)}{words}", county.library)
    assert all(f"{y}年" in got.text and f"{n:g}件" in got.text for y, n in _new(county).items())


def test_the_most_and_the_least_of_a_group_named_twice(county: County) -> None:
    got = answer("2023年新收申请最多的局和最少的局，差距几件", county.library)
    held = [
        _cell(county, _NEW, 2023, b.name) for b in county.truth.bodies if b.level == "department"
    ]
    assert max(held) - min(held) in [d.value for d in got.derived]


def test_what_cannot_be_placed_is_asked_back(county: County) -> None:
    got = answer(f"{_body(county)}2023年飘飘然新收申请多少件", county.library)
    assert got.kind in ("clarify", "none")
    assert "没有写到" not in got.text
    assert got.choices
    assert all(answer(c, county.library).kind == "figures" for c in got.choices)


def test_those_found_are_kept_by_another_condition(county: County) -> None:
    first = answer("2023年新收申请超过1件的部门有哪些", county.library)
    turns = [Turn("2023年新收申请超过1件的部门有哪些", first)]
    second = answer("这里头行政复议也超过2件的呢", county.library, history=turns)
    held = [b.name for b in county.truth.bodies if b.level == "department"]
    both = [
        b
        for b in held
        if _cell(county, _NEW, 2023, b) > 1
        and _cell(county, "disputes.reconsideration.total", 2023, b) > 2
    ]
    assert second.table is not None
    assert {row[0] for row in second.table.rows} == set(both)


def test_every_printed_label_is_a_name_of_its_cell(county: County) -> None:
    held, misread = holdings(county.library), []
    for table in FORMS[LATEST].tables:
        for row in table.rows:
            for column in table.columns if row.key != "total" else ():
                label = re.sub(r"^[（(]?[一二三四五六七]+[）)]、?|^\d+[.．]|（.*?）", "", row.label)
                above = re.sub(r"^[（(]?[一二三四五六七]+[）)]、?", "", "".join(row.above[-1:]))
                said = f"{above if len(row.above) > 1 or table.part == 4 else ''}{label}{re.sub('（.*?）', '', column.label)}"
                p = parse(
                    f"{_body(county)}2023年{said.removesuffix('数量').removesuffix('数')}数是多少",
                    held,
                )
                if [m.key for m in p.reading.measures] != [table.key(row, column)] or p.residue:
                    misread.append((table.key(row, column), said))
    assert not misread


def test_how_many_times_more_is_of_what_was_added(county: County) -> None:
    first, last = _new(county)[2019], _new(county)[2023]
    got = answer(f"从2019年到2023年，{_body(county)}新收申请增加了多少倍", county.library)
    assert any(abs(d.value - (last - first) / first) < 0.01 for d in got.derived)
    again = answer(f"{_body(county)}从2019到2023，新收申请是2019年的几倍", county.library)
    assert any(abs(d.value - last / first) < 0.01 for d in again.derived)


@pytest.mark.parametrize(("words", "scale"), [("换算成元", 10_000), ("以千元为单位", 10)])
def test_money_in_other_units(county: County, words: str, scale: int) -> None:
    fees = _cell(county, "disclosure.fees.amount")
    got = answer(f"{_body(county)}2023年行政事业性收费{words}是多少", county.library)
    assert f"{fees * scale:.0f}" in got.text.replace(",", "")


def test_the_same_every_year_is_no_spread(county: County) -> None:
    held = {
        b.name: {_cell(county, "disputes.reconsideration.total", y, b.name) for y in _YEARS}
        for b in county.truth.bodies[:-1]
    }
    got = answer("五年里每年行政复议都一样多的单位有哪些", county.library)
    found = {row[0] for row in got.table.rows} if got.table else set()
    assert {b for b, numbers in held.items() if len(numbers) == 1} == found - {
        county.truth.bodies[-1].name
    }


def test_one_condition_of_two_is_enough(county: County) -> None:
    got = answer("2023年新收过50件或者行政复议上5件的部门，二者占一条就行", county.library)
    held = [b.name for b in county.truth.bodies if b.level == "department"]
    wanted = {
        b
        for b in held
        if _cell(county, _NEW, 2023, b) > 50
        or _cell(county, "disputes.reconsideration.total", 2023, b) >= 5
    }
    assert got.table is not None
    assert {row[0] for row in got.table.rows} == wanted


@pytest.mark.parametrize("words", ["行政复议比新收多的部门有哪些", "新收多于行政复议的部门"])
def test_one_measure_over_another(county: County, words: str) -> None:
    key = "disputes.reconsideration.total"
    held = {
        b.name: _cell(county, key, 2023, b.name) - _cell(county, _NEW, 2023, b.name)
        for b in county.truth.bodies
        if b.level == "department"
    }
    wanted = {b for b, less in held.items() if (less > 0 if words.startswith("行政") else less < 0)}
    got = answer(f"2023年{words}", county.library)
    assert {row[0] for row in got.table.rows} == wanted if got.table else not wanted


def test_several_years_asked_as_one_have_their_sum(county: County) -> None:
    got = answer(f"{_body(county)}五年来新收了几件申请", county.library)
    assert sum(_new(county).values()) in [d.value for d in got.derived]


def test_two_years_each_against_the_one_before(county: County) -> None:
    got = answer(f"{_body(county)}新收同比，2022年和2023年分别增减几件", county.library)
    held = _new(county)
    assert {held[y] - held[y - 1] for y in (2022, 2023)} <= {d.value for d in got.derived}


@pytest.mark.parametrize("base", [3, 60])
def test_growth_from_a_few_says_how_few(base: int, tmp_path: Path) -> None:
    made = world(1, range(2022, 2024), seed=3, gaps=0).reports
    with Library.open(tmp_path, embedder="hashing") as library:
        for true, number in zip(made, (base, 90), strict=True):
            shelved(library, as_report(true.with_printed({_NEW: str(number)})))
            body = true.agency
        got = answer(f"{body}2023年新收申请同比增长率", library)
    assert any(d.unit == "%" for d in got.derived)
    few = (f"基数不足5，增长率仅供参考：{body}2022年3件",)
    assert got.notices == (few if base < 5 else ())


def test_all_but_one_where_nobody_else_is_said(county: County) -> None:
    out = county.truth.bodies[0].name
    got = answer(f"除{out}外，2023年新收总共多少件", county.library)
    others = [b.name for b in county.truth.bodies if b.name != out]
    assert [d.value for d in got.derived] == [sum(_cell(county, _NEW, 2023, b) for b in others)]


def test_years_are_counted_where_how_many_is_asked(county: County) -> None:
    had = sum(
        n > 0 for n in (_cell(county, "applications.carried_forward.total", y) for y in _YEARS)
    )
    got = answer(f"{_body(county)}有几年结转下年度不是零", county.library)
    assert had in [d.value for d in got.derived]


@pytest.mark.parametrize("words", ["2023年新收60件还是70件", "2023年复议几件我知道，我要的是新收"])
def test_what_is_told_is_not_asked(county: County, words: str) -> None:
    got = answer(f"{_body(county)}{words}", county.library)
    assert [f.cell for f in got.figures] == [_NEW]
