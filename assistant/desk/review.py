"""审查: give files, watch them being read, go through the findings, correct, export, keep."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from assistant.compare import Comparison, compare, identity
from assistant.desk import pictures, review_view
from assistant.desk.jobs import OPEN, Jobs, progress_of
from assistant.desk.page import Download, Reply, panel
from assistant.desk.people import Correction, Item, People, Person, now
from assistant.desk.render import render
from assistant.desk.uploads import received
from assistant.workspace import Workspace
from index.names import same_body
from index.report import Cell, Decision, Report, Review, UsageError

PANEL = "nb-review"
EXPORTS = {
    "docx": (
        "退改函.docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "xlsx": ("台账.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "html": ("审查结果.html", "text/html;charset=utf-8"),
    "json": ("审查结果.json", "application/json"),
}
POLL = 900
Data = dict[str, Any]


def page(workspace: Workspace, people: People, jobs: Jobs) -> None:
    """The page's panel with its actions."""
    desk = ReviewDesk(workspace, jobs)
    panel(
        people,
        "review",
        {
            "show": desk.show,
            "take": desk.take,
            "paste": desk.paste,
            "progress": desk.progress,
            "stop": desk.stop,
            "again": desk.again,
            "open": desk.open,
            "picture": desk.picture,
            "decide": desk.decide,
            "cell": desk.cell,
            "correct": desk.correct,
            "compare": desk.compare,
            "export": desk.export,
            "keep": desk.keep,
            "remove": desk.remove,
            "clear": desk.clear,
        },
    )


@dataclass(frozen=True, slots=True)
class Opened:
    """One report of one file."""

    item: Item
    n: int
    review: Review

    @property
    def report(self) -> Report:
        assert self.review.report is not None
        return self.review.report

    @property
    def path(self) -> str:
        return f"review/{self.item.id}/{self.n}"


class ReviewDesk:
    """The page's actions; what they keep is in the person's folder and in the library."""

    def __init__(self, workspace: Workspace, jobs: Jobs) -> None:
        self.workspace = workspace
        self.jobs = jobs

    # ------------------------------------------------------------ the list

    def show(self, person: Person, data: Data) -> Reply:
        """The list, or the report that the address names."""
        path = data.get("path") or []
        if len(path) >= 2:
            known = next((i for i in person.items() if i.id == path[0]), None)
            if known and known.reviews > int(path[1]):
                return Reply({PANEL: self._report(person, self._opened(person, path[0], path[1]))})
        return self._home(person)

    def _home(self, person: Person, notice: str = "") -> Reply:
        items = person.items()
        html = render(
            "review_home",
            items=items,
            rows=self._rows(person, items),
            progress=progress_of(items),
        )
        return Reply({PANEL: html}, notice=notice, poll=self._poll(items))

    def progress(self, person: Person, data: Data) -> Reply:
        """The list and the bar as they are now; asks again while files are open."""
        items = person.items()
        return Reply(
            {
                "nb-progress": render("review_progress", progress=progress_of(items)),
                "nb-rows": render("review_rows", rows=self._rows(person, items)),
            },
            poll=self._poll(items),
        )

    def _poll(self, items: Iterable[Item]) -> tuple[str, int] | None:
        return ("progress", POLL) if any(i.state in OPEN for i in items) else None

    def _rows(self, person: Person, items: Iterable[Item]) -> list[review_view.Row]:
        rows: list[review_view.Row] = []
        opened = [(item, self._all(person, item)) for item in items]
        decisions = self.workspace.decisions([o.review for _, found in opened for o in found])
        kept = set(person.get("kept", []))
        for item, found in opened:
            rows += [
                review_view.row(item, o.n, o.review, decisions, f"{item.id}/{o.n}" in kept)
                for o in found
            ] or [review_view.bare_row(item)]
        return rows

    def _all(self, person: Person, item: Item) -> list[Opened]:
        if item.state != "done":
            return []
        return [Opened(item, n, r) for n, r in enumerate(person.reviews(item)) if r.report]

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
        return replace(self._home(person), notice=f"收到 {taken} 个文件，开始审查。", goto="review")

    def paste(self, person: Person, data: Data) -> Reply:
        """Text or a table pasted from Word or a web page, reviewed as a file of its own."""
        text = str(data.get("text", "")).strip()
        if not text:
            return Reply(error="还没有粘贴内容。")
        html = str(data.get("html", ""))
        tabular = "<table" in html.lower()
        with tempfile.TemporaryDirectory() as room:
            name = f"粘贴的内容 {now()[5:16].replace('T', ' ').replace(':', '时')}分"
            path = Path(room) / ("pasted.html" if tabular else "pasted.txt")
            content = f"<html><meta charset='utf-8'><body>{html}</body></html>" if tabular else text
            path.write_text(content, "utf-8")
            person.add_file(path, name + path.suffix)
        self.jobs.start(person)
        return self._home(person, notice="开始审查粘贴的内容。")

    def stop(self, person: Person, data: Data) -> Reply:
        count = self.jobs.stop(person)
        return self._home(person, notice=f"已停止，{count} 个文件没有审，可以随时重试。")

    def again(self, person: Person, data: Data) -> Reply:
        self.jobs.again(person, [data["item"]])
        return self._home(person)

    def remove(self, person: Person, data: Data) -> Reply:
        person.drop([data["item"]])
        return self._home(person)

    def clear(self, person: Person, data: Data) -> Reply:
        person.drop([i.id for i in person.items()])
        return self._home(person)

    # ------------------------------------------------------------ one report

    def _opened(self, person: Person, item_id: str, n: str | int) -> Opened:
        item = person.item(item_id)
        reviews = person.reviews(item)
        if not (int(n) < len(reviews) and reviews[int(n)].report):
            raise UsageError("这份报告还没有审完，或没有读出。")
        return Opened(item, int(n), reviews[int(n)])

    def open(self, person: Person, data: Data) -> Reply:
        opened = self._opened(person, data["item"], data.get("n", 0))
        return Reply(goto=opened.path)

    def _report(self, person: Person, opened: Opened, picked: int = -1) -> str:
        item, review, report = opened.item, opened.review, opened.report
        shown = review_view.decided(review, self.workspace.decisions([review]))
        order = [(o.item.id, o.n) for i in person.items() for o in self._all(person, i)]
        at = order.index((item.id, opened.n)) if (item.id, opened.n) in order else 0
        pages = pictures.pages(report)
        outcomes = list(review.assessed.values())
        return render(
            "review_report",
            item=item,
            n=opened.n,
            report=report,
            source=review.source,
            problems=review.errors,
            counts=review_view.counts(review),
            unread=review_view.unread(report),
            previous=order[at - 1] if at > 0 else None,
            next=order[at + 1] if at + 1 < len(order) else None,
            kept=f"{item.id}/{opened.n}" in person.get("kept", []),
            findings=shown,
            picked=picked,
            rules=review_view.rules_of(review),
            passed=outcomes.count("pass"),
            unjudged=outcomes.count("not_assessable"),
            assessed=review_view.assessed(review, self._titles()),
            pages=pages,
            lines=[] if pages else pictures.lines(person.file(item), report),
            drawn=review_view.draw(report),
            marks=review_view.marks(shown),
            tips=review_view.tips(shown, report),
        )

    def _titles(self) -> dict[str, str]:
        return {rule.id: rule.title for rule in self.workspace.rules().values()}

    def picture(self, person: Person, data: Data) -> Reply:
        """A page of the original as a picture."""
        item = person.item(data["item"])
        review = person.reviews(item)[0]
        drawn = pictures.picture(person.file(item), review.source.kind, int(data["page"]))
        return Reply(data=drawn)

    def decide(self, person: Person, data: Data) -> Reply:
        """确认, 不成立, a note, or taking that back; kept in the library by rule and place."""
        opened = self._opened(person, data["item"], data["n"])
        index = int(data["index"])
        finding = opened.review.findings[index]
        report = opened.report
        if not (report.agency and report.year):
            return Reply(error="机关或年度没有判明，意见无处可记；请先核对报告标题。")
        rule, place = identity(finding)
        if data["verdict"] == "none":
            self.workspace.withdraw_decision(report.agency, report.year, rule, place)
        else:
            note = str(data.get("note", ""))
            self.workspace.decide(
                Decision(
                    report.agency,
                    report.year,
                    rule,
                    place,
                    data["verdict"],
                    note,
                    person.name,
                    now(),
                )
            )
        return self._findings(opened, index)

    def _findings(self, opened: Opened, picked: int) -> Reply:
        shown = review_view.decided(opened.review, self.workspace.decisions([opened.review]))
        outcomes = list(opened.review.assessed.values())
        found = render(
            "review_findings",
            item=opened.item,
            n=opened.n,
            findings=shown,
            picked=picked,
            passed=outcomes.count("pass"),
            unjudged=outcomes.count("not_assessable"),
        )
        forms = render(
            "review_forms",
            report=opened.report,
            drawn=review_view.draw(opened.report),
            marks=review_view.marks(shown),
            tips=review_view.tips(shown, opened.report),
        )
        return Reply({"nb-findings": found, "view-forms": forms}, data={"picked": picked})

    # ------------------------------------------------------------ a cell

    def cell(self, person: Person, data: Data) -> Reply:
        """A cell's dialog: what is printed, what was read, what is wrong with it."""
        opened = self._opened(person, data["item"], data["n"])
        key = data["key"]
        reasons = [(f.severity, f.message) for f in opened.review.findings if key in f.cells]
        html = render(
            "review_cell",
            item=opened.item,
            n=opened.n,
            key=key,
            label=review_view.cell_label(key),
            cell=opened.report.cell(key),
            reasons=reasons,
            correction=next((c for c in opened.item.corrections if c.key == key), None),
        )
        return Reply({"nb-dialog": html})

    def correct(self, person: Person, data: Data) -> Reply:
        """A cell as a person reads it: kept with who and when; the report is checked again."""
        opened = self._opened(person, data["item"], data["n"])
        key, text = data["key"], str(data.get("text", "")).strip()
        reports = [r.report for r in person.reviews(opened.item) if r.report]
        reports[opened.n] = corrected(opened.report, key, text)
        correction = Correction(key, text, person.name, now())
        others = [c for c in opened.item.corrections if c.key != key]
        item = person.change(opened.item.id, corrections=(*others, correction))
        self.jobs.recheck(person, item, tuple(reports))
        reply = self.show(person, {"path": [item.id, opened.n]})
        return replace(
            reply, notice=f"已更正：{review_view.cell_label(key)}，并重新核对。", data="forms"
        )

    # ------------------------------------------------------------ versions, exports, the library

    def compare(self, person: Person, data: Data) -> Reply:
        """This report beside an earlier version of it from the list."""
        opened = self._opened(person, data["item"], data["n"])
        made = self._comparison(person, opened, data)
        others = [] if made else self._versions(person, opened)
        return Reply({"nb-dialog": _comparison_html(person, opened, made, others, data)})

    def _comparison(self, person: Person, opened: Opened, data: Data) -> Comparison | None:
        if not data.get("other"):
            return None
        before = self._opened(person, data["other"], data["m"])
        return compare(before.review, opened.review)

    def _versions(self, person: Person, opened: Opened) -> list[Opened]:
        report = opened.report
        return [
            other
            for item in person.items()
            for other in self._all(person, item)
            if (item.id, other.n) != (opened.item.id, opened.n)
            and other.report.year == report.year
            and same_body(other.report.agency, report.agency)
        ]

    def export(self, person: Person, data: Data) -> Reply:
        """A file of one report's review, or of the whole list."""
        from assistant.export import WRITERS

        ending, mime = EXPORTS[data["format"]]
        comparisons: list[Comparison] = []
        if data.get("scope") == "all":
            opened = [o for item in person.items() for o in self._all(person, item)]
            stem = f"{len(opened)}份报告"
        else:
            one = self._opened(person, data["item"], data["n"])
            opened, stem = [one], f"{one.report.agency}{one.report.year or ''}"
            made = self._comparison(person, one, data)
            comparisons = [made] if made else []
        if not opened:
            return Reply(error="还没有审完的报告，没有可导出的内容。")
        reviews = [_named(o.review, o.item) for o in opened]
        content = WRITERS[data["format"]](reviews, self.workspace.decisions(reviews), comparisons)
        raw = content.encode() if isinstance(content, str) else content
        return Reply(file=Download(f"{stem}{ending}", raw, mime), notice=f"已导出：{stem}{ending}")

    def keep(self, person: Person, data: Data) -> Reply:
        """Reviewed reports into the library."""
        if data.get("scope") == "all":
            chosen = [o for item in person.items() for o in self._all(person, item)]
        else:
            chosen = [self._opened(person, data["item"], data["n"])]
        notes = []
        for opened in chosen:
            added = self.workspace.keep(
                opened.review, person.file(opened.item).read_bytes(), opened.item.filename
            )
            notes += [added.note] if added.note else []
            kept = {*person.get("kept", []), f"{opened.item.id}/{opened.n}"}
            person.put("kept", sorted(kept))
        said = f"已加入资料库 {len(chosen)} 份。" + "".join(notes[:3])
        if data.get("scope") == "all":
            return self._home(person, notice=said)
        return replace(self.show(person, {"path": [chosen[0].item.id, chosen[0].n]}), notice=said)


def corrected(report: Report, key: str, text: str) -> Report:
    """The report with one cell read as a person says; the machine's reading stays beside it."""
    from index.text import cell_value

    old = report.cell(key)
    value, state = cell_value(text)
    first = old.first_text if old.how == "correction" else old.text
    cell = Cell(value, text, state, old.at, first_text=first, how="correction")
    return replace(report, cells={**report.cells, key: cell})


def _named(review: Review, item: Item) -> Review:
    """The review under the name its file had, not the path where it is kept."""
    return replace(review, source=replace(review.source, path=item.filename))


def _comparison_html(
    person: Person,
    opened: Opened,
    made: Comparison | None,
    others: list[Opened],
    data: Data,
) -> str:
    groups, changes, before = [], [], ""
    if made:
        before = person.item(data["other"]).filename
        groups = [
            ("新出现", made.new),
            ("仍存在", made.standing),
            ("已改正", made.mended),
            ("未能判断", made.unassessed),
        ]
        changes = [
            (review_view.cell_label(c.key), _said(c.before), _said(c.after)) for c in made.cells
        ]
    return render(
        "review_compare",
        item=opened.item,
        n0=opened.n,
        comparison=made,
        before=before,
        groups=groups,
        changes=changes,
        choices=[
            (o.item.id, o.n, f"{o.report.agency} {o.report.year}年（{o.item.filename}）")
            for o in others
        ],
        other=data.get("other", ""),
        m=data.get("m", ""),
    )


def _said(cell: Cell) -> str:
    return {"unread": "未读出", "blank": "（空）"}.get(cell.state, cell.text)
