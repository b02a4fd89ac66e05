"""Files from the browser: only those that it has just uploaded, zips and folders opened."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from gradio.utils import get_upload_folder

from index.ingest import Limits, expand


def received(files: Any, room: Path, limits: Limits) -> Iterator[tuple[Path, str]]:
    """Each file with the name the user gave it; a zip's members one by one, unpacked in `room`.

    A path outside the upload folder is passed over: the browser names paths, and may lie.
    """
    allowed = Path(get_upload_folder()).resolve()
    for entry in files or ():
        path = Path(str(entry.get("path", ""))).resolve()
        name = str(entry.get("name") or path.name)
        if not (path.is_relative_to(allowed) and path.is_file()):
            continue
        found, _ = expand([path])
        for one in found:
            yield one, name if one == path else one.name
        path.unlink(missing_ok=True)
