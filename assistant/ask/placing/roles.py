"""What an unexplained stretch of a question does there: an aside, a narrowing, one of the operations.

Two linear classifiers, one over the stretch's characters and what stands beside it, one over its
vector, are multiplied (a product of experts: Hinton 1999); either alone is sure of too much.
`nianbao evaluate roles` trains them on `tests/questions/stretches` and says how they do on the lines of a
writer whom they have not read.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Matrix = npt.NDArray[np.float32]

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
    """The stretch for the first classifier: runs of one to three characters, and what is beside it."""
    marked = f"^{stretch.core}$"
    runs = Counter(marked[i : i + n] for n in (1, 2, 3) for i in range(len(marked) - n + 1))
    weight = sum(runs.values()) ** 0.5
    return {
        **{f"run {run}": n / weight for run, n in runs.items()},
        f"before {stretch.before or '^'}": 0.5,
        f"after {stretch.after or '$'}": 0.5,
        f"alone {stretch.alone}": 1.0,
        f"long {min(len(stretch.core), _LONGEST)}": 0.5,
    }


class Classifier:
    """The roles of stretches with their degrees, which sum to 1."""

    def __init__(self, path: Path = MODEL) -> None:
        import numpy as np

        with np.load(path) as kept:
            self._kept = {name: kept[name] for name in kept.files}
        self.roles: tuple[str, ...] = tuple(self._kept["roles"].tolist())
        self.embedder = str(self._kept["embedder"])
        self._place = {name: i for i, name in enumerate(self._kept["names"].tolist())}

    def degrees(self, stretches: Sequence[Stretch], vectors: Matrix | None) -> Matrix:
        """A row a stretch, a column a role; `vectors` of the cores, a row each, None without."""
        import numpy as np

        words: Matrix = np.zeros((len(stretches), len(self.roles)), np.float32)
        for row, stretch in zip(words, stretches, strict=True):
            for name, value in features(stretch).items():
                if (place := self._place.get(name)) is not None:
                    row += value * self._kept["words"][place]
        found = _log_softmax(words + self._kept["words_bias"])
        if vectors is not None:
            centred = vectors - self._kept["centre"]
            meaning = _log_softmax(centred @ self._kept["meaning"] + self._kept["meaning_bias"])
            found = np.asarray((found + meaning) / 2, np.float32)
        return np.asarray(np.exp(_log_softmax(found)), np.float32)


def _log_softmax(rows: Matrix) -> Matrix:
    import numpy as np

    rows = rows - rows.max(axis=1, keepdims=True)
    return np.asarray(rows - np.log(np.exp(rows).sum(axis=1, keepdims=True)), np.float32)


@cache
def classifier() -> Classifier:
    """The trained classifier that comes with the program."""
    return Classifier()
