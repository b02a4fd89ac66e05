"""Lists in a sentence: which numbers are parts of which total, and whether they are all of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from assistant.statements.statement import Membership, Scope, Statement

_INTAKE = frozenset({"received", "accepted", "new_received", "handled"})
_ALIKE = {"received": _INTAKE, "accepted": _INTAKE, "handled": _INTAKE, "processed": {"processed"}}
"""A part's measure → the totals of which it is a part by what it is about, not by the form."""


@dataclass(slots=True)
class UnderWay:
    """A list under way: the total it belongs to and whether its parts are all of it.

    A bracket keeps the scope and year that hold again behind it.  `verbs` are those of its parts.
    """

    id: int
    of: int | None
    exhaustive: bool
    bracket: bool = False
    scope: Scope = ""
    year: int | None = None
    verbs: set[str] = field(default_factory=set)
    parts: int = 0


class Lists:
    """The lists of one sentence, innermost last.

    `found` are the statements of the part so far, which the lists write their parts into; `ids`
    counts lists through the part.  `total` is the sentence's last number that is no part.
    """

    def __init__(self, found: list[Statement], ids: Iterator[int]) -> None:
        self.found, self.ids = found, ids
        self.stack: list[UnderWay] = []
        self.siblings: list[int] = []
        self.loose = False
        self.total: int | None = None

    def begin(self, of: int | None) -> None:
        """A list whose parts are all of `of`, unless a word to the contrary comes."""
        self.stack.append(UnderWay(next(self.ids), of, of is not None))

    def open(self, of: int | None, scope: Scope, year: int | None) -> None:
        """A bracket; of the number before it, if it stands right behind one."""
        self.stack.append(UnderWay(next(self.ids), of, of is not None, True, scope, year))

    def close(self) -> UnderWay | None:
        """The innermost bracket, ended together with the lists inside it."""
        while self.stack:
            ended = self.stack.pop()
            if ended.bracket:
                return ended
        return None

    def some(self) -> None:
        """等: what is listed need not be all."""
        self.loose = True
        for under_way in self.stack:
            under_way.exhaustive = False
        self._tell()

    def including(self, last: int | None) -> None:
        """其中: of the bracket's total, else of the sentence's own, else of the number before."""
        if self.stack and self.stack[-1].bracket and not self._parts(self.stack[-1]):
            self.stack[-1].exhaustive = False
            return
        for under_way in self.stack:
            under_way.exhaustive = False
        self._tell()
        of = self.total if self.total is not None else last
        brackets = [s for s in self.stack if s.bracket]
        self.stack = [*brackets, UnderWay(next(self.ids), of, False)]

    def part(self, statement: Statement, verb: str) -> Statement:
        """The statement as a part of the innermost list, if its unit is the total's.

        `verb` is that of its own clause, "" for none: with another verb than its parts have had
        the list is over, and so it is where its total is said again.
        """
        while self.stack and self._ends(self.stack[-1], statement, verb):
            self.stack.pop()
        if not self.stack or self.stack[-1].of is None:
            return statement
        inner = self.stack[-1]
        total = self.found[inner.of or 0]
        if total.unit != statement.unit or total.kind != "count":
            return statement
        inner.parts += 1
        inner.verbs |= {verb} - {""}
        return _of_whole(replace(statement, of=inner.of, list=inner.id), total)

    def _ends(self, under_way: UnderWay, statement: Statement, verb: str) -> bool:
        if under_way.bracket or not under_way.parts or under_way.of is None:
            return False
        again = statement.value and statement.value == self.found[under_way.of].value
        return bool(again) or (verb != "" and verb not in under_way.verbs)

    def add_up(self, total: Statement) -> Statement:
        """共计 after two or more numbers of one unit: they are its parts, and it counts what they do."""
        parts = self.siblings
        if len(parts) < 2 or self.loose or any(self.found[i].unit != total.unit for i in parts):
            return total
        total, id = self._counting_alike(total), next(self.ids)
        for i in parts:
            part = replace(self.found[i], of=total.id, list=id, membership="exhaustive")
            self.found[i] = _of_whole(part, total)
        return total

    def _counting_alike(self, total: Statement) -> Statement:
        """书面申请 19 件、网络申请 24 件，共 43 件: what all the parts count, the total counts too."""
        parts = [self.found[i] for i in self.siblings]
        first = parts[0]
        if total.measure or any(
            (p.measure, p.column) != (first.measure, first.column) for p in parts
        ):
            return total
        certain = all(p.certain for p in parts)
        return replace(total, measure=first.measure, column=first.column, certain=certain)

    def took(self, statement: Statement) -> None:
        """A count was added to `found`."""
        if statement.list is None:
            self.siblings.append(statement.id)
            self.total = statement.id
        self._tell()

    def _parts(self, under_way: UnderWay) -> list[Statement]:
        return [s for s in self.found if s.list == under_way.id]

    def _tell(self) -> None:
        """Tell the parts of the lists under way whether they are all there is."""
        for under_way in self.stack:
            said: Membership = "exhaustive" if under_way.exhaustive else "open"
            for part in self._parts(under_way):
                if part.membership != said:
                    self.found[part.id] = replace(part, membership=said)


def _of_whole(part: Statement, whole: Statement) -> Statement:
    """收到 3 件，其中 1 件为申请…: a part of the same thing is no row of the tables."""
    if part.column != whole.column or part.kind != "count":
        return part
    same = part.measure == whole.measure or whole.measure in _ALIKE.get(part.measure, ())
    return replace(part, measure="", certain=False) if same else part
