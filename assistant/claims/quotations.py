"""Sentences by quotation: what the report's own text or the drafter's notes say word for word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.claims.claim import Ground
from index.report import Report
from index.text import squash

_SENTENCES = re.compile(r"[^。！？!?；;\n]+")
_QUOTED = re.compile(r"“([^“”]{4,})”")
_SHORTEST = 6
"""A quotation of fewer characters than this says too little to bear anything."""


@dataclass(frozen=True)
class Passages:
    """Every sentence that may be quoted, by its squeezed words."""

    known: dict[str, Ground]

    def bears(self, sentence: str) -> Ground | None:
        """The passage that says exactly this, clause for clause; None where none does."""
        words = _squeezed(sentence)
        return self.known.get(words) if len(words) >= _SHORTEST else None

    def quotes(self, sentence: str) -> tuple[tuple[str, Ground | None], ...]:
        """What the sentence puts in quotation marks, each with a passage that has it."""
        return tuple((q, self._holding(_squeezed(q))) for q in _QUOTED.findall(sentence))

    def _holding(self, words: str) -> Ground | None:
        return next((g for said, g in self.known.items() if words in said), None)


def passages(report: Report, notes: Sequence[Ground]) -> Passages:
    """What may be quoted: the report's narrative and the notes; of notes their clauses as well."""
    known: dict[str, Ground] = {}
    for ground in (*_of_report(report), *notes):
        for sentence in _SENTENCES.findall(ground.text):
            known.setdefault(_squeezed(sentence), ground)
    return Passages(known)


def _of_report(report: Report) -> Iterator[Ground]:
    for section in report.sections:
        for paragraph in section.paragraphs:
            for sentence in _SENTENCES.findall(paragraph.text):
                yield Ground(
                    "passage",
                    sentence.strip(),
                    report.agency,
                    report.year,
                    section=section.number,
                )


def _squeezed(text: str) -> str:
    return re.sub(r"[，,。；;：:、\s]", "", squash(text))
