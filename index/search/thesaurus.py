"""The field's thesaurus: which wordings of offices, and of those who ask them, mean one thing.

`thesaurus.toml` beside this module lists concepts with their wordings.  A question and a passage
that share no word may still share a concept, and search counts a concept like a word.  To decide
whether a sentence says what is asked, only `strict` wordings will do.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

_FILE = Path(__file__).with_name("thesaurus.toml")
_MARK = "§"
"""Before a concept's name, so that it is no word of any text."""
_DENIED = re.compile(r"(?:不|不够|不太|不甚|未|未能|没|(?<!有)没有)$")


def concepts(text: str, *, strict: bool = False) -> list[str]:
    """The concepts that `text` names (by a `strict` wording), each marked, as often as it does.

    A wording inside a longer one counts too (培训 in 培训不够), unless the longer one denies it
    (及时 in 不够及时).
    """
    wordings, longest = _wordings(strict)
    text = text.lower()
    found: list[str] = []
    covered = start = 0
    for at in range(len(text) - 1):
        for length in range(min(longest, len(text) - at), 1, -1):
            named = wordings.get(text[at : at + length])
            if named is None or (at + length <= covered and _DENIED.search(text[start:at])):
                continue
            found += named
            if at + length > covered:
                start, covered = at, at + length
    return found


def is_concept(term: str) -> bool:
    """Whether this is a concept as `concepts` gives it, no word."""
    return term.startswith(_MARK)


def wordings(term: str, *, strict: bool = False) -> tuple[str, ...]:
    """The (`strict`) wordings of a concept; of a word, itself."""
    return _by_concept(strict).get(term, () if is_concept(term) else (term,))


@lru_cache(maxsize=2)
def _by_concept(strict: bool) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for word, named in _wordings(strict)[0].items():
        for concept in named:
            found.setdefault(concept, []).append(word)
    return {concept: tuple(said) for concept, said in found.items()}


@lru_cache(maxsize=2)
def _wordings(strict: bool) -> tuple[Mapping[str, tuple[str, ...]], int]:
    """Every (`strict`) wording with its concepts, and the length of the longest."""
    found: dict[str, tuple[str, ...]] = {}
    for concept in tomllib.loads(_FILE.read_text("utf-8"))["concept"]:
        for word in concept.get("strict", ()) if strict else concept["words"]:
            known = found.get(word.lower(), ())
            found[word.lower()] = (*known, _MARK + concept["name"])
    return found, max(map(len, found))


@lru_cache(maxsize=1)
def edition() -> str:
    """What tells an index made with this thesaurus from one made with another."""
    return hashlib.sha256(_FILE.read_bytes()).hexdigest()[:8]


@lru_cache(maxsize=1)
def names() -> tuple[str, ...]:
    """The concepts' names in the file's order."""
    return tuple(c["name"] for c in tomllib.loads(_FILE.read_text("utf-8"))["concept"])


def same(word: str) -> frozenset[str]:
    """The wordings that say strictly what `word` says: of the concepts that it is strict for."""
    named = _wordings(True)[0].get(word.lower(), ())
    return frozenset(w for concept in named for w in wordings(concept, strict=True))
