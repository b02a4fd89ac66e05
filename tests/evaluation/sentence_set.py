"""A set of sentences with their truth, checked against a library: right and wrong by kind of turn.

A line of the set is a sentence with `id`, `body`, `year`, `sentence`, `truth` (真, 假, 待核) and, of
a false one, the `turn` that made it false.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.claims.in_library import check_in_library
from index.library.library import Library
from index.report import UsageError
from tests.evaluation.figures import Figure

Line = Mapping[str, Any]
_FALSE_OF_TRUE, _OPEN_OF_TRUE = 0.02, 0.25


@dataclass(frozen=True, slots=True)
class Judged:
    """A line with what the check made of it and why."""

    line: Line
    verdict: str
    why: str


def main(path: Path, library: Path, *, show: bool) -> int:
    """Print the figures by kind; 0 where all hold."""
    lines = [json.loads(text) for text in path.read_text("utf-8").splitlines() if text.strip()]
    with Library.open(library) as opened:
        judged = list(judge(lines, opened))
    for truth, verdicts in by_turn(judged).items():
        print(f"{truth:<14}" + "  ".join(f"{v} {n}" for v, n in sorted(verdicts.items())))
    print(*figures(judged), sep="\n")
    if show:
        wrong = (j for j in judged if j.verdict != j.line["truth"] and j.line["truth"] != "待核")
        for j in wrong:
            said = j.line
            print(
                f"{said['id']} {said['truth']}→{j.verdict} {said['body']}{said['year']} {said['sentence']}｜{j.why}"
            )
    return 0 if all(f.holds for f in figures(judged)) else 1


def judge(lines: Sequence[Line], library: Library) -> Iterator[Judged]:
    """Each line's verdict: 假 where one of its sentences is, 真 where all are."""
    groups: dict[tuple[str, int], list[Line]] = defaultdict(list)
    for line in lines:
        groups[line["body"], line["year"]].append(line)
    for (body, year), mine in groups.items():
        text = "\n".join(line["sentence"] for line in mine)
        try:
            checked = check_in_library(text, body, year, library)
        except UsageError as error:
            yield from (Judged(line, "待核", error.message) for line in mine)
            continue
        at = 0
        for line in mine:
            end = at + len(line["sentence"])
            said = [c for c in checked if at <= c.span[0] < end]
            states = {c.status for c in said}
            verdict = "真" if states == {"proved"} else "待核"
            verdict = "假" if "contradicted" in states else verdict
            yield Judged(line, verdict, "；".join(c.why for c in said if c.why))
            at = end + 1


def by_turn(judged: Sequence[Judged]) -> Mapping[str, Counter[str]]:
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for j in judged:
        found[f"{j.line['truth']} {j.line.get('turn') or ''}".strip()][j.verdict] += 1
    return dict(sorted(found.items()))


def figures(judged: Sequence[Judged]) -> list[Figure]:
    count = Counter((j.line["truth"], j.verdict) for j in judged)
    true = sum(n for (truth, _), n in count.items() if truth == "真") or 1
    open_ = sum(n for (truth, _), n in count.items() if truth == "待核") or 1
    return [
        Figure("假话判为真", count["假", "真"], 0),
        Figure("真话判为假的占比", count["真", "假"] / true, _FALSE_OF_TRUE),
        Figure("真话待核的占比", count["真", "待核"] / true, _OPEN_OF_TRUE),
        Figure("无从证实的话判为真", count["待核", "真"], 0),
        Figure("无从证实的话判为假的占比", count["待核", "假"] / open_, _FALSE_OF_TRUE),
    ]
