"""A command as a process of its own: what it said, and what it and all below it cost."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[2]
_EVERY = 0.05


@dataclass(frozen=True, slots=True)
class Measured:
    """Exit code, both streams, seconds of the processor, peak megabytes of the process tree."""

    code: int
    out: str
    err: str
    cpu: float
    memory: float


def nianbao(*arguments: object, home: Path) -> Measured:
    """`nianbao` with these arguments, over the library at `home`."""
    before = os.times()
    process = subprocess.Popen(
        [sys.executable, "-m", "assistant.commands.main", *map(str, arguments)],
        cwd=ROOT,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "NIANBAO_HOME": str(home),
            "NIANBAO_EMBEDDER": "hashing",
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    peaks = [0.0]
    watching = threading.Thread(target=_watch, args=(process, peaks))
    watching.start()
    out, err = process.communicate()
    watching.join()
    after = os.times()
    cpu = sum(getattr(after, n) - getattr(before, n) for n in ("children_user", "children_system"))
    return Measured(process.returncode, out, err, cpu, max(peaks))


def _watch(process: subprocess.Popen[str], peaks: list[float]) -> None:
    while process.poll() is None:
        peaks.append(_memory(process.pid))
        time.sleep(_EVERY)


def _memory(pid: int) -> float:
    """Megabytes of a process and all below it; what they share is counted once (PSS)."""
    try:
        parent = psutil.Process(pid)
        tree = [parent, *parent.children(recursive=True)]
    except psutil.Error:
        return 0.0
    total = 0
    for process in tree:
        try:
            total += process.memory_full_info().pss
        except psutil.Error:
            continue
    return total / 2**20
