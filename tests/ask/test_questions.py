"""The questions of tests/questions, asked of the whole generated county.

They are written by those who wrote the grammar, so they catch what breaks and prove nothing more.
`ask.NEEDED` are the marks to reach; `FLOOR` is where they stand, and only goes up.
"""

from pathlib import Path

import pytest

from tests.evaluation import ask

FLOOR = {"figures": 0.995, "both": 0.79, "passages": 0.65, "none": 0.97, "clarify": 0.98}
FALSE_FIGURES = 10


@pytest.mark.slow
def test_figures_are_right_and_nothing_is_invented(tmp_path: Path) -> None:
    truth = ask.world(ask.BODIES, ask.YEARS, ask.SEED)
    paths = sorted(Path("tests/questions").glob("*.yaml"))
    with ask.shelve(tmp_path, "hashing", truth) as library:
        score = ask.run(library, list(ask.questions(truth, paths, 1)))
    assert score.false_figures <= FALSE_FIGURES, score.failures
    below = {group: score.share(group) for group, n in FLOOR.items() if score.share(group) < n}
    assert not below, score.failures
