"""One thing that a clause says, and who is named in it: the alphabet of the claim grammar."""

# | letter | holds | letter | holds |
# |---|---|---|---|
# | M | a measure's words | Q P T O | a count or sum of money, %, 倍, 百分点 |
# | y s | another year, several years | B G | a peer by name, the peers (with `pool`) |
# | t C | 比, 较; with what is compared | D R E | direction, 增至, 高于… with what |
# | S F | 占, a share in words | A N z o | all, none, 为零, 归零 |
# | K r | rank, among what | I i W J | 其中, …中, 共, 分别 |
# | f j p = | 由, 和, 、, 是 | ! ? X | promise, cause, unknown words |
# | q x l | so many bodies, so many kinds, 连续三年 | Y b | this year, this body |

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.claims.claim import OWN, Pool, Stated
from assistant.statements.body import Body
from assistant.statements.lexicon import Token


@dataclass(frozen=True, slots=True)
class Item:
    """One thing a clause says, at `start`–`end` of the sentence.

    `words` are the terms of a measure, one run for each of several joined by 和; `target` is what
    stands behind 比 or 高于, `bodies` all of several named there; `value` a number said of it in passing (较上年的31件).
    """

    letter: str
    start: int
    end: int
    text: str
    name: str = ""
    sign: int = 0
    degree: str = ""
    negated: bool = False
    stated: Stated | None = None
    words: tuple[tuple[Token, ...], ...] = ()
    years: tuple[int, ...] = ()
    body: str = OWN
    bodies: tuple[str, ...] = ()
    pool: Pool = "all"
    size: int | None = None
    target: Item | None = None
    value: Stated | None = None


@dataclass(frozen=True, slots=True)
class Names:
    """What bodies are called in the text: the reporting one's words, and the peers'.

    `heads` are the reporting body where a clause begins with them (街道收到申请36件).
    """

    own: tuple[str, ...]
    peers: Mapping[str, str]
    heads: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Speaker:
    """Under what a text is read: the year, the body, who is named, since when reports are known."""

    year: int
    body: Body
    names: Names
    since: int = 0
