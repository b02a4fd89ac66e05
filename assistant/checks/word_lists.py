"""Word lists: each a TOML file that has the name of the module it stands beside."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any


@cache
def words_beside(module: str) -> dict[str, Any]:
    """The lists of the module whose `__file__` is given, by name."""
    return tomllib.loads(Path(module).with_suffix(".toml").read_text("utf-8"))
