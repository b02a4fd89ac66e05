"""A table as a picture inside a text document is read as a page is, or unread: never missing."""

from __future__ import annotations

import base64
import io
import random
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from assistant.checks import RULES, Context, run
from index.ingest import read
from index.report import Report
from tests.generator import TrueReport, generate
from tests.generator.writers import Style
from tests.generator.writers.grid import Grid
from tests.generator.writers.layout import A4, Setter
from tests.generator.writers.outline import outline
from tests.generator.writers.scan import CLEAN, _drawn
from tests.index.test_roundtrip import compared

STYLE = Style()


def _pictures(grid: Grid) -> list[Image.Image]:
    """A grid alone as pictures, cut to its lines."""
    setter = Setter(STYLE)
    setter.table(grid)
    shots = []
    for page in setter.pages:
        shot = _drawn(page, STYLE, CLEAN, random.Random(1))
        scale = CLEAN.dpi / 72
        x = [v * scale for line in page.lines for v in (line.x0, line.x1)]
        y = [v * scale for line in page.lines for v in (line.y0, line.y1)]
        box = (round(min(x)) - 12, round(min(y)) - 12, round(max(x)) + 12, round(max(y)) + 12)
        shots.append(shot.crop(box))
    return shots


def _png(image: Image.Image) -> io.BytesIO:
    out = io.BytesIO()
    image.save(out, "PNG")
    out.seek(0)
    return out


Blurred = Callable[[Image.Image], Image.Image]


def _same(image: Image.Image) -> Image.Image:
    return image


def _as_docx(report: TrueReport, change: Blurred = _same) -> bytes:
    document, out = docx.Document(), io.BytesIO()
    for piece in outline(report, STYLE):
        if piece.grid:
            for shot in _pictures(piece.grid):
                document.add_picture(_png(change(shot)))
        else:
            document.add_paragraph(piece.text)
    document.save(out)
    return out.getvalue()


def _as_html(report: TrueReport, change: Blurred = _same) -> bytes:
    lines = []
    for piece in outline(report, STYLE):
        if piece.grid:
            for shot in _pictures(piece.grid):
                data = base64.b64encode(_png(change(shot)).read()).decode()
                lines.append(f'<p><img src="data:image/png;base64,{data}"></p>')
        else:
            lines.append(f"<p>{piece.text}</p>")
    return ("<html><body>" + "\n".join(lines) + "</body></html>").encode()


def _as_pdf(report: TrueReport, change: Blurred = _same) -> bytes:
    """Pages with the text in characters and the tables in pictures."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    y = A4[1] - 60
    for piece in outline(report, STYLE):
        shots = _pictures(piece.grid) if piece.grid else []
        for shot in shots:
            width, height = shot.width * 72 / CLEAN.dpi, shot.height * 72 / CLEAN.dpi
            if y - height < 40:
                canvas.showPage()
                y = A4[1] - 60
            canvas.drawImage(ImageReader(_png(change(shot))), 56, y - height, width, height)
            y -= height + 16
        canvas.setFont("STSong-Light", 10)
        for start in range(0, len(piece.text), 45):
            if y < 50:
                canvas.showPage()
                canvas.setFont("STSong-Light", 10)
                y = A4[1] - 60
            canvas.drawString(56, y, piece.text[start : start + 45])
            y -= 16
    canvas.save()
    return out.getvalue()


WAYS: dict[str, Callable[..., bytes]] = {".docx": _as_docx, ".html": _as_html, ".pdf": _as_pdf}


def _read(path: Path, data: bytes) -> Report:
    path.write_bytes(data)
    (found,) = read(path)
    return found


@pytest.mark.slow
@pytest.mark.parametrize("suffix", WAYS)
def test_a_table_in_a_picture_is_read(suffix: str, tmp_path: Path) -> None:
    report = generate(3, "2021")
    found = _read(tmp_path / f"a{suffix}", WAYS[suffix](report))
    wrong, unread = compared(report, found)
    assert not wrong
    assert len(unread) <= 4
    assert found.agency == report.agency


@pytest.mark.slow
@pytest.mark.parametrize("suffix", WAYS)
def test_a_picture_that_cannot_be_read_is_no_missing_table(suffix: str, tmp_path: Path) -> None:
    def spoiled(image: Image.Image) -> Image.Image:
        small = image.resize((max(1, image.width // 14), max(1, image.height // 14)))
        return small.resize(image.size)

    found = _read(tmp_path / f"a{suffix}", WAYS[suffix](generate(3, "2021"), spoiled))
    review = run(found, Context(), RULES)
    assert review.assessed["F08"] == "not_assessable"
    assert review.findings[0].rule == "F16"
