"""A reading whose plan gives another form of answer than the question wants: read again, or asked back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from assistant.ask.building.steps import PER_YEAR
from assistant.ask.grammar.reading import Parse, parse
from assistant.ask.grammar.understood import Understood
from assistant.ask.placing.answer_forms import LEAST, answered, called, given, reworded, wanted
from assistant.ask.plan.plan import Ask, Plan
from assistant.ask.plan.scope import Holdings


def in_form(
    p: Parse, found: Understood, holdings: Holdings, read: Callable[[Parse], Understood]
) -> Understood:
    """The reading, if its plan gives what form of answer is wanted; else one that does, or the
    question back.

    `read` reads the question in words that stand for that form.
    """
    wants = wanted(p, holdings)
    each_year = PER_YEAR.search(p.text) and "by_year" in given(found.plan)
    if each_year or answered(wants, found.plan) >= LEAST:
        return found
    form = max(wants, key=lambda f: wants[f])
    if (text := reworded(p, form)) is not None:
        other = read(parse(text, holdings))
        if other.plan.show and other.complete and answered(wants, other.plan) >= LEAST:
            return replace(other, notices=(*other.notices, f"问的按“{called(form)}”理解"))
    about = f"要的是{called(form)}吗？这样问没有看懂怎么算，请换个说法，或者选一个："
    return replace(found, plan=Plan(steps=(Ask(id="s1", about=about, options=(p.text,)),)))
