"""The gate before everything: whose call it is, from which site it comes, what may be called.

ASGI middleware: each call passes the checks in order, and carries the account's name on in a
header that only the gate writes.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from urllib.parse import quote, urlsplit

import anyio.to_thread
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.desk.frame.callers import ACCOUNT
from assistant.desk.frame.callers import COOKIE as BROWSER
from assistant.desk.web import browser_rules
from assistant.desk.web.door import COOKIE
from assistant.desk.web.gradio_routes import closed, takes_json
from assistant.desk.web.sessions import Sessions
from assistant.desk.web.ways_in import WaysIn
from assistant.users import Users

OPEN = ("/signin", "/signout", "/health", "/favicon.ico")
"""What answers who has not signed in."""
SAFE = ("GET", "HEAD")
"""Methods that change nothing."""
_FOREIGN = "请求来自别的网站，没有处理。请从年报自己的页面操作。"
_A_YEAR = 365 * 24 * 3600


class Gate:
    """Lets calls through to `app`, whose pages put `scripts` in after they were sent."""

    def __init__(
        self,
        app: ASGIApp,
        ways: WaysIn,
        users: Users,
        sessions: Sessions,
        scripts: Sequence[bytes] = (),
    ) -> None:
        self.scripts = scripts
        self.app = app
        self.ways = ways
        self.users = users
        self.sessions = sessions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, browser_rules.told(send, self.scripts))
        else:  # the pages use no web socket
            await send({"type": "websocket.close", "code": 1008})

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope)
        path = scope["path"].removeprefix(self.ways.root_path) or "/"
        name = await anyio.to_thread.run_sync(self._name, request)
        refused = self._foreign(request)
        if refused is None and name is None and path not in OPEN:
            refused = self._to_the_door(request)
        if refused := refused or self._unknown(request, path):
            await refused(scope, receive, send)
            return
        headers = MutableHeaders(raw=scope["headers"])
        if name:
            headers[ACCOUNT] = quote(name)
        if path == "/":  # its scripts are counted, which needs them as they are
            del headers["accept-encoding"]
        if name == "" and BROWSER not in request.cookies and path == "/":
            send = _with_token(request, send)
        await self.app(scope, receive, send)

    # ------------------------------------------------------------ which calls are taken at all

    def _foreign(self, request: Request) -> Response | None:
        """The answer to a call that another site has made, or has led here."""
        host = request.headers.get("host", "")
        if not self.ways.knows(host):
            said = f"不认识这个网址：{host[:100]}。请在启动时用 --allowed-host 写明。"
            return PlainTextResponse(said, 400)
        if not _from_here(request):
            return PlainTextResponse(_FOREIGN, 403)
        return None

    def _unknown(self, request: Request, path: str) -> Response | None:
        """The answer to a call that the pages never make, or that is to be made with a slash."""
        if request.scope["path"] == self.ways.root_path:  # what the page asks for lies below it
            return Response(status_code=307, headers={"location": f"{self.ways.root_path}/"})
        if closed(path, request.method):
            return PlainTextResponse("没有这个页面。", 404)
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if takes_json(path) and request.method not in SAFE and kind != "application/json":
            return PlainTextResponse("请求的格式不对，没有处理。", 415)
        return None

    # ------------------------------------------------------------ whose calls they are

    def _name(self, request: Request) -> str | None:
        """The account that calls, "" where nobody need say a name, None for who still has to."""
        proxied = request.scope["state"].get("proxied")
        if proxied:
            return str(proxied)
        if account := self.sessions.account(request.cookies.get(COOKIE, "")):
            return account.name
        nobody_asked = self.ways.local and not self.ways.user_header and not self.users.names()
        return "" if nobody_asked else None

    def _to_the_door(self, request: Request) -> Response:
        """A person is led to the door, a script is told."""
        looks = request.method in SAFE and "text/html" in request.headers.get("accept", "")
        if not looks:
            return PlainTextResponse("请先登录。", 401)
        if self.ways.user_header and not self.users.names():
            return PlainTextResponse("没有收到登录的姓名：请从统一登录的网址进入。", 401)
        return Response(status_code=303, headers={"location": f"{self.ways.root_path}/signin"})


def _from_here(request: Request) -> bool:
    """Whether the site's own page makes a call, or a person who opens the site.

    Another port of the same machine is another site, whatever the cookies think of it.
    """
    headers = request.headers
    origin, site = headers.get("origin"), headers.get("sec-fetch-site", "none")
    if origin is not None and not _same(origin, request):
        return False
    if site in ("same-origin", "none"):
        return True
    opened = headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-dest") in (
        None,
        "document",
    )
    return opened and request.method in SAFE


def _same(origin: str, request: Request) -> bool:
    try:
        told = urlsplit(origin)
    except ValueError:
        return False
    secure = request.url.scheme == "https"
    return told.netloc.lower() == request.headers.get("host", "").lower() and (
        told.scheme == "https" or not secure
    )


def _with_token(request: Request, send: Send) -> Send:
    """Gives a browser that is asked for no name a token to be known again by."""
    reply = Response()
    reply.set_cookie(
        BROWSER,
        secrets.token_hex(24),
        max_age=_A_YEAR,
        path=request.scope.get("root_path") or "/",
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="strict",
    )
    cookie = reply.headers["set-cookie"]

    async def give(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(raw=message["headers"]).append("set-cookie", cookie)
        await send(message)

    return give
