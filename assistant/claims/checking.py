"""Each sentence of a text about a body's report: proved, contradicted or unproved."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from assistant.claims.certainty import unsure_operands
from assistant.claims.claim import (
    Checked,
    Claim,
    Compare,
    Ground,
    Kind,
    Multiple,
    Quoted,
    Rank,
    ShareChange,
    Unbound,
    Value,
    Verdict,
)
from assistant.claims.context import Context
from assistant.claims.facts import Facts
from assistant.claims.productions.clause import NOT_BOUND
from assistant.claims.productions.grammar import left_over
from assistant.claims.prove import prove
from assistant.claims.reading.clause_items import items
from assistant.claims.reading.item import Item, Names, Speaker
from assistant.claims.reading.item_rules import Run, letters
from assistant.claims.sentence_clauses import claims_in, clauses, glossed, named_behind
from assistant.claims.text_sentences import is_frame, kind_of, plain, promises, sentences
from assistant.claims.told.narrated import is_narrated
from assistant.claims.told.quotations import LAST_YEAR, Passages, only_a_place, passages
from assistant.claims.translation import Translate, claims_of
from assistant.statements import body_of
from index.bodies.names import called_by, parts, self_words, short_names
from index.formats import edition
from index.report import Report
from index.text import fold

_ORDER: Sequence[str] = ("proved", "unproved", "contradicted")
Bears = Callable[[str], Ground | None]


def _nothing(words: str) -> Ground | None:
    return None


@dataclass(frozen=True, slots=True)
class _Quotable:
    """How a text bears a clause: word for word, or in its own words with its numbers."""

    says: Bears = _nothing
    retells: Bears = _nothing


Texts = Callable[[int], _Quotable]
"""The text of a year's report."""


def _no_text(year: int) -> _Quotable:
    return _Quotable()


_PAUSE = re.compile("[,，;；:：()（）]")
_BLANK = re.compile(r"〔待补充(?:[^〔〕]|〔\d+〕)*〕")


def check(
    text: str,
    report: Report,
    *,
    earlier: Mapping[int, Report] | None = None,
    peers: Sequence[Report] = (),
    named: Sequence[Report] = (),
    notes: Sequence[Ground] = (),
    translate: Translate | None = None,
) -> tuple[Checked, ...]:
    """Every sentence of `text` with its verdict, in order.

    `earlier` are the same body's reports by year, `peers` reports of comparable bodies (of any
    year), `named` of others that the text may name, `notes` what else may be quoted: the drafter's
    answers, passages of other reports; `translate` puts what the grammar does not bind into plain sentences that are checked instead.
    """
    facts = Facts(report, earlier or {}, peers, named)
    speaker = _speaker(report, peers, named, min((*(earlier or {}), facts.year)))
    told = tuple(dict.fromkeys(t.name for t in facts.things))
    context = Context(speaker, edition(report.format, report.year), told)
    own = (*speaker.names.own, *_all_of_it(report))
    quotable = {year: passages(r, (), (*own, *LAST_YEAR)) for year, r in (earlier or {}).items()}
    quotable[facts.year] = passages(report, notes, own)
    found = []
    for start, end in sentences(text):
        if "\n" in text[max(0, start - 1) : start]:
            context = Context(speaker, context.form, context.told)
        said = _checked(text, (start, end), context, facts, quotable)
        if translate is not None and said.status == "unproved":
            said = _translated(said, translate, context, facts)
        found.append(said)
    return tuple(found)


def _speaker(
    report: Report, peers: Sequence[Report], named: Sequence[Report], since: int
) -> Speaker:
    own = _own_names(report.agency) if report.agency else ()
    others = {**called_by({p.agency for p in named}), **called_by({p.agency for p in peers})}
    others = {name: agency for name, agency in others.items() if name not in own}
    body = body_of(report.agency, report.level)
    return Speaker(report.year or 0, body, Names(own, others, _heads(report.agency)), since)


def _heads(agency: str) -> tuple[str, ...]:
    """街道收到申请36件, 管委会收到申请36件: what a place's office calls itself, without 我."""
    if not agency or parts(agency).work:
        return ()
    called = {w[1:] for w in self_words(agency) if w[0] in "我本" and len(w) > 2}
    return tuple(w for w in called if not w.endswith(("机关", "单位")))


def _own_names(agency: str) -> tuple[str, ...]:
    """Its names, what it calls itself (我局), and what its own people say (局里)."""
    itself = self_words(agency)
    at_home = {f"{w[1:]}{where}" for w in itself if w[0] == "我" for where in "里上"}
    return tuple({*short_names(agency), *itself, *at_home})


def _all_of_it(report: Report) -> tuple[str, ...]:
    """全市, in the report of a government: no one else's than its own."""
    if not report.agency or parts(report.agency).work:
        return ()
    return tuple({f"全{w[1:]}" for w in self_words(report.agency) if w[0] == "我" and len(w) == 2})


def _checked(
    text: str,
    span: tuple[int, int],
    context: Context,
    facts: Facts,
    quotable: Mapping[int, Passages],
) -> Checked:
    said = text[span[0] : span[1]].strip()
    sentence = plain(said)
    if _BLANK.sub("", sentence).strip("。，；") == "" or is_frame(sentence):
        return Checked(said, span, "frame", "proved")
    anew = context.copy()
    found = items(sentence, context.speaker)
    promised = promises(text[_begins(text, span[0]) : span[1]])

    def text_of(year: int) -> _Quotable:
        if (said_there := quotable.get(year)) is None:
            return _Quotable()
        bears, retells = said_there.bears, said_there.retells
        return _Quotable(partial(bears, promised=promised), partial(retells, promised=promised))

    claims, verdicts = _judged(sentence, found, context, facts, text_of)
    verdict = _worst(verdicts)
    if verdict.status == "unproved":
        again = items(sentence, context.speaker, facts.things, facts.entries)
    if verdict.status == "unproved" and any(i.letter == "L" or is_narrated(i.name) for i in again):
        claims, narrated = _judged(sentence, again, anew, facts, text_of)
        verdict = _bearing_out(_worst(narrated))
    if verdict.status == "unproved":
        own = text_of(facts.year)
        ground = own.says(sentence) or own.retells(sentence)
        verdict = prove(Quoted(ground), facts) if ground is not None else verdict
    kind = _kind(sentence, claims)
    grounds = tuple(dict.fromkeys(verdict.grounds))
    return Checked(said, span, kind, verdict.status, grounds, verdict.why, verdict.suggestion)


def _begins(text: str, at: int) -> int:
    """Where the whole begins that the sentence is a part of: 将做好以下改进：一是…；二是…."""
    return max(text.rfind(mark, 0, at) for mark in "。！？!?\n") + 1


def _bearing_out(verdict: Verdict) -> Verdict:
    """What a text tells bears out and never speaks against."""
    return verdict if verdict.status == "proved" else replace(verdict, status="unproved")


def _translated(said: Checked, translate: Translate, context: Context, facts: Facts) -> Checked:
    """The sentence as proved by its translation; a translation never speaks against it."""
    sentence = plain(said.text)
    anew = Context(context.speaker, context.form)
    claims = claims_of(sentence, translate(sentence), anew, facts.report)
    verdict = _worst([prove(c, facts) for c in claims])
    if verdict.status != "proved":
        return said
    grounds = tuple(dict.fromkeys(verdict.grounds))
    kind = _kind(sentence, claims)
    return replace(said, kind=kind, status="proved", evidence=grounds, why=verdict.why)


def _worst(verdicts: Sequence[Verdict]) -> Verdict:
    """The sentence's verdict: its worst claim's, with the grounds of all where all are proved."""
    if not verdicts:
        return Verdict("unproved", "没有可以与表格或原文核对的说法")
    worst = max(verdicts, key=lambda v: _ORDER.index(v.status))
    if worst.status != "proved":
        return worst
    why = "；".join(dict.fromkeys(v.why for v in verdicts if v.why))
    return Verdict("proved", why, tuple(g for v in verdicts for g in v.grounds))


def _kind(sentence: str, claims: Iterable[Claim]) -> Kind:
    if all(isinstance(c, Unbound) for c in claims):
        return kind_of(sentence)
    comparing = (Compare, Multiple, Rank, ShareChange)
    return "comparison" if any(isinstance(c, comparing) for c in claims) else "figure"


# ---------------------------------------------------------------- one sentence


def _judged(
    sentence: str, found: Run, context: Context, facts: Facts, text_of: Texts = _no_text
) -> tuple[tuple[Claim, ...], tuple[Verdict, ...]]:
    context.begin()
    context.done_at = next((i.start for i in found if i.name == "processed"), -1)
    found, context.doubt = _last_year_as_this(found, context.speaker.year)
    found = named_behind(found)
    context.naming = any(i.letter == "L" for i in found)
    context.with_carried = any(_carried(i, context) for i in found)
    told: list[tuple[Claim, bool]] = []
    for clause in clauses(found, context):
        before = len(context.listed)
        elliptic = any(isinstance(c, Unbound) for c, _ in told) and _elliptic(clause)
        claims_made = list(claims_in(clause, context, sentence))
        year = _year_of(clause, context)
        text = text_of(year) if year is not None else _Quotable()
        quoted = _or_quoted(claims_made, clause, sentence, text)
        glosses = glossed(context, fold(sentence))
        apart = any(prove(gloss, facts).status != "proved" for gloss in glosses)
        for claim in (*quoted, *glosses):
            doubt = context.doubt or elliptic or apart
            told.append((_naming(claim, clause, sentence), doubt))
        if clause:
            context.end_clause(before)
    told += [(claim, False) for claim in left_over(context)]
    claims = tuple(claim for claim, _ in told)
    facts = _with_meanings(claims, facts)
    verdicts: list[Verdict] = []
    for claim, doubt in told:
        verdict = prove(claim, facts)
        said = list(zip(claims, verdicts, strict=False))
        doubt = doubt or _gainsays(claim, verdict, said)
        if verdict.status == "contradicted" and (doubt or unsure_operands(claim, said, found)):
            verdict = replace(verdict, status="unproved")
        verdicts.append(verdict)
    return claims, tuple(verdicts)


def _year_of(clause: Run, context: Context) -> int | None:
    """The one year that the clause speaks of; None where it speaks of several."""
    years = {y for i in clause if i.letter in "yYs" for y in i.years} or set(context.years)
    return next(iter(years)) if len(years) == 1 else None


def _or_quoted(
    claims: Sequence[Claim], clause: Run, sentence: str, text: _Quotable
) -> Sequence[Claim]:
    """The clause's claims; what binds to no cell may be what a passage says."""
    if not any(isinstance(c, Unbound) for c in claims):
        return claims
    words = sentence[clause[0].start : clause[-1].end]
    numbered = bool(re.search("[QPTO]", letters(clause)))
    if not numbered and only_a_place(words):
        return ()
    ground = None if numbered else text.says(words)
    ground = ground or text.retells(_whole_clause(sentence, clause))
    return claims if ground is None else [Quoted(ground)]


def _whole_clause(sentence: str, clause: Run) -> str:
    """The clause with the words that are no item of it."""
    before = [m.end() for m in _PAUSE.finditer(sentence, 0, clause[0].start)]
    after = _PAUSE.search(sentence, clause[-1].end)
    return sentence[before[-1] if before else 0 : after.start() if after else len(sentence)]


def _elliptic(clause: Run) -> bool:
    """申请21件, 占两成: of whom is for what came before to say."""
    kinds = {t.kind for i in clause for w in i.words for t in w}
    return kinds <= {"object"}


def _naming(claim: Claim, clause: Run, sentence: str) -> Claim:
    """The claim; where it is of nothing, with the words that are."""
    if not isinstance(claim, Unbound) or claim.why != NOT_BOUND or not clause:
        return claim
    return Unbound(f"“{sentence[clause[0].start : clause[-1].end]}”{NOT_BOUND}")


def _last_year_as_this(found: Run, year: int) -> tuple[Run, bool]:
    """去年收到63件: who writes after the year may mean the report's own, where 今年 is not said.

    He does where it is compared with the year before; else nothing is held against it.
    """
    spoken = [i for i, before in zip(found, (None, *found), strict=False) if _subject(i, before)]
    if not spoken or any(i.letter == "Y" for i in found):
        return found, False
    if all(i.years != (year - 1,) for i in found if i.letter == "y" and i not in spoken):
        return found, True
    own = (replace(i, letter="Y", years=(year,)) if i in spoken else i for i in found)
    return tuple(own), False


def _subject(item: Item, before: Item | None) -> bool:
    said = item.letter == "y" and item.text.startswith("去")
    return said and (before is None or before.letter not in "tHjfa")


def _carried(item: Item, context: Context) -> bool:
    early = item.name == "carried" and item.start < context.done_at
    return item.letter == "M" and (early or item.name == "carried_over")


def _with_meanings(claims: Sequence[Claim], facts: Facts) -> Facts:
    """The facts in the meanings that the sentence's numbers give its measures."""
    for claim in claims:
        if (meant := prove(claim, facts).meant) is not None:
            facts = replace(facts, meant={meant[0]: meant[1], **facts.meant})
    return facts


def _gainsays(claim: Claim, verdict: Verdict, said: Sequence[tuple[Claim, Verdict]]) -> bool:
    """Whether it would speak against what the sentence rightly said: then it is of something else."""
    if verdict.status != "contradicted" or not isinstance(claim, Value):
        return False
    return any(
        isinstance(c, Value) and c.figure == claim.figure and v.status == "proved" for c, v in said
    )
