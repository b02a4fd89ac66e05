"""How far apart, how high, how alike: what reading a printed page goes by."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True, kw_only=True)
class PageTolerances:
    """Heights are of a character where nothing else is said.

    Raises `ValueError` for one that is not above zero.
    """

    # page_layout
    touching: float = 0.05
    """Heights: letters of a word are no further apart."""
    largest: float = 1.5
    """Heights of its cell: print that is higher is a watermark."""
    wide_gap: float = 3.0
    """Heights: what stands further apart may belong to different columns."""
    unlike_size: float = 1.4
    """How much higher print of another size is."""
    upon: float = 0.7
    """The share of a digit's width: the next one of a number stands further right."""
    # printed_words
    word_gap: float = 0.3
    """Heights: a wider gap parts words."""
    # unruled_columns
    off_column: float = 0.25
    """How far from its place under the label a figure may stand, of the distance between columns."""
    # unruled_column_labels
    like_column: float = 0.84
    """How like the form's own a column's label is; `社社会公益组织` is read off many a scan."""
    # unruled_row_labels
    like_row: float = 0.84
    """How like the form's own the lines are that may be a label."""
    tallest_label: int = 9
    """Over how many lines a row's label may run."""
    head_cost: float = 0.05
    """What it costs to give no row a word that is of a group's label."""
    # unruled_tables
    exact: float = 0.95
    """How like the form's own a label is that is surely whole."""

    def __post_init__(self) -> None:
        for field in fields(self):
            if not getattr(self, field.name) > 0:
                raise ValueError(f"{field.name}: {getattr(self, field.name)}")


PAGE = PageTolerances()
