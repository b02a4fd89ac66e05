"""A Dask cluster of this machine: the same as at home, whatever becomes of its workers."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assistant.review.file_reading import Reader
from assistant.review.indexing import Indexer
from assistant.review.reviewing import Checker
from index.cluster import Cluster, connect
from index.library.library import Library
from index.readers.limits import Limits
from index.report import ClusterLost, Damaged, UsageError
from index.search.embedders import Hashing
from tests.generator import generate, to_html

pytestmark = pytest.mark.slow


@pytest.fixture
def local() -> Iterator[Any]:
    """A scheduler and two workers, processes that a nanny starts again."""
    from distributed import LocalCluster

    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        yield cluster


@pytest.fixture
def cluster(local: Any) -> Iterator[Cluster]:
    found = connect.__wrapped__(local.scheduler_address)
    yield found
    found.client.close()


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Twenty reports and, among them, one that is none."""
    folder = tmp_path / "in"
    folder.mkdir()
    paths = [folder / f"{n:02}.html" for n in range(21)]
    for n, path in enumerate(paths):
        path.write_bytes(to_html(generate(seed=n, form="2021")))
    paths[7].write_bytes(b"<html>" + b"<div>" * 100_000)
    return paths


def _reader(tmp_path: Path, cluster: Cluster | None = None) -> Reader:
    folder = tmp_path / "kept"
    return Reader(Limits(), folder, cluster.reading()) if cluster else Reader(Limits(), folder)


def test_files_read_on_the_cluster_are_read_as_at_home(
    tmp_path: Path, cluster: Cluster, files: list[Path]
) -> None:
    there = list(_reader(tmp_path, cluster).files(files))
    here = list(_reader(tmp_path).files(files))
    assert [f.reports for f in there] == [f.reports for f in here]
    assert [f.path.name for f in there if f.errors] == ["07.html"]


def test_a_worker_that_dies_half_way_costs_nothing(
    tmp_path: Path, local: Any, cluster: Cluster, files: list[Path]
) -> None:
    def kill_one(done: int, _total: int, _name: str) -> None:
        if done == 5:
            os.kill(next(iter(local.workers.values())).pid, 9)

    with Library.open(tmp_path / "library", embedder=Hashing()) as library:
        indexer = Indexer(library, _reader(tmp_path, cluster), lambda b: Checker.beside(b, library))
        summary = indexer.index(files, kill_one)
        assert summary.count("failed") == 1
        assert len(library.reports(current=False)) == 20  # some are versions of others
        assert library.verify().ok


def test_a_task_that_every_worker_dies_of_is_given_up(cluster: Cluster) -> None:
    task = cluster.client.submit(os._exit, 1, pure=False)
    with pytest.raises(Damaged, match="计算节点"):
        cluster.done(task)
    cluster.client.wait_for_workers(2)  # others stand in their place


def test_a_lost_scheduler_is_said(local: Any, cluster: Cluster) -> None:
    task = cluster.client.submit(time.sleep, 60, pure=False)
    local.close()
    with pytest.raises(ClusterLost, match="连接断了"):
        cluster.done(task)


def test_sentences_embedded_on_the_cluster_have_the_same_vectors(cluster: Cluster) -> None:
    texts = [f"第{n}项工作" for n in range(50)]
    np.testing.assert_allclose(
        cluster.embedding(Hashing()).embed(texts), Hashing().embed(texts), atol=1e-6
    )


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "nowhere"])
def test_an_address_where_nothing_answers_is_said(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.cluster._PATIENCE", 1)
    with pytest.raises(UsageError, match="连不上 Dask 集群"):
        connect.__wrapped__(address)
