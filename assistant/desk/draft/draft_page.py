"""起草: body and year, an interview, evidence to tick, a draft whose sentences are marked, Word."""

from __future__ import annotations

import json
import tempfile
import uuid
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from assistant.desk.draft import draft_view
from assistant.desk.draft.answers import notes_of
from assistant.desk.draft.background_writing import Writers
from assistant.desk.frame.background_jobs import Jobs
from assistant.desk.frame.callers import Callers
from assistant.desk.frame.panel import Action, Desks, Download, Reply, panel
from assistant.desk.frame.render import render
from assistant.desk.frame.uploads import received
from assistant.desk.frame.user_state import Person, now
from assistant.desk.review.report_exports import WORD
from assistant.draft import Draft, DraftRequest, Material, Note, interview
from assistant.draft.compose import in_place
from assistant.draft.notes import Answered
from assistant.workspace import Workspace
from index.formats import PARTS
from index.report import Report, UsageError

if TYPE_CHECKING:
    from assistant.export.report_docx import Earlier

PANEL = "nb-draft"
DRAFTED = (1, 3, 4, 5, 6)
"""Parts that are written; part two is the tables alone."""
MOST = 40
Data = dict[str, Any]


def page(callers: Callers, jobs: Jobs) -> None:
    """The page's panel with its actions."""
    panel(Desks(callers, lambda w: DraftDesk(w)), "draft")


class DraftDesk:
    """The page's actions; a person's drafts and their versions are kept in the person's folder."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.writers = Writers(workspace)

    def actions(self) -> dict[str, Action]:
        return {
            "show": self.show,
            "begin": self.begin,
            "tables": self.tables,
            "answers": self.answers,
            "forget_note": self.forget_note,
            "write": self.write,
            "progress": self.progress,
            "stop": self.stop,
            "save": self.save,
            "revise": self.revise,
            "fill": self.fill,
            "take": self.take,
            "pick": self.pick,
            "forget": self.forget,
            "accept": self.accept,
            "compare": self.compare,
            "export": self.export,
            "whole": self.whole,
        }

    def about(self, person: Person, data: Data) -> str:
        """Whose draft is in hand."""
        request = self._request(person)
        return f"{request.agency}{request.year}年" if request else ""

    # ------------------------------------------------------------ what is in hand

    def show(self, person: Person, data: Data, notice: str = "") -> Reply:
        """Everything from the last request to the version in hand."""
        request = self._request(person)
        versions = self._versions(person)
        shown = next((v for v in versions if v.id == person.get("draft-shown", "")), None)
        writing = self.writers.state(person)
        material = self._material(request)
        html = render(
            "draft",
            parts=[p for p in PARTS if p.number in DRAFTED],
            names=self._names(),
            request=request,
            material=material,
            questions=interview(material) if material and request and request.section == 5 else (),
            evidence=draft_view.groups(person, material) if material else [],
            versions=list(reversed(versions)),
            shown=shown and draft_view.shown(shown, self._accepted(person, shown)),
            earlier=shown and draft_view.before(shown, versions),
            writing=writing,
            model=self.workspace.model is not None,
        )
        poll = ("progress", 400) if writing.running else None
        return Reply({PANEL: html}, notice=notice, poll=poll)

    def _names(self) -> list[str]:
        if not self.workspace.library_exists:
            return []
        return [b.name for b in self.workspace.library.bodies()]

    def _request(self, person: Person) -> DraftRequest | None:
        raw = person.get("draft-asked", None)
        found: DraftRequest | None = _adapter(DraftRequest).validate_python(raw) if raw else None
        return found

    def _asked(self, person: Person) -> DraftRequest:
        request = self._request(person)
        if request is None:
            raise UsageError("请先选定机关和年度。")
        return request

    def _material(self, request: DraftRequest | None) -> Material | None:
        return self.workspace.gather(request) if request else None

    def _versions(self, person: Person) -> list[draft_view.Version]:
        return [draft_view.version(raw) for raw in person.get("draft-versions", [])]

    def _add(
        self, person: Person, request: DraftRequest, draft: Draft, note: str, line: str = ""
    ) -> draft_view.Version:
        """One more version; what was there before stays.  Versions of one draft share a `line`."""
        id = uuid.uuid4().hex[:10]
        made = draft_view.Version(id, line or id, now(), note, request, draft)
        kept = [*person.get("draft-versions", []), draft_view.plain(made)][-MOST:]
        person.put("draft-versions", kept)
        person.put("draft-shown", made.id)
        return made

    # ------------------------------------------------------------ evidence and interview

    def begin(self, person: Person, data: Data) -> Reply:
        """The evidence and questions for a body, a year and a part."""
        agency = str(data.get("agency") or "").strip()
        if not agency:
            return Reply(error="请先填机关名称。")
        year, section = _number(data.get("year"), "年度"), int(data["section"])
        before = self._request(person)
        same = before and (before.agency, before.year) == (agency, year)
        tables = before.tables if same and before else None
        return self._begun(person, DraftRequest(agency, year, section, tables=tables))

    def _begun(self, person: Person, request: DraftRequest, notice: str = "") -> Reply:
        self.workspace.gather(request)  # what cannot be used is said before it is kept
        person.put("draft-asked", _plain(request))
        person.put("draft-ticked", None)
        person.put("draft-shown", "")
        return self.show(person, {}, notice)

    def tables(self, person: Person, data: Data) -> Reply:
        """The year's own figures from a workbook or a report that is not in the library."""
        request = self._asked(person)
        with tempfile.TemporaryDirectory() as room:
            for path, name in received(
                person, data.get("files"), Path(room), self.workspace.limits
            ):
                report: Report = self.workspace.reader.one(path)
                found = replace(request, tables=report)
                return self._begun(person, found, f"已读入 {name} 的数据表，依据已更新。")
        raise UsageError("没有收到数据表文件。")

    def answers(self, person: Person, data: Data) -> Reply:
        """The interview's answers, kept with the body and year under the person's name."""
        request = self._asked(person)
        notes = notes_of(interview(self.workspace.gather(request)), data)
        if not notes:
            return Reply(error="还没有填写。每一问都可以不答。")
        self.workspace.keep_notes(request.agency, request.year, notes, person.name)
        return self.show(person, {}, f"记下 {len(notes)} 条，起草时写进正文。")

    def forget_note(self, person: Person, data: Data) -> Reply:
        """Take back one answer."""
        request = self._asked(person)
        material = self.workspace.gather(request)
        said = {(n.kind, n.about, n.text): n for q in interview(material) for n in q.answers} | {
            (n.kind, n.about, n.text): n for n, _ in material.loose
        }
        note = said.get((data["kind"], data.get("about", ""), data.get("said", "")))
        if note is not None:
            self.workspace.forget_note(request.agency, request.year, note)
        return self.show(person, {})

    # ------------------------------------------------------------ writing

    def write(self, person: Person, data: Data) -> Reply:
        """A draft from what is ticked; with a model its words come as it writes."""
        request = self._asked(person)
        ticked = [int(i) for i in _several(data.get("evidence"))]
        numbering = data.get("numbering")
        asked = replace(
            request,
            chosen=tuple(ticked),
            numbering=numbering if numbering in ("一是", "（一）", "1.") else None,
        )
        person.put("draft-asked", _plain(asked))
        person.put("draft-ticked", ticked)
        self.writers.start(person, asked, lambda d: self._keep(person, asked, d))
        return self.show(person, {})

    def _keep(self, person: Person, request: DraftRequest, draft: Draft) -> None:
        self._add(person, request, draft, "起草")

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

    def _on_screen(self, person: Person, data: Data) -> draft_view.Version:
        """The version in hand with the words as they stand on the screen, saved or not."""
        shown = self._shown(person)
        text = data.get("text")
        if text is None or _lines(text) == _lines(shown.draft.text):
            return shown
        new = self.workspace.check_draft(shown.request, shown.draft, "\n".join(_lines(text)))
        return self._add(person, shown.request, new, "人工修改", shown.line)

    def save(self, person: Person, data: Data) -> Reply:
        """The text as the person changed it, every sentence checked again, as a new version."""
        before = self._shown(person)
        if self._on_screen(person, data) == before:
            return Reply(notice="文字没有改动。")
        return self.show(person, {}, "已存为新版本，逐句重新核对过。")

    def revise(self, person: Person, data: Data) -> Reply:
        """A new version as the person's words ask for it; their own words stay."""
        told = str(data.get("told") or "").strip()
        if not told:
            return Reply(error="请写怎么改，如：第2段写得再简短些。")
        shown = self._on_screen(person, data)
        request, made = self.workspace.revise_draft(told, shown.request, shown.draft)
        if made.text == shown.draft.text:
            return replace(
                self.show(person, {}), error="；".join(made.notices) or "按这个要求没有可改的。"
            )
        self._add(person, request, made, told[:20], shown.line)
        return self.show(person, {})

    def fill(self, person: Person, data: Data) -> Reply:
        """A question of the draft answered where it stands; the answer is kept as a note."""
        place = int(data["place"])
        answer = str(data.get(f"gap-{place}") or "").strip()
        if not answer:
            return Reply(error="请先填写。")
        gap = dict(enumerate(self._shown(person).draft.gaps)).get(place)
        shown = self._on_screen(person, data)
        if gap is None or gap not in shown.draft.gaps:
            return Reply(error="这处提问已经不在草稿里。")
        answered: Answered = "已做" if gap.kind == "done" else ""
        note = Note(gap.kind, answer.rstrip("。；;"), gap.about, answered)
        draft = shown.draft
        self.workspace.keep_notes(draft.agency, draft.year, [note], person.name)
        text = in_place(draft.text, gap, answer)
        new = self.workspace.check_draft(shown.request, draft, text)
        self._add(person, shown.request, new, "补充", shown.line)
        return self.show(person, {})

    def take(self, person: Person, data: Data) -> Reply:
        """A suggested measure taken up by the person: from now on the person's own note."""
        request = self._asked(person)
        note = Note("measure", str(data["measure"]), str(data.get("about") or ""))
        self.workspace.keep_notes(request.agency, request.year, [note], person.name)
        return self.show(person, {}, "已记为本单位的措施，重新起草时写进正文。")

    # ------------------------------------------------------------ versions

    def pick(self, person: Person, data: Data) -> Reply:
        person.put("draft-shown", data["version"])
        return self.show(person, {})

    def forget(self, person: Person, data: Data) -> Reply:
        kept = [v for v in person.get("draft-versions", []) if v["id"] != data["version"]]
        person.put("draft-versions", kept)
        return self.show(person, {})

    def accept(self, person: Person, data: Data) -> Reply:
        """One sentence of one draft that nothing proves, answered for by the person, by name."""
        line = self._shown(person).line
        kept: dict[str, dict[str, str]] = person.get("draft-confirmed", {})
        mine = dict(kept.get(line, {}))
        if data.get("value"):
            mine[str(data["sentence"])] = f"{person.name}，{now()[:10]}"
        else:
            mine.pop(str(data["sentence"]), None)
        person.put("draft-confirmed", {**kept, line: mine})
        return self.show(person, {})

    def _accepted(self, person: Person, version: draft_view.Version) -> Mapping[str, str]:
        """The sentences of this draft that were confirmed, and by whom."""
        found: Mapping[str, str] = person.get("draft-confirmed", {}).get(version.line, {})
        return found

    def compare(self, person: Person, data: Data) -> Reply:
        """Two versions side by side."""
        versions = {v.id: v for v in self._versions(person)}
        one, other = versions.get(str(data.get("one"))), versions.get(str(data.get("other")))
        if one is None or other is None or one == other:
            return Reply(error="这个版本已经删除，请刷新页面。")
        html = render("draft_compare", sides=draft_view.side_by_side(one, other))
        return Reply({"draft-dialog": html})

    # ------------------------------------------------------------ out

    def export(self, person: Person, data: Data) -> Reply:
        """What is on the screen as Word; refused while a sentence is false or not answered for."""
        from assistant.export.draft_mark import unsettled
        from assistant.export.report_docx import draft_docx

        shown = self._on_screen(person, data)
        draft = shown.draft
        paper = self.workspace.templates.content("report")
        earlier = self._earlier(person, shown, data)
        content = draft_docx(draft, self._accepted(person, shown), paper, earlier)
        state = "（草稿）" if unsettled([draft]) else ""
        name = f"{draft.agency}{draft.year}年度报告第{PARTS[draft.section - 1].numeral}部分{state}.docx"
        return self._out(person, name, content)

    def whole(self, person: Person, data: Data) -> Reply:
        """The whole report as Word: the part on the screen, and the latest of the others."""
        shown = self._on_screen(person, data)
        draft = shown.draft
        latest = {
            v.draft.section: v
            for v in self._versions(person)
            if (v.draft.agency, v.draft.year) == (draft.agency, draft.year)
        } | {draft.section: shown}
        accepted = [a for v in latest.values() for a in self._accepted(person, v)]
        content = self.workspace.draft_report(
            replace(shown.request, chosen=None),
            {n: v.draft for n, v in latest.items()},
            accepted,
            self._earlier(person, shown, data),
        )
        name = f"{draft.agency}{draft.year}年度报告（全文草稿）.docx"
        return self._out(person, name, content)

    def _earlier(self, person: Person, shown: draft_view.Version, data: Data) -> Earlier | None:
        """The version before this one of the same draft, where its changes are asked for."""
        from assistant.export.report_docx import Earlier

        if not data.get("revisions"):
            return None
        before = draft_view.before(shown, self._versions(person))
        if before is None:
            raise UsageError("这是第一稿，没有上一稿可以对照；去掉“带修订痕迹”再导出。")
        return Earlier(before.draft, person.name, now())

    def _out(self, person: Person, name: str, content: bytes) -> Reply:
        file = Download(name, content, WORD)
        return replace(self.show(person, {}), file=file, notice=f"已导出：{name}")


def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def _plain(request: DraftRequest) -> Any:
    return json.loads(_adapter(DraftRequest).dump_json(request))


def _several(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value or [])


def _lines(text: object) -> list[str]:
    return [line.rstrip() for line in str(text).strip().splitlines()]


def _number(value: Any, what: str) -> int:
    text = str(value or "").strip().removesuffix("年")
    if not text.isdigit():
        raise UsageError(f"{what}应当是数字。")
    return int(text)
