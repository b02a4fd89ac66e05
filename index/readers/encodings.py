"""Bytes to text: what a file says of its characters, and what they turn out to be."""

from __future__ import annotations

import re
from email import message_from_bytes
from pathlib import Path

from index.report import EmptyFile, UsageError

_DECLARED = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.I)
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_LOST = "\ufffd"


def decode(data: bytes) -> str:
    """The text of `data`: by its mark, as UTF-8, else as whatever loses the fewest characters.

    Of what is declared, UTF-8 and GB 18030, since a page may say one and be the other.
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return data.decode(name, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    declared = _DECLARED.search(data[:4096])
    names = [*([_charset(declared[1].decode("ascii"))] if declared else []), "gb18030", "utf-8"]
    texts = [data.decode(name, errors="replace") for name in dict.fromkeys(names)]
    return min(texts, key=lambda text: text.count(_LOST))


def lines_of(path: Path, most: int = 8 * 2**20) -> list[str]:
    """The lines of a text file that a person wrote for us.  Raises UsageError where it is too long."""
    if path.stat().st_size > most:
        raise UsageError(f"{path.name} 超过 {most // 2**20} MB，请分成几份")
    return decode(path.read_bytes()).splitlines()


def _charset(declared: str) -> str:
    """A declared name of characters as Python knows it; GB 18030 for its parts and the unknown."""
    name = declared.lower()
    try:
        "".encode(name)
    except LookupError:
        return "gb18030"
    return "gb18030" if name.startswith("gb") else name


def content(path: Path) -> bytes:
    """What is in a file; the page alone of a web page saved as one file.  Raises `EmptyFile`."""
    data = path.read_bytes()
    if not data.strip():
        raise EmptyFile("文件是空的，没有内容。", path=str(path))
    return page_of(data)


def page_of(data: bytes) -> bytes:
    """The page alone of a web page saved as one file; everything else as it is."""
    return _saved_page(data) if is_saved_page(data) else data


def is_saved_page(data: bytes) -> bool:
    """Whether a file is a web page with its pictures as a mail (.mht)."""
    head = data[:4096].lower()
    return b"mime-version:" in head and b"multipart/related" in head


def _saved_page(data: bytes) -> bytes:
    """The page of a saved web page, as UTF-8 where its characters are named."""
    for part in message_from_bytes(data).walk():
        if part.get_content_type() == "text/html":
            page = part.get_payload(decode=True)
            if isinstance(page, bytes):
                charset = part.get_content_charset()
                return page if charset is None else page.decode(_charset(charset)).encode()
    return data
