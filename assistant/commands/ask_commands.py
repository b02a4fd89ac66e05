"""`nianbao ask`: one question, or a file of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assistant.commands.terminal import as_json_text, emit, format_option
from index.readers.encodings import lines_of
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
    from assistant.ask.answer import Filters, Turn

    if bool(question) == bool(questions):
        raise UsageError("请给出一个问题，或用 --questions 给出问题文件，二者取一")
    filters = Filters(agencies=(agency,) if agency else (), years=(year,) if year else ())
    if questions:
        conversations: dict[str, list[Turn]] = {}
        for asked in _question_lines(questions):
            # lines without a conversation stand each for itself
            turns = (
                conversations.setdefault(asked["conversation"], []) if asked["conversation"] else []
            )
            answer = workspace.ask(asked["question"], history=turns, filters=filters)
            turns.append(Turn(asked["question"], answer))
            line = {"id": asked["id"], **answer.as_json()}
            click.echo(_encodable(json.dumps(line, ensure_ascii=False)))
        return
    answer = workspace.ask(question or "", filters=filters)
    content = as_json_text(answer.as_json()) if format_ == "json" else answer.as_text()
    emit(content, None)


def _encodable(text: str) -> str:
    """`text` with what no encoding can print (half a surrogate pair) as a question mark."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _question_lines(path: Path) -> list[dict[str, str]]:
    found = []
    for number, line in enumerate(lines_of(path), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            conversation = str(row.get("conversation") or "")
            found.append(
                {"id": row["id"], "question": str(row["question"]), "conversation": conversation}
            )
        except (json.JSONDecodeError, RecursionError, AttributeError, KeyError, TypeError) as error:
            raise UsageError(
                f'{path.name} 第 {number} 行不是 {{"id": …, "question": …}} 形式的 JSON'
            ) from error
    return found
