"""The list under review: one line a report, who looks at it, decisions of many at once."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from assistant.desk.frame.background_jobs import Jobs
from assistant.desk.frame.user_state import Item, People, Person
from assistant.desk.review import report_list
from assistant.desk.review.bulk_decisions import decide, heaps, undo, waiting
from assistant.desk.review.review_page import ReviewDesk
from assistant.export.review_sheet import MARKS, sheets
from assistant.review.brief import brief
from assistant.settings import Settings
from assistant.workspace import Workspace
from index.report import GRADES, Finding, Review, UsageError
from tests.checks.build import report
from tests.desk.test_background_jobs import finish
from tests.generator import generate, to_docx, to_html

NEW = "applications.new_received.total"


@pytest.fixture
def desk(tmp_path: Path) -> ReviewDesk:
    workspace = Workspace(Settings(home=tmp_path / "home", embedder="hashing"))
    return ReviewDesk(workspace, Jobs(workspace, People(tmp_path / "home" / "desk")))


def given(desk: ReviewDesk, person: Person, tmp_path: Path, files: dict[str, bytes]) -> None:
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    person.add_files((tmp_path / name, name) for name in files)
    desk.jobs.start(person)
    finish(desk.jobs, person)


def test_one_report_in_two_files_is_one_line_and_comes_back_without_its_twin(
    desk: ReviewDesk, tmp_path: Path
) -> None:
    person = desk.people.person("a")
    true = generate(seed=5, form="2021")
    given(
        desk,
        person,
        tmp_path,
        {"a.docx": to_docx(true), "a.html": to_html(true), "bad.docx": b""},
    )
    lines = report_list.rows(desk.workspace, desk.people, person)
    assert [(r.item.filename, r.held.also if r.held else None) for r in lines] == [
        ("a.docx", ("a.html",)),
        ("bad.docx", None),
    ]
    assert len(person.items()) == 3
    said = [r.errors[0].message if r.errors else "" for r in desk._every_file(person)]
    assert "与“a.docx”是同一份报告" in said[1]
    person.drop([lines[0].item.id])
    left = report_list.rows(desk.workspace, desk.people, person)
    assert [r.item.filename for r in left] == ["a.html", "bad.docx"]


def _badge(row: report_list.Row) -> str:
    assert row.held
    return "有" if row.held.short.findings or row.held.short.unread else "无"


def test_two_reports_of_one_body_and_year_are_marked(desk: ReviewDesk, tmp_path: Path) -> None:
    person = desk.people.person("a")
    true, other = generate(seed=5, form="2021"), generate(seed=8, form="2021")
    given(
        desk,
        person,
        tmp_path,
        {
            "a.docx": to_docx(true),
            "b.html": to_html(true.with_printed({NEW: "999"})),
            "c.html": to_html(other),
        },
    )
    lines = report_list.rows(desk.workspace, desk.people, person)
    beside = {r.item.filename: r.beside for r in lines}
    assert beside == {"a.docx": ("b.html",), "b.html": ("a.docx",), "c.html": ()}
    counted = {word: (title, n) for word, title, n in report_list.tally(lines)}
    assert counted["several"] == ("同一年度多份的", 2)
    # What has a twin is without problems still where nothing was found.
    assert counted["clean"][1] == sum(_badge(r) == "无" for r in lines)
    assert any(_badge(r) == "无" and r.beside for r in lines)


def test_the_list_counts_as_the_ledger_does() -> None:
    ways = [("error", "fail"), ("warning", "uncertain"), ("info", "uncertain"), ("info", "fail")]
    found = [Finding(f"Q0{n}", s, o, "", str(n)) for n, (s, o) in enumerate(ways)]
    given = report({})
    review = Review(given.source, given, (*found, Finding("Q09", "info", "explained", "", "9")))
    short, (sheet,) = brief(0, review), sheets([review])
    assert short
    assert {MARKS[g]: n for g, n in short.counts.items()} == {
        **dict.fromkeys(MARKS.values(), 0),
        **Counter(e.mark for e in sheet.entries),
    }
    assert (short.counts["uncertain"], short.counts["info"]) == (2, 1)
    item = Item("1", "a.docx", "", state="done")
    row = report_list.Row(item, report_list.Held(Person(Path()), item, short))
    assert {"uncertain", "explained"} <= {*row.has.split()}
    assert report_list.counted([row]) == [*GRADES]


def test_many_findings_are_decided_and_taken_back_at_once(desk: ReviewDesk, tmp_path: Path) -> None:
    person = desk.people.person("a")
    wrong = {
        f"{n}.html": to_html(generate(seed=n, form="2021").with_printed({NEW: "999"}))
        for n in (5, 6)
    }
    given(desk, person, tmp_path, wrong)

    def left() -> int:
        return sum(r.left for r in report_list.rows(desk.workspace, desk.people, person))

    before = left()
    found = waiting(desk.workspace, (h.short for h in report_list.held_by(desk.people, person)))
    pile = next(h for h in heaps(found, {}) if h.rule == "T01")
    assert pile.reports == 2 and pile.places <= before
    assert decide(
        desk.workspace, person, found, {"rule": "T01", "verdict": "dismissed", "note": "口径"}
    )
    assert left() == before - pile.places
    made = desk.workspace.decisions(h.short.key for h in report_list.held_by(desk.people, person))
    assert {(d.verdict, d.note) for d in made} == {("dismissed", "口径")}
    assert {"T01", "T02"} <= {d.rule for d in made}  # what one cell broke is decided with it
    assert undo(desk.workspace, person) == pile.places
    assert left() == before


def test_reports_are_assigned_in_even_runs_and_seen_by_the_account(
    desk: ReviewDesk, tmp_path: Path
) -> None:
    for name in ("张三", "李四"):
        desk.workspace.users.add(name, "passwords")
    lead, other = desk.people.signed_in("张三"), desk.people.signed_in("李四")
    files = {f"{n}.html": to_html(generate(seed=n, form="2021")) for n in range(3)}
    given(desk, lead, tmp_path, files)
    ids = [i.id for i in lead.items()]
    shown = {"items": " ".join(ids), "which": "shown"}
    with pytest.raises(UsageError, match="王五"):
        desk.assigning.assign(lead, {**shown, "who": "王五"})
    desk.assigning.assign(lead, {**shown, "who": "张三、李四"})
    assert [i.reviewer for i in lead.items()] == ["张三", "张三", "李四"]
    lines = report_list.rows(desk.workspace, desk.people, other)
    assert [(r.item.id, r.sender) for r in lines] == [(ids[2], "张三")]
    assert desk.reports.opened(other, {"item": ids[2]}).filename == "2.html"
    shares = report_list.shares(report_list.rows(desk.workspace, desk.people, lead))
    assert [(s.who, s.total) for s in shares] == [("张三", 2), ("李四", 1)]
    desk.assigning.assign(lead, {**shown, "who": ""})
    assert report_list.rows(desk.workspace, desk.people, other) == []


def test_without_accounts_a_name_opens_nobodys_list(desk: ReviewDesk, tmp_path: Path) -> None:
    lead, other = desk.people.person("a"), desk.people.person("b")
    given(desk, lead, tmp_path, {"a.html": to_html(generate(seed=1, form="2021"))})
    other.put("profile", {"name": "李四"})
    shown = {"items": lead.items()[0].id, "which": "shown", "who": "李四"}
    desk.assigning.assign(lead, shown)
    assert report_list.rows(desk.workspace, desk.people, other) == []


def test_a_correction_keeps_what_was_read_and_is_undone(desk: ReviewDesk, tmp_path: Path) -> None:
    person = desk.people.person("a")
    given(desk, person, tmp_path, {"a.html": to_html(generate(seed=5, form="2021"))})
    at = {"item": person.items()[0].id, "n": 0, "key": NEW}
    actions = desk.reports.actions()
    before = desk.reports.opened(person, at).report.cell(NEW)
    for text in ("999", "998"):
        actions["correct"](person, {**at, "text": text})
    html = actions["cell"](person, at).parts["review-nb-dialog"]
    assert f"<dt>原件印的</dt><dd><b>{before.text}</b>" in html and "<b>998</b>" in html
    assert any(f.rule == "T01" for f in desk.reports.opened(person, at).review.findings)
    actions["uncorrect"](person, {"item": at["item"], "n": 0})
    assert desk.reports.opened(person, at).report.cell(NEW).text == "999"
    actions["uncorrect"](person, {"item": at["item"], "n": 0})
    opened = desk.reports.opened(person, at)
    assert opened.report.cell(NEW) == before and opened.corrections == ()
    assert actions["uncorrect"](person, at).notice == "没有可以撤销的更正。"
