"""What a whole question asks for, where its words do not say: a summary, the problems, help, the shelf.

Told by a `Classifier` trained on `tests/questions/intents`: `nianbao evaluate intents`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assistant.ask.grammar.reading import Parse
from assistant.ask.placing.classifier import Classifier, Features, runs
from assistant.ask.placing.unexplained import marked
from assistant.ask.plan.scope import Holdings

MODEL = Path(__file__).with_name("intents.npz")
SURE = 0.6
"""From which degree on a question is taken for what it is likest; `evaluate intents` says how often
that is right of a writer whom the classifier has not read."""
_NAMES = re.compile(r"([BGYPM])\1+")
_SPACES = re.compile(r"\s+")


def features(masked: str) -> Features:
    """A question with its names masked (see `marked`), for the first classifier."""
    text = _SPACES.sub("", _NAMES.sub(r"\1", masked))
    return runs(re.sub(r"\d[\d.]*", "N", text).rstrip("。？?！!"))


def words(masked: str) -> str:
    """What of the question is no name: the words whose vector stands for it."""
    return re.sub(r"[BGYPM]+", " ", masked).strip()


@cache
def classifier() -> Classifier:
    """The trained classifier that comes with the program."""
    return Classifier(MODEL)


def intent(p: Parse, holdings: Holdings) -> str | None:
    """What the question surely asks for; None where that is not sure."""
    degrees = degrees_of(p, holdings, classifier())
    best = max(degrees, key=lambda name: degrees[name])
    return best if degrees[best] >= SURE else None


def degrees_of(p: Parse, holdings: Holdings, known: Classifier) -> Mapping[str, float]:
    """Of each class of a classifier of whole questions the degree of this one; they sum to 1."""
    masked = marked(p)
    vectors = holdings.vectors([words(masked)]) if holdings.vectors else None
    [row] = known.degrees([features(masked)], vectors)
    return dict(zip(known.classes, map(float, row), strict=True))


@cache
def wordings() -> Mapping[str, str]:
    """By intent the words that the grammar surely reads so."""
    text = Path(__file__).with_name("intents.toml").read_text("utf-8")
    put: Mapping[str, str] = tomllib.loads(text)["put"]
    return put


@dataclass(frozen=True, slots=True)
class Reworded:
    """A question in words that the grammar reads, and those words."""

    question: str
    words: str


def reworded(p: Parse, holdings: Holdings) -> Reworded | None:
    """The question in words that the grammar reads; None where none stand for what it asks."""
    put = wordings().get(intent(p, holdings) or "")
    if put is None:
        return None
    names = sorted({*p.bodies.spans, *p.bodies.group_spans, *p.years.spans})
    return Reworded("".join(p.text[a:b] for a, b in names) + put, put)
