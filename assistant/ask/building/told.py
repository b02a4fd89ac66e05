"""What a builder of a narrative question starts from."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.ask.building.steps import Steps
from assistant.ask.building.topic import WHICH
from assistant.ask.grammar.reading import Parse
from assistant.ask.plan.plan import About, Sentences, When, Who


@dataclass(frozen=True, slots=True)
class Told:
    """Whose, when, and what the words look for.

    `words` are the stretches to be found, `listed` those of what is wanting that are listed side by side, `text` the question with bodies and years blanked,
    `part` the part of the report that alone is looked at.
    """

    who: Who
    when: When
    p: Parse
    text: str
    about: About
    words: tuple[str, ...]
    years: tuple[int, ...]
    names: tuple[str, ...]
    many: bool
    part: int | None
    listed: tuple[str, ...] = ()

    @property
    def many_years(self) -> bool:
        return len(self.years) > 1 or self.when.every

    @property
    def which(self) -> bool:
        return WHICH.search(self.p.text) is not None


def source(t: Told, steps: Steps, **more: object) -> str:
    """A step that looks for the words where and when the question says; `more` changes its fields."""
    fields = {
        "who": t.who,
        "when": t.when,
        "about": t.about,
        "words": t.words,
        "part": t.part,
        **more,
    }
    return steps.add(Sentences, **fields)
