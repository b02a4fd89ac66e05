"""Every rule on the cases that its YAML file gives."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.checks import RULES, Context, run
from tests.checks.build import report

CASES = Path(__file__).parent / "cases"


def cases() -> Iterator[Any]:
    for path in sorted(CASES.glob("*.yaml")):
        for case in yaml.safe_load(path.read_text(encoding="utf-8")):
            yield pytest.param(path.stem, case, id=f"{path.stem}-{case['name']}")


@pytest.mark.parametrize(("rule", "case"), cases())
def test_case(rule: str, case: dict[str, Any]) -> None:
    review = run(report(case), Context(), {rule: RULES[rule]})
    found = [f.message for f in review.findings]
    assert not review.errors
    assert review.assessed[rule] == case["assessed"], found
    assert case.get("message", "") in "\n".join(found)
