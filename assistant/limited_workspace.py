"""An office's workspace as the staff of a few bodies use it: the same, over their library alone."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from assistant.workspace import Settings, Workspace
from index.report import UsageError

if TYPE_CHECKING:
    from assistant.model import Model
    from index.cluster import Cluster
    from index.library.library import Library


class LimitedWorkspace(Workspace):
    """`whole` held to `bodies`; what is opened anew there is opened anew here."""

    def __init__(self, whole: Workspace, bodies: Collection[str]) -> None:
        self.whole = whole
        self.limited_to = tuple(bodies)

    @property
    def settings(self) -> Settings:
        return self.whole.settings

    @settings.setter
    def settings(self, settings: Settings) -> None:
        raise UsageError("这个账号不能改设置")

    @property
    def library(self) -> Library:
        from index.library.limited import LimitedLibrary

        return LimitedLibrary(self.whole.library, self.limited_to)

    @property
    def model(self) -> Model | None:
        return self.whole.model

    @property
    def _cluster(self) -> Cluster | None:
        return self.whole._cluster

    def save_settings(self, **changes: Any) -> None:
        raise UsageError("这个账号不能改设置")
