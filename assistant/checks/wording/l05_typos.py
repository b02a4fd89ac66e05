"""L05: likely typos and missing characters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from assistant.checks.paragraph_scan import Hit, Scan
from assistant.checks.rule import ANY, PLAIN_LANGUAGE, Rule
from assistant.checks.word_lists import words_beside


def typos(text: str) -> Iterator[Hit]:
    """Likely typos and missing characters of the list."""
    for found in _typo_pattern().finditer(text):
        meant = _corrections()[found[0]]
        at = meant.find(found[0])
        if at >= 0 and text[found.start() - at : found.end() + len(meant)].startswith(meant):
            continue
        yield Hit(found.start(), found.end(), f"可能应为“{meant}”", meant)
    for found in _missing_pattern().finditer(text):
        meant = f"{found[0]}{_unfinished()[found[0]][0]}"
        yield Hit(found.start(), found.end(), f"可能漏了字，应为“{meant}”", meant)
    for found in _UNTIL.finditer(text):
        yield Hit(found.start(), found.end(), "“截止”后接时间可能应为“截至”", "截至")


RULE = Rule(
    id="L05",
    title="疑似错别字、漏字",
    severity="info",
    basis=PLAIN_LANGUAGE,
    what="没有常见的错别字和漏字；只提示，由人判断。",
    good="拓宽受理渠道。",
    bad="拓宽受理渠。",
    check=Scan(typos),
    formats=ANY,
    by_letter=True,
)
_UNTIL = re.compile(r"截止(?:到|至)?(?=(?:20\d\d年|目前|\d{1,2}月|年底))(?<!截止至)")


@cache
def _corrections() -> dict[str, str]:
    """What is printed, a typo or a term with a character missing, and what is meant."""
    lists = words_beside(__file__)
    return {**lists["broken_terms"], **lists["typos"]}


def _unfinished() -> dict[str, str]:
    found: dict[str, str] = words_beside(__file__)["unfinished"]
    return found


@cache
def _typo_pattern() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(_corrections(), key=len, reverse=True))))


@cache
def _missing_pattern() -> re.Pattern[str]:
    return re.compile("|".join(f"{said}(?![{fine}])" for said, fine in _unfinished().items()))
