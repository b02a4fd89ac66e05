"""A stand-in for an OpenAI-compatible chat service, as an HTTP server that tests can make fail.

`with StandIn("…") as service:` answers every request with that text; `then(...)` queues other
behaviours, one a request: `Reply` says what to send and how.
"""

from __future__ import annotations

import json
import threading
import time
from collections import deque
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Reply:
    """How one request is answered.

    `status` other than 200 sends an error; `cut` ends the stream after so many pieces without a
    word; `pause` waits before every piece; `garbage` sends what is no JSON; `refuses_format`
    answers 400 to a request with `response_format`.
    """

    text: str = ""
    status: int = 200
    cut: int | None = None
    pause: float = 0.0
    garbage: bool = False
    refuses_format: bool = False
    piece: int = 4


class StandIn:
    """The service: `url` for the client's base address, `requests` what it was sent, `sent` when
    each piece of a stream left it (`time.monotonic`)."""

    def __init__(self, reply: Reply | str = "") -> None:
        self.always = Reply(reply) if isinstance(reply, str) else reply
        self.queue: deque[Reply] = deque()
        self.requests: list[dict[str, Any]] = []
        self.sent: list[float] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}/v1"

    def then(self, *replies: Reply | str) -> StandIn:
        """The next requests are answered with these, in order, before the usual one."""
        self.queue += [Reply(r) if isinstance(r, str) else r for r in replies]
        return self

    def __enter__(self) -> StandIn:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        service = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.0"

            def log_message(self, *_: object) -> None:
                return

            def do_POST(self) -> None:
                length = int(self.headers.get("Content-Length", 0))
                body = json.loads(self.rfile.read(length))
                service.requests.append(body)
                reply = service.queue.popleft() if service.queue else service.always
                try:
                    _answer(self, body, reply, service.sent)
                except (BrokenPipeError, ConnectionResetError):
                    return

        return Handler


def _answer(
    handler: BaseHTTPRequestHandler, body: dict[str, Any], reply: Reply, sent: list[float]
) -> None:
    if reply.refuses_format and "response_format" in body:
        _send(handler, 400, {"error": {"message": "response_format is not supported"}})
    elif reply.status != 200:
        _send(handler, reply.status, {"error": {"message": "stand-in error"}}, "0")
    elif reply.garbage:
        _send_raw(handler, 200, b"<html>gateway</html>", "text/html")
    elif body.get("stream"):
        _stream(handler, reply, sent)
    else:
        time.sleep(reply.pause)
        message = {"role": "assistant", "content": reply.text}
        choice = {"index": 0, "message": message, "finish_reason": "stop"}
        _send(handler, 200, _shell("chat.completion", [choice]))


def _stream(handler: BaseHTTPRequestHandler, reply: Reply, sent: list[float]) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "text/event-stream")
    handler.end_headers()
    pieces = [reply.text[i : i + reply.piece] for i in range(0, len(reply.text), reply.piece)]
    for piece in pieces[: reply.cut]:
        time.sleep(reply.pause)
        choice = {"index": 0, "delta": {"role": "assistant", "content": piece}}
        sent.append(time.monotonic())
        _event(handler, _shell("chat.completion.chunk", [choice]))
    if reply.cut is not None:
        handler.wfile.write(b'data: {"id": "x", "choi')
        return
    _event(
        handler,
        _shell("chat.completion.chunk", [{"index": 0, "delta": {}, "finish_reason": "stop"}]),
    )
    handler.wfile.write(b"data: [DONE]\n\n")


def _shell(kind: str, choices: list[dict[str, Any]]) -> dict[str, Any]:
    return {"id": "x", "object": kind, "created": 0, "model": "stand-in", "choices": choices}


def _event(handler: BaseHTTPRequestHandler, content: dict[str, Any]) -> None:
    handler.wfile.write(f"data: {json.dumps(content, ensure_ascii=False)}\n\n".encode())
    handler.wfile.flush()


def _send(
    handler: BaseHTTPRequestHandler, status: int, content: dict[str, Any], retry: str = ""
) -> None:
    _send_raw(handler, status, json.dumps(content).encode(), "application/json", retry)


def _send_raw(
    handler: BaseHTTPRequestHandler, status: int, content: bytes, kind: str, retry: str = ""
) -> None:
    handler.send_response(status)
    handler.send_header("Content-Type", kind)
    handler.send_header("Content-Length", str(len(content)))
    if retry:
        handler.send_header("Retry-After", retry)
    handler.end_headers()
    handler.wfile.write(content)
