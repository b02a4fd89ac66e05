"""A draft before it is shown: every statement against the evidence, and the project's own rules."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from assistant.claims.text_sentences import sentences
from assistant.draft.phrases import emptiness
from assistant.draft.request import Draft, Material
from assistant.draft.verify_text import Check, Mention, verify
from assistant.evidence import Evidence
from index.formats import PARTS
from index.report import Finding, Paragraph, Report, Section, Source

BLANK = re.compile(r"〔待补充[^〔〕]*〕")
_COUNTS = ("number", "percent", "times")
_CLAUSE_END = re.compile(r"[，。；：、\n]")
_IN_COMMON = 0.5
"""Share of the words about a number that its evidence must hold too, for it to be the same fact."""
_WORDING = ("L", "S", "X")
_ALSO = ("F12", "P01", "P02", "Y04", "Y05")


def checked(draft: Draft, material: Material) -> Draft:
    """The draft with its numbers verified, its findings and its share of empty phrases.

    What is still to be filled in (`〔待补充：……〕`) states nothing.
    """
    said = BLANK.sub(lambda m: " " * len(m[0]), draft.text)
    return replace(
        draft,
        numbers=tuple(proved(said, draft.evidence)),
        findings=tuple(_findings(draft, material)),
        empty=emptiness(draft.text),
    )


def proved(text: str, evidence: Sequence[Evidence]) -> Iterator[Check]:
    """Every statement of the text; a count holds only where its evidence counts the same thing.

    “另有两起败诉案件” is not borne out by some other 2 among the evidence; and where several would
    bear out “比上年增加2件”, it is the one that the rest of the sentence speaks of.
    """
    for check in verify(text, evidence):
        if check.mention.kind not in _COUNTS or check.status == "unverified":
            yield check
            continue
        clause = _clause(text, check.mention)
        about = _pairs(clause.replace(check.text, " "))
        around = _pairs(_sentence(text, check.mention))
        same = sorted(
            (e for e in evidence if _of_the_same(about, e)),
            key=lambda e: -len(around & _pairs(e.text)),
        )
        again = verify(clause, same) if same else ()
        held = next((c for c in again if c.text == check.text and c.evidence), None)
        yield replace(
            check,
            status="verified" if held else "unverified",
            evidence=held.evidence if held else None,
        )


def _of_the_same(about: frozenset[str], evidence: Evidence) -> bool:
    return not about or len(about & _pairs(evidence.text)) >= _IN_COMMON * len(about)


def _clause(text: str, m: Mention) -> str:
    """The clause that a number stands in: the years and bodies it names must fit the number."""
    start = max((e.end() for e in _CLAUSE_END.finditer(text, 0, m.start)), default=0)
    end = next((e.start() for e in _CLAUSE_END.finditer(text, m.end)), len(text))
    return text[start:end]


def _sentence(text: str, m: Mention) -> str:
    return next(text[a:b] for a, b in sentences(text) if a <= m.start < b)


def _pairs(text: str) -> frozenset[str]:
    """The text's pairs of neighbouring characters, numbers and ordinals left out."""
    words = re.split(r"[^\u4e00-\u9fff]+|[一二三四五六七八九十]是", text)
    return frozenset(w[i : i + 2] for w in words for i in range(len(w) - 1))


def _findings(draft: Draft, material: Material) -> Iterable[Finding]:
    """What the rules on wording, copying and consistency say of the draft as that part.

    The year's cells are there for the X rules; of the earlier report only the same part counts
    for copying, so that 60 % of a part five is 60 % of what is compared.
    """
    from assistant.checks import RULES
    from assistant.checks.corpus import Corpus
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
    said = BLANK.sub("略", draft.text)
    paragraphs = tuple(Paragraph(line) for line in said.splitlines() if line.strip())
    base = material.report or Report(
        source=Source("", "", "text"),
        agency=material.agency,
        year=material.year,
        level="unknown",
        title="",
        format="unknown",
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
