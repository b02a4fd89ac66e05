"""What an unexplained stretch of a question does there: an aside, a narrowing, one of the operations.

Told by a `Classifier` trained on `tests/questions/stretches`: `nianbao evaluate roles`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from assistant.ask.placing.classifier import Classifier, runs

STOPS = "，。；：:？！?!()（）、 "
"""What parts clauses."""
MODEL = Path(__file__).with_name("roles.npz")
_NUMBER = re.compile(r"\d[\d.]*万?")
_LONGEST = 12
"""From this length on stretches are alike long."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch without its stops, numbers as N; the characters beside it, names as B G Y P M."""

    core: str
    before: str
    after: str

    @property
    def alone(self) -> bool:
        """Whether it is a whole clause."""
        return self.before in STOPS and self.after in STOPS


def cut(left: str, said: str, right: str) -> Stretch:
    """What is said, without its stops, between what stands left and right of it."""
    before = left.rstrip("的")[-1:]
    after = said[-1:] if said[-1:] in STOPS else right[:1]
    return Stretch(_NUMBER.sub("N", said.strip(STOPS)), before, after)


@cache
def _known() -> Mapping[str, Any]:
    return tomllib.loads(Path(__file__).with_name("roles.toml").read_text("utf-8"))


def ignored() -> frozenset[str]:
    """The roles of what asks for nothing."""
    return frozenset(_known()["ignored"])


def wording(role: str, said: str) -> str | None:
    """The words that the grammar reads for `role`, None where none stand for it."""
    put: str | None = _known()["put"].get(role)
    if put is None or "{n}" not in put:
        return put
    number = _NUMBER.search(said)
    return put.format(n=number[0]) if number else None


def features(stretch: Stretch) -> dict[str, float]:
    """The stretch for the first classifier: its runs of characters, and what is beside it."""
    return {
        **runs(stretch.core),
        f"before {stretch.before or '^'}": 0.5,
        f"after {stretch.after or '$'}": 0.5,
        f"alone {stretch.alone}": 1.0,
        f"long {min(len(stretch.core), _LONGEST)}": 0.5,
    }


@cache
def classifier() -> Classifier:
    """The trained classifier that comes with the program."""
    return Classifier(MODEL)
