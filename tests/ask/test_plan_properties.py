"""Whatever plan is written: it is turned down in words, or it is carried out and told."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from assistant.ask.answer import Answer, Figure
from assistant.ask.asking import answer, holdings
from assistant.ask.plan.plan import Plan
from assistant.ask.plan.readback import read_back
from assistant.ask.plan.scope import Holdings
from assistant.ask.plan.validate import checked
from assistant.desk.ask.plan_pieces import pieces
from index.library.library import Library
from tests.ask.conftest import County
from tests.ask.plan_strategies import plans

Cells = Mapping[tuple[str, int | None, str], object]
CHINESE = re.compile(r"[\u4e00-\u9fff]{2}")


def examples(most: int) -> settings:
    """The same `most` examples each time, however long one takes."""
    slow = [HealthCheck.too_slow, HealthCheck.large_base_example]
    return settings(
        derandomize=True,
        deadline=None,
        database=None,
        max_examples=most,
        suppress_health_check=slow,
    )


@pytest.fixture(scope="module")
def held(county: County) -> Holdings:
    return holdings(county.library)


@pytest.fixture(scope="module")
def cells(county: County) -> Cells:
    return {(f.agency, f.year, f.key): f.value for f in county.library.cells()}


@examples(50)
@given(data=st.data())
def test_a_plan_is_told_or_turned_down_in_words(
    data: st.DataObject, county: County, held: Holdings, cells: Cells
) -> None:
    holds(data.draw(plans(held)), county.library, held, cells)


@pytest.mark.slow
@examples(2_000)
@given(data=st.data())
def test_many_plans_are_told_or_turned_down_in_words(
    data: st.DataObject, county: County, held: Holdings, cells: Cells
) -> None:
    holds(data.draw(plans(held)), county.library, held, cells)


def test_most_plans_drawn_are_valid(held: Holdings) -> None:
    """So that the properties are of what is carried out, not of what is turned down."""
    valid: list[bool] = []

    @examples(40)
    @given(plan=plans(held))
    def draw(plan: Plan) -> None:
        valid.append(not checked(plan, held)[1])

    draw()
    assert sum(valid) > len(valid) / 2


def holds(plan: Plan, library: Library, held: Holdings, cells: Cells) -> None:
    settled, errors = checked(plan, held)
    event("turned down" if errors else "told")
    for error in errors:
        assert CHINESE.search(error)
    found = answer("随便问的", library, plan=plan)
    assert found.text
    assert json.loads(json.dumps(found.as_json(), ensure_ascii=False))["answer"] == found.text
    assert found.as_text().startswith(found.text)
    if not errors:
        assert found.refusal != "not_understood" or plan.steps[-1].op == "refuse"
        assert "".join(p.text for p in pieces(settled)) == read_back(settled)
        _rests_on_cells(found, cells)


def _rests_on_cells(found: Answer, cells: Cells) -> None:
    for figure in (*found.figures, *found.basis):
        assert cells[_key(figure)] == figure.value
    named = {f.cell for f in (*found.figures, *found.basis)}
    assert all({*d.cells} <= named for d in found.derived)


def _key(figure: Figure) -> tuple[str, int | None, str]:
    return figure.agency, figure.year, figure.cell
