"""The deterministic checkers: the rules, by what they look at."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.checks import rule as _rule
from assistant.checks import tables, text
from assistant.checks.rule import Context, Rule, Verdict
from index.report import Report, Review

__all__ = ["RULES", "Context", "Rule", "Verdict", "run"]

RULES: dict[str, Rule] = {r.id: r for module in (tables, text) for r in module.RULES}


ALONE = Context()


def run(report: Report, context: Context = ALONE, rules: Mapping[str, Rule] = RULES) -> Review:
    """What the rule book says of `report`; see `assistant.checks.rule.run`."""
    return _rule.run(report, context, rules)
