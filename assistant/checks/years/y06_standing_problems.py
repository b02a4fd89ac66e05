"""Y06: last year's problems that stand again, and those not followed up."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.checks.paragraphs import narrative
from assistant.checks.rule import ANY, PASS, Context, Rule, Verdict
from assistant.checks.word_lists import words_beside
from assistant.checks.years.year_before import year_before
from index.formats import REGULATIONS
from index.narrative.part_five import problems_and_measures
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
                f"{_year(earlier)}年度报告第五部分的问题“{problem}”，{_year(report)}年度报告一字未改",
                section=5,
                found=problem,
                quote=problem,
                at=section.at,
                passages=passage,
            )
        elif not _followed(problem, told):
            yield Verdict(
                "uncertain",
                f"{_year(earlier)}年度报告第五部分提出的问题“{problem}”，{_year(report)}年度报告未见改进情况的表述",
                section=5,
                at=section.at,
                suggestion=f"在第五部分补写{_year(earlier)}问题的改进情况，已写的请指明所在段落",
                passages=passage,
            )
        else:
            yield PASS


RULE = Rule(
    id="Y06",
    title="上年问题的改进情况",
    severity="info",
    basis=f"{REGULATIONS}第五十条第（四）项",
    what="上年第五部分的问题本年不再原样列出，并说明改进情况。",
    good="上年：培训覆盖面不足；本年：开展培训四次，覆盖全部科室",
    bad="上年：培训覆盖面不足；本年：培训覆盖面不足",
    check=standing_problems,
    formats=ANY,
)


def problems(report: Report) -> list[str]:
    """The problems that part five names, what each says first."""
    section = report.section(5)
    if section is None:
        return []
    read = problems_and_measures(section.text, report.year)
    return [item.headline for item in read if item.kind == "problem"]


def _year(report: Report) -> str:
    return f"{report.year}年" if report.year else "上年"


def _masked(text: str) -> str:
    return re.sub(r"\d+", "#", re.sub(r"\s", "", text))


def _followed(problem: str, told: str) -> bool:
    import rjieba

    words = {w for w in rjieba.cut(problem) if len(w) > 1}
    words -= set(words_beside(__file__)["common"])
    return not words or sum(w in told for w in words) / len(words) >= FOLLOWED
