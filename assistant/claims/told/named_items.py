"""What reports name in part five: problems and measures, each with what it answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.claims.claim import Ground, Listed, Verdict
from index.narrative.found import Found
from index.narrative.part_five import problems_and_measures
from index.report import Report
from index.text import fold, squash

_KINDS = frozenset({"problem", "measure"})
_SHORTEST = 5
"""A part of an item of fewer characters names nothing."""
_LIKE = 0.4
"""An item that has this share of another's pairs of characters may be the same in other words."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One problem or measure; `about` is the problem that the measure answers, "" where none."""

    kind: str
    words: str
    about: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """What it may be named by: all of it, or one of its clauses."""
        parts = [p for p in self.words.split(",") if len(p) >= _SHORTEST]
        return tuple(dict.fromkeys((self.words, *parts)))


def entries(report: Report) -> tuple[Entry, ...]:
    """The problems and measures of the report's part five, in its order."""
    section = report.section(5)
    return _entries(section.text, report.year) if section is not None else ()


def measures(report: Report) -> tuple[str, ...]:
    """The measures of the report's part five as it prints them."""
    section = report.section(5)
    found = _found(section.text, report.year) if section is not None else ()
    return tuple(f.text for f in found if f.kind == "measure")


@lru_cache(maxsize=64)
def _found(text: str, year: int | None) -> tuple[Found, ...]:
    return tuple(problems_and_measures(text, year))


def _entries(text: str, year: int | None) -> tuple[Entry, ...]:
    found = _found(text, year)
    answered = ("" if f.about is None else _words(found[f.about].text) for f in found)
    pairs = zip(found, answered, strict=True)
    return tuple(Entry(f.kind, _words(f.text), about) for f, about in pairs if f.kind in _KINDS)


def _words(text: str) -> str:
    return fold(text).strip(" ,.;:、\u3002")


# ---------------------------------------------------------------- whether it is listed


def listed(claim: Listed, reports: Mapping[int, Report]) -> Verdict:
    """Whether that year's part five names it; what is not found there is open, never false."""
    report = reports.get(claim.year)
    known = entries(report) if report is not None else ()
    if report is None or not known:
        return Verdict("unproved", f"没有{claim.year}年报告第五部分可对照")
    of_kind = [e for e in known if e.kind == claim.kind]
    if claim.count is not None:
        same = claim.count == len(of_kind)
        return Verdict("proved" if same else "unproved", f"第五部分所列为{len(of_kind)}条")
    named = [e for e in of_kind if claim.words in e.names]
    if claim.place is not None:
        named = [e for e in of_kind[claim.place - 1 : claim.place] if e in named]
    if not claim.present:
        return _absent(claim, of_kind, report)
    answering = [e for e in named if not claim.about or claim.about in _names_of(e.about)]
    if not answering:
        return Verdict("unproved", f"{claim.year}年报告第五部分没有这样写")
    ground = Ground("passage", answering[0].words, report.agency, claim.year, section=5)
    return Verdict("proved", "原文", (ground,))


def _absent(claim: Listed, known: Sequence[Entry], report: Report) -> Verdict:
    near = next((e for e in known if _alike(claim.words, e.words) >= _LIKE), None)
    if near is not None:
        ground = Ground("passage", near.words, report.agency, claim.year, section=5)
        return Verdict("unproved", f"{claim.year}年报告第五部分写有“{near.words}”", (ground,))
    told = "；".join(e.words for e in known)
    ground = Ground("passage", told, report.agency, claim.year, section=5)
    return Verdict("proved", f"{claim.year}年报告第五部分未列", (ground,))


def _names_of(words: str) -> tuple[str, ...]:
    return Entry("problem", words).names if words else ()


def _alike(one: str, other: str) -> float:
    """The share of the shorter's pairs of characters that the other has."""
    here, there = _pairs(one), _pairs(other)
    return len(here & there) / max(1, min(len(here), len(there)))


def _pairs(text: str) -> frozenset[str]:
    signs = squash(text)
    return frozenset(signs[i : i + 2] for i in range(len(signs) - 1))
