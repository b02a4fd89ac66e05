"""What a question about the narrative seeks, told by what the reports say.

Of its words those are sought that stand together in a sentence of the reports asked about.  What
no sentence has together with them and does nothing but ask (a list, a line to quote, who waits
for it) falls away, and is named; a matter that no sentence has stays missing, and is never passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import log

from assistant.ask.building.topic import GENERIC, framed, quoted, tagged
from assistant.ask.grammar.reading import Parse
from assistant.ask.grammar.words import asking_words
from assistant.ask.placing.unexplained import SURE_IDLE, asks_for_nothing
from assistant.ask.plan.scope import Holdings
from index.search import thesaurus
from index.text import squash

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Word:
    """A content word of the question: where it stands, in which clause, what part of speech."""

    text: str
    tag: str
    start: int
    clause: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def names(self) -> bool:
        """Whether it names a thing, as far as the tagger knows."""
        return self.tag[0] in "nijl" or self.tag in ("b", "an", "vn", "eng")


@dataclass(frozen=True, slots=True)
class Sought:
    """Where the words stand that fall away, and those that no sentence has though they are sought."""

    idle: tuple[Span, ...]
    missing: tuple[Word, ...]
    borne: tuple[Word, ...]


def sought(p: Parse, texts: Iterable[str], holdings: Holdings) -> Sought | None:
    """Which words the sentences `texts` bear out together; None where they bear out nothing told."""
    if quoted(p):
        return None
    texts = [*dict.fromkeys(texts)]
    words = _compounds([*_words(p)], texts if holdings.texts is None else holdings.texts((), ()))
    words = [w for w in words if len(w.text) > 1]
    said = _said([w.text for w in words], texts)
    borne = _together(words, said)
    if not any(w.names and not GENERIC.fullmatch(w.text) for w in borne):
        return None
    rest = [w for w in words if w not in borne]
    clauses = {w.clause for w in borne}
    asks = {n for n, (a, b) in enumerate(_clauses(p.text)) if _ASKS.search(p.text[a:b])}
    idle, open_ = [], []
    for word in rest:
        beside = word.clause not in clauses | asks
        aside = beside and (not said[word.text] or _aside(p, word.clause, holdings))
        part = _asked_kind(p, word) or _miscut(word, borne, texts)
        if aside or part or not (word.names or _DENIES.search(word.text)):
            idle.append(word)
        else:
            open_.append(word)
    spans = [(w.start, w.end) for w in idle] + [m.span() for m in _EACH.finditer(framed(p))]
    return Sought(tuple(sorted(spans)), tuple(open_), tuple(borne))


_ASKS = re.compile(r"多少|几|谁|哪|什么|怎|咋|吗|如何|有无|有没有|是否|是不是|啥")
_DENIES = re.compile(r"[不没未无非]")


def _words(p: Parse) -> Iterator[Word]:
    """The words of two characters and more that are no frame of the question."""
    text = framed(p)
    bounds = [*_clauses(p.text)]
    for piece in re.finditer(r"[一-龥A-Za-z0-9]+", text):
        at = piece.start()
        for word, tag in tagged(piece[0]):
            counts = tag[0] in "mqruy" or _AMOUNT.fullmatch(word)
            names = len(word) > 1 or tag[0] == "n"  # 评论|区: a part of what it stands behind
            if names and not counts and word not in asking_words():
                clause = next(n for n, (a, b) in enumerate(bounds) if a <= at < b)
                yield Word(word, tag, at, clause)
            at += len(word)


_EACH = re.compile(r"(?<![一-龥])[单每各某][份次条个家篇期场年项](?![一-龥])")
_AMOUNT = re.compile(r"[单每各某][份次条个家篇期场年项]|总?[份次条个家篇期场项件]数")
"""How much of what is sought, or of how many, and not what it is."""


def _compounds(words: Sequence[Word], texts: Sequence[str]) -> list[Word]:
    """Words side by side that some report says as one (住房|保障) are one."""
    found: list[Word] = []
    for word in words:
        last = found[-1] if found else None
        joined = last.text + word.text if last and last.end == word.start else None
        if last and joined and any(joined in t for t in texts):
            found[-1] = replace(last, text=joined, tag=word.tag if word.names else last.tag)
        else:
            found.append(word)
    return found


def _clauses(text: str) -> Iterator[Span]:
    return (m.span() for m in re.finditer(r"[^，。；：:？！（）()]+", text))


def _miscut(word: Word, borne: Sequence[Word], texts: Sequence[str]) -> bool:
    """Whether all but a character belongs to the borne word beside it: 信息处理|费收 is 信息处理费|收."""
    whole = [b.text + word.text[:-1] for b in borne if b.end == word.start]
    whole += [word.text[1:] + b.text for b in borne if word.end == b.start]
    return any(w in t for w in whole for t in texts)


def _said(words: Sequence[str], texts: Sequence[str]) -> dict[str, frozenset[int]]:
    """For each word the sentences that say it, or what means strictly the same."""
    found = {}
    for word in dict.fromkeys(words):
        ways = {squash(word).lower(), *thesaurus.same(word)}
        found[word] = frozenset(i for i, t in enumerate(texts) if any(w in t for w in ways))
    return found


def _together(words: Sequence[Word], said: dict[str, frozenset[int]]) -> list[Word]:
    """The words of the sentence that says most of them, the rarer and longer weighing more."""
    many = len(frozenset().union(*said.values())) if said else 0
    scores: dict[int, float] = {}
    for word, where in said.items():
        weight = len(word) * (0.2 + log((many + 1) / (len(where) + 0.5)))
        for i in where:
            scores[i] = scores.get(i, 0.0) + weight
    if not scores:
        return []
    best = min(scores, key=lambda i: (-scores[i], i))
    return [w for w in words if best in said[w.text]]


def _asked_kind(p: Parse, word: Word) -> bool:
    """Whether it is the kind of what is asked for (什么名字, 哪些渠道), or is an operation's (最高纪录)."""
    after_operation = any(b in (word.start, word.start - 1) for _, b in p.asked.spans)
    return after_operation or _KIND.search(p.text[: word.start]) is not None


_KIND = re.compile(r"(?:什么|啥|哪[些个种类项条几两]?|几)[个种类项条]?(?:样的?)?$")


def _aside(p: Parse, clause: int, holdings: Holdings) -> bool:
    return asks_for_nothing(p, [*_clauses(p.text)][clause], holdings) >= SURE_IDLE
