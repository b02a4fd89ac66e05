"""Verdicts from statuses: of several meanings, of one number, in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.claims.claim import Ground, Status, Verdict

UNKNOWN = Verdict("unproved", "所说的数字不在表内，或者该格没有读到")


def verdict(status: Status, why: str, grounds: Iterable[Ground], suggestion: str = "") -> Verdict:
    return Verdict(status, why, tuple(dict.fromkeys(grounds)), suggestion)


def in_words(value: float) -> str:
    return f"{value:.6g}" if abs(value) < 1e6 else f"{value:.0f}"


def settled(
    statuses: Sequence[Status], grounds: Iterable[Ground], why: str, exact: bool, certain: bool
) -> Verdict:
    """Of several meanings: a number needs the likeliest to bear it out, mere words need all."""
    known = set(statuses)
    if known == {"proved"} or (exact and statuses[0] == "proved"):
        return verdict("proved", why, grounds)
    if known == {"contradicted"} and certain:
        return verdict("contradicted", why, grounds)
    return verdict("unproved", why, grounds)


def worst_of(*statuses: Status) -> Status:
    return max(statuses, key=("proved", "unproved", "contradicted").index)


def sign_of(x: float) -> int:
    return (x > 1e-9) - (x < -1e-9)
