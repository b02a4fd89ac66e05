"""The site: the door, the receiver of files and Gradio's pages, all behind the gate, and served."""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import gradio as gr
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from assistant.desk.frame.shell import build, own_script, page_options
from assistant.desk.web.door import Door
from assistant.desk.web.gate import Gate
from assistant.desk.web.handing_out import HandingOut
from assistant.desk.web.proxies_before import ProxiesBefore
from assistant.desk.web.receiving import Receiving
from assistant.desk.web.sessions import Sessions
from assistant.desk.web.signing_in import SigningIn
from assistant.desk.web.ways_in import WaysIn
from assistant.workspace import Workspace
from index.report import NianbaoError

KEPT_OPEN = 75
"""Seconds that an idle connection is kept: longer than browsers and proxies keep theirs, so that no
call meets one that is just being closed."""
LAST_WORDS = 2
"""Seconds that open connections have to end once the server is told to."""


def site(workspace: Workspace, ways: WaysIn) -> ASGIApp:
    """Everything that is served, as one ASGI application."""
    blocks, callers = build(workspace)
    blocks.queue(default_concurrency_limit=16, api_open=False)
    sessions = Sessions(workspace.settings.home / "sessions.sqlite", workspace.users)
    door = Door(callers, sessions, SigningIn(workspace.users, workspace.audit))
    receiving = Receiving(callers)
    routes = [
        *door.routes(),
        *HandingOut(callers).routes(),
        Route("/gradio_api/upload", receiving.receive, methods=["POST"]),
    ]
    outer: Any = Starlette(routes=routes, exception_handlers={NianbaoError: _said})
    whole = gr.mount_gradio_app(outer, blocks, "/", root_path=ways.root_path, **page_options())
    gate = Gate(whole, ways, workspace.users, sessions, [own_script().encode()])
    return ProxiesBefore(gate, ways)


def _said(request: Request, error: Exception) -> Response:
    """What the machine lacks, at the door as everywhere."""
    return PlainTextResponse(getattr(error, "message", ""), 503)


def serve(workspace: Workspace, ways: WaysIn, port: int, started: Callable[[], None]) -> None:
    """Run the site until interrupted; `started` is called once it answers."""
    os.umask(0o077)  # whatever is kept is its owner's alone
    logging.getLogger("httpx").setLevel(logging.WARNING)
    server = uvicorn.Server(
        uvicorn.Config(
            site(workspace, ways),
            host=ways.host,
            port=port,
            log_level="warning",
            proxy_headers=False,  # `ProxiesBefore` sees to it
            server_header=False,
            timeout_graceful_shutdown=LAST_WORDS,
            timeout_keep_alive=KEPT_OPEN,
        )
    )
    threading.Thread(target=_once_started, args=(server, started), daemon=True).start()
    with suppress(KeyboardInterrupt):
        server.run()


def _once_started(server: uvicorn.Server, started: Callable[[], None]) -> None:
    while not server.started:
        time.sleep(0.02)
    started()
