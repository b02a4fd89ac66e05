"""The web interface: Gradio pages over a workspace, a module a page.

`build` gives the pages, `serve` runs them; both import Gradio only when called.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.workspace import Workspace


def build(workspace: Workspace) -> Any:
    """The pages over `workspace`, as `gr.Blocks` not yet launched."""
    from assistant.desk.frame.shell import build as build_pages

    return build_pages(workspace)


def serve(workspace: Workspace, host: str = "127.0.0.1", port: int = 7860) -> None:
    """Run the pages until interrupted."""
    from assistant.desk.frame.shell import serve as serve_pages

    serve_pages(workspace, host, port)


__all__ = ["build", "serve"]
