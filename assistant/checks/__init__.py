"""The deterministic checkers: the rules in families, by what they look at."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.checks import narrative, peers, privacy, structure, tables, wording, years
from assistant.checks import rule as _rule
from assistant.checks.rule import Context, Family, Rule, Verdict
from index.report import Report, Review

__all__ = ["FAMILIES", "RULES", "Context", "Family", "Rule", "Verdict", "run"]

FAMILIES: tuple[Family, ...] = tuple(
    room.FAMILY for room in (structure, tables, narrative, years, peers, wording, privacy)
)
RULES: dict[str, Rule] = {
    rule.id: rule for family in FAMILIES for rule in sorted(family.rules, key=lambda rule: rule.id)
}
"""Every rule by its id, in the order of the book."""


ALONE = Context()


def run(report: Report, context: Context = ALONE, rules: Mapping[str, Rule] = RULES) -> Review:
    """What the rule book says of `report`; see `assistant.checks.rule.run`."""
    return _rule.run(report, context, rules)
