"""Questions in the manner of clerks, asked of a small county: growth, gaps, both, what narrows."""

from collections.abc import Callable

import pytest

from assistant.ask.answer import Turn
from assistant.ask.asking import answer
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
    assert got.evidence and len(got.text) > 100 and "起草" in got.as_text()


def test_a_draft_without_a_year_asks_for_it(county: County) -> None:
    got = answer(f"帮我起草{county.truth.bodies[1].name}的存在问题", county.library)
    assert got.kind == "clarify" and got.choices


_NEW, _DONE = "applications.new_received.total", "applications.total.total"
_PERSON = "applications.new_received.natural_person"


def _cell(county: County, name: str, year: int, key: str) -> float:
    report = county.truth.report(name, year)
    assert report is not None
    return report.cells[key]


@pytest.mark.parametrize("year", ["2023年", "23年", "二〇二三年", "二零二三年", "２０２３年度"])
def test_a_year_is_one_however_it_is_written(county: County, year: str) -> None:
    name = county.truth.bodies[1].name
    got = answer(f"{name}{year}新收几件", county.library)
    assert [f.value for f in got.figures] == [_cell(county, name, 2023, _NEW)]


@pytest.mark.parametrize(
    ("question", "first", "second"),
    [
        ("{a}2023年新收自然人申请是办结申请的几倍", (0, 2023, _PERSON), (0, 2023, _DONE)),
        ("{a}2023年新收是上年的几倍", (0, 2023, _NEW), (0, 2022, _NEW)),
        ("{a}2022年新收是2023年的几倍", (0, 2022, _NEW), (0, 2023, _NEW)),
        ("2023年{b}新收是{a}的几倍", (1, 2023, _NEW), (0, 2023, _NEW)),
    ],
)
def test_times_are_of_what_is_said_first(
    county: County, question: str, first: tuple[int, int, str], second: tuple[int, int, str]
) -> None:
    names = [b.name for b in county.truth.bodies[:2]]
    over, under = (_cell(county, names[i], y, k) for i, y, k in (first, second))
    got = answer(question.format(a=names[0], b=names[1]), county.library)
    times = [d.value for d in got.derived if d.unit == "倍"]
    assert times == ([round(over / under, 2)] if under else [])
    assert under or "0" in got.as_text()


@pytest.mark.parametrize(
    ("words", "meets"),
    [
        ("新收超过2件且结转下年度为0", lambda new, out: new > 2 and out == 0),
        ("既有新收又有结转下年", lambda new, out: new > 0 and out > 0),
        ("新收了申请，结转下年度却为0", lambda new, out: new > 0 and out == 0),
        ("新收和结转下年都不少于1件", lambda new, out: new >= 1 and out >= 1),
        ("新收不少于2件也不超过8件", lambda new, out: 2 <= new <= 8),
        ("新收2到8件", lambda new, out: 2 <= new <= 8),
        ("新收2件以上（不含2件）", lambda new, out: new > 2),
    ],
)
def test_bodies_that_meet_every_condition(
    county: County, words: str, meets: Callable[[float, float], bool]
) -> None:
    held = [r for b in county.truth.bodies if (r := county.truth.report(b, 2023))]
    out = "applications.carried_forward.total"
    met = {r.agency for r in held if meets(r.cells[_NEW], r.cells[out])}
    got = answer(f"2023年{words}的单位有哪些", county.library)
    assert {f.agency for f in got.figures} == met


_CASES, _CORRECTED = "disputes.reconsideration.total", "disputes.reconsideration.corrected"


@pytest.mark.parametrize(
    "words",
    [
        "哪些单位有行政复议但没有被纠正的",
        "有复议、结果纠正为零的单位",
        "哪些单位有复议案件 但是一件都没纠正",
        "列出行政复议总计不为0而结果纠正为0的单位",
    ],
)
def test_the_second_condition_speaks_of_what_the_first_did(county: County, words: str) -> None:
    held = [r for b in county.truth.bodies if (r := county.truth.report(b, 2023))]
    met = {r.agency for r in held if r.cells[_CASES] and not r.cells[_CORRECTED]}
    got = answer(f"2023年{words}", county.library)
    assert {f.agency for f in got.figures} == met


def test_conditions_that_are_not_all_understood_are_asked_back(county: County) -> None:
    got = answer("2023年有维持但没有纠正、还有新收的单位有哪些", county.library)
    assert got.kind != "figures" and not got.figures


def test_those_that_a_list_ends_with_are_those_that_have_any(county: County) -> None:
    key = "applications.denied.third_party_rights.total"
    held = [r for b in county.truth.bodies if (r := county.truth.report(b, 2023))]
    got = answer("请列出2023年以第三方合法权益为由不予公开过申请的单位", county.library)
    met = {r.agency for r in held if r.cells[key]}
    assert {f.agency for f in got.figures} == met
    assert len(met) in [d.value for d in got.derived]


@pytest.mark.parametrize("words", ["各类申请人分别提了几件申请", "新收申请的申请人类型各多少件"])
def test_every_sort_of_applicant_has_its_own_column(county: County, words: str) -> None:
    got = answer(f"{county.truth.bodies[1].name}2023年{words}", county.library)
    assert len({f.cell for f in got.figures}) == 6


def test_a_total_among_results_is_one_of_them(county: County) -> None:
    got = answer(f"{county.truth.bodies[1].name}2023年复议维持、纠正和总计分别几件", county.library)
    stem = "disputes.reconsideration."
    assert {f.cell for f in got.figures} == {stem + r for r in ("upheld", "corrected", "total")}


@pytest.mark.parametrize("who", ["我们局", "本镇", "我们街道", "局里"])
def test_the_askers_own_body_is_asked_for(county: County, who: str) -> None:
    got = answer(f"{who}2023年新收几件", county.library)
    assert got.kind == "clarify"


@pytest.mark.parametrize("words", ["“其他”有多少件", "其他一栏的件数"])
def test_a_bare_other_is_asked_back(county: County, words: str) -> None:
    got = answer(f"{county.truth.bodies[1].name}2023年{words}", county.library)
    assert got.kind == "clarify" and got.choices


def test_a_later_clause_speaks_of_what_the_first_did(county: County) -> None:
    name = county.truth.bodies[1].name
    got = answer(f"{name}2023年予以公开自然人几件，企业几件", county.library)
    stem = "applications.granted."
    assert {f.cell for f in got.figures} == {stem + "natural_person", stem + "enterprise"}


@pytest.mark.parametrize(
    ("words", "meets"),
    [
        ("新收超过2件或者有复议的单位有哪些", lambda new, cases: new > 2 or cases > 0),
        ("收件不足5件或者没有复议的单位有哪些", lambda new, cases: new < 5 or cases == 0),
    ],
)
def test_conditions_of_which_one_would_do(
    county: County, words: str, meets: Callable[[float, float], bool]
) -> None:
    held = [r for b in county.truth.bodies if (r := county.truth.report(b, 2023))]
    met = {r.agency for r in held if meets(r.cells[_NEW], r.cells[_CASES])}
    got = answer(f"2023年{words}", county.library)
    assert {f.agency for f in got.figures} == met


def test_a_condition_of_two_measures_not_said_of_which_is_asked_back(county: County) -> None:
    got = answer("2023年新收和结转下年超过2件的单位有哪些", county.library)
    assert got.kind != "figures" and not got.figures


def test_the_second_most_and_the_most_of_several_years(county: County) -> None:
    towns = [b.name for b in county.truth.bodies if b.level == "township" and "街道" not in b.name]
    lost = (county.truth.bodies[-1].name, 2022)
    held = {
        (n, y): r.cells[_NEW]
        for n in towns
        for y in (2021, 2022, 2023)
        if (n, y) != lost and (r := county.truth.report(n, y))
    }
    one = sorted((v for (_, y), v in held.items() if y == 2023), reverse=True)
    second = answer("2023年新收第二多的乡镇", county.library)
    assert {f.value for f in second.figures} == {one[1]}
    totals = [sum(v for (m, _), v in held.items() if m == n) for n in towns]
    most = answer("2021年以来各乡镇新收累计最多的是哪个", county.library)
    assert max(totals) in [d.value for d in most.derived] and most.gaps


def test_those_above_one_body(county: County) -> None:
    body = county.truth.bodies[1]
    held = [r for b in county.truth.bodies if (r := county.truth.report(b, 2023))]
    own = county.truth.report(body, 2023)
    assert own is not None
    met = {r.agency for r in held if r.cells[_NEW] > own.cells[_NEW]}
    got = answer(f"2023年新收比{body.name}多的单位有哪些", county.library)
    assert {f.agency for f in got.figures} == met


def test_who_after_a_group_is_one_of_the_group(county: County) -> None:
    first = answer("2023年哪个部门新收最多", county.library)
    got = answer("那最少的是谁", county.library, history=(Turn("", first),))
    bureaus = {b.name for b in county.truth.bodies if b.kind == "bureau"}
    assert got.figures and {f.agency for f in got.figures} <= bureaus


@pytest.mark.parametrize("question", ["{a}22、23年新收各几件", "{a}22和23年新收对比"])
def test_two_short_years(county: County, question: str) -> None:
    name = county.truth.bodies[1].name
    got = answer(question.format(a=name), county.library)
    assert {f.year for f in got.figures} == {2022, 2023}


@pytest.mark.parametrize("words", ["存在什么不足", "还有啥短板", "有哪些薄弱之处"])
def test_what_is_lacking_is_part_five(county: County, words: str) -> None:
    got = answer(f"{county.truth.bodies[1].name}2023年{words}", county.library)
    assert got.kind == "passages" and {c.section for c in got.citations} == {5}


@pytest.mark.parametrize("question", ["近10年{a}新收走势", "最近10年{a}新收走势"])
def test_ten_years_are_no_year(county: County, question: str) -> None:
    name = county.truth.bodies[1].name
    got = answer(question.format(a=name), county.library)
    assert {f.year for f in got.figures} == set(range(2019, 2024))


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("2023年省直部门处罚总数", "none"),
        ("2023年镇里新收几件", "clarify"),
        ("县局2023年新收几件", "clarify"),
    ],
)
def test_whose_figure_is_wanted_is_never_guessed(county: County, question: str, kind: str) -> None:
    got = answer(question, county.library)
    assert got.kind == kind and not got.figures


def test_everyone_in_the_county_includes_its_government(county: County) -> None:
    got = answer("2023年全县各单位新收合计", county.library)
    assert {f.agency for f in got.figures} == {r.agency for r in county.truth if r.year == 2023}
    assert "重复" in got.as_text()


def _figures_of(county: County, question: str) -> dict[str, float | None]:
    got = answer(question.format(county.truth.bodies[1].name), county.library)
    return {f.cell: f.value for f in got.figures}


@pytest.mark.parametrize(
    "question",
    [
        "写总结要用：{}2023年新收多少件申请",
        "{}2023年新收多少件申请，通报要用",
        "审计那边要数，请告诉我{}2023年遇到的新收申请有几件",
        "请列明{}2023年新收申请数",
        "麻烦帮我查一查{}2023年新收申请总共是多少件哈",
        "新收申请 {} 2023年 件数",
        "{}2023年新收多少件申请，不含上年结转的",
        "{}2023年新收多少件申请，结转的不算",
    ],
)
def test_what_only_asks_changes_nothing(county: County, question: str) -> None:
    name = county.truth.bodies[1].name
    assert _figures_of(county, question) == {_NEW: _cell(county, name, 2023, _NEW)}


@pytest.mark.parametrize(
    "words",
    [
        "及时新收申请多少件",
        "新收申请多少件，自然人的不算在内，重复的也不算",
        "办结多少件，予以公开的不算",
        "新收多少件申请，不含邮寄的",
        "定点采购几个项目",
        "五万元以上新收申请多少件",
        "年中新收申请多少件",
        "行政处罚罚了多少钱",
        "申请人的联系电话给一下",
        "人均新收多少件",
    ],
)
def test_what_narrows_is_never_left_out(county: County, words: str) -> None:
    got = answer(f"{county.truth.bodies[1].name}2023年{words}", county.library)
    assert got.kind in ("none", "clarify") and not got.figures


@pytest.mark.parametrize(
    "words",
    [
        "新收里除了自然人，其余的一共多少件",
        "新收的不是个人提的申请几件",
        "新收申请中法人和其他组织几件",
    ],
)
def test_all_but_persons_are_organisations(county: County, words: str) -> None:
    cells = _figures_of(county, "{}2023年" + words)
    assert cells and all(c.startswith("applications.new_received.") for c in cells)
    assert len(cells) == 5 and _PERSON not in cells


def test_parts_taken_together_have_one_share(county: County) -> None:
    name = county.truth.bodies[1].name
    got = answer(f"{name}2023年予以公开和部分公开合计占办理总计的百分之几", county.library)
    keys = ("applications.granted.total", "applications.partially_granted.total")
    part = sum(_cell(county, name, 2023, k) for k in keys)
    whole = _cell(county, name, 2023, _DONE)
    shares = [d.value for d in got.derived if d.unit == "%"]
    assert shares == ([round(100 * part / whole, 2)] if whole else [])


def test_money_is_counted_in_the_unit_of_the_form(county: County) -> None:
    key = "disclosure.fees.amount"
    held = [r for b in county.truth.bodies if (r := county.truth.report(b, 2023))]
    met = {r.agency for r in held if r.cells.get(key, 0) > 5}
    for words in ("超过5万元", "超过50000元"):
        got = answer(f"2023年收费{words}的单位有哪些", county.library)
        assert {f.agency for f in got.figures} == met


def test_one_town_on_average_is_every_town(county: County) -> None:
    one, each = (
        answer(f"2023年{words}新收多少件申请", county.library)
        for words in ("镇里平均下来一个镇", "各镇平均")
    )
    assert one.derived and one.derived == each.derived


def test_a_count_of_no_item_is_asked_back(county: County) -> None:
    got = answer(f"{county.truth.bodies[1].name}2019年的上一年项目数量是多少", county.library)
    assert got.kind == "clarify" and got.choices


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("不予公开分原因各多少", 8),
        ("不予处理的五种情形各几件", 5),
        ("复议结果构成", 4),
        ("办理结果各项分别多少", None),
        ("新收申请构成", 6),
    ],
)
def test_what_the_form_divides_is_told_part_by_part(
    county: County, words: str, number: int | None
) -> None:
    got = answer(f"{county.truth.bodies[1].name}2023年{words}", county.library)
    assert got.kind == "figures" and len((got.asked.measure or "").split(",")) == (number or 6)
    assert number is None or len({f.cell for f in got.figures}) == number


@pytest.mark.parametrize(
    "words", ["哪几年没有行政复议", "哪些年份没有行政复议", "有几年行政复议为0"]
)
def test_the_years_that_meet_a_condition(county: County, words: str) -> None:
    body = county.truth.bodies[1]
    held = {y: r for y in range(2019, 2024) if (r := county.truth.report(body, y))}
    met = {y for y, r in held.items() if not r.cells[_CASES]}
    got = answer(f"{body.name}{words}", county.library)
    assert {f.year for f in got.figures} == met
    assert len(met) in [d.value for d in got.derived if d.unit == "年"]


@pytest.mark.parametrize("words", ["既被复议又被起诉", "有复议也有诉讼"])
def test_bodies_that_have_both(county: County, words: str) -> None:
    suits = ("disputes.direct_suit.total", "disputes.suit_after_reconsideration.total")
    held = [r for b in county.truth.bodies if (r := county.truth.report(b, 2023))]
    met = {r.agency for r in held if r.cells[_CASES] and sum(r.cells[k] for k in suits)}
    got = answer(f"2023年{words}的单位有哪些", county.library)
    assert {f.agency for f in got.figures} == met


def test_two_sorts_of_bodies_are_each_summed_before_their_difference(county: County) -> None:
    got = answer("2023年乡镇新收合计比街道多多少", county.library)
    held = [r for b in county.truth.bodies if (r := county.truth.report(b, 2023))]
    towns, streets = (
        sum(r.cells[_NEW] for r in held if r.level == "township" and ("街道" in r.agency) == street)
        for street in (False, True)
    )
    assert [d.value for d in got.derived][-1] == abs(towns - streets)


def test_several_years_are_given_with_their_sum(county: County) -> None:
    body = county.truth.bodies[1]
    held = [r for y in (2022, 2023) if (r := county.truth.report(body, y))]
    got = answer(f"{body.name}2022年以来新收申请总数", county.library)
    total = sum(r.cells[_NEW] for r in held)
    assert len(held) < 2 or total in [d.value for d in got.derived]


@pytest.mark.parametrize(
    ("words", "cells"),
    [
        ("收了几件申请，其中自然人几件", [_NEW, _PERSON]),
        ("新收的申请中予以公开的有几件", ["applications.granted.total"]),
    ],
)
def test_a_whole_is_told_where_its_own_number_is_asked(
    county: County, words: str, cells: list[str]
) -> None:
    assert list(_figures_of(county, "{}2023年" + words)) == cells


@pytest.mark.parametrize(
    "question",
    [
        "{}2023年公开了多少件申请",
        "{}2023年行政许可申请几件",
        "{}2023年部分公开里因国家秘密的几件",
    ],
)
def test_what_is_not_computed_is_not_given_as_something_else(county: County, question: str) -> None:
    got = answer(question.format(county.truth.bodies[1].name), county.library)
    assert got.kind in ("none", "clarify") and not got.figures


@pytest.mark.parametrize(
    ("words", "part", "whole"),
    [
        ("信访占不予处理的比例", "petition", "rejected"),
        ("不予处理中信访占比", "petition", "rejected"),
    ],
)
def test_a_reason_may_be_a_share_of_its_group(
    county: County, words: str, part: str, whole: str
) -> None:
    got = answer(f"{county.truth.bodies[1].name}2023年{words}", county.library)
    keys = f"applications.{whole}.{part}.total,applications.{whole}.total"
    assert got.asked.measure == keys and "比例" in got.text


@pytest.mark.parametrize(
    ("words", "cells"),
    [
        ("复意维持几件", ["disputes.reconsideration.upheld"]),
        ("新收的自燃人申请几件", [_PERSON]),
        ("部份公开几件", ["applications.partially_granted.total"]),
    ],
)
def test_a_word_typed_as_it_sounds_is_read_and_said(
    county: County, words: str, cells: list[str]
) -> None:
    got = answer(f"{county.truth.bodies[1].name}2023年{words}", county.library)
    assert [f.cell for f in got.figures] == cells and "理解" in got.as_text()


@pytest.mark.parametrize("words", ["服役人员申请几件", "出发几件", "附议几件"])
def test_a_word_of_its_own_is_no_other_that_sounds_alike(county: County, words: str) -> None:
    got = answer(f"{county.truth.bodies[1].name}2023年{words}", county.library)
    assert got.kind == "none" and not got.figures


def test_shares_said_one_after_another_are_each_of_their_own_whole(county: County) -> None:
    name = county.truth.bodies[1].name
    got = answer(f"{name}2023年自然人新收占比、企业新收占比", county.library)
    shares = [d for d in got.derived if d.unit == "%"]
    assert len(shares) == 2 and all(_NEW in d.cells for d in shares)


def test_reconsideration_and_suits_are_told_apart(county: County) -> None:
    got = answer(f"{county.truth.bodies[1].name}2023年复议和诉讼各几件", county.library)
    keys = (got.asked.measure or "").split(",")
    assert keys == ["disputes.reconsideration.total", "disputes.suits.total"]


def test_the_number_of_those_named_is_no_group(county: County) -> None:
    names = [b.name for b in county.truth.bodies[1:3]]
    got = answer(f"2023年{names[0]}跟{names[1]}两个单位总共新收几件", county.library)
    assert {f.agency for f in got.figures} == set(names)
