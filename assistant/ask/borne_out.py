"""Whether a model's sentence says what the passages that it cites say, and what it may not hold.

A passage is a report's own words: a sentence that rests on one stands as that report's words, its
figures held against that report's cells, its marks at the passages that say it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.draft.verify_text import Check, called, verify
from assistant.evidence import Evidence
from assistant.model.orders import gives_orders, is_live
from index.bodies.names import self_words
from index.numerals import CHARACTERS, ONE_TO_TEN
from index.report import Report
from index.search.thesaurus import concepts

Reports = Callable[[str], Report]
"""A kept report by its id."""
MARK = re.compile(r"\[(\d+)\]|［(\d+)］|【(\d+)】")
_LOST = "\ufffd"
"""What stands for a character that was lost on the way."""
_NEAR = 0.6
"""A sentence that states nothing checkable is of the passage that has most of its letter pairs."""
_OF_IT = 0.2
"""A passage that says a sentence has this share of what it says beside the question's own words, or
names a concept with it: what is asked about stands in every passage and in every sentence."""
_ENOUGH = 4
"""Letter pairs beside the question's from which a share can be told."""
_SUBJECT = re.compile(r"单位|部门|报告|年报|机关都|各地|各局|各镇|均")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a model's answer after checking.

    `struck` are the statements that nothing bears out, `crossed` says that nothing else in it is
    borne out either; `fit` says whether it is shown at all.
    """

    text: str
    struck: tuple[Check, ...]
    cited: tuple[int, ...]
    fit: bool = True
    crossed: bool = False

    @property
    def holds(self) -> bool:
        return self.fit and not self.struck


def checked(
    text: str,
    question: str,
    evidence: Sequence[Evidence],
    names: frozenset[str],
    report_of: Reports,
) -> Sentence:
    """A sentence verified against what it cites, or against everything where it cites nothing.

    Citation marks without evidence, or at what does not say it, are taken out of it; one without
    any is given the marks of what bears it out: small models seldom set them.
    """
    by_id = {e.id: e for e in evidence}
    bare = MARK.sub("", text).strip()
    if is_live(bare) or gives_orders(bare) or _LOST in bare:
        return Sentence(text, (), (), fit=False)
    cited = tuple(dict.fromkeys(i for m in MARK.finditer(text) if (i := _number(m)) in by_id))
    mentioned = [n for n in names if n in text]
    checks = verify(text, [by_id[i] for i in cited] or list(evidence), mentioned)
    struck = tuple(c for c in checks if c.status == "unverified")
    if struck:
        says = any(_says(e, bare, question) for e in evidence)
        return Sentence(_with_marks(text, cited), struck, cited, crossed=not says)
    kept = tuple(i for i in cited if _says(by_id[i], bare, question))
    kept = kept or _bearing(bare, question, checks, evidence)
    bearers = [by_id[i] for i in kept]
    if not bearers or _denied(bare, bearers, report_of):
        return Sentence(text, (), (), fit=False)
    return Sentence(_said_by(_with_marks(text, kept), bearers), (), kept)


def _number(mark: re.Match[str]) -> int:
    return int(mark[1] or mark[2] or mark[3])


def _with_marks(text: str, ids: Sequence[int]) -> str:
    """The text with the marks among `ids`, and those of them that it lacks at its end."""
    there = {_number(m) for m in MARK.finditer(text)}
    text = MARK.sub(lambda m: m[0] if _number(m) in ids else "", text)
    body = text.rstrip()
    added = "".join(f"[{i}]" for i in ids if i not in there)
    return f"{body}{added}{text[len(body) :]}"


def _bearing(
    text: str, question: str, checks: Sequence[Check], evidence: Sequence[Evidence]
) -> tuple[int, ...]:
    """What bears a sentence out that cites nothing: of its statements, or of its words."""
    by_id = {e.id: e for e in evidence}
    stated = (c.evidence for c in checks if c.mention.kind != "year")
    found = tuple(dict.fromkeys(i for i in stated if i is not None))
    if found := tuple(i for i in found if _says(by_id[i], text, question)):
        return found
    pairs = _pairs(text)
    share, id = max(((_share(pairs, e), e.id) for e in evidence), default=(0.0, 0), key=_most)
    return (id,) if share >= _NEAR else ()


def _most(scored: tuple[float, int]) -> tuple[float, int]:
    return scored[0], -scored[1]


def _says(e: Evidence, text: str, question: str) -> bool:
    """Whether a piece of evidence says what a sentence says of what was asked."""
    asked = {*_pairs(question), *_pairs(e.agency)}
    own = [p for p in _pairs(text) if p not in asked]
    if _share(own if len(own) >= _ENOUGH else _pairs(text), e) >= _OF_IT:
        return True
    return bool({*concepts(text)} & {*concepts(e.text)} - {*concepts(question)})


def _pairs(text: str) -> list[str]:
    words = re.sub(r"[^一-龥A-Za-z0-9]", "", text)
    return [words[i : i + 2] for i in range(len(words) - 1)]


def _share(pairs: Sequence[str], e: Evidence) -> float:
    """How many of the letter pairs stand in a piece of evidence or its body's name."""
    said = f"{e.agency}{e.year or ''}年{e.text}"
    return sum(p in said for p in pairs) / len(pairs) if pairs else 0.0


def _denied(text: str, bearers: Sequence[Evidence], report_of: Reports) -> bool:
    """Whether the cells of a report that is cited contradict the sentence."""
    if not re.search(rf"[\d{CHARACTERS}]", text):
        return False
    from assistant.claims import check

    reports = dict.fromkeys(e.report for e in bearers if e.kind == "passage" and e.report)
    return any(
        found.status == "contradicted" for id in reports for found in check(text, report_of(id))
    )


def _said_by(text: str, bearers: Sequence[Evidence]) -> str:
    """The sentence as its report's words, where it does not say whose they are."""
    sources = {(e.agency, e.year) for e in bearers}
    ((agency, year), *others) = sorted(sources, key=str)
    own = [w for w in self_words(agency) if w in text] if agency else []
    named = any(n in text for a, _ in sources for n in called(a))
    if not own and (named or _SUBJECT.search(text) or (others and not own)):
        return text
    lead = re.match(rf"\s*(?:[（(]?[\d{ONE_TO_TEN}]+[）)、.．]\s*)?", text)
    at = lead.end() if lead else 0
    whose = f"{len(sources)}份年报" if others else f"{agency}{year or ''}年年报"
    return f"{text[:at]}{whose}写道：{text[at:]}"
