"""Inputs that nobody would write, made of ones that somebody did: for readers, archives, words.

`python -m tests.hostile.fuzz --minutes 10` goes on for as long as it is told and prints what it
found, each with what makes it again; `test_fuzz.py` runs a short round.
"""

from __future__ import annotations

import argparse
import io
import random
import re
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from assistant.checks.rule import Context
from assistant.review.checking_apart import checked
from index.library.reports import told_apart
from index.readers.limits import Limits
from index.reading_process import read_apart
from index.report import ReadError, Report
from tests.generator import generate
from tests.generator.writers import WRITERS

LIMITS = Limits(max_seconds=10, max_seconds_per_scan=2, max_cpu=5)
_TOKENS = tuple(
    token.encode()
    for token in (
        "<table>", "</table>", "<td colspan=99999>", "<tr>", "</div>" * 50, "<![CDATA[", "]]>", "<!--",
        "&#x110000;", "&#xD800;", "&amp;" * 20, "\0", "\ufeff", "\u202e", "\u2028", "\t" * 500,
        "9" * 400, "-1", "1e999", "NaN", "十百千万亿" * 30, "年" * 200, "一、总体情况\n", "|" * 300, "|---|\n",
        "（一）", "%PDF-1.7", "endobj", "stream\n", "<< /Length -1 >>", "/Kids [1 0 R]", "0 0 0 0 re f",
        'w:val="-2147483648"', 'w:gridSpan w:val="99999999"', 'r="XFD1048576"', 't="s"', "<v>1e308</v>",
    )
)  # fmt: skip


_SLOW = ("scan", "picture", "browser-pdf")
"""Formats whose reading takes seconds whatever is in them."""


@cache
def seeds() -> tuple[tuple[str, bytes], ...]:
    """A report in every format of the generator, as suffix and bytes."""
    report = generate(5, "2021")
    read = [w for name, w in WRITERS.items() if name not in _SLOW]
    return tuple((suffix, write(report)) for suffix, write in read)


def mutated(data: bytes, rng: random.Random) -> bytes:
    """The bytes changed in a few places; of a zip, sometimes a member's."""
    if data[:2] == b"PK" and rng.random() < 0.8:
        return _member_mutated(data, rng)
    changed = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 4, 16))):
        rng.choice(_CHANGES)(changed, rng)
    return bytes(changed)


def _member_mutated(data: bytes, rng: random.Random) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        names = old.namelist()
        likely = [n for n in names if "document" in n or "sheet" in n or "Content" in n] or names
        hit = rng.choice(likely if rng.random() < 0.7 else names)
        for name in names:
            content = old.read(name)
            if name == hit and rng.random() < 0.05:
                continue
            new.writestr(name, mutated(content, rng) if name == hit else content)
    return out.getvalue()


def _flip(data: bytearray, rng: random.Random) -> None:
    if data:
        data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)


def _cut(data: bytearray, rng: random.Random) -> None:
    at = rng.randrange(len(data) + 1)
    del data[at : at + rng.choice((1, 8, 64, 4096, len(data)))]


def _again(data: bytearray, rng: random.Random) -> None:
    at, to = rng.randrange(len(data) + 1), rng.randrange(len(data) + 1)
    data[to:to] = data[at : at + rng.choice((4, 64, 1024))] * rng.choice((1, 2, 50))


def _token(data: bytearray, rng: random.Random) -> None:
    at = rng.randrange(len(data) + 1)
    data[at : at + rng.choice((0, 0, 3))] = rng.choice(_TOKENS)


def _number(data: bytearray, rng: random.Random) -> None:
    """A number in the bytes made another one."""
    at = rng.randrange(len(data) + 1)
    found = next((i for i in range(at, min(at + 4000, len(data))) if 48 <= data[i] <= 57), None)
    if found is not None:
        data[found : found + 1] = rng.choice((b"-1", b"99999999999", b"0", b"1.5", b"\xd9\xa3"))


_CHANGES = (_flip, _flip, _cut, _again, _token, _token, _number, _number)


def fault(suffix: str, data: bytes, folder: Path) -> str:
    """What is wrong with how a file was read and checked; "" where it was as it should be."""
    path = folder / f"fuzz{suffix}"
    path.write_bytes(data)
    answer = read_apart(path, LIMITS)
    said = [answer.message] if answer.code else [m for r in answer.reports for m in _checked(r)]
    return next(filter(None, map(_amiss, said)), "")


def _checked(report: Report) -> Iterator[str]:
    """Why a report could not be checked or its narrative be read as a library does."""
    yield from (error.message for error in checked(report, Context()).errors)
    try:
        told_apart(report, report.source.path)
    except ReadError as error:
        yield error.message


def _amiss(message: str) -> str:
    """What a message says that no message should; "" for one that is as it should be."""
    if not any("\u4e00" <= c <= "\u9fff" for c in message):
        return f"no Chinese: {message}"
    crashed = re.search(r"(?:读取|核对)(?:时出错|程序中断)|运行出错", message)
    return message.partition("，")[0] if crashed else ""


def rounds(first: int) -> Iterator[tuple[int, str, bytes]]:
    """Numbered mutations of the seeds, one format after the other, for ever."""
    every = seeds()
    number = first
    while True:
        suffix, data = every[number % len(every)]
        yield number, suffix, mutated(data, random.Random(number))
        number += 1


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--first", type=int, default=0, help="number of the first mutation")
    given = parser.parse_args()
    end, found, done = time.monotonic() + 60 * given.minutes, Counter[str](), 0
    with tempfile.TemporaryDirectory() as folder:
        for number, suffix, data in rounds(given.first):
            if time.monotonic() > end:
                break
            done += 1
            if said := fault(suffix, data, Path(folder)):
                found[said] += 1
                if found[said] == 1:
                    print(f"{number}{suffix}: {said}", flush=True)
    print(f"{done} inputs, {sum(found.values())} faults of {len(found)} kinds")
    for said, count in found.most_common():
        print(f"{count:6} {said}")


if __name__ == "__main__":
    main()
