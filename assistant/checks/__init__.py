"""The deterministic checkers: the rules, by what they look at."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.checks import (
    cause,
    cells,
    contents,
    peers,
    privacy,
    structure,
    tables,
    text,
    wording,
    years,
)
from assistant.checks import rule as _rule
from assistant.checks.rule import Context, Rule, Verdict
from index.report import Report, Review

__all__ = ["RULES", "Context", "Rule", "Verdict", "run"]

_MODULES = (structure, contents, cells, tables, cause, text, years, peers, wording, privacy)
_FAMILIES = "FTXYPLS"
RULES: dict[str, Rule] = {
    rule.id: rule
    for rule in sorted(
        (rule for module in _MODULES for rule in module.RULES),
        key=lambda rule: (_FAMILIES.index(rule.id[0]), rule.id),
    )
}


ALONE = Context()


def run(report: Report, context: Context = ALONE, rules: Mapping[str, Rule] = RULES) -> Review:
    """What the rule book says of `report`; see `assistant.checks.rule.run`."""
    return _rule.run(report, context, rules)
