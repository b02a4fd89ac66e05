"""What reading a page of a PDF goes by, in points where nothing else is said."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfTolerances:
    """Points, shares and counts, by the module that goes by them.

    Raises `ValueError` for one that is not above zero.
    """

    # page_objects
    thin: float = 3.0
    """A filled rectangle thinner than this is a ruled line."""
    round: float = 0.8
    """A dot whose sides are at least this alike may be of a line that goes either way; and how far beside each other the dots of one line may stand."""
    aslant: float = 0.1
    """The tangent from which a line runs aslant: a scan's text layer may be askew by a few degrees."""
    least_picture: float = 0.1
    """The share of a page from which a picture may show a table."""
    # read_pdf
    longest_content: int = 8 * 2**20
    """Bytes of drawing instructions on one page; a page of a report has some hundred thousand."""
    # running_titles
    margin: float = 0.09
    """The share of a page's height, above and below, in which running lines stand."""
    same_level: float = 4.0
    """How much higher or lower a running line may stand on another page."""
    # two_columns
    narrowest_gutter: float = 10.0
    """Between columns there is at least so much paper."""
    fewest_lines: int = 5
    """Lines that end at one margin in running text."""
    longest_label: int = 20
    """Characters: what is longer and ends at the same margin is running text."""
    same_margin: float = 8.0
    """How far apart the ends of lines at one margin are."""
    # watermark
    watermark_times: int = 6
    """So often no words of a report stand apart on one page: the form's own do three times."""
    watermark_shortest: int = 3
    """Characters of a watermark."""
    watermark_gap: float = 0.5
    """Heights of a character between those of one run."""

    # visible
    drawing_scale: float = 2.0
    """Pixels a point of the drawing that tells what is seen."""
    least_contrast: int = 20
    """Levels of grey of 255 between print and what it stands on."""
    smallest_print: float = 1.5
    """Lower characters nobody reads."""
    much_larger: float = 3.0
    """Heights of a page's print from which a character is of a watermark."""

    def __post_init__(self) -> None:
        for field in fields(self):
            if not getattr(self, field.name) > 0:
                raise ValueError(f"{field.name}: {getattr(self, field.name)}")


PDF = PdfTolerances()
