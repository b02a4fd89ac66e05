"""Hybrid search: filter, then words and vectors over what is left, fused by reciprocal rank."""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from index.report import LibraryError
from index.search import word_index
from index.search.embedders import CachedEmbedder, own_names, units
from index.stores import database, outbox, schema
from index.stores.chroma_client import VectorsDamaged
from index.stores.values import Chunk, Filter, Hit, Origin, RerankEndpoint
from index.stores.vectors import VectorStore

if TYPE_CHECKING:
    from index.search.embedders import Matrix

Flags = npt.NDArray[np.bool_]
_RANK = 10
"""Reciprocal rank fusion: each list gives 1 / (10 + rank).  `sentences` ranks what the other two
found by the one sentence of each that is nearest.  No weights: heavier vectors lost passages
that hold the query's own words, and the usual 60 leaves the first ranks too little (measured)."""
_FEW = 30
"""Up to so many settled bodies, their names are taken out of the query."""
_NEAR = 80
"""How many chunks are looked at sentence by sentence."""
_ASKING = re.compile(
    r"有没有|是不是|是怎么.{0,3}的|哪几家|哪几个|哪些单位|哪些机关|哪些|哪家|哪个|谁家|谁|大家|都有"
    r"|怎么样|怎样|怎么|什么|如何|为什么|吗|呢|[？?]"
)
_YEAR = re.compile(r"(?:19|20)\d\d年?(?:度)?")
_DEEP = 60
"""How far down each list fusion looks, beside five times the hits asked for."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Which chunks there are and whose, as arrays in the order of their numbers.

    `reports` and the arrays beside it are the current reports; `owner` points into them.
    `word_place` says where a chunk stands in the words' arrays, `vectored` whether Chroma has been
    given its vector.
    """

    generation: str
    seqs: npt.NDArray[np.int64]
    owner: npt.NDArray[np.int32]
    section: npt.NDArray[np.int8]
    reports: tuple[Any, ...]
    columns: dict[str, npt.NDArray[Any]]
    word_place: npt.NDArray[np.int64]
    vectored: Flags

    def wanted(self, filter: Filter) -> Flags:
        """Which chunks a filter lets through."""
        flags = np.ones(len(self.reports), dtype=np.bool_)
        for name, values in (
            ("body_id", filter.bodies),
            ("year", filter.years),
            ("level", filter.levels),
            ("id", filter.reports),
        ):
            if values:
                flags &= np.isin(self.columns[name], np.asarray(values))
        found: Flags = flags[self.owner]
        if filter.sections:
            found &= np.isin(self.section, filter.sections)
        return found


def _places(seqs: npt.NDArray[np.int64], there: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Where each of `seqs` stands in `there`, which holds them all."""
    order = np.argsort(there, kind="stable")
    return order[np.searchsorted(there[order], seqs)]


class Search:
    """What one open library searches with; notices by the generation what others have written."""

    def __init__(
        self,
        engine: Engine,
        cache: word_index.Cache,
        vectors: VectorStore,
        recipe: str,
        reranker: RerankEndpoint | None,
    ) -> None:
        self._engine = engine
        self._cache = cache
        self._vectors = vectors
        self._recipe = recipe
        self._reranker = reranker
        self._catalogue: Catalogue | None = None
        self._segments: list[word_index.Segment] = []
        self._known: Flags = np.zeros(0, dtype=np.bool_)
        self._behind = True
        self._lock = threading.Lock()

    def run(self, query: str, embedder: CachedEmbedder | None, filter: Filter, k: int) -> list[Hit]:
        """The best `k` folded passages; without `embedder` by words alone."""
        with database.reading(self._engine) as connection:
            with self._lock:
                catalogue, segments = self._refresh(connection), self._segments
                known = self._look(catalogue) if embedder is not None else self._known
            chosen = np.flatnonzero(catalogue.wanted(filter))
            if not len(chosen):
                return []
            depth = max(_DEEP, 5 * k)
            asked = topic(query, filter, _agencies(catalogue, chosen) if filter.bodies else set())
            by_words = _by_words(segments, asked, catalogue, chosen, depth)
            vector, similar = None, dict[int, float]()
            if embedder is not None and known.any():
                vector = embedder.query(asked)
                similar = self._by_vectors(vector, catalogue, chosen[known[chosen]], known, depth)
            by_vectors = list(similar)
            lists = {"words": by_words, "vectors": by_vectors}
            likely = [i for i, _ in fuse(lists)[: max(_NEAR, depth)]]
            found = _chunks(connection, catalogue, likely)
            sentences = {i: units(found[i]) for i in likely[:_NEAR] if i in found}
            if embedder is not None and vector is not None and by_vectors:
                lists["sentences"] = _by_sentences(embedder, vector, sentences)
            lists["said"] = _by_words_of_sentences(segments, asked, sentences)
            fused = [(i, score) for i, score in fuse(lists) if i in found]
            matched = _matched(segments, asked, catalogue, [i for i, _ in fused])
        hits = [_hit(found[i], score, matched[i], similar.get(i)) for i, score in fused]
        folded = fold(hits)
        if self._reranker and folded:
            folded = rerank(self._reranker, query, folded[: max(3 * k, 20)])
        return folded[:k]

    def frequency(
        self, connection: Connection, wanted: Sequence[str]
    ) -> tuple[int, dict[str, int]]:
        """The number of passages, and of those that hold each word as the index cuts them."""
        with self._lock:
            self._refresh(connection)
            postings = [s.postings for s in self._segments]
        held = {w: [p.of(w.lower()) for p in postings] for w in wanted}
        having = {w: sum(h.stop - h.start for h in hs if h is not None) for w, hs in held.items()}
        return sum(p.count for p in postings), having

    def _by_vectors(
        self,
        vector: Matrix,
        catalogue: Catalogue,
        chosen: npt.NDArray[np.int64],
        known: Flags,
        depth: int,
    ) -> dict[int, float]:
        """The chosen chunks nearest to the query's vector, best first, with their cosines."""
        if not len(chosen):
            return {}
        among = catalogue.seqs[chosen]
        seqs, cosines = self._vectors.nearest(vector, among, depth, int(known.sum()))
        places = np.searchsorted(catalogue.seqs, seqs).tolist()
        return {i: round(float(c), 4) for i, c in zip(places, cosines, strict=True)}

    # ------------------------------------------------------------ keeping up with the stores

    def _look(self, catalogue: Catalogue) -> Flags:
        """Which chunks Chroma can be asked for now, as far as this client of it sees."""
        if self._behind and catalogue.vectored.any() and self._vectors.look():
            if not self._vectors.count():
                raise VectorsDamaged("向量库是空的，而资料库中有报告")
            self._known, self._behind = catalogue.vectored, False
        return self._known

    def _refresh(self, connection: Connection) -> Catalogue:
        generation = database.known_fact(connection, "generation") or "0"
        if self._catalogue is None or self._catalogue.generation != generation:
            reports, chunks = _current(connection)
            seqs = chunks["seq"]
            self._segments = self._cache.covering(
                self._segments, seqs, lambda new: _embedded_texts(connection, new)
            )
            indexed = np.concatenate([s.seqs for s in self._segments] or [seqs[:0]])
            without = outbox.without_vectors(connection, self._recipe)
            before = self._catalogue
            self._catalogue = Catalogue(
                generation,
                seqs,
                chunks["owner"],
                chunks["section"],
                reports,
                {
                    name: np.asarray([getattr(r, name) or 0 for r in reports])
                    for name in ("body_id", "year", "level", "id")
                },
                _places(seqs, indexed),
                _vectored(reports, chunks["owner"], without),
            )
            seen = before.seqs[self._known] if before is not None else seqs[:0]
            self._known = self._catalogue.vectored & np.isin(seqs, seen)
            self._behind = True
        return self._catalogue


def _current(connection: Connection) -> tuple[tuple[Any, ...], dict[str, npt.NDArray[Any]]]:
    """The current reports, and their chunks' numbers, owners and parts in order of numbers."""
    r, c = schema.reports, schema.chunks
    columns = (r.c.id, r.c.body_id, r.c.agency, r.c.year, r.c.level)
    reports = tuple(connection.execute(sa.select(*columns).where(r.c.current)).all())
    number = {row.id: i for i, row in enumerate(reports)}
    query = sa.select(c.c.seq, c.c.report_id, c.c.section).order_by(c.c.seq)
    rows = [row for row in connection.execute(query).all() if row[1] in number]
    count = len(rows)
    return reports, {
        "seq": np.fromiter((row[0] for row in rows), np.int64, count),
        "owner": np.fromiter((number[row[1]] for row in rows), np.int32, count),
        "section": np.fromiter((row[2] for row in rows), np.int8, count),
    }


def _vectored(
    reports: Sequence[Any], owner: npt.NDArray[np.int32], without: set[str] | None
) -> Flags:
    """Whether each chunk's report is not among those `without` vectors (None: all are)."""
    given = np.asarray([without is not None and r.id not in without for r in reports], np.bool_)
    flags: Flags = given[owner]
    return flags


def _by_words(
    segments: Sequence[word_index.Segment],
    query: str,
    catalogue: Catalogue,
    chosen: npt.NDArray[np.int64],
    depth: int,
) -> list[int]:
    """The chosen chunks that BM25 likes best."""
    place = catalogue.word_place[chosen]
    return [int(chosen[i]) for i in _best(word_index.score(segments, query, place), depth)]


def _matched(
    segments: Sequence[word_index.Segment], query: str, catalogue: Catalogue, places: Sequence[int]
) -> dict[int, float]:
    """The share of the query that each of these chunks holds."""
    found = word_index.shares(
        segments, query, catalogue.word_place[np.asarray(places, dtype=np.int64)]
    )
    return {place: round(float(share), 4) for place, share in zip(places, found, strict=True)}


def topic(query: str, filter: Filter, agencies: set[str]) -> str:
    """What the query is about: words of asking out, and names and years that the filter settles."""
    text = query
    if filter.bodies and len(agencies) <= _FEW:
        for name in sorted({n for a in agencies for n in own_names(a)}, key=len, reverse=True):
            text = text.replace(name, "")
    if filter.years:
        text = _YEAR.sub("", text)
    return _ASKING.sub("", text).strip("，,、：: ") or query


def _agencies(catalogue: Catalogue, chosen: npt.NDArray[np.int64]) -> set[str]:
    """Whose reports the chosen chunks belong to."""
    return {catalogue.reports[i].agency for i in np.unique(catalogue.owner[chosen]).tolist()}


def _by_sentences(
    embedder: CachedEmbedder, vector: Matrix, sentences: Mapping[int, Sequence[str]]
) -> list[int]:
    """The places by the cosine of each chunk's one nearest sentence."""
    known = embedder.known({s for some in sentences.values() for s in some})
    if not known:
        return []
    cosines = dict(zip(known, (np.stack(list(known.values())) @ vector).tolist(), strict=True))
    best = {i: max(cosines.get(s, -1.0) for s in some) for i, some in sentences.items()}
    return sorted(best, key=lambda i: -best[i])


def _by_words_of_sentences(
    segments: Sequence[word_index.Segment], query: str, sentences: Mapping[int, Sequence[str]]
) -> list[int]:
    """The places by how much of the query stands in one sentence of each chunk."""
    held = word_index.fullest(segments, query, list(sentences.values()))
    best = {i: share for i, share in zip(sentences, held, strict=True) if share}
    return sorted(best, key=lambda i: -best[i])


def _embedded_texts(connection: Connection, seqs: npt.NDArray[np.int64]) -> Sequence[str]:
    """What the words of these chunks are taken from: header and text."""
    c, r = schema.chunks, schema.reports
    query = (
        sa.select(c.c.seq, r.c.agency, r.c.year, c.c.heading, c.c.text)
        .join(r, r.c.id == c.c.report_id)
        .where(c.c.seq >= int(seqs[0]))
        .order_by(c.c.seq)
    )
    wanted = set(seqs.tolist())
    rows = (row for row in connection.execute(query) if row.seq in wanted)
    return [f"{row.agency} {row.year}年 {row.heading}\n{row.text}" for row in rows]


def _best(scores: npt.NDArray[Any], depth: int) -> list[int]:
    """The places of the highest scores above 0, best first."""
    if len(scores) > depth:
        some = np.argpartition(-scores, depth)[:depth]
    else:
        some = np.arange(len(scores))
    some = some[np.argsort(-scores[some], kind="stable")]
    return [int(i) for i in some if scores[i] > 0]


def fuse(lists: dict[str, list[int]]) -> list[tuple[int, float]]:
    """Places with their fused score, best first; 1 is the lead of every list that is not empty."""
    most = sum(1 for ranked in lists.values() if ranked) / (_RANK + 1)
    scores: dict[int, float] = {}
    for ranked in lists.values():
        for rank, place in enumerate(ranked, 1):
            scores[place] = scores.get(place, 0.0) + 1 / (_RANK + rank)
    ordered = sorted(scores.items(), key=lambda s: (-s[1], s[0]))
    return [(place, round(score / most, 6)) for place, score in ordered]


def _chunks(
    connection: Connection, catalogue: Catalogue, places: Sequence[int]
) -> dict[int, Chunk]:
    table = schema.chunks
    by_seq = {int(catalogue.seqs[i]): i for i in places}
    found: dict[int, Chunk] = {}
    for row in connection.execute(sa.select(table).where(table.c.seq.in_(by_seq))):
        place = by_seq[row.seq]
        report = catalogue.reports[catalogue.owner[place]]
        found[place] = Chunk(
            row.report_id,
            report.agency,
            report.year,
            row.section,
            row.heading,
            row.text,
            database.place_of(row.at),
            row.ordinal,
        )
    return found


def _hit(c: Chunk, score: float, matched: float, similarity: float | None) -> Hit:
    whose = (c.report, c.agency, c.year, c.section, c.text, c.at)
    return Hit(c, *whose, score, matched=matched, similarity=similarity)


def fold(hits: Sequence[Hit]) -> list[Hit]:
    """Hits with the same text as one, the best, whose `sources` are the others."""
    groups: dict[str, list[Hit]] = {}
    for hit in hits:
        groups.setdefault("".join(hit.text.split()), []).append(hit)
    return [
        replace(first, sources=tuple(_origin(h) for h in others)) if others else first
        for first, *others in groups.values()
    ]


def _origin(hit: Hit) -> Origin:
    return Origin(hit.report, hit.agency, hit.year, hit.section, hit.at)


def rerank(endpoint: RerankEndpoint, query: str, hits: Sequence[Hit]) -> list[Hit]:
    """The hits as an HTTP reranker orders them, with its scores.  Raises LibraryError."""
    import httpx

    body = {"model": endpoint.model, "query": query, "documents": [h.chunk.embedded for h in hits]}
    headers = {"Authorization": f"Bearer {endpoint.api_key}"} if endpoint.api_key else {}
    try:
        answer = httpx.post(endpoint.url, json=body, headers=headers, timeout=endpoint.timeout)
        answer.raise_for_status()
        results = answer.json()["results"]
        scored = [(float(r["relevance_score"]), hits[int(r["index"])]) for r in results]
    except (httpx.HTTPError, ValueError, KeyError, IndexError, TypeError) as error:
        raise LibraryError(f"重排服务出错：{endpoint.url}（{error}）") from error
    scored.sort(key=lambda s: -s[0])
    return [replace(hit, score=score) for score, hit in scored]
