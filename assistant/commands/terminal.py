"""What every command shows in a terminal: its progress, and its content where it was asked for."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import click

from index.report import UsageError


def progress(verb: str = "") -> Callable[[int, int, str], None]:
    """A line on standard error that is written over; silent where nobody watches."""

    def show(done: int, total: int, what: str) -> None:
        if sys.stderr.isatty():
            said = f"{verb} {done}/{total} {what}".strip()
            click.echo(f"\r\033[K{said}", err=True, nl=done == total)

    return show


def emit(content: str | bytes, output: Path | None) -> None:
    """Content into a file, else to standard output.  Raises UsageError for bytes to a terminal."""
    if output:
        data = content.encode() if isinstance(content, str) else content
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_bytes(data)
        click.echo(f"已写入 {output}", err=True)
    elif isinstance(content, str):
        click.echo(content)
    elif sys.stdout.isatty():
        raise UsageError("这种格式不能显示在终端里，请用 --output 指定文件")
    else:
        sys.stdout.buffer.write(content)
