"""Where a sentence without numbers tells several problems, or promises several things."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.narrative.seams import WEIGHTS, Way, likeliest, ways
from index.narrative.wording import kinds, listing, turns
from index.narrative.wording.bracketed import masked
from index.narrative.wording.leaning import begins_anew

_SEPARATOR = re.compile(r"[，,、：:。；;]+\s*")
_COMMAS, _PAUSES = frozenset("，,：:。；;"), frozenset("、")
_JOINS = re.compile("并(?!且)|同时(?=[把将对在由])")
_AND = re.compile("[和及与](?![^，。]{0,3}(?:相|比))")
_DENIAL = re.compile("[不未没无缺]")
_SHORTEST = 4
"""Fewer characters are no problem of their own (发布慢、回应慢)."""
_SENTENCE = 8
"""So many characters before 、 are a clause and no member of a list of names."""
_MEMBER = 6
"""So many characters between 、 may promise something."""
_LEAST = 3
"""So many clauses may be several problems where no lead-in says so."""
_LONG = 32
"""The longer a clause, the surer it is one of its own; so many characters are sure."""
_OWN = 14
"""Whatever is longer is no surer."""
_NEVER = -9.0
"""No cut."""


@dataclass(frozen=True, slots=True)
class _Clause:
    """A clause and the sign before it.

    `lacks`: its words say that something is wanting.  `wants`: they do, or how it leans does.
    """

    start: int
    end: int
    sign: str
    words: str
    lacks: bool
    wants: bool

    @property
    def length(self) -> float:
        return min(self.end - self.start, _LONG) / _LONG


def _clauses(words: str, start: int, end: int) -> list[_Clause]:
    """A sentence's clauses, each with the sign before it."""
    found: list[_Clause] = []
    sign = "，"
    for match in (*_SEPARATOR.finditer(masked(words), start, end), None):
        stop = match.start() if match else end
        for a, b in _both_wanting(words, start, stop):
            clause = words[a:b]
            found.append(_Clause(a, b, sign, clause, kinds.lacks(clause), turns.wants(clause)))
            sign = "、"
        if match:
            start, sign = match.end(), match[0][0]
    return found


def _both_wanting(words: str, start: int, end: int) -> list[tuple[int, int]]:
    """The clause, in two where 和 joins two of which each says that something is wanting."""
    for match in _AND.finditer(words, start, end):
        halves = [(start, match.start()), (match.end(), end)]
        if all(b - a >= _SHORTEST and kinds.lacks(words[a:b]) for a, b in halves):
            return halves
    return [(start, end)] if start < end else []


def _merged(words: str, one: _Clause, other: _Clause) -> _Clause:
    whole = words[one.start : other.end]
    return _Clause(
        one.start, other.end, one.sign, whole, one.lacks or other.lacks, one.wants or other.wants
    )


# ---------------------------------------------------------------- problems


def problems(words: str, *, led: bool) -> list[Way]:
    """The likeliest way for each number of problems that a sentence may tell.

    `led`: a label or lead-in says that problems follow.
    """
    whole = Way(0.0, ((own_start(words), len(words)),))
    within = listing.enumerated(words)
    start, end = within or (whole.spans[0][0], listing.list_end(words))
    if kinds.begins("cause", words[start:]):
        return [whole]
    clauses = [c for c in _clauses(words, start, end) if not kinds.is_frame(c.words)]
    several = len(clauses) >= _LEAST
    clauses = _phrases_joined(words, clauses)
    while len(clauses) > 1 and kinds.sums_up(clauses[-1].words):
        clauses.pop()
    led = led or bool(kinds.listed(words)) or words.startswith("等", end)
    telling = _Telling(clauses, led or several and within is not None, led or several)
    signs = [_COMMAS, _PAUSES]
    if all(c.lacks and _long(c) for c in clauses):
        signs.append(_COMMAS | _PAUSES)
    found = likeliest([whole], *(telling.ways(s) for s in signs))
    told = [w for w in found if len(w.spans) == listing.how_many(words)]
    return [w.trimmed(lambda a: a + kinds.begins("adds", words[a:])) for w in told or found]


def _phrases_joined(words: str, clauses: Sequence[_Clause]) -> list[_Clause]:
    """The clauses that may begin a problem: others, and what 、 joins without a clause before it
    (价格、项目两栏混放), put to the one before.
    """
    joined: list[_Clause] = []
    for clause in clauses:
        last = joined[-1] if joined else None
        if last and _goes_on(last, clause):
            joined[-1] = _merged(words, last, clause)
        else:
            joined.append(clause)
    return joined


def _goes_on(last: _Clause, clause: _Clause) -> bool:
    if kinds.begins("continues", clause.words) or _DENIAL.match(clause.words):
        return True
    return clause.sign in _PAUSES and not (
        _long(clause) and (last.wants and _long(last) or len(last.words) >= _SENTENCE)
    )


def _long(clause: _Clause) -> bool:
    return len(clause.words) >= _SHORTEST


@dataclass(frozen=True, slots=True)
class _Telling:
    """The clauses of a sentence that tells problems.

    `led`: something said that they follow.  `likely`: so, or there are so many clauses.
    """

    clauses: Sequence[_Clause]
    led: bool
    likely: bool

    def ways(self, signs: frozenset[str]) -> list[Way]:
        """The ways to cut at some signs."""
        seams = [
            self._seam(n) if self.clauses[n].sign in signs else _NEVER
            for n in range(1, len(self.clauses))
        ]
        return ways([(c.start, c.end) for c in self.clauses], seams, self._whole)

    def _whole(self, a: int, b: int) -> float:
        """What speaks against some clauses as one item: none says what is wanting, or only by how
        it leans, or 、 parts two.
        """
        clauses = self.clauses[a:b]
        apart = WEIGHTS.apart * sum(c.sign in _PAUSES for c in clauses[1:])
        if not any(c.wants for c in clauses):
            return apart + (WEIGHTS.empty_listed if self.led else WEIGHTS.empty)
        sure = self.led or any(c.lacks for c in clauses)
        return apart + (0.0 if sure else WEIGHTS.leans)

    def _seam(self, n: int) -> float:
        """The weight of a cut before clause n: who has told one problem begins another."""
        one, other = self.clauses[n - 1], self.clauses[n]
        if kinds.begins("adds", other.words):
            return 3.0
        anew = WEIGHTS.anew * (begins_anew(other.words) - WEIGHTS.usual)
        if other.sign in _PAUSES:
            return anew + (WEIGHTS.pause_listed if self.led else WEIGHTS.pause)
        last = n == len(self.clauses) - 1
        told = WEIGHTS.lacks_not_last if last else WEIGHTS.lacks_not
        told = WEIGHTS.lacks if other.lacks else told
        if not one.wants:
            told = WEIGHTS.before_tells_not
        elif not one.lacks:
            told += WEIGHTS.before_leans
        worded = WEIGHTS.parallel * _shared(self.clauses[0].words, other.words)
        likely = worded if self.likely else WEIGHTS.few
        return WEIGHTS.length * other.length + told + anew + likely


def _shared(one: str, other: str) -> float:
    """The share of the pairs of characters of the shorter clause that both have."""
    here, there = ({w[i : i + 2] for i in range(len(w) - 1)} for w in (one, other))
    return len(here & there) / max(min(len(here), len(there)), 1)


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
    start = kinds.begins("contrast", words) or kinds.begins("adds", words)
    start += kinds.lead(words[start:])
    start = kinds.listed(words) or start + kinds.topic(words[start:])
    for match in re.finditer(r"[，,]\s*", masked(words)):
        if match.start() > start and (n := kinds.begins("contrast", words[match.end() :])):
            granted = not kinds.lacks(words[start : match.start()])
            behind = match.end() + n
            return behind + kinds.listed(words[behind:]) if granted else start
    return start


# ---------------------------------------------------------------- measures


def measures(words: str) -> list[Way]:
    """The likeliest way for each number of measures that a sentence may promise."""
    clauses = _members_joined(words, _clauses(words, 0, len(words)))
    found = likeliest(*(_promised(words, clauses, signs) for signs in (_COMMAS, _PAUSES)))
    return [w.trimmed(lambda a: m.end() if (m := _JOINS.match(words, a)) else a) for w in found]


def _members_joined(words: str, clauses: Sequence[_Clause]) -> list[_Clause]:
    """The clauses, those between 、 too short to be any put to the one before (请老党员、村民代表)."""
    joined: list[_Clause] = []
    for clause in clauses:
        short = joined and min(len(joined[-1].words), len(clause.words)) < _MEMBER
        if short and clause.sign in _PAUSES:
            joined[-1] = _merged(words, joined[-1], clause)
        else:
            joined.append(clause)
    return joined


def _promised(words: str, clauses: Sequence[_Clause], signs: frozenset[str]) -> list[Way]:
    seams = [
        _between_measures(words, clauses, n) if clauses[n].sign in signs else _NEVER
        for n in range(1, len(clauses))
    ]
    return ways([(c.start, c.end) for c in clauses], seams, lambda _a, _b: 0.0)


def _between_measures(words: str, clauses: Sequence[_Clause], n: int) -> float:
    """The weight of a cut before clause n: its own future, or a series (甲，乙，并丙)."""
    one, other = clauses[n - 1], clauses[n]
    before = words[: one.end]
    if kinds.is_frame(one.words) or kinds.tells_manner(one.words):
        return _NEVER
    if kinds.promises(other.words) and _promise_in(before):
        return 3.0
    joins = [m for m, c in enumerate(clauses) if m and c.sign in _COMMAS and _JOINS.match(c.words)]
    in_series = joins and (joins[-1] > 1 or not words.startswith("并", clauses[joins[-1]].start))
    if in_series and n <= joins[-1] and (n == joins[-1] or kinds.acts(other.words)):
        return 1.0
    own = (len(kinds.without_lead(one.words)), len(other.words))
    acts = WEIGHTS.acts if kinds.acts(other.words) else WEIGHTS.acts_not
    return acts + sum(WEIGHTS.own * min(n, _OWN) / _OWN for n in own)


def _promise_in(words: str) -> bool:
    """Whether a clause before already promises something of its own."""
    return any(
        kinds.promises(words[m.end() :]) for m in re.finditer(r"^|[，,]|下一步|今后|明年", words)
    )
