"""A text's class by two linear classifiers, one over its characters, one over its vector.

Their degrees are multiplied (a product of experts: Hinton 1999); either alone is sure of too much.
What they tell, and what they were trained on, say `roles` and `intents`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Matrix = npt.NDArray[np.float32]

Features = Mapping[str, float]


def runs(text: str) -> dict[str, float]:
    """Runs of one to three characters, the ends marked, as a vector of about length 1."""
    marked = f"^{text}$"
    found = Counter(marked[i : i + n] for n in (1, 2, 3) for i in range(len(marked) - n + 1))
    weight = sum(found.values()) ** 0.5
    return {f"run {run}": n / weight for run, n in found.items()}


class Classifier:
    """The classes of texts with their degrees, which sum to 1."""

    def __init__(self, path: Path) -> None:
        import numpy as np

        with np.load(path) as kept:
            self._kept = {name: kept[name] for name in kept.files}
        self.classes: tuple[str, ...] = tuple(self._kept["classes"].tolist())
        self.embedder = str(self._kept["embedder"])
        self._place = {name: i for i, name in enumerate(self._kept["names"].tolist())}

    def degrees(self, texts: Sequence[Features], vectors: Matrix | None) -> Matrix:
        """A row a text, a column a class; `vectors` of the texts, a row each, None without."""
        import numpy as np

        words: Matrix = np.zeros((len(texts), len(self.classes)), np.float32)
        for row, text in zip(words, texts, strict=True):
            for name, value in text.items():
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
