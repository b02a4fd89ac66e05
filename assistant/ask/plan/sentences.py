"""The narrative of the reports as rows: items of part five, sentences, counts stated in words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from assistant.ask.answer import Citation
from assistant.ask.plan.catalogue import catalogue
from assistant.ask.plan.plan import About, Sentences
from assistant.ask.plan.rows import BODY, COUNT, POINT, SENTENCE, YEAR, Column, Row, Rows, Value
from assistant.ask.plan.scope import Holdings
from assistant.ask.plan.speaks_of import denies, nouns, parts, points, spoken
from assistant.ask.plan.stated_counts import stated
from index.narrative import enumerated
from index.narrative.telling import tell_of
from index.narrative.wording import kinds
from index.numerals import ONE_TO_TEN
from index.text import squash

if TYPE_CHECKING:
    from index.library.library import Library
    from index.stores.values import Item, Sentence

KINDS: Mapping[About, str] = {"问题": "problem", "措施": "measure", "已做": "done"}
_MOST_NAMED = 400


@dataclass
class Look:
    """What the narrative is looked at with: the library, and the labels of items that mean the same.

    `alike` says that the plan compares items by meaning; then all items that its steps may read are
    grouped at once, so that one meaning has one label in every step.  `notes` say of the step being
    read what was found only nearly, by the steps `near`, whose rows are shown as they are: what is
    counted, or said to be never there, is only what stands.
    """

    library: Library
    alike: bool
    near: frozenset[str] = frozenset()
    known: dict[tuple[str, int], str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def group(self, items: Sequence[Item]) -> None:
        """Label these items, those of the same meaning alike."""
        if self.alike:
            labels = points(items, self.library)
            self.known |= {
                (i.report, i.ordinal): label for i, label in zip(items, labels, strict=True)
            }

    def labels(self, items: Sequence[Item]) -> list[str]:
        if self.alike and any((i.report, i.ordinal) not in self.known for i in items):
            self.group(items)
        return [self.known.get((i.report, i.ordinal), i.headline) for i in items]


@dataclass(frozen=True, slots=True)
class Among:
    """Whose narrative is looked at, of which years, () for all; `name` has the bodies' names."""

    library: Library
    bodies: Sequence[int]
    years: Sequence[int]
    name: Mapping[int, str]

    def items(self, *kinds: str) -> list[Item]:
        found = self.library.items(bodies=self.bodies, years=self.years, kinds=kinds)
        return [i for i in found if i.body in self.name]

    def sentences(self, sections: Sequence[int] = ()) -> list[Sentence]:
        found = self.library.sentences(bodies=self.bodies, years=self.years, sections=sections)
        return [s for s in found if s.body in self.name]

    def row(self, found: Item | Sentence, called: str) -> Row:
        """An item or a sentence with what it is called, quoted whole."""
        return self.told(found, POINT, called, _cited(found, found.text))

    def told(self, found: Any, own: str, value: str | float, quote: Citation) -> Row:
        return {
            BODY: Value(self.name[found.body]),
            YEAR: Value(found.year),
            own: Value(value, cited=(quote,)),
            SENTENCE: Value(None, cited=(quote,)),
        }


def all_items(
    steps: Sequence[Sentences], library: Library, bodies: Sequence[int], years: Sequence[int]
) -> list[Item]:
    """Every item of the kinds that the steps ask for."""
    kinds = tuple(dict.fromkeys(KINDS[s.about] for s in steps if s.about in KINDS))
    return library.items(bodies=bodies, years=years, kinds=kinds) if kinds else []


def sentences(
    step: Sentences,
    look: Look,
    holdings: Holdings,
    bodies: Sequence[int],
    years: Sequence[int],
) -> Rows:
    """A row an item, a sentence or a count that the step asks for; with what was looked at."""
    library = look.library
    look.notes = []
    scope = {(b, y) for b in bodies for y in years}
    wanted = tuple(bodies) if len(bodies) <= _MOST_NAMED else ()
    entries = [
        e
        for e in library.reports(bodies=wanted, years=years)
        if (e.body, e.year) in scope and bodies
    ]
    roster = holdings.roster
    name = {b: roster.bodies[b].name for b in bodies}
    held = {(e.body, e.year) for e in entries}
    own = COUNT if step.about == "数" else POINT
    rows = _READ[step.about](step, look, Among(library, wanted, years, name)) if entries else []
    kind = "number" if own == COUNT else "text"
    place = {n: i for i, n in enumerate(name.values())}
    ordered = sorted(rows, key=lambda r: (place[r[BODY].words], _year(r)))
    return Rows(
        (
            Column(BODY, "body"),
            Column(YEAR, "year"),
            Column(own, kind, step.unit or "", derived=True),  # type: ignore[arg-type]
            Column(SENTENCE, "text"),
        ),
        tuple(ordered),
        scope=tuple((name[b], y) for b in bodies for y in years),
        open=step.when.every,
        held=frozenset((name[b], y) for b, y in held if y is not None),
        gaps=(
            *(f"{name[b]}{y}年：没有报告" for b in bodies for y in years if (b, y) not in held),
            *look.notes,
        ),
        searched=frozenset(e.id for e in entries),
    )


def _year(row: Row) -> int:
    return int(row[YEAR].number or 0)


def _cited(found: Any, quote: str) -> Citation:
    section = found.section or None
    return Citation(found.report, found.agency, found.year, section, quote, found.at)


# ---------------------------------------------------------------- items of part five


def _items(step: Sentences, look: Look, among: Among) -> list[Row]:
    """Items of a kind; with words those that speak of them, a measure also through its problem."""
    paired = step.about == "措施" or (step.about == "问题" and step.words)
    kinds = ("measure", "problem") if paired else (KINDS[step.about],)
    every = among.items(*kinds)
    mine = [i for i in every if i.kind == KINDS[step.about]]
    if step.words:
        mine = _speaking(step, mine, every, look)
    labels = look.labels(mine)
    return [among.row(i, label) for i, label in zip(mine, labels, strict=True)]


def _speaking(
    step: Sentences, mine: Sequence[Item], every: Sequence[Item], look: Look
) -> list[Item]:
    """Those that say the words, a measure also through its problem, a problem through its measure
    where none does itself; where none does at all, those near.
    """
    if step.any:
        return _one_told(step, mine, look)
    problems = {(i.report, i.ordinal): i.text for i in every if i.kind == "problem"}
    texts = [
        i.text if i.about is None else f"{i.text} {problems.get((i.report, i.about), '')}"
        for i in mine
    ]
    says = spoken(step.words, texts, look.library)
    if not any(says) and step.about == "问题":
        by_measure = _of_measures(step, mine, every, look)
        says = by_measure or says
    if not any(says) and texts and step.id in look.near:
        says = spoken(step.words, texts, look.library, near=True)
        look.notes += [NEARLY.format("、".join(f"“{w}”" for w in step.words))] if any(says) else []
    return [i for i, ok in zip(mine, says, strict=True) if ok]


def _one_told(step: Sentences, mine: Sequence[Item], look: Look) -> list[Item]:
    """The items that say one of the words, or tell of the same; who does so only in other words, noted."""
    texts = [i.text for i in mine]
    each = [spoken((w,), texts, look.library) for w in step.words]
    said = [any(held) for held in zip(*each, strict=True)]
    told = tell_of(step.words, texts, look.library.likeness) if texts else []
    kept = [i for i, s, t in zip(mine, said, told, strict=True) if s or t]
    if any(told):
        look.notes += ["按意思相近列入的，请核对原文"]
    return kept


def _of_measures(
    step: Sentences, problems: Sequence[Item], every: Sequence[Item], look: Look
) -> list[bool]:
    """The problems that a measure answers which says the words, where no problem itself does."""
    measures = [i for i in every if i.kind == "measure" and i.about is not None]
    says = spoken(step.words, [m.text for m in measures], look.library)
    answered = {(m.report, m.about) for m, ok in zip(measures, says, strict=True) if ok}
    return [(p.report, p.ordinal) in answered for p in problems] if answered else []


NEARLY = "没有逐字写到{}，列出的是意思相近的，请核对原文"


# ---------------------------------------------------------------- sentences and points of part one


def _sentences(step: Sentences, look: Look, among: Among) -> list[Row]:
    """Sentences that say the words; where they head a point of part one, the whole point."""
    sections = (step.part,) if step.part else ()
    if headed := _headed(step, among):
        return headed
    found = among.sentences(sections)
    if step.words:
        texts = [s.text for s in found]
        says = spoken(step.words, texts, look.library)
        if not any(says) and step.any:
            each = [spoken((w,), texts, look.library) for w in step.words]
            says = [any(held) for held in zip(*each, strict=True)]
        if not any(says):
            near = step.id in look.near
            return _nearly(step, found, look, among) if near else []
        every, found = found, [s for s, ok in zip(found, says, strict=True) if ok]
        if step.done:
            denied = [s for s in found if denies(step.words, s.text, look.library)]
            found = [s for s in found if s not in denied]
            look.notes += [f"另有{len(denied)}句写的是没有，没有列入"] if denied else []
        leads = spoken(step.words, [s.text.partition("：")[0] for s in found], look.library)
        lists = [
            _with_list(s, every) if lead else [s] for s, lead in zip(found, leads, strict=True)
        ]
        found = [*dict.fromkeys(s for told in lists for s in told)]
    return _with_points([*found, *_answers(found, among)], among)


def _with_list(sentence: Sentence, every: Sequence[Sentence]) -> list[Sentence]:
    """The sentence that leads in a list, and where semicolons part that (三件事：甲；乙；丙。) the rest."""
    told = [sentence]
    if "：" not in sentence.text:
        return told
    for s in every:
        last = told[-1]
        follows = s.report == last.report and s.ordinal == last.ordinal + 1
        if follows and last.text.endswith("；"):
            told.append(s)
    return told


def _answers(found: Sequence[Sentence], among: Among) -> list[Item]:
    """Of one report the measures that answer the problems which the sentences tell, told elsewhere."""
    told = [s for s in found if s.section == _PART_FIVE]
    if not told or len(among.bodies) > 1 or len({s.report for s in found}) > 1:
        return []
    items = among.items("problem", "measure")
    problems = {
        (i.report, i.ordinal)
        for i in items
        if i.kind == "problem" and any(s.report == i.report and i.text in s.text for s in told)
    }
    answers = [i for i in items if i.about is not None and (i.report, i.about) in problems]
    return [a for a in answers if not any(a.text in s.text for s in told)]


_PART_FIVE = 5


def _with_points(found: Sequence[Sentence | Item], among: Among) -> list[Row]:
    """The sentences; of one that only heads a point (（四）平台建设。) the point."""
    if not any(len(s.text) <= _HEADING for s in found):
        return [among.row(s, s.text) for s in found]
    points = {(i.report, _plain(i.headline)): i for i in among.items("point")}
    rows = []
    for s in found:
        point = points.get((s.report, _plain(s.text)))
        rows.append(among.row(s, s.text) if point is None else among.row(point, point.headline))
    return rows


_HEADING = 30
"""Characters that a heading has at most."""
_NUMBER = re.compile(rf"^\W?[{ONE_TO_TEN}\d]{{1,3}}\W")


def _plain(heading: str) -> str:
    """A heading without its number and its stop."""
    return re.sub(r"\W", "", _NUMBER.sub("", squash(heading)))


def _nearly(step: Sentences, found: Sequence[Sentence], look: Look, among: Among) -> list[Row]:
    """What comes near where no sentence says the words: of one report the sentences that say the
    head of a compound (电话 of 咨询电话), of many the items of part five of a like meaning; noted."""
    words = "、".join(f"“{w}”" for w in step.words)
    wanting = any(kinds.lacks(w) for w in step.words)  # its nouns do not say what is wanting
    named = [] if wanting else [n for w in step.words for n in nouns(w)]
    if len({s.report for s in found}) > 1 and _most(named, step.words):
        says = spoken(named, [s.text for s in found], look.library)
        if any(says) and sum(says) <= len({s.report for s in found}) // 2:
            look.notes += [f"没有逐字写到{words}，列出的是都写到“{'、'.join(named)}”的，请核对原文"]
            return [among.row(s, s.text) for s, ok in zip(found, says, strict=True) if ok]
    if len({s.report for s in found}) == 1:
        last = [
            h for w in step.words for h in (nouns(w)[-1:] or ((w,) if len(parts(w)) < 2 else ()))
        ]
        if any(h in label for h in last for label in catalogue()):
            return []  # 申请 of 办结一件申请: a word of the form is in every report
        texts = [s.text for s in found]
        says = spoken(last, texts, look.library) if len(last) == len(step.words) else []
        if any(says):
            look.notes += [f"没有逐字写到{words}，列出的是写到“{'、'.join(last)}”的"]
            heads = [s for s, ok in zip(found, says, strict=True) if ok]
            return _with_points([*heads, *_answers(heads, among)], among)
    one = len({s.report for s in found}) == 1
    items = among.items("problem", "done") if one else among.items("problem")
    near = _speaking(step, items, items, look)
    return [among.row(i, i.headline) for i in near]


def _most(named: Sequence[str], words: Sequence[str]) -> bool:
    """Whether the nouns are most of what is to be found, and enough to tell it by."""
    told = sum(map(len, named))
    return len(named) > 1 and told >= 6 and told >= 0.6 * sum(map(len, words))


def _headed(step: Sentences, among: Among) -> list[Row]:
    """The points of part one whose heading is the one thing asked for (平台建设, 监督保障)."""
    if len(step.words) != 1:
        return []
    word = step.words[0]
    return [
        among.row(point, point.headline)
        for point in among.items("point")
        if word in point.headline and len(point.headline) <= 2 * len(word) + 6
    ]


# ---------------------------------------------------------------- counts


def _counts(step: Sentences, look: Look, among: Among) -> list[Row]:
    near = step.id in look.near
    called, alike = stated(step, look.library, among.bodies, among.years, near=near)
    if not all(all(spoken(step.words, [c.quote], look.library)) for c in alike):
        look.notes += [
            f"没有逐字写到{'、'.join(f'“{w}”' for w in step.words)}的，列出的是相近的，请核对原文"
        ]
    found = [c for c in (*called, *alike) if c.body in among.name]
    return [among.told(c, COUNT, c.value, _cited(c, c.quote)) for c in found]


# ---------------------------------------------------------------- what a sentence lists


def _listed(step: Sentences, look: Look, among: Among) -> list[Row]:
    """A row a member of what the clause lists that says most of the words; of one that lists
    nothing the sentence itself.
    """
    every = look.library.sentences(years=among.years)
    known = enumerated.inner([s.text for s in every])
    mine = [s for s in every if s.body in among.name]
    says = spoken(step.words, [s.text for s in mine], look.library)
    rows = []
    for s in (s for s, ok in zip(mine, says, strict=True) if ok):
        quote = _cited(s, s.text)
        lists = [*enumerated.enumerations(s.text, known)]
        wanted = [p for w in step.words for p in (parts(w) or (w,))]
        best = max(lists, key=lambda one: sum(w in one[0] for w in wanted), default=(s.text, None))
        rows += [among.told(s, POINT, member, quote) for member in best[1] or (s.text,)]
    return rows


_READ = {
    "问题": _items,
    "措施": _items,
    "已做": _items,
    "原文": _sentences,
    "各项": _listed,
    "数": _counts,
}
