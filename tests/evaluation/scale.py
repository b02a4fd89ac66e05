"""How fast a large library opens and searches, and how cheap it is to index again."""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.library.library import Library
from index.report import NOWHERE
from index.search.embedders import units
from index.stores.values import Chunk, Filter

_PER_REPORT = 10
_WIDTH = 384
_ROUNDS = 60


@dataclass(frozen=True, slots=True)
class Speed:
    """Seconds but where named otherwise; `memory` is what the process needed, in GB."""

    chunks: int
    opening: float
    first: float
    p50: float
    p95: float
    chroma: float
    again: float
    memory: float

    @property
    def holds(self) -> bool:
        quick = self.p50 <= 0.025 and self.p95 <= 0.060 and self.chroma >= 5 * self.p50
        return quick and self.opening <= 2 and self.again <= 0.05 and self.memory <= 1.0

    def show(self) -> None:
        for what, value, due in (
            (f"{self.chunks} 段，带机关或年度过滤，p50", f"{self.p50 * 1000:.1f} ms", "≤ 25 ms"),
            ("同上，p95", f"{self.p95 * 1000:.1f} ms", "≤ 60 ms"),
            ("Chroma where，同一过滤，p50", f"{self.chroma * 1000:.1f} ms", ""),
            ("快于 Chroma where", f"{self.chroma / self.p50:.1f} 倍", "≥ 5 倍"),
            (f"打开 {self.chunks // _PER_REPORT} 份报告的库", f"{self.opening:.2f} s", "≤ 2 s"),
            ("首次检索", f"{self.first:.2f} s", ""),
            ("500 份未变报告再次收入的耗时", f"{self.again:.1%}", "≤ 5%"),
            ("内存峰值", f"{self.memory:.2f} GB", "≤ 1 GB"),
        ):
            print(f"{what:<32}{value:>12}  {due}")


def measure_speed(chunks: int) -> Speed:
    """A library of `chunks` chunks with drawn vectors, and 500 generated reports indexed twice."""
    with tempfile.TemporaryDirectory() as folder:
        again = reindexing(Path(folder) / "small")
        home = _large(chunks)
        with _closing(home) as library:
            library.search("培训")
        start = time.perf_counter()
        with _closing(home) as library:
            library.reports(years=[2023])
            opening = time.perf_counter() - start
            first = _timed(lambda: library.search("政务公开培训"))
            memory = _memory()
            store = library._stores.vectors
            store.count()  # opens it
            pairs = zip(_questions(library), _chroma(library), strict=True)
            ours, chroma = zip(*((_timed(q), _timed(c)) for q, c in pairs), strict=True)
        p50, p95 = statistics.median(ours), statistics.quantiles(ours, n=20)[-1]
        slow = statistics.median(chroma)
        return Speed(chunks, opening, first, p50, p95, slow, again, memory)


def _large(chunks: int) -> Path:
    """A library of that size, kept between runs: Chroma takes minutes to take its vectors in."""
    from index.stores import database

    folder = Path(tempfile.gettempdir()) / "nianbao-evaluation"
    home = folder / f"large-{chunks}-{database.HEAD}"
    if not home.is_dir():
        folder.mkdir(exist_ok=True)
        unfinished = Path(tempfile.mkdtemp(dir=folder))
        fill(unfinished, chunks)
        unfinished.rename(home)
    return home


@contextmanager
def _closing(home: Path) -> Iterator[Library]:
    with Library.open(home, embedder=Drawn()) as library:
        yield library


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _memory() -> float:
    """What this process holds now, in GB, pages of mapped files included."""
    status = Path("/proc/self/status")
    if not status.is_file():
        return 0.0
    line = next(s for s in status.read_text().splitlines() if s.startswith("VmRSS"))
    return int(line.split()[1]) / 1e6


@dataclass(frozen=True)
class Drawn:
    """Vectors by chance: the time that embedding takes is no part of searching's."""

    name: str = "drawn"

    def embed(self, texts: Sequence[str]) -> Any:
        import numpy as np

        rows = np.random.default_rng(len(texts[0])).normal(size=(len(texts), _WIDTH))
        return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def _filters(library: Library) -> Iterator[Filter]:
    """A year, a body, and both, by turns."""
    rng = random.Random(3)
    bodies = [b.id for b in library.bodies()]
    for number in range(_ROUNDS):
        year, body = (2015 + number % 10,), (rng.choice(bodies),)
        kinds = (Filter(years=year), Filter(bodies=body), Filter(bodies=body, years=year))
        yield kinds[number % 3]


def _questions(library: Library) -> Iterator[Callable[[], object]]:
    """Whole searches under these filters."""
    asked = ("组织政务公开培训", "依申请公开答复超期怎么改进", "政策解读形式单一", "栏目更新不及时")
    for number, chosen in enumerate(_filters(library)):
        text = asked[number % len(asked)]
        yield lambda text=text, chosen=chosen: library.search(text, chosen, 10)  # type: ignore[misc]


def _chroma(library: Library) -> Iterator[Callable[[], object]]:
    """The same vectors asked for by Chroma's own `where`, under the same filters."""
    store = library._stores.vectors
    vector = Drawn().embed(["x"]).tolist()
    for chosen in _filters(library):
        named = [*({"body": b} for b in chosen.bodies), *({"year": y} for y in chosen.years)]
        where: dict[str, Any] = named[0] if len(named) == 1 else {"$and": named}
        yield lambda where=where: store.query(vector, where, 10)  # type: ignore[misc]


# ---------------------------------------------------------------- what is measured on


def fill(home: Path, chunks: int) -> None:
    """A library of drawn reports, ten chunks each, written into the stores past the readers."""
    import numpy as np

    from index.report import Report, Source
    from index.stores import database, schema

    rng = random.Random(9)
    sentences = _sentences()
    empty = database.packed(
        Report(
            source=Source("x", "", "text"),
            agency="",
            year=None,
            level="unknown",
            title="",
            format="2021",
        )
    )
    reports = chunks // _PER_REPORT
    bodies = max(reports // 10, 1)
    with _closing(home) as library:
        stores = library._stores
        with stores.lock.held(), database.writing(stores.engine) as connection:
            database.insert(connection, schema.bodies, (_body(n) for n in range(1, bodies + 1)))
            rows = (_report(n, n % bodies + 1, _year(n, bodies), empty) for n in range(reports))
            database.insert(connection, schema.reports, rows)
            for start in range(0, reports, 500):
                made = range(start, min(start + 500, reports))
                database.insert(
                    connection, schema.chunks, (c for n in made for c in _chunks(n, rng, sentences))
                )
            database.set_fact(connection, "recipe", stores.embedder.recipe)
        draws = np.random.default_rng(1)
        with stores.lock.held():
            for start in range(0, chunks, 2000):
                print(f"\r生成 {start}/{chunks}", end="", file=sys.stderr, flush=True)
                seqs = list(range(start + 1, min(start + 2000, chunks) + 1))
                vectors = draws.normal(size=(len(seqs), _WIDTH)).astype(np.float32)
                vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
                owners = [(s - 1) // _PER_REPORT for s in seqs]
                whose = [{"body": n % bodies + 1, "year": _year(n, bodies)} for n in owners]
                stores.vectors.put(seqs, vectors, whose)
                stores.file.append(seqs, vectors)
            stores.vectors.close()
        texts = {unit for s in sentences for unit in units(_chunk(f"{s}。"))}
        stores.embedder.texts(texts)


def _year(report: int, bodies: int) -> int:
    """The year of the report of that number: a body has one a year."""
    return 2015 + report // bodies % 10


def _chunk(text: str) -> Chunk:
    return Chunk("", "", None, 1, "", text, NOWHERE, 0)


def _sentences() -> list[str]:
    from tests.generator import world

    texts = (s.text for r in world(12, range(2021, 2024), seed=2) for s in r.sections)
    return [s for text in texts for s in text.replace("\n", "").split("。") if len(s) > 8]


def _body(number: int) -> dict[str, Any]:
    name = f"第{number}县人民政府"
    return {"id": number, "name": name, "level": "county", "kind": "government", "edited": False}


def _report(number: int, body: int, year: int, content: bytes) -> dict[str, Any]:
    counts = {"unread": 0, "errors": 0, "warnings": 0, "infos": 0}
    name = f"第{body}县人民政府"
    return {
        **counts,
        "id": f"r{number}",
        "body_id": body,
        "agency": name,
        "year": year,
        "level": "county",
        "format": "2021",
        "title": name,
        "filename": f"{number}.txt",
        "kind": "text",
        "sha256": f"{number:064x}",
        "version": 1,
        "current": True,
        "added_at": "2026-01-01T00:00:00+00:00",
        "content": content,
    }


def _chunks(report: int, rng: random.Random, sentences: Sequence[str]) -> Iterator[dict[str, Any]]:
    for ordinal in range(_PER_REPORT):
        yield {
            "seq": report * _PER_REPORT + ordinal + 1,
            "report_id": f"r{report}",
            "section": (0, 1, 1, 1, 2, 3, 5, 5, 5, 6)[ordinal],
            "heading": "总体情况",
            "text": "。".join(rng.choices(sentences, k=6)) + "。",
            "at": None,
            "ordinal": ordinal,
            "content": "",
        }


def reindexing(home: Path, reports: int = 500) -> float:
    """What share of the first time indexing the same reports again takes, reading left aside."""
    from tests.generator import as_report, to_tabbed, world

    items = [
        (as_report(r), to_tabbed(r), f"{number}.txt")
        for number, r in enumerate(
            list(world(reports // 5 + 4, range(2020, 2025), seed=4))[:reports]
        )
    ]
    with Library.open(home, embedder="hashing") as library:

        def index() -> None:
            with library.batch():
                for report, content, name in items:
                    library.add(report, content, filename=name)

        first = _timed(index)
        return statistics.median(_timed(index) for _ in range(3)) / first
