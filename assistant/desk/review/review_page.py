"""审查: give files, watch them being read, go through the list, export, keep."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from assistant.desk.frame.background_jobs import Jobs, Progress
from assistant.desk.frame.callers import Callers
from assistant.desk.frame.panel import Action, Desks, Reply, panel
from assistant.desk.frame.render import render
from assistant.desk.frame.uploads import names_of, received
from assistant.desk.frame.user_state import Person, now
from assistant.desk.review import report_list
from assistant.desk.review.assigning import Assigning
from assistant.desk.review.bulk_page import BulkDesk
from assistant.desk.review.opened_report import Opened, named
from assistant.desk.review.report_exports import export, letter, letters
from assistant.desk.review.report_list import Held, Row
from assistant.desk.review.report_page import ReportDesk
from assistant.review.letters import key
from assistant.workspace import Workspace
from index.report import Problem, Review, Source

PANEL = "nb-review"
POLL = 900
Data = dict[str, Any]


def page(callers: Callers, jobs: Jobs) -> None:
    """The page's panel with its actions."""
    panel(Desks(callers, lambda w: ReviewDesk(w, jobs)), "review")


class ReviewDesk:
    """The list's actions; what they keep is in the person's folder and in the library."""

    def __init__(self, workspace: Workspace, jobs: Jobs) -> None:
        self.workspace = workspace
        self.jobs = jobs
        self.people = jobs.people
        self.reports = ReportDesk(workspace, jobs, self._order)
        self.bulk = BulkDesk(workspace, self._held, self.reports, self.home)
        self.assigning = Assigning(workspace, self.people, self.home)

    def actions(self) -> dict[str, Action]:
        return {
            **self.reports.actions(),
            **self.bulk.actions(),
            **self.assigning.actions(),
            "show": self.show,
            "take": self.take,
            "paste": self.paste,
            "progress": self.progress,
            "stop": self.stop,
            "resume": self.resume,
            "again": self.again,
            "export": self.export,
            "sent": self.sent,
            "keep": self.keep,
            "remove": self.remove,
            "clear": self.clear,
        }

    def about(self, person: Person, data: Data) -> str:
        """Whose report an action is about, or which files."""
        if data.get("item"):
            return self.reports.about(person, data)
        return names_of(data) or f"清单 {len(person.items())} 份"

    def _held(self, person: Person) -> list[Held]:
        return report_list.held_by(self.people, person)

    def _order(self, person: Person) -> list[tuple[str, int]]:
        return [(h.item.id, h.short.n) for h in self._held(person)]

    def _opened(self, held: Held) -> Opened:
        return self.reports.listed(held.owner, held.item, held.short.n)

    # ------------------------------------------------------------ the list

    def show(self, person: Person, data: Data) -> Reply:
        """The list, or the report that the address names; after it, what of it to show first."""
        path = [str(p) for p in data.get("path") or []]
        at = (path[0], int(path[1]) if len(path) > 1 and path[1].isdigit() else 0) if path else None
        found = next((h for h in self._held(person) if (h.item.id, h.short.n) == at), None)
        if found:
            html = self.reports.html(person, self._opened(found), first="".join(path[2:3]))
            return Reply({PANEL: html})
        return self.home(person)

    def home(self, person: Person, notice: str = "") -> Reply:
        rows = report_list.rows(self.workspace, self.people, person)
        progress = self.jobs.progress(person)
        unread = [r.held.short.unread for r in rows if r.held and r.held.short.unread]
        html = render(
            "review_home",
            **_list(rows),
            progress=progress,
            **_beside(rows),
            unsent=len({r.back.letter for r in rows if r.back and r.back.has == "unsent"}),
            unread=(len(unread), sum(unread)),
        )
        return Reply({PANEL: html}, notice=notice, poll=_poll(progress, rows))

    def progress(self, person: Person, data: Data) -> Reply:
        """The list and the bar as they are now; asks again while files are open."""
        progress = self.jobs.progress(person)
        rows = report_list.rows(self.workspace, self.people, person)
        return Reply(
            {
                "nb-progress": render("review_progress", progress=progress),
                "nb-rows": render("review_rows", **_list(rows)),
                "nb-tally": render("review_tally", **_beside(rows)),
            },
            poll=_poll(progress, rows),
        )

    # ------------------------------------------------------------ giving files

    def take(self, person: Person, data: Data) -> Reply:
        """Files that the browser has uploaded: kept for this person and put in line."""
        with tempfile.TemporaryDirectory() as room:
            taken = person.add_files(
                received(person, data.get("files"), Path(room), self.workspace.limits)
            )
        if not taken:
            return Reply(error="没有可以审查的文件：这些文件的种类不会是年度报告。")
        self.jobs.start(person)
        return self.home(person, notice=f"收到 {len(taken)} 个文件，开始审查。")

    def paste(self, person: Person, data: Data) -> Reply:
        """Text or a table pasted from Word or a web page, reviewed as a file of its own."""
        text, html = str(data.get("text") or "").strip(), str(data.get("html") or "")
        if not text:
            return Reply(error="还没有粘贴内容。")
        tabular = "<table" in html.lower()
        content = f"<html><meta charset='utf-8'><body>{html}</body></html>" if tabular else text
        stamp = now()[5:16].replace("T", " ").replace(":", "时")
        name = f"粘贴的内容 {stamp}分" + (".html" if tabular else ".txt")
        with tempfile.TemporaryDirectory() as room:
            path = Path(room) / "pasted"
            path.write_text(content, "utf-8")
            person.add_file(path, name)
        self.jobs.start(person)
        return self.home(person, notice="开始审查粘贴的内容。")

    def stop(self, person: Person, data: Data) -> Reply:
        count = self.jobs.stop(person)
        return self.home(person, notice=f"已停止，还有 {count} 个文件没有审。")

    def resume(self, person: Person, data: Data) -> Reply:
        """What a stop left, all of it."""
        self.jobs.again(person, [i.id for i in person.items() if i.state == "stopped"])
        return self.home(person)

    def again(self, person: Person, data: Data) -> Reply:
        self.jobs.again(person, [data["item"]])
        return self.home(person)

    def remove(self, person: Person, data: Data) -> Reply:
        person.drop([data["item"]])
        return self.home(person)

    def clear(self, person: Person, data: Data) -> Reply:
        person.drop([i.id for i in person.items()])
        return self.home(person)

    # ------------------------------------------------------------ out of the list

    def _chosen(self, person: Person, data: Data) -> list[Opened]:
        """The report that a button names, or all of the list."""
        if data.get("scope") == "all":
            return [self._opened(held) for held in self._held(person)]
        return [self.reports.opened(person, data)]

    def export(self, person: Person, data: Data) -> Reply:
        """A file of one report's review or of the whole list, letters to send back among them."""
        chosen, form = self._chosen(person, data), data["format"]
        if form == "letters":
            made = letters(self.workspace, person, chosen, self._every_file(person))
            return self._beside(made, person, data)
        if form == "letter":
            return self._beside(letter(self.workspace, person, chosen[0]), person, data)
        whole = data.get("scope") == "all"
        reviews = self._every_file(person) if whole else [named(o) for o in chosen]
        compared = None if whole else self.reports.comparison(person, chosen[0], data)
        return export(self.workspace, reviews, form, chosen, compared)

    def _every_file(self, person: Person) -> list[Review]:
        """A review for every file of the list; one that has none says why."""
        firsts = {(h.item.id, h.short.n): h for h in self._held(person)}
        twin_of = {name: h.item.filename for h in firsts.values() for name in h.also}
        found: list[Review] = []
        for owner, item in self.people.lists(person):
            if item.state not in ("done", "failed"):
                found.append(_without(item.filename, "waiting", "还没有审"))
            for n, review in enumerate(
                owner.reviews(item) if item.state in ("done", "failed") else ()
            ):
                if review.report is None or (item.id, n) in firsts:
                    found.append(_called(review, item.filename))
                else:
                    first = twin_of.get(item.filename, "另一文件")
                    said = f"与“{first}”是同一份报告，问题见该行"
                    found.append(_without(item.filename, "same_report", said))
        return found

    def _beside(self, made: Reply, person: Person, data: Data) -> Reply:
        """A reply with the page as it is now: its letters have moved on."""
        return replace(
            self._here(person, data), file=made.file, notice=made.notice, error=made.error
        )

    def _here(self, person: Person, data: Data) -> Reply:
        if data.get("scope") == "all":
            return self.home(person)
        return Reply({PANEL: self.reports.html(person, self.reports.opened(person, data))})

    def sent(self, person: Person, data: Data) -> Reply:
        """The letters of one report or of the whole list have gone out; or not, with `back`."""
        if data.get("scope") == "all":
            whose = [held.short.key for held in self._held(person)]
        else:
            whose = [key(self.reports.opened(person, data).review)]
        if data.get("back"):
            count = self.workspace.letters.take_back(whose)
            return replace(self._here(person, data), notice=f"已改回待发：{count} 封。")
        count = self.workspace.letters.send(whose, now(), person.name)
        return replace(self._here(person, data), notice=f"已记为发出：{count} 封。")

    def keep(self, person: Person, data: Data) -> Reply:
        """Reviewed reports into the library, with the corrections made by hand."""
        chosen = self._chosen(person, data)
        notes = []
        for opened in chosen:
            added = self.workspace.keep(opened.review, opened.file.read_bytes(), opened.filename)
            notes += [added.note] if added.note else []
            owner, _ = self.people.holder(person, opened.id)
            owner.put("kept", sorted({*owner.get("kept", []), f"{opened.id}/{opened.n}"}))
        said = f"已加入资料库 {len(chosen)} 份。" + "".join(notes[:3])
        return replace(self._here(person, data), notice=said, changed=True)


def _list(rows: Sequence[Row]) -> dict[str, Any]:
    """The list itself: its rows, the grades that have a column, whether it says who looks at them."""
    return {
        "rows": rows,
        "counted": report_list.counted(rows),
        "assigned": any(r.item.reviewer for r in rows),
    }


def _beside(rows: Sequence[Row]) -> dict[str, Any]:
    """What stands above the list: how many rows each filter leaves, how far each reviewer is."""
    return {"tally": report_list.tally(rows), "shares": report_list.shares(rows)}


def _called(review: Review, filename: str) -> Review:
    return replace(review, source=replace(review.source, path=filename))


def _without(filename: str, code: str, why: str) -> Review:
    return Review(Source(filename, "", "text"), None, errors=(Problem(code, why),))


def _poll(progress: Progress, rows: Sequence[Row]) -> tuple[str, int] | None:
    """When to ask again: the more rows there are, the more a look costs."""
    open_ = progress.running or progress.comparing
    return ("progress", POLL + 3 * len(rows)) if open_ else None
