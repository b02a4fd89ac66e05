"""What every answer tells the browser: which scripts run, who may frame or read the pages."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Sequence

from starlette.datastructures import MutableHeaders
from starlette.types import Message, Send

HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_POLICY = (
    "default-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "style-src 'self' 'unsafe-inline'",
    "connect-src 'self'",
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
)
_SCRIPT = re.compile(rb"<script(?:\s[^>]*)?>(.*?)</script\s*>", re.DOTALL | re.IGNORECASE)
_KEPT = ("text/html", "application/json")
"""Kinds of answers that no cache keeps."""


def told(send: Send, scripts: Sequence[bytes]) -> Send:
    """`send` with the headers on every answer; a page's own scripts run, `scripts`, and no others.

    Nothing is said that lets another site read an answer, whatever the pages' library says.
    """
    start: Message = {}
    page: list[bytes] = []

    async def tell(message: Message) -> None:
        nonlocal start
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=list(message["headers"]))
            for name in [n for n in headers.keys() if n.startswith("access-control-")]:
                del headers[name]
            kind = headers.get("content-type", "").partition(";")[0]
            for name, value in HEADERS.items():
                headers[name] = value
            if kind in _KEPT:
                headers["cache-control"] = "no-store"
            headers["content-security-policy"] = policy(())
            start = {**message, "headers": headers.raw}
            if kind != "text/html" or "content-encoding" in headers:
                await send(start)
                start = {}
            return
        if start and message["type"] == "http.response.body":
            page.append(message.get("body", b""))
            if message.get("more_body"):
                return
            whole = b"".join(page)
            headers = MutableHeaders(raw=start["headers"])
            headers["content-security-policy"] = policy([*scripts, *_SCRIPT.findall(whole)])
            await send(start)
            start = {}
            await send({"type": "http.response.body", "body": whole})
            return
        await send(message)

    return tell


def policy(scripts: Iterable[bytes]) -> str:
    """The content security policy of a page with these scripts in it.

    `unsafe-eval`: the pages' library makes functions of what components say in `js`.
    """
    digests = (base64.b64encode(hashlib.sha256(s).digest()).decode() for s in scripts if s)
    allowed = " ".join(("'self'", "'unsafe-eval'", *(f"'sha256-{d}'" for d in digests)))
    return "; ".join((*_POLICY, f"script-src {allowed}"))
