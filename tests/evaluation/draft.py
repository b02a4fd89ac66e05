"""Drafts measured: own facts, proved numbers, rules, empty phrases, likeness, planted lies, time.

`nianbao evaluate draft [FILE…]`: over 60 generated body-years, and the reports given beside them.
"""

from __future__ import annotations

import random
import re
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path

from assistant.draft import Draft, DraftRequest, draft
from assistant.draft.check import checked
from assistant.draft.gather import gather
from index.library.library import Library
from index.report import Report

BODY_YEARS = 60
LIES = 200


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
    """A draft beside what its office published last year, and the seconds it took."""

    draft: Draft
    earlier: Report | None
    seconds: float


def main(arguments: Sequence[str] = ()) -> int:
    """Print every figure; 0 where all hold."""
    from tests.generator import world
    from tests.generator.bridge import as_report

    reports = [as_report(r) for r in world(bodies=24, years=range(2019, 2025), seed=7).reports]
    reports += list(_given(arguments))
    with tempfile.TemporaryDirectory() as folder:
        library = Library.open(Path(folder), embedder="hashing")
        for number, report in enumerate(reports):
            library.add(report, f"{number}".encode(), filename=f"{number}.txt")
        figures = [*_quality(list(_drafts(library, reports))), _lies(library)]
        library.close()
    for figure in figures:
        print(figure)
    return 0 if all(f.holds for f in figures) else 1


def _given(arguments: Sequence[str]) -> Iterator[Report]:
    from index.ingest import expand, read

    files, _ = expand([Path(a) for a in arguments])
    for path in files:
        yield from read(path)


def _drafts(library: Library, reports: Sequence[Report]) -> Iterator[Made]:
    """The latest years first: those have the most behind them."""
    wanted = [e for e in library.reports() if e.year and e.format != "earlier"]
    wanted.sort(key=lambda e: (-(e.year or 0), e.agency))
    for entry in wanted[: BODY_YEARS + len(reports) % 2]:
        assert entry.year
        started = time.perf_counter()
        made = draft(DraftRequest(entry.agency, entry.year), library)
        seconds = time.perf_counter() - started
        yield Made(made, library.earlier(entry.agency, entry.year - 1), seconds)


# ---------------------------------------------------------------- quality


def _quality(made: Sequence[Made]) -> list[Figure]:
    drafts = [m.draft for m in made]
    years = sorted({d.year for d in drafts})
    pairs = [
        likeness(a.text, b.text)
        for year in years
        for a, b in combinations([d for d in drafts if d.year == year], 2)
    ]
    before = [
        likeness(m.draft.text, part.text)
        for m in made
        if m.earlier and (part := m.earlier.section(5))
    ]
    print(f"草稿 {len(made)} 份，同年两两比较 {len(pairs)} 对，与上年比较 {len(before)} 份")
    return [
        Figure("用到两处以上自身事实的草稿占比", _share(drafts, _own_facts), 1, at_most=False),
        Figure("未核对的数字", sum(len(d.unverified) for d in drafts), 0),
        Figure("自身规则的发现", sum(len(d.findings) for d in drafts), 0),
        Figure("空话占比（最高）", max(d.empty for d in drafts), 0.10),
        Figure("字数在300–800的草稿占比", _share(drafts, _in_length), 1, at_most=False),
        Figure("问题与措施依据一致的占比", _share(drafts, _paired), 1, at_most=False),
        Figure("同年各机关相似度（95分位）", percentile(pairs, 0.95), 0.25),
        Figure("与本机关上年第五部分相似度（最高）", max(before, default=0), 0.30),
        Figure("每份用时（秒，最长）", max(m.seconds for m in made), 1.0),
    ]


def _share(drafts: Sequence[Draft], test: Callable[[Draft], bool]) -> float:
    return sum(map(test, drafts)) / len(drafts)


def _own_facts(d: Draft) -> bool:
    """Two pieces of evidence about the office itself, of the figures or its own words, are stated."""
    own = {e.id for e in d.evidence if e.agency == d.agency and e.id != 1}
    return len({i for item in d.items for i in item.evidence if i in own}) >= 2 and (
        sum(c.mention.kind in ("number", "percent") for c in d.numbers) >= 2
    )


def _in_length(d: Draft) -> bool:
    return 300 <= len(d.text) <= 800


def _paired(d: Draft) -> bool:
    return bool(d.items) and all(
        i.evidence and i.problem in d.text and i.measure in d.text for i in d.items
    )


def likeness(a: str, b: str, n: int = 5) -> float:
    """Jaccard similarity (0–1) of the texts' character n-grams, punctuation and spaces left out."""
    left, right = (_grams(t, n) for t in (a, b))
    return len(left & right) / len(left | right) if left | right else 0.0


def _grams(text: str, n: int) -> frozenset[str]:
    solid = re.sub(r"[\W_]", "", text)
    return frozenset(solid[i : i + n] for i in range(len(solid) - n + 1))


def percentile(values: Sequence[float], at: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(at * len(ordered)))] if ordered else 0.0


# ---------------------------------------------------------------- planted lies


def _lies(library: Library) -> Figure:
    """Lies that a model might tell, planted in good drafts: how many are caught."""
    draw = random.Random(11)
    entries = [e for e in library.reports(years=(2024,)) if e.year]
    caught = told = 0
    while told < LIES:
        entry = draw.choice(entries)
        request = DraftRequest(entry.agency, 2024, variant=told)
        honest = draft(request, library)
        lie = _lie(honest, draw)
        if lie is None:
            continue
        told += 1
        seen = checked(replace(honest, text=lie), gather(request, library))
        caught += bool(seen.unverified)
    return Figure(f"识破的假话（共{LIES}处）", caught, LIES, at_most=False)


def _lie(honest: Draft, draw: random.Random) -> str | None:
    kind = draw.choice(LIES_TOLD)
    lie = kind(honest, draw)
    return lie if lie and lie != honest.text else None


def _change_number(d: Draft, draw: random.Random) -> str | None:
    counts = [c.mention for c in d.numbers if c.mention.kind in ("number", "percent")]
    if not counts:
        return None
    m = draw.choice(counts)
    digits = re.search(r"\d+(?:\.\d+)?", m.text)
    if digits is None:
        return None
    # A number that some evidence holds, or rounds to, would be no lie.
    held = {round(float(n)) for e in d.evidence for n in re.findall(r"\d+(?:\.\d+)?", e.text)}
    false = next(n for n in range(round(float(digits[0])) + 1, 10**9) if n not in held)
    start = m.start + digits.start()
    return d.text[:start] + str(false) + d.text[start + len(digits[0]) :]


def _change_year(d: Draft, draw: random.Random) -> str:
    return d.text.replace(f"{d.year}年", f"{d.year - draw.choice((4, 5, 6))}年", 1)


def _name_another(d: Draft, draw: random.Random) -> str:
    other = draw.choice(("白沙县应急管理局", "东岭市统计局", "长滩镇人民政府"))
    return d.text.replace("。", f"，{other}的做法可以借鉴。", 1)


def _invent_case(d: Draft, draw: random.Random) -> str:
    n = draw.choice(("第三起", "两起", "三件", "17件"))
    return d.text.replace("。", f"，另有{n}败诉案件。", 1)


def _in_words(d: Draft, draw: random.Random) -> str:
    claim = draw.choice(
        ("近七成申请未能办结", "超过九成群众不满意", "投诉增长四倍", "百分之六十三的栏目未更新")
    )
    return d.text.replace("。", f"，{claim}。", 1)


LIES_TOLD: tuple[Callable[[Draft, random.Random], str | None], ...] = (
    _change_number,
    _change_year,
    _name_another,
    _invent_case,
    _in_words,
)
