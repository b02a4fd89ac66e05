"""Every format in which reports travel, each with the dresses and printings it goes through."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from index.formats import FORMS

from . import writers as w
from .manners import MANNERS, Manner
from .printing import PRINTINGS
from .truth import TrueReport
from .world import generate
from .writers import Style
from .writers.scan import CLEAN, EDGED, FAX, NOISY, PHOTO, SOFT, TILTED, TURNED, WORN

Write = Callable[..., bytes]


@dataclass(frozen=True, slots=True)
class Variant:
    """A format: its name, the file's suffix, a writer, what its reports go through by turns.

    `made` says what it costs: `drawn` here in milliseconds, `exported` by an installed program,
    `scanned` for OCR to read; `manner` is drawn too, a less usual way to show a report.
    """

    name: str
    suffix: str
    write: Write
    styles: tuple[Style, ...]
    printings: tuple[str, ...] = ("plain",)
    made: str = "drawn"

    def report(self, number: int, form: str) -> TrueReport:
        """The true report of this variant's file `number`, as printed there."""
        return PRINTINGS[self.printings[number % len(self.printings)]](generate(number, form))

    def data(self, report: TrueReport, number: int) -> bytes:
        """The file's bytes; FileNotFoundError where the program or the fonts are not installed."""
        return self.write(report, self.styles[number % len(self.styles)])


_PLAIN = Style()
_SEPARATE = Style(part_two="separate", short_labels=True)
_ARRANGED = (
    Style(label_columns=2, disputes="rows"),
    Style(label_columns=1, disputes="turned", part_two="separate"),
)
_DRESSED = (
    _PLAIN,
    _SEPARATE,
    Style(kangxi=True, loose=True),
    Style(wide=True, date="signature"),
    *_ARRANGED,
)
_WEB = (
    _PLAIN,
    Style(encoding="gbk", navigation=True),
    Style(split_digits=True, part_two="separate"),
    Style(navigation=True, date="header", short_labels=True),
    *_ARRANGED,
    Style(disputes="stacked"),
)
_PAGES = (
    _PLAIN,
    Style(part_two="separate", break_after=9),
    Style(break_after=12, repeat_header=True, kangxi=True),
    Style(landscape=True, size=8, wide=True),
    *_ARRANGED,
)
_BARE = (Style(ruled=False), Style(ruled=False, landscape=True, part_two="separate"))
_SCANS = (_PLAIN, Style(font="sans", break_after=9), Style(part_two="separate", size=10))
_EVERY = tuple(PRINTINGS)


def _written(way: Manner, report: TrueReport, style: Style) -> bytes:
    return way.write(report)


VARIANTS: tuple[Variant, ...] = (
    Variant("html", ".html", w.to_html, _WEB, _EVERY),
    Variant("docx", ".docx", w.to_docx, (*_DRESSED, Style(split_digits=True)), _EVERY),
    Variant("tabbed", ".txt", w.to_tabbed, _DRESSED, _EVERY),
    Variant("pipes", ".txt", w.to_pipes, _DRESSED, _EVERY),
    Variant("markdown", ".md", w.to_markdown, _DRESSED, _EVERY),
    Variant("markdown-html", ".md", w.to_markdown_html, _DRESSED, _EVERY),
    Variant("csv", ".csv", w.to_csv, (*_DRESSED, Style(encoding="gbk")), _EVERY),
    Variant("xlsx", ".xlsx", w.to_xlsx, (_PLAIN, _SEPARATE, *_ARRANGED), _EVERY),
    Variant("bare-fifteen", ".txt", w.to_bare_fifteen, (_PLAIN, _SEPARATE)),
    Variant("one-a-line", ".txt", w.to_one_a_line, (_PLAIN, _SEPARATE)),
    Variant("pypdf-like", ".txt", w.to_pypdf_like, (_PLAIN, _SEPARATE)),
    Variant("pypdf-blank", ".txt", w.to_pypdf_like, (_PLAIN, _SEPARATE), ("blank",)),
    Variant("pdf", ".pdf", w.to_pdf, _PAGES, ("plain", "blank", "dash", "separator", "note")),
    Variant(
        "ofd",
        ".ofd",
        w.to_ofd,
        (*_PAGES, _BARE[0]),
        ("plain", "blank", "dash", "separator", "note"),
    ),
    Variant("pdf-unruled", ".pdf", w.to_pdf, _BARE, ("plain", "blank")),
    Variant("browser-pdf", ".pdf", w.to_browser_pdf, _PAGES, ("plain", "blank"), "exported"),
    Variant("office-pdf", ".pdf", w.to_office_pdf, _DRESSED, ("plain", "blank"), "exported"),
    *(
        Variant(
            name, ".pdf", partial(w.to_scan, paper=paper), _SCANS, ("plain", "blank"), "scanned"
        )
        for name, paper in (
            ("scan", CLEAN),
            ("scan-tilted", TILTED),
            ("scan-soft", SOFT),
            ("scan-noisy", NOISY),
            ("scan-turned", TURNED),
            ("scan-photo", PHOTO),
            ("scan-worn", WORN),
            ("scan-edged", EDGED),
            ("scan-fax", FAX),
        )
    ),
    Variant("scan-unruled", ".pdf", w.to_scan, _BARE, ("plain", "blank"), "scanned"),
    Variant("ofd-scan", ".ofd", w.to_ofd_scan, _SCANS, ("plain", "blank"), "scanned"),
    Variant("picture", ".png", w.to_picture, _SCANS, ("plain",), "scanned"),
)

VARIANTS += tuple(
    Variant(name, way.suffix, partial(_written, way), (_PLAIN,), ("plain", "blank"), made="manner")
    for name, way in MANNERS.items()
)


def drawn(counts: dict[str, int]) -> Iterator[tuple[Variant, str, int, TrueReport]]:
    """Variant, form, number and true report of each file; `counts`: files a form by `made`."""
    for variant in VARIANTS:
        for form in reversed(FORMS):
            for number in range(counts[variant.made]):
                yield variant, form, number, variant.report(number, form)
