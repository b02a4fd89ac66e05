"""One report in several files is one report; another version, and another body's, are not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.checks import RULES, run
from assistant.checks.rule import Context
from assistant.review.reviewing import Checker
from assistant.review.same_report import same_reports
from index.ingest import read
from index.readers.limits import Limits
from index.report import Report
from tests.generator import TrueReport, generate, to_docx, to_html, to_tabbed

TRUE = generate(seed=41, form="2021")
NEW = "applications.new_received.total"


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Callable[[TrueReport, str], Report]:
    folder = tmp_path_factory.mktemp("files")
    writers = {"docx": to_docx, "html": to_html, "txt": to_tabbed}

    def read_as(true: TrueReport, suffix: str) -> Report:
        content = writers[suffix](true)
        path = folder / f"{len([*folder.iterdir()])}.{suffix}"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read(path, Limits())[0]

    return read_as


def _other_sentence(true: TrueReport) -> TrueReport:
    sentence = next(s for s in true.section(5).text.split("。") if len(s) > 12)
    return true.with_text(sentence, sentence + "，并向群众反馈办理结果")


@pytest.mark.parametrize(
    ("other", "suffix", "same"),
    [
        (TRUE, "docx", True),
        (TRUE, "txt", True),
        (TRUE, "html", True),
        (TRUE.with_printed({NEW: "999"}), "docx", False),
        (_other_sentence(TRUE), "docx", False),
        (generate(seed=42, form="2021"), "docx", False),
    ],
    ids=["word", "text", "the file twice", "a figure", "a sentence", "another body"],
)
def test_files_of_one_report(
    other: TrueReport, suffix: str, same: bool, reading: Callable[[TrueReport, str], Report]
) -> None:
    reports = [reading(TRUE, "html"), reading(other, suffix)]
    assert same_reports(reports) == ([[0, 1]] if same else [[0], [1]])


def test_a_file_whose_body_is_not_known_accuses_nobody(
    reading: Callable[[TrueReport, str], Report],
) -> None:
    from dataclasses import replace

    known, nameless = reading(TRUE, "html"), replace(reading(TRUE, "docx"), agency="")
    assert same_reports([nameless, known]) == [[1, 0]]  # the one that says whose it is stands first
    check = Checker.beside([known, nameless])
    for report in (known, nameless):
        assert check(report).assessed["P01"] != "fail"
    alone = run(nameless, Context(peers=Checker.beside([known]).peers), RULES)
    assert alone.assessed["P01"] == "fail"
