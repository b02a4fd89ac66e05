"""T06: which one change would mend every broken equation at once.

The broken equations of a table are one group; where nothing mends them all, those that share
cells are.  For each group three repairs are tried, the simplest first: one cell with another value,
two cells swapped, one row of the application table shifted by a column.  A repair counts only if
it mends the whole group and breaks nothing else.  Where none does and cells are blank, what no
filling of them could mend is a group of its own, and then what would fill them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from assistant.checks.form_of_report import equations_of
from assistant.checks.place_names import cell_name
from assistant.checks.rule import NOT_ASSESSABLE, PASS, WITHIN_TABLES, Context, Rule, Verdict
from index.equations import Equation
from index.formats import COLUMN_KEYS
from index.report import Report

FEW = 5
Values = Mapping[str, int | float]


@dataclass(frozen=True, slots=True)
class Repair:
    """Cells with the values that would mend the equations; `kind` is cell, swap or shift."""

    kind: str
    changes: Mapping[str, int | float]


def likely_cause(report: Report, context: Context) -> Iterator[Verdict]:
    """One verdict a group of broken equations; pass where every equation holds."""
    equations = [e for e in equations_of(report) if _assessable(report, e)]
    values = {key: report.cell(key).value or 0 for e in equations for key in e.left + e.right}
    broken = [e for e in equations if off(e, values)]
    if equations and not broken:
        yield PASS
    for part in (("T01", "T02", "T03"), ("T04",)):
        whole = [e for e in broken if e.rule in part]
        if found := repairs(whole, equations, values):
            yield _verdict(report, whole, found)
            continue
        for group in connected(whole):
            if found := repairs(group, equations, values):
                yield _verdict(report, group, found)
            else:
                yield from _beside_blanks(report, group, equations, values)


def _beside_blanks(
    report: Report, group: list[Equation], equations: list[Equation], values: Values
) -> Iterator[Verdict]:
    """A group that no one change mends: what is wrong beside its blanks, then what fills those."""
    blanks = frozenset(k for k in values if report.cell(k).value is None)
    certain = [e for e in group if not fillable(e, values, blanks)]
    found = repairs(certain, equations, values, blanks) if len(certain) < len(group) else []
    if not found:
        yield NOT_ASSESSABLE
        return
    yield _verdict(report, certain, found)
    if len(found) == 1:
        now = {**values, **found[0].changes}
        for rest in connected(e for e in group if off(e, now)):
            fills = [r for r in repairs(rest, equations, now) if r.changes.keys() <= blanks]
            yield _verdict(report, rest, fills) if fills else NOT_ASSESSABLE


RULE = Rule(
    id="T06",
    title="不平关系的可能原因",
    severity="info",
    basis=WITHIN_TABLES,
    what="表内关系不平时，若改一格、互换两格或把一行错位复原，就能使所有不平的关系同时成立，"
    "指出是哪一格、应为何值；只提示，不改动。",
    good="各关系均成立",
    bad="“信访举报投诉类申请”行“自然人”列应为 12，现为 21",
    check=likely_cause,
)


def _assessable(report: Report, equation: Equation) -> bool:
    states = {report.cell(key).state for key in equation.left + equation.right}
    return "number" in states and not states & {"unread", "text"}


def off(equation: Equation, values: Values) -> int | float:
    """By how much the left side exceeds the right, a blank adding nothing."""
    return sum(values[k] for k in equation.left) - sum(values[k] for k in equation.right)


def fillable(equation: Equation, values: Values, blanks: frozenset[str]) -> bool:
    """Whether it holds, or a number in one of `blanks` could make it hold."""
    missing = off(equation, values)
    short = equation.left if missing < 0 else equation.right
    return not missing or not blanks.isdisjoint(short)


def connected(equations: Iterable[Equation]) -> list[list[Equation]]:
    """The equations in groups that share no cell with one another."""
    groups: list[list[Equation]] = []
    for equation in equations:
        cells = {*equation.left, *equation.right}
        touching = [g for g in groups if any(cells & {*e.left, *e.right} for e in g)]
        groups = [g for g in groups if g not in touching]
        groups.append([*(e for g in touching for e in g), equation])
    return groups


# ---------------------------------------------------------------- the three repairs


def repairs(
    group: list[Equation],
    equations: list[Equation],
    values: Values,
    blanks: frozenset[str] = frozenset(),
) -> list[Repair]:
    """The repairs of the simplest kind that works; empty where none does or too many do.

    Equations beside the group may be left to be mended by what fills the `blanks`.
    """
    if not group:
        return []
    for kind, proposals in (
        ("cell", _single(group, values)),
        ("swap", _swaps(group, values)),
        ("shift", _shifts(group, values)),
    ):
        found = [Repair(kind, c) for c in proposals if _mends(c, group, equations, values, blanks)]
        if found:
            return found if len(found) <= FEW else []
    return []


def _mends(
    changes: Mapping[str, int | float],
    group: list[Equation],
    equations: list[Equation],
    values: Values,
    blanks: frozenset[str],
) -> bool:
    changed = {**values, **changes}
    if any(v < 0 for v in changes.values()) or any(off(e, changed) for e in group):
        return False
    touched = (e for e in equations if changes.keys() & {*e.left, *e.right})
    left = blanks - changes.keys()
    return all(fillable(e, changed, left) for e in touched)


def _single(group: list[Equation], values: Values) -> Iterator[dict[str, int | float]]:
    first = group[0]
    missing = off(first, values)
    for key in (*reversed(first.right), *first.left):
        yield {key: values[key] + (missing if key in first.right else -missing)}


def _swaps(group: list[Equation], values: Values) -> Iterator[dict[str, int | float]]:
    first = group[0]
    here = (*first.left, *first.right)
    there = dict.fromkeys(k for e in group for k in (*e.left, *e.right))
    seen: set[frozenset[str]] = set()
    for one in here:
        for other in there:
            pair = frozenset((one, other))
            if values[one] != values[other] and pair not in seen:
                seen.add(pair)
                yield {one: values[other], other: values[one]}


def _shifts(group: list[Equation], values: Values) -> Iterator[dict[str, int | float]]:
    rows = dict.fromkeys(
        key.rpartition(".")[0]
        for e in group
        for key in (*e.left, *e.right)
        if key.startswith("applications.")
    )
    for row in rows:
        keys = [f"{row}.{column}" for column in COLUMN_KEYS]
        if all(key in values for key in keys):
            printed = [values[key] for key in keys]
            for shifted in _shifted(printed):
                yield dict(zip(keys, shifted, strict=True))


def _shifted(printed: list[int | float]) -> Iterator[list[int | float]]:
    """The rows that `printed` would be after one value fell out, or one gap came in."""
    for at in range(len(printed)):
        if not printed[-1]:
            rest = [*printed[:at], 0, *printed[at:-1]]
            rest[at] = rest[-1] - sum(rest[:-1]) if at < len(printed) - 1 else sum(rest)
            if rest != printed:
                yield rest
        if not printed[at]:
            rest = [*printed[:at], *printed[at + 1 :]]
            yield [*rest, sum(rest)]
    *columns, total = printed
    for gap in (i for i, value in enumerate(columns) if not value):
        rest = [*columns[:gap], *columns[gap + 1 :]]
        for at in range(len(columns)):
            yield [*rest[:at], 0, *rest[at:], total]


# ---------------------------------------------------------------- saying it


def _verdict(report: Report, group: list[Equation], found: list[Repair]) -> Verdict:
    cells = tuple(dict.fromkeys(key for r in found for key in r.changes))
    suggestions = "；或者".join(_words(report, r) for r in found)
    first = next(iter(found[0].changes.items()))
    return Verdict(
        "fail",
        f"可能的原因：{suggestions}；这样改后，{len(group)} 条不平的关系同时成立。仅供核对，未作改动",
        section=4 if cells[0].startswith("disputes") else 3,
        cells=cells,
        expected=f"{first[1]:g}" if len(found) == 1 and found[0].kind == "cell" else "",
        found=report.cell(first[0]).text,
        at=report.cell(first[0]).at,
        suggestion=suggestions,
    )


def _words(report: Report, repair: Repair) -> str:
    if repair.kind == "cell":
        ((key, value),) = repair.changes.items()
        now = report.cell(key).text.strip()
        return f"{cell_name(key)}应为 {value:g}，现为{f' {now}' if now else '空白'}"
    if repair.kind == "swap":
        one, other = repair.changes
        return (
            f"{cell_name(one)}（{_printed(report, one)}）"
            f"与{cell_name(other)}（{_printed(report, other)}）互换了位置"
        )
    row = cell_name(next(iter(repair.changes))).rsplit("“", 1)[0]
    return f"{row}的数字错开了一列，应依次为 {'、'.join(f'{v:g}' for v in repair.changes.values())}"


def _printed(report: Report, key: str) -> str:
    return report.cell(key).text.strip() or "空白"
