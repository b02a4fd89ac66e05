"""What every sheet for people shows of a review, before it becomes text, HTML, DOCX or XLSX."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from assistant.checks import RULES
from assistant.checks.place_names import table_place
from assistant.export.printed_form import Grid, grids, shown
from assistant.review.compare_versions import Comparison
from assistant.review.letters import Key, stands
from assistant.review.mends import Mend, decided, mends
from index.formats import FORMS, PARTS, REPORT_NAME, labels
from index.report import GRADES, Cell, Decision, Finding, Grade, Outcome, Passage, Review
from index.stores.values import Correction, Letter

OUTCOMES: dict[str, str] = {"fail": "不符", "explained": "已解释", "uncertain": "待核"}
SEVERITIES: dict[str, str] = {"error": "错误", "warning": "警告", "info": "提示"}
VERDICTS: dict[str, str] = {"confirmed": "确认", "dismissed": "不成立"}
LEVELS: dict[str, str] = {
    "province": "省级",
    "prefecture": "市级",
    "county": "县级",
    "township": "乡镇街道",
    "department": "部门",
    "unknown": "未判明",
}
FORMATS: dict[str, str] = {
    **{form: f"{form}年格式" for form in FORMS},
    "mixed": "新旧格式混用",
    "earlier": "2018年及以前",
    "unknown": "格式未判明",
}
ASSESSED: dict[str, str] = {**OUTCOMES, "pass": "通过", "not_assessable": "无法判断"}
MARKS: dict[Grade, str] = {g: {**SEVERITIES, **OUTCOMES}[g] for g in GRADES}
"""The words a finding is marked with, in the order they are counted."""
WHOLE = "全文"
INFERRED = "似应为"
"""What a value that follows from others is called: what the report should say is for its body."""
SHEET_TITLE = "政府信息公开工作年度报告内部核查单"
LEGEND = "标红、标黄的格与上列意见的序号对应，标灰的格只是与它相比，本身未必有错；空格是报告原样空白，“未读出”是程序没有读出该格，不是空白。"


def mark(finding: Finding) -> str:
    """The word a finding is marked with: 错误, 警告, 待核, 提示 or 已解释."""
    return MARKS[finding.grade]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What is kept beside reviews: people's words, letters, comparisons with earlier versions.

    `today` says how the letters stand; `office` is who makes the sheets.
    """

    decisions: Sequence[Decision] = ()
    corrections: Sequence[Correction] = ()
    letters: Mapping[Key, Letter] = field(default_factory=dict)
    comparisons: Sequence[Comparison] = ()
    office: str = ""
    today: date = field(default_factory=date.today)


NOTHING_SAID = Said()


@dataclass(frozen=True, slots=True)
class Entry:
    """One numbered thing to mend, with the decision made of it, if any, and where it stands."""

    number: int
    mend: Mend
    decision: Decision | None = None
    place: str = ""

    @property
    def finding(self) -> Finding:
        return self.mend.finding

    @property
    def rules(self) -> str:
        return "、".join(self.mend.rules)

    @property
    def mark(self) -> str:
        return mark(self.finding)

    @property
    def dismissed(self) -> bool:
        return self.decision is not None and self.decision.verdict == "dismissed"

    @property
    def details(self) -> tuple[tuple[str, str], ...]:
        """Label and text of what is known beside the message, in the order shown."""
        finding = self.finding
        lines = (
            ("位置", self.place),
            ("原文", finding.quote),
            ("填报", finding.found),
            (INFERRED, finding.expected),
            ("依据", finding.basis),
            ("建议", finding.suggestion),
            *(("对照", passage(p)) for p in finding.passages),
            ("规则", "；".join(map(_named, self.mend.rules))),
            ("处理意见", verdict(self.decision)),
        )
        return tuple((label, text) for label, text in lines if text)


@dataclass(frozen=True, slots=True)
class PartEntries:
    """The findings of one part of the report; `number` None for those of the whole."""

    number: int | None
    heading: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One report's review as it is shown: headings, findings by part, drawn tables, changes."""

    review: Review
    heading: str
    path: str
    summary: str = ""
    unjudged: str = ""
    problems: tuple[str, ...] = ()
    parts: tuple[PartEntries, ...] = ()
    grids: tuple[Grid, ...] = ()
    marks: Mapping[str, tuple[Entry, ...]] = field(default_factory=dict)
    changes: tuple[str, ...] = ()
    corrections: tuple[Correction, ...] = ()
    letter: Letter | None = None
    sent_back: str = ""

    @property
    def judged(self) -> bool:
        return self.review.report is not None

    @property
    def entries(self) -> tuple[Entry, ...]:
        return tuple(entry for part in self.parts for entry in part.entries)

    def printed(self, key: str) -> str:
        """A cell as it is shown in the drawn table."""
        return shown(self.cell(key))

    def tone(self, key: str) -> str:
        """How a marked cell is coloured: `marked` where a finding fails, `doubt`, `beside` where it was
        only compared with; "" unmarked."""
        entries = self.marks.get(key, ())
        outcomes = {e.finding.outcome for e in entries if key in e.mend.wrong}
        doubt = "doubt" if outcomes else "beside" if entries else ""
        return "marked" if "fail" in outcomes else doubt

    def cell(self, key: str) -> Cell:
        assert self.review.report is not None
        return self.review.report.cell(key)


def sheets(reviews: Sequence[Review], said: Said = NOTHING_SAID) -> tuple[Sheet, ...]:
    """One sheet a review, in their order."""
    return tuple(_sheet(r, said) for r in reviews)


def _report_key(review: Review) -> tuple[str, str, int | None]:
    report = review.report
    return (review.source.path, report.agency if report else "", report.year if report else None)


def _sheet(review: Review, said: Said) -> Sheet:
    path = review.source.path
    problems = tuple(e.beside(path) for e in review.errors)
    report = review.report
    if report is None:
        name = path.replace("\\", "/").rsplit("/", 1)[-1]
        return Sheet(review=review, heading=name, path=path, problems=problems)
    year = f"{report.year}年" if report.year else "年份不明的"
    heading = f"{report.agency or '机关名称不明'}{year}{REPORT_NAME}"
    parts = _parts(review, said.decisions)
    own = _report_key(review)
    letter = said.letters.get((report.agency, report.year or 0))
    comparison = next((c for c in said.comparisons if _report_key(c.after) == own), None)
    return Sheet(
        review=review,
        heading=heading,
        path=path,
        summary=summary(review),
        unjudged=_unjudged(review.assessed),
        problems=problems,
        parts=parts,
        grids=grids(report),
        marks=_marks(entry for part in parts for entry in part.entries),
        changes=changes(comparison) if comparison else (),
        corrections=tuple(c for c in said.corrections if (c.agency, c.year) == own[1:]),
        letter=letter,
        sent_back=stands(letter, said.today).word if letter else "",
    )


def _parts(review: Review, decisions: Sequence[Decision]) -> tuple[PartEntries, ...]:
    """The findings numbered through, grouped by part; those of the whole come first."""
    found: list[PartEntries] = []
    kept = _decisions(review, decisions)
    number = 0
    titles = {p.number: p.heading for p in PARTS}
    to_mend = decided(review.findings, kept)
    for part in (None, *titles):
        entries = []
        for mend, decision in to_mend:
            if mend.finding.section == part:
                number += 1
                entries.append(Entry(number, mend, decision, place(mend, review)))
        if entries:
            found.append(PartEntries(part, titles[part] if part else WHOLE, tuple(entries)))
    return tuple(found)


def _decisions(review: Review, decisions: Sequence[Decision]) -> dict[tuple[str, str], Decision]:
    report = review.report
    assert report is not None
    return {
        (d.rule, d.place): d
        for d in decisions
        if (d.agency, d.year) == (report.agency, report.year)
    }


def _marks(entries: Iterable[Entry]) -> dict[str, tuple[Entry, ...]]:
    found: dict[str, tuple[Entry, ...]] = {}
    for entry in (e for e in entries if not e.dismissed):
        for key in entry.finding.cells:
            found[key] = (*found.get(key, ()), entry)
    return found


def summary(review: Review) -> str:
    """How many of each mark, in one line: 「错误 2 项，待核 1 项；……」."""
    counts = Counter(mark(m.finding) for m in mends(review.findings))
    said = "，".join(f"{word} {counts[word]} 项" for word in MARKS.values() if counts[word])
    passed = sum(o == "pass" for o in review.assessed.values())
    return f"{said or '未发现问题'}；{len(review.assessed)} 条规则中 {passed} 条通过"


def _unjudged(assessed: Mapping[str, Outcome]) -> str:
    rules = [rule for rule, outcome in assessed.items() if outcome == "not_assessable"]
    return f"未能判断的规则：{'；'.join(map(_named, rules))}" if rules else ""


def _named(rule: str) -> str:
    """A rule by its id and what it is called: an id alone says nothing away from the rule book."""
    return f"{rule} {RULES[rule].title}" if rule in RULES else rule


def place(mend: Mend, review: Review) -> str:
    """Where a thing stands in its part: its cell or table, else its paragraph; then its page.

    "" where none is known; a line of a file says nothing to who has it open in Word.
    """
    at = mend.finding.at
    where = table_place(mend.wrong) or _paragraph(mend.finding, review)
    return "，".join(w for w in (where, f"第{at.page}页" if at.page else "") if w)


def _paragraph(finding: Finding, review: Review) -> str:
    part = review.report.section(finding.section) if review.report and finding.section else None
    texts = list(enumerate(part.paragraphs, 1)) if part else []
    here = [n for n, p in texts if p.at == finding.at]
    found = here or [n for n, p in texts if finding.quote and finding.quote in p.text]
    return f"第{found[0]}段" if len(found) == 1 else ""


def passage(passage: Passage) -> str:
    """A passage of another text with its origin."""
    year = f"{passage.year}年" if passage.year else ""
    return f"{passage.agency}{year}：{passage.quote}"


def verdict(decision: Decision | None) -> str:
    """A person's decision in words: 「确认（张三，2025-02-03）：……」."""
    if decision is None:
        return ""
    who = "，".join(w for w in (decision.who, decision.when[:10]) if w)
    said = VERDICTS[decision.verdict] + (f"（{who}）" if who else "")
    return f"{said}：{decision.note}" if decision.note else said


def changes(comparison: Comparison) -> tuple[str, ...]:
    """What a second version changed, a line each."""
    kinds = (
        ("已改正", mends(comparison.mended)),
        ("仍存在", mends(comparison.standing)),
        ("新出现", mends(comparison.new)),
        ("这次未能判断", mends(comparison.unassessed)),
    )
    counts = "，".join(f"{word} {len(found)} 项" for word, found in kinds)
    lines = [f"与前一稿对照：{counts}，数据改动 {len(comparison.cells)} 处"]
    lines += [
        f"{word}：[{'、'.join(m.rules)}] {m.finding.message}"
        for word, found in kinds
        for m in found
    ]
    names = labels()
    lines += [
        f"数据改动：{names[c.key]}：{_cell(c.before)} → {_cell(c.after)}" for c in comparison.cells
    ]
    return tuple(lines)


def _cell(cell: Cell) -> str:
    return shown(cell) or "空白"
