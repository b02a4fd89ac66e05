"""`nianbao review`, `nianbao rules`: checking reports, and the book they are checked by."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assistant.commands.terminal import DASK, OUTPUT, PATHS, emit, files_of, format_option, progress
from index.report import Review
from index.tables_read import is_mostly_unread

if TYPE_CHECKING:
    from assistant.workspace import Workspace


@click.command(help="读取并检查报告；PATH 为文件或文件夹")
@PATHS
@DASK
@format_option("text", "json", "xlsx", "docx", "html")
@OUTPUT
@click.option("--previous", type=click.Path(exists=True, path_type=Path), help="上年报告或其文件夹")
@click.option("--against", type=click.Path(exists=True, path_type=Path), help="同一报告的前一稿")
@click.pass_obj
def review(
    workspace: Workspace,
    paths: tuple[Path, ...],
    format_: str,
    output: Path | None,
    previous: Path | None,
    against: Path | None,
) -> None:
    from assistant.export.review_sheet import Said
    from assistant.export.writers import WRITERS
    from assistant.review.letters import key

    reviews = list(workspace.review(files_of(paths), previous=previous, progress=progress("读取")))
    comparisons = workspace.compare(against, reviews) if against else []
    said = Said(
        decisions=workspace.decisions(map(key, reviews)),
        letters=workspace.letters.of(map(key, reviews)),
        comparisons=comparisons,
    )
    emit(WRITERS[format_](reviews, said), output)
    sys.exit(_review_status(reviews))


def _review_status(reviews: Sequence[Review]) -> int:
    unread = any(r.report and is_mostly_unread(r.report) for r in reviews)
    if unread or any(r.errors for r in reviews):
        return 3
    failed = any(f.outcome == "fail" and f.severity == "error" for r in reviews for f in r.findings)
    return 1 if failed else 0


@click.command(help="规则手册")
@format_option("text", "json", "markdown")
@OUTPUT
def rules(format_: str, output: Path | None) -> None:
    from assistant.export.rule_book import rule_book

    emit(rule_book(format_), output)
