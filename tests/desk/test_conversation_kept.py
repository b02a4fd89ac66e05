"""A conversation is kept with its plans, so that it can be gone on with tomorrow."""

from __future__ import annotations

import json

from assistant.ask.answer import Answer, Turn
from assistant.ask.plan.plan import Figures, Keep, Plan, When, Who, holds
from assistant.desk.ask.kept_turns import kept_turns


def test_a_turn_with_a_plan_comes_back_as_it_was() -> None:
    cells = Figures(id="s1", who=Who(group="局"), when=When(recent=2), measures=("新收申请",))
    kept = Keep(id="s2", of="s1", where=(holds("新收申请", ">", 5.0),), each="每年都")
    plan = Plan(steps=(cells, kept), show=("s2.单位",), form="名单")
    turns = (Turn("问", Answer(question="问", text="答", kind="figures", plan=plan)),)
    stored = json.loads(kept_turns().dump_json(turns))
    assert kept_turns().validate_python(stored) == turns
