"""Tables of costly cases: a few of them in the fast set, all the others in the slow one."""

from __future__ import annotations

from collections.abc import Iterable

import pytest


def slow_but(cases: Iterable[object], fast: Iterable[object]) -> list[object]:
    """`cases` as parameters of a test, all marked slow but those of `fast`, which must be cases."""
    cases, kept = list(cases), list(fast)
    assert kept and all(case in cases for case in kept)
    marks = pytest.mark.slow
    return [case if case in kept else pytest.param(case, marks=marks) for case in cases]
