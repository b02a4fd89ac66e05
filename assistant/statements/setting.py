"""What a paragraph is read under, and where its sentences end."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.statements.body import Body
from index.formats import LATEST

SENTENCE = re.compile(
    r"(?:[^。！!？?\n.]+|(?<![\u4e00-\u9fff])\.|\.(?=[\x21-\x7e]))+[。！!？?\n.]?"
)
HEADING = re.compile(
    r"^\s*[“(（]*(?:[(（][一二三四五六七八九十\d]+[)）]|[一二三四五六七八九十]+、|\d+[.、．])"
)
ABOUT = re.compile(r"信息公开|依申请")


@dataclass(frozen=True, slots=True)
class Setting:
    """What a paragraph is read under: the report's year, form and body, the part it stands in."""

    year: int | None = None
    form: str = LATEST
    body: Body = Body()
    section: int | None = None
