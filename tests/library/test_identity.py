"""One body under many names; look-alikes apart; parents; people's changes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from index.library.library import Library
from index.report import Report

from .material import keep, small

VARIANTS = [
    # names of one body in the order in which their reports come, and the name it goes by then
    (["河湾县青石镇人民政府", "青石镇人民政府"], "河湾县青石镇人民政府"),
    (["青石镇人民政府", "河湾县青石镇人民政府"], "河湾县青石镇人民政府"),
    (["河湾县人民政府", "河湾县", "云岭市河湾县人民政府"], "云岭市河湾县人民政府"),
    (["河湾县卫生和计划生育局", "河湾县卫生健康局"], "河湾县卫生健康局"),
    (["河湾县工商局", "河湾县市场监督管理局"], "河湾县市场监督管理局"),
    (["河湾县城关街道办事处", "城关街道"], "河湾县城关街道办事处"),
]
APART = [
    ["河湾县青石镇人民政府", "临溪县青石镇人民政府"],
    ["河湾县人民政府", "河湾县人民政府办公室"],
    ["河湾县水利局", "河湾县水务局"],
    ["青石镇人民政府", "青石乡人民政府"],
]


def together(library: Library, names: list[str], **options: object) -> None:
    for number, name in enumerate(names):
        keep(library, small(name, 2018 + number, **options))  # type: ignore[arg-type]


@pytest.mark.parametrize(("names", "name"), VARIANTS, ids=lambda v: str(v))
def test_variants_become_one_body_under_its_fullest_or_latest_name(
    plain_library: Library, names: list[str], name: str
) -> None:
    together(plain_library, names)
    bodies = plain_library.bodies()
    assert [b.name for b in bodies] == [name]
    assert set(bodies[0].aliases) == set(names)
    assert [e.agency for e in plain_library.reports()] == sorted(names)


@pytest.mark.parametrize("names", APART, ids="≠".join)
def test_others_stay_apart(plain_library: Library, names: list[str]) -> None:
    together(plain_library, names)
    assert len(plain_library.bodies()) == len(names)


def test_merging_by_name_is_said(plain_library: Library) -> None:
    keep(plain_library, small("河湾县青石镇人民政府", 2022))
    added = keep(plain_library, small("青石镇人民政府", 2023))
    assert "河湾县青石镇人民政府" in added.note


def test_a_bare_name_that_fits_two_bodies_is_neither(plain_library: Library) -> None:
    together(plain_library, ["河湾县青石镇人民政府", "临溪县青石镇人民政府"])
    added = keep(plain_library, small("青石镇人民政府", 2023))
    assert len(plain_library.bodies()) == 3
    assert "未合并" in added.note


def test_a_bare_name_whose_text_speaks_of_another_county_stays_apart(
    plain_library: Library,
) -> None:
    keep(plain_library, small("河湾县青石镇人民政府", 2022))
    text = "在临溪县人民政府的领导下，青石镇做好政务公开工作。"
    added = keep(plain_library, small("青石镇人民政府", 2023, text=text))
    assert len(plain_library.bodies()) == 2
    assert "未合并" in added.note


@pytest.mark.parametrize(
    "text",
    [
        "栏目过时的，提请县政府办公室调整。",
        "并分批公开，同时商请县政府办调整栏目。",
        "人手不足，下一年请县委编办增加编制。",
    ],
)
def test_a_verb_before_the_county_is_no_part_of_its_name(plain_library: Library, text: str) -> None:
    keep(plain_library, small("青石镇人民政府", 2023, text=text))
    assert [b.name for b in plain_library.bodies()] == ["青石镇人民政府"]


def test_a_year_taken_by_other_figures_keeps_look_alikes_apart(plain_library: Library) -> None:
    keep(plain_library, small("河湾县青石镇人民政府", 2023, cells={"applications.total.total": 9}))
    other = small("青石镇人民政府", 2023, cells={"applications.total.total": 4})
    assert keep(plain_library, other).status == "added"
    assert len(plain_library.bodies()) == 2


def test_the_same_report_under_a_shorter_title_is_a_version(plain_library: Library) -> None:
    cells = {"applications.total.total": 9}
    keep(plain_library, small("河湾县青石镇人民政府", 2023, cells=cells))
    assert keep(plain_library, small("青石镇人民政府", 2023, cells=cells)).status == "version"


def test_parents_are_linked_whichever_comes_first(plain_library: Library) -> None:
    together(
        plain_library,
        [
            "河湾县青石镇人民政府",
            "河湾县人民政府",
            "河湾县教育局",
            "云岭市河湾县人民政府",
            "云岭市人民政府",
        ],
    )
    names = {b.id: b.name for b in plain_library.bodies()}
    parents = {b.name: names.get(b.parent or 0) for b in plain_library.bodies()}
    assert parents == {
        "河湾县青石镇人民政府": "云岭市河湾县人民政府",
        "河湾县教育局": "云岭市河湾县人民政府",
        "云岭市河湾县人民政府": "云岭市人民政府",
        "云岭市人民政府": None,
    }


def test_people_may_rename_merge_and_reparent(plain_library: Library) -> None:
    together(plain_library, ["河湾县水利局", "河湾县水务局", "河湾县人民政府"])
    ids = {b.name: b.id for b in plain_library.bodies()}
    kept = plain_library.merge_bodies(ids["河湾县水务局"], [ids["河湾县水利局"]])
    assert set(kept.aliases) == {"河湾县水利局", "河湾县水务局"}
    assert {e.body for e in plain_library.reports(agency="水")} == {kept.id}
    edited = plain_library.edit_body(kept.id, name="河湾县水务管理局", parent=None)
    assert (edited.name, edited.parent) == ("河湾县水务管理局", None)
    keep(plain_library, small("河湾县水务局", 2024))
    assert plain_library.named("河湾县水务局")[0].name == "河湾县水务管理局"
    assert plain_library.verify().problems == ()


def test_merging_bodies_of_the_same_year_leaves_one_current_report(plain_library: Library) -> None:
    keep(plain_library, small("河湾县水利局", 2023))
    keep(plain_library, small("河湾县水务局", 2023))
    ids = {b.name: b.id for b in plain_library.bodies()}
    plain_library.merge_bodies(ids["河湾县水利局"], [ids["河湾县水务局"]])
    assert len(plain_library.reports()) == 1
    assert len(plain_library.reports(current=False)) == 2
    assert plain_library.verify().problems == ()


def test_the_earlier_report_is_found_under_any_name(plain_library: Library) -> None:
    together(plain_library, ["河湾县卫生和计划生育局", "河湾县卫生健康局"])
    found = plain_library.earlier("河湾县卫健局", 2018)
    assert found is not None and found.agency == "河湾县卫生和计划生育局"
    assert plain_library.earlier("河湾县教育局", 2018) is None


CALLED = "城关镇人民政府"
TOLD_APART = {
    # what the texts or the folders of two reports of one name and year say
    "beside the name": (
        "地址：云岭市河湾县城关镇人民路1号。",
        "联系地址：临溪县城关镇中心街。",
        "",
        "",
    ),
    "the government above": (
        "在河湾县人民政府领导下开展工作。",
        "按临溪县人民政府部署推进。",
        "",
        "",
    ),
    "the folder": ("开展培训。", "制定制度。", "云岭市/河湾县/", "云岭市/临溪县2023年/"),
    "the site": ("见 www.hewan.gov.cn。", "见 http://www.linxi.gov.cn/zwgk。", "", ""),
}


def told(text: str, folder: str, year: int = 2023, **options: object) -> Report:
    report = small(CALLED, year, text=f"{CALLED}公开信息。{text}", **options)  # type: ignore[arg-type]
    return replace(report, source=replace(report.source, path=f"{folder}城关镇.txt"))


@pytest.mark.parametrize("way", TOLD_APART)
def test_two_bodies_of_one_name_are_told_apart(plain_library: Library, way: str) -> None:
    one, other, folder, beside = TOLD_APART[way]
    keep(plain_library, told(one, folder), filename="城关镇.txt")
    added = keep(plain_library, told(other, beside), filename="城关镇.txt")
    assert added.status == "added"
    names = [body.name for body in plain_library.bodies()]
    assert len(set(names)) == 2 and all(CALLED in name for name in names)
    assert len(plain_library.named(CALLED)) == 2
    again = keep(plain_library, told(one, folder, 2024), filename="a.txt")
    assert again.status == "added"
    if way != "the site":
        assert {"河湾县城关镇人民政府", "临溪县城关镇人民政府"} == set(names)
        assert len(plain_library.bodies()) == 2


def test_in_doubt_nothing_is_replaced_and_a_person_is_asked(plain_library: Library) -> None:
    cells = {f"applications.{row}.total": 7 for row in ("new_received", "total", "granted")}
    first = keep(plain_library, told("", "", cells=cells), filename="城关镇.txt")
    others = dict.fromkeys(cells, 4)
    added = keep(plain_library, told("", "", cells=others), filename="城关镇.txt", replace=True)
    assert added.status == "added" and "没有替换" in added.note
    assert plain_library.report(first.id).cells["applications.total.total"].value == 7
    assert {b.name for b in plain_library.bodies()} == {CALLED, f"{CALLED}（2）"}


def test_a_corrected_report_of_a_town_replaces_the_first(plain_library: Library) -> None:
    cells = {f"applications.{row}.total": 7 for row in ("new_received", "total", "granted")}
    keep(plain_library, told("", "", cells=cells), filename="城关镇.txt")
    mended = {**cells, "applications.granted.total": 6}
    added = keep(plain_library, told("", "", cells=mended), filename="城关镇.txt")
    assert added.status == "replaced"
    assert len(plain_library.bodies()) == 1
