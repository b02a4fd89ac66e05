"""Pages with more on them than the report: watermarks, menus, two columns, words that run over."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import zip_longest

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from ..truth import TrueReport
from ..writers import Style
from ..writers.grid import GridCell
from ..writers.layout import A4, MARGIN, Page, Setter, Text, pages, width_of
from ..writers.outline import outline
from ..writers.pdf import FONT, put

_MENU = ("政务公开", "公开指南", "公开制度", "政府信息公开年报", "依申请公开", "首页")
_ASIDE = 120.0


class Overflowing(Setter):
    """Row labels stand on one line, however long, over whatever stands beside them."""

    def _cell(self, cell: GridCell | None, box: tuple[float, float, float, float]) -> None:
        long = cell is not None and (cell.key or "").startswith("label:applications")
        super()._cell(replace(cell, text="") if cell and long else cell, box)
        if cell and long:
            size = self.style.size
            x, y = box[0] + 2, (box[1] + box[3] + size) / 2
            self.pages[-1].texts.insert(0, Text(x, y, size, cell.text))


def overflowing(report: TrueReport) -> list[Page]:
    style = Style(short_labels=True, landscape=True)
    setter = Overflowing(style)
    for piece in outline(report, style):
        if piece.grid:
            setter.table(piece.grid)
        else:
            setter.paragraph(piece.text, 11)
    return setter.pages


def watermarked(report: TrueReport) -> list[Page]:
    """Words in every corner of the page, and one much larger across it."""
    set_pages = pages(report)
    for page in set_pages:
        small = [
            Text(x, y, 10, "张三2024") for x in range(20, 560, 130) for y in range(30, 820, 70)
        ]
        page.texts[:0] = [*small, Text(60, 430, 70, "内部资料"), Text(60, 630, 70, "注意保管")]
    return set_pages


def beside_a_menu(report: TrueReport) -> list[Page]:
    """A menu left of the title, its lines as high as the title's."""
    set_pages = [_moved(page, _ASIDE) for page in pages(report)]
    first = set_pages[0]
    size = first.texts[0].size
    first.texts[:0] = [Text(20, MARGIN + size + 14 * i, 10, item) for i, item in enumerate(_MENU)]
    return set_pages


def before_links(report: TrueReport) -> list[Page]:
    """Links right of the title."""
    set_pages = [replace(page, width=page.width + _ASIDE) for page in pages(report)]
    first = set_pages[0]
    end = max(t.x + width_of(t.text, t.size) for t in first.texts)
    first.texts[:0] = [
        Text(end + 30, first.texts[0].y + 14 * i, 10, item) for i, item in enumerate(_MENU)
    ]
    return set_pages


def two_on_a_sheet(report: TrueReport) -> list[Page]:
    """Two pages beside each other."""
    single = pages(report)
    return [
        _both(left, right or Page(*A4))
        for left, right in zip_longest(single[::2], single[1::2], fillvalue=None)
        if left is not None
    ]


def _both(left: Page, right: Page) -> Page:
    moved = _moved(right, left.width)
    return Page(moved.width, left.height, left.texts + moved.texts, left.lines + moved.lines)


def _moved(page: Page, by: float) -> Page:
    return Page(
        page.width + by,
        page.height,
        [replace(text, x=text.x + by) for text in page.texts],
        [replace(line, x0=line.x0 + by, x1=line.x1 + by) for line in page.lines],
    )


CROWDED: dict[str, Callable[[TrueReport], list[Page]]] = {
    "labels run over the figures": overflowing,
    "watermarks": watermarked,
    "a menu beside the title": beside_a_menu,
    "links beside the title": before_links,
    "two pages on a sheet": two_on_a_sheet,
}


def drawn(set_pages: Sequence[Page]) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1)
    for page in set_pages:
        canvas.setPageSize((page.width, page.height))
        put(canvas, page)
    canvas.save()
    return out.getvalue()
