"""What a paragraph is read under, and where its sentences end."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.statements.body import Body
from index.formats import LATEST
from index.numerals import ONE_TO_TEN

SENTENCE = re.compile(
    r"(?:[^。！!？?\n.]+|(?<![\u4e00-\u9fff])\.|\.(?=[\x21-\x7e]))+[。！!？?\n.]?"
)
HEADING = re.compile(rf"^\s*[“(（]*(?:[(（][{ONE_TO_TEN}\d]+[)）]|[{ONE_TO_TEN}]+、|\d+[.、．])")
ABOUT = re.compile(r"信息公开|依申请")


@dataclass(frozen=True, slots=True)
class Setting:
    """What a paragraph is read under: the report's year, form and body, the part it stands in."""

    year: int | None = None
    form: str = LATEST
    body: Body = Body()
    section: int | None = None
