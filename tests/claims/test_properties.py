"""Sentences made of random reports: the true are never contradicted, the turned never proved.

Each maker gives a true sentence and its turned twins; what a turn leaves true by chance is no twin.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from statistics import fmean

import pytest

from assistant.claims import check
from index.report import Report
from tests.generator import world
from tests.generator.bridge import as_report
from tests.sampled import slow_but

FEW, SEEDS = range(6), range(24)
"""The counties that the fast set draws, and the slow one."""
YEAR = 2024
_ROWS = {
    "新收申请": "applications.new_received.total",
    "上年结转的申请": "applications.carried_over.total",
    "办结申请": "applications.total.total",
    "予以公开": "applications.granted.total",
    "部分公开": "applications.partially_granted.total",
    "结转下年度继续办理": "applications.carried_forward.total",
    "因政府信息公开被申请行政复议": "disputes.reconsideration.total",
    "行政许可决定": "disclosure.licensing.decisions",
    "行政处罚决定": "disclosure.penalties.decisions",
    "现行有效的行政规范性文件": "disclosure.normative_documents.in_force",
}


@dataclass(frozen=True)
class Case:
    """A report with what it is compared with, and the source of its sentences' chances."""

    report: Report
    last: Report
    before: Report
    peers: tuple[Report, ...]
    chance: random.Random

    def value(self, words: str, report: Report | None = None) -> int:
        return int((report or self.report).cell(_ROWS[words]).value or 0)

    def status(self, text: str) -> str:
        earlier = {YEAR - 1: self.last, YEAR - 2: self.before}
        found = check(text, self.report, earlier=earlier, peers=self.peers)
        return max((c.status for c in found), key=("proved", "unproved", "contradicted").index)


@cache
def case(seed: int) -> Case:
    made = world(bodies=14, years=range(2022, 2025), seed=seed, gaps=0.0)
    bureaus = [b for b in made.bodies if b.level == "department"]
    chance = random.Random(seed)
    body = chance.choice(bureaus)
    found = [as_report(r) for y in (2024, 2023, 2022) if (r := made.report(body, y))]
    others = [as_report(r) for b in bureaus if b != body and (r := made.report(b, YEAR))]
    return Case(found[0], found[1], found[2], tuple(others), chance)


Made = tuple[str, Sequence[str]]


def _values(c: Case) -> Iterator[Made]:
    for words in _ROWS:
        n = c.value(words)
        wrong = n + c.chance.choice((3, 7, 11))
        yield f"本年{words}{n}件。", (f"本年{words}{wrong}件。",)


def _changes(c: Case) -> Iterator[Made]:
    for words in _ROWS:
        now, then = c.value(words), c.value(words, c.last)
        if now == then:
            yield f"本年{words}数量与上年持平。", (f"本年{words}数量较上年增加2件。",)
            continue
        up, down = ("增加", "减少") if now > then else ("减少", "增加")
        gap = abs(now - then)
        turned = [
            f"本年{words}{now}件，较上年{down}{gap}件。",
            f"本年{words}{now}件，较上年{up}{gap + 4}件。",
            f"{words}由上年的{now}件变为{then}件，{up}{gap}件。",
            f"{words}数量比上年有所{down}。",
            f"{words}数量与上年持平。" if gap > max(now, then) / 5 else "",
        ]
        yield f"本年{words}{now}件，较上年{up}{gap}件。", [t for t in turned if t]
        yield (
            f"{words}由上年的{then}件{up}至{now}件。",
            (f"{words}由上年的{now}件{down}至{then}件。",),
        )


def _shares(c: Case) -> Iterator[Made]:
    done = c.value("办结申请")
    for words in ("予以公开", "部分公开"):
        n = c.value(words)
        if not done:
            continue
        share = 100 * n / done
        other = share + c.chance.choice((6, 13))
        turned = [f"{words}{n}件，占办结总数的{other:.1f}%。"]
        turned += [f"办结的申请中，{words}的占多数。"] if share < 50 else []
        turned += [f"办结的申请中，{words}的不足半数。"] if share > 50 else []
        yield f"{words}{n}件，占办结总数的{share:.1f}%。", turned


def _denials(c: Case) -> Iterator[Made]:
    for kind, key in (("行政复议", "reconsideration"), ("行政诉讼", "direct_suit")):
        lost = int(c.report.cell(f"disputes.{key}.corrected").value or 0)
        suits = key == "direct_suit"
        lost += (
            int(c.report.cell("disputes.suit_after_reconsideration.corrected").value or 0) * suits
        )
        denied = f"全年没有一起{kind}案件被纠正。"
        said = f"{kind}案件中被纠正{lost}件。"
        yield (said, (denied,)) if lost else (denied, (f"{kind}案件中被纠正2件。",))


def _peers(c: Case) -> Iterator[Made]:
    words = "新收申请"
    n = c.value(words)
    others = [c.value(words, p) for p in c.peers]
    mean = fmean(others)
    if abs(n - mean) > 1:
        high, low = ("高于", "低于") if n > mean else ("低于", "高于")
        yield f"{words}数量{high}同级平均水平。", (f"{words}数量{low}同级平均水平。",)
    peer = c.chance.choice(c.peers)
    theirs = c.value(words, peer)
    if theirs != n:
        more, less = ("多", "少") if n > theirs else ("少", "多")
        gap = abs(n - theirs)
        turned = [
            f"{words}{n}件，比{peer.agency}{less}{gap}件。",
            f"{words}{n}件，比{peer.agency}{more}{gap + 5}件。",
            f"{peer.agency}{words}{n}件。" if n != theirs + c.value("上年结转的申请", peer) else "",
        ]
        yield f"{words}{n}件，比{peer.agency}{more}{gap}件。", [t for t in turned if t]


def _sums(c: Case) -> Iterator[Made]:
    words = "新收申请"
    two = c.value(words) + c.value(words, c.last)
    three = two + c.value(words, c.before)
    yield f"近三年累计{words}{three}件。", (f"近三年累计{words}{three + 6}件。",)
    wrong = (f"2023年和2024年共{words}{three + 1}件。",)
    yield f"2023年和2024年共{words}{two}件。", wrong
    granted, partly = c.value("予以公开"), c.value("部分公开")
    both = granted + partly
    yield f"予以公开和部分公开合计{both}件。", (f"予以公开和部分公开合计{both + 3}件。",)


def _money(c: Case) -> Iterator[Made]:
    value = c.report.cell("disclosure.fees.amount").value
    if value:
        right = f"收取行政事业性收费{value}万元。"
        yield right, (right.replace("万元", "亿元"), right.replace("万元", "元"))


MAKERS: tuple[Callable[[Case], Iterator[Made]], ...] = (
    _values,
    _changes,
    _shares,
    _denials,
    _peers,
    _sums,
    _money,
)


by_maker = pytest.mark.parametrize("make", MAKERS, ids=lambda m: m.__name__.strip("_"))
by_seeds = pytest.mark.parametrize("seeds", slow_but([FEW, SEEDS], [FEW]), ids=["few", "many"])


@by_seeds
@by_maker
def test_what_is_true_is_never_contradicted_and_mostly_proved(
    make: Callable[[Case], Iterator[Made]], seeds: range
) -> None:
    found = [(said, case(s).status(said)) for s in seeds for said, _ in make(case(s))]
    assert [said for said, status in found if status == "contradicted"] == []
    proved = sum(status == "proved" for _, status in found)
    assert found and proved >= 0.9 * len(found)


@by_seeds
@by_maker
def test_what_is_turned_is_never_proved(
    make: Callable[[Case], Iterator[Made]], seeds: range
) -> None:
    twins = [(t, case(s).status(t)) for s in seeds for _, turned in make(case(s)) for t in turned]
    assert [said for said, status in twins if status == "proved"] == []
