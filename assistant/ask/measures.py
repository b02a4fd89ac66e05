"""What can be asked for as a number: every cell, every group sum, ratios; and their usual names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product

from index.form_rows import application_rows, group_rows
from index.formats import (
    APPLICANTS,
    DISPUTE_KINDS,
    DISPUTE_RESULTS,
    FORMS,
    GROUPS,
    ORGANISATION_KEYS,
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


# ---------------------------------------------------------------- measures

_COLUMN_LABELS = {c.key: c.label for c in APPLICANTS} | {
    "organisations": "法人或其他组织",
    "other_org": "其他（法人或其他组织）",
}


_SUITS = ("direct_suit", "suit_after_reconsideration")


KINDS: dict[str, tuple[tuple[str, ...], str]] = {
    **{
        k.key: ((k.key,), "行政诉讼（" * (k.above != ()) + k.label + "）" * (k.above != ()))
        for k in DISPUTE_KINDS
    },
    "suits": (_SUITS, "行政诉讼"),
    "disputes": (("reconsideration", *_SUITS), "行政复议、行政诉讼"),
}


RESULTS: dict[str, tuple[tuple[str, ...], str]] = {
    **{r.key: ((r.key,), r.label) for r in DISPUTE_RESULTS},
    "closed": (("upheld", "corrected", "other"), "已审结"),
}


RECEIVED = {
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
    choices = [
        group_rows(row, form, one_row_other=folded)
        for form in reversed(FORMS)
        for folded in (True, False)
    ]
    return tuple(dict.fromkeys(tuple(r.key for r in rows) for rows in choices))


@cache
def axis_labels() -> dict[str, str]:
    rows = {r.key: r for name in FORMS for r in application_rows(name)}
    return {key: f"{'，'.join((*r.above[1:], r.label))}" for key, r in rows.items()}


def _row_label(row: str) -> str:
    if row in RECEIVED:
        return RECEIVED[row]
    if row in GROUPS:
        return f"“{GROUPS[row]}”的申请"
    return f"“{re.sub(r'（区分.*?）', '', axis_labels()[row])}”的申请"


def dispute(kind: str, result: str = "total") -> Measure:
    """A kind of case (行政诉讼: both kinds together) with one result or all."""
    (kinds, kind_label), (results, label) = KINDS[kind], RESULTS[result]
    keys = tuple(f"disputes.{k}.{r}" for k, r in product(kinds, results))
    name = kind_label if result == "total" else f"{kind_label}{label}"
    return Measure(f"disputes.{kind}.{result}", name, "件", (keys,))


@cache
def disclosures() -> dict[str, Measure]:
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
    return disclosures().get(f"disclosure.{item}.{count}")


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
    table, row, column = split_key(part.key)
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
    table, row, column = split_key(measure.key)
    if table == "disputes":
        return {"disputes": 2, "suits": 1}.get(row, 0), int(column == "total")
    return _WHOLES.get(row, int(row in GROUPS)), int(column == "total")


_RESULTS_OF = ("granted", "partially_granted", "denied", "unavailable", "rejected", "other")


def apart(measure: Measure, other: Measure) -> bool:
    """Whether `other` as a whole is no part of `measure`, so that leaving it out changes nothing."""
    if measure.over or other.over:
        return False
    (table, row, column), (table2, row2, column2) = split_key(measure.key), split_key(other.key)
    if table != table2 or table == "disclosure":
        return measure.key != other.key
    if table == "disputes":
        same_kind = bool(set(KINDS[row][0]) & set(KINDS[row2][0]))
        same_result = "total" in (column, column2) or bool(
            set(RESULTS[column][0]) & set(RESULTS[column2][0])
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
    table, row, column = split_key(measure.key)
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
    table, row, column = split_key(measure.key)
    if table != "disputes" or row != "disputes" or measure.over:
        return (measure,)
    return tuple(dispute(kind, column) for kind in ("reconsideration", "suits"))


def split_key(key: str) -> tuple[str, str, str]:
    """Table, row and column of a measure's key; a row may have dots of its own."""
    table, *row, column = key.split(".")
    return table, ".".join(row), column
