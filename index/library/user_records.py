"""People's words: decisions, corrections, feedback, conversations, drafts, settings.

Rows are added and seldom changed; none of it can be made again from the originals.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from itertools import combinations
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from index.narrative.grouping import Told
from index.report import Decision
from index.stores import schema
from index.stores.values import Correction, DraftVersion, Feedback, Message
from index.text import squash


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def decide(connection: Connection, decision: Decision) -> None:
    values = {name: getattr(decision, name) for name in Decision.__slots__}
    connection.execute(schema.decisions.insert().values({**values, "when": decision.when or now()}))


def withdraw_decision(
    connection: Connection, agencies: set[str], year: int, rule: str, place: str
) -> None:
    table = schema.decisions
    connection.execute(
        table.delete().where(
            table.c.agency.in_(agencies),
            table.c.year == year,
            table.c.rule == rule,
            table.c.place == place,
        )
    )


def decisions(
    connection: Connection, agencies: set[str] | None, year: int | None
) -> list[Decision]:
    """The last word on every finding, oldest first; of all bodies and years where None."""
    table = schema.decisions
    query = sa.select(table).order_by(table.c.id)
    if year is not None:
        query = query.where(table.c.year == year)
    if agencies is not None:
        query = query.where(table.c.agency.in_(agencies))
    last: dict[tuple[Any, ...], Decision] = {}
    for row in connection.execute(query):
        made = Decision(*(getattr(row, name) for name in Decision.__slots__))
        key = (made.agency if agencies is None else "", made.year, made.rule, made.place)
        last.pop(key, None)
        last[key] = made
    return list(last.values())


def note_correction(connection: Connection, correction: Correction) -> None:
    c = correction
    connection.execute(
        schema.corrections.insert().values(
            report_id=c.report,
            agency=c.agency,
            year=c.year,
            key=c.key,
            text=c.text,
            was=c.was,
            note=c.note,
            who=c.who,
            when=c.when,
        )
    )


def corrections(connection: Connection, report: str | None) -> list[Correction]:
    table = schema.corrections
    query = sa.select(table).order_by(table.c.id)
    if report is not None:
        query = query.where(table.c.report_id == report)
    return [
        Correction(r.report_id, r.agency, r.year, r.key, r.text, r.was, r.note, r.who, r.when)
        for r in connection.execute(query)
    ]


def add_feedback(connection: Connection, said: Feedback) -> None:
    values = {name: getattr(said, name) for name in Feedback.__slots__}
    connection.execute(schema.feedback.insert().values({**values, "when": said.when or now()}))


def feedback(connection: Connection) -> list[Feedback]:
    rows = connection.execute(sa.select(schema.feedback).order_by(schema.feedback.c.id))
    return [Feedback(*(getattr(r, name) for name in Feedback.__slots__)) for r in rows]


def add_message(
    connection: Connection, chat: str, role: str, content: Mapping[str, Any]
) -> Message:
    table = schema.messages
    last = connection.scalar(sa.select(sa.func.max(table.c.ordinal)).where(table.c.chat == chat))
    message = Message(chat, (last or 0) + 1, role, dict(content), now())
    connection.execute(
        table.insert().values(
            chat=chat,
            ordinal=message.ordinal,
            role=role,
            content=json.dumps(message.content, ensure_ascii=False),
            when=message.when,
        )
    )
    return message


def messages(connection: Connection, chat: str) -> list[Message]:
    table = schema.messages
    query = sa.select(table).where(table.c.chat == chat).order_by(table.c.ordinal)
    rows = connection.execute(query)
    return [Message(r.chat, r.ordinal, r.role, json.loads(r.content), r.when) for r in rows]


def chats(connection: Connection) -> list[Message]:
    """The first message of every conversation, the latest conversation first."""
    table = schema.messages
    query = sa.select(table).where(table.c.ordinal == 1).order_by(table.c.id.desc())
    rows = connection.execute(query)
    return [Message(r.chat, r.ordinal, r.role, json.loads(r.content), r.when) for r in rows]


def remove_chat(connection: Connection, chat: str) -> None:
    table = schema.messages
    connection.execute(table.delete().where(table.c.chat == chat))


def save_draft(connection: Connection, draft: DraftVersion) -> DraftVersion:
    """The draft kept as the next version; its own `version` and `when` do not count."""
    table = schema.drafts
    same = (
        (table.c.agency == draft.agency)
        & (table.c.year == draft.year)
        & (table.c.section == draft.section)
    )
    last = connection.scalar(sa.select(sa.func.max(table.c.version)).where(same)) or 0
    d = draft
    kept = DraftVersion(d.agency, d.year, d.section, last + 1, d.text, d.who, now(), d.content)
    connection.execute(
        table.insert().values(
            agency=kept.agency,
            year=kept.year,
            section=kept.section,
            version=kept.version,
            text=kept.text,
            content=json.dumps(kept.content, ensure_ascii=False),
            who=kept.who,
            when=kept.when,
        )
    )
    return kept


def drafts(
    connection: Connection, agency: str | None, year: int | None, section: int | None
) -> list[DraftVersion]:
    """Saved versions, oldest first, of what is asked (None: any)."""
    table = schema.drafts
    query = sa.select(table).order_by(table.c.id)
    for column, value in (("agency", agency), ("year", year), ("section", section)):
        if value is not None:
            query = query.where(table.c[column] == value)
    return [
        DraftVersion(
            r.agency, r.year, r.section, r.version, r.text, r.who, r.when, json.loads(r.content)
        )
        for r in connection.execute(query)
    ]


def group(connection: Connection, headlines: Sequence[str], who: str, *, joined: bool) -> None:
    """That these headlines mean the same, or that no two of them do."""
    pairs = combinations(sorted({squash(h) for h in headlines}), 2)
    rows = [
        {"joined": joined, "one": one, "other": other, "who": who, "when": now()}
        for one, other in pairs
    ]
    if rows:
        connection.execute(schema.groupings.insert(), rows)


def groupings(connection: Connection) -> Told:
    """The last word on every pair of headlines."""
    table = schema.groupings
    rows = connection.execute(sa.select(table).order_by(table.c.id))
    last = {(row.one, row.other): row.joined for row in rows}
    return Told(
        frozenset(pair for pair, joined in last.items() if joined),
        frozenset(pair for pair, joined in last.items() if not joined),
    )


def setting(connection: Connection, name: str) -> Any:
    table = schema.settings
    text = connection.scalar(sa.select(table.c.value).where(table.c.name == name))
    return None if text is None else json.loads(text)


def put_setting(connection: Connection, name: str, value: Any) -> None:
    table = schema.settings
    connection.execute(table.delete().where(table.c.name == name))
    if value is not None:
        text = json.dumps(value, ensure_ascii=False)
        connection.execute(table.insert().values(name=name, value=text))
