"""The frame around the pages: styles, script, the rail on the left, and how they are served."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import gradio as gr

from assistant.desk import rules_page, settings_page
from assistant.desk.ask import ask_page
from assistant.desk.draft import draft_page
from assistant.desk.frame.background_jobs import Jobs
from assistant.desk.frame.callers import Callers
from assistant.desk.frame.render import ASSETS, render
from assistant.desk.frame.theme import THEME
from assistant.desk.frame.user_state import People
from assistant.desk.library import library_page
from assistant.desk.review import review_page
from assistant.proxies import LOOPBACK
from assistant.users import Users
from assistant.workspace import Workspace

log = logging.getLogger(__name__)
PAGES = {
    "review": ("审查", review_page.page),
    "ask": ("问答", ask_page.page),
    "draft": ("起草", draft_page.page),
    "library": ("资料库", library_page.page),
    "rules": ("规则", rules_page.page),
    "settings": ("设置", settings_page.page),
}
FIVE_HUNDRED_MB = 500 * 1024 * 1024
"""What one upload may weigh: a zip of many files, each within the limit of the settings."""

WRONG_PASSWORD = 1.0
"""Seconds that a wrong password waits for its answer."""

UPLOADS_KEPT = 3600
"""Seconds after which an upload is removed; what is under review has its own copy by then."""


def build(workspace: Workspace) -> gr.Blocks:
    """The pages over `workspace`; all state is in the users' folders and in this object."""
    people = People(workspace.settings.home / "desk")
    callers = Callers(people, workspace.users, workspace.audit)
    people.forget()
    jobs = Jobs(workspace, people)
    jobs.resume()
    with gr.Blocks(
        title="年报",
        analytics_enabled=False,
        fill_width=True,
        delete_cache=(UPLOADS_KEPT, UPLOADS_KEPT),
    ) as blocks:
        gr.HTML(
            render("rail", pages={name: title for name, (title, _) in PAGES.items()}),
            elem_id="rail",
            elem_classes="nb-host",
            apply_default_css=False,
            js_on_load=None,
        )
        for name, (_, page) in PAGES.items():
            with gr.Column(elem_id=f"page-{name}", elem_classes="nb-page"):
                page(workspace, callers, jobs)
    return blocks


def launch_options() -> dict[str, Any]:
    """How the pages are served: own styles, nothing from outside, no folder opened."""
    script = (ASSETS / "desk.js").read_text("utf-8")
    return {
        "theme": THEME,
        "css_paths": [ASSETS / "colours.css", ASSETS / "desk.css"],
        "head": f"<script>{script}</script>",
        "footer_links": [],
        "run_history": False,
        "enable_monitoring": False,
        "ssr_mode": False,
        "pwa": False,
        "share": False,
        "allowed_paths": [],
        "max_file_size": FIVE_HUNDRED_MB,
        "favicon_path": str(ASSETS / "seal.svg"),
    }


def login(users: Users) -> dict[str, Any]:
    """How Gradio asks for name and password; {} where there are no users."""

    async def verify(name: str, password: str) -> bool:
        right = await asyncio.to_thread(users.verify, name, password)
        if not right:
            await asyncio.sleep(WRONG_PASSWORD)
        return right

    if not users.names():
        return {}
    colours = (ASSETS / "colours.css").read_text("utf-8")
    return {"auth": verify, "auth_message": render("login", colours=colours)}


def serve(workspace: Workspace, host: str, port: int, started: Callable[[], None]) -> None:
    """Run the pages until interrupted; `started` is called once they answer."""
    logging.getLogger("httpx").setLevel(logging.WARNING)
    asked = login(workspace.users)
    if not asked and host not in LOOPBACK:
        log.warning(
            "任何能连到 %s:%s 的人都能使用。要求登录，请先用 nianbao users add 增加用户。",
            host,
            port,
        )
    blocks = build(workspace).queue(default_concurrency_limit=16, api_open=False)
    blocks.launch(
        server_name=host,
        server_port=port,
        quiet=True,
        prevent_thread_lock=True,
        **launch_options(),
        **asked,
    )
    started()
    with suppress(KeyboardInterrupt):
        threading.Event().wait()
    blocks.close(verbose=False)
