"""Sentences of the reports that bear on a question, quoted from their place; or none.

Search finds what lies near; whether it answers is decided here, by the question's own content
words: weighed by how rare they are, more than half of their weight must stand in the passage.  A
word that no report uses weighs most, so that a thing no report says finds nothing.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import takewhile
from typing import TYPE_CHECKING

from assistant.ask.answer import Citation
from assistant.ask.grammar.query import Query
from assistant.ask.grammar.words import (
    AMOUNT,
    ASKING_WORDS,
    EVERYDAY,
    MEANT_PARTS,
    STOP_WORDS,
    SYNONYMS,
)
from assistant.claims.text_sentences import sentences as sentence_spans
from index.report import NOWHERE, Place

if TYPE_CHECKING:
    from index.library.library import Library
    from index.stores.values import Hit

_DEPTH = 60
_ENOUGH = 0.5
"""More than half of the weight of the question's words: it speaks of this rather than not."""
_ENOUGH_OF_PART = 0.3
"""Where body, year and part are settled, less will do: there is little else it could mean."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: content words with their weights, the parts that the question points to, and which side.

    `problems` and `remedies` say whether faults or what is done about them are asked for, `must`
    are words without which a sentence answers something else.
    """

    terms: dict[str, float]
    sections: tuple[int, ...]
    problems: bool
    remedies: bool
    numbers: bool
    must: tuple[str, ...] = ()
    enough: float = _ENOUGH


@dataclass(frozen=True, slots=True)
class Found:
    """A sentence that answers, and how much of the question's words its passage holds (0–1)."""

    citation: Citation
    score: float


# ---------------------------------------------------------------- what is wanted


_PROBLEMS = re.compile(
    r"问题|不足|短板|薄弱|困难|难点|差距|欠缺|弱项|缺陷|堵点|症结|不够|不到位|有待|(?:太|偏|较)?[少差弱慢难低乱旧](?=[？?。吗呢的]|$)"
)
_REMEDIES = re.compile(
    r"改进|整改|措施|举措|做法|对策|打算|计划|下一步|怎么改|如何改|怎样改|怎么解决|如何解决|怎么办|怎么整|改善|安排|解决|怎么应对|改的"
)
_NUMBERS = re.compile(rf"多少|几[次个件场期条项份篇人]|{AMOUNT}")


def wanted(text: str, must: tuple[str, ...] = ()) -> Wanted:
    """What the question's text, bodies and years blanked out, looks for."""
    problems, remedies = _PROBLEMS.search(text) is not None, _REMEDIES.search(text) is not None
    parts = {n for pattern, n in MEANT_PARTS.items() if re.search(pattern, text)}
    if problems or remedies:
        parts.add(5)
    if not problems and (aspects := _aspects(text)):
        return Wanted(aspects, (1,), False, False, False, must)
    terms = _terms(text)
    if all(_PROBLEMS.fullmatch(t) or _REMEDIES.fullmatch(t) for t in terms):
        terms = {}  # 还有什么不足: no topic, the whole of part five
    numbers = _NUMBERS.search(text) is not None
    must = (*must, *_counted(text, terms)) if numbers else must
    return Wanted(terms, tuple(sorted(parts)), problems, remedies, numbers, must)


_HOW_MANY = re.compile(r"([一-龥]+?)(?:的|总|数|量|数量|有|是|为|达|达到|共|一共|了)*(?:多少|几)")


def _counted(text: str, terms: dict[str, float]) -> tuple[str, ...]:
    """What is counted (粉丝多少, 粉丝有几个): a number of anything else is no answer.

    Nor is a number of other people's, where it is asked of 申请人.
    """
    import rjieba

    said = _HOW_MANY.search(text)
    last = rjieba.cut(said[1])[-1] if said else ""
    return (*((last,) if last in terms else ()), *(("申请人",) if "申请人" in text else ()))


_ASPECTS = re.compile(r"主动公开|依申请公开|政府信息(?:资源)?管理|平台建设|监督保障")
"""What part one is told by (国办公开办函〔2021〕30号): common words, and a topic where alone."""


def _aspects(text: str) -> dict[str, float]:
    """The aspects that a question names which names nothing else."""
    named = _ASPECTS.findall(text)
    return dict.fromkeys(named, 1.0) if named and not _terms(_ASPECTS.sub("，", text)) else {}


_THINGS = re.compile(r"n|vn|eng|j|l|i|nz|x|m")
_SAYING_HOW = 0.5
"""What a verb or an adjective counts beside a noun: 上升, 彻底 are put in many ways, 区块链 in one."""


def _terms(text: str) -> dict[str, float]:
    """The content words with how much their kind of word counts; long ones as their parts."""
    import rjieba

    found: dict[str, float] = {}
    for official, pattern in _everyday():
        text, times = pattern.subn("，", text)
        if times:
            found[official] = 1.0
    for word in _known_phrases():
        if word in text:
            text = text.replace(word, "，")
            found[word] = 1.0
    for piece in re.findall(r"[一-龥A-Za-z0-9.]+", text):
        for word, kind in rjieba.tag(piece):
            for part in _parts(word):
                if len(part) > 1 and not _of_asking(part):
                    found[part] = 1.0 if kind[0] == "n" or _THINGS.fullmatch(kind) else _SAYING_HOW
    return found


@lru_cache(maxsize=1)
def _known_phrases() -> tuple[str, ...]:
    """Phrases that say no more than a word in them, the longest first: 政策解读 is 解读."""
    groups = [line.split() for line in SYNONYMS]
    known = (w for group in groups for w in group if any(v != w and v in w for v in group))
    return tuple(sorted((w for w in known if len(w) > 3), key=len, reverse=True))


_REQUEST = re.compile(
    r"[里中上所]?[把将给]?[摘抄引列找拎发贴调搜翻念读说讲写谈提指拿看问查报点]"
    r"(?:[录出到过及明了着下来给我看一清楚些]|一下)*"
    r"|[这那哪]?一?[段节块句处条栏]|[这那哪](?:段|部分|几句|些话)|文字|字句|段落|表述|原句"
)
"""摘出来, 中说, 那段文字: what is to be done with the words, or that they are words."""


def _of_asking(word: str) -> bool:
    return word in STOP_WORDS or word in ASKING_WORDS or _REQUEST.fullmatch(word) is not None


@lru_cache(maxsize=1)
def _everyday() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The patterns of `EVERYDAY`, each with the word that reports use."""
    return tuple((word, re.compile(pattern)) for word, pattern in EVERYDAY.items())


def _parts(word: str) -> list[str]:
    """人手不足 as 人手 and 不足; a word whose parts do not make it up stays whole."""
    import rjieba

    if len(word) < 4:
        return [word]
    parts = [p for p in rjieba.cut_for_search(word) if len(p) > 1 and p != word]
    return parts if parts and "".join(parts) == word else [word]


# ---------------------------------------------------------------- does a text hold the words


@lru_cache(maxsize=1)
def _same_meaning() -> dict[str, tuple[str, ...]]:
    """Each word of `SYNONYMS` with its fellows, and what people say for it."""
    groups = {w: tuple(group) for line in SYNONYMS for group in [line.split()] for w in group}
    for word, pattern in EVERYDAY.items():
        plain = (w for w in pattern.split("|") if re.fullmatch(r"[一-龥]{2,}", w))
        groups[word] = tuple(dict.fromkeys((*groups.get(word, (word,)), *plain)))
    return groups


def holds(term: str, text: str) -> float:
    """How far `text` has `term`: 1 itself or a word of its meaning, less for most of its letters."""
    if any(w in text for w in _same_meaning().get(term, (term,))):
        return 1.0
    pairs = [term[i : i + 2] for i in range(len(term) - 1)]
    shared = sum(p in text for p in pairs)
    return shared / len(pairs) if len(pairs) > 2 and shared * 2 > len(pairs) else 0.0


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each content word counts: the rarer in the library, the more."""

    of: dict[str, float]

    @classmethod
    def over(cls, terms: dict[str, float], library: Library) -> Weights:
        groups: dict[str, tuple[str, ...]] = {}
        for t in terms:
            if not any(t in group for group in groups.values()):  # 微信公众号 is one thing
                groups[t] = _same_meaning().get(t, (t,))
        passages, having = library.frequency([w for group in groups.values() for w in group])

        def rarity(group: Sequence[str]) -> float:
            return math.log(1 + (passages + 1) / (max(having[w] for w in group) + 0.5))

        return cls({t: terms[t] * rarity(group) for t, group in groups.items()})

    def covered(self, text: str) -> float:
        """The share of the words' weight that `text` holds, 0–1."""
        total = sum(self.of.values())
        return sum(w * holds(t, text) for t, w in self.of.items()) / total if total else 0.0


# ---------------------------------------------------------------- finding


def find(query: Query, library: Library, most: int = 40) -> tuple[Found, ...]:
    """The sentences that answer, best first; () where no report says it."""
    from index.stores.values import Filter

    want = wanted(query.text, query.must)
    if want.sections and not want.must and query.bodies and query.years and not query.group:
        want = replace(want, enough=_ENOUGH_OF_PART)
    want = replace(want, sections=query.sections or want.sections)
    every = len(query.bodies) == 0 or (query.group == "全部单位")
    bodies = () if every else query.bodies
    filter = Filter(bodies=bodies, years=query.years, sections=query.sections)
    if not want.terms:
        return _of_parts(want, filter, library, most) if want.sections else ()
    weights = Weights.over(want.terms, library)
    hits = library.search(" ".join(want.terms), filter, _DEPTH)
    found = [f for h in hits for f in _quoted(h, want, weights)]
    within = any(f.citation.section in want.sections for f in found)
    if want.sections and (within or want.enough < _ENOUGH):
        found = [f for f in found if f.citation.section in want.sections]
    return _exact(_best(found, most), library)


def _best(found: Iterable[Found], most: int) -> list[Found]:
    """Each quotation once, best first."""
    ordered = sorted(found, key=lambda f: -f.score)
    seen: set[tuple[str, str]] = set()
    kept = []
    for f in ordered:
        key = (f.citation.report, f.citation.quote)
        if key not in seen:
            seen.add(key)
            kept.append(f)
    return kept[:most]


def _quoted(hit: Hit, want: Wanted, weights: Weights) -> list[Found]:
    """The sentences of a passage that answer, in its report and in others word for word the same.

    A sentence answers where it, with the one before it, holds enough of the question's words and
    every word that must be there.
    """
    sentences = [hit.text[a:b].strip() for a, b in sentence_spans(hit.text)]
    scored = [
        (weights.covered(s) + 0.1 * weights.covered(hit.chunk.heading), i, s)
        for i, s in enumerate(sentences)
        if _answers(i, sentences, hit.chunk.heading, want, weights)
    ]
    top = max((c for c, _, _ in scored), default=0)
    chosen = [(c, i, s) for c, i, s in scored if c >= 0.75 * top and c > 0]
    chosen = sorted(sorted(chosen, key=lambda x: -x[0])[:2], key=lambda x: x[1])
    chosen = _under_headings(sentences, chosen)
    if want.remedies and chosen:
        chosen += _remedy(sentences, weights, chosen)
    places = [(hit.report, hit.agency, hit.year, hit.section, hit.at)]
    places += [(s.report, s.agency, s.year, s.section, s.at) for s in hit.sources]
    return [
        Found(Citation(report, agency, year, section or None, s, at), score)
        for report, agency, year, section, at in places
        for score, _, s in chosen
    ]


_HEADING = re.compile(
    r"[（(]?[一二三四五六七八九十\d]+[）)、.．]\s*[^，。；：]{2,16}[。：]?|[^，。；：]{2,10}[。：]"
)
_MOST_UNDER = 4


def _under_headings(
    sentences: Sequence[str], chosen: Sequence[tuple[float, int, str]]
) -> list[tuple[float, int, str]]:
    """Each chosen sentence; in place of one that is only a heading, what is said under it."""
    found: dict[int, tuple[float, int, str]] = {}
    for score, i, sentence in chosen:
        found.setdefault(i, (score, i, sentence))
        if not _HEADING.fullmatch(sentence):
            continue
        ahead = sentences[i + 1 : i + 1 + _MOST_UNDER]
        under = list(takewhile(lambda s: not _HEADING.fullmatch(s), ahead))
        if under:
            del found[i]
        found |= {j: (score, j, s) for j, s in enumerate(under, i + 1)}
    return [found[i] for i in sorted(found)]


_COUNT = re.compile(r"\d(?![\d]*(?:年|月|日|\.|．|、))")


def _answers(
    i: int, sentences: Sequence[str], heading: str, want: Wanted, weights: Weights
) -> bool:
    own = sentences[i]
    near = f"{heading}{''.join(sentences[max(0, i - 1) : i + 1])}"
    if want.numbers and not (_COUNT.search(own) and weights.covered(own) > want.enough):
        return False
    held = all(t in own for t in want.must)
    return held and weights.covered(own) > 0 and weights.covered(near) > want.enough


_FORWARD = re.compile(
    r"下一步|今后|将|进一步|加强|加大|提升|完善|健全|强化|优化|规范|推进|组织|建立"
)


def _remedy(
    sentences: Sequence[str], weights: Weights, chosen: Sequence[tuple[float, int, str]]
) -> list[tuple[float, int, str]]:
    """The sentence of the same passage that says what is done about it, where one is not chosen."""
    if any(_FORWARD.search(s) for _, _, s in chosen):
        return []
    ahead = [
        (weights.covered(s), i, s)
        for i, s in enumerate(sentences)
        if _FORWARD.search(s) and all(i != j for _, j, _ in chosen)
    ]
    return [max(ahead)] if ahead and max(ahead)[0] > 0 else []


def _exact(found: Sequence[Found], library: Library) -> tuple[Found, ...]:
    """The quotations as they stand in the stored parts; those that do not stand there left out."""
    texts = library.section_texts({f.citation.report for f in found})
    kept = []
    for f in found:
        text = texts.get((f.citation.report, f.citation.section or 0), "")
        if quote := standing(f.citation.quote, text):
            kept.append(replace(f, citation=replace(f.citation, quote=quote)))
    return tuple(kept)


def standing(sentence: str, text: str) -> str:
    """The sentence as it stands in `text`, whatever its line breaks; "" where it does not."""
    if sentence in text:
        return sentence
    pattern = r"\s*".join(map(re.escape, re.sub(r"\s+", "", sentence)))
    match = re.search(pattern, text)
    return match[0] if match else ""


# ---------------------------------------------------------------- whole parts


_LACK = re.compile(
    r"存在|不足|不够|有待|薄弱|欠缺|单一|不及时|不高|不强|不全|不细|不规范|滞后|较少|偏少|差距|问题|短板|不到位|参差|不深|缺乏|不熟"
)


def _of_parts(want: Wanted, filter: object, library: Library, most: int) -> tuple[Found, ...]:
    """存在什么问题, 怎么改进: the sentences of the part itself that say it, a report each."""
    bodies, years = getattr(filter, "bodies", ()), getattr(filter, "years", ())
    entries = library.reports(bodies=bodies, years=years)
    entries = sorted(entries, key=lambda e: -(e.year or 0))[:_MOST_REPORTS]
    found = []
    for entry in entries:
        report = library.report(entry.id)
        for number in want.sections:
            part = report.section(number)
            if part is None:
                continue
            place = (entry.id, report.agency, report.year, number)
            spans = [
                (p.text[a:b].strip(), p.at)
                for p in part.paragraphs
                for a, b in sentence_spans(p.text)
            ]
            found += [_whole(place, s, at, i) for i, (s, at) in enumerate(_side(spans, want))]
    return tuple(found[:most])


_MOST_REPORTS = 12


def _whole(place: tuple[str, str, int | None, int], sentence: str, at: Place, order: int) -> Found:
    return Found(Citation(*place, sentence, at or NOWHERE), 1.0 / (order + 1))


def _side(spans: Sequence[tuple[str, Place]], want: Wanted) -> list[tuple[str, Place]]:
    """The sentences of part five on the side asked for: faults, remedies, or both."""
    if want.problems == want.remedies:
        return list(spans)
    turning = next(
        (
            i
            for i, (s, _) in enumerate(spans)
            if re.search(r"下一步|改进(?:情况|措施|方向)|今后|针对", s)
        ),
        None,
    )
    if want.problems:
        before = spans[:turning] if turning else spans
        return [s for s in before if _LACK.search(s[0])] or list(before)
    after = spans[turning:] if turning is not None else spans
    return [s for s in after if _FORWARD.search(s[0])] or list(after)
