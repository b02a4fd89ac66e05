"""Writers: a true report to the bytes of a file, by name in `WRITERS`."""

from __future__ import annotations

from collections.abc import Callable

from ..truth import TrueReport
from .docx import to_docx
from .html import to_html
from .ofd import to_ofd, to_ofd_scan
from .pdf import to_browser_pdf, to_office_pdf, to_pdf
from .scan import Paper, to_picture, to_scan
from .style import Style
from .text import (
    to_bare_fifteen,
    to_bars,
    to_boxed,
    to_csv,
    to_filled,
    to_markdown,
    to_markdown_html,
    to_one_a_line,
    to_pipes,
    to_pypdf_like,
    to_tabbed,
)
from .xlsx import to_xlsx

WRITERS: dict[str, tuple[str, Callable[..., bytes]]] = {
    "html": (".html", to_html),
    "docx": (".docx", to_docx),
    "tabbed": (".txt", to_tabbed),
    "pipes": (".txt", to_pipes),
    "markdown": (".md", to_markdown),
    "filled": (".md", to_filled),
    "markdown-html": (".md", to_markdown_html),
    "boxed": (".txt", to_boxed),
    "bars": (".txt", to_bars),
    "csv": (".csv", to_csv),
    "one-a-line": (".txt", to_one_a_line),
    "bare-fifteen": (".txt", to_bare_fifteen),
    "pypdf-like": (".txt", to_pypdf_like),
    "pdf": (".pdf", to_pdf),
    "ofd": (".ofd", to_ofd),
    "scan": (".pdf", to_scan),
    "picture": (".png", to_picture),
    "xlsx": (".xlsx", to_xlsx),
    "browser-pdf": (".pdf", to_browser_pdf),
    "office-pdf": (".pdf", to_office_pdf),
}
"""Name → the file's suffix and the function `(report, style) -> bytes`."""

__all__ = [
    "WRITERS",
    "Paper",
    "Style",
    "TrueReport",
    "to_bare_fifteen",
    "to_bars",
    "to_boxed",
    "to_browser_pdf",
    "to_csv",
    "to_docx",
    "to_filled",
    "to_html",
    "to_markdown",
    "to_markdown_html",
    "to_ofd",
    "to_ofd_scan",
    "to_office_pdf",
    "to_one_a_line",
    "to_pdf",
    "to_picture",
    "to_pipes",
    "to_pypdf_like",
    "to_scan",
    "to_tabbed",
    "to_xlsx",
]
