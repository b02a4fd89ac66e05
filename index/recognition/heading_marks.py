"""Marks by which a report's title, chapters and tables are told from everything else.

The patterns are for squashed text (`index.text.squash`).
"""

from __future__ import annotations

import re
from datetime import date

from index.numerals import ONE_TO_TEN
from index.text import fold, squash

NUMERAL = (
    rf"(?:第?[{ONE_TO_TEN}]{{1,3}}(?:部分|章)?[,.:]?|\([{ONE_TO_TEN}]{{1,3}}\)|[0-9]{{1,2}}[,.])"
)
CHAPTER = re.compile(
    rf"#*{NUMERAL}?(?:总体情况|主动公开政府信息|收到和处理政府信息公开申请|政府信息公开行政复议"
    r"|存在的?主要问题|其他需要报告)"
)
TABLE_MARK = re.compile(
    r"第二十条第|申请人情况|勾稽关系|本年新收政府信息公开申请|结果维持|本年制发件数|本年新制作数量"
    r"|处理决定数量|行政事业性收费"
)
ROW = re.compile(r"本年新收|上年结转|本年度(?:$|办)|办理结果|结转下年|第二十条")
"""What the labels of rows say that are numbered as chapters are."""
TITLE = re.compile(r"(?:政府|政务)?信息公开.{0,8}年度?报告|(?:政府|政务)信息公开.{0,6}年报")

_PAGE_NUMBER = re.compile(
    r"[-—–―－·.]+\s*[0-9]{1,3}\s*[-—–―－·.]+|第\s*[0-9]{1,3}\s*页.{0,10}|[0-9]{1,3}\s*/\s*[0-9]{1,3}"
)
_DATE = r"(20[0-9]{2})\s*[-年/.]\s*([0-9]{1,2})\s*[-月/.]\s*([0-9]{1,2})"
_PUBLISHED = re.compile(rf"(?:发布|公布|公开|发文|生成|成文|更新)?(?:时间|日期)\s*[:：]?\s*{_DATE}")
_BARE = re.compile(_DATE)


def find_date(text: str, *, bare: bool = False) -> date | None:
    """The publication date that `text` states; `bare` takes a date without its name."""
    found = (_BARE if bare else _PUBLISHED).search(fold(text))
    if found is None:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


def is_published_line(text: str) -> bool:
    """Whether a short line only says when and by whom the page was published."""
    return bool(_PUBLISHED.search(fold(text))) and "。" not in text


def is_page_number(text: str) -> bool:
    """Whether a line is `- 3 -`, `第3页` or `3/5`."""
    return bool(_PAGE_NUMBER.fullmatch(text.strip()))


def stands_alone(text: str) -> bool:
    """Whether the only text of a sheet's row is a paragraph or a heading: no row with blanks."""
    prose = len(text) > 40 or "。" in text or bool(re.match(r"[一二三四五六]、|.*年度?报告$", text))
    return prose and not ROW.search(squash(text)[:12])
