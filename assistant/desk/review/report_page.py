"""One report beside its findings: places, tables, decisions, corrections, versions.

The review page opens reports of a person's list, the library page those that are kept; what is
done with one is the same, and stands here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from assistant.desk.frame.background_jobs import Jobs
from assistant.desk.frame.panel import Action, Reply
from assistant.desk.frame.render import cell_label, render
from assistant.desk.frame.user_state import Correction, Item, Person, now
from assistant.desk.review import comparison_view, letter_view, page_pictures, review_view
from assistant.desk.review.cell_page import CellDesk
from assistant.desk.review.opened_report import Opened, named
from assistant.review import letters
from assistant.review.brief import brief
from assistant.review.compare_versions import Comparison, compare, identity
from assistant.review.letters import key
from assistant.workspace import Workspace
from index.bodies.names import same_body
from index.corrected_cells import as_seen
from index.report import Decision, Report, UsageError

Data = dict[str, Any]


class ReportDesk:
    """Actions on one report; `neighbours` gives the (id, n) of what stands beside it."""

    def __init__(
        self,
        workspace: Workspace,
        jobs: Jobs,
        neighbours: Callable[[Person], list[tuple[str, int]]] = lambda _: [],
    ) -> None:
        self.workspace = workspace
        self.jobs = jobs
        self.neighbours = neighbours

    def actions(self) -> dict[str, Action]:
        return {
            "open": self.open,
            "picture": self.picture,
            "said": self.said,
            "decide": self.decide,
            "compare": self.compare,
            **CellDesk(self.workspace, self.jobs, self.opened, self.html).actions(),
        }

    # ------------------------------------------------------------ which report

    def opened(self, person: Person, data: Data) -> Opened:
        """The report that a button names.  Raises UsageError, Gone, LibraryError."""
        if data.get("source") == "library":
            return self._kept(str(data["item"]))
        owner, item = self.jobs.people.holder(person, str(data["item"]))
        return self.listed(owner, item, int(data.get("n") or 0))

    def listed(self, owner: Person, item: Item, n: int) -> Opened:
        """The `n`th report of a file that was given for review."""
        reviews = owner.reviews(item)
        if not (n < len(reviews) and reviews[n].report):
            raise UsageError("这份报告还没有审完，或没有读出。")
        file = owner.file(item)
        said = tuple(c for c in item.corrections if c.n == n)
        return Opened("review", item.id, n, reviews[n], file, item.filename, said)

    def _kept(self, report_id: str) -> Opened:
        library = self.workspace.library
        entry = library.entry(report_id)
        report = library.report(entry.id)
        corrections = tuple(
            Correction(c.key, c.text, c.who, c.when, as_seen(report.cell(c.key)))
            for c in library.corrections(entry.id)
        )
        return Opened(
            "library",
            entry.id,
            0,
            library.review(entry.id),
            library.original_path(entry.id),
            entry.filename,
            corrections,
        )

    def about(self, person: Person, data: Data) -> str:
        """The report that a button names, and the finding in it, for the audit log."""
        try:
            opened = self.opened(person, data)
        except UsageError:  # not read yet, or not readable
            return self.jobs.people.holder(person, str(data["item"]))[1].filename
        report = opened.report
        said = [f"{report.agency}{report.year}年" if report.agency and report.year else ""]
        if data.get("index") is not None:
            said += [opened.review.findings[int(data["index"])].rule, str(data.get("verdict"))]
        if data.get("key"):
            said.append(cell_label(str(data["key"])))
        return " ".join(filter(None, said)) or opened.filename

    # ------------------------------------------------------------ looking

    def open(self, person: Person, data: Data) -> Reply:
        first = "/unread" if data.get("first") == "unread" else ""
        return Reply(goto=self.opened(person, data).path + first)

    def html(self, person: Person, opened: Opened, first: str = "") -> str:
        """The report beside its findings; `first` says what to show first, "unread" or the worst."""
        review, report = opened.review, opened.report
        order = self.neighbours(person)
        here = (opened.id, opened.n)
        at = order.index(here) if here in order else -1
        return render(
            "review_report",
            opened=opened,
            report=report,
            source=review.source,
            problems=review.errors,
            counts=short.counts if (short := brief(opened.n, review)) else {},
            first=first,
            previous=order[at - 1] if at > 0 else None,
            next=order[at + 1] if 0 <= at < len(order) - 1 else None,
            kept=self._is_kept(person, opened),
            rules=review_view.rules_of(review),
            back=self._back(opened),
            sends_back=self._sends_back(opened),
            assessed=review_view.assessed(review, self._titles(), self.workspace.disabled_rules()),
            pages=page_pictures.pages(report),
            lines=[] if page_pictures.pages(report) else page_pictures.lines(opened.file, report),
            **self._findings(opened),
        )

    def _is_kept(self, person: Person, opened: Opened) -> bool:
        if opened.source == "library":
            return True
        owner, _ = self.jobs.people.holder(person, opened.id)
        return f"{opened.id}/{opened.n}" in owner.get("kept", [])

    def _back(self, opened: Opened) -> letter_view.Back | None:
        """How the letter about a report stands, and what it mended where it is the answer."""
        short = brief(opened.n, opened.review)
        if short is None:
            return None
        letters = self.workspace.letters.of([short.key])
        return letter_view.row(short, letters, self._decisions(opened), lambda: opened.review)

    def _sends_back(self, opened: Opened) -> bool:
        """Whether the next step is a letter: something stands that no letter has gone out about."""
        now = letters.standing(opened.review, self._decisions(opened))
        before = self.workspace.letters.of([key(opened.review)]).get(key(opened.review) or ("", 0))
        open_ = before is not None and bool(before.sent) and not before.answered
        return any(f.severity != "info" for f in now) and not open_

    def _decisions(self, opened: Opened) -> list[Decision]:
        return self.workspace.decisions([key(opened.review)])

    def _findings(self, opened: Opened) -> dict[str, Any]:
        """Fields of the findings and of the tables that they colour."""
        shown = review_view.decided(opened.review, self._decisions(opened))
        outcomes = list(opened.review.assessed.values())
        return {
            "findings": shown,
            "unread": review_view.unread(opened.report),
            "picked": -1,
            "passed": outcomes.count("pass"),
            "unjudged": outcomes.count("not_assessable"),
            "drawn": review_view.draw(opened.report),
            "marks": review_view.marks(shown),
            "tips": review_view.tips(shown, opened.report),
        }

    def _titles(self) -> dict[str, str]:
        return {rule.id: rule.title for rule in self.workspace.rules().values()}

    def picture(self, person: Person, data: Data) -> Reply:
        """A page of the original as a picture."""
        opened = self.opened(person, {**data, "n": 0})
        return Reply(
            data=page_pictures.picture(opened.file, opened.review.source.kind, int(data["page"]))
        )

    def said(self, person: Person, data: Data) -> Reply:
        """Where a quote stands, line by line: on the page its paragraph begins on, or the next."""
        opened = self.opened(person, data)
        page = int(data["page"])
        below = float(str(data.get("bbox") or "0,0").split(",")[1])
        for at, top in ((page, below), (page + 1, 0.0)):
            if boxes := page_pictures.said(opened.file, opened.report, at, str(data["quote"]), top):
                return Reply(data={"page": at, "boxes": boxes})
        return Reply()

    # ------------------------------------------------------------ deciding

    def decide(self, person: Person, data: Data) -> Reply:
        """确认, 不成立, a note, or taking that back; kept in the library by rule and place."""
        opened = self.opened(person, data)
        index = int(data["index"])
        mend = review_view.mend_at(opened.review, self._decisions(opened), index)
        parts = [identity(opened.review.findings[i]) for i in mend.decided]
        report = opened.report
        if not (report.agency and report.year):
            return Reply(error="机关或年度没有判明，意见无处可记；请先核对报告标题。")
        if data["verdict"] == "none":
            self.workspace.withdraw_decisions([(report.agency, report.year, *p) for p in parts])
        else:
            note = data.get("note")
            if note is None:  # a button says nothing of the note: what was written stays
                note = self._noted(opened, index)
            verdict, moment = data["verdict"], now()
            self.workspace.decide(
                *(
                    Decision(
                        report.agency, report.year, *p, verdict, str(note), person.name, moment
                    )
                    for p in parts
                )
            )
        onward = data["verdict"] != "none" and "note" not in data
        return replace(self.redrawn(opened, index, onward=onward), notice=_unsigned(person))

    def _noted(self, opened: Opened, index: int) -> str:
        shown = review_view.decided(opened.review, self._decisions(opened))
        return next((s.decision.note for s in shown if s.index == index and s.decision), "")

    def redrawn(self, opened: Opened, picked: int, *, onward: bool) -> Reply:
        """The findings and the tables as they are now."""
        fields = {**self._findings(opened), "opened": opened, "report": opened.report}
        return Reply(
            {
                f"{opened.source}-nb-findings": render(
                    "review_findings", **{**fields, "picked": picked}
                ),
                f"{opened.source}-view-forms": render("review_forms", **fields),
            },
            data={"picked": picked, "onward": onward},
        )

    # ------------------------------------------------------------ versions

    def compare(self, person: Person, data: Data) -> Reply:
        """This report beside another version of it, from the list or the library."""
        opened = self.opened(person, data)
        made = self.comparison(person, opened, data)
        html = render(
            "review_compare",
            opened=opened,
            comparison=made,
            before=made.before.source.path.rsplit("/", 1)[-1] if made else "",
            groups=comparison_view.groups(made),
            changes=comparison_view.changes(made),
            choices=[] if made else self._versions(person, opened),
            other=data.get("other", ""),
            m=data.get("m", ""),
        )
        return Reply({f"{opened.source}-nb-dialog": html})

    def comparison(self, person: Person, opened: Opened, data: Data) -> Comparison | None:
        """The comparison that a button asks for; `m` is "library" for a kept version."""
        if not data.get("other"):
            return None
        where = "library" if data["m"] == "library" else "review"
        before = self.opened(person, {"source": where, "item": data["other"], "n": _int(data["m"])})
        return compare(named(before), opened.review)

    def _versions(self, person: Person, opened: Opened) -> list[tuple[str, str, str]]:
        """Other versions of the same report: id, n or "library", what to call it."""
        found: list[tuple[str, str, str]] = []
        for id, n in self.neighbours(person):
            other = self.opened(person, {"item": id, "n": n})
            if (id, n) != (opened.id, opened.n) and _same(other.report, opened.report):
                found.append((id, str(n), f"审查清单：{other.filename}"))
        for entry in self.workspace.kept_versions(opened.report):
            if entry.id != opened.id and entry.sha256 != opened.review.source.sha256:
                state = "现行" if entry.current else "旧版"
                found.append((entry.id, "library", f"资料库（{state}）：{entry.filename}"))
        return found


def _unsigned(person: Person) -> str:
    """Said once to who decides without a name."""
    if person.get("profile", {}).get("name") or person.get("told-unsigned", False):
        return ""
    person.put("told-unsigned", True)
    return f"意见记为“{person.name}”；到“设置”里填上称呼，以后就记您的名字。"


def _same(one: Report, other: Report) -> bool:
    return one.year == other.year and same_body(one.agency, other.agency)


def _int(text: str) -> int:
    return int(text) if text.isdigit() else 0
