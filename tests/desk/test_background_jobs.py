"""Reviews in the background: what is left after a stop, when a batch is done, how long it takes."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from assistant.desk.frame.background_jobs import Jobs, progress_of
from assistant.desk.frame.user_state import Item, People, Person
from assistant.settings import Settings
from assistant.workspace import Workspace
from tests.generator import generate, to_html
from tests.hostile.material import BAD, PAGE


@pytest.fixture
def jobs(tmp_path: Path) -> Jobs:
    workspace = Workspace(Settings(home=tmp_path / "home"))
    return Jobs(workspace, People(tmp_path / "home" / "desk"))


def clerk(jobs: Jobs, files: int, tmp_path: Path) -> Person:
    """A person with files that wait."""
    person = jobs.people.person("clerk")
    for seed in range(files):
        path = tmp_path / f"{seed}.html"
        path.write_bytes(to_html(generate(seed=seed, form="2021")))
        person.add_file(path, path.name)
    return person


def finish(jobs: Jobs, person: Person) -> None:
    for _ in range(600):
        if not jobs.busy(person):
            return
        time.sleep(0.05)
    raise AssertionError("the batch did not end")


def test_what_a_stop_leaves_is_counted_and_taken_up_again(jobs: Jobs, tmp_path: Path) -> None:
    person = clerk(jobs, 2, tmp_path)
    assert jobs.stop(person) == 2
    assert progress_of(person.items()).stopped == 2
    jobs.again(person, [i.id for i in person.items()])
    assert jobs.busy(person)
    finish(jobs, person)
    assert [i.state for i in person.items()] == ["done", "done"]
    assert progress_of(person.items()) == progress_of([])


def test_a_bad_file_costs_one_entry_of_the_list(jobs: Jobs, tmp_path: Path) -> None:
    person = jobs.people.person("clerk")
    given = [*((name, content()) for name, content in BAD.values()), ("好.html", PAGE)]
    for number, (name, content) in enumerate(given):
        path = tmp_path / f"{number}{name}"
        path.write_bytes(content)
        person.add_file(path, path.name)
    jobs.start(person)
    finish(jobs, person)
    *bad, good = person.items()
    assert good.state == "done" and good.reviews == 1
    assert {i.state for i in bad} == {"failed"} and len(bad) == len(BAD)
    assert all(re.match("[\u4e00-\u9fff]", i.note) for i in bad)


def item(name: str, state: str, seconds: float = 0.0, batch: str = "1") -> Item:
    return Item(name, name, "", batch, state=state, seconds=seconds)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("items", "left"),
    [
        ([item("a.pdf", "waiting")], None),
        ([item("a.pdf", "done", 9), item("b.html", "done", 1), item("c.html", "waiting")], 1),
        ([item("a.pdf", "done", 9), item("b.html", "done", 1), item("c.PDF", "reading")], 9),
        ([item("a.pdf", "done", 9), item("b.html", "done", 1), item("c.docx", "waiting")], 5),
        ([item("a.pdf", "done", 9, "0"), item("c.pdf", "waiting")], None),
    ],
)
def test_the_time_left_is_what_files_of_the_batch_took(
    items: list[Item], left: float | None
) -> None:
    assert progress_of(items).left == left


def test_time_left_counts_the_turns_of_others() -> None:
    items = [item("a.pdf", "done", 2), item("b.pdf", "waiting")]
    progress = progress_of(items, slower=3.0)
    assert (progress.each, progress.left) == (6.0, 6.0)


def test_the_total_only_grows_while_a_batch_is_open(jobs: Jobs, tmp_path: Path) -> None:
    person = clerk(jobs, 3, tmp_path)
    seen = [progress_of(person.items())]
    for state in ("reading", "done"):
        person.change(person.items()[0].id, state=state)
        seen.append(progress_of(person.items()))
    clerk(jobs, 2, tmp_path)  # given while the first are open: of the same batch
    for i in person.items():
        seen.append(progress_of(person.items()))
        person.change(i.id, state="done")
    assert [p.total for p in seen] == [3, 3, 3, 5, 5, 5, 5, 5]
    assert [p.done for p in seen] == [0, 0, 1, 1, 1, 2, 3, 4]
    (later,) = person.add_files([(tmp_path / "0.html", "later.html")])
    assert progress_of(person.items()).total == 1


def test_all_read_but_not_yet_compared() -> None:
    progress = progress_of([item("a.html", "done", 1)], busy=True)
    assert progress.comparing
    assert not progress.running


def test_a_rule_that_is_switched_off_leaves_the_list(jobs: Jobs, tmp_path: Path) -> None:
    person = jobs.people.person("clerk")
    wrong = generate(seed=5, form="2021").with_printed({"applications.new_received.total": "999"})
    path = tmp_path / "wrong.html"
    path.write_bytes(to_html(wrong))
    item = person.add_file(path, path.name)
    for off in (False, True, False):
        jobs.workspace.switch_rule("T01", off=off, reason="本单位另有规定" if off else "")
        jobs.start(person)
        finish(jobs, person)
        (review,) = person.reviews(item)
        assert (review.assessed["T01"] == "not_assessable") is off
        assert any(f.rule == "T01" for f in review.findings) is not off
