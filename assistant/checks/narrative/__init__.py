"""X: the narrative against the tables, and against itself."""

from __future__ import annotations

from assistant.checks.narrative import (
    x01_x08_against_tables,
    x07_nothing,
    x09_percentages,
    x10_lists,
    x11_contradictions,
)
from assistant.checks.rule import Family

FAMILY = Family(
    "X",
    "文字与表格、文字自身",
    (
        *x01_x08_against_tables.RULES,
        x07_nothing.RULE,
        x09_percentages.RULE,
        x10_lists.RULE,
        x11_contradictions.RULE,
    ),
)
