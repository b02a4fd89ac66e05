"""A true report as a web page."""

from __future__ import annotations

from html import escape

from ..truth import TrueReport
from .grid import Grid, GridCell
from .outline import Piece, outline
from .style import PLAIN, Style

_TAGS = {"title": "h1", "heading": "h2", "text": "p", "item": "p"}


def to_html(report: TrueReport, style: Style = PLAIN) -> bytes:
    """The page's bytes in the style's encoding; with `navigation` a whole site stands around."""
    body = "\n".join(_piece(p, style) for p in outline(report, style))
    meta = f'<meta charset="{style.encoding}">'
    if report.published and style.date != "none":
        meta += f'<meta name="PubDate" content="{report.published.isoformat()}">'
    top, bottom = _AROUND if style.navigation else ("", "")
    page = (
        f"<!DOCTYPE html><html><head>{meta}<title>{escape(report.title)}</title>"
        f"<style>{_css(style)}</style></head><body>{top}{body}{bottom}</body></html>"
    )
    return page.encode(style.encoding, "xmlcharrefreplace")


_FONTS = {"serif": "Noto Serif CJK SC", "sans": "Noto Sans CJK SC", "cid": "Noto Serif CJK SC"}


def _css(style: Style) -> str:
    border = "1px solid #000" if style.ruled else "none"
    page = "@page{size:A4 landscape}" if style.landscape else ""
    return (
        f'{page}body{{font-family:"{_FONTS[style.font]}";font-size:14px}}'
        "table{border-collapse:collapse;width:100%;font-size:12px;text-align:center}"
        f"td{{border:{border}}}"
    )


_AROUND = (
    '<div class="header"><ul class="nav"><li><a href="/">首页</a></li><li><a href="/xxgk">政务公开</a>'
    '</li><li><a href="/bsfw">办事服务</a></li></ul></div><div class="crumb">当前位置：首页 &gt; '
    '政府信息公开 &gt; 政府信息公开年报</div><div class="article" id="content">',
    '</div><div class="side"><h3>相关链接</h3><ul><li><a href="/1">政府信息公开指南</a></li><li>'
    '<a href="/2">政府信息公开制度</a></li></ul></div><div class="footer">网站标识码：3400000000 '
    "备案号00000000号</div><script>var n=2023;</script>",
)


def _piece(piece: Piece, style: Style) -> str:
    if piece.grid:
        return html_table(piece.grid, style)
    tag = _TAGS[piece.kind]
    return f"<{tag}>{escape(piece.text)}</{tag}>"


def html_table(grid: Grid, style: Style) -> str:
    rows = "".join(f"<tr>{''.join(_cell(c, style) for c in line)}</tr>\n" for line in grid.lines())
    return f'<table border="{int(style.ruled)}">\n{rows}</table>'


def _cell(cell: GridCell, style: Style) -> str:
    spans = "".join(
        f' {name}="{n}"'
        for name, n in (("colspan", cell.column_span), ("rowspan", cell.row_span))
        if n > 1
    )
    text = escape(cell.text) or "&nbsp;"
    if style.split_digits and cell.text.isdigit() and len(cell.text) > 1:
        text = f"<font>{cell.text[0]}</font><font>{cell.text[1:]}</font>"
    return f"<td{spans}>{text}</td>"
