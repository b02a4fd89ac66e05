"""Several steps' rows as one: side by side on their keys, in all, in any, in the first only. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from assistant.ask.plan.plan import Combine
from assistant.ask.plan.rows import NOTHING, Column, Row, Rows


def combined(step: Combine, several: Sequence[Rows]) -> Rows:
    """Several steps' rows on their common keys; see `How`."""
    keyed = [_by_key(rows, step.on) for rows in several]
    every = dict.fromkeys(k for rows in keyed for k in rows)
    first, *others = keyed
    scope = tuple(dict.fromkeys(s for rows in several for s in rows.scope))
    gaps = tuple(dict.fromkeys(g for rows in several for g in rows.gaps))
    basis = tuple(dict.fromkeys(c for rows in several for c in rows.basis))
    searched = frozenset().union(*(rows.searched for rows in several))
    held = frozenset().union(*(rows.held for rows in several))
    whole = Rows(several[0].columns, (), scope, held, basis, gaps, searched)
    match step.how:
        case "并列":
            columns, rows = _side_by_side(step, several, keyed)
            return replace(whole, columns=columns, rows=rows)
        case "都有":
            keys = [k for k in every if all(k in rows for rows in keyed)]
            return replace(whole, rows=tuple(r for k in keys for rows in keyed for r in rows[k]))
        case "任一":
            return replace(
                whole, rows=tuple(r for k in every for rows in keyed for r in rows.get(k, ()))
            )
        case "去掉":
            keys = [k for k in first if not any(k in rows for rows in others)]
            return replace(whole, rows=tuple(r for k in keys for r in first[k]))
    raise AssertionError(step.how)


def _by_key(rows: Rows, on: Sequence[str]) -> dict[tuple[object, ...], list[Row]]:
    found: dict[tuple[object, ...], list[Row]] = defaultdict(list)
    for row in rows.rows:
        found[tuple(row[k].value for k in on)].append(row)
    return dict(found)


def _side_by_side(
    step: Combine, several: Sequence[Rows], keyed: Sequence[dict[tuple[object, ...], list[Row]]]
) -> tuple[tuple[Column, ...], tuple[Row, ...]]:
    """The keys that any step has, then each step's own columns as `s1.新收申请`."""
    columns = [several[0].column(k) for k in step.on]
    own = [
        (id, c)
        for id, rows in zip(step.of, several, strict=True)
        for c in rows.columns
        if c.name not in step.on
    ]
    columns += [replace(c, name=f"{id}.{c.name}") for id, c in own]
    made = []
    for key in dict.fromkeys(k for rows in keyed for k in rows):
        row: Row = {}
        for id, rows in zip(step.of, keyed, strict=True):
            held = rows.get(key, [{}])[0]
            row |= {k: held[k] for k in step.on if k in held and k not in row}
            row |= {f"{id}.{c.name}": held.get(c.name, NOTHING) for i, c in own if i == id}
        made.append(row)
    return tuple(columns), tuple(made)
