"""Drafts measured: sources of causes and promises, figures told, last year, likeness, lies, time.

`nianbao evaluate draft [FILE…]`: over 60 generated body-years without notes, and the reports given
beside them.  What is measured is read from the text and the truth anew, not from what the draft
says of itself.
"""

from __future__ import annotations

import random
import re
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import sqrt
from pathlib import Path

from assistant.draft import Draft, DraftRequest, checked, draft, gather
from index.library.library import Library
from index.report import Report
from index.text import squash

BODY_YEARS = 60
LIES = 200
GAP = re.compile(r"〔待补充[^〔〕]*〕")
CAUSE = re.compile(r"因为|由于|原因|缘于|源于|导致|致使|反映出|说明|暴露出|可见")
PROMISE = re.compile(r"将(?!来)|拟|下一步|力争|确保|计划|\d+月(?:底|前)|年底前")
FELL = re.compile(r"由上年的(\d+)件增至(\d+)件")
CLAUSE = re.compile(r"[^，。；：、！？\n]+")


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure with the bound it must keep."""

    name: str
    value: float
    bound: float
    at_most: bool = True

    @property
    def holds(self) -> bool:
        return self.value <= self.bound if self.at_most else self.value >= self.bound

    def __str__(self) -> str:
        sign = "≤" if self.at_most else "≥"
        return f"{'达到' if self.holds else '未达'}  {self.name}：{self.value:.3g}（要求 {sign} {self.bound:g}）"


@dataclass(frozen=True, slots=True)
class Made:
    """A draft beside the reports it speaks of, what last year's part five says, and the seconds."""

    draft: Draft
    report: Report
    earlier: Report | None
    said: tuple[str, ...]
    seconds: float

    @property
    def told(self) -> str:
        """What the draft states: its text without its questions."""
        return GAP.sub("", self.draft.text)


Said = Mapping[tuple[str, int], tuple[str, ...]]


def main(arguments: Sequence[str] = ()) -> int:
    """Print every figure; 0 where all hold."""
    from tests.generator import world
    from tests.generator.bridge import as_report

    true = world(bodies=24, years=range(2019, 2025), seed=7).reports
    said = {
        (r.agency, r.year): tuple(f.text for f in r.facts if f.kind in ("problem", "measure"))
        for r in true
    }
    reports = [*(as_report(r) for r in true), *_given(arguments)]
    with tempfile.TemporaryDirectory() as folder:
        library = Library.open(Path(folder), embedder="hashing")
        for number, report in enumerate(reports):
            library.add(report, f"{number}".encode(), filename=f"{number}.txt")
        made = list(_drafts(library, reports, said))
        figures = [*_quality(made), _lies(library)]
        library.close()
    for figure in figures:
        print(figure)
    return 0 if all(f.holds for f in figures) else 1


def _given(arguments: Sequence[str]) -> Iterator[Report]:
    from index.ingest import expand, read

    files, _ = expand([Path(a) for a in arguments])
    for path in files:
        yield from read(path)


def _drafts(library: Library, reports: Sequence[Report], said: Said) -> Iterator[Made]:
    """The latest years first: those have the most behind them."""
    wanted = [e for e in library.reports() if e.year and e.format != "earlier"]
    wanted.sort(key=lambda e: (-(e.year or 0), e.agency))
    for entry in wanted[: BODY_YEARS + len(reports) % 2]:
        assert entry.year
        started = time.perf_counter()
        made = draft(DraftRequest(entry.agency, entry.year), library)
        seconds = time.perf_counter() - started
        earlier = library.earlier(entry.agency, entry.year - 1)
        last = said.get((earlier.agency, entry.year - 1), ()) if earlier else ()
        yield Made(made, library.report(entry.id), earlier, last, seconds)


# ---------------------------------------------------------------- quality


def _quality(made: Sequence[Made]) -> list[Figure]:
    items = [(m, text) for m in made for text in m.said]
    print(f"草稿 {len(made)} 份，上年条目 {len(items)} 条")
    return [
        Figure("没有出处的原因", sum(len(CAUSE.findall(m.told)) for m in made), 0),
        Figure("没有出处的承诺", sum(_promises(m) for m in made), 0),
        Figure("持平、下降或偶然波动的数字写成问题", sum(map(_chance, made)), 0),
        Figure("关于上年报告的不实说法", sum(map(_false_of_last_year, made)), 0),
        Figure("上年条目未写也未问", sum(not _met(m, text) for m, text in items), 0),
        Figure("未证实或不实的句子", sum(_not_proved(m.draft) for m in made), 0),
        Figure("出处的部分与表格不符", sum(map(_misplaced, made)), 0),
        Figure("自身规则的发现", sum(len(m.draft.findings) for m in made), 0),
        Figure(
            "无数字的分句与别家逐字相同的占比",
            shared_clauses([(m.draft.agency, m.told) for m in made]),
            0.15,
        ),
        Figure("空话占比（最高）", max(m.draft.empty for m in made), 0.10),
        Figure("每份用时（秒，中位）", percentile([m.seconds for m in made], 0.5), 0.5),
    ]


def _promises(m: Made) -> int:
    return len(PROMISE.findall(re.sub(r"“[^”]*”", "", m.told)))


def _chance(m: Made) -> int:
    """Figures told as risen that did not rise beyond chance at a like number of applications."""
    new = "applications.new_received.total"
    now, before = m.report.cell(new).value, m.earlier.cell(new).value if m.earlier else None
    alike = bool(now and before and abs(now - before) <= 0.2 * before)
    rises = [(int(a), int(b)) for a, b in FELL.findall(m.told)]
    return sum(not alike or b - a <= 2 * sqrt(a + b) for a, b in rises)


def _false_of_last_year(m: Made) -> int:
    """What is put in quotation marks as last year's and is not in its part five."""
    part = m.earlier.section(5) if m.earlier else None
    last = squash(part.text) if part else ""
    quoted = re.findall(r"(?:提出|承诺)的?((?:“[^”]*”)+)", m.draft.text)
    each = [q for run in quoted for q in re.findall(r"“([^”]*)”", run)]
    wrong_year = re.findall(r"(20\d\d)年提出", m.draft.text)
    return sum(squash(q) not in last for q in each) + sum(
        int(y) != m.draft.year - 1 for y in wrong_year
    )


def _met(m: Made, text: str) -> bool:
    """Whether an item of last year's stands in the text, said or asked, at least its first clause."""
    return squash(text) in squash(m.draft.text)


def _not_proved(d: Draft) -> int:
    return len(d.of_status("unproved")) + len(d.of_status("contradicted"))


def _misplaced(m: Made) -> int:
    part = {"disclosure": 2, "applications": 3, "disputes": 4}
    return sum(part[e.cell.split(".")[0]] != e.section for e in m.draft.evidence if e.cell)


def shared_clauses(texts: Sequence[tuple[str, str]]) -> float:
    """The share of figure-free clauses that stand word for word in another body's text."""
    clauses = [
        (agency, squash(c))
        for agency, text in texts
        for c in CLAUSE.findall(text)
        if c.strip() and not re.search(r"\d", c)
    ]
    whose: dict[str, set[str]] = {}
    for agency, clause in clauses:
        whose.setdefault(clause, set()).add(agency)
    return sum(len(whose[c]) > 1 for _, c in clauses) / len(clauses) if clauses else 0.0


def percentile(values: Sequence[float], at: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(at * len(ordered)))] if ordered else 0.0


# ---------------------------------------------------------------- planted lies


def _lies(library: Library) -> Figure:
    """Lies that a model might tell, planted in good drafts: how many are caught."""
    draw = random.Random(11)
    entries = [e for e in library.reports(years=(2024,)) if e.year]
    known = {e.agency: (gather(DraftRequest(e.agency, 2024), library)) for e in entries}
    honest = {a: draft(DraftRequest(a, 2024), library) for a in known}
    caught = told = 0
    while told < LIES:
        agency = draw.choice(sorted(known))
        good = honest[agency]
        lie = draw.choice(LIES_TOLD)(known[agency].report, draw)
        if lie is None:
            continue
        told += 1
        seen = checked(replace(good, text=f"{good.text}\n{lie}"), known[agency])
        caught += seen.claims[-1].status != "proved"
    return Figure(f"识破的假话（共{LIES}处）", caught, LIES, at_most=False)


def _change_number(report: Report | None, draw: random.Random) -> str | None:
    value = report.cell("applications.new_received.total").value if report else None
    if not value:
        return None
    return f"全年新收政府信息公开申请{int(value) + draw.randint(1, 9)}件。"


def _turn_direction(report: Report | None, draw: random.Random) -> str | None:
    value = report.cell("disputes.reconsideration.total").value if report else None
    return f"行政复议{int(value)}件，比上年翻了三番。" if value else None


def _name_another(report: Report | None, draw: random.Random) -> str:
    other = draw.choice(("白沙县应急管理局", "东岭市统计局", "长滩镇人民政府"))
    return f"{other}的做法可以借鉴。"


def _invent_case(report: Report | None, draw: random.Random) -> str:
    n = draw.choice(("四十一起", "五十三起", "67件", "89件"))
    return f"另有{n}败诉案件。"


def _in_words(report: Report | None, draw: random.Random) -> str:
    return draw.choice(
        (
            "近七成申请未能办结。",
            "超过九成群众不满意。",
            "投诉增长四倍。",
            "百分之六十三的栏目未更新。",
            "这主要是因为承办人员业务不熟。",
            "2025年6月底前建成统一平台。",
            "公开工作取得明显成效。",
        )
    )


LIES_TOLD: tuple[Callable[[Report | None, random.Random], str | None], ...] = (
    _change_number,
    _turn_direction,
    _name_another,
    _invent_case,
    _in_words,
)
