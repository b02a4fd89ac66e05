"""The door: sign in, sign out, another password, who I am; pages that need no script."""

from __future__ import annotations

from urllib.parse import parse_qsl

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from assistant.desk.frame.callers import Callers
from assistant.desk.frame.permissions import denied
from assistant.desk.frame.render import ASSETS, render
from assistant.desk.web.sessions import Sessions
from assistant.desk.web.signing_in import MINUTES, SigningIn
from assistant.users import LEAST, Account
from index.report import UsageError

COOKIE = "nianbao-session"
MOST = 20_000
"""Bytes of a form that is filled in at the door."""
WRONG = {
    "wrong": ("姓名或密码不正确。", 401),
    "locked": (f"输错的次数太多，已锁住，请过 {MINUTES} 分钟再试，或找管理账号的人。", 429),
}


class Door:
    """The door's pages over the accounts."""

    def __init__(self, callers: Callers, sessions: Sessions, signing_in: SigningIn) -> None:
        self.callers = callers
        self.users = callers.users
        self.audit = callers.audit
        self.sessions = sessions
        self.signing_in = signing_in

    def routes(self) -> list[Route]:
        return [
            Route("/signin", self.sign_in, methods=["GET", "POST"]),
            Route("/signout", self.sign_out, methods=["POST"]),
            Route("/password", self.password, methods=["GET", "POST"]),
            Route("/me", self.me),
            Route("/health", self.health),
        ]

    async def health(self, request: Request) -> Response:
        return PlainTextResponse("ok")

    async def me(self, request: Request) -> Response:
        """Who is signed in, and what is not to be shown to them."""
        caller = await anyio.to_thread.run_sync(self.callers.caller, request)
        account = caller.account
        known = bool(self.sessions.account(request.cookies.get(COOKIE, "")))
        return JSONResponse(
            {
                "name": account.name,
                "roles": account.title if account.name else "",
                "session": known,
                "denied": denied(account),
            }
        )

    # ------------------------------------------------------------ in and out

    async def sign_in(self, request: Request) -> Response:
        if request.method == "GET":
            return _page("signin", name="", said="")
        given = await _form(request)
        name = given.get("name", "").strip()
        address = request.client.host if request.client else ""
        outcome = await self.signing_in.check(name, given.get("password", ""), address)
        account = self.users.account(name) if outcome == "right" else None
        if account is None:
            said, status = WRONG[outcome if outcome != "right" else "wrong"]
            return _page("signin", status, name=name, said=said)
        self.audit.add(name, "登录", address=address)
        return self._signed_in(request, account)

    def _signed_in(self, request: Request, account: Account) -> Response:
        """To the pages, with a new session."""
        self.sessions.end(request.cookies.get(COOKIE, ""))
        reply = Response(status_code=303, headers={"location": "./"})
        reply.set_cookie(
            COOKIE,
            self.sessions.begin(account),
            path=request.scope.get("root_path") or "/",
            secure=request.url.scheme == "https",
            httponly=True,
            samesite="strict",
        )
        return reply

    async def sign_out(self, request: Request) -> Response:
        token = request.cookies.get(COOKIE, "")
        account = self.sessions.account(token)
        self.sessions.end(token)
        if account:
            address = request.client.host if request.client else ""
            self.audit.add(account.name, "退出", address=address)
        reply = Response(status_code=303, headers={"location": "./signin"})
        reply.delete_cookie(COOKIE, path=request.scope.get("root_path") or "/")
        return reply

    # ------------------------------------------------------------ another password

    async def password(self, request: Request) -> Response:
        """The form, and what was filled in: the old password, the new one twice."""
        account = self.sessions.account(request.cookies.get(COOKIE, ""))
        if account is None:
            return Response(status_code=303, headers={"location": "./signin"})
        if request.method == "GET":
            return _page("password", name=account.name, said="")
        given = await _form(request)
        if given.get("new", "") != given.get("again", ""):
            return _page("password", 400, name=account.name, said="两遍新密码不一样。")
        address = request.client.host if request.client else ""
        outcome = await self.signing_in.check(account.name, given.get("old", ""), address)
        if outcome != "right":
            said, status = WRONG[outcome]
            said = "原密码不正确。" if outcome == "wrong" else said
            return _page("password", status, name=account.name, said=said)
        try:
            changed = self.users.add(account.name, given.get("new", ""))
        except UsageError as error:
            return _page("password", 400, name=account.name, said=f"{error.message}。")
        self.audit.add(account.name, "改密码", address=address)
        return self._signed_in(request, changed)


async def _form(request: Request) -> dict[str, str]:
    """The fields of a form; {} for one that is too long."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MOST:
            return {}
    return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))


def _page(page: str, status: int = 200, **fields: str) -> Response:
    colours = (ASSETS / "colours.css").read_text("utf-8")
    return HTMLResponse(render(page, colours=colours, least=LEAST, **fields), status)
