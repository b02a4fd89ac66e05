"""What every page is made of: a panel of HTML whose buttons call Python and get HTML back.

A panel has one door, `call`: the browser names an action and gives its data, the action gives a
`Reply`.  Who is asking is known by the account, or by the cookie that the page's head sets
(`assets/desk.js`).
"""

from __future__ import annotations

import base64
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import gradio as gr

from assistant.desk.frame.user_state import People, Person
from index.machine import lacks
from index.report import NianbaoError

COOKIE = "nianbao"
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Download:
    """A file for the browser to save."""

    name: str
    content: bytes
    mime: str = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Reply:
    """What an action gives: HTML for places in the panel, a notice, a file, when to ask again.

    `parts` maps an element's id to its new inner HTML; `poll` is (action, milliseconds); `goto`
    is another page's address; `view` the pane of an open report to show; `changed` says that the
    library holds other reports than before.
    """

    parts: Mapping[str, str] = field(default_factory=dict)
    notice: str = ""
    error: str = ""
    file: Download | None = None
    poll: tuple[str, int] | None = None
    data: Any = None
    goto: str = ""
    view: str = ""
    changed: bool = False

    def wire(self) -> dict[str, Any]:
        """The reply as JSON for `desk.js`; a file goes as base64."""
        return {
            "parts": dict(self.parts),
            "notice": self.notice,
            "error": self.error,
            "file": self.file
            and {
                "name": self.file.name,
                "mime": self.file.mime,
                "content": base64.b64encode(self.file.content).decode(),
            },
            "poll": self.poll,
            "data": self.data,
            "goto": self.goto,
            "view": self.view,
            "changed": self.changed,
        }


Action = Callable[[Person, dict[str, Any]], Reply]


def person_of(people: People, request: Any) -> Person:
    """Who is asking: by account where there are any, else by cookie, else by Gradio's session."""
    if name := _account(request):
        return people.signed_in(name)
    token = request.cookies.get(COOKIE) or getattr(request, "session_hash", None) or "anonymous"
    return people.person(token)


def _account(request: Any) -> str:
    """The name that was signed in with; "" where nobody has to.

    Gradio tells it to its events alone, not to the functions of an HTML panel.
    """
    app = request.app
    names = (f"access-token-{app.cookie_id}", f"access-token-unsecure-{app.cookie_id}")
    return next((app.tokens[t] for t in map(request.cookies.get, names) if t in app.tokens), "")


def perform(people: People, actions: Mapping[str, Action], data: Any, request: Any) -> Reply:
    """Run the action that `data["do"]` names; the entrance of every click."""
    name = data.get("do", "") if isinstance(data, dict) else ""
    if name not in actions:
        return Reply(error="页面与服务的版本不一致，请刷新页面。")
    try:
        return actions[name](person_of(people, request), data)
    except NianbaoError as error:
        return Reply(error=error.message)
    except Exception as error:
        log.exception("action %s failed", name)
        if isinstance(error, OSError) and (said := lacks(error)):
            return Reply(error=said)
        return Reply(error="程序出错，这一步没有完成；已有的结果没有丢失。详情见服务日志。")


def panel(people: People, name: str, actions: Mapping[str, Action]) -> gr.HTML:
    """The page's HTML panel; on load the browser performs its `show`."""

    def call(data: Any, request: gr.Request) -> dict[str, Any]:
        return perform(people, actions, data, request).wire()

    return gr.HTML(
        value=f'<div class="nb-panel" id="nb-{name}"><div class="nb-loading">正在打开…</div></div>',
        js_on_load=f"nianbao.mount(element, server, upload, '{name}')",
        server_functions=[call],
        elem_id=f"panel-{name}",
        elem_classes="nb-host",
        apply_default_css=False,
    )
