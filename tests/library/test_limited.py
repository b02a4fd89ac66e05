"""The library of a few bodies' staff: what is theirs as everybody has it, and nothing else."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.limited_workspace import LimitedWorkspace
from assistant.settings import Settings
from assistant.workspace import Workspace
from index.library.library import Library
from index.library.limited import LimitedLibrary
from index.report import Decision, Finding, LibraryError, NotYours
from index.stores.values import Filter
from tests.library.material import county, fill, small

RESTS_ON_OTHERS = {
    # what these give is asked of those that are held to the bodies
    *("named", "body", "called", "all_called", "versions", "report", "review", "set_review"),
    *("original", "original_path", "earlier", "remove", "items", "counts", "sentences"),
    *("correct", "withdraw_correction", "cells_table", "roster_table", "sums", "sums_table"),
    *("switched_off", "switch_rule"),
}
OF_NO_BODY = {
    # what these give belongs to no body, or is made of what the caller gives
    *("open", "close", "batch", "embed_ahead", "saved", "frequency", "vectors", "matcher"),
    *("grouped", "follow_up", "groupings", "add_feedback", "likeness", "vectors_by"),
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def whole(home: Path) -> Iterator[Library]:
    with Library.open(home / "library", embedder="hashing") as library:
        fill(library, county())
        for entry in library.reports():
            found = Finding("L01", "warning", "fail", "重字", f"{entry.agency}重字", 1)
            library.set_review(entry.id, [found], {"L01": "fail"})
            library.decide(
                Decision(entry.agency, entry.year or 0, "L01", "p", "confirmed", "", "甲", "")
            )
            library.put_setting(f"draft_notes/{entry.agency}/{entry.year}", [entry.agency])
        yield library


@pytest.fixture(scope="module")
def own(whole: Library) -> str:
    return whole.bodies()[3].name


@pytest.fixture(scope="module")
def limited(whole: Library, own: str) -> LimitedLibrary:
    return LimitedLibrary(whole, [own])


@pytest.fixture(scope="module")
def other(whole: Library, own: str) -> Any:
    """A report of another body."""
    return next(e for e in whole.reports() if e.agency != own)


def public(kind: type) -> set[str]:
    return {n for n, _ in inspect.getmembers(kind, callable) if not n.startswith("_")}


def test_every_way_into_the_library_is_held_or_known_to_need_no_holding() -> None:
    held = {n for n in vars(LimitedLibrary) if not n.startswith("_")}
    assert public(Library) <= held | RESTS_ON_OTHERS | OF_NO_BODY
    assert public(Library) >= RESTS_ON_OTHERS | OF_NO_BODY
    assert not held & (RESTS_ON_OTHERS | OF_NO_BODY)


def test_one_sees_the_own_bodies_as_everybody_does(
    whole: Library, limited: LimitedLibrary, own: str
) -> None:
    mine = whole.body(own).id
    assert [b.name for b in limited.bodies()] == [own]
    assert limited.reports() == whole.reports(bodies=[mine]) != []
    assert limited.cells(years=[2023]) == whole.cells(bodies=[mine], years=[2023]) != []
    assert limited.years() == whole.years([mine])
    assert limited.findings() == whole.findings(bodies=[mine]) != []
    assert limited.finding_counts() == [("L01", 2)]
    assert limited.items() == whole.items(bodies=[mine]) != []
    assert limited.counts() == whole.counts(bodies=[mine])
    assert limited.sentences() == whole.sentences(bodies=[mine]) != []
    ids = [e.id for e in whole.reports()]
    assert {id for id, _ in limited.section_texts(ids)} == {e.id for e in limited.reports()}
    made = limited.derived("test", lambda report, _: report.agency, ids)
    assert set(made.values()) == {own}
    assert {d.agency for d in limited.decisions()} == {own}
    assert limited.setting(f"draft_notes/{own}/2023") == [own]


def test_nothing_of_another_body_is_there(
    whole: Library, limited: LimitedLibrary, own: str, other: Any
) -> None:
    assert limited.named(other.agency) == []
    assert limited.reports(agency=other.agency) == limited.reports(bodies=[other.body]) == []
    assert limited.cells(bodies=[other.body]) == limited.items(bodies=[other.body]) == []
    assert not limited.known(other.sha256)
    for ask in (
        limited.entry,
        limited.report,
        limited.review,
        limited.original,
        limited.original_path,
        limited.versions,
        limited.remove,
        limited.corrections,
    ):
        with pytest.raises(LibraryError, match="没有"):
            ask(other.id)
    assert limited.earlier(other.agency, 2023) is None
    assert limited.decisions_on({(other.agency, other.year)}) == []
    assert limited.setting(f"draft_notes/{other.agency}/{other.year}") is None
    found = limited.search("政务公开 培训 申请", Filter(), k=50)
    assert found and {hit.agency for hit in found} == {own}
    assert {origin.agency for hit in found for origin in hit.sources} <= {own}
    assert limited.search("政务公开", Filter(bodies=(other.body,))) == []
    names = [b.name for b in whole.bodies()]
    assert [due.name for due in limited.roster(2023, names).due] == [own]


def test_nothing_of_another_body_is_changed(
    whole: Library, limited: LimitedLibrary, other: Any
) -> None:
    decision = Decision(other.agency, other.year, "L01", "p", "dismissed", "", "乙", "")
    foreign = small(other.agency, 2031)
    for change in (
        lambda: limited.decide(decision),
        lambda: limited.withdraw_decisions([(other.agency, other.year, "L01", "p")]),
        lambda: limited.add(foreign, b"content", filename="a.txt"),
        lambda: limited.add(small("", 2031), b"content", filename="a.txt"),
        lambda: limited.put_setting(f"draft_notes/{other.agency}/2023", []),
        lambda: limited.put_setting("rules_off", {"L01": "x"}),
        lambda: limited.switch_rule("L01", off=True),
        lambda: limited.edit_body(other.body, name="x"),
        limited.verify,
        limited.rebuild,
    ):
        with pytest.raises(NotYours):
            change()
    before = {d.agency: d.verdict for d in whole.decisions()}
    assert before[other.agency] == "confirmed" and not whole.known("content")
    assert whole.switched_off() == {}


def test_a_body_without_a_report_gets_its_first_one(whole: Library) -> None:
    new = LimitedLibrary(whole, ["新设县档案馆"])
    assert new.bodies() == new.reports() == new.cells() == []
    assert new.search("政务公开") == []
    new.add(small("新设县档案馆", 2023), b"the first report", filename="a.txt")
    assert [e.agency for e in new.reports()] == ["新设县档案馆"]
    whole.remove(new.reports()[0].id)


def test_questions_and_drafts_know_the_own_bodies_alone(
    home: Path, whole: Library, own: str, other: Any
) -> None:
    workspace = Workspace(Settings(home=home, embedder="hashing"))
    limited = LimitedWorkspace(workspace, [own])
    mine = limited.ask(f"{own}2023年新收多少件？")
    assert mine.kind == "figures"
    for question in (
        f"{other.agency}2023年新收多少件？",
        f"{other.agency}2023年第五部分怎么写的？",
    ):
        answer = limited.ask(question)
        assert answer.kind in ("none", "clarify") and not answer.figures
    every = limited.ask("2023年各单位新收多少件？")
    assert {f.agency for f in every.figures} <= {own}
    assert workspace.ask(f"{other.agency}2023年新收多少件？").kind == "figures"
    with pytest.raises(NotYours):
        limited.keep_notes(other.agency, 2023, [])
