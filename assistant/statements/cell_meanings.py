"""From a measure to the cells that it may mean: its own, and what accounts for another number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from assistant.statements.meaning import ALSO
from index.form_rows import application_rows, group_rows
from index.formats import COLUMN_KEYS, DISPUTE_KINDS, GROUPS, LATEST, ORGANISATION_KEYS

Strength = Literal["pass", "explained", "uncertain"]


@dataclass(frozen=True, slots=True)
class Reading:
    """A sum of cells that a statement may mean: `plus` less `minus`, called `words`.

    `strength` is the outcome where the number agrees with it.
    """

    words: str
    plus: tuple[str, ...]
    minus: tuple[str, ...] = ()
    strength: Strength = "pass"

    @property
    def keys(self) -> tuple[str, ...]:
        return self.plus + self.minus


_SUITS = ("direct_suit", "suit_after_reconsideration")
_KINDS: dict[str, tuple[str, ...]] = {
    "reconsideration": ("reconsideration",),
    "direct_suit": ("direct_suit",),
    "suit_after_reconsideration": ("suit_after_reconsideration",),
    "suit": _SUITS,
    "disputes": ("reconsideration", *_SUITS),
}
_KIND_WORDS = {k.key: k.label for k in DISPUTE_KINDS} | {
    "suit": "行政诉讼（未经复议直接起诉与复议后起诉）",
    "disputes": "行政复议与行政诉讼",
}
_RESULT_WORDS = {
    "upheld": "结果维持",
    "corrected": "结果纠正",
    "other": "其他结果",
    "pending": "尚未审结",
}
SETTLED = "settled"
"""The result of cases of which no more is said than that they have one."""
_NEW, _OVER, _FORWARD = "本年新收", "上年结转", "结转下年度"
_DONE = "（七）总计"


@lru_cache(maxsize=1024)
def readings(
    measure: str, column: str = "total", form: str = LATEST, *, one_row_other: bool = False
) -> tuple[Reading, ...]:
    """What a statement of `measure` may mean in the tables of `form`, the likeliest first.

    () where the tables hold nothing of the kind.  An unknown measure with a column is tried
    against every row that the column may be meant of.
    """
    head, _, result = measure.partition(".")
    if head in _KINDS:
        return _disputes(head, result)
    if head == "disclosure":
        return (Reading("", (measure,)),)
    return _applications(measure, column, form, one_row_other)


# ---------------------------------------------------------------- part four


def _disputes(head: str, result: str) -> tuple[Reading, ...]:
    words = _KIND_WORDS[head]
    if result == SETTLED:
        totals, pending = _cells(_KINDS[head], "total"), _cells(_KINDS[head], "pending")
        return (Reading(f"{words}总计减去尚未审结", totals, pending),)
    if result:
        keys = tuple(f"disputes.{k}.{result}" for k in _KINDS[head])
        return (Reading(f"{words}“{_RESULT_WORDS[result]}”", keys),)
    totals = _cells(_KINDS[head], "total")
    found = [
        Reading(f"{words}总计", totals),
        Reading(f"{words}总计减去尚未审结", totals, _cells(_KINDS[head], "pending"), "explained"),
    ]
    if head == "suit":
        found += [
            Reading(f"只是{_KIND_WORDS[k]}总计", _cells((k,), "total"), strength="uncertain")
            for k in _SUITS
        ]
    return tuple(found)


def _cells(kinds: tuple[str, ...], result: str) -> tuple[str, ...]:
    return tuple(f"disputes.{k}.{result}" for k in kinds)


# ---------------------------------------------------------------- part three


def _applications(measure: str, column: str, form: str, one_row_other: bool) -> tuple[Reading, ...]:
    def row(key: str) -> tuple[str, ...]:
        columns = ORGANISATION_KEYS if column == "organisations" else (column,)
        return tuple(f"applications.{key}.{c}" for c in columns)

    def group(key: str) -> tuple[str, ...]:
        rows = group_rows(key, form, one_row_other=one_row_other)
        return tuple(k for r in rows for k in row(r.key))

    if column not in (*COLUMN_KEYS, "organisations"):
        return ()
    new = Reading(_NEW, row("new_received"))
    both = Reading(
        f"{_NEW}与{_OVER}之和", row("new_received") + row("carried_over"), (), "explained"
    )
    done = Reading(_DONE, row("total"))
    others = Reading(f"{_DONE}减去其他处理", row("total"), group("other"), "explained")
    this_year = Reading(
        f"{_NEW}减去{_FORWARD}", row("new_received"), row("carried_forward"), "explained"
    )
    named = {
        "new_received": (new,),
        "received": (new, both),
        "accepted": (new, both),
        "handled": (done, new, both),
        "processed": (done, others, this_year),
        "open": (Reading(_FORWARD, row("carried_forward")),),
        "": (new, Reading(both.words, both.plus), done),
    }
    if measure in named:
        return named[measure]
    if ALSO in measure:
        return _added(measure.split(ALSO), column, form, one_row_other)
    if measure in GROUPS:
        plain = Reading(f"{GROUPS[measure]}各行之和", group(measure))
        partly = Reading(
            "予以公开与部分公开之和", group("granted") + group("partially_granted"), (), "explained"
        )
        return (plain, partly) if measure == "granted" else (plain,)
    rows = {r.key for r in application_rows(form, one_row_other=one_row_other)}
    return (Reading("", row(measure)),) if measure in rows else ()


def _added(rows: Sequence[str], column: str, form: str, one_row_other: bool) -> tuple[Reading, ...]:
    """The rows that one number is the sum of: 予以公开和部分公开共 32 件."""
    each = [_applications(row, column, form, one_row_other)[:1] for row in rows]
    if not all(each):
        return ()
    plus = tuple(key for (reading,) in each for key in reading.plus)
    return (Reading(_in_words([_row_words(row, form) for row in rows]), plus),)


def _row_words(row: str, form: str) -> str:
    if row in GROUPS:
        return GROUPS[row]
    label = next(r.label for r in application_rows(form) if r.key == row)
    return f"“{label}”"


def _in_words(names: Sequence[str]) -> str:
    return "、".join(names[:-1]) + f"与{names[-1]}之和"
