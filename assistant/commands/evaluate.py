"""`nianbao evaluate …`: the measured evaluations, which stand beside the tests they share material with."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from index.report import UsageError

ROOT = Path(__file__).resolve().parents[2]


@click.command(help="运行评测", context_settings={"ignore_unknown_options": True})
@click.argument("name", required=False)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def evaluate(name: str | None, arguments: tuple[str, ...]) -> None:
    if not (ROOT / "tests" / "evaluation").is_dir():
        raise UsageError("评测随源码提供，安装包里没有：请在源码目录中运行 nianbao evaluate")
    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))
    from tests.evaluation import EVALUATIONS, run

    if name is None:
        for key, title in EVALUATIONS.items():
            click.echo(f"{key:<10} {title}")
        return
    sys.exit(run(name, arguments))
