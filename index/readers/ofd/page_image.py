"""A page of an OFD as a picture: its pictures in their places, its lines and its print over them."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

from index.readers.limits import Limits
from index.readers.ofd.package import open_ofd
from index.readers.ofd.page_content import drawn, pictured
from index.readers.ofd.tolerances import OFD
from index.readers.pdf.page_objects import Drawn
from index.readers.pdf.pdfium_lock import PDFIUM
from index.report import Damaged

if TYPE_CHECKING:
    from PIL.Image import Image
    from pypdf.generic import DictionaryObject


def page_image(source: Path | bytes, page: int, scale: float) -> Image:
    """The page (from 1), `scale` pixels a point.  Raises `Damaged` where there is none."""
    from PIL import ImageChops

    opened = open_ofd(source, Limits())
    if not 0 < page <= len(opened.pages):
        raise Damaged(f"无法显示第 {page} 页")
    shown, pictures = drawn(opened.pages[page - 1], opened.resources)
    paper = _print(shown, scale)
    if not pictures:
        return paper
    return ImageChops.darker(paper, pictured(shown, pictures, scale).resize(paper.size))


def _print(page: Drawn, scale: float) -> Image:
    """The lines and characters of a page on white paper, in whatever font for Chinese is there."""
    import pypdfium2

    with PDFIUM, pypdfium2.PdfDocument(_pdf(page)) as pdf:
        return pdf[0].render(scale=scale).to_pil().convert("RGB")


def _pdf(page: Drawn) -> bytes:
    """A PDF of one page with the lines and characters; pdfium finds the font."""
    import pypdf
    from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

    writer = pypdf.PdfWriter()
    sheet = writer.add_blank_page(page.width, page.height)
    stream = DecodedStreamObject()
    stream.set_data("\n".join([*_lines(page), *_characters(page)]).encode("ascii"))
    sheet[NameObject("/Contents")] = writer._add_object(stream)
    fonts = DictionaryObject({NameObject("/F"): writer._add_object(_font())})
    sheet[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _lines(page: Drawn) -> list[str]:
    boxes = [shape.box for shape in page.shapes if shape.kind != "curve"]
    return [
        f"0.5 w {x0:.2f} {page.height - top:.2f} m {x1:.2f} {page.height - bottom:.2f} l S"
        for x0, top, x1, bottom in boxes
    ]


def _characters(page: Drawn) -> list[str]:
    written = []
    for glyph in page.glyphs:
        code = glyph.text.encode("utf-16-be").hex()
        height = glyph.bottom - glyph.top
        base = page.height - glyph.bottom + (1 - OFD.ascent) * height
        written.append(f"BT /F {height:.2f} Tf {glyph.x0:.2f} {base:.2f} Td <{code}> Tj ET")
    return written


def _font() -> DictionaryObject:
    """A font of simplified Chinese by its name alone."""
    from pypdf.generic import (
        ArrayObject,
        DictionaryObject,
        NameObject,
        NumberObject,
        TextStringObject,
    )

    def named(**fields: str) -> dict[NameObject, NameObject]:
        return {NameObject(f"/{key}"): NameObject(f"/{value}") for key, value in fields.items()}

    system = DictionaryObject(
        {
            NameObject("/Registry"): TextStringObject("Adobe"),
            NameObject("/Ordering"): TextStringObject("GB1"),
            NameObject("/Supplement"): NumberObject(4),
        }
    )
    below = DictionaryObject(named(Type="Font", Subtype="CIDFontType0", BaseFont="STSong-Light"))
    below[NameObject("/CIDSystemInfo")] = system
    font = DictionaryObject(
        named(Type="Font", Subtype="Type0", BaseFont="STSong-Light", Encoding="UniGB-UCS2-H")
    )
    font[NameObject("/DescendantFonts")] = ArrayObject([below])
    return font
