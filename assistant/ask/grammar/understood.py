"""What reading a question gives, and whose reports of which years it means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.ask.answer import Filters
from assistant.ask.grammar.operations import (
    EVERY_YEAR,
    NEVER,
    Operation,
)
from assistant.ask.grammar.reading import Parse
from assistant.ask.grammar.who_when import (
    when_meant,
    which_body,
    which_year,
    who_meant,
)
from assistant.ask.plan.plan import Ask, Plan, Refuse, Step, When, Who
from assistant.ask.plan.scope import Holdings


@dataclass(frozen=True, slots=True)
class Understood:
    """The plan of a question, and what was taken for granted in reading it.

    `complete` says that every word was accounted for; `odd` are those that were not; `carried`
    names what came from the conversation.  `instead` stands for the plan where words
    are found that are no answer to what was to be counted; `offered` are questions near to this one.  `loose` says that
    it names neither bodies nor years nor a measure, so that it may be no question about reports;
    `no_scope` that it names neither bodies nor years.
    `any_year` says that one body's number is asked for without a year, so that where several years
    have one, which is meant is asked back; `any_body` that it is asked for without a body, so that
    where many have one, whose is meant is asked back.  `within` is whose reports the conversation spoke of, where the question names none.
    `absent` is asked for with yes or no, is in none of the reports asked about, and in others.
    `by_model` is the model's name where it made the plan,
    `by_grammar` is false of a plan that somebody else made, who is told what is wrong with it;
    `other` then the grammar's plan, where it read the whole question and otherwise.
    """

    plan: Plan
    notices: tuple[str, ...] = ()
    complete: bool = True
    odd: tuple[str, ...] = ()
    carried: tuple[str, ...] = ()
    instead: Ask | Refuse | None = None
    offered: tuple[str, ...] = ()
    loose: bool = False
    no_scope: bool = False
    any_year: bool = False
    any_body: bool = False
    absent: tuple[str, ...] = ()
    within: Filters | None = None
    by_model: str | None = None
    by_grammar: bool = True
    other: Plan | None = None


EVERYTHING = Filters()


# ---------------------------------------------------------------- which room


def only(step: Step) -> Understood:
    return Understood(Plan(steps=(step,)))


def not_counted(words: Sequence[str], offered: Sequence[str]) -> Refuse:
    """Why a number is not given whose question has words that no table counts by."""
    said = "".join(f"“{w}”" for w in words)
    return Refuse(
        id="s1",
        kind="not_understood",
        reason=f"没有看懂{said}：年报的表格里没有按它统计的数字。",
        options=tuple(offered),
    )


def left_out(words: Sequence[str], offered: Sequence[str]) -> Ask:
    """The question back where a plan does not carry out these words."""
    said = "、".join(f"“{w}”" for w in words)
    about = f"没有看懂{said}怎么算。" + ("要问的是不是：" if offered else "请换个说法。")
    return Ask(id="s1", about=about, options=tuple(offered))


# ---------------------------------------------------------------- whose and when


def bodies_said(p: Parse, holdings: Holdings, filters: Filters) -> tuple[int, ...]:
    if p.bodies.ids:
        return p.bodies.ids
    called = holdings.roster.called
    found = (i for n in filters.agencies for i in sorted(called.get(n, ())))
    return tuple(dict.fromkeys(found))


OF_ALL: tuple[Operation, ...] = ("average", "max", "min", "rank", "list", "count")


def scope_meant(
    p: Parse, holdings: Holdings, filters: Filters, *, of_all: bool
) -> tuple[Who, tuple[int, ...]] | Ask | Refuse:
    """Whose reports; everyone's where the operation is over all (`of_all`), else a question."""
    ids = bodies_said(p, holdings, filters)
    if ids:
        return who_meant(ids, holdings, grouped=bool(p.bodies.group)), ids
    every = tuple(holdings.roster.bodies)
    if p.bodies.group:
        reason = f"库里没有属于“{p.bodies.group}”的单位。"
        return Refuse(id="s1", kind="not_held", reason=reason)
    if len(every) == 1:
        return Who(names=holdings.roster.named(every)), every
    if p.bodies.whole and not of_all:
        area, tops = p.bodies.whole
        options = (
            *holdings.roster.named(tops),
            f"{area}各单位合计",
            f"{area}各乡镇（街道）合计",
        )
        about = f"“{area}”是指政府本级年报的数字，还是各单位的合计？"
        return Ask(id="s1", about=about, options=options)
    if of_all:
        scope = p.bodies.scope
        inside = every if scope is None else (scope, *sorted(holdings.roster.under(scope)))
        return who_meant(inside, holdings, grouped=True), tuple(inside)
    return which_body(holdings)


def years_meant(
    p: Parse, ids: Sequence[int], holdings: Holdings, filters: Filters, *, trend: bool
) -> tuple[When, tuple[int, ...], str] | Ask | Refuse:
    """Which years, with a note where one was taken for granted; a question where none is said."""
    if p.years.years:
        return when_meant(p.years.years), tuple(p.years.years), ""
    held = holdings.years_of(ids)
    if not held:
        return Refuse(id="s1", kind="not_held", reason="库里没有这些单位的报告。")
    if filters.years:
        return when_meant(filters.years), tuple(sorted(filters.years)), ""
    if p.years.before:
        note = f"没有说年份，按库中最新年度{held[-1]}年计"
        return When(years=held[-1:]), held[-1:], note
    if p.years.every or trend or NEVER.search(p.text) or EVERY_YEAR.search(p.text):
        return When(every=True), (), ""
    if len(held) == 1:
        note = f"库中只有{held[0]}年的报告，按{held[0]}年回答"
        return When(years=held), held, note
    return which_year(held)
