"""Revising a draft in conversation: what can be done without a model is a change of the request.

“压缩到300字”, “第二条再具体些”, “删去第三条”, “换个说法”, “改用（一）（二）”, “加一条：……”.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from assistant.draft.request import Draft, DraftRequest
from index.numerals import value_of

_N = r"([0-9]+|[一二三四五六七八九十两百千]+)"


def _length(match: re.Match[str], request: DraftRequest, _: Draft) -> DraftRequest | None:
    n = value_of(match[1])
    return None if not n else replace(request, length=(int(n * 0.7), int(n)))


def _strike(match: re.Match[str], request: DraftRequest, draft: Draft) -> DraftRequest | None:
    topic = _topic(match, draft)
    return replace(request, left_out=(*request.left_out, topic)) if topic else None


def _topic(match: re.Match[str], draft: Draft) -> str | None:
    n = value_of(match[1])
    return draft.items[int(n) - 1].topic if n and 0 < n <= len(draft.items) else None


def _reword(match: re.Match[str], request: DraftRequest, _: Draft) -> DraftRequest:
    return replace(request, variant=request.variant + 1)


def _bracketed(match: re.Match[str], request: DraftRequest, _: Draft) -> DraftRequest:
    return replace(request, numbering="（一）")


def _inline(match: re.Match[str], request: DraftRequest, _: Draft) -> DraftRequest:
    return replace(request, numbering="一是")


def _add(match: re.Match[str], request: DraftRequest, _: Draft) -> DraftRequest:
    return replace(request, points=(*request.points, match[1].strip().rstrip("。")))


_Change = Callable[[re.Match[str], DraftRequest, Draft], DraftRequest | None]
CHANGES: tuple[tuple[re.Pattern[str], _Change], ...] = (
    (re.compile(rf"(?:压缩|精简|缩短|控制|扩充|扩展|写)[到至在成].{{0,3}}?{_N}\s*个?字"), _length),
    (re.compile(rf"(?:删去|删除|删掉|去掉|不要)第{_N}[条点项个]"), _strike),
    (re.compile(rf"第{_N}[条点项个](?:删去|删除|删掉|去掉|不要)"), _strike),
    (re.compile(r"(?:增加|加|补充)(?:上)?一[条点项][：:，,]?(.{4,})"), _add),
    (re.compile(r"[（(]一[)）]"), _bracketed),
    (re.compile(r"一是"), _inline),
    (re.compile(r"换(?:一?个|种)?(?:说法|写法|措辞|表述)|重写|改写"), _reword),
)


def revised(instruction: str, request: DraftRequest, draft: Draft) -> DraftRequest | None:
    """The request that `instruction` turns this one into; None where it needs a model."""
    for pattern, change in CHANGES:
        match = pattern.search(instruction)
        if match and (new := change(match, request, draft)):
            return new
    return None
