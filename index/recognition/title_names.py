"""Names in a report's title: the body's, the year's."""

from __future__ import annotations

import re

from index.numerals import ONE_TO_NINE
from index.text import fold

NAME = r"(?:政府|政务)?信息公开[^。，；《》]{0,12}(?:报告|年报)"
CORE = re.compile(NAME)
YEAR = re.compile(
    rf"(?<![0-9])(20[0-9]{{2}}|二[〇○零Oo0][〇○零Oo0一二三][〇○零Oo0{ONE_TO_NINE}])\s*年?度?"
)
_WORDS = {c: str(n) for n, c in enumerate(f"零{ONE_TO_NINE}")} | dict.fromkeys("〇○Oo", "0")
BODY = re.compile(
    r"(?:人民政府|政府|局|委员会|委|办公室|厅|院|街道|办事处|中心|镇|乡|县|市|区|省|公署|法院|队|社)$"
)


def year_of(text: str) -> int | None:
    """The first year that `text` names, in digits or in words."""
    found = YEAR.search(fold(text))
    return int("".join(_WORDS.get(c, c) for c in found[1])) if found else None


def agency_of(title: str) -> str:
    """The body's name in a title: what stands before the report's name, the year left out."""
    plain = fold(title)
    core = re.search(r"(?:政府|政务)?信息公开", plain)
    if core is None:
        return ""
    head = plain[: core.start()]
    year = YEAR.search(head)
    if year and year.start() != 0:
        before, after = head[: year.start()], head[year.end() :]
        head = before if len(before.strip(" 关于(")) >= 2 else after
    elif year:
        head = head[year.end() :]
    name = re.sub(r"(?:关于|的|本级|年度?|\(|\[|【)+$", "", head.strip(" \\-—_|·")).strip()
    return f"{name}政府" if name.endswith("人民") and "政府" in core[0] else name
