"""A report that is read and cannot be checked costs one entry, as a file that cannot be read does."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.checks import run
from assistant.checks.corpus import Corpus
from assistant.checks.rule import Context
from assistant.desk.frame.background_jobs import Jobs
from assistant.desk.frame.user_state import People
from assistant.review import checking_apart
from assistant.review.checking_apart import checked
from assistant.review.mends import mends
from assistant.settings import Settings
from assistant.workspace import Workspace
from index.narrative.read_narrative import told
from index.readers.limits import Limits
from index.search.chunking import chunks
from tests.desk.test_background_jobs import finish
from tests.hostile.long_texts import LONG, UNITS, page, telling
from tests.hostile.material import GOOD, PAGE

TIGHT = Limits(max_cpu=0.1)
"""So little that what would take minutes is soon over."""
LENGTH, SECONDS = 3000, 5.0
"""Characters three times over in a report, longer than any paragraph is; what all of it may take."""


@pytest.fixture
def given(tmp_path: Path) -> list[Path]:
    """A report that takes minutes to check and one that does not."""
    files = {
        "长.html": page(LONG["thousands of clauses about numbers"]),
        "好.html": PAGE,
    }
    (tmp_path / "in").mkdir()
    for name, content in files.items():
        (tmp_path / "in" / name).write_bytes(content)
    return [tmp_path / "in" / name for name in files]


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.setattr(checking_apart, "CHECKING", TIGHT)
    return Workspace(Settings(home=tmp_path / "home", embedder="hashing"))


def test_a_review_goes_on_behind_a_report_that_is_long_to_check(
    workspace: Workspace, given: list[Path]
) -> None:
    long, good = workspace.review(given)
    assert (long.report, [e.code for e in long.errors]) == (None, ["timeout"])
    assert long.errors[0].message.startswith("核对超过")
    assert long.errors[0].message.endswith("长.html")
    assert good.report is not None and good.report.agency == GOOD.agency
    assert good.errors == ()


def test_an_indexing_goes_on_behind_it(workspace: Workspace, given: list[Path]) -> None:
    long, good = workspace.index(given).items
    assert (long.status, good.status) == ("failed", "added")
    assert "核对超过" in long.note
    assert [e.agency for e in workspace.library.reports()] == [GOOD.agency]


def test_the_desk_goes_on_behind_it(workspace: Workspace, given: list[Path]) -> None:
    jobs = Jobs(workspace, People(workspace.settings.home / "desk"))
    person = jobs.people.person("clerk")
    for path in given:
        person.add_file(path, path.name)
    jobs.start(person)
    finish(jobs, person)
    long, good = person.items()
    assert (long.state, good.state) == ("failed", "done")
    assert long.note.startswith("核对超过")


def test_findings_that_nobody_could_read_are_none() -> None:
    review = checked(telling(LONG["thousands of slips of the pen"][:60_000]), Context())
    assert (review.report, review.findings) == (None, ())
    assert [e.code for e in review.errors] == ["too_large"]
    assert "2000 处" in review.errors[0].message


def test_a_report_of_more_characters_than_any_is_refused(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(page(LONG["a paragraph of a million digits"]))
    (file,) = workspace.read_files([path])
    assert [e.code for e in file.errors] == ["too_large"]
    assert "超过上限 200000 字" in file.errors[0].message


@pytest.mark.parametrize("digits", ["9" * 400, "９" * 5000, "一" * 5000, "1" + "0" * 320 + ".5"])
def test_a_number_longer_than_any_is_none(digits: str) -> None:
    report = telling(f"共收到政府信息公开申请{digits}件，增长{digits}%，支出{digits}万元。")
    assert run(report, Context()).errors == ()
    assert all(len(str(c.value)) < 20 for c in told(report).counts)


@pytest.mark.slow
@pytest.mark.parametrize("unit", UNITS)
def test_no_words_take_long_however_often_they_stand_there(unit: str) -> None:
    plain = telling("")
    told(plain)  # what is learned once
    report = telling((unit * LENGTH)[:LENGTH])
    earlier = replace(report, year=(report.year or 0) - 1)
    context = Context(earlier=earlier, peers=Corpus([plain]), bodies=("临溪县青石镇人民政府",))
    began = time.process_time()
    review = run(report, context)
    mends(review.findings)
    told(report)
    chunks(report, "")
    took = time.process_time() - began
    print(f"{unit!r}: {took:.1f} s")
    assert review.errors == ()
    assert took <= SECONDS
