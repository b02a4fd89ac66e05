"""Scans and pictures to glyphs and ruled lines."""

from __future__ import annotations

from pathlib import Path

from index.files import Limits, Progress
from index.report import Document, NoText


def read_image(path: Path, limits: Limits, progress: Progress | None = None) -> Document:
    """A picture of a report. Raises `NoText`."""
    raise NoText(f"图片里没有可用的文字：{path.name}", path=str(path))
