"""A file to reports: which reader, within which limits."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

from index.readers.archives import expand
from index.readers.docx import read_docx
from index.readers.encodings import content, decode
from index.readers.files import check_archive, check_size, check_text, check_unpacked, kind_of
from index.readers.html import read_html
from index.readers.limits import Limits, Progress
from index.readers.pdf.read_pdf import read_pdf
from index.readers.plain_text import read_text
from index.readers.scan.read_scan import read_image
from index.readers.xlsx import read_xlsx
from index.recognition.recognize import recognize
from index.report import Document, Kind, Report

__all__ = ["READERS", "Limits", "Progress", "expand", "kind_of", "read"]

Reader = Callable[[Path, Limits, Progress | None], Document]


READERS: Mapping[Kind, Reader] = {
    "pdf": read_pdf,
    "docx": read_docx,
    "xlsx": read_xlsx,
    "html": read_html,
    "text": read_text,
    "image": read_image,
}


def prose(path: Path, limits: Limits | None = None) -> str:
    """The text of a file that need be no report, a paragraph a line; tables are left out.

    Raises a `ReadError` that says in Chinese why there is none.
    """
    limits = limits or Limits()
    check_size(path, limits)
    if kind_of(path) == "text":
        return _MARKDOWN.sub("", decode(content(path)))
    document = _document(path, limits, None)
    return "\n".join(b.text for b in document.blocks if b.table is None)


_MARKDOWN = re.compile(r"^\s*(?:#{1,6}|>|[-*+])\s+|\*\*|`", re.MULTILINE)


def read(
    path: Path, limits: Limits | None = None, progress: Progress | None = None
) -> tuple[Report, ...]:
    """The reports in a file (nearly always one).

    Raises a `ReadError` that says in Chinese why there is none.
    """
    return recognize(_document(path, limits or Limits(), progress))


def _document(path: Path, limits: Limits, progress: Progress | None) -> Document:
    check_size(path, limits)
    check_unpacked(path, limits)
    if path.suffix.lower() == ".zip" and zipfile.is_zipfile(path):
        check_archive(path, limits)
    kind = kind_of(path)
    check_text(path, kind, limits)
    return READERS[kind](path, limits, progress)
