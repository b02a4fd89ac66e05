"""`nianbao review`, `nianbao rules`: checking reports, and the book they are checked by."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assistant.commands.terminal import (
    DASK,
    OUTPUT,
    PATHS,
    emit,
    files_of,
    format_option,
    progress,
    write_whole,
)
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
@click.option(
    "--letters",
    type=click.Path(file_okay=False, path_type=Path),
    help="给每份要退改的报告出一封退改函，放进这个文件夹",
)
@click.pass_obj
def review(
    workspace: Workspace,
    paths: tuple[Path, ...],
    format_: str,
    output: Path | None,
    previous: Path | None,
    against: Path | None,
    letters: Path | None,
) -> None:
    from assistant.export.review_sheet import Said
    from assistant.export.writers import WRITERS
    from assistant.review.letters import key

    reviews = list(workspace.review(files_of(paths), previous=previous, progress=progress("读取")))
    comparisons = workspace.compare(against, reviews) if against else []
    if letters:
        _write_letters(workspace, reviews, letters)
    said = Said(
        decisions=workspace.decisions(map(key, reviews)),
        letters=workspace.letters.of(map(key, reviews)),
        comparisons=comparisons,
        office=workspace.letters.office.name,
    )
    emit(WRITERS[format_](reviews, said), output)
    sys.exit(_review_status(reviews))


def _write_letters(workspace: Workspace, reviews: Sequence[Review], folder: Path) -> None:
    """A Word file for each body whose report goes back; of several files of a year the last counts."""
    from assistant.export.sending_back import letter_name
    from assistant.review.letters import key

    last = {k: r for r in reviews if (k := key(r))}
    made = workspace.letters.make(
        list(last.values()), workspace.decisions(last), time.strftime("%Y-%m-%dT%H:%M:%S"), ""
    )
    folder.mkdir(parents=True, exist_ok=True)
    for letter in made:
        write_whole(folder / letter_name(letter), workspace.letters.paper(letter))
    click.echo(f"退改函 {len(made)} 封，在 {folder}", err=True)
    if made and workspace.letters.missing:
        click.echo(workspace.letters.missing, err=True)


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
