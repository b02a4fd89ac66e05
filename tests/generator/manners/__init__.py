"""Manners in which reports travel beside the plain formats: each a way to write the same report."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from ..truth import TrueReport
from ..writers import to_ofd
from . import crowded, unruled
from .ofd import OFDS, changed
from .texts import TEXTS
from .web import CHARACTERS, ESCAPED, WEB, page_of
from .word import WORD, written

Way = TypeVar("Way")


@dataclass(frozen=True, slots=True)
class Manner:
    """A file's suffix and what writes it."""

    suffix: str
    write: Callable[[TrueReport], bytes]


def _named(
    kind: str, suffix: str, ways: Mapping[str, Way], write: Callable[[Way, TrueReport], bytes]
) -> dict[str, Manner]:
    return {f"{kind}: {name}": Manner(suffix, partial(write, way)) for name, way in ways.items()}


MANNERS: dict[str, Manner] = {
    **_named("page", ".html", WEB, lambda change, report: change(page_of(report)).encode()),
    **_named("page", ".html", CHARACTERS, lambda encode, report: encode(page_of(report))),
    **_named("escaped", ".html", ESCAPED, lambda escape, report: escape(report).encode()),
    **_named("Word", ".docx", WORD, lambda change, report: written(report, change)),
    **{f"text: {name}": Manner(Path(file).suffix, write) for name, (file, write) in TEXTS.items()},
    **_named("OFD", ".ofd", OFDS, lambda change, report: changed(to_ofd(report), change)),
    **_named("crowded", ".pdf", crowded.CROWDED, lambda lay, report: crowded.drawn(lay(report))),
    **_named("unruled", ".pdf", unruled.UNRULED, lambda way, report: unruled.drawn(report, way)),
}
"""By name; what is said before the colon is what the file is."""
