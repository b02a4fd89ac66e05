"""Files that unfold, loop, lie or never end, by what is wrong with them: a name and its bytes.

`BAD` costs nothing to make; `HEAVY` is what tries the limits of time and memory.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from email.message import EmailMessage

import pypdf
from openpyxl import Workbook
from pypdf.generic import ArrayObject, NameObject

from tests.generator import generate
from tests.generator.writers import to_docx, to_html, to_xlsx

GOOD = generate(5, "2021")
PAGE = to_html(GOOD)
Material = Mapping[str, tuple[str, Callable[[], bytes]]]
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TITLE = (
    "<h1>青石镇人民政府2022年政府信息公开工作年度报告</h1><h2>一、总体情况</h2><p>一切照旧。</p>"
)


def zipped(members: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def _with(data: bytes, changed: Mapping[str, bytes]) -> bytes:
    """A zipped file with some of its parts changed."""
    written = zipfile.ZipFile(io.BytesIO(data))
    return zipped({name: written.read(name) for name in written.namelist()} | changed)


# ---------------------------------------------------------------- workbooks


def _far() -> bytes:
    """A sheet with one cell in its last row and column."""
    book, out = Workbook(), io.BytesIO()
    book.active.cell(2**20, 2**14, "远")
    book.save(out)
    return out.getvalue()


def _sheet(rows: str, after: str = "") -> bytes:
    """A workbook whose sheet is this XML."""
    name = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    xml = f'<worksheet xmlns="{name}"><sheetData>{rows}</sheetData>{after}</worksheet>'
    return _with(to_xlsx(GOOD), {"xl/worksheets/sheet1.xml": xml.encode()})


def _cell(text: str, at: str = "A1") -> str:
    return f'<row r="1"><c r="{at}" t="inlineStr"><is><t>{text}</t></is></c></row>'


def _merged_over_all() -> bytes:
    merges = '<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    return _sheet(_cell("年度报告"), merges)


def _rows_of_cells() -> bytes:
    """A million cells in a small file."""
    row = "".join("<c><v>1</v></c>" for _ in range(500))
    return _sheet("".join(f"<row>{row}</row>" for _ in range(2000)))


# ---------------------------------------------------------------- Word


def _word(body: str, entity: str = "") -> bytes:
    xml = f'<?xml version="1.0"?>{entity}<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>'
    return _with(to_docx(GOOD), {"word/document.xml": xml.encode()})


def _paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def _without_parts() -> bytes:
    """A Word file whose own account of its parts is another's."""
    written = zipfile.ZipFile(io.BytesIO(to_docx(GOOD)))
    names = [n for n in written.namelist() if n.endswith(("core.xml", "styles.xml"))]
    return _with(to_docx(GOOD), dict.fromkeys(names, b"<x/>"))


def _laughs() -> bytes:
    entities = '<!ENTITY a0 "报告">' + "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)
    )
    return _word(_paragraph("&a9;"), f"<!DOCTYPE x [{entities}]>")


def _outside_entity() -> bytes:
    return _word(_paragraph("&x;"), '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>')


def _wide_cells() -> bytes:
    cell = '<w:tc><w:tcPr><w:gridSpan w:val="2000000000"/></w:tcPr><w:p/></w:tc>'
    return _word(f"<w:tbl>{'<w:tr>' + cell * 20 + '</w:tr>'}</w:tbl>")


def _tables_in_tables(depth: int) -> bytes:
    opened = "<w:tbl><w:tr><w:tc>" * depth
    closed = "<w:p/></w:tc></w:tr></w:tbl>" * depth
    return _word(opened + _paragraph("年度报告") + closed)


# ---------------------------------------------------------------- pages of the web


def _html(body: str) -> bytes:
    return f"<html><body>{_TITLE}{body}</body></html>".encode()


def _spans(cells: int, each: int) -> bytes:
    row = "<tr>" + f'<td rowspan="{each}" colspan="{each}">申请人情况</td>' * cells + "</tr>"
    return f"<html><body><table>{row * cells}</table></body></html>".encode()


def _mail() -> bytes:
    mail = EmailMessage()
    mail["MIME-Version"] = "1.0"
    mail.make_related()
    mail.add_related("<p>" + "报告" * 10 + "</p>", subtype="html", cid="a")
    return mail.as_bytes()[: len(mail.as_bytes()) // 2]


# ---------------------------------------------------------------- PDF and pictures


def _looped() -> bytes:
    """A PDF whose pages hold themselves."""
    writer, out = pypdf.PdfWriter(), io.BytesIO()
    writer.add_blank_page(200, 200)
    pages = writer._pages.get_object()  # type: ignore[attr-defined]
    pages[NameObject("/Kids")] = ArrayObject([writer._pages])  # type: ignore[attr-defined]
    writer.write(out)
    return out.getvalue()


def _pdf(content: bytes, resources: str = "", kids: int = 1, more: tuple[bytes, ...] = ()) -> bytes:
    """A PDF by hand: one page shown `kids` times, its content packed, other objects from 5 on."""
    packed = zlib.compress(content)
    shown = " ".join(["3 0 R"] * kids)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {kids}/Kids[{shown}]>>".encode(),
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<{resources}>>>>".encode(),
        b"<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(packed), packed),
        *more,
    ]
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % at for at in places)
    size = len(objects) + 1
    end = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (size, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table) + end


def _shape_in_itself() -> bytes:
    form = (
        b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>/Length 6>>"
        b"stream\n/X Do \nendstream"
    )
    return _pdf(b"/X Do", "/XObject<</X 5 0 R>>", more=(form,))


def _huge_picture() -> bytes:
    side = 30_000
    packed = zlib.compress(bytes(side * side // 8))
    image = (
        b"<</Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 1/ColorSpace/DeviceGray"
        b"/Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (side, side, len(packed), packed)
    )
    return _pdf(b"595 0 0 842 0 0 cm /X Do", "/XObject<</X 5 0 R>>", more=(image,))


def _rules(count: int) -> bytes:
    """A page of very many ruled lines."""
    lines = (f"{n % 590} {n % 840} m {n % 590} {(n * 7) % 840} l S" for n in range(count))
    return _pdf("\n".join(lines).encode())


def _png(side: int) -> bytes:
    """A black picture, `side` × `side`, in a few kilobytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        checked = kind + data
        return struct.pack(">I", len(data)) + checked + struct.pack(">I", zlib.crc32(checked))

    packer = zlib.compressobj(9)
    row = bytes(1 + side // 8)
    body = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


# ---------------------------------------------------------------- archives


def _bomb() -> bytes:
    """A zip whose one member is two gigabytes of nothing."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("年报.txt", "w", force_zip64=True) as member,
    ):
        for _ in range(2048):
            member.write(bytes(2**20))
    return out.getvalue()


def _zips_in_zips(depth: int) -> bytes:
    data = zipped({"年报.txt": b"\0" * 2**20})
    for _ in range(depth):
        data = zipped({f"{n}.zip": data for n in range(10)})
    return data


BAD: Material = {
    "a cell far away": ("a.xlsx", _far),
    "a sheet that is no XML": ("a.xlsx", lambda: _sheet("<row><c")),
    "spans over everything": ("a.html", lambda: _spans(50, 900)),
    "pages in a ring": ("a.pdf", _looped),
    "a shape that draws itself": ("a.pdf", _shape_in_itself),
    "parts of another kind": ("a.docx", _without_parts),
    "entities of entities": ("a.docx", _laughs),
    "an entity of another file": ("a.docx", _outside_entity),
    "markup alone": ("a.html", lambda: b"<!"),
    "a shell without a document": ("a.docx", lambda: zipped({"word/x.xml": b"<x/>"})),
    "half a saved page": ("a.mht", _mail),
    "a picture without an end": ("a.png", lambda: _png(64)[:60]),
}

HEAVY: Material = {
    "one cell merged over the sheet": ("a.xlsx", _merged_over_all),
    "a million cells": ("a.xlsx", _rows_of_cells),
    "a number of a million digits": ("a.xlsx", lambda: _sheet(_cell("9" * 10**6))),
    "cells of two thousand million columns": ("a.docx", _wide_cells),
    "tables in tables": ("a.docx", lambda: _tables_in_tables(3000)),
    "six thousand tables": (
        "a.html",
        lambda: _html(f"<table><tr>{'<td>1</td>' * 8}</tr></table>" * 6000),
    ),
    "a hundred thousand rows": ("a.html", lambda: _html(f"<table>{'<tr><td>1' * 100_000}</table>")),
    "tags in tags": ("a.html", lambda: _html("<div>" * 100_000 + "年" + "</div>" * 100_000)),
    "a tag of many attributes": (
        "a.html",
        lambda: _html("<p " + " ".join(f"a{n}=1" for n in range(200_000)) + ">年</p>"),
    ),
    "a line of eight million characters": ("a.txt", lambda: b"9" * (8 * 2**20 - 1)),
    "a paragraph of Chinese numerals": (
        "a.txt",
        lambda: (f"青石镇人民政府2022年政府信息公开工作年度报告\n{'一百二十' * 100_000}").encode(),
    ),
    "five million columns": ("a.csv", lambda: b"1," * (4 * 2**20 - 1)),
    "two hundred thousand lines": ("a.txt", lambda: "一、总体情况\n".encode() * 200_000),
    "ten thousand pages": ("a.pdf", lambda: _pdf(b"BT ET", kids=10_000)),
    "a page of a million lines": ("a.pdf", lambda: _rules(1_000_000)),
    "a picture of 900 million points in a page": ("a.pdf", _huge_picture),
    "a picture of 900 million points": ("a.png", lambda: _png(30_000)),
    "states kept and never taken back": ("a.pdf", lambda: _pdf(b"q " * 2_000_000)),
    "two gigabytes of nothing": ("a.zip", _bomb),
    "zips in zips in zips": ("a.zip", lambda: _zips_in_zips(4)),
}
