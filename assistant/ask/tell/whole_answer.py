"""An executed plan as an answer: its words, table, chart, cells, citations, gaps, or why there is none."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from assistant.ask.answer import Answer, Derived, Figure, Refusal, Table
from assistant.ask.plan.cells import REASONS
from assistant.ask.plan.plan import Figures, Grouped, Keep, Plan, Sentences, Step
from assistant.ask.plan.readback import read_back, when_words, who_words
from assistant.ask.plan.rows import BODY, POINT, SENTENCE, YEAR, Column, Row, Rows, tidy
from assistant.ask.plan.scope import Holdings, bodies_of, years_of
from assistant.ask.plan.summary import summary
from assistant.ask.tell import figures_in_words, narrative_in_words, small_bases, tables
from assistant.ask.tell.numbers import converted
from assistant.evidence import Evidence, numbered

MOST_GAPS = 40


def answered(
    question: str, plan: Plan, done: Mapping[str, Rows], holdings: Holdings, **more: Any
) -> Answer:
    """The answer that the plan's rows come to."""
    base: dict[str, Any] = {
        "question": question,
        "plan": plan,
        "asked": summary(plan, holdings),
        "understood": read_back(plan),
        "searched": len(frozenset().union(*(r.searched for r in done.values()))),
        "gaps": _gaps(done.values()),
        **more,
    }
    refusal = _nothing(plan, done, holdings) or _nobody_every_year(plan, done)
    if refusal is not None:
        kind, text = refusal
        return Answer(**base, text=text, kind="none", refusal=kind)
    parts = _parts(plan, done)
    cited = narrative_in_words.Cited()
    told = [_told(*part, plan, cited, _behind(part[0], done)) for part in parts]
    values = [_provenance(rows, columns) for _, rows, columns in parts]
    cells = tuple(dict.fromkeys(f for held, _ in values for f in held))
    citations = tuple(dict.fromkeys([*cited.found, *(c for _, held in values for c in held)]))
    derived = tuple(
        dict.fromkeys(d for step, rows, cols in parts for d in _derived(step, rows, cols, plan))
    )
    main = _main(parts)
    few = small_bases.note(plan, done, main[1])
    base["notices"] = (*base.get("notices", ()), *filter(None, (few,)))
    text = ("" if plan.bare else "\n").join(t for t in told if t)
    return Answer(
        **base,
        text=text,
        kind=_kind(bool(cells or derived), bool(citations)),
        figures=cells,
        basis=tuple(f for f in _basis(parts) if f not in set(cells)),
        derived=derived,
        citations=citations,
        table=_table(main, plan, done),
        chart=tables.chart(*_drawn(main, done)),
        evidence=_evidence(citations, parts),
    )


Part = tuple[Step, Rows, tuple[Column, ...]]


def _parts(plan: Plan, done: Mapping[str, Rows]) -> list[Part]:
    """The steps shown, in the order shown, each with the columns shown of it."""
    names: dict[str, list[str]] = {}
    for shown in plan.show:
        id, _, name = shown.partition(".")
        names.setdefault(id, []).append(name)
    alone = {s.id for s in plan.steps if _of_one_row(s, names, done)}
    return [
        (plan.step(id), done[id], tuple(done[id].column(n) for n in held))
        for id, held in names.items()
        if id not in alone
    ]


def _of_one_row(step: Step, shown: Collection[str], done: Mapping[str, Rows]) -> bool:
    """Whether a sum is of one row that is shown itself."""
    sums = isinstance(step, Grouped) and not step.by and all(a.fn == "和" for a in step.agg)
    return sums and isinstance(step, Grouped) and step.of in shown and len(done[step.of].rows) == 1


def _told(
    step: Step,
    rows: Rows,
    columns: Sequence[Column],
    plan: Plan,
    cited: narrative_in_words.Cited,
    behind: Rows | None,
) -> str:
    source = figures_in_words.origin(step, plan)
    about = source.about if isinstance(source, Sentences) else None
    in_words = about not in (None, "数") or any(c.name in (POINT, SENTENCE) for c in columns)
    if isinstance(step, Grouped) and not step.by:
        return figures_in_words.told(step, rows, columns, plan, behind)  # one number over all
    if in_words or (about == "数" and not plan.bare and rows.has("数")):
        return narrative_in_words.told(step, rows, columns, plan, cited)
    return figures_in_words.told(step, rows, columns, plan)


def _main(parts: Sequence[Part]) -> Part:
    """The part whose rows the table shows: that with most rows, of several the last."""
    return max(reversed(parts), key=lambda p: len(p[1].rows))


def _behind(step: Step, done: Mapping[str, Rows]) -> Rows | None:
    """The rows that one number over all is made of; None of any other step."""
    over_all = isinstance(step, Grouped) and not step.by and step.agg
    return done[step.of] if isinstance(step, Grouped) and over_all else None


def _drawn(main: Part, done: Mapping[str, Rows]) -> tuple[Rows, Sequence[Column]]:
    """What the chart draws: of one number over all, the rows that it is made of."""
    step, rows, columns = main
    behind = _behind(step, done)
    if behind is None or not isinstance(step, Grouped):
        return rows, columns
    return behind, (behind.column(step.agg[0].col),)


def _table(main: Part, plan: Plan, done: Mapping[str, Rows]) -> Table | None:
    """The rows shown; of one number over all, those that it is made of with it below them."""
    step, rows, columns = main
    behind = _behind(step, done)
    if behind is None or not isinstance(step, Grouped):
        return tables.table(rows, columns, plan)
    return tables.with_totals(behind, step, rows, plan) or tables.table(rows, columns, plan)


def _kind(cells: bool, words: bool) -> Any:
    return "both" if cells and words else "passages" if words else "figures"


# ---------------------------------------------------------------- nothing to tell


def _nothing(
    plan: Plan, done: Mapping[str, Rows], holdings: Holdings
) -> tuple[Refusal, str] | None:
    """Why no step with a scope gave anything at all; None where one did."""
    told = []
    for step in plan.steps:
        if isinstance(step, Figures | Sentences):
            why = _empty(step, plan, done, holdings)
            if why is None and not step.who.of:
                return None
            if why is not None:
                told.append(why)
    return told[0] if told else None


def _nobody_every_year(plan: Plan, done: Mapping[str, Rows]) -> tuple[Refusal, str] | None:
    """That nobody says the words every year is only known of those words, not of what they mean."""
    last = plan.steps[-1]
    source = figures_in_words.origin(last, plan)
    if not (isinstance(last, Keep) and last.each == "每年都" and isinstance(source, Sentences)):
        return None
    if not source.words or done[last.id].rows:
        return None
    words = "、".join(f"“{w}”" for w in source.words)
    looked = f"查了{len(done[source.id].searched)}份报告，{who_words(source.who)}{when_words(source.when)}"
    return "not_said", f"{looked}没有单位每年都写到{words}（按这几个字找的）。"


def _empty(
    step: Figures | Sentences, plan: Plan, done: Mapping[str, Rows], holdings: Holdings
) -> tuple[Refusal, str] | None:
    rows = done[step.id]
    if isinstance(step, Figures):
        if not rows.rows:
            return "not_held", _not_held(step, rows, holdings, done)
        names = [c.name for c in rows.columns if c.kind == "number"]
        missing = {row[n].missing for row in rows.rows for n in names}
        if missing == {REASONS["no_cell"]}:
            years = "、".join(
                dict.fromkeys(f"{row[YEAR].number:g}年" for row in rows.rows if row[YEAR].number)
            )
            what = "、".join(step.measures)
            return "not_in_form", f"{years}的年报表格里没有“{what}”这一项。"
        return None
    if not rows.searched:
        return "not_held", _not_held(step, rows, holdings, done)
    if not rows.rows and not _negated(step, plan, done):
        words = "、".join(f"“{w}”" for w in step.words) or narrative_in_words.ABOUT[step.about]
        looked = f"查了{len(rows.searched)}份报告"
        return (
            "not_said",
            f"{looked}（{who_words(step.who)}，{when_words(step.when)}），没有写到{words}。",
        )
    return None


def _negated(step: Sentences, plan: Plan, done: Mapping[str, Rows]) -> bool:
    """Whether a later step still gives rows: which of two has it is told by what is not there.

    Who never says what nobody says is not told: it may only be said in other words.
    """
    never = {s.id for s in plan.steps if isinstance(s, Keep) and s.of == step.id and step.words}
    totals = {s.id for s in plan.steps if isinstance(s, Grouped) and not s.by}
    return any(rows.rows for id, rows in done.items() if id != step.id and id not in never | totals)


def _not_held(
    step: Figures | Sentences, rows: Rows, holdings: Holdings, done: Mapping[str, Rows]
) -> str:
    ids = bodies_of(step.who, holdings, done)
    held = holdings.years_of(ids)
    wanted = years_of(step.when, ids, holdings, done)
    if any("早期格式" in g for g in rows.gaps):
        return f"{'；'.join(rows.gaps[:3])}。"
    has = f"，有{'、'.join(f'{y}年' for y in held)}的" if held else ""
    years = "、".join(f"{y}年" for y in wanted)
    return f"库里没有{who_words(step.who)}{years}的报告{has}。"


# ---------------------------------------------------------------- what it rests on


def _provenance(rows: Rows, columns: Sequence[Column]) -> tuple[list[Figure], list[Any]]:
    own = [row[c.name] for row in rows.rows for c in columns if c.name in row]
    if not any(v.cells for v in own):
        own += [v for row in rows.rows for n, v in row.items() if n not in (POINT, SENTENCE)]
    return [f for v in own for f in v.cells], [c for v in own for c in v.cited]


def _basis(parts: Sequence[Part]) -> Iterable[Figure]:
    return dict.fromkeys(f for _, rows, _ in parts for f in rows.basis)


def _derived(step: Step, rows: Rows, columns: Sequence[Column], plan: Plan) -> Iterable[Derived]:
    """Every number shown that is not simply a cell, with the cells that it comes from."""
    for row in rows.rows:
        for c in columns:
            value = row[c.name]
            number = value.number
            if c.kind != "number" or number is None or not (c.derived or len(value.cells) != 1):
                continue
            scaled, unit = converted(number, c.unit, plan.unit)
            scaled = scaled if unit in ("万元", "亿元") else tidy(round(scaled, 2))
            cells = tuple(dict.fromkeys(f.cell for f in value.cells))
            yield Derived(
                f"{_label(row, step, plan)}{figures_in_words.column_name(c)}", scaled, unit, cells
            )
    bodies = {row[BODY].words for row in rows.rows if BODY in row}
    years = {row[YEAR].number for row in rows.rows if YEAR in row}
    if step.op == "keep" and len(bodies) == 1 and len({y for _, y in rows.scope}) > 1:
        yield Derived("符合条件的年份", len(years), "年", ())
    elif step.op == "keep" and bodies:
        yield Derived("符合条件的单位", len(bodies), "个", ())


def _label(row: Row, step: Step, plan: Plan) -> str:
    year = row[YEAR].number if YEAR in row else None
    own = f"{row[BODY].words if BODY in row else ''}{f'{year:g}年' if year else ''}"
    first = figures_in_words.origin(step, plan)
    if own or first is None:
        return own
    return f"{who_words(first.who)}{when_words(first.when)}"


def _gaps(several: Iterable[Rows]) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(g for rows in several for g in rows.gaps))
    left = len(found) - MOST_GAPS
    return (*found[:MOST_GAPS], f"另有{left}处") if left > 0 else found


def _evidence(citations: Sequence[Any], parts: Sequence[Part]) -> tuple[Evidence, ...]:
    told = [
        Evidence(0, "passage", c.quote, c.report, c.agency, c.year, section=c.section, at=c.at)
        for c in citations
    ]
    numbers = [
        Evidence(
            0,
            "derived" if c.derived else "figure",
            f"{figures_in_words.column_name(c)}{value.value:g}{c.unit}",
            value.cells[0].report if value.cells else "",
            row[BODY].words if BODY in row else "",
            int(row[YEAR].number or 0) or None if YEAR in row else None,
            value.cells[0].cell if value.cells else None,
            value.number,
            c.unit,
        )
        for _, rows, columns in parts
        for row in rows.rows[:60]
        for c in columns
        if c.kind == "number" and isinstance((value := row[c.name]).value, int | float)
    ]
    return numbered((*told, *numbers))
