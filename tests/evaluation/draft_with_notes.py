"""Notes given for what the drafts ask: each must stand in the text, whole, under its own matter."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import cycle
from pathlib import Path
from typing import Any

import yaml

from assistant.draft import Draft, DraftRequest, Note, draft, gather, interview
from assistant.draft.notes import STAFF
from index.library.library import Library
from tests.evaluation.draft_without_notes import Made
from tests.evaluation.figures import Figure

BANK = Path(__file__).parents[1] / "draft" / "notes.yaml"
_HEADS = {"done": "存在问题的改进情况", "problem": "存在的主要问题", "measure": "改进措施"}
_REGION = {"done": "done", "cause": "problem", "problem": "problem", "measure": "measure"}


@dataclass(frozen=True, slots=True)
class Given:
    """One draft with the notes that its own questions were answered by."""

    draft: Draft
    notes: tuple[Note, ...]
    first: Draft
    """Part one, where who does the work stands."""

    def text_of(self, note: Note) -> str:
        return self.first.text if note.about == STAFF else self.draft.text


def measured(library: Library, made: Sequence[Made]) -> list[Figure]:
    bank: dict[str, list[dict[str, str]]] = yaml.safe_load(BANK.read_text("utf-8"))
    turns = {kind: cycle(notes) for kind, notes in bank.items() if kind != "plain"}
    plain = [_note(raw) for raw in bank["plain"]]
    given = [_given(library, m, turns, plain) for m in made]
    notes = [(g, n) for g in given for n in g.notes]
    return [
        Figure(f"填写的话没有原样写进（共{len(notes)}条）", sum(not _kept(*p) for p in notes), 0),
        Figure("填写的话没有站在自己的段落里", sum(not _placed(*p) for p in notes), 0),
        Figure("填写的话没有站在自己的问题下", sum(not _under(*p) for p in notes), 0),
        Figure("答过的仍在问", sum(_asked_again(*p) for p in notes), 0),
        Figure("句子不实", sum(len(g.draft.of_status("contradicted")) for g in given), 0),
        Figure("句子待核", sum(len(g.draft.of_status("unproved")) for g in given), 0),
    ]


def _note(raw: dict[str, str]) -> Note:
    fields: dict[str, Any] = dict(raw)
    return Note(**fields)


def _given(library: Library, made: Made, turns: dict[str, Any], plain: Sequence[Note]) -> Given:
    """The questions of the draft answered; the measures of what was answered as a problem as well."""
    agency, year = made.draft.agency, made.draft.year
    first = DraftRequest(agency, year)
    answers = tuple(_answers(first, library, turns))
    again = replace(first, notes=answers)
    measures = tuple(a for a in _answers(again, library, turns) if a.kind == "measure" and a.about)
    notes = (*answers, *measures, *plain)
    all_told = replace(first, notes=notes)
    return Given(draft(all_told, library), notes, draft(replace(all_told, section=1), library))


def _answers(request: DraftRequest, library: Library, turns: dict[str, Any]) -> Iterator[Note]:
    subjects = {n.subject for n in request.notes}
    for q in interview(gather(request, library)):
        if (
            q.kind in turns
            and (q.kind, q.about) not in subjects
            and (q.about or q.kind != "measure")
        ):
            yield _note({**next(turns[q.kind]), "kind": q.kind, "about": q.about})


def _kept(given: Given, note: Note) -> bool:
    return note.text in given.text_of(note)


def _placed(given: Given, note: Note) -> bool:
    """Under the heading of its kind; a fact opens the part, who does the work stands in part one."""
    if note.about == STAFF:
        return note.text in given.first.text.partition("监督保障")[2]
    if not note.text or note.text not in given.draft.text:
        return not note.text
    at = given.draft.text.index(note.text)
    heads = {kind: given.draft.text.find(words) for kind, words in _HEADS.items()}
    before = [k for k, place in heads.items() if 0 <= place < at]
    last = max(before, key=lambda k: heads[k], default="")
    return last == _REGION.get(note.kind, "")


def _under(given: Given, note: Note) -> bool:
    """The matter it is about stands before it in its own point, and no other note's between."""
    text, about = given.draft.text, note.about.strip("“”")
    if not note.about or note.kind == "fact":
        return True
    if note.answer == "未做":
        return f"“{about}”尚未" in text
    matters = {n.about.strip("“”") for n in given.notes if n.about and n.kind == note.kind}
    places = [i for i in range(len(text)) if text.startswith(note.text, i)]
    return any(_nearest(text[:at], matters, note.kind) == about for at in places)


def _nearest(before: str, matters: set[str], kind: str) -> str:
    """Of the matters that are named before, the last."""
    said = {m: _last(_named(m, kind), before) for m in matters}
    return max(said, key=lambda m: (said[m], len(m)), default="")


def _last(pattern: str, text: str) -> int:
    return max((m.start() for m in re.finditer(pattern, text)), default=-1)


def _named(matter: str, kind: str) -> str:
    """A cause stands behind its problem's own sentence.

    行政复议结果纠正的2件 → 行政复议结果纠正2件, 行政复议增至9件 → 行政复议由上年的3件增至9件.
    """
    if kind != "cause":
        return re.escape(matter)
    return re.escape(matter).replace("的", "的?").replace("增至", r"的?由上年的\d+件增至")


def _asked_again(given: Given, note: Note) -> bool:
    about = note.about.strip("“”")
    asked = (g for g in given.draft.gaps if g.kind == note.kind)
    return bool(about) and any(about == g.about.strip("“”") for g in asked)
