"""审查: give files, watch them being read, go through the list, export, keep."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from assistant.desk.frame.background_jobs import Jobs, Progress, progress_of
from assistant.desk.frame.panel import Reply, panel
from assistant.desk.frame.render import render
from assistant.desk.frame.uploads import received
from assistant.desk.frame.user_state import Item, People, Person, now
from assistant.desk.review import letter_view, review_view
from assistant.desk.review.opened_report import Opened, named
from assistant.desk.review.report_exports import export, letter, letters
from assistant.desk.review.report_page import ReportDesk
from assistant.workspace import Workspace
from index.report import Problem, Review, Source

PANEL = "nb-review"
POLL = 900
Data = dict[str, Any]


def page(workspace: Workspace, people: People, jobs: Jobs) -> None:
    """The page's panel with its actions."""
    desk = ReviewDesk(workspace, jobs)
    panel(
        people,
        "review",
        {
            **desk.reports.actions(),
            "show": desk.show,
            "take": desk.take,
            "paste": desk.paste,
            "progress": desk.progress,
            "stop": desk.stop,
            "resume": desk.resume,
            "again": desk.again,
            "export": desk.export,
            "sent": desk.sent,
            "keep": desk.keep,
            "remove": desk.remove,
            "clear": desk.clear,
        },
    )


class ReviewDesk:
    """The list's actions; what they keep is in the person's folder and in the library."""

    def __init__(self, workspace: Workspace, jobs: Jobs) -> None:
        self.workspace = workspace
        self.jobs = jobs
        self.reports = ReportDesk(workspace, jobs, self._order)

    def _order(self, person: Person) -> list[tuple[str, int]]:
        return [(o.id, o.n) for item in person.items() for o in self._all(person, item)]

    def _all(self, person: Person, item: Item) -> list[Opened]:
        """Every report that was read in a file."""
        if item.state != "done":
            return []
        file = person.file(item)
        return [
            Opened("review", item.id, n, review, file, item.filename, item.corrections)
            for n, review in enumerate(person.reviews(item))
            if review.report
        ]

    # ------------------------------------------------------------ the list

    def show(self, person: Person, data: Data) -> Reply:
        """The list, or the report that the address names."""
        path = [str(p) for p in data.get("path") or []]
        known = next((i for i in person.items() if path and i.id == path[0]), None)
        n = int(path[1]) if len(path) > 1 and path[1].isdigit() else 0
        found = [o for o in self._all(person, known) if o.n == n] if known else []
        if found:
            return Reply({PANEL: self.reports.html(person, found[0])})
        return self._home(person)

    def _home(self, person: Person, notice: str = "") -> Reply:
        items = person.items()
        rows = self._rows(person, items)
        progress = self._progress(person, items)
        tally = review_view.tally(rows)
        html = render(
            "review_home",
            items=items,
            rows=rows,
            progress=progress,
            tally=tally,
            unsent=len({r.back.letter for r in rows if r.back and r.back.has == "unsent"}),
        )
        return Reply({PANEL: html}, notice=notice, poll=_poll(progress))

    def progress(self, person: Person, data: Data) -> Reply:
        """The list and the bar as they are now; asks again while files are open."""
        items = person.items()
        progress = self._progress(person, items)
        rows = self._rows(person, items)
        return Reply(
            {
                "nb-progress": render("review_progress", progress=progress),
                "nb-rows": render("review_rows", rows=rows),
                "nb-tally": render("review_tally", tally=review_view.tally(rows)),
            },
            poll=_poll(progress),
        )

    def _progress(self, person: Person, items: list[Item]) -> Progress:
        return progress_of(items, busy=self.jobs.busy(person))

    def _rows(self, person: Person, items: Iterable[Item]) -> list[review_view.Row]:
        opened = [(item, self._all(person, item)) for item in items]
        reviews = [o.review for _, found in opened for o in found]
        decisions, letters = self.workspace.decisions(reviews), self.workspace.letters.of(reviews)
        kept = set(person.get("kept", []))
        rows: list[review_view.Row] = []
        for item, found in opened:
            rows += [
                replace(
                    review_view.row(item, o.n, o.review, decisions, f"{item.id}/{o.n}" in kept),
                    back=letter_view.row(o.review, letters, decisions),
                )
                for o in found
            ] or [review_view.bare_row(item)]
        return rows

    # ------------------------------------------------------------ giving files

    def take(self, person: Person, data: Data) -> Reply:
        """Files that the browser has uploaded: kept for this person and put in line."""
        taken = 0
        with tempfile.TemporaryDirectory() as room:
            for path, name in received(data.get("files"), Path(room), self.workspace.limits):
                person.add_file(path, name)
                taken += 1
        if not taken:
            return Reply(error="没有可以审查的文件：这些文件的种类不会是年度报告。")
        self.jobs.start(person)
        return replace(self._home(person), notice=f"收到 {taken} 个文件，开始审查。")

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
        return self._home(person, notice="开始审查粘贴的内容。")

    def stop(self, person: Person, data: Data) -> Reply:
        count = self.jobs.stop(person)
        return self._home(person, notice=f"已停止，还有 {count} 个文件没有审。")

    def resume(self, person: Person, data: Data) -> Reply:
        """What a stop left, all of it."""
        self.jobs.again(person, [i.id for i in person.items() if i.state == "stopped"])
        return self._home(person)

    def again(self, person: Person, data: Data) -> Reply:
        self.jobs.again(person, [data["item"]])
        return self._home(person)

    def remove(self, person: Person, data: Data) -> Reply:
        person.drop([data["item"]])
        return self._home(person)

    def clear(self, person: Person, data: Data) -> Reply:
        person.drop([i.id for i in person.items()])
        return self._home(person)

    # ------------------------------------------------------------ out of the list

    def _chosen(self, person: Person, data: Data) -> list[Opened]:
        """The report that a button names, or all of the list."""
        if data.get("scope") == "all":
            return [o for item in person.items() for o in self._all(person, item)]
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
        found: list[Review] = []
        for item in person.items():
            reviews = person.reviews(item) if item.state in ("done", "failed") else ()
            untouched = Review(
                Source("", "", "text"), None, errors=(Problem("waiting", "还没有审"),)
            )
            found += [_called(review, item.filename) for review in reviews or (untouched,)]
        return found

    def _beside(self, made: Reply, person: Person, data: Data) -> Reply:
        """A reply with the page as it is now: its letters have moved on."""
        return replace(
            self._here(person, data), file=made.file, notice=made.notice, error=made.error
        )

    def _here(self, person: Person, data: Data) -> Reply:
        if data.get("scope") == "all":
            return self._home(person)
        return Reply({PANEL: self.reports.html(person, self.reports.opened(person, data))})

    def sent(self, person: Person, data: Data) -> Reply:
        """The letters of one report or of the whole list have gone out; or not, with `back`."""
        reviews = [o.review for o in self._chosen(person, data)]
        if data.get("back"):
            count = self.workspace.letters.take_back(reviews)
            return replace(self._here(person, data), notice=f"已改回待发：{count} 封。")
        count = self.workspace.letters.send(reviews, now(), person.name)
        return replace(self._here(person, data), notice=f"已记为发出：{count} 封。")

    def keep(self, person: Person, data: Data) -> Reply:
        """Reviewed reports into the library, with the corrections made by hand."""
        chosen = self._chosen(person, data)
        notes = []
        for opened in chosen:
            added = self.workspace.keep(opened.review, opened.file.read_bytes(), opened.filename)
            notes += [added.note] if added.note else []
        kept = {*person.get("kept", []), *(f"{o.id}/{o.n}" for o in chosen)}
        person.put("kept", sorted(kept))
        said = f"已加入资料库 {len(chosen)} 份。" + "".join(notes[:3])
        if data.get("scope") == "all" or not chosen:
            return self._home(person, notice=said)
        return Reply({PANEL: self.reports.html(person, chosen[0])}, notice=said)


def _called(review: Review, filename: str) -> Review:
    return replace(review, source=replace(review.source, path=filename))


def _poll(progress: Progress) -> tuple[str, int] | None:
    return ("progress", POLL) if progress.running or progress.comparing else None
