"""The questions of tests/questions, asked of the whole generated county."""

from pathlib import Path

import pytest

from tests.evaluation import ask


@pytest.mark.slow
def test_figures_are_right_and_nothing_is_invented(tmp_path: Path) -> None:
    truth = ask.world(ask.BODIES, ask.YEARS, ask.SEED)
    paths = sorted(Path("tests/questions").glob("*.yaml"))
    with ask.shelve(tmp_path, "hashing", truth) as library:
        score = ask.run(library, list(ask.questions(truth, paths, 1)))
    assert score.false_figures == 0, score.failures
    assert score.share("figures") >= ask.NEEDED["figures"], score.failures
    assert score.share("none") == score.share("clarify") == 1.0, score.failures
