"""The word lists of the grammar, as data: a file a purpose, a group of terms a table.

A table is a group, a key the name of a term, its value one pattern or several over half-width
text.  `<NAME>` in a pattern stands for the pattern of that name in the file's `[shared]`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

Kind = str
"""What a term is for, as the tables of the files name it."""


@dataclass(frozen=True, slots=True)
class Term:
    """A wording: its kind, the name it goes by, and its pattern over half-width text."""

    kind: Kind
    name: str
    pattern: str


@cache
def terms_of(name: str) -> Mapping[str, tuple[Term, ...]]:
    """The terms of a file by group, in the file's order."""
    data = _data(name)
    shared = data.get("shared", {})
    return {
        group: tuple(
            Term(group, key, _filled(pattern, shared))
            for key, patterns in keys.items()
            for pattern in ([patterns] if isinstance(patterns, str) else patterns)
        )
        for group, keys in data.items()
        if group not in ("shared", "fillers")
    }


@cache
def patterns_of(name: str, group: str) -> tuple[str, ...]:
    """All the strings of one group of a file, in order."""
    return tuple(p for patterns in _data(name)[group].values() for p in patterns)


def words_of(name: str, *groups: str) -> tuple[str, ...]:
    """The words of a file whose tables are plain lists, of all its groups or of those named."""
    return tuple(
        w for group, words in _data(name).items() if not groups or group in groups for w in words
    )


@cache
def _data(name: str) -> Mapping[str, Any]:
    return tomllib.loads(files(__package__).joinpath(name).read_text("utf-8"))


def _filled(pattern: str, shared: Mapping[str, str]) -> str:
    return re.sub(r"<([A-Z]+)>", lambda m: shared[m[1]], pattern)
