"""F01: the six parts are there, in order."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.checks.rule import FORMS_NOTICES, PASS, Context, Rule, Verdict
from assistant.checks.structure.headings import standing_parts
from index.formats import PARTS
from index.numerals import ONE_TO_TEN
from index.report import Report


def six_parts(report: Report, context: Context) -> Iterator[Verdict]:
    """One verdict a part, and one for their order, which the sheets of a workbook do not tell."""
    for part in PARTS:
        if part.number not in standing_parts(report):
            yield Verdict(
                "fail",
                f"缺“{part.heading}”：标题和内容都没有见到",
                section=part.number,
                expected=part.heading,
            )
        else:
            yield PASS
    yield PASS if report.source.kind == "xlsx" else _in_order(report)


RULE = Rule(
    id="F01",
    title="六个部分及其次序",
    severity="error",
    basis=FORMS_NOTICES,
    what="报告由规定的六个部分组成，次序不变；标题丢失而内容尚在的，不在这里报，按“章节序号”报。",
    good="一、二、三、四、五、六各部分俱全",
    bad="没有“六、其他需要报告的事项”",
    check=six_parts,
)


def _in_order(report: Report) -> Verdict:
    printed = list(dict.fromkeys(h.number for h in report.headings if h.number))
    for before, after in zip(printed, printed[1:], strict=False):
        if after < before:
            heading = next(h for h in report.headings if h.number == after)
            return Verdict(
                "fail",
                f"“{heading.text.strip()}”排在“{PARTS[before - 1].heading}”之后，六个部分的次序不对",
                section=after,
                expected="、".join(ONE_TO_TEN[n - 1] for n in sorted(printed)),
                found="、".join(ONE_TO_TEN[n - 1] for n in printed),
                quote=heading.text,
                at=heading.at,
            )
    return PASS
