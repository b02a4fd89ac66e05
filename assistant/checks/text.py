"""X: the narrative against the tables, and against itself."""

from __future__ import annotations

from assistant.checks.rule import Rule

RULES: tuple[Rule, ...] = ()
