"""Whose figure a word in the text speaks of, against the body whose tables the report prints."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from assistant.statements.lexicon import Token
from assistant.statements.statement import Scope
from index.bodies.names import level_of, place_of, short_names
from index.report import Level

_RANKS = "省市州盟县区旗镇乡"
_OWN = re.compile(r"[我本全](?:局|委|办|厅|镇|乡|街道|街|中心|县|市|区|省|州|旗)$")
_ABOVE = {"省": 0, "市": 1, "州": 1, "盟": 1, "县": 2, "区": 2, "旗": 2, "镇": 3, "乡": 3, "街": 3}


@dataclass(frozen=True, slots=True)
class Body:
    """The reporting body: rank of name, last character of its place, names it is called by."""

    level: Level = "unknown"
    place: str = ""
    names: tuple[str, ...] = ()

    @property
    def marker(self) -> str:
        """The character that an area's own words use: 市 of 河湾市, 街 of a street office."""
        return "街" if self.place.endswith("街道") else self.place[-1:]

    def scope(self, token: Token) -> Scope:
        """How far the tables reach beside the word: 全区 in a town's report is `wider`."""
        rank = token.text.lstrip("全我本")[:1]
        if self.level == "unknown":
            return ""
        if self.level == "department":
            return "" if token.text in self.names else self._of_department(token.name)
        if token.name == "own":
            whole = self.level == "township" or token.text.endswith(("机关", "单位"))
            return "" if whole else "narrower"
        if token.name in ("level", "others"):
            return "narrower"
        if self.level == "township":
            inside = rank in "镇乡街"
            return "" if inside else ("other" if token.name == "gov" else "wider")
        near = _ABOVE.get(rank, 9) - _ABOVE.get(self.marker, 9)
        if rank == self.marker or near == 0:
            return "narrower" if token.name == "gov" else ""
        if token.name == "gov":
            return "other"
        return "wider" if near < 0 else "narrower"

    def scope_of(self, name: str) -> Scope:
        """How far the tables reach beside a body called `name`: its own are "", others' not."""
        own = any(name.endswith(n) for n in self.names if len(n) > 1)
        own = own or bool(_OWN.search(name)) or self.level == "unknown"
        if own or (self.place and self.place in name and self.level == "township"):
            return ""
        return "other" if self.level in ("department", "township") else "narrower"

    def _of_department(self, name: str) -> Scope:
        if name == "own":
            return ""
        if name in ("all", "self"):
            return "wider"
        return "narrower" if name in ("level", "others") else "other"


@lru_cache(maxsize=256)
def body_of(agency: str, level: Level = "unknown") -> Body:
    """The body of that name; its level is `unknown` where there is no name."""
    if not agency:
        return Body()
    known = level if level != "unknown" else level_of(agency)
    return Body(known, place_of(agency), short_names(agency))
