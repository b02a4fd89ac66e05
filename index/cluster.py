"""A Dask cluster: files read and sentences embedded on its workers, kept by one writer here.

Source: distributed's `Client.submit`; a task whose worker dies is given to another, and after
`allowed-failures` of them it fails by itself.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from index.readers.limits import Limits
from index.reading_messages import Answer
from index.reading_process import ReadingPlace, read_apart
from index.report import ClusterLost, Damaged, LibraryError, ReadError, UsageError
from index.search.embedders import EMBEDDERS, Embedder

if TYPE_CHECKING:
    from distributed import Client

    from index.search.embedders import Matrix

_PATIENCE = 10
"""Seconds that the scheduler may take to answer at first."""
_PART = 16
"""Texts that a worker embeds at a time."""


@dataclass(frozen=True)
class Cluster:
    """The workers behind a scheduler's address."""

    client: Client
    address: str

    def reading(self) -> ReadingPlace:
        """The workers as a place where files are read."""
        threads = sum(self.client.nthreads().values())
        return ReadingPlace(self._read, max(1, threads))

    def embedding(self, embedder: Embedder) -> Embedder:
        """`embedder`, each worker with its own; one that needs settings stays here."""
        return Spread(self, embedder.name) if embedder.name in EMBEDDERS else embedder

    def _read(self, path: Path, limits: Limits) -> Answer:
        task = self.client.submit(read_sent, path.name, path.read_bytes(), limits, pure=False)
        try:
            answer: Answer = self.done(task)
        except ReadError as error:
            return Answer(code=error.code, message=f"{error.message}：{path.name}")
        return answer

    def done(self, task: Any) -> Any:
        """What a task gives.  Raises `Damaged` where workers died of it, `ClusterLost`."""
        from distributed import CancelledError, KilledWorker
        from distributed.comm import CommClosedError

        try:
            return task.result()
        except KilledWorker as error:
            raise Damaged("几个计算节点处理它时都中断了，文件可能已损坏") from error
        except (CancelledError, CommClosedError, OSError, TimeoutError) as error:
            raise ClusterLost(
                f"与 Dask 集群 {self.address} 的连接断了，请检查后再运行一次，已收入的不会重复"
            ) from error


@dataclass(frozen=True)
class Spread:
    """An embedder of the shipped ones, at work on every worker of a cluster."""

    cluster: Cluster
    name: str

    def embed(self, texts: Sequence[str]) -> Matrix:
        import numpy as np

        parts = [list(texts[i : i + _PART]) for i in range(0, len(texts), _PART)]
        tasks = self.cluster.client.map(embed_sent, [self.name] * len(parts), parts, pure=False)
        try:
            return np.concatenate([self.cluster.done(task) for task in tasks])
        except ReadError as error:
            raise LibraryError(error.message) from error


@cache
def connect(address: str) -> Cluster:
    """The cluster at a scheduler's address (`tcp://主机:8786`).  Raises UsageError."""
    try:
        import dask
        from distributed import Client
    except ImportError as error:
        raise UsageError("没有安装 Dask，请先运行 pip install dask distributed") from error
    # A report's bytes travel with its task, so that a worker's death loses none of them.
    dask.config.set({"distributed.admin.large-graph-warning-threshold": "1GB"})
    try:
        client = Client(address, timeout=_PATIENCE, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise UsageError(f"连不上 Dask 集群 {address}，请检查地址和调度程序是否在运行") from error
    if not client.nthreads():
        raise UsageError(f"Dask 集群 {address} 里没有计算节点，请先启动 dask worker")
    return Cluster(client, address)


# ---------------------------------------------------------------- on a worker


def read_sent(name: str, data: bytes, limits: Limits) -> Answer:
    """What a file that was sent gives, read in a process of its own as at home."""
    with tempfile.TemporaryDirectory(prefix="nianbao-") as folder:
        file = Path(folder) / PurePath(name).name
        file.write_bytes(data)
        return read_apart(file, limits)


def embed_sent(name: str, texts: list[str]) -> Matrix:
    """The vectors of texts that were sent."""
    return _own(name).embed(texts)


@cache
def _own(name: str) -> Embedder:
    return EMBEDDERS[name](None)
