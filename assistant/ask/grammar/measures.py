"""What can be asked for as a number: every cell, every group sum, ratios; and their usual names.

A measure is read from facets (which row, which column, which kind of case, …), so the words for
a row and the words for a column are listed once and combine freely.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product

from assistant.ask.grammar.words import (
    COUNT_OF_ITEM,
    ITEM_OF_COUNT,
    PATTERNS,
    WEAK_WORDS,
    WORDS,
    Facet,
)
from index.formats import (
    APPLICANTS,
    DISPUTE_KINDS,
    DISPUTE_RESULTS,
    FORMS,
    GROUPS,
    ORGANISATION_KEYS,
    application_rows,
    group_rows,
)

Keys = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Measure:
    """A number that can be had of one report.

    `alternatives` are sums of cells that mean the same in different editions of the form (one-row
    and three-row （六）); the first that a report holds is taken.  With `over` it is a ratio, in %.
    """

    key: str
    label: str
    unit: str
    alternatives: tuple[Keys, ...]
    over: Measure | None = None

    @property
    def cells(self) -> Keys:
        """Every cell it may need, each once."""
        own = (k for keys in self.alternatives for k in keys)
        return tuple(dict.fromkeys((*own, *(self.over.cells if self.over else ()))))

    @property
    def summed(self) -> bool:
        """Whether it is computed from several cells rather than read from one."""
        return self.over is not None or any(len(keys) > 1 for keys in self.alternatives)


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
        (facet, value, weak, alternation(phrases.split()))
        for weak, words in enumerate((WORDS, *WEAK_WORDS))
        for facet, values in words.items()
        for value, phrases in values.items()
    )
    formed = tuple(
        (facet, value, 0, re.compile(pattern))
        for facet, values in PATTERNS.items()
        for value, pattern in values.items()
    )
    return (*listed, *formed)


def alternation(phrases: Iterable[str]) -> re.Pattern[str]:
    """A pattern of any of `phrases`, the longest first."""
    return re.compile("|".join(map(re.escape, sorted(set(phrases), key=len, reverse=True))))


# ---------------------------------------------------------------- measures


_COLUMN_LABELS = {c.key: c.label for c in APPLICANTS} | {
    "organisations": "法人或其他组织",
    "other_org": "其他（法人或其他组织）",
}
_SUITS = ("direct_suit", "suit_after_reconsideration")
_KINDS: dict[str, tuple[tuple[str, ...], str]] = {
    **{
        k.key: ((k.key,), "行政诉讼（" * (k.above != ()) + k.label + "）" * (k.above != ()))
        for k in DISPUTE_KINDS
    },
    "suits": (_SUITS, "行政诉讼"),
    "disputes": (("reconsideration", *_SUITS), "行政复议、行政诉讼"),
}
_RESULTS: dict[str, tuple[tuple[str, ...], str]] = {
    **{r.key: ((r.key,), r.label) for r in DISPUTE_RESULTS},
    "closed": (("upheld", "corrected", "other"), "已审结"),
}
_RECEIVED = {
    "new_received": "新收政府信息公开申请",
    "carried_over": "上年结转政府信息公开申请",
    "carried_forward": "结转下年度继续办理的申请",
    "total": "办理结果总计",
    "accepted": "受理（新收＋上年结转）的申请",
}


def application(row: str, column: str = "total") -> Measure:
    """A row, a group or 受理, for one column or for the five of 法人或其他组织 together."""
    columns = ORGANISATION_KEYS if column == "organisations" else (column,)
    alternatives = tuple(
        tuple(f"applications.{r}.{c}" for r, c in product(rows, columns)) for rows in _rows(row)
    )
    of_whom = "" if column == "total" else f"（{_COLUMN_LABELS[column]}）"
    return Measure(f"applications.{row}.{column}", _row_label(row) + of_whom, "件", alternatives)


def _rows(row: str) -> tuple[tuple[str, ...], ...]:
    if row == "accepted":
        return (("new_received", "carried_over"),)
    if row not in GROUPS:
        return ((row,),)
    choices = (group_rows(row, "2021", one_row_other=True), group_rows(row, "2021"))
    return tuple(dict.fromkeys(tuple(r.key for r in rows) for rows in choices))


@cache
def _axis_labels() -> dict[str, str]:
    rows = {r.key: r for name in FORMS for r in application_rows(name)}
    return {key: f"{'，'.join((*r.above[1:], r.label))}" for key, r in rows.items()}


def _row_label(row: str) -> str:
    if row in _RECEIVED:
        return _RECEIVED[row]
    if row in GROUPS:
        return f"“{GROUPS[row]}”的申请"
    return f"“{re.sub(r'（区分.*?）', '', _axis_labels()[row])}”的申请"


def dispute(kind: str, result: str = "total") -> Measure:
    """A kind of case (行政诉讼: both kinds together) with one result or all."""
    (kinds, kind_label), (results, label) = _KINDS[kind], _RESULTS[result]
    keys = tuple(f"disputes.{k}.{r}" for k, r in product(kinds, results))
    name = kind_label if result == "total" else f"{kind_label}{label}"
    return Measure(f"disputes.{kind}.{result}", name, "件", (keys,))


@cache
def _disclosures() -> dict[str, Measure]:
    found: dict[str, Measure] = {}
    for form in FORMS.values():
        for table in (t for t in form.tables if t.part == 2):
            for row, column in product(table.rows, table.columns):
                key = table.key(row, column)
                label = re.sub(r"（.*?）", "", f"{row.label}{column.label}")
                unit = _unit(row.key, column.key)
                found.setdefault(key, Measure(key, label, unit, ((key,),)))
    return found


def _unit(row: str, column: str) -> str:
    if column == "amount":
        return "万元"
    return "项" if column in ("previous_items", "change", "projects") else "件"


def disclosure(item: str, count: str) -> Measure | None:
    """A cell of part two; None where neither form has it."""
    return _disclosures().get(f"disclosure.{item}.{count}")


def ratio(part: Measure, whole: Measure, name: str = "") -> Measure:
    """`part` as a percentage of `whole`."""
    label = name or f"{part.label}占{whole.label}的比例"
    return Measure(f"{part.key}/{whole.key}", label, "%", part.alternatives, whole)


def multiple(part: Measure, whole: Measure) -> Measure:
    """`part` as so many times `whole`."""
    label = f"{part.label}与{whole.label}之比"
    return Measure(f"{part.key}/{whole.key}", label, "倍", part.alternatives, whole)


def together(found: Sequence[Measure]) -> Measure | None:
    """The sum of several measures as one; None where they share cells or differ in unit."""
    cells = [c for m in found for c in m.cells]
    if len({m.unit for m in found}) > 1 or len(set(cells)) < len(cells) or found[0].over:
        return None
    alternatives = tuple(
        tuple(k for keys in chosen for k in keys)
        for chosen in product(*(m.alternatives for m in found))
    )
    label = "、".join(m.label for m in found) + "合计"
    return Measure("+".join(m.key for m in found), label, found[0].unit, alternatives)


def of_whole(part: Measure, name: str = "") -> Measure | None:
    """`part` as a share of what it is naturally a part of; None where that is not plain.

    予以公开 of all results, 自然人 of its row, 纠正 of all cases of its kind, a kind of all cases,
    办结 of 新收 and 上年结转 together.
    """
    table, row, column = _split(part.key)
    if table == "applications":
        if column != "total":
            return ratio(part, application(row), name)
        if row in ("total", "carried_forward"):
            return ratio(part, application("accepted"), name)
        known = row not in ("new_received", "carried_over", "accepted")
        return ratio(part, application("total"), name) if known else None
    if table == "disputes":
        if column != "total":
            return ratio(part, dispute(row), name)
        wholes = {"direct_suit": "suits", "suit_after_reconsideration": "suits"}
        return (
            ratio(part, dispute(wholes.get(row, "disputes")), name) if row != "disputes" else None
        )
    return None


_WHOLES = {"accepted": 3, "new_received": 2, "total": 2}


def wholeness(measure: Measure) -> tuple[int, int]:
    """How much a measure is a whole that others are parts of; higher is wider."""
    table, row, column = _split(measure.key)
    if table == "disputes":
        return {"disputes": 2, "suits": 1}.get(row, 0), int(column == "total")
    return _WHOLES.get(row, int(row in GROUPS)), int(column == "total")


_RESULTS_OF = ("granted", "partially_granted", "denied", "unavailable", "rejected", "other")


def apart(measure: Measure, other: Measure) -> bool:
    """Whether `other` as a whole is no part of `measure`, so that leaving it out changes nothing."""
    if measure.over or other.over:
        return False
    (table, row, column), (table2, row2, column2) = _split(measure.key), _split(other.key)
    if table != table2 or table == "disclosure":
        return measure.key != other.key
    if table == "disputes":
        same_kind = bool(set(_KINDS[row][0]) & set(_KINDS[row2][0]))
        same_result = "total" in (column, column2) or bool(
            set(_RESULTS[column][0]) & set(_RESULTS[column2][0])
        )
        return not (same_kind and same_result)
    if column2 != "total":
        return False
    ours, theirs = row.split(".")[0], row2.split(".")[0]
    if ours == "new_received":
        return theirs == "carried_over"
    if theirs == "carried_forward":
        return ours == "total" or ours in _RESULTS_OF
    return ours != theirs and ours in _RESULTS_OF and theirs in _RESULTS_OF


def broken_down(measure: Measure) -> tuple[Measure, ...]:
    """What the form divides it into: the reasons of a group, the groups of all results, the sorts
    of applicants, the results of a kind of case; () where it has no parts of its own."""
    table, row, column = _split(measure.key)
    if measure.over is not None or table == "disclosure":
        return ()
    if table == "disputes":
        whole = column == "total" and row != "disputes"
        return tuple(dispute(row, r.key) for r in DISPUTE_RESULTS if r.key != "total" and whole)
    if row == "total":
        return tuple(application(r, column) for r in _RESULTS_OF)
    if row in ("new_received", "carried_over") and column == "total":
        return tuple(application(row, c.key) for c in APPLICANTS if c.key != "total")
    rows = max(_rows(row), key=len) if row in GROUPS else ()
    return tuple(application(r, column) for r in rows) if len(rows) > 1 else ()


def kinds_apart(measure: Measure) -> tuple[Measure, ...]:
    """复议和诉讼各几件: the two by themselves; any other measure as it is."""
    table, row, column = _split(measure.key)
    if table != "disputes" or row != "disputes" or measure.over:
        return (measure,)
    return tuple(dispute(kind, column) for kind in ("reconsideration", "suits"))


def _split(key: str) -> tuple[str, str, str]:
    table, *row, column = key.split(".")
    return table, ".".join(row), column


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
        ("item", "count"): _disclosure(facets),
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
    return tuple(m for k, m in _disclosures().items() if k.split(".")[1] == item)


def _with_count(count: str) -> tuple[Measure, ...]:
    return tuple(m for k, m in _disclosures().items() if k.split(".")[2] == count)


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
        if elsewhere or rows != ["new_received"]:
            return Reading()
        columns = [{"some_other": "other_org"}.get(c, c) for c in columns]
    if rows == ["opened"]:
        return Reading((), (application("granted"), application("partially_granted")))
    if rows == ["carried"]:
        choices = (application("carried_over"), application("carried_forward"))
        return Reading((), choices)
    if not rows and columns and not elsewhere:
        rows = ["new_received"]
    return Reading(tuple(application(r, c) for r in rows for c in columns or ["total"]))


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
    specific = [r for r in kept if r not in ("carried", "opened")]
    return specific or kept


@cache
def known() -> dict[str, Measure]:
    """Every single cell and every group sum, ratios left out, by label (for choosing by name)."""
    rows = [*_RECEIVED, *GROUPS, *(r for r in _axis_labels() if r not in ("total", "other"))]
    columns = [*(c.key for c in APPLICANTS), "organisations"]
    found = [
        *(application(r, c) for r in dict.fromkeys(rows) for c in columns),
        *(dispute(k, r) for k in _KINDS for r in _RESULTS),
        *_disclosures().values(),
    ]
    rates = [r for m in found if (r := of_whole(m)) is not None]
    return {m.label: m for m in (*found, *rates)}
