"""The follow-up sheet: what last year's part five promised, and what this year's text says of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.draft.lastyear import problems_and_promises
from index.report import Report

Kept = Literal["已落实", "部分", "未提及"]
_STOP = re.compile(
    "我[省市县区镇乡局委办]|我街道|一步|下一步|申请|进行|工作|加强|推进|开展|方面|信息|公开|政府|组织|做好|针对|措施|改进"
)
_FULL, _PART = 0.6, 0.3
"""Share of a promise's own words that one sentence of this year must hold: kept, kept in part."""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One promise, how it stands, and the sentence of this year's report nearest to it."""

    promise: str
    status: Kept
    quote: str = ""
    section: int | None = None


def follow_up(earlier: Report, report: Report) -> tuple[FollowUp, ...]:
    """Each promise of `earlier` held against this year's narrative (its own plans left out)."""
    _, promises = problems_and_promises(earlier)
    told = [
        (s.number, sentence)
        for s in report.sections
        if s.number in (1, 2, 6)
        for p in s.paragraphs
        for sentence in re.split(r"(?<=[。；;])", p.text)
        if len(sentence) > 6
    ]
    return tuple(_held(p.text, told) for p in promises)


def _held(promise: str, told: Sequence[tuple[int, str]]) -> FollowUp:
    wanted = _words(promise)
    scored = [(len(wanted & _words(s)) / len(wanted), n, s) for n, s in told] if wanted else []
    score, section, quote = max(scored, default=(0.0, 0, ""))
    if score < _PART:
        return FollowUp(promise, "未提及")
    return FollowUp(promise, "已落实" if score >= _FULL else "部分", quote.strip(), section)


def _words(text: str) -> frozenset[str]:
    import rjieba

    return frozenset(w for w in rjieba.cut(text) if len(w) > 1 and not _STOP.fullmatch(w))
