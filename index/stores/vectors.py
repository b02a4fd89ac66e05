"""The home of the vectors, Chroma, and the copy of them that searching reads.

Chroma is written by the one writer and read again only to remake or check the copy: a flat file
of rows beside a file of ids, appended to, which readers map into memory.  Its `where` costs ten
times what a scan of the mapped rows of a filter does.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import numpy.typing as npt

from index.report import LibraryError
from index.search.embedders import EMBEDDERS, Matrix
from index.stores.values import EmbeddingsEndpoint

__all__ = ["EMBEDDERS", "EmbeddingsEndpoint", "VectorFile", "VectorStore"]

Ids = npt.NDArray[np.int64]
_BATCH = 1000


class VectorStore:
    """Chroma under one collection an embedder: a local folder, or a server by address.

    A local folder bears one process at a time: open it only with the writer's lock, and `close`
    it before the lock is given back.
    """

    def __init__(self, home: Path, url: str | None, embedder: str) -> None:
        self._home = home
        self._url = url
        self._name = "chunks-" + _slug(embedder)
        self._client: Any = None
        self._found: Any = None

    @property
    def _collection(self) -> Any:
        if self._found is None:
            self._client = self._connect()
            self._found = self._client.get_or_create_collection(
                self._name, metadata={"hnsw:space": "cosine"}, embedding_function=None
            )
        return self._found

    def _connect(self) -> Any:
        import chromadb
        from chromadb.config import Settings

        settings = Settings(anonymized_telemetry=False)
        try:
            if not self._url:
                folder = str(self._home / "chroma")
                return chromadb.PersistentClient(folder, settings=settings)
            address = urlsplit(self._url)
            secure = address.scheme == "https"
            port = address.port or (443 if secure else 8000)
            host = address.hostname or "localhost"
            return chromadb.HttpClient(host, port, ssl=secure, settings=settings)
        except ValueError as error:
            raise LibraryError(f"向量库无法连接：{self._url or self._home}（{error}）") from error

    def close(self) -> None:
        """Let go of a local folder, so that the next writer finds it as it is on disk."""
        if self._client is not None and not self._url:
            self._client.close()
            self._client = self._found = None

    def put(self, ids: Sequence[int], rows: Matrix, metadatas: Sequence[dict[str, Any]]) -> None:
        if len(ids):
            names = [str(i) for i in ids]
            self._collection.upsert(names, embeddings=rows.tolist(), metadatas=list(metadatas))

    def drop(self, ids: Sequence[int]) -> None:
        if len(ids):
            self._collection.delete(ids=[str(i) for i in ids])

    def ids(self) -> set[int]:
        return {i for ids, _ in self._pages(include=[]) for i in ids}

    def count(self) -> int:
        return int(self._collection.count())

    def rows(self, ids: Sequence[int]) -> tuple[list[int], Matrix]:
        """The vectors of those of `ids` that are there, with their ids."""
        if not len(ids):
            return [], np.zeros((0, 0), dtype=np.float32)
        got = self._collection.get(ids=[str(i) for i in ids], include=["embeddings"])
        return [int(i) for i in got["ids"]], np.asarray(got["embeddings"], dtype=np.float32)

    def pages(self) -> Iterator[tuple[list[int], Matrix]]:
        """Everything, a page at a time."""
        for ids, got in self._pages(include=["embeddings"]):
            yield ids, np.asarray(got["embeddings"], dtype=np.float32)

    def _pages(self, include: list[str]) -> Iterator[tuple[list[int], Any]]:
        offset = 0
        while True:
            got = self._collection.get(limit=_BATCH, offset=offset, include=include)
            if not got["ids"]:
                return
            yield [int(i) for i in got["ids"]], got
            offset += len(got["ids"])

    def query(self, rows: list[list[float]], where: dict[str, Any], k: int) -> list[int]:
        """Chroma's own filtered search, for comparison."""
        got = self._collection.query(query_embeddings=rows, where=where, n_results=k, include=[])
        return [int(i) for i in got["ids"][0]]

    def clear(self) -> None:
        """An empty collection in place of what was there; a local folder, even a damaged one, anew."""
        if not self._url:
            self.close()
            shutil.rmtree(self._home / "chroma", ignore_errors=True)
        else:
            self._collection  # noqa: B018 - makes it where there is none
            self._client.delete_collection(self._name)
            self._found = None


class VectorFile:
    """The mapped copy: row i of `<name>.f32` belongs to the chunk that `<name>.ids` lists i-th.

    The ids' file opens with the rows' width.  Rows are written before their ids, so that what the
    ids name is always whole, and the writer cuts off what a killed process left behind.  A chunk
    that is no longer in SQL stays as a row that nothing asks for, until `rebuild`.
    """

    def __init__(self, folder: Path, embedder: str) -> None:
        name = "vectors-" + _slug(embedder)
        self._rows = folder / f"{name}.f32"
        self._ids = folder / f"{name}.ids"

    def _listed(self) -> Ids:
        if not self._ids.is_file() or not self._rows.is_file():
            return np.zeros(0, dtype=np.int64)
        return np.fromfile(self._ids, dtype=np.int64, count=self._ids.stat().st_size // 8)

    def load(self) -> tuple[Ids, Matrix]:
        """Ids and mapped rows."""
        listed = self._listed()
        if len(listed) < 2:
            return listed[:0], np.zeros((0, 0), dtype=np.float32)
        shape = (len(listed) - 1, int(listed[0]))
        # A plain view of the mapping: picking rows from a memmap costs more for every one.
        mapped = np.memmap(self._rows, dtype=np.float32, mode="r", shape=shape)
        return listed[1:], mapped.view(np.ndarray)

    def append(self, ids: Sequence[int], rows: Matrix) -> None:
        """Add rows; only the writer may."""
        width = rows.shape[1]
        listed = self._listed()
        if not len(listed):
            self.clear()
            listed = np.asarray([width], dtype=np.int64)
            _append(self._ids, 0, listed)
        _append(self._rows, (len(listed) - 1) * width * 4, np.asarray(rows, dtype=np.float32))
        _append(self._ids, len(listed) * 8, np.asarray(ids, dtype=np.int64))

    def clear(self) -> None:
        for path in (self._ids, self._rows):
            path.unlink(missing_ok=True)


def _append(path: Path, at: int, values: npt.NDArray[Any]) -> None:
    """Write `values` at byte `at`, and nothing after them."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("r+b" if path.is_file() else "w+b") as file:
        file.truncate(at)
        file.seek(at)
        file.write(np.ascontiguousarray(values).tobytes())
        file.flush()
        os.fsync(file.fileno())


def _slug(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9]+", "-", name).strip("-")[-50:].strip("-")
