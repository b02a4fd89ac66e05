"""The command line: parse, call the workspace, show.

Exit codes are those of the interface: `review` 0 clean, 1 an error found, 3 a file unreadable;
`index` 0 or 3; `ask` and `draft` 0 or 3; 2 everywhere for wrong usage.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from assistant import __version__
from assistant.commands.ask_commands import ask
from assistant.commands.draft_commands import draft
from assistant.commands.evaluate import evaluate
from assistant.commands.library_commands import index, library
from assistant.commands.review_commands import review, rules
from assistant.commands.serve_commands import serve
from assistant.commands.user_commands import users
from assistant.commands.verify_commands import verify
from index.machine import lacks
from index.report import NianbaoError, UsageError


@click.group(help="年报：政府信息公开工作年度报告的审查、问答与起草助手")
@click.option("--home", type=click.Path(path_type=Path), help="数据目录（默认取 NIANBAO_HOME）")
@click.version_option(__version__, prog_name="nianbao")
@click.pass_context
def cli(context: click.Context, home: Path | None) -> None:
    from assistant.certificates import put_in_force
    from assistant.proxies import tame
    from assistant.settings import load_settings
    from assistant.workspace import Workspace

    settings = load_settings(home)
    services = (settings.embeddings_base_url, settings.rerank_url, settings.chroma_url)
    for line in tame(os.environ, services):
        click.echo(line, err=True)
    put_in_force(os.environ, settings.home)
    context.obj = Workspace(settings)


for command in (review, rules, evaluate, index, library, ask, draft, serve, users, verify):
    cli.add_command(command)


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
    except OSError as error:
        said = lacks(error)
        if not said:
            raise
        click.echo(f"未能完成：{said}", err=True)
        status = 3
    sys.exit(status or 0)


if __name__ == "__main__":
    main()
