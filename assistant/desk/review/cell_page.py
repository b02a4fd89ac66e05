"""One cell of a report: what the page shows there, what was read, a person's correction, its undoing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from assistant.desk.frame.background_jobs import Jobs
from assistant.desk.frame.panel import Action, Reply
from assistant.desk.frame.render import cell_label, render
from assistant.desk.frame.user_state import Correction, Item, Person, now
from assistant.desk.review import page_pictures, review_view
from assistant.desk.review.opened_report import Opened
from assistant.review.mends import mends
from assistant.workspace import Workspace
from index.corrected_cells import as_seen, corrected
from index.report import Cell, Finding, Review

Data = dict[str, Any]


class CellDesk:
    """The dialog's actions; `opened` gives the report that a button names, `html` draws it."""

    def __init__(
        self,
        workspace: Workspace,
        jobs: Jobs,
        opened: Callable[[Person, Data], Opened],
        html: Callable[[Person, Opened], str],
    ) -> None:
        self.workspace = workspace
        self.jobs = jobs
        self.opened = opened
        self.html = html

    def actions(self) -> dict[str, Action]:
        return {"cell": self.cell, "correct": self.correct, "uncorrect": self.uncorrect}

    def cell(self, person: Person, data: Data) -> Reply:
        """The dialog: without a key that of the first cell that was not read."""
        opened = self.opened(person, data)
        key = data.get("key") or next(iter(review_view.unread(opened.report).keys), "")
        return Reply({f"{opened.source}-nb-dialog": self._dialog(opened, key)}) if key else Reply()

    def _dialog(self, opened: Opened, key: str) -> str:
        cell = opened.report.cell(key)
        return render(
            "review_cell",
            opened=opened,
            key=key,
            label=cell_label(key),
            cell=cell,
            seen=as_seen(cell),
            picture=self._picture(opened, cell),
            line=self._line(opened, cell),
            reasons=[(f.severity, f.message) for f in _to_mend(opened.review) if key in f.cells],
            correction=next((c for c in reversed(opened.corrections) if c.key == key), None),
            next_unread=_after(review_view.unread(opened.report).keys, key),
        )

    def _picture(self, opened: Opened, cell: Cell) -> dict[str, Any] | None:
        """What the page shows about the cell; None where that is not known."""
        at = cell.at
        if not (at.page and at.bbox and at.page in page_pictures.pages(opened.report)):
            return None
        kind = opened.review.source.kind
        return page_pictures.around(opened.file, kind, at.page, at.bbox)

    def _line(self, opened: Opened, cell: Cell) -> str:
        """The line of a text in which the cell stands; "" where that is not known."""
        if not cell.at.line or page_pictures.pages(opened.report):
            return ""
        lines = page_pictures.lines(opened.file, opened.report)
        return next((x.text for x in lines if x.number == cell.at.line), "")

    # ------------------------------------------------------------ correcting

    def correct(self, person: Person, data: Data) -> Reply:
        """A cell as a person reads it, kept with who and when; the report is checked again."""
        opened = self.opened(person, data)
        key, text = data["key"], str(data.get("text") or "").strip()
        if opened.source == "library":
            self.workspace.correct(opened.id, key, text, person.name)
        else:
            was = opened.report.cell(key)
            said = Correction(key, text, person.name, now(), was, opened.n)
            self._set(person, opened, key, corrected(was, text), (*opened.corrections, said))
        notice = f"已更正“{cell_label(key)}”，并重新核对。按 Z 撤销。"
        return self._again(person, data, notice, next_key=str(data.get("then") or ""))

    def uncorrect(self, person: Person, data: Data) -> Reply:
        """The last correction taken back: of the cell that is named, else of the report."""
        opened = self.opened(person, data)
        mine = [c for c in opened.corrections if data.get("key") in (None, "", c.key)]
        if not mine:
            return Reply(notice="没有可以撤销的更正。")
        last = mine[-1]
        if opened.source == "library":
            self.workspace.withdraw_correction(opened.id, last.key)
        else:
            before = last.first or as_seen(opened.report.cell(last.key))
            left = tuple(c for c in opened.corrections if c is not last)
            self._set(person, opened, last.key, before, left)
        return self._again(person, data, f"已撤销对“{cell_label(last.key)}”的更正。")

    def _set(
        self, person: Person, opened: Opened, key: str, cell: Cell, said: tuple[Correction, ...]
    ) -> None:
        owner, item = self.jobs.people.holder(person, opened.id)
        reports = [r.report for r in owner.reviews(item) if r.report]
        report = reports[opened.n]
        reports[opened.n] = replace(report, cells={**report.cells, key: cell})
        others = (c for c in item.corrections if c.n != opened.n)
        changed: Item = owner.change(item.id, corrections=(*others, *said))
        self.jobs.recheck(owner, changed, tuple(reports))

    def _again(self, person: Person, data: Data, notice: str, next_key: str = "") -> Reply:
        """The report as it is now, on its tables; over it the next cell to be seen to."""
        opened = self.opened(person, data)
        parts = {f"nb-{opened.source}": self.html(person, opened)}
        if next_key:
            parts[f"{opened.source}-nb-dialog"] = self._dialog(opened, next_key)
        return Reply(parts, notice=notice, view="forms")


def _to_mend(review: Review) -> list[Finding]:
    return [m.finding for m in mends(review.findings)]


def _after(keys: tuple[str, ...], key: str) -> str:
    """The key after `key`, the first again after the last; "" where there is no other."""
    others = [k for k in keys if k != key]
    later = keys[keys.index(key) + 1 :] if key in keys else ()
    return next(iter((*later, *others)), "")
