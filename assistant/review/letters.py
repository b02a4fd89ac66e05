"""Sending a report back: what stands against it, the letter's steps, what the answer mended."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from assistant.review.compare_versions import Comparison, identity, pairs
from assistant.review.mends import with_causes
from assistant.review.same_report import content
from assistant.review.workdays import working_day
from index.report import Decision, Finding, Review
from index.stores.values import Letter

Key = tuple[str, int]
"""A body's name as its report prints it, and the year."""


@dataclass(frozen=True, slots=True)
class Office:
    """Who sends reports back: the name under the letters, whom to call, how they are numbered.

    `number` is the letters' number with {年} and {号} in it, "" for none; `days` the working days
    that a body has; `address` what it is called in the text, "" for 你镇 or 你局 by its name; `head` whether the office's name is
    printed in red at the top (else there is room for paper that has it); `channel` by what the mended
    report comes back, "" where it is not said.
    """

    name: str = ""
    contact: str = ""
    phone: str = ""
    number: str = ""
    days: int = 10
    address: str = ""
    closing: str = "特此函告。"
    head: bool = True
    channel: str = ""

    def is_of(self, agency: str) -> bool:
        """Whether the office works for this body (县政府办公室 for 县政府): it gets no letter."""
        return bool(agency) and self.name.startswith(agency)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a letter stands: a word for the list, the days it is overdue, whether it is done with."""

    word: str
    overdue: int = 0
    done: bool = False


def key(review: Review) -> Key | None:
    """Whose report of which year it is; None where that is not known."""
    report = review.report
    return (report.agency, report.year) if report and report.agency and report.year else None


def standing(review: Review, decisions: Iterable[Decision]) -> tuple[Finding, ...]:
    """What is wrong or in doubt and nobody has dismissed, in the order of the report; no hints."""
    found = _undismissed(review, decisions)
    stands = [f for f in found if f.severity != "info" or f.outcome == "uncertain"]
    return tuple(sorted(stands, key=_where))


def _undismissed(review: Review, decisions: Iterable[Decision]) -> list[Finding]:
    off = dismissed_in(review, decisions)
    return [f for f in review.findings if identity(f) not in off]


def dismissed_in(review: Review, decisions: Iterable[Decision]) -> set[tuple[str, str]]:
    """The findings of this report, by rule and place, of which a person said that they are none."""
    whose = key(review)
    return {
        (d.rule, d.place)
        for d in decisions
        if (d.agency, d.year) == whose and d.verdict == "dismissed"
    }


def _where(finding: Finding) -> tuple[float, ...]:
    """What is said of the whole comes first; then part, page, height on the page, line."""
    at = finding.at
    top = at.bbox[1] if at.bbox else 0.0
    return (finding.section or 0, at.page or 0, top, at.line or 0)


# ---------------------------------------------------------------- the letter's steps


def written(
    review: Review,
    whose: Key,
    decisions: Iterable[Decision],
    before: Letter | None,
    office: Office,
    moment: str,
    who: str,
) -> Letter | None:
    """The letter about a report; None where nothing stands against it, or it is the office's own.

    A letter that was not sent is made anew in the place of `before`, one that was sent stays as
    it is; after an answer there is another round, but not about the file that was answered for.
    """
    decisions = tuple(decisions)
    stands = () if office.is_of(whose[0]) else standing(review, decisions)
    if all(f.severity == "info" for f in stands) or (
        before and before.answered and before.sha256 == review.source.sha256
    ):
        return None
    if before and before.sent and not before.answered:
        return before
    day = date.fromisoformat(moment[:10])
    fresh = Letter(
        agency=whose[0],
        year=whose[1],
        sha256=review.source.sha256,
        made=moment,
        made_by=who,
        due=working_day(day, office.days)[0].isoformat(),
        findings=with_causes(stands, _undismissed(review, decisions)),
        content=content(review.report) if review.report else "",
        number=office.number.replace("{年}", str(day.year)),
        round=before.round + 1 if before else 1,
    )
    if before is None or before.answered:
        return fresh
    number = before.number or fresh.number
    return replace(fresh, round=before.round, ordinal=before.ordinal, number=number)


def sent(letters: Iterable[Letter], moment: str, who: str) -> list[Letter]:
    """The next step of those that have not been sent yet."""
    return [replace(x, sent=moment, sent_by=who) for x in letters if not x.sent]


def unsent(letters: Iterable[Letter]) -> list[Letter]:
    """The next step of those that were said to be sent by mistake."""
    return [replace(x, sent="", sent_by="") for x in letters if x.sent and not x.answered]


def answered(letter: Letter, review: Review, came: str, moment: str) -> Letter | None:
    """The letter's next step where a report is its answer: it came after it and says another thing.

    The same figures and words in another file (a PDF of the Word document) are no answer.
    """
    other = review.source.sha256 not in (letter.sha256, "")
    same = review.report is not None and content(review.report) == letter.content
    if letter.answered or not other or same or came < letter.made:
        return None
    return replace(letter, answered=moment, answer=review.source.sha256)


def latest(letters: Iterable[Letter], names: Mapping[str, Iterable[str]]) -> dict[Key, Letter]:
    """Each body's and year's last letter, under all of its `names`; rounds come in order."""
    return {
        (name, letter.year): letter
        for letter in letters
        for name in (letter.agency, *names.get(letter.agency, ()))
    }


def stands(letter: Letter, today: date) -> Standing:
    """How a letter stands today."""
    if letter.answered:
        return Standing("已重报", done=True)
    if not letter.sent:
        return Standing("函待发")
    due = date.fromisoformat(letter.due)
    late = (today - due).days
    if late > 0:
        return Standing(f"逾期{late}天", late)
    return Standing(f"{due.month}月{due.day}日前")


# ---------------------------------------------------------------- the answer


def mended(letter: Letter, review: Review, decisions: Iterable[Decision]) -> Comparison:
    """What became of the letter's findings in a later version, and what stands there anew.

    What a person has dismissed since then is neither mended nor standing.
    """
    decisions = tuple(decisions)
    off, here = dismissed_in(review, decisions), standing(review, decisions)
    same = {b: review.findings[a] for a, b in pairs(letter.findings, review.findings).items()}
    gone = [f for i, f in enumerate(letter.findings) if same.get(i) not in here]
    gone = [f for f in gone if f.severity != "info" and identity(f) not in off]
    open_ = tuple(f for f in gone if review.assessed.get(f.rule) in (None, "not_assessable"))
    return Comparison(
        Review(replace(review.source, sha256=letter.sha256), None, letter.findings),
        review,
        mended=tuple(f for f in gone if f not in open_),
        standing=tuple(f for f in here if f in same.values()),
        new=tuple(f for f in here if f not in same.values()),
        unassessed=open_,
    )
