"""What a PDF is made of, as pypdf tells: pages, title, attached files, forms and notes.

pypdf decrypts, follows the tree of objects and knows what hangs on it; what is drawn on a page is
pdfplumber's to say.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.readers.limits import Limits
from index.readers.pdf.tolerances import PDF
from index.report import BBox, Damaged, Encrypted, TooLarge

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

_UNSEEN = 2 | 32
"""The flags of an annotation that is hidden or not shown on a screen."""
_FILLED_IN = frozenset(["/Widget", "/FreeText", "/Stamp"])
"""Annotations that a person sees as a part of the page: fields of a form, typed notes, stamps."""


@dataclass(frozen=True, slots=True)
class Note:
    """Text that is typed upon a page and has no drawing of its own: `box` as in `Place.bbox`."""

    page: int
    text: str
    box: BBox


@dataclass(frozen=True, slots=True)
class Opened:
    """What pypdf says of a file.

    `content` is another copy to read: repaired where the file itself is broken, with the fields
    of its forms, notes and stamps as a part of the pages where it has any.
    """

    pages: int
    title: str
    content: bytes | None = None
    notes: tuple[Note, ...] = ()

    def stream(self, path: Path) -> Path | io.BytesIO:
        """What to open: the file, or its repaired copy."""
        return io.BytesIO(self.content) if self.content else path


def open_pdf(path: Path, limits: Limits) -> Opened:
    """Pages and title, checked against the limits; a broken file is repaired by pdfium if it can.

    Raises `Encrypted`, `Damaged`, `TooLarge`.
    """
    import pypdf
    from pypdf.errors import LimitReachedError, PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # broken files are told of by ReadError
    content: bytes | None = None
    notes: tuple[Note, ...] = ()
    try:
        reader = pypdf.PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            raise Encrypted(f"文件设有打开密码，请去掉密码后再用：{path.name}", path=str(path))
        pages = len(reader.pages)
        _check_pages(pages, limits, path)
        _check_contents(reader, path)
        title = str((reader.metadata.title if reader.metadata else "") or "")
        filled, notes = _annotations(reader)
        content = _copied(path, flat=True) if filled else None
    except LimitReachedError as error:
        raise TooLarge(f"页面内容解压后过大：{path.name}", path=str(path)) from error
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        content = _copied(path)
        try:
            pages, title = len(pypdf.PdfReader(io.BytesIO(content)).pages), ""
        except (PyPdfError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise Damaged(f"文件已损坏，无法打开：{path.name}", path=str(path)) from error
        _check_pages(pages, limits, path)
    return Opened(pages, title, content, notes)


def _check_pages(pages: int, limits: Limits, path: Path) -> None:
    if pages > limits.max_pages:
        raise TooLarge(
            f"共 {pages} 页，超过上限 {limits.max_pages} 页：{path.name}", path=str(path)
        )
    if pages == 0:
        raise Damaged(f"文件里没有页面：{path.name}", path=str(path))


def _check_contents(reader: PdfReader, path: Path) -> None:
    """Refuse a page whose drawing instructions alone would take minutes to follow."""
    for number, page in enumerate(reader.pages, 1):
        contents = page.get_contents()
        if contents is not None and len(contents.get_data()) > PDF.longest_content:
            raise TooLarge(f"第 {number} 页内容过于复杂：{path.name}", path=str(path))


def _annotations(reader: PdfReader) -> tuple[bool, tuple[Note, ...]]:
    """Whether there are annotations that a person sees as text, and those without a drawing."""
    shown = [(page, a) for page in reader.pages for a in _shown(page)]
    bare = [(page, a) for page, a in shown if "/AP" not in a and a.get("/Contents")]
    notes = (_note(page, a) for page, a in bare if a.get("/Subtype") == "/FreeText")
    return bool(shown), tuple(notes)


def _shown(page: PageObject) -> Iterator[Any]:
    for reference in page.get("/Annots") or ():
        annotation = reference.get_object()
        kind = annotation.get("/Subtype") if hasattr(annotation, "get") else None
        if kind in _FILLED_IN and not int(annotation.get("/F", 0)) & _UNSEEN:
            yield annotation


def _note(page: PageObject, annotation: Any) -> Note:
    x0, y0, x1, y1 = (float(v) for v in annotation["/Rect"])
    left, top = float(page.mediabox.left), float(page.mediabox.top)
    box = (min(x0, x1) - left, top - max(y0, y1), max(x0, x1) - left, top - min(y0, y1))
    return Note((page.page_number or 0) + 1, str(annotation["/Contents"]), box)


def attached(path: Path) -> tuple[bool, dict[str, bytes]]:
    """Whether a PDF is a mere cover of a collection, and the files attached to it by name.

    Nothing of a file that pypdf cannot follow.
    """
    import pypdf
    from pypdf.errors import PyPdfError

    try:
        reader = pypdf.PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            return False, {}
        collection = "/Collection" in reader.root_object
        files = {str(name): data[0] for name, data in reader.attachments.items() if data}
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return False, {}
    return collection, files


def _copied(path: Path, *, flat: bool = False) -> bytes:
    """The file as pdfium rebuilds it, what is filled in drawn on its pages where `flat`."""
    import pypdfium2

    from index.readers.pdf.pdfium_lock import PDFIUM

    buffer = io.BytesIO()
    try:
        with PDFIUM, pypdfium2.PdfDocument(path) as document:
            if flat:
                document.init_forms()
                for page in document:
                    pypdfium2.raw.FPDFPage_Flatten(page, pypdfium2.raw.FLAT_NORMALDISPLAY)
            document.save(buffer)
    except pypdfium2.PdfiumError as error:
        raise Damaged(f"文件已损坏，无法打开：{path.name}", path=str(path)) from error
    return buffer.getvalue()
