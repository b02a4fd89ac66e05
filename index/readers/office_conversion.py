"""Office files made into what the readers open: transitional Open XML.

Strict Open XML says the same in other namespaces; what is no Open XML goes through LibreOffice
where it is installed.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import zipfile
import zlib
from contextlib import suppress
from pathlib import Path

from index.readers.allowance import allow_conversion
from index.readers.limits import Limits
from index.report import Damaged, Encrypted, ToolMissing, TooSlow

_ZIP = b"PK\x03\x04"
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/([A-Za-z]+)/")
"""A namespace of strict Open XML: what stands for the group, then the name of 2006."""


def opened(path: Path, to: str, folder: Path, limits: Limits) -> Path:
    """The file itself, or a copy in `folder` that the readers of `to` (`docx`, `xlsx`) can open.

    Raises `Damaged`, `Encrypted`, `ToolMissing`, `TooSlow`.
    """
    if not is_open_xml(path):
        return converted(path, to, folder, limits)
    return _transitional(path, folder / f"in.{to}") if _is_strict(path) else path


def _is_strict(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return _STRICT.search(archive.read("_rels/.rels")) is not None
    except (zipfile.BadZipFile, KeyError, OSError, RuntimeError, NotImplementedError, zlib.error):
        return False  # what is wrong with it is said when it is opened


def _transitional(path: Path, copy: Path) -> Path:
    """A copy of a strict file in the namespaces of 2006."""
    try:
        with zipfile.ZipFile(path) as strict, zipfile.ZipFile(copy, "w") as written:
            for info in strict.infolist():
                data = strict.read(info)
                if info.filename.endswith((".xml", ".rels")):
                    data = _STRICT.sub(rb"http://schemas.openxmlformats.org/\1/2006/", data)
                written.writestr(info.filename, data, zipfile.ZIP_DEFLATED)
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, zlib.error) as error:
        raise Damaged(f"文件已损坏，无法打开：{path.name}", path=str(path)) from error
    return copy


def is_open_xml(path: Path) -> bool:
    """Whether a file is to be opened as it is, broken ones too; .odt and .ods are zips as well."""
    with path.open("rb") as file:
        if file.read(4) != _ZIP:
            return False
    try:
        with zipfile.ZipFile(path) as archive:
            return "[Content_Types].xml" in archive.namelist()
    except zipfile.BadZipFile:
        return True


def converted(path: Path, to: str, folder: Path, limits: Limits) -> Path:
    """The file as LibreOffice converts it, in `folder`."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        raise ToolMissing(
            f"读取 {path.suffix} 文件需要安装 LibreOffice，或请另存为 .{to} 后再用：{path.name}",
            path=str(path),
        )
    allow_conversion()
    suffix = {".wps": ".doc", ".et": ".xls"}.get(path.suffix.lower(), path.suffix.lower() or ".doc")
    copy = folder / f"in{suffix}"
    shutil.copyfile(path, copy)
    command = [
        office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore",
        "--convert-to", to, "--outdir", str(folder / "out"), str(copy),
    ]  # fmt: skip
    try:
        said = _run(command, limits.max_seconds)
    except subprocess.TimeoutExpired as error:
        raise TooSlow(
            f"转换超过 {limits.max_seconds:.0f} 秒，已停止：{path.name}", path=str(path)
        ) from error
    found = folder / "out" / f"in.{to}"
    if not found.exists():
        if "password" in said:
            raise Encrypted(f"文件设有打开密码，请去掉密码后再用：{path.name}", path=str(path))
        raise Damaged(f"文件已损坏，无法打开：{path.name}", path=str(path))
    return found


def _run(command: list[str], seconds: float) -> str:
    """What a program says, in small letters; one that takes too long ends with all that it began."""
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, start_new_session=True) as program:
        try:
            said = program.communicate(timeout=seconds)
        except BaseException:
            if sys.platform == "win32":
                program.kill()
            else:
                with suppress(ProcessLookupError):
                    os.killpg(program.pid, signal.SIGKILL)
            raise
    return b"".join(said).decode("utf-8", "replace").lower()
