"""Fields of a plan that the execution would pass over: each an error, so that no word is idle."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.ask.plan import units
from assistant.ask.plan.plan import (
    Ask,
    Combine,
    Figures,
    Grouped,
    Keep,
    Lookup,
    Plan,
    Refuse,
    Sentences,
    Step,
)

_FIELDS_OF_ROOM = {
    "findings": ("text", "who", "when"),
    "rules": ("text",),
    "inventory": ("who", "when", "count"),
    "help": ("text",),
    "draft": ("text", "who", "when"),
}


def ignored(plan: Plan) -> Iterator[str]:
    """What of a plan, otherwise valid, would change nothing of its answer."""
    for step in plan.steps:
        yield from _of_step(step)
    yield from _unused(plan)
    yield from _of_showing(plan)


def _of_step(step: Step) -> Iterator[str]:
    match step:
        case Sentences():
            if step.part and step.about not in ("原文", "数"):
                yield f"{step.id}：part 只和 about 为“原文”“数”一起用"
            if step.any and (step.about not in ("原文", "问题") or len(step.words) < 2):
                yield f"{step.id}：any 只在 about 为“原文”“问题”、words 有两个以上时有用"
            if step.done and not (step.about == "原文" and step.words):
                yield f"{step.id}：done 只在 about 为“原文”、有 words 时有用"
        case Keep(any=True) if len(step.where) < 2:
            yield f"{step.id}：any 要有两个以上的条件"
        case Grouped(by=(), agg=()):
            yield f"{step.id}：group 没有 by，也没有 agg"
        case Figures() if len(set(step.measures)) < len(step.measures):
            yield f"{step.id}：measures 重复"
        case Combine() if len(set(step.of)) < len(step.of):
            yield f"{step.id}：of 重复"
        case Lookup():
            yield from _of_lookup(step)


def _of_lookup(step: Lookup) -> Iterator[str]:
    used = _FIELDS_OF_ROOM[step.room]
    for name in ("text", "who", "when", "count"):
        if getattr(step, name) and name not in used:
            yield f"{step.id}：{name} 对 {step.room} 没有用"
    if (step.who and step.who.of) or (step.when and step.when.of):
        yield f"{step.id}：lookup 的 who、when 不能取自前面的步骤"
    if step.room == "draft":
        yield from _of_draft(step)


def _of_draft(step: Lookup) -> Iterator[str]:
    if step.who is None or len(step.who.names) != 1:
        yield f"{step.id}：draft 要在 who.names 里写一个单位"
    if step.when is None or len(step.when.years) != 1:
        yield f"{step.id}：draft 要在 when.years 里写一个年份"
    if step.text not in ("", *"123456"):
        yield f"{step.id}：draft 的 text 是部分号，1 到 6"


def _unused(plan: Plan) -> Iterator[str]:
    """A step that nothing shown comes from: its words would stand over an answer without it."""
    if len(plan.steps) == 1:
        return
    by_id = {s.id: s for s in plan.steps}
    wanted = [shown.partition(".")[0] for shown in plan.show]
    used: set[str] = set()
    while wanted:
        id = wanted.pop()
        if id not in used and id in by_id:
            used.add(id)
            wanted += _sources(by_id[id])
    for step in plan.steps:
        if step.id not in used:
            alone = isinstance(step, Ask | Refuse | Lookup)
            yield (
                f"{step.id}：{step.op} 要单独成一个计划"
                if alone
                else f"{step.id}：这一步没有用到：结果既没有显示，后面的步骤也没有用它"
            )


def _sources(step: Step) -> list[str]:
    """The steps that `step` takes rows, bodies, years or a bound from."""
    of = getattr(step, "of", ())
    found = [of] if isinstance(of, str) else list(of)
    if isinstance(step, Figures | Sentences):
        found += [i for i in (step.who.of, step.when.of) if i]
    if isinstance(step, Keep):
        found += [c.value.partition(".")[0] for c in step.where if isinstance(c.value, str)]
    return found


def _of_showing(plan: Plan) -> Iterator[str]:
    if not plan.show:
        idle = [n for n in ("decimals", "unit", "length", "bare") if getattr(plan, n)]
        if plan.form != "句子":
            idle.append("form")
        if idle:
            yield f"{'、'.join(idle)}：这个计划没有要显示的列，用不上"
        return
    if len(set(plan.show)) < len(plan.show):
        yield "show：有重复的列"
    known = units.of_columns(plan)
    held = [
        known[id][name]
        for id, _, name in (shown.partition(".") for shown in plan.show)
        if name in known.get(id, {})
    ]
    if plan.decimals is not None and not held:
        yield "decimals：显示的列里没有数，用不上"
    if plan.unit and not any(units.convertible(u, plan.unit) for u in held):
        now = "、".join(dict.fromkeys(u for u in held if u)) or "没有单位"
        yield f"unit：显示的是{now}，不能换算成“{plan.unit}”"
