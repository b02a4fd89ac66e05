"""Part five read from the top: problems, measures, things done, and what answers what."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from index.narrative.found import Found, found
from index.narrative.levels import Wording, list_at, sentences_at
from index.narrative.outline import Piece, Point, Sentence, outline
from index.narrative.pairing import answers
from index.narrative.seams import Span, Way, together
from index.narrative.unmarked import Part, Unmarked, each_answered
from index.narrative.wording import kinds, turns
from index.narrative.wording.kinds import Kind
from index.numerals import ONE_TO_TEN, value_of

_NAMED_PROBLEM = re.compile(rf"针对(?:问题|第)([{ONE_TO_TEN}]|\d)(?:个|点|项|方面)?")
_SHORTEST = 3
"""Fewer characters are no item."""


def problems_and_measures(text: str, year: int | None = None) -> list[Found]:
    """The items of part five in reading order, measures with the problem that they answer."""
    walk = _Walk(text, year)
    walk.pieces(outline(text), None, None)
    order = sorted(range(len(walk.found)), key=lambda i: walk.found[i].start)
    place = {old: new for new, old in enumerate(order)}
    ordered = _early([walk.found[i] for i in order])
    moved = [replace(f, about=None if f.about is None else place[f.about]) for f in ordered]
    if not any(f.kind == "problem" for f in moved):
        moved = _named_within(moved, text)
    return _paired(moved)


def _named_within(items: list[Found], text: str) -> list[Found]:
    """Where no problem is told by itself, those that the measures name (针对甲的问题，乙)."""
    parted: list[Found] = []
    for item in items:
        named = kinds.against(item.text) if item.kind == "measure" else None
        if named is None:
            parted.append(item)
            continue
        start, end, rest = (item.start + n for n in named)
        parted.append(found("problem", text, start, end))
        parted.append(found("measure", text, rest, item.end, len(parted) - 1))
    return parted


def _early(items: list[Found]) -> list[Found]:
    """What stands as measures before the first problem, others behind it, was done (改进情况：…)."""
    first = next((n for n, f in enumerate(items) if f.kind == "problem"), 0)
    if not any(f.kind == "measure" for f in items[first:]):
        return items
    early = [f.kind == "measure" and not kinds.future(f.text) for f in items[:first]]
    return [
        *(replace(f, kind="done") if e else f for f, e in zip(items, early, strict=False)),
        *items[first:],
    ]


def _paired(items: list[Found]) -> list[Found]:
    """Measures that no place ties to a problem, tied by order or topic where these tell."""
    problems = [i for i, f in enumerate(items) if f.kind == "problem"]
    free = [i for i, f in enumerate(items) if f.kind == "measure" and f.about is None]
    done = [i for i, f in enumerate(items) if f.kind == "done" and f.about is None]
    if problems and len(done) == len(problems) and min(done) > max(problems):
        free += done  # what was done about this year's own problems, one for each
    told = answers([items[i].text for i in problems], [items[i].text for i in free])
    for i, about in zip(free, told, strict=True):
        number = _NAMED_PROBLEM.match(items[i].text)
        named = int(value_of(number[1]) or 0) - 1 if number else -1
        about = named if 0 <= named < len(problems) else about
        if about is not None:
            items[i] = replace(items[i], about=problems[about])
    return items


class _Walk:
    """Reads an outline from the top; `found` grows."""

    def __init__(self, text: str, year: int | None) -> None:
        self.wording = Wording(text, year)
        self.unmarked = Unmarked(self.wording)
        self.found: list[Found] = []

    def add(self, kind: Kind, start: int, end: int, about: int | None) -> int | None:
        """Keep an item; its place in `found`, None where nothing is left of it."""
        item = found(kind, self.wording.text, start, end, None if kind == "problem" else about)
        if len(item.text) < _SHORTEST:
            return None
        self.found.append(item)
        return len(self.found) - 1

    def pieces(self, pieces: Sequence[Piece], mode: Kind | None, about: int | None) -> None:
        """Sentences and lists of one level; a lead-in or a heading sets the mode for what follows."""
        level = self.wording.level(pieces)
        at, led, listed_before = 0, True, False
        listed: Kind | None = None
        while at < len(level):
            if isinstance(level[at], Sentence):
                run = sentences_at(level, at)
                at += len(run)
                said = [self.wording.said(s) for s in run]
                if listed == "problem" and run[0].opens and _answers(said):
                    mode = "measure"
                mode = self._sentences(run, mode, about, leads=at < len(level))
                led, listed = True, None
            else:
                points = list_at(level, at)
                at += len(points)
                heads = [self.wording.head(p) for p in points]
                open_ = listed_before and mode in (None, "problem")
                answers = listed == "problem" or (open_ and _answers(heads))
                after = "measure" if answers else mode  # problems first, then measures
                listed = self._list(points, after, about, led)
                led, listed_before = False, listed_before or listed == "problem"

    # ------------------------------------------------------------ lists

    def _list(
        self, points: Sequence[Point], mode: Kind | None, about: int | None, led: bool
    ) -> Kind | None:
        """The points of one list, and of which kind they are taken to be; `led`: a lead-in or
        heading stands right before it.
        """
        plain = [p for p in points if self.wording.heading(p) is None]
        vote = self._vote(plain)
        voted = (mode or vote) if led else (vote or mode)
        numbered: dict[int, int | None] = {}
        for point in points:
            heading = self.wording.heading(point)
            kind = self._kind(point, voted)
            if heading is None:
                answers = numbered.get(point.mark.number) if point.mark.label else None
                item = self._point(point, kind, about if answers is None else answers)
                if point.mark.family == "label" and kind == "problem":
                    numbered[point.mark.number] = item
            elif not heading.aside:
                self._under(point, heading, about)
        return voted

    def _under(self, point: Point, heading: kinds.Named, about: int | None) -> None:
        """What stands under a heading, or behind a label (存在问题：…) that heads a point."""
        head, *rest = point.pieces
        labelled = kinds.label(self.wording.said(head), self.wording.year)
        if labelled and head.start + labelled[1] < head.end:
            rest = [Sentence(head.start + labelled[1], head.end, False), *rest]
        self.pieces(rest, heading.kind, about)

    def _vote(self, points: Sequence[Point]) -> Kind | None:
        """The kind of all of a list's points whose language tells one; 了 in a problem is no vote."""
        if all(p.mark.label == "要" for p in points):
            return "measure"
        heads = [self.wording.head(p) for p in points]
        told = [kinds.told(head, self.wording.year) for head in heads]
        votes = Counter(kind for kind in told if kind)
        if set(votes) == {"problem", "measure"} and votes["problem"] >= votes["measure"]:
            measures = [h for h, kind in zip(heads, told, strict=True) if kind == "measure"]
            votes = Counter(["problem"]) if all(map(_only_about, measures)) else votes
        if set(votes) == {"problem", "done"}:
            return "done" if votes["done"] > votes["problem"] else "problem"
        return next(iter(votes)) if len(votes) == 1 else None

    def _kind(self, point: Point, voted: Kind | None) -> Kind:
        if point.mark.family == "label" and (named := kinds.named(point.mark.label)) and named.kind:
            return named.kind
        head = self.wording.head(point)
        if voted == "done":
            return "measure" if kinds.future(head) else "done"
        turned = kinds.opening(head, self.wording.year)
        if turned and turned != "problem":
            return turned
        if voted == "measure" and kinds.finished(head):
            return "done"
        return voted or kinds.told(head, self.wording.year) or "problem"

    def _point(self, point: Point, kind: Kind, about: int | None) -> int | None:
        """A point as one item, up to where it turns to another kind; what follows is read on."""
        if self.wording.heads_points(point):
            self.pieces(point.pieces[1:], kind, about)
            return None
        if self.wording.heads_labels(point):
            self.pieces(point.pieces[1:], None, about)
            return None
        turn = self.wording.turn(point, kind)
        own, rest = point.pieces[:turn], point.pieces[turn:]
        end = own[-1].end if own else point.end
        item = self.add(kind, point.start, end, about)
        if point.answered and rest:
            self.add("measure", rest[0].start, rest[-1].end, item)
            return item
        self.pieces(rest, None, item if kind == "problem" else about)
        return item

    # ------------------------------------------------------------ sentences

    def _sentences(
        self, run: Sequence[Sentence], mode: Kind | None, about: int | None, *, leads: bool
    ) -> Kind | None:
        """Unmarked sentences: the last before a list leads in, the others are items of their own."""
        if not leads:
            return self._body(run, mode, about)
        mode = self._body(run[:-1], mode, about)
        words = self.wording.said(run[-1])
        labelled = kinds.label(words, self.wording.year)
        if labelled and labelled[0] == "done" and not kinds.is_frame(words[labelled[1] :]):
            self._body(run[-1:], mode, about)
            return None  # 整改情况：甲已建成。: said whole, and no heading of the list
        if self._lists(words) or self._tells_done(words, mode):
            self._body(run[-1:], mode, about)
            return "done" if kinds.opening(words, self.wording.year) == "done" else None
        named = kinds.named(words, self.wording.year)
        if mode == "done":
            mode = None  # what a lead-in begins anew is not told as done
        return kinds.opening(words, self.wording.year) or (named.kind if named else mode)

    def _lists(self, words: str) -> bool:
        """Whether a sentence before a list is no lead-in but names problems of its own."""
        return (
            words.endswith("。")
            and bool(kinds.listed(words))
            and kinds.lacks(words[kinds.listed(words) :])
        )

    def _tells_done(self, words: str, mode: Kind | None) -> bool:
        """Whether a sentence before a list is no lead-in but tells what became of last year's."""
        if not words.endswith("。") or kinds.is_frame(words):
            return False
        turned = kinds.opening(words, self.wording.year)
        going_on = mode == "done" and not turned and not kinds.general(words, self.wording.year)
        return going_on or turned == "done" and kinds.completed(words)

    def _body(self, run: Sequence[Sentence], mode: Kind | None, about: int | None) -> Kind | None:
        parts, mode = self.unmarked.parts(run, mode)
        each = each_answered(parts)
        for part, spans in zip(parts, self._spans(parts, about), strict=True):
            kept = [self.add(part.kind, start, end, about) for start, end in spans]
            if part.kind == "problem":
                about = (kept[0] if len(kept) == 1 else None) if each else about
        return mode

    def _spans(self, parts: Sequence[Part], about: int | None) -> list[tuple[Span, ...]]:
        """The items of each part; a sentence that alone tells the problems, or alone the
        measures, is cut with an eye to how many there are of the other.
        """
        told = [p.kind for p in parts]
        several = [self.unmarked.ways(p, alone=told.count("problem") == 1) for p in parts]
        spans = [max(some, key=lambda w: w.weight).spans for some in several]
        before = 1 if about is not None else sum(f.kind == "problem" for f in self.found)
        problems = _of(told, several, spans, "problem", before)
        measures = _of(told, several, spans, "measure", 0)
        chosen = together(problems, measures)
        ways: dict[Kind, Way] = dict(zip(("problem", "measure"), chosen, strict=True))
        for kind, way in ways.items():
            if told.count(kind) == 1:
                spans[told.index(kind)] = way.spans
        return spans


def _answers(said: Sequence[str]) -> bool:
    """Whether what stands behind a list of problems wants nothing and leans to what is done."""
    return not any(map(kinds.lacks, said)) and sum(map(turns.leans, said)) < 0


_ABOUT = re.compile("[对在从由以把按]")


def _only_about(head: str) -> bool:
    """对某类申请答复简单: begins like a measure, with what it is about."""
    return bool(_ABOUT.match(head)) and not kinds.future(head)


def _of(
    told: Sequence[Kind],
    several: Sequence[list[Way]],
    spans: Sequence[tuple[Span, ...]],
    kind: Kind,
    before: int,
) -> list[Way]:
    """The ways of the only part of a kind; else one that stands for as many items as there are."""
    if told.count(kind) == 1:
        return several[told.index(kind)]
    number = sum(len(s) for k, s in zip(told, spans, strict=True) if k == kind) or before
    return [Way(0.0, ((0, 0),) * number)]
