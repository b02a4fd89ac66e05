"""A part's text as an outline: points by their marks, whatever numbers them, and sentences.

Positions are of the part's text, its paragraphs joined by line breaks.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import attrgetter

from index.narrative.wording.bracketed import masked
from index.numerals import ONE_TO_TEN, value_of

_HAN = f"[{ONE_TO_TEN}]{{1,3}}"
_ENDS = "。！？!?；;"
_SENTENCE = re.compile(rf"[^{_ENDS}\n]*[{_ENDS}]+[”’」』）)]*|[^{_ENDS}\n]+")
_LABEL = re.compile(r"\s*[^，,。；;：:]{2,8}[：:][ \t]*[^ \t]")
_BOUNDARY = re.compile(rf"(?:^|[{_ENDS}：:，,、\n”）)])[ \t]*$")
_STRONG_BOUNDARY = re.compile(rf"(?:^|[{_ENDS}：:\n])[ \t]*$")

_FAMILIES: dict[str, str] = {
    "paren": rf"[(（](?P<paren>{_HAN})[)）][、.．]?",
    "paren_digit": r"[(（](?P<paren_digit>\d{1,2})[)）][、.．]?",
    "half": r"(?P<half>\d{1,2})[)）]",
    "han": rf"(?P<han>{_HAN})[、．.]",
    "digit": r"(?P<digit>\d{1,2})(?:[.．、](?:(?!\d)|(?=20\d\d年))|(?=[ \t]+[\u4e00-\u9fff]))",
    "circle": r"(?P<circle>[①-⑳⑴-⒇⒈-⒛㈠-㈩❶-❿])",
    "is": rf"(?P<is>{_HAN})(?:是|要(?!求|素|点|件))",
    "nth": rf"第(?P<nth>{_HAN})(?:(?:点|项|个?方面|个(?:问题|不足)?|条)?(?:是|[，、,：:])|(?:点|条)(?=[^，,]))",
    "qi": rf"其(?P<qi>{_HAN})(?:是|[，、,：:])?",
    "word": r"(?P<word>首先|其次|再次|再者|最后)(?:是|[，、,：:])?",
    "label": rf"(?P<label_text>[\u4e00-\u9fff]{{2,6}}?)(?P<label>{_HAN}|\d{{1,2}})(?:[：:、.．](?!\d)|[ \t]+|是)",
    "bullet": r"(?P<bullet>[—–-]{1,3}|[●•■◆▪★○◇□▲·*➢✓])",
}
_MARK = re.compile("|".join(_FAMILIES.values()))
_AT_START = frozenset({"bullet", "label"})
"""Families that mark only where a paragraph begins (`label` also after a sentence)."""
_LOOSE = frozenset({"is", "paren"})
"""Families so plain that a number left out or printed twice does not unmark them."""
_WEAK = frozenset({"digit", "word", "qi", "paren_digit", "nth", "han", "half"})
"""Families whose first point inside a paragraph counts only if a second follows."""
_CLAUSAL = frozenset({"is", "nth", "circle", "paren"})
"""Families that may begin after a comma."""
_GLUED = frozenset({"is", "paren", "digit", "circle", "paren_digit"})
"""Families whose first mark may stand right behind a heading (存在问题1.…), if a second follows."""
_WORDS = {"首先": 1, "其次": 2, "再次": 3, "再者": 3, "最后": 0}
_CIRCLES = ("①", "⑴", "⒈", "㈠", "❶")


@dataclass(frozen=True, slots=True)
class Mark:
    """One enumerating mark; `number` 0 is whatever comes next, `label` the word it counts."""

    family: str
    number: int
    start: int
    end: int
    opens: bool
    label: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence or what is left of one between marks; `opens`: at a paragraph's start."""

    start: int
    end: int
    opens: bool


@dataclass(slots=True)
class Point:
    """A marked point from behind its mark to its end, and what it is made of.

    `rooted`: its list began at a paragraph's start, so that an unmarked paragraph goes on with it.
    `answered`: it tells a problem first and then what is done about it, as all of its list do, and
    has no words that say so.
    """

    mark: Mark
    start: int
    end: int
    rooted: bool
    pieces: list[Piece] = field(default_factory=list)
    answered: bool = False


Piece = Sentence | Point


def sentences(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """The spans of the sentences of `text[start:end]`, blank ones left out; ； ends one too."""
    hidden = masked(text)
    for match in _SENTENCE.finditer(hidden, start, len(text) if end is None else end):
        span = trimmed(text, *match.span())
        if span[0] < span[1]:
            yield span


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without blanks at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def outline(text: str) -> list[Piece]:
    """The part as points, sentences and points within points, in reading order."""
    top: list[Piece] = []
    within: list[Point] = []
    at = 0
    for mark, depth, rooted in _accepted(_candidates(masked(text)), masked(text)):
        _fill(text, at, mark.start, within, top)
        del within[depth:]
        point = Point(mark, mark.end, mark.end, rooted)
        (within[-1].pieces if within else top).append(point)
        within.append(point)
        at = mark.end
    _fill(text, at, len(text), within, top)
    close(top)
    return top


def close(pieces: Sequence[Piece]) -> None:
    """Every point's end where its last piece ends."""
    for piece in pieces:
        if isinstance(piece, Point):
            close(piece.pieces)
            piece.start = piece.pieces[0].start if piece.pieces else piece.mark.end
            piece.end = piece.pieces[-1].end if piece.pieces else piece.start


def _fill(text: str, start: int, end: int, within: list[Point], top: list[Piece]) -> None:
    """The sentences between two marks; an unmarked paragraph ends lists begun within a line."""
    for a, b in sentences(text, start, end):
        opens = _opens(text, a)
        while opens and within and not within[-1].rooted:
            within.pop()
        (within[-1].pieces if within else top).append(Sentence(a, b, opens))


def _opens(text: str, at: int) -> bool:
    """Whether only blanks stand between the paragraph's start and `at`."""
    return not text[text.rfind("\n", 0, at) + 1 : at].strip()


# ---------------------------------------------------------------- marks


def _candidates(text: str) -> list[Mark]:
    found: list[Mark] = []
    at = 0
    while match := _MARK.search(text, at):
        mark = _mark(match, text)
        at = match.end() if mark else match.start() + 1
        found += [mark] if mark else []
    return found


def _mark(match: re.Match[str], text: str) -> Mark | None:
    family = next(f for f in _FAMILIES if match[f] is not None)
    opens = _opens(text, match.start())
    before = text[max(0, match.start() - 4) : match.start()]
    after_sentence = before.rstrip().endswith(tuple(_ENDS))
    if family in _AT_START and not opens and not (family == "label" and after_sentence):
        return None
    boundary = _BOUNDARY if family in _CLAUSAL else _STRONG_BOUNDARY
    first = family in _GLUED and _number(family, match[family]) == 1
    first = first and match[0] != "一要" and not before.endswith(("第", "条", "款"))
    if not (opens or first or boundary.search(before)):
        return None
    label = match["label_text"] if family == "label" else ""
    label = "要" if family == "is" and match[0].endswith("要") else label
    return Mark(family, _number(family, match[family]), *match.span(), opens, label)


def _number(family: str, text: str) -> int:
    if family in ("bullet", "word"):
        return _WORDS.get(text, 0)
    if family == "circle":
        return ord(text) - ord(max(c for c in _CIRCLES if c <= text)) + 1
    return int(value_of(text) or 0)


@dataclass(frozen=True, slots=True)
class _Later:
    """The marks of each family, and those that may be a second one, to look ahead among."""

    marks: Mapping[str, Sequence[Mark]]
    seconds: Mapping[str, Sequence[Mark]]

    @classmethod
    def of(cls, marks: Sequence[Mark]) -> _Later:
        seconds = [m for m in marks if m.number in (2, 0)]
        return cls(
            *(
                {f: [m for m in some if m.family == f] for f in _FAMILIES}
                for some in (marks, seconds)
            )
        )

    def next(self, family: str, behind: Mark) -> Mark | None:
        """The first of a family behind a mark."""
        return _first_behind(self.marks[family], behind)

    def second(self, first: Mark) -> Mark | None:
        """The first behind a mark that may be the second of its list."""
        return _first_behind(self.seconds[first.family], first)


def _first_behind(marks: Sequence[Mark], behind: Mark) -> Mark | None:
    at = bisect_right(marks, behind.start, key=attrgetter("start"))
    return marks[at] if at < len(marks) else None


def _accepted(candidates: Sequence[Mark], text: str) -> Iterator[tuple[Mark, int, bool]]:
    """The marks that do enumerate, each with its depth and whether its list is rooted."""
    levels: list[tuple[Mark, bool]] = []
    at = 0
    later = _Later.of(candidates)
    for mark in candidates:
        if _unmarked_between(text, at, mark) or _ends_inline(levels, mark, later):
            while levels and not levels[-1][1]:
                levels.pop()
        depth = next((d for d, (m, _) in enumerate(levels) if m.family == mark.family), None)
        apart = mark.family == "bullet" and _unmarked_between(text, at, mark, labelled=False)
        follows = depth is not None and not apart and _follows(mark, levels[depth][0])
        begins = mark.number <= 1 and _begins(mark, later, text)
        alone = depth is None and mark.opens and mark.family != "label"
        if not (follows or begins or alone):
            continue
        if mark.family == "bullet":
            mark = replace(
                mark, number=levels[depth][0].number + 1 if follows and depth is not None else 1
            )
        depth = len(levels) if depth is None else depth
        rooted = levels[depth][1] if follows else mark.opens and not _in_line(mark, later, text)
        levels[depth:] = [(mark, rooted)]
        at = mark.end
        yield mark, depth, rooted


def _in_line(mark: Mark, later: _Later, text: str) -> bool:
    """Whether the list that a paragraph's first words begin goes on within that paragraph."""
    second = later.second(mark)
    return second is not None and "\n" not in text[mark.start : second.start]


def _ends_inline(levels: Sequence[tuple[Mark, bool]], mark: Mark, later: _Later) -> bool:
    """Whether a paragraph's mark of another family ends a list begun within a line: no point
    of that list follows it.
    """
    if not levels or levels[-1][1] or not mark.opens or mark.number != 1:
        return False
    last = levels[-1][0]
    if any(level.family == mark.family for level, _ in levels):
        return False
    again = later.next(last.family, mark)
    return again is None or again.number != last.number + 1


def _unmarked_between(text: str, at: int, mark: Mark, *, labelled: bool = True) -> bool:
    """Whether a paragraph without a mark at its start stands or begins between two marks; one
    that a label opens (改进办法：) only if `labelled`.
    """
    lines = [line for line in text[at : mark.start].split("\n")[1:] if line.strip()]
    return any(labelled or not _LABEL.match(line) for line in lines)


def _follows(mark: Mark, last: Mark) -> bool:
    if mark.number == 0:
        return True
    if mark.family == "label" and mark.label != last.label:
        return mark.number in (1, last.number, last.number + 1)
    if mark.number == 1 and last.number:
        return False
    if mark.family in _LOOSE or mark.opens:
        return True
    return mark.number == last.number + 1 or last.number == 0


def _begins(mark: Mark, later: _Later, text: str) -> bool:
    """Whether a first mark begins a list: at once, or, where it could be chance, with a second."""
    bounded = mark.opens or bool(_BOUNDARY.search(text[max(0, mark.start - 4) : mark.start]))
    chance = (mark.family in _WEAK and not mark.opens) or mark.family == "word" or not bounded
    return not chance or later.second(mark) is not None
