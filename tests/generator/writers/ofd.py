"""A true report as OFD (GB/T 33190): printed pages, or pages that are pictures."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from html import escape

from ..truth import TrueReport
from .layout import A4, Page, Text, pages, width_of
from .scan import CLEAN, Paper, pictures
from .style import PLAIN, Style
from .zipped import settled

MM = 25.4 / 72
"""Millimetres of a point."""
_SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def to_ofd(report: TrueReport, style: Style = PLAIN) -> bytes:
    """Pages of text objects and ruled lines, as an office's printer driver writes them."""
    shown = pages(report, style)
    contents = [_printed(page) for page in shown]
    size = (shown[0].width, shown[0].height)
    return packed(contents, size, report.title)


def to_ofd_scan(report: TrueReport, style: Style = PLAIN, paper: Paper = CLEAN) -> bytes:
    """Pages that are pictures; FileNotFoundError without the Noto CJK fonts."""
    shots = []
    for picture in pictures(report, style, paper):
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=paper.quality)
        shots.append(out.getvalue())
    size = A4[::-1] if style.landscape else A4
    box = f"0 0 {size[0] * MM:.3f} {size[1] * MM:.3f}"
    contents = [
        f'<ofd:ImageObject ID="9{i}" Boundary="{box}" ResourceID="{i}"/>' for i in range(len(shots))
    ]
    return packed(contents, size, report.title, dict(enumerate(shots)))


def packed(
    contents: Sequence[str],
    size: tuple[float, float],
    title: str,
    shots: Mapping[int, bytes] | None = None,
    parts: Mapping[str, str] | None = None,
) -> bytes:
    """A package of pages' objects; `shots` are its pictures by number, `parts` what else is in it."""
    box = f"0 0 {size[0] * MM:.3f} {size[1] * MM:.3f}"
    listed = _each(
        '<ofd:Page ID="{i}" BaseLoc="Pages/Page_{i}/Content.xml"/>', range(len(contents))
    )
    media = _each(
        '<ofd:MultiMedia ID="{i}" Type="Image" Format="JPEG"><ofd:MediaFile>shot_{i}.jpg'
        "</ofd:MediaFile></ofd:MultiMedia>",
        shots or (),
    )
    files: dict[str, str | bytes] = {
        "OFD.xml": f'<ofd:OFD {_SPACE} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo>'
        f"<ofd:Title>{escape(title)}</ofd:Title></ofd:DocInfo>"
        "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {_SPACE}><ofd:CommonData><ofd:PageArea>"
        f"<ofd:PhysicalBox>{box}</ofd:PhysicalBox></ofd:PageArea>"
        "<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes></ofd:CommonData>"
        f"<ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
        "Doc_0/DocumentRes.xml": f'<ofd:Res {_SPACE} BaseLoc="Res">'
        f"<ofd:MultiMedias>{media}</ofd:MultiMedias></ofd:Res>",
        **{
            f"Doc_0/Pages/Page_{i}/Content.xml": f"<ofd:Page {_SPACE}><ofd:Content>"
            f'<ofd:Layer ID="8{i}" Type="Body">{content}</ofd:Layer></ofd:Content></ofd:Page>'
            for i, content in enumerate(contents)
        },
        **{f"Doc_0/Res/shot_{i}.jpg": data for i, data in (shots or {}).items()},
        **(parts or {}),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return settled(out.getvalue())


def _each(pattern: str, numbers: Iterable[int]) -> str:
    return "".join(pattern.format(i=i) for i in numbers)


def _printed(page: Page) -> str:
    """Lines as one path each, texts as objects whose characters are placed one by one."""
    lines = (
        f'<ofd:PathObject ID="1" Boundary="0 0 {page.width * MM:.3f} {page.height * MM:.3f}" '
        f'LineWidth="0.2"><ofd:AbbreviatedData>M {line.x0 * MM:.3f} {line.y0 * MM:.3f} '
        f"L {line.x1 * MM:.3f} {line.y1 * MM:.3f}</ofd:AbbreviatedData></ofd:PathObject>"
        for line in page.lines
    )
    return "".join([*lines, *map(text_object, page.texts)])


def text_object(text: Text, extra: str = "") -> str:
    """A line of print; `extra` are further attributes of the object."""
    size = text.size * MM
    width = width_of(text.text, text.size) * MM
    steps = [width_of(char, text.size) * MM for char in text.text][:-1]
    even = len(set(steps)) == 1
    deltas = f"g {len(steps)} {steps[0]:.4f}" if even else " ".join(f"{s:.4f}" for s in steps)
    return (
        f'<ofd:TextObject ID="2" Boundary="{text.x * MM:.4f} {text.y * MM - size:.4f} {width:.4f} '
        f'{1.2 * size:.4f}" Font="3" Size="{size:.4f}"{extra}><ofd:TextCode X="0" Y="{size:.4f}" '
        f'DeltaX="{deltas}">{escape(text.text)}</ofd:TextCode></ofd:TextObject>'
    )
