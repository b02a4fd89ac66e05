"""What reports tell in any unit, of problems with what is done about them, and of what came of promises."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.ask.answer import Answer
from assistant.ask.asking import answer, holdings
from assistant.ask.building.topic import count_asked, undone
from assistant.ask.grammar.reading import parse
from index.library.library import Library
from tests.ask.conftest import shelved, telling
from tests.generator.bridge import as_report
from tests.generator.world import world

TOWN, OFFICE = "临溪县南屏镇人民政府", "临溪县住房和城乡建设局"
_TOLD = {
    (TOWN, 2022): {
        1: ("公众号推送88条。召开渡口夜话会9场，到会渔民412人次。",),
        5: (
            "主要问题有渔船公示栏字小和渡口广播没人听。",
            "下一步，把渔船公示栏换成大字版；渡口广播改在早市播放。出台渔港收费公示办法。",
        ),
        6: ("收取信息处理费3件，共750元。",),
    },
    (TOWN, 2023): {
        1: ("公众号推送97条。申请平均办理用时8.5个工作日。服务测评得91.6分。走访渔业企业36家。",),
        5: (
            "上年情况：渔港收费公示办法尚在征求意见。",
            "存在的问题：渡口广播仍然没人听；政务专区没人用。",
            "下一步，渡口广播改用方言；专区搬到候船室。2024年招聘两名讲解员。",
        ),
        6: ("无。",),
    },
    (OFFICE, 2023): {
        1: ("公众号发布140条；答疑库收录问答30条。处罚信息7日内公示率为92%。",),
        5: (
            "概括起来是“三个不清”：房源位置不清；价格构成不清；交付时间不清。",
            "下一步，在现场挂房源图；逐栋公布价格构成。",
        ),
        6: ("无。",),
    },
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    truth = world(3, years=range(2022, 2024), seed=7, gaps=0.0)
    with Library.open(tmp_path_factory.mktemp("units"), embedder="hashing") as library:
        with library.batch():
            for made in truth:
                if (parts := _TOLD.get((made.agency, made.year))) is not None:
                    shelved(library, telling(as_report(made), parts))
        yield library


def _all(got: Answer) -> str:
    return got.text + "".join(c.quote for c in got.citations)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("南屏镇2023年走访了几家企业", "36"),
        ("南屏镇2023年服务测评得了几分", "91.6"),
        ("南屏镇2023年平均多少个工作日办完申请", "8.5"),
        ("住建局2023年处罚信息公示率是多少", "92"),
        ("南屏镇2022年信息处理费收了多少元", "750"),
        ("南屏镇2022年渡口夜话会开了几场、来了多少人次", "412"),
        ("南屏镇2023年公众号推了多少条消息", "97"),
        ("南屏镇2024年打算招聘几名讲解员", "两名讲解员"),
    ],
)
def test_a_number_is_told_in_the_unit_asked_for(told: Library, question: str, said: str) -> None:
    got = answer(question, told)
    assert got.kind != "none" and said in _all(got)


def test_bodies_counted_are_no_things_counted() -> None:
    assert count_asked("走访了几家企业") and count_asked("走访了几家渔业企业")
    assert not count_asked("有几家在报告里说到渡口") and not count_asked("几家单位写了")


def test_a_bare_number_of_anything_is_no_count(told: Library) -> None:
    assert answer("住建局2023年有几个房源点", told).kind == "none"


def test_whose_count_is_more_is_told_with_both(told: Library) -> None:
    got = answer("南屏镇和住建局2023年的公众号推送，谁多", told)
    assert "140" in got.text and "97" in got.text and "30条" not in got.text


@pytest.mark.parametrize(
    "question",
    ["南屏镇2022年渡口广播没人听，报告是怎么讲的", "南屏镇2022年渡口广播碰到什么毛病，又怎么治"],
)
def test_a_problem_is_told_with_what_is_done_about_it(told: Library, question: str) -> None:
    assert "改在早市播放" in _all(answer(question, told))


def test_a_list_that_semicolons_part_is_quoted_whole(told: Library) -> None:
    got = answer("住建局2023年说的“三个不清”，是哪三个", told)
    assert "交付时间不清" in _all(got)
    assert "价格构成不清" not in _all(answer("住建局2023年房源位置报告里怎么写的", told))


def test_who_says_so_is_told_without_what_is_done(told: Library) -> None:
    got = answer("2022年写到“渡口广播没人听”的单位有哪些", told)
    assert TOWN in got.text and "早市" not in _all(got)


def test_what_came_of_a_promise_is_told_by_the_next_report(told: Library) -> None:
    got = answer("南屏镇2022年说要出台的渔港收费公示办法，后来出台了没有", told)
    assert "尚在征求意见" in _all(got)
    assert undone(("收费公示办法出台",)) == ("收费公示办法",)
    assert undone(("公示办法", "出台")) == ("公示办法",)


def test_whether_later_reports_still_tell_it(told: Library) -> None:
    got = answer("南屏镇2022年渡口广播没人听，后来的报告还提不提这个问题", told)
    assert "仍然没人听" in _all(got)


@pytest.mark.parametrize(
    "question", ["南屏镇反复出现的问题是什么", "南屏镇哪个问题是连着两年都写的"]
)
def test_what_comes_again_needs_no_year(told: Library, question: str) -> None:
    got = answer(question, told)
    assert got.kind != "clarify" and "没人听" in got.text and "2年" in got.text


def test_what_is_denied_within_a_matter_is_no_denial(told: Library) -> None:
    got = answer("2023年哪些单位在问题里提到过专区没人用", told)
    assert TOWN in got.text and "从没有" not in got.text and OFFICE not in got.text


@pytest.mark.parametrize(
    ("question", "unknown"),
    [
        ("南屏镇2023年打算片儿区调整方案提前多久公布", ()),
        ("住建局的直播评论区是几月开放的", ()),
        ("住建局和金湾区2023年新收多少", ("金湾区",)),
    ],
)
def test_no_body_is_read_behind_a_department_without_a_joint(
    told: Library, question: str, unknown: tuple[str, ...]
) -> None:
    assert parse(question, holdings(told)).bodies.unknown == unknown


def test_where_what_is_wanting_falls_away_only_problems_tell_it(told: Library) -> None:
    got = answer("2023年哪些单位提到过没人会用公众号", told)
    assert got.kind == "none"


def test_parts_of_a_compound_far_apart_make_none(told: Library) -> None:
    got = answer("南屏镇2023年增加编制的事批了没", told)
    assert "编制本报告" not in _all(got)
