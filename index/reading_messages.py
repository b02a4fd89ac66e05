"""What the process that reads files is told and says: each a length and a pickled value."""

from __future__ import annotations

import pickle
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from index.readers.limits import Limits
from index.report import Report

_LENGTH = struct.Struct(">I")


@dataclass(frozen=True, slots=True)
class Request:
    path: Path
    limits: Limits


@dataclass(frozen=True, slots=True)
class Scans:
    """So many pages are to be read by OCR: the file may take that much longer."""

    pages: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a file: its reports, or a code and a Chinese message."""

    reports: tuple[Report, ...] = ()
    code: str = ""
    message: str = ""


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
