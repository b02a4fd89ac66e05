"""A paragraph to statements: what each number is about."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from operator import attrgetter

from assistant.statements.lexicon import Token
from assistant.statements.meaning import HEADS, Meaning, meanings
from assistant.statements.numbers_in_prose import Quantity
from assistant.statements.setting import SENTENCE, Setting
from assistant.statements.statement import Scope, Statement, StatementKind
from assistant.statements.walk import Part, Walk
from index.text import fold

_PROACTIVE = re.compile(r"主动公开(?:的)?(?:各类)?(?:政府)?信息")
_BODY_ITEM = re.compile(
    r"(?:[县区市镇乡局委办厅]|街道|部门|单位|中心|园区|开发区|新区|政府|本级|学校|医院)$"
)
_SUBJECT = re.compile(
    r"([\u4e00-\u9fff]{1,12}(?:局|委|委员会|厅|镇|乡|街道|办事处|管委会|开发区|园区|医院|学校|公司|中心|部门|单位))(?:全年|年内|累计|共|总共|共计)*$"
)
_LED_TO = re.compile(r",?(?:总数|总量)?(?:达|达到|为|共|共计|至)?")
_START = attrgetter("start")
_VERBS = frozenset({"action", "object", "made", "disclosure"})
PROACTIVE = "proactive"
_DOING = frozenset({"received", "accepted", "handled", "processed", "presented"})
_BASES = frozenset({"new_received", "received", "accepted", "handled", "processed", "carried_over"})


class _Sentence(Walk):
    """One sentence with what its numbers say."""

    def number(self, quantity: Quantity) -> None:
        words = self._words(quantity)
        kind = _kind_of([t for t in words if t not in self.dangling], quantity)
        if kind == "count":
            self._count(quantity, words)
        else:
            self._relative(quantity, words, kind)
        self.pre, self.dangling, self.pre_start = [], [], quantity.end
        self.outside = None

    def _words(self, quantity: Quantity) -> list[Token]:
        """The terms that say what the number is: before it, else after it, else the clause before."""
        if any(t.kind in HEADS for t in self.pre) or self.queue:
            return self.pre
        after = self._after(quantity)
        if any(t.kind in HEADS | {"restrict"} for t in after):
            self.spent += after
            return self.pre + after
        if self._left(self.pre_start, quantity.start):
            return self.pre
        return self.dangling + self.pre

    def _after(self, quantity: Quantity) -> list[Token]:
        """Terms between the number and the next separator, if no other number comes first."""
        found: list[Token] = []
        following = self.quantities[bisect_left(self.quantities, quantity.end, key=_START) :]
        for token in self.tokens[bisect_left(self.tokens, quantity.end, key=_START) :]:
            if following and following[0].start < token.end:
                return found if any(t.kind == "sep" for t in found) else []
            pause = token.name == "pause" and any(t.kind == "row" for t in found)
            if token.kind == "sep" and not pause:
                return found
            found.append(token)  # 其余 35 件为不予公开、无法提供等
        return [] if following and following[-1].start > quantity.end else found

    def _count(self, quantity: Quantity, words: list[Token]) -> None:
        if among := [t for t in self.dangling if t.kind == "action"]:
            # 新收申请中，自然人申请 12 件: of those, whatever total was named before.
            self.talk.base = "received" if among[-1].name == "presented" else among[-1].name
        heads, each = self._distributed(words)
        if heads and not each:
            self.queue = heads[1:]
            words = [t for t in words if t not in heads] + [heads[0]]
        elif self.queue and not any(t.kind in HEADS for t in self.pre):
            words = [self.queue.pop(0)]
        strange = self._strange(quantity, words)
        means: tuple[Meaning, ...] = ()
        for group in [[h] for h in heads] if each else [words]:
            means += meanings(
                group, quantity.unit, self.talk, strange=strange, form=self.setting.form
            )
        if not means and self._is_proactive(quantity):
            means = (Meaning(PROACTIVE),)
        if not _headed(self.pre) and (
            any(t.name in ("than", "reach") for t in self.pre) or self._is_changed_to(quantity)
        ):
            means = self._like_the_last(self.pre) or means
        scope = self._scope_here(words)
        if not means and strange and self.lists.stack and _BODY_ITEM.search(strange):
            scope = "narrower"
        for meaning in means or (Meaning("", certain=False),):
            self._add(quantity, self._dated(meaning, words), "count", scope)

    def _distributed(self, words: Sequence[Token]) -> tuple[list[Token], bool]:
        """The heads that 分别为 hands numbers out to, or those that 均为 and 各 hold for."""
        names = {t.name for t in words if t.kind == "list"}
        if not names & {"respectively", "each"}:
            return [], False
        for kind in ("row", "column", "dispute", "result", "made", "disclosure", "action"):
            heads = [t for t in [*self.dangling, *words] if t.kind == kind]
            heads = list({t.start: t for t in heads}.values())
            if len(heads) > 1:
                return heads, "respectively" not in names
        return [], False

    def _strange(self, quantity: Quantity, words: Sequence[Token]) -> str:
        """Unknown words between the nearest head before the number and the number."""
        heads = [t for t in words if t.end <= quantity.start and t.kind in HEADS]
        before = [t for t in heads if t.kind != "object"]
        after = [t for t in words if t.start >= quantity.end and t.kind in HEADS]
        if after and not before:
            return self._left(quantity.end, after[0].start)
        start = max(before[-1].end if before else self.pre_start, self.pre_start)
        return self._left(start, quantity.start) or self._left(*self._bracketed(quantity))

    def _bracketed(self, quantity: Quantity) -> tuple[int, int]:
        """The span of what a number alone in a bracket counts: 县自然资源局（18 件）."""
        at = self.pre_start - 1
        if self.text[at : quantity.start] != "(":
            return (at, at)
        return (max(self.text.rfind(mark, self.start, at) for mark in ",;:") + 1 or self.start, at)

    def _is_proactive(self, quantity: Quantity) -> bool:
        """主动公开政府信息 2428 条 of all channels together: no table has it, but it may be said twice."""
        said = self.text[self.pre_start : quantity.start]
        whole = quantity.unit == "条" and not self.lists.stack and not self.talk.by_channel
        plain = not self._left(self.pre_start, quantity.start)
        return whole and plain and bool(_PROACTIVE.search(said))

    def _scope_here(self, words: Sequence[Token]) -> Scope:
        """The scope said last, or another body named right before the verb."""
        verb = next((t for t in words if t.kind in _VERBS), None)
        late = verb and any(t.kind == "scope" and t.start > verb.start for t in words)
        if verb is None or late or verb.start < self.pre_start:
            return self.scope
        subject = _SUBJECT.search(self.text[self.pre_start : verb.start])
        if subject is None or any(
            t.name == "all" and t.end == self.pre_start + subject.end(1) for t in words
        ):
            return self.scope
        return self.setting.body.scope_of(subject.group(1))

    def _like_the_last(self, words: Sequence[Token]) -> tuple[Meaning, ...]:
        """较上年的 30 件, 增至 36 件: the same measure as the number before."""
        if any(t.name == "reach" for t in words):
            self.year = self.setting.year
        found = self.part.found
        if not found or found[-1].sentence != (self.start, self.end):
            return ()
        last = found[-1]
        return (Meaning(last.measure, last.column, last.certain),) if last.measure else ()

    def _is_changed_to(self, quantity: Quantity) -> bool:
        """较上年增长 5 件，达到 41 件: where the change that was just told has led."""
        last = self.part.found[-1] if self.part.found else None
        if last is None or last.kind not in ("change", "growth"):
            return False
        between = self.text[last.end : quantity.start]
        return self.start <= last.end and bool(_LED_TO.fullmatch(between))

    def _dated(self, meaning: Meaning, words: Sequence[Token]) -> Meaning:
        """2023年结转 is last year's in a report of 2024; of any other year it says nothing here."""
        if meaning.measure != "year_over":
            return meaning
        text = next(t.text for t in words if t.name == "year_over")
        last = self.setting.year is not None and text[:4] == str(self.setting.year - 1)
        return replace(meaning, measure="carried_over" if last else "", certain=last)

    def _relative(self, quantity: Quantity, words: list[Token], kind: StatementKind) -> None:
        directions = [t.name for t in words if t.kind == "growth"]
        sign = -1 if {"down", "fewer"} & set(directions) else 1
        of = None if self._about_something_else(quantity, words) else self.last
        means = meanings(_compared(words), "件", self.talk, form=self.setting.form)
        meaning = means[0] if means else Meaning("", certain=False)
        if kind == "rate":
            meaning, of = Meaning("", certain=False), None
        elif meaning.measure:
            of = self._same_measure(meaning)
        year, self.year = self.year, self.year if kind == "share" else self.setting.year
        statement = self._add(quantity, meaning, kind, self.scope, of=of, listed=False)
        self.year = year
        if kind in ("growth", "change"):
            signed = replace(statement, value=sign * statement.value)
            self.part.found[-1] = signed

    def _same_measure(self, meaning: Meaning) -> int | None:
        for statement in reversed(self.part.found):
            if statement.paragraph != self.part.paragraph:
                return None
            same = (statement.measure, statement.column) == (meaning.measure, meaning.column)
            if same and statement.kind == "count":
                return statement.id
        return None

    def _about_something_else(self, quantity: Quantity, words: Sequence[Token]) -> bool:
        if any(t.name == "respectively" for t in words):
            return True
        if self.last is None:
            return True
        share = next((t for t in words if t.kind == "share"), None)
        end = share.start if share else quantity.start
        last = self.part.found[self.last]
        here = (last.paragraph, last.sentence) == (self.part.paragraph, (self.start, self.end))
        return bool(self._left(self.pre_start if here else self.start, end))

    def _add(
        self,
        quantity: Quantity,
        meaning: Meaning,
        kind: StatementKind,
        scope: Scope,
        *,
        of: int | None = None,
        listed: bool = True,
    ) -> Statement:
        found = self.part.found
        statement = Statement(
            len(found),
            meaning.measure,
            meaning.column,
            quantity.value,
            quantity.unit,
            quantity.text,
            kind,
            meaning.certain,
            quantity.approximation,
            quantity.step,
            self.year,
            scope,
            self.printed[self.pre_start : quantity.start].strip("，,、；;：: "),
            of,
            section=self.setting.section,
            paragraph=self.part.paragraph,
            start=quantity.start,
            end=quantity.end,
            sentence=(self.start, self.end),
            quote=self.printed[self.start : self.end].strip(),
        )
        if listed:
            statement = self.lists.part(statement, self._verb(quantity))
            if statement.list is None and self._is_closing_total():
                statement = self.lists.add_up(statement)
        found.append(statement)
        if kind == "count":
            aside = self._is_last_years()
            self._remember(statement, aside=aside)
            self.year = self.setting.year if aside else self.year
        return statement

    def _verb(self, quantity: Quantity) -> str:
        """The verb of the number's own clause, "" for none; 新收 says which, not what was done."""
        verbs = [t.name for t in self.pre if t.kind == "action" and t.start < quantity.start]
        return verbs[-1] if verbs and verbs[-1] in _DOING else ""

    def _is_last_years(self) -> bool:
        """较上年的 30 件, 上年为 240 期: said to compare."""
        names = {t.name for t in self.pre}
        earlier = self.year is not None and self.year != self.setting.year
        return "than" in names or ((earlier or "previous" in names) and not _headed(self.pre))

    def _is_closing_total(self) -> bool:
        """共计 with nothing of its own: the sum of the numbers before it."""
        kinds = {t.kind for t in self.pre}
        return not kinds & (HEADS - {"made"}) and any(t.name == "total" for t in self.pre)

    def _remember(self, statement: Statement, aside: bool = False) -> None:
        """`aside`: last year's number, said only to compare, is not what follows speaks of."""
        if not aside:
            self.last = statement.id
            self.lists.took(statement)
        taken_in = statement.measure in ("new_received", "carried_over")
        part = statement.of is not None or statement.measure == "carried_over"
        aside = taken_in and part and bool(self.talk.base)
        if statement.column == "total" and statement.measure in _BASES and not aside:
            self.talk.base = statement.measure


def _headed(words: Sequence[Token]) -> bool:
    return any(t.kind in HEADS for t in words)


def _compared(words: Sequence[Token]) -> list[Token]:
    """What a percentage is of: the terms before 占, whose own object is the whole."""
    share = next((t.start for t in words if t.kind == "share"), None)
    return [t for t in words if t.kind != "growth" and (share is None or t.start < share)]


def _kind_of(words: Sequence[Token], quantity: Quantity) -> StatementKind:
    names = {t.name for t in words if t.kind == "growth"}
    if "百分点" in quantity.unit:
        return "rate"
    if quantity.unit in ("%", "倍"):
        if names & {"up", "down"}:
            return "growth" if quantity.unit == "%" else "rate"
        return "share" if any(t.kind == "share" for t in words) else "rate"
    moved = names & {"up", "down", "compared"} and "reach" not in names
    return "change" if moved and not _anew(words) else "count"


def _anew(words: Sequence[Token]) -> bool:
    """较上年同期新收 36 件: what is new is no change, but for 新收申请较上年增加 5 件."""
    names = [t.name for t in words if t.name == "new_received" or t.kind == "growth"]
    return "new_received" in names and names[-1] in ("new_received", "compared")


def scan(texts: Sequence[str], setting: Setting) -> Iterator[Statement]:
    """The statements with a number of one part's paragraphs, in order."""
    part = Part(setting)
    if setting.section == 3:
        part.talk.topic = "application"
    for text in texts:
        _paragraph(part, text)
    yield from part.found


def _paragraph(part: Part, text: str) -> None:
    folded = fold(text)
    part.carried_scope, part.told_whole, part.told_disputes = "", False, False
    for match in SENTENCE.finditer(folded):
        _Sentence(part, folded, match.start(), match.end(), text).read()
    part.paragraph += 1
