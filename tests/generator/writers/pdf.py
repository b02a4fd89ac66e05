"""A true report as PDF: drawn here, printed by a browser, exported by an office suite."""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from ..truth import TrueReport
from .docx import to_docx
from .html import to_html
from .layout import Page, pages
from .style import PLAIN, Style

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

FONT = "STSong-Light"  # reportlab embeds no CFF fonts (Noto CJK is one): a CID font by name
_SECONDS = 120


def to_pdf(report: TrueReport, style: Style = PLAIN) -> bytes:
    """A PDF drawn with reportlab: ruled or not, its tables broken where the style says."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1)
    canvas.setTitle(report.title)
    for page in pages(report, style):
        canvas.setPageSize((page.width, page.height))
        canvas.setLineWidth(0.5)
        put(canvas, page)
    canvas.save()
    return out.getvalue()


def put(canvas: Canvas, page: Page) -> None:
    """The page's lines and texts on the canvas, in the font that `to_pdf` registers; then the next."""
    for line in page.lines:
        canvas.line(line.x0, page.height - line.y0, line.x1, page.height - line.y1)
    for text in page.texts:
        canvas.setFont(FONT, text.size)
        canvas.drawString(text.x, page.height - text.y, text.text)
    canvas.showPage()


def browser() -> str | None:
    """The browser that prints, None where none is installed."""
    return next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
    )


def office() -> str | None:
    """The office suite that exports, None where none is installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def to_browser_pdf(report: TrueReport, style: Style = PLAIN) -> bytes:
    """The web page as a browser prints it; FileNotFoundError without a browser."""
    program = browser()
    if program is None:
        raise FileNotFoundError("no browser")
    return _converted(
        to_html(report, style),
        "page.html",
        lambda folder: [
            program, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
            f"--user-data-dir={folder}/profile", "--print-to-pdf=page.pdf", "page.html",
        ],
    )  # fmt: skip


def to_office_pdf(report: TrueReport, style: Style = PLAIN) -> bytes:
    """The Word document as LibreOffice exports it; FileNotFoundError without it."""
    program = office()
    if program is None:
        raise FileNotFoundError("no office suite")
    return _converted(
        to_docx(report, style),
        "page.docx",
        lambda folder: [
            program, f"-env:UserInstallation=file://{folder}/profile", "--headless",
            "--convert-to", "pdf", "page.docx",
        ],
    )  # fmt: skip


def _converted(data: bytes, name: str, command) -> bytes:  # type: ignore[no-untyped-def]
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / name).write_bytes(data)
        subprocess.run(
            command(folder), cwd=folder, check=True, capture_output=True, timeout=_SECONDS
        )
        return (Path(folder) / "page.pdf").read_bytes()
