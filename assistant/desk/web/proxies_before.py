"""What a proxy says of a request, believed of the trusted ones alone; the path below which we lie."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from assistant.desk.frame.callers import ACCOUNT
from assistant.desk.web.ways_in import WaysIn

_SAID = ("forwarded", "x-forwarded-for", "x-forwarded-proto", "x-forwarded-host")
_ALSO = ("x-forwarded-port", "x-forwarded-prefix", "x-real-ip", "x-forwarded-server")


class ProxiesBefore:
    """Scheme, host and client as a trusted proxy says them; what others say is taken out.

    A trusted proxy's user header becomes `scope["state"]["proxied"]`, the person's name.
    """

    def __init__(self, app: ASGIApp, ways: WaysIn) -> None:
        self.ways = ways
        self.app = app
        trusted = [str(network) for network in ways.proxies]
        self.believed: Any = ProxyHeadersMiddleware(app, trusted)  # type: ignore[arg-type]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        peer = (scope.get("client") or ("", 0))[0]
        headers = MutableHeaders(raw=list(scope["headers"]))
        trusted = self.ways.trusts(peer)
        scope = {**scope, **self._placed(scope)}
        scope["state"] = dict(scope.get("state") or {})
        if trusted:
            if self.ways.user_header:
                scope["state"]["proxied"] = _name(headers.get(self.ways.user_header, ""))
            if host := headers.get("x-forwarded-host", "").split(",")[0].strip():
                headers["host"] = host
        dropped = {ACCOUNT, self.ways.user_header, *_ALSO, *(() if trusted else _SAID)}
        for name in dropped - {""}:
            del headers[name]
        scope["headers"] = headers.raw
        await (self.believed if trusted else self.app)(scope, receive, send)

    def _placed(self, scope: Scope) -> dict[str, Any]:
        """The path with the prefix, whether the proxy has cut it off or not."""
        root, path = self.ways.root_path, scope["path"]
        if not root or path == root or path.startswith(f"{root}/"):
            return {"root_path": root}
        raw = scope.get("raw_path") or path.encode()
        return {"root_path": root, "path": root + path, "raw_path": root.encode() + raw}


def _name(header: str) -> str:
    """A name as proxies write it: UTF-8, which HTTP takes for Latin-1, or percent-encoded."""
    try:
        return unquote(header.encode("latin-1").decode("utf-8")).strip()
    except UnicodeError:
        return ""
