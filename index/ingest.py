"""A file to reports: which reader, within which limits."""

from __future__ import annotations

import re
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path, PurePath

from index.document import Document
from index.readers.archives import expand
from index.readers.docx import read_docx
from index.readers.encodings import content, decode
from index.readers.files import (
    check_archive,
    check_size,
    check_text,
    check_unpacked,
    kind_of,
    source_of,
)
from index.readers.html.read_html import read_html
from index.readers.limits import Limits, Progress
from index.readers.ofd.read_ofd import read_ofd
from index.readers.pdf.read_pdf import read_pdf
from index.readers.pdf.structure import attached
from index.readers.scan.read_scan import read_image
from index.readers.text_files import read_text
from index.readers.xlsx import read_xlsx
from index.recognition.recognize import recognize
from index.report import Kind, NotAReport, NoText, ReadError, Report, Source

__all__ = ["READERS", "Limits", "Progress", "expand", "kind_of", "read"]

Reader = Callable[[Path, Limits, Progress | None], Document]


READERS: Mapping[Kind, Reader] = {
    "pdf": read_pdf,
    "ofd": read_ofd,
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
    limits = limits or Limits()
    kind = _checked(path, limits)
    if kind == "pdf":
        return _pdf(path, limits, progress)
    return recognize(READERS[kind](path, limits, progress))


def _document(path: Path, limits: Limits, progress: Progress | None) -> Document:
    return READERS[_checked(path, limits)](path, limits, progress)


def _checked(path: Path, limits: Limits) -> Kind:
    """The kind of a file that may be opened."""
    check_size(path, limits)
    check_unpacked(path, limits)
    if path.suffix.lower() == ".zip" and zipfile.is_zipfile(path):
        check_archive(path, limits)
    kind = kind_of(path)
    check_text(path, kind, limits)
    return kind


def _pdf(path: Path, limits: Limits, progress: Progress | None) -> tuple[Report, ...]:
    """The reports of a PDF, or of the files attached to one that is no report itself."""
    collection, files = attached(path)
    if collection and files:
        return _attached(path, files, limits)
    try:
        return recognize(read_pdf(path, limits, progress))
    except (NotAReport, NoText):
        if not files:
            raise
    return _attached(path, files, limits)


def _attached(path: Path, files: Mapping[str, bytes], limits: Limits) -> tuple[Report, ...]:
    """The reports of a PDF's attached files, as this file's.  Raises `NotAReport`."""
    source = source_of(path, "pdf")
    found: list[Report] = []
    with tempfile.TemporaryDirectory(prefix="nianbao-") as folder:
        for number, (name, data) in enumerate(files.items()):
            file = Path(folder) / f"{number}{PurePath(name).suffix}"
            file.write_bytes(data)
            with suppress(ReadError):
                found += [_as_attached(report, name, source) for report in read(file, limits)]
    if not found:
        names = "、".join(files)
        raise NotAReport(f"文件带有附件（{names}），其中没有能读取的年度报告。", path=str(path))
    return tuple(found)


def _as_attached(report: Report, name: str, source: Source) -> Report:
    notice = f"报告取自文件的附件“{name}”。"
    return replace(
        report,
        source=replace(report.source, path=source.path, sha256=source.sha256, kind="pdf"),
        notices=(*report.notices, notice),
    )
