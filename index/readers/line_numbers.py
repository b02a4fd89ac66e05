"""Numbers of lines in the margin, as drafts and pleadings have them: no part of what is printed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index.readers.page.page_layout import Glyph
from index.readers.page.printed_words import Word, words_of

_FEWEST = 10
"""So many lines counted one after the other are counted on purpose."""
_WIDE = 2.0
"""How wide the numbers' column is, in heights of a character."""
_NUMBER = re.compile(r"^ {0,8}([0-9]{1,3})(?=\s|$)")


def without_line_numbers(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """The glyphs of a page without a column of line numbers left of all others."""
    digits = [g for g in glyphs if g.text.isdigit()]
    left = min((g.x0 for g in digits), default=0.0)
    column = [g for g in digits if g.x1 <= left + _WIDE * (g.bottom - g.top)]
    if len(column) < _FEWEST:
        return list(glyphs)
    words = sorted(words_of(column), key=lambda w: w.level)
    ids = {id(g) for g in column}
    others = [g for g in glyphs if id(g) not in ids and g.text.strip()]
    if not _count([int(w.text) for w in words], _FEWEST) or _is_beside(words, others):
        return list(glyphs)
    return [g for g in glyphs if id(g) not in ids]


def _is_beside(words: Sequence[Word], others: Sequence[Glyph]) -> bool:
    """Whether something of a number's line stands left of it or touches it."""
    right = max(w.box[2] for w in words)
    near = (g for g in others if g.x0 < right)
    return any(abs((g.top + g.bottom) / 2 - w.level) < w.height / 2 for g in near for w in words)


def _count(numbers: Sequence[int], least: int) -> bool:
    """Whether numbers go up by one, from one again on each page."""
    pairs = zip(numbers, numbers[1:], strict=False)
    return len(numbers) >= least and all(b == a + 1 or b == 1 for a, b in pairs)


def without_numbers(text: str) -> str:
    """A text whose lines are numbered without the numbers, each line as long as before."""
    lines = text.split("\n")
    found = [(i, match) for i, line in enumerate(lines) if (match := _NUMBER.match(line))]
    left = min((match.start(1) for _, match in found), default=0)
    found = [(i, match) for i, match in found if match.start(1) <= left + _WIDE]
    pages = list(_pages([int(match[1]) for _, match in found]))
    if not pages or not all(_count(page, 1) for page in pages) or max(map(len, pages)) < _FEWEST:
        return text
    for i, match in found:
        lines[i] = " " * match.end() + lines[i][match.end() :]
    return "\n".join(lines)


def _pages(numbers: Sequence[int]) -> Iterator[list[int]]:
    """The numbers page by page: each begins with 1."""
    page: list[int] = []
    for number in numbers:
        if number == 1 and page:
            yield page
            page = []
        page.append(number)
    if page:
        yield page
