"""Manners in which pages and sheets show the same report: every cell is read, none is wrong."""

from __future__ import annotations

import csv
import io
import quopri
import re
import zipfile
from collections.abc import Callable, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from index.ingest import read
from index.recognition.wrapped_lines import wide
from index.report import Report
from tests.generator import Style, TrueReport, generate
from tests.generator.printing import blank_zeros
from tests.generator.writers import to_csv, to_docx, to_html, to_markdown
from tests.generator.writers.grid import grids
from tests.generator.writers.outline import outline
from tests.generator.writers.text import _full
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
RUN = re.compile(r"<w:r><w:t>([0-9.-]+)</w:t></w:r>")


def _run(before: str = "{}", after: str = "") -> Callable[[str], str]:
    """A Word document whose figures are runs in `before`, with `after` behind them."""
    return lambda xml: RUN.sub(lambda f: before.format(f[0]) + after, xml)


def _tabs(xml: str) -> str:
    """Tables as paragraphs whose cells tabs part."""

    def row(found: re.Match[str]) -> str:
        cells = re.findall(r"<w:tc>.*?</w:tc>", found[0], re.DOTALL)
        texts = ["".join(re.findall(r"<w:t[^>]*>([^<]*)", cell)) for cell in cells]
        return f"<w:p><w:r><w:t>{'</w:t><w:tab/><w:t>'.join(texts)}</w:t></w:r></w:p>"

    rows = re.sub(r"<w:tr>.*?</w:tr>", row, xml, flags=re.DOTALL)
    return re.sub(r"</?w:tbl>|<w:tblPr>.*?</w:tblPr>|<w:tblGrid>.*?</w:tblGrid>", "", rows)


WORD: dict[str, Callable[[str], str]] = {
    "the old figure struck out": _run("<w:r><w:rPr><w:strike/></w:rPr><w:t>66</w:t></w:r>{}"),
    "changes marked": _run("<w:del><w:r><w:delText>66</w:delText></w:r></w:del><w:ins>{}</w:ins>"),
    "a note's number raised": _run(
        "{}", '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>1</w:t></w:r>'
    ),
    "what asks to be filled in": _run(
        "{}",
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>单击输入</w:t></w:r>"
        "</w:sdtContent></w:sdt>",
    ),
    "fields to be filled in": _run("<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>"),
    "tabs in place of tables": _tabs,
}


def _parted(mark: str) -> Callable[[TrueReport], bytes]:
    """Comma-separated values with another mark."""

    def write(report: TrueReport) -> bytes:
        rows = csv.reader(to_csv(report).decode().splitlines())
        out = io.StringIO()
        csv.writer(out, delimiter=mark).writerows(rows)
        return out.getvalue().encode("utf-8-sig")

    return write


def _escaped(report: TrueReport) -> bytes:
    """Markdown whose marks are escaped as converters do."""
    return re.sub(r"(?<=\S)([.|])(?=\S)", r"\\\1", to_markdown(report).decode()).encode()


def _drawn(report: TrueReport) -> bytes:
    """Tables drawn with a line between any two rows, long cells wrapped."""
    lines: list[str] = []
    for piece in outline(report, Style()):
        if piece.grid is None:
            lines += [piece.text, ""]
            continue
        frame = f"+{'------+' * piece.grid.columns}"
        lines.append(frame)
        for row in _full(piece.grid):
            cut = [[c[i : i + 6] for i in range(0, len(c), 6)] for c in row]
            lines += [f"| {' | '.join(parts)} |" for parts in zip_longest(*cut, fillvalue="")]
            lines += [frame] if any(cut) else [f"|{'  |' * len(row)}", frame]
        lines.append("")
    return "\n".join(lines).encode()


def _columned(fill: str, *, right: bool = False) -> Callable[[TrueReport], bytes]:
    """Tables in columns of characters, wide ones counted twice, their figures at one side."""

    def line(row: Sequence[str], widths: Sequence[int]) -> str:
        padding = [
            fill * ((w - wide(c)) // 2) + " " * ((w - wide(c)) % 2)
            for c, w in zip(row, widths, strict=True)
        ]
        parts = [p + c if right else c + p for c, p in zip(row, padding, strict=True)]
        return "".join(parts).rstrip()

    def write(report: TrueReport) -> bytes:
        lines: list[str] = []
        for piece in outline(report, Style(label_columns=1)):
            rows = _full(piece.grid) if piece.grid else []
            widths = [max(map(wide, column)) + 2 for column in zip(*rows, strict=True)]
            lines += [line(row, widths) for row in rows] or [piece.text]
        return "\n".join(lines).encode()

    return write


TEXTS: dict[str, tuple[str, Callable[[TrueReport], bytes]]] = {
    "semicolons": ("a.csv", _parted(";")),
    "tabs": ("a.tsv", _parted("\t")),
    "bars": ("a.csv", _parted("|")),
    "marks escaped": ("a.md", _escaped),
    "columns of characters": ("a.txt", _columned("  ")),
    "columns to the right": ("a.txt", _columned("  ", right=True)),
    "columns of wide blanks": ("a.txt", _columned("\u3000")),
    "cells wrapped between lines": ("a.txt", _drawn),
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
    found = _read(tmp_path / "page.html", changed.encode())
    _is_whole(report, found)
    assert [bool(s.text) for s in found.sections] == [bool(s.text) for s in report.sections]


@pytest.mark.parametrize("manner", CHARACTERS)
def test_characters_are_told_by_what_they_make(manner: str, tmp_path: Path) -> None:
    report = generate(len(manner), "2021")
    page = to_html(report, PLAIN).decode()
    _is_whole(report, _read(tmp_path / "page.html", CHARACTERS[manner](page)))


@pytest.mark.parametrize("form", ["2019", "2021"])
@pytest.mark.parametrize("manner", WORD)
def test_word_files_show_figures_in_many_manners(manner: str, form: str, tmp_path: Path) -> None:
    report = blank_zeros(generate(len(manner), form))
    written, changed = zipfile.ZipFile(io.BytesIO(to_docx(report))), io.BytesIO()
    with zipfile.ZipFile(changed, "w") as archive:
        for name in written.namelist():
            data = written.read(name)
            if name == "word/document.xml":
                data = WORD[manner](data.decode()).encode()
                assert data != written.read(name)
            archive.writestr(name, data)
    _is_whole(report, _read(tmp_path / "a.docx", changed.getvalue()))


@pytest.mark.parametrize("form", ["2019", "2021"])
@pytest.mark.parametrize("manner", TEXTS)
def test_texts_part_their_cells_in_many_manners(manner: str, form: str, tmp_path: Path) -> None:
    report = blank_zeros(generate(len(manner), form))
    name, write = TEXTS[manner]
    found = _read(tmp_path / name, write(report))
    _is_whole(report, found)
    assert [bool(s.text) for s in found.sections] == [bool(s.text) for s in report.sections]


def _sheet(report: TrueReport, places: Sequence[tuple[int, int]], style: Style) -> Any:
    """A sheet with the tables at rows and columns, the title above them."""
    book = Workbook()
    sheet = book.active
    sheet.cell(1, 1, report.title)
    for grid, (top, left) in zip(grids(report, style), places, strict=True):
        for row, texts in enumerate(_full(grid), top):
            for column, text in enumerate(texts, left):
                sheet.cell(row, column, int(text) if text.isdigit() else text or None)
    return sheet


SHEETS = {
    "one below the other": [(3, 1), (25, 1), (60, 1)],
    "one beside the other": [(3, 1), (3, 6), (60, 1)],
    "with a column between": [(3, 1), (3, 8), (40, 2)],
    "all in a row": [(3, 1), (3, 7), (3, 18)],
}


@pytest.mark.parametrize("form", ["2019", "2021"])
@pytest.mark.parametrize("manner", SHEETS)
def test_tables_stand_anywhere_on_a_sheet(manner: str, form: str, tmp_path: Path) -> None:
    report = generate(len(manner), form)
    _sheet(report, SHEETS[manner], Style()).parent.save(tmp_path / "a.xlsx")
    found = _read(tmp_path / "a.xlsx", (tmp_path / "a.xlsx").read_bytes())
    _is_whole(report, found)
    assert found.sections == ()


def test_a_cover_names_the_body_and_the_year(tmp_path: Path) -> None:
    report = generate(4, "2021")
    sheet = _sheet(report, [(8, 1), (30, 1), (70, 1)], Style())
    sheet.cell(1, 1, "政府信息公开工作年度报告统计表")
    for row, texts in enumerate((("填报单位：", report.agency), ("年度：", f"{report.year}年")), 3):
        for column, text in enumerate(texts, 1):
            sheet.cell(row, column, text)
    sheet.parent.save(tmp_path / "a.xlsx")
    _is_whole(report, _read(tmp_path / "a.xlsx", (tmp_path / "a.xlsx").read_bytes()))


def test_a_column_of_ordinals_is_no_figure(tmp_path: Path) -> None:
    report = generate(4, "2021")
    sheet = _sheet(report, [(3, 2), (25, 2), (65, 2)], Style())
    for top, rows in ((3, 16), (25, 28), (65, 4)):
        for row in range(rows):
            sheet.cell(top + row, 1, row or "序号")
    sheet.parent.save(tmp_path / "a.xlsx")
    _is_whole(report, _read(tmp_path / "a.xlsx", (tmp_path / "a.xlsx").read_bytes()))
