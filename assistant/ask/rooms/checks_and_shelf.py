"""Answers about the checks and the shelf: findings, the rule book, which reports there are."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from assistant.ask.answer import Answer, Citation, Derived, Figure, Table
from assistant.ask.plan.plan import Lookup
from assistant.ask.plan.readback import when_words, who_words
from assistant.ask.plan.scope import Holdings, bodies_of, years_of
from assistant.export.review_sheet import SEVERITIES

if TYPE_CHECKING:
    from index.library.library import Library
    from index.report import Finding
    from index.stores.values import Entry

_SHOWN = 10


def _scope(step: Lookup, holdings: Holdings) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Bodies and years looked at, () for all."""
    everyone = step.who is None or (step.who.group == "全部" and not step.who.but)
    bodies = () if everyone or step.who is None else bodies_of(step.who, holdings, {})
    years = years_of(step.when, bodies, holdings, {}) if step.when else ()
    return bodies, years


def _asked(step: Lookup) -> str:
    who = "" if step.who is None or step.who.group == "全部" else who_words(step.who)
    return f"{who}{when_words(step.when) if step.when else ''}"


def _none(base: Mapping[str, Any], text: str) -> Answer:
    return Answer(**base, text=text, kind="none", refusal="not_held")


# ---------------------------------------------------------------- findings


def findings(step: Lookup, library: Library, holdings: Holdings, base: Mapping[str, Any]) -> Answer:
    """What the rules said of the reports asked for: 有什么问题 of one, 哪些报告勾稽不平 of many."""
    bodies, years = _scope(step, holdings)
    entries = {e.id: e for e in library.reports(bodies=bodies, years=years)}
    if not entries:
        return _none(base, f"库里没有{_asked(step)}的报告。")
    rules = tuple(step.text.split("、")) if step.text else ()
    found = [
        (entries[id], f)
        for id, f in library.findings(rules=rules, bodies=bodies, years=years)
        if id in entries
    ]
    if len(entries) > 1:
        found = [(e, f) for e, f in found if rules or f.severity == "error"]
    text = _of_many(step, entries, found) if len(entries) > 1 else _of_one(entries, found)
    cells = _cells(found[:_SHOWN], library)
    citations = tuple(c for e, f in found[:40] if (c := _citation(e, f)) is not None)
    reports = len({e.id for e, _ in found})
    return Answer(
        **base,
        text=text,
        kind="both" if cells and citations else "figures" if cells else "passages",
        figures=cells,
        derived=(Derived(f"{_asked(step)}查出问题的报告", reports, "份", ()),),
        citations=citations,
        searched=len(entries),
        table=_table(found),
    )


def _of_one(entries: Mapping[str, Entry], found: Sequence[tuple[Entry, Finding]]) -> str:
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
    step: Lookup, entries: Mapping[str, Entry], found: Sequence[tuple[Entry, Finding]]
) -> str:
    if not found:
        return f"{_asked(step)}{len(entries)}份报告中没有查出这类问题。"
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


def rules(step: Lookup, library: Library, holdings: Holdings, base: Mapping[str, Any]) -> Answer:
    """The rule book's entry of each rule named."""
    from assistant.checks import RULES

    wanted = step.text.split("、")
    known = [RULES[id] for id in wanted if id in RULES]
    if not known:
        return _none(base, f"没有编号为{step.text}的规则。")
    lines = [
        f"{r.id}（{SEVERITIES[r.severity]}）{r.title}：{r.what}依据：{r.basis}。"
        f"合格例：{r.good}；不合格例：{r.bad}。"
        for r in known
    ]
    return Answer(**base, text="\n".join(lines), kind="passages")


# ---------------------------------------------------------------- which reports there are


def inventory(
    step: Lookup, library: Library, holdings: Holdings, base: Mapping[str, Any]
) -> Answer:
    """Which reports the library has, and which bodies lack one of the years asked for."""
    bodies, years = _scope(step, holdings)
    entries = library.reports(bodies=bodies, years=years)
    whose = _asked(step) or "库中"
    if not entries:
        return _none(base, f"库里没有{whose}的报告。")
    held: dict[int, list[int]] = defaultdict(list)
    for e in entries:
        if e.year is not None:
            held[e.body].append(e.year)
    named = holdings.roster.named(tuple(held))
    text = f"{whose}共有{len(entries)}份报告，{len(held)}个单位。"
    if years and step.who is not None:
        wanted = bodies_of(step.who, holdings, {})
        text += _lacking(wanted, years, held, holdings)
    elif len(held) == 1:
        (body, there), *_ = held.items()
        text += f"年份：{'、'.join(f'{y}年' for y in sorted(there))}。"
        text += _lacking((body,), holdings.years_of(()), held, holdings)
    else:
        by_year = Counter(e.year for e in entries if e.year is not None)
        told = (f"{year}年（{n}份）" for year, n in sorted(by_year.items()))
        text += f"年份：{'、'.join(told)}。"
        text += f"单位：{'、'.join(named)}。" if len(named) <= 60 else ""
    number = len(held) if step.count else len(entries)
    rows = tuple((e.agency, f"{e.year}年", e.title) for e in entries)
    return Answer(
        **base,
        text=text,
        kind="figures",
        derived=(Derived(f"{whose}报告数", number, "个" if step.count else "份", ()),),
        table=Table(("单位", "年度", "标题"), rows) if rows else None,
    )


def _lacking(
    bodies: Sequence[int], years: Sequence[int], held: Mapping[int, list[int]], holdings: Holdings
) -> str:
    gone = [
        f"{holdings.roster.bodies[b].name}{'' if len(years) == 1 else f'{y}年'}"
        for b in bodies
        for y in years
        if y not in held.get(b, ())
    ]
    if not gone:
        return "所问单位的报告都有。" if len(years) > 1 else "所问单位都有报告。"
    return f"没有报告的有{len(gone)}个：{'、'.join(gone[:40])}{'等' if len(gone) > 40 else ''}。"


ROOMS = {"findings": findings, "rules": rules, "inventory": inventory}
"""What answers a question of each of these rooms."""
