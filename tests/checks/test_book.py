"""The rule book in docs/ is the one that the rules give.

`nianbao rules --format markdown --output docs/规则.md` writes it anew, as does
`NIANBAO_REGENERATE=1 pytest tests/checks/test_book.py`.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from assistant.checks import RULES, Rule, run
from assistant.commands.main import main
from assistant.export.rule_book import FAMILIES, rule_book
from index.report import UsageError
from tests.checks.build import report

BOOK = Path(__file__).resolve().parents[2] / "docs" / "规则.md"


def test_the_book_in_docs_is_current() -> None:
    if os.environ.get("NIANBAO_REGENERATE") == "1":
        BOOK.write_text(rule_book("markdown"), encoding="utf-8")
    assert BOOK.read_text(encoding="utf-8") == rule_book("markdown")


def test_the_command_writes_the_book_that_is_in_docs(tmp_path: Path) -> None:
    written = tmp_path / "规则.md"
    command = ["rules", "--format", "markdown", "--output", str(written)]
    with pytest.raises(SystemExit, match="0"):
        main(["--home", str(tmp_path), *command])
    assert written.read_bytes() == BOOK.read_bytes()


@pytest.mark.parametrize("rule", [r for r in RULES.values() if r.id[0] == "L"], ids=lambda r: r.id)
def test_the_examples_of_wording_are_what_the_book_says(rule: Rule) -> None:
    outcomes = [
        run(report({"text": {1: words}}), rules={rule.id: rule}).assessed[rule.id]
        for words in (rule.good, rule.bad)
    ]
    assert outcomes == ["pass", "fail"]


@pytest.mark.parametrize("rule", [r for r in RULES.values() if r.id[0] == "L"], ids=lambda r: r.id)
def test_a_fault_of_wording_is_one_rules(rule: Rule) -> None:
    assessed = run(report({"text": {1: rule.bad}})).assessed
    assert [id for id, out in assessed.items() if id[0] == "L" and out == "fail"] == [rule.id]


def test_the_switch_is_off_where_all_tests_run() -> None:
    assert os.environ.get("CI") != "true" or os.environ.get("NIANBAO_REGENERATE") != "1"


def test_json_names_every_rule_once() -> None:
    entries = json.loads(rule_book("json"))["rules"]
    assert [e["id"] for e in entries] == list(RULES)
    assert all(e["what"] and e["good"] and e["bad"] and e["basis"] for e in entries)
    assert list(dict.fromkeys(e["id"][0] for e in entries)) == list(FAMILIES)


def test_an_unknown_format_is_wrong_usage() -> None:
    with pytest.raises(UsageError, match="html"):
        rule_book("html")


def test_what_does_not_balance_says_where_the_form_asks_it() -> None:
    cells = {"applications.granted.total": 9, "disputes.reconsideration.total": 9}
    given = report({"cells": {**cells, "applications.total.total": 3}})
    found = {f.rule: f for f in run(given).findings if f.rule in ("T01", "T02", "T03", "T04")}
    assert set(found) == {"T01", "T02", "T03", "T04"}
    for finding in found.values():
        part = {3: "第三部分", 4: "第四部分"}[finding.section or 0]
        assert f"附件{part}表格：" in finding.basis and finding.message.endswith(
            f"（{finding.basis}）"
        )
    assert RULES["Y06"].basis.endswith("第五十条第（四）项")
