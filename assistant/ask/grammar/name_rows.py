"""Names as they stand, and cut short: 执法局 alone; in a row without what they end in (公安、住建、卫健; 四个局（…）).

One stem by itself is a word like any other (教育, 公安); in a row with other bodies it is a body.
What the library's own names give is not listed here: stems and abbreviations are those of the roster.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.ask.grammar.groups import BEFORE_NAME, ends_in_name, unknown_names
from assistant.ask.plan.body_names import Roster
from index.bodies.bureaus import DEPARTMENTS, is_bureau
from index.numerals import ONE_TO_TEN, value_of

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Name:
    """A name met in the text, with the bodies that it may mean; none where the library lacks it."""

    text: str
    ids: frozenset[int]
    span: Span


_MARK = re.compile(r"[、，/ ]|以及|[和与及跟]")
_SHORT = (2, 3, 4)
"""Characters of an abbreviation: 住建, 文广旅."""
_DEPARTMENTS = frozenset((*DEPARTMENTS, *(s for shorts in DEPARTMENTS.values() for s in shorts)))
_COUNTED = re.compile(
    r"(?:这|那|等|共|以上|上述)*[两二三四五六七八九十\d]{1,2}个?(?:家|局|镇|乡|街道|部门|单位)"
)
_ENDS = re.compile(rf"[、，/ ()。；：？！]|以及|[和与及跟这那等共各都均]|\d|$|{_COUNTED.pattern}")


def names_in_rows(text: str, roster: Roster, reserved: Sequence[Span]) -> list[Name]:
    """The stems of the text that stand in a row of bodies; `reserved` are places of other words."""
    found: list[Name] = []
    at = 0
    while at < len(text):
        row, marked, end = _row(text, at, roster)
        if not row:
            at += 1
            continue
        stems = [n for n in row if n.text not in roster.called]
        row = row if any(n.ids for n in row) else []
        counted = _COUNTED.match(text, end)
        long = len(row) > 2 or (len(row) == 2 and (marked or counted))
        if stems and long and (counted or _ends_here(text, end, reserved)):
            found += stems
        at = end
    return found


def _row(text: str, at: int, roster: Roster) -> tuple[list[Name], bool, int]:
    """Names side by side from `at` on: those, whether marks part them, and where they end."""
    row: list[Name] = []
    marked, end = False, at
    while True:
        mark = _MARK.match(text, end) if row else None
        start = mark.end() if mark else end
        name = _known(text, start, roster) or _stranger(text, start)
        if name is None and mark:
            name = _short(text, start, roster)
        if name is None:
            return row, marked, end
        row.append(name)
        marked, end = marked or mark is not None, name.span[1]


def _known(text: str, at: int, roster: Roster) -> Name | None:
    for end in range(min(len(text), at + roster.longest), at + 1, -1):
        way = text[at:end]
        ids = roster.called.get(way) or roster.stems.get(way)
        if ids:
            return Name(way, ids, (at, end))
    return None


def _short(text: str, at: int, roster: Roster) -> Name | None:
    """An abbreviation that one body's stem alone has, up to the next mark."""
    for size in _SHORT:
        way = text[at : at + size]
        if re.fullmatch("[一-龥]+", way) and len(way) == size and _ENDS.match(text, at + size):
            ids = roster.abbreviated(way)
            return Name(way, ids, (at, at + size)) if len(ids) == 1 else None
    return None


def _stranger(text: str, at: int) -> Name | None:
    """A department that the library does not hold, up to the next mark: no ids."""
    for size in range(_SHORT[-1], 1, -1):
        way = text[at : at + size]
        if way in _DEPARTMENTS and _ENDS.match(text, at + size):
            return Name(way, frozenset(), (at, at + size))
    return None


def _ends_here(text: str, end: int, reserved: Sequence[Span]) -> bool:
    """Whether no noun goes on after the row (教育、民政领域): a word of the form may follow it."""
    if any(a == end for a, _ in reserved) or not re.match("[一-龥]", text[end:]):
        return True
    import rjieba

    kind = rjieba.tag(text[end : end + 8])[0][1]
    return not (kind.startswith("n") or kind == "vn")


# ---------------------------------------------------------------- whole names


def names_whole(text: str, known: Roster) -> list[Name]:
    """The longest known names in `text`, left to right, not overlapping."""
    found: list[Name] = []
    at = 0
    while at < len(text):
        for end in range(min(len(text), at + known.longest), at + 1, -1):
            ids = known.called.get(text[at:end])
            if ids and not _goes_on(text, at, end) and not began_before(text, at):
                found.append(Name(text[at:end], ids, (at, end)))
                at = end
                break
        else:
            at += 1
    return found


_BARE_END = re.compile(
    r"[县市区镇乡省州旗]$|街道$|局$|委$|办$|政府$|办事处$|会$|中心$|厅$|处$|院$|所$|站$|大队$|公司$"
)


_DONE = re.compile("[结理完了过成好得掉]")


def _goes_on(text: str, start: int, end: int) -> bool:
    """Whether a bare name (河湾) stands inside a longer word that is another body's (河湾路, 河湾乡)."""
    if text[end - 1] == "办" and _DONE.match(text, end):
        return True  # 街道|办结
    if _BARE_END.search(text[start:end]):
        return False
    return re.match(r"[县市区镇乡省州旗局路村]|街道", text[end:]) is not None


# ---------------------------------------------------------------- a group spelt out

_N = rf"[{ONE_TO_TEN}两\d]{{1,2}}"
_OF = r"(?:县直|乡镇|镇乡|镇街|街道|部门|单位|局|镇|乡|家)+"
_SPELT_OUT = re.compile(
    rf"(?:这|那|上述|以上)?(?P<counts>(?:{_N}个?{_OF}[、和及与加，]?)+)(?:分别)?(?:是|为)?[(:：]"
    r"(?P<names>[_、，/ 和与及跟以]+)[)]?"
)


def spelt_out(masked: str, names: int) -> Iterator[Span]:
    """Group words with the names they stand for in brackets: 三个镇乡一个街道(_、_、_、_)."""
    for match in _SPELT_OUT.finditer(masked):
        told = sum(int(value_of(n) or 0) for n in re.findall(rf"({_N})个?{_OF}", match["counts"]))
        if told == names:
            yield match.span("counts")


# ---------------------------------------------------------------- a part of a name


def cut_short(masked: str, known: Roster) -> Iterator[Name]:
    """执法局: a part of some body's name, after verbs (总结执法局) too; no other department's own."""
    for said in unknown_names(masked):
        for at in range(len(said) - 2):
            name = said[at:]
            start = masked.index(said) + at
            whose = at and (ends_in_name(said[:at]) or began_before(masked, start))
            if whose or is_bureau(name):
                continue
            if ids := known.partly_called(name):
                yield Name(name, ids, (start, start + len(name)))
                break


def began_before(text: str, start: int) -> bool:
    """Whether 县教育局, 管委会 at `start` is the end of another's name (东湖|县教育局)."""
    if text[start] not in "省市县区镇乡" and not text.startswith("管委会", start):
        return False
    run = re.search(r"[一-龥]*$", text[:start])
    rest = BEFORE_NAME.sub("", run[0]) if run else ""
    if len(rest) < 2 or rest[-1] in "是比和跟与同于的在为占由给向对年月日度里":
        return False
    return ends_in_name(rest)
