"""Counts that a report's own text tells: what no line of the form has, found by its words and unit.

A count is known where one clause says the same words with that unit, no second number with it, and
no other such clause another number.  Words of holding and publishing add nothing; one word before
the head may be left out (培训 for 业务培训).  It bears out and never speaks against.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from itertools import groupby

from assistant.claims.claim import Ground, Measure
from assistant.claims.reading.item import Item
from assistant.claims.reading.item_of_term import QUALITY
from assistant.claims.stated import stated_of_any
from assistant.claims.text_sentences import kind_of, sentences
from assistant.statements.lexicon import Token
from assistant.statements.numbers_in_prose import Quantity, quantities
from assistant.statements.wide_vocabulary import bare, spoken_tokens, unknown
from index.report import Report, Section
from index.text import fold

MARK = "text:"
_CLAUSES = re.compile(r"[,;:。!?()\n]")
_PAUSE = "、"
_HAN = re.compile(r"[\u4e00-\u9fff]")
_TURNING = re.compile(r"[不未无没非较比增减升降同上去另各均每]")
"""What makes a clause of the text speak of something else than its bare words and number."""
_WHOSE = re.compile(
    r"(?<![我本])(?<!全(?=[局委办镇乡]))[局委办厅镇乡县市区街村站所院校园司队处科室]"
)
_OTHER_YEAR = re.compile(r"20\d\d(?=年)")
_NUMBERS, _WORDS = "QX", "MX"
_NOT_COUNTS = ("元", "%", "倍", "百分点")
_TERMS = frozenset({"row", "column", "dispute", "result", "disclosure", "made", "object"})
_BY_CHARACTER = frozenset({"foreign", "restrict", "noise"})
_SILENT = frozenset({"harmless", "opening", "sep", "action", "existence", "copula"})
_ASIDE = "beside:"
_PUBLISHED = "made.published"
_LEFT_OUT = 2
"""So many characters, one word, of the text may be left out before the head."""


def amounts_of(name: str, report: Report) -> tuple[tuple[float, Ground], ...]:
    """What the report's text tells of the measure, once; () where nothing or different things."""
    words, _, unit = name.removeprefix(MARK).rpartition("|")
    found = [told for section in report.sections for told in _told(words, unit, section, report)]
    return tuple(found[:1]) if len({value for value, _ in found}) == 1 else ()


def is_narrated(row: str) -> bool:
    return row.startswith(MARK)


# ---------------------------------------------------------------- measures in a sentence


def with_narrated(found: Sequence[Item], sentence: str, report: Report) -> tuple[Item, ...]:
    """The items where words that the form does not know are a measure that the text counts."""
    text = fold(sentence)
    measures: list[Item] = []
    inside: set[int] = set()
    units: set[str] = set()
    for run in _runs(found, text):
        said = [i for i in run if i.letter in _WORDS and _number(i, text) is None]
        own = {n.unit for i in run if (n := _number(i, text)) is not None}
        measure = _measure(said, own or units, text, report) if _outside_the_form(said) else None
        if measure is not None:
            measures.append(measure)
            inside |= {i.start for i in said}
            units.add(measure.name.rpartition("|")[2])
    kept = [i for i in found if i.start not in inside]
    counted = [_counted(i, units, text) for i in kept]
    return tuple(sorted([*measures, *counted], key=lambda i: i.start)) if measures else ()


def _outside_the_form(said: Sequence[Item]) -> bool:
    kinds = {t.kind for i in said for w in i.words for t in w}
    return "made" in kinds or any(i.letter == "X" for i in said)


def _counted(item: Item, units: set[str], text: str) -> Item:
    number = _number(item, text)
    if number is None or number.unit not in units:
        return item
    return replace(item, letter="Q", stated=stated_of_any(number))


def _runs(found: Sequence[Item], text: str) -> Iterator[list[Item]]:
    """The items between the separators, and between pauses where each part has its number."""
    for whole, run in groupby(found, key=lambda i: i.letter in ",;:()"):
        if whole:
            continue
        items = list(run)
        parts = [list(g) for pause, g in groupby(items, key=lambda i: i.letter == "p") if not pause]
        numbered = all(any(_number(i, text) for i in part) for part in parts)
        yield from parts if numbered else [items]


def measured(said: Sequence[Item], words: str, number: str, report: Report) -> Measure | None:
    """Words as a measure that the text counts in the number's unit; None where they are none."""
    units = {q.unit for q in quantities(fold(number), worded=True)}
    found = _measure(said, units, fold(words), report)
    return Measure(((found.name, "total"),), certain=False) if found is not None else None


def _measure(said: Sequence[Item], units: set[str], text: str, report: Report) -> Item | None:
    """A clause's words as a measure that the text counts in the unit; None where they are none."""
    if not said or len(units) != 1:
        return None
    words = "".join(_HAN.findall("".join(text[i.start : i.end] for i in said)))
    name = f"{MARK}{words}|{next(iter(units))}"
    if not amounts_of(name, report):
        return None
    start, end = said[0].start, said[-1].end
    token = Token("narrated", name, start, end, text[start:end])
    return Item("M", start, end, token.text, name, words=((token,),))


def _number(item: Item, text: str) -> Quantity | None:
    if item.letter not in _NUMBERS:
        return None
    found = quantities(text[item.start : item.end], worded=True)
    whole = len(found) == 1 and found[0].end - found[0].start == item.end - item.start
    return found[0] if whole and not found[0].unit.endswith(_NOT_COUNTS) else None


# ---------------------------------------------------------------- the report's text


def _told(
    words: str, unit: str, section: Section, report: Report
) -> Iterator[tuple[float, Ground]]:
    for paragraph in section.paragraphs:
        for start, end in sentences(paragraph.text):
            sentence = fold(paragraph.text[start:end])
            if unit not in sentence or kind_of(sentence) == "measure":
                continue
            passage = paragraph.text[start:end].strip()
            ground = Ground("passage", passage, report.agency, report.year, section=section.number)
            for clause in _apart(sentence):
                if (value := _count(clause, words, unit, report.year)) is not None:
                    yield value, ground


def _apart(sentence: str) -> Iterator[str]:
    """The sentence's clauses; 培训4次、现场会2次 are two where each has its number."""
    for clause in _CLAUSES.split(sentence):
        parts = clause.split(_PAUSE)
        yield from parts if all(quantities(p, worded=True) for p in parts) else [clause]


def _count(clause: str, words: str, unit: str, year: int | None) -> float | None:
    """The clause's only number where it is in the unit and the clause says the words alone."""
    numbers = quantities(clause, worded=True)
    if len(numbers) != 1 or numbers[0].unit != unit or numbers[0].approximate:
        return None
    if any(int(y) != year for y in _OTHER_YEAR.findall(clause)):
        return None
    outside = _light().sub("", _without_channels(clause))
    if any(set(p.findall(outside)) - set(words) for p in (_TURNING, _WHOSE)):
        return None
    same = _says_the_same(_content(words), _content(clause, numbers))
    return float(numbers[0].value) if same else None


def _without_channels(clause: str) -> str:
    """网站 is where it was, no 站 whose it was."""
    for token in reversed(spoken_tokens(clause)):
        if token.kind == "channel":
            clause = clause[: token.start] + clause[token.end :]
    return clause


def _says_the_same(sought: Sequence[str], said: Sequence[str]) -> bool:
    """Whether nothing is added, and at most one word before something that is said is left out.

    Where it was published and of when it is (门户网站, 全年) the sentence may leave out, not add.
    """
    if len(sought) > 2 and _PUBLISHED not in said:  # 公开工作动态705条
        sought = [s for s in sought if s != _PUBLISHED]
    if sum(map(len, sought)) < 2 or not _in_order(sought, said):
        return False
    said = [s for s in said if s in sought or not s.startswith(_ASIDE)]
    missing = Counter(said) - Counter(sought)
    if sum(missing.values()) > _LEFT_OUT or any(len(m) > 1 for m in missing):
        return False
    places = [n for n, content in enumerate(said) if missing[content]]
    behind = places[-1] + 1 if places else 0
    in_one = not places or places[-1] - places[0] < _LEFT_OUT
    return in_one and (not places or (behind < len(said) and said[behind] in sought))


def _in_order(sought: Sequence[str], said: Sequence[str]) -> bool:
    """甲所向乙所移交 is not 乙所向甲所移交."""
    rest = iter(said)
    return all(s in rest for s in sought)


def _content(clause: str, numbers: Sequence[Quantity] = ()) -> tuple[str, ...]:
    """What the clause is of, in order: terms by name, other words by character."""
    terms = spoken_tokens(clause)
    spans = sorted([(t.start, t.end) for t in terms] + [(n.start, n.end) for n in numbers])
    said = [(t.start, (_named(t),)) for t in terms if t.kind not in _BY_CHARACTER | _SILENT]
    words = [(t.start, t.text) for t in terms if t.kind in _BY_CHARACTER]
    words += [(a, clause[a:b]) for a, b in unknown(clause, iter(spans))]
    said += [(at, tuple(_HAN.findall(bare(_light().sub("", w))))) for at, w in words]
    return tuple(content for _, contents in sorted(said) for content in contents)


def _named(token: Token) -> str:
    """Terms of the form by name; those of place and time with their words."""
    if token.kind in _TERMS and not QUALITY.search(token.text):
        return f"{token.kind}.{token.name}"
    return f"{_ASIDE}{token.text}"


@cache
def _light() -> re.Pattern[str]:
    """Words of holding and doing: they say no more than that there was so much of it."""
    data = tomllib.loads(files(__package__).joinpath("words.toml").read_text("utf-8"))
    return re.compile("|".join(data["narrated"]["light"]))
