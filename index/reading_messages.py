"""What the process that reads files is told and says: each a length and a pickled value."""

from __future__ import annotations

import pickle
import struct
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Literal

from index.readers.limits import Limits
from index.report import Report

_LENGTH = struct.Struct(">I")
Work = Callable[[Path], Any]
"""What reads a file: a function of a module, so that the other process finds it by its name."""
Doing = Literal["读取", "核对"]
"""What is done with a file, as messages call it: each waits only for its own kind."""


@dataclass(frozen=True, slots=True)
class Request:
    """A file, and what reads it: `index.ingest.read` where nothing is said.

    `soon` is a module that what is asked next will need: loaded once the answer is out.
    """

    path: Path
    limits: Limits
    work: Work | None = None
    doing: Doing = "读取"
    soon: str = ""


@dataclass(frozen=True, slots=True)
class Scans:
    """So many pages are to be read by OCR: the file may take that much longer."""

    pages: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a file: what its reader gave, or a code and a Chinese message.

    A failure is `unsure` where it may be the process that was at its end, not the file.
    """

    given: Any = ()
    code: str = ""
    message: str = ""
    unsure: bool = False

    @property
    def reports(self) -> tuple[Report, ...]:
        """What `index.ingest.read` gave."""
        return tuple(self.given)


Said = Scans | Answer


def send(stream: IO[bytes], value: Any) -> None:
    data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    stream.write(_LENGTH.pack(len(data)) + data)
    stream.flush()


def receive(stream: IO[bytes]) -> Any:
    """The next value; raises `EOFError` where the other side is gone."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    (size,) = _LENGTH.unpack(head)
    return pickle.loads(stream.read(size))
