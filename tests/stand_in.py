"""A stand-in for an OpenAI-compatible chat service, as an HTTP server that tests can make fail.

`with StandIn("…") as service:` answers every request with that text; `then(...)` queues other
behaviours, one a request: `Reply` says what to send and how.
"""

from __future__ import annotations

import datetime
import ipaddress
import json
import ssl
import threading
import time
from collections import deque
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Reply:
    """How one request is answered.

    `status` other than 200 sends an error with `body` (or a usual one) and `retry_after`;
    `refuses` answers 400, naming it, to a request that has one of these words in its parameters.
    `whole` answers a stream's request with one body of JSON, `page` is sent as HTML instead of an
    answer.  `cut` ends the stream after so many pieces without a word; `pause` waits before every
    piece; `garbage` sends what is no JSON; `comments` are lines that keep the stream open.
    """

    text: str = ""
    status: int = 200
    body: str = ""
    retry_after: str = "0.02"
    refuses: tuple[str, ...] = ()
    refuses_format: bool = False
    whole: bool = False
    page: str = ""
    finish: str | None = "stop"
    done: bool = True
    reasoning: str = ""
    calls_tool: bool = False
    comments: int = 0
    cut: int | None = None
    pause: float = 0.0
    garbage: bool = False
    piece: int = 4


class StandIn:
    """The service: `url` for the client's base address, `requests` what it was sent, `sent` when
    each piece of a stream left it (`time.monotonic`).  With a `certificate` (a PEM file of it and
    its key) it speaks HTTPS.  Only `/v1` is an address of it."""

    def __init__(self, reply: Reply | str = "", certificate: Path | None = None) -> None:
        self.always = Reply(reply) if isinstance(reply, str) else reply
        self.queue: deque[Reply] = deque()
        self.requests: list[dict[str, Any]] = []
        self.sent: list[float] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.host = f"127.0.0.1:{self._server.server_port}"
        self.url = f"{'https' if certificate else 'http'}://{self.host}/v1"
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)

    def then(self, *replies: Reply | str) -> StandIn:
        """The next requests are answered with these, in order, before the usual one."""
        self.queue += [Reply(r) if isinstance(r, str) else r for r in replies]
        return self

    def __enter__(self) -> StandIn:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
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
                if self.path != "/v1/chat/completions":
                    reply = Reply(status=404, body='{"detail": "Not Found"}')
                try:
                    _answer(self, body, reply, service.sent)
                except (BrokenPipeError, ConnectionResetError):
                    return

        return Handler


def _answer(
    handler: BaseHTTPRequestHandler, body: dict[str, Any], reply: Reply, sent: list[float]
) -> None:
    refused = [*reply.refuses, *(["response_format"] if reply.refuses_format else [])]
    asked = json.dumps({key: value for key, value in body.items() if key != "messages"})
    if named := next((word for word in refused if word in asked), ""):
        _send(handler, 400, {"error": {"message": f"{named} is not supported"}})
    elif reply.status != 200:
        usual = json.dumps({"error": {"message": "stand-in error"}})
        content = (reply.body or usual).encode()
        _send_raw(handler, reply.status, content, "application/json", reply.retry_after)
    elif reply.page or reply.garbage:
        _send_raw(handler, 200, (reply.page or "<html>gateway</html>").encode(), "text/html")
    elif body.get("stream") and not reply.whole:
        _stream(handler, reply, sent)
    else:
        time.sleep(reply.pause)
        message = {"role": "assistant", "content": reply.text}
        choice = {"index": 0, "message": message, "finish_reason": reply.finish}
        _send(handler, 200, _shell("chat.completion", [choice]))


def _stream(handler: BaseHTTPRequestHandler, reply: Reply, sent: list[float]) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "text/event-stream")
    handler.end_headers()
    for _ in range(reply.comments):
        time.sleep(reply.pause)
        handler.wfile.write(b": still at it\n\n")
    if reply.reasoning:
        _delta(handler, {"role": "assistant", "reasoning_content": reply.reasoning})
    if reply.calls_tool:
        function = {"name": "search", "arguments": "{}"}
        call = {"index": 0, "id": "c", "type": "function", "function": function}
        _delta(handler, {"role": "assistant", "tool_calls": [call]})
    pieces = [reply.text[i : i + reply.piece] for i in range(0, len(reply.text), reply.piece)]
    for piece in pieces[: reply.cut]:
        time.sleep(reply.pause)
        sent.append(time.monotonic())
        _delta(handler, {"role": "assistant", "content": piece})
    if reply.cut is not None:
        handler.wfile.write(b'data: {"id": "x", "choi')
        return
    if reply.finish:
        _delta(handler, {}, reply.finish)
    if reply.done:
        handler.wfile.write(b"data: [DONE]\n\n")


def _delta(
    handler: BaseHTTPRequestHandler, delta: dict[str, Any], finish: str | None = None
) -> None:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    content = _shell("chat.completion.chunk", [choice])
    handler.wfile.write(f"data: {json.dumps(content, ensure_ascii=False)}\n\n".encode())
    handler.wfile.flush()


def _shell(kind: str, choices: list[dict[str, Any]]) -> dict[str, Any]:
    return {"id": "x", "object": kind, "created": 0, "model": "stand-in", "choices": choices}


def _send(handler: BaseHTTPRequestHandler, status: int, content: dict[str, Any]) -> None:
    _send_raw(handler, status, json.dumps(content).encode(), "application/json")


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


def self_signed(path: Path) -> Path:
    """A certificate of 127.0.0.1 that nobody vouches for, with its key, written to `path`."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "stand-in")])
    now = datetime.datetime.now(datetime.UTC)
    address = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([address]), critical=False)
        .sign(key, hashes.SHA256())
    )
    encoding = serialization.Encoding.PEM
    private = key.private_bytes(
        encoding, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(signed.public_bytes(encoding) + private)
    return path
