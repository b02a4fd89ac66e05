"""The words of report prose that say what a number is about: the terms of `words/narrative.toml`.

All terms together are one alternation: at a place the first term that matches wins, so the
narrower wording stands first.  Whole-form labels of table three's rows come from `index.formats`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from operator import attrgetter

from assistant.statements.words import Kind, Term, patterns_of, terms_of
from index.form_rows import result_rows
from index.formats import FORMS

_WORDS = "narrative.toml"
_ORDER = (
    "noise sep leaf short_row row than growth zero period scope dispute result column object phrase "
    "restrict foreign none list share due action disclosure made channel joint"
)
_KINDS = {"short_row": "row", "due": "action", "phrase": "noise"}
"""Groups of the data that are of another group's kind, told apart only by when they are tried."""


@dataclass(frozen=True, slots=True)
class Token:
    """A term met at `start`–`end`; `text` is what stands there."""

    kind: Kind
    name: str
    start: int
    end: int
    text: str


@cache
def _leaves() -> Mapping[str, str]:
    """The form's labels of the lines below 不予公开, 无法提供, 不予处理, 其他处理 → their rows."""
    found: dict[str, str] = {}
    for row in (row for form in reversed(FORMS) for row in result_rows(form)):
        if "." in row.key:
            labels = (re.sub(r"^\d\.", "", label) for label in (row.label, *row.aliases))
            found |= {label: row.key for label in labels if label != "其他"}
    return found


def _leaf_term() -> Term:
    """All those labels as one term: many alternatives of plain words are quick, many terms not."""
    return Term("row", LEAF, "|".join(map(re.escape, sorted(_leaves(), key=len, reverse=True))))


LEAF = "leaf"


@cache
def terms() -> tuple[Term, ...]:
    """Every term, the narrower before the wider."""
    known = {k: tuple(_of_kind(k, ts)) for k, ts in terms_of(_WORDS).items()}
    known["leaf"] = (_leaf_term(),)
    known["than"] = tuple(t for t in known["period"] if t.name == "than")
    return tuple(t for group in _ORDER.split() for t in known[group])


def _of_kind(group: str, known: Sequence[Term]) -> Iterator[Term]:
    kind = _KINDS.get(group, group)
    yield from (Term(kind, t.name, t.pattern) for t in known)


class Vocabulary:
    """Terms as one alternation; its group that matched says which of the terms it was.

    Each branch begins with its own first character and ends with an empty group: `re` passes over
    a branch at once by its first character, but not over one that begins with a group.
    """

    def __init__(self, known: Sequence[Term]) -> None:
        branches = [(b, term) for term in known for b in _branches(term.pattern)]
        self.pattern = re.compile("|".join(f"{b}()" for b, _ in branches))
        self.terms = tuple(term for _, term in branches)


def named(vocabulary: Vocabulary, text: str) -> Iterator[Token]:
    """The terms of half-width `text`, left to right, none overlapping, none empty."""
    for match in vocabulary.pattern.finditer(text):
        term = vocabulary.terms[(match.lastindex or 1) - 1]
        if match.group():
            name = _leaves()[match.group()] if term.name == LEAF else term.name
            yield Token(term.kind, name, match.start(), match.end(), match.group())


@cache
def _vocabulary(kinds: frozenset[Kind]) -> Vocabulary:
    return Vocabulary([t for t in terms() if not kinds or t.kind in kinds])


def _branches(pattern: str) -> Iterator[str]:
    """The alternatives of a pattern, split where its | stands in no bracket."""
    start = depth = 0
    for mark in re.finditer(r"\\.|\[\^?\]?(?:\\.|[^\]])*\]|[()|]", pattern):
        depth += {"(": 1, ")": -1}.get(mark[0], 0)
        if mark[0] == "|" and not depth:
            yield pattern[start : mark.start()]
            start = mark.end()
    yield pattern[start:]


ALL: frozenset[Kind] = frozenset()
TOPICS: frozenset[Kind] = frozenset({"noise", "object", "foreign"})


@lru_cache(maxsize=512)
def tokens(text: str, kinds: frozenset[Kind] = ALL) -> tuple[Token, ...]:
    """The terms of half-width `text`, left to right, none overlapping; only `kinds` if given."""
    return tuple(named(_vocabulary(kinds), text))


@cache
def _fillers() -> re.Pattern[str]:
    return re.compile("|".join(patterns_of(_WORDS, "fillers")))


_END = attrgetter("end")


def leftover(text: str, start: int, end: int, known: Sequence[Token]) -> str:
    """What of `text[start:end]` is neither one of the `known` terms, which stand in their order,
    nor a word that adds nothing."""
    kept, at = [], start
    for n in range(bisect_right(known, start, key=_END), len(known)):
        if (token := known[n]).start >= end:
            break
        kept.append(text[at : max(token.start, at)])
        at = max(at, token.end)
    kept.append(text[at:end] if at < end else "")
    return _fillers().sub("", " ".join(kept))
