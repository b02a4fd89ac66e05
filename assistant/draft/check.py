"""A draft before it is shown: every statement against the evidence, and the project's own rules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from assistant.draft.phrases import emptiness
from assistant.draft.request import Draft, Material
from assistant.verify import verify
from index.formats import PARTS
from index.report import Finding, Paragraph, Report, Section, Source

_WORDING = ("L", "S", "X")
_ALSO = ("F12", "P01", "P02", "Y04", "Y05")


def checked(draft: Draft, material: Material) -> Draft:
    """The draft with its numbers verified, its findings and its share of empty phrases."""
    return replace(
        draft,
        numbers=verify(draft.text, draft.evidence),
        findings=tuple(_findings(draft, material)),
        empty=emptiness(draft.text),
    )


def _findings(draft: Draft, material: Material) -> Iterable[Finding]:
    """What the rules on wording, copying and consistency say of the draft as that part.

    The year's cells are there for the X rules; of the earlier report only the same part counts
    for copying, so that 60 % of a part five is 60 % of what is compared.
    """
    from assistant.checks import RULES
    from assistant.checks.peers import Corpus
    from assistant.checks.rule import Context, run

    if not draft.text:
        return ()
    rules = {k: r for k, r in RULES.items() if k[0] in _WORDING or k in _ALSO}
    if draft.section != 5:
        rules.pop("F12", None)
    corpus = Corpus()
    for peer in material.peers:
        if peer.sections:
            corpus.add(peer)
    context = Context(earlier=_only(material.earlier, draft.section), peers=corpus)
    review = run(as_report(draft, material), context, rules)
    return tuple(f for f in review.findings if f.outcome == "fail")


def as_report(draft: Draft, material: Material) -> Report:
    """The draft as the one part of a report, with the year's own cells beside it."""
    part = PARTS[draft.section - 1]
    paragraphs = tuple(Paragraph(line) for line in draft.text.splitlines() if line.strip())
    base = material.report or Report(
        Source("", "", "text"), material.agency, material.year, "unknown", "", "unknown"
    )
    return replace(
        base,
        agency=material.agency,
        year=material.year,
        sections=(Section(part.number, part.title, part.heading, paragraphs),),
        preamble=(),
        headings=(),
    )


def _only(report: Report | None, number: int) -> Report | None:
    if report is None:
        return None
    return replace(
        report, sections=tuple(s for s in report.sections if s.number == number), preamble=()
    )
