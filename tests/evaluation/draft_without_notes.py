"""What a draft without notes claims: causes, promises, figures told, last year, likeness, time."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from assistant.draft import Draft, DraftRequest, draft
from index.bodies.names import self_words, short_names
from index.library.library import Library
from index.numerals import ONE_TO_TEN
from index.report import Report
from index.text import squash
from tests.evaluation.figures import Figure, percentile

GAP = re.compile(r"〔待补充[^〔〕]*〕")
QUOTED = re.compile(r"“([^”]*)”")
CLAUSE = re.compile(r"[^，。；：、！？\n]+")
_CAUSE = re.compile(r"因为|由于|原因|缘于|源于|导致|致使|反映出|说明|暴露出|可见")
_PROMISE = re.compile(r"将(?!来)|拟|下一步|力争|确保|计划|\d+月(?:底|前)|年底前")
_ROSE = re.compile(r"由上年的(\d+)件增至(\d+)件")
_WORSE = re.compile(r"增至|增加|上升|增长|偏高|较高|仍然|依然|持平|减少|下降|回落")
_LAST_YEARS = re.compile(r"(?:针对|提出的?|承诺)((?:“[^”]*”)+)")
_SENTENCE = re.compile(r"[^。；\n]+(?:[。；]|\n+|$)")
_FRAME = re.compile(
    rf"^\s*(?:[{ONE_TO_TEN}]+是|（[{ONE_TO_TEN}]+）|\d+\.)?(?:针对“[^”]*”，)?(?:按照上年提出的“[^”]*”，)?"
)
"""What stands before the report's own words on an item of last year."""
_NAMED_YEAR = re.compile(r"(20\d\d)年提出")
_ASKED = re.compile(r"(?:\d年提出|^)“([^”]*)”")
_SHORT = 60
"""So many characters are a short text for a body where nothing happened."""


@dataclass(frozen=True, slots=True)
class Made:
    """A draft beside the reports it speaks of, what last year's part five says, and the processor's seconds."""

    draft: Draft
    report: Report
    earlier: Report | None
    said: tuple[str, ...]
    seconds: float

    @property
    def told(self) -> str:
        """What the draft states itself: without its questions, what it quotes and the year's own words."""
        own = "".join(squash(s.text) for s in self.report.sections if s.number != 5)
        sentences = _SENTENCE.findall(GAP.sub("", self.draft.text))
        said = [s for s in sentences if squash(_FRAME.sub("", s)).rstrip("。；") not in own]
        return _LAST_YEARS.sub("", "".join(said))

    @property
    def quiet(self) -> bool:
        keys = ["applications.new_received.total", "applications.carried_over.total"]
        suits = ("reconsideration", "direct_suit", "suit_after_reconsideration")
        keys += [f"disputes.{s}.total" for s in suits]
        return all(self.report.cell(k).value == 0 for k in keys)


def drafts(
    library: Library, most: int, said: Mapping[tuple[str, int], tuple[str, ...]] | None = None
) -> Iterator[Made]:
    """The latest years first: those have the most behind them.

    `said` are last year's items where they are known; else what the reader finds in part five.
    """
    wanted = [e for e in library.reports() if e.year and e.format != "earlier"]
    wanted.sort(key=lambda e: (-(e.year or 0), e.agency))
    for entry in wanted[:most]:
        assert entry.year
        started = time.process_time()
        made = draft(DraftRequest(entry.agency, entry.year), library)
        seconds = time.process_time() - started
        earlier = library.earlier(entry.agency, entry.year - 1)
        last: tuple[str, ...] = ()
        if earlier:
            known = said.get((earlier.agency, entry.year - 1)) if said is not None else None
            last = known if known is not None else tuple(_items(library, entry.body, entry.year))
        yield Made(made, library.report(entry.id), earlier, last, seconds)


def _items(library: Library, body: int, year: int) -> Iterator[str]:
    for item in library.items(bodies=[body], years=[year - 1], kinds=("problem", "measure")):
        if item.section == 5:
            yield item.headline


def quality(made: Sequence[Made]) -> list[Figure]:
    items = [(m, text) for m in made for text in m.said]
    clauses = [(m.draft.agency, m.told) for m in made]
    return [
        Figure("没有出处的原因", sum(len(_CAUSE.findall(m.told)) for m in made), 0),
        Figure("没有出处的承诺", sum(len(_PROMISE.findall(m.told)) for m in made), 0),
        Figure("持平、下降或偶然波动的数字写成问题", sum(map(_chance, made)), 0),
        Figure("关于上年报告的不实说法", sum(map(_false_of_last_year, made)), 0),
        Figure("上年条目未写也未问", sum(not _met(m, text) for m, text in items), 0),
        Figure("零申请的单位没有如实短写", sum(m.quiet and not _honest(m) for m in made), 0),
        Figure("未证实或不实的句子", sum(_not_proved(m.draft) for m in made), 0),
        Figure("出处的部分与表格不符", sum(map(_misplaced, made)), 0),
        Figure("自身规则的发现", sum(len(m.draft.findings) for m in made), 0),
        Figure("无数字的分句与别家逐字相同的占比", shared_clauses(clauses), 0.15),
        Figure("空话占比（最高）", max((m.draft.empty for m in made), default=0.0), 0.10),
        Figure("每份用时（处理器秒，中位）", percentile([m.seconds for m in made], 0.5), 0.5),
    ]


def _chance(m: Made) -> int:
    """Figures told as risen that did not rise beyond chance at a like number of applications.

    A figure told as worse in any other words than the frame's counts as well.
    """
    new = "applications.new_received.total"
    now, before = m.report.cell(new).value, m.earlier.cell(new).value if m.earlier else None
    alike = bool(now and before and abs(now - before) <= 0.2 * before)
    rises = [(int(a), int(b)) for a, b in _ROSE.findall(m.told)]
    others = len(_WORSE.findall(_ROSE.sub("", m.told)))
    return others + sum(not alike or b - a <= 2 * sqrt(a + b) for a, b in rises)


def _false_of_last_year(m: Made) -> int:
    """What is put in quotation marks as last year's and is not in its part five."""
    part = m.earlier.section(5) if m.earlier else None
    last = squash(part.text).translate(_INNER) if part else ""
    each = [q for run in _LAST_YEARS.findall(m.draft.text) for q in QUOTED.findall(run)]
    own = [squash(q) for q in each if not _own_matter(m, q)]
    wrong_year = [y for y in _NAMED_YEAR.findall(m.draft.text) if int(y) != m.draft.year - 1]
    return sum(q not in last for q in own) + len(wrong_year)


_INNER = str.maketrans("“”", "‘’")


def _own_matter(m: Made, quoted: str) -> bool:
    """A measure's problem of this year (针对“…”，2025年做什么) is no word of last year's."""
    return any(quoted == g.about.strip("“”") and g.kind == "measure" for g in m.draft.gaps)


def _met(m: Made, text: str) -> bool:
    """Whether an item of last year's stands in the text, said or asked, at least its headline."""
    words, said = squash(text).translate(_INNER).rstrip("。；"), squash(m.draft.text)
    asked = [squash(q) for q in QUOTED.findall(m.draft.text)]
    return words in said or any(q in words for q in asked if len(q) > 5)


def _honest(m: Made) -> bool:
    """No problem of the tables is told, the noughts are, and little else."""
    stated = m.told.replace(" ", "")
    noughts = all(f"{what}0件" in stated for what in ("申请", "行政复议", "行政诉讼"))
    problem = re.search(r"纠正\d+件|增至|结转\d+件", stated)
    heads = sum(len(line) for line in stated.splitlines() if line.endswith("："))
    return noughts and not problem and len(stated) - heads <= _SHORT + len(m.draft.agency)


def _not_proved(d: Draft) -> int:
    return len(d.of_status("unproved")) + len(d.of_status("contradicted"))


def _misplaced(m: Made) -> int:
    part = {"disclosure": 2, "applications": 3, "disputes": 4}
    return sum(part[e.cell.split(".")[0]] != e.section for e in m.draft.evidence if e.cell)


def shared_clauses(texts: Sequence[tuple[str, str]]) -> float:
    """The share of figure-free clauses that stand word for word in another body's text.

    A body's name for itself is no difference between two clauses.
    """
    clauses = [
        (agency, squash(_nameless(c, agency)))
        for agency, text in texts
        for c in CLAUSE.findall(text)
        if c.strip() and not re.search(r"\d", c)
    ]
    whose: dict[str, set[str]] = {}
    for agency, clause in clauses:
        whose.setdefault(clause, set()).add(agency)
    return sum(len(whose[c]) > 1 for _, c in clauses) / len(clauses) if clauses else 0.0


def _nameless(clause: str, agency: str) -> str:
    for name in (agency, *short_names(agency), *self_words(agency)):
        clause = clause.replace(name, "＊")
    return clause
