"""Bodies' names typed as they sound, or cut short: 青石真, 教育居, 县府, 2023公安; each with a note."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache

from assistant.ask.grammar.scaffold import is_scaffold
from assistant.ask.plan.body_names import Roster
from assistant.ask.typed.alike import one_off
from index.bodies.bureaus import is_bureau

MOST = 12
"""How many characters of a text are looked at as one name."""
_CUT = re.compile(r"(?<![一-龥])(?:县|市|区)?([一-龥]{1,4}(?:局|府|委|办|镇|乡|街道|区))")


def respelt(
    text: str, roster: Roster, unknown: Sequence[str] = (), *, bare: bool = True
) -> tuple[str, tuple[str, ...]]:
    """`text` with what sounds or is cut like one body's name put as that name, and notes of it.

    Only what fits one body alone.  `unknown` are stretches that read like names; `bare` says that
    the text names no body as it stands, so that a name cut short is looked for, too.
    """
    fits: tuple[Fit, ...] = (_sounding, lambda t, r: _one_off(r, unknown))
    fits = (*fits, lambda t, r: _shortened(unknown, r))
    if bare:
        fits = (*fits, lambda t, r: _shortened([m[0] for m in _CUT.finditer(t)], r), _stems)
    for fit in fits:
        found = [(typed, meant) for typed, meant in fit(text, roster) if typed != meant]
        if found:
            for typed, meant in found:
                text = text.replace(typed, meant, 1)
            return text, tuple(f"“{t}”按“{m}”理解" for t, m in found)
    return text, ()


def _sounding(text: str, roster: Roster) -> Iterator[tuple[str, str]]:
    """Stretches that sound as a name of three characters or more does."""
    sounds = _sounds(roster)
    at = 0
    while at < len(text):
        for size in range(min(MOST, len(text) - at), 2, -1):
            typed = text[at : at + size]
            meant = sounds.get(_sound(typed)) if re.fullmatch("[一-龥]+", typed) else None
            if meant and not is_bureau(typed):
                yield typed, meant
                at += size - 1
                break
        at += 1


Fit = Callable[[str, Roster], Iterator[tuple[str, str]]]


def _one_off(roster: Roster, unknown: Sequence[str]) -> Iterator[tuple[str, str]]:
    """白搭街道, 河囗镇: names with one character near in sound or shape, if one body alone is meant."""
    for typed in unknown:
        for size in range(len(typed), 2, -1):
            own = typed[-size:]
            found = {
                next(iter(ids)): way
                for way, ids in roster.called.items()
                if len(way) == size and len(ids) == 1 and one_off(own, way)
            }
            if len(found) == 1 and not is_bureau(own):
                yield own, next(iter(found.values()))
                break


def _shortened(some: Sequence[str], roster: Roster) -> Iterator[tuple[str, str]]:
    """教局, 县府, 海渔局: characters of one body's name in their order, the first and last the same.

    Of three characters and more the name may be of any length (九叠泉管委会), and other words may
    stand before it.
    """
    for said in dict.fromkeys(some):
        for typed in (said[at:] for at in range(max(1, len(said) - 2))):
            most = len(typed) + 2 if len(typed) < 3 else roster.longest
            fits = {
                ids: way
                for way, ids in roster.called.items()
                if len(ids) == 1 and len(way) <= most and _within(typed, way)
            }
            if len(fits) == 1 and not is_bureau(typed):
                yield typed, next(iter(fits.values()))
                break


def _within(short: str, name: str) -> bool:
    rest = iter(name)
    return short[0] == name[0] and short[-1] in (name[-1], "府") and all(c in rest for c in short)


def _stems(text: str, roster: Roster) -> Iterator[tuple[str, str]]:
    """A name without what it ends in, standing by itself or beside a year: 2022 青石, 2023公安."""
    for match in re.finditer(r"(?<![一-龥])[一-龥]{2,4}", text):
        for size in range(len(match[0]), 1, -1):
            ids = roster.stems.get(match[0][:size], frozenset())
            if len(ids) == 1:
                yield match[0][:size], roster.bodies[next(iter(ids))].name
                return
        alone = not re.match("[一-龥]", text[match.end() :]) and not is_scaffold(match[0])
        ids = roster.partly_called(f"{match[0]}局") if alone else frozenset()
        if len(ids) == 1 and not is_bureau(f"{match[0]}局"):
            yield match[0], roster.bodies[next(iter(ids))].name
            return


@lru_cache(maxsize=4)
def _sounds_of(called: tuple[tuple[str, int], ...]) -> Mapping[str, str]:
    found: dict[str, str] = {}
    bodies: dict[str, int] = {}
    for way, body in called:
        sound = _sound(way)
        if bodies.setdefault(sound, body) != body:
            found.pop(sound, None)
        else:
            found.setdefault(sound, way)
    return found


def _single(roster: Roster) -> tuple[tuple[str, int], ...]:
    return tuple((w, next(iter(i))) for w, i in roster.called.items() if len(i) == 1)


def _sounds(roster: Roster) -> Mapping[str, str]:
    return _sounds_of(tuple((w, b) for w, b in _single(roster) if len(w) >= 3))


@lru_cache(maxsize=65536)
def _sound(word: str) -> str:
    from pypinyin import lazy_pinyin

    return " ".join(lazy_pinyin(word))
