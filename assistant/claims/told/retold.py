"""Sentences by retelling: a clause whose every word stands in one sentence of the report's text.

Words may stand in another order and be fewer; none may be added, but such as only join or do.  Each
number stands there with its unit, beside the words that it has in the clause; denials are as many.
It bears out and never speaks against.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from assistant.claims.claim import Ground
from assistant.statements.wide_vocabulary import empty_nouns, without_particles
from index.numerals import CHARACTERS, value_of
from index.text import fold

_PAUSES = re.compile(r"[,:;()]")
_PIECES = re.compile(r"[,:;()、]")
_NUMBER = re.compile(
    rf"(?<![〔第])(?:(\d[\d,]*(?:\.\d+)?)([万亿]?)|([{CHARACTERS}]+))(个月|人次|万元|亿元|件次|[\u4e00-\u9fff]|%)"
)
_FIRST = 0xE100
"""Numbers stand in the texts as characters of their own from here on, the same number as the same."""
_SHORTEST = 2
"""So many characters in a row are a word that both have."""
_MOST = 0.5
"""Share of the clause's words that a number's own part must have."""
Number = tuple[float, str]


@dataclass(frozen=True, slots=True)
class Told:
    """One sentence of the text with its place; `promised` that it is still to be done."""

    ground: Ground
    promised: bool


def retells(
    clause: str,
    told: Sequence[Told],
    *,
    promised: bool,
    silent: re.Pattern[str],
    own: re.Pattern[str],
) -> Ground | None:
    """The sentence of the text that says the clause; None where none does.

    `own` is what the body and the year are called, `silent` these and what the clause need not say.
    """
    numbers: dict[Number, str] = {}
    words = _written(_patterns()["when"].sub("", _plain(clause, silent)), numbers)
    if len(_bare(words)) < 2 * _SHORTEST:
        return None
    alike = (t for t in told if t.promised == promised)
    said = ((t.ground, _written(_plain(t.ground.text, own), numbers)) for t in alike)
    return next((ground for ground, passage in said if _says(words, passage, numbers)), None)


def _plain(text: str, silent: re.Pattern[str]) -> str:
    """Without the body and the year; of deeds that have several words one stands for all."""
    text = silent.sub("", fold(text))
    for alike in _same():
        text = alike.sub(alike.pattern.partition("|")[0], text)
    return text


@cache
def _same() -> tuple[re.Pattern[str], ...]:
    data = tomllib.loads(files("assistant.claims").joinpath("words.toml").read_text("utf-8"))
    return tuple(map(re.compile, data["same"]["deeds"]))


def _says(words: str, passage: str, numbers: Mapping[Number, str]) -> bool:
    """Whether one clause of the passage says it; with numbers, such a one and another before it."""
    clauses = [c for c in _PAUSES.split(passage) if c]
    counted = _numbers(words)
    if not counted:
        return any(_covers(words, c) and _alike(words, c) for c in clauses)
    return any(
        _covers(words, window) and _alike(words, window)
        for window in _windows(words, counted, clauses, _units(passage, numbers))
    )


def _windows(
    words: str, counted: str, clauses: Sequence[str], units: Counter[str]
) -> Iterator[str]:
    for at, clause in enumerate(clauses):
        own = [p for p in _PIECES.split(clause) if set(p) & set(counted)]
        if "".join(n for p in own for n in _numbers(p) if n in counted) != counted:
            continue
        shared = sum(map(len, _blocks(words, "".join(own))))
        if shared >= _MOST * len(_bare(words)):
            yield clause
        if _left("".join(own), words) or any(units[n] > 1 for n in counted):
            continue  # 督导检查3次，分类培训5期: nothing of the one for the other
        others = (c for c in clauses[:at] if not _patterns()["denied"].search(c))
        yield from (f"{other},{clause}" for other in others)


def _units(passage: str, numbers: Mapping[Number, str]) -> Counter[str]:
    """For each number of the passage how many there are in its unit."""
    unit_of = {character: unit for (_, unit), character in numbers.items()}
    said = Counter(unit_of[n] for n in _numbers(passage))
    return Counter({character: said[unit] for character, unit in unit_of.items()})


def _covers(words: str, window: str) -> bool:
    """Whether the window has all words, in its order or with one part of them put before.

    Of what says who did it to whom (甲所向乙所移交), else in any order.
    """
    if _left(words, window) or set(_numbers(words)) - set(window):
        return False
    found = _blocks(words, window)
    rest = window
    for block in sorted(found, key=len, reverse=True):
        if block not in rest:
            return False  # said twice of what is there once
        rest = rest.replace(block, "\n", 1)
    places = [window.find(b) for b in found if not _is_verb(b)]
    turns = sum(a > b for a, b in zip(places, places[1:], strict=False))
    if not (_patterns()["directed"].search(words) or _patterns()["directed"].search(window)):
        return True
    return turns == 0 or (turns == 1 and places[-1] < places[0])


@lru_cache(maxsize=1024)
def _is_verb(block: str) -> bool:
    """公开住房保障等领域信息, 住房保障等领域信息公开: what was done may stand before or behind."""
    import rjieba

    return len(block) == _SHORTEST and all(t[0] == "v" or t == "ad" for _, t in rjieba.tag(block))


def _blocks(words: str, text: str) -> list[str]:
    """The longest runs of `words` that stand in `text` as whole words, from the left."""
    found, at, edges = [], 0, _edges(text)
    while at < len(words):
        runs = (words[at:end] for end in range(len(words), at + _SHORTEST - 1, -1))
        run = next((r for r in runs if _stands(r, text, edges)), "")
        if run:
            found.append(run)
        at += len(run) or 1
    return found


def _stands(run: str, text: str, edges: frozenset[int]) -> bool:
    """Whether the run is there from one word's beginning to another's end (乡长 is not 副乡长)."""
    places = (m.start() for m in re.finditer(f"(?={re.escape(run)})", text))
    return any(at in edges and at + len(run) in edges for at in places)


@lru_cache(maxsize=4096)
def _edges(text: str) -> frozenset[int]:
    import rjieba

    found, at = {0, len(text)}, 0
    for word in rjieba.cut(text):
        at = text.index(word, at) + len(word)
        found |= {at - len(word), at}
    return frozenset(found)


def _left(words: str, text: str) -> str:
    """What of the words is in no block that the text has, and says something."""
    for block in _blocks(words, text):
        words = words.replace(block, " ", 1)
    pieces = "".join(c for c in words if not _is_number(c)).split(" ")
    return "".join(left for p in pieces if (left := _bare(p)) and left not in empty_nouns())


def _bare(words: str) -> str:
    kept = _patterns()["light"].sub("", _patterns()["marks"].sub("", words))
    return without_particles(kept).replace(" ", "")


def _alike(clause: str, passage: str) -> bool:
    """Denied as often, of all only where it is, and nothing of it half done or another's."""
    marks = _patterns()
    if sorted(_denied(clause)) != sorted(_denied(passage)):
        return False
    if any(marks[m].search(clause) and not marks[m].search(passage) for m in ("every", "only")):
        return False
    if set(marks["partly"].findall(clause)) != set(marks["partly"].findall(passage)):
        return False
    return not set(marks["whose"].findall(passage)) - set(clause)


def _denied(text: str) -> Iterator[str]:
    """What each denial of the text denies, by how it begins: 没有约谈 is not 约谈不更新的."""
    for match in _patterns()["denied"].finditer(text):
        yield _bare(_PAUSES.split(text[match.end() :])[0])[:_SHORTEST]


# ---------------------------------------------------------------- numbers


def _written(text: str, numbers: dict[Number, str]) -> str:
    """The text with each number and its unit as one character."""

    def one(match: re.Match[str]) -> str:
        value = float(match[1].replace(",", "")) if match[1] else value_of(match[3])
        if value is None:
            return match[0]
        scale = {"万": 1e4, "亿": 1e8}.get(match[2] or "", 1.0)
        key = (round(float(value) * scale, 6), match[4])
        return numbers.setdefault(key, chr(_FIRST + len(numbers)))

    return _NUMBER.sub(one, text)


def _is_number(character: str) -> bool:
    return character >= chr(_FIRST) and character < chr(0xF900)


def _numbers(text: str) -> str:
    return "".join(filter(_is_number, text))


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    data = tomllib.loads(files("assistant.claims").joinpath("words.toml").read_text("utf-8"))
    return {name: re.compile(pattern) for name, pattern in data["retold"].items()}
