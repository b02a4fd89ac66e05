"""PDF: what a person cannot see is not read, what a person sees is."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pypdf
import pytest
from pypdf.annotations import FreeText
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    TextStringObject,
)
from reportlab.lib.colors import CMYKColor, Color
from reportlab.pdfgen.canvas import Canvas

from index.ingest import read
from index.report import BBox, Place, Report
from tests.generator import TrueReport, generate
from tests.generator.writers import to_html, to_pdf
from tests.index.test_roundtrip import compared
from tests.sampled import slow_but

Draw = Callable[[Canvas, float, float], None]


def _written(writer: pypdf.PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _read(path: Path, data: bytes) -> Report:
    path.write_bytes(data)
    (found,) = read(path)
    return found


def _places(found: Report) -> dict[str, Place]:
    return {key: cell.at for key, cell in found.cells.items() if cell.at.bbox}


@dataclass(frozen=True)
class Plain:
    """A report, its PDF, and where in that its cells stand."""

    report: TrueReport
    pdf: bytes
    places: Mapping[str, Place]


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Plain:
    report = generate(5, "2021")
    pdf = to_pdf(report)
    return Plain(report, pdf, _places(_read(tmp_path_factory.mktemp("plain") / "a.pdf", pdf)))


def _overlay(pdf: bytes, places: Mapping[str, Place], draw: Draw) -> pypdf.PdfWriter:
    """The PDF with something drawn in the left half of each cell."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf))
    for number, page in enumerate(writer.pages, 1):
        out = io.BytesIO()
        height = float(page.mediabox.height)
        canvas = Canvas(out, pagesize=(float(page.mediabox.width), height))
        for place in places.values():
            if place.page == number and place.bbox:
                draw(canvas, place.bbox[0] + 2, height - place.bbox[3] + 3)
        canvas.showPage()
        canvas.save()
        page.merge_page(pypdf.PdfReader(out).pages[0])
    return writer


def _unseen(canvas: Canvas, x: float, y: float) -> None:
    text = canvas.beginText(x, y)
    text.setFont("Helvetica", 6)
    text.setTextRenderMode(3)
    text.textOut("88")
    canvas.drawText(text)


def _coloured(colour: Color | float) -> Draw:
    def draw(canvas: Canvas, x: float, y: float) -> None:
        fill = canvas.setFillGray if isinstance(colour, float) else canvas.setFillColor
        fill(colour)
        canvas.setFont("Helvetica", 7)
        canvas.drawString(x, y, "88")

    return draw


def _clear(canvas: Canvas, x: float, y: float) -> None:
    canvas.setFont("Helvetica", 6)
    canvas.setFillAlpha(0)
    canvas.drawString(x, y, "88")


def _tiny(canvas: Canvas, x: float, y: float) -> None:
    canvas.setFont("Helvetica", 0.2)
    canvas.drawString(x, y, "88")


def _boxed(canvas: Canvas, x: float, y: float) -> None:
    canvas.setFont("Helvetica", 6)
    canvas.setFillGray(0)
    canvas.drawString(x, y, "88")
    canvas.setFillGray(1)
    canvas.rect(x - 0.5, y - 2, 8, 9, stroke=0, fill=1)


def _clipped(canvas: Canvas, x: float, y: float) -> None:
    canvas.saveState()
    path = canvas.beginPath()
    path.rect(0, 0, 1, 1)
    canvas.clipPath(path, stroke=0)
    canvas.setFont("Helvetica", 6)
    canvas.drawString(x, y, "88")
    canvas.restoreState()


UNSEEN: dict[str, Draw] = {
    "rendering mode 3": _unseen,
    "white": _coloured(Color(1, 1, 1)),
    "white as grey": _coloured(1.0),
    "white as four inks": _coloured(CMYKColor(0, 0, 0, 0)),
    "no opacity": _clear,
    "tiny": _tiny,
    "under a box": _boxed,
    "clipped away": _clipped,
}


FAST = ("rendering mode 3", "white", "under a box", "clipped away")


@pytest.mark.parametrize("way", slow_but(UNSEEN, FAST))
def test_what_nobody_sees_is_not_read(way: str, plain: Plain, tmp_path: Path) -> None:
    changed = _written(_overlay(plain.pdf, plain.places, UNSEEN[way]))
    assert compared(plain.report, _read(tmp_path / "a.pdf", changed)) == ([], [])


def test_two_layers_at_one_place_are_never_one_figure(plain: Plain, tmp_path: Path) -> None:
    def draw(canvas: Canvas, x: float, y: float) -> None:
        text = canvas.beginText(x + 8, y)
        text.setFont("Helvetica", 10)
        text.setTextRenderMode(3)
        text.textOut("36")
        canvas.drawText(text)

    changed = _written(_overlay(plain.pdf, plain.places, draw))
    wrong, unread = compared(plain.report, _read(tmp_path / "a.pdf", changed))
    assert not wrong
    assert len(unread) < len(plain.report.printed) / 2


def test_a_layer_that_is_switched_off_is_not_read(plain: Plain, tmp_path: Path) -> None:
    writer = _overlay(plain.pdf, {}, _tiny)
    layer = writer._add_object(
        DictionaryObject(
            {NameObject("/Type"): NameObject("/OCG"), NameObject("/Name"): TextStringObject("x")}
        )
    )
    off = DictionaryObject({NameObject("/OFF"): ArrayObject([layer])})
    writer.root_object[NameObject("/OCProperties")] = DictionaryObject(
        {NameObject("/OCGs"): ArrayObject([layer]), NameObject("/D"): off}
    )
    hidden = _overlay(plain.pdf, plain.places, _coloured(0.0))
    for page, drawn in zip(writer.pages, hidden.pages, strict=True):
        contents, extra = page.get_contents(), drawn.get_contents()
        assert contents is not None and extra is not None
        stream = DecodedStreamObject()
        stream.set_data(contents.get_data() + b"\n/OC /L0 BDC\n" + extra.get_data() + b"\nEMC\n")
        page[NameObject("/Contents")] = writer._add_object(stream)
        resources = drawn["/Resources"].get_object().clone(writer)  # type: ignore[union-attr]
        resources[NameObject("/Properties")] = DictionaryObject({NameObject("/L0"): layer})
        page[NameObject("/Resources")] = resources
    assert compared(plain.report, _read(tmp_path / "a.pdf", _written(writer))) == ([], [])


def _without_figures(report: TrueReport) -> tuple[bytes, dict[str, str]]:
    """The report's PDF with blank cells, and the figures that belong there."""
    figures = {key: text for key, text in report.printed.items() if text.isdigit()}
    blank = {key: "" if key in figures else text for key, text in report.printed.items()}
    return to_pdf(replace(report, printed=blank)), figures


def _as_fields(pdf: bytes, places: Mapping[str, Place], figures: Mapping[str, str]) -> bytes:
    """The figures as fields of a form."""
    base, out = pypdf.PdfReader(io.BytesIO(pdf)), io.BytesIO()
    canvas = Canvas(out)
    for number, page in enumerate(base.pages, 1):
        height = float(page.mediabox.height)
        canvas.setPageSize((float(page.mediabox.width), height))
        for key, place in places.items():
            if place.page == number and place.bbox and key in figures:
                x0, _, x1, bottom = place.bbox
                canvas.acroForm.textfield(
                    name=key, x=x0 + 1, y=height - bottom + 2, width=x1 - x0 - 2, height=11,
                    value=figures[key], fontSize=8, borderWidth=0,
                )  # fmt: skip
        canvas.showPage()
    canvas.save()
    writer = pypdf.PdfWriter(clone_from=out)
    for page, below in zip(writer.pages, base.pages, strict=True):
        page.merge_page(below, over=False)
    return _written(writer)


def _as_notes(pdf: bytes, places: Mapping[str, Place], figures: Mapping[str, str]) -> bytes:
    """The figures typed upon the pages."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf))
    for key, place in places.items():
        if place.page and place.bbox and key in figures:
            height = float(writer.pages[place.page - 1].mediabox.height)
            x0, top, x1, bottom = place.bbox
            box: BBox = (x0 + 2, height - bottom + 2, x1 - 2, height - top - 2)
            note = FreeText(text=figures[key], rect=box, border_color=None, background_color=None)
            writer.add_annotation(place.page - 1, note)
    return _written(writer)


@pytest.mark.parametrize("filled", [_as_fields, _as_notes])
def test_what_is_filled_in_is_read(
    filled: Callable[[bytes, Mapping[str, Place], Mapping[str, str]], bytes],
    plain: Plain,
    tmp_path: Path,
) -> None:
    blank, figures = _without_figures(plain.report)
    found = _read(tmp_path / "a.pdf", filled(blank, plain.places, figures))
    assert compared(plain.report, found) == ([], [])


def test_attached_reports_are_read_where_the_cover_is_none(tmp_path: Path) -> None:
    report = generate(3, "2021")
    writer = pypdf.PdfWriter()
    writer.add_blank_page(595, 842)
    writer.add_attachment("年报.html", to_html(report))
    found = _read(tmp_path / "a.pdf", _written(writer))
    assert compared(report, found) == ([], [])
    assert any("年报.html" in notice for notice in found.notices)
    assert found.source.path == str(tmp_path / "a.pdf")


@pytest.mark.parametrize("quarters", slow_but([1, 3], [1]))
def test_a_computed_quarter_turn_is_a_quarter_turn(quarters: int, tmp_path: Path) -> None:
    report = generate(7, "2021")
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(to_pdf(report)))
    for page in writer.pages:
        width, height = float(page.mediabox.width), float(page.mediabox.height)
        noise, sign = 6.1e-17, 1 if quarters == 1 else -1
        shift = (height, 0.0) if quarters == 1 else (0.0, width)
        turn = (noise, float(sign), -float(sign), noise, *shift)
        page.add_transformation(pypdf.Transformation(turn))
        page.mediabox.upper_right = (height, width)
        page.cropbox.upper_right = (height, width)
    assert compared(report, _read(tmp_path / "a.pdf", _written(writer))) == ([], [])
