"""Numbers that reports state in words: of a report's counts those that count what is asked for.

Where none is called so, the one number in the unit asked for whose clause says most of the words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.ask.plan.plan import Sentences
from assistant.ask.plan.speaks_of import parts, spoken
from index.numerals import CHARACTERS, value_of
from index.search import thesaurus
from index.stores.values import Count

if TYPE_CHECKING:
    from index.library.library import Library


def stated(
    step: Sentences,
    library: Library,
    bodies: Sequence[int],
    years: Sequence[int],
    *,
    near: bool,
) -> tuple[list[Count], list[Count]]:
    """The counts of the thing asked for, of several in one report those that fit it best; and of
    reports that call none so, those that come near: where others do, or with `near` in the unit asked for.
    """
    every = library.counts(bodies=bodies, years=years)
    if step.part:
        every = [c for c in every if c.section == step.part]
    if step.unit:
        every = [c for c in every if _same_unit(c.unit, step.unit)]
    fitting = [c for held in _by_report(every) for c in _fitting(step.words, held, library)]
    if not ((near and step.unit) or fitting):
        return [], []
    known = {c.report for c in fitting}
    others = every if step.unit is None else _in_unit(step.unit, library, bodies, years)
    held = _by_report([c for c in others if c.report not in known])
    return fitting, [c for some in held for c in _nearly(step.words, some, library)]


def _by_report(counts: Sequence[Count]) -> list[list[Count]]:
    found: dict[str, list[Count]] = {}
    for c in counts:
        found.setdefault(c.report, []).append(c)
    return list(found.values())


def _in_unit(
    unit: str, library: Library, bodies: Sequence[int], years: Sequence[int]
) -> list[Count]:
    """Every number of the sentences in this unit, whatever it counts, is a rate of or plans."""
    ways = "|".join(map(re.escape, (unit, *_ALIKE.get(unit, ()))))
    number = re.compile(rf"(?P<n>\d[\d,]*(?:\.\d+)?[万亿]?|[{CHARACTERS}]+)余?个?(?:{ways})")
    return [
        Count(
            s.report, s.agency, s.year, s.body, s.section, clause, unit, value, False, s.text, s.at
        )
        for s in library.sentences(bodies=bodies, years=years)
        for clause in re.split("[，；。：]", s.text)
        for m in number.finditer(clause)
        if (value := value_of(m["n"])) is not None
    ]


def _nearly(words: Sequence[str], held: Sequence[Count], library: Library) -> list[Count]:
    """The one whose clause, or half as well whose sentence, says most of the words' parts."""
    wanted = [*dict.fromkeys(p for w in words for p in parts(w) or (w,))]
    degrees = [
        (sum(_told(w, c.what, library) + _told(w, c.quote, library) for w in wanted), c)
        for c in held
    ]
    degrees = [
        (d, c)
        for d, c in degrees
        if c.unit not in _ANYTHING or any(_told(w, c.what, library) for w in wanted)
    ]
    best = max((d for d, _ in degrees), default=0)
    first = [c for d, c in degrees if d == best]
    return first if best >= len(wanted) * NEARLY and len(first) == 1 else []


def _told(word: str, text: str, library: Library) -> bool:
    return spoken((word,), [text], library)[0]


_ANYTHING = frozenset(("个", "项", "次", "条"))
"""Measure words that say nothing of what they count: the clause has to name it."""
NEARLY = 0.5
"""Of two for each word, one for the clause and one for the sentence, the least share that is near."""


def _same_unit(printed: str, asked: str) -> bool:
    return printed == asked or printed in _ALIKE.get(asked, ()) or asked in _ALIKE.get(printed, ())


_ALIKE = {
    "次": ("期", "场", "场次", "回"),
    "回": ("场", "期"),
    "场": ("期", "场次"),
    "条": ("余条", "条次"),
    "篇": ("份",),
    "人": ("人次", "名"),
    "个": ("名", "位", "家", "处", "项"),
}
"""Measure words that count the same things: 培训3期 answers 培训了几次."""


ALMOST = 90
"""From this likeness on (0–100) what is counted is called almost as it was asked for."""


def _fitting(words: Sequence[str], held: Sequence[Count], library: Library) -> list[Count]:
    """The one whose `what` says the first word and whose clause says most of the rest.

    Where no `what` says it, the sentence must, and count one thing only.
    """
    return _called(words, held, library) or _nearest(words, held)


def _nearest(words: Sequence[str], held: Sequence[Count]) -> list[Count]:
    """The count whose sentence says most of the words, or speaks of the same matters, where one
    clearly says more than any other.
    """
    if len(words) < 2:
        return []
    degrees = [(_share(words, c), c) for c in held]
    degrees.sort(key=lambda d: -d[0])
    if not degrees or degrees[0][0] < ENOUGH:
        return []
    second = degrees[1][0] if len(degrees) > 1 else 0.0
    return [degrees[0][1]] if degrees[0][0] - second >= AHEAD else []


ENOUGH = 0.6
"""The least share of the words that a count's own words, or half as well its sentence, must say."""
AHEAD = 0.15


def _share(words: Sequence[str], count: Count) -> float:
    """The share of the words that what is counted says, or means; half as much the sentence.

    What is done with it (覆盖, 查出) may be said in other words; what it is of may not.
    """
    head, *rest = words
    of = [head, *(w for w in rest if not _is_done(w))]
    told = sum(max(_says(w, count.what), _says(w, count.quote) / 2) for w in of)
    return told / len(of)


def _is_done(word: str) -> bool:
    import rjieba

    return all(tag[0] in "vd" and tag != "vn" for _, tag in rjieba.tag(word))


def _says(word: str, text: str) -> float:
    """1 where the word or all its parts stand in the text, .8 where it only names the same matter."""
    if word in text or all(p in text for p in parts(word) or (word,)):
        return 1.0
    named = {*thesaurus.concepts(word)}
    whole = len(word) <= _LONGEST_TERM
    return 0.8 if whole and named & {*thesaurus.concepts(text)} else 0.0


_LONGEST_TERM = 4
"""A longer word says more than the matter that it names (建筑工程施工许可 is not any 许可)."""


def _called(words: Sequence[str], held: Sequence[Count], library: Library) -> list[Count]:
    """The one that is called as asked, or counted by a sentence that says all of the words."""
    from rapidfuzz import fuzz

    head, *rest = words
    said = [_said(w, [c.quote for c in held], library) for w in rest]
    held = [c for c, *ok in zip(held, *said, strict=True) if all(ok)]
    if not held:
        return []  # 某局的信息: of what no sentence says together nothing is counted
    named = [
        c
        for c, ok in zip(held, spoken((head,), [c.what for c in held], library), strict=True)
        if ok
    ]
    if (whole := _whole(named, held)) is not None and not rest:
        return [whole]
    if named:
        fit = {id(c): _fit(head, rest, c, library) for c in named}
        best = max(fit.values())
        fitting = [c for c in named if fit[id(c)] == best]
        return [max(fitting, key=lambda c: c.value)] if _is_whole(fitting) else fitting[:1]
    alike = {id(c): fuzz.partial_ratio(head, c.what) for c in held}
    close = [c for c in held if alike[id(c)] >= ALMOST and len(c.what) > 2]
    if close:
        best_alike = max(alike[id(c)] for c in close)
        return [c for c in close if alike[id(c)] == best_alike][:1]
    says = spoken(words, [c.quote for c in held], library)
    around = [c for c, ok in zip(held, says, strict=True) if ok]
    return around if len(around) == 1 else []


def _said(word: str, quotes: Sequence[str], library: Library) -> list[bool]:
    """Whether each sentence says the word, or what it is a kind of: 主动|公开 is said by 公开."""
    import rjieba

    pieces = rjieba.tag(word)
    kernel = pieces[-1][0] if len(pieces) == 2 and pieces[0][1] == "b" else word
    return spoken((kernel,), quotes, library)


def _whole(named: Sequence[Count], held: Sequence[Count]) -> Count | None:
    """Of those that are called so the one that the others of its sentence make up together."""
    for count in named:
        parts = [c.value for c in held if c.quote == count.quote and c is not count]
        if len(parts) > 1 and sum(parts) == count.value:
            return count
    return None


def _is_whole(counts: Sequence[Count]) -> bool:
    """Whether one of the counts is the sum of parts told with it: 信息799条，分别为动态671条…"""
    return len(counts) > 1 and len({c.quote for c in counts}) == 1


def _fit(head: str, rest: Sequence[str], count: Count, library: Library) -> tuple[int, float]:
    clause = _clause(count)
    around = sum(spoken((w,), [clause], library)[0] for w in rest)
    return around, len(head) / max(1, len(count.what))


def _clause(count: Count) -> str:
    """The clause of the sentence in which the number stands."""
    clauses = re.split(r"[，；。：]|其中|分别为?", count.quote)
    number = f"{count.value:g}"
    return next((c for c in clauses if number in c.replace(",", "") and count.what[-2:] in c), "")
