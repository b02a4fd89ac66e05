"""资料库: what is kept, who owes a report, the board, one report with its versions."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.desk.frame.background_jobs import Jobs
from assistant.desk.frame.callers import Callers
from assistant.desk.frame.charts import Chart, by_name
from assistant.desk.frame.panel import Action, Desks, Download, Reply, panel
from assistant.desk.frame.render import render
from assistant.desk.frame.uploads import names_of, received
from assistant.desk.frame.user_state import Person
from assistant.desk.library import board
from assistant.desk.library.background_indexing import Indexer
from assistant.desk.library.item_groups import ItemGroups
from assistant.desk.library.kept_reports import to_mend
from assistant.desk.review.opened_report import named
from assistant.desk.review.report_exports import export
from assistant.desk.review.report_page import ReportDesk
from assistant.workspace import Workspace
from index.report import UsageError

if TYPE_CHECKING:
    from index.stores.values import Entry

PANEL = "nb-library"
VIEWS = {"reports": "报告", "roster": "名册", "groups": "问题归类", "board": "概览"}
SOUGHT = "library-sought"
FIELDS = ("text", "year", "level", "has", "versions")
"""What a person searches the list by, and the name under which it is kept."""
ROWS = 300
"""How many reports a list shows at once; beyond, it asks to narrow the search."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Data = dict[str, Any]


def page(callers: Callers, jobs: Jobs) -> None:
    """The page's panel with its actions."""
    panel(Desks(callers, lambda w: LibraryDesk(w, jobs)), "library")


class LibraryDesk:
    """The page's actions."""

    def __init__(self, workspace: Workspace, jobs: Jobs) -> None:
        self.workspace = workspace
        self.reports = ReportDesk(workspace, jobs)
        self.indexer = Indexer(workspace)
        self.groups = ItemGroups(workspace)

    def actions(self) -> dict[str, Action]:
        return {
            **self.reports.actions(),
            "show": self.show,
            "find": self.find,
            "take": self.take,
            "samples": self.samples,
            "progress": self.progress,
            "stop": self.stop,
            "export": self.export,
            "original": self.original,
            "remove": self.remove,
            "list": self.list_names,
            "reminders": self.reminders,
            "csv": self.csv,
            "join_items": self.join_items,
            "part_items": self.part_items,
        }

    def about(self, person: Person, data: Data) -> str:
        """Whose report an action is about, which files, or which year."""
        if data.get("item"):
            return self.reports.about(person, {**data, "source": "library"})
        year = f"{data['year']}年" if data.get("year") else ""
        return " ".join(filter(None, (year, names_of(data), str(data.get("name") or ""))))

    # ------------------------------------------------------------ views

    def show(self, person: Person, data: Data) -> Reply:
        """A view, or the report that the address names."""
        path = [str(p) for p in data.get("path") or []] or ["reports"]
        if path[0] not in VIEWS:
            opened = self.reports.opened(person, {"source": "library", "item": path[0]})
            return Reply({PANEL: self.reports.html(person, opened, "".join(path[2:3]))})
        return self._view(person, path[0], data | {"year": path[1] if len(path) > 1 else ""})

    def _view(self, person: Person, view: str, data: Data, notice: str = "") -> Reply:
        state = self.indexer.state(person)
        total = len(self.workspace.library.reports()) if self.workspace.library_exists else 0
        fields = {
            "reports": self._list,
            "roster": self._roster,
            "groups": self.groups.fields,
            "board": self._board,
        }
        data = data | person.get(SOUGHT, {}) if view == "reports" else data
        html = render(
            "library_home",
            view=view,
            views=VIEWS,
            total=total,
            state=state,
            samples=bool(self.workspace.samples()),
            **(fields[view](data) if total else {}),
        )
        return Reply(
            {PANEL: html}, notice=notice, poll=("progress", 900) if state.running else None
        )

    def _list(self, data: Data) -> dict[str, Any]:
        entries = self.workspace.library.reports()
        years = sorted({e.year for e in entries if e.year}, reverse=True)
        sought = {name: str(data.get(name) or "") for name in FIELDS}
        return {"years": years, "sought": sought, **self._found(data)}

    def _found(self, data: Data) -> dict[str, Any]:
        """The entries that the search asks for, cut to what a list shows."""
        year, level = str(data.get("year") or ""), str(data.get("level") or "")
        entries = self.workspace.library.reports(
            years=[int(year)] if year.isdigit() else [],
            levels=[level] if level else [],
            agency=str(data.get("text") or "").strip(),
            current=not data.get("versions"),
        )
        wanted = str(data.get("has") or "")
        entries = [e for e in entries if not wanted or _has(e, wanted)]
        shown = to_mend(self.workspace.library, entries[:ROWS])
        return {"entries": shown, "found": len(entries), "year": year}

    def find(self, person: Person, data: Data) -> Reply:
        """The list as the search narrows it; the search stands until it is changed."""
        person.put(SOUGHT, {name: data[name] for name in FIELDS if data.get(name)})
        return Reply({"nb-entries": render("library_rows", **self._found(data))})

    def _roster(self, data: Data) -> dict[str, Any]:
        years = sorted({e.year for e in self.workspace.library.reports() if e.year})
        year = int(data["year"]) if str(data.get("year")).isdigit() else max(years, default=0)
        choices = sorted({*years, *(y + 1 for y in years)}, reverse=True)
        return {"roster": self.workspace.roster(year), "choices": choices, "year": year}

    def _charts(self) -> list[Chart]:
        titles = {rule.id: rule.title for rule in self.workspace.rules().values()}
        return board.charts(self.workspace.library, titles)

    def _board(self, data: Data) -> dict[str, Any]:
        return {"charts": self._charts()}

    def csv(self, person: Person, data: Data) -> Reply:
        """The data behind a chart."""
        chart = by_name(self._charts(), data["name"])
        if chart is None:
            return Reply(error="这张图已经没有数据。")
        return Reply(file=Download(f"{chart.title}.csv", chart.csv(), "text/csv"))

    def join_items(self, person: Person, data: Data) -> Reply:
        return self._view(person, "groups", data, notice=self.groups.join(person, data))

    def part_items(self, person: Person, data: Data) -> Reply:
        return self._view(person, "groups", data, notice=self.groups.part(person, data))

    # ------------------------------------------------------------ in

    def take(self, person: Person, data: Data) -> Reply:
        """Uploaded files into the library, in the background."""
        room = Path(tempfile.mkdtemp(prefix="nianbao-index-"))
        paths = [
            path for path, _ in received(person, data.get("files"), room, self.workspace.limits)
        ]
        return self._start(person, paths, room)

    def samples(self, person: Person, data: Data) -> Reply:
        """The sample library, for an office that wants to look around first."""
        return self._start(person, self.workspace.samples(), None)

    def _start(self, person: Person, paths: list[Path], room: Path | None) -> Reply:
        if not paths:
            return Reply(error="没有可以入库的文件。")
        if not self.indexer.start(person, paths, room):
            return Reply(error="上一批还在入库，请等它完成，或先停止。")
        return self._view(person, "reports", data={}, notice=f"开始入库 {len(paths)} 个文件。")

    def progress(self, person: Person, data: Data) -> Reply:
        state = self.indexer.state(person)
        if not state.running:
            return replace(self._view(person, "reports", data={}), changed=True)
        html = render("library_progress", state=state)
        total = len(self.workspace.library.reports()) if self.workspace.library_exists else 0
        parts = {"nb-indexing": html, "nb-total": f"现存 {total} 份年度报告。"}
        return Reply(parts, poll=("progress", 900))

    def stop(self, person: Person, data: Data) -> Reply:
        self.indexer.stop(person)
        return Reply(notice="正在停止，手头这一份做完就停。")

    # ------------------------------------------------------------ out

    def export(self, person: Person, data: Data) -> Reply:
        opened = self.reports.opened(person, {**data, "source": "library"})
        made = self.reports.comparison(person, opened, data)
        return export(self.workspace, [named(opened)], data["format"], [opened], made)

    def original(self, person: Person, data: Data) -> Reply:
        name, content = self.workspace.library.original(data["item"])
        return Reply(file=Download(name, content))

    def remove(self, person: Person, data: Data) -> Reply:
        self.workspace.library.remove(data["item"])
        return Reply(notice="已从资料库移除。", goto="library", changed=True)

    # ------------------------------------------------------------ the roster

    def list_names(self, person: Person, data: Data) -> Reply:
        """A workbook of who owes a report, kept for the year."""
        with tempfile.TemporaryDirectory() as room:
            for path, _ in received(person, data.get("files"), Path(room), self.workspace.limits):
                count = self.workspace.set_roster(int(data["year"]), path)
                said = f"{data['year']}年应报送名单：{count} 个机关。"
                return self._view(person, "roster", {"year": data["year"]}, notice=said)
        raise UsageError("没有收到名单文件。")

    def reminders(self, person: Person, data: Data) -> Reply:
        """Who is missing or late, as a workbook to send round."""
        year = int(data["year"])
        content = self.workspace.reminders(year)
        return Reply(file=Download(f"{year}年度报告催报名单.xlsx", content, XLSX))


def _has(entry: Entry, wanted: str) -> bool:
    counts = {"error": entry.errors, "warning": entry.warnings, "unread": entry.unread}
    if wanted == "clean":
        return not (entry.errors or entry.warnings)
    return bool(counts.get(wanted))
