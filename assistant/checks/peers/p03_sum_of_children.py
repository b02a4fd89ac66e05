"""P03: a parent's cells are the sums of its children's."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.checks.place_names import cell_name
from assistant.checks.rule import NOT_ASSESSABLE, PASS, Context, Rule, Verdict
from index.report import Report


def sum_of_children(report: Report, context: Context) -> Iterator[Verdict]:
    """Each total of the parent: the sum of its children's, where all of them were read."""
    if not context.children:
        return
    for key, cell in report.cells.items():
        if not (key.endswith(".total") or key.startswith("disclosure.")):
            continue
        values = [child.cell(key).value for child in context.children]
        if cell.value is None or any(value is None for value in values):
            yield NOT_ASSESSABLE
            continue
        total = round(sum(value for value in values if value is not None), 4)
        if total == cell.value:
            yield PASS
            continue
        yield Verdict(
            "fail",
            f"{cell_name(key)}：填报 {cell.text.strip()}，所属 {len(values)} 个机关合计为 {total:g}",
            section={"disclosure": 2, "applications": 3, "disputes": 4}[key.split(".")[0]],
            cells=(key,),
            expected=f"{total:g}",
            found=cell.text.strip(),
            at=cell.at,
        )


RULE = Rule(
    id="P03",
    title="汇总数与所属机关合计",
    severity="warning",
    basis="与下级机关年度报告汇总核对",
    what="机关名录标明所属机关齐全时，汇总报告各总计等于所属机关之和。",
    good="全县新收 120，各机关合计 120",
    bad="全县新收 120，各机关合计 118",
    check=sum_of_children,
)
