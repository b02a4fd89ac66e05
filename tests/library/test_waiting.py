"""Nobody waits for whom they need not; what fails outside SQL is done later."""

from __future__ import annotations

import threading

import pytest

from index.library import finish_writes
from index.library.library import Feedback, Library
from index.report import Decision, LibraryError, Locked
from index.search.embedders import Hashing
from index.stores.writer_lock import WriterLock

from .conftest import Open
from .material import county, fill, keep, small


class Failing(Hashing):
    """An embeddings endpoint that is down while `down` is set."""

    down = True

    def embed(self, texts):  # type: ignore[no-untyped-def]
        if type(self).down:
            raise LibraryError("向量服务出错：无法连接")
        return super().embed(texts)


def test_a_person_s_word_does_not_wait_for_an_indexing(
    library: Library, open_library: Open
) -> None:
    fill(library, county(1))
    desk = open_library()
    with library.batch():
        said = Decision("河湾县人民政府", 2023, "T01", "x", "dismissed", "", "张三", "")
        desk.decide(said)
        desk.add_feedback(Feedback("问", "答", 1, "", "张三", ""))
        assert desk.reports() and desk.search("培训")
    assert len(library.decisions()) == 1


def test_one_writer_at_a_time_between_threads_too(plain_library: Library) -> None:
    lock: WriterLock = plain_library._stores.lock
    refused: list[str] = []

    def other() -> None:
        try:
            with lock.held(wait=0.05):
                refused.append("no")
        except Locked as error:
            refused.append(error.message)

    with lock.held(), lock.held():
        thread = threading.Thread(target=other)
        thread.start()
        thread.join()
    assert refused == ["资料库正由另一个程序写入，请稍后再试"]
    with lock.held(wait=0) as anew:
        assert anew


def test_another_opening_of_the_library_has_to_wait_as_well(
    library: Library, open_library: Open
) -> None:
    other = open_library()
    with library.batch(), pytest.raises(Locked), other._stores.lock.held(wait=0.05):
        pass


def test_vectors_that_could_not_be_made_come_with_the_next_write(open_library: Open) -> None:
    Failing.down = True
    library = open_library(embedder=Failing())
    added = keep(library, small("河湾县人民政府", 2022))
    assert added.status == "added"
    assert "向量尚未生成" in added.note
    assert any("尚未完成" in p for p in library.verify().problems)
    Failing.down = False
    assert [h.similarity for h in library.search("健全制度", k=1)] == [None]
    keep(library, small("河湾县人民政府", 2023))
    assert library.verify().problems == ()


def test_another_embedder_makes_all_vectors_anew(open_library: Open) -> None:
    library = open_library()
    fill(library, county(2))
    Failing.down = False
    other = open_library(embedder=Failing(name="other"))
    assert other.search("培训")[0].similarity is None
    keep(other, small("河湾县人民政府", 2020))
    assert other.search("培训")[0].similarity is not None
    assert other.verify().problems == ()


def test_who_adds_a_report_does_not_wait_for_all_vectors_anew(
    open_library: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = open_library()
    fill(library, county(2))
    count = len(library.reports())
    Failing.down = False
    monkeypatch.setattr(finish_writes, "SPELL", 0.0)
    other = open_library(embedder=Failing(name="other"))
    added = keep(other, small("河湾县人民政府", 2020))
    assert f"另有{count - 1}份报告的向量待生成" in added.note
    assert other.search("培训", k=50)
    assert any("尚未完成" in p for p in other.verify().problems)
    monkeypatch.setattr(finish_writes, "SPELL", 60.0)
    assert not keep(other, small("河湾县人民政府", 2019)).note
    assert other.verify().problems == ()
