"""The interview's form: what was filled in, as the drafter's notes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from assistant.draft import Note, Question
from assistant.draft.notes import ANSWERS, Answered


def notes_of(questions: Sequence[Question], data: Mapping[str, Any]) -> list[Note]:
    """A note for every line of every answer; a question that was passed over gives none."""
    return [note for n, q in enumerate(questions) for note in _notes(q, n, data)]


def _notes(question: Question, place: int, data: Mapping[str, Any]) -> Iterator[Note]:
    chosen = str(data.get(f"answer-{place}") or "")
    answer: Answered = next((a for a in ANSWERS if a == chosen), "")
    lines = [line.strip() for line in str(data.get(f"text-{place}") or "").splitlines()]
    said = [line.rstrip("。；;") for line in lines if line]
    if question.topic == "promise":
        if answer in ("未做", "不写") or said:
            text = "" if answer in ("未做", "不写") else "；".join(said)
            yield Note(question.kind, text, question.about, answer)
        return
    yield from (Note(question.kind, text, question.about) for text in said)
