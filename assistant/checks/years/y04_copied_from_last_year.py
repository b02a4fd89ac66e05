"""Y04: how much of the narrative stands in last year's."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.checks.corpus import shared
from assistant.checks.rule import ANY, NOT_ASSESSABLE, PASS, Context, Rule, Verdict
from assistant.checks.years.year_before import year_before
from index.formats import NOTICE_2021
from index.report import Report


def copied_from_earlier(report: Report, context: Context) -> Iterator[Verdict]:
    """The share of this year's narrative that stands in last year's."""
    earlier = year_before(report, context)
    found = shared(report, earlier) if earlier else None
    if found is None:
        yield NOT_ASSESSABLE
        return
    if found.share < context.copied_from_earlier:
        yield PASS
        return
    yield Verdict(
        "fail",
        f"文字部分有 {found.share:.0%} 与上年（{found.year}年）报告逐句相同"
        f"（{len(found.sentences)} 句；数字不计，套话、法规引文除外）",
        expected=f"低于 {context.copied_from_earlier:.0%}",
        found=f"{found.share:.0%}",
        quote=max(found.sentences, key=lambda s: s.weight).text,
        passages=found.passages(report),
    )


RULE = Rule(
    id="Y04",
    title="照抄上年报告",
    severity="warning",
    basis=f"{NOTICE_2021}“明确责任”",
    what="文字部分与上年报告逐句相同的比例低于 60%（可设）：数字不计，表式文字、法规引文、套话除外。",
    good="与上年相同 15%",
    bad="与上年相同 96%",
    check=copied_from_earlier,
    formats=ANY,
)
