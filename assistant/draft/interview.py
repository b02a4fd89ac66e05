"""What to ask the drafter: only what applies to this body and year, and nothing that was answered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from assistant.draft.compose import quoted_label
from assistant.draft.notes import STAFF, Note, NoteKind
from assistant.draft.request import Material, Problem, Promise

Topic = Literal["promise", "cause", "rise", "inspection", "staff", "plans"]


@dataclass(frozen=True, slots=True)
class Question:
    """One question; its answer is a note of `kind` about `about`.

    `passage` is this year's sentence that comes nearest, with its part; `answers` what was said
    before.  Every question may be passed over.
    """

    topic: Topic
    text: str
    kind: NoteKind
    about: str = ""
    passage: str = ""
    section: int | None = None
    answers: tuple[Note, ...] = ()


def interview(material: Material) -> tuple[Question, ...]:
    """The questions that apply, in the order of the text."""
    return (
        *_promises(material),
        *_causes(material),
        *_general(material),
        *_plans(material),
    )


def _promises(material: Material) -> Iterator[Question]:
    """One question a problem, its own measures in it: what was done answers them together."""
    for entry in material.past:
        subject = entry.subject
        told = next((p.told for p in entry.promises if p.told), None)
        also = "".join(map(_quoted, entry.measures))
        yield Question(
            "promise",
            f"{material.year - 1}年{'提出' if subject.is_problem else '承诺'}{_quoted(subject)}"
            f"{f'，承诺{also}' if also else ''}，{material.year}年做了什么？",
            "done",
            subject.quoted,
            told.text if told else "",
            told.section if told else None,
            tuple(n for p in entry.promises for n, _ in p.answered),
        )


def _quoted(one: Promise) -> str:
    before = f"（{'、'.join(f'{y}年' for y in one.years)}也提出过）" if one.years else ""
    return f"“{one.quoted}”{before}"


def _causes(material: Material) -> Iterator[Question]:
    for problem in material.problems:
        if problem.origin == "corrected":
            yield _cause(problem, "cause", f"{problem.label}，各因何被纠正？")
        elif problem.origin == "rise":
            yield _cause(problem, "rise", f"{problem.text}，为何上升？")


def _cause(problem: Problem, topic: Topic, text: str) -> Question:
    said = tuple(n for n, _ in problem.said("cause"))
    return Question(topic, text, "cause", problem.label, answers=said)


def _general(material: Material) -> Iterator[Question]:
    notes = [n for n, _ in material.loose]
    notes += [n for p in material.problems for n, _ in p.notes]
    found = tuple(n for n in notes if n.kind == "problem" and not n.about)
    staff = tuple(n for n in notes if n.kind == "fact" and n.about == STAFF)
    year = material.year
    yield Question(
        "inspection", f"{year}年自查、检查、通报、考核指出了哪些问题？", "problem", answers=found
    )
    yield Question("staff", "专职、兼职各几人，有无变动？", "fact", STAFF, answers=staff)


def _plans(material: Material) -> Iterator[Question]:
    year = material.year + 1
    for problem in material.problems:
        label = quoted_label(problem)
        said = tuple(n for n, _ in problem.said("measure"))
        text = f"针对{label}，{year}年做什么、谁负责、何时完成？"
        yield Question("plans", text, "measure", label, answers=said)
    loose = tuple(n for n, _ in material.loose if n.kind == "measure" and not n.about)
    text = f"{year}年已定的其他事：做什么、谁、何时、出处？"
    if not material.problems:
        text = f"针对{material.year}年的问题，{year}年拟采取哪些改进措施，谁负责，何时完成？"
    yield Question("plans", text, "measure", answers=loose)
