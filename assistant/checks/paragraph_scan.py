"""The form of rule for faults of wording: a search of one paragraph at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from assistant.checks.paragraphs import narrative
from assistant.checks.place_names import excerpt, place_name
from assistant.checks.rule import PASS, Context, Verdict
from index.report import Outcome, Paragraph, Report


@dataclass(frozen=True, slots=True)
class Hit:
    """A span of a paragraph that a search found, why it is a fault, and what should stand."""

    start: int
    end: int
    why: str
    expected: str = ""
    outcome: Outcome = "fail"


@dataclass(frozen=True, slots=True)
class Scan:
    """The form of rule for faults of wording: `find` looks at one paragraph at a time."""

    find: Callable[[str], Iterable[Hit]]

    def __call__(self, report: Report, context: Context) -> Iterator[Verdict]:
        read = False
        for section, paragraph in narrative(report):
            read = True
            for hit in self.find(paragraph.text):
                yield hit_verdict(section, paragraph, hit)
        if read:
            yield PASS


def hit_verdict(section: int | None, paragraph: Paragraph, hit: Hit) -> Verdict:
    """A hit as a verdict: where it stands, its words and those about them."""
    quote = excerpt(paragraph.text, hit.start, hit.end)
    return Verdict(
        hit.outcome,
        f"{place_name(section)}“{quote}”：{hit.why}",
        section=section,
        expected=hit.expected,
        found=paragraph.text[hit.start : hit.end],
        quote=quote.strip("…"),
        at=paragraph.at,
    )
