"""A question read by the configured model: a plan, validated like any other, or none.

The model translates; it supplies no number.  What the grammar read for certain in the question
(a body, a year, a measure, a number set as a condition) its plan must bear; a plan that does not,
or that is not valid, goes back to it with the errors, and after that the grammar's reading stands.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.ask.answer import Turn
from assistant.ask.grammar.forms import shape
from assistant.ask.grammar.reading import Parse, parse
from assistant.ask.grammar.understood import Understood
from assistant.ask.measures import Measure
from assistant.ask.plan.catalogue import catalogue, measure_called
from assistant.ask.plan.plan import (
    Ask,
    Compute,
    Figures,
    Grouped,
    Lookup,
    Plan,
    Refuse,
    Sentences,
)
from assistant.ask.plan.scope import Holdings, bodies_of, nearest, years_of
from assistant.ask.plan.validate import checked
from assistant.draft.verify_text import Mention, mentions
from assistant.model import Model
from assistant.model.orders import is_live
from index.report import ModelError

ALL_NAMED = 60
"""A library of so many bodies is named to the model whole; of a larger one the likeliest are."""
LIKELY = 30
TURNS = 3


@dataclass(frozen=True, slots=True)
class Asked:
    """What the model is asked with: the question in its conversation, and what the library holds."""

    question: str
    history: tuple[Turn, ...]
    held: Holdings


def read(asked: Asked, model: Model, by_grammar: Understood) -> Understood:
    """The model's reading; the grammar's, with a notice, where the model gives none that holds.

    Raises nothing of the model's: a failure is a notice.
    """
    import prompts

    p = parse(shape(asked.question).text or asked.question, asked.held)
    told = _fields(asked)
    messages = prompts.fill("plan", **told)
    known = "\n".join(told[name] for name in ("question", "history", "bodies", "years"))
    try:
        plan = model.structured(
            messages,
            Plan,
            check=lambda plan: (
                errors(plan, p, asked.held, bool(asked.history)) or tuple(_invented(plan, known))
            ),
        )
    except ModelError as error:
        notice = f"模型未能读出这个问题（{error.message}），以下按程序自己的理解回答"
        return replace(by_grammar, notices=(*by_grammar.notices, notice))
    settled, _ = checked(plan, asked.held)
    other = by_grammar.plan if by_grammar.complete and by_grammar.plan.show else None
    carried = _carried(settled, p, asked)
    return Understood(settled, by_model=model.name, carried=carried, other=other)


def errors(plan: Plan, p: Parse, held: Holdings, follows: bool) -> Sequence[str]:
    """What is wrong with a model's plan: not valid, or silent on what the question surely says."""
    _, found = checked(plan, held)
    return found or tuple(_unborne(plan, p, held))


def _invented(plan: Plan, known: str) -> Iterator[str]:
    """Words of the plan that are shown as they are and state what nothing `known` says."""
    shown = [w for s in plan.steps if isinstance(s, Ask) for w in (s.about, *s.options)]
    shown += [w for s in plan.steps if isinstance(s, Refuse) for w in (s.reason, *s.options)]
    shown += [s.name for s in plan.steps if isinstance(s, Compute)]
    shown += [a.name for s in plan.steps if isinstance(s, Grouped) for a in s.agg]
    for words in shown:
        stated = [m for m in mentions(words) if m.kind not in ("year", "body")]
        strange = [m.text for m in stated if m.text not in known and not _which(words, m)]
        if strange or is_live(words):
            said = f"“{words[:30]}”里的{'、'.join(strange) or '网址'}，问题和对话里没有"
            yield f"{said}：about、options、reason 和新列名里不写别的数字、引语和网址"


_DETERMINER = re.compile("[哪某同每任另上下这那第]$")


def _which(words: str, mention: Mention) -> bool:
    """哪一年, 每一家: no number is stated."""
    return mention.kind == "number" and bool(_DETERMINER.search(words[: mention.start]))


_SCALES = (1, 10, 100)
"""What a number of the question may be in a plan: as said, a tenth (成) or a whole (倍) in %."""


def _unborne(plan: Plan, p: Parse, held: Holdings) -> Iterator[str]:
    """What the grammar read for certain and the plan does not have."""
    sources = [s for s in plan.steps if isinstance(s, Figures | Sentences)]
    if any(isinstance(s, Ask | Refuse | Lookup) for s in plan.steps) or not sources:
        return
    bodies = {i for s in sources if not s.who.of for i in bodies_of(s.who, held, {})}
    bodies |= {i for s in plan.steps for n in _values(s) for i in held.roster.called.get(n, ())}
    bodies |= {i for s in sources for n in s.who.but for i in held.roster.called.get(n, ())}
    missing = [] if p.bodies.group else [i for i in p.bodies.ids if i not in bodies]
    if missing:
        yield f"问题说到“{'、'.join(held.roster.named(missing))}”，计划里没有"
    years = {y for s in sources if not s.when.of for y in years_of(s.when, tuple(bodies), held, {})}
    years |= {y + s.when.shift for s in sources if s.when.of for y in tuple(years)}
    years |= {int(v) for s in plan.steps for v in _values(s) if re.fullmatch(r"20\d\d(?:\.0)?", v)}
    if not p.years.note and (gone := [y for y in p.years.years if y not in years]):
        yield f"问题说到{'、'.join(f'{y}年' for y in gone)}，计划里没有"
    numbers = {v for s in plan.steps for v in _values(s)}
    condition = p.asked.condition
    if condition is not None and condition.number and not condition.money:
        stated = {float(n) for n in numbers if re.fullmatch(r"\d+(?:\.\d+)?", n)}
        meant = [condition.number * scale for scale in _SCALES]
        if not any(abs(n - m) <= 1 for n in stated for m in meant):
            yield f"问题说到“{condition}”，计划里没有这个条件"


def _values(step: object) -> list[str]:
    where = getattr(step, "where", ())
    return [f"{c.value:g}" if isinstance(c.value, float) else str(c.value) for c in where]


def _carried(plan: Plan, p: Parse, asked: Asked) -> tuple[str, ...]:
    """What of the plan the question itself does not say, where there is a conversation."""
    if not asked.history:
        return ()
    sources = [s for s in plan.steps if isinstance(s, Figures | Sentences)]
    if not sources:
        return ()
    return tuple(
        name
        for name, said in (
            ("单位", p.bodies.ids or p.bodies.group),
            ("年度", p.years.years or p.years.every),
            ("指标", p.reading.measures or p.residue),
        )
        if not said
    )


# ---------------------------------------------------------------- what the prompt is filled with


def _fields(asked: Asked) -> dict[str, str]:
    held = asked.held
    names = candidates(asked.question, held)
    return {
        "question": asked.question,
        "history": _conversation(asked.history),
        "bodies": "、".join(names),
        "years": "、".join(map(str, held.years_of(()))),
        "rows": "、".join(n for n in catalogue() if not _of_column(n)),
        "columns": "、".join(_columns()),
    }


def candidates(question: str, held: Holdings) -> tuple[str, ...]:
    """The bodies that the question may mean: all of a small library, of a large one the likest."""
    every = held.roster.named(list(held.roster.bodies))
    if len(every) <= ALL_NAMED:
        return every
    near = [*nearest(question, held.roster, LIKELY)]
    above = [
        b.name
        for b in held.roster.bodies.values()
        if b.level in ("province", "prefecture", "county") and b.kind == "government"
    ]
    return tuple(dict.fromkeys((*near, *above[:LIKELY])))


def _columns() -> tuple[str, ...]:
    head = "新收申请·"
    return tuple(n.removeprefix(head) for n in catalogue() if n.startswith(head))


def _of_column(name: str) -> bool:
    measure: Measure | None = measure_called(name)
    return (
        measure is not None
        and measure.key.startswith("applications.")
        and not measure.key.endswith(".total")
    )


def _conversation(history: Sequence[Turn]) -> str:
    """The last turns with their plans, so that a follow-up can be patched."""
    lines = []
    for turn in history[-TURNS:]:
        plan = turn.answer.plan.as_json() if turn.answer.plan else {}
        lines.append(f"前面问：{turn.question}\n计划：{json.dumps(plan, ensure_ascii=False)}")
        if turn.answer.kind == "clarify":
            lines.append(f"（反问：{turn.answer.text}）")
    if not lines:
        return ""
    return "对话（这一问可能是接着问的；自己说全了的就不沿用）：\n" + "\n".join(lines)
