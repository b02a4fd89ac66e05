"""Reviewing in the background: users take turns, a file at a time; it outlives a page's reload."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING

from assistant.desk.frame.user_state import Gone, Item, People, Person, failed_review, now
from index.report import Problem, Report, Review

if TYPE_CHECKING:
    from assistant.workspace import Workspace

OPEN = ("waiting", "reading")
CLOSED = ("done", "failed", "stopped")
_CRASH = Problem("internal", "程序出错，这份文件没有审完；可以重试。详情见服务日志。")
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a user's files are; `left` is seconds still to go as files of the kind suggest.

    `comparing` says that all are read, and are now compared with each other; `stopped` counts
    those that a stop has left.
    """

    done: int = 0
    total: int = 0
    current: str = ""
    left: float | None = None
    comparing: bool = False
    stopped: int = 0

    @property
    def running(self) -> bool:
        return self.done < self.total


def progress_of(items: list[Item], *, busy: bool = False) -> Progress:
    """Progress over the files of the running batch: those that are open and those it has done."""
    open_items = [i for i in items if i.state in OPEN]
    if not open_items:
        return Progress(comparing=busy, stopped=sum(i.state == "stopped" for i in items))
    first = min(i.added for i in open_items)
    batch = [i for i in items if i.added >= first or i.state in OPEN]
    closed = [i for i in batch if i.state in CLOSED]
    current = next((i.filename for i in open_items if i.state == "reading"), "")
    pace = _pace([i for i in items if i.state in CLOSED and i.seconds], open_items)
    return Progress(len(closed), len(batch), current, pace)


def _pace(finished: list[Item], waiting: list[Item]) -> float | None:
    """Seconds left: what files of the same kind took, else what any took; None before the first."""
    if not finished:
        return None
    took: dict[str, list[float]] = {}
    for item in finished:
        took.setdefault(_kind(item), []).append(item.seconds)
    any_kind = fmean(i.seconds for i in finished)
    each = {kind: fmean(seconds) for kind, seconds in took.items()}
    return sum(each.get(_kind(i), any_kind) for i in waiting)


def _kind(item: Item) -> str:
    return Path(item.filename).suffix.lower()


class Jobs:
    """One worker thread that reviews what users have waiting."""

    def __init__(self, workspace: Workspace, people: People) -> None:
        self.workspace = workspace
        self.people = people
        self._turns: deque[Person] = deque()
        self._at_work: Person | None = None
        self._wake = threading.Condition()
        self._worker: threading.Thread | None = None

    def start(self, person: Person) -> None:
        """Have a person's waiting files read, then all checked together; returns at once."""
        with self._wake:
            if person not in self._turns:
                self._turns.append(person)
            if self._worker is None:
                self._worker = threading.Thread(target=self._work, daemon=True, name="reviews")
                self._worker.start()
            self._wake.notify()

    def busy(self, person: Person) -> bool:
        """Whether a person's files are still being read, or compared with each other."""
        with self._wake:
            return person is self._at_work or person in self._turns

    def resume(self) -> None:
        """Take up what a stopped server left waiting or half read."""
        for person in self.people.everyone():
            for item in person.items():
                if item.state == "reading":
                    person.change(item.id, state="waiting")
            if any(i.state in OPEN for i in person.items()):
                self.start(person)

    def stop(self, person: Person) -> int:
        """Leave a person's waiting files unread; the one in hand is finished. Gives how many."""
        waiting = [i for i in person.items() if i.state == "waiting"]
        for item in waiting:
            person.change(item.id, state="stopped", note="已停止，未审")
        return len(waiting)

    def again(self, person: Person, item_ids: list[str]) -> None:
        """Review these files once more."""
        for item_id in item_ids:
            person.change(item_id, state="waiting", note="")
        self.start(person)

    # ------------------------------------------------------------ the worker

    def _work(self) -> None:
        while True:
            with self._wake:
                while not self._turns:
                    self._wake.wait()
                person = self._at_work = self._turns.popleft()
            item = next((i for i in person.items() if i.state == "waiting"), None)
            if item is not None:
                self._guarded(partial(self._review, person, item), person, item)
            if any(i.state == "waiting" for i in person.items()):
                self.start(person)
            else:
                self._guarded(partial(self.compare_batch, person), person, None)
            with self._wake:
                self._at_work = None

    def _guarded(self, step: Callable[[], None], person: Person, item: Item | None) -> None:
        """An entrance: one file's crash must not end the others' reviews."""
        try:
            step()
        except Gone:
            return
        except Exception:
            log.exception("review of %s failed", item.filename if item else "a batch")
            if item:
                person.keep_reviews(item, (failed_review(person.file(item), _CRASH),))
                person.change(item.id, state="failed", note=_CRASH.message)

    def _review(self, person: Person, item: Item) -> None:
        person.change(item.id, state="reading")
        began = time.monotonic()
        reviews = self.review_file(person.file(item))
        person.keep_reviews(item, reviews)
        errors = [p.message for r in reviews if r.report is None for p in r.errors]
        person.change(
            item.id,
            state="failed" if errors else "done",
            note="；".join(errors),
            reviews=sum(r.report is not None for r in reviews),
            seconds=round(time.monotonic() - began, 3),
            corrections=(),
        )

    def review_file(self, path: Path) -> tuple[Review, ...]:
        """A file's reviews, not yet compared with other bodies' reports."""
        (file,) = self.workspace.read_files([path])
        if file.errors:
            return (Review(file.source, None, errors=file.errors),)
        check = self.workspace.checker()
        return tuple(check(report) for report in file.reports)

    def recheck(self, person: Person, item: Item, reports: tuple[Report, ...]) -> None:
        """Check reports again after a correction, beside everything else the person has open."""
        check = self.workspace.checker(self._batch(person, besides=item) + list(reports))
        person.keep_reviews(item, tuple(check(report) for report in reports))

    def compare_batch(self, person: Person) -> None:
        """Check a finished batch again beside each other and the library's (rules P).

        A corrected report among them answers the letter that sent the first one back.
        """
        items = [i for i in person.items() if i.state == "done"]
        check = self.workspace.checker(self._batch(person))
        came: list[tuple[Review, str]] = []
        for item in items:
            reports = [r.report for r in person.reviews(item) if r.report]
            reviews = tuple(check(report) for report in reports)
            person.keep_reviews(item, reviews)
            came += [(review, item.added) for review in reviews]
        self.workspace.letters.take_answers(came, now())

    def _batch(self, person: Person, besides: Item | None = None) -> list[Report]:
        return [
            review.report
            for item in person.items()
            if item.state == "done" and (besides is None or item.id != besides.id)
            for review in person.reviews(item)
            if review.report
        ]
