"""What the pages show of letters: how each stands, and what a corrected report mended."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.review.brief import Brief
from assistant.review.compare_versions import Comparison
from assistant.review.letters import Key, mended, stands
from assistant.review.mends import to_mend
from index.report import Decision, Finding, Review
from index.stores.values import Letter

Groups = tuple[tuple[str, str, tuple[Finding, ...]], ...]
"""What became of findings: the word, its tone, the findings."""


@dataclass(frozen=True, slots=True)
class Back:
    """A report that was sent back, as the list says it; `has` is the word of the list's filter."""

    letter: Letter
    word: str
    tone: str
    has: str
    answer: Groups = ()

    @property
    def tip(self) -> str:
        """Who made and sent the letter, when, and by when it is to be answered."""
        letter = self.letter
        steps = (("制函", letter.made, letter.made_by), ("发出", letter.sent, letter.sent_by))
        said = [f"{what} {when[:10]} {who}" for what, when, who in steps if when]
        said += [f"重报 {letter.answered[:10]}"] if letter.answered else []
        head = [w for w in (letter.number, f"第{letter.round}次" if letter.round > 1 else "") if w]
        return "，".join([*head, *said, f"限期 {letter.due}"])


def row(
    short: Brief,
    letters: Mapping[Key, Letter],
    decisions: Iterable[Decision],
    review: Callable[[], Review],
) -> Back | None:
    """How a report's letter stands; None where it was not sent back.

    `review` gives the report's review, which is looked at only where it is a letter's answer.
    """
    letter = letters.get(short.key) if short.key else None
    if letter is None:
        return None
    now = stands(letter, date.today())
    tone = "ok" if now.done else "error" if now.overdue else "warning"
    has = "back" if now.done else "late" if now.overdue else "due" if letter.sent else "unsent"
    is_answer = bool(letter.answer) and short.sha256 == letter.answer
    answer = groups(mended(letter, review(), decisions)) if is_answer else ()
    return Back(letter, now.word, tone, has, answer)


def groups(made: Comparison) -> Groups:
    """The findings of a letter, and the new ones, by what became of them."""
    before, after = made.before.findings, made.after.findings
    found: Sequence[tuple[str, str, tuple[Finding, ...]]] = (
        ("已改", "ok", to_mend(made.mended, before)),
        ("仍在", "error", to_mend(made.standing, after)),
        ("新出现", "warning", to_mend(made.new, after)),
        ("未能判断", "", to_mend(made.unassessed, before)),
    )
    return tuple(found)
