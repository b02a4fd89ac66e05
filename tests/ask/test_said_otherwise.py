"""What people say about years, growth, conditions and form in words of their own; beside it, asides."""

import pytest

from assistant.ask.answer import Answer
from assistant.ask.asking import answer, holdings
from assistant.ask.grammar.forms import shape
from assistant.ask.grammar.reading import parse
from tests.ask.conftest import County

_NEW = "applications.new_received.total"
_CORRECTED = "disputes.reconsideration.corrected"


def _numbers(found: Answer) -> set[float]:
    return {float(f.value) for f in found.figures if f.value is not None} | {
        round(float(d.value), 2) for d in found.derived
    }


def _cells(county: County, key: str, year: int) -> dict[str, float]:
    return {
        r.agency: float(r.cells[key] or 0)
        for r in county.truth
        if r.year == year and key in r.cells
    }


@pytest.mark.parametrize(
    ("said", "years"),
    [
        ("贰零贰壹年", (2021,)),
        ("贰零贰贰 不，2021年", (2021,)),
        ("2022年，不对，是2021年", (2021,)),
        ("十四五开局以来", (2021, 2022, 2023)),
    ],
)
def test_years_in_other_figures_and_taken_back(
    county: County, said: str, years: tuple[int, ...]
) -> None:
    p = parse(f"县教育局{said}新收申请多少件", holdings(county.library))
    assert p.years.years == years
    assert not p.residue


@pytest.mark.parametrize("said", ["成立以来", "自组建至今", "有年报以来"])
def test_since_there_is_the_body_all_of_its_years_are_meant(county: County, said: str) -> None:
    p = parse(f"县教育局{said}新收申请累计多少件", holdings(county.library))
    assert p.years.every
    assert not p.residue


@pytest.mark.parametrize(
    "words", ["新收增幅", "新收增速取两位小数", "新收较上年涨了几个百分点……我是说增幅"]
)
def test_a_rate_of_growth_is_on_the_year_before(county: County, words: str) -> None:
    before, now = (_cells(county, _NEW, y)["临溪县教育局"] for y in (2022, 2023))
    found = answer(f"县教育局2023年{words}", county.library)
    assert round(100 * (now - before) / before, 2) in _numbers(found)


def test_who_went_up_each_year_in_other_verbs(county: County) -> None:
    years = [_cells(county, _NEW, y) for y in (2021, 2022, 2023)]
    rose = {n for n in years[0] if all(n in y for y in years)}
    rose = {n for n in rose if years[0][n] < years[1][n] < years[2][n]}
    found = answer("2021到2023年新收申请连着往上走的是哪些单位", county.library)
    assert {f.agency for f in found.figures} == rose


@pytest.mark.parametrize(
    "words", ["有案子在复议阶段被纠正的单位都是谁", "复议环节被纠正的单位有几家，都是谁"]
)
def test_those_that_have_any_whatever_they_are_called_by(county: County, words: str) -> None:
    had = {n for n, v in _cells(county, _CORRECTED, 2023).items() if v}
    found = answer(f"2023年{words}", county.library)
    assert {f.agency for f in found.figures} == had


def test_the_share_of_one_whose_whole_is_said_first(county: County) -> None:
    new = _cells(county, _NEW, 2023)
    part = round(100 * new["临溪县教育局"] / sum(new.values()), 2)
    found = answer("全部单位2023年新收加总，县教育局自己占多大比重", county.library)
    assert part in _numbers(found)


def test_the_year_in_which_two_are_farthest_apart(county: County) -> None:
    names = ("临溪县教育局", "临溪县住房和城乡建设局")
    apart = [
        abs(cells[names[0]] - cells[names[1]])
        for cells in (_cells(county, _NEW, y) for y in range(2019, 2024))
    ]
    found = answer("教育局跟住建局新收差得最多的年份，差了多少件", county.library)
    assert max(apart) in _numbers(found)


def test_by_the_group_that_is_named_beside(county: County) -> None:
    found = answer("按局算，2023年各局平均新收几件？小数留一位", county.library)
    assert found.kind == "figures"
    assert found.plan is not None
    assert found.plan.decimals == 1


def test_only_the_number_is_only_the_number(county: County) -> None:
    found = answer("就给我个数，县教育局2023新收", county.library)
    assert found.text == f"{_cells(county, _NEW, 2023)['临溪县教育局']:g}件"


@pytest.mark.parametrize("said", ["别长", "不要太细", "简短一点"])
def test_brevity_is_a_form_and_no_matter(said: str) -> None:
    assert shape(f"县教育局2023年新收申请的情况，{said}").text == "县教育局2023年新收申请的情况"


def test_percentage_points_are_no_points_of_a_list() -> None:
    assert not shape("涨了几个百分点").fields


def test_so_many_years_in_a_row_need_one_more(county: County) -> None:
    years = [_cells(county, _NEW, y) for y in (2021, 2022, 2023)]
    held = {n for n in years[0] if all(n in y for y in years)}
    fell = {n for n in held if years[0][n] > years[1][n] > years[2][n]}
    found = answer("2023年新收连续两年下降的单位有哪些", county.library)
    assert {f.agency for f in found.figures} == fell


def test_who_has_most_and_least_is_said_beside_the_gap(county: County) -> None:
    new = _cells(county, _NEW, 2023)
    most, least = max(new, key=lambda n: new[n]), min(new, key=lambda n: new[n])
    found = answer("2023年新收最多和最少的单位各是哪家，差多少", county.library)
    assert most in found.text
    assert least in found.text
    assert new[most] - new[least] in _numbers(found)


@pytest.mark.parametrize("words", ["新收（不是办结）多少件", "新收，不是办结，多少件"])
def test_what_is_not_meant_is_not_asked(county: County, words: str) -> None:
    found = answer(f"县教育局2023年{words}", county.library)
    assert [f.value for f in found.figures] == [_cells(county, _NEW, 2023)["临溪县教育局"]]


@pytest.mark.parametrize("words", ["申请主要涉及哪些方面", "申请集中在哪些领域"])
def test_what_about_is_no_number(county: County, words: str) -> None:
    assert answer(f"县教育局2023年{words}", county.library).kind != "figures"
