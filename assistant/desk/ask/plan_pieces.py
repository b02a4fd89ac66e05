"""The read-back of a plan as the page shows it: words, and among them the chips that can be changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.ask.plan.plan import Plan
from assistant.ask.plan.readback import LINKS, Chip, shown_words, step_chips, step_words


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the read-back; with `chip` a person can change what it says."""

    text: str
    chip: Chip | None = None


def chips(plan: Plan) -> list[Chip]:
    """All that a person can change of a plan."""
    return [chip for at in range(len(plan.steps)) for chip in step_chips(plan, at)]


def change_words(chip: Chip) -> str:
    """年度改为“2022年、2023年”: how a change is asked."""
    return f"{chip.sort}改为“{chip.words}”"


def pieces(plan: Plan) -> tuple[Piece, ...]:
    """The read-back cut at its chips; joined, the texts are `read_back(plan)`."""
    steps = [list(_of_step(plan, at)) for at in range(len(plan.steps))]
    told = [*steps, [Piece(words)] if (words := shown_words(plan)) else []]
    joined: list[Piece] = []
    for part in (p for p in told if p):
        joined += [Piece(LINKS)] * bool(joined) + part
    return tuple(joined)


def _of_step(plan: Plan, at: int) -> Iterator[Piece]:
    words, done = step_words(plan.steps[at], plan), 0
    for chip in step_chips(plan, at):
        start = words.find(chip.words, done) if chip.words else -1
        if start < 0:
            continue
        if start > done:
            yield Piece(words[done:start])
        yield Piece(chip.words, chip)
        done = start + len(chip.words)
    if words[done:]:
        yield Piece(words[done:])
