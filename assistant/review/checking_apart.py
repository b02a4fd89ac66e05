"""Checking in another process: what no limit of reading has stopped may still be long to check."""

from __future__ import annotations

from functools import partial
from pathlib import Path, PurePath

from assistant.checks import run
from assistant.checks.rule import Context
from index.readers.limits import CHECKING
from index.reading_process import done_apart
from index.report import Problem, ReadError, Report, Review, TooLarge

MOST = 2000
"""Findings of one report that anybody could read."""


def checked(report: Report, context: Context) -> Review:
    """What the rules say of a report; where that passes a limit, a review without the report."""
    try:
        review: Review = done_apart(
            partial(_checked, report, context), Path(report.source.path), CHECKING, "核对"
        )
    except ReadError as error:
        return Review(report.source, None, errors=(Problem(error.code, error.message),))
    return review


def _checked(report: Report, context: Context, path: Path) -> Review:
    """`checked`, in the other process."""
    review = run(report, context)
    if len(review.findings) > MOST:
        said = f"核对发现的问题超过 {MOST} 处，请先看文件是否为年度报告：{PurePath(path).name}"
        raise TooLarge(said)
    return review
