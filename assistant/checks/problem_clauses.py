"""Clauses of part five: what is amiss, and what was or will be done about it."""

from __future__ import annotations

import re
from functools import cache

from assistant.checks.word_lists import words_beside
from index.numerals import ONE_TO_TEN

_MARKER = re.compile(
    rf"^(?:[（(]?[{ONE_TO_TEN}\d]+[）)]?[、.．是要)）]?|第[一二三四五六]|首先|其次|再次|最后|[，,、\s])+"
)


@cache
def _any_of(name: str) -> re.Pattern[str]:
    return re.compile("|".join(words_beside(__file__)[name]))


@cache
def _imperative() -> re.Pattern[str]:
    before, verb = (_any_of(name).pattern for name in ("before_verb", "verb"))
    return re.compile(f"(?:{before})*(?:{verb})")


def names_problem(clause: str) -> bool:
    """Whether a clause says what is amiss."""
    return bool(_any_of("problem").search(clause)) and not _any_of("towards").match(
        _MARKER.sub("", clause)
    )


def improves(clause: str) -> bool:
    """Whether a clause says what was or will be done about it."""
    bare = _MARKER.sub("", clause)
    if _any_of("towards").match(bare):
        return True
    doing = _imperative().match(bare) or _any_of("improving").search(bare)
    return bool(doing) and not _any_of("problem").search(bare)
