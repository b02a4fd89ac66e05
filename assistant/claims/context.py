"""What the text has been about so far, and what a measure's words mean in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from assistant.claims.claim import OWN, Figure, Measure, Share, Stated
from assistant.claims.parts_and_wholes import (
    BASES,
    DISPUTES,
    SUITS,
    is_base,
    other_of,
    sum_of,
    wholes_of,
)
from assistant.claims.reading.item import Item, Speaker
from assistant.statements.lexicon import Token
from assistant.statements.meaning import ALSO, Meaning, Talk, meanings
from index.formats import GROUPS, LATEST

_OUTSIDE = ("focus", "whole", "base", "years", "body", "also")
"""What a bracket leaves as it was."""
_NEW = re.compile("新增?(?:加|添)?(?:的)?")
_EITHER_WAY = re.compile("结转的?")
"""结转 alone may be of what came over or of what goes on."""
_INTO = re.compile(r"20\d\d(?=年)")
_LEFT = frozenset({"carried_over", "carried_forward", "open"})
_NARROWER = {"suit": SUITS, "disputes": ("reconsideration", "suit", *SUITS)}
"""Which kinds of disputes a wider word may be said of."""


@dataclass(slots=True)
class Context:
    """The state of one paragraph; a sentence begins it anew but for what it was about.

    `told` are the rows that the reports' texts count.  `focus` is the figure spoken of last, `whole` the total that parts are named of, `target` what
    was last compared with, `share` the last share, `moved_from` what the focus is said to have
    been before.  `addends`: how many are added up, 0
    where it is not said.  `done_at`: where the sentence says what was dealt with.
    `several`: the figures of which one thing was said together.
    `excess`: by how much one measure was said to be above another (比新收多1件，多出的是…).
    `abreast`: how many figures the last clause set side by side, so that what
    follows unnamed may be of each.  `span`: the years that the sentence speaks of together.
    `dated`: the clause says of when it speaks.  `of_each`: the clause says it of all that were told.  `doubt`: someone or something unknown is
    spoken of, so that nothing said here can be held against the text.  `entry`, `measure`: the
    problem and the measure of part five that were named last; `naming`: the sentence names some;
    `to_come`: it says that they are still to be done.
    """

    speaker: Speaker
    form: str = LATEST
    told: tuple[str, ...] = ()
    focus: Figure | None = None
    whole: Figure | None = None
    target: Item | None = None
    pending_target: Item | None = None
    pending: Item | None = None
    share: Share | None = None
    moved_from: Figure | None = None
    years: tuple[int, ...] = ()
    body: str = OWN
    also: tuple[str, ...] = ()
    base: str = ""
    dispute: str = ""
    disclosure: str = ""
    made: str = ""
    among: str = ""
    group: Item | None = None
    span: tuple[int, ...] = ()
    of_each: bool = False
    dated: bool = False
    summed: bool = False
    addends: int = 0
    done_at: int = -1
    with_carried: bool = False
    years_named: bool = False
    including: Figure | None = None
    spoke: bool = False
    listed: list[Figure] = field(default_factory=list)
    told_before: tuple[Figure, ...] = ()
    several: tuple[Figure, ...] = ()
    excess: Stated | None = None
    abreast: int = 0
    disputes_abreast: bool = False
    doubt: bool = False
    entry: Item | None = None
    measure: Item | None = None
    glosses: list[tuple[tuple[Item, ...], tuple[Item, ...]]] = field(default_factory=list)
    naming: bool = False
    to_come: bool = False
    stack: list[tuple[Any, ...]] = field(default_factory=list)

    def copy(self) -> Context:
        """The same state, to be spoken on from apart."""
        return replace(self, listed=list(self.listed), stack=list(self.stack), glosses=[])

    def begin(self) -> None:
        """A new sentence."""
        year = self.speaker.year
        self.years, self.target, self.pending_target = (year,), None, None
        self.body, self.also = OWN, ()
        self.pending, self.among, self.group, self.doubt = None, "", None, False
        self.stack.clear()
        self.including = None
        self.years_named, self.span = False, ()
        self.told_before = tuple(self.listed)
        self.listed.clear()
        self.abreast, self.disputes_abreast, self.several = 0, False, ()
        self.spoke, self.moved_from, self.excess = False, None, None
        self.entry = self.measure = None
        self.naming = self.to_come = False
        self.glosses.clear()

    def end_clause(self, before: int) -> None:
        """What the clause has listed beyond the `before` figures of the earlier ones."""
        run = self.listed[before:]
        self.abreast = len(run)
        heads = {f.measure.single[0] for f in run if f.measure.single} & DISPUTES
        if heads:
            self.disputes_abreast = len(heads) > 1

    def speak(self, figure: Figure) -> None:
        """The figure is what the text speaks of now."""
        self.focus, self.spoke = figure, True

    def lose(self) -> None:
        """Something unknown was said: what follows cannot be taken to speak of what came before."""
        self.focus = self.whole = self.share = self.pending = None

    def open(self) -> None:
        self.stack.append(tuple(getattr(self, name) for name in _OUTSIDE))
        self.whole = self.focus

    def close(self) -> None:
        if self.stack:
            for name, before in zip(_OUTSIDE, self.stack.pop(), strict=True):
                setattr(self, name, before)

    # ------------------------------------------------------------ measures

    def figures(self, item: Item, *, money: bool | None = None) -> tuple[Figure, ...]:
        """The figures that a measure's words mean, one for each of several; () if one is unknown.

        `money` says whether they are sums of money, None that they may be either.
        """
        if money is None:
            return self.figures(item, money=False) or self.figures(item, money=True)
        found: list[Figure] = []
        if (ordered := self._ordered(item)) is not None:
            return ordered
        for words in item.words:
            means = self._meanings(words, money)
            if not means:
                return ()
            found += [Figure(m, self.years, self.body, self.also) for m in means]
        self._of_several(found)
        return tuple(found)

    def _ordered(self, item: Item) -> tuple[Figure, ...] | None:
        """前者, 后者: the last two that were told; None where the words are no such."""
        names = [t.name for words in item.words for t in words if t.kind == "order"]
        if not names:
            return None
        if len(item.words) > 1 or len(item.words[0]) > 1 or len(self.listed) < 2:
            return ()
        if names[0] == "else":
            return other_of(self.listed[-1])
        figure = self.listed[-2 if names[0] == "former" else -1]
        return (replace(figure, years=self.years),)

    def _of_several(self, figures: Sequence[Figure]) -> None:
        """未经复议直接起诉和复议后起诉的: what follows may be said of the one and of the other."""
        heads = {row.partition(".")[0] for f in figures for row, _ in f.measure.parts}
        if len(heads) > 1 and heads <= DISPUTES:
            self.dispute = "suit" if heads <= set(SUITS) else "disputes"

    def _meanings(self, words: Sequence[Token], money: bool) -> tuple[Measure, ...]:
        if narrated := [t.name for t in words if t.kind == "narrated"]:
            return (Measure(((narrated[-1], "total"),), certain=False),)
        words = [self._in_order(t) for t in words]
        self._remember(words)
        words = _without_everyone(words)
        results = [t.name for t in words if t.kind == "result"]
        if results and not self.dispute:
            others = {t.kind for t in words} - {"result", "object"}
            return () if others else self._result_alone(words, results[-1])
        talk = self._talk()
        found = meanings(words, "万元" if money else "件", talk, form=self.form)
        measures = [self._measure(m, words) for m in found]
        if any(m is None for m in measures):
            return ()
        self._base(found)
        return tuple(m for m in measures if m is not None)

    def _in_order(self, token: Token) -> Token:
        """加上结转的1件，共办结11件: before what was dealt with stands what came from last year;
        废止规范性文件5件、新增1件: what is new beside papers is a paper; 复议后起诉1件，法院判决维持:
        the court decides the suits that are spoken of.
        """
        if token.name == "new_received" and self.disclosure and _NEW.fullmatch(token.text):
            return Token("made", "issued", token.start, token.end, token.text)
        if token.name == "carried" and token.start < self.done_at:
            return replace(token, name="carried_over")
        if token.name == "suit" and "法院" in token.text:
            told = {f.measure.single[0] for f in self.listed if f.measure.single} & set(SUITS)
            return replace(token, name=told.pop()) if len(told) == 1 else token
        return token

    def told_around(self, part: Figure) -> Figure | None:
        """四年共83件，2022年一年就占三分之一: told before of several years or bodies, it being one."""
        mine = {part.body, *part.also}
        for told in reversed(self.listed):
            around = set(part.years) <= set(told.years) and mine <= {told.body, *told.also}
            if told.measure == part.measure and told != part and around and not told.mean:
                return told
        return None

    def together(self) -> tuple[Figure, ...]:
        """What 共, 二者合计 adds up: so many of the figures listed, or those that are no total of
        others; then what it may add up as well.
        """
        above = {w for f in self.listed for w in wholes_of(f)}
        above |= {f for f in self.listed if is_base(f) and above}
        parts = [f for f in self.listed if f not in above] or self.listed
        ends = [parts[-self.addends :]] + [self.listed[n:] for n in range(len(self.listed) - 1)]
        sums = [sum_of(end) for end in (ends[:1] if self.addends else ends) if len(end) > 1]
        return tuple(dict.fromkeys(s for s in sums if s is not None))

    def speak_together(self, figure: Figure) -> None:
        """Of the sum now, with no other total about it."""
        self.speak(figure)
        self.whole = figure

    def _talk(self) -> Talk:
        talk = Talk(topic="application", matter="application", about_disclosure=True)
        talk.dispute, talk.disclosure, talk.made = self.dispute, self.disclosure, self.made
        talk.base = self.base or "received"
        return talk

    def _remember(self, words: Sequence[Token]) -> None:
        kinds = {t.kind for t in words}
        if "dispute" in kinds:
            self.dispute = next(t.name for t in reversed(words) if t.kind == "dispute")
        elif kinds & {"row", "action", "column", "disclosure"} and "result" not in kinds:
            self.dispute = ""
        if "disclosure" in kinds:
            self.disclosure = next(t.name for t in words if t.kind == "disclosure")
        elif kinds & {"row", "action", "column", "dispute", "object", "result"}:
            self.disclosure = ""

    def _result_alone(self, words: Sequence[Token], result: str) -> tuple[Measure, ...]:
        """胜诉, 败诉 are of suits; 维持, 纠正 with nothing named may be of either."""
        of_suits = any("诉" in t.text for t in words if t.kind == "result")
        kind = "suit" if of_suits else "disputes"
        return (Measure(((f"{kind}.{result}", "total"),), certain=of_suits),)

    def _measure(self, meaning: Meaning, words: Sequence[Token]) -> Measure | None:
        name, certain = meaning.measure, meaning.certain
        if name == "year_over":
            said = next((t.text for t in words if t.name == "year_over"), "")
            if said[:4] != str(self.speaker.year - 1):
                return None
            name, certain = "carried_over", True
        if name == "carried_forward" and not self._into_the_next(words):
            return None
        if (inner := self._inside(name, meaning.column)) is not None:
            return Measure((inner,), certain)
        if name == "received" and self.with_carried:
            name = "accepted"  # 收到38件，其中上年结转2件
        bare = any(t.name == "carried_over" and _EITHER_WAY.fullmatch(t.text) for t in words)
        sure = certain or name in ("received", "accepted")
        sure = sure and not (bare and self.including is None)
        return Measure(tuple((row, meaning.column) for row in name.split(ALSO)), sure)

    def _into_the_next(self, words: Sequence[Token]) -> bool:
        """结转至2025年: what goes on goes into the next year and no other."""
        into = [int(y) for t in words for y in _INTO.findall(t.text)]
        return all((year - 1,) == self.years for year in into)

    def _inside(self, name: str, column: str) -> tuple[str, str] | None:
        """尚未审结5件，其中复议3件; 予以公开20件，其中自然人19件: a part has what its total has."""
        parts = self.including.measure.parts if self.including is not None else ()
        if not parts or len({row.partition(".")[2] for row, _ in parts}) > 1:
            return None
        single = parts[0]
        head, _, result = single[0].partition(".")
        if name in DISPUTES and head in DISPUTES and result:
            return f"{name}.{result}", "total"
        kind, _, came_to = name.partition(".")
        if len(parts) == 1 and came_to and not result and head in _NARROWER.get(kind, ()):
            return f"{head}.{came_to}", "total"  # 复议后起诉的案件中，法院维持3件
        if (
            len(parts) == 1
            and column != "total"
            and single[1] == "total"
            and (head in GROUPS or single[0] in _LEFT)
            and name in BASES | {""}
        ):
            return single[0], column
        return None

    def _base(self, found: Sequence[Meaning]) -> None:
        for meaning in found:
            if meaning.column == "total" and meaning.measure in BASES:
                self.base = meaning.measure


def _without_everyone(words: Sequence[Token]) -> Sequence[Token]:
    """自然人是主要的申请主体: 申请主体 adds nothing to who applied."""
    if any(t.kind == "column" and t.name != "everyone" for t in words):
        return [t for t in words if t.name != "everyone"]
    return words
