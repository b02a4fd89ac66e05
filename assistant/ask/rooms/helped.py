"""Questions about the program, not the reports: help, and how the last answer was computed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.ask.answer import Answer, Turn
from assistant.ask.grammar.reading import parse
from assistant.ask.placing import intents
from assistant.ask.plan.plan import Lookup, Plan
from assistant.ask.plan.readback import read_back
from assistant.ask.plan.scope import Holdings
from assistant.ask.rooms import help

if TYPE_CHECKING:
    from index.library.library import Library


def helped(question: str, history: Sequence[Turn], held: Holdings) -> Answer | None:
    """Help, and how the last answer was computed: questions about the program, not the reports."""
    asks_how = bool(history) and help.asks_how(question)
    if asks_how and (told := help.how_computed(question, history[-1])) is not None:
        return told
    p = parse(question, held)
    text = help.helpful(question, of_a_body=bool(p.bodies.ids))
    if text is None or (history and (intents.intent(p, held) or "help") in _OF_REPORTS):
        return None
    return _help(question, text)


_OF_REPORTS = ("problems", "measures", "both", "deeds", "repeated", "summary")
"""它怎么打算的, in a conversation, is near 怎么算的 in its letters only."""


def helped_in_other_words(
    question: str, history: Sequence[Turn], library: Library, held: Holdings
) -> Answer | None:
    """What the help says to a question for it in any words; what the last answer rests on is asked
    of that (see `helped`)."""
    asked = intents.intent(parse(question, held), held)
    if asked is None or (history and asked == "help_computed"):
        return None
    text = help.of_intent(asked, question, library)
    return None if text is None else _help(question, text)


def _help(question: str, text: str) -> Answer:
    plan = Plan(steps=(Lookup(id="s1", room="help", text=question),))
    return Answer(question=question, text=text, kind="help", plan=plan, understood=read_back(plan))
