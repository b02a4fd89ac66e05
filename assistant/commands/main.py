"""The command line: parse, call the workspace, show.

Exit codes are those of the interface: `review` 0 clean, 1 an error found, 3 a file unreadable;
`index` 0 or 3; `ask` and `draft` 0 or 3; 2 everywhere for wrong usage.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from assistant import __version__
from assistant.commands.evaluate import evaluate
from assistant.commands.library_commands import library
from assistant.commands.terminal import emit, progress
from assistant.commands.user_commands import users
from assistant.settings import load_settings
from index.report import NianbaoError, Review, UsageError

if TYPE_CHECKING:
    from assistant.workspace import Workspace

PATHS = click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
OUTPUT = click.option("--output", type=click.Path(path_type=Path), help="写入文件，而不是标准输出")


def _format(*names: str) -> Any:
    return click.option("--format", "format_", type=click.Choice(names), default=names[0])


@click.group(help="年报：政府信息公开工作年度报告的审查、问答与起草助手")
@click.option("--home", type=click.Path(path_type=Path), help="数据目录（默认取 NIANBAO_HOME）")
@click.version_option(__version__, prog_name="nianbao")
@click.pass_context
def cli(context: click.Context, home: Path | None) -> None:
    from assistant.workspace import Workspace

    context.obj = Workspace(load_settings(home))


# ---------------------------------------------------------------- reading and checking


@cli.command(help="读取并检查报告；PATH 为文件或文件夹")
@PATHS
@_format("text", "json", "xlsx", "docx", "html")
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
    from assistant.export.writers import WRITERS

    reviews = list(workspace.review(_files(paths), previous=previous, progress=progress("读取")))
    comparisons = workspace.compare(against, reviews) if against else []
    content = WRITERS[format_](reviews, workspace.decisions(reviews), comparisons)
    emit(content, output)
    sys.exit(_review_status(reviews))


def _review_status(reviews: Sequence[Review]) -> int:
    if any(r.errors for r in reviews):
        return 3
    failed = any(f.outcome == "fail" and f.severity == "error" for r in reviews for f in r.findings)
    return 1 if failed else 0


@cli.command(help="规则手册")
@_format("text", "json", "markdown")
@OUTPUT
def rules(format_: str, output: Path | None) -> None:
    from assistant.checks.book import rule_book

    emit(rule_book(format_), output)


cli.add_command(evaluate)


# ---------------------------------------------------------------- the library


@cli.command(help="读取、检查并收入资料库")
@PATHS
@click.option("--replace", is_flag=True, help="同一机关同一年度已有报告时，以新文件为准")
@click.pass_obj
def index(workspace: Workspace, paths: tuple[Path, ...], replace: bool) -> None:
    summary = workspace.index(_files(paths), replace=replace, progress=progress("收入"))
    labels = {
        "added": "新增",
        "replaced": "替换",
        "version": "存为版本",
        "unchanged": "未变",
        "failed": "失败",
    }
    for item in summary.items:
        name = f"{item.agency}{item.year or ''}" if item.agency else item.path
        if item.note:
            click.echo(f"{labels[item.status]}：{name}：{item.note}", err=True)
    click.echo("，".join(f"{label} {summary.count(key)}" for key, label in labels.items()))
    sys.exit(3 if summary.failed else 0)


cli.add_command(library)


# ---------------------------------------------------------------- asking and drafting


@cli.command(help="向资料库提问")
@click.argument("question", required=False)
@click.option("--questions", type=click.Path(exists=True, path_type=Path), help="一行一问的 JSONL")
@click.option("--agency", default="", help="限定机关")
@click.option("--year", type=int, help="限定年度")
@_format("text", "json")
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
    content = _dump(answer.as_json()) if format_ == "json" else answer.as_text()
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


@cli.command(help="起草报告的一部分（默认第五部分）或整份报告")
@click.option("--agency", required=True, help="机关全称或常用简称")
@click.option("--year", required=True, type=int, help="报告年度")
@click.option("--section", type=click.IntRange(1, 6), default=5, show_default=True)
@click.option(
    "--from",
    "from_",
    type=click.Path(exists=True, path_type=Path),
    help="本年数据：表格（XLSX）或报告",
)
@click.option("--whole", is_flag=True, help="整份报告（六个部分和三张表），写成 Word 文档")
@_format("text", "json", "docx")
@OUTPUT
@click.pass_obj
def draft(
    workspace: Workspace,
    agency: str,
    year: int,
    section: int,
    from_: Path | None,
    whole: bool,
    format_: str,
    output: Path | None,
) -> None:
    from assistant.draft import DraftRequest
    from assistant.export.report_docx import draft_docx

    request = DraftRequest(
        agency=agency,
        year=year,
        section=section,
        tables=workspace.read_one(from_) if from_ else None,
    )
    if whole:
        emit(workspace.draft_report(request), output)
        return
    made = workspace.draft(request)
    if format_ == "docx":
        emit(draft_docx(made), output)
    else:
        emit(_dump(made.as_json()) if format_ == "json" else made.as_text(), output)


# ---------------------------------------------------------------- the web interface


@cli.command(help="启动网页界面")
@click.option("--host", help="监听地址（默认 127.0.0.1，仅本机可见）")
@click.option("--port", type=int, help="端口（默认 7860）")
@click.pass_obj
def serve(workspace: Workspace, host: str | None, port: int | None) -> None:
    from assistant.desk import serve as serve_desk

    s = workspace.settings
    serve_desk(workspace, host or s.host, port or s.port)


cli.add_command(users)


# ---------------------------------------------------------------- shared


def _files(paths: Sequence[Path]) -> list[Path]:
    from index.ingest import expand

    files, passed_over = expand(paths)
    if passed_over:
        click.echo(f"略过 {passed_over} 个不属于报告类型的文件", err=True)
    return list(files)


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)


def _usage(error: click.ClickException) -> str:
    """What click found wrong with the call, in Chinese."""
    match error:
        case click.NoSuchOption():
            return f"没有选项 {error.option_name}"
        case click.exceptions.NoSuchCommand():
            return f"没有命令 {error.command_name}"
        case click.MissingParameter(param=click.Argument() as argument):
            return f"缺少参数 {argument.make_metavar(error.ctx or click.Context(cli))}"
        case click.MissingParameter(param=click.Option() as option):
            return f"缺少选项 {option.opts[0]}"
        case click.BadParameter(param=click.Parameter(type=click.Choice() as choice) as parameter):
            return f"{parameter.opts[0]} 只能取 {'、'.join(map(str, choice.choices))}"
        case click.BadParameter(param=click.Parameter() as parameter):
            return f"{parameter.opts[0]} 的值不可用"
        case _:
            return error.format_message()


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; every known error becomes one Chinese line and an exit code."""
    try:
        status = cli.main(args=arguments, prog_name="nianbao", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        status = 2
    except click.ClickException as error:
        click.echo(f"用法有误：{_usage(error)}。用 nianbao --help 查看用法", err=True)
        status = 2
    except click.Abort:
        click.echo("已停止", err=True)
        status = 130
    except UsageError as error:
        click.echo(f"用法有误：{error.message}", err=True)
        status = 2
    except NianbaoError as error:
        click.echo(f"未能完成：{error.message}", err=True)
        status = 3
    sys.exit(status or 0)


if __name__ == "__main__":
    main()
