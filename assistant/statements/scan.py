"""A paragraph to statements: sentences, clauses, lists, and what each number is about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import count

from assistant.statements.body import Body
from assistant.statements.lexicon import TOPICS, Token, leftover, tokens
from assistant.statements.lists import Lists
from assistant.statements.meaning import HEADS, Meaning, Talk, meanings
from assistant.statements.numbers import Quantity, quantities
from assistant.statements.statement import Scope, Statement, StatementKind
from index.formats import GROUPS
from index.text import fold

_SENTENCE = re.compile(
    r"(?:[^。！!？?\n.]+|(?<![\u4e00-\u9fff])\.|\.(?=[\x21-\x7e]))+[。！!？?\n.]?"
)
_HEADING = re.compile(
    r"^\s*[“(（]*(?:[(（][一二三四五六七八九十\d]+[)）]|[一二三四五六七八九十]+、|\d+[.、．])"
)
_ANEW = re.compile(
    r"\s*(?:\(?[一二三四五六七八九十\d]{1,2}[)、.])?(?:20\d\d年度?|全年|年内|本年度|截[至止]|因(?:政府)?信息公开|在?(?:全部|所有))"
)
"""Opens a sentence that speaks of the whole again, where the paragraph has before."""
_LATE = re.compile(r"延期|延长|逾期|超期|其余|余下")
_PROACTIVE = re.compile(r"主动公开(?:的)?(?:各类)?(?:政府)?信息")
_ORDINALS = re.compile(r"[一二三四五六七八九]是|首先")
_TOPIC = re.compile(r"申请|依申请|建议|提案|信访|来信|信箱|留言|热线|工单|诉求|投诉|咨询")
_ABOUT = re.compile(r"信息公开|依申请")
_BODY_ITEM = re.compile(
    r"(?:[县区市镇乡局委办厅]|街道|部门|单位|中心|园区|开发区|新区|政府|本级|学校|医院)$"
)
_SUBJECT = re.compile(
    r"([\u4e00-\u9fff]{1,12}(?:局|委|委员会|厅|镇|乡|街道|办事处|管委会|开发区|园区|医院|学校|公司|中心|部门|单位))(?:全年|年内|累计|共|总共|共计)*$"
)
DISPUTES = frozenset(
    {"reconsideration", "suit", "direct_suit", "suit_after_reconsideration", "disputes"}
)
_VERBS = frozenset({"action", "object", "made", "disclosure"})
PROACTIVE = "proactive"
_STRONG = frozenset({"comma", "semicolon", "colon", "open", "close"})


@dataclass(frozen=True, slots=True)
class Setting:
    """What a paragraph is read under: the report's year, form and body, the part it stands in."""

    year: int | None = None
    form: str = "2021"
    body: Body = Body()
    section: int | None = None


@dataclass(slots=True)
class Scanner:
    """Reads one part's paragraphs in order; `found` grows."""

    setting: Setting
    found: list[Statement] = field(default_factory=list)
    talk: Talk = field(default_factory=Talk)
    carried_scope: Scope = ""
    told_whole: bool = False
    told_disputes: bool = False
    list_ids: Iterator[int] = field(default_factory=count)
    paragraph: int = 0

    def read(self, text: str) -> None:
        """One paragraph; its statements are added to `found`."""
        folded = fold(text)
        self.carried_scope, self.told_whole, self.told_disputes = "", False, False
        for match in _SENTENCE.finditer(folded):
            _Sentence(self, folded, match.start(), match.end(), text).read()
        self.paragraph += 1


class _Sentence:
    """One sentence read from left to right.

    `pre` are the terms of the clause under way since the last number, `dangling` those of
    earlier clauses without a number.
    """

    def __init__(self, scanner: Scanner, text: str, start: int, end: int, printed: str) -> None:
        self.scanner, self.setting, self.talk = scanner, scanner.setting, scanner.talk
        self.text, self.start, self.end, self.printed = text, start, end, printed
        words = text[start:end]
        self.quantities = [
            replace(q, start=q.start + start, end=q.end + start) for q in quantities(words)
        ]
        self.tokens = [
            Token(t.kind, t.name, t.start + start, t.end + start, t.text)
            for t in (tokens(words) if self.quantities else _topics(words))
        ]
        self.pre: list[Token] = []
        self.dangling: list[Token] = []
        self.pre_start = start
        self.year: int | None = self.setting.year
        anew = scanner.told_whole and _ANEW.match(words)
        self.scope: Scope = "" if anew else scanner.carried_scope
        self.lists = Lists(scanner.found, scanner.list_ids)
        self.last: int | None = scanner.found[-1].id if scanner.found else None
        self.queue: list[Token] = []
        self.outside: list[Token] | None = None
        self.spent: list[Token] = []
        self.scanner.carried_scope = ""

    # ------------------------------------------------------------ walking

    def read(self) -> None:
        self._begin()
        first = len(self.scanner.found)
        numbers = list(self.quantities)
        for token in self.tokens:
            while numbers and numbers[0].start < token.start:
                self._number(numbers.pop(0))
            if self._inside_number(token):
                continue
            self._token(token)
        for quantity in numbers:
            self._number(quantity)
        said = [s for s in self.scanner.found[first:] if s.measure]
        self.scanner.told_whole |= any(s.certain and not s.scope for s in said)
        self.scanner.told_disputes |= any(s.certain and s.measure in DISPUTES for s in said)
        parts = [s.measure for s in said if s.scope]
        if said and len(set(parts)) == len(parts):  # 本级 30 件，各镇 12 件: who is next is open
            self.scanner.carried_scope = self.scope

    def _left(self, start: int, end: int) -> str:
        return leftover(self.text, start, end, self.tokens)

    def _begin(self) -> None:
        talk, words = self.talk, self.text[self.start : self.end]
        self._parts_done()
        if _HEADING.match(words):
            talk.topic = talk.base = ""
        if not self.quantities:
            return
        kinds = {t.kind for t in self.tokens}
        told = "object" in kinds or any(t.name in _TELLING for t in self.tokens)
        talk.matter = talk.topic or ("application" if told and "foreign" not in kinds else "")
        talk.dispute = talk.disclosure = talk.made = ""
        talk.papers = any(t.name == "documents" for t in self.tokens)
        talk.by_channel, talk.some_late = "channel" in kinds, bool(_LATE.search(words))
        if self.scanner.told_disputes and any(t.kind == "dispute" for t in self.tokens):
            talk.about_disclosure = True
            return
        of_part = self.setting.section == 4 or talk.topic == "application"
        talk.about_disclosure = of_part or bool(_ABOUT.search(words))

    def _inside_number(self, token: Token) -> bool:
        return any(q.start <= token.start < q.end for q in self.quantities)

    def _token(self, token: Token) -> None:
        handler = getattr(self, f"_on_{token.kind}", None)
        if handler:
            handler(token)
        if token.kind != "sep" and token.kind != "noise" and token not in self.spent:
            self.pre.append(token)

    def _break(self, at: int) -> None:
        self.dangling += self.pre
        self.pre = []
        self.pre_start = at

    # ------------------------------------------------------------ what the terms do

    def _on_sep(self, token: Token) -> None:
        if token.name == "open":
            self._open_bracket(token)
        elif token.name == "close":
            self._close_bracket()
            aside, self.outside = self.outside, None
            if aside is not None:  # 收到申请（含上年结转）8 件: the words inside are no head
                self.dangling, self.pre = aside, []
        elif token.name == "colon" and self.last is not None and self._just_counted(token.start):
            self.lists.begin(self.last)
            if _ORDINALS.search(self.text, token.end, self.end):
                self.lists.some()
        if token.name in _STRONG:
            self._break(token.end)
            self.queue = []

    def _open_bracket(self, token: Token) -> None:
        of = self.last if self._just_counted(token.start) else None
        self.lists.open(of, self.scope, self.year)
        self._parts_of(of)
        if self.pre and self.pre[-1].name == "compared" and self.setting.year:
            self.year = self.setting.year - 1  # 较上年（198 件）上升
        self.outside = [*self.dangling, *self.pre]

    def _close_bracket(self) -> None:
        ended = self.lists.close()
        self._parts_done()
        if ended:
            self.scope, self.year = ended.scope, ended.year
            self.last = ended.of if ended.of is not None else self.last

    def _parts_of(self, of: int | None) -> None:
        """上年结转 3 件（自然人 2 件…）: here alone the applicants are of what was carried over."""
        if of is not None and self.scanner.found[of].measure == "carried_over":
            self.talk.outer_base, self.talk.base = self.talk.base, "carried_over"

    def _parts_done(self) -> None:
        if self.talk.outer_base:
            self.talk.base, self.talk.outer_base = self.talk.outer_base, ""

    def _just_counted(self, at: int) -> bool:
        """Whether the last number ends right before `at`, but for 案件 and the like."""
        found = self.scanner.found
        if not found or found[-1].paragraph != self.scanner.paragraph:
            return False
        end = found[-1].end
        return self.start <= end <= at and not self._left(end, at) and at - end <= 12

    def _on_list(self, token: Token) -> None:
        if token.name == "etc":
            self.lists.some()
        elif token.name == "including":
            self.lists.including(self.last)
            self._parts_of(self.last if self._just_counted(token.start) else None)
        elif token.name == "respectively" and self._follows_a_total(token):
            self.lists.begin(self.last)

    def _follows_a_total(self, token: Token) -> bool:
        """1000 条，分别为…: the number is the total of what follows."""
        before = token.start - 1
        return not self.pre and self.text[before] == "," and self._just_counted(before)

    def _on_period(self, token: Token) -> None:
        year = self.setting.year
        said = re.search(r"20\d\d", token.text)
        if token.name in ("year", "this_span", "this_end", "than"):
            last = year - 1 if year and token.name == "than" else year
            self.year = int(said.group()) if said else last
        elif token.name == "since":
            self.year = year if not said or said.group() == str(year) else None
        elif token.name == "before":
            return
        elif token.name == "this":
            self.year = year
        elif token.name == "previous":
            self.year = year - 1 if year else None
        else:
            self.year = None

    def _on_scope(self, token: Token) -> None:
        self.scope = self.setting.body.scope(token)

    def _on_object(self, token: Token) -> None:
        self.talk.topic = self.talk.matter = "application"

    def _on_foreign(self, token: Token) -> None:
        self.talk.matter = "foreign"
        if self.talk.topic != "application":
            self.talk.topic = "foreign"

    def _on_dispute(self, token: Token) -> None:
        self.talk.matter, self.talk.dispute = "dispute", token.name

    def _on_disclosure(self, token: Token) -> None:
        self.talk.matter, self.talk.disclosure = "disclosure", token.name

    def _on_made(self, token: Token) -> None:
        self.talk.made = token.name

    # ------------------------------------------------------------ numbers

    def _number(self, quantity: Quantity) -> None:
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
        for token in self.tokens:
            if token.start < quantity.end:
                continue
            if token.kind == "sep":
                return found
            if any(quantity.end <= q.start < token.end for q in self.quantities):
                return []
            found.append(token)
        return [] if any(q.start > quantity.end for q in self.quantities) else found

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
        if any(t.name in ("than", "reach") for t in self.pre) and not _headed(self.pre):
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
        return self._left(start, quantity.start)

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
        return self.setting.body.scope_of(subject.group(1)) if subject else self.scope

    def _like_the_last(self, words: Sequence[Token]) -> tuple[Meaning, ...]:
        """较上年的 30 件, 增至 36 件: the same measure as the number before."""
        if any(t.name == "reach" for t in words):
            self.year = self.setting.year
        found = self.scanner.found
        if not found or found[-1].sentence != (self.start, self.end):
            return ()
        last = found[-1]
        return (Meaning(last.measure, last.column, last.certain),) if last.measure else ()

    def _dated(self, meaning: Meaning, words: Sequence[Token]) -> Meaning:
        """2023年结转 is last year's in a report of 2024; of any other year it says nothing here."""
        if meaning.measure != "year_over":
            return meaning
        text = next(t.text for t in words if t.name == "year_over")
        last = self.setting.year is not None and text[:4] == str(self.setting.year - 1)
        return replace(meaning, measure="carried_over" if last else "", certain=last)

    def _relative(self, quantity: Quantity, words: list[Token], kind: StatementKind) -> None:
        directions = [t.name for t in words if t.kind == "growth"]
        sign = -1 if "down" in directions else 1
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
            self.scanner.found[-1] = signed

    def _same_measure(self, meaning: Meaning) -> int | None:
        for statement in reversed(self.scanner.found):
            if statement.paragraph != self.scanner.paragraph:
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
        last = self.scanner.found[self.last]
        here = (last.paragraph, last.sentence) == (self.scanner.paragraph, (self.start, self.end))
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
        found = self.scanner.found
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
            paragraph=self.scanner.paragraph,
            start=quantity.start,
            end=quantity.end,
            sentence=(self.start, self.end),
            quote=self.printed[self.start : self.end].strip(),
        )
        if listed:
            statement = self.lists.part(statement)
            if statement.list is None and self._is_closing_total():
                self.lists.add_up(statement)
        found.append(statement)
        if kind == "count":
            self._remember(statement, aside=self._is_last_years())
        return statement

    def _is_last_years(self) -> bool:
        """较上年的 30 件, 上年为 240 期: said to compare."""
        names = {t.name for t in self.pre}
        return "than" in names or ("previous" in names and not _headed(self.pre))

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


def _topics(words: str) -> list[Token]:
    """The terms of a sentence without numbers that later ones may build on."""
    if not _TOPIC.search(words):
        return []
    return [t for t in tokens(words, TOPICS) if t.kind in ("object", "foreign")]


_TELLING = frozenset({"carried_over", "carried_forward", "year_over", *GROUPS} - {"other"})
_BASES = frozenset({"new_received", "received", "accepted", "handled", "processed", "carried_over"})


def _kind_of(words: Sequence[Token], quantity: Quantity) -> StatementKind:
    names = {t.name for t in words if t.kind == "growth"}
    if "百分点" in quantity.unit:
        return "rate"
    if quantity.unit in ("%", "倍"):
        if names & {"up", "down"}:
            return "growth" if quantity.unit == "%" else "rate"
        return "share" if any(t.kind == "share" for t in words) else "rate"
    moved = names & {"up", "down", "compared"} and "reach" not in names
    return "change" if moved and "new_received" not in {t.name for t in words} else "count"


def scan(texts: Sequence[str], setting: Setting) -> Iterator[Statement]:
    """The statements with a number of one part's paragraphs, in order."""
    scanner = Scanner(setting)
    if setting.section == 3:
        scanner.talk.topic = "application"
    for text in texts:
        scanner.read(text)
    yield from scanner.found
