"""Reports into the library: read, checked, kept, and checked once more beside what came with them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path, PurePath

from assistant.review.file_reading import FileRead, Progress, Reader, silent, source_of
from assistant.review.reviewing import Checker
from index.library.library import Library
from index.readers.archives import shown
from index.report import NotYours, ReadError, Report, Source

_TOGETHER = 16
"""Files whose sentences are embedded together, so that no processor waits for the last of few."""
_STORED = ("added", "replaced", "version")


@dataclass(frozen=True, slots=True)
class Indexed:
    """What became of one report of one file: status as `Library.add` gives it, or `failed`."""

    path: str
    status: str
    report: str = ""
    agency: str = ""
    year: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class IndexSummary:
    """What became of every file of a call, in its order."""

    items: tuple[Indexed, ...] = field(default_factory=tuple)

    def count(self, status: str) -> int:
        return sum(item.status == status for item in self.items)

    @property
    def failed(self) -> tuple[Indexed, ...]:
        return tuple(item for item in self.items if item.status == "failed")


@dataclass(frozen=True, slots=True)
class Indexer:
    """Puts files into `library`; `checker` makes what checks reports beside all it holds."""

    library: Library
    reader: Reader
    checker: Callable[[Sequence[Report]], Checker]
    replace: bool = False

    def index(self, paths: Sequence[Path], progress: Progress = silent) -> IndexSummary:
        """Read, check and keep; a file already there is not even read again."""
        items: list[Indexed] = []
        with self.library.batch():
            files = self._files(paths)
            while some := list(islice(files, _TOGETHER)):
                self.library.embed_ahead([r for file in some for r in file.reports])
                for file in some:
                    progress(len(items), len(paths), PurePath(shown(file.path)).name)
                    items += self._file(file)
        self.check_again(self._touched(items))
        progress(len(paths), len(paths), "")
        return IndexSummary(tuple(items))

    def check_again(self, report_ids: Sequence[str]) -> None:
        """Kept reports checked beside all that the library now holds."""
        reports = {id: self.library.report(id) for id in report_ids}
        check = self.checker(tuple(reports.values()))
        for id, review in zip(reports, check.all(reports.values()), strict=True):
            if review.report is not None:  # else what was found before stands
                self.library.set_review(id, review.findings, review.assessed)

    def _files(self, paths: Sequence[Path]) -> Iterator[FileRead]:
        """Each file in the order of `paths`; one already there comes back as it is, unread."""
        sources = {path: source_of(path) for path in paths}
        new = {path: None for path in paths if not self._is_known(sources[path])}
        fresh = self.reader.files(list(new))
        for path in sources:
            yield (
                next(fresh)
                if path in new
                else FileRead(path, replace(sources[path], path=shown(path)))
            )

    def _is_known(self, source: Source) -> bool:
        return bool(source.sha256) and not self.replace and self.library.known(source.sha256)

    def _file(self, file: FileRead) -> list[Indexed]:
        if file.errors:
            return [Indexed(file.source.path, "failed", note=file.errors[0].message)]
        if not file.reports or self._is_known(file.source):  # known: a twin came before it
            return [Indexed(file.source.path, "unchanged")]
        return [self._keep(file.path, report) for report in file.reports]

    def _keep(self, path: Path, report: Report) -> Indexed:
        # Alone at first: were the rest of the batch never read, these findings would stand.
        review = Checker.beside((), self.library)(report)
        if review.report is None:
            whose, why = (report.agency, report.year), review.errors[0].message
            return Indexed(shown(path), "failed", "", *whose, why)
        try:
            added = self.library.add(
                report,
                path.read_bytes(),
                filename=PurePath(shown(path)).name,
                findings=review.findings,
                assessed=review.assessed,
                replace=self.replace,
            )
        except (NotYours, ReadError) as error:
            return Indexed(shown(path), "failed", "", report.agency, report.year, error.message)
        return Indexed(shown(path), added.status, added.id, report.agency, report.year, added.note)

    def _touched(self, items: Sequence[Indexed]) -> list[str]:
        """What to check once more: the new reports, for copying between bodies shows only once
        all are there, and the next year's of the same bodies, which now have an earlier report.
        """
        stored = [item for item in items if item.status in _STORED]
        later = [
            entry.id
            for item in stored
            if item.year
            for body in self.library.named(item.agency)
            for entry in self.library.reports(bodies=[body.id], years=[item.year + 1])
        ]
        return list(dict.fromkeys([item.report for item in stored] + later))
