"""Numbers asked for as people say them: whose, which years, put together, at which place."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

import pytest

from assistant.ask.answer import Answer
from assistant.ask.asking import answer, holdings
from assistant.ask.grammar.asks_figures import asks_figures
from assistant.ask.grammar.reading import parse
from assistant.ask.plan.body_names import roster
from assistant.ask.typed.form_words import respelled
from tests.ask.conftest import County
from tests.ask.test_turns import cell, numbers, talk

_NEW = "applications.new_received.total"
_DONE = "applications.total.total"
_LAST = 9
"""枫林镇, of which the county has no report for 2022."""


def asked(county: County, question: str) -> Answer:
    return answer(question, county.library)


def new(county: County, bodies: Collection[int], year: int) -> list[float]:
    return [cell(county, _NEW, i, year) for i in bodies]


_TOWNSHIPS = (1, 3, 5, 7, 9)
_BUREAUS = (2, 4, 6, 8)


# ---------------------------------------------------------------- whose


@dataclass(frozen=True)
class _Body:
    id: int
    name: str
    level: str = "county"
    aliases: tuple[str, ...] = ()
    parent: int | None = None


def test_a_committee_is_no_government_where_there_is_one() -> None:
    committee = _Body(1, "清江经济技术开发区管理委员会")
    assert roster([committee]).called["区政府"] == {1}
    assert roster([committee, _Body(2, "清江区人民政府")]).called["区政府"] == {2}


def test_a_bureau_goes_by_what_it_was_called_before_the_reform() -> None:
    known = roster(
        [_Body(1, "清江市生态环境局", "department"), _Body(2, "清江市林业局", "department")]
    )
    assert known.called["环保局"] == known.called["市环境保护局"] == {1}
    assert known.called["林业局"] == {2}
    assert "粮食局" not in known.called


@pytest.mark.parametrize("said", ["四镇一街里头", "街镇里", "镇街中"])
def test_towns_and_streets_said_together(county: County, said: str) -> None:
    found = asked(county, f"{said}2023年谁新收最多")
    assert numbers(found) == {max(new(county, _TOWNSHIPS, 2023))}


def test_one_street_office_of_several_is_asked_back(county: County) -> None:
    read = parse("街道2023年新收多少件", holdings(county.library))
    assert not read.bodies.group


def test_a_few_bureaus_are_the_bureaus_where_their_number_is_asked(county: County) -> None:
    found = asked(county, "县里几个局2023年新收合起来多少？县政府那份另算")
    assert sum(new(county, _BUREAUS, 2023)) in numbers(found)


def test_departments_beside_governments(county: County) -> None:
    found = asked(county, "2023年部门和政府新收各多少")
    assert sorted(f.value or 0 for f in found.figures) == sorted(new(county, (0, *_BUREAUS), 2023))


# ---------------------------------------------------------------- which years


@pytest.mark.parametrize("said", ["四年里一共", "四份报告里总共", "四年的新收合计，"])
def test_as_many_years_as_a_body_has_are_all_of_them(county: County, said: str) -> None:
    years = (2019, 2020, 2021, 2023)
    found = asked(county, f"枫林镇{said}新收多少件")
    assert sum(cell(county, _NEW, _LAST, y) for y in years) in numbers(found)


@pytest.mark.parametrize("said", ["去年（2021）", "前年（即2021年）"])
def test_a_year_in_brackets_says_which_the_word_before_means(county: County, said: str) -> None:
    assert numbers(asked(county, f"县教育局{said}新收多少件")) == {*new(county, (4,), 2021)}


@pytest.mark.parametrize(
    "said", ["按年份汇总县教育局2021到2023年的新收", "县教育局的新收，分2021、2022、2023年合计"]
)
def test_counted_by_year(county: County, said: str) -> None:
    by_year = {n for y in (2021, 2022, 2023) for n in new(county, (4,), y)}
    assert by_year <= numbers(asked(county, said))


def test_a_group_put_together_by_year(county: County) -> None:
    found = asked(county, "教育局和住建局按年份（2022到2023）把新收并起来看")
    assert {sum(new(county, (2, 4), y)) for y in (2022, 2023)} <= numbers(found)


def test_from_one_year_on_until_another(county: County) -> None:
    found = asked(county, "从2021年起到2023年止，县教育局新收各是多少")
    assert numbers(found) == {n for y in (2021, 2022, 2023) for n in new(county, (4,), y)}


# ---------------------------------------------------------------- what is done with them


@pytest.mark.parametrize("said", ["凑到一起", "归拢到一处", "合一块儿", "加总起来"])
def test_to_put_together_is_to_sum(county: County, said: str) -> None:
    found = asked(county, f"教育局、住建局2023年新收{said}是几多")
    assert sum(new(county, (2, 4), 2023)) in numbers(found)


def test_less_than_full(county: County) -> None:
    found = asked(county, "2023年新收不满5件的单位有哪些")
    below = {n for n in new(county, range(10), 2023) if n < 5}
    assert {f.value for f in found.figures} == below


@pytest.mark.parametrize(
    ("said", "places"),
    [
        ("2023年新收排第三的是哪家", (-3,)),
        ("2023年新收倒数第一和倒数第二的分别是哪家", (0, 1)),
        ("2023年新收第一和第三的各是谁", (-1, -3)),
        ("2023年新收第四名到第六名的单位", (-4, -5, -6)),
        ("2023年哪家新收顶多", (-1,)),
    ],
)
def test_who_stands_at_a_place(county: County, said: str, places: tuple[int, ...]) -> None:
    values = sorted(set(new(county, range(10), 2023)))
    found = asked(county, said)
    assert {f.value for f in found.figures} == {values[p] for p in places}


# ---------------------------------------------------------------- what is of another kind


@pytest.mark.parametrize("said", ["2023年第三方测评怎么样", "2023年走访了几家企业"])
def test_a_word_that_a_measure_shares_names_none(county: County, said: str) -> None:
    assert not asked(county, f"县教育局{said}").figures


def test_a_verb_before_a_reason_changes_nothing(county: County) -> None:
    read = holdings(county.library)
    p = parse("县教育局2023年怕危及三安全一稳定没公开的几件", read)
    assert [m.key for m in p.reading.measures] == [
        "applications.denied.security_and_stability.total"
    ]
    assert asked(county, p.text).figures


@pytest.mark.parametrize(
    ("said", "meant"), [("规范性文建", "规范性文件"), ("行政复意", "行政复议")]
)
def test_a_word_of_the_form_mistyped(said: str, meant: str) -> None:
    assert respelled(f"2023年{said}多少件", (said,))[0] == f"2023年{meant}多少件"


# ---------------------------------------------------------------- conditions


def which(found: Answer) -> set[tuple[str, int]]:
    return {(f.agency, f.year) for f in found.figures}


def test_two_conditions_of_one_measure_the_second_said_short(county: County) -> None:
    found = asked(county, "2023年有结转到下一年的申请、而且结转在2件以上（含2件）的是哪些单位")
    held = [cell(county, "applications.carried_forward.total", i, 2023) for i in range(10)]
    assert sorted(f.value or 0 for f in found.figures) == sorted(n for n in held if n >= 2)


@pytest.mark.parametrize(
    "said", ["有过哪一年被提过复议没有？哪几年", "哪年被人提过复议？还是压根没有"]
)
def test_yes_or_no_at_the_end_is_no_condition(county: County, said: str) -> None:
    key = "disputes.reconsideration.total"
    some = {y for y in range(2019, 2024) if cell(county, key, 2, y)}
    assert {year for _, year in which(asked(county, f"县住建局{said}"))} == some


def test_any_body_of_all_that_has_some_every_year(county: County) -> None:
    found = asked(county, "有没有单位每年都被人家提过行政复议的？点出来")
    assert found.kind == "figures" and "临溪县人民政府" in {name for name, _ in which(found)}


def test_a_gloss_that_says_never_again_is_no_other_condition(county: County) -> None:
    plain = asked(county, "有没有哪家从不把申请拖到下一年")
    assert which(asked(county, "有没有哪家从不把申请拖到下一年（历年结转下年度都是零）")) == which(
        plain
    )


# ---------------------------------------------------------------- two numbers, and the form


@pytest.mark.parametrize(
    "said",
    [
        "2023年收了多少申请，顺带讲下办结",
        "2023年收了多少办了多少",
        "2023年新收多少，办结又是多少，对得上不",
    ],
)
def test_each_clause_its_own_number(county: County, said: str) -> None:
    keys = (_NEW, "applications.total.total")
    assert numbers(asked(county, f"县教育局{said}")) == {cell(county, k, 4, 2023) for k in keys}


def test_the_table_of_a_total_is_what_it_was_made_of(county: County) -> None:
    found = talk(county, "县教育局2021到2023年新收", "加起来", "做成表")
    assert found.table is not None and len(found.table.rows) == 3


def test_it_is_the_body_spoken_of(county: County) -> None:
    found = talk(county, "县教育局2023年新收多少", "它2022年的主要问题是什么")
    assert {c.agency for c in found.citations} == {"临溪县教育局"}


def test_one_who_does_not_know_which_is_asked(county: County) -> None:
    assert asked(county, "局2023年新收多少？是哪个局我没记住").kind == "clarify"


@pytest.mark.parametrize("said", ["库里有县教育局哪几年的报告", "把2023年有报告的单位列个单子"])
def test_which_reports_there_are(county: County, said: str) -> None:
    found = asked(county, said)
    assert found.plan is not None and getattr(found.plan.steps[0], "room", "") == "inventory"


# ---------------------------------------------------------------- what the conversation carries on


def test_a_name_may_have_a_word_of_asking_in_it(county: County) -> None:
    read = parse("卫生和计划生育局2023年因国家秘密不予公开的几件", holdings(county.library))
    assert not read.residue and asks_figures(read)


@pytest.mark.parametrize(
    "said",
    [
        "县教育局新收申请数，2022年跟2023年比怎么样",
        "2022年到2023年县教育局的新收每年各有多少，走势怎样？",
    ],
)
def test_how_two_years_compare_asks_for_no_measures_taken(county: County, said: str) -> None:
    found = asked(county, said)
    assert found.kind == "figures" and not found.citations
    assert numbers(found) >= {*new(county, (4,), 2022), *new(county, (4,), 2023)}


def test_next_year_is_no_second_place(county: County) -> None:
    key = "applications.carried_forward.total"
    found = asked(county, "2023年县教育局留到第二年继续办的申请有多少")
    assert numbers(found) == {cell(county, key, 4, 2023)}


@pytest.mark.parametrize(
    ("questions", "bodies"),
    [
        (("2023年各镇新收合计多少", "那街道呢"), (7,)),
        (("2023年各局新收多少", "同一年县教育局是多少"), (4,)),
        (("2023年各局新收多少", "最少的一家呢"), (6,)),
        (("2023年各镇新收合计", "各镇按件数排个名次"), (1, 3, 5, 9)),
    ],
)
def test_of_those_spoken_of(
    county: County, questions: tuple[str, ...], bodies: tuple[int, ...]
) -> None:
    values = {f.value for f in talk(county, *questions).figures}
    assert values == {*new(county, bodies, 2023)}


def test_a_share_of_a_group_of_the_one_spoken_of(county: County) -> None:
    found = talk(county, "2023年枫林镇新收多少件", "占各镇总数的百分之几")
    whole = sum(new(county, (1, 3, 5, 9), 2023))
    assert any(abs(n - 100 * new(county, (9,), 2023)[0] / whole) < 0.01 for n in numbers(found))


def test_two_numbers_one_over_the_other(county: County) -> None:
    keys = ("disclosure.licensing.decisions", "disclosure.penalties.decisions")
    first, second = (cell(county, k, 8, 2023) for k in keys)
    found = talk(county, "县市监局2023年行政许可和行政处罚各多少", "前者是后者的几倍")
    assert any(abs(n - first / second) < 0.01 for n in numbers(found))


def test_the_parts_of_what_was_spoken_of(county: County) -> None:
    found = talk(county, "县住建局2023年不予公开多少", "按原因分别是多少")
    assert len([f for f in found.figures if f.cell.startswith("applications.denied.")]) == 8


def test_against_the_year_before(county: County) -> None:
    found = talk(county, "县教育局2023年新收多少", "跟上一年比差多少件")
    apart = new(county, (4,), 2023)[0] - new(county, (4,), 2022)[0]
    assert apart in numbers(found)


def test_decisions_of_what_are_asked_back(county: County) -> None:
    found = asked(county, "县教育局2023年处理决定数量是多少")
    assert found.kind == "clarify" and len(found.choices) > 2


def test_everyones_place(county: County) -> None:
    found = asked(county, "2023年各局新收的名次是怎样的")
    assert found.table is not None
    values = [float(row[2]) for row in found.table.rows]
    assert values == sorted(new(county, _BUREAUS, 2023), reverse=True)


def test_the_form_said_twice(county: County) -> None:
    found = asked(county, "县教育局2023年新收件数，只报数字，莫啰嗦")
    assert found.text.strip("件。") == f"{new(county, (4,), 2023)[0]:g}"


@pytest.mark.parametrize(
    "said", ["按增长率计算，最高的是哪个部门", "换成看增幅百分比，谁最大", "按百分比呢"]
)
def test_who_grew_most_by_rate_and_not_by_number(county: County, said: str) -> None:
    found = talk(county, "2023年哪个部门新收同比增加最多", said)
    pairs = zip(new(county, _BUREAUS, 2022), new(county, _BUREAUS, 2023), strict=True)
    best = max((after - before) / before for before, after in pairs if before)
    assert any(abs(n - 100 * best) < 0.01 for n in numbers(found))


def test_an_office_and_a_verb_that_share_a_character(county: County) -> None:
    found = asked(county, "2023年新华街道办结的申请有几件")
    assert numbers(found) == {cell(county, _DONE, 7, 2023)}


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("一共是几件", lambda own, whole: whole),
        ("换成县教育局再查一次", lambda own, whole: own),
    ],
)
def test_words_that_are_understood_are_not_mistyped(
    county: County, said: str, value: Callable[[float, float], float]
) -> None:
    found = talk(county, "2023年各局新收多少件", said)
    own, whole = new(county, (4,), 2023)[0], sum(new(county, _BUREAUS, 2023))
    assert value(own, whole) in numbers(found)


def test_the_measure_named_again_in_a_share(county: County) -> None:
    found = talk(county, "2023年枫林镇新收多少件", "占各镇新收总量的百分比")
    whole = sum(new(county, (1, 3, 5, 9), 2023))
    assert any(abs(n - 100 * new(county, (9,), 2023)[0] / whole) < 0.01 for n in numbers(found))


@pytest.mark.parametrize(
    ("before", "bodies"),
    [("县教育局2023年新收申请多少件", range(10)), ("2023年各镇新收多少", (1, 3, 5, 9))],
)
def test_who_meets_what_is_asked_after_a_number(
    county: County, before: str, bodies: Collection[int]
) -> None:
    found = talk(county, before, "哪些单位是0")
    assert len(which(found)) == sum(n == 0 for n in new(county, bodies, 2023)) > 0


def test_a_question_of_its_own_is_of_everyone(county: County) -> None:
    said = "2022年哪些单位新收超过20件"
    assert which(talk(county, "2023年各镇新收多少", said)) == which(asked(county, said))


@pytest.mark.parametrize(
    "said", ["县教育局2021到2023年新收合计数的变化趋势", "2021到2023年县教育局每年的新收一共多少件"]
)
def test_each_years_own_number(county: County, said: str) -> None:
    assert {n for y in (2021, 2022, 2023) for n in new(county, (4,), y)} <= numbers(
        asked(county, said)
    )


def test_what_is_open_between_two_measures_is_not_mistyped(county: County) -> None:
    assert asked(county, "县教育局2023年结转那一项填的是几件").kind == "clarify"
