"""The classifiers of questions, trained on lines that people wrote, a file each, and measured.

Measured is what all other writers teach of one's lines.
"""

from __future__ import annotations

import argparse
import hashlib
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant.ask.placing.classifier import Classifier, Features
from index.search.embedders import Embedder

_LEAST_SEEN = 2


@dataclass(frozen=True, slots=True)
class Example:
    """A text as the classifier knows it, the words whose vector stands for it, and its class."""

    features: Features
    words: str
    label: str


def trained(some: Sequence[Example], embedder: Embedder, path: Path, lines: str) -> Classifier:
    """A classifier that has learnt from `some`, written to `path`; `lines` is their `digest`."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    labels = [e.label for e in some]
    counts = Counter(name for e in some for name in e.features)
    table = DictVectorizer()
    rows = table.fit_transform([_seen(e.features, counts) for e in some])
    by_words: Any = LogisticRegression(C=5, max_iter=100).fit(rows, labels)
    vectors = vectors_of(some, embedder)
    centre = vectors.mean(axis=0)
    by_meaning: Any = LogisticRegression(C=200, max_iter=100).fit(vectors - centre, labels)
    np.savez_compressed(
        path,
        lines=np.array(lines),
        classes=by_words.classes_,
        embedder=np.array(embedder.name),
        names=np.array(table.feature_names_),
        words=by_words.coef_.T.astype(np.float16),
        words_bias=by_words.intercept_.astype(np.float32),
        centre=centre.astype(np.float32),
        meaning=by_meaning.coef_.T.astype(np.float16),
        meaning_bias=by_meaning.intercept_.astype(np.float32),
    )
    return Classifier(path)


Examples = Callable[[Path], Iterable[Example]]
"""What the lines of a writer's file are examples of."""


def written(
    name: str, lines: Path, model: Path, of: Examples, embedder: Embedder, arguments: Sequence[str]
) -> bool:
    """Whether `evaluate name --write` is asked for: `model` is then trained on every file of `lines`."""
    parser = argparse.ArgumentParser(prog=f"nianbao evaluate {name}")
    parser.add_argument("--write", action="store_true", help="用全部例句训练，写出模型")
    if not parser.parse_args(list(arguments)).write:
        return False
    every = [e for f in sorted(lines.glob("*.txt")) for e in of(f)]
    trained(every, embedder, model, digest(lines))
    print(f"已写出 {model.name}：{model.stat().st_size // 1024} KB")
    return True


def taught_by_others(
    held: Path, files: Sequence[Path], of: Examples, embedder: Embedder
) -> Classifier:
    """One that has learnt from all the files but `held`."""
    others = [e for f in files if f != held for e in of(f)]
    with tempfile.TemporaryDirectory() as folder:
        return trained(others, embedder, Path(folder) / "taught.npz", "")


def _seen(features: Features, counts: Mapping[str, int]) -> dict[str, float]:
    return {name: v for name, v in features.items() if counts[name] >= _LEAST_SEEN}


def vectors_of(some: Sequence[Example], embedder: Embedder) -> npt.NDArray[np.float32]:
    """The vectors of the words, a row each; many are said alike and embedded once."""
    words = [e.words for e in some]
    place = {said: i for i, said in enumerate(dict.fromkeys(words))}
    return embedder.embed(list(place))[[place[said] for said in words]]


def digest(lines: Path) -> str:
    """What tells whether a classifier was trained on the files of `lines` as they are."""
    text = "".join(path.read_text("utf-8") for path in sorted(lines.glob("*.txt")))
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Told:
    """What a classifier says of some: the likeliest class and the degrees, a row each."""

    truth: npt.NDArray[np.str_]
    likeliest: npt.NDArray[np.str_]
    degrees: npt.NDArray[np.float32]

    def sure(self, degree: float) -> tuple[float, float]:
        """The share of those at least so likely, and what of them is right."""
        held = self.degrees.max(axis=1) >= degree
        right = self.likeliest == self.truth
        return float(held.mean()), float(right[held].mean()) if held.any() else 1.0


def told(some: Sequence[Example], taught: Classifier, embedder: Embedder) -> Told:
    """What `taught` says of `some`."""
    degrees = taught.degrees([e.features for e in some], vectors_of(some, embedder))
    likeliest = np.array(taught.classes)[degrees.argmax(axis=1)]
    return Told(np.array([e.label for e in some]), likeliest, degrees)
