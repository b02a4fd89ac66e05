"""Whether words of part five tell a problem, a measure, or a thing done."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from index.text import fold

Kind = Literal["problem", "measure", "done"]
_FILE = Path(__file__).with_name("kinds.toml")
_YEAR = re.compile(r"20\d\d年?")
_PUNCTUATION = re.compile(r"[\s，,。；;：:、！!？?“”‘’（）()《》…—\-.．0-9一二三四五六七八九十]+")
_NUMBERED = re.compile(r"^[(（]?[一二三四五六七八九十\d]{1,3}(?:[)）、.．]|是)")
_OF_OWN = 2
"""So many characters beside frame words are still nothing of a sentence's own."""


@dataclass(frozen=True)
class _Words:
    """`kinds.toml`, compiled: group.name → pattern."""

    patterns: dict[str, re.Pattern[str]]

    def __getitem__(self, name: str) -> re.Pattern[str]:
        return self.patterns[name]


@cache
def _words() -> _Words:
    groups = tomllib.loads(_FILE.read_text("utf-8"))
    return _Words(
        {
            f"{group}.{name}": re.compile(pattern)
            for group, patterns in groups.items()
            for name, pattern in patterns.items()
        }
    )


@dataclass(frozen=True, slots=True)
class Named:
    """What a heading or a lead says of what follows; `kind` None where it takes no side."""

    kind: Kind | None


def named(text: str, year: int | None = None) -> Named | None:
    """What kind of items a heading or a lead-in names; None where it names none."""
    words = _words()
    plain = fold(text)
    if _names_last_years(plain, year):
        return Named("problem" if re.search(r"仍|依然|还", plain) else "done")
    if words["names.both"].search(plain) and not words["language.future"].search(plain):
        return Named(None)
    measure = words["names.measure"].search(plain)
    against = re.search(r"针对|对照|聚焦|围绕", plain)
    problem = words["names.problem"].search(plain)
    if measure and (against or not problem or measure.start() < problem.start()):
        return Named(_measure_or_done(plain))
    if problem:
        return Named(None if measure and not against else "problem")
    return Named("measure") if words["language.future"].search(plain) else None


def _names_last_years(text: str, year: int | None) -> bool:
    """Whether last year's problems, or what became of them, are named."""
    words = _words()
    if not _of_last_year(text, year) or words["language.future"].search(text):
        return False
    return bool(words["names.problem"].search(text) or words["names.measure"].search(text))


def _measure_or_done(text: str) -> Kind:
    words = _words()
    future = words["language.future"].search(text)
    return "done" if words["names.finished"].search(text) and not future else "measure"


def _of_last_year(text: str, year: int | None) -> bool:
    said = _words()["names.last_year"].search(text)
    return bool(said) or (year is not None and f"{year - 1}年" in text)


def is_frame(text: str) -> bool:
    """Whether nothing is left of the words once what every lead-in says is taken out."""
    words = _words()
    left = words["frame.self"].sub("", _YEAR.sub("", fold(text)))
    left = _PUNCTUATION.sub("", words["frame.words"].sub("", left))
    return len(left) <= _OF_OWN


def label(text: str) -> tuple[Kind | None, int] | None:
    """A label such as 改进措施： at the start: its kind, and where what follows begins."""
    match = re.match(r"[^，,。；;：:\n]{2,16}[：:]", fold(text))
    if match is None or not is_frame(match[0]):
        return None
    name = named(match[0])
    return (name.kind, match.end()) if name else None


def opening(text: str, year: int | None = None, *, clause: bool = False) -> Kind | None:
    """The kind that a sentence turns to by its first words (下一步, 针对上述问题, 存在)."""
    words = _words()
    plain = _NUMBERED.sub("", fold(text).lstrip())
    if words["opening.done"].match(plain) and not words["language.future"].search(plain):
        return "done"
    if clause and words["opening.sentence_only"].match(plain):
        return None
    if words["opening.measure"].match(plain) or _next_year(plain, year):
        return _measure_or_done(plain.split("，")[0]) if plain.startswith("针对") else "measure"
    return "problem" if words["opening.problem"].match(plain) else None


def _next_year(text: str, year: int | None) -> bool:
    return year is not None and text.startswith(f"{year + 1}年")


def told(text: str, year: int | None = None) -> Kind | None:
    """The kind that the language of a sentence tells; None where it tells none."""
    words = _words()
    plain = _NUMBERED.sub("", fold(text).strip("。；;，, \n"))
    turned = opening(plain, year)
    if turned:
        return turned
    if _mended(plain, year):
        return "done"
    if lacks(plain):
        return "problem"
    if words["language.future"].search(plain) or words["language.verbs"].match(plain):
        return "measure"
    return "done" if words["language.done"].search(plain) else None


def _mended(text: str, year: int | None) -> bool:
    """Whether a sentence says that a problem, or last year's, has been seen to."""
    words = _words()
    if not words["language.done"].search(text) or words["language.future"].search(text):
        return False
    named = "问题" in text or _of_last_year(text, year)
    return named and not re.search(r"仍|依然|尚未", text)


def lacks(text: str) -> bool:
    """Whether a clause says that something is wanting, and not that it is to be mended."""
    words = _words()
    plain = words["language.mending"].sub("", fold(text))
    found = [m for c in re.split(r"[，,。；;]", plain) for m in [words["language.lack"].search(c)]]
    if not any(found):
        return False
    first = next(i for i, m in enumerate(found) if m)
    clauses = re.split(r"[，,。；;]", plain)
    return not (words["language.verbs"].match(clauses[0]) and first > 0)


def listed(text: str) -> int:
    """Where the listed things begin after 主要是, 如, 表现在; 0 where nothing is listed."""
    match = _words()["names.listing"].search(fold(text))
    return match.end() if match else 0


def turn_in(text: str, year: int | None = None) -> int:
    """Where, behind a comma, a sentence turns to a measure (，下一步…); 0 where it does not."""
    for match in re.finditer(r"[，,：:]\s*", fold(text)):
        if opening(text[match.end() :], year, clause=True) == "measure":
            return match.end()
    return 0
