"""One typo is one thing to mend: in lists, tallies, decisions, sheets and letters."""

from __future__ import annotations

from assistant.checks import run
from assistant.desk.review.review_view import decided, tips
from assistant.export.letter import letter_fields
from assistant.export.review_sheet import Said, sheets
from assistant.review.brief import brief
from assistant.review.compare_versions import identity
from assistant.review.letters import Office, key, mended, written
from assistant.review.mends import EXPLAINS, Mend, mends, with_causes
from index.report import Decision, Finding, Review
from tests.checks.build import report
from tests.generator import as_report, generate

TYPO = "applications.granted.natural_person"
TOTAL = "applications.granted.total"


def reviewed(**printed: str) -> Review:
    given = {key.replace("__", "."): text for key, text in printed.items()}
    return run(as_report(generate(seed=6, form="2021").with_printed(given)))


def typo() -> Review:
    return reviewed(applications__granted__natural_person="55")


def of_words(finding: Finding) -> bool:
    return finding.rule.startswith("X")


def broken(review: Review) -> Mend:
    (found,) = [m for m in mends(review.findings) if m.finding.severity == "error"]
    return found


def test_a_typo_that_breaks_a_row_and_a_column_is_one_thing_to_mend() -> None:
    review = typo()
    found = broken(review)
    rules = [review.findings[i].rule for i in found.parts]
    assert sorted(rules) == ["T01", "T03", EXPLAINS] and found.wrong == {TYPO}
    assert (found.finding.found, found.finding.expected) == ("55", "1")
    facts, _, inferred = found.finding.message.partition("。经核算，")
    assert facts.startswith("（1）") and "；（2）" in facts
    assert inferred.endswith("列似应为 1，请核实更正") and found.inferred.endswith(inferred)
    assert TOTAL in found.finding.cells and TOTAL not in found.wrong
    assert [review.findings[i] for i in found.decided] == [
        f for f in review.findings if f.severity == "error"
    ]


def test_over_a_cell_stands_a_short_line_that_the_list_tells_in_full() -> None:
    review = typo()
    (shown,) = [s for s in decided(review, ()) if s.finding.severity == "error"]
    assert review.report
    over = tips([shown], review.report)
    assert over[TYPO] == f"错误 {'、'.join(shown.mend.rules)}：{shown.finding.title}，似应为 1"
    assert over[TOTAL].endswith("（本格与之相比，未必有错）")
    assert not any(shown.finding.message in tip for tip in over.values())


def test_what_the_words_say_of_the_cell_belongs_to_it_where_they_want_the_same_value() -> None:
    review = reviewed(applications__new_received__total="999")
    assert set(broken(review).rules) == {"X01", "T01", "T02", EXPLAINS}


def test_every_finding_stands_in_one_thing_to_mend() -> None:
    for review in (typo(), reviewed(), reviewed(disputes__reconsideration__total="7")):
        places = [i for m in mends(review.findings) for i in m.parts]
        assert sorted(places) == list(range(len(review.findings)))


def test_where_it_is_not_known_which_cell_is_wrong_the_printed_total_is_pointed_at() -> None:
    review = reviewed(disputes__reconsideration__total="7")
    found = next(m for m in mends(review.findings, of_words) if "T04" in m.rules)
    assert found.finding.message.startswith("表四“行政复议”：总计为 7")
    assert found.wrong == {"disputes.reconsideration.total"}


def test_without_what_explains_them_they_are_several() -> None:
    review = typo()
    alone = mends(review.findings, lambda f: f.rule == EXPLAINS)
    assert sum(m.finding.severity == "error" for m in alone) == 2


def test_what_is_dismissed_is_not_put_with_what_stands() -> None:
    found = mends(typo().findings, lambda f: f.rule == "T01")
    assert [set(m.rules) for m in found if m.finding.severity == "error"] == [
        {"T01"},
        {"T03", EXPLAINS},
    ]


def test_lists_sheets_and_letters_count_it_once() -> None:
    review = typo()
    short = brief(0, review)
    assert short and short.counts["error"] == 1
    (sheet,) = sheets([review])
    assert sum(e.mark == "错误" for e in sheet.entries) == 1 and "错误 1 项" in sheet.summary
    assert (sheet.tone(TYPO), sheet.tone(TOTAL)) == ("marked", "beside")
    whose = key(review)
    assert whose
    letter = written(review, whose, (), None, Office("某办"), "2025-02-28T10:00:00", "李四")
    assert letter
    fields = letter_fields(letter, Office("某办"))
    assert fields["更正数"] == 1 and fields["问题"][0]["应为"] == "1"
    after = mended(letter, reviewed(), ())
    assert {f.rule for f in after.mended} >= {"T01", "T03"}
    assert len([m for m in mends(with_causes(after.mended, letter.findings)) if m.cause]) == 1


def test_it_is_decided_once_every_part_is() -> None:
    review = typo()
    parts = [identity(review.findings[i]) for i in broken(review).decided]

    def entry(*decided: tuple[str, str]) -> bool:
        whose = key(review)
        assert whose
        said = [Decision(*whose, *part, "confirmed", "", "张三", "2025") for part in decided]
        (sheet,) = sheets([review], Said(decisions=said))
        return next(e for e in sheet.entries if e.mark == "错误").decision is not None

    assert entry(*parts) and not entry(parts[0]) and not entry()


def test_blank_cells_of_a_broken_sum_are_all_in_doubt() -> None:
    review = run(report({"cells": {"applications.new_received.total": 9}}))
    doubtful = [m for m in mends(review.findings) if m.finding.outcome == "uncertain"]
    assert all(m.wrong == set(m.finding.cells) or m.cause is not None for m in doubtful)
