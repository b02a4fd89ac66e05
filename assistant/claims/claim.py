"""What a sentence claims, as values, and what checking makes of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Status = Literal["proved", "contradicted", "unproved"]
Kind = Literal["done", "problem", "comparison", "cause", "measure", "frame", "figure"]
Bound = Literal[
    "exact",
    "about",
    "near",
    "more",
    "odd",
    "least",
    "less",
    "most",
    "mostly",
    "few",
    "around",
    "within",
]
Dimension = Literal["count", "money", "percent", "times", "points"]
Pool = Literal["mean", "median", "sum", "all"]
OWN = ""
"""The body whose report is checked, where a figure's `body` says whose it is."""


# ---------------------------------------------------------------- figures


@dataclass(frozen=True, slots=True)
class Measure:
    """What is counted: a sum of (measure, column) as `cell_meanings.readings` knows them.

    `certain` is False where the words may mean something else.
    """

    parts: tuple[tuple[str, str], ...]
    certain: bool = True

    @property
    def single(self) -> tuple[str, str] | None:
        return self.parts[0] if len(self.parts) == 1 else None


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure of a body in a year; of several years, their sum or, with `mean`, a year's mean.

    `also`: other bodies whose figures are added.
    """

    measure: Measure
    years: tuple[int, ...]
    body: str = OWN
    also: tuple[str, ...] = ()
    mean: bool = False


@dataclass(frozen=True, slots=True)
class Statistic:
    """The mean, median or sum of the peers' figures, or (`all`) each of them."""

    figure: Figure
    pool: Pool


@dataclass(frozen=True, slots=True)
class Stated:
    """A number as the text gives it; `step` is the value of one in the last printed digit.

    Counts are of cases, money is in 万元, shares are in percent, points in percentage points.
    """

    value: float
    dimension: Dimension
    text: str
    bound: Bound = "exact"
    step: float = 1.0


# ---------------------------------------------------------------- claims


@dataclass(frozen=True, slots=True)
class Value:
    """The figure is the number, in any of its meanings."""

    figure: Figure
    stated: Stated


@dataclass(frozen=True, slots=True)
class Compare:
    """`left` is above (1), at (0) or below (−1) `right`; not so where `negated`.

    `by` is the difference (count, money), its percentage of `right`, or `right` times so much.
    `degree` is `large`, `clear`, `small`, `near` or "".  `floor`: equality will do (不低于).
    """

    left: Figure
    right: Figure | Statistic
    sign: int
    by: Stated | None = None
    degree: str = ""
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Multiple:
    """`left` is `stated` (percent or times) of `right`."""

    left: Figure
    right: Figure | Statistic
    stated: Stated


@dataclass(frozen=True, slots=True)
class Share:
    """`part` is `stated` percent of one of `wholes`."""

    part: Figure
    wholes: tuple[Figure, ...]
    stated: Stated


@dataclass(frozen=True, slots=True)
class ShareChange:
    """The share of `part` rose (1) or fell (−1) since the year before, by `points`."""

    part: Figure
    wholes: tuple[Figure, ...]
    sign: int
    points: Stated | None = None
    degree: str = ""


@dataclass(frozen=True, slots=True)
class Whole:
    """All of one of `wholes` is `part`."""

    part: Figure
    wholes: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Rank:
    """The figure's place among `others`, or among the peers where there are none.

    `place` counts from the greatest, from the least where negative; `size` is how many the text
    says there are; `wide` says that it speaks of more than the peers (全县各单位).
    """

    figure: Figure
    place: int
    others: tuple[Figure, ...] = ()
    size: int | None = None
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Mean:
    """The peers' mean, median or sum is the number; `size` is how many bodies the text says there are."""

    statistic: Statistic
    stated: Stated
    size: int | None = None


@dataclass(frozen=True, slots=True)
class Quoted:
    """What a passage says as well."""

    ground: Ground


@dataclass(frozen=True, slots=True)
class Listed:
    """A year's part five names a problem or measure (`present`), or does not.

    `about` is the problem that the measure is said to answer; `count` is how many of the kind the
    text says there are, of which `words` then says nothing; `place` is its place among its kind.
    """

    kind: str
    words: str
    year: int
    present: bool = True
    about: str = ""
    count: int | None = None
    place: int | None = None


@dataclass(frozen=True, slots=True)
class Unbound:
    """Something the grammar cannot bind to figures; `why` says what."""

    why: str


@dataclass(frozen=True, slots=True)
class Either:
    """The same words with more than one thing they may be said of."""

    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Rather:
    """The first is what the words mean; where the second holds instead nothing is said against them."""

    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Both:
    """Words that may mean the one or the other: settled only where both come out alike."""

    claims: tuple[Claim, ...]


Claim = (
    Value
    | Compare
    | Multiple
    | Share
    | ShareChange
    | Whole
    | Rank
    | Mean
    | Quoted
    | Listed
    | Unbound
    | Either
    | Rather
    | Both
)
"""What one clause says."""


# ---------------------------------------------------------------- verdicts


@dataclass(frozen=True, slots=True)
class Ground:
    """What a verdict rests on: a cell, a passage of a report, or a note of the drafter."""

    kind: Literal["cell", "passage", "note"]
    text: str
    agency: str = ""
    year: int | None = None
    cell: str | None = None
    value: int | float | None = None
    section: int | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """The verdict on one claim, with its grounds and the reason in words."""

    status: Status
    why: str = ""
    grounds: tuple[Ground, ...] = ()
    suggestion: str = ""
    meant: tuple[Measure, int] | None = None
    """Which of its meanings a measure was shown to have, by its place among them."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A sentence with its verdict; `span` is of the text that was checked.

    `suggestion` says what would hold, "" where there is nothing to suggest.
    """

    text: str
    span: tuple[int, int]
    kind: Kind
    status: Status
    evidence: tuple[Ground, ...] = ()
    why: str = ""
    suggestion: str = ""
