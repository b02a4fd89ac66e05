"""X10: exhaustive lists, and lists that name every applicant or every result, add up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from assistant.checks.narrative.statement_against_cells import DISPUTES, RECEIVED, plain, said
from assistant.checks.place_names import place_name
from assistant.checks.rule import ANY, PASS, WITHIN_REPORT, Context, Rule, Verdict
from assistant.statements import Statement
from index.formats import GROUPS
from index.report import Outcome, Report

INTAKE = frozenset({"new_received", "carried_over"})
DISJOINT = frozenset({"applicants", "results", "intake"})
"""Kinds of part of which one application has only one; 网站 and 公众号 may bring the same."""
_REST = re.compile(
    r"(?:和|及|以及)?(?:其他|其它|其余)(?:各)?(?:类|方面|渠道|内容|情形)?(?:政府)?(?:信息)?(?:的)?(?:为|共)?"
)


def lists(report: Report, context: Context) -> Iterator[Verdict]:
    """Exhaustive lists, and lists that name every applicant or every result, add up."""
    found = said(report)
    for parts in _lists_of(found):
        total = found[parts[0].of or 0]
        if total.approximate or any(p.approximate or p.year != total.year for p in parts):
            continue
        verdict = _adds_up(report, found, total, parts)
        if verdict is not None:
            yield verdict


RULE = Rule(
    id="X10",
    title="分项之和与总数不符",
    severity="warning",
    basis=WITHIN_REPORT,
    what="正文逐项列出的数字，合计等于总数；“其中”“等”之后不求列全，但以“其他”收尾的，以及申请人、办理结果各类列全的仍应相等；分项之和不超过总数。",
    good="“共 10 件（甲镇 6 件、乙镇 4 件）”",
    bad="“共 10 件（甲镇 6 件、乙镇 3 件）”",
    check=lists,
    formats=ANY,
)


def _lists_of(found: Sequence[Statement]) -> Iterator[list[Statement]]:
    groups: dict[tuple[int | None, int], list[Statement]] = {}
    for statement in found:
        if statement.list is not None and statement.kind == "count":
            groups.setdefault((statement.section, statement.list), []).append(statement)
    yield from groups.values()


def _adds_up(
    report: Report, found: Sequence[Statement], total: Statement, parts: list[Statement]
) -> Verdict | None:
    by_kind: dict[str, list[Statement]] = {}
    for part in parts:
        by_kind.setdefault(_dimension(part), []).append(part)
    for kind, members in by_kind.items():
        totals = [total, *_other_totals(found, total)] if kind != "plain" else [total]
        values, added = {t.value for t in totals}, _sum(members)
        whole = parts[0].membership == "exhaustive" and len(by_kind) == 1 and len(members) > 1
        if whole or _names_all(kind, members) or (len(by_kind) == 1 and _closes(members)):
            kept = sum(m.value for m in members if m.measure != "carried_forward")
            if {added, kept, _with_children(found, members)} & values:
                return PASS
            return _not_added(total, members, added)
        if min(added, _with_children(found, members)) > max(values) and len(members) > 1:
            outcome: Outcome = "fail" if kind in DISJOINT else "uncertain"
            return replace(_not_added(total, members, added), outcome=outcome)
    return None


def _closes(members: Sequence[Statement]) -> bool:
    """其他 20 条 at the end: with what is left, the list is all there is."""
    return len(members) > 1 and bool(_REST.fullmatch(members[-1].subject))


def _sum(members: Sequence[Statement]) -> float:
    return sum(m.value for m in members)


def _dimension(statement: Statement) -> str:
    if statement.column != "total":
        return "applicants"
    if statement.measure in GROUPS or statement.measure == "carried_forward":
        return "results"
    if statement.measure in INTAKE:
        return "intake"
    head, _, result = statement.measure.partition(".")
    if head in DISPUTES and result:
        return head
    return "plain" if not statement.measure or statement.scope else statement.measure


def _names_all(kind: str, members: Iterable[Statement]) -> bool:
    """Whether the parts are by their names all there can be: both kinds of applicant, all results."""
    if kind == "applicants":
        return {m.column for m in members} == {"natural_person", "organisations"}
    measures = {m.measure for m in members}
    return (kind == "results" and measures >= set(GROUPS)) or (
        kind == "intake" and measures >= INTAKE
    )


def _other_totals(found: Sequence[Statement], total: Statement) -> list[Statement]:
    """Other totals of applications in the paragraph: 受理 and 办结 before one list of results."""
    return [
        s
        for s in found
        if (s.section, s.paragraph) == (total.section, total.paragraph)
        and s.kind == "count"
        and s.column == "total"
        and s.measure in (*RECEIVED, "processed", "handled")
    ]


def _with_children(found: Sequence[Statement], members: Sequence[Statement]) -> float:
    """The sum without parts that are themselves a part of the one before (60，本地40，…)."""
    parents = {m.of for m in members}
    return sum(m.value for m in members if m.id not in parents)


def _not_added(total: Statement, members: Sequence[Statement], added: float) -> Verdict:
    words = " + ".join(plain(m.value) for m in members)
    return Verdict(
        "fail",
        f"{place_name(total.section)}称“{total.subject}{total.text}”，"
        f"所列各项之和为 {plain(added)}（{words}），与总数不符",
        section=total.section,
        expected=plain(added),
        found=total.text,
        quote=total.quote,
        at=total.at,
    )
