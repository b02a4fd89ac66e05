"""A note goes to the problem that it speaks of, and to no other."""

from __future__ import annotations

import pytest

from assistant.draft.frames import Known, Recogniser
from assistant.draft.notes import Note
from assistant.draft.placing import with_notes
from assistant.draft.request import Problem
from index.library.library import Library

CORRECTED = Problem("corrected", "行政复议结果纠正的1件", "行政复议结果纠正1件", (1,))
TWO_KINDS = Problem(
    "corrected",
    "行政复议和行政诉讼结果纠正的4件",
    "行政复议和行政诉讼结果纠正4件，其中行政复议3件、未经复议直接起诉1件",
    (1,),
)
BUSY = Note("problem", "热线记录本有两个，值班的各记各的，3件没转办", "热线没人归口")


@pytest.mark.parametrize(
    ("problem", "about"),
    [
        (CORRECTED, "复议纠正1件"),
        (CORRECTED, "行政复议结果纠正1件"),
        (TWO_KINDS, "行政复议结果纠正3件"),
        (TWO_KINDS, "未经复议直接起诉纠正1件"),
    ],
)
def test_a_cause_of_what_was_corrected_stands_under_it(
    problem: Problem, about: str, library: Library
) -> None:
    told, loose = with_notes([problem], [(Note("cause", "超期一天", about), 2)], library)
    assert [n.text for n, _ in told[0].said("cause")] == ["超期一天"]
    assert loose == []


@pytest.mark.parametrize(
    "about",
    ["复议其他结果1件", "新收申请21件，上年9件", "申请由7件降到3件", "没有一件予以公开"],
)
def test_why_another_figure_is_as_it_is_stands_under_no_problem(
    about: str, library: Library
) -> None:
    notes = [(BUSY, 2), (Note("cause", "园区扩建后来问的多", about), 3)]
    told, loose = with_notes([CORRECTED], notes, library)
    assert not any(p.said("cause") for p in told)
    assert len(told) == 2
    assert [(n.kind, n.text) for n, _ in loose] == [("fact", f"{about}，原因是园区扩建后来问的多")]


def test_a_problem_is_told_under_the_name_that_its_words_leave_out(library: Library) -> None:
    told, _ = with_notes(
        [], [(BUSY, 1), (Note("problem", "热线没人归口，各记各的", "热线没人归口"), 2)], library
    )
    assert [p.text for p in told] == [
        "热线没人归口：热线记录本有两个，值班的各记各的，3件没转办",
        "热线没人归口，各记各的",
    ]


@pytest.mark.parametrize(
    ("sentence", "known"),
    [
        ("针对“栏目更新慢”，17次都提前上了网", True),
        ("针对“栏目更新慢”的问题，我局17次都提前上了网", True),
        ("针对“栏目更新慢”的问题，县局17次都提前上了网", False),
        ("针对“栏目更新快”的问题，17次都提前上了网", False),
    ],
)
def test_a_writer_may_say_that_it_is_a_problem_and_who_speaks(sentence: str, known: bool) -> None:
    words = (Known("quoted", "栏目更新慢", 1), Known("done", "17次都提前上了网", 2))
    recogniser = Recogniser(iter(words), {"we": "我局"})
    assert (recogniser.known(sentence) is not None) is known
