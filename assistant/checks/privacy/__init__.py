"""S: what must not be published."""

from __future__ import annotations

from assistant.checks.privacy import (
    s01_private_numbers,
)
from assistant.checks.rule import Family

FAMILY = Family(
    "S",
    "不应公开的内容",
    (s01_private_numbers.RULE,),
)
