"""起草: body and year, evidence to tick, a draft whose numbers are marked, edits, versions, Word."""

from __future__ import annotations

import json
import tempfile
import uuid
from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from assistant.desk.draft import draft_view
from assistant.desk.draft.background_writing import Writers
from assistant.desk.frame.background_jobs import Jobs
from assistant.desk.frame.panel import Download, Reply, panel
from assistant.desk.frame.render import render
from assistant.desk.frame.uploads import received
from assistant.desk.frame.user_state import People, Person, now
from assistant.desk.review.report_exports import EXPORTS
from assistant.draft import Draft, DraftRequest
from assistant.evidence import Evidence
from assistant.workspace import Workspace
from index.formats import PARTS
from index.report import Report, UsageError

PANEL = "nb-draft"
DOCX = EXPORTS["docx"][1]
DRAFTED = (1, 3, 4, 5, 6)
"""Parts that are written; part two is the tables alone."""
MOST = 40
Data = dict[str, Any]


def page(workspace: Workspace, people: People, jobs: Jobs) -> None:
    """The page's panel with its actions."""
    desk = DraftDesk(workspace)
    panel(
        people,
        "draft",
        {
            "show": desk.show,
            "begin": desk.begin,
            "references": desk.references,
            "tables": desk.tables,
            "write": desk.write,
            "progress": desk.progress,
            "stop": desk.stop,
            "save": desk.save,
            "revise": desk.revise,
            "pick": desk.pick,
            "forget": desk.forget,
            "accept": desk.accept,
            "compare": desk.compare,
            "follow": desk.follow,
            "export": desk.export,
            "whole": desk.whole,
        },
    )


class DraftDesk:
    """The page's actions; a person's drafts and their versions are kept in the person's folder."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.writers = Writers(workspace)

    # ------------------------------------------------------------ what is in hand

    def show(self, person: Person, data: Data, notice: str = "") -> Reply:
        """Everything from the last request to the version in hand."""
        request = self._request(person)
        versions = self._versions(person)
        shown = next((v for v in versions if v.id == person.get("draft-shown", "")), None)
        writing = self.writers.state(person)
        evidence = self._evidence(person)
        references = self._references(person)
        html = render(
            "draft",
            parts=[p for p in PARTS if p.number in DRAFTED],
            names=self._names(),
            request=request,
            subject=draft_view.subject(evidence),
            evidence=draft_view.groups(person, evidence),
            references=references,
            versions=list(reversed(versions)),
            shown=shown and draft_view.shown(shown),
            accepted=person.get("draft-accepted", []),
            writing=writing,
            model=self.workspace.model is not None,
        )
        poll = ("progress", 400) if writing.running else None
        if poll is None and request and evidence and references is None:
            poll = ("references", 10)
        return Reply({PANEL: html}, notice=notice, poll=poll)

    def _names(self) -> list[str]:
        if not self.workspace.library_exists:
            return []
        return [b.name for b in self.workspace.library.bodies()]

    def _request(self, person: Person) -> DraftRequest | None:
        raw = person.get("draft-request", None)
        found: DraftRequest | None = _adapter(DraftRequest).validate_python(raw) if raw else None
        return found

    def _evidence(self, person: Person) -> tuple[Evidence, ...]:
        return draft_view.evidence_of(person.get("draft-evidence", []))

    def _references(self, person: Person) -> tuple[Evidence, ...] | None:
        """None where they have not come yet."""
        raw = person.get("draft-references", None)
        return None if raw is None else draft_view.evidence_of(raw)

    def _versions(self, person: Person) -> list[draft_view.Version]:
        return [draft_view.version(raw) for raw in person.get("drafts", [])]

    def _add(self, person: Person, request: DraftRequest, draft: Draft, note: str) -> None:
        """One more version; what was there before stays."""
        made = draft_view.Version(uuid.uuid4().hex[:10], now(), note, request, draft)
        kept = [*person.get("drafts", []), draft_view.plain(made)][-MOST:]
        person.put("drafts", kept)
        person.put("draft-shown", made.id)

    # ------------------------------------------------------------ evidence

    def begin(self, person: Person, data: Data) -> Reply:
        """The evidence for a body, a year and a part, to be ticked."""
        agency = str(data.get("agency") or "").strip()
        if not agency:
            return Reply(error="请先填机关名称。")
        year, section = _number(data.get("year"), "年度"), int(data["section"])
        before = self._request(person)
        same = before and (before.agency, before.year) == (agency, year)
        request = DraftRequest(
            agency, year, section, tables=before.tables if same and before else None
        )
        return self._gathered(person, request)

    def _gathered(self, person: Person, request: DraftRequest, notice: str = "") -> Reply:
        """What was gathered at once; the page then asks for `references`, which take longer."""
        evidence = self.workspace.gather_evidence(request)
        person.put("draft-request", _plain(request))
        person.put("draft-evidence", [draft_view.plain(e) for e in evidence])
        person.put("draft-references", None)
        person.put("draft-ticked", None)
        person.put("draft-shown", "")
        return self.show(person, {}, notice)

    def references(self, person: Person, data: Data) -> Reply:
        """How peers put the same problems, for the request in hand."""
        request = self._request(person)
        if request is None:
            return Reply()
        gathered = self.workspace.gather_evidence(request, references=True)
        if self._request(person) != request:
            return Reply()
        found = draft_view.beyond(gathered, self._evidence(person))
        person.put("draft-references", [draft_view.plain(e) for e in found])
        return Reply({"nb-references": render("draft_references", references=found)})

    def tables(self, person: Person, data: Data) -> Reply:
        """The year's own figures from a workbook or a report that is not in the library."""
        request = self._request(person)
        if request is None:
            return Reply(error="请先选定机关和年度，再给数据表。")
        with tempfile.TemporaryDirectory() as room:
            for path, name in received(data.get("files"), Path(room), self.workspace.limits):
                report: Report = self.workspace.read_one(path)
                found = replace(request, tables=report)
                return self._gathered(person, found, f"已读入 {name} 的数据表，依据已更新。")
        raise UsageError("没有收到数据表文件。")

    # ------------------------------------------------------------ writing

    def write(self, person: Person, data: Data) -> Reply:
        """A draft from what is ticked; with a model its words come as it writes."""
        request = self._request(person)
        if request is None:
            return Reply(error="请先收集依据。")
        ticked = _several(data.get("evidence"))
        points = tuple(p.strip() for p in str(data.get("points") or "").splitlines() if p.strip())
        least, most = _number(data.get("least"), "字数"), _number(data.get("most"), "字数")
        variant = request.variant + 1 if data.get("again") else request.variant
        asked = replace(
            request,
            chosen=tuple(int(i) for i in ticked),
            points=points,
            length=(min(least, most), max(least, most)),
            numbering="（一）" if data.get("numbering") == "（一）" else "一是",
            variant=variant,
        )
        person.put("draft-request", _plain(asked))
        person.put("draft-ticked", [int(i) for i in ticked])
        self.writers.start(person, asked, lambda d: self._add(person, asked, d, "起草"))
        return self.show(person, {})

    def progress(self, person: Person, data: Data) -> Reply:
        state = self.writers.state(person)
        if not state.running:
            return replace(self.show(person, {}), error=state.error)
        return Reply({"nb-writing": render("draft_writing", writing=state)}, poll=("progress", 400))

    def stop(self, person: Person, data: Data) -> Reply:
        self.writers.stop(person)
        return self.show(person, {}, "已停止。")

    def _shown(self, person: Person) -> draft_view.Version:
        found = next(
            (v for v in self._versions(person) if v.id == person.get("draft-shown", "")), None
        )
        if found is None:
            raise UsageError("还没有草稿。")
        return found

    def save(self, person: Person, data: Data) -> Reply:
        """The text as the person changed it, every number checked again, as a new version."""
        shown = self._shown(person)
        text = str(data.get("text") or "").strip()
        if text == shown.draft.text.strip():
            return Reply(notice="文字没有改动。")
        checked = self.workspace.check_draft(shown.request, replace(shown.draft, text=text))
        self._add(person, shown.request, checked, "人工修改")
        return self.show(person, {}, "已存为新版本，数字重新核对过。")

    def revise(self, person: Person, data: Data) -> Reply:
        """A new version as the person's words ask for it."""
        shown, told = self._shown(person), str(data.get("told") or "").strip()
        if not told:
            return Reply(error="请写怎么改，如：压缩到300字。")
        request, made = self.workspace.revise_draft(told, shown.request, shown.draft)
        if made.text == shown.draft.text:
            return Reply(error="；".join(made.notices) or "按这个要求没有可改的。")
        self._add(person, request, made, told[:20])
        return self.show(person, {})

    # ------------------------------------------------------------ versions

    def pick(self, person: Person, data: Data) -> Reply:
        person.put("draft-shown", data["version"])
        return self.show(person, {})

    def forget(self, person: Person, data: Data) -> Reply:
        person.put("drafts", [v for v in person.get("drafts", []) if v["id"] != data["version"]])
        return self.show(person, {})

    def accept(self, person: Person, data: Data) -> Reply:
        """A number that the evidence does not bear out, answered for by the person."""
        kept = {*person.get("draft-accepted", [])}
        kept = kept | {data["number"]} if data.get("value") else kept - {data["number"]}
        person.put("draft-accepted", sorted(kept))
        return self.show(person, {})

    def compare(self, person: Person, data: Data) -> Reply:
        """Two versions side by side."""
        versions = {v.id: v for v in self._versions(person)}
        one, other = versions.get(str(data.get("one"))), versions.get(str(data.get("other")))
        if one is None or other is None or one == other:
            return Reply(error="这个版本已经删除，请刷新页面。")
        html = render("draft_compare", sides=draft_view.side_by_side(one, other))
        return Reply({"draft-dialog": html})

    def follow(self, person: Person, data: Data) -> Reply:
        """Last year's promises against this year's text."""
        request = self._request(person)
        if request is None:
            return Reply(error="请先选定机关和年度。")
        found = self.workspace.follow_up(request.agency, request.year)
        html = render("draft_follow", found=found, year=request.year, agency=request.agency)
        return Reply({"draft-dialog": html})

    # ------------------------------------------------------------ out

    def export(self, person: Person, data: Data) -> Reply:
        """The version in hand as Word; refused while a doubtful number is not answered for."""
        from assistant.export.report_docx import draft_docx

        draft = self._shown(person).draft
        content = draft_docx(draft, person.get("draft-accepted", []))
        name = f"{draft.agency}{draft.year}年度报告第{draft.section}部分（草稿）.docx"
        return Reply(file=Download(name, content, DOCX), notice=f"已导出：{name}")

    def whole(self, person: Person, data: Data) -> Reply:
        """The whole report as Word, its other parts drafted too."""
        request = self._request(person)
        if request is None:
            return Reply(error="请先选定机关和年度。")
        content = self.workspace.draft_report(request, person.get("draft-accepted", []))
        name = f"{request.agency}{request.year}年度报告（全文草稿）.docx"
        return Reply(file=Download(name, content, DOCX), notice=f"已导出：{name}")


def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def _plain(request: DraftRequest) -> Any:
    return json.loads(_adapter(DraftRequest).dump_json(request))


def _several(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value or [])


def _number(value: Any, what: str) -> int:
    text = str(value or "").strip().removesuffix("年")
    if not text.isdigit():
        raise UsageError(f"{what}应当是数字。")
    return int(text)
