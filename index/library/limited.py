"""A library as the staff of a few bodies see it: theirs, and nothing of any other.

Everything goes through the same stores; each way in is held to the bodies' ids or names.  What
concerns every body (remaking, backups, the table of bodies) is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

import sqlalchemy as sa

from index.bodies.names import same_body
from index.library.library import Library
from index.library.roster import Roster
from index.report import Decision, Finding, LibraryError, NotYours, Outcome, Report
from index.stores.narrative_rows import Whose
from index.stores.values import (
    Added,
    Body,
    Correction,
    Entry,
    Fact,
    Feedback,
    Filter,
    Hit,
    Letter,
)

NO_BODY = -1
"""An id that no body has: asking for no body at all would ask for every one."""


class LimitedLibrary(Library):
    """`whole` held to the bodies that go by `names`, which need not have a report yet."""

    def __init__(self, whole: Library, names: Collection[str]) -> None:
        super().__init__(whole._stores, whole._reranker, whole._read_only)
        self._whole = whole
        self._names = tuple(names)

    # ------------------------------------------------------------ which bodies

    def bodies(self) -> list[Body]:
        known = [self._whole.named(name) for name in self._names]
        ids = {found[0].id for found in known if len(found) == 1}
        return [body for body in super().bodies() if body.id in ids]

    def _mine(self, asked: Iterable[int] = ()) -> list[int]:
        """The ids to ask for: of those `asked`, () for all, the ones that are there to be seen."""
        ids, chosen = {body.id for body in self.bodies()}, set(asked)
        return sorted(ids & chosen if chosen else ids) or [NO_BODY]

    def _is_mine(self, agency: str) -> bool:
        named = self._whole.named(agency) if agency else []
        if named:
            return {body.id for body in named} <= set(self._mine())
        return any(same_body(agency, name) for name in self._names)

    def _held_to(self, agencies: Iterable[str]) -> None:
        """Raises NotYours where one of the bodies is another's."""
        for agency in agencies:
            if not self._is_mine(agency):
                whose = f"“{agency}”" if agency else "机关没有判明的报告"
                raise NotYours(f"您的账号只限于{'、'.join(self._names)}，不能动{whose}的")

    def _ids(self, report_ids: Iterable[str]) -> list[str]:
        mine = {entry.id for entry in self.reports(current=False)}
        return [id for id in report_ids if id in mine]

    # ------------------------------------------------------------ reports

    def add(
        self,
        report: Report,
        original: bytes,
        *,
        filename: str,
        findings: Sequence[Finding] = (),
        assessed: Mapping[str, Outcome] | None = None,
        replace: bool = False,
    ) -> Added:
        self._held_to([report.agency])
        return super().add(
            report,
            original,
            filename=filename,
            findings=findings,
            assessed=assessed,
            replace=replace,
        )

    def known(self, sha256: str) -> bool:
        return any(entry.sha256 == sha256 for entry in self.reports(current=False))

    def reports(
        self,
        *,
        bodies: Iterable[int] = (),
        years: Iterable[int] = (),
        levels: Iterable[str] = (),
        agency: str = "",
        current: bool = True,
    ) -> list[Entry]:
        return super().reports(
            bodies=self._mine(bodies), years=years, levels=levels, agency=agency, current=current
        )

    def entry(self, report_id: str) -> Entry:
        found = super().entry(report_id)
        if found.body not in self._mine():
            raise LibraryError(f"资料库中没有编号为“{report_id}”的报告")
        return found

    # ------------------------------------------------------------ what they say

    def search(self, query: str, filter: Filter | None = None, k: int = 10) -> list[Hit]:
        filter = filter or Filter()
        held = replace(filter, bodies=tuple(self._mine(filter.bodies)))
        hits = self._whole.search(query, held, k)
        mine = {entry.id for entry in self.reports(current=False)}
        return [
            replace(hit, sources=tuple(o for o in hit.sources if o.report in mine))
            for hit in hits
            if hit.report in mine
        ]

    def cells(
        self,
        *,
        bodies: Iterable[int] = (),
        years: Iterable[int] = (),
        keys: Iterable[str] = (),
        levels: Iterable[str] = (),
    ) -> list[Fact]:
        held = self._mine(bodies)
        return super().cells(bodies=held, years=years, keys=keys, levels=levels)

    def years(self, bodies: Iterable[int] = ()) -> tuple[int, ...]:
        return super().years(self._mine(bodies))

    def findings(
        self,
        *,
        rules: Iterable[str] = (),
        bodies: Iterable[int] = (),
        years: Iterable[int] = (),
        outcomes: Iterable[str] = ("fail",),
    ) -> list[tuple[str, Finding]]:
        held = self._mine(bodies)
        return super().findings(rules=rules, bodies=held, years=years, outcomes=outcomes)

    def finding_counts(self) -> list[tuple[str, int]]:
        where: dict[str, set[str]] = {}
        for report, finding in self.findings():
            where.setdefault(finding.rule, set()).add(report)
        counts = [(rule, len(reports)) for rule, reports in where.items()]
        return sorted(counts, key=lambda count: (-count[1], count[0]))

    def section_texts(self, report_ids: Iterable[str]) -> dict[tuple[str, int], str]:
        return super().section_texts(self._ids(report_ids))

    def derived(
        self, name: str, make: Callable[[Report, str], str], report_ids: Iterable[str]
    ) -> dict[str, str]:
        return super().derived(name, make, self._ids(report_ids))

    def _asked(
        self,
        table: sa.Table,
        where: Any,
        value_of: Callable[[Whose, Any], Any],
        fits: Callable[[Any], bool],
        bodies: Iterable[int],
        years: Iterable[int],
    ) -> list[Any]:
        return super()._asked(table, where, value_of, fits, self._mine(bodies), years)

    def roster(self, year: int, listed: Sequence[str] | Path | None = None) -> Roster:
        named = None if listed is None or isinstance(listed, Path) else listed
        mine = None if named is None else [name for name in named if self._is_mine(name)]
        return super().roster(year, mine)

    # ------------------------------------------------------------ people's words

    def decide(self, *said: Decision) -> None:
        self._held_to({one.agency for one in said})
        super().decide(*said)

    def withdraw_decisions(self, said: Iterable[tuple[str, int, str, str]]) -> None:
        said = list(said)
        self._held_to({agency for agency, *_ in said})
        super().withdraw_decisions(said)

    def decisions(self, agency: str | None = None, year: int | None = None) -> list[Decision]:
        return [d for d in super().decisions(agency, year) if self._is_mine(d.agency)]

    def decisions_on(self, whose: Collection[tuple[str, int]]) -> list[Decision]:
        return super().decisions_on([key for key in whose if self._is_mine(key[0])])

    def corrections(self, report_id: str | None = None) -> list[Correction]:
        if report_id is not None:
            return super().corrections(self.entry(report_id).id)
        mine = {entry.id for entry in self.reports(current=False)}
        return [said for said in super().corrections() if said.report in mine]

    def letters(self, years: Iterable[int] | None = None) -> list[Letter]:
        return [letter for letter in super().letters(years) if self._is_mine(letter.agency)]

    def keep_letters(self, steps: Sequence[Letter]) -> list[Letter]:
        self._held_to({letter.agency for letter in steps})
        return super().keep_letters(steps)

    def feedback(self) -> list[Feedback]:
        return []

    def setting(self, name: str, default: Any = None) -> Any:
        """A kept value; one whose name is `what/body/…` is that body's."""
        _, mark, whose = name.partition("/")
        if mark and not self._is_mine(whose.rpartition("/")[0] or whose):
            return default
        return super().setting(name, default)

    def put_setting(self, name: str, value: Any) -> None:
        _, mark, whose = name.partition("/")
        if not mark:
            self._refused()
        self._held_to([whose.rpartition("/")[0] or whose])
        super().put_setting(name, value)

    # ------------------------------------------------------------ what concerns everybody

    def _refused(self, *_: Any, **__: Any) -> NoReturn:
        raise NotYours(f"您的账号只限于{'、'.join(self._names)}，这一步关系到所有机关")

    verify = rebuild = backup = restore = export = import_ = _refused
    edit_body = merge_bodies = join_items = part_items = _refused
