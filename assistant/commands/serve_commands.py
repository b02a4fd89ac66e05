"""`nianbao serve`: the web interface."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from assistant.workspace import Workspace


@click.command(help="启动网页界面")
@click.option("--host", help="监听地址（默认 127.0.0.1，仅本机可见）")
@click.option("--port", type=int, help="端口（默认 7860）")
@click.pass_obj
def serve(workspace: Workspace, host: str | None, port: int | None) -> None:
    from assistant.desk import serve as serve_desk

    s = workspace.settings
    serve_desk(workspace, host or s.host, port or s.port)
