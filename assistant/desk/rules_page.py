"""规则: the rule book, searchable, with examples; a rule can be switched off with a reason."""

from __future__ import annotations

from typing import Any

from assistant.desk.frame.background_jobs import Jobs
from assistant.desk.frame.callers import Callers
from assistant.desk.frame.panel import Action, Desks, Reply, panel
from assistant.desk.frame.render import render
from assistant.desk.frame.user_state import Person
from assistant.export.rule_book import FAMILIES
from assistant.workspace import Workspace

PANEL = "nb-rules"
CHECKED_AGAIN = "您的审查清单正在重新核对；资料库里的，下次入库或重建时照此核对。"
Data = dict[str, Any]


def page(callers: Callers, jobs: Jobs) -> None:
    """The page's panel with its actions."""
    panel(Desks(callers, lambda w: RulesDesk(w, jobs)), "rules")


class RulesDesk:
    """The page's actions."""

    def __init__(self, workspace: Workspace, jobs: Jobs) -> None:
        self.workspace = workspace
        self.jobs = jobs

    def actions(self) -> dict[str, Action]:
        return {"show": self.show, "off": self.off, "on": self.on}

    def about(self, person: Person, data: Data) -> str:
        return ""

    def show(self, person: Person, data: Data, notice: str = "") -> Reply:
        off = self.workspace.disabled_rules()
        html = render(
            "rules",
            rules=list(self.workspace.rules().values()),
            off=off,
            families={k: v for k, v in FAMILIES.items() if _any(self.workspace, k)},
        )
        return Reply({PANEL: html}, notice=notice)

    def off(self, person: Person, data: Data) -> Reply:
        reason = str(data.get("reason") or "").strip()
        if not reason:
            return Reply(error="请写明停用的理由，同事在这一页和每份报告的“核对了什么”里都看得到。")
        self.workspace.switch_rule(data["rule"], off=True, reason=f"{reason}（{person.name}）")
        self.jobs.start(person)
        return self.show(person, {}, f"已停用 {data['rule']}。{CHECKED_AGAIN}")

    def on(self, person: Person, data: Data) -> Reply:
        self.workspace.switch_rule(data["rule"], off=False)
        self.jobs.start(person)
        return self.show(person, {}, f"已恢复 {data['rule']}。{CHECKED_AGAIN}")


def _any(workspace: Workspace, family: str) -> bool:
    return any(rule.startswith(family) for rule in workspace.rules())
