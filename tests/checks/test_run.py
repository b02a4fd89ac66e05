"""Running rules: order, severities, switches, crashes, and that nothing a report holds breaks one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.checks import RULES, Context, run
from assistant.checks.corpus import Corpus, Signature, signature
from assistant.checks.rule import Rule, Verdict
from index.formats import FORMS
from index.report import NOWHERE, Cell, Report
from tests.checks.build import report

RULE = RULES["T01"]


def saying(*verdicts: Verdict, severity: str = "error") -> Rule:
    return replace(RULE, check=lambda report, context: iter(verdicts), severity=severity)


def test_a_crash_is_ours_and_no_finding() -> None:
    def crash(report: Report, context: Context) -> Iterator[Verdict]:
        yield Verdict("fail", "先说了一句")
        raise ValueError("表里没有这一行")

    review = run(report({}), rules={"T01": replace(RULE, check=crash)})
    assert review.findings == ()
    assert review.assessed == {"T01": "not_assessable"}
    assert [(e.code, "ValueError" in e.message) for e in review.errors] == [("rule_failed", True)]


def test_severity_follows_the_outcome() -> None:
    outcomes = (Verdict("fail"), Verdict("uncertain"), Verdict("explained"))
    for severity, due in (
        ("error", {"fail": "error", "uncertain": "warning", "explained": "info"}),
        ("info", {"fail": "info", "uncertain": "info", "explained": "info"}),
    ):
        found = run(report({}), rules={"T01": saying(*outcomes, severity=severity)}).findings
        assert {f.outcome: f.severity for f in found} == due


def test_findings_stand_in_the_order_of_the_report() -> None:
    rules = {
        "A": saying(Verdict("fail", "五", section=5), Verdict("fail", "一", section=1)),
        "B": saying(Verdict("fail", "开头"), Verdict("fail", "三", section=3)),
    }
    assert [f.message for f in run(report({}), rules=rules).findings] == ["开头", "一", "三", "五"]


def test_a_rule_switched_off_is_not_assessed() -> None:
    bad = report({"cells": {"applications.new_received.total": 3}})
    assert run(bad).assessed["T01"] == "fail"
    off = run(bad, Context(disabled={"T01": "本省另有规定"}))
    assert off.assessed["T01"] == "not_assessable"
    assert not [f for f in off.findings if f.rule == "T01"]


def test_every_rule_is_assessed_once_and_twice_the_same() -> None:
    bad = report({"text": {1: "共主动公开条。的的"}, "cells": {"disclosure.*": ""}})
    first, second = run(bad), run(bad)
    assert list(first.assessed) == list(RULES)
    assert repr(first) == repr(second)


def test_private_numbers_are_shown_in_part() -> None:
    bad = report({"text": {1: "身份证号11010519491231002X。"}})
    found = [f for f in run(bad).findings if f.rule == "S01"]
    assert found and "19491231" not in repr(found)


def test_a_signature_comes_back_as_it_was_kept() -> None:
    kept = signature(report({}), "报告1")
    assert Signature.load(kept.dump()) == kept
    assert len(Corpus([kept, report({"year": 2023})])) == 2


def test_copied_passages_stand_side_by_side_as_each_has_them() -> None:
    words = "围绕招生入学推进公开，发布学区划分结果{}条，集中展示学位供给和改造进展；"
    lines = "。".join(f"{words.format(n)}第{n}批事项逐校核对公示并接受监督" for n in (31, 45, 62))
    theirs = report({"agency": "临溪县教育局", "text": {1: f"我局{lines}。".replace("31", "77")}})
    mine = report({"agency": "河湾县教育局", "text": {1: f"我局{lines}。"}})
    (found,) = [f for f in run(mine, Context(peers=Corpus([theirs]))).findings if f.rule == "P01"]
    agencies = [p.agency for p in found.passages]
    assert agencies[:2] == ["河湾县教育局", "临溪县教育局"]
    assert any("77" in p.quote for p in found.passages if p.agency == "临溪县教育局")
    assert not any("77" in p.quote for p in found.passages if p.agency == "河湾县教育局")


WORDS = st.lists(
    st.sampled_from(
        [
            *"的一二（）“”《》‘’：。，；、件条%0123年月日我局镇将比",
            "2023年",
            "政府信息公开",
            "申请12件",
            "共",
        ]
    ),
    max_size=40,
).map("".join)
CELLS = st.sampled_from(
    [
        Cell(3, "3", "number"),
        Cell(-1, "-1", "number"),
        Cell(1.5, "1.5", "number"),
        Cell(None, "", "blank"),
        Cell(None, "/", "dash"),
        Cell(None, "减1", "text"),
        Cell(None, "", "unread"),
    ]
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_no_report_breaks_a_rule(data: st.DataObject) -> None:
    form = data.draw(st.sampled_from(["2019", "2021", "mixed", "earlier", "unknown"]))
    year = data.draw(st.sampled_from([None, 2012, 2020, 2023]))
    agency = data.draw(
        st.sampled_from(["", "河湾县人民政府", "青石镇", "城东街道办事处", "某中心"])
    )
    text = {n: data.draw(st.none() | WORDS) for n in range(1, 7)}
    case = {"format": form, "year": year, "agency": agency, "text": text, "title": data.draw(WORDS)}
    drawn = report({**case, "preamble": data.draw(WORDS), "titles": {2: data.draw(WORDS)}})
    keys = FORMS["2019" if form == "2019" else "2021"].keys() if drawn.cells else ()
    drawn = replace(drawn, cells={key: data.draw(CELLS) for key in keys}, title_at=NOWHERE)
    earlier = report({"year": (year or 2024) - 1, "agency": agency})
    context = Context(earlier=earlier, peers=Corpus([earlier, drawn]), children=(earlier,))
    assert run(drawn, context).errors == ()
