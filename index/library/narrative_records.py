"""Asking for the narrative's rows; what an older library lacks is made when first asked.

Everything is in Python's own order by agency, year and reading order, whatever the database's
collation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from index.library.user_records import UserRecords
from index.stores import narrative_rows, schema
from index.stores.narrative_rows import Whose
from index.stores.values import Count, Item, Sentence

if TYPE_CHECKING:
    from index.narrative.grouping import Group
    from index.narrative.likeness import Likeness, Matrix
    from index.narrative.matching import Matcher
    from index.narrative.promises import FollowedUp

T = TypeVar("T")


class Narrative(UserRecords):
    """Part of `Library`; what is missing is made anew every time where it is opened to be read."""

    def items(
        self, *, bodies: Iterable[int] = (), years: Iterable[int] = (), kinds: Iterable[str] = ()
    ) -> list[Item]:
        """Points, problems, measures and things done of current reports; () asks for all.

        By agency, year and reading order.
        """
        table, wanted = schema.items, list(kinds)
        where = table.c.kind.in_(wanted) if wanted else sa.true()

        def fits(item: Item) -> bool:
            return not wanted or item.kind in wanted

        return self._asked(table, where, narrative_rows.item_of, fits, bodies, years)

    def counts(
        self,
        *,
        bodies: Iterable[int] = (),
        years: Iterable[int] = (),
        words: Sequence[str] = (),
        unit: str = "",
    ) -> list[Count]:
        """What current reports' narrative counts: where `what` holds any of `words`, in `unit`."""
        table = schema.counts
        where = sa.and_(
            sa.or_(*(table.c.what.contains(w, autoescape=True) for w in words))
            if words
            else sa.true(),
            table.c.unit == unit if unit else sa.true(),
        )

        def fits(count: Count) -> bool:
            named = not words or any(w in count.what for w in words)
            return named and unit in ("", count.unit)

        return self._asked(table, where, narrative_rows.count_of, fits, bodies, years)

    def sentences(
        self, *, bodies: Iterable[int] = (), years: Iterable[int] = (), sections: Iterable[int] = ()
    ) -> list[Sentence]:
        """Every sentence of the narrative of current reports' parts one to six."""
        table, wanted = schema.sentences, list(sections)
        where = table.c.section.in_(wanted) if wanted else sa.true()

        def fits(sentence: Sentence) -> bool:
            return not wanted or sentence.section in wanted

        return self._asked(table, where, narrative_rows.sentence_of, fits, bodies, years)

    def matcher(self, words: Sequence[str]) -> Matcher:
        """What says of texts whether they speak of any of `words`: exactly, in other words, nearly."""
        from index.narrative.matching import Matcher

        return Matcher(words, self.vectors)

    def grouped(self, items: Sequence[Item], *, by_topic: bool = False) -> list[Group[Item]]:
        """The items grouped by meaning, the largest group first, as people have joined and parted.

        `by_topic`: problems of one topic together.
        """
        from index.narrative.grouping import groups

        return groups(items, self.vectors, self.groupings(), by_topic=by_topic)

    def follow_up(self, last: Sequence[Item], this: Sequence[Sentence]) -> list[FollowedUp]:
        """What this year's sentences say of last year's measures and problems, each with a quote."""
        from index.narrative.promises import follow_up

        return follow_up(last, this, self.vectors)

    def vectors(self, texts: set[str]) -> Mapping[str, Matrix]:
        """Vectors of texts, each embedded once for all; a library only read keeps no new ones."""
        embedder = self._stores.embedder
        if not self._read_only:
            return embedder.texts(texts)
        known = embedder.known(texts)
        new = sorted(texts - set(known))
        rows = embedder.embedder.embed(new) if new else ()
        return {**known, **dict(zip(new, rows, strict=True))}

    def vectors_by(self, embedder: str, texts: Sequence[str]) -> Matrix | None:
        """The vectors of texts that are asked once and not kept, a row each; None where the library
        embeds by another model than `embedder`."""
        own = self._stores.embedder.embedder
        return own.embed(texts) if own.name == embedder else None

    def likeness(self, some: Sequence[str], others: Sequence[str]) -> Matrix:
        """How near wordings are in meaning: a row for each of `some`, a column for each of `others`."""
        return self._likeness.between(some, others)

    @cached_property
    def _likeness(self) -> Likeness:
        from index.narrative.likeness import Likeness

        return Likeness(self.vectors)

    def _asked(
        self,
        table: sa.Table,
        where: Any,
        value_of: Callable[[Whose, Any], T],
        fits: Callable[[T], bool],
        bodies: Iterable[int],
        years: Iterable[int],
    ) -> list[T]:
        """The rows of current reports as values, and those that can only be made for now."""
        self._fill_rows()
        bodies, years = list(bodies), list(years)
        with self._read() as connection:
            whose = _whose(connection, bodies, years)
            rows = connection.execute(_rows(table, where, bodies, years)).all()
            found = {
                id: [value_of(whose[id], row) for row in some]
                for id, some in groupby(rows, key=itemgetter(0))
                if id in whose
            }
            if self._read_only:
                for id, made in narrative_rows.unwritten(connection, table, whose):
                    values = [value_of(whose[id], row) for row in made]
                    found[id] = [v for v in values if fits(v)]
        return [value for id in whose for value in found.get(id, ())]

    def _fill_rows(self) -> None:
        """Rows for the reports that have none yet, some at a time, unless opened to read."""
        if self._read_only:
            return
        with self._read() as connection:
            lacking = narrative_rows.missing(connection)
        for start in range(0, len(lacking), narrative_rows.STEP):
            with self._note() as connection:
                narrative_rows.fill(connection, lacking[start : start + narrative_rows.STEP])


def _whose(connection: Connection, bodies: list[int], years: list[int]) -> dict[str, Whose]:
    """Whose each current report is, in the order in which its rows are given."""
    r = schema.reports.c
    query = sa.select(r.id, r.agency, r.year, r.body_id).where(_current(bodies, years))
    rows = sorted(connection.execute(query), key=lambda row: (row.agency, row.year or 0, row.id))
    return {row.id: (row.id, row.agency, row.year, row.body_id) for row in rows}


def _rows(table: sa.Table, where: Any, bodies: list[int], years: list[int]) -> sa.Select[Any]:
    ids = sa.select(schema.reports.c.id).where(_current(bodies, years))
    query = sa.select(table).where(table.c.report_id.in_(ids), where)
    return query.order_by(table.c.report_id, table.c.ordinal)


def _current(bodies: list[int], years: list[int]) -> Any:
    r = schema.reports.c
    among = r.body_id.in_(bodies) if bodies else sa.true()
    return sa.and_(r.current, among, r.year.in_(years) if years else sa.true())
