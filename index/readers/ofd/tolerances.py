"""What reading a page of an OFD goes by, in points where nothing else is said."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True, kw_only=True)
class OfdTolerances:
    """Points, shares and counts.  Raises `ValueError` for one that is not above zero."""

    deepest: int = 32
    """How deep blocks and composite objects may lie in each other."""
    most_objects: int = 200_000
    """Objects on one page; a page of a report has some hundred."""
    thin: float = 3.0
    """A filled area thinner than this is a ruled line."""
    ascent: float = 0.88
    """The share of a character's size that stands above its baseline."""
    aslant: float = 5.0
    """Degrees from which a line runs aslant."""
    smallest_print: float = 1.5
    """Lower characters nobody reads."""
    least_contrast: float = 0.08
    """How much lighter or darker print is than what it stands on, of all that is between black and white."""

    def __post_init__(self) -> None:
        for field in fields(self):
            if not getattr(self, field.name) > 0:
                raise ValueError(f"{field.name}: {getattr(self, field.name)}")


OFD = OfdTolerances()
