"""F06: the form printed is the one that holds for the year."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.checks.rule import FORMS_NOTICES, NOT_ASSESSABLE, PASS, Context, Rule, Verdict
from assistant.checks.structure.foreign_rows import foreign_rows
from index.formats import FORMS, Form, form_of_year
from index.report import Report


def form_of_the_year(report: Report, context: Context) -> Iterator[Verdict]:
    """The form printed is the one that holds for the report's year."""
    form = form_of_year(report.year) if report.year else None
    if form is None:
        yield NOT_ASSESSABLE
        return
    foreign = foreign_rows(report, form)
    if report.format == form.name or (report.format == "mixed" and not foreign):
        yield PASS
        return
    other = FORMS.get(report.format) or next(f for f in FORMS.values() if foreign[0] in f.keys())
    yield Verdict(
        "fail",
        f"{report.year}年的报告应使用{form.name}年表式（{form.notice}），"
        f"所附表格为{other.name}年表式（{other.notice}）",
        section=2,
        cells=foreign[:1],
        expected=form.name,
        found=report.format,
        at=report.cell(foreign[0]).at if foreign else report.title_at,
        basis=form.notice,
    )


def _when(form: Form) -> str:
    """From when to when a form is used, in words."""
    if form.last_year is None:
        return f"{form.first_year}年起用{form.name}年表式"
    years = "、".join(str(y) for y in range(form.first_year, form.last_year + 1))
    return f"{years}年的报告用{form.name}年表式"


RULE = Rule(
    id="F06",
    title="表式与年份不符",
    severity="error",
    basis=FORMS_NOTICES,
    what=f"{'，'.join(map(_when, FORMS.values()))}。",
    good="2024年的报告用2021年表式",
    bad="2023年的报告仍用2019年表式",
    check=form_of_the_year,
)
