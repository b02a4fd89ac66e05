"""A report's part five as items: problems, measures, things done; part one's matters as points.

Position and headings say what an item is; its language only where they do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from index.narrative import kinds
from index.narrative.kinds import Kind
from index.narrative.outline import Piece, Point, Sentence, close, outline, trimmed
from index.narrative.pairing import answers
from index.report import NOWHERE, Place, Report, Section
from index.text import fold

_LEFT_OVER = "；;，,。.、：: \n\t"
_HEADLINE = re.compile(r"[^。；;：:！？\n]+")
_LONG_HEADLINE = 40
_FORWARD = re.compile(r"如下[：:。]?$|[：:]$")


@dataclass(frozen=True, slots=True)
class Found:
    """One item within its part's text; `about` is the place in the list of what it answers."""

    kind: str
    start: int
    end: int
    text: str
    headline: str
    about: int | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """An item with its part and place; `ordinal` counts through the report from 1."""

    section: int
    ordinal: int
    kind: str
    text: str
    headline: str
    about: int | None
    at: Place


def items(report: Report) -> tuple[Placed, ...]:
    """The report's points (part one) and problems, measures and things done (part five)."""
    found: list[Placed] = []
    for number, read in ((1, points), (5, problems_and_measures)):
        section = report.section(number)
        if section is None or not section.text.strip():
            continue
        first = len(found) + 1
        for n, item in enumerate(read(section.text, report.year)):
            about = None if item.about is None else item.about + first
            place = place_of(section, item.start)
            found.append(
                Placed(number, first + n, item.kind, item.text, item.headline, about, place)
            )
    return tuple(found)


def place_of(section: Section, offset: int) -> Place:
    """The place of the paragraph in which a position of the section's text lies."""
    end = 0
    for paragraph in section.paragraphs:
        end += len(paragraph.text) + 1
        if offset < end:
            return paragraph.at
    return section.paragraphs[-1].at if section.paragraphs else NOWHERE


# ---------------------------------------------------------------- part one


def points(text: str, year: int | None = None) -> list[Found]:
    """The matters of part one: its points, else its paragraphs but the one that leads in."""
    top = outline(text)
    marked = [p for p in top if isinstance(p, Point)]
    spans = [(p.start, p.end) for p in marked] or list(_paragraphs(text, top))
    found = [_found("point", text, *span) for span in spans]
    return [f for f in found if f.text]


def _paragraphs(text: str, pieces: Sequence[Piece]) -> Iterator[tuple[int, int]]:
    lines = _by_paragraph([p for p in pieces if isinstance(p, Sentence)])
    for number, line in enumerate(lines):
        leads = len(lines) > 1 and number == 0 and _FORWARD.search(text[: line[-1].end].strip())
        if not leads:
            yield line[0].start, line[-1].end


def _by_paragraph(run: Sequence[Sentence]) -> list[list[Sentence]]:
    lines: list[list[Sentence]] = []
    for sentence in run:
        if sentence.opens or not lines:
            lines.append([])
        lines[-1].append(sentence)
    return lines


def _found(kind: str, text: str, start: int, end: int, about: int | None = None) -> Found:
    start, end = trimmed(text, start, end)
    while end > start and text[end - 1] in _LEFT_OVER:
        end -= 1
    while start < end and text[start] in _LEFT_OVER:
        start += 1
    words = text[start:end]
    return Found(kind, start, end, words, headline(words), about)


def headline(text: str) -> str:
    """What an item says first: its heading or first sentence, cut at a comma where it is long."""
    match = _HEADLINE.search(text)
    first = (match[0] if match else text).strip(_LEFT_OVER)
    while len(first) > _LONG_HEADLINE and (cut := max(first.rfind("，"), first.rfind(","))) > 4:
        first = first[:cut]
    return first


# ---------------------------------------------------------------- part five


def problems_and_measures(text: str, year: int | None = None) -> list[Found]:
    """The items of part five in reading order, measures with the problem that they answer."""
    walk = _Walk(text, year)
    walk.pieces(outline(text), None, None)
    order = sorted(range(len(walk.found)), key=lambda i: walk.found[i].start)
    place = {old: new for new, old in enumerate(order)}
    found = [walk.found[i] for i in order]
    moved = [replace(f, about=None if f.about is None else place[f.about]) for f in found]
    return _paired(moved)


def _paired(found: list[Found]) -> list[Found]:
    """Measures that no place ties to a problem, tied by order or topic where these tell."""
    problems = [i for i, f in enumerate(found) if f.kind == "problem"]
    free = [i for i, f in enumerate(found) if f.kind == "measure" and f.about is None]
    told = answers([found[i].text for i in problems], [found[i].text for i in free])
    for i, about in zip(free, told, strict=True):
        if about is not None:
            found[i] = replace(found[i], about=problems[about])
    return found


class _Walk:
    """Reads an outline from the top; `found` grows."""

    def __init__(self, text: str, year: int | None) -> None:
        self.text, self.year = text, year
        self.found: list[Found] = []

    def said(self, piece: Piece) -> str:
        return self.text[piece.start : piece.end]

    def add(self, kind: Kind, start: int, end: int, about: int | None) -> int | None:
        """Keep an item; its place in `found`, None where nothing is left of it."""
        item = _found(kind, self.text, start, end, None if kind == "problem" else about)
        if len(item.text) < 4:
            return None
        self.found.append(item)
        return len(self.found) - 1

    def pieces(self, pieces: Sequence[Piece], mode: Kind | None, about: int | None) -> None:
        """Sentences and lists of one level; a lead-in or a heading sets the mode for what follows."""
        level = self._tails_cut(list(pieces))
        at = 0
        while at < len(level):
            end = at
            if isinstance(level[at], Sentence):
                while end < len(level) and isinstance(level[end], Sentence):
                    end += 1
                run = [p for p in level[at:end] if isinstance(p, Sentence)]
                mode = self._sentences(run, mode, about, end < len(level), at > 0)
            else:
                points = _list_at(level, at)
                end = at + len(points)
                mode = self._list(points, mode, about)
            at = end

    # ------------------------------------------------------------ lists

    def _list(self, points: Sequence[Point], mode: Kind | None, about: int | None) -> Kind | None:
        headings = [self._heading(p) for p in points]
        plain = [p for p, h in zip(points, headings, strict=True) if h is None]
        voted = mode or self._vote(plain)
        for point, heading in zip(points, headings, strict=True):
            if heading is not None:
                self.pieces(point.pieces[1:] or [], heading.kind, about)
            else:
                self._point(point, self._kind(point, voted), about)
        return mode

    def _heading(self, point: Point) -> kinds.Named | None:
        """What a point's first sentence names, where it is nothing but a heading."""
        head = point.pieces[0] if point.pieces else None
        if not isinstance(head, Sentence) or len(point.pieces) < 2:
            return None
        words = self.said(head)
        named = kinds.named(words, self.year)
        return named if named and kinds.is_frame(words) else None

    def _vote(self, points: Sequence[Point]) -> Kind | None:
        """The kind of most of a list's points, where neither heading nor lead-in says it."""
        told = [kinds.told(self._head(p), self.year) for p in points]
        votes = [t for t in told if t]
        if votes and len(set(votes)) == 1:
            return votes[0]
        return None

    def _head(self, point: Point) -> str:
        first = point.pieces[0] if point.pieces else None
        return self.said(first) if isinstance(first, Sentence) else ""

    def _kind(self, point: Point, voted: Kind | None) -> Kind:
        if point.mark.label and (named := kinds.named(point.mark.label)) and named.kind:
            return named.kind
        head = self._head(point)
        turned = kinds.opening(head, self.year)
        if turned and turned != "problem":
            return turned
        return voted or kinds.told(head, self.year) or "problem"

    def _point(self, point: Point, kind: Kind, about: int | None) -> None:
        """A point as one item, up to where it turns to another kind; what follows is read on."""
        turn = self._turn(point, kind)
        own = point.pieces[:turn]
        rest = point.pieces[turn:]
        if rest and self._is_topic(own, rest):
            self.pieces(rest, None, about)
            return
        end = own[-1].end if own else point.end
        item = self.add(kind, point.start, end, self._of_label(point, about))
        answered = item if kind == "problem" else about
        self.pieces(rest, None, answered)

    def _of_label(self, point: Point, about: int | None) -> int | None:
        """对策一 answers 问题一, which stands before it in the same list."""
        if point.mark.family != "label" or about is not None:
            return about
        problems = [i for i, f in enumerate(self.found) if f.kind == "problem"]
        return problems[-1] if problems and self._alternates(point) else None

    def _alternates(self, point: Point) -> bool:
        last = self.found[-1] if self.found else None
        return last is not None and last.kind == "problem"

    def _is_topic(self, own: Sequence[Piece], rest: Sequence[Piece]) -> bool:
        """A heading that names a matter alone (主动公开方面), its problem and measure labelled below."""
        first = rest[0]
        if len(own) != 1 or not isinstance(first, Sentence):
            return False
        labelled = kinds.label(self.said(first))
        return labelled is not None and labelled[0] == "problem"

    def _turn(self, point: Point, kind: Kind) -> int:
        """How many of a point's pieces speak of its own kind, before it turns to another."""
        for n, piece in enumerate(point.pieces):
            if n and isinstance(piece, Sentence) and self._turns(piece, kind):
                return n
        return len(point.pieces)

    def _turns(self, piece: Sentence, kind: Kind) -> bool:
        words = self.said(piece)
        labelled = kinds.label(words)
        if labelled is not None:
            return labelled[0] != kind
        turned = kinds.opening(words, self.year)
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
            points = _list_at(level, at)
            out += points
            out += self._tail(points)
            at += len(points)
        return out

    def _tail(self, points: Sequence[Point]) -> list[Piece]:
        for point in points:
            point.pieces = self._tails_cut(point.pieces)
        turns = [self._turn(p, "problem") for p in points]
        own = [t < len(p.pieces) for t, p in zip(turns, points, strict=True)]
        last = points[-1]
        if not own[-1] or any(own[:-1]) or self._labelled_topic(last):
            return []
        if self._heading(last):
            return []
        tail = last.pieces[turns[-1] :]
        last.pieces = last.pieces[: turns[-1]]
        close([last])
        return tail

    def _labelled_topic(self, point: Point) -> bool:
        return any(
            isinstance(p, Sentence)
            and (labelled := kinds.label(self.said(p))) is not None
            and labelled[0] == "problem"
            for p in point.pieces[1:]
        )

    def _clauses_split(self, level: list[Piece]) -> None:
        """A sentence that turns behind a comma (，下一步…) made two."""
        for n in range(len(level) - 1, -1, -1):
            piece = level[n]
            if isinstance(piece, Sentence) and (cut := kinds.turn_in(self.said(piece), self.year)):
                at = piece.start + cut
                level[n : n + 1] = [
                    Sentence(piece.start, at, piece.opens),
                    Sentence(at, piece.end, False),
                ]

    # ------------------------------------------------------------ sentences

    def _sentences(
        self,
        run: Sequence[Sentence],
        mode: Kind | None,
        about: int | None,
        leads: bool,
        closes: bool,
    ) -> Kind | None:
        """Unmarked sentences: the last before a list leads in, the others are items of their own."""
        lead = run[-1] if leads else None
        body = list(run[:-1] if leads else run)
        mode = self._body(body, mode, about, closes)
        return self._led(lead, mode) if lead else mode

    def _led(self, lead: Sentence, mode: Kind | None) -> Kind | None:
        words = self.said(lead)
        turned = kinds.opening(words, self.year)
        if turned:
            return turned
        named = kinds.named(words, self.year)
        return named.kind if named else mode

    def _body(
        self, run: list[Sentence], mode: Kind | None, about: int | None, closes: bool
    ) -> Kind | None:
        parts: list[tuple[Kind | None, list[Sentence]]] = []
        for line in _by_paragraph(run):
            mode = self._line(line, mode, parts)
        for kind, some in self._joined(parts):
            if kind == "problem":
                about = self._problems(some) or about
            elif kind:
                self.add(kind, some[0].start, some[-1].end, about)
        return mode

    def _line(
        self,
        line: Sequence[Sentence],
        mode: Kind | None,
        parts: list[tuple[Kind | None, list[Sentence]]],
    ) -> Kind | None:
        """One unmarked paragraph's sentences with their kinds; the mode after it."""
        for n, sentence in enumerate(line):
            words = self.said(sentence)
            labelled = kinds.label(words)
            if labelled:
                mode = labelled[0] or mode
                sentence = Sentence(sentence.start + labelled[1], sentence.end, sentence.opens)
                words = self.said(sentence)
                if not words:
                    continue
            if kinds.is_frame(words):
                named = kinds.named(words, self.year)
                mode = named.kind if named else mode
                continue
            kind = self._of_sentence(words, mode, first=n == 0)
            mode = kind or mode
            parts.append((kind, [sentence]))
        return mode

    def _of_sentence(self, words: str, mode: Kind | None, *, first: bool) -> Kind | None:
        turned = kinds.opening(words, self.year)
        if turned and turned != "problem":
            return turned
        told = kinds.told(words, self.year)
        if mode in ("measure", "done"):
            return "problem" if told == "problem" and (first or turned) else mode
        if mode == "problem":
            return told if told in ("problem", "done") else None
        return (
            told if told in ("problem", "measure") or (told == "done" and "问题" in words) else None
        )

    def _joined(
        self, parts: list[tuple[Kind | None, list[Sentence]]]
    ) -> list[tuple[Kind | None, list[Sentence]]]:
        """Paragraphs in a row, one item each; elaborations with what they elaborate."""
        whole: list[tuple[Kind | None, list[Sentence]]] = []
        for kind, some in parts:
            if kind is None and whole and not some[0].opens:
                whole[-1][1].extend(some)
            elif kind is not None:
                whole.append((kind, list(some)))
        each = self._a_paragraph_each(whole)
        if not each:
            return whole
        joined: list[tuple[Kind | None, list[Sentence]]] = []
        for kind, some in whole:
            if joined and joined[-1][0] == kind and not some[0].opens:
                joined[-1][1].extend(some)
            else:
                joined.append((kind, some))
        return joined

    @staticmethod
    def _a_paragraph_each(parts: Sequence[tuple[Kind | None, list[Sentence]]]) -> bool:
        opening = [kind for kind, some in parts if some[0].opens]
        return any(len(list(run)) > 1 for _, run in groupby(opening))

    def _problems(self, some: Sequence[Sentence]) -> int | None:
        """A sentence's problem, or several where it lists clauses that each lack something."""
        start, end = some[0].start, some[-1].end
        spans = self._listed(start, end) if len(some) == 1 else []
        last = None
        for a, b in spans or [(start, end)]:
            last = self.add("problem", a, b, None)
        return last

    def _listed(self, start: int, end: int) -> list[tuple[int, int]]:
        words = self.text[start:end]
        begins = kinds.listed(words)
        if begins and not kinds.is_frame(words[:begins]):
            begins = 0
        clauses = [
            (start + m.start(), start + m.end())
            for m in re.finditer(r"[^，,、：:]+", fold(words))
            if m.start() >= begins
        ]
        while clauses and kinds.is_frame(self.text[slice(*clauses[-1])]):
            clauses.pop()
        lacking = [kinds.lacks(self.text[a:b]) for a, b in clauses]
        if len(clauses) > 1 and all(lacking):
            return clauses
        return [(start + begins, end)] if begins else []


def _list_at(level: Sequence[Piece], at: int) -> list[Point]:
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
