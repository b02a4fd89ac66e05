"""What a sentence lists: 存在甲、乙等问题, 甲、乙两个问题, and how many it says itself that there are."""

from __future__ import annotations

import re

from index.narrative.wording.bracketed import masked
from index.narrative.wording.kinds import is_frame
from index.numerals import ONE_TO_TEN, value_of

_EXISTS = re.compile(r"(?:存在|(?<!没)有)(?:着|了)?")
_OF_THEM = re.compile(
    rf"等([^，,、。；;：:]*)$|的[^，,、。；;：:的]{{1,2}}$"
    rf"|(?P<n>[两{ONE_TO_TEN}\d])[个点项类处](?:方面的?)?(?:问题|不足|短板|困难|情况|(?<=方面))$"
)
_CONNECTIVE = 4
"""So many characters are no clause of their own."""


def enumerated(text: str) -> tuple[int, int] | None:
    """The span of 甲、乙 in 存在甲、乙等问题 and 仍有甲、乙的情形; None where it is no such list."""
    plain = masked(text)
    bare = plain.rstrip("。；;，, \n")
    end = _OF_THEM.search(bare)
    if end is None or not (end[1] is None or is_frame(end[1])):
        return None
    exists = sorted(_EXISTS.finditer(plain, 0, end.start()), key=lambda m: m[0][0] == "有")
    starts = [m.end() for m in exists if _only_exists(re.split("[，,。；;]", plain[: m.end()])[-1])]
    return (starts[0], end.start()) if starts else None


def how_many(text: str) -> int:
    """How many a sentence says itself that it tells (甲、乙两个问题); 0 where it says none."""
    match = _OF_THEM.search(masked(text).rstrip("。；;，, \n"))
    return int(value_of(match["n"]) or 0) if match and match["n"] else 0


def _only_exists(clause: str) -> bool:
    """Whether a clause, up to its 有, says no more than when (年内有)."""
    return len(clause) <= _CONNECTIVE or is_frame(clause)


def list_end(text: str) -> int:
    """Where a list ends behind whose last clause stands 等."""
    match = re.search(r"等(?=[，,、。；;：:]|$)", masked(text))
    return match.start() if match else len(text)
