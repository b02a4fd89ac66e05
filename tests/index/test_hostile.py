"""One bad file costs one file: what unfolds, loops, lies or takes for ever gives its own entry."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest
from openpyxl import Workbook
from pypdf.generic import ArrayObject, NameObject

from assistant.review.file_reading import Reader
from index.readers.archives import expand, shown
from index.readers.limits import Limits
from index.reading_process import read_apart
from tests.generator import generate
from tests.generator.writers import to_docx, to_html

GOOD = generate(5, "2021")


def _far() -> bytes:
    """A sheet with one cell in its last row and column."""
    book, out = Workbook(), io.BytesIO()
    book.active.cell(2**20, 2**14, "远")
    book.save(out)
    return out.getvalue()


def _spans() -> bytes:
    row = "<tr>" + '<td rowspan="900" colspan="900">申请人情况</td>' * 50 + "</tr>"
    return f"<html><body><table>{row * 50}</table></body></html>".encode()


def _looped() -> bytes:
    """A PDF whose pages hold themselves."""
    writer, out = pypdf.PdfWriter(), io.BytesIO()
    writer.add_blank_page(200, 200)
    pages = writer._pages.get_object()  # type: ignore[attr-defined]
    pages[NameObject("/Kids")] = ArrayObject([writer._pages])  # type: ignore[attr-defined]
    writer.write(out)
    return out.getvalue()


def _without_parts() -> bytes:
    """A Word file whose own account of its parts is another's."""
    written, out = zipfile.ZipFile(io.BytesIO(to_docx(GOOD))), io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in written.namelist():
            data = written.read(name)
            archive.writestr(name, b"<x/>" if name.endswith(("core.xml", "styles.xml")) else data)
    return out.getvalue()


BAD: dict[str, tuple[str, Callable[[], bytes]]] = {
    "a cell far away": ("a.xlsx", _far),
    "spans over everything": ("a.html", _spans),
    "pages in a ring": ("a.pdf", _looped),
    "parts of another kind": ("a.docx", _without_parts),
    "markup alone": ("a.html", lambda: b"<!"),
    "a shell without a document": ("a.docx", lambda: _zip({"word/x.xml": b"<x/>"})),
}


def _zip(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize("bad", BAD)
def test_a_bad_file_leaves_the_good_one_beside_it_alone(bad: str, tmp_path: Path) -> None:
    name, content = BAD[bad]
    paths = [tmp_path / name, tmp_path / "good.html"]
    paths[0].write_bytes(content())
    paths[1].write_bytes(to_html(GOOD))
    first, second = Reader(Limits(), tmp_path / "kept").files(paths)
    assert first.errors or not first.reports[0].agency
    assert all(any("\u4e00" <= c <= "\u9fff" for c in e.message) for e in first.errors)
    assert [r.agency for r in second.reports] == [GOOD.agency]


@pytest.mark.slow
def test_time_and_memory_end_one_reading_and_the_next_goes_on(tmp_path: Path) -> None:
    long, good = tmp_path / "long.html", tmp_path / "good.html"
    table = "<table><tr><td>申请人情况</td><td>1</td><td>2</td></tr></table>"
    long.write_text(f"<html><body>{table * 60_000}</body></html>", "utf-8")
    good.write_bytes(to_html(GOOD))
    assert read_apart(long, Limits(max_cpu=0.5)).code == "timeout"
    assert read_apart(good, Limits()).reports[0].agency == GOOD.agency
    assert read_apart(long, Limits(max_memory=30 * 2**20)).code == "too_large"
    assert read_apart(good, Limits()).reports[0].agency == GOOD.agency


PAGE = to_html(GOOD)
ARCHIVES: dict[str, tuple[bytes, list[str]]] = {
    "a member that is a folder too": (
        _zip({"a.html": PAGE, "a.html/b.html": PAGE}),
        ["a.html", "a.html/b.html"],
    ),
    "a zip in a zip": (_zip({"里.zip": _zip({"年报.html": PAGE})}), ["里.zip/年报.html"]),
    "names that lead out": (
        _zip({"../../x.html": PAGE, "/y.html": PAGE, "..": PAGE}),
        ["x.html", "y.html"],
    ),
    "a very long name": (_zip({"长" * 200 + ".html": PAGE}), ["长" * 60 + ".html"]),
}


@pytest.mark.parametrize("case", ARCHIVES)
def test_an_archive_gives_its_members_below_its_own_path(case: str, tmp_path: Path) -> None:
    content, names = ARCHIVES[case]
    (tmp_path / "all.zip").write_bytes(content)
    files, _ = expand([tmp_path / "all.zip"], unpack_to=tmp_path / "out")
    told = [shown(file).removeprefix(f"{tmp_path}/all.zip/") for file in files]
    assert sorted(told) == sorted(names)
    assert all(file.read_bytes() == PAGE for file in files)
    assert all(file.is_relative_to(tmp_path / "out") for file in files)


def test_utf8_names_without_the_flag_are_decoded_together(tmp_path: Path) -> None:
    content = _zip({"AAAAAA.html": PAGE, "BBBBBBBBB.html": PAGE})
    for placeholder, name in ((b"AAAAAA", "年报"), (b"BBBBBBBBB", "水务局")):
        content = content.replace(placeholder, name.encode())
    (tmp_path / "all.zip").write_bytes(content)
    files, _ = expand([tmp_path / "all.zip"], unpack_to=tmp_path / "out")
    assert sorted(file.name for file in files) == ["年报.html", "水务局.html"]


def test_one_bad_archive_is_an_entry_of_its_own(tmp_path: Path) -> None:
    good = _zip({"a.html": PAGE})
    (tmp_path / "bad.zip").write_bytes(good[:200] + b"\0" * 40 + good[240:])
    (tmp_path / "good.zip").write_bytes(good)
    files, _ = expand([tmp_path], unpack_to=tmp_path.parent / "out")
    bad, read = Reader(Limits(), tmp_path / "kept").files(files)
    assert bad.errors[0].code == "damaged"
    assert bad.source.path == f"{tmp_path}/bad.zip/a.html"
    assert read.reports[0].source.path == f"{tmp_path}/good.zip/a.html"


def test_what_a_browser_saved_beside_a_page_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "报告.html").write_bytes(PAGE)
    (tmp_path / "报告_files").mkdir()
    (tmp_path / "报告_files" / "saved_resource.html").write_text("<p>广告</p>", "utf-8")
    (tmp_path / "other_files").mkdir()
    (tmp_path / "other_files" / "b.html").write_bytes(PAGE)
    files, passed_over = expand([tmp_path])
    assert [f.name for f in files] == ["b.html", "报告.html"]
    assert passed_over == 1
