"""Whose and when, as people write them: stems in a row, a character mistyped, years told and counted from."""

from dataclasses import dataclass

import pytest

from assistant.ask.asking import answer, holdings
from assistant.ask.grammar.bodies import bodies
from assistant.ask.grammar.reading import Parse, parse
from assistant.ask.grammar.years import in_digits, years
from assistant.ask.plan.body_names import roster
from assistant.ask.typed.alike import alike
from tests.ask.conftest import County

_DEPARTMENTS = {"临溪县住房和城乡建设局", "临溪县教育局", "临溪县卫生健康局"}


def _named(p: Parse, county: County) -> set[str]:
    return set(holdings(county.library).roster.named(p.bodies.ids))


def _read(question: str, county: County) -> Parse:
    return parse(question, holdings(county.library))


@pytest.mark.parametrize(
    "said",
    [
        "住建、教育、卫健这三家",
        "三个局（住建、教育、卫健）里",
        "住建教育卫健",
        "住建局、教育和卫健",
        "住建、教育、卫生健康三个部门",
    ],
)
def test_stems_in_a_row_are_bodies(county: County, said: str) -> None:
    p = _read(f"{said}2023年新收申请分别多少", county)
    assert _named(p, county) == _DEPARTMENTS
    assert not p.bodies.group
    assert not p.residue


def test_a_group_that_is_spelt_out_is_its_list_where_the_count_agrees(county: County) -> None:
    p = _read("两个镇一个街道（南屏、柳河、新华）2023年新收申请平均几件", county)
    assert {n[3:5] for n in _named(p, county)} == {"南屏", "柳河", "人民"}
    assert not p.bodies.unknown
    assert _read("四个镇（南屏、柳河）2023年新收申请平均几件", county).bodies.group


@pytest.mark.parametrize("said", ["教育、卫健领域的问题", "教育这三年"])
def test_a_word_that_is_only_a_matter_is_no_body(county: County, said: str) -> None:
    assert not _read(said, county).bodies.ids


def test_one_of_a_row_that_the_library_lacks_is_said(county: County) -> None:
    got = answer("住建、人社、卫健三家2023年新收申请合计", county.library)
    assert got.kind == "none"
    assert "人社" in got.text


@dataclass(frozen=True)
class _Body:
    id: int
    name: str
    aliases: tuple[str, ...] = ()
    level: str = "department"
    parent: int | None = None


_TOWN = roster(
    _Body(id, f"青禾县{work}")
    for id, work in enumerate(
        ("综合行政执法局", "自然资源和规划局", "人力资源和社会保障局", "医疗保障局", "教育体育局")
    )
)


@pytest.mark.parametrize(
    ("said", "ids"),
    [
        ("执法局2023年新收几件", [(0,)]),
        ("麻烦总结执法局的问题", [(0,)]),
        ("2023年行政执法局自然人申请的比重", [(0,)]),
        ("县规划局新收几件", [(1,)]),
        ("保障局2023年新收几件", [(2, 3)]),
        ("财政局2023年新收几件", []),
        ("教育局2023年新收几件", []),
        ("邻县执法局2023年新收几件", []),
    ],
)
def test_a_part_of_one_body_s_name_is_that_body(said: str, ids: list[tuple[int, ...]]) -> None:
    found = bodies(said, _TOWN, lambda text: ())
    assert [*([found.ids] if found.ids else []), *(ids for _, ids in found.ambiguous)] == ids
    assert bool(found.unknown) is not bool(ids)


@pytest.mark.parametrize("typed", ["柳可镇", "南摒镇", "枫临镇"])
def test_a_character_alike_is_taken_and_said(county: County, typed: str) -> None:
    got = answer(f"{typed}2023年新收申请多少件", county.library)
    assert got.kind == "figures"
    assert any(typed in n for n in got.notices)


@pytest.mark.parametrize("typed", ["临江县", "松河镇", "南湖镇"])
def test_another_name_is_not_held(county: County, typed: str) -> None:
    assert answer(f"{typed}2023年新收申请多少件", county.library).kind == "none"


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("搭", "塔", True),
        ("囗", "口", True),
        ("述", "诉", True),
        ("江", "溪", False),
        ("湖", "河", False),
    ],
)
def test_characters_alike_in_sound_or_shape(one: str, other: str, near: bool) -> None:
    assert alike(one, other) is near


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2021年的次年", (2022,)),
        ("2023年的前一年", (2022,)),
        ("以2022年为准，前一年多少件、后一年多少件", (2021, 2023)),
        ("以2022年为基准的新收", (2022,)),
        ("近三年（21、22、23）", (2021, 2022, 2023)),
        ("合计多少(20—23)", (2020, 2021, 2022, 2023)),
        ("剔除2019年（口径不同），每年平均", (2020, 2021, 2022, 2023)),
        ("前年和大前年，今天是2025年11月", (2022, 2023)),
        ("去年，今天是2024年3月5日", (2023,)),
        ("前年", (2023,)),
        ("去年", (2023,)),
        ("大前年", (2022,)),
    ],
)
def test_years_that_count_from_another(text: str, meant: tuple[int, ...]) -> None:
    plain = in_digits(text.replace("（", "(").replace("）", ")"))
    assert years(plain, 2023, held=(2019,), today=2025).years == meant


def test_last_year_that_is_not_in_yet_is_said_to_be_the_newest() -> None:
    note = years("去年", 2023, today=2025).note
    assert "2024年" in note
    assert "2023年" in note


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("{b}2022年新收63件，那上一年新收多少", {2021}),
        ("{b}2022年办结63件，新收多少件", {2022}),
        ("{b}新收申请从2021年的4件到2022年，增幅百分之几", {2021, 2022}),
    ],
)
def test_a_number_that_is_told_sets_no_condition(
    county: County, text: str, meant: set[int]
) -> None:
    p = _read(text.format(b=county.truth.bodies[1].name), county)
    assert p.asked.condition is None
    assert set(p.years.years) == meant
    assert [m.key for m in p.reading.measures] == ["applications.new_received.total"]
    assert not p.residue
