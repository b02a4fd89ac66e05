"""The levels of part five's outline: headings told from items, and lists from what follows them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.narrative.outline import Mark, Piece, Point, Sentence, close
from index.narrative.wording import kinds, turns
from index.narrative.wording.kinds import Kind

_LONGEST_HEADING = 30
_ROW = 2
"""So many points in a row may show what each of them is made of."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A part's text and its report's year: what the pieces of its outline say."""

    text: str
    year: int | None

    def said(self, piece: Piece) -> str:
        return self.text[piece.start : piece.end]

    def level(self, pieces: Sequence[Piece]) -> list[Piece]:
        """One level in which lines that head paragraphs are points, and no list has a tail."""
        return self._tails_cut(self._headed(list(pieces)))

    def head(self, point: Point) -> str:
        first = point.pieces[0] if point.pieces else None
        return self.said(first) if isinstance(first, Sentence) else ""

    def heading(self, point: Point) -> kinds.Named | None:
        """What a point's first sentence names, where it is nothing but a heading or a label."""
        head = point.pieces[0] if point.pieces else None
        if not isinstance(head, Sentence):
            return None
        words = self.said(head)
        labelled = kinds.label(words, self.year)
        if labelled and labelled[0]:
            return kinds.Named(labelled[0])
        named = kinds.named(words, self.year)
        return named if named and len(point.pieces) > 1 and kinds.is_frame(words) else None

    def heads_points(self, point: Point) -> bool:
        """A line that only names a matter (制度层面), the points of it below."""
        head, *rest = point.pieces or [Sentence(point.start, point.end, False)]
        below = bool(rest) and all(isinstance(p, Point) and p.mark.opens for p in rest)
        return below and isinstance(head, Sentence) and kinds.told(self.said(head)) is None

    def heads_labels(self, point: Point) -> bool:
        """A heading that names a matter alone (主动公开方面), its problem and measure labelled below."""
        head, *rest = point.pieces or [Sentence(point.start, point.end, False)]
        if not rest or not isinstance(rest[0], Sentence):
            return False
        words, labelled = self.said(head), kinds.label(self.said(rest[0]), self.year)
        alone = not re.search("[，,]", words) and kinds.told(words, self.year) is None
        return alone and labelled is not None and labelled[0] == "problem"

    def turn(self, point: Point, kind: Kind) -> int:
        """How many of a point's pieces speak of its own kind, before it turns to another."""
        if point.answered and kind == "problem":
            return 1
        for n, piece in enumerate(point.pieces):
            if n and isinstance(piece, Sentence) and self._turns(piece, kind):
                return n
        return len(point.pieces)

    def _turns(self, piece: Sentence, kind: Kind) -> bool:
        words = self.said(piece)
        labelled = kinds.label(words, self.year)
        if labelled is not None:
            return labelled[0] != kind or kind == "problem"
        leads = piece.opens and (kinds.is_frame(words) or words.endswith(("：", ":")))
        named = kinds.named(words, self.year) if leads else None
        if named is not None:
            return named.kind != kind
        turned = kinds.opening(words, self.year)
        if piece.opens and kinds.of_last_year(words, self.year) and not kinds.future(words):
            return True
        return kind == "problem" and turned in ("measure", "done")

    def _tails_cut(self, level: list[Piece]) -> list[Piece]:
        """A last point's turn is the whole list's where no earlier point has one of its own."""
        self._clauses_split(level)
        out: list[Piece] = []
        at = 0
        while at < len(level):
            if isinstance(level[at], Sentence):
                out.append(level[at])
                at += 1
                continue
            points = list_at(level, at)
            out += points
            out += self._tail(points)
            at += len(points)
        return out

    def _tail(self, points: Sequence[Point]) -> list[Piece]:
        for point in points:
            point.pieces = self._tails_cut(point.pieces)
        self._summary_cut(points[-1])
        if self._each_answered(points):
            for point in points:
                point.answered = self.turn(point, "problem") == len(point.pieces)
        turns = [self.turn(p, "problem") for p in points]
        own = [t < len(p.pieces) for t, p in zip(turns, points, strict=True)]
        last = points[-1]
        if not own[-1] or any(own[:-1]) or self.heads_labels(last):
            return []
        if self.heading(last):
            return []
        tail = last.pieces[turns[-1] :]
        last.pieces = last.pieces[: turns[-1]]
        close([last])
        return tail

    def _each_answered(self, points: Sequence[Point]) -> bool:
        """Whether all points tell a problem in one sentence and what is done about it in the next."""
        if len(points) < _ROW or any(self.heading(p) for p in points):
            return False
        told = [[self.said(s) for s in p.pieces if isinstance(s, Sentence)] for p in points]
        if not all(len(t) == len(p.pieces) == 2 for t, p in zip(told, points, strict=True)):
            return False
        wanting = [turns.wants(problem) for problem, _ in told]
        leans = [turns.leans(answer) for _, answer in told]
        return all(wanting) and sum(leans) / len(leans) <= -turns.CLEAR / 2

    def _clauses_split(self, level: list[Piece]) -> None:
        """A sentence that turns behind a comma (，下一步…) made two."""
        for piece, at in [(p, self._turn_at(level, n)) for n, p in enumerate(level)]:
            if at:
                n = level.index(piece)
                level[n : n + 1] = [
                    Sentence(piece.start, at, isinstance(piece, Sentence) and piece.opens),
                    Sentence(at, piece.end, False),
                ]

    def _turn_at(self, level: Sequence[Piece], n: int) -> int:
        """Where a sentence turns, by itself or as those do between whose semicolons it stands."""
        if isinstance(level[n], Point):
            return 0
        words = self.said(level[n])
        cut = turns.turn_in(words, self.year)
        beside = () if cut else self._beside(level, n)
        for other in beside:
            said = self.said(other)
            if turn := turns.turn_in(said, self.year):
                cut = cut or turns.turn_beside(words, said[turn:])
        return level[n].start + cut if cut else 0

    def _beside(self, level: Sequence[Piece], n: int) -> list[Piece]:
        """The sentences that semicolons join to the one at n."""
        first, last = n, n
        while first and self._joined(level[first - 1]):
            first -= 1
        while last + 1 < len(level) and self._joined(level[last]):
            last += 1
        return [p for p in level[first : last + 1] if isinstance(p, Sentence) and p is not level[n]]

    def _joined(self, piece: Piece) -> bool:
        return isinstance(piece, Sentence) and self.said(piece).endswith(("；", ";"))

    def _summary_cut(self, last: Point) -> None:
        """What a last point says at its end of all the list (以上各项均已…) is no part of it."""
        end = last.pieces[-1] if len(last.pieces) > 1 else None
        if isinstance(end, Sentence) and kinds.begins("totals", self.said(end)):
            last.pieces.pop()
            close([last])

    # ------------------------------------------------------------ unmarked headings

    def _headed(self, level: list[Piece]) -> list[Piece]:
        """Short unmarked lines with paragraphs below them, made points of one list."""
        heads = [n for n in range(len(level)) if self._is_headline(level, n)]
        if len(heads) < 2:
            return level
        out: list[Piece] = level[: heads[0]]
        for number, (n, end) in enumerate(zip(heads, [*heads[1:], len(level)], strict=True), 1):
            stop = next((m for m in range(n + 1, end) if self._leads(level[m])), end)
            head = level[n]
            mark = Mark("heading", number, head.start, head.start, True)
            out.append(Point(mark, head.start, level[stop - 1].end, True, level[n:stop]))
            out += level[stop:end]
        return out

    def _is_headline(self, level: Sequence[Piece], n: int) -> bool:
        head, below = level[n], level[n + 1] if n + 1 < len(level) else None
        if not (isinstance(head, Sentence) and isinstance(below, Sentence) and below.opens):
            return False
        words = self.said(head)
        short = head.opens and len(words) <= _LONGEST_HEADING and words[-1] not in "。；;：:，,！"
        return short and not kinds.is_frame(words) and self.said(below)[-1] in "。；;：:！"

    def _leads(self, piece: Piece) -> bool:
        words = self.said(piece)
        return isinstance(piece, Sentence) and piece.opens and words.endswith(("：", ":"))


def sentences_at(level: Sequence[Piece], at: int) -> list[Sentence]:
    run: list[Sentence] = []
    for piece in level[at:]:
        if not isinstance(piece, Sentence):
            break
        run.append(piece)
    return run


def list_at(level: Sequence[Piece], at: int) -> list[Point]:
    """The points from `at` on that count one list."""
    points: list[Point] = []
    for piece in level[at:]:
        if not isinstance(piece, Point):
            break
        if points and not _continues(points[-1], piece):
            break
        points.append(piece)
    return points


def _continues(last: Point, point: Point) -> bool:
    a, b = last.mark, point.mark
    if a.family != b.family:
        return b.family == "word" or a.family == "word"
    return b.number != 1 or b.family == "label" and a.label != b.label
