"""Y06: last year's problems that stand again, and those not followed up."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.checks.paragraphs import narrative
from assistant.checks.problem_clauses import improves, names_problem
from assistant.checks.rule import ANY, PASS, Context, Rule, Verdict
from assistant.checks.word_lists import words_beside
from assistant.checks.years.year_before import year_before
from index.formats import NOTICE_2021
from index.numerals import ONE_TO_NINE, ONE_TO_TEN
from index.report import Passage, Report

FOLLOWED = 0.34


def standing_problems(report: Report, context: Context) -> Iterator[Verdict]:
    """Each problem of last year's: stands again, is followed up, or is not heard of."""
    earlier = year_before(report, context)
    section = report.section(5)
    if earlier is None or section is None:
        return
    now = _masked(section.text)
    told = " ".join(p.text for _, p in narrative(report))
    for problem in problems(earlier):
        passage = (Passage(earlier.agency, earlier.year, 5, problem, earlier.source.sha256),)
        if _masked(problem) in now:
            yield Verdict(
                "fail",
                f"上年第五部分的问题“{problem}”本年一字未改",
                section=5,
                found=problem,
                quote=problem,
                at=section.at,
                passages=passage,
            )
        elif not _followed(problem, told):
            yield Verdict(
                "uncertain",
                f"上年第五部分提出的问题“{problem}”，本年报告未见整改情况",
                section=5,
                expected="说明上年问题的整改情况",
                at=section.at,
                passages=passage,
            )
        else:
            yield PASS


RULE = Rule(
    id="Y06",
    title="上年问题的整改",
    severity="info",
    basis=f"{NOTICE_2021}“明确责任”",
    what="上年第五部分的问题本年不再原样列出，并说明整改情况。",
    good="上年：培训覆盖面不足；本年：开展培训四次，覆盖全部科室",
    bad="上年：培训覆盖面不足；本年：培训覆盖面不足",
    check=standing_problems,
    formats=ANY,
)
_ITEMS = re.compile(rf"[。；;！\n]|(?=[{ONE_TO_NINE}]是)")
_ITEM_MARK = re.compile(rf"^(?:[（(]?[{ONE_TO_TEN}\d]+[）)、.．]\s*|[{ONE_TO_NINE}]是|[，,、\s])+")


def problems(report: Report) -> list[str]:
    """The problems that part five names, one an item."""
    section = report.section(5)
    if section is None:
        return []
    items = (_ITEM_MARK.sub("", item.strip()) for item in _ITEMS.split(section.text))
    named = (i for i in items if len(i) >= 8 and _names(i))
    return [i for i in named if not re.search(r"如下|以下|[:：]$", i)]


def _names(item: str) -> bool:
    clauses = re.split(r"[，,：:]", item)
    return any(map(names_problem, clauses)) and not any(map(improves, clauses))


def _masked(text: str) -> str:
    return re.sub(r"\d+", "#", re.sub(r"\s", "", text))


def _followed(problem: str, told: str) -> bool:
    import rjieba

    words = {w for w in rjieba.cut(problem) if len(w) > 1}
    words -= set(words_beside(__file__)["common"])
    return not words or sum(w in told for w in words) / len(words) >= FOLLOWED
