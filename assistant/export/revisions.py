"""What changed between two Word files of one layout, written as Word's own revisions.

Paragraphs of the body are matched, and within a changed one the words; tables are taken from the
later file as they are.  Rejecting all gives the earlier text, accepting all the later one.

Source: ISO/IEC 29500-1, 17.13.5 (w:ins, w:del, w:delText).
"""

from __future__ import annotations

import copy
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import count, groupby, zip_longest
from typing import Any

_ALIKE = 0.3
"""From which share of common words two paragraphs are one that was changed."""
_BREAK = "\n"

Piece = tuple[str, Any]
"""Text of a paragraph and the properties it is set in (`w:rPr`, None for none)."""


def revised(before: bytes, after: bytes, author: str, moment: str) -> bytes:
    """The later file with its changes against the earlier one marked as `author`'s revisions.

    `moment` is ISO, to the second.
    """
    import docx

    old, new = docx.Document(io.BytesIO(before)), docx.Document(io.BytesIO(after))
    marks = _Marks(author, moment)
    following = new.element.body.sectPr
    for one, other in reversed(_matched(_paragraphs(old), _paragraphs(new))):
        if other is None:
            other = copy.deepcopy(one)
            following.addprevious(marks.whole(other, "del"))
        elif one is None:
            marks.whole(other, "ins")
        elif _text(one) != _text(other):
            marks.words(one, other)
        following = other
    stream = io.BytesIO()
    new.save(stream)
    return stream.getvalue()


def _paragraphs(document: Any) -> list[Any]:
    """The paragraphs of the body that say something; those of tables are not among them."""
    return [p._p for p in document.paragraphs if _text(p._p)]


# ---------------------------------------------------------------- which paragraph is which


def _matched(olds: Sequence[Any], news: Sequence[Any]) -> list[tuple[Any | None, Any | None]]:
    """Each paragraph of either file with what it is in the other, None for nothing, in order."""
    found: list[tuple[Any | None, Any | None]] = []
    matcher = SequenceMatcher(None, [*map(_text, olds)], [*map(_text, news)], autojunk=False)
    for _, a, b, c, d in matcher.get_opcodes():
        found += _aligned(olds[a:b], news[c:d])
    return found


def _aligned(olds: Sequence[Any], news: Sequence[Any]) -> list[tuple[Any | None, Any | None]]:
    """Paragraphs that changed, in order: those alike together, the others alone."""
    if not (olds and news):
        return [*zip_longest(olds, news)]
    shares = {
        (i, j): _share(_text(one), _text(other))
        for i, one in enumerate(olds)
        for j, other in enumerate(news)
    }
    (i, j), share = max(shares.items(), key=lambda kept: kept[1])
    if share < _ALIKE:
        return [*((one, None) for one in olds), *((None, other) for other in news)]
    return [
        *_aligned(olds[:i], news[:j]),
        (olds[i], news[j]),
        *_aligned(olds[i + 1 :], news[j + 1 :]),
    ]


def _share(one: str, other: str) -> float:
    return SequenceMatcher(None, _words(one), _words(other), autojunk=False).ratio()


# ---------------------------------------------------------------- text and words


def _pieces(paragraph: Any) -> list[Piece]:
    """A paragraph's text run by run; a line break within it is a piece of its own."""
    from docx.oxml.ns import qn

    found: list[Piece] = []
    for run in paragraph.iter(qn("w:r")):
        for part in run:
            if part.tag == qn("w:t"):
                found.append((part.text or "", run.rPr))
            elif part.tag == qn("w:br"):
                found.append((_BREAK, run.rPr))
    return [piece for piece in found if piece[0]]


def _text(paragraph: Any) -> str:
    return "".join(text for text, _ in _pieces(paragraph))


def _words(text: str) -> list[str]:
    import rjieba

    return list(rjieba.cut(text))


def _characters(paragraph: Any) -> list[Piece]:
    return [(c, look) for text, look in _pieces(paragraph) for c in text]


def _changes(before: str, after: str) -> Iterator[tuple[str, int, int, int, int]]:
    """What happened to the words, as `SequenceMatcher` says it, counted in characters."""
    old, new = _words(before), _words(after)
    starts = [[0], [0]]
    for ends, words in zip(starts, (old, new), strict=True):
        for word in words:
            ends.append(ends[-1] + len(word))
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        yield kind, starts[0][a], starts[0][b], starts[1][c], starts[1][d]


# ---------------------------------------------------------------- the marks


@dataclass
class _Marks:
    """Makes revisions of one author at one moment, each with a number of its own."""

    author: str
    moment: str

    def __post_init__(self) -> None:
        self._numbers = count(1)

    def whole(self, paragraph: Any, kind: str) -> Any:
        """A paragraph put in or taken out as a whole, its end included."""
        pieces = _characters(paragraph)
        self._cleared(paragraph).append(self._mark(kind, pieces))
        properties = paragraph.get_or_add_pPr()
        own = properties.find(_w("rPr"))
        if own is None:
            own = _element("rPr")
            properties.insert_element_before(own, "w:sectPr", "w:pPrChange")
        own.insert(0, self._mark(kind, []))
        return paragraph

    def words(self, before: Any, after: Any) -> None:
        """The words that changed in a paragraph, each in the type it is set in."""
        old, new = _characters(before), _characters(after)
        paragraph = self._cleared(after)
        for kind, a, b, c, d in _changes(_text_of(old), _text_of(new)):
            if kind == "equal":
                paragraph.extend(_runs(new[c:d], deleted=False))
                continue
            paragraph.extend([self._mark("del", old[a:b])] if b > a else [])
            paragraph.extend([self._mark("ins", new[c:d])] if d > c else [])

    def _mark(self, kind: str, pieces: Sequence[Piece]) -> Any:
        given = {"id": str(next(self._numbers)), "author": self.author, "date": f"{self.moment}Z"}
        mark = _element(kind, **given)
        mark.extend(_runs(pieces, deleted=kind == "del"))
        return mark

    @staticmethod
    def _cleared(paragraph: Any) -> Any:
        """The paragraph without what it says; how it is set stays."""
        for child in [c for c in paragraph if c.tag != _w("pPr")]:
            paragraph.remove(child)
        return paragraph


def _text_of(pieces: Sequence[Piece]) -> str:
    return "".join(text for text, _ in pieces)


def _runs(pieces: Sequence[Piece], *, deleted: bool) -> Iterator[Any]:
    """Characters as runs, one for what is set alike."""
    for _, group in groupby(pieces, key=lambda piece: (id(piece[1]), piece[0] == _BREAK)):
        alike = list(group)
        run = _element("r")
        if alike[0][1] is not None:
            run.append(copy.deepcopy(alike[0][1]))
        if alike[0][0] == _BREAK:
            run.extend(_element("br") for _ in alike)
        else:
            text = _element("delText" if deleted else "t")
            text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            text.text = _text_of(alike)
            run.append(text)
        yield run


def _w(name: str) -> str:
    from docx.oxml.ns import qn

    return qn(f"w:{name}")


def _element(name: str, **attributes: str) -> Any:
    from docx.oxml import OxmlElement

    element = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        element.set(_w(key), value)
    return element
