"""A draft before it is shown: every sentence against the reports and notes, and the own rules."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from assistant.claims import Checked, Ground, check
from assistant.draft.compose import loose_label, quoted_label, years_said
from assistant.draft.emptiness import emptiness
from assistant.draft.frames import Known, Recogniser
from assistant.draft.last_year_items import bare
from assistant.draft.request import Claim, ClaimKind, Draft, Material
from assistant.draft.verify_text import Check, mentions
from assistant.evidence import Evidence
from index.formats import PARTS, labels
from index.report import Finding, Paragraph, Report, Section, Source

BLANK = re.compile(r"〔待补充(?:[^〔〕]|〔\d+〕)*〕")
_BEHIND = re.compile(rf"(?<=[。；]){BLANK.pattern}")
_SENTENCE = re.compile(r"[^。；;！!？?\n]+")
_QUOTED = re.compile(r"“([^“”]+)”")
_WORDING = ("L", "S", "X")
_ALSO = ("F12", "P01", "P02", "Y04", "Y05")


def checked(draft: Draft, material: Material) -> Draft:
    """The draft with its sentences judged, its numbers, findings and share of empty phrases.

    What is still to be filled in (`〔待补充：……〕`) states nothing.
    """
    ledger = _Ledger(draft.evidence)
    claims = tuple(_claims(draft, material, ledger))
    evidence = tuple(ledger.evidence)
    gaps = tuple(g for g in draft.gaps if g.text in draft.text)
    return replace(
        draft,
        claims=claims,
        evidence=evidence,
        gaps=gaps,
        numbers=tuple(_numbers(draft.text, claims, evidence)),
        findings=tuple(_findings(draft, material)),
        empty=emptiness(draft.text),
    )


# ---------------------------------------------------------------- sentences


def _claims(draft: Draft, material: Material, ledger: _Ledger) -> Iterator[Claim]:
    said = BLANK.sub(lambda m: " " * len(m[0]), draft.text)
    recogniser = Recogniser(_known(material), _fixed(material))
    hidden = _without_last_years_words(said, material)
    for found in check(
        hidden,
        _but(material.report, draft.section) or _blank(material),
        earlier=material.earlier,
        peers=material.peers,
        notes=tuple(_grounds(material)),
    ):
        start, end = found.span
        words = draft.text[start:end]
        framed = recogniser.known(bare(said[start:end]))
        if framed and found.status != "contradicted":
            yield Claim(words.strip(), framed[0], "proved", framed[1], "", found.span)
        else:
            yield _claim(words, found, draft.section, ledger)


def _claim(words: str, found: Checked, section: int, ledger: _Ledger) -> Claim:
    figure: ClaimKind = "problem" if section == 5 else "done"
    kind = figure if found.kind == "figure" else found.kind
    ids = tuple(dict.fromkeys(ledger.id_of(g) for g in found.evidence))
    return Claim(words.strip(), kind, found.status, ids, found.why, found.span)


def _without_last_years_words(text: str, material: Material) -> str:
    """The text with what it quotes of last year's part five blanked: those figures are not its own."""
    quoted = {p.quoted for entry in material.past for p in entry.promises}
    return _QUOTED.sub(lambda m: "　" * len(m[0]) if m[1] in quoted else m[0], text)


def _known(material: Material) -> Iterator[Known]:
    """What may stand in a frame's slots: last year's words, this year's own, the drafter's."""
    for one in (p for entry in material.past for p in entry.promises):
        yield Known("quoted", one.quoted, one.evidence)
        yield Known("subject", one.quoted, one.evidence)
        if one.told and one.sure:
            yield from _in_pieces("done", bare(one.told.text), one.told.id)
        for note, id in one.answered:
            yield from _in_pieces("done", note.text, id)
            if note.answer == "未做":
                yield Known("unsolved" if one.is_problem else "unkept", one.quoted, id)
    for problem in material.problems:
        yield Known("label", quoted_label(problem), problem.evidence[0])
        if problem.origin in ("note", "finding"):
            yield from _in_pieces("problem", problem.text, problem.evidence[0])
        if problem.below:
            yield Known("below", problem.below, problem.evidence[-1])
        for note, id in problem.notes:
            yield from _in_pieces(note.kind, note.text, id)
            if note.about:
                yield Known("heading", note.about, id)
    for note, id in material.loose:
        yield from _in_pieces(note.kind, note.text, id)
        if note.about:
            yield Known("label", loose_label(note), id)
            yield Known("heading", note.about, id)
    for text, years in material.repeated.items():
        id = next((e.id for e in material.evidence if text in e.text), 1)
        yield Known("years", years_said(years), id)


def _in_pieces(slot: str, words: str, id: int) -> Iterator[Known]:
    """The words, and each of their sentences: a note of two sentences stands as two."""
    yield Known(slot, words, id)
    yield from (Known(slot, m[0].strip(), id) for m in _SENTENCE.finditer(words))


def _fixed(material: Material) -> Mapping[str, str]:
    year = material.year
    return {
        "last": str(year - 1),
        "year": str(year),
        "next": str(year + 1),
        "we": material.we,
    }


def _grounds(material: Material) -> Iterator[Ground]:
    notes = [*material.loose, *(n for p in material.problems for n in p.notes)]
    notes += [n for e in material.past for p in e.promises for n in p.answered]
    for note, _ in notes:
        yield Ground("note", note.text, material.agency, material.year)


def _blank(material: Material) -> Report:
    return Report(
        source=Source("", "", "text"),
        agency=material.agency,
        year=material.year,
        level="unknown",
        title="",
        format="unknown",
    )


class _Ledger:
    """The draft's evidence, to which the cells and passages that bear a sentence are added."""

    def __init__(self, evidence: Sequence[Evidence]) -> None:
        self.evidence = list(evidence)
        self._ids = {_identity(e.agency, e.year, e.cell, e.text): e.id for e in evidence}

    def id_of(self, ground: Ground) -> int:
        key = _identity(ground.agency, ground.year, ground.cell, ground.text)
        if key not in self._ids:
            self._ids[key] = len(self.evidence) + 1
            self.evidence.append(_of_ground(ground, self._ids[key]))
        return self._ids[key]


def _identity(agency: str, year: int | None, cell: str | None, text: str) -> tuple[object, ...]:
    return (agency, year, cell, "" if cell else text)


def _of_ground(ground: Ground, id: int) -> Evidence:
    label = labels().get(ground.cell or "")
    return Evidence(
        id,
        "figure" if ground.kind == "cell" else "passage",
        f"{ground.year}年{ground.text}" if ground.kind == "cell" else ground.text,
        agency=ground.agency,
        year=ground.year,
        cell=ground.cell,
        value=ground.value,
        unit="件" if ground.cell else "",
        section=label.part if label else ground.section,
    )


def _numbers(text: str, claims: Sequence[Claim], evidence: Sequence[Evidence]) -> Iterator[Check]:
    """Every checkable statement: as sure as the sentence it stands in."""
    said = BLANK.sub(lambda m: " " * len(m[0]), text)
    for mention in mentions(said, {e.agency for e in evidence}):
        held = next((c for c in claims if c.span[0] <= mention.start < c.span[1]), None)
        if held is not None and held.status == "proved":
            yield Check(mention, "verified", next(iter(held.evidence), 1))
        else:
            yield Check(mention, "unverified")


# ---------------------------------------------------------------- the rules


def _findings(draft: Draft, material: Material) -> Iterable[Finding]:
    """What the rules on wording, copying and consistency say of the draft as that part.

    The year's cells are there for the X rules; of the earlier report only the same part counts
    for copying, so that 60 % of a part five is 60 % of what is compared.
    """
    from assistant.checks import RULES
    from assistant.checks.rule import Context, run

    if not draft.text:
        return ()
    rules = {k: r for k, r in RULES.items() if k[0] in _WORDING or k in _ALSO}
    if draft.section != 5 or draft.gaps:
        rules.pop("F12", None)
    earlier = material.earlier.get(material.year - 1)
    context = Context(earlier=_only(earlier, draft.section))
    review = run(as_report(draft, material), context, rules)
    return tuple(f for f in review.findings if f.outcome == "fail")


def as_report(draft: Draft, material: Material) -> Report:
    """The draft as the one part of a report, with the year's own cells beside it."""
    part = PARTS[draft.section - 1]
    said = BLANK.sub("略", _BEHIND.sub("", draft.text))
    lines = ("略。" if line == "略" else line for line in said.splitlines())
    paragraphs = tuple(Paragraph(line) for line in lines if line.strip())
    return replace(
        material.report or _blank(material),
        agency=material.agency,
        year=material.year,
        sections=(Section(part.number, part.title, part.heading, paragraphs),),
        preamble=(),
        headings=(),
    )


def _but(report: Report | None, number: int) -> Report | None:
    """The report without the part that is drafted: what it says itself bears nothing out."""
    if report is None:
        return None
    return replace(report, sections=tuple(s for s in report.sections if s.number != number))


def _only(report: Report | None, number: int) -> Report | None:
    if report is None:
        return None
    return replace(
        report, sections=tuple(s for s in report.sections if s.number == number), preamble=()
    )
