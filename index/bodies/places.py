"""Names of places that a name alone cannot rank: provinces and the cities of county rank."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files


@cache
def provinces() -> frozenset[str]:
    """The names of the provinces, with 省, 市 or 自治区."""
    return frozenset(_lists()["provinces"].split())


@cache
def county_cities() -> frozenset[str]:
    """The names of the cities of county rank, with 市."""
    return frozenset(f"{name}市" for name in _lists()["county_cities"].split())


@cache
def _lists() -> dict[str, str]:
    return tomllib.loads((files(__package__) / "places.toml").read_text("utf-8"))
