"""`nianbao draft`: a part of a report, or all of it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assistant.commands.terminal import OUTPUT, as_json_text, emit, format_option

if TYPE_CHECKING:
    from assistant.draft.case_counts import Counts
    from assistant.workspace import Workspace
    from index.readers.limits import Limits


@click.command(help="起草报告的一部分（默认第五部分）或整份报告")
@click.option("--agency", required=True, help="机关全称或常用简称")
@click.option("--year", required=True, type=int, help="报告年度")
@click.option("--section", type=click.IntRange(1, 6), default=5, show_default=True)
@click.option(
    "--from",
    "from_",
    type=click.Path(exists=True, path_type=Path),
    help="本年数据：表格（XLSX）或报告",
)
@click.option(
    "--notes",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="承办人填写：一行一条，JSON 或普通文字；按机关和年度保存，下次照用",
)
@click.option(
    "--register",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="依申请公开台账（XLSX、CSV，一行一件）：没有数据表时据以填表，有则核对",
)
@click.option("--map", "maps", multiple=True, metavar="列=字段", help="指明台账的列或写法")
@click.option("--accept", multiple=True, metavar="句子", help="确认这一句待核的话，导出 Word 时用")
@click.option("--whole", is_flag=True, help="整份报告（六个部分和三张表），写成 Word 文档")
@format_option("text", "json", "docx")
@OUTPUT
@click.pass_obj
def draft(
    workspace: Workspace,
    agency: str,
    year: int,
    section: int,
    from_: Path | None,
    notes: Path | None,
    register: Path | None,
    maps: tuple[str, ...],
    accept: tuple[str, ...],
    whole: bool,
    format_: str,
    output: Path | None,
) -> None:
    from assistant.draft import DraftRequest, read_notes
    from assistant.export.report_docx import draft_docx

    request = DraftRequest(
        agency=agency,
        year=year,
        section=section,
        tables=workspace.reader.one(from_) if from_ else None,
        notes=read_notes(notes) if notes else (),
        register=_counted(register, year, maps, workspace.limits) if register else None,
    )
    made = workspace.draft(request)
    if request.notes:
        workspace.keep_notes(made.agency, year, request.notes)
    if whole:
        emit(workspace.draft_report(request, {section: made}, accept), output)
    elif format_ == "docx":
        emit(draft_docx(made, accept, workspace.templates.content("report")), output)
    else:
        emit(as_json_text(made.as_json()) if format_ == "json" else made.as_text(), output)


def _counted(path: Path, year: int, maps: Sequence[str], limits: Limits) -> Counts:
    from assistant.draft.case_counts import counted
    from assistant.draft.case_register import read_register
    from index.reading_process import done_apart

    given = {said: ours for said, _, ours in (m.partition("=") for m in maps) if ours}
    return counted(done_apart(partial(read_register, given=given), path, limits), year, given)
