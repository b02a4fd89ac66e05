"""A question to a plan without a model: every word accounted for, or asked back.

What the words settle becomes a plan; what they leave open becomes an `ask` with choices; what they
ask beyond the form and the library a `refuse` that says which of the four it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from assistant.ask.answer import Filters
from assistant.ask.building.narrative import part_said
from assistant.ask.building.topic import DONE_YET, said_span
from assistant.ask.grammar import other_rooms
from assistant.ask.grammar.asks_figures import (
    asks_a_cell,
    asks_figures,
    counts_cells,
    figures_asked,
)
from assistant.ask.grammar.asks_words import words_asked
from assistant.ask.grammar.conditions import conditions
from assistant.ask.grammar.facets import strong
from assistant.ask.grammar.forms import shape
from assistant.ask.grammar.groups import blanked
from assistant.ask.grammar.reading import SORTS, Parse, folded, parse
from assistant.ask.grammar.understood import (
    EVERYTHING,
    Understood,
    bodies_said,
    left_out,
    not_counted,
    only,
)
from assistant.ask.grammar.who_when import (
    MOST_CHOICES,
    body_trouble,
    when_meant,
    which_body,
    who_meant,
)
from assistant.ask.measures import broken_down
from assistant.ask.placing.carried_out import unplaced
from assistant.ask.placing.in_form import in_form
from assistant.ask.placing.intents import intent
from assistant.ask.placing.offers import offers
from assistant.ask.placing.side_by_side import side_by_side
from assistant.ask.placing.unexplained import placed
from assistant.ask.plan.ignored import ignored
from assistant.ask.plan.plan import (
    MOST_STEPS,
    Ask,
    Figures,
    Lookup,
    Order,
    Plan,
    Refuse,
    Step,
    When,
    Who,
)
from assistant.ask.plan.scope import Holdings
from assistant.ask.plan.validate import checked
from assistant.ask.typed.bodies_respelt import respelt


def understand(
    question: str,
    holdings: Holdings,
    filters: Filters = EVERYTHING,
    base: int | None = None,
    *,
    closely: bool = False,
    chosen: bool = False,
) -> Understood:
    """The plan that `question` means by itself; `base` is the year that 上年 counts from.

    `closely`: of what the reports say only what they bear out is looked for, see `words_asked`;
    `chosen`: it is one that was offered, so that what form of answer it wants is settled.
    """
    asked = shape(question)
    p, notices = _parsed(asked.text or question, holdings, base)
    found = _whole(p, _read(p, holdings, filters, closely), holdings)
    if not chosen and found.plan.show and found.complete and not found.odd:
        found = in_form(
            p, found, holdings, lambda q: _whole(q, _read(q, holdings, filters), holdings)
        )
    if found.odd and not found.offered and found.plan.show:
        near = offers(p, holdings)
        instead = not_counted(found.odd, near) if counts_cells(p) else found.instead
        found = replace(found, offered=near, instead=instead)
        if asks_a_cell(p):
            found = replace(found, plan=Plan(steps=(not_counted(found.odd, near),)))
    loose = not (p.bodies.said or p.years.years or p.reading.measures or p.asked.condition)
    found = replace(found, loose=loose, no_scope=not (p.bodies.said or p.years.years))
    plan = found.plan
    if asked.fields.pop("newest_first", False):
        plan = newest_first(plan)
    if asked.fields and plan.show:
        plan, idle = _shaped(plan, asked.fields)
        notices = (*notices, *idle)
    return replace(found, plan=plan, notices=(*notices, *found.notices))


def _whole(p: Parse, found: Understood, holdings: Holdings) -> Understood:
    """The reading, if its plan carries out all that was said; else what it leaves out, asked back."""
    left = unplaced(p, found.plan, holdings) if found.plan.show else ()
    if not left:
        return found
    near = offers(p, holdings)
    if not any(isinstance(s, Figures) for s in found.plan.steps):
        return replace(found, complete=False, instead=left_out(left, near))
    back = (not_counted if p.residue else left_out)(left, near)
    return replace(found, plan=Plan(steps=(back,)), complete=False, odd=left)


def _shaped(plan: Plan, fields: Mapping[str, Any]) -> tuple[Plan, tuple[str, ...]]:
    """The plan in the form asked for; what of the form does not fit its columns is said, not done."""
    notices: tuple[str, ...] = ()
    for name, value in fields.items():
        shaped = plan.model_copy(update={name: value})
        idle = tuple(ignored(shaped))
        plan, notices = (plan, (*notices, *idle)) if idle else (shaped, notices)
    return plan, notices


def newest_first(plan: Plan) -> Plan:
    """The plan with its rows from the newest year back, where they have a year and no order yet."""
    last = plan.steps[-1]
    year = f"{last.id}.年"
    if year not in plan.show or last.op == "order" or len(plan.steps) >= MOST_STEPS:
        return plan
    id = f"s{len(plan.steps) + 1}"
    order = Order(id=id, of=last.id, by="年")
    shown = tuple(n.replace(f"{last.id}.", f"{id}.", 1) for n in plan.show)
    return plan.model_copy(update={"steps": (*plan.steps, order), "show": shown})


def _parsed(text: str, holdings: Holdings, base: int | None) -> tuple[Parse, tuple[str, ...]]:
    """The reading of the text, or of it with bodies' names respelt where that names one."""
    p = parse(text, holdings, base)
    notes = [n for n in (p.years.note, p.note) if n]
    named = p.bodies.ids or p.bodies.group or p.bodies.ambiguous or p.bodies.too_wide
    if named and not p.residue:
        return p, tuple(notes)
    telling = _TELLING.search(blanked(p.text, p.asked.spans))  # what reports say is asked, too
    telling = telling or DONE_YET.search(p.text)
    if named and strong(p.said) and not (telling or p.bodies.unknown or conditions(p)):
        p, near = placed(p, holdings)
        notes += near
        if near and not p.residue:
            return p, tuple(notes)
    spelt, said = respelt(folded(text), holdings.roster, p.bodies.unknown, bare=not named)
    if not said:
        return p, tuple(notes)
    again = parse(spelt, holdings, base)
    if not again.bodies.ids or (named and len(again.residue) >= len(p.residue)):
        return p, tuple(notes)
    return again, (*(n for n in (again.years.note, again.note) if n), *said)


def _read(p: Parse, holdings: Holdings, filters: Filters, closely: bool = False) -> Understood:
    if (rules := other_rooms.rules_named(p.text)) and not p.bodies.ids:
        return only(Lookup(id="s1", room="rules", text="、".join(rules)))
    trouble = body_trouble(p, holdings, own_set=bool(filters.agencies))
    if other_rooms.asks_draft(p.text):
        return only(trouble) if trouble else _drafting(p, holdings, filters)
    if trouble:
        return only(trouble)
    if POINTS.search(p.text) and not p.bodies.ids and not filters.agencies:
        return only(which_body(holdings))
    if other_rooms.asks_particulars(p.text):
        return only(Refuse(id="s1", kind="not_in_form", reason="年度报告不记载申请人的个人情况。"))
    if other_rooms.asks_findings(p.text):
        return only(_room("findings", p, holdings, filters, _rules_said(p)))
    if _asks_inventory(p, holdings):
        return only(_room("inventory", p, holdings, filters))
    if two := _lookup_of_lookup(p, holdings, filters):
        return two
    if both := _figures_and_words(p, holdings, filters):
        return both
    if asks_figures(p):
        return figures_asked(p, holdings, filters)
    return words_asked(p, holdings, filters, closely=closely)


def _asks_inventory(p: Parse, holdings: Holdings) -> bool:
    if any(map(other_rooms.asks_inventory, _as_said_of_all(p))):
        return True
    return not p.reading.measures and intent(p, holdings) == "shelf"


def _as_said_of_all(p: Parse) -> Iterator[str]:
    """The text as it stands, with its years blanked, and without whose reports of which years."""
    yield p.text
    yield blanked(p.text, p.years.spans)
    named = [s for s in p.bodies.spans if s not in p.bodies.group_spans]
    dated = [s for s in p.years.spans if p.text[slice(*s)][:1].isdigit()]
    yield blanked(p.text, [*named, *dated]).replace("_", "")


POINTS = re.compile(
    r"^(?:那么?|刚才|上面|前面)*(?:[它他她]们?(?!人)|[这那]份|该(?:单位|局|镇|乡)|[这那](?:家|个(?:单位|局|镇|乡|街道)))"
)
"""那家: of a conversation, which there is none of; whose it is has to be said."""


def _rules_said(p: Parse) -> str:
    return "、".join(other_rooms.rules_named(p.text) or other_rooms.rules_about(p.text))


def _room(room: str, p: Parse, holdings: Holdings, filters: Filters, text: str = "") -> Lookup:
    ids = bodies_said(p, holdings, filters)
    years = p.years.years or filters.years
    counts = p.asked.has("count") and not p.asked.has("list")
    return Lookup.model_validate(
        {
            "id": "s1",
            "room": room,
            "text": text,
            "who": who_meant(ids, holdings, grouped=bool(p.bodies.group)) if ids else None,
            "when": when_meant(years) if years else None,
            "count": counts,
        }
    )


def _drafting(p: Parse, holdings: Holdings, filters: Filters) -> Understood:
    lookup = _room("draft", p, holdings, filters, str(part_said(p.text) or 5))
    ids = bodies_said(p, holdings, filters)
    if len(ids) != 1:
        options = holdings.roster.named(ids or tuple(holdings.roster.bodies))[:MOST_CHOICES]
        return only(Ask(id="s1", about="要起草哪个单位的？一次起草一个单位。", options=options))
    if len(p.years.years or filters.years) != 1:
        held = holdings.years_of(ids)
        years = (*([held[-1] + 1] if held else []), *reversed(held))
        options = tuple(f"{y}年" for y in years)
        return only(Ask(id="s1", about="要起草哪一年的？", options=options))
    return only(lookup)


# ---------------------------------------------------------------- a look-up of a look-up

_POINTS_BACK = re.compile(
    r"[，,；;？?。](?:那么?|而)?(?:它|他们|其|该(?:单位|局|镇|乡|街道|部门|机关|年)|这(?:个|家|一)?(?:单位|局|镇|乡|街道|部门|机关|年)|那(?:个|家|一)?(?:单位|局|镇|乡|街道|部门|机关|年)|当年|第二年|次年|下一年|上一年|同年|同期)"
)


_CHAIN = re.compile(
    r"^(?P<head>.*?(?:最[多少高低大小]|第[一二两三四五六七八九十](?!年)|垫底|居首|倒数第).{0,10}?的?(?:那个?)?(?:一)?"
    r"(?:单位|局|部门|乡镇|街道|镇|机关|年份?))(?:那一?年|当年|它|其)?[，,]?(?:在?(?:年报|报告)里?)?"
    r"(?P<rest>(?![（(]|[和与跟同及、]|是|有哪|有几|分别|各|[？?。]|$|谁|怎么).{2,})$"
)
"""新收最多的局复议有几件, with no pause between the two questions."""


_NEXT = re.compile(r"第二年|次年|下一?年|后一年")


_PREVIOUS = re.compile(r"上一?年|前一年|头一年")


def _lookup_of_lookup(p: Parse, holdings: Holdings, filters: Filters) -> Understood | None:
    """新收最多的局，它的复议有几件: the second half asks of what the first half found."""
    match = _POINTS_BACK.search(p.text)
    if match is not None:
        first, second = p.text[: match.start()], p.text[match.start() + 1 :]
    elif (chain := _CHAIN.match(p.text)) is not None:
        first, second = re.sub(r"那?一?年份?$", "哪一年", chain["head"]), chain["rest"]
    else:
        return None
    head = _read(parse(first, holdings), holdings, filters)
    last = head.plan.steps[-1]
    if last.op != "order" or not head.complete:
        return None
    rest = re.sub(r"^(?:那么?|而)", "", second)
    rest = re.sub(
        r"它们?|他们|其(?!他)|该(?:单位|局|镇|乡|街道|部门|机关)|[这那](?:个|家|一)?(?:单位|局|镇|乡|街道|部门|机关)",
        "",
        rest,
    )
    shift = 1 if _NEXT.search(rest) else -1 if _PREVIOUS.search(rest) else 0
    rest = re.sub(
        rf"{_NEXT.pattern}|{_PREVIOUS.pattern}|当年|同年|同期|[该这那]年|那一年", "", rest
    )
    anchor = next((y for s in head.plan.steps if (y := _first_year(s))), None)
    anchor = anchor or max(holdings.years_of(()), default=None)
    names = _one_of(head.plan, holdings)
    if anchor is None or names is None:
        return None
    rest = rest.strip("，的")
    own = parse(rest, holdings).years.years  # 2022年最多的乡镇，2023年收了多少
    year = "" if own else f"{anchor}年"
    tail = _read(parse(f"{names}{year}{rest}", holdings), holdings, filters)
    joined = _joined(head, tail, when_meant(own) if own else When(of="", shift=shift))
    return _valid(joined, holdings)


def _first_year(step: Step) -> int | None:
    when = getattr(step, "when", None)
    return max((*when.years, when.last or 0), default=None) if when else None


def _one_of(plan: Plan, holdings: Holdings) -> str | None:
    """Any one body's name, to read the second half with; it is replaced by what is found."""
    from assistant.ask.plan.scope import bodies_of

    who = getattr(plan.steps[0], "who", None)
    ids = bodies_of(who, holdings, {}) if who else ()
    return holdings.roster.bodies[ids[0]].name if ids else None


def _joined(head: Understood, tail: Understood, when: When) -> Understood | None:
    """The second plan over the bodies (and year) that the first one's last step gives."""
    if not tail.complete or not tail.plan.show or len(tail.plan.steps) != 1:
        return None
    last = head.plan.steps[-1].id
    step = tail.plan.steps[0]
    if not hasattr(step, "who"):
        return None
    id = f"s{len(head.plan.steps) + 1}"
    when = when if when.years or when.first else When(of=last, shift=when.shift)
    moved = step.model_copy(update={"id": id, "who": Who(of=last), "when": when})
    shown = tuple(f"{id}.{n.partition('.')[2]}" for n in tail.plan.show)
    plan = Plan(
        steps=(*head.plan.steps, moved),
        show=(*head.plan.show, *shown),
        form=tail.plan.form,
    )
    return replace(head, plan=plan, notices=(*head.notices, *tail.notices))


def _valid(read: Understood | None, holdings: Holdings) -> Understood | None:
    """The reading, if what the second half asks can be told of what the first half finds."""
    return read if read is not None and not checked(read.plan, holdings)[1] else None


# ---------------------------------------------------------------- a figure and words at once


def _unasked(p: Parse) -> str:
    """What of the text is no word for what is to be done with figures (怎么变化, 比怎么样)."""
    return _HOW_IT_IS.sub("", blanked(p.content, p.asked.spans))


_HOW_IT_IS = re.compile(
    r"(?<=_)(?:是|得|情况)*(?:怎么样|怎样|咋样|如何|怎么[排比算])的?(?=[？?。，]|$)"
)


_JOINTS = re.compile(r"[，；;、？?。]|以及|并且?|还有|和|及|与|加上|连同|外加|另外|同时")


_TELLING = re.compile(
    r"问题|不足|短板|困难|难点|薄弱|差距|改进|整改|措施|举措|做法|打算|计划|经验|亮点"
    r"|怎么|如何|怎样|为什么|原因|提到|说到|讲到|写到"
)


def _figures_and_words(p: Parse, holdings: Holdings, filters: Filters) -> Understood | None:
    """新收多少件，存在什么问题: a figure and words of the same bodies and years."""
    if not p.reading.measures or not _TELLING.search(_unasked(p)):
        return None
    if len(p.reading.measures) == 1 and broken_down(p.reading.measures[0]) and SORTS.search(p.text):
        return None  # 三种原因分别多少: of the form's own reasons
    kept = sorted({*p.bodies.spans, *p.years.spans})
    listed = said_span(p.text)  # 写到甲、乙或丙的: what is said is no number
    for joint in _JOINTS.finditer(p.text):
        if listed and listed[0] <= joint.start() < listed[1]:
            continue
        parts = [p.text[: joint.start()], p.text[joint.end() :]]
        names = [
            "".join(p.text[a:b] for a, b in kept if b <= joint.start()),
            "".join(p.text[a:b] for a, b in kept if a >= joint.end()),
        ]
        for i in (0, 1):
            figure, words = names[1 - i] + parts[i], names[i] + parts[1 - i]
            told = parse(words, holdings)
            if not _TELLING.search(_unasked(told)) or strong(told.said):
                continue
            counted = parse(figure, holdings)
            if counted.reading.measures and not counted.residue and not counted.reading.choices:
                return side_by_side(
                    figures_asked(counted, holdings, filters), words_asked(told, holdings, filters)
                )
    return None
