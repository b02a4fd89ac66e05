"""placeholder"""

from __future__ import annotations

from assistant.desk.jobs import Jobs
from assistant.desk.page import Reply, panel
from assistant.desk.people import People
from assistant.workspace import Workspace


def page(workspace: Workspace, people: People, jobs: Jobs) -> None:
    panel(people, "settings", {"show": lambda p, d: Reply({"nb-settings": "settings"})})
