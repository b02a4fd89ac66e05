"""A conversation is kept with its plans, so that it can be gone on with tomorrow."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.ask.answer import Answer, Turn
from assistant.ask.plan.plan import Figures, Keep, Plan, When, Who, holds
from assistant.desk.ask import ask_page
from assistant.desk.ask.ask_page import AskDesk
from assistant.desk.ask.kept_turns import kept_turns
from assistant.desk.frame.background_jobs import Jobs
from assistant.desk.frame.user_state import People
from assistant.settings import Settings
from assistant.workspace import Workspace
from tests.library.material import county, fill


def test_a_turn_with_a_plan_comes_back_as_it_was() -> None:
    cells = Figures(id="s1", who=Who(group="局"), when=When(recent=2), measures=("新收申请",))
    kept = Keep(id="s2", of="s1", where=(holds("新收申请", ">", 5.0),), each="每年都")
    plan = Plan(steps=(cells, kept), show=("s2.单位",), form="名单")
    turns = (Turn("问", Answer(question="问", text="答", kind="figures", plan=plan)),)
    stored = json.loads(kept_turns().dump_json(turns))
    assert kept_turns().validate_python(stored) == turns


def test_a_long_conversation_goes_on_in_a_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ask_page, "LONGEST", 2)
    monkeypatch.setattr(ask_page, "KEPT", 2)
    workspace = Workspace(Settings(home=tmp_path, embedder="hashing"))
    fill(workspace.library, county(2))
    people = People(tmp_path / "desk")
    desk, person = AskDesk(workspace, Jobs(workspace, people)), people.person("a")
    agency = workspace.library.reports()[0].agency
    for question in (f"{agency}2023年新收多少件？", *["2022年呢？", "2023年呢？"], "2022年呢？"):
        assert list(desk.stream(person, question))
    kept = [desk.turns(person, chat["id"]) for chat in person.get("chats", [])]
    assert [len(turns) for turns in kept] == [2, 2]
    assert all(agency in turn.answer.text for turns in kept for turn in turns)  # taken over
    desk.new(person, {})
    list(desk.stream(person, f"{agency}2023年新收多少件？"))
    assert len(person.get("chats", [])) == len([*person.folder.glob("chat-*.json")]) == 2
    desk.forget(person, {"chat": person.get("chats", [])[0]["id"]})
    assert len([*person.folder.glob("chat-*.json")]) == 1
    workspace.library.close()
