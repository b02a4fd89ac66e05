"""The templates of an office: its own where it has given one, else those that are drawn here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from assistant.export.letter import LETTER_FIELDS
from assistant.export.letter_layout import letter_template
from assistant.export.report_docx import REPORT_FIELDS
from assistant.export.report_layout import report_template
from assistant.export.template_check import check
from assistant.export.word_template import Field


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of paper: its name, the fields its template may print, how its own one is drawn."""

    title: str
    fields: tuple[Field, ...]
    drawn: Callable[[str], bytes]
    """From the office's name, whose length says how large it is set."""


KINDS: Mapping[str, Kind] = {
    "letter": Kind("退改函", LETTER_FIELDS, letter_template),
    "report": Kind("年度报告", REPORT_FIELDS, report_template),
}


@dataclass(frozen=True, slots=True)
class OfficeTemplates:
    """Those of the office called `office`; its own ones lie in `folder`."""

    folder: Path
    office: str = ""

    @property
    def kinds(self) -> tuple[str, ...]:
        return tuple(KINDS)

    def content(self, kind: str) -> bytes:
        """The template that is in force."""
        path = self._path(kind)
        return path.read_bytes() if path.is_file() else KINDS[kind].drawn(self.office)

    def own(self, kind: str) -> bool:
        """Whether the office has given one."""
        return self._path(kind).is_file()

    def keep(self, kind: str, content: bytes) -> tuple[str, ...]:
        """Put a template in force; gives the fields that it does not print.  Raises UsageError."""
        fields = KINDS[kind].fields
        used = check(content, {f.name: f.example for f in fields})
        self.folder.mkdir(parents=True, exist_ok=True)
        partial = self._path(kind).with_suffix(".partial")
        partial.write_bytes(content)
        partial.replace(self._path(kind))
        return tuple(f.name for f in fields if f.name not in used)

    def forget(self, kind: str) -> None:
        """Go back to the one that is drawn here."""
        self._path(kind).unlink(missing_ok=True)

    def _path(self, kind: str) -> Path:
        return self.folder / f"{Path(kind).name}.docx"
