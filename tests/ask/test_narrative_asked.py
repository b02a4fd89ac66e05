"""Questions about what reports say, in everyday words: lists, two sides, the next year, counts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.ask.answer import Answer
from assistant.ask.asking import answer, holdings
from assistant.ask.building.alternatives import listed, subject
from assistant.ask.building.topic import counts_said
from assistant.ask.grammar.groups import unknown_names
from assistant.ask.grammar.other_rooms import asks_findings
from assistant.ask.grammar.reading import parse
from index.library.library import Library
from tests.ask.conftest import shelved, telling
from tests.generator.bridge import as_report
from tests.generator.world import world

TOWN, OFFICE = "临溪县南屏镇人民政府", "临溪县住房和城乡建设局"
_TOLD = {
    (TOWN, 2022): (
        "全年公开信息310条。开展档案清点3轮，发现缺页问题58个。便民热线接听来电920个。",
        "存在的问题：公示牌字迹褪色，看不清楚；图纸没有扫描，查起来费事。",
        "下一步，重刷公示牌；分批扫描图纸。",
    ),
    (TOWN, 2023): (
        "全年公开信息280条。公示牌讲解“渡口故事”讲了14期。聘请的法律顾问参与答复起草。",
        "存在的问题：扫描进度不理想，图纸只扫了一半；留言箱钥匙丢失，来信没有人取。",
        "下一步，委托公司扫描；留言箱换锁。",
    ),
    (OFFICE, 2023): (
        "全年公开信息520条。组织培训5次。",
        "存在的问题：解读材料照抄文件，居民看不明白；留言箱积灰，没有人取信。",
        "下一步，配图解读；每周开箱取信。",
    ),
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    truth = world(3, years=range(2022, 2024), seed=7, gaps=0.0)
    with Library.open(tmp_path_factory.mktemp("asked"), embedder="hashing") as library:
        with library.batch():
            for made in truth:
                if (parts := _TOLD.get((made.agency, made.year))) is not None:
                    shelved(library, telling(as_report(made), {1: parts[:1], 5: parts[1:]}))
        yield library


def _quotes(got: Answer) -> str:
    return "".join(c.quote for c in got.citations)


@pytest.mark.parametrize(
    ("question", "members"),
    [
        ("2023年留言箱没人取、图纸没扫描的有哪几家", ("留言箱没人取", "图纸没扫描")),
        ("2023年哪些单位讲解读、老档案做得不够一类的问题", ("解读做得不够", "老档案做得不够")),
        ("2023年南屏镇写了几期故事、几次培训", ()),
    ],
)
def test_what_is_listed_side_by_side_is_made_whole(
    told: Library, question: str, members: tuple[str, ...]
) -> None:
    held = holdings(told)
    assert listed(parse(question, held), held) == members


def test_one_of_what_is_listed_will_do(told: Library) -> None:
    got = answer("2023年留言箱没有人取信、公示牌褪色，哪些单位写了", told)
    assert OFFICE in got.text and TOWN in got.text
    assert "留言箱积灰" in _quotes(got) and "照抄文件" not in _quotes(got)


def test_verbs_about_one_thing_are_found_by_it(told: Library) -> None:
    assert subject(("法律顾问把关", "会签")) == ("法律顾问",)
    assert subject(("专栏", "展板")) == ()
    got = answer("2023年写到请法律顾问把关、会签或审核的单位有哪些", told)
    assert TOWN in got.text and OFFICE not in got.text


def test_two_sides_are_both_told_whole(told: Library) -> None:
    got = answer("南屏镇和住建局2023年的问题对照一下，有没有重合", told)
    for words in ("扫描进度不理想", "钥匙丢失", "照抄文件", "积灰"):
        assert words in _quotes(got)


def test_what_became_of_a_problem_is_told_with_the_next_years_problems(told: Library) -> None:
    got = answer("南屏镇2022年说的图纸没有扫描，2023年解决了吗", told)
    assert "图纸没有扫描" in _quotes(got) and "扫描进度不理想" in _quotes(got)
    assert {c.year for c in got.citations} == {2022, 2023}


@pytest.mark.parametrize(
    ("question", "about"),
    [
        ("南屏镇2023年查出来的毛病有哪些", "钥匙丢失"),
        ("南屏镇2023年年报里检查出什么不足没有", "钥匙丢失"),
        ("南屏镇2023年哪里没做好", "钥匙丢失"),
        ("概括南屏镇2023年查摆的问题", "钥匙丢失"),
        ("南屏镇2023年的解决办法是啥", "留言箱换锁"),
        ("南屏镇2022年针对图纸没扫描的问题立了什么规矩", "分批扫描图纸"),
    ],
)
def test_part_five_is_reached_in_whatever_words(told: Library, question: str, about: str) -> None:
    assert about in _quotes(answer(question, told))


def test_findings_are_asked_for_by_name() -> None:
    assert asks_findings("南屏镇2023年的报告审查出哪些问题")
    assert asks_findings("程序检查出南屏镇哪些问题")
    assert not asks_findings("南屏镇2023年查出来的毛病有哪些")


@pytest.mark.parametrize(
    ("question", "numbers"),
    [
        ("南屏镇2022年档案清点了几轮，发现多少问题", {3, 58}),
        ("南屏镇便民热线2022年接了多少电话", {920}),
        ("2022—2023年南屏镇“渡口故事”共讲了多少期", {14}),
    ],
)
def test_counts_are_found_by_what_they_are_of(
    told: Library, question: str, numbers: set[int]
) -> None:
    assert numbers <= {d.value for d in answer(question, told).derived}


def test_two_counts_joined_by_a_pause_are_two() -> None:
    assert len([*counts_said("讲了几期、走了多少个村")]) == 2
    assert len([*counts_said("公示牌、留言箱共有多少个")]) == 1


def test_a_part_of_a_word_is_no_bodys_name() -> None:
    assert unknown_names("查阅区没人用") == ()
    assert unknown_names("查东湖镇的年报") or unknown_names("东湖镇收了几件")
