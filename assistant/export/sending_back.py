"""The letters of a library: made for what stands, marked as sent, answered by what comes back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from assistant.export.letter import NO_NAME, letter_docx
from assistant.export.office_templates import OfficeTemplates
from assistant.review.letters import Key, Office, answered, key, latest, sent, unsent, written
from index.library.library import Library
from index.report import Decision, Review
from index.stores.values import Letter

_UNFIT = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


def letter_name(letter: Letter) -> str:
    """What the letter's Word file is called; fit for every file system."""
    return f"{_UNFIT.sub('_', letter.agency)[:100]}{letter.year}年退改函.docx"


@dataclass(frozen=True, slots=True)
class Letters:
    """`library` opens the library, which is not made to look into one that is not `there`."""

    library: Callable[[], Library]
    there: bool
    office: Office
    templates: OfficeTemplates

    def of(self, whose: Iterable[Key | None]) -> dict[Key, Letter]:
        """The last letter about each of these reports, by body as printed and year."""
        keys = {k for k in whose if k}
        if not (self.there and keys):
            return {}
        kept = self.library().letters({year for _, year in keys})
        names = {x.agency: self.library().called(x.agency) for x in kept}
        return {k: letter for k, letter in latest(kept, names).items() if k in keys}

    def make(
        self, reviews: Sequence[Review], decisions: Sequence[Decision], moment: str, who: str
    ) -> list[Letter]:
        """A letter for each report against which something stands, kept and numbered.

        A report of which nobody knows whose it is gets none.
        """
        known = self.of(map(key, reviews))
        whose = ((r, k) for r in reviews if (k := key(r)))
        made = [written(r, k, decisions, known.get(k), self.office, moment, who) for r, k in whose]
        new = [x for x in made if x and x not in known.values()]
        kept = iter(self.library().keep_letters(new) if new else ())
        return [next(kept) if x in new else x for x in made if x]

    @property
    def missing(self) -> str:
        """What the settings do not say that a letter should, in a sentence; "" for nothing."""
        office = self.office
        lacks = {
            f"发文机关（函上印着{NO_NAME}）": office.name,
            "文号": office.number,
            "联系人": office.contact,
            "联系电话": office.phone,
        }
        named = [word for word, value in lacks.items() if not value]
        return f"还没有填{'、'.join(named)}：在“设置”里填写后重新导出。" if named else ""

    def paper(self, letter: Letter) -> bytes:
        """A letter as Word.  Raises UsageError where the office's template cannot be filled."""
        return letter_docx(letter, self.office, self.templates.content("letter"))

    def send(self, whose: Iterable[Key | None], moment: str, who: str) -> int:
        """Say that the letters about these reports have gone out; gives how many had not."""
        steps = sent(self.of(whose).values(), moment, who)
        return len(self.library().keep_letters(steps)) if steps else 0

    def take_back(self, whose: Iterable[Key | None]) -> int:
        """Say that the letters about these reports have not gone out after all."""
        steps = unsent(self.of(whose).values())
        return len(self.library().keep_letters(steps)) if steps else 0

    def take_answers(self, came: Iterable[tuple[Review, str]], moment: str) -> None:
        """Corrected reports, each with when it came, answer the open letters about them."""
        came = tuple(came)
        known = self.of(key(review) for review, _ in came)
        steps = {
            k: step
            for review, when in came
            if (k := key(review)) in known and (step := answered(known[k], review, when, moment))
        }
        if steps:
            self.library().keep_letters(list(steps.values()))
