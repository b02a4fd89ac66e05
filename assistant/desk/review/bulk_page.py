"""成批处理: the dialog that decides many findings at once, over the list or from one report."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from markupsafe import Markup

from assistant.desk.frame.panel import Action, Reply
from assistant.desk.frame.render import render
from assistant.desk.frame.user_state import Person
from assistant.desk.review.bulk_decisions import LAST, Waiting, decide, heaps, undo, waiting
from assistant.desk.review.opened_report import Opened
from assistant.desk.review.report_list import Held
from assistant.desk.review.report_page import ReportDesk
from assistant.review.brief import brief
from assistant.workspace import Workspace

Data = dict[str, Any]


class BulkDesk:
    """The dialog's actions; `held` gives a person's list, `home` draws it with a notice."""

    def __init__(
        self,
        workspace: Workspace,
        held: Callable[[Person], list[Held]],
        reports: ReportDesk,
        home: Callable[[Person, str], Reply],
    ) -> None:
        self.workspace = workspace
        self.held = held
        self.reports = reports
        self.home = home

    def actions(self) -> dict[str, Action]:
        return {"bulk": self.bulk, "decide_all": self.decide_all, "undo_bulk": self.undo}

    def bulk(self, person: Person, data: Data) -> Reply:
        return Reply({"review-nb-dialog": self._dialog(person, data)})

    def decide_all(self, person: Person, data: Data) -> Reply:
        """All that a button names, decided the same way."""
        found = self._here(person, data) if data.get("scope") == "report" else self._all(person)
        count = decide(self.workspace, person, found, data)
        return self._again(person, data, f"已记 {count} 处。")

    def undo(self, person: Person, data: Data) -> Reply:
        return self._again(person, data, f"已撤回 {undo(self.workspace, person)} 处。")

    def _again(self, person: Person, data: Data, notice: str) -> Reply:
        """The page as it is now, the dialog still open over it."""
        if data.get("item"):
            reply = self.reports.redrawn(self.reports.opened(person, data), -1, onward=False)
        else:
            reply = self.home(person, "")
        parts = {**reply.parts, "review-nb-dialog": self._dialog(person, data)}
        return Reply(parts, notice=notice, poll=reply.poll)

    def _all(self, person: Person) -> list[Waiting]:
        return waiting(self.workspace, (held.short for held in self.held(person)))

    def _here(self, person: Person, data: Data) -> list[Waiting]:
        short = brief(0, self.reports.opened(person, data).review)
        return waiting(self.workspace, [short] if short else [])

    def _dialog(self, person: Person, data: Data) -> str:
        """Over the list all rules; from a report its own findings, then the picked rule's."""
        titles = {rule.id: rule.title for rule in self.workspace.rules().values()}
        everything = self._all(person)
        sections: list[tuple[str, str, Any, int]] = []
        ref = Markup()
        if data.get("item"):
            opened = self.reports.opened(person, data)
            ref = _ref(opened, data)
            own = self._here(person, data)
            sections.append(("这份报告", "report", heaps(own, titles), len(own)))
            everything = [w for w in everything if w.said.rule == data.get("picked")]
        if everything or not sections:
            title = f"清单里所有报告的 {data['picked']}" if data.get("item") else "清单里所有报告"
            sections.append((title, "list", heaps(everything, titles), 0))
        last = len(person.get(LAST, []))
        return render("review_bulk", sections=sections, last=last, ref=ref)


def _ref(opened: Opened, data: Data) -> Markup:
    """The report that a button of the dialog is about, and the rule that was picked in it."""
    return Markup('data-source="review" data-item="{}" data-n="{}" data-picked="{}"').format(
        opened.id, opened.n, data.get("picked") or ""
    )
