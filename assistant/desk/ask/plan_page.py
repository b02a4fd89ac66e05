"""Plans made and changed on the page: a chip's small picker, the whole picker, what is asked of them.

A plan that a person made waits under words of its own, what was changed or the whole plan; the page
then sends those words as a question, so that it comes, stops and is kept as every other.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from markupsafe import escape
from pydantic import ValidationError

from assistant.ask.answer import Turn
from assistant.ask.plan.catalogue import catalogue
from assistant.ask.plan.plan import Plan
from assistant.ask.plan.readback import read_back
from assistant.ask.plan.scope import Holdings
from assistant.ask.plan.validate import checked
from assistant.desk.ask.plan_change import changed
from assistant.desk.ask.plan_choices import choices, of_chip
from assistant.desk.ask.plan_picker import built
from assistant.desk.ask.plan_pieces import change_words, chips
from assistant.desk.frame.panel import Reply
from assistant.desk.frame.render import render
from assistant.desk.frame.user_state import Person
from assistant.workspace import Workspace
from index.report import UsageError

DIALOG, ERRORS, WAITING = "ask-dialog", "ask-errors", "asked-plan"
Data = dict[str, Any]


class PlanDesk:
    """The pickers' actions; `turn` gives the turn of the conversation in hand that a click is in."""

    def __init__(self, workspace: Workspace, turn: Callable[[Person, Data], Turn]) -> None:
        self.workspace = workspace
        self._turn = turn

    def _held(self) -> Holdings:
        from assistant.ask.asking import holdings

        return holdings(self.workspace.library)

    def _choices(self, held: Holdings) -> Data:
        years = held.years_of(tuple(held.roster.bodies))
        return {**choices(held, years), "known": catalogue().keys()}

    # ------------------------------------------------------------ the pickers

    def chip(self, person: Person, data: Data) -> Reply:
        """The small picker of one chip, as the plan has it now."""
        plan, held = self._plan(person, data), self._held()
        fields = {**self._choices(held), **of_chip(plan, data["path"], held)}
        html = render("ask_change", c=fields, sort=data.get("sort", ""), turn=data["turn"])
        return Reply({DIALOG: html})

    def picker(self, person: Person, data: Data) -> Reply:
        """The picker that makes a whole plan."""
        held = self._held() if self.workspace.library_exists else None
        if held is None or not held.roster.bodies:
            return Reply(error="资料库还是空的，先放入报告。")
        return Reply({DIALOG: render("ask_picker", c=self._choices(held))})

    def _plan(self, person: Person, data: Data) -> Plan:
        plan = self._turn(person, data).answer.plan
        if plan is None:
            raise UsageError("这条回答没有可改的内容")
        return plan

    # ------------------------------------------------------------ what was chosen

    def change(self, person: Person, data: Data) -> Reply:
        """One part of an answer's plan changed, and the plan asked anew."""
        before = self._plan(person, data)
        return self._asked(
            person,
            lambda: changed(before, data["path"], data),
            lambda now: _what_changed(before, now, data["path"]),
        )

    def build(self, person: Person, data: Data) -> Reply:
        """The plan that the picker makes, asked."""
        return self._asked(person, lambda: built(data), read_back)

    def _asked(
        self, person: Person, make: Callable[[], Plan], said: Callable[[Plan], str]
    ) -> Reply:
        """The plan's words for the page to ask; what is wrong with it stands in the picker."""
        try:
            plan, errors = checked(make(), self._held())
        except UsageError as error:
            return _wrong(error.message)
        except ValidationError:
            return _wrong("有的选项互相不合，或数字超出了范围，请检查后再试")
        if errors:
            return _wrong("；".join(_in_chinese(e) for e in errors))
        return Reply({DIALOG: ""}, data={"ask": self.wait(person, plan, said(plan))})

    # ------------------------------------------------------------ until it is asked

    def wait(self, person: Person, plan: Plan, words: str) -> str:
        """Keep the plan until the words are asked; gives them."""
        person.put(WAITING, {"words": words, "plan": plan.as_json()})
        return words

    def waiting(self, person: Person, question: str) -> Plan | None:
        """The plan that waits under these words, taken; None for a question of its own."""
        held = person.get(WAITING, {})
        if held.get("words") != question:
            return None
        person.put(WAITING, {})
        return Plan.model_validate(held["plan"])


def _what_changed(before: Plan, now: Plan, path: str) -> str:
    """In words the part that a person changed, else the whole plan."""
    was, chip = (next((c for c in chips(p) if c.path == path), None) for p in (before, now))
    told = was is not None and chip is not None and was.words != chip.words
    return change_words(chip) if told and chip else read_back(now)


FIELDS = {
    "who": "单位",
    "when": "年度",
    "measures": "指标",
    "about": "内容",
    "words": "词",
    "show": "给出的列",
    "form": "形式",
    "decimals": "小数",
    "unit": "数的单位",
    "first": "起始年",
    "last": "截止年",
}
"""What the picker calls the fields that validation names."""


def _in_chinese(error: str) -> str:
    return re.sub(r"(?<![A-Za-z0-9])[a-z]+(?![A-Za-z0-9])", lambda m: FIELDS.get(m[0], m[0]), error)


def _wrong(message: str) -> Reply:
    return Reply({ERRORS: str(escape(message))})
