"""Counts that a report's own text tells: what no line of the form has, found by its words and unit.

A count is known where one clause of the text has all the words and the unit, hardly more words, no
second number, and no other such clause has another number.  It bears out and never speaks against.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from assistant.claims.claim import Ground
from assistant.claims.reading.item import Item
from assistant.claims.stated import stated_of_any
from assistant.claims.text_sentences import kind_of, sentences
from assistant.statements.lexicon import Token
from assistant.statements.numbers_in_prose import Quantity, quantities
from assistant.statements.wide_vocabulary import spoken_tokens, unknown
from index.report import Report, Section
from index.text import fold

MARK = "text:"
_CLAUSES = re.compile(r"[,;:。!?()\n]")
_PAUSE = "、"
_HAN = re.compile(r"[\u4e00-\u9fff]")
_TURNING = re.compile(r"[不未无没非较比增减升降同上去另各均每]")
"""What makes a clause of the text speak of something else than its bare words and number."""
_WHOSE = re.compile(r"(?<![我本])[局委办厅镇乡县市区街村站所院校司队处科室]")
_OTHER_YEAR = re.compile(r"20\d\d(?=年)")
_COUNTED_IN = frozenset("QX")
_ALONGSIDE = frozenset("bYWMXQv")
_NOT_COUNTS = ("元", "%", "倍", "百分点")
_TERMS = frozenset({"row", "action", "column", "dispute", "result", "disclosure", "made", "object"})
_WORDS = frozenset({"foreign", "restrict", "channel", "noise"})
_COVERED = 0.6


def amounts_of(name: str, report: Report) -> tuple[tuple[float, Ground], ...]:
    """What the report's text tells of the measure, once; () where nothing or different things."""
    words, _, unit = name.removeprefix(MARK).rpartition("|")
    found = [told for section in report.sections for told in _told(words, unit, section, report)]
    return tuple(found[:1]) if len({value for value, _ in found}) == 1 else ()


def with_narrated(found: Sequence[Item], sentence: str, report: Report) -> tuple[Item, ...]:
    """The items where words that the form does not know are a measure that the text counts."""
    text = fold(sentence)
    measures = [m for run in _runs(found, text) if (m := _measure(run, text, report)) is not None]
    units = {m.name.rpartition("|")[2] for m in measures}
    inside = [(m.start, m.end) for m in measures]
    items: list[Item] = list(measures)
    for item in found:
        number = _number(item, text)
        if number is not None and number.unit in units:
            items.append(replace(item, letter="Q", stated=stated_of_any(number)))
        elif item.letter not in "MX" or not any(a <= item.start < b for a, b in inside):
            items.append(item)
    return tuple(sorted(items, key=lambda i: i.start)) if measures else ()


def _runs(found: Sequence[Item], text: str) -> Iterator[list[Item]]:
    """The items between the separators, and between pauses where each part has its number."""
    for whole, run in groupby(found, key=lambda i: i.letter in ",;:()"):
        if whole:
            continue
        items = list(run)
        parts = [list(g) for pause, g in groupby(items, key=lambda i: i.letter == "p") if not pause]
        numbered = all(any(_number(i, text) for i in part) for part in parts)
        yield from parts if numbered else [items]


def _measure(run: Sequence[Item], text: str, report: Report) -> Item | None:
    """The run's words as a measure of the text; None where they are none, or hold anything else."""
    numbers = [n for i in run if (n := _number(i, text)) is not None]
    if len(numbers) != 1 or any(i.letter not in _ALONGSIDE for i in run):
        return None
    said = [i for i in run if i.letter in "MX" and _number(i, text) is None]
    words = "".join(_HAN.findall("".join(i.text for i in said)))
    name = f"{MARK}{words}|{numbers[0].unit}"
    if not amounts_of(name, report):
        return None
    start, end = said[0].start, said[-1].end
    token = Token("narrated", name, start, end, text[start:end])
    return Item("M", start, end, token.text, name, words=((token,),))


def _number(item: Item, text: str) -> Quantity | None:
    if item.letter not in _COUNTED_IN:
        return None
    found = quantities(text[item.start : item.end], worded=True)
    whole = len(found) == 1 and found[0].end - found[0].start == item.end - item.start
    return found[0] if whole and not found[0].unit.endswith(_NOT_COUNTS) else None


def _told(
    words: str, unit: str, section: Section, report: Report
) -> Iterator[tuple[float, Ground]]:
    for paragraph in section.paragraphs:
        for start, end in sentences(paragraph.text):
            sentence = fold(paragraph.text[start:end])
            if unit not in sentence or kind_of(sentence) == "measure":
                continue
            for clause in _apart(sentence):
                if (value := _count(clause, words, unit, report.year)) is not None:
                    passage = paragraph.text[start:end].strip()
                    yield (
                        value,
                        Ground(
                            "passage", passage, report.agency, report.year, section=section.number
                        ),
                    )


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
    if any(set(p.findall(clause)) - set(words) for p in (_TURNING, _WHOSE)):
        return None
    sought, said = _content(words), _content(clause, numbers)
    alike = _says_enough(sought) and set(sought) <= set(said)
    enough = alike and sum(c in sought for c in said) >= _COVERED * len(said)
    return float(numbers[0].value) if enough else None


def _says_enough(content: Sequence[str]) -> bool:
    """One character that no list knows (办了4期) tells nothing."""
    return len(content) > 1 or any(len(c) > 1 for c in content)


def _content(clause: str, numbers: Sequence[Quantity] = ()) -> tuple[str, ...]:
    """The terms by name and last word (主动公开 is 公开), the others by character, no numbers."""
    terms = spoken_tokens(clause)
    spans = sorted([(t.start, t.end) for t in terms] + [(n.start, n.end) for n in numbers])
    said = [f"{t.kind}.{t.name}.{t.text[-2:]}" for t in terms if t.kind in _TERMS]
    words = [t.text for t in terms if t.kind in _WORDS]
    words += [clause[a:b] for a, b in unknown(clause, iter(spans))]
    return (*said, *_HAN.findall("".join(words)))
