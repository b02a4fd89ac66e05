"""How a report is dressed: one small value, many variants."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Style:
    """Choices that the writers honour where they apply; the defaults are the plain form.

    `part_two`: the four (five) small tables of part two `joined` in one or `separate`.
    `break_after`: rows of the application table before a page break (PDF; None: as it falls).
    `repeat_header`: the table's header again on the next page.  `date`: where the day of
    publication stands.  `label_columns`: of how many columns the application table's labels are.
    `disputes`: how part four stands: the form's one row, three rows of five, five rows of three,
    or three small tables one below the other in one.  `kangxi`: 一 二 人 文 … as Kangxi radicals; `wide`: full-width digits in
    the narrative; `loose`: a blank on each side of years.
    """

    font: Literal["serif", "sans", "cid"] = "serif"
    size: float = 9
    ruled: bool = True
    landscape: bool = False
    part_two: Literal["joined", "separate"] = "joined"
    break_after: int | None = None
    repeat_header: bool = False
    short_labels: bool = False
    date: Literal["none", "header", "signature"] = "none"
    kangxi: bool = False
    wide: bool = False
    loose: bool = False
    encoding: Literal["utf-8", "gbk"] = "utf-8"
    navigation: bool = False
    split_digits: bool = False
    label_columns: Literal[1, 2, 3] = 3
    disputes: Literal["across", "rows", "turned", "stacked"] = "across"


PLAIN = Style()
