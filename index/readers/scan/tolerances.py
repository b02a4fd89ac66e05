"""What reading a scanned page goes by; pixels are of 200 dpi."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanTolerances:
    """Pixels, degrees and shares, by the module that goes by them.

    Raises `ValueError` for one that is not above zero.
    """

    # deskew
    most_tilt: float = 5.0
    """Degrees: pages are straightened within this, no further."""
    straight: float = 0.1
    """Degrees: a page tilted by less stays as it is."""
    flat: float = 4.0
    """Pixels: where the lines of a page call for no more than this beside a turn, it lies flat."""
    steep: float = 0.1
    """The share of its width that a photographed page's corners may stand off their places."""
    long_stroke: int = 24
    """Pixels of the picture at half size: a shorter stroke may be print."""
    long_enough: int = 500
    """Pixels: what is longer counts no more; the edges of the paper need not run with its print."""
    off_straight: float = 3.0
    """Pixels by which the end of a straight line may be off."""
    grainy: float = 0.02
    """The share of ink that stands alone, pixel by pixel, on a noisy page at least."""
    slant: float = 0.2
    """How far from level or upright a ruled line may run, as a slope."""
    # orientation
    upright_surely: float = 0.75
    """How sure the recogniser is of upright print at least; upside down it is sure to 0.6 at most."""
    lines_looked_at: int = 3
    """Lines that tell which way up a page is."""
    longest_looked_at: int = 300
    """Pixels of a line that are enough to see which way up it is."""
    # read_scan
    tallest_strip: int = 1600
    """Rows of pixels searched for print at once."""
    blank_rows: int = 120
    """Blank rows that are left out of the search: what a table covers, a half empty page."""
    # ruled_lines
    near: int = 6
    """Pixels within which pieces of line are one line: print wobbles, scans bend."""
    lowest_row: int = 16
    """Pixels: no row is lower, so that lines nearer are one that bends, or a double one."""
    shortest_line: int = 120
    """Pixels a horizontal line must run to be considered."""
    widest_line: int = 13
    """Pixels: what is thicker is no line."""
    # scanned_cells
    clear_of_border: int = 3
    """Pixels that print keeps off a border at least."""
    figures_enough: int = 8
    """Figures that tell how high figures are printed in a table."""
    # scanned_page
    bare: float = 0.1
    """The share of its run's mean ink that a row between two printed lines has at most."""
    lowest_line: int = 16
    """Pixels: a printed line is no lower."""
    seal_touch: int = 20
    """Pixels of red in a cell."""
    # seals
    red: int = 60
    """By how much more red than green or blue the ink of a seal is."""
    reddish: int = 20
    """The same of its thin strokes, whose colour the scanner's compression washes out."""
    least_seal: int = 500
    """Pixels of it on a page: less is no seal."""
    # second_reading
    sure: float = 0.9
    """A reading below this confidence is not taken for a value."""
    slash: float = 0.17
    """The lean from which a lone stroke is a slash; a 1 leans less even in italics (0.14)."""
    flat_stroke: float = 1.8
    """Width over height from which a lone stroke is a dash; no digit is so flat."""
    figures_apart: float = 0.9
    """Heights of print: a wider gap parts figures."""
    minus: int = 4
    """Pixels of a minus sign that are left at least."""
    # unruled_scans
    stands_off: float = 0.15
    """The share of its height by which the detector's box stands off the print above and below."""
    dot: int = 10
    """Pixels that a full stop or a comma has at least."""
    longest_piece: int = 30
    """Characters: a longer line is of a paragraph."""
    beside_label: float = 0.4
    """Heights of a label's line that a figure may stand above or below the first or last label."""

    # pictures_in_text
    most_pictures: int = 8
    """Pictures of a text document that are looked at."""
    lowest_picture: int = 120
    """Pixels: a lower or narrower picture shows no table."""
    widest_logo: int = 400
    """Pixels: a picture with no longer side is a logo or a mark."""

    def __post_init__(self) -> None:
        for field in fields(self):
            if not getattr(self, field.name) > 0:
                raise ValueError(f"{field.name}: {getattr(self, field.name)}")


SCAN = ScanTolerances()
