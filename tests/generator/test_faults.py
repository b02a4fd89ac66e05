"""Planted faults are where they say, one at a time, for every rule; traps change nothing true."""

import random

import pytest

from index.equations import equations
from tests.generator import Mutation, TrueReport, as_report, mutations, traps, world
from tests.generator.faults import FAULTS
from tests.generator.faults.wording import bank_card, identity_number

COUNTY = world(bodies=6, years=range(2020, 2024), seed=5, gaps=0)
GOVERNMENT = COUNTY.bodies[0]


def planted(year: int) -> list[Mutation]:
    report = COUNTY.report(GOVERNMENT, year)
    assert report
    peers = [r for r in COUNTY if r.year == year]
    return mutations(report, random.Random(year), COUNTY.report(GOVERNMENT, year - 1), peers)


def test_every_rule_has_faults_and_most_have_several() -> None:
    found = [m.rule for year in (2021, 2022, 2023) for m in planted(year)]
    assert set(found) == set(FAULTS)
    assert all(found.count(rule) >= 3 for rule in FAULTS)


def shown(report: TrueReport) -> str:
    """All that a reader sees of a report."""
    read = as_report(report)
    cells = {k: c.text for k, c in read.cells.items()}
    return repr(
        (read.title, read.sections, read.preamble, read.labels, read.tables, cells, read.published)
    )


@pytest.mark.parametrize("mutation", planted(2023), ids=lambda m: f"{m.rule}-{m.description}")
def test_a_fault_is_where_it_says(mutation: Mutation) -> None:
    clean = COUNTY.report(GOVERNMENT, 2023)
    assert clean
    beside = mutation.earlier or mutation.peers or mutation.children
    assert beside or shown(mutation.report) != shown(clean)
    if mutation.where in mutation.report.printed and not beside:
        assert mutation.report.printed[mutation.where] != clean.printed[mutation.where]
    elif mutation.rule[0] in "LXS":
        assert all(part in mutation.report.narrative for part in mutation.where.split(" / "))


@pytest.mark.parametrize("rule", ["T01", "T02", "T03", "T04"])
def test_a_table_fault_breaks_an_equation_of_its_rule(rule: str) -> None:
    for mutation in (m for m in planted(2022) if m.rule == rule):
        values = {k: float(v) for k, v in mutation.report.printed.items()}
        broken = [
            e
            for e in equations("2021")
            if e.rule == rule
            and sum(values[k] for k in e.left) != pytest.approx(sum(values[k] for k in e.right))
        ]
        assert broken, mutation.where


def test_traps_leave_the_tables_balanced() -> None:
    report = COUNTY.report(GOVERNMENT, 2023)
    assert report
    found = traps(report, random.Random(1))
    assert {"X01", "X10", "F02", "L01", "P02", "P03"} <= {t.rule for t in found}
    assert all(t.report.cells == report.cells or t.children for t in found)


def test_private_numbers_have_valid_check_digits() -> None:
    rng = random.Random(1)
    card = [int(d) for d in bank_card(rng)]
    assert (sum(card[-1::-2]) + sum(sum(divmod(2 * d, 10)) for d in card[-2::-2])) % 10 == 0
    identity = identity_number(rng)
    values = [10 if c == "X" else int(c) for c in identity]
    assert sum(v * pow(2, 17 - i, 11) for i, v in enumerate(values)) % 11 == 1
