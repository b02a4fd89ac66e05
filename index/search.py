"""Hybrid search: filter, then words and vectors over what is left, fused by reciprocal rank."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from index import facts, schema, words
from index.embed import Matrix
from index.entries import Chunk, Filter, Hit, Origin, RerankEndpoint
from index.report import LibraryError
from index.store import VectorFile

Flags = npt.NDArray[np.bool_]
_RANK = 60
WEIGHTS = {"words": 1.0, "vectors": 2.0}
"""Reciprocal rank fusion: each list gives weight / (60 + rank)."""
_DEEP = 60
"""How far down each list fusion looks, beside five times the hits asked for."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Which chunks there are and whose: arrays in the order of their numbers, reports beside."""

    generation: str
    seqs: npt.NDArray[np.int64]
    owner: npt.NDArray[np.int32]
    section: npt.NDArray[np.int8]
    reports: tuple[Any, ...]

    def wanted(self, filter: Filter) -> Flags:
        """Which chunks a filter lets through."""
        tests = (
            (filter.bodies, "body_id"),
            (filter.years, "year"),
            (filter.levels, "level"),
            (filter.reports, "id"),
        )
        asked = [(set(values), name) for values, name in tests if values]
        owners = np.fromiter(
            (all(getattr(r, n) in v for v, n in asked) for r in self.reports),
            dtype=np.bool_,
            count=len(self.reports),
        )
        flags: Flags = owners[self.owner] if len(self.reports) else np.zeros(0, np.bool_)
        if filter.sections:
            flags = flags & np.isin(self.section, filter.sections)
        return flags


def read_catalogue(connection: Connection, generation: str) -> Catalogue:
    """The current reports' chunks, from SQL."""
    r, c = schema.reports, schema.chunks
    columns = (r.c.id, r.c.body_id, r.c.agency, r.c.year, r.c.level)
    reports = tuple(connection.execute(sa.select(*columns).where(r.c.current)).all())
    number = {row.id: i for i, row in enumerate(reports)}
    query = sa.select(c.c.seq, c.c.report_id, c.c.section).order_by(c.c.seq)
    rows = [row for row in connection.execute(query).all() if row[1] in number]
    return Catalogue(
        generation,
        np.fromiter((row[0] for row in rows), np.int64, len(rows)),
        np.fromiter((number[row[1]] for row in rows), np.int32, len(rows)),
        np.fromiter((row[2] for row in rows), np.int8, len(rows)),
        reports,
    )


class Search:
    """What one open library searches with; notices by the generation what others have written."""

    def __init__(
        self, engine: Engine, folder: Path, vectors: VectorFile, reranker: RerankEndpoint | None
    ) -> None:
        self._engine = engine
        self._folder = folder
        self._vectors = vectors
        self._reranker = reranker
        self._catalogue: Catalogue | None = None
        self._segments: list[words.Postings] = []
        self._indexed = np.zeros(0, dtype=np.int64)
        self._rows: tuple[npt.NDArray[np.int64], Matrix] | None = None

    def run(
        self, query: str, embed: Callable[[str], Matrix] | None, filter: Filter, k: int
    ) -> list[Hit]:
        """The best `k` folded passages; without `embed` by words alone."""
        with facts.reading(self._engine) as connection:
            catalogue = self._refresh(connection)
            flags = catalogue.wanted(filter)
            if not flags.any():
                return []
            depth = max(_DEEP, 5 * k)
            by_words, matched = self._by_words(query, catalogue, flags, depth)
            by_vectors, similar = self._by_vectors(query, embed, catalogue, flags, depth)
            fused = fuse({"words": by_words, "vectors": by_vectors})
            found = _chunks(connection, catalogue, [i for i, _ in fused])
        hits = [
            replace(
                _hit(found[i], score),
                matched=round(float(matched[i]), 4),
                similarity=similar.get(i),
            )
            for i, score in fused
            if i in found
        ]
        folded = fold(hits)
        if self._reranker and folded:
            folded = rerank(self._reranker, query, folded[: max(3 * k, 20)])
        return folded[:k]

    def _by_words(
        self, query: str, catalogue: Catalogue, flags: Flags, depth: int
    ) -> tuple[list[int], words.Scores]:
        place = np.searchsorted(self._indexed, catalogue.seqs)
        wanted = np.zeros(len(self._indexed), dtype=np.float32)
        wanted[place[flags]] = 1.0
        scores, matched = words.score(self._segments, query, wanted)
        return _best(scores[place], depth), matched[place]

    def _by_vectors(
        self,
        query: str,
        embed: Callable[[str], Matrix] | None,
        catalogue: Catalogue,
        flags: Flags,
        depth: int,
    ) -> tuple[list[int], dict[int, float]]:
        if embed is None or self._rows is None or not len(self._rows[0]):
            return [], {}
        ids, rows = self._rows
        order = np.argsort(ids, kind="stable")
        chosen = np.flatnonzero(flags)
        spot = np.minimum(np.searchsorted(ids, catalogue.seqs[chosen], sorter=order), len(ids) - 1)
        place = order[spot]
        there = ids[place] == catalogue.seqs[chosen]
        chosen, place = chosen[there], place[there]
        if not len(chosen):
            return [], {}
        vector = embed(query)
        cosines = rows @ vector if len(place) > len(ids) // 2 else rows[place] @ vector
        if len(place) > len(ids) // 2:
            cosines = cosines[place]
        top = _best(cosines + 2, depth)
        return [int(chosen[i]) for i in top], {
            int(chosen[i]): round(float(cosines[i]), 4) for i in top
        }

    # ------------------------------------------------------------ keeping up with the stores

    def _refresh(self, connection: Connection) -> Catalogue:
        generation = facts.known_fact(connection, "generation") or "0"
        if self._catalogue is None or self._catalogue.generation != generation:
            self._catalogue = read_catalogue(connection, generation)
            self._rows = self._vectors.load()
            self._extend(connection, self._catalogue)
        return self._catalogue

    def _extend(self, connection: Connection, catalogue: Catalogue) -> None:
        new = catalogue.seqs[~np.isin(catalogue.seqs, self._indexed)]
        if not len(new):
            return
        built = words.build(_embedded_texts(connection, new))
        if self._segments:
            built = words.merge(self._segments[0], built)
        self._segments = [built]
        self._indexed = np.concatenate([self._indexed, new])


def _embedded_texts(connection: Connection, seqs: npt.NDArray[np.int64]) -> Sequence[str]:
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
    most = sum(WEIGHTS[name] for name, ranked in lists.items() if ranked) / (_RANK + 1)
    scores: dict[int, float] = {}
    for name, ranked in lists.items():
        for rank, place in enumerate(ranked, 1):
            scores[place] = scores.get(place, 0.0) + WEIGHTS[name] / (_RANK + rank)
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
            facts.place_of(row.at),
            row.ordinal,
        )
    return found


def _hit(chunk: Chunk, score: float) -> Hit:
    c = chunk
    return Hit(c, c.report, c.agency, c.year, c.section, c.text, c.at, score)


def fold(hits: Sequence[Hit]) -> list[Hit]:
    """Hits with the same text as one, the best, whose `sources` are the others."""
    groups: dict[str, list[Hit]] = {}
    for hit in hits:
        groups.setdefault("".join(hit.text.split()), []).append(hit)
    return [
        replace(first, sources=tuple(_origin(h) for h in others))
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
