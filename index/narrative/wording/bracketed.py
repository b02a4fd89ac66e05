"""What stands in brackets and quotes, hidden so that its punctuation parts nothing."""

from __future__ import annotations

import re
from functools import lru_cache

from index.numerals import ONE_TO_TEN
from index.text import fold

_ASIDE = re.compile(r"[(（][^()（）\n]*[)）]|“[^“”\n]*”|《[^《》\n]*》|‘[^‘’\n]*’")
_NUMERAL_ALONE = re.compile(rf"[(（](?:[{ONE_TO_TEN}]{{1,3}}|\d{{1,2}})[)）]")


@lru_cache(maxsize=64)
def masked(text: str) -> str:
    """Half-width `text` in which what stands in brackets and quotes hides its own punctuation."""

    def hidden(match: re.Match[str]) -> str:
        words = match.group()
        return words if _NUMERAL_ALONE.fullmatch(words) else words[0] + "□" * (len(words) - 1)

    return _ASIDE.sub(hidden, fold(text))
