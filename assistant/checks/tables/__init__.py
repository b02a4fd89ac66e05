"""T: what holds inside the statutory tables."""

from __future__ import annotations

from assistant.checks.rule import Family
from assistant.checks.tables import (
    t01_t04_equations,
    t05_regulations,
    t06_likely_cause,
)

FAMILY = Family(
    "T",
    "表内关系",
    (
        *t01_t04_equations.RULES,
        t05_regulations.RULE,
        t06_likely_cause.RULE,
    ),
)
