"""Several conditions in one question: 新收大于10件且没有复议, each half with its own measure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.ask.grammar.facets import Said, said, strong
from assistant.ask.grammar.groups import blanked
from assistant.ask.grammar.operations import Condition, existence, operations
from assistant.ask.grammar.reading import Parse, content_words, either_side, read_measures
from assistant.ask.measures import Measure, kinds_apart

_ALIKE = re.compile(r"都|均")
"""新收和办结都超过10件: the one condition holds of each."""
_BOTH = re.compile(
    r"并且|而且|同时|但是|可是|不过|但|却|而|且|又|也|、|，|(?<=_)(?=没|无(?!法)|未)"
    r"|或者|或是|或(?!以[上下]|更[多少]|等于)|要么"
)
_AND = re.compile(r"以及|[和与]|及(?!以[上下内])")
_AS_WELL = re.compile(r"既.*[又也还]")
"""既被复议又被起诉: of both it has any."""
_BUT = re.compile(r"[、，](?:但是?|却|可是|不过)")
"""制发了文件，但一件都没废止: what is named before 但 there is some of."""
ONE_OF_THEM = re.compile(
    r"[，、]?(?:两者|二者|两条|两项|两样|这两[条项个])(?:里|中)?(?:只?要)?(?:占|满足|符合|有|沾|够|达到)(?:其中?)?[一1][条个项样]?(?:的)?(?:就行|即可|就可以|就算|也行|都行)?"
)
"""二者占一条就行: said after the two, they are joined by 或."""
_DONE = re.compile(r"(?<=_)[了过]")
"""收到了申请, 收过申请: it has any."""
_ASIDE = re.compile(r"[（(][^（）()]{1,12}[）)]")

Bounds = tuple[tuple[Measure, Condition], ...]


def conditions(p: Parse) -> Bounds:
    """Each measure with its condition; () where there are not several, or a part is not understood."""
    alike = p.asked.condition
    if alike and not p.residue and _ALIKE.search(blanked(p.text, p.asked.spans)):
        each = tuple(m for asked in p.reading.measures for m in kinds_apart(asked))
        if len(each) > 1:
            return tuple((m, alike) for m in each)
    one_of = [m.span() for m in ONE_OF_THEM.finditer(p.text)]
    masked = blanked(p.text, [*p.bodies.spans, *p.years.spans, *one_of])
    plain = _plain(masked)
    every = [m.span() for m in _BOTH.finditer(plain)]
    weak = [m.span() for m in _AND.finditer(plain)]
    any_of = _AS_WELL.search(p.text) is not None or _BUT.search(plain) is not None
    for joints in (every, *([j] for j in (*every, *weak))):
        ends = [0, *(at for joint in joints for at in joint), len(masked)]
        parts = [masked[a:b] for a, b in zip(ends[::2], ends[1::2], strict=True)]
        found = [_conditioned(part, heads, any_of) for part, heads in _with_what_is_before(parts)]
        if len(found) > 1 and None not in found:
            return tuple(f for f in found if f is not None)
    return ()


_OVER = re.compile(
    r"_[的数件量]*(?P<than>比|超过|多于|高于|大于|少于|低于)_[_的数件量还更要]*(?P<way>[多高大少低小])?"
)


def over_another(p: Parse) -> tuple[Measure, Measure, bool] | None:
    """复议比诉讼多: the two measures that are set against each other, and whether the first is more."""
    words = strong(p.said)
    match = _OVER.search(blanked(p.text, [(s.start, s.end) for s in words]))
    if match is None or not (match["way"] or match["than"] != "比"):
        return None
    sides = either_side(p.said, match.start("than"))
    more = match["than"] in ("超过", "多于", "高于", "大于") or (match["way"] or "") in (
        "多",
        "高",
        "大",
    )
    return (*sides, more) if sides else None


def several(p: Parse) -> bool:
    """Whether more than one part of the question sets a measure a condition (有复议但没有纠正)."""
    masked = blanked(p.text, [*p.bodies.spans, *p.years.spans])
    ends = [0, *(at for m in _BOTH.finditer(_plain(masked)) for at in m.span()), len(masked)]
    parts = (masked[a:b] for a, b in zip(ends[::2], ends[1::2], strict=True))
    return sum(_sets_one(part) for part in parts) > 1


def _with_what_is_before(parts: Sequence[str]) -> Iterator[tuple[str, tuple[Said, ...]]]:
    """The parts that say something, each with the measure words of the one before it."""
    before: tuple[Said, ...] = ()
    for part in parts:
        words = said(part)
        if words or _says_more(part):
            yield part, before
            before = tuple(strong(words)) or before


def _says_more(part: str) -> bool:
    """Whether a part without a measure does more than ask for the list (，列一下名字)."""
    asked = operations(part)
    return asked.condition is not None or bool(content_words(blanked(part, asked.spans)))


def _plain(masked: str) -> str:
    """The text without its measure words, whose own 又 and 和 join nothing (复议后又起诉)."""
    return blanked(masked, [(s.start, s.end) for s in said(masked)])


def _sets_one(part: str) -> bool:
    words = said(part)
    rest = blanked(part, [(s.start, s.end) for s in words])
    return bool(words) and (operations(rest).condition or existence(rest)) is not None


def _conditioned(
    side: str, before: tuple[Said, ...], any_of: bool = False
) -> tuple[Measure, Condition] | None:
    """The one measure of half a question and its condition, where that is all it says.

    `before` are the other half's words, which it may speak of (有复议，但没有纠正); `any_of` says
    that to name a measure is to ask for those that have any.
    """
    words, reading = read_measures(side, before)
    named = [m for m in read_measures("", before)[1].measures if m in reading.choices]
    measure = _narrowest(reading.measures or named, side)
    rest = blanked(side, [(s.start, s.end) for s in words])
    asked = operations(rest)
    condition, spans = asked.condition, asked.spans
    if condition is None and (some := existence(rest)) is not None:
        condition, spans = some[0], (*spans, some[1])
    if condition is None and (done := _DONE.search(rest)) is not None:
        condition, spans = Condition(">", 0), (*spans, done.span())
    if condition is None and any_of:
        condition = Condition(">", 0)
    left = content_words(blanked(rest, spans))
    if (
        measure is None
        or (reading.choices and not named)
        or reading.unused
        or left
        or not condition
    ):
        return None
    same = condition.counted_in(measure.unit)
    return (measure, same) if same else None


def _narrowest(found: Sequence[Measure], side: str) -> Measure | None:
    """The one measure; of a word and its gloss in brackets (诉讼（直接起诉）) the gloss."""
    if len(found) == 2 and _ASIDE.search(side):
        inside = [m for m in found if set(m.cells) < {c for x in found for c in x.cells}]
        return min(inside, key=lambda m: len(m.cells)) if inside else None
    return found[0] if len(found) == 1 else None
