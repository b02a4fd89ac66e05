"""The truth itself: balanced, carried over, the same for the same seed."""

import pytest

from index.equations import equations
from index.formats import FORMS
from tests.generator import generate, world


@pytest.mark.parametrize("form", ["2019", "2021"])
@pytest.mark.parametrize("seed", range(12))
def test_every_equation_holds(form: str, seed: int) -> None:
    report = generate(seed, form)
    assert set(report.cells) == set(FORMS[form].keys())
    for equation in equations(form):
        left, right = (
            sum(report.cells[k] for k in side) for side in (equation.left, equation.right)
        )
        assert left == right, equation.name


def test_figures_carry_over_between_years() -> None:
    county = world(bodies=8, years=range(2019, 2025), seed=3, gaps=0)
    for body in county.bodies:
        for year in range(2020, 2025):
            before, now = county.report(body, year - 1), county.report(body, year)
            assert before and now
            for column in ("natural_person", "enterprise", "total"):
                assert (
                    now.cells[f"applications.carried_over.{column}"]
                    == before.cells[f"applications.carried_forward.{column}"]
                )
            if before.form == now.form == "2021":
                stem = "disclosure.normative_documents."
                assert now.cells[stem + "in_force"] == (
                    before.cells[stem + "in_force"]
                    + now.cells[stem + "issued"]
                    - now.cells[stem + "repealed"]
                )


def test_the_same_seed_gives_the_same_world() -> None:
    assert (
        world(5, range(2021, 2024), seed=7).reports == world(5, range(2021, 2024), seed=7).reports
    )
    assert world(5, [2023], seed=7).reports != world(5, [2023], seed=8).reports
