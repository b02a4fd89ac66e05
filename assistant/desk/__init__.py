"""The web interface: Gradio pages over a workspace, a module a page.

`build` gives the pages, `serve` runs them; both import Gradio only when called.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.workspace import Workspace


def build(workspace: Workspace) -> Any:
    """The pages over `workspace`, as `gr.Blocks` not yet served."""
    from assistant.desk.frame.shell import build as build_pages

    return build_pages(workspace)[0]


def serve(workspace: Workspace, host: str, port: int, started: Callable[[], None]) -> None:
    """Run the pages until interrupted; `started` is called once they answer.

    Raises UsageError where others could come in without an account.
    """
    from assistant.desk.web.ways_in import ways_in
    from index.heap import share_arenas

    share_arenas()
    ways = ways_in(workspace.settings, host, workspace.users)  # said at once, before Gradio loads
    from assistant.desk.web.site import serve as serve_site

    serve_site(workspace, ways, port, started)


__all__ = ["build", "serve"]
