"""Claims against figures: by arithmetic alone proved, contradicted, or left open."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from assistant.claims.claim import (
    Claim,
    Compare,
    Either,
    Figure,
    Ground,
    Multiple,
    Rank,
    Share,
    ShareChange,
    Stated,
    Statistic,
    Status,
    Unbound,
    Value,
    Verdict,
    Whole,
)
from assistant.claims.facts import Amount, Facts
from assistant.claims.stated import agrees

UNKNOWN = Verdict("unproved", "所说的数字不在表内，或者该格没有读到")
_LARGE, _NOT_LARGE = 30.0, 10.0
"""大幅: a change of 30 % bears it out, one under 10 % speaks against it."""
_SMALL, _NOT_SMALL = 10.0, 30.0
_NEAR, _NOT_NEAR = 5.0, 20.0


def prove(claim: Claim, facts: Facts) -> Verdict:
    """The verdict on one claim."""
    return _PROVERS[type(claim)](claim, facts)


def _of(status: Status, why: str, grounds: Iterable[Ground], suggestion: str = "") -> Verdict:
    return Verdict(status, why, tuple(dict.fromkeys(grounds)), suggestion)


def _number(value: float) -> str:
    return f"{value:.6g}" if abs(value) < 1e6 else f"{value:.0f}"


# ---------------------------------------------------------------- a value


def _value(claim: Value, facts: Facts) -> Verdict:
    amounts = facts.of(claim.figure)
    if not amounts:
        return UNKNOWN
    said = claim.stated
    tried = [(a, agrees(said, a.value)) for a in amounts]
    for amount, status in tried:
        if status == "proved" and (amount.sure or said.value > 0):
            return _of("proved", f"{amount.words}为{_number(amount.value)}", amount.grounds)
    first = amounts[0]
    why = f"文中为{said.text}，{first.words}为{_number(first.value)}"
    if not claim.figure.measure.certain or any(s == "unproved" for _, s in tried):
        return _of("unproved", why, first.grounds)
    return _of("contradicted", why, first.grounds, f"{_number(first.value)}")


# ---------------------------------------------------------------- comparison


def _compare(claim: Compare, facts: Facts) -> Verdict:
    pairs, grounds = _pairs(claim.left, claim.right, facts)
    if not pairs:
        return UNKNOWN
    if isinstance(claim.right, Statistic) and claim.right.pool == "all":
        return _above_all(claim, pairs, grounds)
    verdicts = [_compared(claim, left, right) for left, right in pairs]
    exact = claim.by is not None
    return _settled(verdicts, grounds, _said_of(pairs[0]), exact, claim.left.measure.certain)


def _pairs(
    left: Figure, right: Figure | Statistic, facts: Facts
) -> tuple[list[tuple[float, float]], tuple[Ground, ...]]:
    """What stands against what: each meaning of the left beside the same meaning of the right."""
    lefts = facts.of(left)
    if not lefts:
        return [], ()
    if isinstance(right, Statistic):
        own = float(lefts[0].value)
        if right.pool == "all":
            others = facts.others(right.figure)
            enough = len(others) >= 3
            grounds = tuple(g for _, a in others for g in a.grounds)
            return [(own, float(a.value)) for _, a in others] if enough else [], grounds
        values, grounds = facts.over(right)
        return [(own, v) for v in values], (*lefts[0].grounds, *grounds)
    rights = facts.of(right)
    likely = sum(a.likely for a in lefts) if left.measure == right.measure else 1
    n = min(likely, len(rights))
    grounds = tuple(g for a in (lefts[:1] + rights[:1]) for g in a.grounds)
    return [(float(lefts[i].value), float(rights[i].value)) for i in range(n)], grounds


def _said_of(pair: tuple[float, float]) -> str:
    return f"{_number(pair[0])}对{_number(pair[1])}"


def _settled(
    statuses: Sequence[Status], grounds: Iterable[Ground], why: str, exact: bool, certain: bool
) -> Verdict:
    """Of several meanings: a number needs one that bears it out, mere words need all."""
    known = set(statuses)
    if known == {"proved"} or (exact and "proved" in known):
        return _of("proved", why, grounds)
    if known == {"contradicted"} and certain:
        return _of("contradicted", why, grounds)
    return _of("unproved", why, grounds)


def _above_all(claim: Compare, pairs: Sequence[tuple[float, float]], grounds: Any) -> Verdict:
    signs = {_sign(left - right) for left, right in pairs}
    own = pairs[0][0]
    mean = sum(right for _, right in pairs) / len(pairs)
    if claim.by or claim.degree or claim.negated:
        return _of("unproved", "没有说明与谁比较", grounds)
    if signs == {claim.sign}:
        return _of("proved", f"{_number(own)}，同级均在一侧", grounds)
    against = claim.sign not in signs and _sign(own - mean) != claim.sign
    status: Status = "contradicted" if against else "unproved"
    return _of(status, f"{_number(own)}，同级平均{_number(mean)}", grounds)


def _sign(x: float) -> int:
    return (x > 1e-9) - (x < -1e-9)


def _compared(claim: Compare, left: float, right: float) -> Status:
    status = _direction(claim, left, right)
    if claim.negated:
        turned: Mapping[Status, Status] = {"proved": "contradicted", "contradicted": "proved"}
        return turned.get(status, "unproved")
    if status == "contradicted" or claim.by is None:
        return status
    return _worst(status, _difference(claim.by, left, right))


def _worst(*statuses: Status) -> Status:
    return max(statuses, key=("proved", "unproved", "contradicted").index)


def _direction(claim: Compare, left: float, right: float) -> Status:
    sign = _sign(left - right)
    percent = 100 * abs(left - right) / right if right else (0.0 if not left else 100.0)
    if claim.sign == 0:
        if sign == 0:
            return "proved"
        if claim.degree == "near" and percent <= _NEAR:
            return "proved"
        limit = _NOT_NEAR if claim.degree == "near" else _NEAR
        return "contradicted" if percent > limit else "unproved"
    if sign != claim.sign:
        return "contradicted"
    return _degree(claim.degree, percent)


def _degree(degree: str, percent: float) -> Status:
    if degree == "large":
        if percent >= _LARGE:
            return "proved"
        return "contradicted" if percent < _NOT_LARGE else "unproved"
    if degree == "small":
        if percent <= _SMALL:
            return "proved"
        return "contradicted" if percent > _NOT_SMALL else "unproved"
    return "unproved" if degree == "near" else "proved"


def _difference(by: Stated, left: float, right: float) -> Status:
    gap = abs(left - right)
    if by.dimension in ("count", "money"):
        return agrees(by, gap)
    if not right:
        return "unproved"
    if by.dimension == "percent":
        return agrees(by, 100 * gap / right)
    return agrees(by, gap / right) if by.dimension == "times" else "unproved"


def _multiple(claim: Multiple, facts: Facts) -> Verdict:
    pairs, grounds = _pairs(claim.left, claim.right, facts)
    pairs = [p for p in pairs if p[1]]
    if not pairs:
        return UNKNOWN
    scale = 100.0 if claim.stated.dimension == "percent" else 1.0
    statuses = [agrees(claim.stated, scale * left / right) for left, right in pairs]
    return _settled(statuses, grounds, _said_of(pairs[0]), True, claim.left.measure.certain)


# ---------------------------------------------------------------- shares


def _shares(
    part: Figure, wholes: Iterable[Figure], facts: Facts, *, exact: bool
) -> list[tuple[float, float, Amount, Amount]]:
    """Part and whole as percent and value, with the amounts, of each whole.

    An exact number is tried against each meaning of a whole, mere words against the likeliest.
    """
    parts = facts.of(part)[:1]
    return [
        (100.0 * p.value / w.value, float(w.value), p, w)
        for whole in wholes
        for w in facts.of(whole)[: None if exact else 1]
        for p in parts
        if w.value and p.value <= w.value
    ]


def _share(claim: Share, facts: Facts) -> Verdict:
    exact = claim.stated.bound == "exact"
    found = _shares(claim.part, claim.wholes, facts, exact=exact)
    if not found:
        return UNKNOWN
    statuses = [agrees(claim.stated, percent) for percent, *_ in found]
    best = statuses.index("proved") if "proved" in statuses else 0
    percent, _, part, whole = found[best]
    why = f"{_number(part.value)}占{_number(whole.value)}的{percent:.1f}%"
    grounds = (*part.grounds, *whole.grounds)
    certain = claim.part.measure.certain
    return _settled(statuses, grounds, why, exact, certain)


def _share_change(claim: ShareChange, facts: Facts) -> Verdict:
    before = [Figure(w.measure, tuple(y - 1 for y in w.years), w.body) for w in claim.wholes]
    was = Figure(claim.part.measure, tuple(y - 1 for y in claim.part.years), claim.part.body)
    exact = claim.points is not None
    now = _shares(claim.part, claim.wholes, facts, exact=exact)
    then = _shares(was, before, facts, exact=exact)
    if not now or len(now) != len(then):
        return UNKNOWN
    gaps = [a[0] - b[0] for a, b in zip(now, then, strict=True)]
    statuses = [_moved(claim, gap) for gap in gaps]
    why = f"占比由{then[0][0]:.1f}%变为{now[0][0]:.1f}%"
    grounds = (*now[0][2].grounds, *now[0][3].grounds, *then[0][2].grounds, *then[0][3].grounds)
    return _settled(statuses, grounds, why, exact, claim.part.measure.certain)


def _moved(claim: ShareChange, gap: float) -> Status:
    if claim.sign == 0:
        return "proved" if abs(gap) < 0.05 else ("unproved" if abs(gap) < 2 else "contradicted")
    if _sign(gap) != claim.sign:
        return "contradicted"
    if claim.points is not None:
        return agrees(claim.points, abs(gap))
    return "unproved" if claim.degree else "proved"


def _whole(claim: Whole, facts: Facts) -> Verdict:
    parts = facts.of(claim.part)[:1]
    wholes = [w for whole in claim.wholes for w in facts.of(whole)[:1]]
    if not parts or not wholes:
        return UNKNOWN
    statuses: list[Status] = [
        "proved" if parts[0].value == w.value and w.value else "contradicted" for w in wholes
    ]
    why = f"{parts[0].words}为{_number(parts[0].value)}，总数为{_number(wholes[0].value)}"
    grounds = (*parts[0].grounds, *wholes[0].grounds)
    return _settled(statuses, grounds, why, False, claim.part.measure.certain)


# ---------------------------------------------------------------- rank


def _rank(claim: Rank, facts: Facts) -> Verdict:
    own = facts.of(claim.figure)[:1]
    if claim.others:
        found = [facts.of(f)[:1] for f in claim.others]
        if not all(found):
            return UNKNOWN
        others = [a for f in found for a in f]
    else:
        others = [a for _, a in facts.others(claim.figure)]
        if len(others) < 3:
            return Verdict("unproved", "库内同级单位的报告不足三份，无从排位")
    if not own:
        return UNKNOWN
    if claim.size is not None and claim.size != len(others) + 1:
        return Verdict("unproved", f"文中说有{claim.size}个，可比的有{len(others) + 1}个")
    grounds = (*own[0].grounds, *(g for a in others for g in a.grounds))
    return _placed(claim, own[0], others, grounds)


def _placed(claim: Rank, own: Amount, others: Sequence[Amount], grounds: Any) -> Verdict:
    turn = 1 if claim.place > 0 else -1
    ahead = sum(turn * a.value > turn * own.value for a in others)
    tied = sum(a.value == own.value for a in others)
    why = f"{_number(own.value)}，{'高于' if turn > 0 else '低于'}它的有{ahead}个"
    place = abs(claim.place)
    if ahead + 1 == place and not tied:
        return _of("proved", why, grounds)
    within = ahead + 1 <= place <= ahead + tied + 1
    certain = claim.figure.measure.certain
    return _of("unproved" if within or not certain else "contradicted", why, grounds)


# ---------------------------------------------------------------- the rest


def _unbound(claim: Unbound, facts: Facts) -> Verdict:
    return Verdict("unproved", claim.why)


def _either(claim: Either, facts: Facts) -> Verdict:
    verdicts = [prove(c, facts) for c in claim.claims]
    best = next((v for v in verdicts if v.status == "proved"), None)
    if best is not None:
        return best
    return next((v for v in verdicts if v.status == "unproved"), verdicts[0])


_PROVERS: Mapping[type, Callable[[Any, Facts], Verdict]] = {
    Value: _value,
    Compare: _compare,
    Multiple: _multiple,
    Share: _share,
    ShareChange: _share_change,
    Whole: _whole,
    Rank: _rank,
    Unbound: _unbound,
    Either: _either,
}
