"""What a narrative question seeks, by what reports of our own making say."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.ask.answer import Answer, Turn
from assistant.ask.asking import answer, holdings
from assistant.ask.grammar.reading import parse
from assistant.ask.placing.sought import sought
from index.library.library import Library
from index.report import Report
from tests.ask.conftest import shelved, telling
from tests.generator.bridge import as_report
from tests.generator.world import world

YEARS = (2022, 2023)
TOWN, OFFICE = "临溪县南屏镇人民政府", "临溪县住房和城乡建设局"
_TOLD = {
    (TOWN, 2022): (
        "通过门户网站公开信息300条，分别为工作动态210条、政策文件90条，重点做好养老托育、乡村道路等领域公开。在网站开设惠农补贴专栏。组织业务培训4次。",
        "一是部分栏目更新不够及时；二是政务公开专区利用率不高。",
        "一是建立栏目更新台账，按月通报；二是在服务大厅增设查阅引导。",
    ),
    (TOWN, 2023): (
        "通过门户网站公开信息240条，分别为工作动态180条、政策文件60条，重点做好养老托育、食品安全等领域公开。开设防汛专栏。组织业务培训6次。",
        "一是政务公开专区利用率不高；二是历史文件清理进度滞后。",
        "一是在服务大厅增设查阅引导；二是分类开展存量文件清理。",
    ),
    (OFFICE, 2022): (
        "通过门户网站公开信息500条，分别为工作动态400条、政策文件100条，重点做好住房保障、食品安全等领域公开。开设住房专栏。组织业务培训3次。",
        "一是政策解读形式单一；二是历史文件清理进度滞后。",
        "一是丰富解读形式；二是分类开展存量文件清理。",
    ),
    (OFFICE, 2023): (
        "通过门户网站公开信息520条，分别为工作动态420条、政策文件100条，重点做好住房保障、养老托育等领域公开。开设住房专栏。组织业务培训5次。",
        "一是部分栏目更新不够及时；二是历史文件清理进度滞后。",
        "一是建立栏目更新台账，按月通报；二是分类开展存量文件清理。",
    ),
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """Two bodies over two years, whose parts one and five are those above."""
    truth = world(3, years=range(YEARS[0], YEARS[-1] + 1), seed=7, gaps=0.0)
    with Library.open(tmp_path_factory.mktemp("told"), embedder="hashing") as library:
        with library.batch():
            for made in truth:
                if (made.agency, made.year) in _TOLD:
                    shelved(library, _saying(made))
        yield library


def _saying(made: object) -> Report:
    report = as_report(made)  # type: ignore[arg-type]
    done, problems, measures = _TOLD[report.agency, report.year]
    part_five = (
        f"{report.year}年存在的主要问题：{problems}",
        f"{report.year + 1}年改进措施：{measures}",
    )
    return telling(report, {1: (done,), 5: part_five})


def _asked(told: Library, question: str) -> Answer:
    return answer(question, told)


def _numbers(got: Answer) -> list[float]:
    return [d.value for d in got.derived]


@pytest.mark.parametrize(
    ("question", "idle", "missing"),
    [
        ("南屏镇2022年是通过什么渠道公开信息的", {"渠道"}, set()),
        ("南屏镇2022年网站专栏的访问量是多少", set(), {"访问量"}),
        ("2023年栏目更新不及时的都有哪家写了？科长要名单", {"科长"}, set()),
        ("2023年哪些单位把养老托育列进重点领域", {"列进"}, set()),
    ],
)
def test_what_no_sentence_has_falls_away_if_it_only_asks(
    told: Library, question: str, idle: set[str], missing: set[str]
) -> None:
    held = holdings(told)
    p = parse(question, held)
    assert held.texts is not None
    found = sought(p, held.texts((), ()), held)
    assert found is not None
    assert {p.text[a:b] for a, b in found.idle} >= idle
    assert {w.text for w in found.missing} == missing


def test_what_falls_away_is_named(told: Library) -> None:
    got = _asked(told, "2023年栏目更新不及时的都有哪家写了？科长要名单")
    assert OFFICE in got.text and TOWN not in got.text
    assert any("科长" in n for n in got.notices)


def test_a_matter_that_no_report_has_stays_unanswered(told: Library) -> None:
    for question in ("南屏镇2022年网站专栏的访问量", "2023年哪些单位用了区块链"):
        assert _asked(told, question).refusal == "not_said"


def test_yes_or_no_of_what_other_reports_say_is_answered_no(told: Library) -> None:
    got = _asked(told, "南屏镇2022年有没有历史文件清理的问题")
    assert got.kind != "none" and got.text.startswith("没有")
    got = _asked(told, "南屏镇2022年是不是把食品安全列进了重点公开领域")
    assert got.text.startswith("没有写到“食品安全") and "养老托育" in got.text


def test_who_never_said_it_is_found_whatever_denies_it(told: Library) -> None:
    for words in (
        "未曾把政策解读形式单一作为问题的单位有哪些",
        "政策解读形式单一这条，哪家一次都没写过",
    ):
        got = _asked(told, words)
        assert TOWN in got.text and OFFICE not in got.text


def test_one_count_is_a_share_of_another(told: Library) -> None:
    got = _asked(told, "南屏镇2022年公开信息里政策文件占几成")
    assert 30 in _numbers(got) and {90, 300} <= set(_numbers(got))


def test_two_counts_are_told_apart(told: Library) -> None:
    got = _asked(told, "南屏镇2023年比2022年工作动态少发了多少条")
    assert {210, 180, 30} <= set(_numbers(got))
    got = _asked(told, "2023年南屏镇和住建局谁公开的信息多？多多少条")
    assert {240, 520, 280} <= set(_numbers(got)), (got.text, got.understood)


def test_each_clause_has_its_own_count(told: Library) -> None:
    got = _asked(told, "南屏镇2022年公开信息总条数，还有其中工作动态占多少条")
    assert _numbers(got) == [300, 210]


def test_counts_of_several_years_are_summed_before_they_are_ranked(told: Library) -> None:
    got = _asked(told, "哪家两年累计的业务培训次数最多")
    assert _numbers(got) == [10] and TOWN in got.text and OFFICE not in got.text


def test_a_promise_is_told_with_what_the_next_year_says_of_its_problem(told: Library) -> None:
    got = _asked(told, "南屏镇2022年答应在服务大厅设查阅引导，2023年还写专区利用率低吗")
    assert "在服务大厅增设查阅引导" in got.text and {c.year for c in got.citations} == {2022, 2023}
    assert "1条关于“服务大厅”、“查阅引导”的问题" in got.text or "政务公开专区利用率不高" in got.text
    got = _asked(told, "南屏镇2022年说要建立栏目更新台账，2023年报里栏目更新不及时还写不写了")
    assert "没有关于" in got.text and {c.year for c in got.citations} == {2022, 2023}


def test_that_no_problem_came_again_is_said(told: Library) -> None:
    got = _asked(told, "住建局2022年提的问题，2023年又提了哪些")
    assert "历史文件清理进度滞后" in got.text and "栏目" not in got.text


def test_what_is_commonest_is_counted_by_reports_where_years_are_many(told: Library) -> None:
    got = _asked(told, "所有报告放在一起看，最普遍的短板是哪一条")
    assert "历史文件清理进度滞后" in got.text and 3 in _numbers(got)


def test_a_second_body_is_set_beside_a_count(told: Library) -> None:
    first = _asked(told, "南屏镇2023年公开信息多少条")
    got = answer("比住建局同一年多还是少，差几条", told, history=(Turn(first.question, first),))
    assert {240, 520, 280} <= set(_numbers(got))


def test_words_of_their_own_are_looked_for_where_the_conversation_was(told: Library) -> None:
    first = _asked(told, "南屏镇2023年有没有利用率不高的问题")
    got = answer("防汛专栏开了吗", told, history=(Turn(first.question, first),))
    assert "开设防汛专栏" in got.text and got.carried


def test_a_term_of_the_form_is_explained(told: Library) -> None:
    got = _asked(told, "“三安全一稳定”是什么意思")
    assert got.kind == "help" and "社会稳定" in got.text


def test_what_two_years_list_is_compared_member_by_member(told: Library) -> None:
    got = _asked(told, "南屏镇2022和2023年的重点领域有什么不一样？哪个是重合的")
    both, later, earlier = (
        got.text.split("临溪县南屏镇人民政府2023年有而")[0],
        *got.text.split("没有的：1条关于“重点领域”的各项")[1:],
    )
    assert "养老托育：" in both and "食品安全：" in later and "乡村道路：" in earlier


def test_what_is_listed_most_is_counted_over_all_reports(told: Library) -> None:
    got = _asked(told, "哪个领域被列为重点最多")
    assert "养老托育" in got.text and "食品安全" not in got.text and _numbers(got) == [3]


def test_one_count_is_times_another(told: Library) -> None:
    got = _asked(told, "南屏镇2023年培训次数是2022年的几倍")
    assert 1.5 in _numbers(got)


def test_who_is_above_the_average_is_told_with_it(told: Library) -> None:
    got = _asked(told, "2023年哪几家培训次数超过平均")
    assert 5.5 in _numbers(got) and 6 in _numbers(got) and 5 not in _numbers(got)


def test_of_more_years_so_many_are_enough(told: Library) -> None:
    got = _asked(told, "哪家单位两年都写了历史文件清理的问题")
    assert OFFICE in got.text and TOWN not in got.text


@pytest.mark.parametrize(
    "question",
    ["只在2022年写过栏目更新问题的单位有哪些", "2023年谁家的政策文件发得比工作动态还多"],
)
def test_a_limit_that_no_plan_has_is_asked_back(told: Library, question: str) -> None:
    assert _asked(told, question).kind == "clarify"
