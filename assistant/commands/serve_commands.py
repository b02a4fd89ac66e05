"""`nianbao serve`: the web interface, and a line that says where it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from assistant.commands.terminal import noted

if TYPE_CHECKING:
    from assistant.workspace import Workspace


@click.command(help="启动网页界面")
@click.option("--host", help="监听地址（默认 127.0.0.1，仅本机可见）")
@click.option("--port", type=click.IntRange(1, 65535), help="端口（默认 7860，被占用就往后找）")
@click.option("--no-browser", is_flag=True, help="不打开浏览器")
@click.option(
    "--allowed-host", multiple=True, metavar="名称", help="浏览器可以用的主机名，可多次给出"
)
@click.option(
    "--trusted-proxy", multiple=True, metavar="地址", help="前面代理的地址或网段，可多次给出"
)
@click.option("--user-header", metavar="名称", help="代理写明登录姓名的请求头")
@click.option("--root-path", metavar="路径", help="代理把网页放在哪个路径之下，如 /nianbao")
@click.pass_obj
def serve(
    workspace: Workspace, host: str | None, port: int | None, no_browser: bool, **ways: Any
) -> None:
    from assistant.commands.listening import address_of, browser_here, free_port
    from assistant.desk import serve as serve_desk
    from assistant.proxies import LOOPBACK
    from index.machine import check_folder, check_sqlite

    said = {name: ",".join(v) if isinstance(v, tuple) else v for name, v in ways.items() if v}
    s = workspace.settings = workspace.settings.model_copy(update=said)
    check_folder(s.home)
    check_sqlite()
    if s.first_user and s.first_password_file:
        made = workspace.users.add_first(s.first_user, s.first_password_file)
        if made:
            noted(workspace, "保存账号", said=f"{made.name}：{made.title}（启动时，密码取自文件）")
            click.echo(f"已建第一个账号：{made.name}（{made.title}）", err=True)
    host, wanted = host or s.host, port or s.port
    free = free_port(host, wanted)
    if free != wanted:
        click.echo(f"端口 {wanted} 已被占用（也许已经开着一个），改用 {free}", err=True)

    def started() -> None:
        address = f"{address_of(host, free)}/{s.root_path.strip('/')}".rstrip("/")
        click.echo(f"年报已启动，请用浏览器打开 {address} （按 Ctrl+C 停止）")
        browser = None if no_browser or host not in LOOPBACK else browser_here()
        if browser:
            browser.open(address)

    serve_desk(workspace, host, free, started)
