"""The frame around the pages: styles, script, the rail on the left."""

from __future__ import annotations

from typing import Any

import gradio as gr

from assistant import desk_folders
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
from assistant.workspace import Workspace

PAGES = {
    "review": ("审查", review_page.page),
    "ask": ("问答", ask_page.page),
    "draft": ("起草", draft_page.page),
    "library": ("资料库", library_page.page),
    "rules": ("规则", rules_page.page),
    "settings": ("设置", settings_page.page),
}


def build(workspace: Workspace) -> tuple[gr.Blocks, Callers]:
    """The pages over `workspace`, and who may call them; all state is in the users' folders."""
    desk_folders.mend(workspace.settings.home)
    people = People(workspace.settings.home / desk_folders.FOLDER)
    callers = Callers(workspace, people)
    people.forget()
    jobs = Jobs(workspace, people, callers.workspace_of)
    jobs.resume()
    with gr.Blocks(title="年报", analytics_enabled=False, fill_width=True) as blocks:
        gr.HTML(
            render("rail", pages={name: title for name, (title, _) in PAGES.items()}),
            elem_id="rail",
            elem_classes="nb-host",
            apply_default_css=False,
            js_on_load=None,
        )
        for name, (_, page) in PAGES.items():
            with gr.Column(elem_id=f"page-{name}", elem_classes="nb-page"):
                page(callers, jobs)
    return blocks, callers


def own_script() -> str:
    """The script of every page, which the pages' library puts in once a page is there."""
    return (ASSETS / "desk.js").read_text("utf-8")


def page_options() -> dict[str, Any]:
    """How the pages are served: own styles, nothing from outside, no folder opened."""
    return {
        "theme": THEME,
        "css_paths": [ASSETS / "colours.css", ASSETS / "desk.css"],
        "head": f"<script>{own_script()}</script>",
        "footer_links": [],
        "run_history": False,
        "enable_monitoring": False,
        "ssr_mode": False,
        "pwa": False,
        "mcp_server": False,
        "allowed_paths": [],
        "favicon_path": str(ASSETS / "seal.svg"),
    }
