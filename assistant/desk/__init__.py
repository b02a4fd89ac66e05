"""The web interface: Gradio pages over a workspace, a module a page.

`build` gives the pages, `serve` runs them; both import Gradio only when called.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.workspace import Workspace


def build(workspace: Workspace) -> Any:
    """The pages over `workspace`, as `gr.Blocks` not yet launched."""
    from assistant.desk.frame.shell import build as build_pages

    return build_pages(workspace)


def serve(workspace: Workspace, host: str, port: int, started: Callable[[], None]) -> None:
    """Run the pages until interrupted; `started` is called once they answer."""
    from assistant.desk.frame.shell import serve as serve_pages

    serve_pages(workspace, host, port, started)


__all__ = ["build", "serve"]
