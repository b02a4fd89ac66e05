"""Where the pages are served: a free port, its address, the browser of whoever sits here."""

from __future__ import annotations

import errno
import os
import socket
import webbrowser

from index.report import UsageError

TRIES = 20
"""How many ports are looked at, one after the other."""
_EVERY_ADDRESS = ("0.0.0.0", "::")


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


def browser_here() -> webbrowser.BaseBrowser | None:
    """The browser of whoever sits here; None where there is only a terminal, or a browser in it."""
    try:
        found = webbrowser.get()
    except webbrowser.Error:
        return None
    return None if type(found) is webbrowser.GenericBrowser else found
