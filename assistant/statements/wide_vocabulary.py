"""The wider vocabulary: the lexicon's terms of the form, and what prose says about figures.

The words are data: `words/comparing.toml` (direction, comparison, share, denial, rank, time),
`words/also_said.toml` (other names of the form's lines), `words/harmless.toml` (words that say
nothing of a figure).  The lexicon's own words for time, growth, share and absence give way to them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache

from assistant.statements.lexicon import Token, Vocabulary, named, terms
from assistant.statements.words import Term, terms_of, words_of

_REPLACED = frozenset({"period", "growth", "share", "none", "zero", "joint"})
_REPLACED_LISTS = frozenset({"including", "respectively", "each", "total"})
_LEXICON = "lexicon:"
_ORDER = (
    "opening proportion dispute ratio lexicon:apart row lexicon:row mixed to_zero result settled negation none run shape reach streak yearly_mean period "
    "same_time future cause because zero all fraction rank among rest share bound than group statistic "
    "compared from swing degree direction sum including respectively within joint copula existence action "
    "disclosure lexicon:rest column order between made"
)
"""The kinds in the order in which they are tried; those of the lexicon have its name before them."""


@cache
def vocabulary() -> Vocabulary:
    """All terms, the narrower before the wider."""
    known = {**terms_of("comparing.toml"), **terms_of("also_said.toml"), **_of_lexicon()}
    return Vocabulary([t for kind in _ORDER.split() for t in known[kind]] + list(harmless()))


def _of_lexicon() -> Mapping[str, tuple[Term, ...]]:
    kept = [t for t in terms() if not _gives_way(t)]
    apart = tuple(t for t in kept if t.kind in ("noise", "sep") and t.name != "phrase")
    rows = tuple(t for t in kept if t.kind == "row")
    rest = tuple(t for t in kept if t not in apart and t not in rows)
    return {f"{_LEXICON}apart": apart, f"{_LEXICON}row": rows, f"{_LEXICON}rest": rest}


def _gives_way(term: Term) -> bool:
    return term.kind in _REPLACED or (term.kind == "list" and term.name in _REPLACED_LISTS)


@cache
def harmless() -> tuple[Term, ...]:
    """Words of two characters and more as terms: 来自 is not the 自 of 自…至."""
    words = sorted((w for w in _harmless() if len(w) > 1), key=len, reverse=True)
    return (Term("harmless", "harmless", "|".join(map(re.escape, words))),)


def _harmless() -> tuple[str, ...]:
    return words_of("harmless.toml")


@cache
def _tiles() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(_harmless(), key=len, reverse=True))))


@cache
def empty_nouns() -> frozenset[str]:
    """Nouns that add nothing to what they stand with: 制度, 工作, 情况."""
    return frozenset(words_of("harmless.toml", "nouns"))


def says_something(text: str) -> bool:
    """Whether anything is left of `text` once the harmless words are taken out."""
    return bool(bare(text))


def bare(text: str) -> str:
    """`text` without the harmless words."""
    return _tiles().sub("", text)


def without_particles(text: str) -> str:
    """`text` without marks and the words that only join others."""
    return _particles().sub("", text)


@cache
def _particles() -> re.Pattern[str]:
    words = words_of("harmless.toml", "particles", "marks")
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))


@lru_cache(maxsize=2048)
def spoken_tokens(text: str) -> tuple[Token, ...]:
    """The terms of half-width `text`, left to right, none overlapping."""
    return tuple(named(vocabulary(), text))


def unknown(text: str, known: Iterator[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The stretches of `text` outside the `known` spans that say something."""
    at = 0
    for start, end in (*known, (len(text), len(text))):
        if start > at and says_something(text[at:start]):
            words = function_words(text)
            if says_something(_left(text, at, start, words)):
                yield at, start
        at = max(at, end)


def _left(text: str, start: int, end: int, words: Sequence[tuple[int, int]]) -> str:
    """What of the stretch is in none of the words that lie wholly in it."""
    kept, at = [], start
    for a, b in words:
        if start <= a and b <= end:
            kept.append(text[at:a])
            at = b
    return "".join((*kept, text[at:end]))


_JOINING = frozenset({"p", "c", "u", "y", "e", "o", "d", "r", "f"})
"""Parts of speech that only join or colour: prepositions, conjunctions, particles, adverbs, pronouns."""
_TELLING = re.compile(
    r"[不未没无非莫勿别否除因自距最更越愈太过首初再次重另多少屡反单分半全各每某几谁另只仅约近先前上下左右]"
)
"""What makes such a word deny, except, narrow, order, measure or compare all the same."""


@lru_cache(maxsize=512)
def function_words(text: str) -> tuple[tuple[int, int], ...]:
    """The spans of words that only join others, as the segmenter tags them."""
    import rjieba

    found, at = [], 0
    for word, tag in rjieba.tag(text):
        start = text.index(word, at)
        at = start + len(word)
        if (tag[:1] in _JOINING or tag == "zg") and tag != "nr" and not _TELLING.search(word):
            found.append((start, at))
    return tuple(found)
