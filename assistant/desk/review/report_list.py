"""The list of reports under review: which stand in it, who looks at them, what is left to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.desk.frame.background_jobs import TWINS
from assistant.desk.frame.user_state import Item, People, Person
from assistant.desk.review import letter_view
from assistant.desk.review.letter_view import Back
from assistant.review.brief import Brief
from assistant.workspace import Workspace
from index.bodies.names import same_body, short_names
from index.report import GRADES, Decision, Grade, Review


@dataclass(frozen=True, slots=True)
class Held:
    """A report of the list: whose list, which file of it, what is known of it in short.

    `also` are other files that hold the same report.
    """

    owner: Person
    item: Item
    short: Brief
    also: tuple[str, ...] = ()

    @property
    def ref(self) -> str:
        return f"{self.item.id}/{self.short.n}"

    def review(self) -> Review:
        return self.owner.reviews(self.item)[self.short.n]


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list: a report, or a file without one; `has` is what filters see.

    `beside` are the other files of the list with a report of the same body and year.
    """

    item: Item
    held: Held | None = None
    left: int = 0
    kept: bool = False
    back: Back | None = None
    sender: str = ""
    beside: tuple[str, ...] = ()

    @property
    def has(self) -> str:
        if self.held is None:
            return "failed" if self.item.state == "failed" else "waiting"
        short = self.held.short
        words = [grade for grade, count in short.counts.items() if count]
        words += ["unread"] if short.unread else []
        words = words or ["clean"]
        words += ["several"] if self.beside else []
        words += ["open"] if self.left else []
        words += [self.back.has] if self.back else []
        return " ".join(words)

    @property
    def gravity(self) -> int:
        """What the list is sorted by, the worst first: unreadable files, then by what was found."""
        if self.held is None:
            return 10**15 if self.item.state == "failed" else -1
        counts = self.held.short.counts
        return sum(counts[g] * 1000**n for n, g in enumerate(reversed(GRADES[:4])))


FILTERS = {
    "error": "有错误的",
    "warning": "有警告的",
    "uncertain": "有待核的",
    "unread": "有未读的",
    "several": "同一年度多份的",
    "clean": "未发现问题的",
    "open": "没处理完的",
    "unsent": "函待发的",
    "due": "等重报的",
    "late": "逾期的",
    "back": "已重报的",
    "failed": "读不出的",
    "waiting": "没有审的",
}
"""What the list can be narrowed to: the word that `Row.has` says, and what it is called."""


@dataclass(frozen=True, slots=True)
class Share:
    """How far a person is with the reports assigned to them."""

    who: str
    done: int
    total: int


def held_by(people: People, person: Person) -> list[Held]:
    """The reports that a person sees, each once however many files hold it."""
    found: list[Held] = []
    for owner, items in _by_owner(people, person):
        shorts = [(i, s) for i in items if i.state == "done" for s in owner.briefs(i)]
        there = {f"{item.id}/{short.n}" for item, short in shorts}
        twins = {a: b for a, b in owner.get(TWINS, {}).items() if b in there}
        also: dict[str, list[str]] = {}
        for item, short in shorts:
            if first := twins.get(f"{item.id}/{short.n}"):
                also.setdefault(first, []).append(item.filename)
        for item, short in shorts:
            ref = f"{item.id}/{short.n}"
            if ref not in twins:
                found.append(Held(owner, item, short, tuple(also.get(ref, ()))))
    return found


def _by_owner(people: People, person: Person) -> Iterable[tuple[Person, list[Item]]]:
    lists: dict[Person, list[Item]] = {}
    for owner, item in people.lists(person):
        lists.setdefault(owner, []).append(item)
    return lists.items()


def rows(workspace: Workspace, people: People, person: Person) -> list[Row]:
    """The lines of a person's list, in the order in which the files came."""
    held = held_by(people, person)
    whose = [h.short.key for h in held]
    decisions, letters = _by_key(workspace.decisions(whose)), workspace.letters.of(whose)
    kept = {ref for owner in {h.owner for h in held} for ref in owner.get("kept", [])}
    beside = _beside(held)
    lines: dict[str, list[Row]] = {}
    for h in held:
        own = decisions.get(h.short.key or ("", 0), [])
        decided = {(d.rule, d.place) for d in own}
        line = Row(
            h.item,
            h,
            left=sum(not decided.issuperset(f.parts) for f in h.short.findings),
            kept=h.ref in kept,
            back=letter_view.row(h.short, letters, own, h.review),
            sender="" if h.owner is person else h.owner.name,
            beside=beside.get(h.ref, ()),
        )
        lines.setdefault(h.item.id, []).append(line)
    return [
        line
        for _, item in people.lists(person)
        for line in lines.get(item.id, [] if item.state == "done" and item.reviews else [Row(item)])
    ]


def _beside(held: Iterable[Held]) -> dict[str, tuple[str, ...]]:
    """Reports of which the list has several of one body and year, by `ref`: the others' files."""
    alike: dict[tuple[str, int], list[Held]] = {}
    for h in held:
        if h.short.key:
            name, year = h.short.key
            alike.setdefault((short_names(name)[-1], year), []).append(h)
    return {
        h.ref: tuple(
            o.item.filename
            for o in several
            if o is not h and same_body(o.short.agency, h.short.agency)
        )
        for several in alike.values()
        for h in several
    }


def _by_key(decisions: Iterable[Decision]) -> dict[tuple[str, int], list[Decision]]:
    found: dict[tuple[str, int], list[Decision]] = {}
    for d in decisions:
        found.setdefault((d.agency, d.year), []).append(d)
    return found


def tally(lines: Iterable[Row]) -> list[tuple[str, str, int]]:
    """How many rows each filter leaves: word, name, count; those that leave none are left out."""
    found = Counter(word for row in lines for word in row.has.split())
    return [(word, title, found[word]) for word, title in FILTERS.items() if found[word]]


def counted(lines: Iterable[Row]) -> list[Grade]:
    """The grades that have a column: what is explained only where something is."""
    held = [row.held.short.counts for row in lines if row.held]
    return [g for g in GRADES if g != "explained" or any(c[g] for c in held)]


def shares(lines: Sequence[Row]) -> list[Share]:
    """Each reviewer's progress, by name; [] where nothing is assigned."""
    names = sorted({row.item.reviewer for row in lines if row.item.reviewer})
    own = {name: [r for r in lines if r.item.reviewer == name] for name in names}
    return [
        Share(n, sum(r.held is not None and not r.left for r in own[n]), len(own[n])) for n in names
    ]
