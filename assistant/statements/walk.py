"""A sentence walked term by term: its clauses, its lists, what it has spoken of so far."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from operator import attrgetter

from assistant.statements.lexicon import TOPICS, Token, leftover, tokens
from assistant.statements.lists import Lists
from assistant.statements.meaning import Talk
from assistant.statements.numbers_in_prose import Quantity, quantities
from assistant.statements.setting import ABOUT, HEADING, Setting
from assistant.statements.statement import Scope, Statement
from index.formats import GROUPS
from index.numerals import ONE_TO_NINE, ONE_TO_TEN

_ANEW = re.compile(
    rf"\s*(?:\(?[{ONE_TO_TEN}\d]{{1,2}}[)、.])?(?:20\d\d年度?|全年|年内|本年度|截[至止]|因(?:政府)?信息公开|在?(?:全部|所有))"
)
"""Opens a sentence that speaks of the whole again, where the paragraph has before."""
_LATE = re.compile(r"延期|延长|逾期|超期|其余|余下")
_ORDINALS = re.compile(rf"[{ONE_TO_NINE}]是|首先")
_TOPIC = re.compile(r"申请|依申请|建议|提案|信访|来信|信箱|留言|热线|工单|诉求|投诉|咨询")
DISPUTES = frozenset(
    {"reconsideration", "suit", "direct_suit", "suit_after_reconsideration", "disputes"}
)
_STRONG = frozenset({"comma", "semicolon", "colon", "open", "close"})
_TELLING = frozenset({"carried_over", "carried_forward", "year_over", *GROUPS} - {"other"})


@dataclass(slots=True)
class Part:
    """What one part's paragraphs have said so far; `found` grows."""

    setting: Setting
    found: list[Statement] = field(default_factory=list)
    talk: Talk = field(default_factory=Talk)
    carried_scope: Scope = ""
    told_whole: bool = False
    told_disputes: bool = False
    list_ids: Iterator[int] = field(default_factory=count)
    paragraph: int = 0


class Walk:
    """One sentence walked from left to right; `number` says what becomes of each number.

    `pre` are the terms of the clause under way since the last number, `dangling` those of
    earlier clauses without a number.
    """

    def __init__(self, part: Part, text: str, start: int, end: int, printed: str) -> None:
        self.part, self.setting, self.talk = part, part.setting, part.talk
        self.text, self.start, self.end, self.printed = text, start, end, printed
        words = text[start:end]
        self.quantities = list(quantities(words, at=start))
        self.tokens = [
            Token(t.kind, t.name, t.start + start, t.end + start, t.text)
            for t in (tokens(words) if self.quantities else _topics(words))
        ]
        self.pre: list[Token] = []
        self.dangling: list[Token] = []
        self.pre_start = start
        self.year: int | None = self.setting.year
        anew = part.told_whole and _ANEW.match(words)
        self.scope: Scope = "" if anew else part.carried_scope
        self.lists = Lists(part.found, part.list_ids)
        self.last: int | None = self._spoken_of()
        self.queue: list[Token] = []
        self.outside: list[Token] | None = None
        self.spent: list[Token] = []
        self.part.carried_scope = ""

    def _spoken_of(self) -> int | None:
        """The total that the sentence before ended with: what 其中 and 增长 are of."""
        for statement in reversed(self.part.found):
            whole = statement.kind == "count" and statement.of is None
            if whole and statement.year == self.setting.year:
                return statement.id
        return None

    # ------------------------------------------------------------ walking

    def read(self) -> None:
        self._begin()
        first = len(self.part.found)
        numbers = list(self.quantities)
        for token in self.tokens:
            while numbers and numbers[0].start < token.start:
                self.number(numbers.pop(0))
            if self._inside_number(token):
                continue
            self._token(token)
        for quantity in numbers:
            self.number(quantity)
        said = [s for s in self.part.found[first:] if s.measure]
        self.part.told_whole |= any(s.certain and not s.scope for s in said)
        self.part.told_disputes |= any(s.certain and s.measure in DISPUTES for s in said)
        parts = [s.measure for s in said if s.scope]
        told = any(s.scope == self.scope and s.of is None for s in said)
        if told and len(set(parts)) == len(parts):  # 本级 30 件，各镇 12 件: who is next is open
            self.part.carried_scope = self.scope

    def _left(self, start: int, end: int) -> str:
        return leftover(self.text, start, end, self.tokens)

    def _begin(self) -> None:
        talk, words = self.talk, self.text[self.start : self.end]
        self._parts_done()
        if HEADING.match(words):
            talk.topic = talk.base = ""
        if not self.quantities:
            return
        kinds = {t.kind for t in self.tokens}
        told = "object" in kinds or any(t.name in _TELLING for t in self.tokens)
        talk.matter = talk.topic or ("application" if told and "foreign" not in kinds else "")
        talk.dispute = talk.disclosure = talk.made = ""
        talk.papers = any(t.name == "documents" for t in self.tokens)
        talk.by_channel, talk.some_late = "channel" in kinds, bool(_LATE.search(words))
        if self.part.told_disputes and any(t.kind == "dispute" for t in self.tokens):
            talk.about_disclosure = True
            return
        of_part = self.setting.section == 4 or talk.topic == "application"
        talk.about_disclosure = of_part or bool(ABOUT.search(words))

    def _inside_number(self, token: Token) -> bool:
        before = bisect_right(self.quantities, token.start, key=attrgetter("start"))
        return before > 0 and token.start < self.quantities[before - 1].end

    def _token(self, token: Token) -> None:
        handler = getattr(self, f"_on_{token.kind}", None)
        if handler:
            handler(token)
        strong = token.kind == "sep" and token.name in _STRONG
        if token.kind != "noise" and not strong and token not in self.spent:
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
        compared = bool(self.pre) and self.pre[-1].name == "compared"
        of = self.last if self._just_counted(token.start) and not compared else None
        self.lists.open(of, self.scope, self.year)
        self._parts_of(of)
        if compared and self.setting.year:
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
        if of is not None and self.part.found[of].measure == "carried_over":
            self.talk.outer_base, self.talk.base = self.talk.base, "carried_over"

    def _parts_done(self) -> None:
        if self.talk.outer_base:
            self.talk.base, self.talk.outer_base = self.talk.outer_base, ""

    def _just_counted(self, at: int) -> bool:
        """Whether the last number ends right before `at`, but for 案件 and the like."""
        found = self.part.found
        if not found or found[-1].paragraph != self.part.paragraph:
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
            if year and said and int(said.group()) > year and self._leads_to(token):
                return
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

    def _leads_to(self, token: Token) -> bool:
        """延期至2025年答复: the year into which something goes is not the year spoken of."""
        return self.text[token.start - 1] in "至到转入"

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

    def number(self, quantity: Quantity) -> None:
        """A number is reached; the terms about it are in `pre` and `dangling`."""
        raise NotImplementedError


def _topics(words: str) -> list[Token]:
    """The terms of a sentence without numbers that later ones may build on."""
    if not _TOPIC.search(words):
        return []
    return [t for t in tokens(words, TOPICS) if t.kind in ("object", "foreign")]
