"""Where a sentence without numbers tells several problems, or promises several things."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.narrative import kinds
from index.narrative.outline import masked

_CLAUSE = re.compile(r"[^，,、：:。；;]+")
_COMMA = re.compile(r"[^，,：:。；;]+")
_JOINS = re.compile("并(?!且)|同时(?=[把将对在由])")
_DENIAL = re.compile("[不未没无缺]")
_SHORTEST = 4
"""Fewer characters are no problem of their own (发布慢、回应慢)."""
_LEAST = 3
"""So many clauses may be several problems where no lead-in says so."""

Span = tuple[int, int]


@dataclass(slots=True)
class _Matter:
    """Clauses that tell one problem; `told`: one of them says what is wanting."""

    start: int
    end: int
    told: bool
    added: bool = False


def lacking(words: str, *, led: bool) -> list[Span]:
    """The clauses of a list that each lack something; none where one does not.

    `led`: a label or lead-in says that problems follow.
    """
    begins = kinds.listed(words)
    clauses = [m.span() for m in _CLAUSE.finditer(masked(words), _behind_standard(words, begins))]
    last = next((n for n, (_, b) in enumerate(clauses, 1) if words[b - 1] == "等"), None)
    clauses = clauses[:last]
    while clauses and kinds.is_frame(words[slice(*clauses[-1])]):
        clauses.pop()
    least = 2 if begins or led else _LEAST
    if len(clauses) < least or not all(kinds.lacks(words[a:b]) for a, b in clauses):
        return []
    if any(b - a < _SHORTEST or kinds.begins("continues", words[a:b]) for a, b in clauses):
        return []
    a, b = clauses[-1]
    return [*clauses[:-1], (a, a + len(words[a:b].rstrip("等")))]


def matters(words: str) -> list[Span]:
    """The problems of one sentence: each from its first clause to the one that says what is wanting."""
    start = own_start(words)
    spans = [m.span() for m in _COMMA.finditer(masked(words), start)]
    spans = [(a, b) for a, b in spans if not kinds.is_frame(words[a:b])]
    while len(spans) > 1 and kinds.sums_up(words[slice(*spans[-1])]):
        spans.pop()
    if len(spans) < _LEAST or kinds.begins("cause", words[start:]):
        return [(start, len(words))]
    found: list[_Matter] = []
    for a, b in spans:
        _take(found, words, a, b)
    return [(m.start, m.end) for m in _settled(found)]


def own_start(words: str) -> int:
    """Where the problems begin: behind the lead-in, what is granted, and the standard set."""
    return _behind_standard(words, _behind_granted(words))


def _behind_standard(words: str, start: int) -> int:
    """Behind a clause that only says how far from a standard the work is, if problems follow."""
    comma = re.compile(r"[，,]\s*").search(masked(words), start)
    if comma is None or not kinds.compared(words[start : comma.start()]):
        return start
    return comma.end() if kinds.lacks(words[comma.end() :]) else start


def _behind_granted(words: str) -> int:
    """Behind the lead-in, the topic, and what is granted before 但."""
    start = kinds.begins("contrast", words)
    start = kinds.listed(words) or start + kinds.topic(words[start:])
    for match in re.finditer(r"[，,]\s*", masked(words)):
        if match.start() > start and (n := kinds.begins("contrast", words[match.end() :])):
            granted = not kinds.lacks(words[start : match.start()])
            behind = match.end() + n
            return behind + kinds.listed(words[behind:]) if granted else start
    return start


def _take(found: list[_Matter], words: str, a: int, b: int) -> None:
    clause = words[a:b]
    added = kinds.begins("adds", clause)
    if added or not found:
        found.append(_Matter(a + added, b, kinds.lacks(clause), bool(added)))
    elif _goes_on(found[-1], clause):
        found[-1].end = b
        found[-1].told = found[-1].told or kinds.lacks(clause)
    else:
        found.append(_Matter(a, b, kinds.lacks(clause)))


def _goes_on(matter: _Matter, clause: str) -> bool:
    """Whether a clause still tells the matter: it is not yet told, or the clause has no subject."""
    return not matter.told or bool(kinds.begins("continues", clause) or _DENIAL.match(clause))


def _settled(found: list[_Matter]) -> list[_Matter]:
    """What says of nothing that it is wanting belongs to the matter before it."""
    settled: list[_Matter] = []
    for matter in found:
        if settled and not (matter.told or matter.added):
            settled[-1].end = matter.end
        else:
            settled.append(matter)
    return settled


def promised(words: str, problems: int) -> list[Span]:
    """The measures of one sentence: clauses each with its own future, or a series (甲，乙，并丙)."""
    commas = [m.span() for m in re.finditer(r"[，,]\s*", masked(words))]
    whole = [(0, len(words))]
    turns = [c for c in commas if kinds.promises(words[c[1] :])]
    turns = [c for c in turns if _promise_in(words[: c[0]])]
    if turns:
        return _cut(words, turns)
    ends = [c for c in commas if not _leads(words, c)]
    listed = ends and re.match("并(?!且)", words[ends[-1][1] :])
    if listed and len(ends) + 1 == problems:
        return _cut(words, ends)
    series = _series(words, ends)
    return _cut(words, series) if series else whole


def _series(words: str, commas: list[Span]) -> list[Span]:
    """The commas between the members of 甲，乙，并丙 and 甲，同时乙; a clause that begins with
    no verb goes on with the one before it, and so does what stands behind the last member.
    """
    joins = [n for n, c in enumerate(commas) if _JOINS.match(words[c[1] :])]
    if not joins:
        return []
    last = joins[-1]
    if words[commas[last][1]] == "并" and last < 1:
        return []
    starts = [0, *(b for _, b in commas)]
    return [
        *(c for a, c in zip(starts, commas[:last], strict=False) if _is_member(words, a, c)),
        commas[last],
    ]


def _is_member(words: str, before: int, comma: Span) -> bool:
    """Whether a member of a series begins behind a comma: no lead or manner stands before it."""
    clause = words[before : comma[0]]
    return kinds.acts(words[comma[1] :]) and not (
        kinds.tells_manner(clause) or kinds.is_frame(clause)
    )


def _leads(words: str, comma: Span) -> bool:
    """Whether only 有鉴于此 and the like stands before a comma."""
    before, after = words[: comma[0]], words[comma[1] :]
    if re.search("[，,]", before) or kinds.promises(before):
        return False
    return kinds.opening(before) == "measure" and kinds.promises(after)


def _promise_in(words: str) -> bool:
    """Whether a clause before already promises something of its own."""
    return any(
        kinds.promises(words[m.end() :]) for m in re.finditer(r"^|[，,]|下一步|今后|明年", words)
    )


def _cut(words: str, commas: list[Span]) -> list[Span]:
    starts = [0, *(b for _, b in commas)]
    ends = [*(a for a, _ in commas), len(words)]
    starts = [s + (m.end() if (m := _JOINS.match(words[s:])) else 0) for s in starts]
    return list(zip(starts, ends, strict=True))
