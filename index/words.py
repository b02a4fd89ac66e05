"""BM25 over words and single characters, in plain arrays beside whichever database holds the text.

SQLite's FTS5 knows no two-character Chinese word and PostgreSQL has no BM25; one index of our
own, remade from SQL and kept on disk as a cache, serves both alike.
"""

from __future__ import annotations

import json
import re
import shutil
import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float32]
_SATURATION, _LENGTH = 1.2, 0.6
_WORD = re.compile(r"[一-鿿]+|[A-Za-z0-9.]+")
_MOST_TERMS = 48
_STOP = frozenset(
    "的了和与及等在是对为以将把被并或有无中上下年月日件个这那哪些什么多少怎么如何吗呢"
)


def terms(text: str) -> list[str]:
    """Words of a search-mode cut and single characters; function words left out."""
    import rjieba

    found = [w for w in rjieba.cut_for_search(text.lower()) if _WORD.fullmatch(w)]
    words = [w for w in found if len(w) > 1]
    singles = [c for run in _WORD.findall(text.lower()) if run[0] >= "一" for c in run]
    return [t for t in (*words, *singles) if t not in _STOP]


@dataclass
class Postings:
    """Which texts hold a term and how strongly: for term t, `texts[starts[t]:starts[t+1]]`.

    `weights` are BM25's saturated term frequencies, made when the segment was made; the terms'
    rarity is applied when searching.
    """

    vocabulary: dict[str, int]
    starts: npt.NDArray[np.int64]
    texts: npt.NDArray[np.int32]
    weights: Scores
    count: int

    def of(self, term: str) -> slice | None:
        number = self.vocabulary.get(term)
        if number is None:
            return None
        return slice(int(self.starts[number]), int(self.starts[number + 1]))


@dataclass
class _Builder:
    vocabulary: dict[str, int] = field(default_factory=dict)
    numbers: list[Any] = field(default_factory=list)
    counts: list[Any] = field(default_factory=list)
    lengths: list[int] = field(default_factory=list)
    distinct: list[int] = field(default_factory=list)

    def add(self, text: str) -> None:
        counted = Counter(terms(text))
        known = self.vocabulary
        self.numbers.append(
            np.fromiter((known.setdefault(t, len(known)) for t in counted), np.int32, len(counted))
        )
        self.counts.append(np.fromiter(counted.values(), np.float32, len(counted)))
        self.lengths.append(sum(counted.values()))
        self.distinct.append(len(counted))


def build(texts: Iterable[str]) -> Postings:
    """The postings of `texts`, numbered from 0 in their order."""
    made = _Builder()
    for text in texts:
        made.add(text)
    count = len(made.lengths)
    if not count:
        empty = np.zeros(0, dtype=np.float32)
        return Postings({}, np.zeros(1, np.int64), np.zeros(0, np.int32), empty, 0)
    lengths = np.asarray(made.lengths, dtype=np.float32)
    norm = _SATURATION * (1 - _LENGTH + _LENGTH * lengths / max(float(lengths.mean()), 1.0))
    owners = np.repeat(np.arange(count, dtype=np.int32), made.distinct)
    numbers = np.concatenate(made.numbers)
    frequency = np.concatenate(made.counts)
    weights = frequency * (_SATURATION + 1) / (frequency + norm[owners])
    order = np.argsort(numbers, kind="stable")
    sizes = np.bincount(numbers, minlength=len(made.vocabulary))
    starts = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    return Postings(
        made.vocabulary, starts, owners[order], weights[order].astype(np.float32), count
    )


def merge(first: Postings, second: Postings) -> Postings:
    """Both segments as one, the second's texts numbered on after the first's."""
    vocabulary = dict(first.vocabulary)
    moved = np.asarray(
        [vocabulary.setdefault(t, len(vocabulary)) for t in second.vocabulary], dtype=np.int64
    )
    old = np.repeat(np.arange(len(first.starts) - 1), np.diff(first.starts))
    new = np.repeat(moved, np.diff(second.starts)) if len(moved) else np.zeros(0, np.int64)
    numbers = np.concatenate([old, new])
    order = np.argsort(numbers, kind="stable")
    sizes = np.bincount(numbers, minlength=len(vocabulary))
    return Postings(
        vocabulary,
        np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64),
        np.concatenate([first.texts, second.texts + np.int32(first.count)])[order],
        np.concatenate([first.weights, second.weights])[order],
        first.count + second.count,
    )


def score(segments: Sequence[Postings], query: str, wanted: Scores) -> tuple[Scores, Scores]:
    """BM25 of every text of all segments, and the share of the query's rarity that it holds.

    Texts where `wanted` is 0 score 0.  Very common terms of a long query are left out.
    """
    total = sum(s.count for s in segments)
    scores = np.zeros(total, dtype=np.float32)
    matched = np.zeros(total, dtype=np.float32)
    rarities = _rarities(segments, query, total)
    whole = sum(r * n for _, r, n in rarities) or 1.0
    first = 0
    for segment in segments:
        here = slice(first, first + segment.count)
        for term, rarity, times in rarities:
            held = segment.of(term)
            if held is not None:
                texts = segment.texts[held]
                scores[here][texts] += segment.weights[held] * np.float32(rarity * times)
                matched[here][texts] += np.float32(rarity * times / whole)
        first += segment.count
    return scores * wanted, matched


def _rarities(segments: Sequence[Postings], query: str, total: int) -> list[tuple[str, float, int]]:
    """The query's terms with their rarity (BM25's idf) and count, the rarest first."""
    found = []
    for term, times in Counter(terms(query)).items():
        held = [s.of(term) for s in segments]
        count = sum(h.stop - h.start for h in held if h is not None)
        found.append((term, float(np.log1p((total - count + 0.5) / (count + 0.5))), times))
    found.sort(key=lambda f: -f[1])
    return found[:_MOST_TERMS]


# ---------------------------------------------------------------- on disk


def save(folder: Path, postings: Postings, seqs: npt.NDArray[np.int64]) -> None:
    """Keep a segment under a new name and only then point `words.json` at it."""
    name = f"words-{uuid.uuid4().hex[:12]}"
    target = folder / name
    target.mkdir(parents=True)
    arrays: dict[str, npt.NDArray[Any]] = {
        "starts": postings.starts,
        "texts": postings.texts,
        "weights": postings.weights,
        "seqs": seqs,
    }
    for key, array in arrays.items():
        np.save(target / f"{key}.npy", array)
    (target / "vocabulary.txt").write_text("\n".join(postings.vocabulary), encoding="utf-8")
    pointer = folder / f"{name}.json"
    pointer.write_text(json.dumps({"segment": name, "count": postings.count}), encoding="utf-8")
    pointer.replace(folder / "words.json")
    for old in folder.glob("words-*"):
        if old.name != name:
            shutil.rmtree(old, ignore_errors=True)


def load(folder: Path) -> tuple[Postings, npt.NDArray[np.int64]] | None:
    """The kept segment with its chunks' numbers, mapped; None where there is none."""
    try:
        said = json.loads((folder / "words.json").read_text(encoding="utf-8"))
        target = folder / str(said["segment"])
        words = (target / "vocabulary.txt").read_text(encoding="utf-8").split("\n")
        arrays = {
            key: np.load(target / f"{key}.npy", mmap_mode="r")
            for key in ("starts", "texts", "weights", "seqs")
        }
    except (OSError, ValueError, KeyError):
        return None
    vocabulary = {word: number for number, word in enumerate(words)}
    postings = Postings(
        vocabulary, arrays["starts"], arrays["texts"], arrays["weights"], int(said["count"])
    )
    return postings, arrays["seqs"]
