"""Sentences by quotation: what the report's own text or the drafter's notes say.

Word for word, or clause for clause but for words that only join others, the body's name and the
year.  What a report promises bears out no deed, and a deed no promise.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from assistant.claims.claim import Ground
from assistant.claims.text_sentences import plain, promises
from assistant.claims.told.named_items import measures
from assistant.claims.told.retold import Told, retells
from assistant.statements.wide_vocabulary import spoken_tokens, without_particles
from index.report import Report
from index.text import fold, squash

_SENTENCES = re.compile(r"[^。！？!?；;\n]+")
_WHOLE = re.compile(r"[^。！？!?\n]+")
_CLAUSES = re.compile(r"[,:;、]")
_QUOTED = re.compile(r"“([^“”]{4,})”")
LAST_YEAR = ("上年度", "上一年", "上年", "去年")
"""What the year of an earlier report is called in a text of the next."""
_SHORTEST = 6
"""A quotation of fewer characters than this says too little to bear anything."""


@dataclass(frozen=True, slots=True)
class _Said:
    """One sentence that may be quoted: what its clauses say, and whether it promises."""

    clauses: frozenset[str]
    promised: bool
    ground: Ground

    @property
    def of_report(self) -> bool:
        return self.ground.kind == "passage"


@dataclass(frozen=True)
class Passages:
    """Every sentence that may be quoted, by its squeezed words and by what its clauses say.

    `own` is what the body and the year are called, `silent` these and other words that a clause of
    its own report may have or leave out.
    """

    known: dict[str, _Said]
    said: tuple[_Said, ...]
    told: tuple[Told, ...]
    silent: re.Pattern[str]
    own: re.Pattern[str]

    def bears(self, sentence: str, *, promised: bool) -> Ground | None:
        """The passage that says this, as a promise or as what is; None where none does."""
        words = _squeezed(sentence)
        if len(words) < _SHORTEST:
            return None
        told = _told(sentence, self.silent)
        contents = _contents(told, self.silent)
        promised |= any(m[0] for p in _frames("promised") if (m := p.match(told)))
        whole = self.known.get(words)
        if whole is not None and (promised or not (whole.promised and whole.of_report)):
            return whole.ground
        if not contents or sum(map(len, contents)) < _SHORTEST:
            return None
        alike = (s for s in self.said if s.promised == promised and contents <= s.clauses)
        return next((s.ground for s in alike), None)

    def retells(self, clause: str, *, promised: bool) -> Ground | None:
        """The sentence of the report's text that has every word of the clause; None where none has."""
        return retells(clause, self.told, promised=promised, silent=self.silent, own=self.own)

    def quotes(self, sentence: str) -> tuple[tuple[str, Ground | None], ...]:
        """What the sentence puts in quotation marks, each with a passage that has it."""
        return tuple((q, self._holding(_squeezed(q))) for q in _QUOTED.findall(sentence))

    def _holding(self, words: str) -> Ground | None:
        return next((s.ground for said, s in self.known.items() if words in said), None)


def passages(report: Report, notes: Sequence[Ground], called: Sequence[str] = ()) -> Passages:
    """What may be quoted: the report's narrative and the notes; of notes their clauses as well.

    `called` are the body's own names.
    """
    year = report.year or 0
    own = {*called, f"{year}年度", f"{year}年", f"{year + 1}年", "本年度", "本年", "今年", "全年"}
    words = sorted(own, key=len, reverse=True)
    silent = re.compile("|".join([*map(re.escape, words), *(p.pattern for p in _frames("silent"))]))
    known: dict[str, _Said] = {}
    for ground, promised in (*_of_report(report), *((n, promises(n.text)) for n in notes)):
        for sentence in _SENTENCES.findall(ground.text):
            said = _Said(_contents(sentence, silent), promised, ground)
            known.setdefault(_squeezed(sentence), said)
    told = tuple(Told(s.ground, s.promised) for s in known.values() if s.of_report)
    known |= _together(known)
    called_so = re.compile("|".join(map(re.escape, words)))
    return Passages(known, tuple(known.values()), told, silent, called_so)


def _together(known: Mapping[str, _Said]) -> dict[str, _Said]:
    """The parts of one list in a section as one: what is said of several of them at once."""
    lists: dict[tuple[str, int | None, bool], list[_Said]] = {}
    for said in known.values():
        if said.of_report:
            key = (said.ground.agency, said.ground.section, said.promised)
            lists.setdefault(key, []).append(said)
    found = {}
    for (_, section, promised), parts in lists.items():
        clauses = frozenset(c for part in parts for c in part.clauses)
        text = "；".join(part.ground.text for part in parts)
        found[f"{section}{promised}"] = _Said(
            clauses, promised, replace(parts[0].ground, text=text)
        )
    return found


def _contents(sentence: str, silent: re.Pattern[str]) -> frozenset[str]:
    """What each clause says without its number in a list, joining words, the body and the year."""
    found: set[str] = set()
    for clause in _CLAUSES.split(fold(plain(sentence))):
        words = plain(clause)
        for frame in (*_frames("promised"), *_frames("problem")):
            words = frame.sub(lambda m: m.groupdict().get("what") or "", words)
        found.add(without_particles(silent.sub("", words)))
    return frozenset(found - {""})


def _told(sentence: str, silent: re.Pattern[str]) -> str:
    """The sentence without an opening that says who tells it or where: 报告指出."""
    text = silent.sub("", fold(sentence))
    for token in spoken_tokens(text):
        said_by = token.kind == "opening" and token.name == "said_by"
        if said_by and all(p.fullmatch(text[: token.start]) for p in _frames("where")):
            return text[token.end :]
    return text


def only_a_place(words: str) -> bool:
    """针对上述不足, 在存在的问题中: where in the report it stands, of which nothing is said."""
    return any(p.fullmatch(fold(words)) for p in _frames("where"))


@cache
def _frames(name: str) -> tuple[re.Pattern[str], ...]:
    data = tomllib.loads(files("assistant.claims").joinpath("words.toml").read_text("utf-8"))
    return tuple(map(re.compile, data["quoted"][name]))


def _of_report(report: Report) -> Iterator[tuple[Ground, bool]]:
    """Each sentence with its place and whether the whole that it stands in promises.

    What part five names as a measure is still to be done, with no word that says so (1.开通自动应答。).
    """
    for section in report.sections:
        named = measures(report) if section.number == 5 else ()
        for paragraph in section.paragraphs:
            for whole in _WHOLE.findall(paragraph.text):
                for sentence in _SENTENCES.findall(whole):
                    for words, measure in _parted(sentence.strip(), named):
                        place = Ground(
                            "passage", words, report.agency, report.year, section=section.number
                        )
                        yield place, measure or promises(whole)


def _parted(sentence: str, named: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """The sentence, or its clauses before a measure and those from there on; whether it is one."""
    at = min((n for m in named if (n := sentence.find(m)) >= 0), default=None)
    before = sentence[:at] if at is not None else ""
    if not re.search("[，,；;。]", before):
        yield sentence, at is not None or any(sentence.rstrip("。；;") in m for m in named)
        return
    yield before, False
    yield sentence[at:], True


def _squeezed(text: str) -> str:
    return re.sub(r"[，,。；;：:、\s]", "", squash(text))
