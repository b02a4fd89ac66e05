"""Last year's part five item by item: what this year's report says of it, what the drafter says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.draft.notes import Note
from assistant.draft.placing import place
from assistant.draft.request import Past, Promise
from assistant.evidence import Evidence
from index.narrative.wording import kinds
from index.numerals import ONE_TO_TEN
from index.stores.values import Item, Sentence

if TYPE_CHECKING:
    from index.library.library import Library
    from index.narrative.promises import FollowedUp

_MARK = re.compile(rf"^(?:[（(]?(?:[{ONE_TO_TEN}]+|\d{{1,2}})[）)、.．]|[{ONE_TO_TEN}]是)\s*")
_SOURCES = (1, 2, 6)
"""Parts of this year's report that may bear out what was done; its own part five never does."""


def followed_up(library: Library, body: int, year: int) -> list[FollowedUp]:
    """Last year's problems and measures with the nearest sentence of this year's report."""
    items = [
        i
        for i in library.items(bodies=[body], years=[year - 1], kinds=("problem", "measure"))
        if i.section == 5 and kinds.opening(i.text, i.year) != "done"
    ]
    told = library.sentences(bodies=[body], years=[year], sections=_SOURCES)
    return library.follow_up(items, [s for s in told if _whole(s)])


def _whole(sentence: Sentence) -> bool:
    """A heading alone says nothing of what was done."""
    return len(_MARK.sub("", sentence.text)) >= 8


def bare(text: str) -> str:
    """A sentence without its number in a list and its stop."""
    return _MARK.sub("", text.strip()).rstrip("。；;！!，,：: ")


def quoted(item: Item) -> str:
    """What an item is quoted by: its headline without a lead-in."""
    return inner(kinds.without_lead(bare(item.headline)))


def inner(words: str) -> str:
    """Words that are to stand in quotation marks: quotations in them are inner ones."""
    return words.replace("“", "‘").replace("”", "’")


def paired(found: Sequence[FollowedUp]) -> list[tuple[FollowedUp, list[FollowedUp]]]:
    """Each problem with its measures; measures of no problem alone."""
    problems = {f.item.ordinal for f in found if f.item.kind == "problem"}
    out = []
    for f in found:
        if f.item.kind == "problem":
            mine = [m for m in found if m.item.kind == "measure" and m.item.about == f.item.ordinal]
            out.append((f, mine))
        elif f.item.about not in problems:
            out.append((f, []))
    return out


def promise(
    followed: FollowedUp, ids: tuple[int, Evidence | None], years: tuple[int, ...]
) -> Promise:
    sure = followed.standing in ("done", "partly")
    is_problem = followed.item.kind == "problem"
    return Promise(quoted(followed.item), ids[0], ids[1], sure, (), years, is_problem)


def answered(
    past: Sequence[Past], notes: Iterable[tuple[Note, int]], library: Library
) -> tuple[tuple[Past, ...], tuple[tuple[Note, int], ...]]:
    """The items with the drafter's answers to them, and the answers that belong to none."""
    flat = [p for entry in past for p in entry.promises]
    mine: dict[int, list[tuple[Note, int]]] = {}
    loose = []
    for note, id in notes:
        at = place(note.about or note.text, [[p.quoted] for p in flat], library)
        if at is None:
            loose.append((note, id))
        else:
            mine.setdefault(at, []).append((note, id))
    told = [_with(p, mine.get(i, ())) for i, p in enumerate(flat)]
    out, at = [], 0
    for entry in past:
        size = len(entry.promises)
        out.append(Past(told[at], tuple(told[at + 1 : at + size])))
        at += size
    return tuple(out), tuple(loose)


def _with(one: Promise, notes: Sequence[tuple[Note, int]]) -> Promise:
    return replace(one, answered=tuple(notes))


def repeated_years(
    library: Library, items: Sequence[Item], texts: Sequence[Item]
) -> Mapping[int, tuple[int, ...]]:
    """For each of `texts` (by its place) the years of `items` that mean the same, oldest first."""
    found: dict[int, tuple[int, ...]] = {}
    if not items or not texts:
        return found
    place_of = {id(t): n for n, t in enumerate(texts)}
    for group in library.grouped([*items, *texts]):
        years = sorted({m.year for m in group.members if id(m) not in place_of and m.year})
        for member in group.members:
            if id(member) in place_of and years:
                found[place_of[id(member)]] = tuple(years)
    return found
