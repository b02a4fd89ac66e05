"""Shares by arithmetic: so much of a whole, how the share moved, all of it."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.claims.claim import Figure, Share, ShareChange, Stated, Status, Verdict, Whole
from assistant.claims.facts import Amount, Facts
from assistant.claims.stated import agrees
from assistant.claims.verdicts import UNKNOWN, in_words, settled, sign_of

_EVEN_POINTS, _FEW_POINTS, _MANY_POINTS = 1.0, 3.0, 10.0
"""占比基本持平, 略有提高, 大幅提高: in percentage points."""


_CAME_IN = frozenset((row, "total") for row in ("", "received", "accepted", "handled"))


def _shares(
    part: Figure, wholes: Iterable[Figure], facts: Facts, *, exact: bool
) -> list[tuple[float, float, Amount, Amount]]:
    """Part and whole as percent and value, with the amounts, of each whole.

    An exact number is tried against each meaning of what came in, else the likeliest is taken.
    """
    parts = facts.of(part)[:1]
    return [
        (100.0 * p.value / w.value, float(w.value), p, w)
        for whole in wholes
        for w in facts.of(whole)[: None if exact and whole.measure.single in _CAME_IN else 1]
        for p in parts
        if w.value and p.value <= w.value
    ]


def share(claim: Share, facts: Facts) -> Verdict:
    exact = claim.stated.bound == "exact"
    found = _shares(claim.part, claim.wholes, facts, exact=exact)
    if not found:
        return UNKNOWN
    statuses = [agrees(claim.stated, percent) for percent, *_ in found]
    best = statuses.index("proved") if "proved" in statuses else 0
    if exact:
        statuses.insert(0, statuses[best])
    percent, _, part, whole = found[best]
    why = f"{in_words(part.value)}占{in_words(whole.value)}的{percent:.1f}%"
    grounds = (*part.grounds, *whole.grounds)
    certain = claim.part.measure.certain
    return settled(statuses, grounds, why, exact, certain)


def share_change(claim: ShareChange, facts: Facts) -> Verdict:
    before = [Figure(w.measure, tuple(y - 1 for y in w.years), w.body) for w in claim.wholes]
    was = Figure(claim.part.measure, tuple(y - 1 for y in claim.part.years), claim.part.body)
    exact = claim.points is not None
    now = _shares(claim.part, claim.wholes, facts, exact=exact)
    then = _shares(was, before, facts, exact=exact)
    if not now or len(now) != len(then):
        return UNKNOWN
    statuses = [_moved(claim, a[0], b[0]) for a, b in zip(now, then, strict=True)]
    why = f"占比由{then[0][0]:.1f}%变为{now[0][0]:.1f}%"
    grounds = (*now[0][2].grounds, *now[0][3].grounds, *then[0][2].grounds, *then[0][3].grounds)
    return settled(statuses, grounds, why, exact, claim.part.measure.certain)


def _moved(claim: ShareChange, now: float, then: float) -> Status:
    gap = now - then
    if claim.sign == 0:
        even = _EVEN_POINTS if claim.degree == "near" else 0.05
        return "proved" if abs(gap) < even else ("unproved" if abs(gap) < 3 else "contradicted")
    if sign_of(gap) != claim.sign:
        return "contradicted"
    if claim.points is not None:
        return _points(claim.points, now, then)
    if claim.degree == "small":
        return "proved" if abs(gap) <= _FEW_POINTS else "unproved"
    if claim.degree == "large":
        return "proved" if abs(gap) >= _MANY_POINTS else "unproved"
    return "unproved" if claim.degree else "proved"


def _points(said: Stated, now: float, then: float) -> Status:
    """So many points, or what the two shares as printed to that digit are apart."""
    printed = abs(round(now / said.step) - round(then / said.step)) * said.step
    as_printed = said.bound == "exact" and abs(printed - said.value) < said.step / 10
    return "proved" if as_printed else agrees(said, abs(now - then))


def whole(claim: Whole, facts: Facts) -> Verdict:
    parts = facts.of(claim.part)[:1]
    wholes = [w for whole in claim.wholes for w in facts.of(whole)[:1]]
    if not parts or not wholes:
        return UNKNOWN
    statuses: list[Status] = [
        "proved" if parts[0].value == w.value and w.value else "contradicted" for w in wholes
    ]
    why = f"{parts[0].words}为{in_words(parts[0].value)}，总数为{in_words(wholes[0].value)}"
    grounds = (*parts[0].grounds, *wholes[0].grounds)
    return settled(statuses, grounds, why, False, claim.part.measure.certain)
