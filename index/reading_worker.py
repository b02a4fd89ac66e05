"""The process in which files are read: one file after the other, each within its limits.

Run by `index.reading_process`; what it is told stands on its standard input, what it says on the
standard output that it was born with.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from typing import IO

from index.heap import give_back
from index.ingest import Limits, read
from index.readers.allowance import Allowance
from index.reading_messages import Answer, Request, Scans, receive, send
from index.report import Damaged, NianbaoError, TooLarge

log = logging.getLogger(__name__)


def main() -> None:
    """Read the files that are asked for until nobody asks any more."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    with suppress(EOFError, KeyboardInterrupt):
        while True:
            request: Request = receive(sys.stdin.buffer)
            send(out, answer(request, out))
            if request.soon:
                import_module(request.soon)
            give_back()


def answer(request: Request, out: IO[bytes]) -> Answer:
    """What a file gives; whatever goes wrong costs this file alone."""
    name, doing = request.path.name, request.doing
    try:
        with _allowed(request.limits, out):
            if request.work is not None:
                return Answer(request.work(request.path))
            return Answer(read(request.path, request.limits))
    except NianbaoError as error:
        return Answer(code=error.code, message=error.message)
    except MemoryError:
        most = request.limits.max_memory / 2**20
        return Answer(
            code=TooLarge.code,
            message=f"{doing}所需内存超过上限 {most:.0f} MB，已停止：{name}",
            unsure=True,
        )
    except RecursionError:
        return Answer(code=Damaged.code, message=f"文件内容嵌套过深，无法{doing}：{name}")
    except Exception as error:  # of a reader or a library: no file may end the others' reading
        log.warning("%s: %s", name, error, exc_info=log.isEnabledFor(logging.DEBUG))
        what = type(error).__name__
        said = f"{doing}时出错（{what}），文件可能已损坏：{name}"
        return Answer(code=Damaged.code, message=said, unsure=True)


@contextmanager
def _allowed(limits: Limits, out: IO[bytes]) -> Iterator[None]:
    allowance = Allowance(limits, lambda pages: send(out, Scans(pages)))
    with allowance.held():
        yield


if __name__ == "__main__":
    main()
