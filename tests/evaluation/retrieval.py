"""How well and how fast the library finds passages, beside two plain ways of doing it.

`nianbao evaluate retrieval [--bodies 60] [--questions 320] [--embedder auto] [--scale 100000]`

The reports are generated, so every question's passages are known.  A question that names body
and year is asked of our search with that filter, as 问答 does, and of the plain retrievers with
both in its text; one that names neither counts as answered by a passage of any report that says
the thing asked for.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from index.library.library import Library
from index.report import Report
from index.search.embedders import CachedEmbedder, Embedder, open_embedder
from index.stores.values import Filter
from tests.evaluation.scale import Speed, measure_speed

Find = Callable[["Question", int], Sequence[str]]
NAMED, UNNAMED = "点明机关与年度", "不点明机关与年度"
LITERAL, REWORDED, SPOKEN = "原词", "换说法", "大白话"
_MANNERS = (LITERAL, REWORDED, LITERAL, SPOKEN)
"""Half the questions in the passage's words, half in others: an office's own, and lay speech."""
_FLOORS = {NAMED: 0.97, UNNAMED: 0.90}
_OURS, _PLAIN, _WORDS = "本库混合检索", "LangChain 切分 + Chroma", "仅 BM25"


@dataclass(frozen=True, slots=True)
class Question:
    """A question, the passages that answer it, and whose they are where it says so."""

    text: str
    passages: frozenset[str]
    agency: str = ""
    year: int = 0
    manner: str = LITERAL

    @property
    def kind(self) -> str:
        return NAMED if self.agency else UNNAMED


@dataclass
class Score:
    """Recall at 5 and mean reciprocal rank at 10 of one retriever on one kind of question."""

    ranks: list[int] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return sum(0 < r <= 5 for r in self.ranks) / max(len(self.ranks), 1)

    @property
    def reciprocal(self) -> float:
        return sum(1 / r for r in self.ranks if r) / max(len(self.ranks), 1)


@dataclass(frozen=True, slots=True)
class Result:
    """All scores by retriever, kind and manner, the share of embedding calls saved, the speeds."""

    scores: dict[tuple[str, str, str], Score]
    saved: float
    speed: Speed | None

    @property
    def holds(self) -> bool:
        recall = {(name, kind): self.whole(name, kind).recall for name, kind, _ in self.scores}
        floors = all(recall[_OURS, kind] >= floor for kind, floor in _FLOORS.items())
        ahead = all(recall[_OURS, kind] >= recall[name, kind] for name, kind in recall)
        return floors and ahead and self.saved >= 0.4 and (self.speed is None or self.speed.holds)

    def whole(self, name: str, kind: str) -> Score:
        """A retriever's score on a kind of question, however they are worded."""
        parts = [s.ranks for (n, k, _), s in self.scores.items() if (n, k) == (name, kind)]
        return Score([rank for ranks in parts for rank in ranks])


def main(arguments: Sequence[str]) -> int:
    """Print the figures; 0 where every one of them holds."""
    options = _options(arguments)
    result = evaluate(options.bodies, options.questions, options.embedder, options.scale)
    _print(result)
    return 0 if result.holds else 1


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="nianbao evaluate retrieval")
    parser.add_argument("--bodies", type=int, default=60, help="生成的机关数，各五年")
    parser.add_argument("--questions", type=int, default=320, help="问题数")
    parser.add_argument("--embedder", default="auto", help="向量模型")
    parser.add_argument("--scale", type=int, default=100_000, help="测速的段落数，0 为不测")
    return parser.parse_args(list(arguments))


def evaluate(bodies: int, questions: int, embedder: str, scale: int) -> Result:
    """The whole evaluation on `bodies` bodies over five years."""
    from tests.generator import as_report, to_tabbed, world

    reports = world(bodies, range(2020, 2025), seed=11)
    asked = draw(reports, questions)
    with tempfile.TemporaryDirectory() as folder:
        kept = kept_embedder(embedder)
        with Library.open(Path(folder) / "library", embedder=kept) as library:
            with library.batch():
                for number, report in enumerate(reports):
                    _progress("收入", number, len(reports))
                    library.add(as_report(report), to_tabbed(report), filename=f"{number}.txt")
            finders = {
                _OURS: _ours(library),
                _PLAIN: _plain([as_report(r) for r in reports], kept, Path(folder)),
                _WORDS: _words(library),
            }
            scores = {(n, k, m): Score() for n in finders for k in _FLOORS for m in _MANNERS}
            for number, question in enumerate(asked):
                _progress("提问", number, len(asked))
                for name, find in finders.items():
                    scores[name, question.kind, question.manner].ranks.append(
                        _rank(question, find(question, 10))
                    )
            texts, embedded = library.saved()
    speed = measure_speed(scale) if scale else None
    return Result(scores, 1 - embedded / texts, speed)


# ---------------------------------------------------------------- the questions


def draw(reports: Any, count: int, seed: int = 5) -> list[Question]:
    """Half of them paraphrased, half naming body and year, from facts drawn by chance."""
    rng = random.Random(seed)
    facts = [(r, f) for r in reports for f in r.facts if f.ask and f.paraphrase and f.reworded]
    same: dict[tuple[str, str], set[str]] = {}
    for _, fact in facts:
        same.setdefault((fact.kind, fact.topic), set()).add(fact.text)
    rng.shuffle(facts)
    drawn: list[Question] = []
    for report, fact in facts:
        manner = _MANNERS[len(drawn) // 2 % len(_MANNERS)]
        named = len(drawn) % 2 == 1
        said = {LITERAL: fact.ask, REWORDED: fact.reworded, SPOKEN: fact.paraphrase}[manner]
        wordings = [w for w in said if report.body.name not in w and report.agency not in w]
        passages = frozenset([fact.text] if named else same[fact.kind, fact.topic])
        if manner != LITERAL:
            wordings = [w for w in wordings if not any(_shares(w, p) for p in passages)]
        if not wordings:
            continue
        text = rng.choice(wordings)
        if named:
            text = f"{report.agency}{report.year}年：{text}"
            drawn.append(Question(text, passages, report.agency, report.year, manner))
        else:
            drawn.append(Question(text, passages, manner=manner))
        if len(drawn) == count:
            break
    return drawn


def _shares(question: str, passage: str, length: int = 4) -> bool:
    """Whether so many characters in a row stand in both."""
    return any(question[i : i + length] in passage for i in range(len(question) - length + 1))


def _rank(question: Question, texts: Sequence[str]) -> int:
    """The place of the first text that holds half of a passage or more; 0 for none."""
    halves = [half for p in question.passages for half in (p[: len(p) // 2], p[len(p) // 2 :])]
    return next((n for n, text in enumerate(texts, 1) if any(h in text for h in halves)), 0)


# ---------------------------------------------------------------- the retrievers


def _ours(library: Library) -> Find:
    def find(question: Question, k: int) -> Sequence[str]:
        return [hit.text for hit in library.search(question.text, _filter(library, question), k)]

    return find


def _filter(library: Library, question: Question) -> Filter:
    if not question.agency:
        return Filter()
    bodies = tuple(b.id for b in library.named(question.agency))
    return Filter(bodies=bodies, years=(question.year,))


def _words(library: Library) -> Find:
    """The same index by its words alone, unfiltered, body and year in the question's text."""

    def find(question: Question, k: int) -> Sequence[str]:
        return [hit.text for hit in library._search.run(question.text, None, Filter(), k)]

    return find


def _plain(reports: Sequence[Report], embedder: Embedder, folder: Path) -> Find:
    """What a first tutorial builds: fixed-size pieces in Chroma, nearest vectors."""
    from langchain_chroma import Chroma
    from langchain_core.embeddings import Embeddings
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    class Same(Embeddings):
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            rows: list[list[float]] = embedder.embed(texts).tolist()
            return rows

        def embed_query(self, text: str) -> list[float]:
            return self.embed_documents([text])[0]

    splitter = RecursiveCharacterTextSplitter(chunk_size=300, chunk_overlap=50)
    texts = [
        "\n".join([r.title, *(p.text for p in r.preamble), *(s.text for s in r.sections)])
        for r in reports
    ]
    pieces = [piece for text in texts for piece in splitter.split_text(text)]
    store = Chroma("plain", Same(), persist_directory=str(folder / "plain"))
    for start in range(0, len(pieces), 64):
        _progress("基线", start, len(pieces))
        store.add_texts(pieces[start : start + 64])

    def find(question: Question, k: int) -> Sequence[str]:
        return [d.page_content for d in store.similarity_search(question.text, k=k)]

    return find


class KeptEmbedder:
    """An embedder that remembers between runs, in the machine's folder for temporary files."""

    def __init__(self, embedder: Embedder) -> None:
        from index.stores import database

        folder = Path(tempfile.gettempdir()) / "nianbao-evaluation"
        folder.mkdir(exist_ok=True)
        self.name = embedder.name
        engine = database.open_engine(folder, None)
        if database.revision(engine) is None:
            database.upgrade(engine)
        self._kept = CachedEmbedder(embedder, engine)

    def embed(self, texts: Sequence[str]) -> Any:
        import numpy as np

        found = self._kept.texts(set(texts))
        return np.stack([found[t] for t in texts])


def kept_embedder(name: str) -> Embedder:
    return KeptEmbedder(open_embedder(name, None))


# ---------------------------------------------------------------- the table


def _print(result: Result) -> None:
    print(f"{'检索方式':<24}{'问题':<12}{'措辞':<6}{'recall@5':>10}{'MRR':>8}{'题数':>6}")
    rows = {(name, kind, "合计"): result.whole(name, kind) for name, kind, _ in result.scores}
    for (name, kind, manner), score in sorted({**result.scores, **rows}.items()):
        line = f"{score.recall:>10.3f}{score.reciprocal:>8.3f}{len(score.ranks):>6}"
        print(f"{name:<24}{kind:<12}{manner:<6}{line}")
    print(f"向量调用节省（按句）：{result.saved:.1%}（要求 ≥ 40%）")
    if result.speed is not None:
        result.speed.show()
    print("全部达到" if result.holds else "未全部达到")


def _progress(what: str, done: int, total: int) -> None:
    if done % 20 == 0:
        print(f"\r{what} {done}/{total}", end="", file=sys.stderr, flush=True)
