"""T05: 规章 of bodies with no power to make any."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.checks.place_names import cell_name
from assistant.checks.regulation_power import may_make_regulations
from assistant.checks.rule import PASS, Context, Rule, Verdict
from index.report import Report


def regulations(report: Report, context: Context) -> Iterator[Verdict]:
    """Each 规章 cell with a number: 0 but for a body with the power to make 规章."""
    power = may_make_regulations(report)
    for key, cell in report.cells.items():
        if ".regulations." not in key or cell.value is None:
            continue
        if cell.value == 0 or power:
            yield PASS
            continue
        yield Verdict(
            "uncertain" if power is None else "fail",
            f"{cell_name(key)}：填了 {cell.text.strip()}，"
            + (
                "无法判断本机关是否有规章制定权"
                if power is None
                else "本机关没有规章制定权，应为 0"
            ),
            section=2,
            cells=(key,),
            expected="0",
            found=cell.text.strip(),
            at=cell.at,
        )


RULE = Rule(
    id="T05",
    title="无权机关填报规章",
    severity="warning",
    basis="《中华人民共和国立法法》（2023年修正）第九十一条、第九十三条",
    what="县、乡镇和地方政府部门没有规章制定权，“规章”行应为 0；层级不明的待核。",
    good="河湾县人民政府：规章 0、0、0",
    bad="青石镇人民政府：规章现行有效件数 3",
    check=regulations,
)
