"""An office's manner: self-name, numbering, headlines and length of its own last part fives.

Its claims are never taken, only how it writes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from assistant.draft.request import Numbering, Style
from index.bodies.names import self_words
from index.numerals import ONE_TO_TEN
from index.report import Report

_MARKS: Mapping[Numbering, re.Pattern[str]] = {
    "一是": re.compile(rf"[{ONE_TO_TEN}]是"),
    "（一）": re.compile(rf"^[（(][{ONE_TO_TEN}]+[）)]", re.MULTILINE),
    "1.": re.compile(r"^\d{1,2}[.．、](?!\d)", re.MULTILINE),
}
_HEADLINE = re.compile(
    rf"^(?:[（(]?[{ONE_TO_TEN}]+[）)、])?[^，。；\n]{{0,8}}(?:问题|不足|改进|措施)[^，。；\n]{{0,10}}$",
    re.MULTILINE,
)
_LOOKED_AT = 3
_USUAL = (150, 800)
_SLACK = 0.5
"""How much shorter or longer than its own an office's part five may come out."""


def style_of(agency: str, earlier: Mapping[int, Report]) -> Style:
    """The manner of the last three reports; the usual one where there are none."""
    reports = [earlier[year] for year in sorted(earlier, reverse=True)[:_LOOKED_AT]]
    fives = [part.text for r in reports if (part := r.section(5)) and part.text.strip()]
    numbering = _numbering(fives)
    headed = numbering != "（一）" or _headed(fives)
    return Style(_self_name(agency, reports), numbering, headed, _length(fives))


def _self_name(agency: str, reports: Sequence[Report]) -> str:
    names = self_words(agency) if agency else ()
    told = "".join(s.text for r in reports for s in r.sections)
    used = Counter({name: told.count(name) for name in names})
    return max(names, key=lambda n: (used[n], -names.index(n)), default="本机关")


def _numbering(fives: Sequence[str]) -> Numbering:
    counted: Counter[Numbering] = Counter()
    for text in fives:
        found = {mark: len(p.findall(text)) for mark, p in _MARKS.items()}
        if any(found.values()):
            counted[max(found, key=lambda m: found[m])] += 1
    return counted.most_common(1)[0][0] if counted else "一是"


def _headed(fives: Sequence[str]) -> bool:
    """Whether its own have headlines: with none, points numbered as headlines leave no room for any."""
    return 2 * sum(bool(_HEADLINE.search(text)) for text in fives) > len(fives)


def _length(fives: Sequence[str]) -> tuple[int, int]:
    sizes = [len(text) for text in fives]
    if not sizes:
        return _USUAL
    return int(min(sizes) * (1 - _SLACK)), int(max(sizes) * (1 + _SLACK))
