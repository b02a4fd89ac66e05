"""Lost blanks: placed where the equations leave one way, left alone where they do not."""

import random

from index.recognition.tables.lost_blanks import Balance, solve_groups, solve_rows

TOTAL = 6
PARTS = Balance(("a", "b"), ("all",))


def test_columns_settle_a_row() -> None:
    known = {"b": [1, 0, 0, 0, 0, 0, 1], "all": [1, 0, 5, 0, 0, 0, 6]}
    assert solve_rows(known, {"a": [5, 5]}, [PARTS], TOTAL) == {"a": (2, 6)}


def test_two_ways_are_no_way() -> None:
    known = {"b": [1, 0, 0, 0, 0, 0, 1]}
    assert solve_rows(known, {"a": [5, 5], "all": [1, 5, 6]}, [PARTS], TOTAL) == {}


def test_a_contradiction_settles_nothing() -> None:
    known = {"b": [1, 0, 0, 0, 0, 0, 1], "all": [1, 0, 4, 0, 0, 0, 5]}
    assert solve_rows(known, {"a": [5, 5]}, [PARTS], TOTAL) == {}
    assert solve_rows(known, {"a": [5, 4]}, [PARTS], TOTAL) == {}


def test_what_is_settled_is_true() -> None:
    rng = random.Random(7)
    for _ in range(60):
        rows = [[rng.choice((0, 0, 0, rng.randint(1, 30))) for _ in range(6)] for _ in range(5)]
        rows = [[*row, sum(row)] for row in rows]
        known = {"all": [sum(column) for column in zip(*rows, strict=True)]}
        names = [f"r{i}" for i in range(len(rows))]
        lost = {n: [v for v in row if v] for n, row in zip(names, rows, strict=True) if any(row)}
        known |= {n: row for n, row in zip(names, rows, strict=True) if n not in lost}
        for name, slots in solve_rows(known, lost, [Balance(tuple(names), ("all",))], 6).items():
            assert slots == tuple(i for i, v in enumerate(rows[names.index(name)]) if v)


def test_groups() -> None:
    assert solve_groups([2, 3, 5, 1, 1], 1, 5) is None
    assert solve_groups([1, 2, 3, 4, 10, 7, 7, 1, 2, 3, 4, 10], 3, 5) is None
    full = [1, 2, 3, 4, 10, 0, 2, 0, 1, 3, 5, 0, 1, 0, 6]
    assert solve_groups(full, 3, 5) == tuple(range(15))
