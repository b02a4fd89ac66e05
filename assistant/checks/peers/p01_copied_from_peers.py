"""P01: how much of the narrative stands in another body's."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.checks.rule import ANY, PASS, Context, Rule, Verdict
from index.formats import NOTICE_2021
from index.report import Report

MOST = 3


def copied_from_peer(report: Report, context: Context) -> Iterator[Verdict]:
    """The bodies whose narrative this one's shares from the threshold on, the closest first."""
    if context.peers is None:
        return
    yield PASS
    for found in context.peers.of(report, least=context.copied_from_peer)[:MOST]:
        whose = f"{found.agency}{found.year or ''}年报告"
        yield Verdict(
            "fail",
            f"文字部分有 {found.share:.0%} 与{whose}逐句相同"
            f"（{len(found.sentences)} 句；数字和机关自称不计，套话、法规引文除外）",
            expected=f"低于 {context.copied_from_peer:.0%}",
            found=f"{found.share:.0%}",
            quote=max(found.sentences, key=lambda s: s.weight).text,
            passages=found.passages(report),
        )


RULE = Rule(
    id="P01",
    title="与其他机关报告雷同",
    severity="warning",
    basis=f"{NOTICE_2021}“明确责任”",
    what="文字部分与其他机关报告逐句相同的比例低于 50%（可设）：数字和机关自称不计，"
    "表式文字、法规引文、套话除外。",
    good="与其他机关报告相同 8%",
    bad="与临溪县教育局2024年报告相同 72%",
    check=copied_from_peer,
    formats=ANY,
)
