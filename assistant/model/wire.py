"""The HTTP transport under the client: what endpoints send, made alike before it is read.

A body of JSON where a stream was asked for becomes a stream; a stream that ends in `[DONE]` without
a finish reason gets one; a page or an error in the clothes of a success becomes an error.  A wait
that the service asks for and nobody would sit through is not waited.
"""

from __future__ import annotations

import json
import re
import ssl
from collections.abc import Iterator
from functools import cache
from typing import Any

import httpx2

from assistant.proxies import proxy_for

PATIENCE = 10.0
"""Seconds of `Retry-After` that are waited; more is an error that says so."""

_TYPE = "content-type"


def clients(base: str) -> tuple[httpx2.Client, httpx2.AsyncClient]:
    """HTTP clients for `base` that take the environment's proxies only where they should."""
    import openai

    proxy, trust = proxy_for(base), trusted()
    headers = {"Accept-Encoding": "identity"}  # the stream is looked into as it passes
    sync = openai.DefaultHttpxClient(
        transport=Wire(httpx2.HTTPTransport(trust, proxy=proxy)), trust_env=False, headers=headers
    )
    return sync, openai.DefaultAsyncHttpxClient(verify=trust, proxy=proxy, trust_env=False)


@cache
def trusted() -> ssl.SSLContext:
    """Whose certificates are taken; reading them costs more than opening a client."""
    return httpx2.create_ssl_context()


class Unanswered(httpx2.ReadError):
    """The service hung up before it said anything."""


class Wire(httpx2.BaseTransport):
    """A transport whose responses are mended as the module says."""

    def __init__(self, inner: httpx2.BaseTransport) -> None:
        self._inner = inner

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        try:
            response = self._inner.handle_request(request)
        except (httpx2.ReadError, httpx2.RemoteProtocolError) as error:
            raise Unanswered(str(error), request=request) from error
        if seconds(response.headers) > PATIENCE:
            response.headers["x-should-retry"] = "false"
        if response.status_code != 200:
            return response
        kind = response.headers.get(_TYPE, "")
        if not kind.startswith("text/event-stream"):
            return _mended(request, response, kind)
        if not response.headers.get("content-encoding") and isinstance(
            response.stream, httpx2.SyncByteStream
        ):
            response.stream = Events(response.stream)
        return response

    def close(self) -> None:
        self._inner.close()


def seconds(headers: httpx2.Headers) -> float:
    """What `Retry-After` asks for, where it is a number; else 0."""
    written = headers.get("retry-after", "").strip()
    return float(written) if re.fullmatch(r"\d+(?:\.\d+)?", written) else 0.0


def _mended(request: httpx2.Request, response: httpx2.Response, kind: str) -> httpx2.Response:
    response.read()
    response.close()
    body = response.content
    if body.lstrip().startswith((b"data:", b"event:", b":")):
        return httpx2.Response(200, headers={_TYPE: "text/event-stream"}, content=body)
    content = _object(body)
    if not content.get("choices"):
        return httpx2.Response(400, headers={_TYPE: kind}, content=body)
    if _object(request.read()).get("stream"):
        headers = {_TYPE: "text/event-stream"}
        return httpx2.Response(200, headers=headers, content=_as_events(content))
    return httpx2.Response(200, headers={_TYPE: "application/json"}, content=body)


def _object(body: bytes) -> dict[str, Any]:
    try:
        content = json.loads(body)
    except ValueError:
        return {}
    return content if isinstance(content, dict) else {}


def _as_events(content: dict[str, Any]) -> bytes:
    choice = content["choices"][0]
    delta = choice.get("message") or {}
    return b"".join(
        (
            _event(content, delta, None),
            _event(content, {}, choice.get("finish_reason") or "stop"),
            b"data: [DONE]\n\n",
        )
    )


def _event(content: dict[str, Any], delta: dict[str, Any], reason: str | None) -> bytes:
    choice = {"index": 0, "delta": delta, "finish_reason": reason}
    shell = {k: content.get(k) for k in ("id", "created", "model")}
    chunk = {**shell, "object": "chat.completion.chunk", "choices": [choice]}
    return b"data: " + json.dumps(chunk).encode() + b"\n\n"


_REASON = re.compile(rb'"finish_reason"\s*:\s*"')
_DONE = re.compile(rb"data:\s*\[DONE\]")
_QUIET = b'data: {"choices": []}\n\n'


class Events(httpx2.SyncByteStream):
    """A stream of events whose `[DONE]` is never without a finish reason before it.

    A comment that keeps the line open becomes an event of nothing, so that whoever reads may look
    at the clock.
    """

    def __init__(self, inner: httpx2.SyncByteStream) -> None:
        self._inner = inner
        self._finished = False

    def __iter__(self) -> Iterator[bytes]:
        rest = b""
        for part in self._inner:
            *lines, rest = (rest + part).split(b"\n")
            if lines:
                yield b"".join(self._line(line + b"\n") for line in lines)
        if rest:
            yield self._line(rest)

    def _line(self, line: bytes) -> bytes:
        if line.startswith(b":"):
            return _QUIET
        self._finished = self._finished or bool(_REASON.search(line))
        if _DONE.match(line) and not self._finished:
            return _event({}, {}, "stop") + line
        return line

    def close(self) -> None:
        self._inner.close()
