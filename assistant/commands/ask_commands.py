"""`nianbao ask`: one question, or a file of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assistant.commands.terminal import as_json_text, emit, format_option
from index.report import UsageError

if TYPE_CHECKING:
    from assistant.workspace import Workspace


@click.command(help="向资料库提问")
@click.argument("question", required=False)
@click.option("--questions", type=click.Path(exists=True, path_type=Path), help="一行一问的 JSONL")
@click.option("--agency", default="", help="限定机关")
@click.option("--year", type=int, help="限定年度")
@format_option("text", "json")
@click.pass_obj
def ask(
    workspace: Workspace,
    question: str | None,
    questions: Path | None,
    agency: str,
    year: int | None,
    format_: str,
) -> None:
    from assistant.ask.chat import Filters

    if bool(question) == bool(questions):
        raise UsageError("请给出一个问题，或用 --questions 给出问题文件，二者取一")
    filters = Filters(agencies=(agency,) if agency else (), years=(year,) if year else ())
    if questions:
        for asked in _question_lines(questions):
            answer = workspace.ask(asked["question"], filters=filters)
            line = {"id": asked["id"], **answer.as_json()}
            click.echo(json.dumps(line, ensure_ascii=False))
        return
    answer = workspace.ask(question or "", filters=filters)
    content = as_json_text(answer.as_json()) if format_ == "json" else answer.as_text()
    emit(content, None)


def _question_lines(path: Path) -> list[dict[str, str]]:
    found = []
    for number, line in enumerate(path.read_text("utf-8-sig").splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            found.append({"id": row["id"], "question": str(row["question"])})
        except (json.JSONDecodeError, KeyError, TypeError) as error:
            raise UsageError(
                f'{path.name} 第 {number} 行不是 {{"id": …, "question": …}} 形式的 JSON'
            ) from error
    return found
