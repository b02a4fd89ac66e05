"""What kind a file is, and whether it may be opened."""

from __future__ import annotations

import hashlib
import zipfile
import zlib
from pathlib import Path

from index.readers.encodings import is_saved_page
from index.readers.limits import Limits
from index.report import (
    Damaged,
    EmptyFile,
    Encrypted,
    Kind,
    Missing,
    Source,
    TooLarge,
    UnsupportedKind,
)


def source_of(path: Path, kind: Kind, *, pages: int | None = None, ocr: bool = False) -> Source:
    """The `Source` of a file: its path as given and the hash of its bytes."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Source(str(path), digest, kind, pages, ocr)


# ---------------------------------------------------------------- what kind of file it is

_MAGIC: tuple[tuple[bytes, Kind], ...] = (
    (b"\x89PNG\r\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"BM", "image"),
    (b"GIF8", "image"),
    (b"{\\rtf", "docx"),
)
_SUFFIXES: dict[str, Kind] = {
    ".pdf": "pdf", ".ofd": "ofd",
    ".docx": "docx", ".doc": "docx", ".wps": "docx", ".rtf": "docx", ".docm": "docx",
    ".odt": "docx", ".ods": "xlsx",
    ".xlsx": "xlsx", ".xls": "xlsx", ".xlsm": "xlsx", ".et": "xlsx",
    ".html": "html", ".htm": "html", ".shtml": "html", ".xhtml": "html",
    ".mht": "html", ".mhtml": "html",
    ".txt": "text", ".md": "text", ".markdown": "text", ".csv": "text", ".tsv": "text",
    ".png": "image", ".jpg": "image", ".jpeg": "image", ".tif": "image", ".tiff": "image",
    ".bmp": "image", ".webp": "image",
}  # fmt: skip
_MARKDOWN = (".md", ".markdown")
"""Text even where it holds tables as HTML, as converters write them."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ARCHIVES = {b"Rar!": "RAR", b"7z\xbc\xaf": "7z", b"\x1f\x8b": "gzip"}


def kind_of(path: Path) -> Kind:
    """The kind of a file, by its content first and its suffix where the content does not say.

    Raises `EmptyFile`, `Encrypted` (an office file under a password), `UnsupportedKind`, and
    `Damaged` where the suffix promises a format that the content is not.
    """
    with path.open("rb") as file:
        head = file.read(4096)
    suffix = path.suffix.lower()
    if not head.strip(b"\x00 \t\r\n"):
        raise EmptyFile(f"文件是空的：{path.name}", path=str(path))
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return _zipped_kind(path)
    if head.startswith(_OLE):
        return _ole_kind(path)
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "image"
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    for magic, name in _ARCHIVES.items():
        if head.startswith(magic):
            raise UnsupportedKind(f"不支持 {name} 压缩包，请先解压：{path.name}", path=str(path))
    return _text_kind(head, suffix, path)


def _text_kind(head: bytes, suffix: str, path: Path) -> Kind:
    """Kind of a file without a signature: markup, plain text, or something that is not text."""
    utf16 = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    promised = _SUFFIXES.get(suffix)
    if b"\x00" in head and not utf16:
        if promised:
            raise Damaged(f"文件内容与扩展名 {suffix} 不符，或已损坏：{path.name}", path=str(path))
        raise UnsupportedKind(f"不支持的文件格式：{path.name}", path=str(path))
    if suffix in _MARKDOWN:
        return "text"
    lowered = head.replace(b"\x00", b"").lower()
    if b'progid="word.document"' in lowered:
        return "docx"
    if is_saved_page(head):
        return "html"
    if any(tag in lowered for tag in (b"<!doctype html", b"<html", b"<body", b"<table", b"<div")):
        return "html"
    if promised in ("pdf", "ofd", "docx", "xlsx", "image"):
        raise Damaged(f"文件内容与扩展名 {suffix} 不符，或已损坏：{path.name}", path=str(path))
    return promised or "text"


BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError, RuntimeError)
"""What the standard library raises of a zip that is none, or of a member that is damaged."""


def _members(path: Path) -> list[zipfile.ZipInfo]:
    """What a zip says that it holds.  Raises `Damaged`."""
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.infolist()
    except BROKEN_ZIP as error:
        raise Damaged(f"文件已损坏，无法打开：{path.name}", path=str(path)) from error


def _zipped_kind(path: Path) -> Kind:
    names = {info.filename for info in _members(path)}
    if "word/document.xml" in names or any(n.startswith("word/") for n in names):
        return "docx"
    if any(n.startswith("xl/") for n in names):
        return "xlsx"
    if any(n.lstrip("/").casefold() == "ofd.xml" for n in names):
        return "ofd"
    promised = _SUFFIXES.get(path.suffix.lower())
    if promised in ("docx", "xlsx"):
        return promised
    raise UnsupportedKind(f"不支持的文件格式：{path.name}", path=str(path))


def _ole_kind(path: Path) -> Kind:
    """Kind of a compound file (.doc, .wps, .xls, or a password around .docx, .xlsx)."""
    content = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise Encrypted(f"文件设有打开密码，请去掉密码后再用：{path.name}", path=str(path))
    if "Workbook".encode("utf-16-le") in content or path.suffix.lower() in (".xls", ".et"):
        return "xlsx"
    return "docx"


def check_unpacked(path: Path, limits: Limits) -> None:
    """Refuse a zip (.docx, .xlsx) that unpacks past the limit, before it is opened.

    Raises `TooLarge`, `Damaged`.
    """
    with path.open("rb") as file:
        if file.read(4) != b"PK\x03\x04":
            return
    size = sum(info.file_size for info in _members(path))
    if size > limits.max_unpacked:
        raise TooLarge(
            f"文件解压后有 {size / 2**20:.0f} MB，超过上限 {limits.max_unpacked / 2**20:.0f} MB："
            f"{path.name}",
            path=str(path),
        )


def check_archive(path: Path, limits: Limits) -> None:
    """Refuse a zip of files under a password or with more members than any batch has.

    Raises `Encrypted`, `TooLarge`, `Damaged`.
    """
    infos = _members(path)
    if any(info.flag_bits & 1 for info in infos):
        raise Encrypted(f"压缩包设有密码，请去掉密码后再用：{path.name}", path=str(path))
    if len(infos) > limits.max_members:
        raise TooLarge(
            f"压缩包里有 {len(infos)} 个文件，超过上限 {limits.max_members} 个：{path.name}",
            path=str(path),
        )


def check_size(path: Path, limits: Limits) -> None:
    """Refuse what is not there, not a file, empty or past `max_bytes`."""
    if not path.is_file():
        raise Missing(f"找不到文件：{path}", path=str(path))
    size = path.stat().st_size
    if size == 0:
        raise EmptyFile(f"文件是空的：{path.name}", path=str(path))
    _check(size, limits.max_bytes, path)


def check_text(path: Path, kind: Kind, limits: Limits) -> None:
    """Refuse a web page or plain text past `max_text`."""
    if kind in ("html", "text"):
        _check(path.stat().st_size, limits.max_text, path)


def _check(size: int, most: int, path: Path) -> None:
    if size > most:
        raise TooLarge(
            f"文件有 {size / 2**20:.0f} MB，超过上限 {most / 2**20:.0f} MB：{path.name}",
            path=str(path),
        )
