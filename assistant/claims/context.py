"""What the text has been about so far, and what a measure's words mean in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from assistant.claims.claim import OWN, Figure, Measure, Share
from assistant.claims.reading.item import Item, Speaker
from assistant.statements.lexicon import Token
from assistant.statements.meaning import ALSO, Meaning, Talk, meanings
from index.form_rows import group_rows
from index.formats import COLUMN_KEYS, GROUPS, LATEST

_BASES = frozenset({"new_received", "received", "accepted", "handled", "processed", "carried_over"})
_SUITS = ("direct_suit", "suit_after_reconsideration")
DISPUTES = frozenset({"reconsideration", "suit", "disputes", *_SUITS})
ALL_RECEIVED = Measure((("new_received", "total"), ("carried_over", "total")))
PROCESSED = Measure((("processed", "total"),))


@dataclass(slots=True)
class Context:
    """The state of one paragraph; a sentence begins it anew but for what it was about.

    `focus` is the figure spoken of last, `whole` the total that parts are named of, `target` what
    was last compared with, `share` the last share, `moved_from` what the focus is said to have
    been before.  `addends`: how many are added up, 0
    where it is not said.  `done_at`: where the sentence says what was dealt with.
    `several`: the figures of which one thing was said together.
    `abreast`: how many figures the last clause set side by side, so that what
    follows unnamed may be of each.  `span`: the years that the sentence speaks of together.
    `dated`: the clause says of when it speaks.  `of_each`: the clause says it of all that were told.  `doubt`: someone or something unknown is
    spoken of, so that nothing said here can be held against the text.
    """

    speaker: Speaker
    form: str = LATEST
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
    several: tuple[Figure, ...] = ()
    abreast: int = 0
    disputes_abreast: bool = False
    doubt: bool = False
    stack: list[tuple[Figure | None, Figure | None, str]] = field(default_factory=list)

    def copy(self) -> Context:
        """The same state, to be spoken on from apart."""
        return replace(self, listed=list(self.listed), stack=list(self.stack))

    def begin(self) -> None:
        """A new sentence."""
        year = self.speaker.year
        self.years, self.target, self.pending_target = (year,), None, None
        self.body, self.also = OWN, ()
        self.pending, self.among, self.group, self.doubt = None, "", None, False
        self.stack.clear()
        self.including = None
        self.years_named, self.span = False, ()
        self.listed.clear()
        self.abreast, self.disputes_abreast, self.several = 0, False, ()
        self.spoke, self.moved_from = False, None

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
        self.stack.append((self.focus, self.whole, self.base))
        self.whole = self.focus

    def close(self) -> None:
        if self.stack:
            self.focus, self.whole, self.base = self.stack.pop()

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
        figure = self.listed[-2 if names[0] == "former" else -1]
        return (replace(figure, years=self.years),)

    def _of_several(self, figures: Sequence[Figure]) -> None:
        """未经复议直接起诉和复议后起诉的: what follows may be said of the one and of the other."""
        heads = {row.partition(".")[0] for f in figures for row, _ in f.measure.parts}
        if len(heads) > 1 and heads <= DISPUTES:
            self.dispute = "suit" if heads <= set(_SUITS) else "disputes"

    def _meanings(self, words: Sequence[Token], money: bool) -> tuple[Measure, ...]:
        if narrated := [t.name for t in words if t.kind == "narrated"]:
            return (Measure(((narrated[-1], "total"),), certain=False),)
        self._remember(words)
        words = [self._in_order(t) for t in _without_everyone(words)]
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
        """加上结转的1件，共办结11件: before what was dealt with stands what came from last year."""
        if token.name == "carried" and token.start < self.done_at:
            return replace(token, name="carried_over")
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
        above |= {f for f in self.listed if _is_base(f) and above}
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
        if (inner := self._inside(name, meaning.column)) is not None:
            return Measure((inner,), certain)
        if name == "received" and self.with_carried:
            name = "accepted"  # 收到38件，其中上年结转2件
        sure = certain or name in ("received", "accepted")
        return Measure(tuple((row, meaning.column) for row in name.split(ALSO)), sure)

    def _inside(self, name: str, column: str) -> tuple[str, str] | None:
        """尚未审结5件，其中复议3件; 予以公开20件，其中自然人19件: a part has what its total has."""
        parts = self.including.measure.parts if self.including is not None else ()
        if not parts or len({row.partition(".")[2] for row, _ in parts}) > 1:
            return None
        single = parts[0]
        head, _, result = single[0].partition(".")
        if name in DISPUTES and head in DISPUTES and result:
            return f"{name}.{result}", "total"
        if (
            len(parts) == 1
            and column != "total"
            and single[1] == "total"
            and head in GROUPS
            and name in _BASES | {""}
        ):
            return single[0], column
        return None

    def _base(self, found: Sequence[Meaning]) -> None:
        for meaning in found:
            if meaning.column == "total" and meaning.measure in _BASES:
                self.base = meaning.measure


def _without_everyone(words: Sequence[Token]) -> Sequence[Token]:
    """自然人是主要的申请主体: 申请主体 adds nothing to who applied."""
    if any(t.kind == "column" and t.name != "everyone" for t in words):
        return [t for t in words if t.name != "everyone"]
    return words


# ---------------------------------------------------------------- of several


def _is_base(figure: Figure) -> bool:
    return figure.measure.single is not None and figure.measure.single[0] in _BASES


def sum_of(figures: Sequence[Figure]) -> Figure | None:
    """共计 behind several numbers: of all of them together; None where they do not add up."""
    first = figures[0]
    if any(f.body != first.body for f in figures):
        return _of_bodies(figures)
    if all(f.measure == first.measure for f in figures):
        years = tuple(y for f in figures for y in f.years)
        return replace(first, years=years) if len(set(years)) == len(years) else first
    if any(f.years != first.years for f in figures):
        return None
    parts = tuple(p for f in figures for p in f.measure.parts)
    return replace(first, measure=Measure(parts, all(f.measure.certain for f in figures)))


def _of_bodies(figures: Sequence[Figure]) -> Figure | None:
    """县水利局33件，县教育局13件，两家共46件: the same of several bodies."""
    first, bodies = figures[0], [b for f in figures for b in (f.body, *f.also)]
    alike = all((f.measure, f.years) == (first.measure, first.years) for f in figures)
    if not alike or len(set(bodies)) < len(bodies):
        return None
    return replace(first, body=bodies[0], also=tuple(bodies[1:]))


# ---------------------------------------------------------------- of what whole


def wholes_of(figure: Figure) -> tuple[Figure, ...]:
    """The totals that the figure is by the form a part of, the nearest first."""
    single = figure.measure.single
    if single is None:
        columns = {column for _, column in figure.measure.parts}
        rows = {row.partition(".")[0] for row, _ in figure.measure.parts}
        made = (PROCESSED,) if columns == {"total"} and rows <= set(GROUPS) else ()
        return tuple(Figure(m, figure.years, figure.body) for m in made)
    return tuple(Figure(m, figure.years, figure.body) for m in _wholes(*single))


def _wholes(row: str, column: str) -> tuple[Measure, ...]:
    head, _, result = row.partition(".")
    if column != "total":
        return (Measure(((row, "total"),)),)
    if head in DISPUTES:
        if result:
            return (Measure(((head, "total"),)),)
        above = ("suit", "disputes") if head in _SUITS else ("disputes",)
        return tuple(Measure(((a, "total"),)) for a in above)
    if row in ("new_received", "carried_over", "open", "carried_forward"):
        return (ALL_RECEIVED,)
    if head in GROUPS:
        group = (Measure(((head, "total"),)),) if result else ()
        return (PROCESSED, *group)
    return (ALL_RECEIVED,) if row == "processed" else ()


def siblings(figure: Figure, form: str, within: Figure | None = None) -> tuple[Figure, ...]:
    """The other lines that the figure stands beside in its table, or `within` a total named;
    () where none are meant.
    """
    single = figure.measure.single
    if single is None:
        return ()
    row, column = single
    if column != "total":
        names = [c for c in COLUMN_KEYS if c not in (column, "total")]
        if column == "organisations":
            names = ["natural_person"]
        elif within is not None and within.measure.parts[0][1] == "organisations":
            names = [n for n in names if n != "natural_person"]
        return tuple(Figure(Measure(((row, c),)), figure.years, figure.body) for c in names)
    if row in GROUPS:
        return tuple(
            Figure(Measure(((g, "total"),)), figure.years, figure.body) for g in GROUPS if g != row
        )
    head, _, result = row.partition(".")
    if head in GROUPS and result:
        lines = (r.key for r in group_rows(head, form) if "." in r.key and r.key != row)
        return tuple(
            Figure(Measure(((line, "total"),)), figure.years, figure.body) for line in lines
        )
    if head in DISPUTES and result:
        others = tuple(r for r in ("upheld", "corrected", "other", "pending") if r != result)
        return tuple(
            Figure(Measure(((f"{head}.{r}", "total"),)), figure.years, figure.body) for r in others
        )
    return ()
