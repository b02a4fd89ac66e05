"""Two versions of a report: what was mended, what stands, what is new; places that move."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from assistant.checks import run
from assistant.review.compare_versions import compare, identity, place_of
from index.report import Finding, Place, Review
from tests.checks.build import report

NEW, DONE = "applications.new_received.total", "applications.total.total"


def review(**case: Any) -> Review:
    return run(report(case))


def rules(findings: tuple[Finding, ...]) -> set[str]:
    return {f.rule for f in findings}


def test_a_mended_cell() -> None:
    before, after = review(cells={NEW: 3}), review()
    found = compare(before, after)
    assert {"T01", "T02"} <= rules(found.mended)
    assert not found.standing and not found.new
    assert [(c.key, c.before.value, c.after.value) for c in found.cells] == [(NEW, 3, 0)]


def test_a_new_fault_beside_one_that_stands() -> None:
    said = {1: "全年收到政府信息公开申请5件。"}
    found = compare(review(text=said), review(text=said, cells={DONE: 2}))
    assert "X01" in rules(found.standing)
    assert {"T01", "T03"} <= rules(found.new)


def test_another_wrong_number_in_the_same_words_still_stands() -> None:
    first = review(text={1: "全年收到政府信息公开申请5件。"})
    second = review(text={1: "开头多了一段。\n全年收到政府信息公开申请7件。"})
    found = compare(first, second)
    assert "X01" in rules(found.standing)
    assert "X01" not in rules(found.new) | rules(found.mended)


def test_a_rule_that_can_no_longer_be_judged_is_not_mended() -> None:
    before = review(cells={NEW: 3})
    after = review(cells={"applications.*": "unread"})
    found = compare(before, after)
    assert "T01" in rules(found.unassessed)
    assert "T01" not in rules(found.mended)


def test_the_same_report_changes_nothing() -> None:
    same = review(cells={NEW: 3}, text={1: "全年收到政府信息公开申请5件。"})
    found = compare(same, same)
    assert found.standing == same.findings
    assert not (found.mended or found.new or found.unassessed or found.cells)


def test_two_findings_of_one_place_are_matched_one_to_one() -> None:
    finding = Finding("L01", "warning", "fail", "叠字", "的的", 1, quote="做好的的工作")
    one = Review(report({}).source, None, (finding,), {"L01": "fail"})
    two = replace(one, findings=(finding, finding))
    assert (len(compare(one, two).new), len(compare(two, one).mended)) == (1, 1)


@given(
    st.integers(1, 900),
    st.integers(1, 900),
    st.text(alphabet="收到申请件 　，。", max_size=20),
)
def test_place_forgets_lines_numbers_and_spaces(line: int, number: int, words: str) -> None:
    finding = Finding("X01", "error", "fail", "", "", 1, (NEW,), quote=f"共{words}{number}件")
    moved = replace(
        finding, at=Place(page=2, line=line), quote=f"共 {words}{number + 1}件", message="别的话"
    )
    assert identity(moved) == identity(finding)


def test_place_tells_sections_cells_and_words_apart() -> None:
    one = Finding("X01", "error", "fail", "", "", 1, (NEW,), quote="收到5件")
    others = (replace(one, section=3), replace(one, cells=(DONE,)), replace(one, quote="受理5件"))
    assert len({place_of(f) for f in (one, *others)}) == 4
