"""Manners in which pages and sheets show the same report: every cell is read, none is wrong."""

from __future__ import annotations

import quopri
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from index.ingest import read
from index.report import Report
from tests.generator import Style, TrueReport, generate
from tests.generator.writers import to_html
from tests.index.test_roundtrip import compared

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
    "boxes": _boxed,
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


def _read(path: Path, data: bytes) -> Report:
    path.write_bytes(data)
    (found,) = read(path)
    return found


def _is_whole(report: TrueReport, found: Report) -> None:
    assert compared(report, found) == ([], [])
    assert (found.agency, found.year, found.format) == (report.agency, report.year, report.form)


@pytest.mark.parametrize("form", ["2019", "2021"])
@pytest.mark.parametrize("manner", WEB)
def test_pages_show_figures_in_many_manners(manner: str, form: str, tmp_path: Path) -> None:
    report = generate(len(manner), form)
    page = to_html(report, PLAIN).decode()
    changed = WEB[manner](page)
    assert changed != page
    _is_whole(report, _read(tmp_path / "page.html", changed.encode()))


@pytest.mark.parametrize("manner", CHARACTERS)
def test_characters_are_told_by_what_they_make(manner: str, tmp_path: Path) -> None:
    report = generate(len(manner), "2021")
    page = to_html(report, PLAIN).decode()
    _is_whole(report, _read(tmp_path / "page.html", CHARACTERS[manner](page)))
