"""Names of places as lists: provinces, the cities of county rank, what zones are called for short."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def provinces() -> frozenset[str]:
    """The names of the provinces, with 省, 市 or 自治区."""
    return frozenset(_lists()["provinces"].split())


@cache
def county_cities() -> frozenset[str]:
    """The names of the cities of county rank, with 市."""
    return frozenset(f"{name}市" for name in _lists()["county_cities"].split())


@cache
def zones() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The kinds of zones with their short names, the longer of two that end alike first."""
    return tuple((kind, tuple(shorts.split())) for kind, shorts in _lists()["zones"].items())


@cache
def _lists() -> dict[str, Any]:
    return tomllib.loads((files(__package__) / "places.toml").read_text("utf-8"))
