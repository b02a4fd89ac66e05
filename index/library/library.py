"""The library: reports kept by original, facts, text and vectors that cannot drift apart.

Figures, lists and people's words come from SQL alone; Chroma and the embedder are loaded only
when something is added or searched for.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.library import backup, exchange, finish_writes, roster, spreadsheets, verify_rebuild
from index.library.archive import Beside
from index.library.backup import Counted
from index.library.exchange import Imported
from index.library.narrative_records import Narrative
from index.library.open_stores import open_stores
from index.library.roster import Roster
from index.library.spreadsheets import Sums
from index.library.stored_facts import Facts
from index.library.verify_rebuild import Rebuilt, silent
from index.machine import private_files
from index.report import Report, Review
from index.search.embedders import Embedder
from index.stores.chroma_client import VectorsDamaged, VectorsUnreachable
from index.stores.values import (
    Added,
    Body,
    Chunk,
    Correction,
    Count,
    EmbeddingsEndpoint,
    Entry,
    Fact,
    Feedback,
    Filter,
    Hit,
    Item,
    Letter,
    Origin,
    Progress,
    RerankEndpoint,
    Sentence,
    VerifyResult,
)

__all__ = [
    "Added",
    "Body",
    "Chunk",
    "Correction",
    "Count",
    "EmbeddingsEndpoint",
    "Entry",
    "Fact",
    "Feedback",
    "Filter",
    "Hit",
    "Item",
    "Letter",
    "Library",
    "Origin",
    "Sentence",
    "VerifyResult",
]
if TYPE_CHECKING:
    from index.search.search import Search

log = logging.getLogger(__name__)


class Library(Narrative, Facts):
    """One library: `home` keeps the originals and what is made beside the databases."""

    @classmethod
    def open(
        cls,
        home: Path,
        *,
        database_url: str | None = None,
        chroma_url: str | None = None,
        embedder: str | Embedder = "auto",
        embeddings: EmbeddingsEndpoint | None = None,
        rerank_url: str | None = None,
        read_only: bool = False,
    ) -> Library:
        """The library in `home`, made where there is none and migrated where it is older.

        Raises LibraryError where a store cannot be reached or is of a newer release, and, with
        `read_only`, where there is nothing yet or it has to be migrated first.
        """
        with private_files():
            if not read_only:
                home.mkdir(parents=True, exist_ok=True)
            stores = open_stores(home, database_url, chroma_url, (embedder, embeddings), read_only)
        return cls(stores, RerankEndpoint(rerank_url) if rerank_url else None, read_only)

    def close(self) -> None:
        self._stores.vectors.close()
        self._stores.engine.dispose()

    def __enter__(self) -> Library:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # ------------------------------------------------------------ search

    def search(self, query: str, filter: Filter | None = None, k: int = 10) -> list[Hit]:
        """The `k` passages that fit best among those the filter lets through, best first.

        Words count alone where no vectors are there; see `Hit` for what the scores mean.
        """
        wanted = (filter or Filter(), k)
        try:
            return self._search.run(query, self._stores.embedder, *wanted)
        except VectorsDamaged as error:
            log.warning("%s", error.message)
            if not self._read_only and finish_writes.mend(self._stores):
                return self._search.run(query, self._stores.embedder, *wanted)
        except VectorsUnreachable as error:
            log.warning("%s", error.message)
        return self._search.run(query, None, *wanted)

    def frequency(self, words: Sequence[str]) -> tuple[int, dict[str, int]]:
        """How many passages there are, and how many of them have each of `words`."""
        with self._read() as connection:
            return self._search.frequency(connection, words)

    @cached_property
    def _search(self) -> Search:
        from index.search.search import Search
        from index.search.word_index import Cache

        stores = self._stores
        cache = Cache(stores.home / "search", stores.identity)
        recipe = stores.embedder.recipe
        return Search(stores.engine, cache, stores.vectors, recipe, self._reranker)

    # ------------------------------------------------------------ upkeep

    def verify(self, progress: Progress | None = None) -> VerifyResult:
        """Every store against the others; `problems` in Chinese, none when all agree."""
        return verify_rebuild.verify(self._stores, progress or silent)

    def rebuild(
        self,
        progress: Progress | None = None,
        *,
        read: Callable[[Path], tuple[Report, ...]] | None = None,
        check: Callable[[Report], Review] | None = None,
    ) -> Rebuilt:
        """Make all that can be made again from the originals; see `index.library.verify_rebuild.rebuild`."""
        return verify_rebuild.rebuild(self._stores, progress or silent, read=read, check=check)

    def export(self, path: Path, progress: Progress | None = None) -> int:
        """Everything that cannot be made again, and the reports, as one file; how many reports."""
        return exchange.export(self._stores, path, progress or silent)

    def import_(self, path: Path, progress: Progress | None = None) -> Imported:
        """Bring in what `export` wrote, beside what is there.  Raises LibraryError."""
        return exchange.import_(self._stores, path, progress or silent)

    def backup(
        self,
        path: Path,
        progress: Progress | None = None,
        *,
        beside: Beside | None = None,
    ) -> Counted:
        """The whole library at this moment as one file; see `index.library.backup`."""
        return backup.backup(self._stores, path, progress or silent, beside)

    def restore(self, path: Path, progress: Progress | None = None) -> Counted:
        """The library as a backup holds it, in place of what is there.  Raises LibraryError."""
        return backup.restore(self._stores, path, progress or silent)

    def saved(self) -> tuple[int, int]:
        """Chunks embedded since this library was opened, and how many of them cost a call."""
        return self._stores.embedder.saved.asked, self._stores.embedder.saved.embedded

    # ------------------------------------------------------------ for spreadsheets

    def cells_table(self, format: str = "xlsx", **chosen: Any) -> bytes:
        """`cells(**chosen)` as XLSX or CSV, each with value, state and source.  Raises UsageError."""
        return spreadsheets.cells_table(self.cells(**chosen), format)

    def roster(self, year: int, listed: Sequence[str] | Path | None = None) -> Roster:
        """Who has handed in for `year`, of the names `listed` (or an XLSX of them), by default
        of last year's bodies."""
        due = roster.read_names(listed) if isinstance(listed, Path) else listed
        entries = self.reports(years=[year - 1, year])
        return roster.roster(year, self.bodies(), entries, due)

    def roster_table(self, year: int, listed: Sequence[str] | Path | None = None) -> bytes:
        """The roster with its reminder list as XLSX."""
        return spreadsheets.roster_xlsx(self.roster(year, listed))

    def sums(self, area: str, year: int) -> Sums:
        """An area's cells summed from its bodies', and who is missing, blank or unread."""
        whole = spreadsheets.area(area, self.named(area), self.bodies(), year)
        cells = self.cells(bodies=[b.id for b in whole.bodies], years=[year])
        return spreadsheets.sums(whole, year, cells)

    def sums_table(self, area: str, year: int) -> bytes:
        """`sums` as XLSX."""
        return spreadsheets.sums_xlsx(self.sums(area, year))
