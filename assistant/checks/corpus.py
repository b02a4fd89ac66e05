"""Narratives by their sentences: what one report's text shares with another's.

The measure of Y04 and P01.  Sentences are compared word for word with digits and the body's own
names masked; the form's own words, citations of rules and stock phrases are left out of both
sides of the share.  An index from sentence to reports makes it exact and quick: a thousand
reports hold some tens of thousands of different sentences.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from assistant.checks.paragraphs import narrative
from assistant.checks.word_lists import words_beside
from index.bodies.names import same_body, self_words, short_names
from index.formats import PARTS
from index.numerals import ONE_TO_TEN
from index.report import Passage, Report
from index.text import fold

LEAST = 8
"""Characters that a sentence must keep, its stock phrases left out, to count at all."""
ENOUGH = 60
"""Characters of narrative below which no share is said."""

_END = re.compile(r"(?<=[。！？；;!?])|\n")
_NUMBERING = re.compile(rf"^(?:[（(]?[{ONE_TO_TEN}\d]{{1,3}}[）)、.．]+是?|[{ONE_TO_TEN}]是|\s)+")
_CITATION = re.compile(r"《(?:[^《》]|《[^《》]*》)*》(?:[（(][^（）()]*号[）)])?")


@cache
def _of_form() -> re.Pattern[str]:
    titles = [re.escape(part.title) for part in PARTS]
    return re.compile("|".join([*titles, *words_beside(__file__)["of_form"]]))


@cache
def _stock() -> re.Pattern[str]:
    return re.compile("|".join(words_beside(__file__)["stock"]))


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that counts: where it stands, its text, what it is compared by, its weight."""

    section: int | None
    text: str
    masked: str
    weight: int


@dataclass(frozen=True, slots=True)
class Signature:
    """What the library keeps of a narrative so that others can be held against it."""

    agency: str
    year: int | None
    report: str
    sentences: tuple[Sentence, ...]

    def dump(self) -> str:
        sentences = [(s.section, s.text, s.masked, s.weight) for s in self.sentences]
        kept = (self.agency, self.year, self.report, sentences)
        return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def load(cls, text: str) -> Signature:
        agency, year, report, sentences = json.loads(text)
        return cls(agency, year, report, tuple(Sentence(*s) for s in sentences))


@dataclass(frozen=True, slots=True)
class Shared:
    """What a narrative has in common with another: its share of characters, the sentences.

    `theirs` are the other's sentences in the order of `sentences`: digits and names may differ.
    """

    agency: str
    year: int | None
    report: str
    share: float
    characters: int
    sentences: tuple[Sentence, ...]
    theirs: tuple[Sentence, ...] = ()

    def passages(self, of: Report, most: int = 5) -> tuple[Passage, ...]:
        """The longest common sentences, each as this report's and as the other's."""
        pairs = sorted(
            zip(self.sentences, self.theirs, strict=True), key=lambda pair: -pair[0].weight
        )
        return tuple(
            passage
            for mine, other in pairs[:most]
            for passage in (
                Passage(of.agency, of.year, mine.section, mine.text, of.source.sha256),
                Passage(self.agency, self.year, other.section, other.text, self.report),
            )
        )


def signature(report: Report, id: str = "") -> Signature:
    """The sentences that count under the body, the year and the report's id or hash."""
    found = tuple(_counted(_split(report), report.agency))
    return Signature(report.agency, report.year, id or report.source.sha256, found)


def _split(report: Report) -> Iterator[tuple[int | None, str]]:
    for section, paragraph in narrative(report):
        for piece in _END.split(paragraph.text):
            if piece and piece.strip():
                yield section, piece.strip()


def _counted(pieces: Iterable[tuple[int | None, str]], agency: str) -> Iterator[Sentence]:
    """The sentences that count: neither the form's words nor stock phrases alone."""
    names = _own_names(agency)
    for section, text in pieces:
        masked = _mask(text, names)
        own = _stock().sub("", _CITATION.sub("", masked))
        weight = len(re.sub(r"[^一-鿿#]", "", own))
        if weight >= LEAST and not _of_form().search(text):
            yield Sentence(section, text, masked, weight)


def _mask(text: str, names: re.Pattern[str]) -> str:
    bare = _NUMBERING.sub("", re.sub(r"\s", "", fold(text)))
    return re.sub(r"\d+(?:\.\d+)?", "#", names.sub("〇", bare)).rstrip(".;。；,，")


@lru_cache(maxsize=4096)
def _own_names(agency: str) -> re.Pattern[str]:
    words = {*self_words(agency), *(n for n in short_names(agency) if len(n) > 2)} if agency else ()
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))) or r"(?!)")


def shared(report: Report, other: Report) -> Shared | None:
    """What `report` has in common with one other; None where it has too little text."""
    corpus = Corpus()
    corpus.add(other)
    found = corpus.of(report, others=False)
    total = sum(s.weight for s in signature(report).sentences)
    if total < ENOUGH:
        return None
    there = Shared(other.agency, other.year, other.source.sha256, 0.0, total, ())
    return found[0] if found else there


class Corpus:
    """The narratives of many reports, asked which others share most with one of them.

    `twins` are files that hold one report: from a file's hash to that of the one which is added.

    >>> corpus = Corpus(); corpus.add(report); corpus.of(another)
    """

    def __init__(
        self, of: Iterable[Report | Signature] = (), twins: Mapping[str, str] | None = None
    ) -> None:
        self._entries: list[Signature] = []
        self._twins = twins or {}
        self._where: dict[str, list[int]] = {}
        for one in of:
            self.add(one)

    def __len__(self) -> int:
        return len(self._entries)

    def add(self, report: Report | Signature, id: str = "") -> None:
        """One more narrative, as a report or as the signature that was kept of one.

        `id` is what findings name the report by, its file's hash where none is given.
        """
        entry = report if isinstance(report, Signature) else signature(report, id)
        number = len(self._entries)
        self._entries.append(entry)
        for masked in {s.masked for s in entry.sentences}:
            self._where.setdefault(masked, []).append(number)

    def of(self, report: Report, *, least: float = 0.0, others: bool = True) -> list[Shared]:
        """The narratives that share at least `least` of this report's characters, most first.

        With `others`, reports by the same body are left out, of whatever year.
        """
        mine = signature(report).sentences
        total = sum(s.weight for s in mine)
        common = self._common(mine, least)
        close = [n for n in common if not others or self._is_other(report, self._entries[n])]
        close.sort(key=lambda n: (-common[n], self._entries[n].agency, self._entries[n].year or 0))
        return [self._shared(n, mine, common[n], total) for n in close]

    def near(self, report: Report, least: float) -> Corpus | None:
        """The narratives alone that share so much with a report's, for another process; None where
        there are none at all."""
        mine = report.source.sha256
        twins = {mine: self._twins[mine]} if mine in self._twins else {}
        close = self._common(signature(report).sentences, least) if self._entries else ()
        return Corpus((self._entries[n] for n in close), twins) if self._entries else None

    def _common(self, mine: Sequence[Sentence], least: float) -> dict[int, int]:
        """By number what each narrative shares with these sentences, where that is enough."""
        total = sum(s.weight for s in mine)
        common: Counter[int] = Counter()
        for sentence in mine if total >= ENOUGH else ():
            for number in self._where.get(sentence.masked, ()):
                common[number] += sentence.weight
        return {n: weight for n, weight in common.items() if weight / total >= least}

    def _is_other(self, report: Report, entry: Signature) -> bool:
        mine = report.source.sha256
        same_file = entry.report in (mine, self._twins.get(mine))
        return not same_file and not same_body(entry.agency, report.agency)

    def _shared(self, number: int, mine: tuple[Sentence, ...], weight: int, total: int) -> Shared:
        entry = self._entries[number]
        other = {s.masked: s for s in entry.sentences}
        both = tuple(s for s in mine if s.masked in other)
        theirs = tuple(other[s.masked] for s in both)
        share = weight / total
        return Shared(entry.agency, entry.year, entry.report, share, total, both, theirs)
