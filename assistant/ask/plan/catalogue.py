"""The measures by the names that plans call them: every cell, every group of rows, every sum.

A name is a row, and a column after a dot where it is not the row's total: 予以公开,
不予公开·属于国家秘密, 新收申请·自然人, 行政复议·结果纠正, 行政规范性文件·现行有效件数.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from assistant.ask.grammar.facets import measures, said
from assistant.ask.measures import Measure, application, disclosure, dispute
from index.form_rows import application_rows
from index.formats import APPLICANTS, DISPUTE_RESULTS, FORMS, GROUPS

_ROWS = {
    "new_received": "新收申请",
    "carried_over": "上年结转",
    "accepted": "受理（新收加上年结转）",
    "total": "办理结果总计",
    "carried_forward": "结转下年度",
}
_KINDS = {
    "disputes": "行政复议和诉讼",
    "reconsideration": "行政复议",
    "suits": "行政诉讼",
    "direct_suit": "未经复议直接起诉",
    "suit_after_reconsideration": "复议后起诉",
}
_MAIN = {"decisions": "", "amount": ""}
"""Columns that a row of part two is asked for by itself: 行政许可, 行政事业性收费."""


@cache
def catalogue() -> dict[str, Measure]:
    """Every measure by its name, in the order of the form."""
    return dict((*_disclosures(), *_applications(), *_disputes()))


def _disclosures() -> Iterator[tuple[str, Measure]]:
    for form in reversed(FORMS.values()):
        for table in (t for t in form.tables if t.part == 2):
            for row in table.rows:
                for column in table.columns:
                    found = disclosure(row.key, column.key)
                    end = _MAIN.get(column.key, re.sub(r"（.*?）", "", column.label))
                    if found is not None:
                        yield f"{row.label}·{end}".rstrip("·"), found


def _applications() -> Iterator[tuple[str, Measure]]:
    columns = [(c.key, c.label) for c in APPLICANTS if c.key != "total"]
    columns = [*columns[:1], ("organisations", "法人或其他组织"), *columns[1:]]
    labels = {"other_org": "其他组织"}
    for key, name in _application_rows():
        yield name, application(key)
        for column, label in columns:
            yield f"{name}·{labels.get(column, label)}", application(key, column)


def _application_rows() -> Iterator[tuple[str, str]]:
    yield from list(_ROWS.items())[:3]
    rows = {r.key: r for form in reversed(FORMS) for r in application_rows(form)}
    given: set[str] = set()
    for key, row in rows.items():
        top = key.split(".")[0]
        if key in _ROWS:
            continue
        if top in GROUPS and top not in given:
            given.add(top)
            yield top, GROUPS[top]
        if key not in given:
            label = re.sub(r"（区分.*?）|^\d+[.．]", "", row.label)
            yield key, f"{GROUPS[top]}·{label}" if top in GROUPS else label
    yield from list(_ROWS.items())[3:]


def _disputes() -> Iterator[tuple[str, Measure]]:
    results = [(r.key, r.label) for r in DISPUTE_RESULTS if r.key != "total"]
    for kind, name in _KINDS.items():
        yield name, dispute(kind)
        for key, label in (*results, ("closed", "已审结")):
            yield f"{name}·{label}", dispute(kind, key)


@cache
def name_of(measure: Measure) -> str:
    """The name that the catalogue gives a measure; its label where it has none (ratios, sums)."""
    return next((n for n, m in catalogue().items() if m.key == measure.key), measure.label)


@cache
def measure_called(name: str) -> Measure | None:
    """The measure that goes by `name`: the catalogue's, a cell's key, or the one its words mean."""
    plain = re.sub(r"\s", "", name)
    known = catalogue()
    if plain in known:
        return known[plain]
    if (by_key := next((m for m in known.values() if m.key == plain), None)) is not None:
        return by_key
    read = measures(said(plain))
    return read.measures[0] if len(read.measures) == 1 and not read.unused else None


def nearest_measures(name: str, most: int = 5) -> tuple[str, ...]:
    """The catalogue's names that are most like `name`."""
    from rapidfuzz import fuzz, process

    found = process.extract(name, list(catalogue()), scorer=fuzz.WRatio, limit=most)
    return tuple(n for n, _, _ in found)
