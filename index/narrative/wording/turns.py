"""Where a sentence that told what is wanting turns to what is done about it."""

from __future__ import annotations

import re

from index.narrative.wording import kinds
from index.narrative.wording.bracketed import masked
from index.narrative.wording.leaning import wanting

_CONNECTIVE = 4
"""So many characters before a comma are no clause of their own (因此，)."""
CLEAR = 0.5
"""Clauses that lean less to one side tell nothing."""
TURNED = 0.65
"""A clause that leans so far to what is done turns a sentence that told what is wanting."""

_OF_WHAT = re.compile(r"对于?(?!策)[^，,。；;：:]+的[^，,。；;：:的]{1,6}")
"""对更新不及时的栏目，: what is to be dealt with, and no clause of its own."""


def turn_in(text: str, year: int | None = None) -> int:
    """Where, behind a comma, a sentence turns to a measure (，下一步…); 0 where it does not."""
    plain = masked(text)
    if kinds.opening(plain, year) in ("measure", "done") or kinds.of_last_year(plain, year):
        return 0
    begins = kinds.lead(plain) or kinds.topic(plain) or kinds.begins("matter", plain)
    labelled = kinds.label(plain[begins:], year)
    begins += labelled[1] if labelled else 0
    for match in re.compile(r"[，,：:]\s*").finditer(plain, begins):
        before, after = plain[begins : match.start()], plain[match.end() :]
        if _OF_WHAT.fullmatch(before) and not kinds.lacks(re.split("[，,]", after)[0]):
            return 0
        if len(before) <= _CONNECTIVE and not kinds.lacks(before):
            return 0
        turned = kinds.opening(after, None, clause=True)
        if kinds.opening(before, year) == "done" and turned == "measure":
            return match.end()
        if kinds.opening(before, year) in ("measure", "done"):
            return 0
        if kinds.is_frame(before):
            begins = match.end()
            continue
        if turned == "measure" or _answers(before, after, year):
            return match.end()
    told = labelled is not None and labelled[0] == "problem"
    turn = 0 if told else _turn_by_leaning(plain[begins:])
    return begins + turn if turn else 0


def _turn_by_leaning(text: str) -> int:
    """The comma before which the clauses lean to what is wanting and behind which to what is
    done about it; 0 where none parts them clearly.
    """
    ends = [m.end() for m in re.finditer(r"[，,]\s*", text)]
    clauses = [text[a:b] for a, b in zip([0, *ends], [*ends, len(text)], strict=True)]
    leans = [_lean(c) for c in clauses]
    turns = [n for n in range(1, len(clauses)) if leans[n] <= -TURNED]
    best = max(turns, key=lambda n: sum(leans[:n]) - sum(leans[n:]), default=0)
    clear = best and sum(leans[:best]) >= CLEAR and sum(leans[best:]) <= -TURNED
    return ends[best - 1] if clear else 0


def turn_beside(text: str, beside: str) -> int:
    """Where a sentence turns, if not by itself, then as the one `beside` it does, which ends in so
    many clauses of what is done about it; 0 where its own do not lean that way.
    """
    ends = [m.end() for m in re.finditer(r"[，,]\s*", masked(text))]
    tail = len(re.findall("[，,]", masked(beside))) + 1
    if tail > len(ends):
        return 0
    clauses = [text[a:b] for a, b in zip([0, *ends], [*ends, len(text)], strict=True)]
    return ends[-tail] if _lean(clauses[-tail]) <= -CLEAR / 2 else 0


def _lean(clause: str) -> float:
    """From 1, something is wanting, to -1, something is done about it."""
    if kinds.is_frame(clause):
        return 0.0
    leans = wanting(clause)
    if kinds.lacks(clause):
        return 1.0 if leans > -CLEAR else 0.0
    if kinds.promises(clause) or kinds.acts(clause) or kinds.opening(clause) in ("measure", "done"):
        return -1.0
    return min(leans, -TURNED) if leans < CLEAR / 2 and _begins_with_a_time(clause) else leans


def _begins_with_a_time(clause: str) -> bool:
    """Whether a clause begins with when (往后…), other than now and last year, of which problems are told."""
    import rjieba

    word, tag = next(iter(rjieba.tag(clause)), ("", ""))
    return tag == "t" and not kinds.is_frame(word)


def leans(sentence: str) -> float:
    """How the clauses of a sentence lean, the mean of them."""
    told = _leanings(sentence)
    return sum(told) / len(told) if told else 0.0


def leans_to_doing(sentence: str) -> bool:
    """Whether a sentence leans to what is to be done, its first clause clearly."""
    told = _leanings(sentence)
    return bool(told) and told[0] <= -TURNED and sum(told) < -TURNED


def _leanings(sentence: str) -> list[float]:
    clauses = [c for c in re.split("[，,。；;]", masked(sentence)) if c.strip()]
    return [_lean(c) for c in clauses if len(c) > _CONNECTIVE and not kinds.is_frame(c)]


def wants(clause: str) -> bool:
    """Whether a clause says that something is wanting, by its words or by how it leans."""
    return kinds.lacks(clause) or wanting(clause) >= CLEAR


def _answers(before: str, after: str, year: int | None) -> bool:
    """Whether a clause says what is to be done, or was, about what is told before it."""
    if kinds.next_year(after, year):
        return kinds.lacks(before)
    turns = kinds.promises(after) or kinds.opening(after) == "done"
    first = re.split("[，,]", after)[0]
    return turns and kinds.told(before, year) in ("problem", None) and not kinds.lacks(first)
