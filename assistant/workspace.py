"""The workspace: where settings, stores, readers, checkers and models meet.

It ingests, then checks, then stores; the entrances (`cli`, `desk`, `app`) call it and show what
it gives.  Opening one is quick: a store, a model or a reader is opened when first used.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant import certificates
from assistant.audit import AuditLog
from assistant.from_settings import cluster_of, library_of, model_of
from assistant.review.file_reading import NEXT, FileRead, Progress, Reader, silent
from assistant.settings import Settings, load_settings, save_settings
from assistant.users import Users
from index.readers.archives import expand
from index.readers.limits import Limits
from index.reading_process import done_apart, here
from index.report import Decision, Report, Review, UsageError

if TYPE_CHECKING:
    from assistant.ask.answer import Answer, Event, Filters, Turn
    from assistant.ask.plan.plan import Plan
    from assistant.checks.rule import Rule
    from assistant.claims import Checked
    from assistant.draft import Draft, DraftRequest, Material, Note
    from assistant.export.office_templates import OfficeTemplates
    from assistant.export.report_docx import Earlier
    from assistant.export.sending_back import Letters
    from assistant.model import Model, Probe
    from assistant.review.compare_versions import Comparison
    from assistant.review.indexing import Indexer, IndexSummary
    from assistant.review.letters import Key
    from assistant.review.reviewing import Checker
    from index.cluster import Cluster
    from index.library.library import Library
    from index.library.roster import Roster
    from index.library.verify_rebuild import Rebuilt
    from index.stores.values import Added, Entry, Feedback


class Workspace:
    """One office's workspace under `settings.home`."""

    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings or load_settings()

    # ------------------------------------------------------------ stores and models

    @property
    def library_exists(self) -> bool:
        """Whether there is a library to look into, without making one."""
        return bool(self.settings.database_url) or (self.settings.home / "library").is_dir()

    @cached_property
    def library(self) -> Library:
        """The library, made on first use.  Raises LibraryError."""
        return library_of(self.settings, self._cluster)

    @cached_property
    def model(self) -> Model | None:
        """The configured chat model; None where none is configured."""
        return model_of(self.settings)

    @property
    def users(self) -> Users:
        """Who may use the web interface."""
        return Users(self.settings.home / "users.json")

    @property
    def audit(self) -> AuditLog:
        """Who did what there, when."""
        return AuditLog(self.settings.home / "audit.sqlite")

    def save_settings(self, **changes: Any) -> None:
        """Keep changed settings; the model and the library are opened anew with them."""
        self.settings = save_settings(self.settings, **changes)
        for name in ("model", "library"):
            self.__dict__.pop(name, None)

    def trust(self, content: bytes | None) -> int:
        """Trust certificates beside the machine's, or with None no longer; gives how many."""
        count = certificates.trust(os.environ, self.settings.home, content)
        self.save_settings()
        return count

    # ------------------------------------------------------------ reading and checking

    @property
    def limits(self) -> Limits:
        s = self.settings
        return Limits(
            max_bytes=int(s.max_file_mb * 1024 * 1024),
            max_pages=s.max_pages,
            max_seconds=s.max_seconds,
        )

    @property
    def reader(self) -> Reader:
        place = self._cluster.reading() if self._cluster else here(NEXT)
        return Reader(self.limits, self.settings.home / "cache" / "readings", place)

    @cached_property
    def _cluster(self) -> Cluster | None:
        return cluster_of(self.settings)

    def use_cluster(self, address: str) -> None:
        """Read and embed on the Dask cluster at `address`, whatever is set."""
        self.settings = self.settings.model_copy(update={"dask": address})

    def read_files(self, paths: Sequence[Path], progress: Progress = silent) -> Iterator[FileRead]:
        """Each file's reports as it is read; see `Reader.files`."""
        return self.reader.files(paths, progress)

    def review(
        self,
        paths: Sequence[Path],
        *,
        previous: Path | None = None,
        progress: Progress = silent,
    ) -> Iterator[Review]:
        """Read and check files; bodies are compared with the library and with each other.

        `previous` is an earlier report, or a folder of them, matched by body and year − 1; without
        it the library's earlier report is used.  Never another file of the same call.
        """
        reading = self.read_files(paths, progress)
        checker_of = self._beside(previous)  # while other processes read
        files = list(reading)
        check = checker_of([report for file in files for report in file.reports])
        reviews = check.all(report for file in files for report in file.reports)
        for file in files:
            if file.errors:
                yield Review(file.source, None, errors=file.errors)
            yield from islice(reviews, len(file.reports))

    def checker(self, batch: Sequence[Report] = (), previous: Path | None = None) -> Checker:
        """What checks one report against the library, `previous` and the batch it came in."""
        return self._beside(previous)(batch)

    def _beside(self, previous: Path | None) -> Callable[[Sequence[Report]], Checker]:
        """What makes a batch's checker; the rules are loaded and the library is opened already."""
        from assistant.review.reviewing import Checker, Shares

        files = self.read_files(expand([previous])[0]) if previous else ()
        given = [report for file in files for report in file.reports] if previous else None
        shares = Shares(self.settings.copied_share, self.settings.shared_share)
        library = self.library if self.library_exists else None
        return lambda batch: Checker.beside(batch, library, given, shares)

    def disabled_rules(self) -> dict[str, str]:
        """Rules this office has switched off, with the reasons given."""
        return dict(self.library.switched_off()) if self.library_exists else {}

    def decisions(self, whose: Iterable[Key | None]) -> list[Decision]:
        """What people decided on the findings of these bodies' years; none without a library."""
        keys = {key for key in whose if key}
        return self.library.decisions_on(keys) if keys and self.library_exists else []

    def decide(self, *said: Decision) -> None:
        """Keep what a person says of findings; a later word on the same finding replaces it."""
        self.library.decide(*said)

    def withdraw_decisions(self, said: Iterable[tuple[str, int, str, str]]) -> None:
        """Take back what was decided of findings: agency, year, rule, place."""
        self.library.withdraw_decisions(said)

    def correct(self, report_id: str, key: str, text: str, who: str) -> None:
        """A kept report's cell as a person reads it; the report is checked again."""
        self.library.correct(report_id, key, text, who=who)
        self.indexer().check_again([report_id])

    def withdraw_correction(self, report_id: str, key: str) -> None:
        """A kept report's cell as it was before its last correction; the report is checked again."""
        self.library.withdraw_correction(report_id, key)
        self.indexer().check_again([report_id])

    def kept_versions(self, report: Report) -> list[Entry]:
        """All that the library keeps of the report's body and year; [] without a library."""
        if not (self.library_exists and report.agency and report.year):
            return []
        bodies = [b.id for b in self.library.named(report.agency)]
        if not bodies:
            return []
        return self.library.reports(bodies=bodies, years=[report.year], current=False)

    def rules(self) -> Mapping[str, Rule]:
        """The rule book: every rule by its id, those switched off too."""
        from assistant.checks import RULES

        return RULES

    def compare(self, before: Path, after: Sequence[Review]) -> list[Comparison]:
        """An earlier version of the same report beside each review of its body and year."""
        from assistant.review.compare_versions import beside

        return beside([r for r in self.review(expand([before])[0]) if r.report], after)

    # ------------------------------------------------------------ sending back

    @property
    def templates(self) -> OfficeTemplates:
        """The office's templates of Word files."""
        from assistant.export.office_templates import OfficeTemplates

        return OfficeTemplates(self.settings.home / "templates", self.settings.office_name)

    @property
    def letters(self) -> Letters:
        """The letters that send reports back, as the library keeps them."""
        from assistant.export.sending_back import Letters
        from assistant.review.letters import Office

        office = Office(**{n: getattr(self.settings, f"office_{n}") for n in Office.__slots__})
        return Letters(lambda: self.library, self.library_exists, office, self.templates)

    # ------------------------------------------------------------ the library

    def indexer(self, *, replace: bool = False) -> Indexer:
        from assistant.review.indexing import Indexer

        return Indexer(self.library, self.reader, self.checker, replace)

    def index(
        self, paths: Sequence[Path], *, replace: bool = False, progress: Progress = silent
    ) -> IndexSummary:
        """Read, check and keep reports; see `Indexer.index`."""
        return self.indexer(replace=replace).index(paths, progress)

    def keep(self, review: Review, original: bytes, filename: str) -> Added:
        """A report that was checked by hand into the library; it replaces the one that is there."""
        if review.report is None:
            raise UsageError("没有读出报告的文件不能入库")
        return self.library.add(
            review.report,
            original,
            filename=filename,
            findings=review.findings,
            assessed=review.assessed,
            replace=True,
        )

    def rebuild(self, progress: Progress | None = None) -> Rebuilt:
        """Read every kept original again, check it, and remake all that is made from it."""
        from assistant.review.reviewing import Checker

        check = Checker.beside((), self.library)
        rebuilt = self.library.rebuild(progress, read=self.reader.reports, check=check)
        self.indexer().check_again([entry.id for entry in self.library.reports()])
        return rebuilt

    def samples(self) -> list[Path]:
        """The sample library's files, for an office that has no reports yet."""
        folder = Path(__file__).parent / "samples"
        files = expand([folder])[0] if folder.is_dir() else []
        return [f for f in files if f.name != "README.md"]

    def roster(self, year: int) -> Roster:
        """Who owes a report for `year`: of the list kept for it, else of last year's bodies."""
        return self.library.roster(year, self._listed(year))

    def reminders(self, year: int) -> bytes:
        """The roster as a workbook to send round."""
        return self.library.roster_table(year, self._listed(year))

    def set_roster(self, year: int, path: Path) -> int:
        """Keep the bodies listed in a workbook as those that owe a report; gives how many."""
        from index.library.roster import read_names

        names = done_apart(read_names, path, self.limits)
        self.library.put_setting(f"roster_{year}", names)
        return len(names)

    def _listed(self, year: int) -> list[str] | None:
        return self.library.setting(f"roster_{year}")

    def set_complete(self, agency: str, complete: bool) -> list[str]:
        """Say whether the table of bodies names every body below `agency`; see `say_complete`."""
        from assistant.review.reviewing import say_complete

        return say_complete(self.library, agency, complete)

    def switch_rule(self, rule: str, *, off: bool, reason: str = "") -> None:
        """Switch a rule off for this office, with a reason, or on again."""
        self.library.switch_rule(rule, off=off, reason=reason)

    def feedback(self) -> list[Feedback]:
        """What people said of answers, oldest first; [] without a library."""
        return self.library.feedback() if self.library_exists else []

    def rate(self, question: str, answer: str, rating: int, note: str, who: str) -> None:
        """Keep what a person says of an answer, for the maintainers."""
        from index.stores.values import Feedback

        self.library.add_feedback(Feedback(question, answer, rating, note, who, ""))

    def probe_model(self) -> Probe:
        """A short trial of the configured model.  Raises UsageError where none is configured."""
        if self.model is None:
            raise UsageError("还没有配置模型：请填写服务地址和模型名称")
        return self.model.probe()

    def storage(self) -> int:
        """How many bytes lie under the workspace's folder."""
        return sum(p.stat().st_size for p in self.settings.home.rglob("*") if p.is_file())

    # ------------------------------------------------------------ asking and drafting

    def ask(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        filters: Filters | None = None,
        plan: Plan | None = None,
    ) -> Answer:
        """Answer from the library; `plan` is executed as it stands, in place of reading the question."""
        events = self.ask_stream(question, history=history, filters=filters, plan=plan)
        return next(e.answer for e in reversed([*events]) if e.answer is not None)

    def ask_stream(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        filters: Filters | None = None,
        plan: Plan | None = None,
    ) -> Iterator[Event]:
        from assistant.ask.asking import stream

        return stream(
            question, self.library, history=history, filters=filters, model=self.model, plan=plan
        )

    def gather(self, request: DraftRequest) -> Material:
        from assistant.draft import gather

        return gather(request, self.library)

    def draft(self, request: DraftRequest) -> Draft:
        from assistant.draft import draft

        return draft(request, self.library, self.model)

    def keep_notes(self, agency: str, year: int, notes: Sequence[Note], who: str = "") -> None:
        """The drafter's words kept with the body and year."""
        from assistant.draft.notes import keep

        keep(self.library, agency, year, notes, who=who)

    def forget_note(self, agency: str, year: int, note: Note) -> None:
        from assistant.draft.notes import forget

        forget(self.library, agency, year, note)

    def draft_report(
        self,
        request: DraftRequest,
        written: Mapping[int, Draft] | None = None,
        accepted: Collection[str] = (),
        earlier: Earlier | None = None,
    ) -> bytes:
        """A whole report as Word, parts already `written` as they are.  Raises Unproved."""
        from assistant.export.report_docx import whole_report

        own, paper = written or {}, self.templates.content("report")
        return whole_report(request, self.library, self.model, own, accepted, paper, earlier)

    def draft_stream(self, request: DraftRequest) -> Iterator[str | Draft]:
        from assistant.draft import stream

        return stream(request, self.library, self.model)

    def revise_draft(
        self, instruction: str, request: DraftRequest, before: Draft
    ) -> tuple[DraftRequest, Draft]:
        from assistant.draft import revise

        return revise(instruction, request, before, self.library, self.model)

    def check_draft(self, request: DraftRequest, draft: Draft, text: str) -> Draft:
        """The draft with a person's text, what is new in it locked, checked again."""
        from assistant.draft import checked, edited, gather

        return checked(edited(draft, text), gather(request, self.library))

    def verify(self, agency: str, year: int, path: Path) -> tuple[Checked, ...]:
        """Each sentence of a file about that body's report with its verdict.  Raises UsageError."""
        from assistant.claims.in_library import check_in_library
        from index.ingest import prose

        text = done_apart(partial(prose, limits=self.limits), path, self.limits)
        return check_in_library(text, agency, year, self.library, model=self.model)
