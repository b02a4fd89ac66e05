"""Reading and checking in other processes: one bad file costs one file, several are done at once."""

from __future__ import annotations

import atexit
import os
import queue
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache, partial
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar, get_args

from index.readers.limits import Limits
from index.reading_messages import Answer, Doing, Request, Said, Scans, Work, receive, send
from index.report import Damaged, NianbaoError, TooSlow

_FILES = 400
"""Files that a process reads before it makes room for a fresh one."""
_Given = TypeVar("_Given")
_Made = TypeVar("_Made")
_GRACE = 2.0
"""How many seconds of the clock a second of the processor may take, beside the limit by the clock."""


def processes() -> int:
    """How many files are read at once."""
    return max(1, os.cpu_count() or 1)


@dataclass(frozen=True, slots=True)
class ReadingPlace:
    """Where files are read: `read` gives what came of one, `at_once` says how many fit there."""

    read: Callable[[Path, Limits], Answer]
    at_once: int


def here(soon: str = "") -> ReadingPlace:
    """This machine: a process for each of its processors, which load the module `soon` meanwhile."""
    return ReadingPlace(partial(read_apart, soon=soon), processes())


def read_apart(path: Path, limits: Limits, soon: str = "") -> Answer:
    """What a file gives, read in another process; whatever happens there is an answer.

    The process is one that is idle, or a new one where none is; waits while all are busy.
    """
    return _pool().read(Request(path, limits, soon=soon))


def done_apart(work: Work, path: Path, limits: Limits, doing: Doing = "读取") -> Any:
    """What `work` makes of a file, done in another process.  Raises what it raises of our errors."""
    return given(_pool().read(Request(path, limits, work, doing)), str(path))


def in_turn(
    do: Callable[[_Given], _Made], given: Iterable[_Given], at_once: int
) -> Iterator[_Made]:
    """What `do` makes of each, in their order, in `at_once` threads.

    The first are begun at once, before anything is asked of the iterator; no more are taken from
    `given` than twice as many as are done at a time.
    """
    threads, rest = ThreadPoolExecutor(at_once), iter(given)
    begun = deque(threads.submit(do, one) for one in islice(rest, 2 * at_once))

    def made() -> Iterator[_Made]:
        with threads:
            while begun:
                first = begun.popleft()
                begun.extend(threads.submit(do, one) for one in islice(rest, 1))
                yield first.result()

    return made()


def given(answer: Answer, path: str) -> Any:
    """What came of the file at `path`.  Raises the error that it names."""
    if answer.code:
        kind = next((k for k in _kinds(NianbaoError) if k.code == answer.code), NianbaoError)
        raise kind(answer.message, path=path)
    return answer.given


def _kinds(kind: type[NianbaoError]) -> Iterator[type[NianbaoError]]:
    for below in kind.__subclasses__():
        yield below
        yield from _kinds(below)


class _Process:
    """A process that reads, and the thread that waits for what it says."""

    def __init__(self) -> None:
        program = (
            f"import sys; sys.path[:] = {sys.path!r}; from index.reading_worker import main; main()"
        )
        self.served = 0
        self._child = subprocess.Popen(
            [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self._said: queue.SimpleQueue[Said | None] = queue.SimpleQueue()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self._child.stdout is not None
        with suppress(EOFError, OSError, ValueError):
            while True:
                self._said.put(receive(self._child.stdout))
        self._said.put(None)

    def ask(self, request: Request) -> Answer:
        assert self._child.stdin is not None
        self.served += 1
        allowed = _GRACE * max(request.limits.max_seconds, request.limits.max_cpu)
        with suppress(BrokenPipeError):
            send(self._child.stdin, request)
        while True:
            try:
                said = self._said.get(timeout=allowed)
            except queue.Empty:
                self.end()
                return _too_slow(request, allowed)
            if isinstance(said, Scans):
                allowed += said.pages * request.limits.max_seconds_per_scan * _GRACE
            elif said is None:
                return self._died(request)
            else:
                return said

    def _died(self, request: Request) -> Answer:
        code = self._child.wait()
        self.served = _FILES
        if code == -getattr(signal, "SIGXCPU", 0):
            return _too_slow(request, request.limits.max_cpu)
        said = f"{request.doing}程序中断，文件可能已损坏：{request.path.name}"
        return Answer(code=Damaged.code, message=said, unsure=True)

    def end(self) -> None:
        self.served = _FILES
        self._child.kill()
        self._child.wait()


def _too_slow(request: Request, seconds: float) -> Answer:
    return Answer(
        code=TooSlow.code,
        message=f"{request.doing}超过 {seconds:.0f} 秒，已停止：{request.path.name}",
    )


@dataclass(slots=True)
class _Pool:
    """Idle processes, the last one used first; no more than `processes()` read at once.

    As many may check at the same time: who looks at one report waits for nobody's scans.
    """

    idle: list[_Process] = field(default_factory=list)
    rooms: Mapping[Doing, threading.Semaphore] = field(
        default_factory=lambda: {d: threading.Semaphore(processes()) for d in get_args(Doing)}
    )

    def read(self, request: Request) -> Answer:
        with self.rooms[request.doing]:
            process = self._taken()
            used = process.served > 0
            answer = process.ask(request)
            if answer.unsure and used:  # what it has read before may have filled it
                process.end()
                process = _Process()
                answer = process.ask(request)
            if process.served < _FILES:
                self.idle.append(process)
            else:
                process.end()
            return answer

    def _taken(self) -> _Process:
        with suppress(IndexError):
            return self.idle.pop()
        return _Process()

    def close(self) -> None:
        while self.idle:
            self.idle.pop().end()


@cache
def _pool() -> _Pool:
    pool = _Pool()
    atexit.register(pool.close)
    return pool
