"""The list of kept reports counts what there is to mend, as a report's own page does."""

from __future__ import annotations

from pathlib import Path

from assistant.desk.library.kept_reports import to_mend
from assistant.review.brief import brief
from assistant.settings import Settings
from assistant.workspace import Workspace
from tests.generator import generate, to_html

TYPO = "applications.granted.natural_person"


def test_a_kept_report_counts_one_typo_once(tmp_path: Path) -> None:
    workspace = Workspace(Settings(home=tmp_path / "home", embedder="hashing"))
    true = generate(seed=6, form="2021").with_printed({TYPO: "55"})
    (tmp_path / "a.html").write_bytes(to_html(true))
    workspace.index([tmp_path / "a.html"])
    (kept,) = workspace.library.reports()
    (shown,) = to_mend(workspace.library, [kept])
    assert (kept.errors, shown.errors) == (2, 1)
    short = brief(0, workspace.library.review(kept.id))
    assert short and short.counts["error"] == shown.errors
    assert sum(short.counts.values()) == shown.errors + shown.warnings + shown.infos
