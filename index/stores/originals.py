"""The files themselves, by the hash of their bytes: the truth that all else can be made from."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path

from index.report import LibraryError


class Originals:
    """`ab/ab12….bin` beside `ab/ab12….json`, which keeps the file's name."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, content: bytes, filename: str) -> str:
        """Keep `content`; its SHA-256.  The name goes first: a file that is there is whole."""
        sha256 = hashlib.sha256(content).hexdigest()
        path = self._path(sha256)
        if not path.is_file():
            for folder in (self._folder, path.parent):
                folder.mkdir(mode=0o700, exist_ok=True)
            said = json.dumps({"filename": filename}, ensure_ascii=False).encode()
            _write(path.with_suffix(".json"), said)
            _write(path, content)
        return sha256

    def get(self, sha256: str) -> tuple[str, bytes]:
        """The file's name and bytes.  Raises LibraryError where it is missing or altered."""
        path = self._path(sha256)
        if not path.is_file():
            raise LibraryError(f"原件缺失：{sha256[:12]}")
        content = path.read_bytes()
        if hashlib.sha256(content).hexdigest() != sha256:
            raise LibraryError(f"原件已被改动：{path}")
        return self.filename(sha256), content

    def path(self, sha256: str) -> Path:
        return self._path(sha256)

    def filename(self, sha256: str) -> str:
        try:
            said = json.loads(self._path(sha256).with_suffix(".json").read_text("utf-8"))
        except (OSError, ValueError):
            return sha256[:12]
        return str(said["filename"])

    def has(self, sha256: str) -> bool:
        return self._path(sha256).is_file()

    def drop(self, sha256: str) -> None:
        path = self._path(sha256)
        path.unlink(missing_ok=True)
        path.with_suffix(".json").unlink(missing_ok=True)

    def all(self) -> Iterator[str]:
        """Every kept file's hash, sorted."""
        return (p.stem for p in sorted(self._folder.glob("??/*.bin")))

    def _path(self, sha256: str) -> Path:
        return self._folder / sha256[:2] / f"{sha256}.bin"


def _write(path: Path, content: bytes) -> None:
    """All of `content` under `path` or nothing."""
    partial = path.with_suffix(f"{path.suffix}.{os.getpid()}.tmp")
    with partial.open("wb") as file:
        partial.chmod(0o600)
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)
