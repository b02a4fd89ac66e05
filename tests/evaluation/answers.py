"""What form of answer a question wants: the classifier, trained and measured as that of `intents`.

`nianbao evaluate answers [--write]`
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from assistant.ask.placing.answer_forms import MODEL, SURE
from tests.evaluation import intents

LINES = Path(__file__).parents[1] / "questions" / "answers"


def main(arguments: Sequence[str]) -> int:
    """Measure, or with `--write` train; 1 where what is sure of a stranger is too often wrong."""
    return intents.measured("answers", LINES, MODEL, SURE, arguments)
