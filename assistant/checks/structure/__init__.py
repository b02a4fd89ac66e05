"""F: the report's frame, what it says of itself, and its single cells."""

from __future__ import annotations

from assistant.checks.rule import Family
from assistant.checks.structure import (
    f01_six_parts,
    f02_part_titles,
    f03_chapter_numbers,
    f04_title,
    f05_period,
    f06_form_of_the_year,
    f07_mixed_forms,
    f08_statutory_tables,
    f09_blank_cells,
    f10_plain_numbers,
    f11_basis_cited,
    f12_part_five,
    f13_matters,
    f14_handling_fee,
    f15_publication,
    f16_tables_read,
)

FAMILY = Family(
    "F",
    "结构与格式",
    (
        f01_six_parts.RULE,
        f02_part_titles.RULE,
        f03_chapter_numbers.RULE,
        f04_title.RULE,
        f05_period.RULE,
        f06_form_of_the_year.RULE,
        f07_mixed_forms.RULE,
        f08_statutory_tables.RULE,
        f09_blank_cells.RULE,
        f10_plain_numbers.RULE,
        f11_basis_cited.RULE,
        f12_part_five.RULE,
        f13_matters.RULE,
        f14_handling_fee.RULE,
        f15_publication.RULE,
        f16_tables_read.RULE,
    ),
)
