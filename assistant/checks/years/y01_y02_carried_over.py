"""Y01, Y02: figures that follow from last year's report."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.checks.place_names import cell_name
from assistant.checks.rule import NOT_ASSESSABLE, PASS, WITH_YEAR_BEFORE, Context, Rule, Verdict
from assistant.checks.years.year_before import year_before
from index.formats import COLUMN_KEYS
from index.report import Report


@dataclass(frozen=True, slots=True)
class CarriedOver:
    """The form of rule for figures that follow from last year's.

    `now` = last year's `before` + this year's `plus` − this year's `minus`; `unless` says what
    may account for a difference.
    """

    now: str
    before: str
    plus: str = ""
    minus: str = ""
    unless: str = "上年误填的"

    def judge(self, report: Report, earlier: Report) -> Verdict:
        cells = [report.cell(k) for k in (self.now, self.plus, self.minus) if k]
        cells.append(earlier.cell(self.before))
        if any(c.state in ("unread", "text") for c in cells):
            return NOT_ASSESSABLE
        due = (earlier.cell(self.before).value or 0) + self._change(report)
        printed = report.cell(self.now)
        gaps = any(c.value is None for c in cells)
        if (printed.value or 0) == due:
            return NOT_ASSESSABLE if gaps else PASS
        return self._verdict(report, earlier, due, "uncertain" if gaps else "fail")

    def _change(self, report: Report) -> int | float:
        plus = report.cell(self.plus).value if self.plus else 0
        minus = report.cell(self.minus).value if self.minus else 0
        return (plus or 0) - (minus or 0)

    def _verdict(self, report: Report, earlier: Report, due: int | float, outcome: str) -> Verdict:
        printed, before = report.cell(self.now), earlier.cell(self.before)
        year = f"{earlier.year}年" if earlier.year else "上年"
        where = "同一格" if self.before == self.now else cell_name(self.before)
        sum_ = f"{year}年度报告{where}为 {before.text.strip() or '空白'}"
        if self.plus:
            sum_ += f"，加本年制发 {report.cell(self.plus).text}，减本年废止 {report.cell(self.minus).text}"
        return Verdict(
            "uncertain" if outcome == "uncertain" else "fail",
            f"{cell_name(self.now)}：填报 {printed.text.strip() or '空白'}；{sum_}，推算为 {due:g}",
            section=3 if self.now.startswith("applications") else 2,
            cells=(self.now,),
            expected=f"{due:g}",
            found=printed.text.strip(),
            at=printed.at,
            suggestion=f"本年填报有误的，请更正；{self.unless}，请书面说明",
        )


@dataclass(frozen=True, slots=True)
class Follows:
    """A rule's check from its lines; not assessable without the report of the year before."""

    lines: tuple[CarriedOver, ...]

    def __call__(self, report: Report, context: Context) -> Iterator[Verdict]:
        earlier = year_before(report, context)
        if earlier is not None:
            yield from (line.judge(report, earlier) for line in self.lines)


CARRIED_APPLICATIONS = tuple(
    CarriedOver(f"applications.carried_over.{c}", f"applications.carried_forward.{c}")
    for c in COLUMN_KEYS
)
DOCUMENTS_IN_FORCE = tuple(
    CarriedOver(
        f"disclosure.{row}.in_force",
        f"disclosure.{row}.in_force",
        f"disclosure.{row}.issued",
        f"disclosure.{row}.repealed",
        "系清理、划转或上年误填的",
    )
    for row in ("regulations", "normative_documents")
)
RECKONED_FROM = {line.now: (line.plus, line.minus) for line in DOCUMENTS_IN_FORCE}
"""The cells of the year from which others are reckoned."""
RULES: tuple[Rule, ...] = (
    Rule(
        id="Y01",
        title="上年结转与上年报告衔接",
        severity="error",
        basis=f"{WITH_YEAR_BEFORE}：本年上年结转＝上年结转下年度继续办理",
        what="本年“上年结转”各列等于上年报告“结转下年度继续办理”。",
        good="上年结转下年度 3，本年上年结转 3",
        bad="上年结转下年度 3，本年上年结转 0",
        check=Follows(CARRIED_APPLICATIONS),
    ),
    Rule(
        id="Y02",
        title="现行有效件数衔接",
        severity="error",
        basis=f"{WITH_YEAR_BEFORE}：上年现行有效件数＋本年制发－本年废止",
        what="现行有效件数等于上年现行有效件数加本年制发、减本年废止（两年都用2021年表式）。",
        good="上年 20，制发 3，废止 1，现行有效 22",
        bad="上年 20，制发 3，废止 1，现行有效 25",
        check=Follows(DOCUMENTS_IN_FORCE),
        formats=("2021", "mixed"),
    ),
)
