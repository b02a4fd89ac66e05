"""From where the site may be reached, and who must say a name: what `serve` was started with."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.proxies import LOOPBACK
from index.report import UsageError

if TYPE_CHECKING:
    from assistant.settings import Settings
    from assistant.users import Users

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(frozen=True, slots=True)
class WaysIn:
    """`hosts` are the names a browser may call the site by; addresses need not be named unless
    the site listens at the loopback alone.  `proxies` are believed what they say of a request,
    the name in `user_header` too.
    """

    host: str
    hosts: frozenset[str] = frozenset()
    proxies: tuple[Network, ...] = ()
    user_header: str = ""
    root_path: str = ""

    @property
    def local(self) -> bool:
        """Whether only this machine can reach the site."""
        return self.host in LOOPBACK

    def knows(self, host: str) -> bool:
        """Whether `host`, a Host header, is a name of this site.

        A page elsewhere can give its own name any address, ours too; it cannot be an address.
        """
        name = _bare(host)
        try:
            address = ipaddress.ip_address(name)
        except ValueError:
            return name in self.hosts
        return not self.local or address.is_loopback or name in self.hosts

    def trusts(self, peer: str) -> bool:
        """Whether a request from the address `peer` comes through a proxy that is believed."""
        try:
            address = ipaddress.ip_address(peer)
        except ValueError:
            return False
        return any(address in network for network in self.proxies)


def ways_in(settings: Settings, host: str, users: Users) -> WaysIn:
    """The ways in that the settings open.

    Raises UsageError where others could come in without an account, or a value is no address.
    """
    named = _listed(settings.allowed_host)
    ways = WaysIn(
        host,
        frozenset({"localhost", host, socket.gethostname().lower(), *map(_bare, named)}),
        tuple(_networks(_listed(settings.trusted_proxy))),
        settings.user_header.strip().lower(),
        _path(settings.root_path),
    )
    if ways.user_header and not ways.proxies:
        raise UsageError("--user-header 要同时用 --trusted-proxy 写明代理的地址，否则谁都能冒名")
    if not ((ways.local and not named) or ways.user_header or users.names()):
        raise UsageError(
            f"别人能连到 {host}，却还没有账号，不能启动：请先用 nianbao users add 姓名 开账号，"
            "或用 --trusted-proxy 与 --user-header 交给已有的统一登录"
        )
    return ways


def _listed(text: str) -> list[str]:
    return [part for part in text.replace("，", ",").replace(",", " ").split() if part]


def _networks(given: Iterable[str]) -> Iterable[Network]:
    for one in given:
        try:
            yield ipaddress.ip_network(one, strict=False)
        except ValueError as error:
            raise UsageError(f"--trusted-proxy 要写地址或网段，如 10.0.0.5：{one}") from error


def _path(text: str) -> str:
    path = text.strip().strip("/")
    if not path:
        return ""
    if not all(part.replace("-", "").replace("_", "").isalnum() for part in path.split("/")):
        raise UsageError(f"--root-path 要写成 /nianbao 这样：{text}")
    return f"/{path}"


def _bare(host: str) -> str:
    """A Host header without its port, an IPv6 address without its brackets."""
    name = host.strip().lower()
    if name.startswith("["):
        return name[1:].partition("]")[0]
    return name.partition(":")[0] if name.count(":") == 1 else name
