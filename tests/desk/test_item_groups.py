"""问题归类: a year's problems in groups, which people join and part."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from assistant.desk.frame.background_jobs import Jobs
from assistant.desk.frame.user_state import People, Person
from assistant.desk.library.library_page import LibraryDesk
from assistant.settings import Settings
from assistant.workspace import Workspace
from index.report import UsageError
from tests.library.test_narrative import keep, told

SAID = ("目录更新不及时", "路灯坏了三盏", "热线没有人接")


@pytest.fixture
def desk(tmp_path: Path) -> LibraryDesk:
    workspace = Workspace(Settings(home=tmp_path, embedder="hashing"))
    for year, text in ((2022, "培训次数少。"), (2023, "一是" + "；二是".join(SAID) + "。")):
        keep(workspace.library, told(year=year, five=text))
    return LibraryDesk(workspace, Jobs(workspace, People(tmp_path / "desk")))


@pytest.fixture
def person(tmp_path: Path) -> Person:
    return People(tmp_path / "desk").signed_in("张三")


def sizes(desk: LibraryDesk) -> list[int]:
    return [len(g.members) for g in desk.groups.fields({"year": "2023"})["groups"]]


def test_a_year_s_problems_stand_in_groups(desk: LibraryDesk, person: Person) -> None:
    shown = desk.show(person, {"path": ["groups", "2023"]}).parts["nb-library"]
    assert "3 条问题，归为 3 类" in shown and all(said in shown for said in SAID)
    assert "培训次数少" not in shown
    assert "培训次数少" in desk.show(person, {"path": ["groups", "2022"]}).parts["nb-library"]


def test_what_a_person_joins_and_parts_stays_so(desk: LibraryDesk, person: Person) -> None:
    joined = desk.join_items(person, {"year": "2023", "said": list(SAID[:2])})
    assert "已合并 2 条" in joined.notice and "人工合并、拆开 1 对" in joined.parts["nb-library"]
    assert sizes(desk) == [2, 1]
    desk.join_items(person, {"year": "2023", "said": list(SAID)})
    assert sizes(desk) == [3]
    parted = desk.part_items(person, {"year": "2023", "said": [SAID[0], SAID[2]]})
    assert "已拆开 2 条" in parted.notice and sizes(desk) == [2, 1]


@pytest.mark.parametrize("said", [None, [], SAID[0], [SAID[0], SAID[0]]])
def test_one_alone_is_neither_joined_nor_parted(
    desk: LibraryDesk, person: Person, said: Any
) -> None:
    with pytest.raises(UsageError, match="至少两条"):
        desk.join_items(person, {"year": "2023", "said": said})
    assert sizes(desk) == [1, 1, 1]


def test_a_year_without_problems_says_so(desk: LibraryDesk, person: Person) -> None:
    keep(desk.workspace.library, told(year=2024, five="全年工作平稳。"))
    assert "没有问题可归类" in desk.show(person, {"path": ["groups", "2024"]}).parts["nb-library"]
