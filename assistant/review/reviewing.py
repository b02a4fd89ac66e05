"""What checks a report beside the library, an earlier report that was given, and its batch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assistant.checks.corpus import Corpus, Signature, signature
from assistant.checks.rule import Context
from assistant.checks.traditional import in_simplified
from assistant.review.checking_apart import checked
from assistant.review.same_report import same_reports
from index.bodies.names import same_body
from index.reading_process import in_turn, processes
from index.report import Report, Review

if TYPE_CHECKING:
    from index.library.library import Library


COMPLETE = "complete_bodies"
"""The library's setting that holds the ids of bodies whose children are all in the table."""
SIGNATURE = "signature-1"
"""The name of narratives' signatures among the library's derived values; another when they change."""


@dataclass(frozen=True, slots=True)
class Shares:
    """From which share of copied narrative Y04 and P01 speak (0–1)."""

    earlier: float = 0.6
    peer: float = 0.5


@dataclass(frozen=True)
class Checker:
    """Checks reports one by one; made once for a batch, so that what they share is fetched once.

    `given` are earlier reports that the caller brought, None where the library's are meant;
    `complete` the bodies of which the table of bodies names every child.
    """

    library: Library | None
    given: Sequence[Report] | None
    peers: Corpus
    shares: Shares = field(default_factory=Shares)
    bodies: tuple[str, ...] = ()
    complete: frozenset[int] = frozenset()
    disabled: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def beside(
        cls,
        batch: Sequence[Report],
        library: Library | None = None,
        given: Sequence[Report] | None = None,
        shares: Shares | None = None,
    ) -> Checker:
        """The checker of `batch`; `library` is None where there is none to look into."""
        return cls(
            library,
            given,
            _corpus(batch, library),
            shares or Shares(),
            tuple(b.name for b in library.bodies()) if library else (),
            frozenset(library.setting(COMPLETE, [])) if library else frozenset(),
            dict(library.switched_off()) if library else {},
        )

    def __call__(self, report: Report) -> Review:
        return checked(report, self._context(report))

    def all(self, reports: Iterable[Report]) -> Iterator[Review]:
        """The reviews of several reports in their order, some checked at the same time."""
        given = ((report, self._context(report)) for report in reports)
        return in_turn(lambda pair: checked(*pair), given, processes())

    def _context(self, report: Report) -> Context:
        return Context(
            earlier=self._earlier(report),
            peers=self.peers.near(in_simplified(report), self.shares.peer),
            bodies=self.bodies,
            disabled=self.disabled,
            children=self._children(report),
            copied_from_earlier=self.shares.earlier,
            copied_from_peer=self.shares.peer,
        )

    def _earlier(self, report: Report) -> Report | None:
        """Last year's report of the same body: never another file of the same call."""
        if report.year is None or not report.agency:
            return None
        before = report.year - 1
        if self.given is not None:
            mine = (g for g in self.given if g.year == before)
            return next((g for g in mine if same_body(g.agency, report.agency)), None)
        return self.library.earlier(report.agency, before) if self.library else None

    def _children(self, report: Report) -> tuple[Report, ...]:
        """The year's reports of the bodies below, where those are all there are and all are in."""
        if self.library is None or report.year is None or not self.complete:
            return ()
        own = [b.id for b in self.library.named(report.agency) if b.id in self.complete]
        below = [b.id for b in self.library.bodies() if b.parent in own]
        entries = self.library.reports(bodies=below, years=[report.year]) if below else []
        if len({e.body for e in entries}) < len(below):
            return ()
        return tuple(self.library.report(e.id) for e in entries)


def _corpus(batch: Sequence[Report], library: Library | None) -> Corpus:
    """The narratives to compare with: the batch's, each report's once, and the library's of those
    years."""
    groups = [[batch[at] for at in group] for group in same_reports(batch)]
    twins = {r.source.sha256: first.source.sha256 for first, *others in groups for r in others}
    corpus = Corpus((group[0] for group in groups), twins)
    if library is not None:
        years = {y for r in batch if r.year for y in (r.year - 1, r.year)}
        ids = [entry.id for entry in library.reports(years=sorted(years))] if years else []
        for value in library.derived(SIGNATURE, _signature, ids).values():
            corpus.add(Signature.load(value))
    return corpus


def _signature(report: Report, _id: str) -> str:
    return signature(report).dump()


def say_complete(library: Library, agency: str, complete: bool) -> list[str]:
    """Keep whether the table of bodies names every body below `agency` (P03 needs to know).

    Gives the names of those below.  Raises UsageError where `agency` is unknown or ambiguous.
    """
    body = library.body(agency)
    kept = set(library.setting(COMPLETE, []))
    kept = kept | {body.id} if complete else kept - {body.id}
    library.put_setting(COMPLETE, sorted(kept))
    return [b.name for b in library.bodies() if b.parent == body.id]
