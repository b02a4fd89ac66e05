"""规则: the rule book, searchable, with examples; a rule can be switched off with a reason."""

from __future__ import annotations

from typing import Any

from assistant.desk.frame.background_jobs import Jobs
from assistant.desk.frame.panel import Reply, panel
from assistant.desk.frame.render import render
from assistant.desk.frame.user_state import People, Person
from assistant.export.rule_book import FAMILIES
from assistant.workspace import Workspace

PANEL = "nb-rules"
CHECKED_AGAIN = "您的审查清单正在重新核对；资料库里的，下次入库或重建时照此核对。"
Data = dict[str, Any]


def page(workspace: Workspace, people: People, jobs: Jobs) -> None:
    """The page's panel with its actions."""

    def show(person: Person, data: Data, notice: str = "") -> Reply:
        off = workspace.disabled_rules()
        html = render(
            "rules",
            rules=list(workspace.rules().values()),
            off=off,
            families={k: v for k, v in FAMILIES.items() if _any(workspace, k)},
        )
        return Reply({PANEL: html}, notice=notice)

    def off(person: Person, data: Data) -> Reply:
        reason = str(data.get("reason") or "").strip()
        if not reason:
            return Reply(error="请写明停用的理由，同事在这一页和每份报告的“核对了什么”里都看得到。")
        workspace.switch_rule(data["rule"], off=True, reason=f"{reason}（{person.name}）")
        jobs.start(person)
        return show(person, {}, f"已停用 {data['rule']}。{CHECKED_AGAIN}")

    def on(person: Person, data: Data) -> Reply:
        workspace.switch_rule(data["rule"], off=False)
        jobs.start(person)
        return show(person, {}, f"已恢复 {data['rule']}。{CHECKED_AGAIN}")

    panel(people, "rules", {"show": show, "off": off, "on": on})


def _any(workspace: Workspace, family: str) -> bool:
    return any(rule.startswith(family) for rule in workspace.rules())
