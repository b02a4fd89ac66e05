"""Comparison by arithmetic: so much more, so many times, the greatest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from assistant.claims.claim import (
    Compare,
    Figure,
    Ground,
    Mean,
    Multiple,
    Rank,
    Stated,
    Statistic,
    Status,
    Verdict,
)
from assistant.claims.facts import MIN_PEERS, Amount, Facts
from assistant.claims.stated import agrees
from assistant.claims.verdicts import UNKNOWN, in_words, settled, sign_of, verdict, worst_of

_LARGE, _NOT_LARGE = 25.0, 10.0
"""大幅: a change of 25 % bears it out, one under 10 % speaks against it."""
_CLEAR, _NOT_CLEAR = 15.0, 5.0
"""明显, 显著: less than 大幅."""
_SMALL, _NOT_SMALL, _FEW = 20.0, 50.0, 2
"""略: a change of 20 % or less bears it out, one over 50 % and of more than two speaks against it."""
_NEAR, _NOT_NEAR = 5.0, 20.0
_GREAT = {"large": (_LARGE, _NOT_LARGE), "clear": (_CLEAR, _NOT_CLEAR)}
Pair = tuple[float, float]


def compare(claim: Compare, facts: Facts) -> Verdict:
    pairs, grounds = _pairs(claim.left, claim.right, facts)
    if not pairs:
        return UNKNOWN
    if isinstance(claim.right, Statistic) and claim.right.pool == "all":
        return _above_all(claim, pairs, grounds)
    verdicts = [_compared(claim, left, right) for left, right in pairs]
    exact = claim.by is not None
    if exact and isinstance(claim.right, Statistic):
        verdicts.sort(key=lambda s: s != "proved")
    return settled(verdicts, grounds, _said_of(pairs[0]), exact, claim.left.measure.certain)


def _pairs(
    left: Figure, right: Figure | Statistic, facts: Facts
) -> tuple[list[Pair], tuple[Ground, ...]]:
    """What stands against what: the likeliest meaning first, or only that of the sentence."""
    own = facts.plainly(left)
    if own is None:
        return [], ()
    if isinstance(right, Statistic):
        return _against_peers(own, right, facts)
    if left.measure != right.measure or left.measure in facts.meant:
        other = facts.plainly(right)
        both = [(own, other)] if other is not None else []
    else:
        lefts = [a for a in facts.of(left) if a.likely]
        both = list(zip(lefts, facts.of(right), strict=False))
    grounds = tuple(g for pair in both[:1] for a in pair for g in a.grounds)
    return [(float(a.value), float(b.value)) for a, b in both], grounds


def _against_peers(
    own: Amount, right: Statistic, facts: Facts
) -> tuple[list[Pair], tuple[Ground, ...]]:
    if right.pool == "all":
        others = facts.others(right.figure)
        grounds = tuple(g for _, a in others for g in a.grounds)
        enough = len(others) >= MIN_PEERS
        return [(float(own.value), float(a.value)) for _, a in others] if enough else [], grounds
    values, grounds = facts.over(right)
    return [(float(own.value), v) for v in values], (*own.grounds, *grounds)


def _said_of(pair: tuple[float, float]) -> str:
    return f"{in_words(pair[0])}对{in_words(pair[1])}"


def _above_all(claim: Compare, pairs: Sequence[tuple[float, float]], grounds: Any) -> Verdict:
    signs = {sign_of(left - right) for left, right in pairs}
    own = pairs[0][0]
    mean = sum(right for _, right in pairs) / len(pairs)
    if claim.by or claim.degree or claim.negated:
        return verdict("unproved", "没有说明与谁比较", grounds)
    if signs == {claim.sign}:
        return verdict("proved", f"{in_words(own)}，同级均在一侧", grounds)
    against = claim.sign not in signs and sign_of(own - mean) != claim.sign
    status: Status = "contradicted" if against else "unproved"
    return verdict(status, f"{in_words(own)}，同级平均{in_words(mean)}", grounds)


def _compared(claim: Compare, left: float, right: float) -> Status:
    status = _direction(claim, left, right)
    if claim.negated:
        turned: Mapping[Status, Status] = {"proved": "contradicted", "contradicted": "proved"}
        return turned.get(status, "unproved")
    if status == "contradicted" or claim.by is None:
        return status
    difference = _difference(claim.by, left, right)
    return difference if claim.degree else worst_of(status, difference)


def _direction(claim: Compare, left: float, right: float) -> Status:
    sign = sign_of(left - right)
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
    if claim.degree == "small" and abs(left - right) <= _FEW:
        percent = min(percent, _NOT_SMALL)
    return _degree(claim.degree, percent)


def _degree(degree: str, percent: float) -> Status:
    if degree in _GREAT:
        enough, too_little = _GREAT[degree]
        if percent >= enough:
            return "proved"
        return "contradicted" if percent < too_little else "unproved"
    if degree == "small":
        if percent <= _SMALL:
            return "proved"
        return "contradicted" if percent > _NOT_SMALL else "unproved"
    return "proved"


def _difference(by: Stated, left: float, right: float) -> Status:
    gap = abs(left - right)
    if by.dimension in ("count", "money"):
        return agrees(by, gap)
    if not right:
        return "unproved"
    if by.dimension == "percent":
        return agrees(by, 100 * gap / right)
    return agrees(by, gap / right) if by.dimension == "times" else "unproved"


def multiple(claim: Multiple, facts: Facts) -> Verdict:
    pairs, grounds = _pairs(claim.left, claim.right, facts)
    pairs = [p for p in pairs if p[1]]
    if not pairs:
        return UNKNOWN
    scale = 100.0 if claim.stated.dimension == "percent" else 1.0
    statuses = [agrees(claim.stated, scale * left / right) for left, right in pairs]
    if isinstance(claim.right, Statistic):
        statuses.sort(key=lambda s: s != "proved")
    return settled(statuses, grounds, _said_of(pairs[0]), True, claim.left.measure.certain)


def rank(claim: Rank, facts: Facts) -> Verdict:
    own = facts.of(claim.figure)[:1]
    if claim.others:
        found = [facts.of(f)[:1] for f in claim.others]
        if not all(found):
            return UNKNOWN
        others = [a for f in found for a in f]
    else:
        others = [a for _, a in facts.others(claim.figure)]
        if len(others) < MIN_PEERS:
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
    why = f"{in_words(own.value)}，{'高于' if turn > 0 else '低于'}它的有{ahead}个"
    place = abs(claim.place)
    if ahead + 1 == place and not tied:
        if claim.wide:
            return verdict("unproved", f"{why}（只比了同级的）", grounds)
        return verdict("proved", why, grounds)
    within = ahead + 1 <= place <= ahead + tied + 1
    certain = claim.figure.measure.certain
    return verdict("unproved" if within or not certain else "contradicted", why, grounds)


def mean(claim: Mean, facts: Facts) -> Verdict:
    values, grounds = facts.over(claim.statistic)
    if claim.size is not None:
        places = {len(facts.others(claim.statistic.figure)) + own: own for own in (0, 1)}
        values = values[places[claim.size] :][:1] if claim.size in places else ()
    if not values:
        return UNKNOWN
    why = "或".join(dict.fromkeys(in_words(v) for v in values))
    statuses = [agrees(claim.stated, v) for v in values]
    certain = claim.statistic.figure.measure.certain
    best = sorted(statuses, key=lambda s: s != "proved")
    return settled(best, grounds, f"同级为{why}", True, certain)
