"""Plans read back, changed by a chip and made by the picker; the truth is recomputed from the reports."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from assistant.ask.answer import Answer, Table
from assistant.ask.asking import answer, holdings
from assistant.ask.grammar.understand import understand
from assistant.ask.plan.plan import Figures, Keep, Plan, Sentences, When, Who, holds
from assistant.ask.plan.readback import read_back
from assistant.ask.plan.scope import Holdings
from assistant.ask.plan.validate import checked
from assistant.desk.ask import answer_table
from assistant.desk.ask.plan_change import changed
from assistant.desk.ask.plan_choices import tree
from assistant.desk.ask.plan_picker import FOLDS, MADE, TOLD, WORKED, built
from assistant.desk.ask.plan_pieces import change_words, chips, pieces
from index.library.library import Library
from index.report import UsageError
from tests.generator.bridge import as_report
from tests.generator.world import World, world

RECEIVED = "applications.new_received.total"


@dataclass(frozen=True)
class Shelf:
    library: Library
    truth: World
    held: Holdings

    def values(self, year: int) -> list[int]:
        """New applications of every body in a year, as the reports were made."""
        return [int(r.cells[RECEIVED]) for r in self.truth if r.year == year]


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    truth = world(6, years=range(2022, 2025), seed=3, gaps=0.0)
    folder: Path = tmp_path_factory.mktemp("shelf")
    with Library.open(folder, embedder="hashing") as library:
        with library.batch():
            for true in truth:
                report = as_report(true)
                library.add(report, report.source.sha256.encode(), filename=report.source.path)
        yield Shelf(library, truth, holdings(library))


FIELDS: dict[str, Any] = {
    "sort": "figures",
    "who": "group:全部",
    "when": "years",
    "years": "2024",
    "measures": "新收申请",
    "made": "list",
    "sign": ">=",
    "value": "3",
    "n": "2",
}
QUESTIONS = (
    "2024年各局新收申请最多的前三名",
    "2023年各单位新收申请的中位数",
    "2024年新收比上年增加的单位有哪些",
    "2024年新收申请低于平均数的单位有几家",
    "近三年每年新收都超过3件的单位",
    "哪些单位从没提到培训",
    "2024年存在哪些问题",
    "2023年个人申请占新收的比例最高的单位",
    "2024年第二多的是谁，新收申请",
)


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_pieces_are_the_read_back(question: str, shelf: Shelf) -> None:
    plan = understand(question, shelf.held).plan
    found = pieces(plan)
    assert "".join(p.text for p in found) == read_back(plan)
    assert [p.chip.words for p in found if p.chip] == [p.text for p in found if p.chip]
    assert {"单位", "年度"} <= {p.chip.sort for p in found if p.chip}


@pytest.mark.parametrize("made", [m for m in MADE if m != "list"])
def test_whatever_is_made_of_the_rows_is_valid_and_runs(made: str, shelf: Shelf) -> None:
    plan = built({**FIELDS, "made": made})
    assert checked(plan, shelf.held)[1] == ()
    assert answer("", shelf.library, plan=plan).kind == "figures"


@pytest.mark.parametrize("worked", WORKED)
@pytest.mark.parametrize("fold", FOLDS)
def test_stages_fit_or_say_why_not(worked: str, fold: str, shelf: Shelf) -> None:
    measures = ["予以公开", "新收申请"]
    plan = built({**FIELDS, "measures": measures, "when": "every", "worked": worked, "fold": fold})
    errors = checked(plan, shelf.held)[1]
    over_years = worked in ("较上年", "增长率") and fold in ("和", "平均")
    assert bool(errors) == over_years
    if not errors:
        assert answer("", shelf.library, plan=plan).table is not None


@pytest.mark.parametrize("told", TOLD)
def test_narrative_by_the_picker(told: str, shelf: Shelf) -> None:
    about = "数" if told in ("take", "和") else "问题"
    fields = {**FIELDS, "sort": "words", "told": told, "about": about, "words": "培训"}
    plan = built(fields if about == "数" else {**fields, "words": ""})
    assert checked(plan, shelf.held)[1] == ()
    found = answer("", shelf.library, plan=plan)
    assert found.searched == 6


def test_a_median_by_the_picker_is_the_reports_median(shelf: Shelf) -> None:
    plan = built({**FIELDS, "made": "中位数"})
    found = answer("", shelf.library, plan=plan)
    assert [d.value for d in found.derived] == [statistics.median(shelf.values(2024))]


def test_a_chip_changed_is_the_plan_asked_anew(shelf: Shelf) -> None:
    plan = built({**FIELDS, "made": "中位数"})
    moved = changed(plan, "steps.0.when", {"when": "years", "years": "2023"})
    assert moved == built({**FIELDS, "made": "中位数", "years": "2023"})
    total = changed(moved, "steps.1.agg.0", {"fn": "和"})
    assert total == built({**FIELDS, "made": "和", "years": "2023"})
    found = answer("", shelf.library, plan=total)
    assert [d.value for d in found.derived] == [sum(shelf.values(2023))]


def test_a_sum_is_read_back_once() -> None:
    plan = built({**FIELDS, "made": "和"})
    assert read_back(plan).count("新收申请") == 2  # the measure, and what is worked out of it
    (agg,) = [c for c in chips(plan) if c.sort == "怎么算"]
    assert change_words(agg) == "怎么算改为“新收申请的合计”"


def test_columns_follow_a_changed_measure(shelf: Shelf) -> None:
    plan = built({**FIELDS, "when": "every", "fold": "和", "made": "take"})
    moved = changed(plan, "steps.0.measures.0", {"measure": "予以公开"})
    fields = {**FIELDS, "measures": "予以公开", "when": "every", "fold": "和", "made": "take"}
    assert moved == built(fields)


def test_conditions_on_a_computed_column_follow_too() -> None:
    plan = built({**FIELDS, "worked": "较上年", "when": "every", "made": "每年都"})
    moved = changed(plan, "steps.1.fn", {"fn": "增长率"})
    kept = moved.steps[-1]
    assert isinstance(kept, Keep) and kept.where[0].col == "增长率"
    assert moved.show == ("s3.单位", "s3.年", "s3.增长率", "s3.新收申请")


def test_order_condition_each_and_content_change() -> None:
    ranked = built({**FIELDS, "made": "take"})
    second = changed(ranked, "steps.1.take", {"cut": "place", "n": "2", "desc": "no"})
    assert read_back(second).split("；")[1] == "按新收申请从低到高，第2名"
    kept = built({**FIELDS, "when": "every", "made": "每年都"})
    never = changed(kept, "steps.1.each", {"each": "从没有"})
    bound = {"col": "新收申请", "sign": ">", "value": "5"}
    more = changed(never, "steps.1.where.0", bound)
    assert more.steps[1] == Keep(
        id="s2", of="s1", where=(holds("新收申请", ">", 5.0),), each="从没有"
    )
    told = built({**FIELDS, "sort": "words", "about": "问题"})
    counted = changed(told, "steps.0.about", {"about": "数", "words": "培训、宣传", "unit": "次"})
    step = counted.steps[0]
    assert isinstance(step, Sentences) and step.words == ("培训", "宣传")
    assert counted.show == ("s1.单位", "s1.年", "s1.数", "s1.句")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"measures": ()}, "指标"),
        ({"who": "names"}, "单位"),
        ({"years": ()}, "年度"),
        ({"when": ""}, "年度"),
        ({"made": "take", "n": "0"}, "名次"),
        ({"made": "行", "value": ""}, "条件"),
        ({"worked": "百分比"}, "两个指标"),
        ({"made": "nonsense"}, "怎么列"),
        ({"sort": "words", "about": "问题", "unit": "次"}, "量词"),
        ({"sort": "words", "about": "措施", "part": "1"}, "哪一部分"),
        ({"sort": "words", "about": "原文", "words": "培训", "any": "on"}, "两个以上"),
        ({"sort": "words", "about": "数"}, "什么的次数"),
        ({"sort": "words", "about": "原文"}, "说到的词"),
        ({"sort": "words", "about": "问题", "told": "take"}, "次数"),
    ],
)
def test_what_is_still_to_be_chosen_is_said(change: dict[str, Any], says: str) -> None:
    with pytest.raises(UsageError, match=says):
        built({**FIELDS, **change})


@pytest.mark.parametrize("path", ["", "steps.9.who", "steps.0.id", "show", "steps.x.who"])
def test_no_other_place_of_a_plan_can_be_changed(path: str) -> None:
    with pytest.raises(UsageError):
        changed(built(FIELDS), path, {"who": "group:局"})


def test_every_measure_stands_in_the_tree_once() -> None:
    from assistant.ask.plan.catalogue import catalogue

    names = [m for _, branches in tree() for b in branches for m in b.measures]
    assert sorted(names) == sorted(catalogue())


# ---------------------------------------------------------------- the table of an answer


def _answer(columns: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> Answer:
    step = Figures(id="s1", who=Who(group="全部"), when=When(every=True), measures=("新收申请",))
    table = Table(columns, rows)
    return Answer(question="", text="", kind="figures", plan=Plan(steps=(step,)), table=table)


def test_plain_counts_of_one_year_have_a_total() -> None:
    head = ("单位", "年度", "新收申请", "增长率（%）")
    rows = (("甲", "2024", "3", "50"), ("乙", "2024", "没有报告", ""), ("丙", "2024", "4", "1"))
    assert answer_table.total(_answer(head, rows)) == ("以上合计（1行没有数）", "", "7", "")


def test_several_years_and_averages_have_no_total() -> None:
    several = (("甲", "2023", "3"), ("甲", "2024", "4"))
    assert answer_table.total(_answer(("单位", "年度", "新收申请"), several)) == ()
    average = (("甲", "2024", "3"), ("乙", "2024", "4"))
    assert answer_table.total(_answer(("单位", "年度", "新收申请平均"), average)) == ()


def test_a_file_has_every_row_and_starts_no_formula() -> None:
    rows = (("=1+1", "-3"), *((str(i), "1") for i in range(500)))
    lines = answer_table.csv(Table(("单位", "新收申请"), rows)).decode("utf-8-sig").splitlines()
    assert len(lines) == 502 and lines[1] == "'=1+1,-3"
