"""What every page is made of: a panel of HTML whose buttons call Python and get HTML back.

A panel has one door, `call`: the browser names an action and gives its data, the action gives a
`Reply`.  At that door the account's permission is asked, and what was done is written in the
audit log.
"""

from __future__ import annotations

import base64
import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar

import gradio as gr

from assistant.desk.frame.callers import Callers
from assistant.desk.frame.permissions import check, logged
from assistant.desk.frame.user_state import Person
from assistant.users import Account
from assistant.workspace import Workspace
from index.machine import lacks
from index.report import NianbaoError

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


class Desk(Protocol):
    """What stands behind a page over one workspace."""

    def actions(self) -> Mapping[str, Action]:
        """What the page's buttons call, by name."""

    def about(self, person: Person, data: dict[str, Any]) -> str:
        """Which report an action is about, for the audit log; "" for none."""


D = TypeVar("D", bound=Desk)


class Desks(Generic[D]):
    """A page's desk over the workspace that each caller is to see, made when first called.

    Callers held to the same bodies share one: it keeps what is under way.
    """

    def __init__(self, callers: Callers, make: Callable[[Workspace], D]) -> None:
        self.callers = callers
        self._make = make
        self._made: dict[tuple[str, ...], D] = {}
        self._lock = threading.Lock()

    def of(self, account: Account) -> D:
        with self._lock:
            if account.bodies not in self._made:
                self._made[account.bodies] = self._make(self.callers.seen(account.bodies))
            return self._made[account.bodies]


def perform(desks: Desks[Any], name: str, data: Any, request: Any) -> Reply:
    """Run the action of page `name` that `data["do"]` names; the entrance of every click."""
    action = data.get("do", "") if isinstance(data, dict) else ""
    callers = desks.callers
    try:
        caller = callers.caller(request)
        desk = desks.of(caller.account)
        actions = desk.actions()
        if action not in actions:
            return Reply(error="页面与服务的版本不一致，请刷新页面。")
        check(caller.account, name, action)
        did = logged(name, action)
        about = desk.about(caller.person, data) if did else ""
        reply = actions[action](caller.person, data)
        if did and not reply.error:
            callers.note(caller, did, about, reply.notice)
        return reply
    except NianbaoError as error:
        return Reply(error=error.message)
    except Exception as error:
        log.exception("action %s failed", action)
        if isinstance(error, OSError) and (said := lacks(error)):
            return Reply(error=said)
        return Reply(error="程序出错，这一步没有完成；已有的结果没有丢失。详情见服务日志。")


def panel(desks: Desks[Any], name: str) -> gr.HTML:
    """The page's HTML panel; on load the browser performs its `show`."""

    def call(data: Any, request: gr.Request) -> dict[str, Any]:
        return perform(desks, name, data, request).wire()

    return gr.HTML(
        value=f'<div class="nb-panel" id="nb-{name}"><div class="nb-loading">正在打开…</div></div>',
        js_on_load=f"nianbao.mount(element, server, upload, '{name}')",
        server_functions=[call],
        elem_id=f"panel-{name}",
        elem_classes="nb-host",
        apply_default_css=False,
    )
