"""Kinds by content, folders and zips, and a clear error for everything that is no report."""

from __future__ import annotations

import io
import time
import zipfile
from pathlib import Path

import pypdf
import pytest
from PIL import Image
from pypdf.generic import NameObject, StreamObject
from reportlab.pdfgen.canvas import Canvas

from index.ingest import Limits, expand, kind_of, read
from index.readers.deadline import Deadline
from index.report import ReadError, TooSlow


def pdf(pages: int = 1, text: str = "hello") -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out)
    for _ in range(pages):
        canvas.drawString(100, 700, text)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def encrypted() -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf()))
    writer.encrypt("secret", algorithm="AES-256")
    return written(writer)


def endless() -> bytes:
    """A page of small size whose instructions unpack to 40 MB."""
    writer = pypdf.PdfWriter()
    page = writer.add_blank_page(595, 842)
    stream = StreamObject()
    stream.set_data(b"0 0 m 1 1 l S\n" * 3_000_000)
    page[NameObject("/Contents")] = writer._add_object(stream.flate_encode())
    return written(writer)


def written(writer: pypdf.PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return out.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
BAD = {
    "nothing.pdf": (b"", "empty"),
    "blanks.txt": (b"   \n\n", "empty"),
    "long.pdf": (pdf(pages=12), "too_large"),
    "endless.pdf": (endless(), "too_large"),
    "bomb.docx": (zipped(word__document_xml=b"0" * 3_000_000), "too_large"),
    "huge.html": (b"<html><body>" + b"<p>x</p>" * 200_000, "too_large"),
    "huge.bin": (b"x" * 5_000_000, "too_large"),
    "locked.pdf": (encrypted(), "encrypted"),
    "locked.docx": (OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
    "junk.pdf": (b"%PDF-1.4\n" + bytes(range(256)) * 20, "damaged"),
    "cut.png": (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "damaged"),
    "words.docx": (b"hello", "damaged"),
    "blank.pdf": (pdf(text=""), "no_text"),
    "letter.pdf": (pdf(text="An unrelated letter of some length"), "not_a_report"),
    "pack.7z": (b"7z\xbc\xaf\x27\x1c" + b"\0" * 40, "unsupported"),
    "thing.bin": (b"\x01\x00\x02\x00" * 40, "unsupported"),
    "layout.ofd": (zipped(OFD_xml=b"<x/>"), "damaged"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_gives_its_own_chinese_message(name: str, tmp_path: Path) -> None:
    content, code = BAD[name]
    path = tmp_path / name
    path.write_bytes(content)
    limits = Limits(max_bytes=4_000_000, max_pages=10, max_unpacked=2_000_000, max_text=1_000_000)
    started = time.monotonic()
    with pytest.raises(ReadError) as caught:
        read(path, limits)
    assert caught.value.code == code
    assert any("\u4e00" <= c <= "\u9fff" for c in caught.value.message)
    assert time.monotonic() - started < 20


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(ReadError) as caught:
        read(tmp_path / "none.pdf")
    assert caught.value.code == "missing"


def test_time_over_is_said_and_scans_push_it_back(tmp_path: Path) -> None:
    deadline = Deadline(Limits(max_seconds=-1, max_seconds_per_scan=60), tmp_path / "slow.pdf")
    with pytest.raises(TooSlow, match="slow.pdf"):
        deadline.check()
    deadline.allow_scans(1)
    deadline.check()


KINDS = {
    "a.txt": (pdf(), "pdf"),
    "b.pdf": (zipped(word__document_xml=b"<x/>"), "docx"),
    "c.xlsx": (zipped(xl__workbook_xml=b"<x/>"), "xlsx"),
    "d.doc": (OLE, "docx"),
    "e.txt": ("\ufeff<!DOCTYPE html><html>".encode(), "html"),
    "f.htm": ("没有标记".encode(), "html"),
    "g": ("机关\t年".encode("gbk"), "text"),
    "h.txt": ("机关".encode("utf-16"), "text"),
    "i.dat": (b"\xff\xd8\xff\xe0", "image"),
}


@pytest.mark.parametrize("name", KINDS)
def test_the_content_says_the_kind_before_the_suffix(name: str, tmp_path: Path) -> None:
    content, kind = KINDS[name]
    (tmp_path / name).write_bytes(content)
    assert kind_of(tmp_path / name) == kind


def test_folders_are_walked_in_order_and_other_kinds_counted(tmp_path: Path) -> None:
    for name in ("b/2.txt", "a/1.pdf", "a/x.json", "a/.hidden.txt", "a/~$1.docx", "run.py"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"x")
    files, passed_over = expand([tmp_path, tmp_path / "run.py"])
    names = [f.relative_to(tmp_path).as_posix() for f in files]
    assert names == ["a/1.pdf", "b/2.txt", "run.py"]
    assert passed_over == 4


def test_a_zip_is_unpacked_with_its_chinese_names_and_stays_in_its_folder(tmp_path: Path) -> None:
    content = zipped(**{"../AAAAAA/BBBB.txt": b"x", "data.json": b"{}"})
    for name, ascii_name in (("临溪县", b"AAAAAA"), ("报告", b"BBBB")):
        content = content.replace(ascii_name, name.encode("gbk"))
    (tmp_path / "all.zip").write_bytes(content)
    files, passed_over = expand([tmp_path / "all.zip"], unpack_to=tmp_path / "out")
    assert [f.relative_to(tmp_path).as_posix() for f in files] == ["out/all.zip/临溪县/报告.txt"]
    assert passed_over == 1


@pytest.mark.slow
def test_a_picture_of_something_else_is_no_report(tmp_path: Path) -> None:
    Image.effect_noise((1200, 900), 60).resize((300, 220)).resize((1200, 900)).save(
        tmp_path / "cat.jpg"
    )
    with pytest.raises(ReadError) as caught:
        read(tmp_path / "cat.jpg")
    assert caught.value.code in ("no_text", "not_a_report")
