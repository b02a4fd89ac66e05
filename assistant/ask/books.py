"""Answers about the checks and the shelf: findings, the rule book, which reports there are."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.ask.answer import Answer, Citation, Derived, Figure, Table
from assistant.ask.grammar.query import Query
from assistant.export.review_sheet import SEVERITIES

if TYPE_CHECKING:
    from index.library.library import Library
    from index.report import Finding
    from index.stores.values import Entry

_SHOWN = 10


# ---------------------------------------------------------------- findings


def findings(query: Query, library: Library) -> Answer:
    """What the rules said of the reports asked for: 有什么问题 of one, 哪些报告勾稽不平 of many."""
    bodies = () if query.group == "全部单位" else query.bodies
    entries = {e.id: e for e in library.reports(bodies=bodies, years=query.years)}
    if not entries:
        return replace(_none(query), text=f"库中没有{_asked(query)}的报告。")
    found = [
        (entries[id], f)
        for id, f in library.findings(rules=query.rules, bodies=bodies, years=query.years)
        if id in entries
    ]
    if len(entries) > 1:
        found = [(e, f) for e, f in found if query.rules or f.severity == "error"]
    text = _of_many(query, entries, found) if len(entries) > 1 else _of_one(entries, found)
    answer = Answer(
        query.question,
        text,
        "passages",
        query,
        figures=_cells(found[:_SHOWN], library),
        derived=(_number(query, found),),
        citations=tuple(c for e, f in found[:40] if (c := _citation(e, f)) is not None),
        table=_table(found),
    )
    return replace(
        answer,
        kind="both"
        if answer.figures and answer.citations
        else "figures"
        if answer.figures
        else "passages",
    )


def _asked(query: Query) -> str:
    years = "、".join(f"{y}年" for y in query.years)
    return f"{'、'.join(query.agencies[:3]) if not query.group else query.group}{years}"


def _of_one(entries: dict[str, Entry], found: Sequence[tuple[Entry, Finding]]) -> str:
    entry = next(iter(entries.values()))
    name = f"{entry.agency}{entry.year}年的报告"
    if not found:
        return f"{name}没有查出问题。"
    counts = Counter(SEVERITIES[f.severity] for _, f in found)
    lines = [
        f"{name}查出{len(found)}个问题（{'，'.join(f'{k}{n}个' for k, n in counts.items())}）："
    ]
    lines += [f"{i}. [{f.rule}] {f.message}" for i, (_, f) in enumerate(found[: 2 * _SHOWN], 1)]
    return "\n".join([*lines, *_more(len(found) - 2 * _SHOWN, "个问题")])


def _of_many(
    query: Query, entries: dict[str, Entry], found: Sequence[tuple[Entry, Finding]]
) -> str:
    if not found:
        return f"{_asked(query)}{len(entries)}份报告中没有查出这类问题。"
    by_report: dict[str, list[Finding]] = defaultdict(list)
    for entry, finding in found:
        by_report[entry.id].append(finding)
    lines = [f"{len(entries)}份报告中有{len(by_report)}份查出这类问题："]
    for id, said in list(by_report.items())[:_SHOWN]:
        entry = entries[id]
        lines.append(f"{entry.agency}{entry.year}年（{len(said)}处）：{said[0].message}")
    return "\n".join([*lines, *_more(len(by_report) - _SHOWN, "份报告")])


def _more(left: int, unit: str) -> list[str]:
    return [f"另有{left}{unit}，见表。"] if left > 0 else []


def _number(query: Query, found: Sequence[tuple[Entry, Finding]]) -> Derived:
    reports = len({e.id for e, _ in found})
    return Derived(f"{_asked(query)}查出问题的报告", reports, "份", ())


def _cells(found: Sequence[tuple[Entry, Finding]], library: Library) -> tuple[Figure, ...]:
    """The cells that the findings name, as they are stored."""
    keys = tuple({k for _, f in found for k in f.cells})
    if not keys:
        return ()
    named = {(e.id, k) for e, f in found for k in f.cells}
    bodies = tuple({e.body for e, _ in found})
    years = tuple({e.year for e, _ in found if e.year is not None})
    return tuple(
        Figure(f.agency, f.year, f.key, f.value, f.report, f.at)
        for f in library.cells(bodies=bodies, years=years, keys=keys)
        if (f.report, f.key) in named and f.year is not None
    )


def _citation(entry: Entry, finding: Finding) -> Citation | None:
    if not finding.quote or not finding.section:
        return None
    return Citation(entry.id, entry.agency, entry.year, finding.section, finding.quote, finding.at)


def _table(found: Sequence[tuple[Entry, Finding]]) -> Table | None:
    rows = tuple(
        (e.agency, f"{e.year}年", f.rule, SEVERITIES[f.severity], f.message) for e, f in found
    )
    return Table(("单位", "年度", "规则", "程度", "说明"), rows) if rows else None


# ---------------------------------------------------------------- rules


def rules(query: Query, library: Library) -> Answer:
    """The rule book's entry of each rule named."""
    from assistant.checks import RULES

    known = [RULES[id] for id in query.rules if id in RULES]
    if not known:
        return replace(_none(query), text=f"没有编号为{'、'.join(query.rules)}的规则。")
    lines = [
        f"{r.id}（{SEVERITIES[r.severity]}）{r.title}：{r.what}依据：{r.basis}。"
        f"合格例：{r.good}；不合格例：{r.bad}。"
        for r in known
    ]
    return Answer(query.question, "\n".join(lines), "passages", query)


# ---------------------------------------------------------------- which reports there are


def inventory(query: Query, library: Library) -> Answer:
    """Which reports the library has, and which bodies lack one of the years asked for."""
    bodies = () if query.group == "全部单位" else query.bodies
    entries = library.reports(bodies=bodies, years=query.years)
    held: dict[int, list[int]] = defaultdict(list)
    for e in entries:
        if e.year is not None:
            held[e.body].append(e.year)
    whose = f"{_asked(query)}" if query.agencies or query.years else "库中"
    text = f"{whose}共有{len(entries)}份报告。"
    lacking = [n for b, n in zip(query.bodies, query.agencies, strict=True) if not held.get(b)]
    if query.years and query.bodies:
        text += _lacking(query, held)
    elif len(query.bodies) == 1 and entries:
        text += f"年份：{'、'.join(f'{y}年' for y in sorted(held[query.bodies[0]]))}。"
    if not entries and len(lacking) == len(query.bodies) == 1:
        return replace(_none(query), text=f"库中没有{whose}的报告。")
    number = Derived(f"{whose}报告数", len(entries), "份", ())
    rows = tuple((e.agency, f"{e.year}年", e.title) for e in entries)
    return Answer(
        query.question,
        text,
        "figures",
        query,
        derived=(number,),
        table=Table(("单位", "年度", "标题"), rows) if rows else None,
    )


def _lacking(query: Query, held: dict[int, list[int]]) -> str:
    named = zip(query.bodies, query.agencies, strict=True)
    gone = [
        f"{name}{'' if len(query.years) == 1 else f'{year}年'}"
        for body, name in named
        for year in query.years
        if year not in held.get(body, ())
    ]
    if not gone:
        return "所问单位都有报告。"
    return f"没有报告的有{len(gone)}个：{'、'.join(gone[:40])}{'等' if len(gone) > 40 else ''}。"


def _none(query: Query) -> Answer:
    return Answer(query.question, "", "none", query)
