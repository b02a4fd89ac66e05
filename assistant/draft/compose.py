"""Part five composed from claims: last year's items, this year's problems, then measures.

As many as there are, none invented: what nobody has said stays a question, `〔待补充：…〕`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.draft.frames import fill, frames
from assistant.draft.last_year_items import bare, inner
from assistant.draft.notes import STAFF, Note
from assistant.draft.placing import because
from assistant.draft.request import (
    DraftRequest,
    Gap,
    Material,
    Numbering,
    Past,
    Problem,
    Promise,
    Suggestion,
)
from index.numerals import ONE_TO_TEN

Piece = str | Gap
Point = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Composed:
    """The text with the questions it leaves open and measures to take or leave."""

    text: str
    gaps: tuple[Gap, ...]
    suggestions: tuple[Suggestion, ...]


def compose(material: Material, request: DraftRequest) -> Composed:
    """Part five from what is known and ticked."""
    told = replace(material, problems=tuple(_ticked(material, request)))
    parts = (
        ("past", list(_past(told))),
        ("problem", list(_problems(told))),
        ("measure", list(_measures(told))),
    )
    style = material.style
    numbering = request.numbering or style.numbering
    headed = style.headed and request.numbering != "（一）"
    lines = [
        line
        for place, (name, points) in enumerate([p for p in parts if p[1]])
        for line in _laid_out(name, points, told, (numbering, headed, place))
    ]
    lines = [*_opening(told), *lines]
    gaps = [p for _, points in parts for point in points for p in point if isinstance(p, Gap)]
    return Composed("\n".join(lines), tuple(gaps), tuple(_suggestions(told)))


def _ticked(material: Material, request: DraftRequest) -> Iterator[Problem]:
    """The problems to tell: the drafter's own always, what the check found only where ticked."""
    chosen = request.chosen
    for problem in material.problems:
        if problem.origin in ("note", "promise"):
            yield problem
        elif chosen is None:
            if problem.origin != "finding":
                yield problem
        elif {*problem.evidence} & {*chosen}:
            yield problem


# ---------------------------------------------------------------- last year


def _past(material: Material) -> Iterator[Point]:
    asked: list[Point] = []
    for entry in material.past:
        told, open_ = _of_entry(entry, material)
        yield from told
        asked += [(gap,) for gap in open_]
    yield from ((loose_done(n),) for n, _ in material.loose if n.kind == "done")
    yield from asked


def loose_done(note: Note) -> str:
    """What was done of a thing that last year's report has not, under the drafter's name for it."""
    return fill("done", "named", heading=note.about, done=note.text) if note.about else note.text


def _of_entry(entry: Past, material: Material) -> tuple[list[Point], list[Gap]]:
    """What is known of an item and its measures, and what has to be asked."""
    told = list(_said(entry.subject))
    for measure in entry.measures:
        unsaid = not told and not entry.subject.answered
        told += _said(measure, entry.subject.quoted if unsaid else "")
    open_ = [p for p in entry.promises if not _settled(p)]
    if not told and not any(map(_settled, entry.promises)):
        return [], [_asked(entry, material)]
    answered = _settled(entry.subject)
    measures = [p for p in open_ if p in entry.measures and not answered]
    return told, [_asked(Past(p), material) for p in measures]


def _settled(promise: Promise) -> bool:
    return promise.sure or bool(promise.answered)


def _said(promise: Promise, subject: str = "") -> Iterator[Point]:
    """What became of it: of a problem, or of a measure with the problem that it is to answer."""
    way = _way(promise) + ("_about" if subject else "")
    fields = {"quoted": promise.quoted, "subject": subject}
    for note, _ in promise.answered:
        if note.text and note.answer in ("", "已做", "部分"):
            name = f"partly_{way}" if note.answer == "部分" else way
            yield (fill("done", name, done=note.text, **fields),)
    if promise.sure and promise.told and not promise.answered:
        yield (fill("done", way, done=bare(promise.told.text), **fields),)


def _asked(entry: Past, material: Material) -> Gap:
    quoted, years = entry.subject.quoted, entry.subject.years
    told = {"quoted": quoted, "last": material.year - 1, "year": material.year}
    if entry.measures:
        promises = "".join(f"“{m.quoted}”" for m in entry.measures)
        question = fill("gaps", "past_promised", promises=promises, **told)
    elif years:
        said = years_said((*years, material.year - 1))
        question = fill("gaps", "past_repeated", years=said, **told)
    else:
        question = fill("gaps", "past", **told)
    repeated = [p for p in entry.promises if p.years] if entry.measures else []
    said = "，".join(
        f"“{p.quoted}”{years_said((*p.years, material.year - 1))}已连续提出" for p in repeated
    )
    return Gap(question + (f"（{said}）" if said else ""), "done", quoted, _way(entry.subject))


def _way(promise: Promise) -> str:
    return "about" if promise.is_problem else "followed"


def years_said(years: Sequence[int]) -> str:
    return "、".join(f"{y}年" for y in sorted(set(years)))


def _opening(material: Material) -> Iterator[str]:
    """What the drafter tells that is neither a problem nor a measure: before all.

    Who does the work stands in part one.
    """
    facts = [n.text for n, _ in material.loose if n.kind == "fact" and n.about != STAFF]
    if facts:
        yield "".join(map(_stopped, facts))


# ---------------------------------------------------------------- this year


def _problems(material: Material) -> Iterator[Point]:
    if material.quiet:
        yield (quiet_sentence(material),)
    for part, message in material.broken:
        table = {2: "表二", 3: "表三", 4: "表四"}.get(part, "表格")
        yield (Gap(fill("gaps", "table", table=table, message=message)),)
    yield from (_problem(p) for p in material.problems)
    if not any(p.origin == "note" for p in material.problems):
        yield (Gap(fill("gaps", "problem", year=material.year), "problem"),)


def quiet_sentence(material: Material) -> str:
    return f"{material.year}年，{material.we}新收政府信息公开申请0件，行政复议0件，行政诉讼0件"


def _problem(problem: Problem) -> Point:
    told = [n for n, _ in problem.said("cause")]
    several = len(told) > 1
    causes: list[Piece] = [because(n.text, n.about if several else "") for n in told]
    facts = [n.text for n, _ in problem.said("fact")]
    if not causes and problem.origin in ("corrected", "rise"):
        name = "cause" if problem.origin == "corrected" else "rise"
        causes = [Gap(fill("gaps", name, label=problem.label), "cause", problem.label)]
    return (problem.text, *_below(problem), *facts, *causes)


def _below(problem: Problem) -> Iterator[str]:
    if problem.below:
        name = "below" if problem.below_whole else "below_in_part"
        yield fill("problem", name, below=problem.below)


# ---------------------------------------------------------------- next year


def _measures(material: Material) -> Iterator[Point]:
    asked: list[Point] = []
    for problem in material.problems:
        label = quoted_label(problem)
        told = problem.said("measure")
        yield from (_measure(n, label, material) for n, _ in told)
        if not told:
            question = fill("gaps", "measure", label=label, next=material.year + 1)
            asked.append((Gap(question, "measure", label),))
    loose = [n for n, _ in material.loose if n.kind == "measure"]
    yield from (_measure(note, loose_label(note), material) for note in loose)
    if not material.problems and not loose:
        question = fill("gaps", "measures", year=material.year, next=material.year + 1)
        asked.append((Gap(question, "measure"),))
    yield from asked


def quoted_label(problem: Problem) -> str:
    own = problem.origin in ("corrected", "rise")
    return problem.label if own else f"“{inner(problem.label)}”"


def loose_label(note: Note) -> str:
    return f"“{inner(note.about.strip('“”'))}”" if note.about else ""


def _measure(note: Note, label: str, material: Material) -> Point:
    text = _about(label, note.text)
    years = material.repeated.get(note.text)
    return (text, fill("measure", "repeated", years=years_said(years))) if years else (text,)


def _about(label: str, measure: str) -> str:
    return fill("measure", "about", label=label, measure=measure) if label else measure


def _suggestions(material: Material) -> Iterator[Suggestion]:
    """Worded from what this body's problems are; for problems without a measure."""
    for problem in material.problems:
        if problem.origin in frames()["suggestions"] and not problem.said("measure"):
            words = {"label": problem.label, "quoted": problem.label}
            yield Suggestion(fill("suggestions", problem.origin, **words), problem.label)


# ---------------------------------------------------------------- an answer in place


def in_place(text: str, gap: Gap, answer: str) -> str:
    """The text with a question replaced by its answer, said as it would be composed."""
    words = answer.strip().rstrip("。；;")
    match gap.kind:
        case "done":
            said = fill("done", gap.frame, quoted=gap.about, done=words)
        case "measure":
            said = _about(gap.about, words)
        case "cause":
            said = because(words)
        case _:
            said = words
    return text.replace(gap.text, f"{said}。", 1)


# ---------------------------------------------------------------- on the page


def _laid_out(
    name: str, points: Sequence[Point], material: Material, style: tuple[Numbering, bool, int]
) -> Iterator[str]:
    numbering, headed, place = style
    head = fill("heads", name, last=material.year - 1, year=material.year, next=material.year + 1)
    said = ["".join(map(_stopped, point)) for point in points if not _asks(point)]
    asked = ["".join(map(_stopped, point)) for point in points if _asks(point)]
    if headed:
        yield f"（{ONE_TO_TEN[place]}）{head}"
    else:
        yield f"{head}："
    yield from _numbered(said, numbering, headed)
    yield from asked


def _asks(point: Point) -> bool:
    """Whether a point says nothing yet: it stands as a question on a line of its own."""
    return all(isinstance(p, Gap) for p in point)


def _numbered(said: Sequence[str], numbering: Numbering, headed: bool) -> Iterator[str]:
    if len(said) < 2:
        yield from said
    elif numbering == "一是":
        yield "".join(f"{_ordinal(i)}是{s}" for i, s in enumerate(said))
    elif numbering == "（一）" and not headed:
        yield from (f"（{_ordinal(i)}）{s}" for i, s in enumerate(said))
    else:
        yield from (f"{i}.{s}" for i, s in enumerate(said, 1))


def _ordinal(place: int) -> str:
    tens, ones = divmod(place + 1, 10)
    if not tens:
        return ONE_TO_TEN[ones - 1]
    head = "十" if tens == 1 else f"{ONE_TO_TEN[tens - 1]}十"
    return head + (ONE_TO_TEN[ones - 1] if ones else "")


def _stopped(piece: Piece) -> str:
    if isinstance(piece, Gap):
        return piece.text
    return piece.rstrip("。；;") + "。"
