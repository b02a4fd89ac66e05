"""How well the rules hold: their cases, planted faults, clean reports and traps, and their speed.

`nianbao evaluate rules [--reports N] [--peers N] [--seed N] [--show]` prints a conformance table
(each rule's cases by sort, agreeing/all), the planted faults found rule by rule, what was raised
on clean reports and traps (nothing may fail), and how long checking takes.
"""

from __future__ import annotations

import argparse
import importlib
import random
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assistant.checks import RULES, Context, Rule, run
from assistant.checks.corpus import Corpus
from index.ingest import read
from index.report import Report, Review

FOUND_AT_LEAST = 0.97
SHARE_OF_READING = 0.5
PEER_SECONDS = 20.0
SORTS = {"pass": "好例", "fail": "坏例", "uncertain": "存疑", "explained": "可解释"}


@dataclass(slots=True)
class Score:
    """What the run showed; `holds` where every figure asked for is reached."""

    disagreeing: list[str] = field(default_factory=list)
    planted: int = 0
    missed: list[str] = field(default_factory=list)
    clean: int = 0
    traps: int = 0
    alarms: list[str] = field(default_factory=list)
    causes: tuple[int, int] = (0, 0)
    seconds: float = 0.0
    reading: float = 0.0
    peer_seconds: float = 0.0

    @property
    def found(self) -> float:
        return 1 - len(self.missed) / max(1, self.planted)

    @property
    def holds(self) -> bool:
        return (
            not self.disagreeing
            and not self.alarms
            and self.found >= FOUND_AT_LEAST
            and self.seconds <= SHARE_OF_READING * self.reading
            and self.peer_seconds <= PEER_SECONDS
        )


def main(arguments: Sequence[str] = ()) -> int:
    options = _options(arguments)
    score = Score()
    conformance(score)
    planted(score, options)
    unfounded(score, options)
    speed(score, options)
    _summary(score, options.show)
    return 0 if score.holds else 1


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="nianbao evaluate rules")
    parser.add_argument("--reports", type=int, default=240, help="生成的无误报告数")
    parser.add_argument("--peers", type=int, default=1000, help="比对雷同的报告数")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--show", action="store_true", help="列出每一处不符")
    return parser.parse_args(list(arguments))


def _generator() -> Any:
    """The drawn reports of the source checkout, by its public names."""
    return importlib.import_module("tests.generator")


# ---------------------------------------------------------------- the cases


def conformance(score: Score) -> None:
    """Each rule's cases by sort: how many come out as written, of how many."""
    from tests.checks.build import report
    from tests.checks.cases import context, load

    print("一、规则符合性（符合/全部）")
    sorts = (*SORTS.values(), "无法判断", "空白", "旧表式", "陷阱")
    print(_row("规则", sorts))
    for rule, cases in load().items():
        tally: dict[str, list[bool]] = defaultdict(list)
        for case in cases:
            review = run(report(case), context(case), {rule: RULES[rule]})
            agrees = review.assessed[rule] == case["assessed"] and not review.errors
            if not agrees:
                score.disagreeing.append(f"{rule} {case['name']}")
            for sort in _sorts(case):
                tally[sort].append(agrees)
        print(_row(rule, [f"{sum(tally[s])}/{len(tally[s])}" if tally[s] else "" for s in sorts]))


def _sorts(case: Mapping[str, Any]) -> Iterator[str]:
    yield SORTS.get(case["assessed"], "无法判断")
    if "" in case.get("cells", {}).values():
        yield "空白"
    if str(case.get("format")) in ("2019", "earlier"):
        yield "旧表式"
    if case.get("trap"):
        yield "陷阱"


def _row(name: str, cells: Sequence[str]) -> str:
    return name.ljust(6) + "".join(f"{c:>8}" for c in cells)


# ---------------------------------------------------------------- planted faults


def planted(score: Score, options: argparse.Namespace) -> None:
    """Faults planted one at a time: those that the rule they belong to finds."""
    found: Counter[str] = Counter()
    all_: Counter[str] = Counter()
    named = single = 0
    for mutation in _mutations(options.seed):
        review = _check(mutation)
        all_[mutation.rule] += 1
        hit = any(f.rule == mutation.rule and f.outcome == "fail" for f in review.findings)
        found[mutation.rule] += hit
        if not hit:
            score.missed.append(f"{mutation.rule} {mutation.description}：{mutation.where}")
        if mutation.rule in ("T01", "T02", "T03", "T04") and hit:
            single += 1
            named += any(f.rule == "T06" and mutation.where in f.cells for f in review.findings)
    score.planted, score.causes = all_.total(), (named, single)
    print("\n二、植入差错：找到/植入")
    for rule in RULES:
        if all_[rule]:
            print(f"{rule:<6}{found[rule]:>5}/{all_[rule]}")


def _mutations(seed: int) -> Iterator[Any]:

    for number, (first, body) in enumerate(((2019, 0), (2022, 1), (2020, 2), (2023, 3))):
        county = _generator().world(
            bodies=4, years=range(first, first + 2), seed=seed + number, gaps=0
        )
        for report in (r for r in county if r.body in county.bodies[body::3]):
            peers = [r for r in county if r.year == report.year]
            earlier = county.report(report.body, report.year - 1)
            rng = random.Random(f"{seed}/{number}/{report.agency}/{report.year}")
            yield from _generator().mutations(report, rng, earlier, peers)


def _check(planted: Any, rules: Mapping[str, Rule] = RULES) -> Review:

    earlier = getattr(planted, "earlier", None)
    peers = getattr(planted, "peers", ())
    context = Context(
        earlier=_generator().as_report(earlier) if earlier else None,
        peers=Corpus(_generator().as_report(p) for p in peers) if peers else None,
        children=tuple(_generator().as_report(c) for c in planted.children),
    )
    return run(_generator().as_report(planted.report), context, rules)


# ---------------------------------------------------------------- nothing to find


def unfounded(score: Score, options: argparse.Namespace) -> None:
    """Clean reports and traps: what fails there with severity error or warning is an alarm."""

    score.alarms += [*_alarms_of_a_county(score, options)]
    for seed in range(options.reports):
        report = _generator().generate(options.seed + seed, ("2019", "2021")[seed % 2])
        score.clean += 1
        score.alarms += _alarms(run(_generator().as_report(report)), "无误报告")
        if seed % 4 == 0:
            for trap in _generator().traps(report, random.Random(seed)):
                score.traps += 1
                score.alarms += _alarms(_check(trap), f"陷阱 {trap.rule} {trap.description}")


def _alarms_of_a_county(score: Score, options: argparse.Namespace) -> Iterator[str]:
    """A county's clean reports, each beside its earlier one and all the others."""

    county = _generator().world(bodies=20, years=range(2019, 2025), seed=options.seed + 100)
    reports = {(r.body.name, r.year): _generator().as_report(r) for r in county}
    corpus = Corpus(reports.values())
    names = tuple({r.agency for r in reports.values()})
    for (body, year), report in reports.items():
        context = Context(earlier=reports.get((body, year - 1)), peers=corpus, bodies=names)
        score.clean += 1
        yield from _alarms(run(report, context), "一县历年")


def _alarms(review: Review, where: str) -> list[str]:
    who = f"{review.report.agency}{review.report.year}" if review.report else ""
    raised = [
        f"{where} {who} {f.rule}：{f.message}"
        for f in review.findings
        if f.outcome == "fail" and f.severity != "info"
    ]
    return raised + [f"{where} {who} {e.message}" for e in review.errors]


# ---------------------------------------------------------------- speed


def speed(score: Score, options: argparse.Namespace) -> None:
    """Processor time of one report without P and Y beside that of reading it, and of P over all."""
    alone = {k: r for k, r in RULES.items() if k[0] not in "PY"}
    drawn = [_generator().generate(s, ("2019", "2021")[s % 2]) for s in range(100)]
    reports = [_generator().as_report(report) for report in drawn]
    run(reports[0], Context(), alone)
    with tempfile.TemporaryDirectory() as folder:
        pages = [Path(folder) / f"{i}.html" for i in range(20)]
        for page, report in zip(pages, drawn, strict=False):
            page.write_bytes(_generator().to_html(report))
        # Round by round in turn, the least of each: what else runs on the machine only adds.
        rounds = [(_checked(reports, Context(), alone), _reading(pages)) for _ in range(3)]
    score.seconds = min(checked for checked, _ in rounds) / len(reports)
    score.reading = min(took for _, took in rounds) / len(pages)
    bodies, years = max(2, options.peers // 6), range(2019, 2025)
    peers = [
        _generator().as_report(r)
        for r in _generator().world(bodies=bodies, years=years, seed=options.seed, gaps=0)
    ]
    while len(peers) < options.peers:
        peers += [
            _generator().as_report(_generator().generate(len(peers) + k, "2021")) for k in range(50)
        ]
    peers = peers[: options.peers]
    begin = time.process_time()
    context = Context(peers=Corpus(peers))
    score.peer_seconds = (
        time.process_time()
        - begin
        + _checked(peers, context, {k: RULES[k] for k in ("P01", "P02")})
    )


def _checked(reports: Sequence[Report], context: Context, rules: Mapping[str, Rule]) -> float:
    begin = time.process_time()
    for report in reports:
        run(report, context, rules)
    return time.process_time() - begin


def _reading(pages: Sequence[Path]) -> float:
    begin = time.process_time()
    for page in pages:
        read(page)
    return time.process_time() - begin


# ---------------------------------------------------------------- saying it


def _summary(score: Score, show: bool) -> None:
    named, single = score.causes
    print("\n三、合计")
    print(f"用例不符：{len(score.disagreeing)}")
    print(
        f"植入差错：{score.planted} 处，找到 {score.found:.1%}（要求不低于 {FOUND_AT_LEAST:.0%}）"
    )
    print(f"表内差错由 T06 指出所在格：{named}/{single}")
    print(f"无误报告 {score.clean} 份、陷阱 {score.traps} 处，误报 {len(score.alarms)}（要求为 0）")
    share = score.seconds / score.reading
    print(
        f"检查一份（不含 P、Y）：{1000 * score.seconds:.1f} 毫秒，"
        f"为读这份网页的 {share:.0%}（要求不超过 {SHARE_OF_READING:.0%}）"
    )
    print(f"P 规则全部比对：{score.peer_seconds:.1f} 秒（要求不超过 {PEER_SECONDS:g}）")
    listed = [
        ("用例不符", score.disagreeing),
        ("未找到", score.missed),
        ("误报", score.alarms),
    ]
    for name, lines in listed:
        for line in lines if show else lines[:10]:
            print(f"  {name}：{line}")
