"""Sending back: what stands, the steps of a letter, what the corrected report mended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from assistant.checks import run
from assistant.export.office_templates import OfficeTemplates
from assistant.export.sending_back import Letters
from assistant.review.compare_versions import identity
from assistant.review.letters import Office, key, mended, standing, stands
from assistant.review.workdays import working_day
from index.library.library import Library
from index.report import Decision, Finding, Place, Report, Review
from index.stores.values import Letter
from tests.checks.build import report

OFFICE = Office("临溪县人民政府办公室", number="临政函〔{年}〕{号}号")
NEW, DENIED = "applications.new_received.total", "applications.denied.state_secrets.total"


def checked(sha256: str, agency: str = "河湾县人民政府", **cells: object) -> Review:
    made: Report = report({"cells": {key.replace("__", "."): v for key, v in cells.items()}})
    return run(replace(made, agency=agency, source=replace(made.source, sha256=sha256)))


def faulty(sha256: str = "a") -> Review:
    return checked(sha256, applications__new_received__total=9)


def changed(sha256: str) -> Review:
    """What came back: another figure, as wrong as the first."""
    return checked(sha256, applications__new_received__total=8)


def dismissing(review: Review, finding: Finding) -> Decision:
    rule, place = identity(finding)
    assert review.report and review.report.year
    return Decision(
        review.report.agency, review.report.year, rule, place, "dismissed", "口径", "张三", "2025"
    )


@pytest.fixture
def letters(tmp_path: Path) -> Iterator[Letters]:
    with Library.open(tmp_path / "library", embedder="hashing") as library:
        yield Letters(lambda: library, True, OFFICE, OfficeTemplates(tmp_path))


# ---------------------------------------------------------------- what stands


def test_what_stands_is_what_nobody_dismissed_and_no_hint() -> None:
    review = faulty()
    severities = {f.severity for f in review.findings}
    assert "error" in severities
    one = next(f for f in review.findings if f.severity == "error")
    found = standing(review, (dismissing(review, one),))
    assert one in standing(review, ()) and one not in found
    assert all(f.severity != "info" or f.outcome == "uncertain" for f in found)


def test_what_stands_is_in_the_order_of_the_report() -> None:
    def at(section: int | None, page: int, top: float) -> Finding:
        place = Place(page, (0, top, 1, top + 1))
        return Finding(
            "L01", "warning", "fail", "字词", f"{section} {page} {top}", section, at=place
        )

    ordered = [at(None, 1, 5), at(1, 1, 3), at(1, 1, 9), at(1, 2, 1), at(3, 2, 0), at(5, 1, 0)]
    review = replace(faulty(), findings=tuple(reversed(ordered)))
    assert list(standing(review, ())) == ordered


# ---------------------------------------------------------------- the letter's steps


def test_letters_are_numbered_and_stay_what_was_sent(letters: Letters) -> None:
    one, other, clean = (
        faulty(),
        checked("b", "青石镇人民政府", **{NEW: 9}),
        checked("c", "柳河镇人民政府"),
    )
    made = letters.make([one, other, clean], (), "2025-02-28T10:00:00", "李四")
    assert [(x.agency, x.number, x.round) for x in made] == [
        ("河湾县人民政府", "临政函〔2025〕1号", 1),
        ("青石镇人民政府", "临政函〔2025〕2号", 1),
    ]
    assert made[0].due == "2025-03-14"
    again = letters.make([one], (), "2025-03-03T09:00:00", "李四")[0]
    assert (again.number, again.due, again.made[:10]) == (
        made[0].number,
        "2025-03-17",
        "2025-03-03",
    )
    assert letters.send(map(key, [one, other, clean]), "2025-03-03T10:00:00", "王五") == 2
    assert letters.send(map(key, [one, other, clean]), "2025-03-04T10:00:00", "王五") == 0
    after = letters.make([one], (), "2025-03-05T09:00:00", "李四")[0]
    assert (after.number, after.due, after.sent_by) == (again.number, again.due, "王五")
    assert (
        letters.make(
            [checked("d", "杨家庄镇人民政府", **{NEW: 9})], (), "2026-01-05T08:00:00", "李四"
        )[0].number
        == "临政函〔2026〕1号"
    )


def test_a_letter_made_before_the_office_had_numbers_gets_one_when_made_anew(
    letters: Letters,
) -> None:
    two = [faulty(), checked("b", "青石镇人民政府", **{NEW: 9})]
    bare = replace(letters, office=Office(OFFICE.name))
    assert [x.number for x in bare.make(two, (), "2025-02-28T10:00:00", "李四")] == ["", ""]
    made = letters.make(two, (), "2025-03-03T09:00:00", "李四")
    assert [x.number for x in made] == ["临政函〔2025〕1号", "临政函〔2025〕2号"]


def test_only_a_later_other_file_is_an_answer_and_then_comes_another_round(
    letters: Letters,
) -> None:
    first = faulty()
    letters.make([first], (), "2025-02-28T10:00:00", "李四")
    letters.take_answers([(first, "2025-03-01T00:00:00")], "2025-03-01T00:00:01")
    letters.take_answers([(changed("old"), "2025-02-27T00:00:00")], "2025-03-01T00:00:01")
    twin = faulty("as-a-pdf")  # the same report in another format
    letters.take_answers([(twin, "2025-03-05T00:00:00")], "2025-03-05T00:00:01")
    (letter,) = letters.of(map(key, [first])).values()
    assert not letter.answered
    letters.take_answers([(changed("new"), "2025-03-10T00:00:00")], "2025-03-10T00:00:01")
    (letter,) = letters.of(map(key, [first])).values()
    assert (letter.answer, letter.answered) == ("new", "2025-03-10T00:00:01")
    (second,) = letters.make([changed("new")], (), "2025-03-11T00:00:00", "李四")
    assert (second.round, second.number) == (2, "临政函〔2025〕2号")


def test_a_file_that_was_answered_for_is_not_sent_back_again(letters: Letters) -> None:
    letters.make([faulty()], (), "2025-02-28T10:00:00", "李四")
    letters.take_answers([(changed("new"), "2025-03-10T00:00:00")], "2025-03-10T00:00:01")
    assert letters.make([faulty()], (), "2025-03-11T00:00:00", "李四") == []


def test_an_office_sends_no_letter_to_the_body_that_it_works_for(letters: Letters) -> None:
    own, other = (
        checked("o", "临溪县人民政府", **{NEW: 9}),
        checked("b", "青石镇人民政府", **{NEW: 9}),
    )
    made = letters.make([own, other], (), "2025-02-28T10:00:00", "李四")
    assert [x.agency for x in made] == ["青石镇人民政府"]


def test_what_was_said_to_be_sent_can_be_taken_back(letters: Letters) -> None:
    letters.make([faulty()], (), "2025-02-28T10:00:00", "李四")
    letters.send(map(key, [faulty()]), "2025-03-03T10:00:00", "王五")
    assert letters.take_back(map(key, [faulty()])) == 1
    (letter,) = letters.of(map(key, [faulty()])).values()
    assert (letter.sent, letter.sent_by) == ("", "")
    letters.take_answers([(changed("new"), "2025-03-10T00:00:00")], "2025-03-10T00:00:01")
    assert letters.take_back(map(key, [faulty()])) == 0


def test_without_a_library_there_are_no_letters_and_none_is_made(tmp_path: Path) -> None:
    def refuse() -> Library:
        raise AssertionError("a library was opened to look into it")

    letters = Letters(refuse, False, OFFICE, OfficeTemplates(tmp_path))
    assert letters.of(map(key, [faulty()])) == {}
    letters.take_answers([(faulty(), "2025-03-10T00:00:00")], "2025-03-10T00:00:01")


@pytest.mark.parametrize(
    ("sent", "answered", "today", "word", "overdue"),
    [
        ("", "", date(2025, 3, 20), "函待发", 0),
        ("2025-03-01", "", date(2025, 3, 14), "3月14日前", 0),
        ("2025-03-01", "", date(2025, 3, 17), "逾期3天", 3),
        ("2025-03-01", "2025-03-10", date(2025, 3, 17), "已重报", 0),
    ],
)
def test_how_a_letter_stands(
    sent: str, answered: str, today: date, word: str, overdue: int
) -> None:
    letter = Letter(
        agency="甲", year=2024, sha256="a", made="2025-02-28", made_by="", due="2025-03-14",
        findings=(), sent=sent, answered=answered,
    )  # fmt: skip
    found = stands(letter, today)
    assert (found.word, found.overdue) == (word, overdue)


# ---------------------------------------------------------------- the answer


def test_each_finding_is_mended_standing_or_new() -> None:
    before = checked("a", **{NEW: 9, DENIED: 4})
    letter = Letter(
        agency="河湾县人民政府", year=2024, sha256="a", made="", made_by="", due="",
        findings=standing(before, ()),
    )  # fmt: skip
    after = checked("b", **{DENIED: 4, "applications.granted.total": 7})
    found = mended(letter, after, ())
    assert any(NEW in f.cells for f in found.mended)
    assert any(DENIED in f.cells for f in found.standing)
    assert any("applications.granted.total" in f.cells for f in found.new)
    assert len(found.mended) + len(found.standing) + len(found.unassessed) == len(letter.findings)
    still = next(f for f in found.standing if DENIED in f.cells)
    dropped = mended(letter, after, (dismissing(after, still),))
    assert still not in (*dropped.standing, *dropped.mended, *dropped.new)


# ---------------------------------------------------------------- working days


@pytest.mark.parametrize(
    ("start", "count", "day", "guessed"),
    [
        (date(2025, 1, 20), 10, date(2025, 2, 8), ()),  # 春节 and the make-up days around it
        (date(2025, 9, 28), 3, date(2025, 10, 9), ()),  # 国庆、中秋
        (date(2025, 3, 3), 1, date(2025, 3, 4), ()),
        (date(2099, 3, 6), 2, date(2099, 3, 10), (2099,)),  # no notice for that year yet
    ],
)
def test_working_days(start: date, count: int, day: date, guessed: tuple[int, ...]) -> None:
    assert working_day(start, count) == (day, guessed)
