"""Files into the library in the background, with progress, a stop and a summary."""

from __future__ import annotations

import logging
import shutil
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.desk.frame.user_state import Person
from index.report import Cancelled, NianbaoError

if TYPE_CHECKING:
    from assistant.review.indexing import Indexed
    from assistant.workspace import Workspace

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Indexing:
    """How far a person's files are, and the seconds left as those done suggest; `items` is what
    became of them, once it has ended."""

    done: int = 0
    total: int = 0
    current: str = ""
    running: bool = False
    left: float | None = None
    items: tuple[Indexed, ...] = ()
    error: str = ""

    def count(self, *statuses: str) -> int:
        return sum(i.status in statuses for i in self.items)


@dataclass
class Indexer:
    """One batch a person at a time."""

    workspace: Workspace
    _states: dict[Person, Indexing] = field(default_factory=dict)
    _stopped: set[Person] = field(default_factory=set)

    def state(self, person: Person) -> Indexing:
        return self._states.get(person, Indexing())

    def stop(self, person: Person) -> None:
        """End a person's batch after the file in hand."""
        self._stopped.add(person)

    def start(self, person: Person, paths: Sequence[Path], room: Path | None = None) -> bool:
        """Begin; `room` is removed at the end. False where the person's last batch still runs."""
        if self.state(person).running:
            return False
        self._stopped.discard(person)
        self._states[person] = Indexing(total=len(paths), running=True)
        work = threading.Thread(target=self._run, args=(person, paths, room), daemon=True)
        work.start()
        return True

    def _run(self, person: Person, paths: Sequence[Path], room: Path | None) -> None:
        """An entrance: whatever happens is told to the person."""
        state = self._states[person]
        try:
            state = replace(state, items=self._index(person, paths))
        except Cancelled:
            state = replace(self._states[person], error="已停止，先前的文件已经入库。")
        except NianbaoError as error:
            state = replace(state, error=error.message)
        except Exception:
            log.exception("indexing failed")
            state = replace(state, error="程序出错，入库没有完成；详情见服务日志。")
        finally:
            if room:
                shutil.rmtree(room, ignore_errors=True)
        self._states[person] = replace(state, running=False, done=len(paths))

    def _index(self, person: Person, paths: Sequence[Path]) -> tuple[Indexed, ...]:
        began = time.monotonic()

        def progress(done: int, total: int, name: str) -> None:
            if person in self._stopped:
                raise Cancelled("已停止")
            left = (time.monotonic() - began) / done * (total - done) if done else None
            self._states[person] = Indexing(done, total, name, running=True, left=left)

        return self.workspace.index(paths, progress=progress).items
