"""What a sentence lists side by side (养老托育、食品安全、乡村道路等), each by itself.

Where the first begins and the last ends no sign says: a member that stands between two others
elsewhere is known whole, else words that lead in and what 等 closes are cut off.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence

_LIST = re.compile(r"[^，。；：、（）()“”\s]+(?:、[^，。；：、（）()“”\s]+)+")
_CLOSES = re.compile(r"等.*$")
_LAST_TWO = re.compile(r"^(?P<one>.{2,}?)(?:以及|和|与|及)(?P<other>.{2,})$")
_LONGEST = 12
"""Characters that a member has at most."""


def inner(texts: Sequence[str]) -> frozenset[str]:
    """The members that stand between two others in any of the texts: their edges are sure."""
    found: Counter[str] = Counter()
    for text in texts:
        for run in _LIST.findall(text):
            found.update(run.split("、")[1:-1])
    return frozenset(m for m in found if 1 < len(m) <= _LONGEST and not re.search(r"\d", m))


def enumerations(text: str, known: Collection[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each clause of the text that lists something, with what it lists."""
    for run in _LIST.finditer(text):
        start = max(text.rfind(sign, 0, run.start()) for sign in "，。；：") + 1
        first, *between, last = run[0].split("、")
        members = (_beginning(first, known), *between, *_ending(last, known))
        if all(1 < len(m) <= _LONGEST for m in members):
            yield text[start : run.end()], members


def _beginning(piece: str, known: Collection[str]) -> str:
    """The member that the piece ends with: 养老托育 of 重点做好养老托育."""
    whole = (piece[i:] for i in range(len(piece) - 1) if piece[i:] in known)
    return next(whole, None) or _after_verb(piece)


def _after_verb(piece: str) -> str:
    """What follows the last word that takes it as its object."""
    import rjieba

    words = rjieba.tag(piece)
    at = [i for i, (w, tag) in enumerate(words[:-1]) if tag in ("v", "p", "uj", "ul") or w == "等"]
    rest = "".join(w for w, _ in words[at[0] + 1 :]) if at else piece
    return rest if len(rest) > 1 else piece


def _ending(piece: str, known: Collection[str]) -> tuple[str, ...]:
    """The member, or the two, that the piece begins with: 食品安全 of 食品安全等领域公开."""
    closed = _CLOSES.sub("", piece)
    if (two := _LAST_TWO.match(closed)) is not None and closed not in known:
        return two["one"], *_ending(two["other"], known)
    if closed != piece:
        return (closed,)
    whole = (piece[:i] for i in range(len(piece), 1, -1) if piece[:i] in known)
    return (next(whole, piece),)
