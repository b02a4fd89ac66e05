"""The SQL tables as they are now; how they came to be stands in `index/stores/migrations`."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.schema import SchemaItem

metadata = MetaData()


def _table(name: str, *columns: SchemaItem, **options: Any) -> Table:
    return Table(name, metadata, *columns, **options)


def _text(name: str, default: str | None = None) -> Column[Any]:
    return Column(name, Text, nullable=False, default=default)


def _report(**options: Any) -> Column[Any]:
    return Column("report_id", String(40), ForeignKey("reports.id"), nullable=False, **options)


def _id() -> Column[Any]:
    return Column("id", Integer, primary_key=True)


# ---------------------------------------------------------------- made from the originals

facts = _table("facts", Column("name", String(40), primary_key=True), _text("value"))
"""What the library knows of itself: its generation, its embedder."""

bodies = _table(
    "bodies",
    _id(),
    _text("name"),
    Column("level", String(20), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("parent_id", Integer, ForeignKey("bodies.id")),
    Column("edited", Boolean, nullable=False, default=False),
)
aliases = _table(
    "aliases",
    _id(),
    Column("body_id", Integer, ForeignKey("bodies.id"), nullable=False),
    Column("name", String(200), nullable=False),
    Column("place", String(100), nullable=False),
    Column("work", String(200), nullable=False),
    UniqueConstraint("body_id", "name"),
    Index("aliases_by_work", "work", "place"),
)
reports = _table(
    "reports",
    Column("id", String(40), primary_key=True),
    Column("body_id", Integer, ForeignKey("bodies.id"), nullable=False),
    _text("agency"),
    Column("year", Integer),
    Column("level", String(20), nullable=False),
    Column("format", String(10), nullable=False),
    _text("title"),
    _text("filename"),
    Column("kind", String(10), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("version", Integer, nullable=False),
    Column("current", Boolean, nullable=False),
    Column("added_at", String(32), nullable=False),
    Column("published", String(10)),
    Column("unread", Integer, nullable=False),
    Column("errors", Integer, nullable=False),
    Column("warnings", Integer, nullable=False),
    Column("infos", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
    _text("assessed", "{}"),
    Index("reports_by_body", "body_id", "year"),
    Index("reports_by_file", "sha256"),
    Index("reports_by_year", "year", "current"),
)
cells = _table(
    "cells",
    _report(primary_key=True),
    Column("key", String(100), primary_key=True),
    Column("value", Float),
    Column("state", String(10), nullable=False),
    _text("text"),
    Column("at", Text),
    Index("cells_by_key", "key"),
)
sections = _table(
    "sections",
    _report(primary_key=True),
    Column("number", Integer, primary_key=True),
    _text("title"),
    _text("printed_title"),
    _text("text"),
)
findings = _table(
    "findings",
    _report(primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("rule", String(10), nullable=False),
    Column("severity", String(10), nullable=False),
    Column("outcome", String(20), nullable=False),
    _text("content"),
)
chunks = _table(
    "chunks",
    Column("seq", Integer, primary_key=True),
    _report(),
    Column("section", Integer, nullable=False),
    _text("heading"),
    _text("text"),
    Column("at", Text),
    Column("ordinal", Integer, nullable=False),
    Column("content", String(32), nullable=False),
    Index("chunks_by_report", "report_id"),
    sqlite_autoincrement=True,
)
derived = _table(
    "derived",
    _report(primary_key=True),
    Column("name", String(40), primary_key=True),
    _text("value"),
)
"""What callers make from a report's content, kept until that content changes."""
items = _table(
    "items",
    _report(primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("section", Integer, nullable=False),
    Column("kind", String(10), nullable=False),
    _text("text"),
    _text("headline"),
    Column("about", Integer),
    Column("at", Text),
)
counts = _table(
    "counts",
    _report(primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("section", Integer, nullable=False),
    _text("what"),
    Column("unit", String(20), nullable=False),
    Column("value", Float, nullable=False),
    Column("approximate", Boolean, nullable=False),
    _text("quote"),
    Column("at", Text),
)
sentences = _table(
    "sentences",
    _report(primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("section", Integer, nullable=False),
    _text("text"),
    Column("at", Text),
)
embeddings = _table(
    "embeddings",
    Column("embedder", String(100), primary_key=True),
    Column("content", String(32), primary_key=True),
    Column("vector", LargeBinary, nullable=False),
)
outbox = _table(
    "outbox",
    _id(),
    Column("action", String(20), nullable=False),
    Column("subject", Text, nullable=False),
)
"""Work outside SQL that a committed transaction asks for; done and struck off afterwards."""

# ---------------------------------------------------------------- people's words

decisions = _table(
    "decisions",
    _id(),
    _text("agency"),
    Column("year", Integer, nullable=False),
    Column("rule", String(10), nullable=False),
    _text("place"),
    Column("verdict", String(20), nullable=False),
    _text("note"),
    _text("who"),
    Column("when", String(32), nullable=False),
)
corrections = _table(
    "corrections",
    _id(),
    Column("report_id", String(40), nullable=False),
    _text("agency"),
    Column("year", Integer),
    Column("key", String(100), nullable=False),
    _text("text"),
    _text("was"),
    _text("note"),
    _text("who"),
    Column("when", String(32), nullable=False),
)
feedback = _table(
    "feedback",
    _id(),
    _text("question"),
    _text("answer"),
    Column("rating", Integer, nullable=False),
    _text("note"),
    _text("who"),
    Column("when", String(32), nullable=False),
)
groupings = _table(
    "groupings",
    _id(),
    Column("joined", Boolean, nullable=False),
    _text("one"),
    _text("other"),
    _text("who"),
    Column("when", String(32), nullable=False),
)
"""Pairs of items' texts that a person says mean the same, or do not; the last word counts."""
letters = _table(
    "letters",
    _id(),
    _text("agency"),
    Column("year", Integer, nullable=False),
    Column("round", Integer, nullable=False),
    Column("ordinal", Integer, nullable=False),
    _text("number"),
    Column("sha256", String(64), nullable=False),
    Column("made", String(32), nullable=False),
    _text("made_by"),
    Column("due", String(10), nullable=False),
    Column("sent", String(32), nullable=False),
    _text("sent_by"),
    Column("answered", String(32), nullable=False),
    Column("answer", String(64), nullable=False),
    _text("findings"),
    Column("content", String(64), nullable=False, server_default=""),
    Index("letters_by_year", "year"),
)
"""Reports sent back: a row at every step of a letter, the last one says how it stands."""
settings = _table("settings", Column("name", String(100), primary_key=True), _text("value"))

PEOPLE = (decisions, corrections, feedback, groupings, letters, settings)
"""What cannot be made again from the originals."""
