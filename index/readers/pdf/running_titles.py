"""Running titles and page numbers: what stands in the margins of page after page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from index.document import Block
from index.formats import APPLICANTS
from index.readers.pdf.tolerances import PDF
from index.recognition.heading_marks import TABLE_MARK, is_page_number
from index.text import fold, squash

_DIGITS = re.compile(r"[0-9]+")
_OF_PAGES = re.compile(
    r"(?:第|page|p\.?|共)?[0-9]{1,3}(?:页|of|/|共|第|[0-9]|pages?)*", re.IGNORECASE
)
_HEADS = {squash(label) for axis in APPLICANTS for label in (axis.label, *axis.above)}


def without_running(blocks: Sequence[Block], heights: Mapping[int, float]) -> list[Block]:
    """The blocks without running titles and page numbers; `heights` are those of the pages.

    Only the outermost lines of a page are taken, and only in its margins.
    """
    pages: dict[int, list[Block]] = {}
    for block in blocks:
        pages.setdefault((block.table.at if block.table else block.at).page or 0, []).append(block)
    outer = [
        (page, block)
        for page, met in pages.items()
        for block in met
        if _in_margin(block, heights.get(page))
    ]
    counts = Counter(key for page, block in outer for key in _keys(block))
    shifts = Counter(_shift(block, page) for page, block in outer)
    least = max(2.0, len(heights) / 3)
    running = {
        id(block)
        for page, block in outer
        if _is_number(block.text, page)
        or _shift(block, page) is not None
        and shifts[_shift(block, page)] >= least
        or not _is_head(block.text)
        and max(counts[key] for key in _keys(block)) >= least
    }
    dropped = {
        id(block)
        for met in pages.values()
        for blocks in (met, met[::-1])
        for block in _leading(blocks, running)
    }
    return [block for block in blocks if id(block) not in dropped]


def _leading(blocks: Iterable[Block], running: set[int]) -> Iterable[Block]:
    for block in blocks:
        if id(block) not in running:
            return
        yield block


def _in_margin(block: Block, height: float | None) -> bool:
    box = block.at.bbox
    if block.table is not None or box is None or height is None:
        return False
    return box[3] < PDF.margin * height or box[1] > (1 - PDF.margin) * height


def _keys(block: Block) -> tuple[tuple[str, int], ...]:
    """A line's words with digits left open, and where it stands, twice so that no border parts."""
    words = _DIGITS.sub("#", squash(block.text))
    level = (block.at.bbox or (0.0, 0.0, 0.0, 0.0))[1]
    return (words, round(level / PDF.same_level)), (words, -1 - round(level / PDF.same_level + 0.5))


def _is_number(text: str, page: int) -> bool:
    """Whether a line only counts pages; a bare number is this page's."""
    words = squash(text)
    if words.isdecimal():
        return int(words) == page
    return is_page_number(fold(text)) or bool(_OF_PAGES.fullmatch(words))


def _shift(block: Block, page: int) -> int | None:
    """By how much a bare number is more than its page's: the same on all pages if it counts them."""
    words = squash(block.text)
    return int(words) - page if words.isdecimal() and len(words) < 4 else None


def _is_head(text: str) -> bool:
    """Whether a line may be a table's: its column labels come again on each page, figures too."""
    words = squash(text)
    labels = any(label in words for label in _HEADS)
    return labels or bool(TABLE_MARK.search(words)) or len(re.sub(r"[0-9\W]", "", words)) < 2
