"""What can be asked for as a number: every cell, every group sum, ratios; and their usual names.

A measure is read from facets (which row, which column, which kind of case, …), so the words for
a row and the words for a column are listed once and combine freely.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from assistant.ask.grammar.words import (
    COUNT_OF_ITEM,
    ITEM_OF_COUNT,
    Facet,
    patterns,
    phrases,
    weak_phrases,
)
from assistant.ask.measures import (
    KINDS,
    RECEIVED,
    RESULTS,
    Measure,
    application,
    axis_labels,
    disclosure,
    disclosures,
    dispute,
    of_whole,
)
from index.formats import (
    APPLICANTS,
    GROUPS,
)

# ---------------------------------------------------------------- facets


@dataclass(frozen=True, slots=True)
class Said:
    """A facet's value met at `start`–`end` of the question; weaker ones give way to stronger."""

    facet: Facet
    value: str
    start: int
    end: int
    weak: int = 0


def strong(words: Iterable[Said]) -> list[Said]:
    """Those that settle a measure whatever else is said."""
    return [s for s in words if not s.weak]


def said(text: str) -> tuple[Said, ...]:
    """The measure words of `text`, the longest at each place, strong before weak; in order."""
    found = [
        Said(facet, value, m.start(), m.end(), weak)
        for facet, value, weak, pattern in _patterns()
        for m in pattern.finditer(text)
        if not (weak and text[m.end() : m.end() + 1] == "人")
    ]
    found.sort(key=lambda s: (s.weak, s.start - s.end, s.start))
    kept: list[Said] = []
    for s in found:
        if all(s.end <= k.start or s.start >= k.end for k in kept):
            kept.append(s)
    return tuple(sorted(kept, key=lambda s: s.start))


@cache
def _patterns() -> tuple[tuple[Facet, str, int, re.Pattern[str]], ...]:
    listed = tuple(
        (facet, value, weak, alternation(said.split()))
        for weak, words in enumerate((phrases(), *weak_phrases()))
        for facet, values in words.items()
        for value, said in values.items()
    )
    formed = tuple(
        (facet, value, 0, re.compile(pattern))
        for facet, values in patterns().items()
        for value, pattern in values.items()
    )
    return (*listed, *formed)


def alternation(phrases: Iterable[str]) -> re.Pattern[str]:
    """A pattern of any of `phrases`, the longest first."""
    return re.compile("|".join(map(re.escape, sorted(set(phrases), key=len, reverse=True))))


# ---------------------------------------------------------------- from facets to measures


@dataclass(frozen=True, slots=True)
class Reading:
    """The measures a question names, or the choices where its words fit several.

    `unused` are words that no measure took up (企业 beside 行政复议): with any left over the
    question asks for something that the form does not have.
    """

    measures: tuple[Measure, ...] = ()
    choices: tuple[Measure, ...] = ()
    unused: tuple[Said, ...] = ()


_FACETS: tuple[Facet, ...] = ("row", "column", "kind", "result", "item", "count")


HARMLESS = ("decisions",)


def measures(found: Sequence[Said]) -> Reading:
    """The measures that the facets said come to, each table's own way."""
    facets = {f: _values(found, f) for f in _FACETS}
    if "every" in facets["column"]:
        facets["column"] = [c.key for c in APPLICANTS if c.key != "total"]
    for count, item in ITEM_OF_COUNT.items():
        if count in facets["count"] and item not in facets["item"]:
            facets["item"].append(item)
    parts = {
        ("item", "count"): _decisions(found) or _disclosure(facets),
        ("kind", "result"): _disputes(facets),
        ("row", "column"): _applications(facets, found),
    }
    used = {f for names, reading in parts.items() if reading != Reading() for f in names}
    unused = tuple(
        s for s in found if s.facet not in used and not s.weak and s.value not in HARMLESS
    )
    chosen = next((r.choices for r in parts.values() if r.choices), ())
    every = () if chosen else tuple(m for r in parts.values() for m in r.measures)
    return Reading(every, chosen, unused)


def _values(found: Iterable[Said], facet: Facet) -> list[str]:
    mine = [s for s in found if s.facet == facet]
    strongest = min((s.weak for s in mine), default=0)
    return list(dict.fromkeys(s.value for s in mine if s.weak == strongest))


def _disclosure(facets: dict[Facet, list[str]]) -> Reading:
    counts = facets["count"]
    items = facets["item"] or (list(_DOCUMENTS) if set(counts) & _OF_DOCUMENTS else [])
    if not items and set(counts) & _OF_ITEMS:
        every = tuple(m for c in counts for m in _with_count(c))
        return Reading((), every)
    if not items:
        return Reading()
    pairs = [(i, COUNT_OF_ITEM.get((i, c), c)) for i in items for c in counts]
    wanted = tuple(m for i, c in pairs if (m := disclosure(i, c)) is not None)
    if not wanted and "amount" in counts:
        return Reading()  # 罚了多少钱: the form has no column for it
    if wanted:
        return Reading(wanted) if facets["item"] else Reading((), wanted)
    defaults = tuple(m for i in items if (m := _only(i)) is not None)
    if set(counts) - set(HARMLESS) or len(defaults) < len(items):
        return Reading((), tuple(m for i in items for m in _of_item(i)))
    return Reading(defaults)


def _decisions(found: Sequence[Said]) -> Reading | None:
    """处理决定数量 and nothing of what: several rows of the form have such a column."""
    named = [s for s in found if not s.weak]
    alone = bool(named) and all(s.value == "decisions" for s in named)
    whole = any(s.end - s.start >= len("处理决定") for s in named)
    return Reading((), _with_count("decisions")) if alone and whole else None


_DOCUMENTS = ("regulations", "normative_documents")


_OF_DOCUMENTS = {"issued", "repealed", "in_force", "made", "published", "total_published"}


_OF_ITEMS = {"previous_items", "change"}
"""Counts that several items of the older form have: which is meant has to be asked."""


_ONLY = {
    "licensing": "decisions",
    "penalties": "decisions",
    "compulsion": "decisions",
    "fees": "amount",
    "other_services": "decisions",
}
"""What is meant of an item where nothing else is said: the only column of the 2021 form."""


def _only(item: str) -> Measure | None:
    return disclosure(item, _ONLY[item]) if item in _ONLY else None


def _of_item(item: str) -> tuple[Measure, ...]:
    return tuple(m for k, m in disclosures().items() if k.split(".")[1] == item)


def _with_count(count: str) -> tuple[Measure, ...]:
    return tuple(m for k, m in disclosures().items() if k.split(".")[2] == count)


def _disputes(facets: dict[Facet, list[str]]) -> Reading:
    kinds, results = facets["kind"], facets["result"]
    if not kinds:
        results = [r for r in results if r != "total"]
        both = tuple(dispute(k, r) for r in results for k in ("reconsideration", "suits"))
        return Reading((), both)
    return Reading(tuple(dispute(k, r) for k in kinds for r in results or ["total"]))


def _applications(facets: dict[Facet, list[str]], found: Sequence[Said]) -> Reading:
    rows, columns = _rows_meant(facets["row"]), facets["column"]
    elsewhere = facets["kind"] or facets["item"]
    if all(s.weak for s in found if s.facet == "row"):
        if elsewhere:
            rows = []
        elif columns == ["some_other"]:
            return Reading((), _others())
    if "some_other" in columns:
        columns = [c for c in columns if c != "some_other"]
        if elsewhere or not rows:
            return Reading()
        if rows == ["other"]:
            return Reading((), (application("other.other"), application("other", "other_org")))
        tops = {r.split(".")[0] for r in rows if "." in r}
        if tops <= _WITH_OTHER and tops and not _right_after(found):
            rows = [*rows, *(f"{top}.other" for top in sorted(tops))]
        else:
            columns.append("other_org")
    if rows == ["opened"]:
        return Reading((), (application("granted"), application("partially_granted")))
    if "carried" in rows:
        choices = (application("carried_over"), application("carried_forward"))
        return Reading((), choices)
    if not rows and columns and not elsewhere:
        rows = ["new_received"]
    return Reading(tuple(application(r, c) for r in rows for c in columns or ["total"]))


_WITH_OTHER = frozenset(r.split(".")[0] for r in axis_labels() if r.endswith(".other"))
"""Groups that have a row 其他 of their own."""


def _right_after(found: Sequence[Said]) -> bool:
    """Whether 其他 stands right at a row, whose column it is then; else it is one more row beside it."""
    ends = {s.end for s in found if s.facet == "row"}
    return any(s.value == "some_other" and s.start in ends for s in found)


@cache
def _others() -> tuple[Measure, ...]:
    """What the form calls 其他 and nothing more."""
    return (
        application("other"),
        application("other.other"),
        application("new_received", "other_org"),
        dispute("reconsideration", "other"),
        dispute("suits", "other"),
    )


def _rows_meant(rows: list[str]) -> list[str]:
    """Without groups whose own row is named too (重复申请 of 不予处理), and `carried` if settled."""
    groups = {r.split(".")[0] for r in rows if "." in r}
    kept = [r for r in rows if r not in groups]
    unsettled = {"opened"} | (
        {"carried"} if set(kept) & {"carried_over", "carried_forward"} else set()
    )
    specific = [r for r in kept if r not in unsettled]
    return specific or kept


@cache
def known() -> dict[str, Measure]:
    """Every single cell and every group sum, ratios left out, by label (for choosing by name)."""
    rows = [*RECEIVED, *GROUPS, *(r for r in axis_labels() if r not in ("total", "other"))]
    columns = [*(c.key for c in APPLICANTS), "organisations"]
    found = [
        *(application(r, c) for r in dict.fromkeys(rows) for c in columns),
        *(dispute(k, r) for k in KINDS for r in RESULTS),
        *disclosures().values(),
    ]
    rates = [r for m in found if (r := of_whole(m)) is not None]
    return {m.label: m for m in (*found, *rates)}
