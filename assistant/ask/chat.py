"""Answers: figures computed from stored cells, passages quoted from their place, or 没有.

Everything is settled without a model.  With one, a question whose words were not all understood
is read by it (as validated JSON), and passages are put into words by it, each sentence checked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from assistant.ask import books, compute, display, figures, passages, written
from assistant.ask.answer import Answer, Citation, Event, Turn
from assistant.ask.grammar.body_names import roster
from assistant.ask.grammar.measures import application
from assistant.ask.grammar.query import Filters, Intent, Query
from assistant.ask.grammar.reading import Holdings
from assistant.ask.grammar.resolving import resolve
from assistant.evidence import Evidence, numbered
from assistant.model import Model

if TYPE_CHECKING:
    from index.library.library import Library

__all__ = ["Answer", "Event", "Filters", "Turn", "answer", "conversation_docx", "stream"]

_MOST_QUOTED = 12
"""How many quotations an answer shows; all that were found stand in its citations."""


def answer(
    question: str,
    library: Library,
    *,
    history: Sequence[Turn] = (),
    filters: Filters | None = None,
    model: Model | None = None,
) -> Answer:
    """The answer to `question` after `history`; with `filters` where it names no body or year."""
    events = list(stream(question, library, history=history, filters=filters, model=model))
    return next(e.answer for e in reversed(events) if e.answer is not None)


def stream(
    question: str,
    library: Library,
    *,
    history: Sequence[Turn] = (),
    filters: Filters | None = None,
    model: Model | None = None,
) -> Iterator[Event]:
    """The same answer step by step: query, evidence, checked sentences, done.

    Closing the iterator stops a model's call.  A model that fails changes nothing but a notice.
    """
    before = history[-1].answer.query if history else None
    held = holdings(library)
    query = resolve(question, held, before, filters)
    notices: tuple[str, ...] = ()
    if model is not None and query.unresolved:
        query, notices = written.understood(query, held, model)
    query = replace(query, sections=filters.sections if filters else ())
    yield Event("query", query=query)
    if query.intent == "draft":
        found = _draft(query, library, model)
    else:
        found = _ANSWERS[query.intent](query, library)
    found = replace(found, notices=(*found.notices, *notices))
    yield Event("evidence", evidence=found.evidence)
    if model is not None and found.kind in ("passages", "both") and query.intent == "passages":
        yield from written.out(found, model, held.roster)
        return
    yield Event("done", answer=found)


def holdings(library: Library) -> Holdings:
    """What the library holds, as far as understanding a question needs it."""
    return Holdings(roster(library.bodies()), library.years)


def conversation_docx(turns: Sequence[Turn], title: str = "问答记录") -> bytes:
    """The conversation as a Word file: questions, answers, their tables and where they are from."""
    from io import BytesIO

    from docx import Document

    document = Document()
    document.add_heading(title, level=1)
    for turn in turns:
        document.add_heading(f"问：{turn.question}", level=2)
        if turn.asked_at:
            document.add_paragraph(turn.asked_at)
        for line in turn.answer.text.split("\n"):
            document.add_paragraph(line)
        _add_table(document, turn.answer)
        for i, c in enumerate(turn.answer.citations, 1):
            document.add_paragraph(f"[{i}] {c.origin}：“{c.quote}”")
        for notice in turn.answer.notices:
            document.add_paragraph(f"注意：{notice}")
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _add_table(document: Any, found: Answer) -> None:
    if found.table is None or len(found.table.rows) < 2:
        return
    rows = (found.table.columns, *found.table.rows)
    grid = document.add_table(rows=len(rows), cols=len(found.table.columns), style="Table Grid")
    for cells, row in zip(grid.rows, rows, strict=True):
        for cell, text in zip(cells.cells, row, strict=True):
            cell.text = text


# ---------------------------------------------------------------- none and clarify


def _unanswered(query: Query, library: Library) -> Answer:
    kind = "clarify" if query.intent == "clarify" else "none"
    choices = "、".join(query.choices)
    text = f"{query.reply}{choices}" if choices else query.reply
    return Answer(
        query.question, text, "clarify" if kind == "clarify" else "none", query, query.choices
    )


def _none(query: Query, text: str) -> Answer:
    return Answer(query.question, text, "none", replace(query, reply=text))


def _draft(query: Query, library: Library, model: Model | None = None) -> Answer:
    """The draft that is asked for, with its evidence and checks; one body, one year."""
    if len(query.agencies) != 1 or len(query.years) != 1:
        return _whose_draft(query, library)
    from assistant.draft import DraftRequest, draft

    section = next(iter(passages.wanted(query.text).sections), 5)
    made = draft(DraftRequest(query.agencies[0], query.years[0], section), library, model)
    if not made.known:
        return _none(query, made.text or f"库中没有{query.agencies[0]}的报告，无从起草。")
    pointer = "（以上为草稿，可在“起草”页中选取依据、修改和导出，命令行用 nianbao draft。）"
    return Answer(
        query.question,
        f"{made.text}\n{pointer}",
        "passages",
        query,
        citations=_cited(made.evidence, library),
        unverified_numbers=tuple(c.text for c in made.unverified),
        model=made.model,
        notices=made.notices,
        evidence=made.evidence,
    )


def _whose_draft(query: Query, library: Library) -> Answer:
    if len(query.agencies) != 1:
        reply, choices = "要起草哪个单位的？一次起草一个单位。", query.agencies[:20]
    else:
        held = library.years(query.bodies)
        reply = "要起草哪一年的？"
        choices = tuple(f"{y}年" for y in (*([held[-1] + 1] if held else []), *reversed(held)))
    asking = replace(query, intent="clarify", reply=reply, choices=choices)
    return _unanswered(asking, library)


def _cited(evidence: Sequence[Evidence], library: Library) -> tuple[Citation, ...]:
    """The passages among the evidence, as they stand in their reports."""
    told = [e for e in evidence if e.kind == "passage" and e.section]
    texts = library.section_texts({e.report for e in told})
    quotes = [
        (e, passages.standing(e.text, texts.get((e.report, e.section or 0), ""))) for e in told
    ]
    return tuple(Citation(e.report, e.agency, e.year, e.section, q, e.at) for e, q in quotes if q)


# ---------------------------------------------------------------- figures


def _figures(query: Query, library: Library) -> Answer:
    """Each measure's sentence, with all the cells behind it."""
    everyone = len(library.bodies()) if query.group else 0
    if query.also:
        return _meeting_all(query, library, everyone)
    results, all_amounts = [], []
    for measure in _with_new(query):
        amounts = figures.amounts(query, measure, library, everyone)
        results.append(compute.computed(query, measure, amounts))
        all_amounts += amounts
    if not any(r.answered for r in results):
        return _no_number(query, results, all_amounts)
    if query.change == "apart":
        results.append(compute.apart(results))
    shown = [a for r in results for a in r.amounts]
    first = [a for a in (results[0].amounts or all_amounts) if a.measure == all_amounts[0].measure]
    gone = [a for a in all_amounts if a.value is None]
    derived = [d for r in results for d in r.derived]
    derived += [d for a in shown for d in a.derived()]
    text = "".join(r.text for r in results) + _accepted_note(query) + _notes(query)
    return Answer(
        query.question,
        text,
        "figures",
        query,
        figures=tuple(dict.fromkeys(f for a in shown for f in a.figures())),
        derived=tuple(dict.fromkeys(derived)),
        table=display.table([*shown, *gone]),
        chart=display.chart(first),
        evidence=_evidence(shown),
    )


def _meeting_all(query: Query, library: Library, everyone: int) -> Answer:
    """The bodies that meet several conditions, with the number behind each condition."""
    conditions = [(m, query.condition) for m in query.measures[:1]] + list(query.also)
    asked = [(m, c) for m, c in conditions if c is not None]
    amounts = [figures.amounts(query, m, library, everyone) for m, _ in asked]
    result = compute.meeting_all(query, [c for _, c in asked], amounts)
    if not result.answered:
        return _no_number(query, [result], [a for group in amounts for a in group])
    shown = result.amounts
    return Answer(
        query.question,
        result.text + _notes(query),
        "figures",
        query,
        figures=tuple(dict.fromkeys(f for a in shown for f in a.figures())),
        derived=result.derived,
        table=display.table(shown),
        evidence=_evidence(shown),
    )


def _no_number(
    query: Query, results: Sequence[compute.Result], amounts: Sequence[figures.Amount]
) -> Answer:
    """Nothing to compute: no report or no such line is `none`; a blank or unread cell is said."""
    text = "".join(dict.fromkeys(r.text for r in results)) + _notes(query)
    if all(a.missing in ("no_report", "no_cell", "earlier") for a in amounts):
        return _none(query, text)
    cells = tuple(dict.fromkeys(f for a in amounts for f in a.figures()))
    return Answer(
        query.question, text, "figures", query, figures=cells, table=display.table(amounts)
    )


def _with_new(query: Query) -> tuple[figures.Measure, ...]:
    """受理 is asked with both of its sums: 新收 alone stands before 新收 and 上年结转 together."""
    measures: list[figures.Measure] = []
    for m in query.measures:
        table, row, column = m.key.split(".")[0], m.key.split(".")[1], m.key.split(".")[-1]
        if m.over is None and (table, row) == ("applications", "accepted"):
            measures.append(application("new_received", column))
        measures.append(m)
    return tuple(measures)


def _accepted_note(query: Query) -> str:
    if any(".accepted." in m.key and m.over is None for m in query.measures):
        return "各报告所说“受理”口径不一，以上分别按“新收”和“新收＋上年结转”两种口径列出。"
    return ""


def _notes(query: Query) -> str:
    return f"（{'；'.join(query.notes)}）" if query.notes else ""


def _evidence(amounts: Sequence[figures.Amount]) -> tuple[Evidence, ...]:
    return numbered(
        Evidence(
            0,
            "derived" if a.measure.summed else "figure",
            f"{a.measure.label}{compute.said(a.value or 0, a.measure.unit)}",
            a.facts[0].report if a.facts else "",
            a.agency,
            a.year,
            a.facts[0].key if a.facts else None,
            a.value,
            a.measure.unit,
        )
        for a in amounts[:60]
        if a.value is not None
    )


# ---------------------------------------------------------------- passages


def _passages(query: Query, library: Library) -> Answer:
    if absent := _absent(query, library):
        return _none(query, absent)
    found = passages.find(query, library)
    if not found:
        return _none(query, _not_said(query))
    citations = tuple(f.citation for f in found)
    evidence = numbered(
        Evidence(0, "passage", c.quote, c.report, c.agency, c.year, section=c.section, at=c.at)
        for c in citations[:_MOST_QUOTED]
    )
    return Answer(
        query.question,
        _quoted(evidence, len({c.agency for c in citations})) + _notes(query),
        "passages",
        query,
        citations=citations,
        evidence=evidence,
    )


def _not_said(query: Query) -> str:
    """That no report says it; and of a figure asked for, which words stood in its way."""
    some = query.agencies and not query.group
    whose = f"{'、'.join(query.agencies[:3])}的" if some else "库中的"
    text = f"{whose}报告没有提到这方面的内容。{_notes(query)}"
    if not query.odd or not query.choices:
        return text
    odd = "".join(f"“{w}”" for w in query.odd)
    asked = "或".join(f"“{m}”" for m in query.choices[:3])
    return (
        f"{text}年报的表格里没有按{odd}统计的数字；如果要问的就是{asked}的数字，请去掉{odd}再问。"
    )


def _absent(query: Query, library: Library) -> str:
    """Why there is nothing to search in: none of the bodies has a report of those years."""
    if not query.years:
        return ""
    held = library.years(() if query.group == "全部单位" else query.bodies)
    if set(held) & set(query.years):
        return ""
    whose = "、".join(query.agencies[:3]) if query.agencies and not query.group else ""
    has = f"，有{'、'.join(f'{y}年' for y in held)}的" if held else ""
    return f"库中没有{whose}{'、'.join(f'{y}年' for y in query.years)}的报告{has}。"


def _quoted(evidence: Sequence[Evidence], bodies: int) -> str:
    """The quotations grouped by body and year, each with its number."""
    groups: dict[str, list[str]] = {}
    for e in evidence:
        head = f"{e.agency}{f'{e.year}年' if e.year else ''}"
        groups.setdefault(head, []).append(f"“{e.text}”[{e.id}]")
    lines = [f"{head}：{''.join(quotes)}" for head, quotes in groups.items()]
    lead = f"库中有{bodies}个单位的报告提到：" if bodies > 1 else "报告原文："
    return "\n".join([lead, *lines])


def _both(query: Query, library: Library) -> Answer:
    """The figure and the words of the same reports; what of the two there is not is said."""
    counted, told = _figures(query, library), _passages(query, library)
    if counted.kind == "none" or not told.citations:
        held = told if counted.kind == "none" else counted
        return replace(held, text=f"{counted.text}\n{told.text}")
    evidence = numbered((*told.evidence, *counted.evidence))
    return replace(
        counted,
        kind="both",
        text=f"{counted.text}\n{told.text}",
        citations=told.citations,
        evidence=evidence,
    )


_ANSWERS: dict[Intent, Callable[[Query, Library], Answer]] = {
    "figures": _figures,
    "passages": _passages,
    "both": _both,
    "findings": books.findings,
    "rule": books.rules,
    "inventory": books.inventory,
    "draft": _draft,
    "clarify": _unanswered,
    "none": _unanswered,
}
