"""Turns of a conversation: the numbers spoken of last again, one step over them, and what stays open."""

import pytest

from assistant.ask.answer import Answer, Turn
from assistant.ask.asking import answer
from tests.ask.conftest import County

_NEW = "applications.new_received.total"
_DONE = "applications.total.total"


def talk(county: County, *questions: str) -> Answer:
    """The answer to the last of the questions, after the others."""
    turns: list[Turn] = []
    for question in questions:
        turns.append(Turn(question, answer(question, county.library, history=turns)))
    return turns[-1].answer


def cell(county: County, key: str, body: int, year: int) -> float:
    report = county.truth.report(county.truth.bodies[body].name, year)
    assert report is not None
    return float(report.cells[key])


def numbers(found: Answer) -> set[float]:
    return {float(f.value) for f in found.figures if f.value is not None} | {
        float(d.value) for d in found.derived
    }


def test_another_measure_and_a_step_over_it_at_once(county: County) -> None:
    found = talk(county, "县教育局2022年新收多少件", "2023年呢", "办结增幅")
    before, now = (cell(county, _DONE, _at(county, "教育"), y) for y in (2022, 2023))
    assert found.kind == "figures"
    assert round(100 * (now - before) / before, 2) in numbers(found)


def _at(county: County, name: str) -> int:
    return next(i for i, b in enumerate(county.truth.bodies) if name in b.name)


def test_the_numbers_spoken_of_are_those_measures_again(county: County) -> None:
    found = talk(county, "县教育局2023年新收多少件", "办结呢", "2022年的这两个数")
    at = _at(county, "教育")
    assert {cell(county, k, at, 2022) for k in (_NEW, _DONE)} == numbers(found)


def test_which_of_the_last_two_is_more_with_a_weak_word(county: County) -> None:
    found = talk(county, "县教育局2023年办结多少件", "县住建局呢", "那两家谁办得更多些")
    at = (_at(county, "教育"), _at(county, "住房"))
    assert {cell(county, _DONE, i, 2023) for i in at} == numbers(found)


@pytest.mark.parametrize("words", ["由高到低重排", "从多到少排一下就行"])
def test_an_order_said_in_other_verbs(county: County, words: str) -> None:
    found = talk(county, "2023年各局新收多少件", words)
    values = [f.value for f in found.figures]
    assert len(values) > 1
    assert values == sorted(values, key=lambda v: -(v or 0))
    assert len(talk(county, "2023年各局新收多少件", words, "留前两个就行").figures) == 2


@pytest.mark.parametrize(
    ("questions", "kind"),
    [
        (("他们2023年新收多少件",), "clarify"),
        (("新收多少件", "县教育局"), "clarify"),
        (("新收多少件", "县教育局", "2023年"), "figures"),
        (("县教育局新收多少件", "所有年份"), "figures"),
    ],
)
def test_what_is_open_stays_open_until_it_is_said(
    county: County, questions: tuple[str, ...], kind: str
) -> None:
    assert talk(county, *questions).kind == kind


def test_what_a_patch_does_not_compute_is_asked_back(county: County) -> None:
    found = talk(county, "县教育局2023年新收多少件", "办结的中位数")
    assert found.kind == "clarify"
