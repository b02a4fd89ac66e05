"""What the drafter says: answers of the interview, kept with body and year, with name and date.

A file of notes has a JSON object or a plain line a line; a plain line's kind is told by its words.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from index.bodies.names import same_body, short_names
from index.readers.encodings import lines_of
from index.report import UsageError

if TYPE_CHECKING:
    from index.library.library import Body, Library

NoteKind = Literal["done", "cause", "measure", "problem", "fact"]
Answered = Literal["", "已做", "部分", "未做", "不写"]
KINDS: tuple[NoteKind, ...] = get_args(NoteKind)
ANSWERS: tuple[Answered, ...] = get_args(Answered)[1:]
STAFF = "公开工作专兼职人员"
"""What a note of who does the work is about: it stands in part one."""

_CAUSE = (
    re.compile(
        r"(?P<about>[^，,。；;]+?)[，,]?(?:的?(?:主要)?原因(?:是|在于|为)|(?:主要)?是(?:由于|因为))"
        r"(?P<cause>.+)"
    ),
    re.compile(r"(?:由于|因为)(?P<cause>[^，,。；;]+)[，,](?P<about>.+)"),
)
"""A line that says itself what was the cause of what."""


@dataclass(frozen=True, slots=True)
class Note:
    """One thing the drafter says: `about` a problem or an item of last year, in the words `text`.

    `answer` is what became of an item of last year (`done` notes only).
    """

    kind: NoteKind
    text: str = ""
    about: str = ""
    answer: Answered = ""
    who: str = ""
    when: str = ""

    @property
    def subject(self) -> tuple[str, str]:
        """What a later note of the same kind takes the place of."""
        return self.kind, self.about


def read_notes(path: Path) -> tuple[Note, ...]:
    """The notes of a file.  Raises UsageError, naming the line, where one cannot be used."""
    lines = lines_of(path)
    numbered = [(n, line.strip()) for n, line in enumerate(lines, 1) if line.strip()]
    return tuple(_note(line, f"{path.name} 第 {n} 行") for n, line in numbered)


def plain_note(line: str) -> Note:
    """A note of a plain line, its kind told by its words; a fact where they tell none."""
    from index.narrative.wording import kinds

    for said in _CAUSE:
        if match := said.match(line):
            return Note("cause", _bare(match["cause"]), _bare(match["about"]))
    told = kinds.told(line)
    return Note(told or "fact", _bare(line))


def _note(line: str, where: str) -> Note:
    if not line.startswith("{"):
        return plain_note(line)
    try:
        raw: dict[str, Any] = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        raise UsageError(f"{where}不是合格的 JSON") from error
    kind, answer = raw.get("kind"), raw.get("answer", "")
    if kind not in KINDS:
        raise UsageError(f"{where}的 kind 只能取 {'、'.join(KINDS)}")
    if answer not in get_args(Answered):
        raise UsageError(f"{where}的 answer 只能取 {'、'.join(ANSWERS)}")
    text, about = str(raw.get("text") or ""), str(raw.get("about") or "")
    if not text.strip() and answer not in ("未做", "不写"):
        raise UsageError(f"{where}没有 text")
    return Note(kind, _bare(text), about.strip(), answer)


def _bare(text: str) -> str:
    return " ".join(text.split()).strip().rstrip("。；;，,")


# ---------------------------------------------------------------- kept


def kept(library: Library, agency: str, year: int) -> tuple[Note, ...]:
    """What was said for that body and year before."""
    return tuple(Note(**raw) for raw in library.setting(_name(_whole(library, agency), year), []))


def keep(
    library: Library, agency: str, year: int, notes: Iterable[Note], *, who: str = ""
) -> tuple[Note, ...]:
    """Keep notes with name and date; what was said before of the same matter gives way."""
    agency = _whole(library, agency)
    signed = [replace(n, who=n.who or who, when=n.when or date.today().isoformat()) for n in notes]
    together = merged(kept(library, agency, year), signed)
    library.put_setting(_name(agency, year), [asdict(n) for n in together])
    return together


def forget(library: Library, agency: str, year: int, note: Note) -> None:
    """Take back one note."""
    agency = _whole(library, agency)
    left = [asdict(n) for n in kept(library, agency, year) if n != note]
    library.put_setting(_name(agency, year), left or None)


def merged(before: Sequence[Note], now: Sequence[Note]) -> tuple[Note, ...]:
    """The notes of both, those of now in place of those before on the same subject."""
    said = {n.subject for n in now}
    return (*(n for n in before if n.subject not in said), *now)


def _whole(library: Library, agency: str) -> str:
    body = find_body(library, agency)
    return body.name if body else agency


def find_body(library: Library, name: str) -> Body | None:
    """The body that `name` (full, or a usual short form) means; None where there is none.

    Raises UsageError, naming them, where several fit.
    """
    bodies = library.bodies()
    exact = [b for b in bodies if name == b.name or name in b.aliases]
    found = exact or [b for b in bodies if same_body(b.name, name)]
    found = found or [b for b in bodies if name in short_names(b.name)]
    if len(found) > 1:
        raise UsageError(f"“{name}”可以是{'、'.join(b.name for b in found)}，请写全称")
    return found[0] if found else None


def _name(agency: str, year: int) -> str:
    return f"draft_notes/{agency}/{year}"[:100]
