"""P: the report beside other bodies'."""

from __future__ import annotations

from assistant.checks.peers import (
    p01_copied_from_peers,
    p02_other_bodies,
    p03_sum_of_children,
)
from assistant.checks.rule import Family

FAMILY = Family(
    "P",
    "跨机关",
    (
        p01_copied_from_peers.RULE,
        p02_other_bodies.RULE,
        p03_sum_of_children.RULE,
    ),
)
