"""Claims against figures: by arithmetic alone proved, contradicted, or left open."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from assistant.claims.claim import (
    Both,
    Claim,
    Compare,
    Either,
    Listed,
    Mean,
    Multiple,
    Quoted,
    Rank,
    Rather,
    Share,
    ShareChange,
    Status,
    Unbound,
    Value,
    Verdict,
    Whole,
)
from assistant.claims.facts import Amount, Facts
from assistant.claims.prove_comparison import compare, mean, multiple, rank
from assistant.claims.prove_shares import share, share_change, whole
from assistant.claims.stated import agrees
from assistant.claims.told.named_items import listed
from assistant.claims.verdicts import UNKNOWN, in_words, verdict

_WIDE = frozenset({"accepted", "handled"})


def prove(claim: Claim, facts: Facts) -> Verdict:
    """The verdict on one claim."""
    return _PROVERS[type(claim)](claim, facts)


def _value(claim: Value, facts: Facts) -> Verdict:
    amounts = facts.of(claim.figure)
    if not amounts:
        return UNKNOWN
    said, measure = claim.stated, claim.figure.measure
    statuses = [agrees(said, a.value) for a in amounts]
    if (place := _meaning(claim, amounts, statuses, facts)) is not None:
        amount = amounts[place]
        found = verdict("proved", f"{amount.words}为{in_words(amount.value)}", amount.grounds)
        return replace(found, meant=(measure, place))
    first = amounts[0]
    why = f"文中为{said.text}，{first.words}为{in_words(first.value)}"
    if not measure.certain or set(statuses) != {"contradicted"}:
        return verdict("unproved", why, first.grounds)
    return verdict("contradicted", why, first.grounds, in_words(first.value))


def _meaning(
    claim: Value, amounts: Sequence[Amount], statuses: Sequence[Status], facts: Facts
) -> int | None:
    """Which of the meanings the number bears out; only the one given before, where there was one.

    A rough number (近40件) or none at all speaks of the likeliest, and so do words that have one
    usual meaning: only 受理 and 办理 are of the new and of all alike.
    """
    given = facts.meant.get(claim.figure.measure)
    single = claim.figure.measure.single
    wide = single is not None and single[0] in _WIDE
    exact = wide and claim.stated.bound == "exact" and claim.stated.value > 0
    for place, status in enumerate(statuses):
        if status != "proved" or not amounts[place].likely:
            continue
        if given is not None and place != given:
            continue
        if place == 0 or exact or place == given:
            return place
    return None


def _unbound(claim: Unbound, facts: Facts) -> Verdict:
    return Verdict("unproved", claim.why)


def _quoted(claim: Quoted, facts: Facts) -> Verdict:
    return Verdict("proved", "原文", (claim.ground,))


def _either(claim: Either, facts: Facts) -> Verdict:
    verdicts = [prove(c, facts) for c in claim.claims]
    best = next((v for v in verdicts if v.status == "proved"), None)
    if best is not None:
        return best
    return next((v for v in verdicts if v.status == "unproved"), verdicts[0])


def _rather(claim: Rather, facts: Facts) -> Verdict:
    first, *others = (prove(c, facts) for c in claim.claims)
    against = first.status == "contradicted"
    if against and any(v.status != "contradicted" for v in others):
        return replace(first, status="unproved")
    return first


def _both(claim: Both, facts: Facts) -> Verdict:
    verdicts = [prove(c, facts) for c in claim.claims]
    if len({v.status for v in verdicts}) == 1:
        return verdicts[0]
    return next(replace(v, status="unproved") for v in verdicts)


_PROVERS: Mapping[type, Callable[[Any, Facts], Verdict]] = {
    Value: _value,
    Compare: compare,
    Multiple: multiple,
    Share: share,
    ShareChange: share_change,
    Whole: whole,
    Rank: rank,
    Quoted: _quoted,
    Listed: lambda claim, facts: listed(claim, facts.by_year),
    Unbound: _unbound,
    Either: _either,
    Rather: _rather,
    Both: _both,
    Mean: mean,
}
