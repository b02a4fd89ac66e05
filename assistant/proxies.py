"""The proxies of the environment: which one a call takes, and which would stop the program.

Loopback and private addresses are reached directly.  HTTP clients raise as they are made where a
proxy variable has a scheme they do not speak, whatever they are made for.
"""

from __future__ import annotations

import socket
from collections.abc import Iterable, MutableMapping
from importlib.util import find_spec
from ipaddress import ip_address
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from index.report import ModelError

LOOPBACK = ("localhost", "127.0.0.1", "::1")
_VARIABLES = ("http_proxy", "https_proxy", "all_proxy")


def proxy_for(address: str) -> str | None:
    """The proxy that a call to `address` takes; None where it goes directly.

    Raises ModelError where the environment names one that cannot be used.
    """
    parts = urlsplit(address)
    host = parts.hostname or ""
    proxies = getproxies()
    proxy = proxies.get(parts.scheme) or proxies.get("all")
    if not proxy or proxy_bypass(host) or is_near(host):
        return None
    if not speakable(proxy):
        raise ModelError(
            f"环境变量指定的代理（{shown(proxy)}）不能使用：请改用 http:// 代理，"
            f"或把 {host} 写进环境变量 NO_PROXY"
        )
    return proxy if "://" in proxy else f"http://{proxy}"


def is_near(host: str) -> bool:
    """Whether `host` is this machine or stands in a private network."""
    try:
        return not ip_address(host).is_global
    except ValueError:
        pass
    try:
        found = {str(entry[4][0]) for entry in socket.getaddrinfo(host, None)}
    except (OSError, UnicodeError):
        return "." not in host
    return any(not ip_address(address.split("%")[0]).is_global for address in found)


def speakable(proxy: str) -> bool:
    """Whether the HTTP clients here can talk to it; SOCKS only with the package for it."""
    try:
        _ = urlsplit(proxy if "://" in proxy else f"http://{proxy}").port
    except ValueError:
        return False
    scheme = urlsplit(proxy).scheme.lower() if "://" in proxy else "http"
    socks = scheme in ("socks5", "socks5h") and find_spec("socksio") is not None
    return socks or scheme in ("http", "https")


def shown(proxy: str) -> str:
    """A proxy's address without name and password."""
    scheme, mark, rest = proxy.rpartition("://")
    return f"{scheme}{mark}{rest.rpartition('@')[2]}"


def tame(environment: MutableMapping[str, str], addresses: Iterable[str]) -> list[str]:
    """The proxy variables made such that they stop nothing; what to tell of it.

    Those that no HTTP client here speaks are taken out; this machine and those of `addresses` that
    are near are reached without the others.
    """
    proxies = {k: v for k, v in environment.items() if k.lower() in _VARIABLES and v}
    refused = {k: v for k, v in proxies.items() if not speakable(v)}
    for name in refused:
        del environment[name]
    if len(proxies) > len(refused):
        hosts = {urlsplit(address).hostname or "" for address in addresses if address}
        name = "no_proxy" if "no_proxy" in environment else "NO_PROXY"
        kept = [h.strip() for h in environment.get(name, "").split(",") if h.strip()]
        near = [*LOOPBACK, *sorted(h for h in hosts if h and is_near(h))]
        environment[name] = ",".join(dict.fromkeys([*kept, *near]))
    return [
        f"环境变量 {name} 指定的代理（{shown(proxy)}）不能使用，已忽略；需要代理时请改用 http:// 代理"
        for name, proxy in refused.items()
    ]
