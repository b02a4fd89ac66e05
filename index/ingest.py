"""A file to reports: which reader, within which limits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from index.files import (
    Limits,
    Progress,
    check_size,
    check_text,
    check_unpacked,
    expand,
    kind_of,
)
from index.ocr import read_image
from index.pdf import read_pdf
from index.report import Document, Kind, Report

__all__ = ["READERS", "Limits", "Progress", "expand", "kind_of", "read"]

Reader = Callable[[Path, Limits, Progress | None], Document]


def _docx(path: Path, limits: Limits, progress: Progress | None) -> Document:
    from index.office import read_docx

    return read_docx(path, limits, progress)


def _xlsx(path: Path, limits: Limits, progress: Progress | None) -> Document:
    from index.office import read_xlsx

    return read_xlsx(path, limits, progress)


def _html(path: Path, limits: Limits, progress: Progress | None) -> Document:
    from index.markup import read_html

    return read_html(path, limits, progress)


def _text(path: Path, limits: Limits, progress: Progress | None) -> Document:
    from index.markup import read_text

    return read_text(path, limits, progress)


READERS: Mapping[Kind, Reader] = {
    "pdf": read_pdf,
    "docx": _docx,
    "xlsx": _xlsx,
    "html": _html,
    "text": _text,
    "image": read_image,
}


def read(
    path: Path, limits: Limits | None = None, progress: Progress | None = None
) -> tuple[Report, ...]:
    """The reports in a file (nearly always one).

    Raises a `ReadError` that says in Chinese why there is none.
    """
    from index.recognize import recognize

    limits = limits or Limits()
    check_size(path, limits)
    check_unpacked(path, limits)
    kind = kind_of(path)
    check_text(path, kind, limits)
    document = READERS[kind](path, limits, progress)
    return recognize(document)
