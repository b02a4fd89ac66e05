"""What the conversation shows: an answer's words, table, chart and sources; words as they come."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup, escape

from assistant.ask.answer import Event, Turn
from assistant.ask.plan.readback import LINKS
from assistant.desk.ask import answer_table
from assistant.desk.ask.plan_pieces import Piece, change_words, chips, pieces
from assistant.desk.frame.charts import Chart
from assistant.desk.frame.render import cell_label, render
from assistant.desk.review import page_pictures, review_view
from assistant.desk.review.opened_report import Opened

_MARKS = re.compile(r"~~(.+?)~~|\[(\d+)\]", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Holdings:
    """What can be asked about: bodies, years, and how many reports there are."""

    names: tuple[str, ...]
    years: tuple[int, ...]
    reports: int


def examples(held: Holdings) -> list[str]:
    """Questions that this library can answer."""
    if not held.reports:
        return []
    year = held.years[0] if held.years else 2024
    town = next((n for n in held.names if "镇" in n or "街道" in n), held.names[0])
    bureau = next((n for n in held.names if n.endswith("局")), held.names[-1])
    return [
        f"{year}年各乡镇一共新收多少件申请？",
        f"{bureau}近三年新收申请的变化",
        f"{year}年哪些单位的予以公开率最高？",
        "哪些单位说解读形式单一，怎么改的？",
        f"{town}{year}年的报告有什么问题？",
        "T02是什么意思？",
    ]


@dataclass(frozen=True, slots=True)
class Ground:
    """One kind of thing that an answer rests on, by what it is called; whether there is any."""

    name: str
    label: str
    held: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A turn ready to draw; `numeric` are the table's columns of numbers, `total` its last row."""

    turn: Turn
    text: Markup
    chart: Chart | None
    pieces: tuple[Piece, ...]
    numeric: frozenset[int]
    total: tuple[str, ...]

    @property
    def kind(self) -> str:
        return self.turn.answer.kind

    @property
    def made(self) -> bool:
        """Whether the question was chosen on the page, not typed: a plan's words, or a change's."""
        plan, question = self.turn.answer.plan, self.turn.question
        changes = map(change_words, chips(plan)) if plan else ()
        return question == self.turn.answer.understood or question in changes

    @property
    def question(self) -> str:
        """What is shown as asked: a plan's words stand in the answer once."""
        same = self.turn.question == self.turn.answer.understood
        return "选着问" if same and self.pieces else self.turn.question

    @property
    def table_first(self) -> bool:
        """A table that was asked for stands before the chart."""
        plan = self.turn.answer.plan
        return plan is not None and plan.form == "表"

    @property
    def rests_on(self) -> list[Ground]:
        """What the answer rests on, kind by kind: a table that was asked for first, else sources."""
        answer = self.turn.answer
        rows = len(answer.table.rows) if answer.table else 0
        grounds = [
            Ground("sources", f"原文 {len(answer.citations)} 处", bool(answer.citations)),
            Ground("figures", f"数字 {len(answer.figures)} 格", bool(answer.figures)),
            Ground("table", f"表 {rows} 行", rows > 1),
            Ground("chart", "图", self.chart is not None),
            Ground("basis", f"排名、条件所据 {len(answer.basis)} 格", bool(answer.basis)),
        ]
        held = [ground for ground in grounds if ground.held]
        return sorted(held, key=lambda g: g.name != "table") if self.table_first else held


def shown(turn: Turn) -> Shown:
    answer = turn.answer
    told = pieces(answer.plan) if answer.plan is not None else ()
    has_chips, answers = any(p.chip for p in told), answer.kind not in ("help", "none", "clarify")
    numeric = answer_table.numeric(answer.table)
    return Shown(
        turn,
        marked(answer.text),
        drawn(turn),
        told if has_chips or answers else (),
        numeric,
        answer_table.total(answer),
    )


def marked(text: str) -> Markup:
    """An answer's text: escaped, `[1]` as a button to its source, `~~…~~` struck out."""
    out, at = Markup(), 0
    for match in _MARKS.finditer(text):
        out += escape(text[at : match.start()])
        if match[1]:
            out += Markup('<del data-tip="依据中没有，已划去">{}</del>').format(match[1])
        else:
            out += Markup(
                '<button class="nb-cite" data-local="cited" data-number="{0}" '
                'aria-label="看出处 {0}">[{0}]</button>'
            ).format(match[2])
        at = match.end()
    return out + escape(text[at:])


def drawn(turn: Turn) -> Chart | None:
    """The answer's chart as the desk draws charts."""
    chart = turn.answer.chart
    if chart is None or len(chart.labels) < 2:
        return None
    values = tuple((name, tuple(v)) for name, v in chart.series.items())
    many = chart.form == "bar" and (len(chart.labels) > 7 or max(map(len, chart.labels)) > 6)
    rows = many and len(values) == 1
    kind = "rows" if rows else ("line" if chart.form == "line" else "bars")
    title = turn.question.partition(LINKS)[0][:24]
    whom = turn.answer.understood
    return Chart("", title, tuple(chart.labels), values, kind, chart.unit or "件", whom=whom)


def source(opened: Opened, data: dict[str, Any]) -> dict[str, Any]:
    """A source's fields: its pages, its lines or (a cell of a web page or Word) its tables."""
    key, report = str(data.get("cell") or ""), opened.report
    at = report.cell(key).at if key else None
    place = {
        "page": str(at.page or "") if at else data.get("page", ""),
        "line": str(at.line or "") if at else data.get("line", ""),
        "bbox": ",".join(map(str, at.bbox)) if at and at.bbox else data.get("bbox", ""),
        "quote": "" if at else data.get("quote", ""),
        "cell": key,
    }
    pages = page_pictures.pages(report)
    tables = key and not pages and report.source.kind != "text"
    return {
        "opened": opened,
        "report": report,
        "pages": pages,
        "drawn": review_view.draw(report) if tables else [],
        "marks": {},
        "tips": {},
        "lines": [] if pages else page_pictures.lines(opened.file, report),
        "at": json.dumps({k: v for k, v in place.items() if v}, ensure_ascii=False),
        "cell": cell_label(key) if key else "",
        "value": report.cell(key).text if key else "",
    }


@dataclass
class Live:
    """An answer as it comes: sentences that were checked, and grey words that were not yet."""

    question: str
    sentences: list[Markup] = field(default_factory=list)
    pending: str = ""
    step: str = "正在理解问题……"
    stopped: bool = False

    def take(self, event: Event) -> bool:
        """Take one event in; True where the page should be drawn again."""
        if event.kind == "plan":
            self.step = "正在查找……"
        elif event.kind == "evidence":
            self.step = f"找到 {len(event.evidence)} 条依据，正在作答……"
        elif event.kind == "token":
            self.pending += event.text
        elif event.kind == "restart":
            self.pending, self.sentences = "", []
        elif event.kind == "sentence":
            self.sentences.append(_sentence(event))
            end = self.pending.find(event.text[-4:])
            self.pending = self.pending[end + len(event.text[-4:]) :] if end >= 0 else ""
        return event.kind != "done"

    def html(self) -> str:
        return render("ask_live", live=self, error="")

    def failed(self, message: str) -> str:
        return render("ask_live", live=self, error=message)


def _sentence(event: Event) -> Markup:
    out, at = Markup(), 0
    for start, end in event.struck:
        out += escape(event.text[at:start]) + Markup("<del>{}</del>").format(event.text[start:end])
        at = end
    return out + escape(event.text[at:])
