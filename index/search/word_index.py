"""BM25 over words, single characters and concepts, in plain arrays beside whichever database holds the text.

SQLite's FTS5 knows no two-character Chinese word and PostgreSQL has no BM25; one index of our
own, remade from SQL and kept on disk as a cache, serves both alike.
"""

from __future__ import annotations

import json
import logging
import re
import shutil
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from index.machine import private_files
from index.search import thesaurus

log = logging.getLogger(__name__)
Scores = npt.NDArray[np.float32]
_SATURATION, _LENGTH = 1.2, 0.6
_WORD = re.compile(r"[一-鿿]+|[A-Za-z0-9.]+")
_MOST_TERMS = 48
_CONCEPT = 2.0
"""What a concept counts beside a word: its words are counted singly too."""
_STOP = frozenset(
    "的了和与及等在是对为以将把被并或有无中上下年月日件个这那哪些什么多少怎么如何吗呢"
)


def terms(text: str) -> list[str]:
    """Words of a search-mode cut, single characters, and concepts; function words left out."""
    import rjieba

    found = [w for w in rjieba.cut_for_search(text.lower()) if _WORD.fullmatch(w)]
    words = [w for w in found if len(w) > 1]
    singles = [c for run in _WORD.findall(text.lower()) if run[0] >= "一" for c in run]
    return [t for t in (*words, *singles) if t not in _STOP] + thesaurus.concepts(text)


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


@dataclass(frozen=True, slots=True)
class Segment:
    """Postings with the numbers of their chunks, ascending."""

    postings: Postings
    seqs: npt.NDArray[np.int64]


_FEW = 16
"""Looking texts up in a term's list beats adding the list up where it is so many times longer."""


def score(segments: Sequence[Segment], query: str, places: npt.NDArray[np.int64]) -> Scores:
    """BM25 of the texts at `places`, counted through all segments."""
    total = sum(s.postings.count for s in segments)
    scores = np.zeros(total, dtype=np.float32)
    found = np.zeros(len(places), dtype=np.float32)
    for first, postings, held, rarity, times, _ in _held(segments, query):
        weights = postings.weights[held]
        if len(places) * _FEW < len(weights):
            found += _looked_up(postings.texts[held], weights, places - first) * (rarity * times)
        else:
            scores[first + postings.texts[held]] += weights * np.float32(rarity * times)
    return found + scores[places]


def shares(segments: Sequence[Segment], query: str, places: npt.NDArray[np.int64]) -> Scores:
    """How much of the query's rarity each of a few texts holds, 0 to 1."""
    found = np.zeros(len(places), dtype=np.float32)
    for first, postings, held, rarity, times, whole in _held(segments, query):
        ones = np.ones(held.stop - held.start, dtype=np.float32)
        found += _looked_up(postings.texts[held], ones, places - first) * (rarity * times / whole)
    return found


def fullest(segments: Sequence[Segment], query: str, texts: Sequence[Sequence[str]]) -> list[float]:
    """Of each text, given in sentences, how much of the query's rarity its fullest one holds."""
    postings = [s.postings for s in segments]
    rarities = _rarities(postings, query, sum(p.count for p in postings))
    lowered = [[s.lower() for s in sentences] for sentences in texts]
    whole = "\n".join(s for sentences in lowered for s in sentences)
    wanted = [
        ([w for w in thesaurus.wordings(term) if w in whole], rarity * times)
        for term, rarity, times in rarities
    ]

    # Reports repeat one another: the same sentence is looked at once.
    held = {
        s: sum(weight for said, weight in wanted if any(w in s for w in said))
        for s in {s for sentences in lowered for s in sentences}
    }
    return [max((held[s] for s in sentences), default=0.0) for sentences in lowered]


def _looked_up(
    texts: npt.NDArray[np.int32], weights: Scores, places: npt.NDArray[np.int64]
) -> Scores:
    """The weights of `places` in a term's ascending list, 0 where it has them not."""
    spot = np.minimum(np.searchsorted(texts, places), len(texts) - 1)
    return np.where(texts[spot] == places, weights[spot], np.float32(0)).astype(np.float32)


def _held(
    segments: Sequence[Segment], query: str
) -> Iterator[tuple[int, Postings, slice, float, int, float]]:
    """Every list of a term of the query: its segment's first place, the list, the term's rarity
    and count, and the rarity of the whole query."""
    total = sum(s.postings.count for s in segments)
    rarities = _rarities([s.postings for s in segments], query, total)
    whole = sum(r * n for _, r, n in rarities) or 1.0
    first = 0
    for postings in (s.postings for s in segments):
        for term, rarity, times in rarities:
            held = postings.of(term)
            if held is not None and held.stop > held.start:
                yield first, postings, held, rarity, times, whole
        first += postings.count


def _rarities(segments: Sequence[Postings], query: str, total: int) -> list[tuple[str, float, int]]:
    """The query's terms with their rarity (BM25's idf) and count, the rarest first."""
    found = []
    for term, times in Counter(terms(query)).items():
        held = [s.of(term) for s in segments]
        count = sum(h.stop - h.start for h in held if h is not None)
        rarity = float(np.log1p((total - count + 0.5) / (count + 0.5)))
        found.append((term, rarity * (_CONCEPT if thesaurus.is_concept(term) else 1), times))
    found.sort(key=lambda f: -f[1])
    return found[:_MOST_TERMS]


# ---------------------------------------------------------------- on disk

Texts = Callable[[npt.NDArray[np.int64]], Sequence[str]]
_SMALL = 400
"""Chunks that are indexed anew at every opening rather than kept."""


@dataclass(frozen=True, slots=True)
class Cache:
    """The kept segment of one library (`identity`), remade from SQL when it does not fit."""

    folder: Path
    identity: str

    def covering(
        self, segments: list[Segment], seqs: npt.NDArray[np.int64], texts: Texts
    ) -> list[Segment]:
        """Segments that hold all of `seqs`: those at hand or kept, and one of what is new."""
        segments = _useful(segments, seqs) or _useful(self._load(), seqs)
        held = np.concatenate([s.seqs for s in segments] or [seqs[:0]])
        new = seqs[~np.isin(seqs, held)]
        if not len(new):
            return segments
        fresh = Segment(build(texts(new)), new)
        base, tail = segments[:1], [*segments[1:], fresh]
        grown = sum(s.postings.count for s in tail)
        if grown <= max(_SMALL, (base[0].postings.count if base else 0) // 10):
            return [*base, _joined(tail)]
        merged = _joined([*base, *tail])
        self._save(merged)
        return [merged]

    def _save(self, segment: Segment) -> None:
        """Keep a segment under a new name and only then point at it; a full disk is no error."""
        name = f"words-{self.identity}-{uuid.uuid4().hex[:8]}"
        target = self.folder / name
        p = segment.postings
        arrays: dict[str, npt.NDArray[Any]] = {
            "starts": p.starts,
            "texts": p.texts,
            "weights": p.weights,
            "seqs": segment.seqs,
        }
        try:
            with private_files():
                target.mkdir(parents=True)
                for key, array in arrays.items():
                    np.save(target / f"{key}.npy", array)
                (target / "words.txt").write_text("\n".join(p.vocabulary), encoding="utf-8")
                pointer = self.folder / f"{name}.json"
                kept = {"name": name, "thesaurus": thesaurus.edition()}
                pointer.write_text(json.dumps(kept), encoding="utf-8")
                pointer.replace(self._pointer)
        except OSError:
            log.warning("the word index could not be kept in %s", self.folder)
            return
        for old in self.folder.glob(f"words-{self.identity}-*"):
            if old.name != name:
                shutil.rmtree(old, ignore_errors=True)

    def _load(self) -> list[Segment]:
        """The kept segment, mapped; none where it is damaged or made with another thesaurus."""
        try:
            kept = json.loads(self._pointer.read_text(encoding="utf-8"))
            if not isinstance(kept, dict) or kept.get("thesaurus") != thesaurus.edition():
                return []
            target = self.folder / str(kept["name"])
            text = (target / "words.txt").read_text(encoding="utf-8")
            starts, texts, weights, seqs = (
                np.load(target / f"{key}.npy", mmap_mode="r").view(np.ndarray)
                for key in ("starts", "texts", "weights", "seqs")
            )
        except (OSError, ValueError, KeyError):
            return []
        vocabulary = {word: number for number, word in enumerate(text.split("\n"))}
        if len(starts) != len(vocabulary) + 1 or int(starts[-1]) != len(texts):
            return []
        return [Segment(Postings(vocabulary, starts, texts, weights, len(seqs)), np.asarray(seqs))]

    @property
    def _pointer(self) -> Path:
        return self.folder / f"words-{self.identity}.json"


def _useful(segments: list[Segment], seqs: npt.NDArray[np.int64]) -> list[Segment]:
    """The segments, unless most of what they hold is gone."""
    held = np.concatenate([s.seqs for s in segments] or [seqs[:0]])
    alive = int(np.isin(held, seqs).sum())
    return segments if alive * 2 >= len(held) else []


def _joined(segments: list[Segment]) -> Segment:
    first, *others = segments
    for other in others:
        seqs = np.concatenate([first.seqs, other.seqs])
        first = Segment(merge(first.postings, other.postings), seqs)
    return first
