"""The values that the library takes and gives: entries, facts, bodies, chunks, filters, hits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from index.report import NOWHERE, Finding, FormName, Kind, Level, Place, State

Status = Literal["added", "replaced", "unchanged", "version"]
Progress = Callable[[int, int, str], None]
"""Called with done, total and a Chinese word on what is being done."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A stored report without its content; `body` is the id of the body that it belongs to.

    `current` is False for earlier and other versions of the same body and year; `unread` counts
    unread cells, `errors`, `warnings` and `infos` its findings.
    """

    id: str
    body: int
    agency: str
    year: int | None
    level: Level
    format: FormName
    title: str
    filename: str
    kind: Kind
    sha256: str
    version: int
    current: bool
    added_at: str
    published: str | None
    unread: int
    errors: int
    warnings: int
    infos: int


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a report: `note` says in Chinese what a person should know, "" for nothing."""

    status: Status
    id: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One stored cell with whose and what it is; `value` is None but for state `number`."""

    report: str
    body: int
    agency: str
    year: int | None
    format: FormName
    key: str
    value: int | float | None
    state: State
    text: str
    at: Place = NOWHERE


ItemKind = Literal["problem", "measure", "done", "point"]


@dataclass(frozen=True, slots=True)
class Item:
    """One point of a report's part one, or problem, measure or thing done of its part five.

    `text` stands word for word in the part, without its mark (一是, （一）); `headline` is what it
    says first.  `ordinal` counts a report's items in reading order from 1, `about` is the ordinal
    of the problem that a measure answers.
    """

    report: str
    agency: str
    year: int | None
    body: int
    section: int
    kind: ItemKind
    ordinal: int
    text: str
    headline: str
    about: int | None
    at: Place


@dataclass(frozen=True, slots=True)
class Count:
    """A number of the narrative with what it counts, as printed, and the sentence it stands in."""

    report: str
    agency: str
    year: int | None
    body: int
    section: int
    what: str
    unit: str
    value: int | float
    approximate: bool
    quote: str
    at: Place


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of parts one to six; `ordinal` counts a report's sentences from 1."""

    report: str
    agency: str
    year: int | None
    body: int
    section: int
    ordinal: int
    text: str
    at: Place


@dataclass(frozen=True, slots=True)
class Body:
    """One body under all the names its reports print; `parent` is a body's id."""

    id: int
    name: str
    aliases: tuple[str, ...]
    level: Level
    kind: str
    parent: int | None


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of narrative, `ordinal` its place in the report; `section` 0 is the preamble."""

    report: str
    agency: str
    year: int | None
    section: int
    heading: str
    text: str
    at: Place
    ordinal: int

    @property
    def header(self) -> str:
        """机关 年 部分 and the heading, which say what the text itself leaves out."""
        year = f"{self.year}年" if self.year else ""
        return " ".join(p for p in (self.agency, year, self.heading) if p)

    @property
    def embedded(self) -> str:
        return f"{self.header}\n{self.text}"


@dataclass(frozen=True, slots=True)
class Filter:
    """What to search in: bodies' ids, years, levels, parts (1–6), reports' ids; () for all."""

    bodies: tuple[int, ...] = ()
    years: tuple[int, ...] = ()
    levels: tuple[str, ...] = ()
    sections: tuple[int, ...] = ()
    reports: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """Another report in which a hit's text stands word for word."""

    report: str
    agency: str
    year: int | None
    section: int
    at: Place


@dataclass(frozen=True, slots=True)
class Hit:
    """One passage found.

    `score` is for order alone: 1 where the passage leads both lists (words and meaning), near 0
    at their ends; it does not say whether the passage answers anything.  `matched` does, in part:
    the share (0–1, by rarity) of the question's words that stand in the passage or its header;
    under 0.2 little but chance is shared.  `similarity` is the cosine of the vectors (−1 to 1,
    comparable within one embedder only), None without vectors; a reranker's score replaces
    `score` where one is set.  `sources` are the other reports with the same text.
    """

    chunk: Chunk
    report: str
    agency: str
    year: int | None
    section: int
    text: str
    at: Place
    score: float
    sources: tuple[Origin, ...] = ()
    matched: float = 0.0
    similarity: float | None = None


@dataclass(frozen=True, slots=True)
class VerifyResult:
    """What the stores say of each other; `problems` are Chinese sentences, none when all agree."""

    reports: int
    chunks: int
    vectors: int
    originals: int
    problems: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        return not self.problems


@dataclass(frozen=True, slots=True)
class EmbeddingsEndpoint:
    """An OpenAI-compatible embeddings endpoint."""

    base_url: str
    model: str
    api_key: str = field(default="", repr=False)
    timeout: float = 60.0

    def masked(self, said: str) -> str:
        """What the service said, without the key: some say it back."""
        return said.replace(self.api_key, "（密钥）") if self.api_key else said


@dataclass(frozen=True, slots=True)
class RerankEndpoint:
    """An HTTP reranker that takes `{model, query, documents}` and gives `results`."""

    url: str
    model: str = ""
    api_key: str = field(default="", repr=False)
    timeout: float = 15.0


@dataclass(frozen=True, slots=True)
class Correction:
    """A cell's text as a person set it, over what the reader had seen (`was`)."""

    report: str
    agency: str
    year: int | None
    key: str
    text: str
    was: str
    note: str
    who: str
    when: str


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a person said of an answer: `rating` 1 or −1."""

    question: str
    answer: str
    rating: int
    note: str
    who: str
    when: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A report sent back to its body, as it stands.

    `round` counts the letters about one body's year from 1, `ordinal` the letters of the calendar
    year in which it was `made`; `number` is printed on it, "" for none.  `sha256` is of the
    report's file, `content` of its figures and words whatever its format ("" in letters made before
    it was kept), `answer` of the corrected file that came back.  Moments are ISO, local, "" for
    what has not happened; `due` is the last day for an answer.
    """

    agency: str
    year: int
    sha256: str
    made: str
    made_by: str
    due: str
    findings: tuple[Finding, ...]
    number: str = ""
    round: int = 0
    ordinal: int = 0
    sent: str = ""
    sent_by: str = ""
    answered: str = ""
    answer: str = ""
    content: str = ""
