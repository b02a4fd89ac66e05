"""Which addresses the site answers: `gradio_routes.toml` asked.  What it does not name is closed."""

from __future__ import annotations

import tomllib
from fnmatch import fnmatchcase
from functools import cache
from importlib.resources import files


def closed(path: str, method: str) -> bool:
    """Whether the site has no such address, or none for that method."""
    method = "GET" if method == "HEAD" else method
    named = [p for part in ("open", "site") for p in _table()[part].get(method, ())]
    return not any(path == name or ("*" in name and fnmatchcase(path, name)) for name in named)


def takes_json(path: str) -> bool:
    """Whether an address takes JSON, and nothing that a plain form can send."""
    return path in _table()["json"]["POST"]


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    text = files(__package__).joinpath("gradio_routes.toml").read_text("utf-8")
    return tomllib.loads(text)
