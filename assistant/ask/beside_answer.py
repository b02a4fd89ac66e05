"""What stands beside an answer or in its place: all items, the nearest sentences, words not known."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.ask.answer import Answer
from assistant.ask.grammar.reading import parse
from assistant.ask.grammar.understood import Understood
from assistant.ask.placing.answer_forms import SURE, amounts, wanted
from assistant.ask.plan.plan import Plan, Sentences
from assistant.ask.plan.rows import BODY
from assistant.ask.plan.scope import Holdings, bodies_of, years_of
from index.numerals import ONE_TO_TEN

if TYPE_CHECKING:
    from assistant.ask.plan.rows import Rows
    from index.library.library import Library


_OPEN = re.compile(r"哪些|哪几|什么|啥|怎[么样]|如何|归纳|总结|概括|梳理|汇总|盘点|列")
_YES_OR_NO = re.compile(r"有没有|有无|是否|是不是|吗")


def all_items(question: str, plan: Plan) -> Plan | None:
    """The plan without its words, where every item is asked for openly and of one body at a time."""
    sources = [s for s in plan.steps if isinstance(s, Sentences)]
    items = sources and all(s.about in ("问题", "措施") and not s.who.group for s in sources)
    if not items or not any(s.words for s in sources) or len(sources) < len(plan.steps) - 3:
        return None
    if not _OPEN.search(question) or _YES_OR_NO.search(question) or plan.form != "归纳":
        return None
    steps = tuple(
        s.model_copy(update={"words": ()}) if isinstance(s, Sentences) else s for s in plan.steps
    )
    return plan.model_copy(update={"steps": steps})


NEAREST = 2
"""How many of the nearest sentences stand beside a 没有写到."""


def with_nearest(found: Answer, library: Library, held: Holdings) -> Answer:
    """Of words that no report says: what in the reports lies nearest, said to be no more than that."""
    if found.refusal != "not_said" or found.plan is None:
        return found
    step = found.plan.steps[0]
    if not isinstance(step, Sentences) or not step.words:
        return found
    from assistant.ask.retriever import LibraryRetriever
    from index.stores.values import Filter

    ids = bodies_of(step.who, held, {})
    years = years_of(step.when, ids, held, {})
    bodies = ids if len(ids) < len(held.roster.bodies) else ()
    retriever = LibraryRetriever(library=library, filter=Filter(bodies, years), k=NEAREST)
    near = [d.page_content.splitlines()[0][:80] for d in retriever.invoke("".join(step.words))]
    if not near:
        return found
    quotes = "".join(f"“{n}”" for n in near)
    return replace(found, text=f"{found.text}意思相近、可以一看的段落：{quotes}")


def same(a: Answer, b: Answer) -> bool:
    """Whether two answers come to the same numbers and passages."""
    numbers = {(d.value, d.unit) for d in a.derived} == {(d.value, d.unit) for d in b.derived}
    quotes = {c.quote for c in a.citations} == {c.quote for c in b.citations}
    return set(a.figures) == set(b.figures) and numbers and quotes and a.kind == b.kind


def with_odd(found: Answer, read: Understood) -> Answer:
    """Of a number asked for whose words were not all known: which, and what could be asked."""
    if read.complete or found.kind != "none" or not read.odd:
        return found
    odd = "".join(f"“{w}”" for w in read.odd)
    near = f"可以问：{'、'.join(read.offered)}。" if read.offered else f"请去掉{odd}再问。"
    text = f"{found.text}年报的表格里没有按{odd}统计的数字；如果要问的就是表格里的数字，{near}"
    return replace(found, text=text, choices=read.offered)


def with_number(found: Answer, read: Understood, held: Holdings) -> Answer:
    """The answer; that there is none, where an amount is surely wanted and no passage has a number."""
    told = any(isinstance(s, Sentences) and s.about != "原文" for s in read.plan.steps)
    if found.kind != "passages" or told or read.by_model or read.plan.form == "名单":
        return found
    if any(_A_NUMBER.search(c.quote) for c in found.citations):
        return found
    if amounts(wanted(parse(found.question, held), held)) < SURE:
        return found
    looked = f"查了{found.searched}份报告，没有写出这个数。说到的话：\n"
    return replace(found, text=f"{looked}{found.text}", kind="none", refusal="not_said")


_A_NUMBER = re.compile(rf"\d|[{ONE_TO_TEN}两百千万]+(?!是)[一-龥]")


FEW_BODIES = 3
"""Of more bodies a count that nobody is named for is nobody's."""


def bodies_counted(plan: Plan, done: Mapping[str, Rows]) -> set[str]:
    """The bodies that the plan's source of counts gives a number of."""
    source = next(s.id for s in plan.steps if isinstance(s, Sentences))
    return {row[BODY].words for row in done[source].rows}
