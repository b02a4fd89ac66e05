"""Y: the report beside the same body's of the year before."""

from __future__ import annotations

from assistant.checks.rule import Family
from assistant.checks.years import (
    y01_y02_carried_over,
    y03_jumps,
    y04_copied_from_last_year,
    y05_stale_years,
    y06_standing_problems,
)

FAMILY = Family(
    "Y",
    "跨年度",
    (
        *y01_y02_carried_over.RULES,
        y03_jumps.RULE,
        y04_copied_from_last_year.RULE,
        y05_stale_years.RULE,
        y06_standing_problems.RULE,
    ),
)
