"""F02: each part is titled as the form has it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.checks.rule import FORMS_NOTICES, PASS, Context, Rule, Verdict
from assistant.checks.structure.headings import numbering
from index.formats import PARTS
from index.report import Report, Section


def titles(report: Report, context: Context) -> Iterator[Verdict]:
    """Each part whose heading is printed: the form's title, or another."""
    for section in report.sections:
        if section.printed_title.strip():
            yield _title(section)


RULE = Rule(
    id="F02",
    title="部分标题与规定不同",
    severity="warning",
    basis=FORMS_NOTICES,
    what="各部分标题与规定相同；“及”“和”“、”互换不算不同。",
    good="五、存在的主要问题及改进情况",
    bad="五、存在的主要问题及整改措施",
    check=titles,
)


def _title(section: Section) -> Verdict:
    form = PARTS[section.number - 1]
    printed = numbering(section.printed_title)[2]
    if _bare(printed) == _bare(form.title):
        return PASS
    return Verdict(
        "fail",
        f"第{form.numeral}部分标题印作“{printed}”，规定为“{form.title}”",
        section=section.number,
        expected=form.title,
        found=printed,
        quote=section.printed_title,
        at=section.at,
    )


def _bare(title: str) -> str:
    """A title without what may vary: spaces, the marks between its words, 及/和/与, a unit."""
    title = re.sub(r"[（(]单位.*?[）)]$", "", title.strip())
    return re.sub(r"以及|[\s、,，.．。:：;；和及与]", "", title)
