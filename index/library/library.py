"""The library: reports kept by original, facts, text and vectors that cannot drift apart.

Figures, lists and people's words come from SQL alone; Chroma and the embedder are loaded only
when something is added or searched for.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.report import (
    Cell,
    Decision,
    Finding,
    Level,
    LibraryError,
    Outcome,
    Report,
    Review,
)
from index.stores.values import (
    Added,
    Body,
    Chunk,
    Correction,
    Count,
    DraftVersion,
    EmbeddingsEndpoint,
    Entry,
    Fact,
    Feedback,
    Filter,
    Hit,
    Item,
    Message,
    Origin,
    Progress,
    RerankEndpoint,
    Sentence,
    VerifyResult,
)

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from index.library.backup import Imported
    from index.library.narrative import Narrative
    from index.library.roster import Roster
    from index.library.spreadsheets import Sums
    from index.library.verify_rebuild import Rebuilt
    from index.library.write_reports import Stores
    from index.narrative.grouping import Group
    from index.narrative.matching import Matcher
    from index.search.embedders import Embedder
    from index.search.search import Search

__all__ = [
    "Added",
    "Body",
    "Chunk",
    "Correction",
    "Count",
    "DraftVersion",
    "EmbeddingsEndpoint",
    "Entry",
    "Fact",
    "Feedback",
    "Filter",
    "Hit",
    "Item",
    "Library",
    "Message",
    "Origin",
    "Sentence",
    "VerifyResult",
]


class Library:
    """One library: `home` keeps the originals and what is made beside the databases."""

    def __init__(
        self, stores: Stores, reranker: RerankEndpoint | None = None, read_only: bool = False
    ) -> None:
        self._stores = stores
        self._reranker = reranker
        self._read_only = read_only

    @classmethod
    def open(
        cls,
        home: Path,
        *,
        database_url: str | None = None,
        chroma_url: str | None = None,
        embedder: str | Embedder = "auto",
        embeddings: EmbeddingsEndpoint | None = None,
        rerank_url: str | None = None,
        read_only: bool = False,
    ) -> Library:
        """The library in `home`, made where there is none and migrated where it is older.

        Raises LibraryError where a store cannot be reached or is of a newer release, and, with
        `read_only`, where there is nothing yet or it has to be migrated first.
        """
        from index.library.open_stores import open_stores

        if not read_only:
            home.mkdir(parents=True, exist_ok=True)
        stores = open_stores(home, database_url, chroma_url, (embedder, embeddings), read_only)
        return cls(stores, RerankEndpoint(rerank_url) if rerank_url else None, read_only)

    def close(self) -> None:
        self._stores.vectors.close()
        self._stores.engine.dispose()

    def __enter__(self) -> Library:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def _read(self) -> Iterator[Connection]:
        from index.stores import database

        with database.reading(self._stores.engine) as connection:
            yield connection

    @contextmanager
    def _note(self) -> Iterator[Connection]:
        """One transaction in SQL alone: people's words do not wait for who is indexing."""
        from index.stores import database

        with database.writing(self._stores.engine, moves=False) as connection:
            yield connection

    @contextmanager
    def _write(self) -> Iterator[Connection]:
        """One transaction under the writer's lock, and afterwards what it asked for."""
        from index.library import write_reports
        from index.stores import database

        with self._stores.writing():
            with database.writing(self._stores.engine) as connection:
                yield connection
            write_reports.finish(self._stores)

    # ------------------------------------------------------------ reports in and out

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
        """Keep a report with its original and findings; safe against a kill at any moment.

        The same file again is `unchanged`.  Another file of the same body and year is `replaced`
        in, where it has the same name (a changed report), fewer unread cells, or `replace` says
        so; else it is kept as a `version`.  `note` says why.
        """
        from index.library import write_reports

        arrival = write_reports.Arrival(report, filename, tuple(findings), assessed, replace)
        return write_reports.add(self._stores, arrival, original)

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Keeps the writer's lock and the vectors open over many `add`s: quicker, not needed."""
        with self._stores.writing():
            yield

    def known(self, sha256: str) -> bool:
        """Whether a report of this very file is kept."""
        from index.stores import schema

        return self._scalar(schema.reports.c.id, schema.reports.c.sha256 == sha256) is not None

    def _scalar(self, column: Any, where: Any) -> Any:
        import sqlalchemy as sa

        with self._read() as connection:
            return connection.scalar(sa.select(column).where(where))

    def remove(self, report_id: str) -> None:
        """Take a report out; an earlier version of it, if any, becomes the current one."""
        from index.library import write_reports

        entry = self.entry(report_id)
        with self._write() as connection:
            write_reports.remove(connection, entry)

    def reports(
        self,
        *,
        bodies: Iterable[int] = (),
        years: Iterable[int] = (),
        levels: Iterable[str] = (),
        agency: str = "",
        current: bool = True,
    ) -> list[Entry]:
        """Entries by agency and year; `agency` is a part of a name; without `current` all versions."""
        from index.stores import database, schema

        table = schema.reports
        query = database.entries_query().order_by(table.c.agency, table.c.year, table.c.version)
        if current:
            query = query.where(table.c.current)
        if agency:
            query = query.where(table.c.agency.contains(agency, autoescape=True))
        query = _narrowed(query, table, bodies, years, levels)
        with self._read() as connection:
            return [database.entry_of(row) for row in connection.execute(query)]

    def entry(self, report_id: str) -> Entry:
        """One report's entry, by its id or the unmistakable start of it.  Raises LibraryError."""
        from index.stores import database, schema

        table = schema.reports
        query = database.entries_query().where(table.c.id.startswith(report_id, autoescape=True))
        with self._read() as connection:
            rows = connection.execute(query).all()
        exact = [r for r in rows if r.id == report_id] or rows
        if not report_id or len(exact) != 1:
            found = "不止一份" if len(exact) > 1 else "没有"
            raise LibraryError(f"资料库中{found}编号为“{report_id}”的报告")
        return database.entry_of(exact[0])

    def versions(self, report_id: str) -> list[Entry]:
        """All versions of the report's body and year, the first first."""
        entry = self.entry(report_id)
        if entry.year is None:
            return [entry]
        return self.reports(bodies=[entry.body], years=[entry.year], current=False)

    def report(self, report_id: str) -> Report:
        """The report as it was read, with people's corrections.  Raises LibraryError."""
        return self.review(report_id).report or _impossible(report_id)

    def review(self, report_id: str) -> Review:
        """The report with what the rules said of it.  Raises LibraryError."""
        import sqlalchemy as sa

        from index.stores import database, schema

        id = self.entry(report_id).id
        reports, findings = schema.reports, schema.findings
        said = sa.select(findings.c.content).where(findings.c.report_id == id)
        with self._read() as connection:
            query = sa.select(reports.c.content, reports.c.assessed).where(reports.c.id == id)
            row = connection.execute(query).one()
            contents = connection.scalars(said.order_by(findings.c.ordinal)).all()
        report = database.unpacked(row.content)
        found = tuple(database.finding_of(c) for c in contents)
        return Review(report.source, report, found, json.loads(row.assessed))

    def section_texts(self, report_ids: Iterable[str]) -> dict[tuple[str, int], str]:
        """The narrative of the reports' parts, by report and part number."""
        import sqlalchemy as sa

        from index.stores import schema

        table = schema.sections
        query = sa.select(table.c.report_id, table.c.number, table.c.text)
        with self._read() as connection:
            rows = connection.execute(query.where(table.c.report_id.in_(list(report_ids))))
            return {(row[0], row[1]): row[2] for row in rows}

    def derived(
        self, name: str, make: Callable[[Report, str], str], report_ids: Iterable[str]
    ) -> dict[str, str]:
        """What `make` gives for each of these reports, by id: of its content and its id.

        It is made once and kept under `name` until the content changes; a new way of making it
        needs a new name.  A library opened to be read has the missing ones made every time.
        """
        from index.stores import derived_values

        ids = list(report_ids)
        with self._read() as connection:
            found = derived_values.kept(connection, name, ids)
        missing = [id for id in ids if id not in found]
        for start in range(0, len(missing), derived_values.STEP):
            some = missing[start : start + derived_values.STEP]
            if self._read_only:
                with self._read() as connection:
                    found |= derived_values.made(connection, make, some)
            else:
                with self._note() as connection:
                    found |= derived_values.keep(connection, name, make, some)
        return found

    def set_review(
        self, report_id: str, findings: Sequence[Finding], assessed: Mapping[str, Outcome]
    ) -> None:
        """What the rules say of a kept report now."""
        from index.library import write_reports

        id = self.entry(report_id).id
        with self._note() as connection:
            write_reports.write_findings(connection, id, findings, assessed)

    def original(self, report_id: str) -> tuple[str, bytes]:
        """The file's name and bytes.  Raises LibraryError where it is missing or altered."""
        return self._stores.originals.get(self.entry(report_id).sha256)

    def original_path(self, report_id: str) -> Path:
        """Where the kept file lies; only to be read."""
        return self._stores.originals.path(self.entry(report_id).sha256)

    def earlier(self, agency: str, year: int) -> Report | None:
        """The current report of `year` of the body that goes by the name `agency`, if any."""
        ids = [b.id for b in self.named(agency)]
        found = self.reports(bodies=ids, years=[year]) if len(ids) == 1 else []
        return self.report(found[0].id) if found else None

    def finding_counts(self) -> list[tuple[str, int]]:
        """Each rule with the current reports in which it failed, the most frequent first."""
        import sqlalchemy as sa

        from index.stores import schema

        found, reports = schema.findings, schema.reports
        count = sa.func.count(found.c.report_id.distinct())
        query = (
            sa.select(found.c.rule, count)
            .join(reports, reports.c.id == found.c.report_id)
            .where(reports.c.current, found.c.outcome == "fail")
            .group_by(found.c.rule)
            .order_by(count.desc(), found.c.rule)
        )
        with self._read() as connection:
            return [(rule, n) for rule, n in connection.execute(query)]

    # ------------------------------------------------------------ facts

    def cells(
        self,
        *,
        bodies: Iterable[int] = (),
        years: Iterable[int] = (),
        keys: Iterable[str] = (),
        levels: Iterable[str] = (),
    ) -> list[Fact]:
        """Cells of current reports by agency, year and key; () asks for all."""
        from index.stores import database, schema

        table = schema.reports
        query = database.facts_query().where(table.c.current)
        if keys := list(keys):
            query = query.where(schema.cells.c.key.in_(keys))
        query = _narrowed(query, table, bodies, years, levels)
        query = query.order_by(table.c.agency, table.c.year, schema.cells.c.key)
        with self._read() as connection:
            return [database.fact_of(row) for row in connection.execute(query)]

    def years(self, bodies: Iterable[int] = ()) -> tuple[int, ...]:
        """The years that the bodies have current reports of, oldest first; () asks for all."""
        import sqlalchemy as sa

        from index.stores import schema

        table = schema.reports
        query = sa.select(table.c.year).where(table.c.current, table.c.year.is_not(None))
        query = _narrowed(query, table, bodies, (), ()).distinct().order_by(table.c.year)
        with self._read() as connection:
            return tuple(connection.scalars(query))

    def findings(
        self,
        *,
        rules: Iterable[str] = (),
        bodies: Iterable[int] = (),
        years: Iterable[int] = (),
        outcomes: Iterable[str] = ("fail",),
    ) -> list[tuple[str, Finding]]:
        """What the rules said of current reports, with the report's id, by agency and year.

        `rules` are ids or their beginnings (`T02`, `T`); () asks for all.
        """
        import sqlalchemy as sa

        from index.stores import database, schema

        found, table = schema.findings, schema.reports
        query = sa.select(table.c.id, found.c.content).join(table, table.c.id == found.c.report_id)
        query = query.where(table.c.current, found.c.outcome.in_(list(outcomes)))
        if named := [found.c.rule.startswith(r, autoescape=True) for r in rules]:
            query = query.where(sa.or_(*named))
        query = _narrowed(query, table, bodies, years, ())
        query = query.order_by(table.c.agency, table.c.year, found.c.ordinal)
        with self._read() as connection:
            return [(row[0], database.finding_of(row[1])) for row in connection.execute(query)]

    # ------------------------------------------------------------ narrative

    def items(
        self, *, bodies: Iterable[int] = (), years: Iterable[int] = (), kinds: Iterable[str] = ()
    ) -> list[Item]:
        """Points, problems, measures and things done of current reports; () asks for all.

        By agency, year and reading order.
        """
        return self._narrative.items(bodies, years, kinds)

    def counts(
        self,
        *,
        bodies: Iterable[int] = (),
        years: Iterable[int] = (),
        words: Sequence[str] = (),
        unit: str = "",
    ) -> list[Count]:
        """What current reports' narrative counts: where `what` holds any of `words`, in `unit`."""
        return self._narrative.counts(bodies, years, words, unit)

    def sentences(
        self, *, bodies: Iterable[int] = (), years: Iterable[int] = (), sections: Iterable[int] = ()
    ) -> list[Sentence]:
        """Every sentence of the narrative of current reports' parts one to six."""
        return self._narrative.sentences(bodies, years, sections)

    def matcher(self, words: Sequence[str]) -> Matcher:
        """What says of texts whether they speak of any of `words`: exactly, in other words, nearly."""
        return self._narrative.matcher(words)

    def grouped(self, items: Sequence[Item]) -> list[Group[Item]]:
        """The items grouped by meaning, the largest group first, as people have joined and parted."""
        return self._narrative.grouped(items)

    def join_items(self, headlines: Sequence[str], *, who: str = "") -> None:
        """Keep a person's word that items with these headlines mean the same."""
        self._narrative.group(headlines, who, joined=True)

    def part_items(self, headlines: Sequence[str], *, who: str = "") -> None:
        """Keep a person's word that no two items with these headlines mean the same."""
        self._narrative.group(headlines, who, joined=False)

    @cached_property
    def _narrative(self) -> Narrative:
        from index.library.narrative import Narrative

        return Narrative(self._stores, self._read_only)

    # ------------------------------------------------------------ bodies

    def bodies(self) -> list[Body]:
        from index.library import identity

        with self._read() as connection:
            return identity.bodies(connection)

    def named(self, agency: str) -> list[Body]:
        """The bodies that go by a name: one of its aliases, else one that may be the same body's."""
        from index.bodies import names

        known = self.bodies()
        exact = [b for b in known if agency in (b.name, *b.aliases)]
        return exact or [b for b in known if any(names.same_body(agency, a) for a in b.aliases)]

    def edit_body(
        self,
        body: int,
        *,
        name: str | None = None,
        level: Level | None = None,
        parent: int | None = -1,
        aliases: Iterable[str] | None = None,
    ) -> Body:
        """Change what is given (`parent` None: none) and give the body as it is now."""
        from index.library import identity

        with self._write() as connection:
            identity.edit(connection, body, name=name, level=level, parent=parent, aliases=aliases)
            return identity.one(connection, body)

    def merge_bodies(self, keep: int, others: Iterable[int]) -> Body:
        """Several bodies as one; of two reports of the same year the one of `keep` stays current."""
        from index.library import identity, write_reports

        with self._write() as connection:
            identity.merge(connection, keep, [o for o in others if o != keep])
            write_reports.settle(connection, keep)
            return identity.one(connection, keep)

    # ------------------------------------------------------------ search

    def search(self, query: str, filter: Filter | None = None, k: int = 10) -> list[Hit]:
        """The `k` passages that fit best among those the filter lets through, best first.

        Words count alone where no vectors are there; see `Hit` for what the scores mean.
        """
        from index.library.open_stores import heal_vectors

        heal_vectors(self._stores)
        return self._search.run(query, self._stores.embedder, filter or Filter(), k)

    def search_words(self, query: str, filter: Filter | None = None, k: int = 10) -> list[Hit]:
        """As `search`, by words alone: needs neither vectors nor an embedder."""
        return self._search.run(query, None, filter or Filter(), k)

    def frequency(self, words: Sequence[str]) -> tuple[int, dict[str, int]]:
        """How many passages there are, and how many of them have each of `words`."""
        with self._read() as connection:
            return self._search.frequency(connection, words)

    @cached_property
    def _search(self) -> Search:
        from index.search.search import Search
        from index.search.word_index import Cache

        stores = self._stores
        cache = Cache(stores.home / "search", stores.identity)
        return Search(stores.engine, cache, stores.file, self._reranker)

    # ------------------------------------------------------------ people's words

    def decide(self, decision: Decision) -> None:
        """Keep what a person said of a finding; the last word on a place counts."""
        from index.library import user_records

        with self._note() as connection:
            user_records.decide(connection, decision)

    def withdraw_decision(self, agency: str, year: int, rule: str, place: str) -> None:
        """Take back all that was said of one finding of that body (under any of its names)."""
        from index.library import user_records

        names = self._called(agency)
        with self._note() as connection:
            user_records.withdraw_decision(connection, names, year, rule, place)

    def _called(self, agency: str) -> set[str]:
        """The names of the body that goes by `agency`; that name alone where it is ambiguous."""
        bodies = self.named(agency)
        return {agency, *(a for b in bodies if len(bodies) == 1 for a in (b.name, *b.aliases))}

    def decisions(self, agency: str | None = None, year: int | None = None) -> list[Decision]:
        """The last word on every finding of that body (under any of its names) and year."""
        from index.library import user_records

        names = None if agency is None else self._called(agency)
        with self._read() as connection:
            return user_records.decisions(connection, names, year)

    def correct(
        self, report_id: str, key: str, text: str, *, who: str = "", note: str = ""
    ) -> Cell:
        """Set a cell to what a person reads in it; the first reading is kept beside it."""
        from index.library import user_records, write_reports

        entry = self.entry(report_id)
        was = self.report(report_id).cell(key).text
        said = Correction(
            entry.id, entry.agency, entry.year, key, text, was, note, who, user_records.now()
        )
        with self._note() as connection:
            cell = write_reports.correct(connection, entry.id, said)
            user_records.note_correction(connection, said)
        return cell

    def corrections(self, report_id: str | None = None) -> list[Correction]:
        from index.library import user_records

        with self._read() as connection:
            return user_records.corrections(connection, report_id)

    def add_feedback(self, said: Feedback) -> None:
        from index.library import user_records

        with self._note() as connection:
            user_records.add_feedback(connection, said)

    def feedback(self) -> list[Feedback]:
        from index.library import user_records

        with self._read() as connection:
            return user_records.feedback(connection)

    def add_message(self, chat: str, role: str, content: Mapping[str, Any]) -> Message:
        """One more message of a conversation; `content` is the caller's JSON."""
        from index.library import user_records

        with self._note() as connection:
            return user_records.add_message(connection, chat, role, content)

    def messages(self, chat: str) -> list[Message]:
        from index.library import user_records

        with self._read() as connection:
            return user_records.messages(connection, chat)

    def chats(self) -> list[Message]:
        """Every conversation's first message, the latest conversation first."""
        from index.library import user_records

        with self._read() as connection:
            return user_records.chats(connection)

    def remove_chat(self, chat: str) -> None:
        from index.library import user_records

        with self._note() as connection:
            user_records.remove_chat(connection, chat)

    def save_draft(
        self,
        agency: str,
        year: int,
        section: int,
        text: str,
        *,
        content: Mapping[str, Any] | None = None,
        who: str = "",
    ) -> DraftVersion:
        """The draft as the next version of its agency, year and part."""
        from index.library import user_records

        draft = DraftVersion(agency, year, section, 0, text, who, "", dict(content or {}))
        with self._note() as connection:
            return user_records.save_draft(connection, draft)

    def drafts(
        self, agency: str | None = None, year: int | None = None, section: int | None = None
    ) -> list[DraftVersion]:
        from index.library import user_records

        with self._read() as connection:
            return user_records.drafts(connection, agency, year, section)

    def setting(self, name: str, default: Any = None) -> Any:
        """A kept JSON value."""
        from index.library import user_records

        with self._read() as connection:
            value = user_records.setting(connection, name)
        return default if value is None else value

    def put_setting(self, name: str, value: Any) -> None:
        """Keep a JSON value; None takes it away."""
        from index.library import user_records

        with self._note() as connection:
            user_records.put_setting(connection, name, value)

    def switched_off(self) -> dict[str, str]:
        """Rules that the office has switched off, with the reasons given."""
        return dict(self.setting("rules_off", {}))

    def switch_rule(self, rule: str, *, off: bool, reason: str = "") -> None:
        """Switch a rule off, with a reason, or on again."""
        switched = {k: v for k, v in self.switched_off().items() if k != rule}
        self.put_setting("rules_off", {**switched, rule: reason} if off else switched)

    # ------------------------------------------------------------ upkeep

    def verify(self, progress: Progress | None = None) -> VerifyResult:
        """Every store against the others; `problems` in Chinese, none when all agree."""
        from index.library import verify_rebuild

        return verify_rebuild.verify(self._stores, progress or verify_rebuild.silent)

    def rebuild(
        self,
        progress: Progress | None = None,
        *,
        read: Callable[[Path], tuple[Report, ...]] | None = None,
        check: Callable[[Report], Review] | None = None,
    ) -> Rebuilt:
        """Make all that can be made again from the originals; see `index.library.verify_rebuild.rebuild`."""
        from index.library import verify_rebuild

        return verify_rebuild.rebuild(
            self._stores, progress or verify_rebuild.silent, read=read, check=check
        )

    def export(self, path: Path, progress: Progress | None = None) -> int:
        """Everything that cannot be made again, and the reports, as one file; how many reports."""
        from index.library import backup, verify_rebuild

        return backup.export(self._stores, path, progress or verify_rebuild.silent)

    def import_(self, path: Path, progress: Progress | None = None) -> Imported:
        """Bring in what `export` wrote, beside what is there.  Raises LibraryError."""
        from index.library import backup, verify_rebuild

        return backup.import_(self._stores, path, progress or verify_rebuild.silent)

    def saved(self) -> tuple[int, int]:
        """Chunks embedded since this library was opened, and how many of them cost a call."""
        return self._stores.embedder.saved.asked, self._stores.embedder.saved.embedded

    # ------------------------------------------------------------ for spreadsheets

    def cells_table(self, format: str = "xlsx", **chosen: Any) -> bytes:
        """`cells(**chosen)` as XLSX or CSV, each with value, state and source.  Raises UsageError."""
        from index.library import spreadsheets

        return spreadsheets.cells_table(self.cells(**chosen), format)

    def roster(self, year: int, listed: Sequence[str] | Path | None = None) -> Roster:
        """Who has handed in for `year`, of the names `listed` (or an XLSX of them), by default
        of last year's bodies."""
        from index.library import roster

        due = roster.read_names(listed) if isinstance(listed, Path) else listed
        return roster.roster(self, year, due)

    def roster_table(self, year: int, listed: Sequence[str] | Path | None = None) -> bytes:
        """The roster with its reminder list as XLSX."""
        from index.library import spreadsheets

        return spreadsheets.roster_xlsx(self.roster(year, listed))

    def sums(self, area: str, year: int) -> Sums:
        """An area's cells summed from its bodies', and who is missing, blank or unread."""
        from index.library import spreadsheets

        return spreadsheets.sums(self, area, year)

    def sums_table(self, area: str, year: int) -> bytes:
        """`sums` as XLSX."""
        from index.library import spreadsheets

        return spreadsheets.sums_xlsx(self.sums(area, year))


def _narrowed(
    query: Any, table: Any, bodies: Iterable[int], years: Iterable[int], levels: Iterable[str]
) -> Any:
    for column, values in (
        (table.c.body_id, bodies),
        (table.c.year, years),
        (table.c.level, levels),
    ):
        if chosen := list(values):
            query = query.where(column.in_(chosen))
    return query


def _impossible(report_id: str) -> Report:
    raise LibraryError(f"报告“{report_id}”的内容缺失，请运行 nianbao library rebuild")
