"""Reviewing in the background: users take turns, a file at a time; it outlives a page's reload."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING

from assistant.desk.frame.user_state import (
    CLOSED,
    OPEN,
    Gone,
    Item,
    People,
    Person,
    failed_review,
    now,
)
from assistant.review.same_report import same_reports
from index.heap import give_back
from index.report import Problem, Report, Review

if TYPE_CHECKING:
    from assistant.review.reviewing import Checker
    from assistant.workspace import Workspace

TWINS = "twins"
"""The name under which a person's folder keeps which files hold one report."""
_CRASH = Problem("internal", "程序出错，这份文件没有审完；可以重试。详情见服务日志。")
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the files of a person's batch are; seconds `each` took and are `left` to go.

    `comparing` says that all are read, and are now compared with each other; `stopped` counts
    those that a stop has left.
    """

    done: int = 0
    total: int = 0
    current: str = ""
    each: float | None = None
    left: float | None = None
    comparing: bool = False
    stopped: int = 0

    @property
    def running(self) -> bool:
        return self.done < self.total


def progress_of(items: list[Item], *, busy: bool = False, slower: float = 1.0) -> Progress:
    """Progress over all files of the batch that is open; its total only grows.

    `slower` is how many times the reading of a file the batch takes for one, others having turns.
    """
    open_items = [i for i in items if i.state in OPEN]
    if not open_items:
        return Progress(comparing=busy, stopped=sum(i.state == "stopped" for i in items))
    open_batches = {i.batch for i in open_items}
    batch = [i for i in items if i.batch in open_batches]
    closed = [i for i in batch if i.state in CLOSED]
    took = [i for i in closed if i.seconds]
    current = next((i.filename for i in open_items if i.state == "reading"), "")
    each = slower * fmean(i.seconds for i in took) if took else None
    left = slower * _left(took, open_items) if took else None
    return Progress(len(closed), len(batch), current, each, left)


def _left(took: list[Item], waiting: list[Item]) -> float:
    """Seconds of reading left: what the batch's files of the same kind took, else what any took."""
    kinds: dict[str, list[float]] = {}
    for item in took:
        kinds.setdefault(_kind(item), []).append(item.seconds)
    any_kind = fmean(i.seconds for i in took)
    each = {kind: fmean(seconds) for kind, seconds in kinds.items()}
    return sum(each.get(_kind(i), any_kind) for i in waiting)


def _kind(item: Item) -> str:
    return Path(item.filename).suffix.lower()


@dataclass
class Run:
    """A person's files since the first was begun: when that was, the seconds of reading so far."""

    began: float
    read: float = 0.0

    @property
    def slower(self) -> float:
        """How many times the reading of its files it has taken."""
        return max(1.0, (time.monotonic() - self.began) / self.read) if self.read else 1.0


class Jobs:
    """One worker thread that reviews what users have waiting.

    `workspace_of` gives what a person's files are checked beside, where not everybody sees all.
    """

    def __init__(
        self,
        workspace: Workspace,
        people: People,
        workspace_of: Callable[[Person], Workspace] | None = None,
    ) -> None:
        self.workspace = workspace
        self._workspace_of = workspace_of or (lambda _: workspace)
        self.people = people
        self._turns: deque[Person] = deque()
        self._at_work: Person | None = None
        self._runs: dict[Person, Run] = {}
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

    def progress(self, person: Person) -> Progress:
        run = self._runs.get(person)
        slower = run.slower if run else 1.0
        return progress_of(person.items(), busy=self.busy(person), slower=slower)

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
                self._runs.pop(person, None)
                self._guarded(partial(self.compare_batch, person), person, None)
            give_back()
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
        run = self._runs.setdefault(person, Run(began))
        reviews = self.review_file(person, person.file(item))
        person.keep_reviews(item, reviews)
        errors = [p.beside(r.source.path) for r in reviews if r.report is None for p in r.errors]
        person.change(
            item.id,
            state="failed" if errors else "done",
            note="；".join(errors),
            reviews=sum(r.report is not None for r in reviews),
            seconds=round(time.monotonic() - began, 3),
            corrections=(),
        )
        run.read += time.monotonic() - began

    def review_file(self, person: Person, path: Path) -> tuple[Review, ...]:
        """A file's reviews, not yet compared with other bodies' reports."""
        (file,) = self.workspace.read_files([path])
        if file.errors:
            return (Review(file.source, None, errors=file.errors),)
        return tuple(self._workspace_of(person).checker().all(file.reports))

    def recheck(self, person: Person, item: Item, reports: tuple[Report, ...]) -> None:
        """Check reports again after a correction, beside everything else the person has open."""
        check = self._workspace_of(person).checker(
            self._batch(person, besides=item) + list(reports)
        )
        before = [r for r in person.reviews(item) if r.report]
        person.keep_reviews(item, _again(check, before, reports))

    def compare_batch(self, person: Person) -> None:
        """Check a finished batch again beside each other and the library's (rules P).

        A corrected report among them answers the letter that sent the first one back; several
        files of one report are one report.
        """
        workspace = self._workspace_of(person)
        check = workspace.checker(self._batch(person))
        came: list[tuple[Review, str]] = []
        for item in person.items():
            if item.state == "done":
                before = [r for r in person.reviews(item) if r.report]
                reviews = _again(check, before, [r.report for r in before if r.report])
                person.keep_reviews(item, reviews)
                came += [(review, item.added) for review in reviews]
        workspace.letters.take_answers(came, now())
        person.put(TWINS, self._twins(person))

    def _twins(self, person: Person) -> dict[str, str]:
        """Reports that other files of their batch hold, too: from `item/n` to that of the file
        which was read best."""
        batches: dict[str, list[tuple[str, Report]]] = {}
        for item in person.items():
            if item.state == "done":
                held = batches.setdefault(item.batch, [])
                for n, review in enumerate(person.reviews(item)):
                    held += [(f"{item.id}/{n}", review.report)] if review.report else []
        return {
            held[at][0]: held[first][0]
            for held in batches.values()
            for first, *others in same_reports([report for _, report in held])
            for at in others
        }

    def _batch(self, person: Person, besides: Item | None = None) -> list[Report]:
        return [
            review.report
            for item in person.items()
            if item.state == "done" and (besides is None or item.id != besides.id)
            for review in person.reviews(item)
            if review.report
        ]


def _again(
    check: Checker, before: Sequence[Review], reports: Sequence[Report]
) -> tuple[Review, ...]:
    """Reports checked again; of one that cannot be, what was found before stands."""
    return tuple(
        now if now.report else replace(first, report=report)
        for first, report, now in zip(before, reports, check.all(reports), strict=True)
    )
