"""The values that every room passes on, and the tree of errors.

All are frozen: a `Document` is what a reader saw, a `Report` what recognition understood of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePath
from typing import Literal

from index.formats import Edition

Kind = Literal["pdf", "ofd", "docx", "html", "text", "xlsx", "image"]
Level = Literal["province", "prefecture", "county", "township", "department", "unknown"]
FormName = Literal[Edition, "mixed", "earlier", "unknown"]
State = Literal["number", "blank", "dash", "text", "unread"]
Severity = Literal["error", "warning", "info"]
Grade = Literal["error", "warning", "uncertain", "info", "explained"]
GRADES: tuple[Grade, ...] = ("error", "warning", "uncertain", "info", "explained")
"""What findings are counted as, the gravest first."""
Outcome = Literal["pass", "fail", "explained", "uncertain", "not_assessable"]
BBox = tuple[float, float, float, float]


# ---------------------------------------------------------------- where something stands


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the source: page from 1, box in points from the page's top left, line from 1."""

    page: int | None = None
    bbox: BBox | None = None
    line: int | None = None


NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Source:
    """The file a report came from; `sha256` is of its bytes, `path` as the caller gave it."""

    path: str
    sha256: str
    kind: Kind
    pages: int | None = None
    ocr: bool = False


# ---------------------------------------------------------------- what recognition understood


@dataclass(frozen=True, slots=True)
class Cell:
    """One statutory cell: `value` is None but for state `number`; `text` is as printed.

    `first_text` is the reading before a second look, `how` what settled it: `"equations"`, `"ocr"`,
    `"correction"`, on a picture also `"sums"`, `"second reading"`, `"unconfirmed"`.
    """

    value: int | float | None
    text: str
    state: State
    at: Place = NOWHERE
    first_text: str | None = None
    how: str | None = None


UNREAD = Cell(None, "", "unread")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text whose wrapped lines have been joined; NFKC except that Chinese punctuation is kept."""

    text: str
    at: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Section:
    """One statutory part.  `number` 1–6 is the form's, `printed_title` what the heading says.

    `printed_title` is "" where the content stands without its heading.  The paragraphs are the
    narrative alone: cells of the statutory tables are not in them.
    """

    number: int
    title: str
    printed_title: str
    paragraphs: tuple[Paragraph, ...] = ()
    at: Place = NOWHERE

    @property
    def text(self) -> str:
        return "\n".join(p.text for p in self.paragraphs)


@dataclass(frozen=True, slots=True)
class Heading:
    """A chapter heading as printed, in document order; `number` is the statutory part or None."""

    text: str
    number: int | None
    at: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class PrintedLabel:
    """A row or column label of a statutory table as printed, beside the form's own.

    `key` is the row's or column's part of the cell key (`applications.denied.prohibited_by_law`,
    `column:applications.enterprise`).
    """

    key: str
    printed: str
    at: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class FoundTable:
    """A statutory table and how it was met: `read`, `unread` (there, not readable), `missing`."""

    table: str
    state: Literal["read", "unread", "missing"]
    at: Place = NOWHERE


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One annual report.

    `agency` is the body's full name as the title prints it, "" where none was found; `title` the
    printed title line; `preamble` what stands before part one (title lines left out).  `cells`
    holds every key of the form once (see docs/接口.md); {} for `earlier` and `unknown`.
    """

    source: Source
    agency: str
    year: int | None
    level: Level
    title: str
    format: FormName
    sections: tuple[Section, ...] = ()
    cells: Mapping[str, Cell] = field(default_factory=dict)
    preamble: tuple[Paragraph, ...] = ()
    headings: tuple[Heading, ...] = ()
    labels: tuple[PrintedLabel, ...] = ()
    tables: tuple[FoundTable, ...] = ()
    title_at: Place = NOWHERE
    published: date | None = None
    notices: tuple[str, ...] = ()

    def section(self, number: int) -> Section | None:
        """The statutory part `number` (1–6), None where neither heading nor content was found."""
        return next((s for s in self.sections if s.number == number), None)

    def cell(self, key: str) -> Cell:
        """The cell of `key`, `UNREAD` where this report's form has no such cell."""
        return self.cells.get(key, UNREAD)


# ---------------------------------------------------------------- what checking says


@dataclass(frozen=True, slots=True)
class Passage:
    """A quotation with its origin, for findings that put two texts side by side."""

    agency: str
    year: int | None
    section: int | None
    quote: str
    report: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a rule has to say; the fields are those of `review --format json`."""

    rule: str
    severity: Severity
    outcome: Literal["fail", "explained", "uncertain"]
    title: str
    message: str
    section: int | None = None
    cells: tuple[str, ...] = ()
    expected: str = ""
    found: str = ""
    quote: str = ""
    at: Place = NOWHERE
    basis: str = ""
    suggestion: str = ""
    passages: tuple[Passage, ...] = ()

    @property
    def grade(self) -> Grade:
        """What it is counted as: the severity of what fails, else how it came out."""
        return self.severity if self.outcome == "fail" else self.outcome


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a file gave no report, or a rule no verdict: a stable code and a Chinese message."""

    code: str
    message: str

    def beside(self, path: str) -> str:
        """The message where the file's name stands beside it: without that name at the end."""
        return self.message.removesuffix(f"：{PurePath(path).name}")


@dataclass(frozen=True, slots=True)
class Review:
    """What the rules say of one report; `report` is None where the file could not be read.

    `assessed` names every rule once, with the worst outcome of its instances.
    """

    source: Source
    report: Report | None
    findings: tuple[Finding, ...] = ()
    assessed: Mapping[str, Outcome] = field(default_factory=dict)
    errors: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person said of a finding: kept by body, year, rule and place, not by finding id."""

    agency: str
    year: int
    rule: str
    place: str
    verdict: Literal["confirmed", "dismissed"]
    note: str
    who: str
    when: str


# ---------------------------------------------------------------- errors


class NianbaoError(Exception):
    """The root: every error a user may meet, with a stable `code` and a Chinese message."""

    code = "error"

    def __init__(self, message: str, *, path: str = "") -> None:
        super().__init__(message)
        self.message = message.encode("utf-8", "replace").decode()
        self.path = path


class UsageError(NianbaoError):
    """The call itself is wrong: a missing file, an unknown option value."""

    code = "usage"


class ReadError(NianbaoError):
    """A file could not be read as a report; the classes below say why."""

    code = "unreadable"


class UnsupportedKind(ReadError):
    code = "unsupported"


class Missing(ReadError):
    """No such file (any more)."""

    code = "missing"


class EmptyFile(ReadError):
    code = "empty"


class TooLarge(ReadError):
    """Past a limit of the settings: bytes, pages, unpacked size."""

    code = "too_large"


class TooSlow(ReadError):
    """Past the seconds a file may take."""

    code = "timeout"


class Encrypted(ReadError):
    code = "encrypted"


class Damaged(ReadError):
    code = "damaged"


class NoText(ReadError):
    """A scan or picture without usable text."""

    code = "no_text"


class ToolMissing(ReadError):
    """A reader needs a program or package that is not installed (LibreOffice, rapidocr)."""

    code = "tool_missing"


class ClusterLost(ReadError):
    """The cluster that was to read it could not be reached any more."""

    code = "cluster_lost"


class NotAReport(ReadError):
    """Readable, but no annual report of government information disclosure."""

    code = "not_a_report"


class MachineError(NianbaoError):
    """The machine lacks what the program needs: a right, room, a younger SQLite."""

    code = "machine"


class LibraryError(NianbaoError):
    """The library's stores: not reachable, locked, of a newer schema, damaged."""

    code = "library"


class NotYours(LibraryError):
    """What belongs to a body that an account is not for."""

    code = "not_yours"


class Corrupt(LibraryError):
    """The database's own file is damaged: nothing that it says is to be believed."""

    code = "corrupt"


class Locked(LibraryError):
    code = "locked"


class Dropped(LibraryError):
    """The database server ended the connection: what was being written was not, and may be again."""

    code = "dropped"


class ModelError(NianbaoError):
    """The model's endpoint failed, stalled or answered nonsense; callers fall back without it."""

    code = "model"


class Unproved(NianbaoError):
    """A draft may not leave the house: it says what is false, or what nobody answers for."""

    code = "unproved"


class Cancelled(NianbaoError):  # by the user
    code = "cancelled"
