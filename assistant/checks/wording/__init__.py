"""L: the wording. False alarms cost more than misses here: what may be right in some sentence passes."""

from __future__ import annotations

from assistant.checks.rule import Family
from assistant.checks.wording import (
    l01_doubled_words,
    l02_punctuation,
    l03_template_residue,
    l04_dates_and_numbers,
    l05_typos,
)

FAMILY = Family(
    "L",
    "文字表述",
    (
        l01_doubled_words.RULE,
        l02_punctuation.RULE,
        l03_template_residue.RULE,
        l04_dates_and_numbers.RULE,
        l05_typos.RULE,
    ),
)
