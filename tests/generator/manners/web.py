"""Web pages that show the same report in other ways: their tags changed, their bytes, escaped whole."""

from __future__ import annotations

import html
import json
import quopri
import re
from collections.abc import Callable

from ..truth import TrueReport
from ..writers import Style, to_html

FIGURE = re.compile(r"<td>([0-9.-]+)</td>")
ROW = re.compile(r"<tr>(.*?)</tr>\n", re.DOTALL)
PLAIN = Style(label_columns=1)


def _each(shown: str) -> Callable[[str], str]:
    """A page whose figures stand in `shown`, where `{}` is the figure."""
    return lambda page: FIGURE.sub(lambda f: f"<td>{shown.format(f[1])}</td>", page)


def _stale(mark: str) -> Callable[[str], str]:
    """A page where a row with other figures follows each row of figures, marked as unseen."""

    def row(found: re.Match[str]) -> str:
        stale = FIGURE.sub("<td>99</td>", found[1])
        return found[0] if stale == found[1] else f"{found[0]}<tr {mark}>{stale}</tr>\n"

    rule = "<style>p, .gone{display: none}.tab{color:red}</style></head>"
    return lambda page: ROW.sub(row, page).replace("</head>", rule)


def _boxed(page: str) -> str:
    """Tables made of boxes, a spanned cell once."""
    boxes = re.sub(r"<(/?)(?:table|tr|td)[^>]*>", r"<\1div>", page)
    return boxes.replace("&nbsp;", "")


def _without_corner(page: str) -> str:
    """The head of the application table moved to the left, as where its corner cell was lost."""
    before, after = re.split(r'<td rowspan="3">[^<]*勾稽关系[^<]*</td>', page)
    rows = after.split("</tr>", 3)
    return before + "<td></td></tr>".join(rows[:3]) + "<td></td></tr>" + rows[3]


def _two_tables(page: str) -> str:
    """Part four as a table of 复议 and one of 诉讼."""
    head, *rows = re.split(r"(?=<tr>)", page.rpartition("<table")[2].partition("</table>")[0])
    cells = [re.findall(r"<td.*?</td>", row) for row in rows]
    cut = (1, 5, 0, 5)
    tables = [
        "<table>"
        + "".join(f"<tr>{''.join(c[part(n)])}</tr>" for c, n in zip(cells, cut, strict=True))
        + "</table>"
        for part in (lambda n: slice(0, n), lambda n: slice(n, None))
    ]
    return page.replace(f"<table{head}{''.join(rows)}</table>", "<p></p>".join(tables))


def _framed(page: str) -> str:
    """The whole report as one table: a row for each paragraph, then the rows of the tables."""
    body = re.sub(r"<(?:p|h1|h2)>(.*?)</(?:p|h1|h2)>", r'<tr><td colspan="15">\1</td></tr>', page)
    body = re.sub(r"</?table[^>]*>", "", body)
    return body.replace("<body>", "<body><table>").replace("</body>", "</table></body>")


def _on_a_grid(page: str) -> str:
    """Tables of boxes, written column by column, that the page's style sets on a grid."""
    return re.sub(r"<table.*?</table>", _grid_of, page, flags=re.DOTALL)


def _grid_of(table: re.Match[str]) -> str:
    from lxml import html

    from index.readers.html.html_tables import table_of

    grid = table_of(html.fragment_fromstring(table[0]))
    boxes = (
        f'<div style="grid-row:{c.row + 1} / span {c.row_span};'
        f'grid-column: {c.column + 1} / {c.column + 1 + c.column_span}">{c.text}</div>'
        for c in sorted(grid.cells if grid else (), key=lambda c: (c.column, c.row))
    )
    return f'<div style="display:grid">{"".join(boxes)}</div>'


def _foot_first(page: str) -> str:
    """The last two rows of the application table written before its first rows of figures."""
    before, *tables = re.split(r"(?=<table)", page)
    last = next(i for i, table in enumerate(tables) if "勾稽关系" in table)
    opening, *rows = re.split(r"(?=<tr>)", tables[last].partition("</table>")[0])
    after = tables[last].partition("</table>")[2]
    body = f"<tbody>{''.join(rows[3:-2])}</tbody>"
    head, foot = f"<thead>{''.join(rows[:3])}</thead>", f"<tfoot>{''.join(rows[-2:])}</tfoot>"
    tables[last] = f"{opening}{head}{foot}{body}</table>{after}"
    return before + "".join(tables)


def _panels(page: str) -> str:
    """Chapters of which the page shows one at a time."""
    before, *chapters = re.split(r"(?=<h2)", page.replace("</body></html>", ""))
    hidden = ' style="display: none"'
    panels = (
        f'<div class="tab"{hidden if i else ""}>{text}</div>' for i, text in enumerate(chapters)
    )
    return f"{before}<div>{''.join(panels)}</div></body></html>"


WEB: dict[str, Callable[[str], str]] = {
    "the old figure struck out": _each("<del>77</del><ins>{}</ins>"),
    "struck out by style": _each('<span style="text-decoration: line-through">7</span>{}'),
    "a note's number raised": _each("{}<sup>1</sup>"),
    "a note's number raised by style": _each('{}<span style="vertical-align:super">[2]</span>'),
    "a form's fields": _each('<input type="text" value="{}"><input type="hidden" value="5">'),
    "a form's large fields": _each("<textarea>{}</textarea>"),
    "a form's choices": _each("<select><option>1</option><option selected>{}</option></select>"),
    "rows that hide themselves": _stale('style="display:none"'),
    "rows hidden by their class": _stale('class="odd gone"'),
    "part four in two tables": _two_tables,
    "one table for all": _framed,
    "boxes": _boxed,
    "boxes on a grid": _on_a_grid,
    "a foot written first": _foot_first,
    "chapters shown one at a time": _panels,
    "a blank column first": lambda page: page.replace("<tr>", "<tr><td></td>"),
    "a head without its corner": _without_corner,
}
CHARACTERS: dict[str, Callable[[str], bytes]] = {
    "one set named, another used": lambda page: page.encode("gb18030"),
    "a byte lost": lambda page: page.encode().replace("编制".encode(), "编制".encode()[:-1], 1),
    "a byte too many": lambda page: (
        page.replace("utf-8", "gbk").encode("gb18030").replace(b"<p>", b"<p>\xff", 1)
    ),
    "saved as one file": lambda page: (
        b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=B\n\n--B\n"
        b"Content-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n\n"
        + quopri.encodestring(page.encode())
        + b"\n--B--\n"
    ),
}


def page_of(report: TrueReport) -> str:
    return to_html(report, PLAIN).decode()


def _body(report: TrueReport) -> str:
    found = re.search(r"<body>(.*)</body>", page_of(report), re.DOTALL)
    assert found
    return found[1]


def _in_script(report: TrueReport) -> str:
    data = json.dumps({"page": {"content": _body(report)}})
    data = data.replace("<", "\\u003c").replace(">", "\\u003e")
    return f'<html><body><div id="app"></div><script>window.DATA = {data};</script></body></html>'


ESCAPED: dict[str, Callable[[TrueReport], str]] = {
    "a page in JSON": lambda report: json.dumps({"code": 0, "data": {"content": page_of(report)}}),
    "an article in JSON": lambda report: json.dumps(
        {"data": [{"id": 1, "title": report.title, "content": _body(report)}]}, ensure_ascii=False
    ),
    "an escaped article in JSON": lambda report: json.dumps(
        {"content": html.escape(_body(report))}
    ),
    "an article escaped in a page": lambda report: (
        f"<html><body><div>{html.escape(_body(report))}</div></body></html>"
    ),
    "an article escaped twice": lambda report: (
        f"<html><body><div>{html.escape(html.escape(_body(report)))}</div></body></html>"
    ),
    "an article in a script": _in_script,
}
"""Pages written in another text's marks."""
