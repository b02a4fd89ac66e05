"""Zip files (Word, Excel) that are the same whenever they are written."""

from __future__ import annotations

import io
import zipfile

_EPOCH = (2024, 1, 1, 0, 0, 0)


def settled(data: bytes) -> bytes:
    """The archive again with one fixed time on every entry."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return out.getvalue()
