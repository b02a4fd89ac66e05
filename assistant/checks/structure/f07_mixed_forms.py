"""F07: two forms mixed, and labels that are not the form's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from assistant.checks.form_of_report import notice_of, one_row_other
from assistant.checks.rule import FORMS_NOTICES, NOT_ASSESSABLE, PASS, Context, Rule, Verdict
from assistant.checks.structure.foreign_rows import foreign_rows
from index.formats import FORMS, LATEST, ONE_ROW_OTHER, Axis, Form, form_of_year, labels
from index.numerals import ONE_TO_TEN
from index.report import PrintedLabel, Report


def mixed_forms(report: Report, context: Context) -> Iterator[Verdict]:
    """F07: rows of the other form, then each printed label that is not the form's."""
    form = form_of_year(report.year) if report.year else None
    if report.format == "mixed":
        yield _mixed(report, form)
    name = report.format if report.format in FORMS else (form.name if form else LATEST)
    for label in report.labels:
        yield _label(report, label, name)
    if report.format != "mixed" and not report.labels:
        yield PASS


RULE = Rule(
    id="F07",
    title="两种表式混用、名称不符",
    severity="warning",
    basis=FORMS_NOTICES,
    what="表格不混用两种表式，行列名称与规定相同；仅作简写的不算不同。",
    good="（六）其他处理：1.逾期不补正 2.逾期不缴费 3.其他",
    bad="2021年表式中“（六）其他处理”只有一行；“规范性文件”；“其他法律行政止公开”",
    check=mixed_forms,
)


def _mixed(report: Report, form: Form | None) -> Verdict:
    three = form is not None and ONE_ROW_OTHER not in form.table("applications").rows
    one_row = three and one_row_other(report)
    key = "applications.other.total"
    foreign = foreign_rows(report, form) if form else ()
    cells = (key,) if one_row else foreign[:1]
    what = (
        "表三“（六）其他处理”印成一行（2019年表式），2021年表式分为三行"
        if one_row
        else "所附表格混用了2019年和2021年两种表式"
    )
    return Verdict(
        "fail",
        f"{what}（{notice_of(report)}）",
        section=3 if one_row else 2,
        cells=cells,
        at=report.cell(cells[0]).at if cells else report.title_at,
        basis=notice_of(report),
    )


@cache
def _axes(form: str) -> dict[str, Axis]:
    """The rows and columns of a form by the key that a printed label gives."""
    found: dict[str, Axis] = {}
    for table in FORMS[form].tables:
        found |= {".".join(p for p in (table.prefix, r.key) if p): r for r in table.rows}
        found |= {f"column:{table.prefix}.{c.key}": c for c in table.columns}
    return found


@lru_cache(maxsize=4096)
def _plain(label: str) -> str:
    """A label's words alone: no spaces, marks, numbers or brackets."""
    text = re.sub(
        rf"^(?:\s*(?:[（(][{ONE_TO_TEN}\d]+[）)]|[{ONE_TO_TEN}\d]+[、.．，,]))+", "", label
    )
    return re.sub(r"[^一-鿿]", "", text)


def _label(report: Report, label: PrintedLabel, form: str) -> Verdict:
    axis = _axes(form).get(label.key)
    if axis is None:
        return NOT_ASSESSABLE
    others = [_axes(name).get(label.key) for name in FORMS if name != form]
    printed, own = _plain(label.printed), [_plain(t) for t in (axis.label, *axis.aliases)]
    of_other_form = not label.key.startswith("column:") and any(
        other is not None and printed == _plain(other.label) != own[0] for other in others
    )
    if not of_other_form and any(text in printed or _same_words(printed, text) for text in own):
        return PASS
    if _glued(printed, own, form):
        return NOT_ASSESSABLE
    part = next((c.part for k, c in labels().items() if label.key.removeprefix("column:") in k), 3)
    return Verdict(
        "uncertain" if report.source.ocr and not of_other_form else "fail",
        f"表中印作“{label.printed.strip()}”，规定的名称为“{axis.label}”（{FORMS[form].notice}）",
        section=part,
        expected=axis.label,
        found=label.printed.strip(),
        quote=label.printed,
        at=label.at,
        basis=FORMS[form].notice,
    )


def _glued(printed: str, own: Sequence[str], form: str) -> bool:
    """Whether text without columns ran several labels together: the reader's doubt, no fault."""
    whole = {_plain(axis.label) for axis in _axes(form).values()} | {"信息内容"}
    return any(w in printed and not any(w in text for text in own) for w in whole)


@lru_cache(maxsize=4096)
def _same_words(printed: str, label: str) -> bool:
    """Whether `printed` is the label, its beginning, or the label shortened by whole words.

    “其他法律行政止公开” cuts words in two and is no shortening (seen in print).
    """
    if not printed or label.startswith(printed):
        return True
    import rjieba

    at = 0
    for word in rjieba.cut(label):
        if printed.startswith(word, at):
            at += len(word)
    return at == len(printed)
