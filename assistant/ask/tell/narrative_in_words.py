"""Items and sentences in words: quoted, each with the number of its citation, by body and year."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.ask.answer import Citation, Number
from assistant.ask.plan.plan import Combine, Grouped, Keep, Order, Plan, Sentences, Step
from assistant.ask.plan.readback import when_words, who_words
from assistant.ask.plan.rows import BODY, COUNT, POINT, SENTENCE, YEAR, Column, Row, Rows
from assistant.ask.tell.figures_in_words import column_name
from assistant.ask.tell.numbers import shown

ABOUT = {
    "问题": "问题",
    "措施": "措施",
    "已做": "已做的改进",
    "原文": "内容",
    "各项": "各项",
    "数": "数",
}
QUOTED = 60
"""How many quotations stand in the text; the citations and the table have them all."""


@dataclass
class Cited:
    """The citations of one answer, numbered in the order they are first used."""

    found: list[Citation] = field(default_factory=list)

    def mark(self, citation: Citation) -> str:
        if citation not in self.found:
            self.found.append(citation)
        return f"[{self.found.index(citation) + 1}]"

    def marks(self, citations: Sequence[Citation]) -> str:
        return "".join(self.mark(c) for c in citations)


def told(step: Step, rows: Rows, columns: Sequence[Column], plan: Plan, cited: Cited) -> str:
    """What the rows of `step` say, in the form that the plan asks for."""
    if plan.length:
        return _short(rows, plan.length, cited)
    lead = _lead(step, rows, plan)
    if not rows.rows:
        return lead if isinstance(step, Combine) else _nothing_said(step, rows, plan)
    if plan.form == "表" and len(rows.rows) > 1:
        return f"{lead}共{len(rows.rows)}行，见下表。"
    if plan.bare:
        return "、".join(_bare(row, columns, plan, cited) for row in rows.rows)
    if any(c.kind == "number" for c in columns) and COUNT not in {c.name for c in columns}:
        return "\n".join([lead, *_points(rows, columns, plan, cited)])
    if COUNT in {c.name for c in columns}:
        return "\n".join([lead, *_counts(rows, columns, plan, cited)])
    if plan.form == "名单" and BODY in {c.name for c in columns}:
        return "\n".join([lead, *_names(rows, cited)])
    source = _source(step, plan)
    lists = source is not None and source.about == "各项"
    return "\n".join([lead, *_by_report(rows, cited, lists=lists)])


def _bare(row: Row, columns: Sequence[Column], plan: Plan, cited: Cited) -> str:
    """The words or the number alone, marked."""
    told = [
        row[c.name].words if c.kind == "text" else shown(row[c.name], c, plan)
        for c in columns
        if c.name != SENTENCE and (c.kind != "year" or len(columns) == 1)
    ]
    quotes = row[SENTENCE].cited if SENTENCE in row else ()
    words = "".join(t for t in told if t) or "".join(c.quote for c in quotes)
    return f"{words}{cited.marks(quotes)}"


def _nothing_said(step: Step, rows: Rows, plan: Plan) -> str:
    source = _source(step, plan)
    if source is None:
        return ""
    words = "、".join(f"“{w}”" for w in source.words) or ABOUT[source.about]
    if isinstance(step, Keep) and step.each == "从没有":
        return f"查了{len(rows.searched)}份报告，{_scope(source)}每个单位都写到过{words}。"
    if isinstance(step, Keep) and step.each == "每年都":
        return f"查了{len(rows.searched)}份报告，{_scope(source)}没有单位每年都写到{words}。"
    if isinstance(step, Keep) and step.where:
        return f"查了{len(rows.searched)}份报告，{_scope(source)}没有符合条件的。"
    return f"{_scope(source)}的{len(rows.searched)}份报告没有写到{words}。"


# ---------------------------------------------------------------- the lead


def _scope(step: Sentences) -> str:
    whose = "" if step.who.of else who_words(step.who)
    when = "" if step.when.of else when_words(step.when)
    return f"{whose}{when}"


def _source(step: Step, plan: Plan) -> Sentences | None:
    by_id = {s.id: s for s in plan.steps}
    at: Step | None = step
    while at is not None and not isinstance(at, Sentences):
        of = getattr(at, "of", None)
        at = by_id.get(of if isinstance(of, str) else of[0]) if of else None
    return at


def _lead(step: Step, rows: Rows, plan: Plan) -> str:
    source = _source(step, plan)
    if source is None:
        return ""
    about = ABOUT[source.about]
    words = f"说到{'、'.join(f'“{w}”' for w in source.words)}的" if source.words else ""
    looked = (
        f"（查了{len(rows.searched)}份报告{_silent(source, rows)}）"
        if len(rows.searched) > 1
        else ""
    )
    match step:
        case Combine():
            return _combined(step, rows, plan, about, looked)
        case Order(take=1):
            return f"{_scope(source)}的{about}里，提到最{'多' if step.desc else '少'}的{looked}："
        case Keep() if step.each != "行":
            wanted = "、".join(f"“{c.value}”" for c in step.where)
            return f"{_scope(source)}，{step.each}提到{wanted}的单位有{_bodies(rows)}个{looked}："
        case Grouped() | Order():
            sort = "类" if rows.has(POINT) else "组"
            return f"{_scope(source)}的{about}归并为{len(rows.rows)}{sort}{looked}："
        case Keep() if POINT in {c.name for c in rows.columns} and BODY not in rows.columns[0].name:
            return f"{_scope(source)}的{about}，符合条件的有{len(rows.rows)}类{looked}："
    if plan.form == "名单":
        return f"{_scope(source)}，{words}单位有{_bodies(rows)}个{looked}："
    several = f"，共{len(rows.rows)}条" if len(rows.rows) > 1 else ""
    return f"{_scope(source)}报告{words or '写的'}{about}{several}{looked}："


def _silent(source: Sentences, rows: Rows) -> str:
    """Of counts, how many reports give none, so that a sum of the others is not taken for all."""
    giving = {c.report for row in rows.rows for value in row.values() for c in value.cited}
    silent = len(rows.searched - giving)
    every = source.about == "数" and giving and silent
    return f"，{silent}份没有写出这个数" if every else ""


def _bodies(rows: Rows) -> int:
    return len({row[BODY].words for row in rows.rows if BODY in row})


def _combined(step: Combine, rows: Rows, plan: Plan, about: str, looked: str) -> str:
    sides = [s for s in map(plan.step, step.of) if isinstance(s, Sentences)]
    if len(sides) < 2:
        return f"{about}{looked}："
    said = "、".join(f"“{w}”" for w in dict.fromkeys(w for s in sides for w in s.words))
    about = f"关于{said}的{about}" if said else about
    first, second = _scope(sides[0]), _scope(sides[1])
    keys = {tuple(r[k].value for k in step.on) for r in rows.rows}
    what = f"{len(keys)}个单位" if step.on == ("单位",) else f"{len(keys)}条{about}"
    which = {
        "都有": f"{first}与{second}都有的",
        "去掉": f"{first}有而{second}没有的",
        "任一": f"{first}或{second}有的",
        "并列": f"{first}与{second}对照的",
    }[step.how]
    none = f"没有{about if said else ''}"
    return f"{which}：{what}{looked}。" if rows.rows else f"{which}：{none}{looked}。"


# ---------------------------------------------------------------- the body


def _by_report(rows: Rows, cited: Cited, *, lists: bool = False) -> list[str]:
    """A numbered line an item, under the body and year it is from; what a sentence `lists` by name."""
    groups: dict[str, list[Row]] = {}
    for row in rows.rows[:QUOTED]:
        whose = f"{row[BODY].words}{_year(row)}" if BODY in row else ""
        groups.setdefault(whose, []).append(row)
    lines: list[str] = []
    for whose, held in groups.items():
        lines += [f"{whose}："] if len(groups) > 1 else []
        names = [f"{_name(row)}：" if lists else "" for row in held]
        lines += [
            f"{i}. {n}{_item(row, cited)}"
            for i, (n, row) in enumerate(zip(names, held, strict=True), 1)
        ]
    left = len(rows.rows) - QUOTED
    return [*lines, *([f"其余{left}条见表。"] if left > 0 else [])]


def _item(row: Row, cited: Cited) -> str:
    quotes = row[SENTENCE].cited if SENTENCE in row else ()
    held = quotes or dict.fromkeys(c for v in row.values() for c in v.cited)
    return "".join(f"“{c.quote}”{cited.mark(c)}" for c in held) or _name(row)


def _name(row: Row) -> str:
    """What the row is of: its point, else its body and year."""
    if POINT in row:
        return row[POINT].words
    return f"{row[BODY].words if BODY in row else ''}{_year(row)}"


def _year(row: Row) -> str:
    year = row[YEAR].number if YEAR in row else None
    return f"{year:g}年" if year else ""


def _names(rows: Rows, cited: Cited) -> list[str]:
    """A line a body: its sentences, marked."""
    groups: dict[str, list[Row]] = {}
    for row in rows.rows:
        groups.setdefault(row[BODY].words, []).append(row)
    lines = []
    for i, (body, held) in enumerate(groups.items(), 1):
        quotes = list(dict.fromkeys(c for r in held if SENTENCE in r for c in r[SENTENCE].cited))
        told = "".join(f"“{c.quote}”{cited.mark(c)}" for c in quotes[:3])
        lines.append(f"{i}. {body}{'：' if told else ''}{told}")
    return lines


def _points(rows: Rows, columns: Sequence[Column], plan: Plan, cited: Cited) -> list[str]:
    """A line a group of like items: how many bodies or years, and which."""
    lines = []
    for i, row in enumerate(rows.rows[:QUOTED], 1):
        numbers = "，".join(f"{shown(row[c.name], c, plan)}" for c in columns if c.kind == "number")
        whose = _members(row)
        name = _name(row)
        marks = cited.marks(row[POINT].cited[:QUOTED]) if POINT in row else ""
        lines.append(
            f"{i}. “{name}”：{numbers}（{whose}）{marks}" if whose else f"{i}. {name}：{numbers}"
        )
    return lines


def _members(row: Row) -> str:
    held = row[POINT].cited if POINT in row else ()
    bodies = list(dict.fromkeys(c.agency for c in held))
    years = sorted({c.year for c in held if c.year})
    if len(bodies) > 1:
        return "、".join(bodies)
    return "、".join(f"{y}年" for y in years)


def _counts(rows: Rows, columns: Sequence[Column], plan: Plan, cited: Cited) -> list[str]:
    column = rows.column(COUNT)
    lines = []
    for row in rows.rows[:QUOTED]:
        whose = f"{row[BODY].words if BODY in row else ''}{_year(row)}"
        value = row[COUNT].number
        quotes = "".join(
            f"“{_clause_of(c.quote, value)}”{cited.mark(c)}" for c in row[COUNT].cited[:1]
        )
        others = "".join(
            f"，{column_name(c)}{shown(row[c.name], c, plan)}"
            for c in columns
            if c.kind == "number" and c.name != COUNT
        )
        lines.append(f"{whose}：{shown(row[COUNT], column, plan)}{others}，{quotes}".rstrip("，"))
    return lines


def _clause_of(quote: str, value: Number | None) -> str:
    """A short sentence whole; of a long one the clause that states the number, if any does."""
    if len(quote) <= _SHORT:
        return quote
    clauses = re.split(r"[，；。]", quote)
    stated = re.compile(rf"(?<![\d.]){value or 0:g}(?![\d.])")
    return next((c for c in clauses if stated.search(c)), quote)


_SHORT = 40
"""So many characters are quoted whole, with what the numbers beside it count."""


def _short(rows: Rows, length: int, cited: Cited) -> str:
    """The items' own words in one sentence of at most `length` characters, as many as fit."""
    text = ""
    for row in rows.rows:
        words = _name(row)
        joined = f"{text}；{words}" if text else words
        if len(joined) > length - 1:
            break
        text = joined
        for c in row[POINT].cited if POINT in row else ():
            cited.mark(c)
    if not text and rows.rows:
        text = _name(rows.rows[0])[: length - 2] + "…"
    return f"{text}。"
