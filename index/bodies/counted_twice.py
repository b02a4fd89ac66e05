"""Sums over a government and bodies below it: its own report may have counted theirs already."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence


def above_others(ids: Sequence[int], parents: Mapping[int, int | None]) -> list[int]:
    """Those of the bodies `ids` below which, at any depth, others of them stand; in their order."""
    over: set[int] = set()
    for body in ids:
        at, seen = parents.get(body), {body}
        while at is not None and at not in seen:
            seen.add(at)
            over.add(at)
            at = parents.get(at)
    return [body for body in ids if body in over]


def said(names: Iterable[str]) -> str:
    """What to say of a sum that takes in these governments; "" for none."""
    named = "、".join(names)
    return f"含{named}的年报，其数字如已汇总下属单位，合计会重复" if named else ""
