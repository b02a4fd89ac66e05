"""On every page the staff of a body sees that body's reports, and no trace of another's."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from assistant.desk.frame.callers import ACCOUNT, Callers
from assistant.desk.frame.panel import perform
from assistant.desk.frame.user_state import People
from assistant.draft import DraftRequest
from assistant.settings import Settings
from assistant.workspace import Workspace
from tests.desk.test_permissions import MAKERS, desks_of
from tests.library.material import county, fill

GOOD = "a long password"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    made = Workspace(Settings(home=tmp_path_factory.mktemp("home"), embedder="hashing"))
    fill(made.library, county())
    yield made
    made.library.close()


@pytest.fixture(scope="module")
def names(workspace: Workspace) -> tuple[str, str]:
    """The body whose staff calls, and another."""
    whole = [body.name for body in workspace.library.bodies()]
    return whole[3], whole[4]


@pytest.fixture
def call(workspace: Workspace, names: tuple[str, str]) -> Any:
    """Performs an action as an account of the first body, "limited", or of none, "free"."""
    roles = ["审查", "起草"]
    workspace.users.add("admin", GOOD)
    workspace.users.add("limited", GOOD, roles=roles, bodies=[names[0]])
    workspace.users.add("free", GOOD, roles=roles)
    callers = Callers(workspace, People(workspace.settings.home / "desk"))
    made = {name: desks_of(make, callers) for name, make in MAKERS.items()}

    def perform_as(who: str, page_name: str, action: str, /, **data: Any) -> Any:
        request = SimpleNamespace(headers={ACCOUNT: who}, cookies={}, client=None)
        return perform(made[page_name], page_name, {"do": action, **data}, request)

    return perform_as


PLACES = [
    ("library", {"path": ["reports"]}),
    ("library", {"path": ["roster"]}),
    ("library", {"path": ["groups"]}),
    ("library", {"path": ["board"]}),
    ("ask", {"path": []}),
    ("draft", {"path": []}),
    ("review", {"path": []}),
    ("settings", {}),
]


@pytest.mark.parametrize(("page", "data"), PLACES)
def test_no_page_names_another_body(
    call: Any, names: tuple[str, str], page: str, data: dict[str, Any]
) -> None:
    own, other = names
    shown = call("limited", page, "show", **data)
    assert shown.error == "" and other not in str(shown.parts)
    everything = str(call("free", page, "show", **data).parts)
    if other in everything:
        assert own in str(shown.parts)


def test_another_body_s_report_does_not_open(
    call: Any, workspace: Workspace, names: tuple[str, str]
) -> None:
    item = workspace.library.reports(agency=names[1])[0].id
    asked: dict[str, Any] = {"item": item, "source": "library", "page": 1, "format": "json"}
    for page, action in (
        ("library", "open"),
        ("library", "original"),
        ("library", "export"),
        ("library", "picture"),
        ("ask", "cite"),
        ("review", "open"),
        ("review", "decide"),
    ):
        refused = call("limited", page, action, **asked, index=0, verdict="confirmed")
        assert "没有" in refused.error and refused.file is None and not refused.parts, action
    assert not call("free", "library", "open", **asked).error


def test_another_body_s_draft_has_nothing_to_rest_on(
    call: Any, workspace: Workspace, names: tuple[str, str]
) -> None:
    for agency, known in zip(names, (True, False), strict=True):
        begun = call("limited", "draft", "begin", agency=agency, year="2023", section="5")
        evidence = workspace.gather(DraftRequest(agency, 2023, 5)).evidence[1:]
        assert evidence and begun.error == ""
        assert {e.text in str(begun.parts) for e in evidence} == {known}


def test_what_bodies_an_account_is_for_may_change(
    call: Any, workspace: Workspace, names: tuple[str, str]
) -> None:
    own, other = names
    before = str(call("limited", "library", "show", path=["reports"]).parts)
    workspace.users.add("limited", bodies=[other])
    after = str(call("limited", "library", "show", path=["reports"]).parts)
    assert (own in before, other in before) == (True, False)
    assert (own in after, other in after) == (False, True)


def test_what_means_the_same_is_said_for_all_bodies(call: Any) -> None:
    said = ["公开内容不够丰富", "解读形式单一"]
    refused = call("limited", "library", "join_items", year="2023", said=said)
    assert "关系到所有机关" in refused.error and not refused.parts
    assert not call("free", "library", "part_items", year="2023", said=said).error
