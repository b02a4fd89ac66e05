"""What the commands share: their arguments, their progress, and content where it was asked for."""

from __future__ import annotations

import getpass
import glob
import json
import os
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from index.report import UsageError

if TYPE_CHECKING:
    from assistant.workspace import Workspace

_PARTIAL = ".partial"
PATHS = click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
OUTPUT = click.option("--output", type=click.Path(path_type=Path), help="写入文件，而不是标准输出")
DASK = click.option(
    "--dask",
    metavar="地址",
    expose_value=False,
    callback=lambda context, _, address: address and context.obj.use_cluster(address),
    help="在这个 Dask 集群上读取，如 tcp://主机:8786",
)


def format_option(*names: str) -> Any:
    """`--format`, the first name where none is given."""
    return click.option("--format", "format_", type=click.Choice(names), default=names[0])


def files_of(paths: Sequence[Path]) -> list[Path]:
    """The reports' files among the paths given, folders gone through; says how many were not."""
    from index.readers.archives import expand

    files, passed_over = expand(paths)
    if passed_over:
        click.echo(f"略过 {passed_over} 个不属于报告类型的文件", err=True)
    return list(files)


def as_json_text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)


def progress(verb: str = "") -> Callable[[int, int, str], None]:
    """A line on standard error that is written over; silent where nobody watches."""

    def show(done: int, total: int, what: str) -> None:
        if sys.stderr.isatty():
            said = f"{verb} {done}/{total} {what}".strip()
            click.echo(f"\r\033[K{said}", err=True, nl=done == total)

    return show


def noted(workspace: Workspace, did: str, about: str = "", said: str = "") -> None:
    """A line in the audit log, for who sits at the machine."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError):  # a container's account may have no name
        name = "未知"
    workspace.audit.add(f"命令行（{name}）", did, about, said)


def write_whole(path: Path, data: bytes) -> None:
    """All of `data` under `path`, or what stood there before: whatever ends the program."""
    if path.exists() and not path.is_file():  # a device or a pipe
        path.write_bytes(data)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    for left in path.parent.glob(f".{glob.escape(path.name)}.*{_PARTIAL}"):
        left.unlink(missing_ok=True)
    path = path.resolve()
    partial = path.with_name(f".{path.name}.{os.getpid()}{_PARTIAL}")
    partial.write_bytes(data)
    if path.exists():
        shutil.copymode(path, partial)
    partial.replace(path)


def emit(content: str | bytes, output: Path | None) -> None:
    """Content into a file, else to standard output.  Raises UsageError for bytes to a terminal."""
    if output:
        write_whole(output, content.encode() if isinstance(content, str) else content)
        click.echo(f"已写入 {output}", err=True)
    elif isinstance(content, str):
        click.echo(content)
    elif sys.stdout.isatty():
        raise UsageError("这种格式不能显示在终端里，请用 --output 指定文件")
    else:
        sys.stdout.buffer.write(content)
