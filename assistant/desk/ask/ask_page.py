"""问答: a conversation over the library; streamed, stoppable, every citation opens at its place."""

from __future__ import annotations

import json
import logging
import uuid
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import gradio as gr

from assistant.ask.answer import Answer, Filters, Turn
from assistant.ask.plan.plan import Figures, Sentences
from assistant.ask.plan.readback import when_words, who_words
from assistant.desk.ask import answer_table, ask_view
from assistant.desk.ask.kept_turns import kept_turns
from assistant.desk.ask.plan_page import PlanDesk
from assistant.desk.frame.background_jobs import Jobs
from assistant.desk.frame.callers import Callers
from assistant.desk.frame.panel import Desks, Download, Reply, panel
from assistant.desk.frame.permissions import check
from assistant.desk.frame.render import render
from assistant.desk.frame.user_state import Person, now
from assistant.desk.review.report_exports import WORD
from assistant.desk.review.report_page import ReportDesk
from assistant.workspace import Workspace
from index.formats import PARTS
from index.heap import give_back
from index.report import NianbaoError

PANEL = "nb-ask"
KEPT = 200
"""Conversations kept for one person; the oldest go."""
LONGEST = 50
"""Questions of a conversation; the next one goes on in a new one, which takes over from the last."""
Data = dict[str, Any]
log = logging.getLogger(__name__)


def page(callers: Callers, jobs: Jobs) -> None:
    """The conversation, the line to type in, and what they do."""
    desks = Desks(callers, lambda w: AskDesk(w, jobs))
    panel(desks, "ask")
    live = gr.HTML("", elem_id="ask-live", elem_classes="nb-host", apply_default_css=False)
    with gr.Row(elem_id="ask-bar", equal_height=True):
        box = gr.Textbox(
            show_label=False,
            label="问题",
            placeholder="问数字，或问文字：2024年各乡镇一共新收多少件？　回车发送，Shift+回车换行",
            lines=1,
            max_lines=5,
            elem_id="ask-box",
            scale=8,
            container=False,
        )
        pick = gr.Button("选着问", elem_id="ask-pick", scale=0, min_width=84)
        send = gr.Button("发送", variant="primary", elem_id="ask-send", scale=0, min_width=84)
        stop = gr.Button("停止", elem_id="ask-stop", scale=0, min_width=84, visible=False)

    def answer(question: str, request: gr.Request) -> Iterator[tuple[Any, ...]]:
        caller = callers.caller(request)
        check(caller.account, "ask", "answer")
        desk = desks.of(caller.account)
        yield from desk.stream(caller.person, question, str(request.session_hash))

    def end(request: gr.Request) -> tuple[Any, ...]:
        desk = desks.of(callers.caller(request).account)
        return "", desk.stop(str(request.session_hash)), *_BUTTONS[False]

    refresh = "() => { nianbao.call('ask', 'show', {path: []}); }"
    pick.click(None, js="() => { nianbao.call('ask', 'picker', {}); }")
    outputs = [live, box, send, stop]
    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    for trigger in (box.submit, send.click):
        asked = trigger(answer, [box], outputs, trigger_mode="multiple", **quiet)
        asked.then(None, js=refresh)
    # Not Gradio's `cancels`: it waits for the generator's next step, and so for a slow model.
    stop.click(end, None, outputs, queue=False, **quiet).then(None, js=refresh)


_BUTTONS = {busy: (gr.update(visible=not busy), gr.update(visible=busy)) for busy in (False, True)}
"""What becomes of 发送 and 停止 while an answer comes, and when it does not."""


class AskDesk:
    """The page's actions; conversations are kept in the person's folder."""

    def __init__(self, workspace: Workspace, jobs: Jobs) -> None:
        self.workspace = workspace
        self.reports = ReportDesk(workspace, jobs)
        self.plans = PlanDesk(workspace, self._turn)
        self._coming: dict[str, ask_view.Live] = {}

    def actions(self) -> dict[str, Any]:
        return {
            "show": self.show,
            "new": self.new,
            "pick": self.pick,
            "forget": self.forget,
            "filter": self.filter,
            "unfilter": self.unfilter,
            "again": self.again,
            "like": self.like,
            "cite": self.cite,
            "picture": self.reports.picture,
            "said": self.reports.said,
            "csv": self.csv,
            "table": self.table,
            "chip": self.plans.chip,
            "change": self.plans.change,
            "picker": self.plans.picker,
            "build": self.plans.build,
            "export": self.export,
        }

    def about(self, person: Person, data: Data) -> str:
        """An answer is about many reports: what was asked is told."""
        turns = self.turns(person, self._state(person)["id"])
        return turns[0].question if turns else ""

    # ------------------------------------------------------------ the conversation

    def show(self, person: Person, data: Data) -> Reply:
        """The conversation in hand, beside those before it."""
        path = [str(p) for p in data.get("path") or []]
        if path and any(c["id"] == path[0] for c in person.get("chats", [])):
            person.put("chat", {**self._state(person), "id": path[0]})
        state = self._state(person)
        turns = self.turns(person, state["id"])
        held = self._holdings()
        html = render(
            "ask",
            turns=[ask_view.shown(t) for t in turns],
            chats=person.get("chats", []),
            state=state,
            carried=_carried(turns, state),
            held=held,
            parts=PARTS,
            examples=ask_view.examples(held),
            liked=person.get(f"liked-{state['id']}", {}),
        )
        return Reply({PANEL: html}, data={"turns": len(turns)})

    def _state(self, person: Person) -> dict[str, Any]:
        fresh = {"id": "", "agencies": [], "years": [], "sections": [], "alone": False}
        return {**fresh, **person.get("chat", {})}

    def _holdings(self) -> ask_view.Holdings:
        if not self.workspace.library_exists:
            return ask_view.Holdings((), (), 0)
        entries = self.workspace.library.reports()
        names = tuple(b.name for b in self.workspace.library.bodies())
        years = tuple(sorted({e.year for e in entries if e.year}, reverse=True))
        return ask_view.Holdings(names, years, len(entries))

    def turns(self, person: Person, chat: str) -> tuple[Turn, ...]:
        raw = person.get(f"chat-{chat}", []) if chat else []
        found: tuple[Turn, ...] = kept_turns().validate_python(raw)
        return found

    def _keep(self, person: Person, chat: str, turns: tuple[Turn, ...]) -> None:
        person.put(f"chat-{chat}", json.loads(kept_turns().dump_json(turns)))
        chats = [c for c in person.get("chats", []) if c["id"] != chat]
        title = turns[0].question[:40] if turns else "空白对话"
        chats = [{"id": chat, "title": title, "when": now()}, *chats]
        person.put("chats", chats[:KEPT])
        for old in chats[KEPT:]:
            _removed(person, old["id"])

    def new(self, person: Person, data: Data) -> Reply:
        person.put("chat", {**self._state(person), "id": "", "alone": False})
        return self.show(person, {})

    def pick(self, person: Person, data: Data) -> Reply:
        return self.show(person, {"path": [data["chat"]]})

    def forget(self, person: Person, data: Data) -> Reply:
        chats = [c for c in person.get("chats", []) if c["id"] != data["chat"]]
        person.put("chats", chats)
        _removed(person, data["chat"])
        return (
            self.new(person, {})
            if self._state(person)["id"] == data["chat"]
            else self.show(person, {})
        )

    # ------------------------------------------------------------ filters

    def filter(self, person: Person, data: Data) -> Reply:
        """One more body or year that holds where a question names none, or the part to look in."""
        state, value = self._state(person), str(data.get("value") or "")
        if value:
            others = [] if data["kind"] == "sections" else state[data["kind"]]
            state[data["kind"]] = sorted({*map(str, others), value})
            person.put("chat", state)
        return self.show(person, {})

    def unfilter(self, person: Person, data: Data) -> Reply:
        """One filter less; the conversation's own context is a filter too."""
        state = self._state(person)
        if data["kind"] == "carried":
            state["alone"] = True
        else:
            state[data["kind"]] = [v for v in state[data["kind"]] if str(v) != data["value"]]
        person.put("chat", state)
        return self.show(person, {})

    # ------------------------------------------------------------ asking

    def stream(self, person: Person, question: str, session: str = "") -> Iterator[tuple[Any, ...]]:
        """What the page shows while the answer comes: live words, the box, send, stop.

        Asking again in the same `session` (a browser tab) stops what was coming there.
        """
        question = question.strip()
        if not question:
            yield (gr.update(),) * 4
            return
        self.stop(session)
        live = self._coming[session] = ask_view.Live(question)
        yield live.html(), "", *_BUTTONS[True]
        try:
            for html in self._answered(person, question, live):
                yield html, gr.update(), gr.update(), gr.update()
            ended = ""
        except NianbaoError as error:
            ended = live.failed(error.message)
        except Exception:
            log.exception("asking failed")
            ended = live.failed("程序出错，没有答完；详情见服务日志。")
        finally:
            if self._coming.get(session) is live:
                del self._coming[session]
            give_back()
        if session not in self._coming:
            yield "" if live.stopped else ended, gr.update(), *_BUTTONS[False]

    def stop(self, session: str) -> str:
        """End the answer that is coming in a tab; nothing of it is kept. Gives its question."""
        live = self._coming.pop(session, None)
        if live is None:
            return ""
        live.stopped = True
        return live.question

    def _answered(self, person: Person, question: str, live: ask_view.Live) -> Iterator[str]:
        state = self._state(person)
        chat = state["id"] or uuid.uuid4().hex[:12]
        turns = self.turns(person, chat)
        filters = Filters(
            tuple(state["agencies"]),
            tuple(int(y) for y in state["years"]),
            tuple(int(s) for s in state["sections"]),
        )
        history = () if state["alone"] else turns
        answer: Answer | None = None
        plan = self.plans.waiting(person, question)
        events = self.workspace.ask_stream(question, history=history, filters=filters, plan=plan)
        for event in events:
            if live.stopped:
                return
            answer = event.answer or answer
            if live.take(event):
                yield live.html()
        if answer is not None and not live.stopped:
            if len(turns) >= LONGEST:
                chat, turns = uuid.uuid4().hex[:12], ()
            self._keep(person, chat, (*turns, Turn(question, answer, now())))
            person.put("chat", {**state, "id": chat, "alone": False})

    def again(self, person: Person, data: Data) -> Reply:
        """The last question taken back, for the page to ask it once more."""
        state = self._state(person)
        turns = self.turns(person, state["id"])
        if not turns:
            return Reply(error="还没有可以重问的问题。")
        self._keep(person, state["id"], turns[:-1])
        last = turns[-1]
        if last.answer.plan is not None and ask_view.shown(last).made:
            self.plans.wait(person, last.answer.plan, last.question)
        return replace(self.show(person, {}), data={"ask": last.question})

    # ------------------------------------------------------------ an answer

    def _turn(self, person: Person, data: Data) -> Turn:
        return self.turns(person, self._state(person)["id"])[int(data["turn"])]

    def like(self, person: Person, data: Data) -> Reply:
        """👍 or 👎 with a note, kept for the maintainers."""
        turn = self._turn(person, data)
        note = str(data.get("note") or "")
        self.workspace.rate(turn.question, turn.answer.text, int(data["rating"]), note, person.name)
        name = f"liked-{self._state(person)['id']}"
        person.put(name, {**person.get(name, {}), str(data["turn"]): int(data["rating"])})
        return replace(self.show(person, {}), notice="谢谢，已记下。")

    def cite(self, person: Person, data: Data) -> Reply:
        """A citation's source, opened at its place."""
        opened = self.reports.opened(person, {"source": "library", "item": data["item"]})
        html = render("ask_source", **ask_view.source(opened, data))
        return Reply({"ask-dialog": html})

    def csv(self, person: Person, data: Data) -> Reply:
        chart = ask_view.drawn(self._turn(person, {"turn": data["name"].removeprefix("turn-")}))
        if chart is None:
            return Reply(error="这条回答没有图。")
        return Reply(file=Download("问答数据.csv", chart.csv(), "text/csv"))

    def table(self, person: Person, data: Data) -> Reply:
        """The table behind an answer, all its rows, as a file."""
        answer = self._turn(person, data).answer
        if answer.table is None:
            return Reply(error="这条回答没有表。")
        return Reply(file=Download("问答表格.csv", answer_table.csv(answer.table), "text/csv"))

    def export(self, person: Person, data: Data) -> Reply:
        """The conversation as a Word file."""
        from assistant.ask.records import conversation_docx

        turns = self.turns(person, self._state(person)["id"])
        if not turns:
            return Reply(error="这次对话还没有内容。")
        name = f"问答记录 {turns[0].question[:20]}.docx"
        return Reply(file=Download(name, conversation_docx(turns), WORD))


def _removed(person: Person, chat: str) -> None:
    """A conversation forgotten, with what was said of its answers."""
    person.remove(f"chat-{chat}")
    person.remove(f"liked-{chat}")


def _carried(turns: tuple[Turn, ...], state: dict[str, Any]) -> list[str]:
    """Whose and which years the next question takes over, unless the person took them away."""
    plan = turns[-1].answer.plan if turns and not state["alone"] else None
    source = (
        next((s for s in plan.steps if isinstance(s, Figures | Sentences)), None) if plan else None
    )
    return [who_words(source.who), when_words(source.when)] if source else []
