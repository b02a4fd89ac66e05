"""`nianbao serve`: the web interface, and a line that says where it is."""

from __future__ import annotations

import errno
import os
import socket
import webbrowser
from typing import TYPE_CHECKING

import click

from assistant.proxies import LOOPBACK
from index.machine import check_folder, check_sqlite
from index.report import UsageError

if TYPE_CHECKING:
    from assistant.workspace import Workspace

TRIES = 20
"""How many ports are looked at, one after the other."""
_EVERY_ADDRESS = ("0.0.0.0", "::")


@click.command(help="启动网页界面")
@click.option("--host", help="监听地址（默认 127.0.0.1，仅本机可见）")
@click.option("--port", type=click.IntRange(1, 65535), help="端口（默认 7860，被占用就往后找）")
@click.option("--no-browser", is_flag=True, help="不打开浏览器")
@click.pass_obj
def serve(workspace: Workspace, host: str | None, port: int | None, no_browser: bool) -> None:
    from assistant.desk import serve as serve_desk

    s = workspace.settings
    check_folder(s.home)
    check_sqlite()
    host, wanted = host or s.host, port or s.port
    free = free_port(host, wanted)
    if free != wanted:
        click.echo(f"端口 {wanted} 已被占用（也许已经开着一个），改用 {free}", err=True)

    def started() -> None:
        address = address_of(host, free)
        click.echo(f"年报已启动，请用浏览器打开 {address} （按 Ctrl+C 停止）")
        browser = None if no_browser or host not in LOOPBACK else screen()
        if browser:
            browser.open(address)

    serve_desk(workspace, host, free, started)


def free_port(host: str, port: int) -> int:
    """The first port from `port` on that nobody listens at.  Raises UsageError where none is."""
    for candidate in range(port, min(port + TRIES, 65536)):
        if _is_free(host, candidate):
            return candidate
    raise UsageError(f"端口 {port} 和它后面的都已被占用，请用 --port 另选一个")


def _is_free(host: str, port: int) -> bool:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            if os.name == "posix":  # elsewhere it would let two listen at one port
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except socket.gaierror as error:
        raise UsageError(f"--host 不是本机的地址：{host}") from error
    except OSError as error:
        if error.errno == errno.EADDRNOTAVAIL:
            raise UsageError(f"--host 不是本机的地址：{host}") from error
        return False
    return True


def address_of(host: str, port: int) -> str:
    """Where a browser finds the pages: of all addresses, the one that other machines see."""
    name = _own_address() if host in _EVERY_ADDRESS else host
    return f"http://{f'[{name}]' if ':' in name else name}:{port}"


def _own_address() -> str:
    """This machine's address in its network; nothing is sent to find it."""
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.connect(("10.255.255.255", 9))
            return str(probe.getsockname()[0])
    except OSError:
        return socket.gethostname()


def screen() -> webbrowser.BaseBrowser | None:
    """The browser of whoever sits here; None where there is only a terminal, or a browser in it."""
    try:
        found = webbrowser.get()
    except webbrowser.Error:
        return None
    return None if type(found) is webbrowser.GenericBrowser else found
