"""The home of the vectors and what searches them: Chroma, one collection an embedder.

SQL settles a filter to candidates; `nearest` chooses by their number how Chroma is asked for
them.  LangChain's `Chroma` opens the collection, reads rows by id and drops them; vectors are
written and queried below it through the same client, for its `add_texts` embeds anew and its
searches leave out rows without a document, and our documents stand in SQL.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.stores.chroma_client import ChromaClient

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Ids = npt.NDArray[np.int64]
    Matrix = npt.NDArray[np.float32]


_PAGE = 1000
FEW = 1200
"""Up to so many candidates their vectors are fetched and scored exactly: of 100,000 × 384 that
takes 1 ms for 10, 3 for 100, 20 for 1,000, where `query(ids)` takes 55, 57, 30."""
WIDE = 1 / 30
"""From this share of all vectors on, asking for more than is wanted and keeping the candidates
costs no more than `query(ids)`: 35 ms for 3 in 100, 15 for 10, 11 for half."""
_MORE = 2.5
"""How many times what chance calls for is asked for then: twice gave a recall@10 of .989."""
_TOO_WIDE = 30_000
"""Above so many candidates `query(ids)` is too slow to make up for too few that came."""


class VectorStore:
    """One library's vectors by their chunks' numbers; every call may raise a LibraryError."""

    def __init__(self, home: Path, url: str | None, embedder: str) -> None:
        slug = re.sub(r"[^A-Za-z0-9]+", "-", embedder).strip("-")[-50:].strip("-")
        self.client = ChromaClient(home, url, f"chunks-{slug}")
        self.look = self.client.look
        self.alone = self.client.alone
        self.clear = self.client.clear
        self.close = self.client.close

    def put(self, ids: Sequence[int], rows: Matrix, metadatas: Sequence[dict[str, Any]]) -> None:
        """Keep these vectors, in place of what was there."""
        if len(ids):
            row = {"ids": _names(ids), "embeddings": rows, "metadatas": list(metadatas)}
            with self.client.writing():
                self.client.asked(lambda: self.client.collection.upsert(**row))

    def drop(self, ids: Sequence[int]) -> None:
        if len(ids):
            with self.client.writing():
                self.client.asked(lambda: self.client.store.delete(ids=_names(ids)))

    def nearest(self, vector: Matrix, among: Ids, depth: int, whole: int) -> tuple[Ids, Matrix]:
        """The `depth` of `among` nearest to `vector`, best first, with their cosines.

        `among` are numbers, ascending and at least one, that a successful `look` covers; there are
        `whole` vectors in all.
        """
        import numpy as np

        with self.client.guard:
            if self.client.collection is None:
                self.look()
            if len(among) <= FEW:
                return self._scored(vector, among, depth)
            if len(among) < WIDE * whole:
                return self._by_ids(vector, among, depth)
            ids, cosines = self._queried(
                vector, min(whole, int(depth * whole / len(among) * _MORE))
            )
            place = np.minimum(np.searchsorted(among, ids), len(among) - 1)
            kept = among[place] == ids
            if kept.sum() < depth and len(among) <= _TOO_WIDE:
                return self._by_ids(vector, among, depth)
            return ids[kept][:depth], cosines[kept][:depth]

    def _scored(self, vector: Matrix, among: Ids, depth: int) -> tuple[Ids, Matrix]:
        """The nearest by all the candidates' vectors, exactly."""
        import numpy as np

        wanted = {"ids": _names(among), "include": ["embeddings"]}
        got = self.client.asked(lambda: self.client.store.get(**wanted))
        if not got["ids"]:
            return among[:0], np.zeros(0, dtype=np.float32)
        cosines = np.asarray(got["embeddings"], dtype=np.float32) @ vector
        best = np.argsort(-cosines, kind="stable")[:depth]
        return np.asarray(got["ids"], dtype=np.int64)[best], cosines[best]

    def _by_ids(self, vector: Matrix, among: Ids, depth: int) -> tuple[Ids, Matrix]:
        """The nearest by Chroma's index, held to the candidates."""
        return self._queried(vector, depth, _names(among))

    def _queried(
        self, vector: Matrix, count: int, names: list[str] | None = None
    ) -> tuple[Ids, Matrix]:
        import numpy as np

        client = self.client

        def ask(names: list[str] | None) -> Any:
            asked = {"query_embeddings": [vector], "n_results": count, "include": ["distances"]}
            return client.collection.query(ids=names, **asked)

        def ask_there() -> Any:
            # One dropped since is refused by `query`, and not by `get`.
            return ask(names and client.store.get(ids=names, include=[])["ids"])

        got = client.asked(lambda: ask(names), ask_there)
        cosines = 1 - np.asarray(got["distances"][0], dtype=np.float32)
        return np.asarray(got["ids"][0], dtype=np.int64), cosines

    @property
    def opened(self) -> bool:
        return self.client.collection is not None

    def count(self) -> int:
        """How many vectors are seen, `look`ed for or `alone`; none where the folder was taken away."""
        number: int = self.client.asked(lambda: self.client.collection.count())
        return number

    def pages(self) -> Iterator[dict[int, dict[str, Any]]]:
        """Everything, a page at a time: numbers and metadata, their vectors seen to be there."""
        self.look()
        offset = 0
        while True:
            page = {"limit": _PAGE, "offset": offset, "include": ["embeddings", "metadatas"]}
            got = self.client.asked(lambda page=page: self.client.store.get(**page))  # type: ignore[misc]
            if not got["ids"]:
                return
            yield {int(i): m or {} for i, m in zip(got["ids"], got["metadatas"], strict=True)}
            offset += len(got["ids"])


def _names(ids: Ids | Sequence[int]) -> list[str]:
    return [str(i) for i in ids]
